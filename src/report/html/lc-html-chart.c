/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-html-chart.c: see lc-html-chart.h.
 *
 * Places along the axis are percentages of the width, everything else is in
 * pixels: so the chart fills any page, a telephone's too, and its letters stay
 * as large as those around it. Each bar has its words above it, never beside
 * it, and its mark below. Without a viewBox nothing is scaled.
 */
#include "config.h"

#include "report/html/lc-html-chart.h"

#include <math.h>

#include "base/lc-chart-scale.h"
#include "base/lc-text-wrap.h"
#include "report/html/lc-html-text.h"

#define MAX_STEPS 5
#define FULL 100.0 /* per cent */

/* Pixels. */
#define LINE 21
#define BAR_HEIGHT 12
#define BASELINE 15
#define BAR_GAP 14
#define AXIS_HEIGHT 24

/* So many letters of words fit on one line of the narrowest page. */
#define MAX_LINE 40

typedef struct
{
  GString *svg;
  LcChartScale scale;
  double near; /* per cent: where lines begin to be read */
  double far;
  double y;
} HtmlChartDrawing;

static void
append_attribute (GString *svg, const char *name, double value, const char *unit)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, "%.6g", round (value * 100) / 100);
  g_string_append_printf (svg, " %s=\"%s%s\"", name, digits, unit);
}

static void
draw_rect (HtmlChartDrawing *self, const char *kind, double x, double width)
{
  g_string_append_printf (self->svg, "<rect class=\"%s\"", kind);
  append_attribute (self->svg, "x", x, "%");
  append_attribute (self->svg, "y", self->y, "");
  append_attribute (self->svg, "width", width, "%");
  g_string_append_printf (self->svg, " height=\"%d\" rx=\"3\"/>\n", BAR_HEIGHT);
}

static void
draw_line (HtmlChartDrawing *self, const char *kind, double x1, double y1, double x2, double y2)
{
  g_string_append_printf (self->svg, "<line class=\"%s\"", kind);
  append_attribute (self->svg, "x1", x1, "%");
  append_attribute (self->svg, "y1", y1, "");
  append_attribute (self->svg, "x2", x2, "%");
  append_attribute (self->svg, "y2", y2, "");
  g_string_append (self->svg, "/>\n");
}

/* @anchor: "start", "middle" or "end", in the direction in which one reads */
static void
draw_text (HtmlChartDrawing *self, const char *kind, double x, const char *anchor, const char *text)
{
  g_string_append_printf (self->svg, "<text class=\"%s\"", kind);
  append_attribute (self->svg, "x", x, "%");
  append_attribute (self->svg, "y", self->y + BASELINE, "");
  g_string_append_printf (self->svg, " text-anchor=\"%s\">", anchor);
  lc_html_append_escaped (self->svg, text);
  g_string_append (self->svg, "</text>\n");
}

static void
draw_words (HtmlChartDrawing *self, const LcBar *bar)
{
  const char *figure = bar->figure != NULL ? bar->figure : "";

  draw_text (self, "label", self->near, "start", bar->label);
  if (lc_text_measure (bar->label) + lc_text_measure (figure) > MAX_LINE)
    self->y += LINE;
  draw_text (self, "figure", self->far, "end", figure);
  self->y += LINE;
}

static void
draw_value (HtmlChartDrawing *self, double value)
{
  double x, width;

  draw_rect (self, "track", 0, FULL);
  for (guint i = 1; i < self->scale.n_steps; i++)
    {
      double tick = lc_chart_scale_to_position (&self->scale, lc_chart_scale_get_tick (&self->scale, i));

      draw_line (self, "tick", tick, self->y, tick, self->y + BAR_HEIGHT);
    }
  lc_chart_scale_to_span (&self->scale, 0, value, &x, &width);
  draw_rect (self, "bar", x, width);
}

