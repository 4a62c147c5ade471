/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-text.h: a report as plain text of 80 columns, for a ticket or a mail.
 */
#pragma once

#include "report/lc-report.h"

G_BEGIN_DECLS

char *lc_report_to_text (LcReport *report, gsize *length);

G_END_DECLS
