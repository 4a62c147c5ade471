/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-text.c: see lc-report-text.h. No line is longer than 80 cells but
 * those of a code block, which are to be copied as they are.
 */
#include "report/text/lc-report-text.h"

#include <math.h>
#include <string.h>

#include "base/lc-text-wrap.h"

#define COLUMNS 80
#define GAP 2
#define MIN_COLUMN 5
#define MAX_NAME 26  /* of a pair */
#define MAX_LABEL 36 /* of a bar */
#define MIN_BAR 8

/* A line without the spaces at its end; it is broken already. */
static void
put_line (GString *out, const char *line)
{
  g_autofree char *plain = g_strdup (line);
  gsize length;

  lc_text_loosen (plain);
  length = strlen (plain);
  while (length > 0 && plain[length - 1] == ' ')
    length--;
  g_string_append_len (out, plain, length);
  g_string_append_c (out, '\n');
}

static void
put_space (GString *out)
{
  /* Not g_str_has_suffix(), which would count all that is written already. */
  if (out->len > 1 && memcmp (out->str + out->len - 2, "\n\n", 2) != 0)
    g_string_append_c (out, '\n');
}

/* @mark: before the first line; the others stand below its text */
static void
put_wrapped (GString *out, const char *mark, const char *text)
{
  guint indent = lc_text_measure (mark);
  g_autoptr (GPtrArray) lines = lc_text_wrap (text, COLUMNS - indent);

  for (guint i = 0; i < lines->len; i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      lc_text_pad (line, i == 0 ? mark : "", indent, FALSE);
      g_string_append (line, g_ptr_array_index (lines, i));
      put_line (out, line->str);
    }
}

/* A link to elsewhere is written out where its words are not the address. */
static char *
dup_text (const LcText *text)
{
  GString *plain = g_string_new (NULL);

  for (guint i = 0; i < text->spans->len; i++)
    {
      const LcSpan *span = g_ptr_array_index (text->spans, i);

      g_string_append (plain, span->text);
      if (span->uri != NULL && g_str_has_prefix (span->uri, "https:") && strcmp (span->uri, span->text) != 0)
        g_string_append_printf (plain, " <%s>", span->uri);
    }
  return g_string_free (plain, FALSE);
}

static void
put_underline (GString *out, const char *text, char c)
{
  guint width = MIN (lc_text_measure (text), COLUMNS);

  for (guint i = 0; i < width; i++)
    g_string_append_c (out, c);
  g_string_append_c (out, '\n');
}

static void
put_heading (GString *out, const LcHeading *heading)
{
  static const char underlines[] = { '=', '-', '.', '.' };
  g_autofree char *text = dup_text (heading->text);

  if (heading->level == 1)
    g_string_append_c (out, '\n');
  put_wrapped (out, "", text);
  put_underline (out, text, underlines[MIN (heading->level, G_N_ELEMENTS (underlines)) - 1]);
}

static void
put_paragraph (GString *out, const LcText *paragraph)
{
  g_autofree char *text = dup_text (paragraph);

  put_wrapped (out, "", text);
}

static void
put_list (GString *out, const GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      g_autofree char *text = dup_text (g_ptr_array_index (items, i));

      put_wrapped (out, "- ", text);
    }
}

static void
put_pair (GString *out, const char *name, const char *value, guint width)
{
  g_autoptr (GPtrArray) names = lc_text_wrap (name, width);
  g_autoptr (GPtrArray) values = lc_text_wrap (value, COLUMNS - width - GAP);

  for (guint i = 0; i < MAX (names->len, values->len); i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      lc_text_pad (line, i < names->len ? g_ptr_array_index (names, i) : "", width + GAP, FALSE);
      if (i < values->len)
        g_string_append (line, g_ptr_array_index (values, i));
      put_line (out, line->str);
    }
}

static void
put_pairs (GString *out, const LcPairs *pairs)
{
  guint width = 1;

  for (guint i = 0; i < pairs->names->len; i++)
    {
      g_autofree char *name = dup_text (g_ptr_array_index (pairs->names, i));

      width = MAX (width, lc_text_measure (name));
    }
  width = MIN (width, MAX_NAME);
  for (guint i = 0; i < pairs->names->len; i++)
    {
      g_autofree char *name = dup_text (g_ptr_array_index (pairs->names, i));
      g_autofree char *value = dup_text (g_ptr_array_index (pairs->values, i));

      put_pair (out, name, value, width);
    }
}

