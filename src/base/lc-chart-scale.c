/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-chart-scale.c: see lc-chart-scale.h.
 */
#include "base/lc-chart-scale.h"

#include <math.h>

/* Beyond these, nothing that is drawn here is meant. */
#define MIN_VALUE 1e-9
#define MAX_VALUE 1e15

/* A step that is a hair too short for rounding alone is not too short. */
#define SLACK 1e-9

static guint
count_steps (double max_value, double step)
{
  return MAX (1, (guint) ceil (max_value / step - SLACK));
}

/**
 * lc_chart_scale_init:
 * @self: (out caller-allocates): placed from 0 to 1
 * @max_value: the largest value to show; when there is none, the axis ends at 1
 * @max_steps: at most so many steps
 *
 * Takes the smallest round step that covers @max_value.
 */
void
lc_chart_scale_init (LcChartScale *self, double max_value, guint max_steps)
{
  static const double factors[] = { 1, 2, 5, 10, 20 };
  double unit;

  max_steps = MAX (max_steps, 1);
  max_value = max_value > 0 ? CLAMP (max_value, MIN_VALUE, MAX_VALUE) : 1;
  unit = pow (10, floor (log10 (max_value / max_steps)));
  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      self->step = factors[i] * unit;
      self->n_steps = count_steps (max_value, self->step);
      if (self->n_steps <= max_steps)
        break;
    }
  lc_chart_scale_place (self, 0, 1, FALSE);
}

/**
 * lc_chart_scale_place:
 * @start: where the axis begins, at its left end
 * @length: of the axis
 * @is_mirrored: zero is at its right end
 */
void
lc_chart_scale_place (LcChartScale *self, double start, double length, gboolean is_mirrored)
{
  self->start = start;
  self->length = MAX (length, 0);
  self->is_mirrored = is_mirrored;
}

/* Returns: the value at the end of the axis */
double
lc_chart_scale_get_max (const LcChartScale *self)
{
  return self->n_steps * self->step;
}

/**
 * lc_chart_scale_get_tick:
 * @index: 0 to n_steps
 *
 * Returns: the value at that tick
 */
double
lc_chart_scale_get_tick (const LcChartScale *self, guint index)
{
  return index * self->step;
}

/* Returns: how many decimals tell one tick from the next */
guint
lc_chart_scale_get_decimals (const LcChartScale *self)
{
  return MAX (0, (int) -floor (log10 (self->step) + SLACK));
}

/**
 * lc_chart_scale_to_position:
 *
 * Returns: where @value stands; values outside the axis stand at its ends
 */
double
lc_chart_scale_to_position (const LcChartScale *self, double value)
{
  double share = CLAMP (value / lc_chart_scale_get_max (self), 0, 1);

  return self->start + self->length * (self->is_mirrored ? 1 - share : share);
}

/**
 * lc_chart_scale_to_value:
 *
 * Returns: the value that stands at @position; places outside the axis give its ends
 */
double
lc_chart_scale_to_value (const LcChartScale *self, double position)
{
  double share = self->length > 0 ? CLAMP ((position - self->start) / self->length, 0, 1) : 0;

  return lc_chart_scale_get_max (self) * (self->is_mirrored ? 1 - share : share);
}

/**
 * lc_chart_scale_to_span:
 * @x: (out): the left end of what lies between @from and @to
 * @width: (out): not negative
 */
void
lc_chart_scale_to_span (const LcChartScale *self, double from, double to, double *x, double *width)
{
  double a = lc_chart_scale_to_position (self, from);
  double b = lc_chart_scale_to_position (self, to);

  *x = MIN (a, b);
  *width = fabs (b - a);
}
