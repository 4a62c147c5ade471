/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-columns.h: how the columns of a table share the width of a page.
 * Pure arithmetic.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LcPageColumn:
 * @natural: with which no cell needs a second line
 * @minimum: with which no word is torn
 */
typedef struct
{
  double natural;
  double minimum;
} LcPageColumn;

void lc_page_columns_share (const LcPageColumn *columns, guint n_columns, double available, double *widths);

G_END_DECLS
