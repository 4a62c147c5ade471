/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-painter.c: see lc-page-painter.h.
 */
#include "report/pages/lc-page-painter.h"

#include <cairo-pdf.h>
#include <string.h>

/* From this version on cairo gives words between the elements of a group to that
 * group, unless they are said to be none of the content (PDF 1.7, 14.8.2.2). */
#define ARTIFACTS_SINCE CAIRO_VERSION_ENCODE (1, 18, 0)
#define ARTIFACT "Artifact"

#define LEADER_STEP 4.5
#define LEADER_DOT 0.8

typedef struct
{
  double red, green, blue;
} InkColor;

#define RGB(hex) { ((hex) >> 16 & 0xff) / 255.0, ((hex) >> 8 & 0xff) / 255.0, ((hex) & 0xff) / 255.0 }

/* Words are dark and tints light, each on its own grey, so that a printer without
 * colour loses nothing. */
static const InkColor colors[] = {
  [LC_INK_TEXT] = RGB (0x1d2129),
  [LC_INK_MUTED] = RGB (0x5b626d),
  [LC_INK_FAINT] = RGB (0xd3d7dd),
  [LC_INK_TINT] = RGB (0xf4f5f7),
  [LC_INK_BAR] = RGB (0x7a8797),
  [LC_INK_LINK] = RGB (0x1a4f9c),
  [LC_INK_GOOD] = RGB (0x1b7040),
  [LC_INK_CAUTION] = RGB (0x8a5a00),
  [LC_INK_BAD] = RGB (0xb0201c),
  [LC_INK_GOOD_TINT] = RGB (0xedf6f0),
  [LC_INK_CAUTION_TINT] = RGB (0xfcf4e3),
  [LC_INK_BAD_TINT] = RGB (0xfcefee),
};

static const LcInk tone_inks[] = {
  [LC_TONE_NEUTRAL] = LC_INK_TEXT,
  [LC_TONE_GOOD] = LC_INK_GOOD,
  [LC_TONE_CAUTION] = LC_INK_CAUTION,
  [LC_TONE_BAD] = LC_INK_BAD,
  [LC_TONE_MUTED] = LC_INK_MUTED,
};

static const LcInk tone_tints[] = {
  [LC_TONE_NEUTRAL] = LC_INK_TINT,
  [LC_TONE_GOOD] = LC_INK_GOOD_TINT,
  [LC_TONE_CAUTION] = LC_INK_CAUTION_TINT,
  [LC_TONE_BAD] = LC_INK_BAD_TINT,
  [LC_TONE_MUTED] = LC_INK_TINT,
};

/**
 * lc_page_painter_init:
 * @self: (out caller-allocates)
 * @cr: in points, from the top left of the sheet; must outlive @self
 * @paper: must outlive @self
 * @is_mirrored: read from the right to the left
 * @is_tagged: all pages are drawn in order on one PDF surface, with its structure
 */
void
lc_page_painter_init (LcPagePainter *self, cairo_t *cr, const LcPaper *paper, gboolean is_mirrored,
                      gboolean is_tagged)
{
  *self = (LcPagePainter){ .cr = cr, .paper = paper, .is_mirrored = is_mirrored, .is_tagged = is_tagged };
  self->alternatives = g_ptr_array_new_with_free_func (g_free);
  self->marks_artifacts = is_tagged && cairo_version () >= ARTIFACTS_SINCE;
  if (is_tagged)
    cairo_tag_begin (cr, "Document", NULL);
}

/* No element may be in an artifact, so this comes before any begins or ends. */
static void
end_artifact (LcPagePainter *self)
{
  if (self->is_in_artifact)
    cairo_tag_end (self->cr, ARTIFACT);
  self->is_in_artifact = FALSE;
}

/* After the last page, before its surface is finished. */
void
lc_page_painter_clear (LcPagePainter *self)
{
  lc_page_painter_enter (self, NULL);
  end_artifact (self);
  if (self->is_tagged)
    cairo_tag_end (self->cr, "Document");
  g_clear_pointer (&self->alternatives, g_ptr_array_unref);
}

/* Returns: of the text's area */
double
lc_page_painter_get_width (const LcPaper *paper)
{
  return paper->width - 2 * paper->margin_x;
}

double
lc_page_painter_get_height (const LcPaper *paper)
{
  return paper->height - paper->margin_top - paper->margin_bottom;
}

static gboolean
is_silent (const LcPagePainter *self)
{
  return !self->is_tagged || self->is_decoration;
}

static gboolean
is_within (const LcPageGroup *group, const LcPageGroup *ancestor)
{
  while (group != NULL && group != ancestor)
    group = group->parent;
  return group == ancestor;
}

static void
leave (LcPagePainter *self)
{
  if (self->is_tagged)
    {
      end_artifact (self);
      cairo_tag_end (self->cr, self->group->name);
    }
  self->group = self->group->parent;
}

