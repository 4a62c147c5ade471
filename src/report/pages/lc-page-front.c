/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-front.c: see lc-page-front.h.
 */
#include "config.h"

#include "report/pages/lc-page-front.h"

#include "language/lc-i18n.h"

#define DATE_BELOW 14
#define NOTICE_GAP 2
#define BANNER_PADDING 11
#define BANNER_RADIUS 4
#define BANNER_MARK 14
#define BANNER_MARK_ROOM 24
#define BANNER_INDENT 14
#define BANNER_BELOW 4
#define BANNER_LINES 6

#define CONTENTS_GAP 20
#define CONTENTS_BELOW 4
#define ENTRY_GAP 1.5
#define PART_GAP 4
#define ENTRY_INDENT 12
#define ENTRY_LINES 3
#define NUMBER_ROOM 30
#define COLUMN_GAP 24

/* With more entries than this only the parts of the report are listed; and so many
 * stay together. */
#define MAX_ENTRIES 40

typedef struct
{
  LcPageItem item;
  LcPageText *verdict;
  LcTone tone;
} BannerItem;

typedef struct
{
  guint heading;
  LcPageText *text;
  double x; /* of its column */
  double y; /* in the piece */
  double indent;
} ContentsEntry;

typedef struct
{
  LcPageItem item;
  LcPageFlow *flow;
  GArray *entries;
  double column_width;
} ContentsItem;

static void
draw_banner (const LcPageItem *item, LcPagePainter *painter, double y)
{
  const BannerItem *self = (const BannerItem *) item;
  double width = lc_page_painter_get_width (painter->paper);
  double height = item->piece.height - BANNER_BELOW;
  double indent = self->tone == LC_TONE_NEUTRAL ? 0 : BANNER_MARK_ROOM;

  lc_page_painter_fill_round (painter, lc_page_painter_get_tone_tint (self->tone), 0, y, width, height, BANNER_RADIUS);
  lc_page_painter_mark (painter, self->tone, BANNER_INDENT,
                        y + BANNER_PADDING + lc_page_text_get_middle (self->verdict) - BANNER_MARK / 2.0, BANNER_MARK);
  lc_page_painter_begin (painter, "P");
  lc_page_text_draw_all (self->verdict, painter, BANNER_INDENT + indent, y + BANNER_PADDING);
  lc_page_painter_end (painter, "P");
}

static void
add_banner (LcPageFlow *flow, const LcReportHead *head)
{
  BannerItem *banner = g_new0 (BannerItem, 1);
  double indent = head->tone == LC_TONE_NEUTRAL ? 0 : BANNER_MARK_ROOM;

  banner->tone = head->tone;
  banner->verdict = lc_page_flow_add_plain (flow, LC_FONT_BANNER, head->verdict);
  lc_page_text_set_ink (banner->verdict, lc_page_painter_get_tone_ink (head->tone));
  lc_page_text_limit (banner->verdict, BANNER_LINES);
  lc_page_text_set_width (banner->verdict, flow->width - 2 * BANNER_INDENT - indent, LC_ALIGN_START);
  banner->item.draw = draw_banner;
  banner->item.piece.head = LC_PAGE_NO_HEAD;
  banner->item.piece.keeps_next = TRUE;
  banner->item.piece.height = lc_page_text_get_height (banner->verdict) + 2 * BANNER_PADDING + BANNER_BELOW;
  lc_page_flow_take_item (flow, &banner->item);
}

static void
add_line (LcPageFlow *flow, const char *tag, LcFont font, LcInk ink, const char *words, double below)
{
  const LcPageGroup group = { .name = tag, .holds_words = TRUE };
  LcPageText *text = lc_page_flow_add_plain (flow, font, words);

  lc_page_text_set_ink (text, ink);
  lc_page_text_set_width (text, flow->width, LC_ALIGN_START);
  lc_page_flow_add_lines (flow, text,
                          &(LcPageLines){ .group = lc_page_flow_add_group (flow, &group),
                                          .below = below,
                                          .keeps_next = TRUE });
}

/**
 * lc_page_front_add_title:
 * @flow: without pieces
 * @head: of the report
 *
 * The title, the date, the notice if there is one, and the verdict.
 */
void
lc_page_front_add_title (LcPageFlow *flow, const LcReportHead *head)
{
  add_line (flow, "H1", LC_FONT_TITLE, LC_INK_TEXT, head->title, 1);
  add_line (flow, "P", LC_FONT_BODY, LC_INK_MUTED, head->date, head->notice != NULL ? NOTICE_GAP : DATE_BELOW);
  if (head->notice != NULL)
    add_line (flow, "P", LC_FONT_BODY, LC_INK_MUTED, head->notice, DATE_BELOW);
  add_banner (flow, head);
}

static void
draw_entry (const ContentsItem *self, const ContentsEntry *entry, LcPagePainter *painter, double y)
{
  const LcPageHeading *heading = &g_array_index (self->flow->headings, LcPageHeading, entry->heading);
  double end = entry->x + self->column_width;
  double last = y + lc_page_text_get_height (entry->text) -
                lc_page_text_get_height_of (entry->text, lc_page_text_get_n_lines (entry->text) - 1, 1);
  g_autofree char *digits = g_strdup_printf ("%u", heading->page + 1);
  g_autofree char *target = g_strconcat ("#", heading->destination, NULL);
  g_autoptr (LcPageText) number = lc_page_text_new_plain (self->flow->typesetter, LC_FONT_BODY, digits);

  lc_page_painter_leader (painter, entry->x + entry->indent + lc_page_text_get_end (entry->text),
                          end - lc_page_text_get_natural_width (number),
                          last + lc_page_text_get_ascent (entry->text));
  lc_page_painter_begin (painter, "TOCI");
  lc_page_painter_begin_link (painter, target);
  lc_page_text_draw_all (entry->text, painter, entry->x + entry->indent, y);
  lc_page_text_set_width (number, NUMBER_ROOM, LC_ALIGN_END);
  lc_page_text_draw_all (number, painter, end - NUMBER_ROOM, last);
  lc_page_painter_end_link (painter);
  lc_page_painter_end (painter, "TOCI");
}

