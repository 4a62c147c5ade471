/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-layer.c: see lc-region-layer.h.
 */
#include "config.h"

#include "ui/lc-region-layer.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/lc-chart-axis.h"
#include "words/lc-region-text.h"

#define BAR_RADIUS 4
#define WHISKER 2
#define TICK 3 /* how far the lines of the axis stand out from a bar: they never cross text */
#define MIN_BAR 3 /* the nearest region is seen, too */
#define MAX_MARKS 2

/* In heights of a line. */
#define GAP 0.5
#define MARK_SIZE 0.75
#define ROW_PADDING 0.3
#define BAR_GAP 0.15

typedef struct
{
  LcChartMark shape;
  PangoLayout *word;
} RegionMark;

static double
get_mark_width (const LcChartPainter *painter)
{
  return painter->line * (GAP + MARK_SIZE);
}

/* Returns: what a name and a figure have in width, inside the margins */
static double
get_room (const LcChartPainter *painter)
{
  return MAX (painter->width - 2 * LC_REGION_LAYER_MARGIN, 0);
}

static guint
count_marks (const LcRegionPoint *point)
{
  return (point->is_recommended ? 1 : 0) + (point->is_dns_choice ? 1 : 0);
}

/* What has no result yet, or none of its own, stands back. */
static LcChartInk
get_ink (const LcRegionPoint *point)
{
  gboolean is_open = point->state == LC_REGION_WAITING || point->state == LC_REGION_NOT_TESTED;

  return is_open ? LC_CHART_INK_DIM : LC_CHART_INK_TEXT;
}

static gboolean
needs_two_lines (const LcChartPainter *painter, LcRegionSeries *series)
{
  /* Translators: a wide figure, for measuring. */
  g_autofree char *wide = g_strdup_printf (_("%.1f ms"), 88.8);
  g_autoptr (PangoLayout) figure = lc_chart_painter_create_layout (painter, LC_CHART_TEXT_BOLD, wide);
  double room = get_room (painter) - lc_chart_painter_get_text_width (figure) - MAX_MARKS * get_mark_width (painter) -
                painter->line * GAP;

  for (guint i = 0; i < lc_region_series_get_size (series); i++)
    {
      g_autofree char *title = lc_region_point_dup_title (lc_region_series_get (series, i));
      g_autoptr (PangoLayout) layout = lc_chart_painter_create_layout (painter, LC_CHART_TEXT_BOLD, title);

      if (lc_chart_painter_get_text_width (layout) > room)
        return TRUE;
    }
  return FALSE;
}

/**
 * lc_region_layer_init:
 * @self: (out caller-allocates)
 *
 * The height of rows depends on the names and on the width, never on what was
 * measured: nothing moves while figures come in.
 */
void
lc_region_layer_init (LcRegionLayer *self, const LcChartPainter *painter, LcRegionSeries *series)
{
  double line = painter->line;

  self->is_stacked = needs_two_lines (painter, series);
  self->row_height = ceil (line * (ROW_PADDING * 2 + BAR_GAP) + line * (self->is_stacked ? 2 : 1) +
                           lc_region_layer_get_bar_height (painter));
}

/* Returns: the thickness of a bar */
double
lc_region_layer_get_bar_height (const LcChartPainter *painter)
{
  return round (painter->line * 0.45);
}

/* @x is mirrored already. */
void
lc_region_layer_draw_bar (const LcChartPainter *painter, LcChartInk ink, double x, double y, double width,
                          gboolean is_tcp)
{
  double height = lc_region_layer_get_bar_height (painter);

  if (is_tcp)
    lc_chart_painter_outline_at (painter, ink, x, y, width, height, BAR_RADIUS);
  else
    lc_chart_painter_fill_at (painter, ink, x, y, width, height, BAR_RADIUS);
}

/**
 * lc_region_layer_draw_whisker:
 * @from: where the median stands, mirrored already
 * @to: where the 95th percentile stands; it gets the end
 * @y: top of the bar
 */
void
lc_region_layer_draw_whisker (const LcChartPainter *painter, double from, double to, double y)
{
  double height = lc_region_layer_get_bar_height (painter);

  lc_chart_painter_fill_at (painter, LC_CHART_INK_TEXT, MIN (from, to), y + (height - WHISKER) / 2, fabs (to - from),
                            WHISKER, 0);
  lc_chart_painter_fill_at (painter, LC_CHART_INK_TEXT, to - WHISKER / 2.0, y - 1, WHISKER, height + 2, 0);
}

static void
draw_bar_line (const LcChartPainter *painter, const LcChartScale *scale, const LcRegionPoint *point, double y)
{
  double median_ms = point->stats.median_us / 1000.0, p95_ms = point->stats.p95_us / 1000.0;
  double x, width;

  lc_chart_axis_draw_lines (painter, scale, y - TICK, lc_region_layer_get_bar_height (painter) + 2 * TICK);
  lc_chart_painter_fill_at (painter, LC_CHART_INK_TRACK, scale->start, y, scale->length,
                            lc_region_layer_get_bar_height (painter), BAR_RADIUS);
  if (point->state != LC_REGION_MEASURED)
    return;
  lc_chart_scale_to_span (scale, 0, median_ms, &x, &width);
  if (width < MIN_BAR)
    {
      x -= scale->is_mirrored ? MIN_BAR - width : 0;
      width = MIN_BAR;
    }
  lc_region_layer_draw_bar (painter, point->is_recommended ? LC_CHART_INK_ACCENT : LC_CHART_INK_BAR, x, y, width,
                            point->is_tcp);
  lc_region_layer_draw_whisker (painter, lc_chart_scale_to_position (scale, median_ms),
                                lc_chart_scale_to_position (scale, p95_ms), y);
}

