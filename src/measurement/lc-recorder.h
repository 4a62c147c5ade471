/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-recorder.h: the notebook in which a probe writes while it asks.
 *
 * Because facts are written down as they are seen, a probe that is stopped by
 * its deadline or by the person still yields everything known until then:
 * steps that are open at that moment are closed with the outcome of the stop.
 * After lc_recorder_finish() all writing is silently ignored, so a late
 * callback can do no harm.
 */
#pragma once

#include "base/lc-clock.h"
#include "measurement/lc-measurement.h"

G_BEGIN_DECLS

#define LC_TYPE_RECORDER (lc_recorder_get_type ())
G_DECLARE_FINAL_TYPE (LcRecorder, lc_recorder, LC, RECORDER, GObject)

LcRecorder    *lc_recorder_new (const LcClock *clock);
const LcClock *lc_recorder_get_clock (LcRecorder *self);
gint64         lc_recorder_now_us (LcRecorder *self);
gboolean       lc_recorder_is_finished (LcRecorder *self);

guint          lc_recorder_begin_step (LcRecorder *self, const char *name, const char *target);
void           lc_recorder_end_step (LcRecorder *self, guint step, LcOutcome outcome);
void           lc_recorder_end_step_at (LcRecorder *self, guint step, LcOutcome outcome, gint64 end_us);
guint          lc_recorder_add_step (LcRecorder *self, const char *name, const char *target,
                                     LcOutcome outcome, gint64 start_us, gint64 duration_us);
LcFacts       *lc_recorder_get_step_facts (LcRecorder *self, guint step);
LcFacts       *lc_recorder_get_facts (LcRecorder *self);
void           lc_recorder_add_point (LcRecorder *self, const char *series, LcUnit unit, gint64 at_us, gint64 value);
void           lc_recorder_add_sample (LcRecorder *self, gint64 sent_us, gint64 rtt_us);
void           lc_recorder_set_outcome (LcRecorder *self, LcOutcome outcome);
void           lc_recorder_extend_deadline (LcRecorder *self);
gint64         lc_recorder_get_extended_deadline_us (LcRecorder *self);

LcMeasurement *lc_recorder_finish (LcRecorder *self, LcOutcome unfinished);

G_END_DECLS
