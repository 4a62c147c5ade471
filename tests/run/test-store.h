/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-store.h: a store of runs in a directory of its own, and what tests do with it.
 */
#pragma once

#include "run/lc-run-json.h"
#include "run/lc-run-store.h"

G_BEGIN_DECLS

#define STARTED 1795330800 /* 2026-11-22T07:00:00Z */

typedef struct
{
  char *path;
  GFile *directory;
  LcRunStore *store;
  GPtrArray *damaged; /* of char *: "name: message" */
} TestStore;

void test_store_set_up (TestStore *fixture, gconstpointer data);
void test_store_tear_down (TestStore *fixture, gconstpointer data);
LcRun *test_store_make_run (gint64 started_s, LcLineStatus status);
void test_store_on_result (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *test_store_wait_for (GAsyncResult **place);
LcSavedRun *test_store_save_run (TestStore *fixture, LcRun *run, GError **error);
const char *test_store_save (TestStore *fixture, gint64 started_s, LcLineStatus status);
gboolean test_store_refresh (TestStore *fixture, GError **error);
LcRun *test_store_load (TestStore *fixture, LcSavedRun *saved, GError **error);
LcRun *test_store_load_latest (TestStore *fixture, GError **error);
guint test_store_get_size (TestStore *fixture);
const char *test_store_get_name (TestStore *fixture, guint position);
void test_store_put_file (TestStore *fixture, const char *name, const char *text);
gboolean test_store_has_file (TestStore *fixture, const char *name);
guint test_store_count_files (TestStore *fixture);

G_END_DECLS
