/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-check.h: one row of the checklist: what is asked, how far it is, what it
 * means. It notifies; it never measures.
 */
#pragma once

#include "measurement/lc-measurement.h"
#include "verdict/lc-verdict.h"

G_BEGIN_DECLS

typedef enum
{
  LC_CHECK_STATE_WAITING,
  LC_CHECK_STATE_RUNNING,
  LC_CHECK_STATE_DONE,
} LcCheckState;

#define LC_TYPE_CHECK (lc_check_get_type ())
G_DECLARE_FINAL_TYPE (LcCheck, lc_check, LC, CHECK, GObject)

LcCheck         *lc_check_new (const char *id, LcGroup group, LcKind kind, LcRequirement requirement, LcFacts *subject);
LcCheck         *lc_check_copy (LcCheck *self);

const char      *lc_check_get_id (LcCheck *self);
LcGroup          lc_check_get_group (LcCheck *self);
LcKind           lc_check_get_kind (LcCheck *self);
LcRequirement    lc_check_get_requirement (LcCheck *self);
const LcFacts   *lc_check_get_subject (LcCheck *self);

LcCheckState     lc_check_get_state (LcCheck *self);
LcMeasurement   *lc_check_get_measurement (LcCheck *self);
const LcVerdict *lc_check_get_verdict (LcCheck *self);

void             lc_check_reset (LcCheck *self);
void             lc_check_start (LcCheck *self);
void             lc_check_settle (LcCheck *self, LcMeasurement *measurement, LcVerdict *verdict);

G_END_DECLS
