/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-chart.c: see lc-region-chart.h. The parts draw themselves: the
 * layer of regions on the lines of the axis, the figures of the axis, the legend.
 */
#include "config.h"

#include "ui/lc-region-chart.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "check/lc-region-series.h"
#include "ui/lc-chart-axis.h"
#include "ui/lc-chart-legend.h"
#include "ui/lc-look.h"
#include "ui/lc-region-layer.h"
#include "words/lc-region-text.h"

#define MIN_WIDTH 200
#define NATURAL_WIDTH 560
#define POPOVER_CHARS 36
#define FOCUS_RADIUS 8
#define NO_ROW (-1)

struct _LcRegionChart
{
  GtkWidget parent_instance;

  LcRegionSeries *series;
  int n_rows;
  int hovered;  /* row under the pointer, or NO_ROW */
  int selected; /* row chosen with the keyboard, or NO_ROW */
  GtkWidget *popover; /* the figures of the selected row */
  GtkWidget *popover_label;
};

G_DEFINE_FINAL_TYPE (LcRegionChart, lc_region_chart, GTK_TYPE_WIDGET)

/* Where everything is at a width. */
typedef struct
{
  LcChartPainter painter;
  LcRegionLayer layer;
  LcChartScale scale;
  double rows_height;
  double legend_y;
  double height;
} RegionChartGeometry;

static void
geometry_init (RegionChartGeometry *self, LcRegionChart *chart, GtkSnapshot *snapshot, double width)
{
  double length = width - 2 * LC_REGION_LAYER_MARGIN;

  lc_chart_painter_init (&self->painter, GTK_WIDGET (chart), snapshot, width);
  lc_region_layer_init (&self->layer, &self->painter, chart->series);
  lc_chart_scale_init (&self->scale, lc_region_series_get_extent_us (chart->series) / 1000.0,
                       lc_chart_axis_get_max_steps (&self->painter, length));
  lc_chart_scale_place (&self->scale, LC_REGION_LAYER_MARGIN, length, self->painter.is_mirrored);
  self->rows_height = self->layer.row_height * lc_region_series_get_size (chart->series);
  self->legend_y = self->rows_height + lc_chart_axis_get_height (&self->painter) + self->painter.line / 2;
  self->height = ceil (self->legend_y + lc_chart_legend_get_height (&self->painter));
}

static int
find_row (LcRegionChart *self, double y)
{
  RegionChartGeometry geometry;

  geometry_init (&geometry, self, NULL, gtk_widget_get_width (GTK_WIDGET (self)));
  return y >= 0 && y < geometry.rows_height ? (int) (y / geometry.layer.row_height) : NO_ROW;
}

static GdkRectangle
get_row_area (LcRegionChart *self, int row)
{
  RegionChartGeometry geometry;

  geometry_init (&geometry, self, NULL, gtk_widget_get_width (GTK_WIDGET (self)));
  return (GdkRectangle){ .y = row * geometry.layer.row_height,
                         .width = gtk_widget_get_width (GTK_WIDGET (self)),
                         .height = geometry.layer.row_height };
}

static char *
dup_row_markup (LcRegionChart *self, int row)
{
  const LcRegionPoint *point = lc_region_series_get (self->series, row);
  g_autofree char *title = lc_region_point_dup_title (point);
  g_autofree char *details = lc_region_point_dup_details (point);

  return g_markup_printf_escaped ("<b>%s</b>\n%s", title, details);
}

static void
show_selected (LcRegionChart *self)
{
  GdkRectangle area;
  g_autofree char *markup = NULL;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->selected == NO_ROW)
    {
      gtk_popover_popdown (GTK_POPOVER (self->popover));
      return;
    }
  area = get_row_area (self, self->selected);
  markup = dup_row_markup (self, self->selected);
  gtk_label_set_markup (GTK_LABEL (self->popover_label), markup);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &area);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
select_row (LcRegionChart *self, int row)
{
  if (self->selected == row)
    return;
  self->selected = row;
  show_selected (self);
}

static void
describe (LcRegionChart *self)
{
  g_autofree char *text = lc_region_series_dup_description (self->series);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Latency to the media regions"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
on_series_changed (LcRegionChart *self)
{
  int n_rows = lc_region_series_get_size (self->series);

  if (lc_look_is_on_screen (GTK_WIDGET (self)))
    describe (self);
  if (n_rows != self->n_rows)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  self->n_rows = n_rows;
  self->hovered = MIN (self->hovered, n_rows - 1);
  self->selected = MIN (self->selected, n_rows - 1);
  if (self->selected != NO_ROW || gtk_widget_get_visible (self->popover))
    show_selected (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
lc_region_chart_map (GtkWidget *widget)
{
  describe (LC_REGION_CHART (widget));
  GTK_WIDGET_CLASS (lc_region_chart_parent_class)->map (widget);
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
                LcRegionChart *self)
{
  int n_rows = self->n_rows, row = self->selected;

  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0 || n_rows == 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
    row++;
  else if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up)
    row = row == NO_ROW ? n_rows - 1 : row - 1;
  else if (keyval == GDK_KEY_Home || keyval == GDK_KEY_KP_Home)
    row = 0;
  else if (keyval == GDK_KEY_End || keyval == GDK_KEY_KP_End)
    row = n_rows - 1;
  else if (keyval == GDK_KEY_Escape && gtk_widget_get_visible (self->popover))
    row = NO_ROW;
  else
    return GDK_EVENT_PROPAGATE;

  /* At both ends the arrows lead on to what stands above and below. */
  if (row >= n_rows || (row < 0 && keyval != GDK_KEY_Escape))
    return GDK_EVENT_PROPAGATE;
  select_row (self, row);
  return GDK_EVENT_STOP;
}

/* Focus is always seen: on the first region, when it came by the keyboard. */
static void
on_focus_enter (GtkEventControllerFocus *controller, LcRegionChart *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->n_rows > 0 && GTK_IS_WINDOW (root) && gtk_window_get_focus_visible (GTK_WINDOW (root)))
    select_row (self, 0);
}

static void
on_focus_leave (GtkEventControllerFocus *controller, LcRegionChart *self)
{
  select_row (self, NO_ROW);
}

static void
set_hovered (LcRegionChart *self, int row)
{
  if (self->hovered == row)
    return;
  self->hovered = row;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, LcRegionChart *self)
{
  set_hovered (self, find_row (self, y));
}

static void
on_pointer_leave (GtkEventControllerMotion *controller, LcRegionChart *self)
{
  set_hovered (self, NO_ROW);
}

static gboolean
lc_region_chart_query_tooltip (GtkWidget *widget, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip)
{
  LcRegionChart *self = LC_REGION_CHART (widget);
  int row = is_keyboard ? self->selected : find_row (self, y);
  g_autofree char *markup = NULL;
  GdkRectangle area;

  if (row == NO_ROW)
    return FALSE;
  area = get_row_area (self, row);
  markup = dup_row_markup (self, row);
  gtk_tooltip_set_markup (tooltip, markup);
  gtk_tooltip_set_tip_area (tooltip, &area);
  return TRUE;
}

static GtkSizeRequestMode
lc_region_chart_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
lc_region_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  RegionChartGeometry geometry;

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = NATURAL_WIDTH;
      return;
    }
  geometry_init (&geometry, LC_REGION_CHART (widget), NULL, for_size < 0 ? NATURAL_WIDTH : for_size);
  *minimum = *natural = geometry.height;
}

