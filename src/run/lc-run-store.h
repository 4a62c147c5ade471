/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-store.h: the runs that are kept, newest first: a GListModel of
 * LcSavedRun over one directory, which is made when the first run is saved.
 *
 * All file work is done in worker threads; the list changes and callbacks come
 * in the thread-default main context of the caller. The list is made from names
 * alone; a run is read when it is asked for. Files whose names are not those of
 * saved runs are neither shown nor touched.
 *
 * LcRunStore::damaged (LcSavedRun *saved, const char *message) is emitted when
 * lc_run_store_load_latest_async() meets a file that cannot be read as a run. It
 * stays where it is, counts as one of the newest %LC_RUN_STORE_MAX_RUNS, and the
 * search goes on with the next older one.
 */
#pragma once

#include "run/lc-run.h"
#include "run/lc-saved-run.h"

G_BEGIN_DECLS

#define LC_RUN_STORE_MAX_RUNS 200

#define LC_TYPE_RUN_STORE (lc_run_store_get_type ())
G_DECLARE_FINAL_TYPE (LcRunStore, lc_run_store, LC, RUN_STORE, GObject)

LcRunStore *lc_run_store_new (GFile *directory);
GFile      *lc_run_store_get_directory (LcRunStore *self);

/* Reads the names again. No directory is an empty list, not an error. */
void        lc_run_store_refresh_async (LcRunStore *self, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
gboolean    lc_run_store_refresh_finish (LcRunStore *self, GAsyncResult *result, GError **error);

/* Writes @run under a name of its own, then drops the oldest beyond the limit. */
void        lc_run_store_save_async (LcRunStore *self, LcRun *run, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
LcSavedRun *lc_run_store_save_finish (LcRunStore *self, GAsyncResult *result, GError **error);

/* The error names the file. */
void        lc_run_store_load_async (LcRunStore *self, LcSavedRun *saved, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
LcRun      *lc_run_store_load_finish (LcRunStore *self, GAsyncResult *result, GError **error);

/* Reads the names again, too. %G_IO_ERROR_NOT_FOUND when there is no run that can be read. */
void        lc_run_store_load_latest_async (LcRunStore *self, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
LcRun      *lc_run_store_load_latest_finish (LcRunStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
