/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-blocks.c: see lc-page-blocks.h.
 *
 * The table of contents stands before the second part, so that the first page
 * begins with the verdict and what it means.
 */
#include "report/pages/lc-page-blocks.h"

#include <string.h>

#include "report/pages/lc-page-chart.h"
#include "report/pages/lc-page-front.h"
#include "report/pages/lc-page-table.h"

/* Lines of prose that are longer are hard to follow. */
#define MAX_MEASURE 452

/* A heading is one piece, however long it is. */
#define MAX_HEADING_LINES 6

#define PARAGRAPH_GAP 6
#define LIST_GAP 3.2
#define LIST_FIRST_GAP 6
#define BULLET_INDENT 14
#define BULLET_X 5
#define BULLET_Y 7.6
#define BULLET_RADIUS 1.25
#define RULE 0.75

#define CODE_GAP 7
#define CODE_CAPTION_GAP 9
#define CODE_CAPTION_BELOW 1
#define CODE_PADDING 7
#define CODE_HANG 13
#define CODE_ARROW 6
#define CODE_TAB "    "

typedef struct
{
  LcFont font;
  double gap;
  double below;
} HeadingStyle;

static const HeadingStyle heading_styles[] = {
  { LC_FONT_HEADING_1, 28, 8 },
  { LC_FONT_HEADING_2, 18, 2 },
  { LC_FONT_HEADING_3, 13, 1 },
  { LC_FONT_HEADING_4, 10, 0 },
};

/* The title of the report is the first level of the document. */
static const char *const heading_tags[] = { "H2", "H3", "H4", "H5" };

typedef struct
{
  LcPageItem item;
  LcPageText *text;
  guint line;
  gboolean is_first;
  gboolean is_last;
} CodeItem;

typedef struct
{
  LcPageItem item;
  LcPageText *text;
  char *destination; /* (nullable) */
  gboolean has_rule;
} HeadingItem;

static guint
get_level (const LcHeading *heading)
{
  return CLAMP (heading->level, 1, G_N_ELEMENTS (heading_styles));
}

static void
draw_heading (const LcPageItem *item, LcPagePainter *painter, double y)
{
  const HeadingItem *self = (const HeadingItem *) item;

  if (self->destination != NULL)
    lc_page_painter_set_destination (painter, self->destination, y);
  lc_page_text_draw_all (self->text, painter, 0, y);
  if (self->has_rule)
    lc_page_painter_fill (painter, LC_INK_FAINT, 0, y + lc_page_text_get_height (self->text) + 2,
                          lc_page_painter_get_width (painter->paper), RULE);
}

static void
free_heading (LcPageItem *item)
{
  g_free (((HeadingItem *) item)->destination);
}

static void
add_heading (LcPageFlow *flow, const LcHeading *heading, LcPageHeading *entry)
{
  guint level = get_level (heading);
  const HeadingStyle *style = &heading_styles[level - 1];
  const LcPageGroup group = { .name = heading_tags[level - 1], .holds_words = TRUE };
  HeadingItem *item = g_new0 (HeadingItem, 1);

  entry->item = flow->items->len;
  item->text = lc_page_flow_add_text (flow, style->font, heading->text);
  lc_page_text_limit (item->text, MAX_HEADING_LINES);
  lc_page_text_set_width (item->text, flow->width, LC_ALIGN_START);
  item->destination = g_strdup (entry->destination);
  item->has_rule = level == 1;
  item->item.group = lc_page_flow_add_group (flow, &group);
  item->item.draw = draw_heading;
  item->item.free = free_heading;
  item->item.piece = (LcPagePiece){
    .height = lc_page_text_get_height (item->text) + style->below,
    .gap = style->gap,
    .keeps_next = TRUE,
    .head = LC_PAGE_NO_HEAD,
  };
  lc_page_flow_take_item (flow, &item->item);
}

static gboolean
has_mark (const LcText *text)
{
  return text->tone != LC_TONE_NEUTRAL && text->tone != LC_TONE_MUTED;
}

/* Strong words alone lead in what follows them. */
static gboolean
is_lead_in (const LcText *text)
{
  const LcSpan *only = text->spans->len == 1 ? g_ptr_array_index (text->spans, 0) : NULL;

  return only != NULL && only->style == LC_SPAN_STRONG;
}

