/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-json-parser.c: JSON text of unknown origin to a JsonNode, strictly.
 *
 * The grammar is that of RFC 8259 and nothing more. JsonParser of json-glib 1.6
 * is not used for such text: it accepts comments, "var x =", single quotes and
 * octal numbers, keeps the last of two members of the same name without a word,
 * and recurses as deep as the text asks for. Where RFC 8259 leaves the choice,
 * this parser refuses: duplicate members (section 4), a byte order mark (8.1),
 * unpaired surrogates (8.2), numbers that neither a 64-bit integer nor a finite
 * double holds (6), U+0000 in strings, and nesting beyond LC_JSON_MAX_DEPTH (9).
 * Messages are for whoever writes the document, and are not translated.
 */
#include "config.h"

#include "base/lc-json-parser.h"

#include <errno.h>
#include <math.h>
#include <string.h>


#define MAX_QUOTED_CHARS 60
#define MAX_NUMBER_CHARS 64

G_DEFINE_QUARK (lc-json-error-quark, lc_json_error)

typedef struct
{
  const char *document;
  const char *start;
  const char *at;
  const char *end;
  guint depth;
  GError **error;
} Parser;

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
      else if (g_unichar_isprint (c))
        g_string_append_unichar (out, c);
      else
        g_string_append_printf (out, c > 0xffff ? "\\U%08X" : "\\u%04X", c);
    }
  g_string_append_c (out, '"');
  return g_string_free (out, FALSE);
}

/* Describes what stands at @at, for the second half of a message. */
static char *
describe_found (const Parser *self, const char *at)
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

/* Takes @found. */
static void
fail_found (Parser *self, const char *at, const char *expected, char *found)
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
  g_set_error (self->error, LC_JSON_ERROR, LC_JSON_ERROR_SYNTAX,
               "%s:%u:%u: expected %s, found %s", self->document, line,
               (guint) g_utf8_strlen (line_start, at - line_start) + 1, expected, found);
  g_free (found);
}

static void
fail (Parser *self, const char *at, const char *expected)
{
  fail_found (self, at, expected, describe_found (self, at));
}

static void
skip_space (Parser *self)
{
  while (self->at < self->end
         && (*self->at == ' ' || *self->at == '\t' || *self->at == '\n' || *self->at == '\r'))
    self->at++;
}

static gboolean
skip_char (Parser *self, char wanted)
{
  if (self->at >= self->end || *self->at != wanted)
    return FALSE;
  self->at++;
  return TRUE;
}

static gboolean
parse_hex4 (Parser *self, gunichar *value)
{
  *value = 0;
  for (guint i = 0; i < 4; i++)
    {
      int digit = self->at < self->end ? g_ascii_xdigit_value (*self->at) : -1;

      if (digit < 0)
        {
          fail (self, self->at, "a hexadecimal digit");
          return FALSE;
        }
      *value = *value << 4 | (guint) digit;
      self->at++;
    }
  return TRUE;
}

/* Stands behind "\u". */
static gboolean
parse_unicode_escape (Parser *self, GString *out)
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
      fail_found (self, escape, "an escape that stands for a character",
                  g_strndup (escape, self->at - escape));
      return FALSE;
    }
  g_string_append_unichar (out, c);
  return TRUE;
}

static gboolean
parse_escape (Parser *self, GString *out)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  self->at++;
  if (skip_char (self, 'u'))
    return parse_unicode_escape (self, out);
  letter = self->at < self->end && *self->at != '\0' ? strchr (letters, *self->at) : NULL;
  if (letter == NULL)
    {
      fail (self, self->at, "one of \" \\ / b f n r t u after a backslash");
      return FALSE;
    }
  g_string_append_c (out, meanings[letter - letters]);
  self->at++;
  return TRUE;
}

/* One character of more than a byte, at which the parser stands. */
static gboolean
skip_utf8 (Parser *self)
{
  gunichar c = g_utf8_get_char_validated (self->at, self->end - self->at);

  if (c == (gunichar) -1 || c == (gunichar) -2)
    {
      fail (self, self->at, "UTF-8 text");
      return FALSE;
    }
  self->at = g_utf8_next_char (self->at);
  return TRUE;
}

/* Stands at the opening quote. What has no escapes is copied in one piece. */
static char *
parse_string (Parser *self)
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
          fail (self, self->at, "a character that may stand in a string without an escape");
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
  if (!skip_char (self, '"'))
    {
      fail (self, self->at, "the closing quote of a string");
      return NULL;
    }
  if (out == NULL)
    return g_strndup (piece, self->at - 1 - piece);
  g_string_append_len (out, piece, self->at - 1 - piece);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
skip_digits (Parser *self)
{
  if (self->at >= self->end || !g_ascii_isdigit (*self->at))
    {
      fail (self, self->at, "a digit");
      return FALSE;
    }
  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return TRUE;
}

