/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-table.h: the figures of the region chart as text: a table where there
 * is room for one, else a list.
 */
#pragma once

#include <gtk/gtk.h>

#include "check/lc-checklist.h"

G_BEGIN_DECLS

#define LC_TYPE_REGION_TABLE (lc_region_table_get_type ())
G_DECLARE_FINAL_TYPE (LcRegionTable, lc_region_table, LC, REGION_TABLE, GtkWidget)

GtkWidget *lc_region_table_new (void);
void       lc_region_table_set_checklist (LcRegionTable *self, LcChecklist *checklist);

G_END_DECLS
