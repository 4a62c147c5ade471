/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-chart.c: see lc-page-chart.h.
 *
 * The axis is the head of the chart: it stands again above bars that go on on the
 * next page. Lengths are those of base/lc-chart-scale.h.
 */
#include "report/pages/lc-page-chart.h"

#include <math.h>

#include "base/lc-chart-scale.h"

#define BLOCK_GAP 12
#define TITLE_BELOW 5
#define COLUMN_GAP 10
#define BAR_HEIGHT 7
#define BAR_PADDING 4.5
#define AXIS_BELOW 3
#define HAIRLINE 0.5
#define WHISKER 1
#define CAP_HEIGHT 5.5

/* Neither labels nor figures take all of the width, nor all of the height. */
#define MAX_LABEL 0.28
#define MAX_FIGURE 0.36
#define MAX_LINES 6

/* The least room for a figure of the axis, and no more of them than this. */
#define STEP_WIDTH 34
#define MAX_STEPS 8

/* A chart of up to so many bars stays whole. */
#define MAX_WHOLE 24

#define MARK_SEPARATOR " \302\267 " /* a middle dot */

typedef struct
{
  LcChartScale scale;
  double label_width;
  double figure_x;
  double figure_width;
} PageChartPlan;

typedef struct
{
  LcPageItem item;
  PageChartPlan plan;
  GPtrArray *figures; /* of LcPageText, a tick each */
} AxisItem;

typedef struct
{
  LcPageItem item;
  PageChartPlan plan;
  LcPageText *label;
  LcPageText *figure;
  double value;
  double high;
  LcTone tone;
} BarItem;

static void
draw_grid (const PageChartPlan *plan, LcPagePainter *painter, double y, double height)
{
  for (guint i = 0; i <= plan->scale.n_steps; i++)
    {
      double x = lc_chart_scale_to_position (&plan->scale, lc_chart_scale_get_tick (&plan->scale, i));

      lc_page_painter_fill (painter, LC_INK_FAINT, x - HAIRLINE / 2, y, HAIRLINE, height);
    }
}

static void
draw_axis (const LcPageItem *item, LcPagePainter *painter, double y)
{
  const AxisItem *self = (const AxisItem *) item;
  const LcChartScale *scale = &self->plan.scale;

  for (guint i = 0; i < self->figures->len; i++)
    {
      LcPageText *figure = g_ptr_array_index (self->figures, i);
      double width = lc_page_text_get_width (figure);
      double x = lc_chart_scale_to_position (scale, lc_chart_scale_get_tick (scale, i)) - width / 2;

      lc_page_text_draw_all (figure, painter, x, y);
    }
  draw_grid (&self->plan, painter, y + item->piece.height - AXIS_BELOW, AXIS_BELOW);
}

static void
free_axis (LcPageItem *item)
{
  g_ptr_array_unref (((AxisItem *) item)->figures);
}

static void
draw_whisker (const BarItem *self, LcPagePainter *painter, double middle)
{
  double x, width;

  if (!isfinite (self->high))
    return;
  lc_chart_scale_to_span (&self->plan.scale, self->value, self->high, &x, &width);
  lc_page_painter_fill (painter, LC_INK_MUTED, x, middle - WHISKER / 2.0, width, WHISKER);
  lc_page_painter_fill (painter, LC_INK_MUTED, x + width - WHISKER, middle - CAP_HEIGHT / 2, WHISKER, CAP_HEIGHT);
}

static void
draw_bar (const LcPageItem *item, LcPagePainter *painter, double y)
{
  const BarItem *self = (const BarItem *) item;
  double height = item->piece.height;
  double middle = y + height / 2;
  LcInk ink = self->tone == LC_TONE_NEUTRAL ? LC_INK_BAR : lc_page_painter_get_tone_ink (self->tone);
  double x, width;

  draw_grid (&self->plan, painter, y, height);
  lc_page_painter_mark (painter, self->tone, 0, middle - LC_PAGE_MARK_SIZE / 2, LC_PAGE_MARK_SIZE);
  lc_page_text_draw_all (self->label, painter, LC_PAGE_MARK_ROOM, middle - lc_page_text_get_height (self->label) / 2);
  if (isfinite (self->value))
    {
      lc_chart_scale_to_span (&self->plan.scale, 0, self->value, &x, &width);
      lc_page_painter_fill (painter, ink, x, middle - BAR_HEIGHT / 2.0, MAX (width, 1), BAR_HEIGHT);
      draw_whisker (self, painter, middle);
    }
  lc_page_text_draw_all (self->figure, painter, self->plan.figure_x,
                         middle - lc_page_text_get_height (self->figure) / 2);
}

/* The figure in words, and beside it what is special about the bar. */
static LcPageText *
add_figure (LcPageFlow *flow, const LcBar *bar)
{
  g_autoptr (LcText) text = lc_text_new (bar->figure != NULL ? bar->figure : "");
  LcPageText *figure;

  if (bar->mark != NULL)
    {
      lc_text_append (text, LC_SPAN_PLAIN, text->spans->len > 0 ? MARK_SEPARATOR : "");
      lc_text_append (text, LC_SPAN_STRONG, bar->mark);
    }
  figure = lc_page_flow_add_text (flow, LC_FONT_CELL, text);
  lc_page_text_limit (figure, MAX_LINES);
  return figure;
}

static BarItem *
create_bar (LcPageFlow *flow, const LcBar *bar)
{
  BarItem *item = g_new0 (BarItem, 1);

  item->item.draw = draw_bar;
  item->label = lc_page_flow_add_plain (flow, LC_FONT_CELL, bar->label != NULL ? bar->label : "");
  lc_page_text_limit (item->label, MAX_LINES);
  item->figure = add_figure (flow, bar);
  item->value = bar->value >= 0 ? bar->value : NAN;
  item->high = bar->high >= bar->value ? bar->high : NAN;
  item->tone = bar->tone;
  return item;
}

