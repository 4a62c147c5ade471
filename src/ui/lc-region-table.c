/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-table.c: see lc-region-table.h.
 *
 * It has both forms and shows the one that fits into its width, so that neither
 * 360 pixels nor text of twice the size cuts anything off. Rows stay while
 * figures come in; only their labels change.
 */
#include "config.h"

#include "ui/lc-region-table.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "check/lc-region-series.h"
#include "ui/lc-look.h"
#include "words/lc-check-text.h"
#include "words/lc-region-text.h"

/* A narrower column of names makes no good table. */
#define REGION_CHARS 18

typedef enum
{
  COLUMN_REGION,
  COLUMN_METHOD,
  COLUMN_MEDIAN,
  COLUMN_P95,
  COLUMN_JITTER,
  COLUMN_LOSS,
  N_COLUMNS
} Column;

/* The two forms of one region. */
typedef struct
{
  GtkWidget *cells[N_COLUMNS];
  GtkWidget *item;
} RegionTableRow;

struct _LcRegionTable
{
  GtkWidget parent_instance;

  LcRegionSeries *series;
  GtkWidget *grid;
  GtkWidget *headers[N_COLUMNS];
  GtkWidget *list;
  GArray *rows; /* of RegionTableRow */
  gboolean is_stale; /* while nobody looks */
};

G_DEFINE_FINAL_TYPE (LcRegionTable, lc_region_table, GTK_TYPE_WIDGET)

static const char *
get_header (Column column)
{
  switch (column)
    {
    case COLUMN_REGION:
      return _("Region");
    case COLUMN_METHOD:
      return _("Method");
    case COLUMN_MEDIAN:
      return _("Median");
    case COLUMN_P95:
      return _("95th percentile");
    case COLUMN_JITTER:
      return _("Jitter");
    case COLUMN_LOSS:
    case N_COLUMNS:
    default:
      return _("Loss");
    }
}

/* The name and its marks, in words. */
static char *
dup_region (const LcRegionPoint *point)
{
  g_autofree char *title = lc_region_point_dup_title (point);

  if (point->is_recommended)
    /* Translators: %s is a region. */
    return g_strdup_printf (_("%s, recommended"), title);
  if (point->is_dns_choice)
    /* Translators: %s is the region to which the name lookup leads. */
    return g_strdup_printf (_("%s, chosen by DNS"), title);
  return g_steal_pointer (&title);
}

/* A region without figures says why where the median would be. */
static char *
dup_cell (const LcRegionPoint *point, Column column)
{
  switch (column)
    {
    case COLUMN_REGION:
      return dup_region (point);
    case COLUMN_METHOD:
      return point->method != NULL ? lc_region_point_dup_method (point) : g_strdup ("–");
    case COLUMN_MEDIAN:
      return point->stats.n_sent > 0 ? lc_text_dup_measured_ms (point->stats.median_us)
                                     : lc_region_point_dup_figure (point);
    case COLUMN_P95:
      return lc_text_dup_measured_ms (point->stats.p95_us);
    case COLUMN_JITTER:
      return lc_text_dup_measured_ms (point->stats.jitter_us);
    case COLUMN_LOSS:
    case N_COLUMNS:
    default:
      return point->stats.n_sent > 0 ? lc_text_dup_loss (&point->stats) : g_strdup ("–");
    }
}

static PangoAttrList *
create_bold (void)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  return attributes;
}

static void
update_row (RegionTableRow *row, const LcRegionPoint *point)
{
  g_autofree char *title = lc_region_point_dup_title (point);
  g_autofree char *details = lc_region_point_dup_details (point);
  g_autoptr (PangoAttrList) bold = point->is_recommended ? create_bold () : NULL;

  for (Column column = 0; column < N_COLUMNS; column++)
    {
      g_autofree char *text = dup_cell (point, column);

      gtk_label_set_label (GTK_LABEL (row->cells[column]), text);
    }
  gtk_label_set_attributes (GTK_LABEL (row->cells[COLUMN_REGION]), bold);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row->item), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row->item), details);
}

static GtkWidget *
create_cell (Column column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column <= COLUMN_METHOD ? 0 : 1);
  gtk_widget_set_hexpand (label, column == COLUMN_REGION);
  if (column == COLUMN_REGION)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_width_chars (GTK_LABEL (label), REGION_CHARS);
    }
  else
    gtk_widget_add_css_class (label, "numeric");
  return label;
}

static void
append_row (LcRegionTable *self)
{
  RegionTableRow row;

  for (Column column = 0; column < N_COLUMNS; column++)
    {
      row.cells[column] = create_cell (column);
      gtk_grid_attach (GTK_GRID (self->grid), row.cells[column], column, self->rows->len + 1, 1, 1);
      if (column != COLUMN_REGION)
        gtk_accessible_update_relation (GTK_ACCESSIBLE (row.cells[column]), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                        row.cells[COLUMN_REGION], self->headers[column], NULL, -1);
    }
  row.item = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row.item), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row.item), FALSE);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row.item);
  g_array_append_val (self->rows, row);
}

