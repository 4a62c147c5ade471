/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-text-wrap.c: see lc-text-wrap.h. Wide characters (Unicode Standard Annex 11)
 * take two cells, marks that combine with the character before them none.
 *
 * Lines end at spaces and, in scripts that write no spaces between words, where
 * Unicode Standard Annex 14 lets them. An address or a figure stays whole where
 * that annex would part it: half of "192.0.2.0/24" is read as something else.
 */
#include "base/lc-text-wrap.h"

#include <pango/pango.h>
#include <string.h>

static guint
measure_char (gunichar c)
{
  if (c >= 0x20 && c < 0x7f)
    return 1;
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

static guint
measure_bytes (const char *text, gsize length)
{
  guint width = 0;

  for (const char *at = text; at < text + length; at = g_utf8_next_char (at))
    width += measure_char (g_utf8_get_char (at));
  return width;
}

/* Returns: how many bytes of @text take at most @width cells; at least a character
 * with its marks, so that a narrow column comes to an end too */
static gsize
fit (const char *text, gsize length, guint width)
{
  const char *at = text;
  guint taken = 0;

  while (at < text + length)
    {
      guint more = measure_char (g_utf8_get_char (at));

      if (taken + more > width && taken > 0)
        break;
      taken += more;
      at = g_utf8_next_char (at);
    }
  return at - text;
}

/* What stays on one line as long as a line has room for it. */
typedef struct
{
  const char *start;
  gsize length;
  gboolean is_after_space;
} TextPiece;

/* Korean has spaces between its words, although its letters are wide. */
static gboolean
is_without_spaces (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_KHMER:
    case G_UNICODE_SCRIPT_LAO:
    case G_UNICODE_SCRIPT_MYANMAR:
    case G_UNICODE_SCRIPT_THAI:
    case G_UNICODE_SCRIPT_TIBETAN:
      return TRUE;
    case G_UNICODE_SCRIPT_HANGUL:
      return FALSE;
    default:
      return g_unichar_iswide (c);
    }
}

static gboolean
has_script_without_spaces (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if ((guchar) *at >= 0x80 && is_without_spaces (g_utf8_get_char (at)))
      return TRUE;
  return FALSE;
}

/* Returns: (nullable): what Unicode says of each character; %NULL where lines end at spaces alone */
static PangoLogAttr *
find_breaks (const char *text)
{
  PangoLogAttr *breaks;
  glong n_characters;

  if (!has_script_without_spaces (text))
    return NULL;
  n_characters = g_utf8_strlen (text, -1);
  breaks = g_new0 (PangoLogAttr, n_characters + 1);
  pango_get_log_attrs (text, (int) strlen (text), -1, NULL, breaks, (int) n_characters + 1);
  return breaks;
}

/* @breaks: (nullable): of the character at @start and those after it */
static const char *
find_end (const char *start, const PangoLogAttr *breaks)
{
  const char *at = start;

  if (breaks == NULL)
    return start + strcspn (start, " ");
  for (gsize i = 0; *at != '\0' && *at != ' '; i++)
    {
      if (i > 0 && breaks[i].is_line_break &&
          (is_without_spaces (g_utf8_get_char (at)) || is_without_spaces (g_utf8_get_char (g_utf8_prev_char (at)))))
        break;
      at = g_utf8_next_char (at);
    }
  return at;
}

/* Returns: (transfer full) (element-type TextPiece): pointing into @text */
static GArray *
split_text (const char *text)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (TextPiece));
  g_autofree PangoLogAttr *breaks = find_breaks (text);
  const PangoLogAttr *at = breaks;

  while (*text != '\0')
    {
      gsize n_spaces = strspn (text, " ");
      const char *start = text + n_spaces;
      const char *end = find_end (start, at != NULL ? at + n_spaces : NULL);
      const TextPiece piece = { start, end - start, n_spaces > 0 };

      if (piece.length > 0)
        g_array_append_val (pieces, piece);
      if (at != NULL)
        at += n_spaces + g_utf8_strlen (start, end - start);
      text = end;
    }
  return pieces;
}

/* A paragraph in the making. */
typedef struct
{
  GPtrArray *lines; /* of char * */
  GString *line;    /* the one that is being filled */
  guint taken;      /* cells of it */
} TextWrapping;

