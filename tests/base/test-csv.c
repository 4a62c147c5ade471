/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV: the form of RFC 4180, and text that would be a formula. */
#include "base/lc-csv.h"

static void
test_rows (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  LcCsv csv = { .text = text };

  lc_csv_add_text (&csv, "a,b");
  lc_csv_add_text (&csv, NULL);
  lc_csv_add_text (&csv, "say \"x\"");
  lc_csv_add_bool (&csv, TRUE);
  lc_csv_end_row (&csv);
  lc_csv_skip (&csv);
  lc_csv_add_int (&csv, -1);
  lc_csv_add_decimal (&csv, -1.5, "%.3f");
  lc_csv_end_row (&csv);
  g_assert_cmpstr (text->str, ==, "\"a,b\",,\"say \"\"x\"\"\",true\r\n,-1,-1.500\r\n");
}

static void
test_quotes_all (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  LcCsv csv = { .text = text, .quotes_all = TRUE };

  lc_csv_add_text (&csv, "a");
  lc_csv_add_text (&csv, "");
  lc_csv_add_int (&csv, 1);
  lc_csv_end_row (&csv);
  g_assert_cmpstr (text->str, ==, "\"a\",\"\",1\r\n");
}

static void
test_formulas (void)
{
  static const char *const cells[][2] = {
    { "=1", "'=1" }, { "+1", "'+1" }, { "-1", "'-1" }, { "@x", "'@x" }, { "  =1", "  '=1" },
    { "\uff1d1", "'\uff1d1" }, { "a=1", "a=1" }, { "a\nb", "a\\nb" }, { "\t=1", "\\t=1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      LcCsv csv = { .text = text };

      lc_csv_add_text (&csv, cells[i][0]);
      g_assert_cmpstr (text->str, ==, cells[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/rows", test_rows);
  g_test_add_func ("/csv/quotes-all", test_quotes_all);
  g_test_add_func ("/csv/formulas", test_formulas);
  return g_test_run ();
}