static void
add_paragraph (LcPageFlow *flow, const LcText *paragraph)
{
  const LcPageGroup group = { .name = "P", .holds_words = TRUE };
  LcPageText *text = lc_page_flow_add_text (flow, LC_FONT_BODY, paragraph);
  double indent = has_mark (paragraph) ? LC_PAGE_MARK_ROOM + 1 : 0;

  /* Long red words are hard to read: the mark alone has the colour. */
  if (has_mark (paragraph))
    lc_page_text_set_ink (text, LC_INK_TEXT);
  lc_page_text_set_width (text, MIN (flow->width, MAX_MEASURE) - indent, LC_ALIGN_START);
  lc_page_flow_add_lines (flow, text,
                          &(LcPageLines){ .group = lc_page_flow_add_group (flow, &group),
                                          .x = indent,
                                          .gap = PARAGRAPH_GAP,
                                          .keeps_next = is_lead_in (paragraph),
                                          .tone = paragraph->tone });
}

static void
draw_bullet (LcPagePainter *painter, double y, double height, gboolean is_first, gboolean is_last)
{
  if (is_first)
    lc_page_painter_dot (painter, LC_INK_MUTED, BULLET_X, y + BULLET_Y, BULLET_RADIUS);
}

static void
add_list (LcPageFlow *flow, const GPtrArray *items)
{
  const LcPageGroup list = { .name = "L" };
  const LcPageGroup *parent = lc_page_flow_add_group (flow, &list);

  for (guint i = 0; i < items->len; i++)
    {
      const LcText *item = g_ptr_array_index (items, i);
      const LcPageGroup group = { .name = "LI", .parent = parent, .holds_words = TRUE };
      LcPageText *text = lc_page_flow_add_text (flow, LC_FONT_BODY, item);

      if (has_mark (item))
        lc_page_text_set_ink (text, LC_INK_TEXT);
      lc_page_text_set_width (text, MIN (flow->width, MAX_MEASURE) - BULLET_INDENT, LC_ALIGN_START);
      lc_page_flow_add_lines (flow, text,
                              &(LcPageLines){ .group = lc_page_flow_add_group (flow, &group),
                                              .x = BULLET_INDENT,
                                              .gap = i == 0 ? LIST_FIRST_GAP : LIST_GAP,
                                              .tone = item->tone,
                                              .draw = item->tone == LC_TONE_NEUTRAL ? draw_bullet : NULL });
    }
}

static void
draw_code (const LcPageItem *item, LcPagePainter *painter, double y)
{
  const CodeItem *self = (const CodeItem *) item;
  double width = lc_page_painter_get_width (painter->paper);
  double top = y + (self->is_first ? CODE_PADDING : 0);
  double arrow_x = CODE_PADDING + (CODE_HANG - CODE_ARROW) / 2.0;

  lc_page_painter_fill (painter, LC_INK_TINT, 0, y, width, item->piece.height);
  if (self->line > 0)
    lc_page_painter_wrap_mark (painter, painter->is_mirrored ? width - arrow_x - CODE_ARROW : arrow_x, top + 2,
                               CODE_ARROW);
  lc_page_painter_begin (painter, "Code");
  lc_page_text_draw (self->text, painter, self->line, 1, CODE_PADDING, top);
  lc_page_painter_end (painter, "Code");
}

static void
add_code_line (LcPageFlow *flow, const LcPageGroup *group, const char *words, gboolean is_first, gboolean is_last)
{
  LcPageText *text = lc_page_flow_add_plain (flow, LC_FONT_CODE, words);
  guint n_lines;

  lc_page_text_hang (text, CODE_HANG);
  lc_page_text_set_width (text, flow->width - 2 * CODE_PADDING, LC_ALIGN_LEFT);
  n_lines = lc_page_text_get_n_lines (text);
  for (guint i = 0; i < n_lines; i++)
    {
      CodeItem *code = g_new0 (CodeItem, 1);

      code->text = text;
      code->line = i;
      code->is_first = is_first && i == 0;
      code->is_last = is_last && i == n_lines - 1;
      code->item.group = group;
      code->item.draw = draw_code;
      code->item.piece = (LcPagePiece){
        .height = lc_page_text_get_height_of (text, i, 1) + (code->is_first ? CODE_PADDING : 0) +
                  (code->is_last ? CODE_PADDING : 0),
        .gap = code->is_first ? CODE_GAP : 0,
        /* The two halves of a line that is torn once belong together. */
        .keeps_next = code->is_first || (i == 0 && n_lines == 2),
        .head = LC_PAGE_NO_HEAD,
      };
      lc_page_flow_take_item (flow, &code->item);
    }
}