static void
lc_region_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LcRegionChart *self = LC_REGION_CHART (widget);

  if (self->selected != NO_ROW)
    {
      GdkRectangle area = get_row_area (self, self->selected);

      gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &area);
    }
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
draw_empty (const RegionChartGeometry *geometry)
{
  g_autoptr (PangoLayout) layout = lc_chart_painter_create_layout (&geometry->painter, LC_CHART_TEXT_NORMAL,
                                                                   _("There are no regions to measure."));

  lc_chart_painter_text (&geometry->painter, layout, LC_CHART_INK_DIM, LC_REGION_LAYER_MARGIN, 0);
}

static void
draw_row (LcRegionChart *self, const RegionChartGeometry *geometry, int row)
{
  double y = row * geometry->layer.row_height;

  lc_region_layer_draw_row (&geometry->layer, &geometry->painter, &geometry->scale,
                            lc_region_series_get (self->series, row), y,
                            self->hovered == row || self->selected == row);
  if (self->selected == row)
    lc_chart_painter_outline_at (&geometry->painter, LC_CHART_INK_ACCENT, 0, y, geometry->painter.width,
                                 geometry->layer.row_height, FOCUS_RADIUS);
}

static void
lc_region_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LcRegionChart *self = LC_REGION_CHART (widget);
  RegionChartGeometry geometry;

  geometry_init (&geometry, self, snapshot, gtk_widget_get_width (widget));
  if (self->n_rows == 0)
    {
      draw_empty (&geometry);
      return;
    }
  for (int i = 0; i < self->n_rows; i++)
    draw_row (self, &geometry, i);
  lc_chart_axis_draw_figures (&geometry.painter, &geometry.scale, geometry.rows_height);
  lc_chart_legend_draw (&geometry.painter, self->series, geometry.legend_y);
}

static void
lc_region_chart_dispose (GObject *object)
{
  LcRegionChart *self = LC_REGION_CHART (object);

  if (self->series != NULL)
    g_signal_handlers_disconnect_by_data (self->series, self);
  g_clear_object (&self->series);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  G_OBJECT_CLASS (lc_region_chart_parent_class)->dispose (object);
}

static void
lc_region_chart_class_init (LcRegionChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lc_region_chart_dispose;
  widget_class->get_request_mode = lc_region_chart_get_request_mode;
  widget_class->map = lc_region_chart_map;
  widget_class->measure = lc_region_chart_measure;
  widget_class->query_tooltip = lc_region_chart_query_tooltip;
  widget_class->size_allocate = lc_region_chart_size_allocate;
  widget_class->snapshot = lc_region_chart_snapshot;

  gtk_widget_class_set_css_name (widget_class, "regionchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
add_controllers (LcRegionChart *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (key, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect (focus, "enter", G_CALLBACK (on_focus_enter), self);
  g_signal_connect (focus, "leave", G_CALLBACK (on_focus_leave), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_pointer_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

static void
add_popover (LcRegionChart *self)
{
  self->popover_label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->popover_label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->popover_label), POPOVER_CHARS);
  gtk_label_set_xalign (GTK_LABEL (self->popover_label), 0);
  self->popover = gtk_popover_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_child (GTK_POPOVER (self->popover), self->popover_label);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
}

static void
lc_region_chart_init (LcRegionChart *self)
{
  self->hovered = self->selected = NO_ROW;
  self->series = lc_region_series_new ();
  g_signal_connect_swapped (self->series, "changed", G_CALLBACK (on_series_changed), self);
  add_popover (self);
  add_controllers (self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  describe (self);
}

/* Returns: (transfer floating): a chart without regions */
GtkWidget *
lc_region_chart_new (void)
{
  return g_object_new (LC_TYPE_REGION_CHART, NULL);
}

/**
 * lc_region_chart_set_checklist:
 * @checklist: (nullable): the rows to follow
 */
void
lc_region_chart_set_checklist (LcRegionChart *self, LcChecklist *checklist)
{
  lc_region_series_set_checklist (self->series, checklist);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
