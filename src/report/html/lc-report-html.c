/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-html.c: see lc-report-html.h. HTML Living Standard.
 *
 * The ids that this file makes have a "_" in them, those of headings cannot.
 */
#include "config.h"

#include "report/html/lc-report-html.h"

#include "language/lc-i18n.h"
#include "report/html/lc-html-chart.h"
#include "report/html/lc-html-head.h"
#include "report/html/lc-html-text.h"

#define MAX_LEVEL 4
#define NAV_LEVELS 2

/* Tables with so many columns are not squeezed into a narrow page. */
#define BROAD_COLUMNS 4
#define BROADEST_COLUMNS 7

typedef struct
{
  GString *html;
  LcReport *report;
  const LcReportHead *head;
  GHashTable *ids;  /* of headings that may be linked to, to their heading */
  gboolean in_part; /* a section is open */
  guint n_tables;
  guint n_charts;
} HtmlDocument;

static void
append (HtmlDocument *self, const char *markup)
{
  g_string_append (self->html, markup);
}

static void
append_escaped (HtmlDocument *self, const char *text)
{
  lc_html_append_escaped (self->html, text);
}

static void
append_banner (HtmlDocument *self)
{
  g_autoptr (GDateTime) utc = g_date_time_to_utc (self->head->started);
  g_autofree char *started = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");

  append (self, "<header>\n<h1>");
  append_escaped (self, self->head->title);
  g_string_append_printf (self->html, "</h1>\n<p class=\"verdict %s\">", lc_html_get_tone_class (self->head->tone));
  lc_html_append_icon (self->html, self->head->tone);
  append (self, "<strong>");
  append_escaped (self, self->head->verdict);
  g_string_append_printf (self->html, "</strong> <time datetime=\"%s\">", started);
  append_escaped (self, self->head->date);
  append (self, "</time></p>\n");
  if (self->head->notice != NULL)
    {
      append (self, "<p class=\"notice\">");
      append_escaped (self, self->head->notice);
      append (self, "</p>\n");
    }
  append (self, "</header>\n");
}

static const LcHeading *
get_heading (gpointer block)
{
  const LcBlock *self = block;

  return self->kind == LC_BLOCK_HEADING ? &self->heading : NULL;
}

/* Headings whose id is sound and their own; the first of a name has it. */
static void
find_ids (HtmlDocument *self)
{
  const GPtrArray *blocks = lc_report_get_blocks (self->report);

  for (guint i = 0; i < blocks->len; i++)
    {
      const LcHeading *heading = get_heading (g_ptr_array_index (blocks, i));

      if (heading != NULL && lc_html_is_id (heading->id) && !g_hash_table_contains (self->ids, heading->id))
        g_hash_table_insert (self->ids, heading->id, (gpointer) heading);
    }
}

static gboolean
is_linked (HtmlDocument *self, const LcHeading *heading)
{
  return heading->id != NULL && g_hash_table_lookup (self->ids, heading->id) == heading;
}

static void
append_entry (HtmlDocument *self, const LcHeading *heading)
{
  g_autofree char *plain = lc_text_dup_plain (heading->text);

  g_string_append_printf (self->html, "<li><a href=\"#%s\">", heading->id);
  append_escaped (self, plain);
  append (self, "</a>");
}

/* Two levels; a heading of the second is listed below one of the first. */
static void
append_contents (HtmlDocument *self)
{
  const GPtrArray *blocks = lc_report_get_blocks (self->report);
  guint depth = 0;

  if (g_hash_table_size (self->ids) == 0)
    return;
  append (self, "<nav aria-labelledby=\"lc_contents\">\n<h2 id=\"lc_contents\">");
  append_escaped (self, _("Contents"));
  append (self, "</h2>\n");
  for (guint i = 0; i < blocks->len; i++)
    {
      const LcHeading *heading = get_heading (g_ptr_array_index (blocks, i));
      guint level = heading != NULL ? MIN (heading->level, depth + 1) : 0;

      if (heading == NULL || heading->level > NAV_LEVELS || !is_linked (self, heading))
        continue;
      for (; depth > level; depth--)
        append (self, "</li>\n</ol>\n");
      append (self, depth == level ? "</li>\n" : "\n<ol>\n");
      depth = level;
      append_entry (self, heading);
    }
  for (; depth > 0; depth--)
    append (self, "</li>\n</ol>\n");
  append (self, "</nav>\n");
}

