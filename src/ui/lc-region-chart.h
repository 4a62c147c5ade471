/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-chart.h: the latency to the media regions as a chart that fills in
 * while the rows of a checklist do. Its height depends on the names of the
 * regions and on its width alone.
 *
 * The pointer and the keyboard (Up, Down, Home, End) reach the figures of each
 * region; everything is in the accessible description and in LcRegionTable too.
 */
#pragma once

#include <gtk/gtk.h>

#include "check/lc-checklist.h"

G_BEGIN_DECLS

#define LC_TYPE_REGION_CHART (lc_region_chart_get_type ())
G_DECLARE_FINAL_TYPE (LcRegionChart, lc_region_chart, LC, REGION_CHART, GtkWidget)

GtkWidget *lc_region_chart_new (void);
void       lc_region_chart_set_checklist (LcRegionChart *self, LcChecklist *checklist);

G_END_DECLS
