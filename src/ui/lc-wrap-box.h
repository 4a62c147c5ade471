/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-wrap-box.h: children side by side, centred, on as many lines as they need.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LC_TYPE_WRAP_BOX (lc_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (LcWrapBox, lc_wrap_box, LC, WRAP_BOX, GtkWidget)

G_END_DECLS
