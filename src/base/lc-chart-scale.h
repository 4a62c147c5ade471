/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-chart-scale.h: from values to places on an axis that begins at zero, with
 * ticks at round numbers. Pure arithmetic: the window and the reports draw with
 * it, each in its own unit of length.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LcChartScale:
 * @step: between two ticks: 1, 2 or 5 times a power of ten
 * @n_steps: from zero to the end of the axis
 * @start: where the axis begins
 * @length: of the axis
 * @is_mirrored: values grow from the right to the left
 */
typedef struct
{
  double step;
  guint n_steps;
  double start;
  double length;
  gboolean is_mirrored;
} LcChartScale;

void   lc_chart_scale_init (LcChartScale *self, double max_value, guint max_steps);
void   lc_chart_scale_place (LcChartScale *self, double start, double length, gboolean is_mirrored);

double lc_chart_scale_get_max (const LcChartScale *self);
double lc_chart_scale_get_tick (const LcChartScale *self, guint index);
guint  lc_chart_scale_get_decimals (const LcChartScale *self);
double lc_chart_scale_to_position (const LcChartScale *self, double value);
double lc_chart_scale_to_value (const LcChartScale *self, double position);
void   lc_chart_scale_to_span (const LcChartScale *self, double from, double to, double *x, double *width);

G_END_DECLS
