/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-format.c: see lc-report-format.h. A table of formats; what each
 * looks like is known to its own file alone.
 */
#include "config.h"

#include "report/lc-report-format.h"

#include <string.h>

#include "base/lc-clock.h"
#include "findings/lc-findings-enums.h"
#include "language/lc-i18n.h"
#include "language/lc-language.h"
#include "redact/lc-redact.h"
#include "report/document/lc-report-maker.h"
#include "report/html/lc-report-html.h"
#include "report/pages/lc-report-pdf.h"
#include "report/text/lc-report-csv.h"
#include "report/text/lc-report-text.h"
#include "run/lc-run-json.h"

typedef GBytes *(*ReportRenderFunc) (LcRun *run, LcProfile *profile, GCancellable *cancellable, GError **error);

typedef struct
{
  const char *name;
  const char *title;
  const char *mime_type;
  const char *suffixes[3]; /* the first is the one to write */
  gboolean is_text;
  ReportRenderFunc render;
} ReportFormatInfo;

typedef struct
{
  LcReportFormat format;
  LcReportOptions options;
} RenderJob;

static void
job_free (gpointer data)
{
  RenderJob *job = data;

  g_clear_object (&job->options.profile);
  g_free (job);
}

static GBytes *
render_html (LcRun *run, LcProfile *profile, GCancellable *cancellable, GError **error)
{
  g_autoptr (LcReport) report = lc_report_new_from_run (run, profile);

  return lc_report_html_render (report);
}

static GBytes *
render_text (LcRun *run, LcProfile *profile, GCancellable *cancellable, GError **error)
{
  g_autoptr (LcReport) report = lc_report_new_from_run (run, profile);

  return lc_report_text_render (report);
}

static GBytes *
render_csv (LcRun *run, LcProfile *profile, GCancellable *cancellable, GError **error)
{
  return lc_report_csv_render (run);
}

static GBytes *
render_json (LcRun *run, LcProfile *profile, GCancellable *cancellable, GError **error)
{
  gsize length;
  char *text = lc_run_to_json (run, &length);

  return g_bytes_new_take (text, length);
}

static GBytes *
render_pdf (LcRun *run, LcProfile *profile, GCancellable *cancellable, GError **error)
{
  g_autoptr (LcReport) report = lc_report_new_from_run (run, profile);

  return lc_report_pdf_render (report, lc_paper_get_for_locale (), cancellable, error);
}

static const ReportFormatInfo formats[LC_N_REPORT_FORMATS] = {
  [LC_REPORT_FORMAT_PDF] = {
    "pdf", N_("PDF document"), "application/pdf", { ".pdf" }, FALSE, render_pdf
  },
  [LC_REPORT_FORMAT_HTML] = {
    "html", N_("Web page"), "text/html", { ".html", ".htm" }, TRUE, render_html
  },
  [LC_REPORT_FORMAT_TEXT] = {
    "text", N_("Text"), "text/plain", { ".txt", ".text" }, TRUE, render_text
  },
  [LC_REPORT_FORMAT_CSV] = {
    "csv", N_("Table of measurements (CSV)"), "text/csv", { ".csv" }, TRUE, render_csv
  },
  [LC_REPORT_FORMAT_JSON] = {
    "json", N_("Saved run (JSON)"), "application/json", { ".json" }, TRUE, render_json
  },
};

static const ReportFormatInfo *
get (LcReportFormat format)
{
  g_return_val_if_fail ((guint) format < LC_N_REPORT_FORMATS, &formats[LC_REPORT_FORMAT_TEXT]);
  return &formats[format];
}

