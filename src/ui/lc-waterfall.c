/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-waterfall.c: see lc-waterfall.h. Drawn in the colour of the text, so that
 * it is seen in the dark and in high contrast; the figures are text beside it,
 * so assistive technology passes over it.
 */
#include "ui/lc-waterfall.h"

#define HEIGHT 6
#define MIN_WIDTH 48
#define MIN_BAR 3
#define RADIUS 3
#define TRACK_ALPHA 0.12
#define BAR_ALPHA 0.72

struct _LcWaterfall
{
  GtkWidget parent_instance;

  gint64 start_us;
  gint64 duration_us;
  gint64 total_us;
};

G_DEFINE_FINAL_TYPE (LcWaterfall, lc_waterfall, GTK_TYPE_WIDGET)

static void
lc_waterfall_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : HEIGHT;
  *minimum_baseline = *natural_baseline = -1;
}

static void
fill (GtkSnapshot *snapshot, GtkWidget *widget, double x, double width, float alpha)
{
  GskRoundedRect outline;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= alpha;
  gsk_rounded_rect_init_from_rect (
    &outline, &GRAPHENE_RECT_INIT (x, (gtk_widget_get_height (widget) - HEIGHT) / 2, width, HEIGHT),
    RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &color, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
lc_waterfall_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LcWaterfall *self = LC_WATERFALL (widget);
  double width = gtk_widget_get_width (widget);
  double x, bar;

  lc_waterfall_place (self->start_us, self->duration_us, self->total_us, width, MIN_BAR, &x, &bar);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = width - x - bar;
  fill (snapshot, widget, 0, width, TRACK_ALPHA);
  fill (snapshot, widget, x, bar, BAR_ALPHA);
}

static void
lc_waterfall_class_init (LcWaterfallClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = lc_waterfall_measure;
  widget_class->snapshot = lc_waterfall_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
lc_waterfall_init (LcWaterfall *self)
{
}

/**
 * lc_waterfall_new:
 * @start_us: when the step began, microseconds after its row
 * @duration_us: how long it took
 * @total_us: how long the row took
 *
 * Returns: (transfer floating)
 */
GtkWidget *
lc_waterfall_new (gint64 start_us, gint64 duration_us, gint64 total_us)
{
  LcWaterfall *self = g_object_new (LC_TYPE_WATERFALL, NULL);

  self->start_us = start_us;
  self->duration_us = duration_us;
  self->total_us = total_us;
  return GTK_WIDGET (self);
}

/**
 * lc_waterfall_place:
 * @width: of the whole scale, in any unit
 * @min_bar: no bar is shorter; what took no time is still seen
 * @x: (out): where the bar begins; the bar never leaves the scale
 * @bar: (out): its length
 *
 * Where a step stands on the scale of its row.
 */
void
lc_waterfall_place (gint64 start_us, gint64 duration_us, gint64 total_us, double width, double min_bar,
                    double *x, double *bar)
{
  double scale = total_us > 0 ? width / total_us : 0;

  *bar = CLAMP (duration_us * scale, MIN (min_bar, width), width);
  *x = CLAMP (start_us * scale, 0, width - *bar);
}
