/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-json-expect.c: what may stand where an LcJsonReader stands: types, bounds
 * and lengths, as JSON Schema counts them (characters, 3.0 is a whole number).
 */
#include "config.h"

#include "base/lc-json-expect.h"

#include <math.h>

#include "base/lc-types.h"

/* Whole numbers that a double holds exactly; beyond, 1e300 would not be one. */
#define MAX_EXACT_DOUBLE 9007199254740992.0

/**
 * lc_json_reader_expect_array:
 * @self: a reader
 * @min: fewest elements
 * @max: most elements
 *
 * Returns: %TRUE when there is an array of a good size here
 */
gboolean
lc_json_reader_expect_array (LcJsonReader *self, guint min, guint max)
{
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;
  guint size;

  if (!JSON_NODE_HOLDS_ARRAY (lc_json_reader_get_node (self)))
    {
      lc_json_reader_fault (self, NULL, "an array", NULL);
      return FALSE;
    }
  size = lc_json_reader_get_size (self);
  if (size >= min && size <= max)
    return TRUE;
  if (size < min)
    expected = g_strdup_printf ("an array of at least %u", min);
  else
    expected = g_strdup_printf ("an array of at most %u", max);
  found = g_strdup_printf ("one of %u", size);
  lc_json_reader_fault (self, NULL, expected, found);
  return FALSE;
}

/**
 * lc_json_reader_enter_array:
 * @self: a reader that stands at an object and has expected it
 * @name: which member
 * @need: whether it is a fault when it is missing
 * @min: fewest elements
 * @max: most elements
 *
 * Returns: %TRUE when it is there and an array of a good size; then leave it
 */
gboolean
lc_json_reader_enter_array (LcJsonReader *self,
                            const char *name,
                            LcJsonNeed need,
                            guint min,
                            guint max)
{
  if (!lc_json_reader_enter_member (self, name, need))
    return FALSE;
  if (lc_json_reader_expect_array (self, min, max))
    return TRUE;
  lc_json_reader_leave (self);
  return FALSE;
}

/**
 * lc_json_reader_expect_string:
 * @self: a reader
 * @min: fewest characters
 * @max: most characters (not bytes, as in JSON Schema)
 *
 * Returns: (transfer none) (nullable): the string here, valid while the reader
 *   lives; %NULL with a fault when there is none of a good length
 */
const char *
lc_json_reader_expect_string (LcJsonReader *self, guint min, guint max)
{
  JsonNode *node = lc_json_reader_get_node (self);
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;
  const char *text;
  glong length;
  guint limit;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    {
      lc_json_reader_fault (self, NULL, "a string", NULL);
      return NULL;
    }
  text = json_node_get_string (node);
  length = g_utf8_strlen (text, -1);
  if (length >= (glong) min && length <= (glong) max)
    return text;
  limit = length < (glong) min ? min : max;
  expected = g_strdup_printf ("a string of at %s %u character%s", length < (glong) min ? "least" : "most", limit,
                              limit == 1 ? "" : "s");
  found = g_strdup_printf ("one of %ld", length);
  lc_json_reader_fault (self, NULL, expected, found);
  return NULL;
}

/* A number of either kind, also 3.0 and 3e2, which JSON Schema calls integers. */
static gboolean
get_integer (JsonNode *node, gint64 *value)
{
  double real;

  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    {
      *value = json_node_get_int (node);
      return TRUE;
    }
  if (json_node_get_value_type (node) != G_TYPE_DOUBLE)
    return FALSE;
  real = json_node_get_double (node);
  if (fabs (real) > MAX_EXACT_DOUBLE || real != floor (real))
    return FALSE;
  *value = (gint64) real;
  return TRUE;
}

/**
 * lc_json_reader_expect_int:
 * @self: a reader
 * @min: lowest value
 * @max: highest value
 * @value: (out): the value; untouched when there is a fault
 *
 * Returns: %TRUE when there is such a whole number here
 */
gboolean
lc_json_reader_expect_int (LcJsonReader *self, gint64 min, gint64 max, gint64 *value)
{
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  g_autofree char *expected = NULL;
  gint64 found;

  if (get_integer (lc_json_reader_get_node (self), &found) && found >= min && found <= max)
    {
      *value = found;
      return TRUE;
    }
  low = g_strdup_printf ("%" G_GINT64_FORMAT, min);
  high = g_strdup_printf ("%" G_GINT64_FORMAT, max);
  expected = min == max ? g_strdup_printf ("the number %s", low)
                        : g_strdup_printf ("a whole number from %s to %s", low, high);
  lc_json_reader_fault (self, NULL, expected, NULL);
  return FALSE;
}

/**
 * lc_json_reader_expect_double:
 * @self: a reader
 * @min: lowest value
 * @max: highest value
 * @value: (out): the value; untouched when there is a fault
 *
 * Returns: %TRUE when there is such a number here
 */