static void
render_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  RenderJob *job = task_data;
  GError *error = NULL;
  GBytes *bytes = lc_run_render (source, job->format, &job->options, cancellable, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/**
 * lc_report_format_get_name:
 *
 * Returns: the word for it on the command line: "pdf"
 */
const char *
lc_report_format_get_name (LcReportFormat format)
{
  return get (format)->name;
}

/**
 * lc_report_format_get_title:
 *
 * Returns: what a person is offered, in the person's language: "PDF document"
 */
const char *
lc_report_format_get_title (LcReportFormat format)
{
  return _(get (format)->title);
}

const char *
lc_report_format_get_mime_type (LcReportFormat format)
{
  return get (format)->mime_type;
}

/**
 * lc_report_format_get_suffix:
 *
 * Returns: what the name of a file of this format ends in: ".pdf"
 */
const char *
lc_report_format_get_suffix (LcReportFormat format)
{
  return get (format)->suffixes[0];
}

/**
 * lc_report_format_is_text:
 *
 * Returns: whether a terminal can show it
 */
gboolean
lc_report_format_is_text (LcReportFormat format)
{
  return get (format)->is_text;
}

/**
 * lc_report_format_from_name:
 * @format: (out): left alone when there is no such format
 */
gboolean
lc_report_format_from_name (const char *name, LcReportFormat *format)
{
  for (guint i = 0; i < LC_N_REPORT_FORMATS; i++)
    if (strcmp (formats[i].name, name) == 0)
      {
        *format = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * lc_report_format_from_path:
 * @path: of a file; its suffix counts, in capitals or not
 * @format: (out): left alone when the suffix tells nothing
 */
gboolean
lc_report_format_from_path (const char *path, LcReportFormat *format)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < LC_N_REPORT_FORMATS; i++)
    for (guint j = 0; j < G_N_ELEMENTS (formats[i].suffixes) && formats[i].suffixes[j] != NULL; j++)
      if (g_str_has_suffix (lower, formats[i].suffixes[j]))
        {
          *format = i;
          return TRUE;
        }
  return FALSE;
}

/**
 * lc_run_render:
 * @options: (nullable): %NULL for the profile that the run says, the language of the process and
 *   nothing hidden
 * @error: return location for %G_IO_ERROR_CANCELLED, or for what the format says
 *
 * JSON is the same in every language.
 *
 * Returns: (transfer full): the whole file, or %NULL
 */
GBytes *
lc_run_render (LcRun *run, LcReportFormat format, const LcReportOptions *options, GCancellable *cancellable,
               GError **error)
{
  const ReportFormatInfo *self = get (format);
  g_autoptr (LcRun) shown = NULL;
  GBytes *bytes;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  shown = options != NULL && options->redact ? lc_run_redact_here (run) : g_object_ref (run);
  lc_language_push (options != NULL ? options->language : NULL);
  bytes = self->render (shown, options != NULL ? options->profile : NULL, cancellable, error);
  lc_language_pop ();
  return bytes;
}

/**
 * lc_run_render_async:
 * @options: (nullable): copied; see lc_run_render()
 */
void
lc_run_render_async (LcRun *run, LcReportFormat format, const LcReportOptions *options, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (run, cancellable, callback, user_data);
  RenderJob *job = g_new0 (RenderJob, 1);

  job->format = format;
  if (options != NULL)
    {
      job->options = *options;
      if (options->profile != NULL)
        g_object_ref (options->profile);
    }
  g_task_set_source_tag (task, lc_run_render_async);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, render_in_thread);
}

GBytes *
lc_run_render_finish (LcRun *run, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lc_run_suggest_file_name:
 *
 * Returns: (transfer full): a name for the report of this run, of letters,
 *   digits, "-" and "." alone
 */
char *
lc_run_suggest_file_name (LcRun *run, LcReportFormat format)
{
  g_autoptr (GDateTime) local = lc_clock_dup_local (lc_run_get_facts (run)->started);
  g_autofree char *date = g_date_time_format (local, "%Y-%m-%d-%H%M");

  return g_strdup_printf ("linecheck-%s-%s%s", date,
                          lc_enum_nick (LC_TYPE_LINE_STATUS, lc_run_get_verdict (run)->status),
                          lc_report_format_get_suffix (format));
}
