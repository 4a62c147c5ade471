/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-text.c: see lc-page-text.h. How it is drawn is in lc-page-text-draw.c.
 */
#include "report/pages/lc-page-text-private.h"

#include <string.h>

#define MAX_URI 2000
#define RUN_SIZE 128 /* bytes */

/* Where the middle of small letters is between the top of a line and its baseline. */
#define MIDDLE 0.68

/* U+2066 and U+2069: what stands between them keeps its own direction (UAX #9). */
#define ISOLATE "\342\201\246"
#define END_ISOLATE "\342\201\251"

/* How much wider than its share of the letters the longest word may be. */
#define WORD_SLACK 1.15

static void
line_clear (LcPageTextLine *self)
{
  g_clear_pointer (&self->line, pango_layout_line_unref);
}

static void
link_clear (LcPageTextLink *self)
{
  g_free (self->target);
}

static gboolean
is_only_code (const LcText *text)
{
  for (guint i = 0; i < text->spans->len; i++)
    {
      const LcSpan *span = g_ptr_array_index (text->spans, i);

      if (span->style != LC_SPAN_CODE)
        return FALSE;
    }
  return text->spans->len > 0;
}

/* Returns: (nullable): a URI in which nothing needs to be escaped */
static char *
make_safe_uri (const char *uri)
{
  static const char *const schemes[] = { "https:", "mailto:", "tel:" };
  GString *safe;
  gboolean is_known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    is_known |= g_ascii_strncasecmp (uri, schemes[i], strlen (schemes[i])) == 0;
  if (!is_known || strlen (uri) > MAX_URI)
    return NULL;
  safe = g_string_new (NULL);
  for (const guchar *at = (const guchar *) uri; *at != '\0'; at++)
    {
      if (*at > ' ' && *at < 0x7F && strchr ("'\"\\()<>[]^`{|}", *at) == NULL)
        g_string_append_c (safe, *at);
      else
        g_string_append_printf (safe, "%%%02X", *at);
    }
  return g_string_free (safe, FALSE);
}

/* Returns: (nullable): where a link leads; %NULL when it must not or cannot */
static char *
resolve (LcTypesetter *typesetter, const char *uri)
{
  const char *name;

  if (*uri != '#')
    return make_safe_uri (uri);
  name = g_hash_table_lookup (typesetter->destinations, uri + 1);
  return name == NULL ? NULL : g_strconcat ("#", name, NULL);
}

static void
append_span (LcPageText *self, LcTypesetter *typesetter, GString *string, PangoAttrList *attributes,
             const LcSpan *span)
{
  gboolean is_isolated = span->style == LC_SPAN_CODE && typesetter->is_mirrored && !self->is_code;
  guint start;

  if (is_isolated)
    g_string_append (string, ISOLATE);
  start = string->len;
  g_string_append (string, span->text);
  lc_typesetter_add_attributes (attributes, span->style, start, string->len);
  if (span->uri != NULL)
    {
      LcPageTextLink link = { .start = start, .end = string->len, .target = resolve (typesetter, span->uri) };

      /* A link is drawn in an ink of its own: its words must be runs of their own. */
      if (link.target != NULL)
        {
          PangoAttribute *boundary = pango_attr_foreground_new (0, 0, 0);

          boundary->start_index = link.start;
          boundary->end_index = link.end;
          pango_attr_list_insert (attributes, boundary);
          g_array_append_val (self->links, link);
        }
    }
  if (is_isolated)
    g_string_append (string, END_ISOLATE);
}

static LcPageText *
create (LcTypesetter *typesetter, LcFont font, gboolean is_code)
{
  LcPageText *self = g_new0 (LcPageText, 1);

  self->is_code = is_code;
  self->is_mirrored = typesetter->is_mirrored;
  self->layout = lc_typesetter_create_layout (typesetter, font, is_code);
  self->natural = -1;
  self->width = -1;
  self->lines = g_array_new (FALSE, FALSE, sizeof (LcPageTextLine));
  self->links = g_array_new (FALSE, FALSE, sizeof (LcPageTextLink));
  g_array_set_clear_func (self->lines, (GDestroyNotify) line_clear);
  g_array_set_clear_func (self->links, (GDestroyNotify) link_clear);
  return self;
}

