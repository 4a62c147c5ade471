/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-thread.h: a run in a thread of its own, for programs that also draw a
 * window: no measured time waits for a frame, and no frame waits for a handshake.
 *
 * Plan the run with lc_run_thread_get_context() as thread-default main context,
 * so that everything in the plan belongs to the thread. Then nothing in the plan
 * may be touched until the run is over. The rows that are shown are others, with
 * the same ids; they follow in the caller's main context.
 */
#pragma once

#include "runner/lc-runner.h"

G_BEGIN_DECLS

#define LC_TYPE_RUN_THREAD (lc_run_thread_get_type ())
G_DECLARE_FINAL_TYPE (LcRunThread, lc_run_thread, LC, RUN_THREAD, GObject)

LcRunThread  *lc_run_thread_new (void);
GMainContext *lc_run_thread_get_context (LcRunThread *self);

void          lc_run_thread_run_async (LcRunThread *self, LcRunner *runner, LcChecklist *asked, GObject *keep,
                                       LcChecklist *shown, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
LcRun        *lc_run_thread_run_finish (LcRunThread *self, GAsyncResult *result);

G_END_DECLS
