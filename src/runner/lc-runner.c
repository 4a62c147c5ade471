/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-runner.c: see lc-runner.h.
 *
 * A run is about one network. The runner watches it from the first question to
 * the last answer, whichever program it works for, and ends the run when the
 * computer's way out is lost or becomes another one. A change that is not
 * understood yet when the last answer comes is waited for.
 */
#include "config.h"

#include "runner/lc-runner.h"

#include "findings/lc-line-judge.h"
#include "findings/lc-row-judge.h"
#include "runner/lc-network-watch.h"
#include "verdict/lc-judging-revision.h"

/* A probe that starts when the run's time is up only puts together what others
 * measured; it gets this long. */
#define LAST_MOMENT_MS 50

/* Sleep shorter than this is the difference between two readings of clocks. */
#define SLEPT_US (G_USEC_PER_SEC / 10)

struct _LcRunner
{
  GObject parent_instance;

  char *application;
  LcProfile *profile;
  LcRunOptions options;
  LcChecklist *checklist;
  GPtrArray *waiting; /* of LcProbe */
  guint n_running;
  LcClock clock;
  gint64 duration_us; /* once the last row is done */
  int disturbance; /* LcDisturbance; atomic */

  /* While it runs. */
  GTask *task;
  GCancellable *cancellable; /* of the probes */
  GSource *stop; /* the caller wants it to end */
  LcNetworkWatch *watch;
};

G_DEFINE_FINAL_TYPE (LcRunner, lc_runner, G_TYPE_OBJECT)

static void
lc_runner_finalize (GObject *object)
{
  LcRunner *self = LC_RUNNER (object);

  g_free (self->application);
  g_clear_object (&self->profile);
  lc_run_options_clear (&self->options);
  g_clear_object (&self->checklist);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (lc_runner_parent_class)->finalize (object);
}

static void
lc_runner_class_init (LcRunnerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_runner_finalize;
}

static void
lc_runner_init (LcRunner *self)
{
  self->cancellable = g_cancellable_new ();
}

static LcDisturbance
get_disturbance (LcRunner *self, gint64 slept_us)
{
  LcDisturbance disturbance = g_atomic_int_get (&self->disturbance);

  return disturbance == LC_DISTURBANCE_NONE && slept_us > SLEPT_US ? LC_DISTURBANCE_SLEPT : disturbance;
}

static LcRun *
freeze (LcRunner *self)
{
  gboolean interrupted = g_cancellable_is_cancelled (self->cancellable);
  gboolean partial = self->options.only[0] != NULL;
  LcRunFacts facts = {
    .application_name = g_strdup (self->application),
    .application_version = g_strdup (PACKAGE_VERSION),
    .profile_id = g_strdup (lc_profile_get_id (self->profile)),
    .profile_name = g_strdup (lc_profile_get_name (self->profile)),
    .profile_revision = g_strdup (lc_profile_get_revision (self->profile)),
    .profile = g_object_ref (self->profile),
    .duration_us = self->duration_us,
    .slept_us = lc_clock_get_sleep_us (&self->clock),
    .interrupted = interrupted,
    .n_link_interruptions = lc_network_watch_get_link_interruptions (self->watch),
    .judging_revision = LC_JUDGING_REVISION,
  };
  g_autoptr (GDateTime) second = g_date_time_new_from_unix_utc (self->clock.real_us / G_USEC_PER_SEC);
  LcChecklist *rows;

  facts.disturbance = get_disturbance (self, facts.slept_us);
  /* Whoever watches the rows learns it, too. */
  if (facts.disturbance != LC_DISTURBANCE_NONE)
    lc_checklist_withdraw_choice (self->checklist);
  facts.started = g_date_time_add (second, self->clock.real_us % G_USEC_PER_SEC);
  rows = lc_checklist_copy (self->checklist);
  return lc_run_new_take (&facts, &self->options, rows,
                          lc_line_verdict_judge (rows, facts.disturbance, interrupted, partial));
}

/* Hands the run back, which is the end of this runner's work. */
static void
finish (LcRunner *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  LcRun *run = freeze (self);

  g_signal_handlers_disconnect_by_data (self->watch, self);
  g_clear_object (&self->watch);
  if (self->stop != NULL)
    g_source_destroy (self->stop);
  g_clear_pointer (&self->stop, g_source_unref);
  g_task_return_pointer (task, run, g_object_unref);
}

/* Whoever stops a run does not wait to hear what a change of the network means. */
static void
finish_if_over (LcRunner *self)
{
  if (self->task != NULL && self->n_running == 0 &&
      (g_cancellable_is_cancelled (self->cancellable) || lc_network_watch_is_settled (self->watch)))
    finish (self);
}

/* A need that is not part of this run holds nobody up. */
static gboolean
is_held_up (LcRunner *self, LcProbe *probe)
{
  const char *const *needs = lc_probe_get_needs (probe);

  for (guint i = 0; needs[i] != NULL; i++)
    {
      LcCheck *check = lc_checklist_find (self->checklist, needs[i]);

      if (check != NULL && lc_check_get_state (check) != LC_CHECK_STATE_DONE)
        return TRUE;
    }
  return FALSE;
}

static void
provide_needs (LcRunner *self, LcProbe *probe)
{
  const char *const *needs = lc_probe_get_needs (probe);

  for (guint i = 0; needs[i] != NULL; i++)
    {
      LcCheck *check = lc_checklist_find (self->checklist, needs[i]);

      if (check != NULL)
        lc_probe_provide (probe, needs[i], lc_check_get_measurement (check));
    }
}

