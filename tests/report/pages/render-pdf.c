/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * render-pdf.c: writes a PDF file of a sample or of a saved run, for tests that
 * look into it with other people's tools, and for people who look at it.
 *
 *   render-pdf a4|letter NAME|checks-N|random-SEED|RUN.json FILE.pdf
 *   render-pdf failures RUN.json FILE.txt
 */
#include <locale.h>

#include "report/document/lc-report-maker.h"
#include "report/pages/lc-report-pdf.h"
#include "run/lc-run-json.h"
#include "words/lc-check-text.h"

#include "page-sample.h"

static LcReport *
read_run (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (LcRun) run = lc_run_new_from_file (file, error);

  return run == NULL ? NULL : lc_report_new_from_run (run, NULL);
}

static LcReport *
create_report (const char *name, GError **error)
{
  if (g_str_has_suffix (name, ".json"))
    return read_run (name, error);
  if (g_str_has_prefix (name, "checks-"))
    return page_sample_new_checks (atoi (name + strlen ("checks-")));
  if (g_str_has_prefix (name, "random-"))
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (atoi (name + strlen ("random-")));

      return page_sample_new_random (rand);
    }
  return page_sample_new (name);
}

/* The titles of the rows that warn or fail, a line each. */
static GBytes *
list_failures (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (LcRun) run = lc_run_new_from_file (file, error);
  GString *titles = g_string_new (NULL);
  LcChecklist *checklist;

  if (run == NULL)
    return NULL;
  checklist = lc_run_get_checklist (run);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (checklist)); i++)
    {
      g_autoptr (LcCheck) check = g_list_model_get_item (G_LIST_MODEL (checklist), i);
      const LcVerdict *verdict = lc_check_get_verdict (check);
      g_autofree char *title = lc_check_dup_title (check);

      if (verdict != NULL && (verdict->status == LC_STATUS_WARN || verdict->status == LC_STATUS_FAIL))
        g_string_append_printf (titles, "%s\n", title);
    }
  return g_string_free_to_bytes (titles);
}

int
main (int argc, char **argv)
{
  g_autoptr (LcReport) report = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  const LcPaper *paper;

  setlocale (LC_ALL, "");
  if (argc != 4)
    g_error ("wrong usage, see the head of render-pdf.c");
  if (g_str_equal (argv[1], "failures"))
    bytes = list_failures (argv[2], &error);
  else
    {
      report = create_report (argv[2], &error);
      paper = g_str_equal (argv[1], "letter") ? lc_paper_get_letter () : lc_paper_get_a4 ();
      if (report != NULL)
        bytes = lc_report_pdf_render (report, paper, NULL, &error);
    }
  if (bytes == NULL ||
      !g_file_set_contents (argv[3], g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error))
    g_error ("%s", error->message);
  return 0;
}
