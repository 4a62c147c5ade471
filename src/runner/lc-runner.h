/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-runner.h: decides when each question is asked, and makes the run.
 *
 * Everything that waits for nothing is asked at time zero; a probe with needs
 * is asked when those are measured. The rows of the checklist fill in as the
 * answers come, so an observer watches the checklist alone.
 */
#pragma once

#include "check/lc-probe.h"
#include "run/lc-run.h"

G_BEGIN_DECLS

#define LC_TYPE_RUNNER (lc_runner_get_type ())
G_DECLARE_FINAL_TYPE (LcRunner, lc_runner, LC, RUNNER, GObject)

LcRunner *lc_runner_new (const char *application, LcProfile *profile, const LcRunOptions *options,
                         LcChecklist *checklist, GPtrArray *probes);
void      lc_runner_run_async (LcRunner *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
void      lc_runner_disturb (LcRunner *self, LcDisturbance disturbance);
LcRun    *lc_runner_run_finish (LcRunner *self, GAsyncResult *result);

G_END_DECLS
