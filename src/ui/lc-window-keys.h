/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-window-keys.h: the keys of the window, for actions of the groups "win" and
 * "report".
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/lc-session.h"

G_BEGIN_DECLS

void lc_window_keys_install (GtkWidgetClass *widget_class);
void lc_window_keys_add_first (GtkWidget *window, LcSession *session);

G_END_DECLS
