/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store of runs in trouble: nothing is lost when a file is damaged, a
 * directory cannot be written, a task is cancelled, or others write too. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "test-store.h"

static void
test_damaged (TestStore *fixture, gconstpointer data)
{
  g_autoptr (LcSavedRun) saved = NULL;
  g_autoptr (LcRun) latest = NULL;
  g_autoptr (GError) error = NULL;

  test_store_save (fixture, STARTED, LC_LINE_STATUS_READY);
  test_store_put_file (fixture, "2026-11-22T070001Z-ready.linecheck.json", "");
  test_store_put_file (fixture, "2026-11-22T070002Z-ready.linecheck.json",
                       "{\"format\":\"linecheck-run\",\"version\":99}");
  test_store_put_file (fixture, "2026-11-22T070003Z-ready.linecheck.json",
                       "{\"format\":\"linecheck-r");

  latest = test_store_load_latest (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_date_time_to_unix (lc_run_get_facts (latest)->started), ==, STARTED);
  g_assert_cmpuint (test_store_get_size (fixture), ==, 4);
  g_assert_cmpuint (fixture->damaged->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const char *text = g_ptr_array_index (fixture->damaged, i);
      g_autofree char *name = g_strdup_printf ("2026-11-22T07000%uZ-ready.linecheck.json", 3 - i);
      g_autofree char *path = g_build_filename (fixture->path, name, NULL);

      g_assert_true (g_str_has_prefix (text, name));
      g_assert_nonnull (strstr (text, path)); /* in the message, too */
      g_assert_true (test_store_has_file (fixture, name));
    }

  saved = g_list_model_get_item (G_LIST_MODEL (fixture->store), 0);
  g_assert_null (test_store_load (fixture, saved, &error));
  g_assert_nonnull (strstr (error->message, "2026-11-22T070003Z-ready.linecheck.json"));
  g_assert_cmpuint (fixture->damaged->len, ==, 3);
}

