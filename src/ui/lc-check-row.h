/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-check-row.h: one row of the checklist on screen: icon and word for its
 * state, its figure, and, when open, its details.
 */
#pragma once

#include <adwaita.h>

#include "check/lc-check.h"
#include "ui/lc-update-queue.h"

G_BEGIN_DECLS

#define LC_TYPE_CHECK_ROW (lc_check_row_get_type ())
G_DECLARE_FINAL_TYPE (LcCheckRow, lc_check_row, LC, CHECK_ROW, AdwExpanderRow)

GtkWidget *lc_check_row_new (LcCheck *check, LcUpdateQueue *queue);
LcCheck   *lc_check_row_get_check (LcCheckRow *self);
void       lc_check_row_set_check (LcCheckRow *self, LcCheck *check);
void       lc_check_row_set_advised (LcCheckRow *self, gboolean is_advised);
gboolean   lc_check_row_update (LcCheckRow *self);

void       lc_check_row_open (LcCheckRow *self);
void       lc_check_row_close_if_opened (LcCheckRow *self);

G_END_DECLS
