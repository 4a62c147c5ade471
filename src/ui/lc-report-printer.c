/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-printer.c: see lc-report-printer.h.
 */
#include "config.h"

#include "ui/lc-report-printer.h"

#include "language/lc-language.h"
#include "report/pages/lc-pages.h"

typedef struct
{
  LcReport *report;
  const char *language;
  LcPages *pages; /* for the paper that was chosen last */
} PrintedReport;

static void
printed_report_free (gpointer data, GClosure *closure)
{
  PrintedReport *self = data;

  g_clear_object (&self->pages);
  g_clear_object (&self->report);
  g_free (self);
}

static void
on_begin_print (GtkPrintOperation *operation, GtkPrintContext *context, gpointer user_data)
{
  PrintedReport *self = user_data;
  GtkPageSetup *setup = gtk_print_context_get_page_setup (context);
  LcPaper paper;

  lc_paper_init (&paper, gtk_page_setup_get_paper_width (setup, GTK_UNIT_POINTS),
                 gtk_page_setup_get_paper_height (setup, GTK_UNIT_POINTS));
  g_clear_object (&self->pages);
  lc_language_push (self->language);
  self->pages = lc_pages_new (self->report, &paper);
  lc_language_pop ();
  gtk_print_operation_set_n_pages (operation, lc_pages_get_n_pages (self->pages));
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user_data)
{
  PrintedReport *self = user_data;

  lc_language_push (self->language);
  lc_pages_draw (self->pages, page, gtk_print_context_get_cairo_context (context));
  lc_language_pop ();
}

/**
 * lc_report_printer_new:
 * @report: what is printed
 * @language: (nullable): of the report, see lc_language_push()
 * @job_name: in the printer's queue
 *
 * Returns: (transfer full): an operation to be run
 */
GtkPrintOperation *
lc_report_printer_new (LcReport *report, const char *language, const char *job_name)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  PrintedReport *self = g_new0 (PrintedReport, 1);

  self->report = g_object_ref (report);
  self->language = language;
  gtk_print_operation_set_job_name (operation, job_name);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE); /* the pages have margins of their own */
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin_print), self);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (on_draw_page), self, printed_report_free, 0);
  return operation;
}