static void start_ready_probes (LcRunner *self);

static void
on_probe_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcRunner) self = user_data;
  LcProbe *probe = LC_PROBE (source);
  LcCheck *check = lc_checklist_find (self->checklist, lc_probe_get_id (probe));
  g_autoptr (LcMeasurement) measurement = lc_probe_run_finish (probe, result);

  self->n_running--;
  lc_row_judge (self->checklist, check, measurement, lc_profile_get_thresholds (self->profile));
  start_ready_probes (self);
}

static void
start_probe (LcRunner *self, LcProbe *probe)
{
  gint64 left_ms = self->options.timeout_ms - lc_clock_now_us (&self->clock) / 1000;
  gint64 limit_ms = MAX (left_ms, LAST_MOMENT_MS);

  provide_needs (self, probe);
  lc_probe_set_deadline_ms (probe, MIN (lc_probe_get_deadline_ms (probe), limit_ms));
  lc_probe_set_limit_ms (probe, limit_ms);
  lc_check_start (lc_checklist_find (self->checklist, lc_probe_get_id (probe)));
  self->n_running++;
  lc_probe_run_async (probe, &self->clock, self->cancellable, on_probe_finished, g_object_ref (self));
}

/* The run is over when none is ready and none is under way. */
static void
start_ready_probes (LcRunner *self)
{
  for (guint i = 0; i < self->waiting->len;)
    {
      if (is_held_up (self, g_ptr_array_index (self->waiting, i)))
        {
          i++;
          continue;
        }
      g_autoptr (LcProbe) probe = g_ptr_array_steal_index (self->waiting, i);
      start_probe (self, probe);
    }
  if (self->n_running == 0)
    {
      self->duration_us = lc_clock_now_us (&self->clock);
      finish_if_over (self);
    }
}

static gboolean
on_stop (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (LcRunner) self = g_object_ref (user_data);

  g_cancellable_cancel (self->cancellable);
  finish_if_over (self);
  return G_SOURCE_REMOVE;
}

static void
on_network_event (LcNetworkWatch *watch, LcNetworkEvent event, gpointer user_data)
{
  g_autoptr (LcRunner) self = g_object_ref (user_data);

  lc_runner_disturb (self, event == LC_NETWORK_EVENT_LOST ? LC_DISTURBANCE_NETWORK_LOST
                                                          : LC_DISTURBANCE_NETWORK_CHANGED);
  g_cancellable_cancel (self->cancellable);
  finish_if_over (self);
}

/* What the kernel says from now on came after the last answer. */
static void
on_network_settled (LcRunner *self)
{
  if (self->n_running == 0)
    finish (self);
}

/* The probes end in the thread of the run, wherever the caller's cancellable is cancelled. */
static void
listen_to_caller (LcRunner *self)
{
  GCancellable *cancellable = g_task_get_cancellable (self->task);

  if (g_cancellable_is_cancelled (cancellable))
    g_cancellable_cancel (self->cancellable);
  else if (cancellable != NULL)
    {
      self->stop = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->stop, G_SOURCE_FUNC (on_stop), self, NULL);
      g_source_attach (self->stop, g_task_get_context (self->task));
    }
}

static void
watch_network (LcRunner *self)
{
  self->watch = lc_network_watch_new (self->profile);
  g_signal_connect (self->watch, "event", G_CALLBACK (on_network_event), self);
  g_signal_connect_swapped (self->watch, "settled", G_CALLBACK (on_network_settled), self);
}

/**
 * lc_runner_new:
 * @application: who runs, for the record: "linecheck-cli"
 * @profile: what the service needs
 * @options: copied
 * @checklist: the rows
 * @probes: (element-type LcProbe): one for each row, with the row's id; the needs
 *   among them must not go in a circle
 *
 * Returns: (transfer full): a runner for one run
 */
LcRunner *
lc_runner_new (const char *application, LcProfile *profile, const LcRunOptions *options,
               LcChecklist *checklist, GPtrArray *probes)
{
  LcRunner *self = g_object_new (LC_TYPE_RUNNER, NULL);

  self->application = g_strdup (application);
  self->profile = g_object_ref (profile);
  lc_run_options_copy (options, &self->options);
  self->checklist = g_object_ref (checklist);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < probes->len; i++)
    g_ptr_array_add (self->waiting, g_object_ref (g_ptr_array_index (probes, i)));
  return self;
}

/**
 * lc_runner_run_async:
 * @cancellable: (nullable): stops the run at once with what is known
 *
 * Runs every check, at most for the options' timeout. Once for a runner. A run
 * whose network is lost or changes ends at once, marked as disturbed.
 */
void
lc_runner_run_async (LcRunner *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, lc_runner_run_async);
  g_task_set_check_cancellable (self->task, FALSE);
  lc_clock_start (&self->clock);
  listen_to_caller (self);
  watch_network (self);
  start_ready_probes (self);
}

/**
 * lc_runner_disturb:
 * @disturbance: what happened
 *
 * Marks the run that is under way; what happened first stays. Does not end it.
 * From any thread.
 */
void
lc_runner_disturb (LcRunner *self, LcDisturbance disturbance)
{
  g_atomic_int_compare_and_exchange (&self->disturbance, LC_DISTURBANCE_NONE, disturbance);
}

/**
 * lc_runner_run_finish:
 *
 * Returns: (transfer full): always a run; a cancelled one is marked interrupted
 */
LcRun *
lc_runner_run_finish (LcRunner *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
