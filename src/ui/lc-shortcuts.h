/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-shortcuts.h: the window that lists the keys.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *lc_shortcuts_new (void);

G_END_DECLS