/* The tag with the class of the tone, if there is one. */
static void
open_toned (HtmlDocument *self, const char *tag, LcTone tone)
{
  if (tone == LC_TONE_NEUTRAL)
    g_string_append_printf (self->html, "<%s>", tag);
  else
    g_string_append_printf (self->html, "<%s class=\"toned %s\">", tag, lc_html_get_tone_class (tone));
  lc_html_append_icon (self->html, tone);
}

static void
append_text (HtmlDocument *self, const LcText *text)
{
  lc_html_append_text (self->html, text, LC_HTML_WORDS, self->ids);
}

static void
close_part (HtmlDocument *self)
{
  if (self->in_part)
    append (self, "</section>\n");
  self->in_part = FALSE;
}

/* The title of the report is h1, a part is h2. */
static void
append_heading (HtmlDocument *self, const LcHeading *heading)
{
  guint level = CLAMP (heading->level, 1, MAX_LEVEL) + 1;
  g_autofree char *id = is_linked (self, heading) ? g_strdup_printf (" id=\"%s\"", heading->id) : g_strdup ("");

  if (heading->level <= 1)
    {
      close_part (self);
      append (self, "<section");
      if (is_linked (self, heading))
        g_string_append_printf (self->html, " aria-labelledby=\"%s\"", heading->id);
      append (self, ">\n");
      self->in_part = TRUE;
    }
  g_string_append_printf (self->html, "<h%u%s>", level, id);
  lc_html_append_icon (self->html, heading->text->tone);
  append_text (self, heading->text);
  g_string_append_printf (self->html, "</h%u>\n", level);
}

static void
append_paragraph (HtmlDocument *self, const LcText *text)
{
  open_toned (self, "p", text->tone);
  append_text (self, text);
  append (self, "</p>\n");
}

static void
append_list (HtmlDocument *self, const GPtrArray *items)
{
  if (items->len == 0)
    return;
  append (self, "<ul>\n");
  for (guint i = 0; i < items->len; i++)
    {
      const LcText *item = g_ptr_array_index (items, i);

      open_toned (self, "li", item->tone);
      append_text (self, item);
      append (self, "</li>\n");
    }
  append (self, "</ul>\n");
}

static void
append_pairs (HtmlDocument *self, const LcPairs *pairs)
{
  if (pairs->names->len == 0)
    return;
  append (self, "<dl>\n");
  for (guint i = 0; i < pairs->names->len; i++)
    {
      const LcText *name = g_ptr_array_index (pairs->names, i);
      const LcText *value = g_ptr_array_index (pairs->values, i);

      open_toned (self, "dt", name->tone);
      append_text (self, name);
      append (self, "</dt>\n");
      open_toned (self, "dd", value->tone);
      append_text (self, value);
      append (self, "</dd>\n");
    }
  append (self, "</dl>\n");
}

/* Appends the box of a table. One that may have to scroll can be reached with
 * the keyboard, and is named by the table's caption. */
static void
open_box (HtmlDocument *self, const LcTable *table, guint number)
{
  if (table->columns->len < BROAD_COLUMNS)
    append (self, "<div class=\"scroll\">\n");
  else
    g_string_append_printf (self->html,
                            "<div class=\"scroll %s\" role=\"group\" aria-labelledby=\"lc_table_%u\" tabindex=\"0\">\n",
                            table->columns->len < BROADEST_COLUMNS ? "broad" : "broadest", number);
}

static void
append_column_heads (HtmlDocument *self, const LcTable *table)
{
  append (self, "<thead>\n<tr>");
  for (guint i = 0; i < table->columns->len; i++)
    {
      const LcColumn *column = g_ptr_array_index (table->columns, i);

      append (self, column->is_figure ? "<th scope=\"col\" class=\"figure\">" : "<th scope=\"col\">");
      append_escaped (self, column->title);
      append (self, "</th>");
    }
  append (self, "</tr>\n</thead>\n");
}

static void
append_class (HtmlDocument *self, const LcText *text, const LcColumn *column)
{
  g_autoptr (GString) names = g_string_new (NULL);

  if (column->is_figure)
    g_string_append (names, " figure");
  if (column->is_code)
    g_string_append (names, " code");
  if (text->tone != LC_TONE_NEUTRAL)
    g_string_append_printf (names, " toned %s", lc_html_get_tone_class (text->tone));
  if (names->len > 0)
    g_string_append_printf (self->html, " class=\"%s\"", names->str + 1);
}

