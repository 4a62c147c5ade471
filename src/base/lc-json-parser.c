/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-json-parser.c: JSON text of unknown origin to a JsonNode, strictly. Its tokens
 * are in lc-json-scanner.c.
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
#include "base/lc-json-parser.h"

#include <string.h>

#include "base/lc-json-quote.h"
#include "base/lc-json-scanner.h"

G_DEFINE_QUARK (lc-json-error-quark, lc_json_error)

/* A value may hold others. */
static JsonNode *parse_value (LcJsonScanner *self);

static JsonNode *
parse_array (LcJsonScanner *self)
{
  g_autoptr (JsonArray) array = json_array_new ();

  self->at++;
  lc_json_scanner_skip_space (self);
  if (!lc_json_scanner_skip (self, ']'))
    {
      do
        {
          JsonNode *element = parse_value (self);

          if (element == NULL)
            return NULL;
          json_array_add_element (array, element);
          lc_json_scanner_skip_space (self);
        }
      while (lc_json_scanner_skip (self, ','));
      if (!lc_json_scanner_skip (self, ']'))
        {
          lc_json_scanner_fail (self, "a comma or the end of the array");
          return NULL;
        }
    }
  return json_node_init_array (json_node_alloc (), array);
}

static gboolean
parse_member (LcJsonScanner *self, JsonObject *object)
{
  g_autofree char *name = NULL;
  JsonNode *value;
  const char *start;

  lc_json_scanner_skip_space (self);
  start = self->at;
  if (self->at >= self->end || *self->at != '"')
    {
      lc_json_scanner_fail (self, "the name of a member in double quotes");
      return FALSE;
    }
  name = lc_json_scanner_read_string (self);
  if (name == NULL)
    return FALSE;
  if (json_object_has_member (object, name))
    {
      g_autofree char *quoted = lc_json_quote (name, -1);

      lc_json_scanner_fail_found (self, start, "every member once", g_strdup_printf ("%s again", quoted));
      return FALSE;
    }
  lc_json_scanner_skip_space (self);
  if (!lc_json_scanner_skip (self, ':'))
    {
      lc_json_scanner_fail (self, "a colon");
      return FALSE;
    }
  value = parse_value (self);
  if (value == NULL)
    return FALSE;
  json_object_set_member (object, name, value);
  return TRUE;
}

static JsonNode *
parse_object (LcJsonScanner *self)
{
  g_autoptr (JsonObject) object = json_object_new ();

  self->at++;
  lc_json_scanner_skip_space (self);
  if (!lc_json_scanner_skip (self, '}'))
    {
      do
        {
          if (!parse_member (self, object))
            return NULL;
          lc_json_scanner_skip_space (self);
        }
      while (lc_json_scanner_skip (self, ','));
      if (!lc_json_scanner_skip (self, '}'))
        {
          lc_json_scanner_fail (self, "a comma or the end of the object");
          return NULL;
        }
    }
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
parse_word (LcJsonScanner *self, const char *word, JsonNode *(*make) (void))
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
parse_container (LcJsonScanner *self)
{
  JsonNode *node;

  if (self->depth == LC_JSON_MAX_DEPTH)
    {
      g_autofree char *expected
          = g_strdup_printf ("at most %u arrays and objects inside each other",
                             (guint) LC_JSON_MAX_DEPTH);

      lc_json_scanner_fail_found (self, self->at, expected, g_strdup ("one more"));
      return NULL;
    }
  self->depth++;
  node = *self->at == '{' ? parse_object (self) : parse_array (self);
  self->depth--;
  return node;
}

static JsonNode *
parse_value (LcJsonScanner *self)
{
  JsonNode *node = NULL;

  lc_json_scanner_skip_space (self);
  if (self->at < self->end)
    {
      char c = *self->at;

      if (c == '{' || c == '[')
        return parse_container (self);
      if (c == '-' || g_ascii_isdigit (c))
        return lc_json_scanner_read_number (self);
      if (c == '"')
        {
          g_autofree char *text = lc_json_scanner_read_string (self);

          return text != NULL ? json_node_init_string (json_node_alloc (), text) : NULL;
        }
      if ((node = parse_word (self, "true", make_true)) != NULL
          || (node = parse_word (self, "false", make_false)) != NULL
          || (node = parse_word (self, "null", make_null)) != NULL)
        return node;
    }
  lc_json_scanner_fail (self, "a value");
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
  LcJsonScanner scanner = { .document = document, .start = data, .at = data, .end = data + length };
  g_autoptr (JsonNode) root = NULL;

  if (length > max_bytes)
    {
      set_size_error (document, max_bytes, error);
      return NULL;
    }
  root = parse_value (&scanner);
  lc_json_scanner_skip_space (&scanner);
  if (root != NULL && scanner.at < scanner.end)
    lc_json_scanner_fail (&scanner, "the end of the document");
  if (scanner.fault == NULL)
    return g_steal_pointer (&root);
  g_set_error_literal (error, LC_JSON_ERROR, LC_JSON_ERROR_SYNTAX, scanner.fault);
  g_free (scanner.fault);
  return NULL;
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
