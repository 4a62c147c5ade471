/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-clean-text.c: see lc-clean-text.h.
 *
 * What a terminal, a text shaper or a reader's eye would obey instead of show is
 * written as an escape, "\x1b" or "\u202e": evidence is never left out, and it
 * can do nothing.
 */
#include "base/lc-clean-text.h"

/* Unicode Standard Annex 9, section 2: embeddings, overrides and isolates. */
static gboolean
turns_direction (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_noncharacter (gunichar c)
{
  return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

static gboolean
is_hidden (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_PRIVATE_USE:
      return TRUE;
    default:
      /* 0x200b has no width, 0xfeff is a byte order mark. */
      return turns_direction (c) || is_noncharacter (c) || c == 0x200b || c == 0xfeff;
    }
}

static char *
clean (const char *text, gboolean keeps_lines)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_sized_new (64);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c >= 0x20 && c < 0x7f)
        g_string_append_c (clean, (char) c);
      else if (c == '\n' && keeps_lines)
        g_string_append_c (clean, '\n');
      else if (c == '\n')
        g_string_append (clean, "\\n");
      else if (c == '\r')
        g_string_append (clean, "\\r");
      else if (c == '\t')
        g_string_append (clean, "\\t");
      else if (!is_hidden (c))
        g_string_append_unichar (clean, c);
      else
        g_string_append_printf (clean, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
    }
  return g_string_free (clean, FALSE);
}

/**
 * lc_clean_text:
 * @text: any bytes up to a NUL
 *
 * Returns: (transfer full): valid UTF-8 in one line that only shows
 */
char *
lc_clean_text (const char *text)
{
  return clean (text, FALSE);
}

/**
 * lc_clean_lines:
 * @text: any bytes up to a NUL
 *
 * Returns: (transfer full): the same with its line feeds
 */
char *
lc_clean_lines (const char *text)
{
  return clean (text, TRUE);
}
