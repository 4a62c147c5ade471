/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-chart-axis.c: see lc-chart-axis.h.
 */
#include "config.h"

#include "ui/lc-chart-axis.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define MAX_STEPS 6
#define LINES_A_STEP 4 /* room for a figure, in heights of a line */

/* Returns: of the row of figures */
double
lc_chart_axis_get_height (const LcChartPainter *painter)
{
  return painter->line * 1.25;
}

/* Returns: how many steps have room for their figures on an axis of that length */
guint
lc_chart_axis_get_max_steps (const LcChartPainter *painter, double length)
{
  return CLAMP (length / (painter->line * LINES_A_STEP), 1, MAX_STEPS);
}

/**
 * lc_chart_axis_draw_lines:
 * @y: where the lines begin
 * @height: how long they are
 */
void
lc_chart_axis_draw_lines (const LcChartPainter *painter, const LcChartScale *scale, double y, double height)
{
  for (guint i = 0; i <= scale->n_steps; i++)
    {
      double x = lc_chart_scale_to_position (scale, lc_chart_scale_get_tick (scale, i));

      lc_chart_painter_fill_at (painter, LC_CHART_INK_GRID, CLAMP (round (x), 0, painter->width - 1), y, 1, height, 0);
    }
}

/* The unit stands once, at the end. */
static PangoLayout *
create_figure (const LcChartPainter *painter, const LcChartScale *scale, guint index)
{
  g_autofree char *number = g_strdup_printf ("%.*f", (int) lc_chart_scale_get_decimals (scale),
                                             lc_chart_scale_get_tick (scale, index));
  /* Translators: a time in milliseconds, at the end of an axis. */
  g_autofree char *text = index == scale->n_steps ? g_strdup_printf (_("%s ms"), number) : g_strdup (number);

  return lc_chart_painter_create_layout (painter, LC_CHART_TEXT_SMALL, text);
}

/**
 * lc_chart_axis_draw_figures:
 * @y: top of the row of figures
 */
void
lc_chart_axis_draw_figures (const LcChartPainter *painter, const LcChartScale *scale, double y)
{
  double left_end = scale->start, right_end = scale->start + scale->length;

  for (guint i = 0; i <= scale->n_steps; i++)
    {
      g_autoptr (PangoLayout) layout = create_figure (painter, scale, i);
      double width = lc_chart_painter_get_text_width (layout);
      double x = lc_chart_scale_to_position (scale, lc_chart_scale_get_tick (scale, i)) - width / 2;

      x = CLAMP (x, left_end, MAX (right_end - width, left_end));
      lc_chart_painter_text (painter, layout, LC_CHART_INK_DIM, lc_chart_painter_mirror (painter, x, width),
                             y + painter->line * 0.2);
    }
}
