/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-text.h: what people read of a run as a whole.
 */
#pragma once

#include "run/lc-run.h"

G_BEGIN_DECLS

char *lc_run_dup_judged_again (LcRun *run, const char *saved_on);

G_END_DECLS
