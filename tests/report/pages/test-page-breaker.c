/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arithmetic of pages: which piece stands where, and how columns share. */
#include "report/pages/lc-page-breaker.h"
#include "report/pages/lc-page-columns.h"
#include "report/pages/lc-paper.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>

#define PAGE 100
#define SLACK 0.02
#define N_DOCUMENTS 400

#define PLAIN(h) { .height = (h), .head = LC_PAGE_NO_HEAD }
#define KEEPS(h) { .height = (h), .keeps_next = TRUE, .head = LC_PAGE_NO_HEAD }
#define AFTER(h, g) { .height = (h), .gap = (g), .head = LC_PAGE_NO_HEAD }
#define UNDER(h, i) { .height = (h), .head = (i) }

/* The places as "PIECE@PAGE:Y", a repeated head with a "+". */
static char *
dup_places (const LcPagePiece *pieces, guint n_pieces)
{
  g_autoptr (GArray) places = lc_page_breaker_run (pieces, n_pieces, PAGE);
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < places->len; i++)
    {
      const LcPagePlace *place = &g_array_index (places, LcPagePlace, i);

      g_string_append_printf (words, "%s%s%u@%u:%g", i == 0 ? "" : " ", place->is_repeated ? "+" : "", place->piece,
                              place->page, place->y);
    }
  return g_string_free (words, FALSE);
}

#define assert_places(pieces, expected)                                      \
  G_STMT_START                                                               \
  {                                                                          \
    g_autofree char *seen = dup_places ((pieces), G_N_ELEMENTS (pieces));    \
                                                                             \
    g_assert_cmpstr (seen, ==, (expected));                                  \
  }                                                                          \
  G_STMT_END

static void
test_breaker_fills_pages (void)
{
  const LcPagePiece pieces[] = { PLAIN (40), PLAIN (60), PLAIN (1), PLAIN (99), PLAIN (5) };

  assert_places (pieces, "0@0:0 1@0:40 2@1:0 3@1:1 4@2:0");
}

static void
test_breaker_drops_gaps_at_the_top (void)
{
  const LcPagePiece pieces[] = { AFTER (50, 30), AFTER (30, 20), AFTER (10, 20), AFTER (10, 5) };

  assert_places (pieces, "0@0:0 1@0:70 2@1:0 3@1:15");
}

static void
test_breaker_keeps_headings_with_text (void)
{
  const LcPagePiece pieces[] = { PLAIN (70), KEEPS (10), KEEPS (10), PLAIN (20), PLAIN (10) };

  assert_places (pieces, "0@0:0 1@1:0 2@1:10 3@1:20 4@1:40");
}

static void
test_breaker_tears_what_fits_nowhere (void)
{
  const LcPagePiece pieces[] = { PLAIN (75), KEEPS (20), KEEPS (40), KEEPS (40), PLAIN (40) };

  /* The chain is 140: it gets a page of its own, and is torn where that is full. */
  assert_places (pieces, "0@0:0 1@1:0 2@1:20 3@1:60 4@2:0");
}

static void
test_breaker_gives_a_giant_its_own_page (void)
{
  const LcPagePiece pieces[] = { PLAIN (10), PLAIN (250), PLAIN (10) };

  assert_places (pieces, "0@0:0 1@1:0 2@2:0");
}

static void
test_breaker_repeats_heads (void)
{
  const LcPagePiece pieces[] = { KEEPS (10), PLAIN (60), UNDER (40, 0), UNDER (40, 0), UNDER (95, 0), PLAIN (5) };

  /* The row of 95 has no room for the head, so it stands without. */
  assert_places (pieces, "0@0:0 1@0:10 +0@1:0 2@1:10 3@1:50 4@2:0 5@2:95");
}

static void
test_breaker_of_nothing (void)
{
  g_autoptr (GArray) places = lc_page_breaker_run (NULL, 0, PAGE);

  g_assert_cmpuint (places->len, ==, 0);
}

static LcPagePiece *
create_pieces (GRand *rand, guint n_pieces)
{
  LcPagePiece *pieces = g_new0 (LcPagePiece, n_pieces);
  guint head = LC_PAGE_NO_HEAD;

  for (guint i = 0; i < n_pieces; i++)
    {
      pieces[i].height = g_rand_int_range (rand, 0, 20) == 0 ? g_rand_double_range (rand, 0, 2 * PAGE)
                                                             : g_rand_double_range (rand, 0, PAGE / 5.0);
      pieces[i].gap = g_rand_boolean (rand) ? g_rand_double_range (rand, 0, 15) : 0;
      pieces[i].keeps_next = g_rand_int_range (rand, 0, 4) == 0;
      pieces[i].head = head;
      if (g_rand_int_range (rand, 0, 8) == 0)
        head = g_rand_boolean (rand) ? i : LC_PAGE_NO_HEAD;
    }
  return pieces;
}

