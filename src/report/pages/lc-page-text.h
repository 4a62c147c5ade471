/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-text.h: words that have become lines: a paragraph, a cell, a line of
 * code. Made without a width; lc_page_text_set_width() breaks it into lines.
 */
#pragma once

#include "report/pages/lc-page-painter.h"
#include "report/pages/lc-typesetter.h"

G_BEGIN_DECLS

typedef enum
{
  LC_ALIGN_START,
  LC_ALIGN_END,
  LC_ALIGN_LEFT, /* wherever the report begins: code */
} LcAlign;

typedef struct _LcPageText LcPageText;

LcPageText *lc_page_text_new (LcTypesetter *typesetter, LcFont font, const LcText *text);
LcPageText *lc_page_text_new_plain (LcTypesetter *typesetter, LcFont font, const char *text);
void        lc_page_text_free (LcPageText *self);
void        lc_page_text_set_ink (LcPageText *self, LcInk ink);

double      lc_page_text_get_natural_width (LcPageText *self);
double      lc_page_text_get_minimum_width (LcPageText *self);
void        lc_page_text_set_width (LcPageText *self, double width, LcAlign align);
void        lc_page_text_limit (LcPageText *self, guint n_lines);
void        lc_page_text_hang (LcPageText *self, double indent);

guint       lc_page_text_get_n_lines (const LcPageText *self);
double      lc_page_text_get_width (const LcPageText *self);
double      lc_page_text_get_height (const LcPageText *self);
double      lc_page_text_get_height_of (const LcPageText *self, guint first, guint n_lines);
double      lc_page_text_get_ascent (const LcPageText *self);
double      lc_page_text_get_end (const LcPageText *self);
double      lc_page_text_get_middle (const LcPageText *self);
void        lc_page_text_draw (const LcPageText *self, LcPagePainter *painter, guint first, guint n_lines, double x,
                               double y);
void        lc_page_text_draw_all (const LcPageText *self, LcPagePainter *painter, double x, double y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcPageText, lc_page_text_free)

G_END_DECLS
