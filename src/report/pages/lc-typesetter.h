/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-typesetter.h: the fonts of a report and how its words become lines. Units are
 * points whatever the words are drawn on, so that paper and file look the same.
 *
 * One typesetter belongs to one thread at a time.
 */
#pragma once

#include <pango/pangocairo.h>

#include "report/document/lc-report.h"

G_BEGIN_DECLS

typedef enum
{
  LC_FONT_TITLE,
  LC_FONT_BANNER,
  LC_FONT_HEADING_1,
  LC_FONT_HEADING_2,
  LC_FONT_HEADING_3,
  LC_FONT_HEADING_4,
  LC_FONT_BODY,
  LC_FONT_CELL,
  LC_FONT_CELL_STRONG,
  LC_FONT_CELL_CODE,
  LC_FONT_SMALL,
  LC_FONT_CODE,
  LC_N_FONTS,
} LcFont;

/**
 * LcTypesetter:
 * @fonts: (nullable): those that are found already; %NULL once it is cleared
 * @prose: for what is read in the report's direction
 * @code: for what is written from the left to the right everywhere
 * @destinations: from the id of a heading to the name of its place, so that links
 *   lead there
 */
typedef struct
{
  gboolean is_mirrored;
  PangoFontMap *fonts;
  PangoContext *prose;
  PangoContext *code;
  PangoFontDescription *descriptions[LC_N_FONTS];
  GHashTable *destinations;
} LcTypesetter;

void         lc_typesetter_init (LcTypesetter *self, const char *language, gboolean is_mirrored);
void         lc_typesetter_clear (LcTypesetter *self);

double       lc_typesetter_get_size (LcFont font);
const char  *lc_typesetter_get_features (LcFont font);
PangoLayout *lc_typesetter_create_layout (LcTypesetter *self, LcFont font, gboolean is_code);
void         lc_typesetter_add_attributes (PangoAttrList *attributes, LcSpanStyle style, guint start, guint end);

G_END_DECLS