static void
draw_entries (const LcPageItem *item, LcPagePainter *painter, double y)
{
  const ContentsItem *self = (const ContentsItem *) item;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const ContentsEntry *entry = &g_array_index (self->entries, ContentsEntry, i);

      draw_entry (self, entry, painter, y + entry->y);
    }
}

static void
free_entries (LcPageItem *item)
{
  g_array_unref (((ContentsItem *) item)->entries);
}

/* Returns: the gap above it, which the first of a column does not need */
static double
add_entry (ContentsItem *self, guint index)
{
  const LcPageHeading *heading = &g_array_index (self->flow->headings, LcPageHeading, index);
  ContentsEntry entry = { .heading = index, .indent = heading->level > 1 ? ENTRY_INDENT : 0 };
  g_autofree char *words = NULL;

  /* The space parts the words from the number where nobody sees the dots. */
  words = g_strconcat (heading->text, " ", NULL);
  entry.text = lc_page_flow_add_plain (self->flow, LC_FONT_BODY, words);
  lc_page_text_limit (entry.text, ENTRY_LINES);
  lc_page_text_set_width (entry.text, self->column_width - entry.indent - NUMBER_ROOM, LC_ALIGN_START);
  entry.y = heading->level > 1 ? ENTRY_GAP : PART_GAP;
  g_array_append_val (self->entries, entry);
  return entry.y + lc_page_text_get_height (entry.text);
}

/* The first half goes to the first column; the piece is as high as the higher one. */
static void
arrange (ContentsItem *self, double height)
{
  double y = 0, x = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      ContentsEntry *entry = &g_array_index (self->entries, ContentsEntry, i);

      if (x == 0 && i > 0 && y >= height / 2)
        {
          x = self->column_width + COLUMN_GAP;
          y = 0;
        }
      y += i == 0 || y > 0 ? entry->y : PART_GAP;
      entry->x = x;
      entry->y = y;
      y += lc_page_text_get_height (entry->text);
      self->item.piece.height = MAX (self->item.piece.height, y);
    }
}

/* Up to so many entries of the headings that are listed, from @index on. */
static guint
add_entries (LcPageFlow *flow, const LcPageGroup *group, guint index, guint max_level)
{
  ContentsItem *item = g_new0 (ContentsItem, 1);
  double height = 0;

  item->flow = flow;
  item->entries = g_array_new (FALSE, FALSE, sizeof (ContentsEntry));
  item->column_width = (flow->width - COLUMN_GAP) / 2;
  item->item.group = group;
  item->item.draw = draw_entries;
  item->item.free = free_entries;
  item->item.piece.head = LC_PAGE_NO_HEAD;
  for (; index < flow->headings->len && item->entries->len < MAX_ENTRIES; index++)
    if (g_array_index (flow->headings, LcPageHeading, index).level <= max_level)
      height += add_entry (item, index);
  arrange (item, height);
  lc_page_flow_take_item (flow, &item->item);
  return index;
}

static guint
count_up_to_level (const LcPageFlow *flow, guint level)
{
  guint count = 0;

  for (guint i = 0; i < flow->headings->len; i++)
    count += g_array_index (flow->headings, LcPageHeading, i).level <= level;
  return count;
}

/**
 * lc_page_front_add_contents:
 * @flow: knows all headings of the report, if not yet their pages
 */
void
lc_page_front_add_contents (LcPageFlow *flow)
{
  const LcPageGroup title = { .name = "P", .holds_words = TRUE };
  const LcPageGroup group = { .name = "TOC" };
  const LcPageGroup *contents = lc_page_flow_add_group (flow, &group);
  guint max_level = count_up_to_level (flow, 2) <= MAX_ENTRIES ? 2 : 1;
  LcPageText *text;

  flow->contents_first = flow->items->len;
  /* Translators: the title of the table of contents of a report. */
  text = lc_page_flow_add_plain (flow, LC_FONT_HEADING_2, _("Contents"));
  lc_page_text_set_width (text, flow->width, LC_ALIGN_START);
  lc_page_flow_add_lines (flow, text,
                          &(LcPageLines){ .group = lc_page_flow_add_group (flow, &title),
                                          .gap = CONTENTS_GAP,
                                          .below = CONTENTS_BELOW,
                                          .keeps_next = TRUE });
  for (guint i = 0; i < flow->headings->len;)
    i = add_entries (flow, contents, i, max_level);
  flow->n_contents = flow->items->len - flow->contents_first;
}

static void
draw_nothing (const LcPageItem *item, LcPagePainter *painter, double y)
{
}

/* What few pages need no table of contents. */
void
lc_page_front_drop_contents (LcPageFlow *flow)
{
  for (guint i = 0; i < flow->n_contents; i++)
    {
      LcPageItem *item = g_ptr_array_index (flow->items, flow->contents_first + i);

      item->piece.height = 0;
      item->piece.gap = 0;
      item->group = NULL;
      item->draw = draw_nothing;
    }
}
