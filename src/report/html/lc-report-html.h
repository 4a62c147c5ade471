/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-html.h: a report as one HTML file that needs nothing else: no
 * script, no font, no picture, no network.
 */
#pragma once

#include "report/document/lc-report.h"

G_BEGIN_DECLS

GBytes *lc_report_html_render (LcReport *report);

G_END_DECLS
