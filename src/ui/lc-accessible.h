/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-accessible.h: names for what toolkit widgets put together by themselves and
 * leave without one, so that a screen reader does not read the name of a class.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void lc_accessible_set_label (GtkWidget *widget, const char *label);
void lc_accessible_name_inside (GtkWidget *widget, GType type, const char *label);
void lc_accessible_name_class (GtkWidget *widget, const char *css_class, const char *label);
void lc_accessible_hush_mnemonics (GtkWidget *widget);

G_END_DECLS
