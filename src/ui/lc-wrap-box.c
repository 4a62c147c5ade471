/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-wrap-box.c: see lc-wrap-box.h. Buttons that stand side by side in a wide
 * window stand below each other in a narrow one, or with large text.
 */
#include "ui/lc-wrap-box.h"

#define SPACING 12

struct _LcWrapBox
{
  GtkWidget parent_instance;
};

static void
lc_wrap_box_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  gtk_widget_set_parent (GTK_WIDGET (child), GTK_WIDGET (buildable));
}

static void
lc_wrap_box_buildable_init (GtkBuildableIface *iface)
{
  iface->add_child = lc_wrap_box_add_child;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LcWrapBox, lc_wrap_box, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, lc_wrap_box_buildable_init))

static int
get_natural_width (GtkWidget *child, int limit)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return MAX (minimum, MIN (natural, limit));
}

static int
get_height (GtkWidget *child, int width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static GtkWidget *
next_visible (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* Puts a line together. Returns: the first child that is not on it */
static GtkWidget *
fill_line (GtkWidget *first, int width, int *line_width, int *line_height)
{
  GtkWidget *child = first;

  *line_width = *line_height = 0;
  while (child != NULL)
    {
      int child_width = get_natural_width (child, width);
      int with_child = *line_width + (child != first ? SPACING : 0) + child_width;

      if (child != first && with_child > width)
        break;
      *line_width = with_child;
      *line_height = MAX (*line_height, get_height (child, child_width));
      child = next_visible (gtk_widget_get_next_sibling (child));
    }
  return child;
}

static void
lc_wrap_box_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                     int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *child = next_visible (gtk_widget_get_first_child (widget));
  int width = for_size >= 0 ? for_size : G_MAXINT;

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      while (child != NULL)
        {
          int line_width, line_height;

          if (*natural > 0)
            *natural += SPACING;
          child = fill_line (child, width, &line_width, &line_height);
          *natural += line_height;
        }
      *minimum = *natural;
      return;
    }
  for (; child != NULL; child = next_visible (gtk_widget_get_next_sibling (child)))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? SPACING : 0);
    }
}

static void
allocate_line (GtkWidget *widget, GtkWidget *first, GtkWidget *end, int x, int y, int width, int line_height)
{
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (GtkWidget *child = first; child != end; child = next_visible (gtk_widget_get_next_sibling (child)))
    {
      int child_width = get_natural_width (child, width);
      GtkAllocation allocation = { rtl ? width - x - child_width : x, y, child_width, line_height };

      gtk_widget_size_allocate (child, &allocation, -1);
      x += child_width + SPACING;
    }
}

static void
lc_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *first = next_visible (gtk_widget_get_first_child (widget));
  int y = 0;

  while (first != NULL)
    {
      int line_width, line_height;
      GtkWidget *end = fill_line (first, width, &line_width, &line_height);

      allocate_line (widget, first, end, (width - line_width) / 2, y, width, line_height);
      y += line_height + SPACING;
      first = end;
    }
}

static GtkSizeRequestMode
lc_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
lc_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (lc_wrap_box_parent_class)->dispose (object);
}

static void
lc_wrap_box_class_init (LcWrapBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lc_wrap_box_dispose;
  widget_class->measure = lc_wrap_box_measure;
  widget_class->size_allocate = lc_wrap_box_size_allocate;
  widget_class->get_request_mode = lc_wrap_box_get_request_mode;
  gtk_widget_class_set_css_name (widget_class, "wrapbox");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
lc_wrap_box_init (LcWrapBox *self)
{
}
