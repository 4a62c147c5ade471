/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-json-scanner.c: see lc-json-scanner.h.
 */
#include "base/lc-json-scanner.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/lc-json-quote.h"

#define MAX_NUMBER_CHARS 64

/* Describes what stands at @at, for the second half of a message. */
static char *
describe_found (const LcJsonScanner *self, const char *at)
{
  gunichar c;

  if (at >= self->end)
    return g_strdup ("the end of the document");
  if (*at == '\0')
    return g_strdup ("a NUL byte");
  c = g_utf8_get_char_validated (at, self->end - at);
  if (c == (gunichar) -1 || c == (gunichar) -2)
    return g_strdup_printf ("byte 0x%02X, which is not UTF-8", (guchar) *at);
  if (c == 0xfeff)
    return g_strdup ("a byte order mark");
  return lc_json_quote (at, g_utf8_next_char (at) - at);
}

/**
 * lc_json_scanner_fail_found:
 * @at: where it went wrong
 * @expected: a noun phrase
 * @found: (transfer full): a noun phrase
 *
 * Says in @self->fault why this is not JSON. Nothing is read after that.
 */
void
lc_json_scanner_fail_found (LcJsonScanner *self, const char *at, const char *expected, char *found)
{
  guint line = 1;
  const char *line_start = self->start;

  for (const char *p = self->start; p < at; p++)
    {
      if (*p == '\n')
        {
          line++;
          line_start = p + 1;
        }
    }
  /* Everything before @at was found to be UTF-8 on the way. */
  self->fault = g_strdup_printf ("%s:%u:%u: expected %s, found %s", self->document, line,
                                 (guint) g_utf8_strlen (line_start, at - line_start) + 1, expected, found);
  g_free (found);
}

/**
 * lc_json_scanner_fail:
 * @expected: what had to stand where the scanner is
 */
void
lc_json_scanner_fail (LcJsonScanner *self, const char *expected)
{
  lc_json_scanner_fail_found (self, self->at, expected, describe_found (self, self->at));
}

/* Goes on behind the white space of RFC 8259 section 2. */
void
lc_json_scanner_skip_space (LcJsonScanner *self)
{
  while (self->at < self->end
         && (*self->at == ' ' || *self->at == '\t' || *self->at == '\n' || *self->at == '\r'))
    self->at++;
}

/**
 * lc_json_scanner_skip:
 *
 * Returns: whether @wanted stood here; then the scanner stands behind it
 */
gboolean
lc_json_scanner_skip (LcJsonScanner *self, char wanted)
{
  if (self->at >= self->end || *self->at != wanted)
    return FALSE;
  self->at++;
  return TRUE;
}

static gboolean
parse_hex4 (LcJsonScanner *self, gunichar *value)
{
  *value = 0;
  for (guint i = 0; i < 4; i++)
    {
      int digit = self->at < self->end ? g_ascii_xdigit_value (*self->at) : -1;

      if (digit < 0)
        {
          lc_json_scanner_fail (self, "a hexadecimal digit");
          return FALSE;
        }
      *value = *value << 4 | (guint) digit;
      self->at++;
    }
  return TRUE;
}

/* Stands behind "\u". */
static gboolean
parse_unicode_escape (LcJsonScanner *self, GString *out)
{
  const char *escape = self->at - 2;
  gunichar c, low;

  if (!parse_hex4 (self, &c))
    return FALSE;
  if (c >= 0xd800 && c <= 0xdbff && self->end - self->at >= 2
      && self->at[0] == '\\' && self->at[1] == 'u')
    {
      self->at += 2;
      if (!parse_hex4 (self, &low))
        return FALSE;
      if (low >= 0xdc00 && low <= 0xdfff)
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
  if (c == 0 || (c >= 0xd800 && c <= 0xdfff))
    {
      lc_json_scanner_fail_found (self, escape, "an escape that stands for a character",
                                  g_strndup (escape, self->at - escape));
      return FALSE;
    }
  g_string_append_unichar (out, c);
  return TRUE;
}

static gboolean
parse_escape (LcJsonScanner *self, GString *out)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  self->at++;
  if (lc_json_scanner_skip (self, 'u'))
    return parse_unicode_escape (self, out);
  letter = self->at < self->end && *self->at != '\0' ? strchr (letters, *self->at) : NULL;
  if (letter == NULL)
    {
      lc_json_scanner_fail (self, "one of \" \\ / b f n r t u after a backslash");
      return FALSE;
    }
  g_string_append_c (out, meanings[letter - letters]);
  self->at++;
  return TRUE;
}

