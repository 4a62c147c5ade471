/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-table.c: see lc-page-table.h.
 *
 * A row is one piece, unless it would fill most of a page: then it is cut
 * between its lines. Pairs are a table without a head whose first column names
 * its rows.
 */
#include "report/pages/lc-page-table.h"

#include "report/pages/lc-page-columns.h"

#define CELL_GAP 10
#define ROW_PADDING 3.2
#define PAIR_PADDING 2.2
#define BLOCK_GAP 9
#define CAPTION_BELOW 3
#define HAIRLINE 0.5
#define HEAD_LINE 0.9

/* A row that takes more than this part of the page's height may be cut. */
#define MAX_ROW 0.75
/* Into pieces of about so many points. */
#define SLICE 60
/* A head that takes more than this is not repeated. */
#define MAX_HEAD 0.3

/* A table that takes less than this part of the page's height stays whole. */
#define MAX_WHOLE 0.3

/* Neither names nor values take all of the width. */
#define MAX_NAME 0.4

typedef struct
{
  guint n_columns;
  double *x;
  double *widths;
  double padding;
  const LcPageGroup *group;
  guint head; /* index of its piece, or LC_PAGE_NO_HEAD */
} PageTableLayout;

/* What is added to tell figures from words, and names from the rest. */
typedef struct
{
  LcAlign align;
  LcFont font;
} ColumnStyle;

typedef struct
{
  LcPageText *text; /* (nullable) */
  LcTone tone;
  double indent;
  double drop; /* so that the first lines of a row stand on one line */
  guint first;
  guint n_lines;
} PageTableCell;

typedef struct
{
  LcPageItem item;
  guint n_columns;
  double *x;
  PageTableCell *cells;
  gboolean is_head;
  gboolean is_first; /* slice of its row */
  gboolean is_last;
  double padding;
} RowItem;

static void
free_row (LcPageItem *item)
{
  RowItem *self = (RowItem *) item;

  g_free (self->x);
  g_free (self->cells);
}

static void
draw_cell (const PageTableCell *cell, LcPagePainter *painter, double x, double y, gboolean is_first)
{
  if (cell->text == NULL)
    return;
  y += is_first ? cell->drop : 0;
  lc_page_text_draw (cell->text, painter, cell->first, cell->n_lines, x + cell->indent, y);
  if (cell->indent > 0 && is_first)
    lc_page_painter_mark (painter, cell->tone, x, y + lc_page_text_get_middle (cell->text) - LC_PAGE_MARK_SIZE / 2,
                          LC_PAGE_MARK_SIZE);
}

static void
draw_row (const LcPageItem *item, LcPagePainter *painter, double y)
{
  const RowItem *self = (const RowItem *) item;
  double top = y + (self->is_first ? self->padding : 0);
  double width = lc_page_painter_get_width (painter->paper);

  lc_page_painter_begin (painter, "TR");
  for (guint i = 0; i < self->n_columns; i++)
    {
      const char *tag = self->is_head || i == 0 ? "TH" : "TD";

      lc_page_painter_begin (painter, tag);
      draw_cell (&self->cells[i], painter, self->x[i], top, self->is_first);
      lc_page_painter_end (painter, tag);
    }
  lc_page_painter_end (painter, "TR");
  if (!self->is_last)
    return;
  if (self->is_head)
    lc_page_painter_fill (painter, LC_INK_MUTED, 0, y + item->piece.height - HEAD_LINE, width, HEAD_LINE);
  else
    lc_page_painter_fill (painter, LC_INK_FAINT, 0, y + item->piece.height - HAIRLINE, width, HAIRLINE);
}

/* Takes lines up to @max_height from what is left of a cell, but at least one. */
static double
take_lines (PageTableCell *cell, guint *n_left, double max_height)
{
  double height = 0;

  cell->n_lines = 0;
  while (*n_left > 0)
    {
      double more = lc_page_text_get_height_of (cell->text, cell->first, cell->n_lines + 1);

      if (cell->n_lines > 0 && more > max_height)
        break;
      height = more;
      cell->n_lines++;
      (*n_left)--;
    }
  return height;
}

