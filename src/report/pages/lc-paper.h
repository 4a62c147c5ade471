/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-paper.h: the sheet that a report is set for. All lengths in points, 1/72 inch.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LcPaper:
 * @width, @height: of the sheet
 * @margin_x: left and right of the text
 * @margin_top, @margin_bottom: above and below the text; the page's own lines stand in them
 */
typedef struct
{
  double width;
  double height;
  double margin_x;
  double margin_top;
  double margin_bottom;
} LcPaper;

void           lc_paper_init (LcPaper *self, double width, double height);
const LcPaper *lc_paper_get_a4 (void);
const LcPaper *lc_paper_get_letter (void);
const LcPaper *lc_paper_get_for_locale (void);

G_END_DECLS
