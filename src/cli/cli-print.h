/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli-print.h: a run as text for a terminal or a pipe.
 */
#pragma once

#include "run/lc-run.h"

G_BEGIN_DECLS

guint cli_print_get_title_columns (LcChecklist *checklist);
void  cli_print_row (GString *text, LcCheck *check, guint title_columns, gboolean color);
void  cli_print_heading (GString *text, const char *heading, gboolean color);
char *cli_print_run (LcRun *run, gboolean quiet, guint width, gboolean color);

G_END_DECLS
