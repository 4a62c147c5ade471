/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-window.h: the one window: verdict, rows, regions, what to ask IT.
 */
#pragma once

#include <adwaita.h>

#include "runner/lc-network-watch.h"
#include "ui/lc-session.h"

G_BEGIN_DECLS

#define LC_TYPE_WINDOW (lc_window_get_type ())
G_DECLARE_FINAL_TYPE (LcWindow, lc_window, LC, WINDOW, AdwApplicationWindow)

GtkWidget *lc_window_new (GtkApplication *application, LcSession *session, GSettings *settings);
void       lc_window_begin (LcWindow *self);
void       lc_window_open_file (LcWindow *self, GFile *file);
void       lc_window_handle_network_event (LcWindow *self, LcNetworkEvent event);
void       lc_window_toast (LcWindow *self, const char *text);

G_END_DECLS
