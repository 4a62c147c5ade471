/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz-json.c: any bytes as JSON. What the strict parser accepts json-glib's
 * own parser reads in the same way.
 */
#include <string.h>

#include "base/lc-json-parser.h"

#define MAX_BYTES (64 * 1024)

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Numbers apart, because "-0" and the last digit of a double may differ. */
static gboolean
is_same (JsonNode *ours, JsonNode *theirs)
{
  if (json_node_get_node_type (ours) != json_node_get_node_type (theirs))
    return FALSE;
  if (JSON_NODE_HOLDS_OBJECT (ours))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      json_object_iter_init (&iter, json_node_get_object (ours));
      while (json_object_iter_next (&iter, &name, &value))
        {
          JsonNode *other = json_object_get_member (json_node_get_object (theirs), name);

          if (other == NULL || !is_same (value, other))
            return FALSE;
        }
      return json_object_get_size (json_node_get_object (ours))
             == json_object_get_size (json_node_get_object (theirs));
    }
  if (JSON_NODE_HOLDS_ARRAY (ours))
    {
      JsonArray *left = json_node_get_array (ours), *right = json_node_get_array (theirs);

      if (json_array_get_length (left) != json_array_get_length (right))
        return FALSE;
      for (guint i = 0; i < json_array_get_length (left); i++)
        {
          if (!is_same (json_array_get_element (left, i), json_array_get_element (right, i)))
            return FALSE;
        }
      return TRUE;
    }
  if (JSON_NODE_HOLDS_NULL (ours))
    return TRUE;
  if (json_node_get_value_type (ours) != json_node_get_value_type (theirs))
    return FALSE;
  if (json_node_get_value_type (ours) == G_TYPE_STRING)
    return g_str_equal (json_node_get_string (ours), json_node_get_string (theirs));
  return json_node_get_value_type (ours) != G_TYPE_INT64
         || json_node_get_int (ours) == json_node_get_int (theirs);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = lc_json_parse ("j", (const char *) data, size, MAX_BYTES, &error);
  g_autoptr (JsonParser) parser = NULL;

  g_assert_true ((root == NULL) == (error != NULL));
  if (root == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      for (const char *p = error->message; *p != '\0'; p++)
        g_assert_false (g_ascii_iscntrl (*p));
      return 0;
    }
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, (const char *) data, (gssize) size, &error))
    {
      /* The one thing of RFC 8259 that it does not know. */
      g_assert_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_EMPTY_MEMBER_NAME);
      return 0;
    }
  g_assert_true (is_same (root, json_parser_get_root (parser)));
  return 0;
}