/* The words of a table, its column titles first. */
static GPtrArray *
dup_cells (const LcTable *table)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GPtrArray *titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < table->columns->len; i++)
    g_ptr_array_add (titles, g_strdup (((const LcColumn *) g_ptr_array_index (table->columns, i))->title));
  g_ptr_array_add (rows, titles);
  for (guint i = 0; i < table->rows->len; i++)
    {
      const GPtrArray *row = g_ptr_array_index (table->rows, i);
      GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);

      for (guint j = 0; j < row->len; j++)
        g_ptr_array_add (cells, dup_text (g_ptr_array_index (row, j)));
      g_ptr_array_add (rows, cells);
    }
  return rows;
}

/* Takes cells from the widest column that is wider than its @floors, until all fit. */
static void
shrink (guint *widths, const guint *floors, guint n_columns)
{
  for (;;)
    {
      guint total = GAP * (n_columns - 1);
      guint widest = n_columns;

      for (guint i = 0; i < n_columns; i++)
        {
          total += widths[i];
          if (widths[i] > floors[i] && (widest == n_columns || widths[i] > widths[widest]))
            widest = i;
        }
      if (total <= COLUMNS || widest == n_columns)
        return;
      widths[widest]--;
    }
}

/* Words stay whole as long as they can. */
static void
find_widths (const GPtrArray *rows, guint *widths, guint n_columns)
{
  g_autofree guint *floors = g_new0 (guint, n_columns);

  memset (widths, 0, n_columns * sizeof *widths);
  for (guint i = 0; i < rows->len; i++)
    {
      const GPtrArray *cells = g_ptr_array_index (rows, i);

      for (guint j = 0; j < cells->len; j++)
        {
          widths[j] = MAX (widths[j], lc_text_measure (g_ptr_array_index (cells, j)));
          floors[j] = MAX (floors[j], lc_text_measure_longest_word (g_ptr_array_index (cells, j)));
        }
    }
  shrink (widths, floors, n_columns);
  for (guint i = 0; i < n_columns; i++)
    floors[i] = MIN_COLUMN;
  shrink (widths, floors, n_columns);
  for (guint i = 0; i < n_columns; i++)
    widths[i] = MAX (widths[i], 1);
}

static void
put_row (GString *out, const LcTable *table, const GPtrArray *cells, const guint *widths)
{
  g_autoptr (GPtrArray) wrapped = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  guint height = 1;

  for (guint i = 0; i < cells->len; i++)
    {
      GPtrArray *lines = lc_text_wrap (g_ptr_array_index (cells, i), widths[i]);

      g_ptr_array_add (wrapped, lines);
      height = MAX (height, lines->len);
    }
  for (guint n = 0; n < height; n++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      for (guint i = 0; i < wrapped->len; i++)
        {
          const GPtrArray *lines = g_ptr_array_index (wrapped, i);
          const LcColumn *column = g_ptr_array_index (table->columns, i);

          lc_text_pad (line, "", i > 0 ? GAP : 0, FALSE);
          lc_text_pad (line, n < lines->len ? g_ptr_array_index (lines, n) : "", widths[i], column->is_figure);
        }
      put_line (out, line->str);
    }
}

static void
put_rule (GString *out, const guint *widths, guint n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    {
      g_string_append_printf (out, "%*s", i > 0 ? GAP : 0, "");
      for (guint j = 0; j < widths[i]; j++)
        g_string_append_c (out, '-');
    }
  g_string_append_c (out, '\n');
}

static void
put_table (GString *out, const LcTable *table)
{
  guint n_columns = table->columns->len;
  g_autoptr (GPtrArray) rows = dup_cells (table);
  g_autofree guint *widths = g_new0 (guint, n_columns);

  find_widths (rows, widths, n_columns);
  put_wrapped (out, "", table->caption);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < rows->len; i++)
    {
      put_row (out, table, g_ptr_array_index (rows, i), widths);
      if (i == 0)
        put_rule (out, widths, n_columns);
    }
}

