/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-recorder.c: see lc-recorder.h.
 */
#include "measurement/lc-recorder.h"

#include "measurement/lc-measurement-private.h"

#define STILL_OPEN (-1) /* duration of a step that has not ended */

struct _LcRecorder
{
  GObject parent_instance;

  LcClock clock;
  gint64 start_us;
  gint64 extended_us; /* until when it should be waited for what was begun last */
  LcFacts *facts;
  GArray *steps;   /* of LcStep */
  GArray *samples; /* of LcSample */
  GPtrArray *series; /* of LcSeries */
  LcOutcome outcome;
  gboolean has_outcome;
  gboolean finished;
  LcFacts *ignored; /* takes what is written too late */
};

G_DEFINE_FINAL_TYPE (LcRecorder, lc_recorder, G_TYPE_OBJECT)

static void
lc_recorder_finalize (GObject *object)
{
  LcRecorder *self = LC_RECORDER (object);

  g_clear_pointer (&self->facts, lc_facts_unref);
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->samples, g_array_unref);
  g_clear_pointer (&self->series, g_ptr_array_unref);
  g_clear_pointer (&self->ignored, lc_facts_unref);
  G_OBJECT_CLASS (lc_recorder_parent_class)->finalize (object);
}

static void
lc_recorder_class_init (LcRecorderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_recorder_finalize;
}

static void
lc_recorder_init (LcRecorder *self)
{
  self->facts = lc_facts_new ();
  self->steps = lc_step_array_new ();
  self->samples = g_array_new (FALSE, FALSE, sizeof (LcSample));
  self->series = g_ptr_array_new_with_free_func ((GDestroyNotify) lc_series_unref);
  self->ignored = lc_facts_new ();
}

/**
 * lc_recorder_new:
 * @clock: the clock of the run; copied
 *
 * Returns: (transfer full): an empty recorder whose measurement starts now
 */
LcRecorder *
lc_recorder_new (const LcClock *clock)
{
  LcRecorder *self = g_object_new (LC_TYPE_RECORDER, NULL);

  self->clock = *clock;
  self->start_us = lc_clock_now_us (clock);
  return self;
}

const LcClock *
lc_recorder_get_clock (LcRecorder *self)
{
  return &self->clock;
}

/* Returns: microseconds since the start of the run */
gint64
lc_recorder_now_us (LcRecorder *self)
{
  return lc_clock_now_us (&self->clock);
}

gboolean
lc_recorder_is_finished (LcRecorder *self)
{
  return self->finished;
}

/**
 * lc_recorder_begin_step:
 * @name: a stable word for what is done
 * @target: (nullable): whom it is done with; cut at %LC_STEP_MAX_TARGET bytes
 *
 * Returns: a handle for lc_recorder_end_step() and lc_recorder_get_step_facts()
 */
guint
lc_recorder_begin_step (LcRecorder *self, const char *name, const char *target)
{
  return lc_recorder_add_step (self, name, target, LC_OUTCOME_NO_ANSWER,
                               lc_recorder_now_us (self), STILL_OPEN);
}

/**
 * lc_recorder_end_step:
 * @step: a handle from lc_recorder_begin_step(); ended once
 * @outcome: what was seen
 */
void
lc_recorder_end_step (LcRecorder *self, guint step, LcOutcome outcome)
{
  lc_recorder_end_step_at (self, step, outcome, lc_recorder_now_us (self));
}

/**
 * lc_recorder_end_step_at:
 * @step: a handle from lc_recorder_begin_step(); ended once
 * @outcome: what was seen
 * @end_us: when that was, in microseconds since the start of the run
 */
void
lc_recorder_end_step_at (LcRecorder *self, guint step, LcOutcome outcome, gint64 end_us)
{
  LcStep *entry;

  if (self->finished)
    return;
  g_return_if_fail (step < self->steps->len);

  entry = &g_array_index (self->steps, LcStep, step);
  g_return_if_fail (entry->duration_us == STILL_OPEN);
  entry->outcome = outcome;
  entry->duration_us = MAX (end_us - entry->start_us, 0);
}

/**
 * lc_recorder_add_step:
 * @start_us: microseconds since the start of the run
 * @duration_us: how long it took
 *
 * Writes down a step that is over, with times measured elsewhere.
 *
 * Returns: a handle for lc_recorder_get_step_facts()
 */
guint
lc_recorder_add_step (LcRecorder *self, const char *name, const char *target, LcOutcome outcome,
                      gint64 start_us, gint64 duration_us)
{
  LcStep step = { 0 };

  if (self->finished)
    return 0;
  step.name = g_strdup (name);
  step.target = lc_text_dup_bounded (target != NULL ? target : "", LC_STEP_MAX_TARGET);
  step.outcome = outcome;
  step.start_us = start_us;
  step.duration_us = duration_us;
  step.facts = lc_facts_new ();
  g_array_append_val (self->steps, step);
  return self->steps->len - 1;
}

