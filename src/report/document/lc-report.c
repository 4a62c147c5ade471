/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report.c: the document tree. See lc-report.h.
 */
#include "config.h"

#include "report/document/lc-report.h"

#include "base/lc-clean-text.h"

struct _LcReport
{
  GObject parent;

  LcReportHead head;
  GPtrArray *blocks;
};

G_DEFINE_FINAL_TYPE (LcReport, lc_report, G_TYPE_OBJECT)

static void
column_free (LcColumn *self)
{
  g_free (self->title);
  g_free (self);
}

static void
bar_free (LcBar *self)
{
  g_free (self->label);
  g_free (self->figure);
  g_free (self->mark);
  g_free (self);
}

static GPtrArray *
texts_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) lc_text_free);
}

static void
block_free (LcBlock *self)
{
  switch (self->kind)
    {
    case LC_BLOCK_HEADING:
      g_free (self->heading.id);
      lc_text_free (self->heading.text);
      break;
    case LC_BLOCK_PARAGRAPH:
      lc_text_free (self->paragraph);
      break;
    case LC_BLOCK_LIST:
      g_ptr_array_unref (self->items);
      break;
    case LC_BLOCK_PAIRS:
      g_ptr_array_unref (self->pairs.names);
      g_ptr_array_unref (self->pairs.values);
      break;
    case LC_BLOCK_TABLE:
      g_free (self->table.caption);
      g_ptr_array_unref (self->table.columns);
      g_ptr_array_unref (self->table.rows);
      break;
    case LC_BLOCK_CHART:
      g_free (self->chart.title);
      g_free (self->chart.description);
      g_free (self->chart.unit);
      g_ptr_array_unref (self->chart.bars);
      break;
    case LC_BLOCK_CODE:
      g_free (self->code.caption);
      g_free (self->code.text);
      break;
    default:
      g_assert_not_reached ();
    }
  g_free (self);
}

static LcBlock *
add_block (LcReport *self, LcBlockKind kind)
{
  LcBlock *block = g_new0 (LcBlock, 1);

  block->kind = kind;
  g_ptr_array_add (self->blocks, block);
  return block;
}

static void
lc_report_finalize (GObject *object)
{
  LcReport *self = LC_REPORT (object);

  g_free (self->head.language);
  g_free (self->head.title);
  g_free (self->head.verdict);
  g_free (self->head.date);
  g_free (self->head.notice);
  g_free (self->head.generator);
  g_clear_pointer (&self->head.started, g_date_time_unref);
  g_ptr_array_unref (self->blocks);
  G_OBJECT_CLASS (lc_report_parent_class)->finalize (object);
}

static void
lc_report_class_init (LcReportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_report_finalize;
}

static void
lc_report_init (LcReport *self)
{
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) block_free);
}

/**
 * lc_report_new:
 * @head: what stands above it; copied
 *
 * Returns: (transfer full): a report without blocks
 */
LcReport *
lc_report_new (const LcReportHead *head)
{
  LcReport *self = g_object_new (LC_TYPE_REPORT, NULL);

  self->head.language = g_strdup (head->language);
  self->head.is_mirrored = head->is_mirrored;
  self->head.title = lc_clean_text (head->title);
  self->head.verdict = lc_clean_text (head->verdict);
  self->head.tone = head->tone;
  self->head.date = lc_clean_text (head->date);
  self->head.notice = head->notice != NULL ? lc_clean_text (head->notice) : NULL;
  self->head.started = g_date_time_ref (head->started);
  self->head.generator = lc_clean_text (head->generator);
  return self;
}

/**
 * lc_report_add_heading:
 * @self: a report
 * @level: see #LcHeading
 * @id: see #LcHeading
 * @text: in the reader's language
 */
void
lc_report_add_heading (LcReport *self, guint level, const char *id, const char *text)
{
  LcBlock *block = add_block (self, LC_BLOCK_HEADING);

  block->heading.level = level;
  block->heading.id = g_strdup (id);
  block->heading.text = lc_text_new (text);
}

/**
 * lc_report_add_paragraph:
 * @self: a report
 * @text: plain words
 */
void
lc_report_add_paragraph (LcReport *self, const char *text)
{
  lc_report_take_paragraph (self, lc_text_new (text));
}

/**
 * lc_report_take_paragraph:
 * @self: a report
 * @text: (transfer full): words with their marks
 */
void
lc_report_take_paragraph (LcReport *self, LcText *text)
{
  add_block (self, LC_BLOCK_PARAGRAPH)->paragraph = text;
}

/**
 * lc_report_add_list:
 * @self: a report
 *
 * Returns: (transfer none) (element-type LcText): its items, to be filled
 */
