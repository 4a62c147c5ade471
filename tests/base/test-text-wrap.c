/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text in cells: how wide it is, where its lines end, how it is cut. */
#include "base/lc-text-wrap.h"

#define ACCENTED "e\u0301\u0302"
#define WIDE "\u4f8b\u3048"

static void
test_measure (void)
{
  g_assert_cmpuint (lc_text_measure (""), ==, 0);
  g_assert_cmpuint (lc_text_measure ("abc"), ==, 3);
  g_assert_cmpuint (lc_text_measure (ACCENTED), ==, 1);
  g_assert_cmpuint (lc_text_measure (WIDE), ==, 4);
  g_assert_cmpuint (lc_text_measure_longest_word ("a  bcd ef"), ==, 3);
  g_assert_cmpuint (lc_text_measure_longest_word (""), ==, 0);
  g_assert_cmpuint (lc_text_measure_longest_word ("回線は、速い。"), ==, 4);
}

typedef struct
{
  const char *name;
  const char *text;
  guint width;
  const char *lines[6];
} WrapCase;

static const WrapCase wraps[] = {
  { "nothing", "", 5, { "" } },
  { "spaces-only", "   ", 5, { "" } },
  { "fits", "one two", 7, { "one two" } },
  { "breaks", "one two", 6, { "one", "two" } },
  { "spaces-at-the-break", "one   two", 4, { "one", "two" } },
  { "long-word", "abcdefgh", 3, { "abc", "def", "gh" } },
  { "long-word-after-a-short-one", "a bcdefg h", 4, { "a", "bcde", "fg h" } },
  { "long-word-as-long-as-two-lines", "abcdef g", 3, { "abc", "def", "g" } },
  { "wide", WIDE WIDE, 5, { WIDE, WIDE } },
  { "wider-than-the-line", WIDE, 1, { "\u4f8b", "\u3048" } },
  { "marks-stay-with-their-letter", ACCENTED ACCENTED ACCENTED, 2, { ACCENTED ACCENTED, ACCENTED } },
  /* No line begins with what ends a clause, and none ends with what opens one. */
  { "japanese", "回線は、速い。", 6, { "回線", "は、速", "い。" } },
  { "japanese-bracket", "回線「北」は", 6, { "回線", "「北」", "は" } },
  { "japanese-after-a-word", "UDP の回線", 8, { "UDP の回", "線" } },
  { "figure-in-japanese", "遅延は12ms", 8, { "遅延は", "12ms" } },
  { "korean-at-spaces", "빠른 회선", 6, { "빠른", "회선" } },
  { "thai-between-words", "สวัสดีชาวโลก", 8, { "สวัสดีชาว", "โลก" } },
  { "address-stays-whole", "see 192.0.2.0/24", 12, { "see", "192.0.2.0/24" } },
  { "range-stays-whole", "from 10\u201320", 8, { "from", "10\u201320" } },
};

static void
test_wrap (gconstpointer data)
{
  const WrapCase *wrap = data;
  g_autoptr (GPtrArray) lines = lc_text_wrap (wrap->text, wrap->width);

  for (guint i = 0; i < lines->len; i++)
    g_assert_cmpstr (g_ptr_array_index (lines, i), ==, wrap->lines[i]);
  g_assert_null (wrap->lines[lines->len]);
}

/* A figure stays with its unit, and is plain afterwards. */
static void
test_loosen (void)
{
  g_autoptr (GPtrArray) lines = lc_text_wrap ("in 12.1\u00a0ms", 8);
  g_autofree char *text = g_strdup ("\u00a012.1\u00a0ms, \u00b5");

  g_assert_cmpstr (g_ptr_array_index (lines, 1), ==, "12.1\u00a0ms");
  lc_text_loosen (text);
  g_assert_cmpstr (text, ==, " 12.1 ms, \u00b5");
}

static void
test_clip (void)
{
  g_autofree char *whole = lc_text_clip ("abc", 3);
  g_autofree char *cut = lc_text_clip ("abcd", 3);
  g_autofree char *wide = lc_text_clip (WIDE WIDE, 4);
  g_autofree char *narrow = lc_text_clip ("abcd", 1);

  g_assert_cmpstr (whole, ==, "abc");
  g_assert_cmpstr (cut, ==, "ab…");
  g_assert_cmpstr (wide, ==, "\u4f8b…");
  g_assert_cmpstr (narrow, ==, "…");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-wrap/measure", test_measure);
  for (guint i = 0; i < G_N_ELEMENTS (wraps); i++)
    {
      g_autofree char *path = g_strconcat ("/text-wrap/wrap/", wraps[i].name, NULL);

      g_test_add_data_func (path, &wraps[i], test_wrap);
    }
  g_test_add_func ("/text-wrap/clip", test_clip);
  g_test_add_func ("/text-wrap/loosen", test_loosen);
  return g_test_run ();
}
