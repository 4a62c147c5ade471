/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-fix-search.h: which fixes the rows of a run call for. Pure: made from their
 * verdicts and the profile.
 *
 * Rows with the same remedy make one fix: three blocked web hosts are one rule
 * of a firewall, not three.
 */
#pragma once

#include "check/lc-checklist.h"
#include "findings/lc-fix.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

GPtrArray *lc_fixes_find (LcChecklist *checklist, LcProfile *profile);

G_END_DECLS
