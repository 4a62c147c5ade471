/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-thread.c: see lc-run-thread.h.
 *
 * What crosses between the threads: to the caller, copies of verdicts and
 * references to measurements, which nobody changes any more, each in an idle
 * source of the caller's context; to the thread, the wish to stop, in an idle
 * source of the thread's. The caller joins the thread before it hears of the end.
 */
#include "runner/lc-run-thread.h"

struct _LcRunThread
{
  GObject parent_instance;

  GMainContext *home; /* the caller's */
  GMainContext *context;
  GThread *thread;
  GTask *task;
  gulong cancelled_handler;

  /* The thread's, while it runs. */
  LcRunner *runner;
  LcChecklist *asked;
  GObject *keep;
  LcChecklist *shown; /* it knows them, but only the caller changes them */
  GCancellable *inner;
  LcRun *run;
};

G_DEFINE_FINAL_TYPE (LcRunThread, lc_run_thread, G_TYPE_OBJECT)

/* What one row says now, on its way to the caller. */
typedef struct
{
  LcCheck *shown;
  LcCheckState state;
  LcMeasurement *measurement;
  LcVerdict *verdict;
} RowUpdate;

static void
row_update_free (gpointer data)
{
  RowUpdate *update = data;

  g_object_unref (update->shown);
  g_clear_object (&update->measurement);
  g_clear_pointer (&update->verdict, lc_verdict_free);
  g_free (update);
}

static void
post (GMainContext *context, GSourceFunc function, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, data, destroy);
  g_source_attach (source, context);
}

static void
lc_run_thread_finalize (GObject *object)
{
  LcRunThread *self = LC_RUN_THREAD (object);

  g_main_context_unref (self->home);
  g_main_context_unref (self->context);
  G_OBJECT_CLASS (lc_run_thread_parent_class)->finalize (object);
}

static void
lc_run_thread_class_init (LcRunThreadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_run_thread_finalize;
}

static void
lc_run_thread_init (LcRunThread *self)
{
  self->home = g_main_context_ref_thread_default ();
  self->context = g_main_context_new ();
}

/* In the caller's thread */

static gboolean
apply_update (gpointer user_data)
{
  RowUpdate *update = user_data;

  switch (update->state)
    {
    case LC_CHECK_STATE_RUNNING:
      lc_check_start (update->shown);
      break;
    case LC_CHECK_STATE_DONE:
      lc_check_settle (update->shown, update->measurement, g_steal_pointer (&update->verdict));
      break;
    case LC_CHECK_STATE_WAITING:
    default:
      lc_check_reset (update->shown);
    }
  return G_SOURCE_REMOVE;
}

/* Drops the plan. What was still under way, such as the closing of a connection, ends now. */
static void
drop_plan (LcRunThread *self)
{
  g_autoptr (GMainContextPusher) pusher G_GNUC_UNUSED = g_main_context_pusher_new (self->context);

  g_clear_object (&self->runner);
  g_clear_object (&self->asked);
  g_clear_object (&self->keep);
  while (g_main_context_iteration (self->context, FALSE))
    ;
}

static gboolean
finish (gpointer user_data)
{
  LcRunThread *self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_thread_join (g_steal_pointer (&self->thread));
  if (self->cancelled_handler != 0)
    g_cancellable_disconnect (cancellable, self->cancelled_handler);
  drop_plan (self);
  g_clear_object (&self->shown);
  g_clear_object (&self->inner);
  g_task_return_pointer (task, g_steal_pointer (&self->run), g_object_unref);
  return G_SOURCE_REMOVE;
}

/* In the run's thread */

static gboolean
cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
on_verdict (LcCheck *check, GParamSpec *pspec, LcRunThread *self)
{
  LcCheck *shown = lc_checklist_find (self->shown, lc_check_get_id (check));
  const LcVerdict *verdict = lc_check_get_verdict (check);
  RowUpdate *update;

  if (shown == NULL)
    return;
  update = g_new0 (RowUpdate, 1);
  update->shown = g_object_ref (shown);
  update->state = lc_check_get_state (check);
  g_set_object (&update->measurement, lc_check_get_measurement (check));
  update->verdict = verdict != NULL ? lc_verdict_copy (verdict) : NULL;
  post (self->home, apply_update, update, row_update_free);
}

static void
on_run_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LcRunThread *self = user_data;

  self->run = lc_runner_run_finish (LC_RUNNER (source), result);
}

static gpointer
run_in_thread (gpointer data)
{
  LcRunThread *self = data;
  guint n_rows = self->shown != NULL ? lc_checklist_get_size (self->asked) : 0;

  g_main_context_push_thread_default (self->context);
  for (guint i = 0; i < n_rows; i++)
    g_signal_connect (lc_checklist_get (self->asked, i), "notify::verdict", G_CALLBACK (on_verdict), self);
  lc_runner_run_async (self->runner, self->inner, on_run_finished, self);
  while (self->run == NULL)
    g_main_context_iteration (self->context, TRUE);
  for (guint i = 0; i < n_rows; i++)
    g_signal_handlers_disconnect_by_func (lc_checklist_get (self->asked, i), on_verdict, self);
  g_main_context_pop_thread_default (self->context);
  post (self->home, finish, self, NULL);
  return NULL;
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  LcRunThread *self = user_data;

  post (self->context, cancel, g_object_ref (self->inner), g_object_unref);
}

/* Returns: (transfer full): for one run; make it in the thread that shall hear of it */
LcRunThread *
lc_run_thread_new (void)
{
  return g_object_new (LC_TYPE_RUN_THREAD, NULL);
}

/* Returns: (transfer none): what the plan of the run belongs to */
GMainContext *
lc_run_thread_get_context (LcRunThread *self)
{
  return self->context;
}

/**
 * lc_run_thread_run_async:
 * @runner: (transfer full): of the rows @asked
 * @asked: (transfer full): the rows of the plan
 * @keep: (transfer full) (nullable): what must live until the run is over
 * @shown: (nullable): the rows that follow; those that @asked does not have stay as they are
 * @cancellable: (nullable): stops the run at once with what is known
 *
 * Once for an LcRunThread. The callback comes in the main context in which it
 * was made, after all updates of the rows.
 */
void
lc_run_thread_run_async (LcRunThread *self, LcRunner *runner, LcChecklist *asked, GObject *keep,
                         LcChecklist *shown, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (self->task == NULL);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, lc_run_thread_run_async);
  g_task_set_check_cancellable (self->task, FALSE);
  self->runner = runner;
  self->asked = asked;
  self->keep = keep;
  g_set_object (&self->shown, shown);
  self->inner = g_cancellable_new ();
  if (g_cancellable_is_cancelled (cancellable))
    g_cancellable_cancel (self->inner);
  else if (cancellable != NULL)
    self->cancelled_handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self, NULL);
  self->thread = g_thread_new ("linecheck run", run_in_thread, self);
}

/**
 * lc_run_thread_run_finish:
 *
 * Returns: (transfer full): always a run; a cancelled one is marked interrupted
 */
LcRun *
lc_run_thread_run_finish (LcRunThread *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
