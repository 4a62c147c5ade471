/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-layer.h: the points of an LcRegionSeries on a chart, a row each: the
 * name with its marks and the figure, and below them a bar to the median with a
 * whisker to the 95th percentile. Regions measured over TCP have an empty bar.
 */
#pragma once

#include "base/lc-chart-scale.h"
#include "check/lc-region-series.h"
#include "ui/lc-chart-painter.h"

G_BEGIN_DECLS

/**
 * LcRegionLayer:
 * @is_stacked: names and figures need a line each
 * @row_height: the same for all rows, whatever is known of them
 */
typedef struct
{
  gboolean is_stacked;
  double row_height;
} LcRegionLayer;

/* Room at both ends of a row. */
#define LC_REGION_LAYER_MARGIN 8

void lc_region_layer_init (LcRegionLayer *self, const LcChartPainter *painter, LcRegionSeries *series);
void lc_region_layer_draw_row (const LcRegionLayer *self, const LcChartPainter *painter, const LcChartScale *scale,
                               const LcRegionPoint *point, double y, gboolean is_highlighted);
void lc_region_layer_draw_bar (const LcChartPainter *painter, LcChartInk ink, double x, double y, double width,
                               gboolean is_tcp);
void lc_region_layer_draw_whisker (const LcChartPainter *painter, double from, double to, double y);
double lc_region_layer_get_bar_height (const LcChartPainter *painter);

G_END_DECLS
