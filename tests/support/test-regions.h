/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-regions.h: a checklist with the regions of the built-in profile, whose
 * rows a test settles with the figures it likes.
 */
#pragma once

#include "check/lc-checklist.h"

G_BEGIN_DECLS

#define TEST_REGIONS_N_SAMPLES 20

LcChecklist *test_regions_new (void);
LcCheck     *test_regions_find (LcChecklist *checklist, const char *region);
void         test_regions_measure (LcChecklist *checklist, const char *region, const char *method, gint64 median_us,
                                   gint64 spread_us, guint n_lost);
void         test_regions_fail (LcChecklist *checklist, const char *region, LcOutcome outcome);
void         test_regions_route (LcChecklist *checklist, const char *recommended, const char *dns, const char *tied);
void         test_regions_fill (LcChecklist *checklist);

G_END_DECLS
