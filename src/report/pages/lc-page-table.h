/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-table.h: tables and pairs as rows that stay whole on a page.
 */
#pragma once

#include "report/pages/lc-page-flow.h"

G_BEGIN_DECLS

void lc_page_table_add (LcPageFlow *flow, const LcTable *table);
void lc_page_table_add_pairs (LcPageFlow *flow, const LcPairs *pairs);

G_END_DECLS
