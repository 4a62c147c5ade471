/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-typesetter.c: see lc-typesetter.h.
 */
#include "report/pages/lc-typesetter.h"

/* What looks calm on paper, and at the end what every computer has. */
#define PROSE_FAMILIES "Noto Sans, Inter, Adwaita Sans, Open Sans, Liberation Sans, DejaVu Sans, Sans"
#define CODE_FAMILIES "Noto Sans Mono, Adwaita Mono, Liberation Mono, DejaVu Sans Mono, Monospace"

/* Fonts in one width look larger than they are. */
#define CODE_SCALE 0.93

#define POINTS_AN_INCH 72

/* Words that are smaller are not kerned. */
#define MIN_KERNED 10

/* The fonts that the last typesetter found, for the next: they are the same for
 * every report, and to find them takes longer than to use them. */
static GMutex spare_lock;
static PangoFontMap *spare_fonts;

typedef struct
{
  double size;
  PangoWeight weight;
  double line_spacing; /* from one baseline to the next, in heights of the font */
  gboolean is_code;
} FontStyle;

/* To find a font takes milliseconds, so there are no more sizes than are needed. */
static const FontStyle styles[LC_N_FONTS] = {
  [LC_FONT_TITLE] = { 23, PANGO_WEIGHT_BOLD, 0.95, FALSE },
  [LC_FONT_BANNER] = { 16, PANGO_WEIGHT_BOLD, 0, FALSE },
  [LC_FONT_HEADING_1] = { 16, PANGO_WEIGHT_BOLD, 0.95, FALSE },
  [LC_FONT_HEADING_2] = { 12, PANGO_WEIGHT_BOLD, 0, FALSE },
  [LC_FONT_HEADING_3] = { 10, PANGO_WEIGHT_BOLD, 0, FALSE },
  [LC_FONT_HEADING_4] = { 9.25, PANGO_WEIGHT_BOLD, 0, FALSE },
  [LC_FONT_BODY] = { 9.25, PANGO_WEIGHT_NORMAL, 1.06, FALSE },
  [LC_FONT_CELL] = { 8, PANGO_WEIGHT_NORMAL, 0.96, FALSE },
  [LC_FONT_CELL_STRONG] = { 8, PANGO_WEIGHT_BOLD, 0.96, FALSE },
  [LC_FONT_CELL_CODE] = { 8 * CODE_SCALE, PANGO_WEIGHT_NORMAL, 0.98, TRUE },
  [LC_FONT_SMALL] = { 8, PANGO_WEIGHT_NORMAL, 0, FALSE },
  [LC_FONT_CODE] = { 8 * CODE_SCALE, PANGO_WEIGHT_NORMAL, 1.02, TRUE },
};

static PangoFontMap *
take_fonts (void)
{
  PangoFontMap *fonts;

  g_mutex_lock (&spare_lock);
  fonts = g_steal_pointer (&spare_fonts);
  g_mutex_unlock (&spare_lock);
  return fonts != NULL ? fonts : pango_cairo_font_map_new ();
}

static void
give_fonts (PangoFontMap *fonts)
{
  PangoFontMap *old;

  g_mutex_lock (&spare_lock);
  old = spare_fonts;
  spare_fonts = fonts;
  g_mutex_unlock (&spare_lock);
  g_clear_object (&old);
}

static PangoContext *
create_context (LcTypesetter *self, const char *language, PangoDirection direction)
{
  PangoContext *context = pango_font_map_create_context (self->fonts);
  cairo_font_options_t *options = cairo_font_options_create ();

  pango_context_set_language (context, pango_language_from_string (language));
  pango_context_set_base_dir (context, direction);
  pango_context_set_round_glyph_positions (context, FALSE);
  /* A hint is for pixels; there are none. */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, POINTS_AN_INCH);
  cairo_font_options_destroy (options);
  return context;
}

/**
 * lc_typesetter_init:
 * @self: (out caller-allocates)
 * @language: of the report, BCP 47; it chooses between the shapes of Han characters
 * @is_mirrored: written from the right to the left
 */
void
lc_typesetter_init (LcTypesetter *self, const char *language, gboolean is_mirrored)
{
  self->is_mirrored = is_mirrored;
  self->fonts = take_fonts ();
  self->prose = create_context (self, language, is_mirrored ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  self->code = create_context (self, language, PANGO_DIRECTION_LTR);
  self->destinations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < LC_N_FONTS; i++)
    {
      PangoFontDescription *description = pango_font_description_new ();

      pango_font_description_set_family_static (description, styles[i].is_code ? CODE_FAMILIES : PROSE_FAMILIES);
      pango_font_description_set_weight (description, styles[i].weight);
      pango_font_description_set_size (description, (int) (styles[i].size * PANGO_SCALE));
      self->descriptions[i] = description;
    }
}

void
lc_typesetter_clear (LcTypesetter *self)
{
  for (guint i = 0; i < LC_N_FONTS; i++)
    g_clear_pointer (&self->descriptions[i], pango_font_description_free);
  g_clear_pointer (&self->destinations, g_hash_table_unref);
  g_clear_object (&self->prose);
  g_clear_object (&self->code);
  give_fonts (g_steal_pointer (&self->fonts));
}

/* Returns: in points */
double
lc_typesetter_get_size (LcFont font)
{
  return styles[font].size;
}

/**
 * lc_typesetter_get_features:
 *
 * Returns: features of OpenType. No letter is joined to the next where it need
 *   not be, so that who looks for "firewall" in the file finds it; and only large
 *   words are kerned, which takes a third of the time for less than can be seen in
 *   small ones
 */
const char *
lc_typesetter_get_features (LcFont font)
{
  return styles[font].size < MIN_KERNED ? "liga=0, clig=0, kern=0" : "liga=0, clig=0";
}

/**
 * lc_typesetter_create_layout:
 * @self: a typesetter
 * @font: of the words
 * @is_code: written from the left to the right everywhere
 *
 * Returns: (transfer full): a layout without words
 */
PangoLayout *
lc_typesetter_create_layout (LcTypesetter *self, LcFont font, gboolean is_code)
{
  PangoLayout *layout = pango_layout_new (is_code ? self->code : self->prose);

  pango_layout_set_font_description (layout, self->descriptions[font]);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing (layout, styles[font].line_spacing);
  return layout;
}

static void
add_attribute (PangoAttrList *attributes, PangoAttribute *attribute, guint start, guint end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
}

/**
 * lc_typesetter_add_attributes:
 * @attributes: of a layout
 * @style: of these words
 * @start: their first byte
 * @end: the byte after them
 */
void
lc_typesetter_add_attributes (PangoAttrList *attributes, LcSpanStyle style, guint start, guint end)
{
  if (style == LC_SPAN_STRONG)
    add_attribute (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, end);
  if (style == LC_SPAN_CODE)
    {
      add_attribute (attributes, pango_attr_family_new (CODE_FAMILIES), start, end);
      add_attribute (attributes, pango_attr_scale_new (CODE_SCALE), start, end);
    }
}