static void
add_code_caption (LcPageFlow *flow, const char *caption)
{
  const LcPageGroup group = { .name = "P", .holds_words = TRUE };
  LcPageText *text = lc_page_flow_add_plain (flow, LC_FONT_HEADING_4, caption);

  lc_page_text_set_width (text, flow->width, LC_ALIGN_START);
  lc_page_flow_add_lines (flow, text,
                          &(LcPageLines){ .group = lc_page_flow_add_group (flow, &group),
                                          .gap = CODE_CAPTION_GAP,
                                          .below = CODE_CAPTION_BELOW,
                                          .keeps_next = TRUE });
}

static void
add_code (LcPageFlow *flow, const LcCode *code)
{
  const LcPageGroup group = { .name = "Div" };
  const LcPageGroup *block = lc_page_flow_add_group (flow, &group);
  g_auto (GStrv) lines = g_strsplit (code->text, "\n", -1);
  guint n_lines = g_strv_length (lines);

  if (n_lines > 0 && *lines[n_lines - 1] == '\0')
    n_lines--;
  if (code->caption != NULL)
    add_code_caption (flow, code->caption);
  for (guint i = 0; i < n_lines; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "\t", -1);
      g_autofree char *words = g_strjoinv (CODE_TAB, parts);

      add_code_line (flow, block, words, i == 0, i == n_lines - 1);
    }
}

/* Every heading gets a place by its number, since an id may come twice. */
static void
collect_headings (LcPageFlow *flow, const GPtrArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      const LcBlock *block = g_ptr_array_index (blocks, i);
      LcPageHeading heading = { 0 };

      if (block->kind != LC_BLOCK_HEADING)
        continue;
      heading.level = get_level (&block->heading);
      heading.text = lc_text_dup_plain (block->heading.text);
      heading.destination = g_strdup_printf ("part-%u", flow->headings->len + 1);
      if (block->heading.id != NULL && !g_hash_table_contains (flow->typesetter->destinations, block->heading.id))
        g_hash_table_insert (flow->typesetter->destinations, g_strdup (block->heading.id),
                             g_strdup (heading.destination));
      g_array_append_val (flow->headings, heading);
    }
}

static void
add_block (LcPageFlow *flow, const LcBlock *block, guint *n_headings)
{
  switch (block->kind)
    {
    case LC_BLOCK_HEADING:
      add_heading (flow, &block->heading, &g_array_index (flow->headings, LcPageHeading, *n_headings));
      (*n_headings)++;
      break;
    case LC_BLOCK_PARAGRAPH:
      add_paragraph (flow, block->paragraph);
      break;
    case LC_BLOCK_LIST:
      add_list (flow, block->items);
      break;
    case LC_BLOCK_PAIRS:
      lc_page_table_add_pairs (flow, &block->pairs);
      break;
    case LC_BLOCK_TABLE:
      lc_page_table_add (flow, &block->table);
      break;
    case LC_BLOCK_CHART:
      lc_page_chart_add (flow, &block->chart);
      break;
    case LC_BLOCK_CODE:
      add_code (flow, &block->code);
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * lc_page_blocks_add:
 * @flow: without pieces
 * @report: not touched until the flow is cleared
 *
 * The whole report: its title, its contents and its blocks.
 */
void
lc_page_blocks_add (LcPageFlow *flow, LcReport *report)
{
  const GPtrArray *blocks = lc_report_get_blocks (report);
  guint n_headings = 0, n_parts = 0;

  collect_headings (flow, blocks);
  lc_page_front_add_title (flow, lc_report_get_head (report));
  for (guint i = 0; i < blocks->len; i++)
    {
      const LcBlock *block = g_ptr_array_index (blocks, i);

      if (block->kind == LC_BLOCK_HEADING && get_level (&block->heading) == 1 && ++n_parts == 2)
        lc_page_front_add_contents (flow);
      add_block (flow, block, &n_headings);
    }
}
