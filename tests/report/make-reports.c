/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * make-reports.c: writes the reports of the saved runs for tests that look at
 * files.
 *
 *   make-reports DIRECTORY
 *
 * Writes RUN.html there for each run in $G_TEST_SRCDIR/report/runs.
 */
#include <stdlib.h>

#include "report/lc-report-format.h"
#include "run/lc-run-json.h"

static const char *const runs[] = { "healthy", "udp-blocked", "hostile" };

static gboolean
write_report (const char *folder, const char *name, GError **error)
{
  g_autofree char *from = g_strdup_printf ("%s/report/runs/%s.json", g_getenv ("G_TEST_SRCDIR"), name);
  g_autofree char *to = g_strdup_printf ("%s/%s.html", folder, name);
  g_autoptr (GFile) file = g_file_new_for_path (from);
  g_autoptr (LcRun) run = lc_run_new_from_file (file, error);
  g_autoptr (GBytes) html = run != NULL ? lc_run_render (run, LC_REPORT_FORMAT_HTML, NULL, NULL, error) : NULL;

  return html != NULL &&
         g_file_set_contents (to, g_bytes_get_data (html, NULL), (gssize) g_bytes_get_size (html), error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc != 2)
    {
      g_printerr ("usage: make-reports DIRECTORY\n");
      return 2;
    }
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    if (!write_report (argv[1], runs[i], &error))
      {
        g_printerr ("make-reports: %s\n", error->message);
        return EXIT_FAILURE;
      }
  return EXIT_SUCCESS;
}