static void
append_cell (HtmlDocument *self, const LcText *text, const LcColumn *column, gboolean is_first)
{
  append (self, is_first ? "<th scope=\"row\"" : "<td");
  append_class (self, text, column);
  append (self, ">");
  lc_html_append_icon (self->html, text->tone);
  lc_html_append_text (self->html, text, column->is_code ? LC_HTML_CODE : LC_HTML_WORDS, self->ids);
  append (self, is_first ? "</th>" : "</td>");
}

static void
append_row (HtmlDocument *self, const LcTable *table, const GPtrArray *cells)
{
  append (self, "<tr>");
  for (guint i = 0; i < MIN (cells->len, table->columns->len); i++)
    append_cell (self, g_ptr_array_index (cells, i), g_ptr_array_index (table->columns, i), i == 0);
  append (self, "</tr>\n");
}

/* In a box that scrolls where the page is narrower. */
static void
append_table (HtmlDocument *self, const LcTable *table)
{
  guint number = ++self->n_tables;

  open_box (self, table, number);
  g_string_append_printf (self->html, "<table>\n<caption><span id=\"lc_table_%u\">", number);
  append_escaped (self, table->caption);
  append (self, "</span></caption>\n");
  append_column_heads (self, table);
  append (self, "<tbody>\n");
  for (guint i = 0; i < table->rows->len; i++)
    append_row (self, table, g_ptr_array_index (table->rows, i));
  append (self, "</tbody>\n</table>\n</div>\n");
}

static void
append_code (HtmlDocument *self, const LcCode *code)
{
  append (self, "<figure class=\"code\">\n");
  if (code->caption != NULL)
    {
      append (self, "<figcaption>");
      append_escaped (self, code->caption);
      append (self, "</figcaption>\n");
    }
  /* The parser drops a line feed that follows the tag at once. */
  append (self, "<pre dir=\"ltr\">\n<code>");
  lc_html_append_lines (self->html, code->text);
  append (self, "</code></pre>\n</figure>\n");
}

static void
append_block (HtmlDocument *self, const LcBlock *block)
{
  switch (block->kind)
    {
    case LC_BLOCK_HEADING:
      append_heading (self, &block->heading);
      break;
    case LC_BLOCK_PARAGRAPH:
      append_paragraph (self, block->paragraph);
      break;
    case LC_BLOCK_LIST:
      append_list (self, block->items);
      break;
    case LC_BLOCK_PAIRS:
      append_pairs (self, &block->pairs);
      break;
    case LC_BLOCK_TABLE:
      append_table (self, &block->table);
      break;
    case LC_BLOCK_CHART:
      lc_html_append_chart (self->html, &block->chart, ++self->n_charts, self->head->is_mirrored);
      break;
    case LC_BLOCK_CODE:
      append_code (self, &block->code);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
append_body (HtmlDocument *self)
{
  const GPtrArray *blocks = lc_report_get_blocks (self->report);

  append (self, "<body>\n");
  lc_html_append_symbols (self->html);
  append (self, "<a class=\"skip\" href=\"#lc_report\">");
  /* Translators: a link for people who read with the keyboard or by ear. */
  append_escaped (self, _("Skip to the report"));
  append (self, "</a>\n");
  append_banner (self);
  append_contents (self);
  append (self, "<main id=\"lc_report\" tabindex=\"-1\">\n");
  for (guint i = 0; i < blocks->len; i++)
    append_block (self, g_ptr_array_index (blocks, i));
  close_part (self);
  append (self, "</main>\n<footer>\n<p>");
  append_escaped (self, self->head->generator);
  append (self, " · ");
  append_escaped (self, self->head->date);
  append (self, "</p>\n</footer>\n</body>\n</html>\n");
}

/**
 * lc_report_html_render:
 * @report: a report
 *
 * Returns: (transfer full): an HTML document in UTF-8, self-contained
 */
GBytes *
lc_report_html_render (LcReport *report)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  HtmlDocument document = {
    .html = g_string_sized_new (64 * 1024),
    .report = report,
    .head = lc_report_get_head (report),
    .ids = ids,
  };

  find_ids (&document);
  lc_html_append_head (document.html, document.head);
  append_body (&document);
  return g_string_free_to_bytes (document.html);
}
