/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-fixes-view.h: what to ask IT, in plain words, to be copied.
 */
#pragma once

#include <gtk/gtk.h>

#include "findings/lc-fix.h"
#include "run/lc-run.h"

G_BEGIN_DECLS

#define LC_TYPE_FIXES_VIEW (lc_fixes_view_get_type ())
G_DECLARE_FINAL_TYPE (LcFixesView, lc_fixes_view, LC, FIXES_VIEW, GtkBox)

void lc_fixes_view_show_fixes (LcFixesView *self, GPtrArray *fixes, LcRun *run);

G_END_DECLS
