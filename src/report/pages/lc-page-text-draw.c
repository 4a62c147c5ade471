/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-text-draw.c: words on a page, with their links.
 */
#include <hb.h>

#include "report/pages/lc-page-text-private.h"

#define UNDERLINE 0.4

/* Returns: (nullable): the link in which a run of glyphs stands */
static const LcPageTextLink *
find_link (const LcPageText *self, const PangoGlyphItem *run)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      const LcPageTextLink *link = &g_array_index (self->links, LcPageTextLink, i);

      if ((guint) run->item->offset >= link->start && (guint) run->item->offset < link->end)
        return link;
    }
  return NULL;
}

static void
draw_run (const LcPageText *self, LcPagePainter *painter, PangoGlyphItem *run, double x, double y, double width)
{
  const LcPageTextLink *link = find_link (self, run);

  if (link != NULL)
    {
      lc_page_painter_begin_link (painter, link->target);
      lc_page_painter_begin_words (painter, LC_INK_LINK);
    }
  else
    lc_page_painter_begin_words (painter, self->ink);
  cairo_move_to (painter->cr, x, y);
  pango_cairo_show_glyph_item (painter->cr, pango_layout_get_text (self->layout), run);
  if (link != NULL)
    {
      cairo_rectangle (painter->cr, x, y + 1.5, width, UNDERLINE);
      cairo_fill (painter->cr);
      lc_page_painter_end_link (painter);
    }
}

/* Returns: whether a line ends in a space, which Pango leaves out where it breaks lines */
static gboolean
ends_in_space (const LcPageText *self, const LcPageTextLine *line)
{
  const char *text = pango_layout_get_text (self->layout);
  int end = line->line->start_index + line->line->length;

  return line->line->length > 0 && text[end] != '\0' && text[end - 1] == ' ';
}

/* The space that nobody sees, without which a screen reader would join two words. */
static void
draw_space (LcPagePainter *painter, const LcPageTextLine *line, double x, double y)
{
  const PangoGlyphItem *run = line->line->runs != NULL ? g_slist_last (line->line->runs)->data : NULL;
  cairo_scaled_font_t *font;
  cairo_text_cluster_t cluster = { .num_bytes = 1, .num_glyphs = 1 };
  cairo_glyph_t glyph = { .x = x, .y = y };
  hb_codepoint_t index;

  if (run == NULL || !hb_font_get_nominal_glyph (pango_font_get_hb_font (run->item->analysis.font), ' ', &index))
    return;
  font = pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (run->item->analysis.font));
  if (font == NULL)
    return;
  glyph.index = index;
  cairo_set_scaled_font (painter->cr, font);
  cairo_show_text_glyphs (painter->cr, " ", 1, &glyph, 1, &cluster, 1, 0);
}

static void
draw_line (const LcPageText *self, LcPagePainter *painter, const LcPageTextLine *line, double x, double y)
{
  if (self->links->len == 0)
    {
      lc_page_painter_begin_words (painter, self->ink);
      cairo_move_to (painter->cr, x, y);
      pango_cairo_show_layout_line (painter->cr, line->line);
      return;
    }
  for (GSList *at = line->line->runs; at != NULL; at = at->next)
    {
      PangoGlyphItem *run = at->data;
      double width = pango_units_to_double (pango_glyph_string_get_width (run->glyphs));

      draw_run (self, painter, run, x, y, width);
      x += width;
    }
}

/**
 * lc_page_text_draw:
 * @painter: what it is drawn with
 * @first: a line
 * @n_lines: how many from there
 * @x: where its width begins
 * @y: of the top of line @first
 */
void
lc_page_text_draw (const LcPageText *self, LcPagePainter *painter, guint first, guint n_lines, double x, double y)
{
  double left = lc_page_painter_place (painter, x, self->width);
  double origin;

  if (n_lines == 0)
    return;
  origin = painter->paper->margin_top + y - g_array_index (self->lines, LcPageTextLine, first).top;
  for (guint i = first; i < first + n_lines; i++)
    {
      const LcPageTextLine *line = &g_array_index (self->lines, LcPageTextLine, i);

      draw_line (self, painter, line, left + line->x, origin + line->baseline);
      if (ends_in_space (self, line))
        draw_space (painter, line, left + line->x + (self->is_mirrored ? 0 : line->width), origin + line->baseline);
    }
}

void
lc_page_text_draw_all (const LcPageText *self, LcPagePainter *painter, double x, double y)
{
  lc_page_text_draw (self, painter, 0, self->lines->len, x, y);
}
