/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-widgets.h: what all tests of windows need.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gpointer test_widget_get_child (gpointer widget, const char *name);
void     test_widget_wait_for_paints (GtkWidget *window);
void     test_widget_destroy_window (gpointer window);
int      test_widget_get_minimum_width (gpointer widget);
gboolean test_widget_has_label (GtkWidget *widget, const char *prefix);

G_END_DECLS
