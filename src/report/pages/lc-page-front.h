/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-front.h: what stands at the front of a report: its title, the banner
 * with the verdict, and the table of contents.
 */
#pragma once

#include "report/pages/lc-page-flow.h"

G_BEGIN_DECLS

void lc_page_front_add_title (LcPageFlow *flow, const LcReportHead *head);
void lc_page_front_add_contents (LcPageFlow *flow);
void lc_page_front_drop_contents (LcPageFlow *flow);

G_END_DECLS
