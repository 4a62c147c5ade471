/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-pdf.h: a report as a PDF file with an outline, links and the structure
 * that a screen reader follows.
 */
#pragma once

#include "report/document/lc-report.h"
#include "report/pages/lc-paper.h"

G_BEGIN_DECLS

GBytes *lc_report_pdf_render (LcReport *report, const LcPaper *paper, GCancellable *cancellable, GError **error);
void    lc_report_pdf_render_async (LcReport *report, const LcPaper *paper, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
GBytes *lc_report_pdf_render_finish (GAsyncResult *result, GError **error);

G_END_DECLS
