/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-chart-painter.c: see lc-chart-painter.h.
 */
#include "ui/lc-chart-painter.h"

#include <adwaita.h>
#include <math.h>

#define ACCENT 0.75 /* the rest is text: the accent alone is too pale on a chosen row */
#define OUTLINE 2
#define SMALL_SCALE 0.86
#define STAR_POINTS 5
#define STAR_INNER 0.45

/* How much of the text colour, as usual and in high contrast. */
static const double alphas[][2] = {
  [LC_CHART_INK_TEXT] = { 1.0, 1.0 },   [LC_CHART_INK_DIM] = { 0.72, 1.0 },
  [LC_CHART_INK_GRID] = { 0.12, 0.5 },  [LC_CHART_INK_TRACK] = { 0.09, 0.2 },
  [LC_CHART_INK_HIGHLIGHT] = { 0.07, 0.15 }, [LC_CHART_INK_BAR] = { 0.72, 0.9 },
  [LC_CHART_INK_ACCENT] = { 1.0, 1.0 },
};

static GdkRGBA
get_color (const LcChartPainter *self, LcChartInk ink)
{
  GtkStyleContext *style = gtk_widget_get_style_context (self->widget);
  GdkRGBA color, accent;

  gtk_style_context_get_color (style, &color);
  if (ink == LC_CHART_INK_ACCENT && gtk_style_context_lookup_color (style, "accent_color", &accent))
    {
      color.red += (accent.red - color.red) * ACCENT;
      color.green += (accent.green - color.green) * ACCENT;
      color.blue += (accent.blue - color.blue) * ACCENT;
      color.alpha = 1;
    }
  color.alpha *= alphas[ink][self->is_high_contrast ? 1 : 0];
  return color;
}

/**
 * lc_chart_painter_init:
 * @self: (out caller-allocates)
 * @snapshot: (nullable): where to draw
 * @width: of @widget; while measuring, the one that is asked about
 */
void
lc_chart_painter_init (LcChartPainter *self, GtkWidget *widget, GtkSnapshot *snapshot, double width)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);

  self->widget = widget;
  self->snapshot = snapshot;
  self->width = width;
  self->line = ceil (pango_units_to_double (pango_font_metrics_get_ascent (metrics) +
                                            pango_font_metrics_get_descent (metrics)));
  self->is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  self->is_high_contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  pango_font_metrics_unref (metrics);
}

/* Returns: the left end of what begins at @x for people who read from left to right */
double
lc_chart_painter_mirror (const LcChartPainter *self, double x, double width)
{
  return self->is_mirrored ? self->width - x - width : x;
}

/**
 * lc_chart_painter_fill:
 * @x: left end, before it is mirrored
 * @radius: of the corners
 */
void
lc_chart_painter_fill (const LcChartPainter *self, LcChartInk ink, double x, double y, double width, double height,
                       double radius)
{
  lc_chart_painter_fill_at (self, ink, lc_chart_painter_mirror (self, x, width), y, width, height, radius);
}

/* The same at a place that is mirrored already. */
void
lc_chart_painter_fill_at (const LcChartPainter *self, LcChartInk ink, double x, double y, double width,
                          double height, double radius)
{
  GdkRGBA color = get_color (self, ink);
  GskRoundedRect outline;

  if (width <= 0 || height <= 0)
    return;
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, y, width, height),
                                   MIN (radius, MIN (width, height) / 2));
  gtk_snapshot_push_rounded_clip (self->snapshot, &outline);
  gtk_snapshot_append_color (self->snapshot, &color, &outline.bounds);
  gtk_snapshot_pop (self->snapshot);
}

/* An empty box at a place that is mirrored already. */
void
lc_chart_painter_outline_at (const LcChartPainter *self, LcChartInk ink, double x, double y, double width,
                             double height, double radius)
{
  const float widths[] = { OUTLINE, OUTLINE, OUTLINE, OUTLINE };
  GdkRGBA color = get_color (self, ink);
  const GdkRGBA colors[] = { color, color, color, color };
  GskRoundedRect outline;

  if (width < 2 * OUTLINE || height < 2 * OUTLINE)
    {
      lc_chart_painter_fill_at (self, ink, x, y, width, height, 0);
      return;
    }
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, y, width, height),
                                   MIN (radius, MIN (width, height) / 2));
  gtk_snapshot_append_border (self->snapshot, &outline, widths, colors);
}

static void
trace_star (cairo_t *cr, double radius)
{
  for (guint i = 0; i < 2 * STAR_POINTS; i++)
    {
      double angle = G_PI * i / STAR_POINTS - G_PI / 2;
      double r = i % 2 == 0 ? radius : radius * STAR_INNER;

      cairo_line_to (cr, r * cos (angle), r * sin (angle));
    }
}

static void
trace_diamond (cairo_t *cr, double radius)
{
  cairo_line_to (cr, 0, -radius);
  cairo_line_to (cr, radius * 0.8, 0);
  cairo_line_to (cr, 0, radius);
  cairo_line_to (cr, -radius * 0.8, 0);
}

/**
 * lc_chart_painter_mark:
 * @x: left end, before it is mirrored
 * @size: of the square around the mark
 */
void
lc_chart_painter_mark (const LcChartPainter *self, LcChartMark mark, LcChartInk ink, double x, double y, double size)
{
  GdkRGBA color = get_color (self, ink);
  double left = lc_chart_painter_mirror (self, x, size);
  cairo_t *cr = gtk_snapshot_append_cairo (self->snapshot, &GRAPHENE_RECT_INIT (left, y, size, size));

  cairo_translate (cr, left + size / 2, y + size / 2);
  if (mark == LC_CHART_MARK_STAR)
    trace_star (cr, size / 2);
  else
    trace_diamond (cr, size / 2);
  cairo_close_path (cr);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_fill (cr);
  cairo_destroy (cr);
}

/**
 * lc_chart_painter_create_layout:
 *
 * Returns: (transfer full): one line of text
 */
PangoLayout *
lc_chart_painter_create_layout (const LcChartPainter *self, LcChartText text_style, const char *text)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (self->widget, text);
  PangoAttrList *attributes = pango_attr_list_new ();

  if (text_style == LC_CHART_TEXT_BOLD)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (text_style == LC_CHART_TEXT_SMALL)
    pango_attr_list_insert (attributes, pango_attr_scale_new (SMALL_SCALE));
  /* Figures of the same width stand still while they change. */
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_attr_list_unref (attributes);
  return layout;
}

/* Returns: the width of the text in pixels */
double
lc_chart_painter_get_text_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

/* Cuts text that is wider than @max_width, with an ellipsis. */
void
lc_chart_painter_shorten (PangoLayout *layout, double max_width)
{
  if (lc_chart_painter_get_text_width (layout) > max_width)
    pango_layout_set_width (layout, PANGO_SCALE * MAX (max_width, 0));
}

/**
 * lc_chart_painter_text:
 * @x: left end, before it is mirrored
 * @y: top of the line
 */
void
lc_chart_painter_text (const LcChartPainter *self, PangoLayout *layout, LcChartInk ink, double x, double y)
{
  GdkRGBA color = get_color (self, ink);
  double left = lc_chart_painter_mirror (self, x, lc_chart_painter_get_text_width (layout));

  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT (left, y));
  gtk_snapshot_append_layout (self->snapshot, layout, &color);
  gtk_snapshot_restore (self->snapshot);
}
