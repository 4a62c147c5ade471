/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-chart-axis.h: the ticks of a scale of milliseconds: lines across the chart
 * and figures below it.
 */
#pragma once

#include "base/lc-chart-scale.h"
#include "ui/lc-chart-painter.h"

G_BEGIN_DECLS

double lc_chart_axis_get_height (const LcChartPainter *painter);
guint  lc_chart_axis_get_max_steps (const LcChartPainter *painter, double length);
void   lc_chart_axis_draw_lines (const LcChartPainter *painter, const LcChartScale *scale, double y, double height);
void   lc_chart_axis_draw_figures (const LcChartPainter *painter, const LcChartScale *scale, double y);

G_END_DECLS
