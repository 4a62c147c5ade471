/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-row-judge.h: what a row's measurement means, once it is there.
 */
#pragma once

#include "check/lc-checklist.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

void lc_row_judge (LcChecklist *rows, LcCheck *check, LcMeasurement *measurement, const LcThresholds *thresholds);

G_END_DECLS
