/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-html-chart.h: a chart of a report as inline SVG. Part of lc-report-html.
 */
#pragma once

#include "report/document/lc-report.h"

G_BEGIN_DECLS

void lc_html_append_chart (GString *html, const LcChart *chart, guint number, gboolean is_mirrored);

G_END_DECLS
