/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-maker.h: from a run to a report about it, in the language of the
 * program. Measures nothing; the same run makes the same report anywhere.
 */
#pragma once

#include "report/document/lc-report.h"
#include "run/lc-run.h"

G_BEGIN_DECLS

LcReport *lc_report_new_from_run (LcRun *run, LcProfile *profile);

G_END_DECLS
