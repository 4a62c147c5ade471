/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-chart-legend.h: what the shapes of the region chart mean, in as many lines
 * as the width asks for. It always shows all of them, so that it never moves.
 */
#pragma once

#include "check/lc-region-series.h"
#include "ui/lc-chart-painter.h"

G_BEGIN_DECLS

double lc_chart_legend_get_height (const LcChartPainter *painter);
void   lc_chart_legend_draw (const LcChartPainter *painter, LcRegionSeries *series, double y);

G_END_DECLS