/* Pango looks through all of a run for each line that it takes from it, so a word
 * that is pages long is made of several runs: an attribute that changes nothing
 * stands on every other one. */
static void
part_word (PangoAttrList *attributes, const char *words, const char *start, const char *end)
{
  gboolean is_odd = FALSE;

  while (start < end)
    {
      const char *next = g_utf8_find_next_char (start + MIN (RUN_SIZE, end - start) - 1, NULL);

      if (is_odd)
        {
          PangoAttribute *nothing = pango_attr_rise_new (0);

          nothing->start_index = start - words;
          nothing->end_index = next - words;
          pango_attr_list_insert (attributes, nothing);
        }
      is_odd = !is_odd;
      start = next;
    }
}

static void
part_long_words (PangoAttrList *attributes, const char *words)
{
  for (const char *start = words; *start != '\0';)
    {
      gsize length = strcspn (start, " ");

      if (length > 2 * RUN_SIZE)
        part_word (attributes, words, start, start + length);
      start += length + strspn (start + length, " ");
    }
}

static void
set_words (LcPageText *self, LcFont font, const char *words, PangoAttrList *attributes)
{
  PangoAttribute *hyphens = pango_attr_insert_hyphens_new (FALSE);

  pango_attr_list_insert (attributes, pango_attr_font_features_new (lc_typesetter_get_features (font)));
  part_long_words (attributes, words);
  /* A hyphen at the end of half an address would be read as part of it. */
  pango_attr_list_insert (attributes, hyphens);
  pango_layout_set_text (self->layout, words, -1);
  pango_layout_set_attributes (self->layout, attributes);
}

static gboolean
is_code_font (LcFont font)
{
  return font == LC_FONT_CODE || font == LC_FONT_CELL_CODE;
}

/**
 * lc_page_text_new:
 * @typesetter: must outlive the text
 * @font: of what is not marked
 * @text: words with their marks
 *
 * Returns: (transfer full): the words, in the ink of their tone
 */
LcPageText *
lc_page_text_new (LcTypesetter *typesetter, LcFont font, const LcText *text)
{
  LcPageText *self = create (typesetter, font, is_code_font (font) || is_only_code (text));
  g_autoptr (GString) words = g_string_new (NULL);
  PangoAttrList *attributes = pango_attr_list_new ();

  self->ink = lc_page_painter_get_tone_ink (text->tone);
  for (guint i = 0; i < text->spans->len; i++)
    append_span (self, typesetter, words, attributes, g_ptr_array_index (text->spans, i));
  set_words (self, font, words->str, attributes);
  pango_attr_list_unref (attributes);
  return self;
}

/* The same without marks. */
LcPageText *
lc_page_text_new_plain (LcTypesetter *typesetter, LcFont font, const char *text)
{
  LcPageText *self = create (typesetter, font, is_code_font (font));
  PangoAttrList *attributes = pango_attr_list_new ();

  self->ink = LC_INK_TEXT;
  set_words (self, font, text, attributes);
  pango_attr_list_unref (attributes);
  return self;
}

void
lc_page_text_free (LcPageText *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->lines);
  g_array_unref (self->links);
  g_object_unref (self->layout);
  g_free (self);
}

void
lc_page_text_set_ink (LcPageText *self, LcInk ink)
{
  self->ink = ink;
}

/* Ends with an ellipsis what would take more lines; before it has a width. */
void
lc_page_text_limit (LcPageText *self, guint n_lines)
{
  pango_layout_set_height (self->layout, -(int) n_lines);
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
}

/* Sets in all lines but the first; before it has a width. */
void
lc_page_text_hang (LcPageText *self, double indent)
{
  pango_layout_set_indent (self->layout, (int) (-indent * PANGO_SCALE));
}

