/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rule-blocks.h: the ranges of a profile's regions as CIDRs, for rules.
 */
#pragma once

#include "rules/lc-rules.h"

G_BEGIN_DECLS

GPtrArray *lc_rule_blocks_new (LcProfile *profile, gboolean complete); /* of LcRuleBlock */

G_END_DECLS