/**
 * lc_recorder_get_step_facts:
 *
 * Returns: (transfer none): where the facts of that step are written
 */
LcFacts *
lc_recorder_get_step_facts (LcRecorder *self, guint step)
{
  if (self->finished)
    return self->ignored;
  g_return_val_if_fail (step < self->steps->len, self->ignored);
  return g_array_index (self->steps, LcStep, step).facts;
}

/**
 * lc_recorder_get_facts:
 *
 * Returns: (transfer none): where the facts of the whole measurement are written
 */
LcFacts *
lc_recorder_get_facts (LcRecorder *self)
{
  return self->finished ? self->ignored : self->facts;
}

/**
 * lc_recorder_add_sample:
 * @sent_us: microseconds since the start of the run
 * @rtt_us: round-trip time in microseconds, -1 for a lost one
 */
void
lc_recorder_add_sample (LcRecorder *self, gint64 sent_us, gint64 rtt_us)
{
  LcSample sample = { sent_us, rtt_us };

  if (!self->finished)
    g_array_append_val (self->samples, sample);
}

static LcSeries *
ensure_series (LcRecorder *self, const char *name, LcUnit unit)
{
  LcSeries *series;

  for (guint i = 0; i < self->series->len; i++)
    {
      series = g_ptr_array_index (self->series, i);
      if (g_str_equal (lc_series_get_name (series), name) && lc_series_get_unit (series) == unit)
        return series;
    }
  series = lc_series_new (name, unit);
  g_ptr_array_add (self->series, series);
  return series;
}

/**
 * lc_recorder_add_point:
 * @series: its name; it begins with its first point
 * @unit: of all its values
 * @at_us: microseconds since the start of the run
 */
void
lc_recorder_add_point (LcRecorder *self, const char *series, LcUnit unit, gint64 at_us, gint64 value)
{
  if (!self->finished)
    lc_series_add (ensure_series (self, series, unit), at_us, value);
}

/**
 * lc_recorder_set_outcome:
 * @outcome: what the whole measurement saw; the last one set counts
 */
void
lc_recorder_set_outcome (LcRecorder *self, LcOutcome outcome)
{
  if (self->finished)
    return;
  self->outcome = outcome;
  self->has_outcome = TRUE;
}

/**
 * lc_recorder_extend_deadline:
 *
 * What is begun now, on the way that has just proven open, gets twice as
 * long as everything took so far, even when the deadline comes first: on a
 * slow link (a satellite's 600 ms) the round trips of one question alone fill
 * it, and an answer that is still under way is not cut.
 */
void
lc_recorder_extend_deadline (LcRecorder *self)
{
  gint64 now_us = lc_recorder_now_us (self);

  self->extended_us = now_us + 2 * (now_us - self->start_us);
}

/* Returns: microseconds since the start of the run; 0 when nothing was extended */
gint64
lc_recorder_get_extended_deadline_us (LcRecorder *self)
{
  return self->extended_us;
}

static int
compare_samples (gconstpointer a, gconstpointer b)
{
  const LcSample *first = a, *second = b;

  return (first->sent_us > second->sent_us) - (first->sent_us < second->sent_us);
}

/**
 * lc_recorder_finish:
 * @unfinished: the outcome of steps that are still open, and of the whole when
 *   none was set
 *
 * Freezes what is known. Later writing is ignored.
 *
 * Returns: (transfer full): the measurement
 */
LcMeasurement *
lc_recorder_finish (LcRecorder *self, LcOutcome unfinished)
{
  gint64 now_us = lc_recorder_now_us (self);

  g_return_val_if_fail (!self->finished, NULL);

  for (guint i = 0; i < self->steps->len; i++)
    {
      LcStep *step = &g_array_index (self->steps, LcStep, i);

      if (step->duration_us == STILL_OPEN)
        {
          step->outcome = unfinished;
          step->duration_us = now_us - step->start_us;
        }
    }
  g_array_sort (self->samples, compare_samples);
  for (guint i = 0; i < self->series->len; i++)
    lc_series_sort (g_ptr_array_index (self->series, i));
  self->finished = TRUE;
  return lc_measurement_new_take (self->has_outcome ? self->outcome : unfinished,
                                  self->start_us, now_us - self->start_us,
                                  g_steal_pointer (&self->facts),
                                  g_steal_pointer (&self->steps),
                                  g_steal_pointer (&self->samples),
                                  g_steal_pointer (&self->series));
}