static char *
dup_bar_words (const LcBar *bar)
{
  return bar->mark != NULL ? g_strdup_printf ("%s (%s)", bar->figure, bar->mark) : g_strdup (bar->figure);
}

static void
put_bar (GString *out, const LcBar *bar, guint label_width, guint bar_width, double max)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GString) strokes = g_string_new (NULL);
  g_autofree char *label = lc_text_clip (bar->label, label_width);
  g_autofree char *words = dup_bar_words (bar);
  g_autofree char *figure = lc_text_clip (words, COLUMNS - label_width - bar_width - 2 * GAP);
  guint n_solid = isnan (bar->value) ? 0 : (guint) lround (bar->value / max * bar_width);
  guint n_all = isnan (bar->high) ? 0 : (guint) lround (bar->high / max * bar_width);

  for (guint i = 0; i < n_solid; i++)
    g_string_append_c (strokes, '#');
  for (guint i = n_solid; i < n_all; i++)
    g_string_append_c (strokes, '-');
  lc_text_pad (line, label, label_width + GAP, FALSE);
  lc_text_pad (line, strokes->str, bar_width + GAP, FALSE);
  g_string_append (line, figure);
  put_line (out, line->str);
}

static void
put_chart (GString *out, const LcChart *chart)
{
  guint label_width = 1, figure_width = 1, bar_width;
  double max = 0;

  for (guint i = 0; i < chart->bars->len; i++)
    {
      const LcBar *bar = g_ptr_array_index (chart->bars, i);
      g_autofree char *words = dup_bar_words (bar);

      figure_width = MAX (figure_width, lc_text_measure (words));
      label_width = MAX (label_width, lc_text_measure (bar->label));
      max = MAX (max, isnan (bar->value) ? 0 : bar->value);
      max = MAX (max, isnan (bar->high) ? 0 : bar->high);
    }
  label_width = MIN (label_width, MAX_LABEL);
  figure_width = MIN (figure_width, COLUMNS - label_width - MIN_BAR - 2 * GAP);
  bar_width = COLUMNS - label_width - figure_width - 2 * GAP;
  put_wrapped (out, "", chart->title);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < chart->bars->len; i++)
    put_bar (out, g_ptr_array_index (chart->bars, i), label_width, bar_width, MAX (max, 1e-9));
}

static void
put_code (GString *out, const LcCode *code)
{
  if (code->caption != NULL)
    {
      put_wrapped (out, "", code->caption);
      g_string_append_c (out, '\n');
    }
  g_string_append (out, code->text);
  if (!g_str_has_suffix (code->text, "\n"))
    g_string_append_c (out, '\n');
}

static void
put_block (GString *out, const LcBlock *block)
{
  put_space (out);
  switch (block->kind)
    {
    case LC_BLOCK_HEADING:
      put_heading (out, &block->heading);
      break;
    case LC_BLOCK_PARAGRAPH:
      put_paragraph (out, block->paragraph);
      break;
    case LC_BLOCK_LIST:
      put_list (out, block->items);
      break;
    case LC_BLOCK_PAIRS:
      put_pairs (out, &block->pairs);
      break;
    case LC_BLOCK_TABLE:
      put_table (out, &block->table);
      break;
    case LC_BLOCK_CHART:
      put_chart (out, &block->chart);
      break;
    case LC_BLOCK_CODE:
      put_code (out, &block->code);
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * lc_report_text_render:
 * @report: a report
 *
 * Returns: (transfer full): the report as UTF-8 in lines that end in a line feed
 */
GBytes *
lc_report_text_render (LcReport *report)
{
  const LcReportHead *head = lc_report_get_head (report);
  const GPtrArray *blocks = lc_report_get_blocks (report);
  GString *out = g_string_new (NULL);

  put_wrapped (out, "", head->title);
  put_underline (out, head->title, '=');
  put_wrapped (out, "", head->verdict);
  put_wrapped (out, "", head->date);
  put_wrapped (out, "", head->generator);
  if (head->notice != NULL)
    put_wrapped (out, "", head->notice);
  for (guint i = 0; i < blocks->len; i++)
    put_block (out, g_ptr_array_index (blocks, i));
  return g_string_free_to_bytes (out);
}