static void
open_up_to (LcPagePainter *self, const LcPageGroup *group)
{
  if (group == self->group)
    return;
  open_up_to (self, group->parent);
  self->group = group;
  if (!self->is_tagged)
    return;
  end_artifact (self);
  cairo_tag_begin (self->cr, group->name, NULL);
  if (group->alternative != NULL)
    g_ptr_array_add (self->alternatives, g_strdup (group->alternative));
}

/**
 * lc_page_painter_enter:
 * @group: (nullable): what follows is right in it
 */
void
lc_page_painter_enter (LcPagePainter *self, const LcPageGroup *group)
{
  while (self->group != NULL && !is_within (group, self->group))
    leave (self);
  open_up_to (self, group);
}

/* What holds words would take in the lines at the foot and the head of the page, and
 * cairo does not know how an artifact goes on. */
void
lc_page_painter_end_page (LcPagePainter *self)
{
  end_artifact (self);
  while (self->group != NULL && self->group->holds_words)
    leave (self);
}

static void
begin (LcPagePainter *self, const char *tag, const char *attributes)
{
  end_artifact (self);
  cairo_tag_begin (self->cr, tag, attributes);
  self->n_elements++;
}

void
lc_page_painter_begin (LcPagePainter *self, const char *tag)
{
  if (!is_silent (self))
    begin (self, tag, NULL);
}

void
lc_page_painter_end (LcPagePainter *self, const char *tag)
{
  if (is_silent (self))
    return;
  end_artifact (self);
  cairo_tag_end (self->cr, tag);
  self->n_elements--;
}

/**
 * lc_page_painter_begin_link:
 * @target: a URI, or "#NAME" of a destination; nothing in it may need to be escaped
 */
void
lc_page_painter_begin_link (LcPagePainter *self, const char *target)
{
  g_autofree char *attributes = NULL;

  if (is_silent (self))
    return;
  attributes = *target == '#' ? g_strdup_printf ("dest='%s'", target + 1) : g_strdup_printf ("uri='%s'", target);
  begin (self, CAIRO_TAG_LINK, attributes);
}

void
lc_page_painter_end_link (LcPagePainter *self)
{
  lc_page_painter_end (self, CAIRO_TAG_LINK);
}

/**
 * lc_page_painter_set_destination:
 * @name: letters, digits and "-"; its own in the document
 * @y: where a reader looks who comes here
 */
void
lc_page_painter_set_destination (LcPagePainter *self, const char *name, double y)
{
  g_autofree char *attributes = NULL;

  if (is_silent (self))
    return;
  attributes = g_strdup_printf ("name='%s' internal x=%d y=%d", name, 0, (int) MAX (self->paper->margin_top + y, 0));
  end_artifact (self);
  cairo_tag_begin (self->cr, CAIRO_TAG_DEST, attributes);
  cairo_tag_end (self->cr, CAIRO_TAG_DEST);
}

/* Returns: where on the sheet the left end of that is what begins at @x in the text's area */
double
lc_page_painter_place (const LcPagePainter *self, double x, double width)
{
  double inner = lc_page_painter_get_width (self->paper);

  return self->paper->margin_x + (self->is_mirrored ? inner - x - width : x);
}

LcInk
lc_page_painter_get_tone_ink (LcTone tone)
{
  return tone_inks[tone];
}

LcInk
lc_page_painter_get_tone_tint (LcTone tone)
{
  return tone_tints[tone];
}

static void
set_ink (LcPagePainter *self, LcInk ink)
{
  const InkColor *color = &colors[ink];

  cairo_set_source_rgb (self->cr, color->red, color->green, color->blue);
}

/* Before words are drawn, in the element in which they stand. */
void
lc_page_painter_begin_words (LcPagePainter *self, LcInk ink)
{
  gboolean is_content = self->n_elements > 0 || (self->group != NULL && self->group->holds_words);

  if (self->marks_artifacts && !is_content && !self->is_in_artifact)
    {
      cairo_tag_begin (self->cr, ARTIFACT, NULL);
      self->is_in_artifact = TRUE;
    }
  set_ink (self, ink);
}

void
lc_page_painter_fill (LcPagePainter *self, LcInk ink, double x, double y, double width, double height)
{
  if (width <= 0 || height <= 0)
    return;
  set_ink (self, ink);
  cairo_rectangle (self->cr, lc_page_painter_place (self, x, width), self->paper->margin_top + y, width, height);
  cairo_fill (self->cr);
}

/**
 * lc_page_painter_fill_round:
 * @radius: of the corners
 */
void
lc_page_painter_fill_round (LcPagePainter *self, LcInk ink, double x, double y, double width, double height,
                            double radius)
{
  double left, top;

  if (width <= 0 || height <= 0)
    return;
  left = lc_page_painter_place (self, x, width);
  top = self->paper->margin_top + y;
  radius = MIN (radius, MIN (width, height) / 2);
  cairo_new_sub_path (self->cr);
  cairo_arc (self->cr, left + width - radius, top + radius, radius, -G_PI / 2, 0);
  cairo_arc (self->cr, left + width - radius, top + height - radius, radius, 0, G_PI / 2);
  cairo_arc (self->cr, left + radius, top + height - radius, radius, G_PI / 2, G_PI);
  cairo_arc (self->cr, left + radius, top + radius, radius, G_PI, 3 * G_PI / 2);
  cairo_close_path (self->cr);
  set_ink (self, ink);
  cairo_fill (self->cr);
}