static void
test_all_damaged (TestStore *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  test_store_put_file (fixture, "2026-11-22T070001Z-ready.linecheck.json", "?");
  g_assert_null (test_store_load_latest (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpuint (fixture->damaged->len, ==, 1);
}

/* A name of ours on something that is no file. */
static void
test_not_a_file (TestStore *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->path,
                                            "2026-11-22T070000Z-ready.linecheck.json", NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  test_store_save (fixture, STARTED, LC_LINE_STATUS_READY);
  g_assert_cmpuint (test_store_get_size (fixture), ==, 1);
  g_assert_cmpstr (test_store_get_name (fixture, 0), ==,
                   "2026-11-22T070000Z_02-ready.linecheck.json");
}

static void
test_file_in_place_of_directory (TestStore *fixture, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (fixture->path);
  g_autoptr (LcRun) run = test_store_make_run (STARTED, LC_LINE_STATUS_READY);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, "precious", -1, NULL));
  g_assert_null (test_store_save_run (fixture, run, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_clear_error (&error);
  g_assert_false (test_store_refresh (fixture, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (test_store_load_latest (fixture, &error));
  g_assert_nonnull (error);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "precious");
}

static void
test_file_in_place_of_parent (TestStore *fixture, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (fixture->path);
  g_autoptr (LcRun) run = test_store_make_run (STARTED, LC_LINE_STATUS_READY);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (parent, "precious", -1, NULL));
  g_assert_null (test_store_save_run (fixture, run, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, fixture->path));
}

/* The limit on the size of files stands for a disk that is full: the write
 * stops in the middle. */
static void
test_disk_full (TestStore *fixture, gconstpointer data)
{
  g_autoptr (LcRun) run = test_store_make_run (STARTED + 10000, LC_LINE_STATUS_NOT_READY);
  g_autoptr (GError) error = NULL;
  struct rlimit limit, small;

  for (guint i = 0; i < LC_RUN_STORE_MAX_RUNS; i++)
    {
      g_autoptr (GDateTime) started = g_date_time_new_from_unix_utc (STARTED + i);
      g_autofree char *name = lc_saved_run_format_name (started, 1, LC_LINE_STATUS_READY);

      test_store_put_file (fixture, name, "{}");
    }
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 100;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_null (test_store_save_run (fixture, run, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_assert_cmpuint (test_store_get_size (fixture), ==,
                    LC_RUN_STORE_MAX_RUNS); /* nothing was dropped for it */
  g_assert_cmpuint (test_store_count_files (fixture), ==, LC_RUN_STORE_MAX_RUNS);
}

static void
test_cancelled_before (TestStore *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (LcRun) run = test_store_make_run (STARTED, LC_LINE_STATUS_READY);
  g_autoptr (GAsyncResult) saving = NULL;
  g_autoptr (GAsyncResult) loading = NULL;
  g_autoptr (GAsyncResult) refreshing = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  lc_run_store_save_async (fixture->store, run, cancellable, test_store_on_result, &saving);
  g_assert_null (lc_run_store_save_finish (fixture->store, test_store_wait_for (&saving), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (test_store_count_files (fixture), ==, 0);

  test_store_save (fixture, STARTED, LC_LINE_STATUS_READY);
  lc_run_store_load_latest_async (fixture->store, cancellable, test_store_on_result, &loading);
  g_assert_null (lc_run_store_load_latest_finish (fixture->store, test_store_wait_for (&loading),
                                                  &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  lc_run_store_refresh_async (fixture->store, cancellable, test_store_on_result, &refreshing);
  g_assert_false (lc_run_store_refresh_finish (fixture->store, test_store_wait_for (&refreshing),
                                               &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (test_store_get_size (fixture), ==, 1);
  g_assert_cmpuint (fixture->damaged->len, ==, 0);
}

/* At any moment: either cancelled and nothing there, or saved and the file whole. */
static void
test_cancelled_meanwhile (TestStore *fixture, gconstpointer data)
{
  guint n_saved = 0;

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (LcRun) run = test_store_make_run (STARTED + i, LC_LINE_STATUS_READY);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (LcSavedRun) saved = NULL;

      lc_run_store_save_async (fixture->store, run, cancellable, test_store_on_result, &result);
      g_usleep (20 * i);
      g_cancellable_cancel (cancellable);
      saved = lc_run_store_save_finish (fixture->store, test_store_wait_for (&result), &error);
      if (saved == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        n_saved++;
      g_assert_cmpuint (test_store_get_size (fixture), ==, n_saved);
      g_assert_cmpuint (test_store_count_files (fixture), ==, n_saved);
    }
}

/* Many at once in one process. */
static void
test_saves_at_once (TestStore *fixture, gconstpointer data)
{
  GAsyncResult *results[20] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (LcRun) run = test_store_make_run (STARTED, LC_LINE_STATUS_READY);

      lc_run_store_save_async (fixture->store, run, NULL, test_store_on_result, &results[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LcSavedRun) saved =
        lc_run_store_save_finish (fixture->store, test_store_wait_for (&results[i]), &error);

      g_assert_no_error (error);
      g_object_unref (results[i]);
    }
  g_assert_cmpuint (test_store_get_size (fixture), ==, G_N_ELEMENTS (results));
  g_assert_cmpuint (test_store_count_files (fixture), ==, G_N_ELEMENTS (results));
}

/* Several processes at once, into the same second: every run is kept, whole. */
static void
test_processes_at_once (TestStore *fixture, gconstpointer data)
{
  enum { N_PROCESSES = 4, N_RUNS = 10 };
  g_autofree char *count = g_strdup_printf ("%d", N_RUNS);
  GPid pids[N_PROCESSES];

  for (guint i = 0; i < N_PROCESSES; i++)
    {
      char *argv[] = { g_file_read_link ("/proc/self/exe", NULL), (char *) "--save", fixture->path, count,
                       NULL };
      g_autoptr (GError) error = NULL;

      g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pids[i], &error);
      g_assert_no_error (error);
      g_free (argv[0]);
    }
  for (guint i = 0; i < N_PROCESSES; i++)
    {
      int status;

      g_assert_cmpint (waitpid (pids[i], &status, 0), ==, pids[i]);
      g_assert_cmpint (status, ==, 0);
    }
  g_assert_true (test_store_refresh (fixture, NULL));
  g_assert_cmpuint (test_store_get_size (fixture), ==, N_PROCESSES * N_RUNS);
  g_assert_cmpuint (test_store_count_files (fixture), ==, N_PROCESSES * N_RUNS);
  for (guint i = 0; i < N_PROCESSES * N_RUNS; i++)
    {
      g_autoptr (LcSavedRun) saved = g_list_model_get_item (G_LIST_MODEL (fixture->store), i);
      g_autoptr (GError) error = NULL;
      g_autoptr (LcRun) run = test_store_load (fixture, saved, &error);

      g_assert_no_error (error);
    }
}

/* What each of those processes does. */
static int
save_many (const char *path, guint n)
{
  TestStore fixture = { .directory = g_file_new_for_path (path) };

  fixture.store = lc_run_store_new (fixture.directory);
  for (guint i = 0; i < n; i++)
    test_store_save (&fixture, STARTED, LC_LINE_STATUS_READY);
  g_object_unref (fixture.store);
  g_object_unref (fixture.directory);
  return 0;
}

/* The store may go while a save is under way; the run is saved all the same. */
static void
test_store_goes_first (TestStore *fixture, gconstpointer data)
{
  LcRunStore *store = lc_run_store_new (fixture->directory);
  LcRun *run = test_store_make_run (STARTED, LC_LINE_STATUS_READY);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcSavedRun) saved = NULL;

  lc_run_store_save_async (store, run, NULL, test_store_on_result, &result);
  g_object_unref (store);
  g_object_unref (run);
  test_store_wait_for (&result);
  saved = g_task_propagate_pointer (G_TASK (result), &error);
  g_assert_no_error (error);
  g_assert_true (test_store_has_file (fixture, lc_saved_run_get_name (saved)));
}

#define ADD(path, function) \
  g_test_add (path, TestStore, NULL, test_store_set_up, function, test_store_tear_down)

int
main (int argc, char *argv[])
{
  if (argc == 4 && strcmp (argv[1], "--save") == 0)
    return save_many (argv[2], strtoul (argv[3], NULL, 10));

  g_test_init (&argc, &argv, NULL);
  ADD ("/run-store-trouble/damaged", test_damaged);
  ADD ("/run-store-trouble/all-damaged", test_all_damaged);
  ADD ("/run-store-trouble/not-a-file", test_not_a_file);
  ADD ("/run-store-trouble/file-in-place-of-directory", test_file_in_place_of_directory);
  ADD ("/run-store-trouble/file-in-place-of-parent", test_file_in_place_of_parent);
  ADD ("/run-store-trouble/disk-full", test_disk_full);
  ADD ("/run-store-trouble/cancelled-before", test_cancelled_before);
  ADD ("/run-store-trouble/cancelled-meanwhile", test_cancelled_meanwhile);
  ADD ("/run-store-trouble/saves-at-once", test_saves_at_once);
  ADD ("/run-store-trouble/processes-at-once", test_processes_at_once);
  ADD ("/run-store-trouble/store-goes-first", test_store_goes_first);
  return g_test_run ();
}