static void
level_first_lines (PageTableCell *cells, guint n_columns)
{
  double ascent = 0;

  for (guint i = 0; i < n_columns; i++)
    if (cells[i].text != NULL)
      ascent = MAX (ascent, lc_page_text_get_ascent (cells[i].text));
  for (guint i = 0; i < n_columns; i++)
    if (cells[i].text != NULL)
      cells[i].drop = ascent - lc_page_text_get_ascent (cells[i].text);
}

static double
get_row_height (const PageTableCell *cells, guint n_columns)
{
  double height = 0;

  for (guint i = 0; i < n_columns; i++)
    if (cells[i].text != NULL)
      height = MAX (height, cells[i].drop + lc_page_text_get_height (cells[i].text));
  return height;
}

static RowItem *
add_slice (LcPageFlow *flow, const PageTableLayout *table, const PageTableCell *cells, double height, gboolean is_first,
           gboolean is_last)
{
  RowItem *row = g_new0 (RowItem, 1);

  row->item.group = table->group;
  row->item.draw = draw_row;
  row->item.free = free_row;
  row->item.piece.height = height + (is_first ? table->padding : 0) + (is_last ? table->padding : 0);
  row->item.piece.head = table->head;
  row->n_columns = table->n_columns;
  row->x = g_memdup2 (table->x, sizeof (double) * table->n_columns);
  row->cells = g_memdup2 (cells, sizeof (PageTableCell) * table->n_columns);
  row->is_first = is_first;
  row->is_last = is_last;
  row->padding = table->padding;
  lc_page_flow_take_item (flow, &row->item);
  return row;
}

static gboolean
has_left (const guint *n_left, guint n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    if (n_left[i] > 0)
      return TRUE;
  return FALSE;
}

/* Returns: (transfer none): its last piece */
static RowItem *
add_row (LcPageFlow *flow, const PageTableLayout *table, PageTableCell *cells)
{
  double whole, max_height;
  g_autofree guint *n_left = g_new0 (guint, table->n_columns);
  gboolean is_first = TRUE;
  RowItem *row;

  level_first_lines (cells, table->n_columns);
  whole = get_row_height (cells, table->n_columns);
  max_height = whole > flow->height * MAX_ROW ? SLICE : whole;
  for (guint i = 0; i < table->n_columns; i++)
    n_left[i] = cells[i].text == NULL ? 0 : lc_page_text_get_n_lines (cells[i].text);
  do
    {
      double height = 0;

      for (guint i = 0; i < table->n_columns; i++)
        {
          double taken = take_lines (&cells[i], &n_left[i], max_height);

          height = MAX (height, taken + (is_first ? cells[i].drop : 0));
        }
      row = add_slice (flow, table, cells, height, is_first, !has_left (n_left, table->n_columns));
      for (guint i = 0; i < table->n_columns; i++)
        cells[i].first += cells[i].n_lines;
      is_first = FALSE;
    }
  while (!row->is_last);
  return row;
}

static gboolean
has_mark (LcTone tone)
{
  return tone == LC_TONE_GOOD || tone == LC_TONE_CAUTION || tone == LC_TONE_BAD;
}

/* A cell for each column; a row that has fewer leaves the rest empty. */
static PageTableCell *
create_cells (LcPageFlow *flow, const ColumnStyle *styles, guint n_columns, const GPtrArray *row)
{
  PageTableCell *cells = g_new0 (PageTableCell, n_columns);

  for (guint i = 0; i < n_columns && i < row->len; i++)
    {
      const LcText *text = g_ptr_array_index (row, i);

      cells[i].text = lc_page_flow_add_text (flow, styles[i].font, text);
      cells[i].tone = text->tone;
      cells[i].indent = has_mark (text->tone) && text->spans->len > 0 ? LC_PAGE_MARK_ROOM : 0;
    }
  return cells;
}

static void
widen (LcPageColumn *needs, guint n_columns, const PageTableCell *cells)
{
  for (guint i = 0; i < n_columns; i++)
    {
      if (cells[i].text == NULL)
        continue;
      needs[i].natural = MAX (needs[i].natural,
                              lc_page_text_get_natural_width (cells[i].text) + cells[i].indent + CELL_GAP);
      needs[i].minimum = MAX (needs[i].minimum,
                              lc_page_text_get_minimum_width (cells[i].text) + cells[i].indent + CELL_GAP);
    }
}

