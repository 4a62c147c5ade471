/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench-report.c: how much time of the processor each format of a report takes to
 * write and how large it is, for a saved run and for one of 1000 checks made of
 * the same rows.
 *
 * "first ms" is what the first file of its kind costs, with the search for fonts.
 *
 * Usage: bench-report RUN.json. The exit status is 1 when an aim is missed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "findings/lc-line-judge.h"
#include "redact/lc-redact.h"
#include "report/lc-report-format.h"
#include "run/lc-run-json.h"

#define N_CHECKS 1000
#define N_ROUNDS 5
#define MAX_PDF_MS 100
#define MAX_PDF_BYTES (5 * 1024 * 1024)
/* Of a check among many to one among few; what grows with the square has 40. */
#define MAX_GROWTH 3.0

typedef struct
{
  double ms;
  gsize bytes;
} Figures;

typedef Figures (*Work) (LcRun *run, LcReportFormat format);

/* Of the processor, so that other programs do not count. */
static double
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1000.0 + now.tv_nsec / 1e6;
}

static Figures
measure_format (LcRun *run, LcReportFormat format)
{
  g_autoptr (GError) error = NULL;
  double start_ms = now_ms ();
  g_autoptr (GBytes) bytes = lc_run_render (run, format, NULL, NULL, &error);

  if (bytes == NULL)
    g_error ("%s", error->message);
  return (Figures) { now_ms () - start_ms, g_bytes_get_size (bytes) };
}

static Figures
measure_redaction (LcRun *run, LcReportFormat format)
{
  double start_ms = now_ms ();
  g_autoptr (LcRun) redacted = lc_run_redact_here (run);

  return (Figures) { now_ms () - start_ms, 0 };
}

static int
compare_ms (gconstpointer a, gconstpointer b)
{
  const Figures *first = a, *second = b;

  return (first->ms > second->ms) - (first->ms < second->ms);
}

/* The median of some rounds, after one that warms up. */
static Figures
repeat (Work work, LcRun *run, LcReportFormat format)
{
  Figures rounds[N_ROUNDS];

  work (run, format);
  for (guint i = 0; i < N_ROUNDS; i++)
    rounds[i] = work (run, format);
  qsort (rounds, N_ROUNDS, sizeof rounds[0], compare_ms);
  return rounds[N_ROUNDS / 2];
}

static LcRun *
open_run (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  LcRun *run = lc_run_new_from_file (file, &error);

  if (run == NULL)
    g_error ("%s", error->message);
  return run;
}

/* The rows of the run again and again, each with an id of its own. */
static LcRun *
make_long (LcRun *run)
{
  LcChecklist *checklist = lc_run_get_checklist (run);
  LcRunFacts facts;
  LcChecklist *rows = lc_checklist_new ();

  for (guint i = 0; i < N_CHECKS; i++)
    {
      LcCheck *check = lc_checklist_get (checklist, i % lc_checklist_get_size (checklist));
      g_autofree char *id = g_strdup_printf ("%s.%u", lc_check_get_id (check), i);
      LcCheck *row = lc_check_new (id, lc_check_get_group (check), lc_check_get_kind (check),
                                   lc_check_get_requirement (check), (LcFacts *) lc_check_get_subject (check));

      lc_check_settle (row, lc_check_get_measurement (check), lc_verdict_copy (lc_check_get_verdict (check)));
      lc_checklist_add (rows, row);
    }
  lc_run_facts_copy (lc_run_get_facts (run), &facts);
  return lc_run_new_take (&facts, lc_run_get_options (run), rows,
                          lc_line_verdict_judge (rows, facts.disturbance, FALSE, FALSE));
}

/* Returns: whether the aims are reached */
static gboolean
show (const char *name, Work work, LcRun *run, LcRun *long_run, LcReportFormat format)
{
  guint n_checks = lc_checklist_get_size (lc_run_get_checklist (run));
  double first_ms = work (run, format).ms;
  Figures few = repeat (work, run, format);
  Figures many = repeat (work, long_run, format);
  double growth = (many.ms / N_CHECKS) / (few.ms / n_checks);
  gboolean is_pdf = work == measure_format && format == LC_REPORT_FORMAT_PDF;
  gboolean is_reached =
    growth <= MAX_GROWTH && (!is_pdf || (few.ms <= MAX_PDF_MS && few.bytes <= MAX_PDF_BYTES));

  printf ("  %-10s %9.2f %9.2f %9.1f %11.2f %11.1f %9.2f   %s\n", name, first_ms, few.ms, few.bytes / 1024.0, many.ms,
          many.bytes / 1024.0, growth, is_reached ? "reached" : "MISSED");
  return is_reached;
}

int
main (int argc, char **argv)
{
  g_autoptr (LcRun) run = NULL;
  g_autoptr (LcRun) long_run = NULL;
  gboolean is_reached = TRUE;

  if (argc != 2)
    g_error ("usage: %s RUN.json", argv[0]);
  run = open_run (argv[1]);
  long_run = make_long (run);
  printf ("Reports: %u checks, and %u (growth: time of a check among many to one among few; aim %g)\n",
          lc_checklist_get_size (lc_run_get_checklist (run)), N_CHECKS, MAX_GROWTH);
  printf ("  %-10s %9s %9s %9s %11s %11s %9s   aims (PDF: %d ms, %d MiB)\n", "", "first ms", "ms", "KiB",
          "ms of 1000", "KiB", "growth", MAX_PDF_MS, MAX_PDF_BYTES / 1024 / 1024);
  for (LcReportFormat format = 0; format < LC_N_REPORT_FORMATS; format++)
    is_reached &= show (lc_report_format_get_name (format), measure_format, run, long_run, format);
  is_reached &= show ("redaction", measure_redaction, run, long_run, 0);
  return is_reached ? 0 : 1;
}
