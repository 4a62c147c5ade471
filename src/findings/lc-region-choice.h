/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-choice.h: which region is nearest, concluded from the rows of all of them. Pure.
 *
 * On the road it stands behind the measurements and before the verdict on the row of
 * the routing: the probe brings home where DNS sends this computer, the run adds what
 * follows from the regions, and lc_judge() then says what that means. What is concluded
 * is kept with the facts of that row, so that it can be made again from the same rows.
 */
#pragma once

#include "check/lc-checklist.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

LcMeasurement *lc_region_choice_conclude (LcChecklist *checklist, LcMeasurement *routing,
                                          const LcThresholds *thresholds);

G_END_DECLS