/* Every piece stands once, in order, below the one before it, and on its page. */
static void
check_order (const LcPagePiece *pieces, guint n_pieces, const GArray *places)
{
  guint next = 0, page = 0;
  double bottom = 0;

  for (guint i = 0; i < places->len; i++)
    {
      const LcPagePlace *place = &g_array_index (places, LcPagePlace, i);
      gboolean is_first = i == 0 || place->page != page;

      g_assert_cmpuint (place->page, ==, is_first && i > 0 ? page + 1 : page);
      page = place->page;
      if (is_first)
        g_assert_cmpfloat (place->y, ==, 0);
      else
        g_assert_cmpfloat (place->y, >=, bottom - SLACK);
      bottom = place->y + pieces[place->piece].height;
      g_assert_true (bottom <= PAGE + SLACK || place->y == 0);
      if (place->is_repeated)
        {
          g_assert_true (is_first);
          g_assert_cmpuint (pieces[next].head, ==, place->piece);
        }
      else
        g_assert_cmpuint (place->piece, ==, next++);
    }
  g_assert_cmpuint (next, ==, n_pieces);
}

/* Returns: the height of all pieces that keep each other around @index */
static double
get_chain_height (const LcPagePiece *pieces, guint n_pieces, guint index)
{
  guint first = index, last = index;
  double height = 0;

  while (first > 0 && pieces[first - 1].keeps_next)
    first--;
  while (last + 1 < n_pieces && pieces[last].keeps_next)
    last++;
  for (guint i = first; i <= last; i++)
    height += pieces[i].height + (i > first ? pieces[i].gap : 0);
  if (pieces[first].head != LC_PAGE_NO_HEAD)
    height += pieces[pieces[first].head].height + pieces[first].gap;
  return height;
}

/* What keeps the next piece is parted from it only when no page holds the chain. */
static void
check_keeping (const LcPagePiece *pieces, guint n_pieces, const GArray *places)
{
  guint page = 0;

  for (guint i = 0; i < places->len; i++)
    {
      const LcPagePlace *place = &g_array_index (places, LcPagePlace, i);

      if (place->is_repeated)
        continue;
      if (place->page != page && pieces[place->piece - 1].keeps_next)
        g_assert_cmpfloat (get_chain_height (pieces, n_pieces, place->piece), >, PAGE - SLACK);
      page = place->page;
    }
}

static void
test_breaker_on_random_documents (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);

  for (guint i = 0; i < N_DOCUMENTS; i++)
    {
      guint n_pieces = g_rand_int_range (rand, 1, 200);
      g_autofree LcPagePiece *pieces = create_pieces (rand, n_pieces);
      g_autoptr (GArray) places = lc_page_breaker_run (pieces, n_pieces, PAGE);

      check_order (pieces, n_pieces, places);
      check_keeping (pieces, n_pieces, places);
    }
}

#define assert_about(a, b) g_assert_cmpfloat_with_epsilon ((a), (b), 0.01)

static void
test_columns_give_room_to_all (void)
{
  const LcPageColumn columns[] = { { 50, 20 }, { 150, 20 } };
  double widths[2];

  lc_page_columns_share (columns, 2, 400, widths);
  assert_about (widths[0], 100);
  assert_about (widths[1], 300);
}

static void
test_columns_wrap_the_widest (void)
{
  const LcPageColumn columns[] = { { 60, 30 }, { 900, 50 }, { 40, 40 } };
  double widths[3];

  lc_page_columns_share (columns, 3, 400, widths);
  assert_about (widths[0], 60);
  assert_about (widths[1], 300);
  assert_about (widths[2], 40);
}

static void
test_columns_tear_no_word (void)
{
  const LcPageColumn columns[] = { { 500, 110 }, { 500, 10 }, { 500, 10 } };
  double widths[3];

  lc_page_columns_share (columns, 3, 300, widths);
  assert_about (widths[0], 100);
  assert_about (widths[1], 100);
  lc_page_columns_share (columns, 3, 240, widths);
  /* A word may take a third of the width, or its even share. */
  assert_about (widths[0], 80);
}

