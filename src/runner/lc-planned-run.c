/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-planned-run.c: see lc-planned-run.h.
 *
 * The plan is made with the thread's main context as thread-default, so that all
 * of it belongs to the thread (lc-run-thread.h), which takes it over at the start.
 */
#include "runner/lc-planned-run.h"

#include "probes/lc-plan.h"
#include "runner/lc-run-thread.h"

struct _LcPlannedRun
{
  GObject parent_instance;

  LcRunThread *thread;
  LcRunner *runner; /* the thread's while it runs */
  GCancellable *cancellable;

  /* Until the thread takes them. */
  LcChecklist *rows;
  GObject *keep;
};

G_DEFINE_FINAL_TYPE (LcPlannedRun, lc_planned_run, G_TYPE_OBJECT)

static void
lc_planned_run_finalize (GObject *object)
{
  LcPlannedRun *self = LC_PLANNED_RUN (object);

  g_clear_object (&self->runner);
  g_clear_object (&self->rows);
  g_clear_object (&self->keep);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->thread);
  G_OBJECT_CLASS (lc_planned_run_parent_class)->finalize (object);
}

static void
lc_planned_run_class_init (LcPlannedRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_planned_run_finalize;
}

static void
lc_planned_run_init (LcPlannedRun *self)
{
  self->cancellable = g_cancellable_new ();
  self->thread = lc_run_thread_new ();
}

static gboolean
plan_with_probes (LcProfile *profile, const LcRunOptions *options, LcChecklist **checklist,
                  GPtrArray **probes, GObject **keep, GError **error)
{
  LcPlan *plan = lc_plan_new (profile, options, error);

  if (plan == NULL)
    return FALSE;
  *checklist = g_object_ref (lc_plan_get_checklist (plan));
  *probes = g_ptr_array_ref (lc_plan_get_probes (plan));
  *keep = G_OBJECT (plan);
  return TRUE;
}

/**
 * lc_planned_run_new:
 * @application: who runs, for the record: "linecheck"
 * @profile: what the service needs
 * @options: copied
 * @plan: (nullable) (scope call): how a run is planned; %NULL for the probes of
 *   this program
 *
 * Returns: (transfer full): a run that waits for its start; %NULL with @error set
 *   when there cannot be one
 */
LcPlannedRun *
lc_planned_run_new (const char *application, LcProfile *profile, const LcRunOptions *options, LcPlanFunc plan,
                    GError **error)
{
  g_autoptr (LcPlannedRun) self = g_object_new (LC_TYPE_PLANNED_RUN, NULL);
  g_autoptr (GPtrArray) probes = NULL;
  g_autoptr (GMainContextPusher) pusher G_GNUC_UNUSED =
    g_main_context_pusher_new (lc_run_thread_get_context (self->thread));

  if (plan == NULL)
    plan = plan_with_probes;
  if (!plan (profile, options, &self->rows, &probes, &self->keep, error))
    return NULL;
  self->runner = lc_runner_new (application, profile, options, self->rows, probes);
  return g_steal_pointer (&self);
}

/**
 * lc_planned_run_copy_rows:
 *
 * Only before the start.
 *
 * Returns: (transfer full): the rows, as the run will fill them
 */
LcChecklist *
lc_planned_run_copy_rows (LcPlannedRun *self)
{
  g_return_val_if_fail (self->rows != NULL, NULL);

  return lc_checklist_copy (self->rows);
}

static void
on_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_pointer (task, lc_run_thread_run_finish (LC_RUN_THREAD (source), result), g_object_unref);
}

/**
 * lc_planned_run_start_async:
 * @shown: (nullable): rows that follow those of the run, see lc_run_thread_run_async()
 *
 * Once.
 */
void
lc_planned_run_start_async (LcPlannedRun *self, LcChecklist *shown, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, lc_planned_run_start_async);
  lc_run_thread_run_async (self->thread, g_object_ref (self->runner), g_steal_pointer (&self->rows),
                           g_steal_pointer (&self->keep), shown, self->cancellable, on_finished, task);
}

/**
 * lc_planned_run_start_finish:
 *
 * Returns: (transfer full): always a run; one that was stopped is marked interrupted
 */
LcRun *
lc_planned_run_start_finish (LcPlannedRun *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* The run ends within moments, with what is known. */
void
lc_planned_run_stop (LcPlannedRun *self)
{
  g_cancellable_cancel (self->cancellable);
}

/**
 * lc_planned_run_disturb:
 * @disturbance: what happened
 *
 * Marks the run and stops it.
 */
void
lc_planned_run_disturb (LcPlannedRun *self, LcDisturbance disturbance)
{
  lc_runner_disturb (self->runner, disturbance);
  lc_planned_run_stop (self);
}
