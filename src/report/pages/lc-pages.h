/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-pages.h: a report as pages: laid out for one paper, to be drawn on any cairo
 * context, a printer's or a file's.
 *
 * Belongs to one thread at a time.
 */
#pragma once

#include "report/pages/lc-page-flow.h"

G_BEGIN_DECLS

#define LC_TYPE_PAGES (lc_pages_get_type ())
G_DECLARE_FINAL_TYPE (LcPages, lc_pages, LC, PAGES, GObject)

LcPages      *lc_pages_new (LcReport *report, const LcPaper *paper);
guint         lc_pages_get_n_pages (LcPages *self);
const GArray *lc_pages_get_headings (LcPages *self); /* of LcPageHeading */
void          lc_pages_draw (LcPages *self, guint page, cairo_t *cr);
void          lc_pages_paint (LcPages *self, guint page, LcPagePainter *painter);

G_END_DECLS