static void
test_columns_always_fill_the_width (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint i = 0; i < N_DOCUMENTS; i++)
    {
      guint n_columns = g_rand_int_range (rand, 1, 12);
      g_autofree LcPageColumn *columns = g_new0 (LcPageColumn, n_columns);
      g_autofree double *widths = g_new0 (double, n_columns);
      double sum = 0;

      for (guint j = 0; j < n_columns; j++)
        {
          columns[j].natural = i % 7 == 0 ? 0 : g_rand_double_range (rand, 0, 5000);
          columns[j].minimum = g_rand_double_range (rand, 0, 1000);
        }
      lc_page_columns_share (columns, n_columns, 500, widths);
      for (guint j = 0; j < n_columns; j++)
        {
          g_assert_cmpfloat (widths[j], >=, 0);
          sum += widths[j];
        }
      assert_about (sum, 500);
    }
}

static void
test_paper (void)
{
  LcPaper paper;

  assert_about (lc_paper_get_a4 ()->height, 297 / 25.4 * 72);
  assert_about (lc_paper_get_letter ()->width, 8.5 * 72);
  /* The locale of the tests is nobody's country: the paper of most. */
  g_assert_true (lc_paper_get_for_locale () == lc_paper_get_a4 ());
  lc_paper_init (&paper, 420, 595);
  assert_about (paper.width, 420);
  lc_paper_init (&paper, 1, -7);
  g_assert_cmpfloat (paper.height, >, paper.margin_top + paper.margin_bottom);
  g_assert_cmpfloat (paper.width, >, 2 * paper.margin_x);
}

/* Uses a locale whose paper is so high, and nothing else. What the GNU C library
 * reads is what localedef(1) would write, which is not installed everywhere. */
static void
use_paper (const char *folder, int height_mm)
{
  const struct
  {
    guint32 magic; /* of the format, and the number of the category */
    guint32 n_values;
    guint32 offsets[3];
    gint32 height;
    gint32 width;
    char codeset[8];
  } paper = { 0x20031115 ^ LC_PAPER, 3, { 20, 24, 28 }, height_mm, 210, "UTF-8" };
  g_autofree char *name = g_strdup_printf ("paper%d", height_mm);
  g_autofree char *locale = g_build_filename (folder, name, NULL);
  g_autofree char *path = g_build_filename (locale, "LC_PAPER", NULL);

  g_assert_cmpint (g_mkdir (locale, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, (const char *) &paper, sizeof paper, NULL));
  g_assert_cmpstr (setlocale (LC_PAPER, name), ==, name);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (locale), ==, 0);
}

/* Offices of some countries have Letter, those of others A4. */
static void
test_paper_of_the_country (void)
{
  g_autofree char *folder = g_dir_make_tmp ("linecheck-locale-XXXXXX", NULL);
  g_autofree char *before = g_strdup (setlocale (LC_PAPER, NULL));

  g_setenv ("LOCPATH", folder, TRUE);
  use_paper (folder, 279);
  g_assert_true (lc_paper_get_for_locale () == lc_paper_get_letter ());
  use_paper (folder, 297);
  g_assert_true (lc_paper_get_for_locale () == lc_paper_get_a4 ());
  setlocale (LC_PAPER, before);
  g_unsetenv ("LOCPATH");
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/breaker/fills-pages", test_breaker_fills_pages);
  g_test_add_func ("/breaker/drops-gaps-at-the-top", test_breaker_drops_gaps_at_the_top);
  g_test_add_func ("/breaker/keeps-headings-with-text", test_breaker_keeps_headings_with_text);
  g_test_add_func ("/breaker/tears-what-fits-nowhere", test_breaker_tears_what_fits_nowhere);
  g_test_add_func ("/breaker/gives-a-giant-its-own-page", test_breaker_gives_a_giant_its_own_page);
  g_test_add_func ("/breaker/repeats-heads", test_breaker_repeats_heads);
  g_test_add_func ("/breaker/of-nothing", test_breaker_of_nothing);
  g_test_add_func ("/breaker/on-random-documents", test_breaker_on_random_documents);
  g_test_add_func ("/columns/give-room-to-all", test_columns_give_room_to_all);
  g_test_add_func ("/columns/wrap-the-widest", test_columns_wrap_the_widest);
  g_test_add_func ("/columns/tear-no-word", test_columns_tear_no_word);
  g_test_add_func ("/columns/always-fill-the-width", test_columns_always_fill_the_width);
  g_test_add_func ("/paper", test_paper);
  g_test_add_func ("/paper/of-the-country", test_paper_of_the_country);
  return g_test_run ();
}
