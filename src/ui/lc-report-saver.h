/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-saver.h: saves a report or firewall rules in a file that the person
 * chooses, and offers another place when that does not work.
 */
#pragma once

#include <gtk/gtk.h>

#include "report/lc-report-format.h"
#include "rules/lc-rules.h"

G_BEGIN_DECLS

const char *lc_report_saver_get_language (GSettings *settings);
void        lc_report_saver_save_report_async (GtkWindow *window, LcRun *run, LcReportFormat format,
                                               LcProfile *profile, GSettings *settings,
                                               GCancellable *cancellable, GAsyncReadyCallback callback,
                                               gpointer user_data);
void        lc_report_saver_save_rules_async (GtkWindow *window, LcRulesFormat format, LcProfile *profile,
                                              GCancellable *cancellable, GAsyncReadyCallback callback,
                                              gpointer user_data);
GFile      *lc_report_saver_save_finish (GAsyncResult *result, GError **error);

G_END_DECLS
