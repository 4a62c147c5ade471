/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-portal.h: the desktop's portals, where there are any.
 */
#pragma once

#include <gtk/gtk.h>
#include <libportal-gtk4/portal-gtk4.h>
#include <libportal/portal.h>

G_BEGIN_DECLS

XdpPortal *lc_portal_new (GtkWindow *window);
void       lc_portal_show_folder (GtkWindow *window, GFile *file, GCancellable *cancellable);

G_END_DECLS
