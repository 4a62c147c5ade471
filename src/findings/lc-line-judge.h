/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-line-judge.h: from the verdicts on the rows to the verdict on the line. Pure.
 */
#pragma once

#include "check/lc-checklist.h"
#include "findings/lc-line-verdict.h"

G_BEGIN_DECLS

LcLineVerdict *lc_line_verdict_judge (LcChecklist *checklist, LcDisturbance disturbance, gboolean interrupted,
                                      gboolean partial);

G_END_DECLS