static void
break_cells (const PageTableLayout *table, const ColumnStyle *styles, PageTableCell *cells)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (cells[i].text != NULL)
      lc_page_text_set_width (cells[i].text, table->widths[i] - cells[i].indent, styles[i].align);
}

/* The gap between columns is no part of the last one. */
static void
table_init (PageTableLayout *self, LcPageFlow *flow, const LcPageColumn *needs, guint n_columns)
{
  double x = 0;

  self->n_columns = n_columns;
  self->head = LC_PAGE_NO_HEAD;
  self->x = g_new0 (double, n_columns);
  self->widths = g_new0 (double, n_columns);
  lc_page_columns_share (needs, n_columns, flow->width + CELL_GAP, self->widths);
  for (guint i = 0; i < n_columns; i++)
    {
      self->x[i] = x;
      x += self->widths[i];
      self->widths[i] = MAX (self->widths[i] - CELL_GAP, 1);
    }
}

static void
table_clear (PageTableLayout *self)
{
  g_free (self->x);
  g_free (self->widths);
}

static void
add_head (LcPageFlow *flow, PageTableLayout *table, PageTableCell *cells)
{
  guint first = flow->items->len;

  add_row (flow, table, cells);
  for (guint i = first; i < flow->items->len; i++)
    {
      RowItem *row = g_ptr_array_index (flow->items, i);

      row->is_head = TRUE;
      row->item.piece.keeps_next = TRUE;
    }
  if (flow->items->len == first + 1 &&
      ((RowItem *) g_ptr_array_index (flow->items, first))->item.piece.height < flow->height * MAX_HEAD)
    table->head = first;
}

static PageTableCell *
create_head (LcPageFlow *flow, const LcTable *table)
{
  PageTableCell *cells = g_new0 (PageTableCell, table->columns->len);

  for (guint i = 0; i < table->columns->len; i++)
    {
      const LcColumn *column = g_ptr_array_index (table->columns, i);

      cells[i].text = lc_page_flow_add_plain (flow, LC_FONT_CELL_STRONG, column->title);
      lc_page_text_set_ink (cells[i].text, LC_INK_MUTED);
    }
  return cells;
}

static void
add_caption (LcPageFlow *flow, const LcPageGroup *group, const char *caption)
{
  const LcPageGroup part = { .name = "Caption", .parent = group, .holds_words = TRUE };
  LcPageText *text = lc_page_flow_add_plain (flow, LC_FONT_HEADING_4, caption);

  lc_page_text_set_width (text, flow->width, LC_ALIGN_START);
  lc_page_flow_add_lines (flow, text,
                          &(LcPageLines){ .group = lc_page_flow_add_group (flow, &part),
                                          .gap = BLOCK_GAP + 3,
                                          .below = CAPTION_BELOW,
                                          .keeps_next = TRUE });
}

static LcPageItem *
get_item (LcPageFlow *flow, guint index)
{
  return g_ptr_array_index (flow->items, index);
}

static gboolean
is_caption_of (const LcPageItem *item, const PageTableLayout *table)
{
  return item->group != NULL && item->group->parent == table->group;
}

/* A small table stays whole; of a large one no row is left alone. */
static void
keep_together (LcPageFlow *flow, guint first)
{
  guint last = flow->items->len - 1;
  double height = 0;

  for (guint i = first; i <= last; i++)
    height += get_item (flow, i)->piece.height;
  for (guint i = first; i < last; i++)
    if (height < flow->height * MAX_WHOLE || i + 1 == last)
      get_item (flow, i)->piece.keeps_next = TRUE;
}

