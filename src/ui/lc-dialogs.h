/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-dialogs.h: the windows beside the window: preferences, shortcuts, about.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void lc_dialogs_show_preferences (GtkWindow *parent, GSettings *settings);
void lc_dialogs_show_shortcuts (GtkWindow *parent);
void lc_dialogs_show_about (GtkWindow *parent);

G_END_DECLS
