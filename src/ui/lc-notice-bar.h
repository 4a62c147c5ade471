/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-notice-bar.h: a line below the title bar that says what has happened, with
 * one thing to do about it.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LC_TYPE_NOTICE_BAR (lc_notice_bar_get_type ())
G_DECLARE_FINAL_TYPE (LcNoticeBar, lc_notice_bar, LC, NOTICE_BAR, GtkWidget)

void        lc_notice_bar_show_notice (LcNoticeBar *self, const char *text, const char *button, const char *action);
void        lc_notice_bar_hide_notice (LcNoticeBar *self);
const char *lc_notice_bar_get_text (LcNoticeBar *self);

G_END_DECLS
