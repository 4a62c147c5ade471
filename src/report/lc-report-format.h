/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-format.h: the formats in which a run can be handed on, and the one
 * way from a run to the bytes of a file. The command line and the application
 * both go through here.
 */
#pragma once

#include "profile/lc-profile.h"
#include "run/lc-run.h"

G_BEGIN_DECLS

/* In the order in which they are offered. */
typedef enum
{
  LC_REPORT_FORMAT_PDF,
  LC_REPORT_FORMAT_HTML,
  LC_REPORT_FORMAT_TEXT,
  LC_REPORT_FORMAT_CSV,
  LC_REPORT_FORMAT_JSON,
} LcReportFormat;

#define LC_N_REPORT_FORMATS 5

const char *lc_report_format_get_name (LcReportFormat format);
const char *lc_report_format_get_title (LcReportFormat format);
const char *lc_report_format_get_mime_type (LcReportFormat format);
const char *lc_report_format_get_suffix (LcReportFormat format);
gboolean    lc_report_format_is_text (LcReportFormat format);
gboolean    lc_report_format_from_name (const char *name, LcReportFormat *format);
gboolean    lc_report_format_from_path (const char *path, LcReportFormat *format);

/**
 * LcReportOptions:
 * @profile: (nullable): what the service needs; %NULL for what the run says, if the
 *   program has that profile
 * @language: (nullable): of the report, from lc_language_find(); %NULL for that of the process
 * @redact: hide what tells who and where the person is (lc-redact.h)
 */
typedef struct
{
  LcProfile *profile;
  const char *language;
  gboolean redact;
} LcReportOptions;

/* Takes as long as the format takes: a PDF up to 100 ms. From any thread. */
GBytes     *lc_run_render (LcRun *run, LcReportFormat format, const LcReportOptions *options,
                           GCancellable *cancellable, GError **error);
/* The same in a worker thread. */
void        lc_run_render_async (LcRun *run, LcReportFormat format, const LcReportOptions *options,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GBytes     *lc_run_render_finish (LcRun *run, GAsyncResult *result, GError **error);

/* "linecheck-2026-11-22-1530-not-ready.pdf", in local time */
char       *lc_run_suggest_file_name (LcRun *run, LcReportFormat format);

G_END_DECLS
