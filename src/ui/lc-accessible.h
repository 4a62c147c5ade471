/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-accessible.h: names for what toolkit widgets put together by themselves and
 * leave without one, so that a screen reader does not read the name of a class; and
 * what it says without being asked.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void lc_accessible_set_label (GtkWidget *widget, const char *label);
void lc_accessible_name_inside (GtkWidget *widget, GType type, const char *label);
void lc_accessible_name_class (GtkWidget *widget, const char *css_class, const char *label);
void lc_accessible_hide_mnemonics (GtkWidget *widget);
void lc_accessible_announce (GtkWidget *widget, const char *text);

G_END_DECLS
