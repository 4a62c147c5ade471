/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sample-report.h: reports made by hand, with every kind of block and every
 * tone, to test renderers with.
 */
#pragma once

#include "report/document/lc-report.h"

G_BEGIN_DECLS

LcReport *sample_report_new (void);
LcReport *sample_report_new_mirrored (void);
LcReport *sample_report_new_hostile (const char *text);

G_END_DECLS
