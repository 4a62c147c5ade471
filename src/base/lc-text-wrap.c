/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-text-wrap.c: see lc-text-wrap.h. Wide characters (Unicode Standard Annex 11)
 * take two cells, marks that combine with the character before them none.
 */
#include "base/lc-text-wrap.h"

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

/* A paragraph in the making. */
typedef struct
{
  GPtrArray *lines; /* of char * */
  GString *line;    /* the one that is being filled */
  guint taken;      /* cells of it */
} Wrapping;

static void
end_line (Wrapping *wrapping)
{
  g_ptr_array_add (wrapping->lines, g_strdup (wrapping->line->str));
  g_string_truncate (wrapping->line, 0);
  wrapping->taken = 0;
}

/* A word that no line has room for is broken where the line ends. */
static void
add_word (Wrapping *wrapping, const char *word, gsize length, guint width)
{
  guint left = measure_bytes (word, length);

  if (wrapping->taken > 0 && wrapping->taken + 1 + left > width)
    {
      end_line (wrapping);
    }
  else if (wrapping->taken > 0)
    {
      g_string_append_c (wrapping->line, ' ');
      wrapping->taken++;
    }
  while (left > width)
    {
      gsize part = fit (word, length, width);

      if (part == length)
        break;
      g_string_append_len (wrapping->line, word, part);
      end_line (wrapping);
      left -= measure_bytes (word, part);
      word += part;
      length -= part;
    }
  g_string_append_len (wrapping->line, word, length);
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
 * Returns: the cells that its longest word takes
 */
guint
lc_text_measure_longest_word (const char *text)
{
  guint longest = 0;

  while (*text != '\0')
    {
      gsize length = strcspn (text, " ");

      longest = MAX (longest, measure_bytes (text, length));
      text += length + strspn (text + length, " ");
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
  g_autoptr (GString) line = g_string_new (NULL);
  Wrapping wrapping = { .lines = g_ptr_array_new_with_free_func (g_free), .line = line };

  while (*text != '\0')
    {
      gsize length = strcspn (text, " ");

      if (length > 0)
        add_word (&wrapping, text, length, width);
      text += length + strspn (text + length, " ");
    }
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
