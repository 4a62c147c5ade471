/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz-report.c: any bytes as a saved run: refused, or written in every format;
 * and hidden, once and for all, with the same verdict, so that it opens again.
 */
#include <string.h>

#include "redact/lc-redact.h"
#include "report/lc-report-format.h"
#include "run/lc-run-json.h"

/* A PDF takes ten times as long as all others together: one in so many inputs
 * gets one, always the same ones. */
#define ONE_PDF_IN 16

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
render_all (LcRun *run, gboolean with_pdf)
{
  for (LcReportFormat format = 0; format < LC_N_REPORT_FORMATS; format++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;
      gconstpointer written;
      gsize length;

      if (format == LC_REPORT_FORMAT_PDF && !with_pdf)
        continue;
      bytes = lc_run_render (run, format, NULL, NULL, &error);
      g_assert_no_error (error);
      written = g_bytes_get_data (bytes, &length);
      g_assert_true (!lc_report_format_is_text (format) || g_utf8_validate (written, length, NULL));
    }
}

static void
check_redacted (LcRun *run)
{
  static const LcIdentity identity = {
    .host_name = (char *) "alpha.beta.example",
    .user_name = (char *) "user1",
    .home = (char *) "/srv/user1",
  };
  g_autoptr (LcRun) once = lc_run_redact (run, &identity);
  g_autoptr (LcRun) twice = lc_run_redact (once, &identity);
  g_autoptr (LcRun) opened = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree char *text = lc_run_to_json (once, &length);
  g_autofree char *text_again = lc_run_to_json (twice, NULL);

  g_assert_cmpint (lc_run_get_verdict (run)->status, ==, lc_run_get_verdict (once)->status);
  g_assert_cmpstr (text_again, ==, text);
  opened = lc_run_new_from_json ("r", text, length, &error);
  g_assert_no_error (error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LcRun) run = lc_run_new_from_json ("r", (const char *) data, size, &error);
  g_autoptr (GBytes) input = NULL;

  if (run == NULL)
    return 0;
  input = g_bytes_new_static (data, size);
  render_all (run, g_bytes_hash (input) % ONE_PDF_IN == 0);
  check_redacted (run);
  return 0;
}
