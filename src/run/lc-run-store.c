/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-store.c: see lc-run-store.h. The files are in lc-run-folder.c.
 *
 * Every operation is a job for a worker thread. What the job learned about the
 * directory is shown in the list before the caller hears of the end. The task of
 * the worker holds nothing but the job, which is emptied in the main context, so
 * that no object dies in the worker.
 */
#include "config.h"

#include "run/lc-run-store.h"

#include "language/lc-i18n.h"
#include "run/lc-run-folder.h"
#include "run/lc-run-rejudge.h"

/* Files that are tried in search of the latest run. */
#define MAX_DAMAGED 10

struct _LcRunStore
{
  GObject parent_instance;

  GFile *directory;
  GPtrArray *saved;  /* of LcSavedRun, newest first */
  guint shown_serial; /* of the listing that @saved shows */

  GMutex mutex; /* held while a job reads or changes the directory */
  guint serial; /* of the newest listing; under @mutex */
};

enum
{
  SIGNAL_DAMAGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  LcSavedRun *saved;
  char *message;
} DamagedRun;

typedef struct
{
  LcRunStore *store; /* not owned: the caller's task holds it */
  LcRun *run;        /* to save, or loaded */
  LcSavedRun *saved; /* to load, or saved */
  GPtrArray *list;   /* of LcSavedRun: what is in the directory, or %NULL when not asked */
  guint serial;      /* of @list */
  GPtrArray *damages; /* of DamagedRun */
} RunStoreJob;

static GType
lc_run_store_get_item_type (GListModel *model)
{
  return LC_TYPE_SAVED_RUN;
}

static guint
lc_run_store_get_n_items (GListModel *model)
{
  return LC_RUN_STORE (model)->saved->len;
}

static gpointer
lc_run_store_get_item (GListModel *model, guint position)
{
  LcRunStore *self = LC_RUN_STORE (model);

  return position < self->saved->len ? g_object_ref (g_ptr_array_index (self->saved, position)) : NULL;
}

static void
lc_run_store_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = lc_run_store_get_item_type;
  iface->get_n_items = lc_run_store_get_n_items;
  iface->get_item = lc_run_store_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LcRunStore, lc_run_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, lc_run_store_list_model_init))

static void
damage_free (gpointer data)
{
  DamagedRun *damage = data;

  g_object_unref (damage->saved);
  g_free (damage->message);
  g_free (damage);
}

static void
job_clear (RunStoreJob *job)
{
  g_clear_object (&job->run);
  g_clear_object (&job->saved);
  g_clear_pointer (&job->list, g_ptr_array_unref);
  g_clear_pointer (&job->damages, g_ptr_array_unref);
}

static void
job_free (gpointer data)
{
  job_clear (data);
  g_free (data);
}

/* A run that is shown already keeps its object. */
static GPtrArray *
reuse_objects (LcRunStore *self, GPtrArray *list)
{
  g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *merged = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->saved->len; i++)
    {
      LcSavedRun *saved = g_ptr_array_index (self->saved, i);

      g_hash_table_insert (by_name, (gpointer) lc_saved_run_get_name (saved), saved);
    }
  for (guint i = 0; i < list->len; i++)
    {
      LcSavedRun *saved = g_ptr_array_index (list, i);
      LcSavedRun *known = g_hash_table_lookup (by_name, lc_saved_run_get_name (saved));

      g_ptr_array_add (merged, g_object_ref (known != NULL ? known : saved));
    }
  return merged;
}

static void
show_list (LcRunStore *self, GPtrArray *list)
{
  GPtrArray *after = reuse_objects (self, list);
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->saved);
  guint head = 0, tail = 0, shorter = MIN (before->len, after->len);

  self->saved = after;
  while (head < shorter && before->pdata[head] == after->pdata[head])
    head++;
  while (tail < shorter - head && before->pdata[before->len - 1 - tail] == after->pdata[after->len - 1 - tail])
    tail++;
  if (head + tail < before->len || head + tail < after->len)
    g_list_model_items_changed (G_LIST_MODEL (self), head, before->len - head - tail, after->len - head - tail);
}

static void
show_job (LcRunStore *self, RunStoreJob *job)
{
  if (job->list != NULL && job->serial > self->shown_serial)
    {
      self->shown_serial = job->serial;
      show_list (self, job->list);
    }
  for (guint i = 0; i < job->damages->len; i++)
    {
      DamagedRun *damage = g_ptr_array_index (job->damages, i);

      g_signal_emit (self, signals[SIGNAL_DAMAGED], 0, damage->saved, damage->message);
    }
}

