/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-maker-private.h: the parts of a report, one file each, in the order
 * in which they are read.
 */
#pragma once

#include "findings/lc-fix.h"
#include "report/document/lc-report.h"
#include "run/lc-run.h"

G_BEGIN_DECLS

/**
 * LcReportMaker:
 * @profile: (nullable): what the service needs; %NULL when this is not known
 * @is_builtin_profile: the run does not say its requirements; @profile is the
 *   one of that name that is part of the program
 * @fixes: (element-type LcFix): what has to be changed
 */
typedef struct
{
  LcReport *report;
  LcRun *run;
  LcChecklist *checklist;
  LcProfile *profile;
  gboolean is_builtin_profile;
  GPtrArray *fixes;
} LcReportMaker;

void        lc_report_maker_add_summary (LcReportMaker *self);
void        lc_report_maker_add_changes (LcReportMaker *self);
void        lc_report_maker_add_checklist (LcReportMaker *self);
void        lc_report_maker_add_latency (LcReportMaker *self);
void        lc_report_maker_add_requirements (LcReportMaker *self);
void        lc_report_maker_add_appendix (LcReportMaker *self);

/* How a check was seen to fail, and whose network did it (lc-report-proof.c). */
LcText     *lc_report_maker_new_proof (LcReportMaker *self, LcCheck *check);
char       *lc_report_maker_dup_addressee (LcReportMaker *self, const LcFix *fix);

/* Words that more than one part needs (lc-report-words.c). */
char       *lc_report_dup_moment (GDateTime *moment);
char       *lc_report_dup_ports (LcPortRange ports);
char       *lc_report_dup_range (const LcAddressRange *range);
char       *lc_report_dup_address_of (const char *address_and_port);
LcTone      lc_report_get_status_tone (LcStatus status);
LcTone      lc_report_get_line_tone (LcLineStatus status);
char       *lc_report_maker_dup_public_addresses (LcReportMaker *self);

/* Cells of a table, in the order of its columns. */
void        lc_report_add_cells (LcTable *table, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
