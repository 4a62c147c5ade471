/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-desk.h: where the run that is shown is handed on: saved as a
 * report, printed or mailed. Firewall rules for the profile are handed out, too.
 *
 * Its actions, for widgets of the window: "report.save" and "report.rules" with
 * the name of a format, "report.print", "report.mail-it", "report.mail-support"
 * and "report.reveal" with the URI of a file.
 */
#pragma once

#include <gtk/gtk.h>

#include "run/lc-run.h"

G_BEGIN_DECLS

#define LC_TYPE_REPORT_DESK (lc_report_desk_get_type ())
G_DECLARE_FINAL_TYPE (LcReportDesk, lc_report_desk, LC, REPORT_DESK, GObject)

LcReportDesk *lc_report_desk_new (GtkWindow *window, GSettings *settings);
void          lc_report_desk_set_run (LcReportDesk *self, LcRun *run, LcProfile *profile);
void          lc_report_desk_close (LcReportDesk *self);

G_END_DECLS
