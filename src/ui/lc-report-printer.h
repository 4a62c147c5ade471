/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-printer.h: a report on paper: the pages of the PDF, for the paper
 * that the person chooses.
 */
#pragma once

#include <gtk/gtk.h>

#include "report/document/lc-report.h"

G_BEGIN_DECLS

GtkPrintOperation *lc_report_printer_new (LcReport *report, const char *language, const char *job_name);

G_END_DECLS
