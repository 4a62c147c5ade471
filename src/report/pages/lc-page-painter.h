/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-painter.h: what the pieces of a page draw with: a few inks and shapes,
 * places that are mirrored for people who read from right to left, and the
 * structure that a screen reader follows (PDF 1.7, 14.7 and 14.8).
 *
 * Pieces think from left to right and from the top of the text's area. What is
 * drawn outside of a tag is decoration for whoever cannot see.
 */
#pragma once

#include <cairo.h>

#include "report/document/lc-report.h"
#include "report/pages/lc-paper.h"

G_BEGIN_DECLS

typedef enum
{
  LC_INK_TEXT,
  LC_INK_MUTED,
  LC_INK_FAINT, /* thin lines */
  LC_INK_TINT,  /* behind words */
  LC_INK_BAR,
  LC_INK_LINK,
  LC_INK_GOOD,
  LC_INK_CAUTION,
  LC_INK_BAD,
  LC_INK_GOOD_TINT,
  LC_INK_CAUTION_TINT,
  LC_INK_BAD_TINT,
} LcInk;

/**
 * LcPageGroup:
 * An element of the structure that several pieces share.
 * @name: its kind: "Table", "P", "Figure"
 * @parent: (nullable): what it is in
 * @holds_words: words stand right in it, so it ends with its page and begins again
 *   on the next; any other group goes on there
 * @alternative: (nullable): what stands for a figure
 */
typedef struct _LcPageGroup LcPageGroup;
struct _LcPageGroup
{
  const char *name;
  const LcPageGroup *parent;
  gboolean holds_words;
  char *alternative;
};

typedef struct
{
  cairo_t *cr;
  const LcPaper *paper;
  gboolean is_mirrored;
  gboolean is_tagged;
  gboolean is_decoration; /* a repeated head: seen, but not read again */
  const LcPageGroup *group;
  guint n_elements;         /* that pieces have begun */
  gboolean marks_artifacts; /* this cairo must be told which words are none of the content */
  gboolean is_in_artifact;
  GPtrArray *alternatives; /* of the figures that were opened, in that order */
} LcPagePainter;

void   lc_page_painter_init (LcPagePainter *self, cairo_t *cr, const LcPaper *paper, gboolean is_mirrored,
                             gboolean is_tagged);
void   lc_page_painter_clear (LcPagePainter *self);
double lc_page_painter_get_width (const LcPaper *paper);
double lc_page_painter_get_height (const LcPaper *paper);

/* Structure */
void   lc_page_painter_enter (LcPagePainter *self, const LcPageGroup *group);
void   lc_page_painter_end_page (LcPagePainter *self);
void   lc_page_painter_begin (LcPagePainter *self, const char *tag);
void   lc_page_painter_end (LcPagePainter *self, const char *tag);
void   lc_page_painter_begin_link (LcPagePainter *self, const char *target);
void   lc_page_painter_end_link (LcPagePainter *self);
void   lc_page_painter_set_destination (LcPagePainter *self, const char *name, double y);

/* Shapes */
double lc_page_painter_place (const LcPagePainter *self, double x, double width);
LcInk  lc_page_painter_get_tone_ink (LcTone tone);
LcInk  lc_page_painter_get_tone_tint (LcTone tone);
void   lc_page_painter_begin_words (LcPagePainter *self, LcInk ink);
void   lc_page_painter_fill (LcPagePainter *self, LcInk ink, double x, double y, double width, double height);
void   lc_page_painter_fill_round (LcPagePainter *self, LcInk ink, double x, double y, double width, double height,
                                   double radius);
void   lc_page_painter_dot (LcPagePainter *self, LcInk ink, double x, double y, double radius);
void   lc_page_painter_leader (LcPagePainter *self, double from, double to, double y);
void   lc_page_painter_mark (LcPagePainter *self, LcTone tone, double x, double y, double size);
void   lc_page_painter_wrap_mark (LcPagePainter *self, double x, double y, double size);

G_END_DECLS
