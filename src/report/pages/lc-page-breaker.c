/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-breaker.c: see lc-page-breaker.h.
 *
 * Pieces that keep the next one make a chain. A chain that has no room where the
 * one before it ends begins on a new page; one that has no room there either is
 * torn where that page is full.
 */
#include "report/pages/lc-page-breaker.h"

/* Sums of fractions differ by less than this. */
#define SLACK 0.01

typedef struct
{
  const LcPagePiece *pieces;
  guint n_pieces;
  double page_height;

  GArray *places;
  guint page;
  double y;
  gboolean is_empty; /* nothing stands on the page yet */
} PageBreaker;

static void
turn_page (PageBreaker *self)
{
  self->page++;
  self->y = 0;
  self->is_empty = TRUE;
}

/* Returns: the height of the head that stands above @index at the top of a page */
static double
get_head_height (const PageBreaker *self, guint index)
{
  guint head = self->pieces[index].head;
  double height;

  if (head == LC_PAGE_NO_HEAD || head >= index)
    return 0;
  height = self->pieces[head].height + self->pieces[index].gap;
  /* A piece that needs all of the page gets it. */
  return height + self->pieces[index].height <= self->page_height + SLACK ? height : 0;
}

/* Returns: the height of the pieces @first to @last, without the gap above */
static double
sum_up (const PageBreaker *self, guint first, guint last)
{
  double sum = self->pieces[first].height;

  for (guint i = first + 1; i <= last; i++)
    sum += self->pieces[i].gap + self->pieces[i].height;
  return sum;
}

static gboolean
fits_here (const PageBreaker *self, guint first, double height)
{
  return self->y + self->pieces[first].gap + height <= self->page_height + SLACK;
}

/* Returns: the last piece of the chain that begins at @first */
static guint
find_end (const PageBreaker *self, guint first)
{
  guint last = first;

  while (self->pieces[last].keeps_next && last + 1 < self->n_pieces)
    last++;
  return last;
}

static void
add_place (PageBreaker *self, guint index, gboolean is_repeated)
{
  LcPagePlace place = { .piece = index, .page = self->page, .y = self->y, .is_repeated = is_repeated };

  g_array_append_val (self->places, place);
  self->y += self->pieces[index].height;
  self->is_empty = FALSE;
}

static void
put (PageBreaker *self, guint index)
{
  if (self->is_empty && get_head_height (self, index) > 0)
    add_place (self, self->pieces[index].head, TRUE);
  if (!self->is_empty)
    self->y += self->pieces[index].gap;
  add_place (self, index, FALSE);
}

static void
make_room (PageBreaker *self, guint first, guint last)
{
  if (!self->is_empty && !fits_here (self, first, sum_up (self, first, last)))
    turn_page (self);
}

/**
 * lc_page_breaker_run:
 * @pieces: (array length=n_pieces): in reading order
 * @n_pieces: how many
 * @page_height: of the text's area
 *
 * A piece that is higher than a page stands alone on its own.
 *
 * Returns: (transfer full) (element-type LcPagePlace): where each piece stands,
 *   and where a head is repeated; by page, then from the top
 */
GArray *
lc_page_breaker_run (const LcPagePiece *pieces, guint n_pieces, double page_height)
{
  PageBreaker self = { .pieces = pieces, .n_pieces = n_pieces, .page_height = page_height, .is_empty = TRUE };
  guint next = 0; /* where the next chain begins */

  self.places = g_array_sized_new (FALSE, FALSE, sizeof (LcPagePlace), n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    {
      if (i == next)
        {
          guint last = find_end (&self, i);

          make_room (&self, i, last);
          next = last + 1;
        }
      make_room (&self, i, i);
      put (&self, i);
    }
  return self.places;
}
