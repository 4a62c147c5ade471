/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-chart-painter.h: what the parts of a chart draw with: the colours and the
 * text size of a widget, a few shapes, and text that is mirrored where people
 * read from right to left.
 *
 * Parts think from left to right; every function here that takes an x mirrors it.
 * Places that come from an LcChartScale are mirrored already: use
 * lc_chart_painter_fill_at() for them.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Every colour is the widget's own text colour or accent, so that it is right in
 * the dark and in high contrast. */
typedef enum
{
  LC_CHART_INK_TEXT,
  LC_CHART_INK_DIM,
  LC_CHART_INK_GRID,
  LC_CHART_INK_TRACK,
  LC_CHART_INK_HIGHLIGHT,
  LC_CHART_INK_BAR,
  LC_CHART_INK_ACCENT,
} LcChartInk;

typedef enum
{
  LC_CHART_TEXT_NORMAL,
  LC_CHART_TEXT_BOLD,
  LC_CHART_TEXT_SMALL,
} LcChartText;

typedef enum
{
  LC_CHART_MARK_STAR,
  LC_CHART_MARK_DIAMOND,
} LcChartMark;

/**
 * LcChartPainter:
 * @snapshot: (nullable): %NULL while only measuring
 * @width: of the widget
 * @line: height of a line of text: the measure of everything
 */
typedef struct
{
  GtkWidget *widget;
  GtkSnapshot *snapshot;
  double width;
  double line;
  gboolean is_mirrored;
  gboolean is_high_contrast;
} LcChartPainter;

void         lc_chart_painter_init (LcChartPainter *self, GtkWidget *widget, GtkSnapshot *snapshot, double width);
double       lc_chart_painter_mirror (const LcChartPainter *self, double x, double width);

void         lc_chart_painter_fill (const LcChartPainter *self, LcChartInk ink, double x, double y, double width,
                                    double height, double radius);
void         lc_chart_painter_fill_at (const LcChartPainter *self, LcChartInk ink, double x, double y, double width,
                                       double height, double radius);
void         lc_chart_painter_outline_at (const LcChartPainter *self, LcChartInk ink, double x, double y,
                                          double width, double height, double radius);
void         lc_chart_painter_mark (const LcChartPainter *self, LcChartMark mark, LcChartInk ink, double x, double y,
                                    double size);

PangoLayout *lc_chart_painter_create_layout (const LcChartPainter *self, LcChartText text_style, const char *text);
double       lc_chart_painter_get_text_width (PangoLayout *layout);
void         lc_chart_painter_shorten (PangoLayout *layout, double max_width);
void         lc_chart_painter_text (const LcChartPainter *self, PangoLayout *layout, LcChartInk ink, double x,
                                    double y);

G_END_DECLS