static void
on_job_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RunStoreJob *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  GObject *value = g_task_propagate_pointer (G_TASK (result), &error);

  show_job (g_task_get_source_object (task), job);
  job_clear (job);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, value, g_object_unref);
}

/* Takes @run and @saved. Cancellation is the worker's to heed: what was saved is
 * saved, even when somebody cancels in that moment. */
static void
start_job (LcRunStore *self, gpointer source_tag, GTaskThreadFunc function, LcRun *run, LcSavedRun *saved,
           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) work = g_task_new (NULL, cancellable, on_job_done, task);
  RunStoreJob *job = g_new0 (RunStoreJob, 1);

  g_task_set_source_tag (task, source_tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (work, source_tag);
  g_task_set_check_cancellable (work, FALSE);
  job->store = self;
  job->run = run;
  job->saved = saved;
  job->damages = g_ptr_array_new_with_free_func (damage_free);
  g_task_set_task_data (work, job, job_free);
  g_task_run_in_thread (work, function);
}

/* Under the mutex. */
static gboolean
list_directory (RunStoreJob *job, GCancellable *cancellable, GError **error)
{
  job->list = lc_run_folder_list (job->store->directory, cancellable, error);
  job->serial = ++job->store->serial;
  return job->list != NULL;
}

static void
refresh_in_thread (GTask *work, gpointer source, gpointer data, GCancellable *cancellable)
{
  RunStoreJob *job = data;
  GError *error = NULL;

  g_mutex_lock (&job->store->mutex);
  list_directory (job, cancellable, &error);
  g_mutex_unlock (&job->store->mutex);
  if (error != NULL)
    g_task_return_error (work, error);
  else
    g_task_return_pointer (work, NULL, NULL);
}

static void
save_in_thread (GTask *work, gpointer source, gpointer data, GCancellable *cancellable)
{
  RunStoreJob *job = data;
  GError *error = NULL;

  g_mutex_lock (&job->store->mutex);
  if (list_directory (job, cancellable, &error))
    job->saved = lc_run_folder_write (job->store->directory, job->run, job->list, cancellable, &error);
  if (job->saved != NULL)
    lc_run_folder_prune (job->list, LC_RUN_STORE_MAX_RUNS, job->saved);
  g_mutex_unlock (&job->store->mutex);
  if (error != NULL)
    g_task_return_error (work, error);
  else
    g_task_return_pointer (work, g_object_ref (job->saved), g_object_unref);
}

static LcRun *
load (LcSavedRun *saved, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return lc_run_open (lc_saved_run_get_file (saved), error);
}

static void
load_in_thread (GTask *work, gpointer source, gpointer data, GCancellable *cancellable)
{
  RunStoreJob *job = data;
  GError *error = NULL;
  LcRun *run = load (job->saved, cancellable, &error);

  if (run == NULL)
    g_task_return_error (work, error);
  else
    g_task_return_pointer (work, run, g_object_unref);
}

/* A file that is gone was dropped by another process, and is not damaged. */
static void
note_damage (RunStoreJob *job, LcSavedRun *saved, const GError *error)
{
  DamagedRun *damage;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return;
  damage = g_new0 (DamagedRun, 1);
  damage->saved = g_object_ref (saved);
  damage->message = g_strdup (error->message);
  g_ptr_array_add (job->damages, damage);
}

static LcRun *
load_latest (RunStoreJob *job, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < job->list->len && job->damages->len < MAX_DAMAGED; i++)
    {
      LcSavedRun *saved = g_ptr_array_index (job->list, i);
      g_autoptr (GError) local_error = NULL;
      LcRun *run = load (saved, cancellable, &local_error);

      if (run != NULL)
        return run;
      if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      note_damage (job, saved, local_error);
    }
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                       job->damages->len == 0 ? _("No run has been saved yet.")
                                              : _("None of the newest saved runs can be read."));
  return NULL;
}

