/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-waterfall.h: one bar of a waterfall: when a step began and how long it
 * took, on the scale of its row.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LC_TYPE_WATERFALL (lc_waterfall_get_type ())
G_DECLARE_FINAL_TYPE (LcWaterfall, lc_waterfall, LC, WATERFALL, GtkWidget)

GtkWidget *lc_waterfall_new (gint64 start_us, gint64 duration_us, gint64 total_us);
void       lc_waterfall_place (gint64 start_us, gint64 duration_us, gint64 total_us, double width,
                               double min_bar, double *x, double *bar);

G_END_DECLS
