/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain text: lines of 80 cells, whatever the characters in them. */
#include <math.h>
#include <string.h>

#include "base/lc-text-wrap.h"
#include "report/text/lc-report-text.h"

#define COLUMNS 80
#define WIDE "\u4f8b\u3048"

static LcReport *
make_report (void)
{
  g_autoptr (GDateTime) started = g_date_time_new_from_unix_utc (0);
  const LcReportHead head = {
    .language = (char *) "en",
    .title = (char *) "Report",
    .verdict = (char *) "Ready",
    .date = (char *) "today",
    .started = started,
    .generator = (char *) "test",
  };

  return lc_report_new (&head);
}

static void
assert_renders (LcReport *report, const char *end)
{
  g_autoptr (GBytes) bytes = lc_report_text_render (report);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  if (!g_str_has_suffix (text, end))
    g_error ("“%s” does not end in “%s”", text, end);
}

static void
test_blocks (void)
{
  LcReport *report = make_report ();
  GPtrArray *items;
  LcText *link = lc_text_new ("See ");

  lc_report_add_heading (report, 2, "h", "Head");
  lc_text_append_link (link, "the page", "https://example.org/");
  lc_text_append_link (link, ", above", "#h");
  lc_report_take_paragraph (report, link);
  items = lc_report_add_list (report);
  g_ptr_array_add (items, lc_text_new ("one"));
  lc_pairs_add (lc_report_add_pairs (report), "Name", "value");
  lc_report_add_code (report, "To copy", "  line\n\nline\n");
  assert_renders (report, "\n\nHead\n----\n\nSee the page <https://example.org/>, above\n\n- one\n\nName  value\n\n"
                          "To copy\n\n  line\n\nline\n");
  g_assert_finalize_object (report);
}

static void
test_table (void)
{
  LcReport *report = make_report ();
  LcTable *table = lc_report_add_table (report, "Table");
  GPtrArray *cells;

  lc_table_add_column (table, "A");
  lc_table_add_column (table, "Figure")->is_figure = TRUE;
  cells = lc_table_add_row (table);
  g_ptr_array_add (cells, lc_text_new (WIDE));
  g_ptr_array_add (cells, lc_text_new ("1"));
  assert_renders (report, "Table\n\nA     Figure\n----  ------\n" WIDE "       1\n");
  g_assert_finalize_object (report);
}

static void
test_chart (void)
{
  LcReport *report = make_report ();
  LcChart *chart = lc_report_add_chart (report, "Chart", "In words", "ms");
  LcBar *bar = lc_chart_add_bar (chart, "half", 50, 100);

  bar->figure = g_strdup ("50 ms");
  bar->mark = g_strdup ("Best");
  bar = lc_chart_add_bar (chart, "none", NAN, NAN);
  bar->figure = g_strdup ("No answer");
  assert_renders (report, "Chart\n\nhalf  ##############################------------------------------  50 ms (Best)\n"
                          "none                                                                No answer\n");
  g_assert_finalize_object (report);
}

/* However long the words are, only code is wider than the page. */
static void
test_width (void)
{
  LcReport *report = make_report ();
  g_autofree char *word = g_strnfill (300, 'x');
  LcTable *table = lc_report_add_table (report, word);
  LcChart *chart = lc_report_add_chart (report, word, word, "ms");
  GPtrArray *cells;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < 8; i++)
    lc_table_add_column (table, i % 2 == 0 ? word : "short");
  cells = lc_table_add_row (table);
  for (guint i = 0; i < 8; i++)
    g_ptr_array_add (cells, lc_text_new (i % 3 == 0 ? word : "a b c"));
  lc_chart_add_bar (chart, word, 1e299, 1e300)->figure = g_strdup (word);
  lc_report_add_heading (report, 1, "a", word);
  lc_pairs_add (lc_report_add_pairs (report), word, word);
  g_ptr_array_add (lc_report_add_list (report), lc_text_new (word));
  bytes = lc_report_text_render (report);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (lc_text_measure (lines[i]), <=, COLUMNS);
      g_assert_false (g_str_has_suffix (lines[i], " "));
    }
  g_assert_finalize_object (report);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/blocks", test_blocks);
  g_test_add_func ("/text/table", test_table);
  g_test_add_func ("/text/chart", test_chart);
  g_test_add_func ("/text/width", test_width);
  return g_test_run ();
}
