/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-blocks.h: the blocks of a report as pieces of pages.
 */
#pragma once

#include "report/pages/lc-page-flow.h"

G_BEGIN_DECLS

void lc_page_blocks_add (LcPageFlow *flow, LcReport *report);

G_END_DECLS