static void
load_latest_in_thread (GTask *work, gpointer source, gpointer data, GCancellable *cancellable)
{
  RunStoreJob *job = data;
  GError *error = NULL;
  LcRun *run = NULL;
  gboolean is_listed;

  g_mutex_lock (&job->store->mutex);
  is_listed = list_directory (job, cancellable, &error);
  g_mutex_unlock (&job->store->mutex);
  if (is_listed)
    run = load_latest (job, cancellable, &error);
  if (run == NULL)
    g_task_return_error (work, error);
  else
    g_task_return_pointer (work, run, g_object_unref);
}

static void
lc_run_store_finalize (GObject *object)
{
  LcRunStore *self = LC_RUN_STORE (object);

  g_clear_object (&self->directory);
  g_ptr_array_unref (self->saved);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (lc_run_store_parent_class)->finalize (object);
}

static void
lc_run_store_class_init (LcRunStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_run_store_finalize;

  signals[SIGNAL_DAMAGED] = g_signal_new ("damaged", LC_TYPE_RUN_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, LC_TYPE_SAVED_RUN, G_TYPE_STRING);
}

static void
lc_run_store_init (LcRunStore *self)
{
  self->saved = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_init (&self->mutex);
}

/**
 * lc_run_store_new:
 * @directory: a local directory; need not be there yet
 *
 * Returns: (transfer full): a store that shows nothing until it has read the
 *   directory: lc_run_store_refresh_async()
 */
LcRunStore *
lc_run_store_new (GFile *directory)
{
  LcRunStore *self = g_object_new (LC_TYPE_RUN_STORE, NULL);

  self->directory = g_object_ref (directory);
  return self;
}

/* Returns: (transfer none) */
GFile *
lc_run_store_get_directory (LcRunStore *self)
{
  return self->directory;
}

/**
 * lc_run_store_refresh_async:
 *
 * Reads the names in the directory again.
 */
void
lc_run_store_refresh_async (LcRunStore *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  start_job (self, lc_run_store_refresh_async, refresh_in_thread, NULL, NULL, cancellable, callback, user_data);
}

/**
 * lc_run_store_refresh_finish:
 * @error: return location for a %G_IO_ERROR; the list is then what it was
 *
 * Returns: whether the directory could be read; there need not be one
 */
gboolean
lc_run_store_refresh_finish (LcRunStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  g_task_propagate_pointer (G_TASK (result), error);
  return !g_task_had_error (G_TASK (result));
}

/**
 * lc_run_store_save_async:
 * @run: not changed, not kept
 * @cancellable: (nullable): until the file is there; a run that is saved stays
 *
 * Writes the run into a file of its own, readable by its owner alone, and deletes
 * the oldest runs beyond %LC_RUN_STORE_MAX_RUNS, damaged or not.
 */
void
lc_run_store_save_async (LcRunStore *self, LcRun *run, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  start_job (self, lc_run_store_save_async, save_in_thread, g_object_ref (run), NULL, cancellable, callback,
             user_data);
}

/**
 * lc_run_store_save_finish:
 * @error: return location for a %G_IO_ERROR that names the directory; nothing was
 *   written or deleted then
 *
 * Returns: (transfer full): the entry of the list, or %NULL
 */
LcSavedRun *
lc_run_store_save_finish (LcRunStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lc_run_store_load_async:
 * @saved: an entry of the list
 */
void
lc_run_store_load_async (LcRunStore *self, LcSavedRun *saved, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  start_job (self, lc_run_store_load_async, load_in_thread, NULL, g_object_ref (saved), cancellable, callback,
             user_data);
}

/**
 * lc_run_store_load_finish:
 * @error: return location for a %G_IO_ERROR, %LC_RUN_ERROR or %LC_JSON_ERROR, each
 *   naming the file
 *
 * Returns: (transfer full): the run, or %NULL
 */
LcRun *
lc_run_store_load_finish (LcRunStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lc_run_store_load_latest_async:
 *
 * Reads the names in the directory and the newest run that can be read; before
 * the callback, LcRunStore::damaged is emitted for each newer one that cannot.
 */
void
lc_run_store_load_latest_async (LcRunStore *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  start_job (self, lc_run_store_load_latest_async, load_latest_in_thread, NULL, NULL, cancellable, callback,
             user_data);
}

/**
 * lc_run_store_load_latest_finish:
 * @error: return location for a %G_IO_ERROR: %G_IO_ERROR_NOT_FOUND when there is
 *   no run that can be read
 *
 * Returns: (transfer full): the run, or %NULL
 */
LcRun *
lc_run_store_load_latest_finish (LcRunStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
