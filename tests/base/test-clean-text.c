/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text of unknown origin: what would do something is shown instead. */
#include "base/lc-clean-text.h"

static void
test_clean (void)
{
  g_autofree char *line = lc_clean_text ("a\x1b[1m\r\n\tb\u202ec\u2066\u200b\ufeff\u2028" "\u00e9\u4f8b" "\xff");
  g_autofree char *lines = lc_clean_lines ("a\nb\x07\n");

  g_assert_cmpstr (line, ==,
                   "a\\x1b[1m\\r\\n\\tb\\u202ec\\u2066\\u200b\\ufeff\\u2028" "\u00e9\u4f8b" "\ufffd");
  g_assert_cmpstr (lines, ==, "a\nb\\x07\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clean-text/clean", test_clean);
  return g_test_run ();
}
