/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-actions.h: what a person does with the run that is shown: save it as a
 * report, print it or mail it; and save firewall rules for the profile.
 *
 * Its actions, for widgets of the window: "report.save" and "report.rules" with
 * the name of a format, "report.print", "report.mail-it", "report.mail-support"
 * and "report.reveal" with the URI of a file.
 */
#pragma once

#include <gtk/gtk.h>

#include "run/lc-run.h"

G_BEGIN_DECLS

#define LC_TYPE_REPORT_ACTIONS (lc_report_actions_get_type ())
G_DECLARE_FINAL_TYPE (LcReportActions, lc_report_actions, LC, REPORT_ACTIONS, GObject)

LcReportActions *lc_report_actions_new (GtkWindow *window, GSettings *settings);
void             lc_report_actions_set_run (LcReportActions *self, LcRun *run, LcProfile *profile);
void             lc_report_actions_close (LcReportActions *self);

G_END_DECLS
