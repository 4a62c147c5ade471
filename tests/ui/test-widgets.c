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
