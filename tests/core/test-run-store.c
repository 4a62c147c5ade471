/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store of runs: there and back, the oldest dropped, and nothing lost when
 * a file is damaged, a directory cannot be written, or others write too. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/lc-run-json.h"
#include "core/lc-run-store.h"

#define STARTED 1795330800 /* 2026-11-22T07:00:00Z */

typedef struct
{
  char *path;
  GFile *directory;
  LcRunStore *store;
  GPtrArray *damaged; /* of char *: "name: message" */
} Fixture;

static void
on_damaged (LcRunStore *store, LcSavedRun *saved, const char *message, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup_printf ("%s: %s", lc_saved_run_get_name (saved), message));
}

static void
set_up (Fixture *fixture, gconstpointer data)
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

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (fixture->path);
  g_autofree char *top = g_path_get_dirname (parent);

  g_assert_finalize_object (fixture->store);
  remove_tree (top);
  g_free (fixture->path);
  g_object_unref (fixture->directory);
  g_ptr_array_unref (fixture->damaged);
}

static LcRun *
make_run (gint64 started_s, LcLineStatus status)
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
static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **place)
{
  while (*place == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *place;
}

static LcSavedRun *
save_run (Fixture *fixture, LcRun *run, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lc_run_store_save_async (fixture->store, run, NULL, on_result, &result);
  return lc_run_store_save_finish (fixture->store, wait_for (&result), error);
}

/* Returns: the name that the run got; held by the list */
static const char *
save (Fixture *fixture, gint64 started_s, LcLineStatus status)
{
  LcRun *run = make_run (started_s, status);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcSavedRun) saved = save_run (fixture, run, &error);

  g_assert_no_error (error);
  g_assert_cmpint (lc_saved_run_get_status (saved), ==, status);
  g_assert_finalize_object (run);
  return lc_saved_run_get_name (saved);
}

static gboolean
refresh (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lc_run_store_refresh_async (fixture->store, NULL, on_result, &result);
  return lc_run_store_refresh_finish (fixture->store, wait_for (&result), error);
}

static LcRun *
load (Fixture *fixture, LcSavedRun *saved, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lc_run_store_load_async (fixture->store, saved, NULL, on_result, &result);
  return lc_run_store_load_finish (fixture->store, wait_for (&result), error);
}

static LcRun *
load_latest (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lc_run_store_load_latest_async (fixture->store, NULL, on_result, &result);
  return lc_run_store_load_latest_finish (fixture->store, wait_for (&result), error);
}

static guint
get_size (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->store));
}

static const char *
get_name (Fixture *fixture, guint position)
{
  g_autoptr (LcSavedRun) saved = g_list_model_get_item (G_LIST_MODEL (fixture->store), position);

  return saved != NULL ? lc_saved_run_get_name (saved) : NULL;
}

