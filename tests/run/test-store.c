/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-store.h"

#include <glib/gstdio.h>

static void
on_damaged (LcRunStore *store, LcSavedRun *saved, const char *message, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup_printf ("%s: %s", lc_saved_run_get_name (saved), message));
}

void
test_store_set_up (TestStore *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *parent = g_dir_make_tmp ("linecheck-store-XXXXXX", &error);

  g_assert_no_error (error);
  fixture->path = g_build_filename (parent, "data", "runs", NULL);
  fixture->directory = g_file_new_for_path (fixture->path);
  fixture->store = lc_run_store_new (fixture->directory);
  fixture->damaged = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect (fixture->store, "damaged", G_CALLBACK (on_damaged), fixture->damaged);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
test_store_tear_down (TestStore *fixture, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (fixture->path);
  g_autofree char *top = g_path_get_dirname (parent);

  g_assert_finalize_object (fixture->store);
  remove_tree (top);
  g_free (fixture->path);
  g_object_unref (fixture->directory);
  g_ptr_array_unref (fixture->damaged);
}

LcRun *
test_store_make_run (gint64 started_s, LcLineStatus status)
{
  g_auto (LcRunOptions) options = { .samples = 20, .timeout_ms = 10000, .only = g_new0 (char *, 1) };
  LcRunFacts facts = {
    .application_name = g_strdup ("test"),
    .application_version = g_strdup ("0"),
    .profile_id = g_strdup ("test"),
    .profile_name = g_strdup ("Test"),
    .profile_revision = g_strdup ("2026-01-01"),
    .started = g_date_time_new_from_unix_utc (started_s),
  };

  return lc_run_new_take (&facts, &options, lc_checklist_new (), lc_line_verdict_new (status));
}

/* Waits for one result. */
void
test_store_on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

GAsyncResult *
test_store_wait_for (GAsyncResult **place)
{
  while (*place == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *place;
}

LcSavedRun *
test_store_save_run (TestStore *fixture, LcRun *run, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lc_run_store_save_async (fixture->store, run, NULL, test_store_on_result, &result);
  return lc_run_store_save_finish (fixture->store, test_store_wait_for (&result), error);
}

/* Returns: the name that the run got; held by the list */
const char *
test_store_save (TestStore *fixture, gint64 started_s, LcLineStatus status)
{
  LcRun *run = test_store_make_run (started_s, status);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcSavedRun) saved = test_store_save_run (fixture, run, &error);

  g_assert_no_error (error);
  g_assert_cmpint (lc_saved_run_get_status (saved), ==, status);
  g_assert_finalize_object (run);
  return lc_saved_run_get_name (saved);
}

gboolean
test_store_refresh (TestStore *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lc_run_store_refresh_async (fixture->store, NULL, test_store_on_result, &result);
  return lc_run_store_refresh_finish (fixture->store, test_store_wait_for (&result), error);
}

LcRun *
test_store_load (TestStore *fixture, LcSavedRun *saved, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lc_run_store_load_async (fixture->store, saved, NULL, test_store_on_result, &result);
  return lc_run_store_load_finish (fixture->store, test_store_wait_for (&result), error);
}

LcRun *
test_store_load_latest (TestStore *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lc_run_store_load_latest_async (fixture->store, NULL, test_store_on_result, &result);
  return lc_run_store_load_latest_finish (fixture->store, test_store_wait_for (&result), error);
}

guint
test_store_get_size (TestStore *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->store));
}

const char *
test_store_get_name (TestStore *fixture, guint position)
{
  g_autoptr (LcSavedRun) saved = g_list_model_get_item (G_LIST_MODEL (fixture->store), position);

  return saved != NULL ? lc_saved_run_get_name (saved) : NULL;
}

void
test_store_put_file (TestStore *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->path, name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (fixture->path, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

gboolean
test_store_has_file (TestStore *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->path, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

guint
test_store_count_files (TestStore *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}