static AxisItem *
create_axis (LcPageFlow *flow, const LcChart *chart, const PageChartPlan *plan)
{
  AxisItem *axis = g_new0 (AxisItem, 1);
  const LcChartScale *scale = &plan->scale;

  axis->item.draw = draw_axis;
  axis->item.free = free_axis;
  axis->plan = *plan;
  axis->figures = g_ptr_array_new ();
  for (guint i = 0; i <= scale->n_steps; i++)
    {
      g_autofree char *number = g_strdup_printf ("%.*f", (int) lc_chart_scale_get_decimals (scale),
                                                 lc_chart_scale_get_tick (scale, i));
      /* The unit stands once, at the end. */
      g_autofree char *words = i == scale->n_steps && chart->unit != NULL
                                 ? g_strdup_printf ("%s %s", number, chart->unit)
                                 : g_strdup (number);
      LcPageText *figure = lc_page_flow_add_plain (flow, LC_FONT_SMALL, words);

      lc_page_text_set_ink (figure, LC_INK_MUTED);
      lc_page_text_set_width (figure, lc_page_text_get_natural_width (figure), LC_ALIGN_START);
      g_ptr_array_add (axis->figures, figure);
      axis->item.piece.height = MAX (axis->item.piece.height, lc_page_text_get_height (figure) + AXIS_BELOW);
    }
  return axis;
}

/* How the width is shared: labels and figures get what they need, the axis the rest. */
static void
make_plan (PageChartPlan *self, const LcPageFlow *flow, GPtrArray *bars)
{
  double label = 0, figure = 0, max = 0, start, length;

  for (guint i = 0; i < bars->len; i++)
    {
      const BarItem *bar = g_ptr_array_index (bars, i);

      label = MAX (label, lc_page_text_get_natural_width (bar->label));
      figure = MAX (figure, lc_page_text_get_natural_width (bar->figure));
      max = MAX (max, isfinite (bar->value) ? bar->value : 0);
      max = MAX (max, isfinite (bar->high) ? bar->high : 0);
    }
  self->label_width = MIN (label, flow->width * MAX_LABEL);
  self->figure_width = MIN (figure, flow->width * MAX_FIGURE);
  self->figure_x = flow->width - self->figure_width;
  start = LC_PAGE_MARK_ROOM + self->label_width + COLUMN_GAP;
  length = self->figure_x - 1.5 * COLUMN_GAP - start;
  lc_chart_scale_init (&self->scale, max, CLAMP (length / STEP_WIDTH, 1, MAX_STEPS));
  lc_chart_scale_place (&self->scale, start, length, FALSE);
}

static void
finish_bar (BarItem *bar, const PageChartPlan *plan)
{
  double height;

  bar->plan = *plan;
  lc_page_text_set_width (bar->label, plan->label_width, LC_ALIGN_START);
  lc_page_text_set_width (bar->figure, plan->figure_width, LC_ALIGN_START);
  height = MAX (lc_page_text_get_height (bar->label), lc_page_text_get_height (bar->figure));
  bar->item.piece.height = MAX (height, BAR_HEIGHT) + 2 * BAR_PADDING;
}

static void
add_title (LcPageFlow *flow, const char *title)
{
  const LcPageGroup group = { .name = "P", .holds_words = TRUE };
  LcPageText *text = lc_page_flow_add_plain (flow, LC_FONT_HEADING_4, title);

  lc_page_text_set_width (text, flow->width, LC_ALIGN_START);
  lc_page_flow_add_lines (flow, text,
                          &(LcPageLines){ .group = lc_page_flow_add_group (flow, &group),
                                          .gap = BLOCK_GAP,
                                          .below = TITLE_BELOW,
                                          .keeps_next = TRUE });
}

/**
 * lc_page_chart_add:
 * @flow: where it comes last
 * @chart: nothing is added when it has no bars
 */
void
lc_page_chart_add (LcPageFlow *flow, const LcChart *chart)
{
  const LcPageGroup group = { .name = "Figure",
                              .holds_words = TRUE,
                              .alternative = chart->description != NULL ? chart->description : chart->title };
  g_autoptr (GPtrArray) bars = g_ptr_array_new ();
  const LcPageGroup *figure;
  AxisItem *axis;
  PageChartPlan plan;
  guint head;

  if (chart->bars->len == 0)
    return;
  for (guint i = 0; i < chart->bars->len; i++)
    g_ptr_array_add (bars, create_bar (flow, g_ptr_array_index (chart->bars, i)));
  make_plan (&plan, flow, bars);
  if (chart->title != NULL)
    add_title (flow, chart->title);
  figure = lc_page_flow_add_group (flow, &group);
  axis = create_axis (flow, chart, &plan);
  axis->item.group = figure;
  axis->item.piece.gap = chart->title != NULL ? 0 : BLOCK_GAP;
  axis->item.piece.keeps_next = TRUE;
  axis->item.piece.head = LC_PAGE_NO_HEAD;
  head = flow->items->len;
  lc_page_flow_take_item (flow, &axis->item);
  for (guint i = 0; i < bars->len; i++)
    {
      BarItem *bar = g_ptr_array_index (bars, i);

      finish_bar (bar, &plan);
      bar->item.group = figure;
      bar->item.piece.head = head;
      bar->item.piece.keeps_next = i + 1 < bars->len && bars->len <= MAX_WHOLE;
      lc_page_flow_take_item (flow, &bar->item);
    }
}
