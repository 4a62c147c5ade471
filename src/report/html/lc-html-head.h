/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-html-head.h: what stands before the body of a report as HTML. Part of
 * lc-report-html.
 */
#pragma once

#include "report/document/lc-report.h"

G_BEGIN_DECLS

void lc_html_append_head (GString *html, const LcReportHead *head);

G_END_DECLS
