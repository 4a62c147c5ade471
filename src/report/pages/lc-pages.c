/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-pages.c: see lc-pages.h.
 */
#include "config.h"

#include "report/pages/lc-pages.h"

#include "language/lc-i18n.h"
#include "report/pages/lc-page-blocks.h"
#include "report/pages/lc-page-front.h"

/* From the text's area to the lines at the head and the foot of a page. */
#define HEAD_DISTANCE 28
#define HEAD_RULE_DISTANCE 13
#define FOOT_DISTANCE 22
#define HAIRLINE 0.5
#define MARK_GAP 3

/* The title, the verdict and the date at the head take at most these parts of the width. */
#define MAX_TITLE 0.38
#define MAX_VERDICT 0.24
#define MAX_DATE 0.34
#define MAX_GENERATOR 0.6

/* So few pages are looked through, not looked up. */
#define MAX_WITHOUT_CONTENTS 2

#define SEPARATOR " \302\267 " /* a middle dot */

struct _LcPages
{
  GObject parent;

  LcReport *report;
  LcPaper paper;
  LcTypesetter typesetter;
  LcPageFlow flow;
  GArray *places;
};

G_DEFINE_FINAL_TYPE (LcPages, lc_pages, G_TYPE_OBJECT)

static void
lc_pages_finalize (GObject *object)
{
  LcPages *self = LC_PAGES (object);

  g_clear_pointer (&self->places, g_array_unref);
  lc_page_flow_clear (&self->flow);
  lc_typesetter_clear (&self->typesetter);
  g_clear_object (&self->report);
  G_OBJECT_CLASS (lc_pages_parent_class)->finalize (object);
}

static void
lc_pages_class_init (LcPagesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_pages_finalize;
}

static void
lc_pages_init (LcPages *self)
{
}

static guint
count_pages (const GArray *places)
{
  return places->len == 0 ? 1 : g_array_index (places, LcPagePlace, places->len - 1).page + 1;
}

/* Draws one line; returns its width. */
static double
draw_line (LcPages *self, LcPagePainter *painter, const char *words, LcInk ink, double max_width, LcAlign align,
           double x, double y)
{
  g_autoptr (LcPageText) text = lc_page_text_new_plain (&self->typesetter, LC_FONT_SMALL, words);
  double width = MIN (lc_page_text_get_natural_width (text), max_width);

  lc_page_text_set_ink (text, ink);
  lc_page_text_limit (text, 1);
  lc_page_text_set_width (text, width + 1, align);
  lc_page_text_draw_all (text, painter, align == LC_ALIGN_END ? x - width - 1 : x, y);
  return width;
}

static void
draw_head (LcPages *self, LcPagePainter *painter)
{
  const LcReportHead *head = lc_report_get_head (self->report);
  double width = self->flow.width;
  double size = lc_typesetter_get_size (LC_FONT_SMALL) * 0.75;
  g_autofree char *date = g_strconcat (SEPARATOR, head->date, NULL);
  double taken;

  draw_line (self, painter, head->title, LC_INK_MUTED, width * MAX_TITLE, LC_ALIGN_START, 0, -HEAD_DISTANCE);
  taken = draw_line (self, painter, date, LC_INK_MUTED, width * MAX_DATE, LC_ALIGN_END, width, -HEAD_DISTANCE);
  taken += draw_line (self, painter, head->verdict, lc_page_painter_get_tone_ink (head->tone), width * MAX_VERDICT,
                      LC_ALIGN_END, width - taken, -HEAD_DISTANCE);
  lc_page_painter_mark (painter, head->tone, width - taken - size - MARK_GAP, -HEAD_DISTANCE + 2.5, size);
  lc_page_painter_fill (painter, LC_INK_FAINT, 0, -HEAD_RULE_DISTANCE, width, HAIRLINE);
}

