/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-checklist.h: the rows of a run, a GListModel of LcCheck.
 */
#pragma once

#include "check/lc-check.h"

G_BEGIN_DECLS

#define LC_TYPE_CHECKLIST (lc_checklist_get_type ())
G_DECLARE_FINAL_TYPE (LcChecklist, lc_checklist, LC, CHECKLIST, GObject)

LcChecklist *lc_checklist_new (void);
LcChecklist *lc_checklist_copy (LcChecklist *self);
void         lc_checklist_add (LcChecklist *self, LcCheck *check);
guint        lc_checklist_get_size (LcChecklist *self);
LcCheck     *lc_checklist_get (LcChecklist *self, guint index);
LcCheck     *lc_checklist_find (LcChecklist *self, const char *id);
guint        lc_checklist_count_done (LcChecklist *self);
void         lc_checklist_withdraw_choice (LcChecklist *self);
gboolean     lc_checklist_is_covered_by_proxy (LcChecklist *self, LcCheck *check);

G_END_DECLS
