/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-judge.h: from a measurement to a verdict. Pure: no I/O, no clock, the same
 * facts always give the same verdict.
 */
#pragma once

#include "measurement/lc-measurement.h"
#include "profile/lc-profile.h"
#include "verdict/lc-verdict.h"

G_BEGIN_DECLS

LcVerdict *lc_judge (LcKind kind, const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds);
gboolean   lc_judge_can_carry_media (LcMeasurement *measurement);

G_END_DECLS
