/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-breaker.h: which piece of a document stands on which page. Pure
 * arithmetic; a piece is never cut, so whoever makes pieces makes them as small
 * as they may be torn apart.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LC_PAGE_NO_HEAD G_MAXUINT

/**
 * LcPagePiece:
 * @height: of the piece itself
 * @gap: the space above it; none at the top of a page
 * @keeps_next: must not be the last on its page while another piece follows
 * @head: the piece that is set again above this one where a page begins in
 *   between: a table's head; or %LC_PAGE_NO_HEAD
 */
typedef struct
{
  double height;
  double gap;
  gboolean keeps_next;
  guint head;
} LcPagePiece;

/**
 * LcPagePlace:
 * @piece: its index
 * @page: from 0
 * @y: from the top of the text's area to the top of the piece
 * @is_repeated: a head that stood before already
 */
typedef struct
{
  guint piece;
  guint page;
  double y;
  gboolean is_repeated;
} LcPagePlace;

GArray *lc_page_breaker_run (const LcPagePiece *pieces, guint n_pieces, double page_height);

G_END_DECLS
