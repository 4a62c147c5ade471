/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-chart.h: a chart of lying bars: an axis above, then a piece a bar with
 * its label before it and its figure in words behind it.
 */
#pragma once

#include "report/pages/lc-page-flow.h"

G_BEGIN_DECLS

void lc_page_chart_add (LcPageFlow *flow, const LcChart *chart);

G_END_DECLS