/**
 * lc_page_painter_dot:
 * @x, @y: of its middle
 */
void
lc_page_painter_dot (LcPagePainter *self, LcInk ink, double x, double y, double radius)
{
  cairo_t *cr = self->cr;
  double middle = lc_page_painter_place (self, x, 0);

  /* The end of a line is a disc in fewer words than four curves. */
  set_ink (self, ink);
  cairo_save (cr);
  cairo_set_line_width (cr, 2 * radius);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cr, middle, self->paper->margin_top + y);
  cairo_line_to (cr, middle, self->paper->margin_top + y);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/**
 * lc_page_painter_leader:
 * @from, @to: where words end and where others begin
 * @y: of the line on which they stand
 *
 * Dots that lead from the ones to the others.
 */
void
lc_page_painter_leader (LcPagePainter *self, double from, double to, double y)
{
  static const double dashes[] = { 0, LEADER_STEP };
  cairo_t *cr = self->cr;
  double width = to - from - 2 * LEADER_STEP;

  if (width <= 0)
    return;
  set_ink (self, LC_INK_MUTED);
  cairo_save (cr);
  cairo_translate (cr, lc_page_painter_place (self, from + LEADER_STEP, width), self->paper->margin_top + y);
  cairo_set_line_width (cr, LEADER_DOT);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  /* From the numbers, below each other, to the words. */
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_move_to (cr, self->is_mirrored ? 0 : width, -LEADER_DOT / 2);
  cairo_line_to (cr, self->is_mirrored ? width : 0, -LEADER_DOT / 2);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
trace (cairo_t *cr, const double (*points)[2], guint n_points)
{
  for (guint i = 0; i < n_points; i++)
    cairo_line_to (cr, points[i][0], points[i][1]);
}

/**
 * lc_page_painter_mark:
 * @x, @y: top left of a square
 * @size: of the square
 *
 * A shape for a tone, so that it is seen without colour: a tick, a triangle, a
 * cross, an empty ring; nothing for what is neutral.
 */
void
lc_page_painter_mark (LcPagePainter *self, LcTone tone, double x, double y, double size)
{
  static const double tick[][2] = { { 0.06, 0.55 }, { 0.36, 0.84 }, { 0.94, 0.18 } };
  static const double triangle[][2] = { { 0.5, 0.06 }, { 0.98, 0.92 }, { 0.02, 0.92 } };
  cairo_t *cr = self->cr;

  if (tone == LC_TONE_NEUTRAL)
    return;
  set_ink (self, lc_page_painter_get_tone_ink (tone));
  cairo_save (cr);
  cairo_translate (cr, lc_page_painter_place (self, x, size), self->paper->margin_top + y);
  cairo_scale (cr, size, size);
  cairo_set_line_width (cr, 0.18);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_new_path (cr);
  switch (tone)
    {
    case LC_TONE_GOOD:
      trace (cr, tick, G_N_ELEMENTS (tick));
      cairo_stroke (cr);
      break;
    case LC_TONE_CAUTION:
      trace (cr, triangle, G_N_ELEMENTS (triangle));
      cairo_close_path (cr);
      cairo_fill (cr);
      break;
    case LC_TONE_BAD:
      cairo_move_to (cr, 0.14, 0.14);
      cairo_line_to (cr, 0.86, 0.86);
      cairo_move_to (cr, 0.86, 0.14);
      cairo_line_to (cr, 0.14, 0.86);
      cairo_stroke (cr);
      break;
    default:
      cairo_set_line_width (cr, 0.12);
      cairo_arc (cr, 0.5, 0.5, 0.38, 0, 2 * G_PI);
      cairo_stroke (cr);
      break;
    }
  cairo_restore (cr);
}

/* The bent arrow before a line of code that belongs to the one above. */
void
lc_page_painter_wrap_mark (LcPagePainter *self, double x, double y, double size)
{
  static const double stem[][2] = { { 0.1, 0.1 }, { 0.1, 0.65 }, { 0.8, 0.65 } };
  static const double head[][2] = { { 0.55, 0.4 }, { 0.8, 0.65 }, { 0.55, 0.9 } };
  cairo_t *cr = self->cr;

  set_ink (self, LC_INK_MUTED);
  cairo_save (cr);
  /* Code is written from the left to the right, so the arrow is not mirrored. */
  cairo_translate (cr, lc_page_painter_place (self, x, size), self->paper->margin_top + y);
  cairo_scale (cr, size, size);
  cairo_set_line_width (cr, 0.11);
  cairo_new_path (cr);
  trace (cr, stem, G_N_ELEMENTS (stem));
  cairo_new_sub_path (cr);
  trace (cr, head, G_N_ELEMENTS (head));
  cairo_stroke (cr);
  cairo_restore (cr);
}
