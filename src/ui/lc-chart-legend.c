/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-chart-legend.c: see lc-chart-legend.h.
 */
#include "config.h"

#include "ui/lc-chart-legend.h"

#include <glib/gi18n-lib.h>

#include "ui/lc-region-layer.h"

/* In heights of a line. */
#define BAR_WIDTH 1.4
#define MARK_WIDTH 0.75
#define SAMPLE_GAP 0.35
#define ITEM_GAP 0.9
#define LINE_HEIGHT 1.15

typedef enum
{
  SAMPLE_BAR,
  SAMPLE_WHISKER,
  SAMPLE_TCP,
  SAMPLE_RECOMMENDED,
  SAMPLE_DNS,
  N_SAMPLES
} Sample;

static const char *
get_text (Sample sample)
{
  switch (sample)
    {
    case SAMPLE_BAR:
      return _("Median");
    case SAMPLE_WHISKER:
      return _("95th percentile");
    case SAMPLE_TCP:
      return _("Median over TCP");
    case SAMPLE_RECOMMENDED:
      return _("Recommended");
    case SAMPLE_DNS:
    case N_SAMPLES:
    default:
      /* Translators: the region to which the name lookup leads. */
      return _("Chosen by DNS");
    }
}

static double
get_sample_width (const LcChartPainter *painter, Sample sample)
{
  return painter->line * (sample == SAMPLE_RECOMMENDED || sample == SAMPLE_DNS ? MARK_WIDTH : BAR_WIDTH);
}

static void
draw_sample (const LcChartPainter *painter, Sample sample, double x, double y)
{
  double width = get_sample_width (painter, sample);
  double left = lc_chart_painter_mirror (painter, x, width);
  double bar_y = y + (painter->line - lc_region_layer_get_bar_height (painter)) / 2;
  double begin = painter->is_mirrored ? left + width : left, end = painter->is_mirrored ? left : left + width;

  switch (sample)
    {
    case SAMPLE_BAR:
    case SAMPLE_TCP:
      lc_region_layer_draw_bar (painter, LC_CHART_INK_BAR, left, bar_y, width, sample == SAMPLE_TCP);
      break;
    case SAMPLE_WHISKER:
      lc_region_layer_draw_whisker (painter, begin, end, bar_y);
      break;
    case SAMPLE_RECOMMENDED:
      lc_chart_painter_mark (painter, LC_CHART_MARK_STAR, LC_CHART_INK_ACCENT, x,
                             y + (painter->line - width) / 2, width);
      break;
    case SAMPLE_DNS:
    case N_SAMPLES:
    default:
      lc_chart_painter_mark (painter, LC_CHART_MARK_DIAMOND, LC_CHART_INK_TEXT, x,
                             y + (painter->line - width) / 2, width);
    }
}

/* A bit for each sample that the chart uses. */
static guint
find_used (LcRegionSeries *series)
{
  guint used = 0;

  for (guint i = 0; i < lc_region_series_get_size (series); i++)
    {
      const LcRegionPoint *point = lc_region_series_get (series, i);
      gboolean is_measured = point->state == LC_REGION_MEASURED;

      used |= is_measured ? 1u << SAMPLE_WHISKER : 0;
      used |= is_measured ? 1u << (point->is_tcp ? SAMPLE_TCP : SAMPLE_BAR) : 0;
      used |= point->is_recommended ? 1u << SAMPLE_RECOMMENDED : 0;
      used |= point->is_dns_choice ? 1u << SAMPLE_DNS : 0;
    }
  return used;
}

/* Draws when there is something to draw on; returns the height. */
static double
flow (const LcChartPainter *painter, guint used, double y)
{
  double x = LC_REGION_LAYER_MARGIN, top = y;

  for (Sample sample = 0; sample < N_SAMPLES; sample++)
    {
      g_autoptr (PangoLayout) text = lc_chart_painter_create_layout (painter, LC_CHART_TEXT_SMALL, get_text (sample));
      double before_text = get_sample_width (painter, sample) + painter->line * SAMPLE_GAP;
      double width;

      if ((used & 1u << sample) == 0)
        continue;
      lc_chart_painter_shorten (text, painter->width - 2 * LC_REGION_LAYER_MARGIN - before_text);
      width = before_text + lc_chart_painter_get_text_width (text);
      if (x > LC_REGION_LAYER_MARGIN && x + width > painter->width - LC_REGION_LAYER_MARGIN)
        {
          x = LC_REGION_LAYER_MARGIN;
          y += painter->line * LINE_HEIGHT;
        }
      if (painter->snapshot != NULL)
        {
          draw_sample (painter, sample, x, y);
          lc_chart_painter_text (painter, text, LC_CHART_INK_DIM, x + before_text, y + painter->line * 0.08);
        }
      x += width + painter->line * ITEM_GAP;
    }
  return y + painter->line * LINE_HEIGHT - top;
}

/* Returns: what it takes at the painter's width; always room for all samples, so
 * that what stands below does not move while figures come in */
double
lc_chart_legend_get_height (const LcChartPainter *painter)
{
  LcChartPainter measuring = *painter;

  measuring.snapshot = NULL;
  return flow (&measuring, G_MAXUINT, 0);
}

/**
 * lc_chart_legend_draw:
 * @series: what the chart shows: only what it uses is explained
 * @y: its top
 */
void
lc_chart_legend_draw (const LcChartPainter *painter, LcRegionSeries *series, double y)
{
  flow (painter, find_used (series), y);
}
