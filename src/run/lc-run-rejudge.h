/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-rejudge.h: judges the measurements of a saved run by the rules of this
 * version, and opens runs so. The file stays as it is.
 */
#pragma once

#include "run/lc-run.h"

G_BEGIN_DECLS

LcRun *lc_run_rejudge (LcRun *run);

LcRun *lc_run_open (GFile *file, GError **error);
LcRun *lc_run_open_json (const char *name, const char *data, gsize length, GError **error);

G_END_DECLS