static void
draw_foot (LcPages *self, LcPagePainter *painter, guint page)
{
  const LcReportHead *head = lc_report_get_head (self->report);
  double y = self->flow.height + FOOT_DISTANCE;
  /* Translators: at the foot of a page of a report. */
  g_autofree char *number = g_strdup_printf (_("Page %u of %u"), page + 1, lc_pages_get_n_pages (self));

  draw_line (self, painter, head->generator, LC_INK_MUTED, self->flow.width * MAX_GENERATOR, LC_ALIGN_START, 0, y);
  draw_line (self, painter, number, LC_INK_MUTED, self->flow.width * (1 - MAX_GENERATOR), LC_ALIGN_END,
             self->flow.width, y);
}

static void
draw_place (LcPages *self, LcPagePainter *painter, const LcPagePlace *place)
{
  const LcPageItem *item = g_ptr_array_index (self->flow.items, place->piece);

  lc_page_painter_enter (painter, item->group);
  painter->is_decoration = place->is_repeated;
  item->draw (item, painter, place->y);
  painter->is_decoration = FALSE;
}

/* Returns: the first place on @page, or how many places there are */
static guint
find_first (const GArray *places, guint page)
{
  guint low = 0, high = places->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (places, LcPagePlace, middle).page < page)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * lc_pages_new:
 * @report: not changed any more
 * @paper: copied
 *
 * Lays the report out. The words of the pages themselves are in the language that
 * the thread speaks when they are drawn.
 *
 * Returns: (transfer full): its pages
 */
LcPages *
lc_pages_new (LcReport *report, const LcPaper *paper)
{
  LcPages *self = g_object_new (LC_TYPE_PAGES, NULL);
  const LcReportHead *head = lc_report_get_head (report);

  self->report = g_object_ref (report);
  self->paper = *paper;
  lc_typesetter_init (&self->typesetter, head->language, head->is_mirrored);
  lc_page_flow_init (&self->flow, &self->typesetter, lc_page_painter_get_width (paper),
                     lc_page_painter_get_height (paper));
  lc_page_blocks_add (&self->flow, report);
  self->places = lc_page_flow_break (&self->flow);
  if (self->flow.n_contents > 0 && count_pages (self->places) <= MAX_WITHOUT_CONTENTS)
    {
      lc_page_front_drop_contents (&self->flow);
      g_array_unref (self->places);
      self->places = lc_page_flow_break (&self->flow);
    }
  return self;
}

/* Returns: at least one */
guint
lc_pages_get_n_pages (LcPages *self)
{
  return count_pages (self->places);
}

/* Returns: (transfer none) (element-type LcPageHeading): in reading order */
const GArray *
lc_pages_get_headings (LcPages *self)
{
  return self->flow.headings;
}

/**
 * lc_pages_paint:
 * @page: from 0
 * @painter: for the paper of these pages; a tagged one gets all pages in order
 */
void
lc_pages_paint (LcPages *self, guint page, LcPagePainter *painter)
{
  cairo_t *cr = painter->cr;

  if (page > 0)
    draw_head (self, painter);
  draw_foot (self, painter, page);
  cairo_save (cr);
  /* Ink that leaves its line, of whatever script, stays on the page's text. */
  cairo_rectangle (cr, 0, self->paper.margin_top - 4, self->paper.width, self->flow.height + 8);
  cairo_clip (cr);
  for (guint i = find_first (self->places, page); i < self->places->len; i++)
    {
      const LcPagePlace *place = &g_array_index (self->places, LcPagePlace, i);

      if (place->page != page)
        break;
      draw_place (self, painter, place);
    }
  lc_page_painter_end_page (painter);
  cairo_restore (cr);
}

/**
 * lc_pages_draw:
 * @page: from 0
 * @cr: in points, from the top left of the sheet
 *
 * Draws one page, for paper or a picture.
 */
void
lc_pages_draw (LcPages *self, guint page, cairo_t *cr)
{
  LcPagePainter painter;

  lc_page_painter_init (&painter, cr, &self->paper, lc_report_get_head (self->report)->is_mirrored, FALSE);
  lc_pages_paint (self, page, &painter);
  lc_page_painter_clear (&painter);
}
