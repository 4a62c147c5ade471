/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-text.h: a report as plain text of 80 columns, for a ticket or a mail.
 */
#pragma once

#include "report/document/lc-report.h"

G_BEGIN_DECLS

GBytes *lc_report_text_render (LcReport *report);

G_END_DECLS
