/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-look.h: how states look: always an icon and a word, a colour at most
 * beside them; and whether anybody sees it.
 */
#pragma once

#include <gtk/gtk.h>

#include "check/lc-checklist.h"
#include "findings/lc-line-verdict.h"

G_BEGIN_DECLS

const char *lc_look_get_check_icon (LcCheck *check);
const char *lc_look_get_check_label (LcCheck *check);
const char *lc_look_get_check_style (LcCheck *check);

const char *lc_look_get_line_icon (LcLineStatus status);
const char *lc_look_get_line_style (LcLineStatus status);


gboolean    lc_look_is_on_screen (GtkWidget *widget);

G_END_DECLS
