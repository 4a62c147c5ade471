/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store of runs: there and back, in order, the oldest dropped. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "test-store.h"

static void
test_round_trip (TestStore *fixture, gconstpointer data)
{
  LcRun *run = test_store_make_run (STARTED, LC_LINE_STATUS_READY_WITH_CAUTIONS);
  g_autoptr (GError) error = NULL;
  LcSavedRun *saved = test_store_save_run (fixture, run, &error);
  LcRun *loaded;
  g_autofree char *text = lc_run_to_json (run, NULL);
  g_autofree char *again = NULL;
  g_autofree char *path = NULL;
  GStatBuf status;

  g_assert_no_error (error);
  g_assert_cmpstr (lc_saved_run_get_name (saved), ==,
                   "2026-11-22T070000Z-ready-with-cautions.linecheck.json");
  g_assert_true (g_file_has_prefix (lc_saved_run_get_file (saved),
                                    lc_run_store_get_directory (fixture->store)));
  g_assert_cmpint (g_date_time_to_unix (lc_saved_run_get_started (saved)), ==, STARTED);
  g_assert_cmpuint (test_store_get_size (fixture), ==, 1);
  g_assert_cmpuint (test_store_count_files (fixture), ==, 1);

  /* It tells where somebody is: for the owner's eyes. */
  path = g_file_get_path (lc_saved_run_get_file (saved));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);

  loaded = test_store_load (fixture, saved, &error);
  g_assert_no_error (error);
  again = lc_run_to_json (loaded, NULL);
  g_assert_cmpstr (text, ==, again);
  g_assert_finalize_object (loaded);
  loaded = test_store_load_latest (fixture, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (loaded);
  g_assert_finalize_object (run);
  g_object_unref (saved);
}