GPtrArray *
lc_report_add_list (LcReport *self)
{
  LcBlock *block = add_block (self, LC_BLOCK_LIST);

  block->items = texts_new ();
  return block->items;
}

/**
 * lc_report_add_pairs:
 * @self: a report
 *
 * Returns: (transfer none): pairs to be filled
 */
LcPairs *
lc_report_add_pairs (LcReport *self)
{
  LcBlock *block = add_block (self, LC_BLOCK_PAIRS);

  block->pairs.names = texts_new ();
  block->pairs.values = texts_new ();
  return &block->pairs;
}

/**
 * lc_report_add_table:
 * @self: a report
 * @caption: see #LcTable
 *
 * Returns: (transfer none): a table to be filled: columns first, then rows
 */
LcTable *
lc_report_add_table (LcReport *self, const char *caption)
{
  LcBlock *block = add_block (self, LC_BLOCK_TABLE);

  block->table.caption = lc_clean_text (caption);
  block->table.columns = g_ptr_array_new_with_free_func ((GDestroyNotify) column_free);
  block->table.rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  return &block->table;
}

/**
 * lc_report_add_chart:
 * @self: a report
 * @title: see #LcChart
 * @description: see #LcChart
 * @unit: see #LcChart
 *
 * Returns: (transfer none): a chart to be filled
 */
LcChart *
lc_report_add_chart (LcReport *self, const char *title, const char *description, const char *unit)
{
  LcBlock *block = add_block (self, LC_BLOCK_CHART);

  block->chart.title = lc_clean_text (title);
  block->chart.description = lc_clean_text (description);
  block->chart.unit = lc_clean_text (unit);
  block->chart.bars = g_ptr_array_new_with_free_func ((GDestroyNotify) bar_free);
  return &block->chart;
}

/**
 * lc_report_add_code:
 * @self: a report
 * @caption: (nullable): see #LcCode
 * @text: lines, each ended by a newline
 */
void
lc_report_add_code (LcReport *self, const char *caption, const char *text)
{
  LcBlock *block = add_block (self, LC_BLOCK_CODE);

  block->code.caption = caption != NULL ? lc_clean_text (caption) : NULL;
  block->code.text = lc_clean_lines (text);
}

/**
 * lc_pairs_add:
 * @self: pairs
 * @name: of the fact
 * @value: in plain words
 */
void
lc_pairs_add (LcPairs *self, const char *name, const char *value)
{
  lc_pairs_take (self, name, lc_text_new (value));
}

/**
 * lc_pairs_take:
 * @self: pairs
 * @name: of the fact
 * @value: (transfer full): words with their marks
 */
void
lc_pairs_take (LcPairs *self, const char *name, LcText *value)
{
  g_ptr_array_add (self->names, lc_text_new (name));
  g_ptr_array_add (self->values, value);
}

/**
 * lc_table_add_column:
 * @self: a table without rows
 * @title: of the column
 *
 * Returns: (transfer none): the column
 */
LcColumn *
lc_table_add_column (LcTable *self, const char *title)
{
  LcColumn *column = g_new0 (LcColumn, 1);

  column->title = lc_clean_text (title);
  g_ptr_array_add (self->columns, column);
  return column;
}

/**
 * lc_table_add_row:
 * @self: a table that has all its columns
 *
 * Returns: (transfer none) (element-type LcText): the cells, to be filled with
 *   as many texts as there are columns
 */
GPtrArray *
lc_table_add_row (LcTable *self)
{
  GPtrArray *cells = texts_new ();

  g_ptr_array_add (self->rows, cells);
  return cells;
}

/**
 * lc_chart_add_bar:
 * @self: a chart
 * @label: what the bar stands for
 * @value: its figure in the unit of the chart, or NAN
 * @high: the end of its whisker, or NAN
 *
 * Returns: (transfer none): the bar; figure, mark and tone are to be set
 */
LcBar *
lc_chart_add_bar (LcChart *self, const char *label, double value, double high)
{
  LcBar *bar = g_new0 (LcBar, 1);

  bar->label = lc_clean_text (label);
  bar->value = value;
  bar->high = high;
  g_ptr_array_add (self->bars, bar);
  return bar;
}

/**
 * lc_report_get_head:
 * @self: a report
 *
 * Returns: (transfer none): what stands above it
 */
const LcReportHead *
lc_report_get_head (LcReport *self)
{
  return &self->head;
}

/**
 * lc_report_get_blocks:
 * @self: a report
 *
 * Returns: (transfer none) (element-type LcBlock): in reading order
 */
const GPtrArray *
lc_report_get_blocks (LcReport *self)
{
  return self->blocks;
}
