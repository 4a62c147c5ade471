/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-golden.c: every saved run in every format of text, compared with
 * golden/RUN.SUFFIX letter by letter. To write those files anew:
 *
 *   LC_WRITE_GOLDEN=1 meson test -C _build report-golden
 *
 * and then look at what changed. The style sheet of HTML and its hash, and the
 * version, are left out of the comparison.
 */
#include "config.h"

#include <string.h>

#include "report/lc-report-format.h"
#include "run/lc-run-json.h"

static const char *const runs[] = { "healthy", "udp-blocked", "hostile" };
static const LcReportFormat formats[] = { LC_REPORT_FORMAT_HTML, LC_REPORT_FORMAT_TEXT, LC_REPORT_FORMAT_CSV };

static GBytes *
render (const char *name, LcReportFormat format)
{
  g_autofree char *path = g_strdup_printf ("%s/report/runs/%s.json", g_getenv ("G_TEST_SRCDIR"), name);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  LcRun *run = lc_run_new_from_file (file, &error);
  GBytes *bytes;

  g_assert_no_error (error);
  bytes = lc_run_render (run, format, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (run);
  return bytes;
}

/* Puts @with in the place of all that stands between @from and @to. */
static void
blank (GString *text, const char *from, const char *to, const char *with)
{
  const char *begin = strstr (text->str, from);
  const char *end = begin != NULL ? strstr (begin + strlen (from), to) : NULL;
  gsize at;

  if (end == NULL)
    return;
  at = begin + strlen (from) - text->str;
  g_string_erase (text, (gssize) at, end - text->str - (gssize) at);
  g_string_insert (text, (gssize) at, with);
}

static char *
normalise (GBytes *bytes)
{
  GString *text = g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));

  blank (text, "<style>", "</style>", "…");
  blank (text, "'sha256-", "'", "…");
  return g_string_free (text, FALSE);
}

/* Says where two texts part. */
static void
assert_same (const char *path, const char *text, const char *golden)
{
  guint line = 1, i;

  for (i = 0; text[i] != '\0' && text[i] == golden[i]; i++)
    line += text[i] == '\n';
  if (text[i] != golden[i])
    g_error ("%s:%u differs; if that is right, write it anew with LC_WRITE_GOLDEN=1; now it is: %.200s", path, line,
             text + i);
}

static void
compare (const char *name, LcReportFormat format)
{
  g_autoptr (GBytes) bytes = render (name, format);
  g_autofree char *path = g_strdup_printf ("%s/report/golden/%s%s", g_getenv ("G_TEST_SRCDIR"), name,
                                           lc_report_format_get_suffix (format));
  g_autofree char *text = normalise (bytes);
  g_autofree char *golden = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  if (g_getenv ("LC_WRITE_GOLDEN") != NULL)
    g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &golden, NULL, &error);
  g_assert_no_error (error);
  assert_same (path, text, golden);
}

static void
test_golden (gconstpointer format)
{
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    compare (runs[i], GPOINTER_TO_UINT (format));
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = g_strconcat ("/golden/", lc_report_format_get_name (formats[i]), NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (formats[i]), test_golden);
    }
  return g_test_run ();
}
