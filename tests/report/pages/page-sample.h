/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page-sample.h: reports that are made by hand, for tests of how they are set:
 * every kind of block, in several scripts, of any size, and with words that mean
 * harm.
 */
#pragma once

#include "report/document/lc-report.h"

LcReport *page_sample_new (const char *name);
LcReport *page_sample_new_checks (guint n_checks);
LcReport *page_sample_new_empty (void);
LcReport *page_sample_new_random (GRand *rand);