gboolean
lc_json_reader_expect_double (LcJsonReader *self, double min, double max, double *value)
{
  JsonNode *node = lc_json_reader_get_node (self);
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  g_autofree char *expected = NULL;
  char low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];

  if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    {
      double found = json_node_get_double (node);

      if (found >= min && found <= max)
        {
          *value = found;
          return TRUE;
        }
    }
  expected = g_strdup_printf ("a number from %s to %s",
                              g_ascii_formatd (low, sizeof low, "%g", min),
                              g_ascii_formatd (high, sizeof high, "%g", max));
  lc_json_reader_fault (self, NULL, expected, NULL);
  return FALSE;
}

/**
 * lc_json_reader_expect_bool:
 * @self: a reader
 * @value: (out): the value; untouched when there is a fault
 *
 * Returns: %TRUE when there is true or false here
 */
gboolean
lc_json_reader_expect_bool (LcJsonReader *self, gboolean *value)
{
  JsonNode *node = lc_json_reader_get_node (self);

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    {
      lc_json_reader_fault (self, NULL, "true or false", NULL);
      return FALSE;
    }
  *value = json_node_get_boolean (node);
  return TRUE;
}

/**
 * lc_json_reader_expect_enum:
 * @self: a reader
 * @type: a registered enum type
 * @value: (out): the value; untouched when there is a fault
 *
 * Returns: %TRUE when there is a nick of that type here
 */
gboolean
lc_json_reader_expect_enum (LcJsonReader *self, GType type, int *value)
{
  JsonNode *node = lc_json_reader_get_node (self);
  g_autoptr (GEnumClass) enum_class = g_type_class_ref (type);
  g_autoptr (GString) nicks = NULL;
  g_autofree char *expected = NULL;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
      && lc_enum_from_nick (type, json_node_get_string (node), value))
    return TRUE;
  nicks = g_string_new (NULL);
  for (guint i = 0; i < enum_class->n_values; i++)
    g_string_append_printf (nicks, "%s%s", i > 0 ? ", " : "", enum_class->values[i].value_nick);
  expected = g_strdup_printf ("one of %s", nicks->str);
  lc_json_reader_fault (self, NULL, expected, NULL);
  return FALSE;
}

/**
 * lc_json_reader_get_string:
 * @self: a reader that stands at an object and has expected it
 * @name: which member
 * @need: whether it is a fault when it is missing
 * @min: fewest characters
 * @max: most characters
 *
 * Returns: (transfer none) (nullable): the string, or %NULL
 */
const char *
lc_json_reader_get_string (LcJsonReader *self,
                           const char *name,
                           LcJsonNeed need,
                           guint min,
                           guint max)
{
  const char *value = NULL;

  if (lc_json_reader_enter_member (self, name, need))
    {
      value = lc_json_reader_expect_string (self, min, max);
      lc_json_reader_leave (self);
    }
  return value;
}

/**
 * lc_json_reader_get_int:
 * @self: a reader that stands at an object and has expected it
 * @name: which member
 * @need: whether it is a fault when it is missing
 * @min: lowest value
 * @max: highest value
 *
 * Returns: the whole number, or @min when there is none or it is faulty
 */
gint64
lc_json_reader_get_int (LcJsonReader *self,
                        const char *name,
                        LcJsonNeed need,
                        gint64 min,
                        gint64 max)
{
  gint64 value = min;

  if (lc_json_reader_enter_member (self, name, need))
    {
      lc_json_reader_expect_int (self, min, max, &value);
      lc_json_reader_leave (self);
    }
  return value;
}

/**
 * lc_json_reader_get_double:
 * @self: a reader that stands at an object and has expected it
 * @name: which member
 * @need: whether it is a fault when it is missing
 * @min: lowest value
 * @max: highest value
 *
 * Returns: the number, or @min when there is none or it is faulty
 */
double
lc_json_reader_get_double (LcJsonReader *self,
                           const char *name,
                           LcJsonNeed need,
                           double min,
                           double max)
{
  double value = min;

  if (lc_json_reader_enter_member (self, name, need))
    {
      lc_json_reader_expect_double (self, min, max, &value);
      lc_json_reader_leave (self);
    }
  return value;
}

/**
 * lc_json_reader_get_bool:
 * @self: a reader that stands at an object and has expected it
 * @name: which member
 * @need: whether it is a fault when it is missing
 *
 * Returns: the value, or %FALSE when there is none or it is faulty
 */
gboolean
lc_json_reader_get_bool (LcJsonReader *self, const char *name, LcJsonNeed need)
{
  gboolean value = FALSE;

  if (lc_json_reader_enter_member (self, name, need))
    {
      lc_json_reader_expect_bool (self, &value);
      lc_json_reader_leave (self);
    }
  return value;
}

/**
 * lc_json_reader_get_enum:
 * @self: a reader that stands at an object and has expected it
 * @name: which member
 * @need: whether it is a fault when it is missing
 * @type: a registered enum type
 *
 * Returns: the value, or 0 when there is none or it is faulty
 */
int
lc_json_reader_get_enum (LcJsonReader *self,
                         const char *name,
                         LcJsonNeed need,
                         GType type)
{
  int value = 0;

  if (lc_json_reader_enter_member (self, name, need))
    {
      lc_json_reader_expect_enum (self, type, &value);
      lc_json_reader_leave (self);
    }
  return value;
}
