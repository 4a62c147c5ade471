/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-flow.h: the pieces of a document in reading order, each with the size
 * that the page breaker needs and the way to draw it. Blocks of a report become
 * pieces here and in lc-page-table, lc-page-chart and lc-page-front.
 */
#pragma once

#include "report/pages/lc-page-breaker.h"
#include "report/pages/lc-page-text.h"

G_BEGIN_DECLS

/* The shape for a tone before words, and the room for it. */
#define LC_PAGE_MARK_SIZE 5.6
#define LC_PAGE_MARK_ROOM 9

typedef struct _LcPageItem LcPageItem;

/**
 * LcPageItem:
 * A piece that can be drawn; kinds of it begin with this struct.
 * @draw: at @y in the text's area; the group is entered already
 * @free: (nullable): when there is more to free than the memory of the struct
 */
struct _LcPageItem
{
  LcPagePiece piece;
  const LcPageGroup *group;
  void (*draw) (const LcPageItem *self, LcPagePainter *painter, double y);
  void (*free) (LcPageItem *self);
};

/**
 * LcPageHeading:
 * A heading of the report, for the contents and the outline.
 * @destination: the name of its place
 * @item: index of its first piece
 * @page: from 0; known when the pages are broken
 * @y: in the text's area
 */
typedef struct
{
  guint level;
  char *text;
  char *destination;
  guint item;
  guint page;
  double y;
} LcPageHeading;

/**
 * LcPageFlow:
 * @width, @height: of the text's area
 * @items: (element-type LcPageItem)
 * @headings: (element-type LcPageHeading)
 * @contents_first, @n_contents: the pieces of the table of contents
 */
typedef struct
{
  LcTypesetter *typesetter;
  double width;
  double height;
  GPtrArray *items;
  GArray *headings;
  guint contents_first;
  guint n_contents;
  GPtrArray *groups;
  GPtrArray *texts;
} LcPageFlow;

/**
 * LcPageLines:
 * How the lines of a text become pieces.
 * @x: where they begin
 * @gap: above the first
 * @below: room under the last, in its piece
 * @keeps_next: the last line keeps what follows
 * @is_whole: no line is parted from the next
 * @tone: has a mark before the first line, in the room that @x leaves
 * @draw: (nullable): what is drawn under the words of a line
 */
typedef struct
{
  const LcPageGroup *group;
  double x;
  double gap;
  double below;
  gboolean keeps_next;
  gboolean is_whole;
  LcTone tone;
  void (*draw) (LcPagePainter *painter, double y, double height, gboolean is_first, gboolean is_last);
} LcPageLines;

void               lc_page_flow_init (LcPageFlow *self, LcTypesetter *typesetter, double width, double height);
void               lc_page_flow_clear (LcPageFlow *self);

const LcPageGroup *lc_page_flow_add_group (LcPageFlow *self, const LcPageGroup *group);
LcPageText        *lc_page_flow_add_text (LcPageFlow *self, LcFont font, const LcText *text);
LcPageText        *lc_page_flow_add_plain (LcPageFlow *self, LcFont font, const char *text);
void               lc_page_flow_take_item (LcPageFlow *self, LcPageItem *item);
void               lc_page_flow_add_lines (LcPageFlow *self, LcPageText *text, const LcPageLines *lines);
GArray            *lc_page_flow_break (LcPageFlow *self);

G_END_DECLS
