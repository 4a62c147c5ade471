/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-plan.h: from a profile to the rows of one run and the probes that answer
 * them. A new probe is added to the table of rows here.
 */
#pragma once

#include "check/lc-checklist.h"
#include "run/lc-run.h"

G_BEGIN_DECLS

#define LC_TYPE_PLAN (lc_plan_get_type ())
G_DECLARE_FINAL_TYPE (LcPlan, lc_plan, LC, PLAN, GObject)

LcPlan      *lc_plan_new (LcProfile *profile, const LcRunOptions *options, GError **error);
LcChecklist *lc_plan_get_checklist (LcPlan *self);
GPtrArray   *lc_plan_get_probes (LcPlan *self);

G_END_DECLS