static guint
create_marks (const LcChartPainter *painter, const LcRegionPoint *point, RegionMark *marks)
{
  guint n = 0;

  if (point->is_recommended)
    marks[n++] = (RegionMark){ LC_CHART_MARK_STAR,
                         lc_chart_painter_create_layout (painter, LC_CHART_TEXT_SMALL, _("Recommended")) };
  if (point->is_dns_choice)
    marks[n++] = (RegionMark){ LC_CHART_MARK_DIAMOND,
                         /* Translators: the region to which the name lookup leads. */
                         lc_chart_painter_create_layout (painter, LC_CHART_TEXT_SMALL, _("Chosen by DNS")) };
  return n;
}

/* The shapes always, the words where all of them have room: the legend explains
 * the shapes. */
static void
draw_marks (const LcChartPainter *painter, const LcRegionPoint *point, double x, double y, double room)
{
  RegionMark marks[MAX_MARKS];
  guint n_marks = create_marks (painter, point, marks);
  double size = painter->line * MARK_SIZE, words = 0;

  for (guint i = 0; i < n_marks; i++)
    words += get_mark_width (painter) + painter->line * GAP / 2 + lc_chart_painter_get_text_width (marks[i].word);
  for (guint i = 0; i < n_marks; i++)
    {
      x += painter->line * GAP;
      lc_chart_painter_mark (painter, marks[i].shape, point->is_recommended ? LC_CHART_INK_ACCENT : LC_CHART_INK_TEXT,
                             x, y + (painter->line - size) / 2, size);
      x += size;
      if (words <= room)
        {
          x += painter->line * GAP / 2;
          lc_chart_painter_text (painter, marks[i].word, LC_CHART_INK_DIM, x, y + painter->line * 0.08);
          x += lc_chart_painter_get_text_width (marks[i].word);
        }
      g_object_unref (marks[i].word);
    }
}

/* The name, its marks behind it, and the figure at the other end. */
static void
draw_one_line (const LcChartPainter *painter, const LcRegionPoint *point, PangoLayout *title, PangoLayout *figure,
               double y)
{
  LcChartInk ink = get_ink (point);
  double figure_width = lc_chart_painter_get_text_width (figure);
  double room = get_room (painter) - figure_width - painter->line * GAP;
  double title_room = room - count_marks (point) * get_mark_width (painter);

  lc_chart_painter_text (painter, figure, ink, painter->width - LC_REGION_LAYER_MARGIN - figure_width, y);
  lc_chart_painter_shorten (title, title_room);
  lc_chart_painter_text (painter, title, ink, LC_REGION_LAYER_MARGIN, y);
  draw_marks (painter, point, LC_REGION_LAYER_MARGIN + lc_chart_painter_get_text_width (title), y,
              room - lc_chart_painter_get_text_width (title));
}

/* The name, and the figure with the marks below it. */
static void
draw_two_lines (const LcChartPainter *painter, const LcRegionPoint *point, PangoLayout *title, PangoLayout *figure,
                double y)
{
  LcChartInk ink = get_ink (point);
  double room = get_room (painter);

  lc_chart_painter_shorten (title, room);
  lc_chart_painter_text (painter, title, ink, LC_REGION_LAYER_MARGIN, y);
  lc_chart_painter_shorten (figure, room - count_marks (point) * get_mark_width (painter));
  lc_chart_painter_text (painter, figure, ink, LC_REGION_LAYER_MARGIN, y + painter->line);
  draw_marks (painter, point, LC_REGION_LAYER_MARGIN + lc_chart_painter_get_text_width (figure), y + painter->line,
              room - lc_chart_painter_get_text_width (figure));
}

static void
draw_text (const LcRegionLayer *self, const LcChartPainter *painter, const LcRegionPoint *point, double y)
{
  LcChartText style = point->is_recommended ? LC_CHART_TEXT_BOLD : LC_CHART_TEXT_NORMAL;
  g_autofree char *title_text = lc_region_point_dup_title (point);
  g_autofree char *figure_text = lc_region_point_dup_figure (point);
  g_autoptr (PangoLayout) title = lc_chart_painter_create_layout (painter, style, title_text);
  g_autoptr (PangoLayout) figure = lc_chart_painter_create_layout (painter, style, figure_text);

  if (self->is_stacked)
    draw_two_lines (painter, point, title, figure, y);
  else
    draw_one_line (painter, point, title, figure, y);
}

/**
 * lc_region_layer_draw_row:
 * @y: top of the row
 * @is_highlighted: under the pointer or chosen with the keyboard
 */
void
lc_region_layer_draw_row (const LcRegionLayer *self, const LcChartPainter *painter, const LcChartScale *scale,
                          const LcRegionPoint *point, double y, gboolean is_highlighted)
{
  double line = painter->line;

  if (is_highlighted)
    lc_chart_painter_fill (painter, LC_CHART_INK_HIGHLIGHT, 0, y, painter->width, self->row_height, BAR_RADIUS * 2);
  y += line * ROW_PADDING;
  draw_text (self, painter, point, y);
  draw_bar_line (painter, scale, point, y + line * BAR_GAP + line * (self->is_stacked ? 2 : 1));
}