static void
put_file (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->path, name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (fixture->path, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static gboolean
has_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->path, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static guint
count_files (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  LcRun *run = make_run (STARTED, LC_LINE_STATUS_READY_WITH_CAUTIONS);
  g_autoptr (GError) error = NULL;
  LcSavedRun *saved = save_run (fixture, run, &error);
  LcRun *loaded;
  g_autofree char *text = lc_run_to_json (run, NULL);
  g_autofree char *again = NULL;
  g_autofree char *path = NULL;
  GStatBuf status;

  g_assert_no_error (error);
  g_assert_cmpstr (lc_saved_run_get_name (saved), ==, "2026-11-22T070000Z-ready-with-cautions.linecheck.json");
  g_assert_true (g_file_has_prefix (lc_saved_run_get_file (saved), lc_run_store_get_directory (fixture->store)));
  g_assert_cmpint (g_date_time_to_unix (lc_saved_run_get_started (saved)), ==, STARTED);
  g_assert_cmpuint (get_size (fixture), ==, 1);
  g_assert_cmpuint (count_files (fixture), ==, 1);

  /* It tells where somebody is: for the owner's eyes. */
  path = g_file_get_path (lc_saved_run_get_file (saved));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);

  loaded = load (fixture, saved, &error);
  g_assert_no_error (error);
  again = lc_run_to_json (loaded, NULL);
  g_assert_cmpstr (text, ==, again);
  g_assert_finalize_object (loaded);
  loaded = load_latest (fixture, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (loaded);
  g_assert_finalize_object (run);
  g_object_unref (saved);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (refresh (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (get_size (fixture), ==, 0);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_null (load_latest (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    guint sequence;
    LcLineStatus status;
  } good[] = {
    { "2026-11-22T072000Z-ready.linecheck.json", 1, LC_LINE_STATUS_READY },
    { "2026-11-22T072000Z-ready-with-cautions.linecheck.json", 1, LC_LINE_STATUS_READY_WITH_CAUTIONS },
    { "2026-11-22T072000Z_02-not-ready.linecheck.json", 2, LC_LINE_STATUS_NOT_READY },
    { "2026-11-22T072000Z_99-incomplete.linecheck.json", 99, LC_LINE_STATUS_INCOMPLETE },
  };
  static const char *const bad[] = {
    "",
    "notes.txt",
    "linecheck.json",
    "2026-11-22T072000Z.linecheck.json",
    "2026-11-22T072000Z-.linecheck.json",
    "2026-11-22T072000Z-ready.json",
    "2026-11-22T072000Z-ready.linecheck.json~",
    "2026-11-22T072000Z-happy.linecheck.json",
    "2026-11-22T072000-ready.linecheck.json",
    "2026-13-22T072000Z-ready.linecheck.json",
    "2026-11-22T252000Z-ready.linecheck.json",
    "2026-1-22T072000Z-ready.linecheck.json",
    "2026-11-22T 72000Z-ready.linecheck.json",
    "+026-11-22T072000Z-ready.linecheck.json",
    "2026-11-22T072000Z_1-ready.linecheck.json",
    "2026-11-22T072000Z_01-ready.linecheck.json",
    "2026-11-22T072000Z_2-ready.linecheck.json",
    "2026-11-22T072000Z_-ready.linecheck.json",
    " 2026-11-22T072000Z-ready.linecheck.json",
  };
  g_autoptr (GFile) directory = g_file_new_for_path ("/nowhere");

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (LcSavedRun) saved = lc_saved_run_new (directory, good[i].name);

      g_assert_nonnull (saved);
      g_assert_cmpint (lc_saved_run_get_sequence (saved), ==, good[i].sequence);
      g_assert_cmpint (lc_saved_run_get_status (saved), ==, good[i].status);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (lc_saved_run_new (directory, bad[i]));
}

/* In bytes, as any file manager sorts them. */
static void
test_names_sort_by_time (Fixture *fixture, gconstpointer data)
{
  g_autofree char *previous = NULL;

  for (guint i = 0; i < 24; i++)
    {
      const char *name = save (fixture, STARTED + i / 12, i % 3);

      if (previous != NULL)
        g_assert_cmpstr (previous, <, name);
      g_free (previous);
      previous = g_strdup (name);
    }
}

static void
test_newest_first (Fixture *fixture, gconstpointer data)
{
  save (fixture, STARTED + 60, LC_LINE_STATUS_NOT_READY);
  save (fixture, STARTED, LC_LINE_STATUS_READY);
  save (fixture, STARTED + 120, LC_LINE_STATUS_INCOMPLETE);
  g_assert_cmpuint (get_size (fixture), ==, 3);
  g_assert_cmpstr (get_name (fixture, 0), ==, "2026-11-22T070200Z-incomplete.linecheck.json");
  g_assert_cmpstr (get_name (fixture, 1), ==, "2026-11-22T070100Z-not-ready.linecheck.json");
  g_assert_cmpstr (get_name (fixture, 2), ==, "2026-11-22T070000Z-ready.linecheck.json");
}

static void
test_same_second (Fixture *fixture, gconstpointer data)
{
  for (guint i = 1; i <= LC_SAVED_RUN_MAX_SEQUENCE; i++)
    save (fixture, STARTED, i % 2 == 0 ? LC_LINE_STATUS_READY : LC_LINE_STATUS_NOT_READY);
  g_assert_cmpuint (get_size (fixture), ==, LC_SAVED_RUN_MAX_SEQUENCE);
  g_assert_cmpstr (get_name (fixture, 0), ==, "2026-11-22T070000Z_99-not-ready.linecheck.json");
  g_assert_cmpstr (get_name (fixture, 97), ==, "2026-11-22T070000Z_02-ready.linecheck.json");
  g_assert_cmpstr (get_name (fixture, 98), ==, "2026-11-22T070000Z-not-ready.linecheck.json");

  /* There is no name left for another. */
  {
    g_autoptr (LcRun) run = make_run (STARTED, LC_LINE_STATUS_READY);
    g_autoptr (GError) error = NULL;

    g_assert_null (save_run (fixture, run, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
    g_assert_cmpuint (count_files (fixture), ==, LC_SAVED_RUN_MAX_SEQUENCE);
  }
}

static void
test_prune (Fixture *fixture, gconstpointer data)
{
  g_autofree char *second = NULL;

  put_file (fixture, "notes.txt", "mine");
  put_file (fixture, ".linecheck-run-ABCDEF", "half a ru");
  for (guint i = 0; i < LC_RUN_STORE_MAX_RUNS; i++)
    {
      g_autoptr (GDateTime) started = g_date_time_new_from_unix_utc (STARTED + i);
      g_autofree char *name = lc_saved_run_format_name (started, 1, LC_LINE_STATUS_READY);

      put_file (fixture, name, i == 0 ? "damaged" : "{}");
      if (i == 1)
        second = g_steal_pointer (&name);
    }
  g_assert_true (refresh (fixture, NULL));
  g_assert_cmpuint (get_size (fixture), ==, LC_RUN_STORE_MAX_RUNS);
  g_assert_true (has_file (fixture, "2026-11-22T070000Z-ready.linecheck.json"));

  save (fixture, STARTED + 1000, LC_LINE_STATUS_READY);
  g_assert_cmpuint (get_size (fixture), ==, LC_RUN_STORE_MAX_RUNS);
  g_assert_false (has_file (fixture, "2026-11-22T070000Z-ready.linecheck.json"));
  g_assert_true (has_file (fixture, second));
  g_assert_true (has_file (fixture, "notes.txt"));
  g_assert_true (has_file (fixture, ".linecheck-run-ABCDEF")); /* may be written just now */
  g_assert_cmpuint (count_files (fixture), ==, LC_RUN_STORE_MAX_RUNS + 2);
}

static void
test_left_overs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->path, ".linecheck-run-ABCDEF", NULL);
  const struct timespec two_hours_ago[2] = { { .tv_sec = g_get_real_time () / G_USEC_PER_SEC - 7200 },
                                             { .tv_sec = g_get_real_time () / G_USEC_PER_SEC - 7200 } };

  put_file (fixture, ".linecheck-run-ABCDEF", "half a ru");
  g_assert_cmpint (utimensat (AT_FDCWD, path, two_hours_ago, 0), ==, 0);
  save (fixture, STARTED, LC_LINE_STATUS_READY);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

/* The clock was years ahead once: those runs neither pass for the newest nor
 * push out what is saved now. */
static void
test_clock_was_ahead (Fixture *fixture, gconstpointer data)
{
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *name = NULL;
  g_autofree char *last = NULL;
  g_autoptr (LcRun) latest = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < LC_RUN_STORE_MAX_RUNS; i++)
    {
      g_autofree char *ahead = g_strdup_printf ("2999-01-01T00%02d%02dZ-not-ready.linecheck.json", i / 60, i % 60);

      put_file (fixture, ahead, "{}");
    }
  name = g_strdup (save (fixture, now_s - 10, LC_LINE_STATUS_READY));
  g_assert_cmpuint (get_size (fixture), ==, LC_RUN_STORE_MAX_RUNS);
  g_assert_cmpstr (get_name (fixture, 0), ==, name);
  g_assert_cmpstr (get_name (fixture, 1), ==, "2999-01-01T000319Z-not-ready.linecheck.json");
  g_assert_false (has_file (fixture, "2999-01-01T000000Z-not-ready.linecheck.json"));
  latest = load_latest (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_date_time_to_unix (lc_run_get_facts (latest)->started), ==, now_s - 10);
  g_assert_cmpuint (fixture->damaged->len, ==, 0);

  /* The clock went back while this one ran: it comes last, and stays. */
  last = g_strdup (save (fixture, now_s + 3600, LC_LINE_STATUS_READY));
  g_assert_cmpuint (get_size (fixture), ==, LC_RUN_STORE_MAX_RUNS);
  g_assert_cmpstr (get_name (fixture, LC_RUN_STORE_MAX_RUNS - 1), ==, last);
  g_assert_true (has_file (fixture, last));
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LcSavedRun) saved = NULL;
  g_autoptr (LcRun) latest = NULL;
  g_autoptr (GError) error = NULL;

  save (fixture, STARTED, LC_LINE_STATUS_READY);
  put_file (fixture, "2026-11-22T070001Z-ready.linecheck.json", "");
  put_file (fixture, "2026-11-22T070002Z-ready.linecheck.json", "{\"format\":\"linecheck-run\",\"version\":99}");
  put_file (fixture, "2026-11-22T070003Z-ready.linecheck.json", "{\"format\":\"linecheck-r");

  latest = load_latest (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_date_time_to_unix (lc_run_get_facts (latest)->started), ==, STARTED);
  g_assert_cmpuint (get_size (fixture), ==, 4);
  g_assert_cmpuint (fixture->damaged->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const char *text = g_ptr_array_index (fixture->damaged, i);
      g_autofree char *name = g_strdup_printf ("2026-11-22T07000%uZ-ready.linecheck.json", 3 - i);
      g_autofree char *path = g_build_filename (fixture->path, name, NULL);

      g_assert_true (g_str_has_prefix (text, name));
      g_assert_nonnull (strstr (text, path)); /* in the message, too */
      g_assert_true (has_file (fixture, name));
    }

  saved = g_list_model_get_item (G_LIST_MODEL (fixture->store), 0);
  g_assert_null (load (fixture, saved, &error));
  g_assert_nonnull (strstr (error->message, "2026-11-22T070003Z-ready.linecheck.json"));
  g_assert_cmpuint (fixture->damaged->len, ==, 3);
}

static void
test_all_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put_file (fixture, "2026-11-22T070001Z-ready.linecheck.json", "?");
  g_assert_null (load_latest (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpuint (fixture->damaged->len, ==, 1);
}

/* A name of ours on something that is no file. */
static void
test_not_a_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->path, "2026-11-22T070000Z-ready.linecheck.json", NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  save (fixture, STARTED, LC_LINE_STATUS_READY);
  g_assert_cmpuint (get_size (fixture), ==, 1);
  g_assert_cmpstr (get_name (fixture, 0), ==, "2026-11-22T070000Z_02-ready.linecheck.json");
}

static void
test_file_in_place_of_directory (Fixture *fixture, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (fixture->path);
  g_autoptr (LcRun) run = make_run (STARTED, LC_LINE_STATUS_READY);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, "precious", -1, NULL));
  g_assert_null (save_run (fixture, run, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_clear_error (&error);
  g_assert_false (refresh (fixture, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (load_latest (fixture, &error));
  g_assert_nonnull (error);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "precious");
}

static void
test_file_in_place_of_parent (Fixture *fixture, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (fixture->path);
  g_autoptr (LcRun) run = make_run (STARTED, LC_LINE_STATUS_READY);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (parent, "precious", -1, NULL));
  g_assert_null (save_run (fixture, run, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, fixture->path));
}

/* The limit on the size of files stands for a disk that is full: the write
 * stops in the middle. */
static void
test_disk_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LcRun) run = make_run (STARTED + 10000, LC_LINE_STATUS_NOT_READY);
  g_autoptr (GError) error = NULL;
  struct rlimit limit, small;

  for (guint i = 0; i < LC_RUN_STORE_MAX_RUNS; i++)
    {
      g_autoptr (GDateTime) started = g_date_time_new_from_unix_utc (STARTED + i);
      g_autofree char *name = lc_saved_run_format_name (started, 1, LC_LINE_STATUS_READY);

      put_file (fixture, name, "{}");
    }
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 100;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_null (save_run (fixture, run, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_assert_cmpuint (get_size (fixture), ==, LC_RUN_STORE_MAX_RUNS); /* nothing was dropped for it */
  g_assert_cmpuint (count_files (fixture), ==, LC_RUN_STORE_MAX_RUNS);
}

static void
test_cancelled_before (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (LcRun) run = make_run (STARTED, LC_LINE_STATUS_READY);
  g_autoptr (GAsyncResult) saving = NULL;
  g_autoptr (GAsyncResult) loading = NULL;
  g_autoptr (GAsyncResult) refreshing = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  lc_run_store_save_async (fixture->store, run, cancellable, on_result, &saving);
  g_assert_null (lc_run_store_save_finish (fixture->store, wait_for (&saving), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_files (fixture), ==, 0);

  save (fixture, STARTED, LC_LINE_STATUS_READY);
  lc_run_store_load_latest_async (fixture->store, cancellable, on_result, &loading);
  g_assert_null (lc_run_store_load_latest_finish (fixture->store, wait_for (&loading), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  lc_run_store_refresh_async (fixture->store, cancellable, on_result, &refreshing);
  g_assert_false (lc_run_store_refresh_finish (fixture->store, wait_for (&refreshing), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (get_size (fixture), ==, 1);
  g_assert_cmpuint (fixture->damaged->len, ==, 0);
}

/* At any moment: either cancelled and nothing there, or saved and the file whole. */
static void
test_cancelled_meanwhile (Fixture *fixture, gconstpointer data)
{
  guint n_saved = 0;

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (LcRun) run = make_run (STARTED + i, LC_LINE_STATUS_READY);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (LcSavedRun) saved = NULL;

      lc_run_store_save_async (fixture->store, run, cancellable, on_result, &result);
      g_usleep (20 * i);
      g_cancellable_cancel (cancellable);
      saved = lc_run_store_save_finish (fixture->store, wait_for (&result), &error);
      if (saved == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        n_saved++;
      g_assert_cmpuint (get_size (fixture), ==, n_saved);
      g_assert_cmpuint (count_files (fixture), ==, n_saved);
    }
}

/* The object of a run that stays in the list stays the same, so that a
 * selection survives; and the signal tells exactly what changed. */
static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  g_string_append_printf (user_data, "%u-%u+%u ", position, removed, added);
}

static void
test_list_model (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) changes = g_string_new (NULL);
  g_autoptr (LcSavedRun) first = NULL;
  g_autoptr (LcSavedRun) again = NULL;
  g_autofree char *path = NULL;

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (fixture->store)) == LC_TYPE_SAVED_RUN);
  g_signal_connect (fixture->store, "items-changed", G_CALLBACK (on_items_changed), changes);
  save (fixture, STARTED, LC_LINE_STATUS_READY);
  first = g_list_model_get_item (G_LIST_MODEL (fixture->store), 0);
  save (fixture, STARTED + 1, LC_LINE_STATUS_READY);
  save (fixture, STARTED + 2, LC_LINE_STATUS_READY);
  g_assert_cmpstr (changes->str, ==, "0-0+1 0-0+1 0-0+1 ");
  g_string_truncate (changes, 0);

  refresh (fixture, NULL);
  g_assert_cmpstr (changes->str, ==, "");
  again = g_list_model_get_item (G_LIST_MODEL (fixture->store), 2);
  g_assert_true (first == again);

  path = g_build_filename (fixture->path, get_name (fixture, 1), NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
  refresh (fixture, NULL);
  g_assert_cmpstr (changes->str, ==, "1-1+0 ");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->store), 2));
}

/* Many at once in one process. */
static void
test_saves_at_once (Fixture *fixture, gconstpointer data)
{
  GAsyncResult *results[20] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (LcRun) run = make_run (STARTED, LC_LINE_STATUS_READY);

      lc_run_store_save_async (fixture->store, run, NULL, on_result, &results[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LcSavedRun) saved =
        lc_run_store_save_finish (fixture->store, wait_for (&results[i]), &error);

      g_assert_no_error (error);
      g_object_unref (results[i]);
    }
  g_assert_cmpuint (get_size (fixture), ==, G_N_ELEMENTS (results));
  g_assert_cmpuint (count_files (fixture), ==, G_N_ELEMENTS (results));
}

/* Several processes at once, into the same second: every run is kept, whole. */
static void
test_processes_at_once (Fixture *fixture, gconstpointer data)
{
  enum { N_PROCESSES = 4, N_RUNS = 10 };
  g_autofree char *count = g_strdup_printf ("%d", N_RUNS);
  GPid pids[N_PROCESSES];

  for (guint i = 0; i < N_PROCESSES; i++)
    {
      char *argv[] = { g_file_read_link ("/proc/self/exe", NULL), (char *) "--save", fixture->path, count, NULL };
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
  g_assert_true (refresh (fixture, NULL));
  g_assert_cmpuint (get_size (fixture), ==, N_PROCESSES * N_RUNS);
  g_assert_cmpuint (count_files (fixture), ==, N_PROCESSES * N_RUNS);
  for (guint i = 0; i < N_PROCESSES * N_RUNS; i++)
    {
      g_autoptr (LcSavedRun) saved = g_list_model_get_item (G_LIST_MODEL (fixture->store), i);
      g_autoptr (GError) error = NULL;
      g_autoptr (LcRun) run = load (fixture, saved, &error);

      g_assert_no_error (error);
    }
}

/* What each of those processes does. */
static int
save_many (const char *path, guint n)
{
  Fixture fixture = { .directory = g_file_new_for_path (path) };

  fixture.store = lc_run_store_new (fixture.directory);
  for (guint i = 0; i < n; i++)
    save (&fixture, STARTED, LC_LINE_STATUS_READY);
  g_object_unref (fixture.store);
  g_object_unref (fixture.directory);
  return 0;
}

/* The store may go while a save is under way; the run is saved all the same. */
static void
test_store_goes_first (Fixture *fixture, gconstpointer data)
{
  LcRunStore *store = lc_run_store_new (fixture->directory);
  LcRun *run = make_run (STARTED, LC_LINE_STATUS_READY);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcSavedRun) saved = NULL;

  lc_run_store_save_async (store, run, NULL, on_result, &result);
  g_object_unref (store);
  g_object_unref (run);
  wait_for (&result);
  saved = g_task_propagate_pointer (G_TASK (result), &error);
  g_assert_no_error (error);
  g_assert_true (has_file (fixture, lc_saved_run_get_name (saved)));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  if (argc == 4 && strcmp (argv[1], "--save") == 0)
    return save_many (argv[2], strtoul (argv[3], NULL, 10));

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-store/names", test_names);
  ADD ("/run-store/names-sort-by-time", test_names_sort_by_time);
  ADD ("/run-store/round-trip", test_round_trip);
  ADD ("/run-store/empty", test_empty);
  ADD ("/run-store/newest-first", test_newest_first);
  ADD ("/run-store/same-second", test_same_second);
  ADD ("/run-store/prune", test_prune);
  ADD ("/run-store/left-overs", test_left_overs);
  ADD ("/run-store/clock-was-ahead", test_clock_was_ahead);
  ADD ("/run-store/damaged", test_damaged);
  ADD ("/run-store/all-damaged", test_all_damaged);
  ADD ("/run-store/not-a-file", test_not_a_file);
  ADD ("/run-store/file-in-place-of-directory", test_file_in_place_of_directory);
  ADD ("/run-store/file-in-place-of-parent", test_file_in_place_of_parent);
  ADD ("/run-store/disk-full", test_disk_full);
  ADD ("/run-store/cancelled-before", test_cancelled_before);
  ADD ("/run-store/cancelled-meanwhile", test_cancelled_meanwhile);
  ADD ("/run-store/list-model", test_list_model);
  ADD ("/run-store/saves-at-once", test_saves_at_once);
  ADD ("/run-store/processes-at-once", test_processes_at_once);
  ADD ("/run-store/store-goes-first", test_store_goes_first);
  return g_test_run ();
}