/* Returns: with which it is one line; only before it has a width */
double
lc_page_text_get_natural_width (LcPageText *self)
{
  PangoRectangle logical;

  if (self->natural < 0)
    {
      pango_layout_get_extents (self->layout, NULL, &logical);
      self->natural = pango_units_to_double (logical.width);
    }
  return self->natural;
}

/* Returns: about how wide its longest word is; only before it has a width */
double
lc_page_text_get_minimum_width (LcPageText *self)
{
  guint longest = 0, word = 0, all = 0;

  for (const char *at = pango_layout_get_text (self->layout); *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      word = g_unichar_isspace (c) ? 0 : g_unichar_iswide (c) ? 1 : word + 1;
      longest = MAX (longest, word);
      all++;
    }
  if (longest == all)
    return lc_page_text_get_natural_width (self);
  return lc_page_text_get_natural_width (self) * MIN (longest * WORD_SLACK / all, 1);
}

static void
collect_lines (LcPageText *self, double offset)
{
  PangoLayoutIter *iter = pango_layout_get_iter (self->layout);

  g_array_set_size (self->lines, 0);
  do
    {
      PangoRectangle logical;
      LcPageTextLine line;
      int top, bottom;

      pango_layout_iter_get_line_extents (iter, NULL, &logical);
      pango_layout_iter_get_line_yrange (iter, &top, &bottom);
      line.line = pango_layout_line_ref (pango_layout_iter_get_line_readonly (iter));
      line.x = offset + pango_units_to_double (logical.x);
      line.width = pango_units_to_double (logical.width);
      line.top = pango_units_to_double (top);
      line.bottom = pango_units_to_double (bottom);
      line.baseline = pango_units_to_double (pango_layout_iter_get_baseline (iter));
      g_array_append_val (self->lines, line);
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

/**
 * lc_page_text_set_width:
 * @width: that it may take
 * @align: where short lines stand
 */
void
lc_page_text_set_width (LcPageText *self, double width, LcAlign align)
{
  gboolean is_flush_right = align != LC_ALIGN_LEFT && (align == LC_ALIGN_END) != self->is_mirrored;
  double offset = 0;

  self->width = MAX (width, 1);
  /* What was measured and fits into one line keeps the shape that it has. */
  if (self->natural >= 0 && self->natural <= self->width)
    offset = is_flush_right ? self->width - self->natural : 0;
  else
    {
      pango_layout_set_width (self->layout, (int) (self->width * PANGO_SCALE));
      pango_layout_set_alignment (self->layout, is_flush_right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    }
  collect_lines (self, offset);
}

/* Returns: the width that it was given */
double
lc_page_text_get_width (const LcPageText *self)
{
  return self->width;
}

guint
lc_page_text_get_n_lines (const LcPageText *self)
{
  return self->lines->len;
}

/**
 * lc_page_text_get_height_of:
 * @first: a line
 * @n_lines: how many from there
 */
double
lc_page_text_get_height_of (const LcPageText *self, guint first, guint n_lines)
{
  if (n_lines == 0)
    return 0;
  return g_array_index (self->lines, LcPageTextLine, first + n_lines - 1).bottom -
         g_array_index (self->lines, LcPageTextLine, first).top;
}

double
lc_page_text_get_height (const LcPageText *self)
{
  return lc_page_text_get_height_of (self, 0, self->lines->len);
}

/* Returns: from the top of the first line to its baseline */
double
lc_page_text_get_ascent (const LcPageText *self)
{
  const LcPageTextLine *line = &g_array_index (self->lines, LcPageTextLine, 0);

  return line->baseline - line->top;
}

/* Returns: from where its width begins to where its last line ends, when that stands at the start */
double
lc_page_text_get_end (const LcPageText *self)
{
  return g_array_index (self->lines, LcPageTextLine, self->lines->len - 1).width;
}

/* Returns: from the top of the first line to the middle of its small letters */
double
lc_page_text_get_middle (const LcPageText *self)
{
  return lc_page_text_get_ascent (self) * MIDDLE;
}
