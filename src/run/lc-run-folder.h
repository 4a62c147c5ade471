/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-folder.h: the files of saved runs, synchronously: for worker threads
 * of LcRunStore. Several processes may work in the same directory.
 */
#pragma once

#include "run/lc-run.h"
#include "run/lc-saved-run.h"

G_BEGIN_DECLS

GPtrArray  *lc_run_folder_list (GFile *directory, GCancellable *cancellable, GError **error);
LcSavedRun *lc_run_folder_write (GFile *directory, LcRun *run, GPtrArray *list, GCancellable *cancellable,
                                 GError **error);
void        lc_run_folder_prune (GPtrArray *list, guint max_runs, LcSavedRun *keep);

G_END_DECLS
