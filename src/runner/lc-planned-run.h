/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-planned-run.h: one run from its plan to its end, for programs that also draw
 * a window. It owns what belongs to the run's thread: the plan, the runner and the
 * wish to stop.
 */
#pragma once

#include "run/lc-run.h"

G_BEGIN_DECLS

/**
 * LcPlanFunc:
 * @checklist: (out) (transfer full): the rows
 * @probes: (out) (transfer full) (element-type LcProbe): one for each row
 * @keep: (out) (transfer full): what must live until the run is over
 *
 * Plans one run, for the thread-default main context. Tests give one that needs no network.
 *
 * Returns: %FALSE with @error set when there cannot be one
 */
typedef gboolean (*LcPlanFunc) (LcProfile *profile, const LcRunOptions *options,
                                LcChecklist **checklist, GPtrArray **probes, GObject **keep,
                                GError **error);

#define LC_TYPE_PLANNED_RUN (lc_planned_run_get_type ())
G_DECLARE_FINAL_TYPE (LcPlannedRun, lc_planned_run, LC, PLANNED_RUN, GObject)

LcPlannedRun *lc_planned_run_new (const char *application, LcProfile *profile, const LcRunOptions *options,
                                  LcPlanFunc plan, GError **error);
LcChecklist  *lc_planned_run_copy_rows (LcPlannedRun *self);
void          lc_planned_run_start_async (LcPlannedRun *self, LcChecklist *shown, GAsyncReadyCallback callback,
                                          gpointer user_data);
LcRun        *lc_planned_run_start_finish (LcPlannedRun *self, GAsyncResult *result);
void          lc_planned_run_stop (LcPlannedRun *self);
void          lc_planned_run_disturb (LcPlannedRun *self, LcDisturbance disturbance);

G_END_DECLS