static void
end_line (TextWrapping *wrapping)
{
  g_ptr_array_add (wrapping->lines, g_strdup (wrapping->line->str));
  g_string_truncate (wrapping->line, 0);
  wrapping->taken = 0;
}

/* A piece that no line has room for is broken where the line ends. */
static void
add_piece (TextWrapping *wrapping, const TextPiece *piece, guint width)
{
  const char *text = piece->start;
  gsize length = piece->length;
  guint left = measure_bytes (text, length);
  guint space = piece->is_after_space;

  if (wrapping->taken > 0 && wrapping->taken + space + left > width)
    {
      end_line (wrapping);
    }
  else if (wrapping->taken > 0 && space > 0)
    {
      g_string_append_c (wrapping->line, ' ');
      wrapping->taken++;
    }
  while (left > width)
    {
      gsize part = fit (text, length, width);

      if (part == length)
        break;
      g_string_append_len (wrapping->line, text, part);
      end_line (wrapping);
      left -= measure_bytes (text, part);
      text += part;
      length -= part;
    }
  g_string_append_len (wrapping->line, text, length);
  wrapping->taken += left;
}

/**
 * lc_text_measure:
 * @text: UTF-8 in one line
 *
 * Returns: the cells that it takes
 */
guint
lc_text_measure (const char *text)
{
  return measure_bytes (text, strlen (text));
}

/**
 * lc_text_measure_longest_word:
 * @text: UTF-8 in one line
 *
 * Returns: the cells that the longest of what lc_text_wrap() does not like to part takes
 */
guint
lc_text_measure_longest_word (const char *text)
{
  g_autoptr (GArray) pieces = split_text (text);
  guint longest = 0;

  for (guint i = 0; i < pieces->len; i++)
    {
      const TextPiece *piece = &g_array_index (pieces, TextPiece, i);

      longest = MAX (longest, measure_bytes (piece->start, piece->length));
    }
  return longest;
}

/**
 * lc_text_wrap:
 * @text: UTF-8 in one line
 * @width: of the lines, in cells; not 0
 *
 * Returns: (transfer full) (element-type utf8): lines, at least one
 */
GPtrArray *
lc_text_wrap (const char *text, guint width)
{
  g_autoptr (GArray) pieces = split_text (text);
  g_autoptr (GString) line = g_string_new (NULL);
  TextWrapping wrapping = { .lines = g_ptr_array_new_with_free_func (g_free), .line = line };

  for (guint i = 0; i < pieces->len; i++)
    add_piece (&wrapping, &g_array_index (pieces, TextPiece, i), width);
  if (line->len > 0 || wrapping.lines->len == 0)
    end_line (&wrapping);
  return wrapping.lines;
}

/**
 * lc_text_clip:
 * @text: UTF-8 in one line
 * @width: in cells; not 0
 *
 * Returns: (transfer full): @text, or as much of it as has room beside an ellipsis
 */
char *
lc_text_clip (const char *text, guint width)
{
  g_autofree char *start = NULL;

  if (lc_text_measure (text) <= width)
    return g_strdup (text);
  start = g_strndup (text, width > 1 ? fit (text, strlen (text), width - 1) : 0);
  return g_strconcat (start, "…", NULL);
}

/**
 * lc_text_pad:
 * @line: what to append to
 * @text: UTF-8 in one line
 * @width: the cells to fill with @text and spaces
 * @at_end: whether @text stands at the end of them
 */
void
lc_text_pad (GString *line, const char *text, guint width, gboolean at_end)
{
  guint taken = lc_text_measure (text);
  guint spaces = width > taken ? width - taken : 0;

  if (!at_end)
    g_string_append (line, text);
  g_string_append_printf (line, "%*s", (int) spaces, "");
  if (at_end)
    g_string_append (line, text);
}

/**
 * lc_text_loosen:
 * @text: UTF-8; shorter afterwards
 *
 * Makes the spaces that keep a figure with its unit (U+00A0) ordinary ones: people
 * search in plain text, and copy from it.
 */
void
lc_text_loosen (char *text)
{
  char *to = text;

  for (const char *from = text; *from != '\0';)
    {
      gboolean is_tight = g_str_has_prefix (from, "\302\240");

      *to++ = is_tight ? ' ' : *from;
      from += is_tight ? 2 : 1;
    }
  *to = '\0';
}
