/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-checklist-view.h: the rows of a session in their groups.
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/lc-check-row.h"
#include "ui/lc-session.h"

G_BEGIN_DECLS

#define LC_TYPE_CHECKLIST_VIEW (lc_checklist_view_get_type ())
G_DECLARE_FINAL_TYPE (LcChecklistView, lc_checklist_view, LC, CHECKLIST_VIEW, GtkBox)

void        lc_checklist_view_set_session (LcChecklistView *self, LcSession *session);
LcCheckRow *lc_checklist_view_find_row (LcChecklistView *self, const char *id);

G_END_DECLS