static void
test_empty (TestStore *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (test_store_refresh (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (test_store_get_size (fixture), ==, 0);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_null (test_store_load_latest (fixture, &error));
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
test_names_sort_by_time (TestStore *fixture, gconstpointer data)
{
  g_autofree char *previous = NULL;

  for (guint i = 0; i < 24; i++)
    {
      const char *name = test_store_save (fixture, STARTED + i / 12, i % 3);

      if (previous != NULL)
        g_assert_cmpstr (previous, <, name);
      g_free (previous);
      previous = g_strdup (name);
    }
}

static void
test_newest_first (TestStore *fixture, gconstpointer data)
{
  test_store_save (fixture, STARTED + 60, LC_LINE_STATUS_NOT_READY);
  test_store_save (fixture, STARTED, LC_LINE_STATUS_READY);
  test_store_save (fixture, STARTED + 120, LC_LINE_STATUS_INCOMPLETE);
  g_assert_cmpuint (test_store_get_size (fixture), ==, 3);
  g_assert_cmpstr (test_store_get_name (fixture, 0), ==,
                   "2026-11-22T070200Z-incomplete.linecheck.json");
  g_assert_cmpstr (test_store_get_name (fixture, 1), ==,
                   "2026-11-22T070100Z-not-ready.linecheck.json");
  g_assert_cmpstr (test_store_get_name (fixture, 2), ==, "2026-11-22T070000Z-ready.linecheck.json");
}

static void
test_same_second (TestStore *fixture, gconstpointer data)
{
  for (guint i = 1; i <= LC_SAVED_RUN_MAX_SEQUENCE; i++)
    test_store_save (fixture, STARTED,
                     i % 2 == 0 ? LC_LINE_STATUS_READY : LC_LINE_STATUS_NOT_READY);
  g_assert_cmpuint (test_store_get_size (fixture), ==, LC_SAVED_RUN_MAX_SEQUENCE);
  g_assert_cmpstr (test_store_get_name (fixture, 0), ==,
                   "2026-11-22T070000Z_99-not-ready.linecheck.json");
  g_assert_cmpstr (test_store_get_name (fixture, 97), ==,
                   "2026-11-22T070000Z_02-ready.linecheck.json");
  g_assert_cmpstr (test_store_get_name (fixture, 98), ==,
                   "2026-11-22T070000Z-not-ready.linecheck.json");

  /* There is no name left for another. */
  {
    g_autoptr (LcRun) run = test_store_make_run (STARTED, LC_LINE_STATUS_READY);
    g_autoptr (GError) error = NULL;

    g_assert_null (test_store_save_run (fixture, run, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
    g_assert_cmpuint (test_store_count_files (fixture), ==, LC_SAVED_RUN_MAX_SEQUENCE);
  }
}

static void
test_prune (TestStore *fixture, gconstpointer data)
{
  g_autofree char *second = NULL;

  test_store_put_file (fixture, "notes.txt", "mine");
  test_store_put_file (fixture, ".linecheck-run-ABCDEF", "half a ru");
  for (guint i = 0; i < LC_RUN_STORE_MAX_RUNS; i++)
    {
      g_autoptr (GDateTime) started = g_date_time_new_from_unix_utc (STARTED + i);
      g_autofree char *name = lc_saved_run_format_name (started, 1, LC_LINE_STATUS_READY);

      test_store_put_file (fixture, name, i == 0 ? "damaged" : "{}");
      if (i == 1)
        second = g_steal_pointer (&name);
    }
  g_assert_true (test_store_refresh (fixture, NULL));
  g_assert_cmpuint (test_store_get_size (fixture), ==, LC_RUN_STORE_MAX_RUNS);
  g_assert_true (test_store_has_file (fixture, "2026-11-22T070000Z-ready.linecheck.json"));

  test_store_save (fixture, STARTED + 1000, LC_LINE_STATUS_READY);
  g_assert_cmpuint (test_store_get_size (fixture), ==, LC_RUN_STORE_MAX_RUNS);
  g_assert_false (test_store_has_file (fixture, "2026-11-22T070000Z-ready.linecheck.json"));
  g_assert_true (test_store_has_file (fixture, second));
  g_assert_true (test_store_has_file (fixture, "notes.txt"));
  g_assert_true (test_store_has_file (fixture, ".linecheck-run-ABCDEF")); /* perhaps written now */
  g_assert_cmpuint (test_store_count_files (fixture), ==, LC_RUN_STORE_MAX_RUNS + 2);
}

static void
test_left_overs (TestStore *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->path, ".linecheck-run-ABCDEF", NULL);
  const struct timespec two_hours_ago[2] = { { .tv_sec = g_get_real_time () / G_USEC_PER_SEC - 7200 },
                                             { .tv_sec = g_get_real_time () / G_USEC_PER_SEC - 7200 } };

  test_store_put_file (fixture, ".linecheck-run-ABCDEF", "half a ru");
  g_assert_cmpint (utimensat (AT_FDCWD, path, two_hours_ago, 0), ==, 0);
  test_store_save (fixture, STARTED, LC_LINE_STATUS_READY);
  g_assert_cmpuint (test_store_count_files (fixture), ==, 1);
}

/* The clock was years ahead once: those runs neither pass for the newest nor
 * push out what is saved now. */
static void
test_clock_was_ahead (TestStore *fixture, gconstpointer data)
{
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *name = NULL;
  g_autofree char *last = NULL;
  g_autoptr (LcRun) latest = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < LC_RUN_STORE_MAX_RUNS; i++)
    {
      g_autofree char *ahead = g_strdup_printf ("2999-01-01T00%02d%02dZ-not-ready.linecheck.json",
                                                i / 60, i % 60);

      test_store_put_file (fixture, ahead, "{}");
    }
  name = g_strdup (test_store_save (fixture, now_s - 10, LC_LINE_STATUS_READY));
  g_assert_cmpuint (test_store_get_size (fixture), ==, LC_RUN_STORE_MAX_RUNS);
  g_assert_cmpstr (test_store_get_name (fixture, 0), ==, name);
  g_assert_cmpstr (test_store_get_name (fixture, 1), ==,
                   "2999-01-01T000319Z-not-ready.linecheck.json");
  g_assert_false (test_store_has_file (fixture, "2999-01-01T000000Z-not-ready.linecheck.json"));
  latest = test_store_load_latest (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_date_time_to_unix (lc_run_get_facts (latest)->started), ==, now_s - 10);
  g_assert_cmpuint (fixture->damaged->len, ==, 0);

  /* The clock went back while this one ran: it comes last, and stays. */
  last = g_strdup (test_store_save (fixture, now_s + 3600, LC_LINE_STATUS_READY));
  g_assert_cmpuint (test_store_get_size (fixture), ==, LC_RUN_STORE_MAX_RUNS);
  g_assert_cmpstr (test_store_get_name (fixture, LC_RUN_STORE_MAX_RUNS - 1), ==, last);
  g_assert_true (test_store_has_file (fixture, last));
}

/* The object of a run that stays in the list stays the same, so that a
 * selection survives; and the signal tells exactly what changed. */
static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  g_string_append_printf (user_data, "%u-%u+%u ", position, removed, added);
}

static void
test_list_model (TestStore *fixture, gconstpointer data)
{
  g_autoptr (GString) changes = g_string_new (NULL);
  g_autoptr (LcSavedRun) first = NULL;
  g_autoptr (LcSavedRun) again = NULL;
  g_autofree char *path = NULL;

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (fixture->store)) == LC_TYPE_SAVED_RUN);
  g_signal_connect (fixture->store, "items-changed", G_CALLBACK (on_items_changed), changes);
  test_store_save (fixture, STARTED, LC_LINE_STATUS_READY);
  first = g_list_model_get_item (G_LIST_MODEL (fixture->store), 0);
  test_store_save (fixture, STARTED + 1, LC_LINE_STATUS_READY);
  test_store_save (fixture, STARTED + 2, LC_LINE_STATUS_READY);
  g_assert_cmpstr (changes->str, ==, "0-0+1 0-0+1 0-0+1 ");
  g_string_truncate (changes, 0);

  test_store_refresh (fixture, NULL);
  g_assert_cmpstr (changes->str, ==, "");
  again = g_list_model_get_item (G_LIST_MODEL (fixture->store), 2);
  g_assert_true (first == again);

  path = g_build_filename (fixture->path, test_store_get_name (fixture, 1), NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
  test_store_refresh (fixture, NULL);
  g_assert_cmpstr (changes->str, ==, "1-1+0 ");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->store), 2));
}

#define ADD(path, function) \
  g_test_add (path, TestStore, NULL, test_store_set_up, function, test_store_tear_down)

int
main (int argc, char *argv[])
{
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
  ADD ("/run-store/list-model", test_list_model);
  return g_test_run ();
}
