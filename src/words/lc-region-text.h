/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-text.h: the latency to the regions in words, in the person's
 * language: what a chart says to those who do not see it, and what a table says.
 */
#pragma once

#include "check/lc-region-series.h"

G_BEGIN_DECLS

char *lc_checklist_dup_region_title (LcChecklist *self, const char *region);

char *lc_region_point_dup_title (const LcRegionPoint *self);
char *lc_region_point_dup_figure (const LcRegionPoint *self);
char *lc_region_point_dup_method (const LcRegionPoint *self);
char *lc_region_point_dup_details (const LcRegionPoint *self);
char *lc_region_series_dup_description (LcRegionSeries *self);

G_END_DECLS
