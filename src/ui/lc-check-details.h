/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-check-details.h: what an open row shows: cause and advice, what was asked,
 * the steps with their times, the evidence, and the button that asks again.
 */
#pragma once

#include <adwaita.h>

#include "check/lc-check.h"

G_BEGIN_DECLS

#define LC_TYPE_CHECK_DETAILS (lc_check_details_get_type ())
G_DECLARE_FINAL_TYPE (LcCheckDetails, lc_check_details, LC, CHECK_DETAILS, AdwPreferencesRow)

GtkWidget *lc_check_details_new (void);
void       lc_check_details_begin (LcCheckDetails *self, LcCheck *check, gboolean is_advised);
gboolean   lc_check_details_build (LcCheckDetails *self);
void       lc_check_details_set_stale (LcCheckDetails *self, gboolean is_stale);

G_END_DECLS
