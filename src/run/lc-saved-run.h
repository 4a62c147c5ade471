/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-saved-run.h: one file of the store of runs, as far as its name tells: when
 * the run started and what its verdict was. Immutable; the file is not opened.
 *
 * Names are "2026-11-22T072000Z-ready.linecheck.json"; more runs of the same
 * second are "2026-11-22T072000Z_02-not-ready.linecheck.json" and so on, so that
 * names sort by time.
 */
#pragma once

#include "findings/lc-line-verdict.h"

G_BEGIN_DECLS

#define LC_SAVED_RUN_MAX_SEQUENCE 99

#define LC_TYPE_SAVED_RUN (lc_saved_run_get_type ())
G_DECLARE_FINAL_TYPE (LcSavedRun, lc_saved_run, LC, SAVED_RUN, GObject)

LcSavedRun   *lc_saved_run_new (GFile *directory, const char *name);
char         *lc_saved_run_format_name (GDateTime *started, guint sequence, LcLineStatus status);

GFile        *lc_saved_run_get_file (LcSavedRun *self);
const char   *lc_saved_run_get_name (LcSavedRun *self);
GDateTime    *lc_saved_run_get_started (LcSavedRun *self); /* UTC, whole seconds */
guint         lc_saved_run_get_sequence (LcSavedRun *self); /* 1 for the first of its second */
LcLineStatus  lc_saved_run_get_status (LcSavedRun *self);

int           lc_saved_run_compare (LcSavedRun *a, LcSavedRun *b, GDateTime *now);

G_END_DECLS
