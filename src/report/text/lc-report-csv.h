/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-csv.h: a run as a table for spreadsheets and scripts: one row a
 * check, in the form of RFC 4180.
 */
#pragma once

#include "run/lc-run.h"

G_BEGIN_DECLS

GBytes *lc_report_csv_render (LcRun *run);

G_END_DECLS
