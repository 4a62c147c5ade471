/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-json-quote.c: see lc-json-quote.h.
 */
#include "base/lc-json-quote.h"

#include <string.h>

#define MAX_QUOTED_CHARS 60

/**
 * lc_json_append_printable:
 *
 * Appends a character, or its escape when it is not printable.
 */
void
lc_json_append_printable (GString *string, gunichar c)
{
  if (g_unichar_isprint (c))
    g_string_append_unichar (string, c);
  else
    g_string_append_printf (string, c > 0xffff ? "\\U%08X" : "\\u%04X", c);
}

/**
 * lc_json_quote:
 * @text: valid UTF-8
 * @length: bytes of @text, or -1 when NUL-terminated
 *
 * Makes a string from outside fit for a message on a terminal: in quotes,
 * everything unprintable escaped, cut after 60 characters.
 *
 * Returns: (transfer full): the quoted string
 */
char *
lc_json_quote (const char *text, gssize length)
{
  GString *out = g_string_new ("\"");
  const char *end = text + (length < 0 ? (gssize) strlen (text) : length);
  guint n = 0;

  for (const char *p = text; p < end; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      if (n == MAX_QUOTED_CHARS)
        {
          g_string_append (out, "…");
          break;
        }
      if (c == '"' || c == '\\')
        g_string_append_printf (out, "\\%c", (char) c);
      else
        lc_json_append_printable (out, c);
    }
  g_string_append_c (out, '"');
  return g_string_free (out, FALSE);
}
