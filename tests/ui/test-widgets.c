/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-widgets.c: see test-widgets.h.
 */
#include "test-widgets.h"

#define PAINTS 16 /* rows are brought up to date over frames */

/**
 * test_widget_get_child:
 * @widget: (type GtkWidget): made from a template
 * @name: of a child in it
 *
 * Returns: (transfer none): the child, which is there
 */
gpointer
test_widget_get_child (gpointer widget, const char *name)
{
  GObject *child = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name);

  g_assert_nonnull (child);
  return child;
}

static void
on_painted (guint *n_paints)
{
  (*n_paints)++;
}

/* Waits until what was changed has been drawn. */
void
test_widget_wait_for_paints (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  guint n_paints = 0;
  gulong id = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (on_painted), &n_paints);

  while (n_paints < PAINTS)
    {
      gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (clock, id);
}

/**
 * test_widget_destroy_window:
 * @window: (type GtkWindow): nobody else may hold on to it
 *
 * Destroys a window, and waits until it is finalized.
 */
void
test_widget_destroy_window (gpointer window)
{
  g_object_add_weak_pointer (window, &window);
  gtk_window_destroy (window);
  while (window != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Returns: in pixels, of the contents as they are */
int
test_widget_get_minimum_width (gpointer widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/**
 * test_widget_has_label:
 * @prefix: with which its text begins
 *
 * Returns: whether there is such a label in @widget; all that are there have to be of
 *   some length, and without what turns the direction of text
 */
gboolean
test_widget_has_label (GtkWidget *widget, const char *prefix)
{
  gboolean found = FALSE;

  if (GTK_IS_LABEL (widget))
    {
      const char *text = gtk_label_get_label (GTK_LABEL (widget));

      g_assert_cmpint (g_utf8_strlen (text, -1), <, 1000);
      g_assert_null (strstr (text, "\342\200\256"));
      found = g_str_has_prefix (text, prefix);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found |= test_widget_has_label (child, prefix);
  return found;
}