static void
draw_whisker (HtmlChartDrawing *self, const LcBar *bar)
{
  double from = lc_chart_scale_to_position (&self->scale, isnan (bar->value) ? 0 : bar->value);
  double to = lc_chart_scale_to_position (&self->scale, bar->high);
  double middle = self->y + BAR_HEIGHT / 2.0;

  draw_line (self, "whisker", from, middle, to, middle);
  draw_line (self, "whisker", to, self->y + 2, to, self->y + BAR_HEIGHT - 2);
}

static void
draw_bar (HtmlChartDrawing *self, const LcBar *bar)
{
  g_string_append_printf (self->svg, "<g class=\"%s\">\n", lc_html_get_tone_class (bar->tone));
  draw_words (self, bar);
  if (isnan (bar->value))
    draw_line (self, "none", 0, self->y + BAR_HEIGHT / 2.0, FULL, self->y + BAR_HEIGHT / 2.0);
  else
    draw_value (self, bar->value);
  if (!isnan (bar->high))
    draw_whisker (self, bar);
  self->y += BAR_HEIGHT;
  if (bar->mark != NULL)
    {
      draw_text (self, "mark", self->near, "start", bar->mark);
      self->y += LINE;
    }
  g_string_append (self->svg, "</g>\n");
  self->y += BAR_GAP;
}

static void
draw_axis (HtmlChartDrawing *self, const char *unit)
{
  const LcChartScale *scale = &self->scale;

  for (guint i = 0; i <= scale->n_steps; i++)
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char *format = g_strdup_printf ("%%.%uf", lc_chart_scale_get_decimals (scale));
      double tick = lc_chart_scale_get_tick (scale, i);
      const char *number = g_ascii_formatd (digits, sizeof digits, format, tick);
      g_autofree char *text = g_strdup_printf ("%s %s", number, unit);

      draw_text (self, "axis", lc_chart_scale_to_position (scale, tick),
                 i == 0 ? "start" : i == scale->n_steps ? "end" : "middle", i == scale->n_steps ? text : number);
    }
  self->y += AXIS_HEIGHT;
}

static double
get_max (const LcChart *chart)
{
  double max = 0;

  for (guint i = 0; i < chart->bars->len; i++)
    {
      const LcBar *bar = g_ptr_array_index (chart->bars, i);

      max = fmax (max, fmax (isfinite (bar->value) ? bar->value : 0, isfinite (bar->high) ? bar->high : 0));
    }
  return max;
}

/**
 * lc_html_append_chart:
 * @chart: bars
 * @number: of the chart in its document, from 1
 * @is_mirrored: zero is at the right
 *
 * Appends a figure with the chart as one picture that has a title and a
 * description.
 */
void
lc_html_append_chart (GString *html, const LcChart *chart, guint number, gboolean is_mirrored)
{
  g_autoptr (GString) svg = g_string_new (NULL);
  HtmlChartDrawing drawing = { .svg = svg, .near = is_mirrored ? FULL : 0, .far = is_mirrored ? 0 : FULL };

  lc_chart_scale_init (&drawing.scale, get_max (chart), MAX_STEPS);
  lc_chart_scale_place (&drawing.scale, 0, FULL, is_mirrored);
  for (guint i = 0; i < chart->bars->len; i++)
    draw_bar (&drawing, g_ptr_array_index (chart->bars, i));
  draw_axis (&drawing, chart->unit);

  g_string_append_printf (html, "<figure class=\"chart\">\n<figcaption id=\"lc_chart_%u_title\">", number);
  lc_html_append_escaped (html, chart->title);
  g_string_append_printf (html, "</figcaption>\n"
                                "<svg role=\"img\" aria-labelledby=\"lc_chart_%u_title\" "
                                "aria-describedby=\"lc_chart_%u_text\" width=\"100%%\" height=\"%d\">\n"
                                "<title>",
                          number, number, (int) drawing.y);
  lc_html_append_escaped (html, chart->title);
  g_string_append_printf (html, "</title>\n<desc id=\"lc_chart_%u_text\">", number);
  lc_html_append_escaped (html, chart->description);
  g_string_append (html, "</desc>\n");
  g_string_append_len (html, svg->str, (gssize) svg->len);
  g_string_append (html, "</svg>\n</figure>\n");
}