/* One character of more than a byte, at which the parser stands. */
static gboolean
skip_utf8 (LcJsonScanner *self)
{
  gunichar c = g_utf8_get_char_validated (self->at, self->end - self->at);

  if (c == (gunichar) -1 || c == (gunichar) -2)
    {
      lc_json_scanner_fail (self, "UTF-8 text");
      return FALSE;
    }
  self->at = g_utf8_next_char (self->at);
  return TRUE;
}

/**
 * lc_json_scanner_read_string:
 * @self: stands at the opening quote
 *
 * What has no escapes is copied in one piece.
 *
 * Returns: (transfer full) (nullable): the string; %NULL when it has failed
 */
char *
lc_json_scanner_read_string (LcJsonScanner *self)
{
  g_autoptr (GString) out = NULL;
  const char *piece = ++self->at;

  while (self->at < self->end && *self->at != '"')
    {
      if (*self->at == '\\')
        {
          if (out == NULL)
            out = g_string_new (NULL);
          g_string_append_len (out, piece, self->at - piece);
          if (!parse_escape (self, out))
            return NULL;
          piece = self->at;
        }
      else if ((guchar) *self->at < 0x20)
        {
          lc_json_scanner_fail (self, "a character that may stand in a string without an escape");
          return NULL;
        }
      else if ((guchar) *self->at < 0x80)
        {
          self->at++;
        }
      else if (!skip_utf8 (self))
        {
          return NULL;
        }
    }
  if (!lc_json_scanner_skip (self, '"'))
    {
      lc_json_scanner_fail (self, "the closing quote of a string");
      return NULL;
    }
  if (out == NULL)
    return g_strndup (piece, self->at - 1 - piece);
  g_string_append_len (out, piece, self->at - 1 - piece);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
skip_digits (LcJsonScanner *self)
{
  if (self->at >= self->end || !g_ascii_isdigit (*self->at))
    {
      lc_json_scanner_fail (self, "a digit");
      return FALSE;
    }
  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return TRUE;
}

/**
 * lc_json_scanner_read_number:
 * @self: stands at a digit or a minus
 *
 * Returns: (transfer full) (nullable): a 64-bit integer, or a double for what has a
 *   fraction or an exponent; %NULL when it has failed
 */
JsonNode *
lc_json_scanner_read_number (LcJsonScanner *self)
{
  const char *first = self->at;
  gboolean is_integer = TRUE;
  char text[MAX_NUMBER_CHARS + 1];
  gsize length;
  gint64 integer;
  double real;

  lc_json_scanner_skip (self, '-');
  if (!lc_json_scanner_skip (self, '0') && !skip_digits (self))
    return NULL;
  if (lc_json_scanner_skip (self, '.'))
    {
      is_integer = FALSE;
      if (!skip_digits (self))
        return NULL;
    }
  if (lc_json_scanner_skip (self, 'e') || lc_json_scanner_skip (self, 'E'))
    {
      is_integer = FALSE;
      if (!lc_json_scanner_skip (self, '-'))
        lc_json_scanner_skip (self, '+');
      if (!skip_digits (self))
        return NULL;
    }

  length = self->at - first;
  if (length <= MAX_NUMBER_CHARS)
    {
      memcpy (text, first, length);
      text[length] = '\0';
      errno = 0;
      integer = is_integer ? g_ascii_strtoll (text, NULL, 10) : 0;
      if (is_integer && errno == 0)
        return json_node_init_int (json_node_alloc (), integer);
      real = is_integer ? INFINITY : g_ascii_strtod (text, NULL);
      if (isfinite (real))
        return json_node_init_double (json_node_alloc (), real);
    }
  lc_json_scanner_fail_found (self, first, "a number of at most 64 characters that fits 64 bits",
                              lc_json_quote (first, length));
  return NULL;
}
