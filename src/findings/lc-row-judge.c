/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-row-judge.c: see lc-row-judge.h.
 */
#include "findings/lc-row-judge.h"

#include "findings/lc-region-choice.h"
#include "verdict/lc-judge.h"

/**
 * lc_row_judge:
 * @rows: the rows so far; what a row is concluded from has been judged before it
 * @check: the row, which is done then
 * @measurement: what its probe measured, or what a saved run says of it
 * @thresholds: the limits that decide
 */
void
lc_row_judge (LcChecklist *rows, LcCheck *check, LcMeasurement *measurement, const LcThresholds *thresholds)
{
  LcKind kind = lc_check_get_kind (check);
  g_autoptr (LcMeasurement) concluded = kind == LC_KIND_ROUTING
                                          ? lc_region_choice_conclude (rows, measurement, thresholds)
                                          : g_object_ref (measurement);

  lc_check_settle (check, concluded, lc_judge (kind, lc_check_get_subject (check), concluded, thresholds));
}
