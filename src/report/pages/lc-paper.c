/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-paper.c: see lc-paper.h.
 */
#include "report/pages/lc-paper.h"

#include <langinfo.h>

#define MARGIN_X 51      /* 18 mm */
#define MARGIN_TOP 62    /* room for the line at the head of the page */
#define MARGIN_BOTTOM 60 /* and for the one at its foot */

/* Below this a margin would leave no room for words. */
#define MIN_LENGTH 200

#define LETTER_HEIGHT_MM 279

static const LcPaper a4 = { 595.276, 841.89, MARGIN_X, MARGIN_TOP, MARGIN_BOTTOM };
static const LcPaper letter = { 612, 792, MARGIN_X, MARGIN_TOP, MARGIN_BOTTOM };

/**
 * lc_paper_init:
 * @self: (out caller-allocates)
 * @width: of the sheet, in points
 * @height: of the sheet, in points
 *
 * A sheet of any size, with the margins of this report. For printers.
 */
void
lc_paper_init (LcPaper *self, double width, double height)
{
  *self = a4;
  self->width = MAX (width, MIN_LENGTH);
  self->height = MAX (height, MIN_LENGTH);
}

const LcPaper *
lc_paper_get_a4 (void)
{
  return &a4;
}

const LcPaper *
lc_paper_get_letter (void)
{
  return &letter;
}

/* Returns: what offices use where the user's locale (LC_PAPER) is from */
const LcPaper *
lc_paper_get_for_locale (void)
{
#ifdef __GLIBC__
  /* The C library hands out this number in the place of a pointer. */
  if (GPOINTER_TO_INT (nl_langinfo (_NL_PAPER_HEIGHT)) == LETTER_HEIGHT_MM)
    return &letter;
#endif
  return &a4;
}