/* @head: (nullable): its cells; @rows: of PageTableCell, one array a row; frees nothing */
static void
add_rows (LcPageFlow *flow, PageTableLayout *table, const ColumnStyle *styles, PageTableCell *head, GPtrArray *rows)
{
  guint first = flow->items->len;
  gboolean follows = first > 0 && is_caption_of (get_item (flow, first - 1), table);

  if (head != NULL)
    {
      break_cells (table, styles, head);
      add_head (flow, table, head);
    }
  for (guint i = 0; i < rows->len; i++)
    {
      PageTableCell *cells = g_ptr_array_index (rows, i);

      break_cells (table, styles, cells);
      add_row (flow, table, cells);
    }
  if (flow->items->len == first)
    return;
  if (!follows)
    get_item (flow, first)->piece.gap = BLOCK_GAP;
  keep_together (flow, first);
}

static ColumnStyle *
create_styles (const LcTable *table)
{
  ColumnStyle *styles = g_new0 (ColumnStyle, table->columns->len);

  for (guint i = 0; i < table->columns->len; i++)
    {
      const LcColumn *column = g_ptr_array_index (table->columns, i);

      styles[i].align = column->is_figure ? LC_ALIGN_END : LC_ALIGN_START;
      styles[i].font = column->is_code ? LC_FONT_CELL_CODE : LC_FONT_CELL;
    }
  return styles;
}

/**
 * lc_page_table_add:
 * @flow: where it comes last
 * @table: with its caption and its head, even when it has no rows
 */
void
lc_page_table_add (LcPageFlow *flow, const LcTable *table)
{
  guint n_columns = table->columns->len;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  g_autofree LcPageColumn *needs = g_new0 (LcPageColumn, n_columns);
  g_autofree ColumnStyle *styles = create_styles (table);
  g_autofree PageTableCell *head = create_head (flow, table);
  const LcPageGroup group = { .name = "Table" };
  PageTableLayout page_table;

  if (n_columns == 0)
    return;
  widen (needs, n_columns, head);
  for (guint i = 0; i < table->rows->len; i++)
    {
      PageTableCell *cells = create_cells (flow, styles, n_columns, g_ptr_array_index (table->rows, i));

      widen (needs, n_columns, cells);
      g_ptr_array_add (rows, cells);
    }
  table_init (&page_table, flow, needs, n_columns);
  page_table.padding = ROW_PADDING;
  page_table.group = lc_page_flow_add_group (flow, &group);
  if (table->caption != NULL && *table->caption != '\0')
    add_caption (flow, page_table.group, table->caption);
  add_rows (flow, &page_table, styles, head, rows);
  table_clear (&page_table);
}

/**
 * lc_page_table_add_pairs:
 * @flow: where they come last
 * @pairs: one below the other, the names beside their values
 */
void
lc_page_table_add_pairs (LcPageFlow *flow, const LcPairs *pairs)
{
  static const ColumnStyle styles[] = { { LC_ALIGN_START, LC_FONT_CELL }, { LC_ALIGN_START, LC_FONT_CELL } };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  LcPageColumn needs[G_N_ELEMENTS (styles)] = { 0 };
  const LcPageGroup group = { .name = "Table" };
  PageTableLayout page_table;

  for (guint i = 0; i < pairs->names->len && i < pairs->values->len; i++)
    {
      g_autoptr (GPtrArray) row = g_ptr_array_new ();
      PageTableCell *cells;

      g_ptr_array_add (row, g_ptr_array_index (pairs->names, i));
      g_ptr_array_add (row, g_ptr_array_index (pairs->values, i));
      cells = create_cells (flow, styles, G_N_ELEMENTS (styles), row);
      lc_page_text_set_ink (cells[0].text, LC_INK_MUTED);
      widen (needs, G_N_ELEMENTS (styles), cells);
      g_ptr_array_add (rows, cells);
    }
  if (rows->len == 0)
    return;
  /* The values begin near their names, whatever room is left. */
  needs[0].natural = MIN (needs[0].natural, flow->width * MAX_NAME);
  needs[1].natural = flow->width + CELL_GAP - needs[0].natural;
  needs[1].minimum = 0;
  table_init (&page_table, flow, needs, G_N_ELEMENTS (styles));
  page_table.padding = PAIR_PADDING;
  page_table.group = lc_page_flow_add_group (flow, &group);
  add_rows (flow, &page_table, styles, NULL, rows);
  table_clear (&page_table);
}