static void
remove_last_row (LcRegionTable *self)
{
  RegionTableRow *row = &g_array_index (self->rows, RegionTableRow, self->rows->len - 1);

  gtk_grid_remove_row (GTK_GRID (self->grid), self->rows->len);
  gtk_list_box_remove (GTK_LIST_BOX (self->list), row->item);
  g_array_set_size (self->rows, self->rows->len - 1);
}

static void
update (LcRegionTable *self)
{
  guint n_rows = lc_region_series_get_size (self->series);

  self->is_stale = FALSE;
  while (self->rows->len > n_rows)
    remove_last_row (self);
  while (self->rows->len < n_rows)
    append_row (self);
  for (guint i = 0; i < n_rows; i++)
    update_row (&g_array_index (self->rows, RegionTableRow, i), lc_region_series_get (self->series, i));
}

static void
on_series_changed (LcRegionTable *self)
{
  if (lc_look_is_on_screen (GTK_WIDGET (self)))
    update (self);
  else
    self->is_stale = TRUE;
}

static void
lc_region_table_map (GtkWidget *widget)
{
  LcRegionTable *self = LC_REGION_TABLE (widget);

  if (self->is_stale)
    update (self);
  GTK_WIDGET_CLASS (lc_region_table_parent_class)->map (widget);
}

static GtkWidget *
create_grid (LcRegionTable *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  for (Column column = 0; column < N_COLUMNS; column++)
    {
      self->headers[column] = create_cell (column);
      gtk_label_set_label (GTK_LABEL (self->headers[column]), get_header (column));
      gtk_widget_add_css_class (self->headers[column], "dim-label");
      gtk_grid_attach (GTK_GRID (grid), self->headers[column], column, 0, 1, 1);
    }
  return grid;
}

static GtkWidget *
create_list (void)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  return list;
}

static gboolean
has_room_for_grid (LcRegionTable *self, int width)
{
  int minimum;

  gtk_widget_measure (self->grid, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return width < 0 || width >= minimum;
}

static GtkSizeRequestMode
lc_region_table_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
lc_region_table_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  LcRegionTable *self = LC_REGION_TABLE (widget);
  int grid_natural;

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      gtk_widget_measure (has_room_for_grid (self, for_size) ? self->grid : self->list, orientation, for_size,
                          minimum, natural, NULL, NULL);
      return;
    }
  gtk_widget_measure (self->list, orientation, -1, minimum, natural, NULL, NULL);
  gtk_widget_measure (self->grid, orientation, -1, NULL, &grid_natural, NULL, NULL);
  *natural = MAX (*natural, grid_natural);
}

static void
lc_region_table_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LcRegionTable *self = LC_REGION_TABLE (widget);
  gboolean is_grid = has_room_for_grid (self, width);

  gtk_widget_set_child_visible (self->grid, is_grid);
  gtk_widget_set_child_visible (self->list, !is_grid);
  gtk_widget_allocate (is_grid ? self->grid : self->list, width, height, baseline, NULL);
}

static void
lc_region_table_dispose (GObject *object)
{
  LcRegionTable *self = LC_REGION_TABLE (object);

  if (self->series != NULL)
    g_signal_handlers_disconnect_by_data (self->series, self);
  g_clear_object (&self->series);
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  g_clear_pointer (&self->list, gtk_widget_unparent);
  G_OBJECT_CLASS (lc_region_table_parent_class)->dispose (object);
}

static void
lc_region_table_finalize (GObject *object)
{
  g_array_unref (LC_REGION_TABLE (object)->rows);
  G_OBJECT_CLASS (lc_region_table_parent_class)->finalize (object);
}

static void
lc_region_table_class_init (LcRegionTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lc_region_table_dispose;
  G_OBJECT_CLASS (klass)->finalize = lc_region_table_finalize;
  widget_class->map = lc_region_table_map;
  widget_class->get_request_mode = lc_region_table_get_request_mode;
  widget_class->measure = lc_region_table_measure;
  widget_class->size_allocate = lc_region_table_size_allocate;
}

static void
lc_region_table_init (LcRegionTable *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (RegionTableRow));
  self->grid = create_grid (self);
  self->list = create_list ();
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));

  self->series = lc_region_series_new ();
  g_signal_connect_swapped (self->series, "changed", G_CALLBACK (on_series_changed), self);
}

/* Returns: (transfer floating): a table without regions */
GtkWidget *
lc_region_table_new (void)
{
  return g_object_new (LC_TYPE_REGION_TABLE, NULL);
}

/**
 * lc_region_table_set_checklist:
 * @checklist: (nullable): the rows to follow
 */
void
lc_region_table_set_checklist (LcRegionTable *self, LcChecklist *checklist)
{
  lc_region_series_set_checklist (self->series, checklist);
}
