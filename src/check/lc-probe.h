/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-probe.h: the abstract question. One subclass, one file, one question.
 *
 * A subclass asks over the network and writes what it sees into the recorder.
 * It never judges, knows no threshold and touches no widget. The base class
 * owns the deadline and the cancellation: lc_probe_run_async() comes back at
 * the deadline, or at once when cancelled, whatever the subclass does.
 */
#pragma once

#include "measurement/lc-recorder.h"

G_BEGIN_DECLS

#define LC_TYPE_PROBE (lc_probe_get_type ())
G_DECLARE_DERIVABLE_TYPE (LcProbe, lc_probe, LC, PROBE, GObject)

/**
 * LcProbeClass:
 * @ask_async: ask the question; write into the recorder; return through a
 *   #GTask when there is nothing more to learn. Must honour the cancellable.
 *   Set the outcome with lc_recorder_set_outcome() as soon as it is known.
 * @ask_finish: %FALSE with an error only when the question could not be asked
 *   at all (no socket, no permission); never because the network is bad.
 */
struct _LcProbeClass
{
  GObjectClass parent_class;

  void     (*ask_async)  (LcProbe *self, LcRecorder *recorder, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*ask_finish) (LcProbe *self, GAsyncResult *result, GError **error);

  gpointer padding[4];
};

const char        *lc_probe_get_id (LcProbe *self);
guint              lc_probe_get_deadline_ms (LcProbe *self);
void               lc_probe_set_deadline_ms (LcProbe *self, guint deadline_ms);
void               lc_probe_set_limit_ms (LcProbe *self, guint limit_ms);

void               lc_probe_set_needs (LcProbe *self, const char *const *ids);
const char *const *lc_probe_get_needs (LcProbe *self);
void               lc_probe_provide (LcProbe *self, const char *id, LcMeasurement *measurement);
LcMeasurement     *lc_probe_get_provided (LcProbe *self, const char *id);

void               lc_probe_run_async (LcProbe *self, const LcClock *clock, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
LcMeasurement     *lc_probe_run_finish (LcProbe *self, GAsyncResult *result);

G_END_DECLS