static JsonNode *
parse_number (Parser *self)
{
  const char *first = self->at;
  gboolean is_integer = TRUE;
  char text[MAX_NUMBER_CHARS + 1];
  gsize length;
  gint64 integer;
  double real;

  skip_char (self, '-');
  if (!skip_char (self, '0') && !skip_digits (self))
    return NULL;
  if (skip_char (self, '.'))
    {
      is_integer = FALSE;
      if (!skip_digits (self))
        return NULL;
    }
  if (skip_char (self, 'e') || skip_char (self, 'E'))
    {
      is_integer = FALSE;
      if (!skip_char (self, '-'))
        skip_char (self, '+');
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
  fail_found (self, first, "a number of at most 64 characters that fits 64 bits",
              lc_json_quote (first, length));
  return NULL;
}

static JsonNode *parse_value (Parser *self);

static JsonNode *
parse_array (Parser *self)
{
  g_autoptr (JsonArray) array = json_array_new ();

  self->at++;
  skip_space (self);
  if (!skip_char (self, ']'))
    {
      do
        {
          JsonNode *element = parse_value (self);

          if (element == NULL)
            return NULL;
          json_array_add_element (array, element);
          skip_space (self);
        }
      while (skip_char (self, ','));
      if (!skip_char (self, ']'))
        {
          fail (self, self->at, "a comma or the end of the array");
          return NULL;
        }
    }
  return json_node_init_array (json_node_alloc (), array);
}

static gboolean
parse_member (Parser *self, JsonObject *object)
{
  g_autofree char *name = NULL;
  JsonNode *value;
  const char *start;

  skip_space (self);
  start = self->at;
  if (self->at >= self->end || *self->at != '"')
    {
      fail (self, self->at, "the name of a member in double quotes");
      return FALSE;
    }
  name = parse_string (self);
  if (name == NULL)
    return FALSE;
  if (json_object_has_member (object, name))
    {
      g_autofree char *quoted = lc_json_quote (name, -1);

      fail_found (self, start, "every member once", g_strdup_printf ("%s again", quoted));
      return FALSE;
    }
  skip_space (self);
  if (!skip_char (self, ':'))
    {
      fail (self, self->at, "a colon");
      return FALSE;
    }
  value = parse_value (self);
  if (value == NULL)
    return FALSE;
  json_object_set_member (object, name, value);
  return TRUE;
}

static JsonNode *
parse_object (Parser *self)
{
  g_autoptr (JsonObject) object = json_object_new ();

  self->at++;
  skip_space (self);
  if (!skip_char (self, '}'))
    {
      do
        {
          if (!parse_member (self, object))
            return NULL;
          skip_space (self);
        }
      while (skip_char (self, ','));
      if (!skip_char (self, '}'))
        {
          fail (self, self->at, "a comma or the end of the object");
          return NULL;
        }
    }
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
parse_word (Parser *self, const char *word, JsonNode *(*make) (void))
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return NULL;
  self->at += length;
  return make ();
}

static JsonNode *
make_true (void)
{
  return json_node_init_boolean (json_node_alloc (), TRUE);
}

static JsonNode *
make_false (void)
{
  return json_node_init_boolean (json_node_alloc (), FALSE);
}

static JsonNode *
make_null (void)
{
  return json_node_init_null (json_node_alloc ());
}

static JsonNode *
parse_container (Parser *self)
{
  JsonNode *node;

  if (self->depth == LC_JSON_MAX_DEPTH)
    {
      g_autofree char *expected
          = g_strdup_printf ("at most %u arrays and objects inside each other",
                             (guint) LC_JSON_MAX_DEPTH);

      fail_found (self, self->at, expected, g_strdup ("one more"));
      return NULL;
    }
  self->depth++;
  node = *self->at == '{' ? parse_object (self) : parse_array (self);
  self->depth--;
  return node;
}

static JsonNode *
parse_value (Parser *self)
{
  JsonNode *node = NULL;

  skip_space (self);
  if (self->at < self->end)
    {
      char c = *self->at;

      if (c == '{' || c == '[')
        return parse_container (self);
      if (c == '-' || g_ascii_isdigit (c))
        return parse_number (self);
      if (c == '"')
        {
          g_autofree char *text = parse_string (self);

          return text != NULL ? json_node_init_string (json_node_alloc (), text) : NULL;
        }
      if ((node = parse_word (self, "true", make_true)) != NULL
          || (node = parse_word (self, "false", make_false)) != NULL
          || (node = parse_word (self, "null", make_null)) != NULL)
        return node;
    }
  fail (self, self->at, "a value");
  return NULL;
}

static void
set_size_error (const char *document, gsize max_bytes, GError **error)
{
  g_set_error (error, LC_JSON_ERROR, LC_JSON_ERROR_SIZE,
               "%s: expected at most %lu bytes, found more", document, (gulong) max_bytes);
}

/**
 * lc_json_parse:
 * @document: the name of the document in messages, such as a path
 * @data: (array length=length): the text; need not end in NUL
 * @length: its length in bytes
 * @max_bytes: the longest text to accept
 * @error: return location: %LC_JSON_ERROR, with one line as message
 *
 * Returns: (transfer full) (nullable): the root; whole numbers are held as
 *   64-bit integers, numbers with a fraction or an exponent as doubles
 */
JsonNode *
lc_json_parse (const char *document,
               const char *data,
               gsize length,
               gsize max_bytes,
               GError **error)
{
  Parser self = { document, data, data, data + length, 0, error };
  g_autoptr (JsonNode) root = NULL;

  if (length > max_bytes)
    {
      set_size_error (document, max_bytes, error);
      return NULL;
    }
  root = parse_value (&self);
  if (root == NULL)
    return NULL;
  skip_space (&self);
  if (self.at < self.end)
    {
      fail (&self, self.at, "the end of the document");
      return NULL;
    }
  return g_steal_pointer (&root);
}

/**
 * lc_json_parse_file:
 * @file: what to read; blocks
 * @max_bytes: the longest file to accept; not more is ever read
 * @error: return location: %LC_JSON_ERROR, or %G_IO_ERROR when it cannot be read
 *
 * Returns: (transfer full) (nullable): as lc_json_parse()
 */
JsonNode *
lc_json_parse_file (GFile *file, gsize max_bytes, GError **error)
{
  g_autofree char *document = g_file_get_parse_name (file);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *data = NULL;
  gsize length;

  if (stream == NULL)
    return NULL;
  data = g_malloc (max_bytes + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), data, max_bytes + 1, &length, NULL, error))
    {
      g_prefix_error (error, "%s: ", document);
      return NULL;
    }
  return lc_json_parse (document, data, length, max_bytes, error);
}
