/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-flow.c: see lc-page-flow.h.
 */
#include "report/pages/lc-page-flow.h"

/* So many lines of a paragraph stay together at the foot and the head of a page. */
#define MIN_LINES 2

typedef struct
{
  LcPageItem item;
  const LcPageText *text;
  guint line;
  double x;
  gboolean is_last;
  LcTone tone;
  void (*draw_under) (LcPagePainter *painter, double y, double height, gboolean is_first, gboolean is_last);
} LineItem;

static void
item_free (LcPageItem *item)
{
  if (item->free != NULL)
    item->free (item);
  g_free (item);
}

static void
group_free (LcPageGroup *group)
{
  g_free (group->alternative);
  g_free (group);
}

static void
heading_clear (LcPageHeading *heading)
{
  g_free (heading->text);
  g_free (heading->destination);
}

/**
 * lc_page_flow_init:
 * @self: (out caller-allocates): without pieces
 * @typesetter: must outlive @self
 * @width: of the text's area
 * @height: of the text's area
 */
void
lc_page_flow_init (LcPageFlow *self, LcTypesetter *typesetter, double width, double height)
{
  *self = (LcPageFlow){ .typesetter = typesetter, .width = width, .height = height };
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  self->texts = g_ptr_array_new_with_free_func ((GDestroyNotify) lc_page_text_free);
  self->headings = g_array_new (FALSE, FALSE, sizeof (LcPageHeading));
  g_array_set_clear_func (self->headings, (GDestroyNotify) heading_clear);
}

void
lc_page_flow_clear (LcPageFlow *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_pointer (&self->headings, g_array_unref);
}

/**
 * lc_page_flow_add_group:
 * @group: copied
 *
 * Returns: (transfer none): the copy, which is an element of its own
 */
const LcPageGroup *
lc_page_flow_add_group (LcPageFlow *self, const LcPageGroup *group)
{
  LcPageGroup *copy = g_new (LcPageGroup, 1);

  *copy = *group;
  copy->alternative = g_strdup (group->alternative);
  g_ptr_array_add (self->groups, copy);
  return copy;
}

/* Returns: (transfer none): see lc_page_text_new() */
LcPageText *
lc_page_flow_add_text (LcPageFlow *self, LcFont font, const LcText *text)
{
  LcPageText *added = lc_page_text_new (self->typesetter, font, text);

  g_ptr_array_add (self->texts, added);
  return added;
}

/* Returns: (transfer none): see lc_page_text_new_plain() */
LcPageText *
lc_page_flow_add_plain (LcPageFlow *self, LcFont font, const char *text)
{
  LcPageText *added = lc_page_text_new_plain (self->typesetter, font, text);

  g_ptr_array_add (self->texts, added);
  return added;
}

/**
 * lc_page_flow_take_item:
 * @item: (transfer full): comes after all others
 */
void
lc_page_flow_take_item (LcPageFlow *self, LcPageItem *item)
{
  g_ptr_array_add (self->items, item);
}

static void
draw_line (const LcPageItem *item, LcPagePainter *painter, double y)
{
  const LineItem *self = (const LineItem *) item;

  if (self->draw_under != NULL)
    self->draw_under (painter, y, item->piece.height, self->line == 0, self->is_last);
  if (self->line == 0 && self->x >= LC_PAGE_MARK_ROOM)
    lc_page_painter_mark (painter, self->tone, self->x - LC_PAGE_MARK_ROOM,
                          y + lc_page_text_get_middle (self->text) - LC_PAGE_MARK_SIZE / 2, LC_PAGE_MARK_SIZE);
  lc_page_text_draw (self->text, painter, self->line, 1, self->x, y);
}

/**
 * lc_page_flow_add_lines:
 * @text: has its width
 * @lines: how
 *
 * Adds a piece for each line.
 */
void
lc_page_flow_add_lines (LcPageFlow *self, LcPageText *text, const LcPageLines *lines)
{
  guint n_lines = lc_page_text_get_n_lines (text);

  for (guint i = 0; i < n_lines; i++)
    {
      LineItem *line = g_new0 (LineItem, 1);
      gboolean is_last = i == n_lines - 1;

      line->item.group = lines->group;
      line->item.draw = draw_line;
      line->item.piece = (LcPagePiece){
        .height = lc_page_text_get_height_of (text, i, 1) + (is_last ? lines->below : 0),
        .gap = i == 0 ? lines->gap : 0,
        .keeps_next = is_last ? lines->keeps_next
                              : lines->is_whole || i < MIN_LINES - 1 || n_lines - i - 1 < MIN_LINES,
        .head = LC_PAGE_NO_HEAD,
      };
      line->text = text;
      line->line = i;
      line->x = lines->x;
      line->is_last = is_last;
      line->tone = lines->tone;
      line->draw_under = lines->draw;
      lc_page_flow_take_item (self, &line->item);
    }
}

/**
 * lc_page_flow_break:
 *
 * Returns: (transfer full) (element-type LcPagePlace): see lc_page_breaker_run();
 *   the headings know their pages then
 */
GArray *
lc_page_flow_break (LcPageFlow *self)
{
  g_autofree LcPagePiece *pieces = g_new (LcPagePiece, self->items->len);
  GArray *places;
  guint heading = 0;

  for (guint i = 0; i < self->items->len; i++)
    pieces[i] = ((LcPageItem *) g_ptr_array_index (self->items, i))->piece;
  places = lc_page_breaker_run (pieces, self->items->len, self->height);
  for (guint i = 0; i < places->len && heading < self->headings->len; i++)
    {
      const LcPagePlace *place = &g_array_index (places, LcPagePlace, i);
      LcPageHeading *at = &g_array_index (self->headings, LcPageHeading, heading);

      if (place->is_repeated || place->piece != at->item)
        continue;
      at->page = place->page;
      at->y = place->y;
      heading++;
    }
  return places;
}
