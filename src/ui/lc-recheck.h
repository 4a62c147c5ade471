/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-recheck.h: what it means for the rows that are shown, and for the run that
 * they belong to, that some checks are asked again by themselves.
 */
#pragma once

#include "run/lc-run.h"

G_BEGIN_DECLS

char **lc_recheck_dup_ids (LcChecklist *shown, const char *id);
void   lc_recheck_start_rows (LcChecklist *shown, LcChecklist *asked);
void   lc_recheck_take_rows (LcChecklist *shown, LcChecklist *rows);
LcRun *lc_recheck_amend_run (LcRun *run, LcRun *again, LcChecklist *shown);

G_END_DECLS
