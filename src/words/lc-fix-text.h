/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-fix-text.h: fixes in words, for people and for a mail to IT.
 */
#pragma once

#include "findings/lc-fix.h"

G_BEGIN_DECLS

const char *lc_fix_get_title (const LcFix *self);
char       *lc_fix_dup_request (const LcFix *self);
char       *lc_fix_dup_traffic (const LcFix *self);
char       *lc_fix_dup_places (const LcFix *self);
char       *lc_fix_dup_text (const LcFix *self);

G_END_DECLS
