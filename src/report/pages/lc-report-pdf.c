/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-pdf.c: see lc-report-pdf.h.
 *
 * PDF 1.4, the oldest version with a structure: it can be read everywhere, and its
 * objects stand apart, so that lc-pdf-amend.h can add what cairo has no call for.
 */
#include "config.h"

#include "report/pages/lc-report-pdf.h"

#include <cairo-pdf.h>

#include "language/lc-i18n.h"
#include "report/pages/lc-page-painter.h"
#include "report/pages/lc-pages.h"
#include "report/pages/lc-pdf-amend.h"

/* Outlines go as deep as headings. */
#define MAX_LEVEL 4

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
set_metadata (cairo_surface_t *surface, LcReport *report)
{
  const LcReportHead *head = lc_report_get_head (report);
  g_autoptr (GDateTime) utc = g_date_time_to_utc (head->started);
  g_autofree char *started = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
  g_autoptr (GString) subject = g_string_new (head->verdict);

  if (head->notice != NULL)
    g_string_append_printf (subject, " · %s", head->notice);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, head->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, subject->str);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_AUTHOR, head->generator);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, head->generator);
  /* The date of the run, so that the same run makes the same file. */
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, started);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, started);
}

static void
add_outline (cairo_surface_t *surface, LcPages *pages)
{
  const GArray *headings = lc_pages_get_headings (pages);
  int parents[MAX_LEVEL + 1] = { CAIRO_PDF_OUTLINE_ROOT };

  for (guint i = 0; i < headings->len; i++)
    {
      const LcPageHeading *heading = &g_array_index (headings, LcPageHeading, i);
      g_autofree char *target = g_strdup_printf ("dest='%s'", heading->destination);
      int id = cairo_pdf_surface_add_outline (surface, parents[heading->level - 1], heading->text, target,
                                              heading->level == 1 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);

      /* A level that is left out hangs on the one above it. */
      for (guint level = heading->level; level <= MAX_LEVEL; level++)
        parents[level] = id;
    }
}

/* Leaves the last page to be shown. */
static gboolean
draw_pages (LcPages *pages, LcPagePainter *painter, GCancellable *cancellable, GError **error)
{
  for (guint page = 0; page < lc_pages_get_n_pages (pages); page++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (page > 0)
        cairo_show_page (painter->cr);
      lc_pages_paint (pages, page, painter);
    }
  return TRUE;
}

static gboolean
write_pages (LcReport *report, LcPages *pages, const LcPaper *paper, cairo_surface_t *surface,
             GPtrArray **alternatives, GCancellable *cancellable, GError **error)
{
  cairo_t *cr = cairo_create (surface);
  LcPagePainter painter;
  gboolean is_drawn;

  lc_page_painter_init (&painter, cr, paper, lc_report_get_head (report)->is_mirrored, TRUE);
  is_drawn = draw_pages (pages, &painter, cancellable, error);
  *alternatives = g_ptr_array_ref (painter.alternatives);
  lc_page_painter_clear (&painter);
  /* After the end of the structure, for which cairo would make one more page. */
  cairo_show_page (cr);
  cairo_destroy (cr);
  return is_drawn;
}

/**
 * lc_report_pdf_render:
 * @report: not changed meanwhile
 * @paper: see lc_paper_get_for_locale()
 * @cancellable: (nullable): looked at before each page
 * @error: %G_IO_ERROR_CANCELLED, or %G_IO_ERROR_FAILED when cairo cannot
 *
 * Returns: (transfer full) (nullable): the file; the same for the same report,
 *   fonts and language
 */
GBytes *
lc_report_pdf_render (LcReport *report, const LcPaper *paper, GCancellable *cancellable, GError **error)
{
  const LcReportHead *head = lc_report_get_head (report);
  g_autoptr (LcPages) pages = NULL;
  g_autoptr (GPtrArray) alternatives = NULL;
  g_autoptr (GByteArray) data = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_status_t status;
  gboolean is_drawn;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  pages = lc_pages_new (report, paper);
  surface = cairo_pdf_surface_create_for_stream (append, data, paper->width, paper->height);
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  set_metadata (surface, report);
  is_drawn = write_pages (report, pages, paper, surface, &alternatives, cancellable, error);
  if (is_drawn)
    add_outline (surface, pages);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (!is_drawn)
    return NULL;
  if (status != CAIRO_STATUS_SUCCESS)
    {
      /* Translators: the argument is what the drawing library says. */
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("Could not make the PDF file: %s"),
                   cairo_status_to_string (status));
      return NULL;
    }
  lc_pdf_amend (data, head->language, alternatives);
  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}

static void
render_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  GBytes *bytes = lc_report_pdf_render (source, task_data, cancellable, &error);

  if (bytes == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
}

/**
 * lc_report_pdf_render_async:
 * @report: not touched until @callback is called
 * @paper: copied
 * @cancellable: (nullable)
 * @callback: when the file is there
 * @user_data: for @callback
 *
 * Like lc_report_pdf_render(), in a thread of its own.
 */
void
lc_report_pdf_render_async (LcReport *report, const LcPaper *paper, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (report, cancellable, callback, user_data);

  g_task_set_source_tag (task, lc_report_pdf_render_async);
  g_task_set_task_data (task, g_memdup2 (paper, sizeof *paper), g_free);
  g_task_run_in_thread (task, render_in_thread);
}

/**
 * lc_report_pdf_render_finish:
 * @error: see lc_report_pdf_render()
 *
 * Returns: (transfer full) (nullable): the file
 */
GBytes *
lc_report_pdf_render_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
