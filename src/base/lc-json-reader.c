/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-json-reader.c: walks a JSON document and collects everything wrong in it.
 *
 * Places are named by JSON pointers (RFC 6901). What may stand at a place is in
 * lc-json-expect.c; see the header for how to use both. Faults are for whoever
 * writes the document, and are not translated.
 */
#include "config.h"

#include "base/lc-json-reader.h"

typedef struct
{
  JsonNode *node;
  gsize path_length; /* length of the path before this position was entered */
  GHashTable *asked; /* member nodes asked for, once it is expected to be an object */
} ReaderPosition;

struct _LcJsonReader
{
  char *document;
  JsonNode *root;
  GArray *positions; /* of ReaderPosition, from the root to where the reader stands */
  GString *path;
  GPtrArray *faults;
  guint n_faults;
  GPtrArray *ignored; /* a line for each member that nobody asked for; %NULL when those are faults */
  GHashTable *seen; /* "set:value" to the path where it was first */
};

static void
clear_position (gpointer data)
{
  ReaderPosition *position = data;

  g_clear_pointer (&position->asked, g_hash_table_unref);
}

static ReaderPosition *
here (LcJsonReader *self)
{
  return &g_array_index (self->positions, ReaderPosition, self->positions->len - 1);
}

/* RFC 6901 section 4, and unprintable characters made harmless for a terminal. */
static void
append_token (GString *path, const char *name)
{
  g_string_append_c (path, '/');
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '~' || c == '/')
        g_string_append (path, c == '~' ? "~0" : "~1");
      else
        lc_json_append_printable (path, c);
    }
}

/* Makes what stands at a place the second half of a message. */
static char *
describe_node (JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      return g_strdup ("an object");
    case JSON_NODE_ARRAY:
      return g_strdup ("an array");
    case JSON_NODE_NULL:
      return g_strdup ("null");
    case JSON_NODE_VALUE:
    default:
      break;
    }
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return lc_json_quote (json_node_get_string (node), -1);
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      return g_strdup (g_ascii_formatd (text, sizeof text, "%.15g", json_node_get_double (node)));
    }
  return json_to_string (node, FALSE);
}

static void
push (LcJsonReader *self, JsonNode *node, const char *name)
{
  ReaderPosition position = { node, self->path->len, NULL };

  if (name != NULL)
    append_token (self->path, name);
  g_array_append_val (self->positions, position);
}

static void
ignore_member (LcJsonReader *self, const char *name)
{
  GString *line;

  if (self->ignored->len >= LC_JSON_MAX_FAULTS)
    return;
  line = g_string_new (self->document);
  g_string_append (line, self->document != NULL ? ": " : "");
  g_string_append (line, self->path->str);
  append_token (line, name);
  g_string_append (line, ": not known to this version, ignored");
  g_ptr_array_add (self->ignored, g_string_free (line, FALSE));
}

static void
note_unknown_members (LcJsonReader *self)
{
  GHashTable *asked = here (self)->asked;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (asked == NULL)
    return;
  json_object_iter_init_ordered (&iter, json_node_get_object (here (self)->node));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      if (g_hash_table_contains (asked, node))
        continue;
      if (self->ignored != NULL)
        ignore_member (self, name);
      else
        lc_json_reader_fault (self, name, "no member of this name", "one");
    }
}

/**
 * lc_json_reader_new:
 * @document: (nullable): what to call the document in messages, such as a file
 * @base_path: JSON pointer of @root in the document; "" for a whole document
 * @root: where to start; the reader stands there
 *
 * Returns: (transfer full): a reader
 */
LcJsonReader *
lc_json_reader_new (const char *document, const char *base_path, JsonNode *root)
{
  LcJsonReader *self = g_new0 (LcJsonReader, 1);

  self->document = g_strdup (document);
  self->root = json_node_ref (root);
  self->path = g_string_new (base_path);
  self->faults = g_ptr_array_new_with_free_func (g_free);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->positions = g_array_new (FALSE, FALSE, sizeof (ReaderPosition));
  g_array_set_clear_func (self->positions, clear_position);
  push (self, root, NULL);
  return self;
}

void
lc_json_reader_free (LcJsonReader *self)
{
  g_array_unref (self->positions);
  g_hash_table_unref (self->seen);
  g_ptr_array_unref (self->faults);
  g_clear_pointer (&self->ignored, g_ptr_array_unref);
  g_string_free (self->path, TRUE);
  json_node_unref (self->root);
  g_free (self->document);
  g_free (self);
}

/**
 * lc_json_reader_ignore_unknown:
 * @self: a reader
 *
 * From here on members that nobody asks for are no faults: a newer version may have
 * written them.
 */
void
lc_json_reader_ignore_unknown (LcJsonReader *self)
{
  if (self->ignored == NULL)
    self->ignored = g_ptr_array_new_with_free_func (g_free);
}

/**
 * lc_json_reader_dup_ignored:
 * @self: a reader that has finished
 *
 * Returns: (transfer full) (nullable): a line for each member that was ignored, at
 *   most %LC_JSON_MAX_FAULTS; %NULL for none
 */
char **
lc_json_reader_dup_ignored (LcJsonReader *self)
{
  g_autoptr (GStrvBuilder) lines = NULL;

  if (self->ignored == NULL || self->ignored->len == 0)
    return NULL;
  lines = g_strv_builder_new ();
  for (guint i = 0; i < self->ignored->len; i++)
    g_strv_builder_add (lines, g_ptr_array_index (self->ignored, i));
  return g_strv_builder_end (lines);
}

/**
 * lc_json_reader_finish:
 * @self: a reader that stands at its root again
 * @domain: domain of the error
 * @code: code of the error
 * @error: return location: one line a fault, in the order in which they were
 *   noted, "document: /json/pointer: expected X, found Y"; the pointer of the
 *   root is empty and left out with its colon
 *
 * Returns: %TRUE when there were no faults
 */
gboolean
lc_json_reader_finish (LcJsonReader *self, GQuark domain, int code, GError **error)
{
  g_autoptr (GString) message = g_string_new (NULL);

  g_return_val_if_fail (self->positions->len == 1, FALSE);

  note_unknown_members (self);
  g_clear_pointer (&here (self)->asked, g_hash_table_unref);
  if (self->n_faults == 0)
    return TRUE;
  for (guint i = 0; i < self->faults->len; i++)
    g_string_append_printf (message, "%s%s", i > 0 ? "\n" : "",
                            (char *) g_ptr_array_index (self->faults, i));
  if (self->n_faults > self->faults->len)
    g_string_append_printf (message, "\nand %u more", self->n_faults - self->faults->len);
  g_set_error_literal (error, domain, code, message->str);
  return FALSE;
}

/**
 * lc_json_reader_enter_member:
 * @self: a reader that stands at an object and has expected it
 * @name: which member
 * @need: whether it is a fault when it is missing
 *
 * Returns: %TRUE when it is there and has a value; then leave it with
 *   lc_json_reader_leave()
 */
gboolean
lc_json_reader_enter_member (LcJsonReader *self, const char *name, LcJsonNeed need)
{
  ReaderPosition *position = here (self);
  JsonNode *node;

  g_return_val_if_fail (position->asked != NULL, FALSE);

  node = json_object_get_member (json_node_get_object (position->node), name);
  if (node == NULL)
    {
      if (need != LC_JSON_OPTIONAL)
        lc_json_reader_fault (self, name, "this member", "none");
      return FALSE;
    }
  g_hash_table_add (position->asked, node);
  if (need == LC_JSON_NULLABLE && JSON_NODE_HOLDS_NULL (node))
    return FALSE;
  push (self, node, name);
  return TRUE;
}

/**
 * lc_json_reader_enter_element:
 * @self: a reader that stands at an array
 * @index: which element
 *
 * Returns: %FALSE, without a fault, behind the last one; else leave it with
 *   lc_json_reader_leave()
 */
gboolean
lc_json_reader_enter_element (LcJsonReader *self, guint index)
{
  JsonNode *node = here (self)->node;
  char name[16];

  g_return_val_if_fail (JSON_NODE_HOLDS_ARRAY (node), FALSE);

  if (index >= json_array_get_length (json_node_get_array (node)))
    return FALSE;
  g_snprintf (name, sizeof name, "%u", index);
  push (self, json_array_get_element (json_node_get_array (node), index), name);
  return TRUE;
}

/**
 * lc_json_reader_enter_object:
 * @self: a reader that stands at an object and has expected it
 * @name: which member
 * @need: whether it is a fault when it is missing
 *
 * Returns: %TRUE when it is there and an object; then leave it
 */
gboolean
lc_json_reader_enter_object (LcJsonReader *self, const char *name, LcJsonNeed need)
{
  if (!lc_json_reader_enter_member (self, name, need))
    return FALSE;
  if (lc_json_reader_expect_object (self))
    return TRUE;
  lc_json_reader_leave (self);
  return FALSE;
}

/**
 * lc_json_reader_leave:
 * @self: a reader that has entered something
 *
 * Goes back to where it came from. Members of the object left that nobody
 * asked for become faults.
 */
void
lc_json_reader_leave (LcJsonReader *self)
{
  g_return_if_fail (self->positions->len > 1);

  note_unknown_members (self);
  g_string_truncate (self->path, here (self)->path_length);
  g_array_set_size (self->positions, self->positions->len - 1);
}

/**
 * lc_json_reader_get_node:
 * @self: a reader
 *
 * Returns: (transfer none): the value where it stands
 */
JsonNode *
lc_json_reader_get_node (LcJsonReader *self)
{
  return here (self)->node;
}

/**
 * lc_json_reader_get_size:
 * @self: a reader
 *
 * Returns: the number of elements or members here; 0 for anything else
 */
guint
lc_json_reader_get_size (LcJsonReader *self)
{
  JsonNode *node = here (self)->node;

  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_array_get_length (json_node_get_array (node));
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_size (json_node_get_object (node));
  return 0;
}

/**
 * lc_json_reader_dup_path:
 * @self: a reader
 *
 * Returns: (transfer full): the JSON pointer of where it stands
 */
char *
lc_json_reader_dup_path (LcJsonReader *self)
{
  return g_strdup (self->path->str);
}

/**
 * lc_json_reader_list_members:
 * @self: a reader that stands at an object and has expected it
 *
 * For objects whose member names are data: enter each one by its name.
 *
 * Returns: (transfer container) (element-type utf8): the names, in their order
 */
GList *
lc_json_reader_list_members (LcJsonReader *self)
{
  g_return_val_if_fail (here (self)->asked != NULL, NULL);

  return json_object_get_members (json_node_get_object (here (self)->node));
}

/**
 * lc_json_reader_expect_object:
 * @self: a reader
 *
 * From here on, until it is left, the members asked for are remembered.
 *
 * Returns: %TRUE when there is an object here
 */
gboolean
lc_json_reader_expect_object (LcJsonReader *self)
{
  ReaderPosition *position = here (self);

  if (!JSON_NODE_HOLDS_OBJECT (position->node))
    {
      lc_json_reader_fault (self, NULL, "an object", NULL);
      return FALSE;
    }
  if (position->asked == NULL)
    position->asked = g_hash_table_new (NULL, NULL);
  return TRUE;
}

/**
 * lc_json_reader_is_null:
 * @self: a reader
 *
 * Returns: %TRUE when there is null here; never notes a fault
 */
gboolean
lc_json_reader_is_null (LcJsonReader *self)
{
  return JSON_NODE_HOLDS_NULL (here (self)->node);
}

/**
 * lc_json_reader_fault:
 * @self: a reader
 * @member: (nullable): the member here that is at fault; %NULL for the value here
 * @expected: a noun phrase
 * @found: (nullable): a noun phrase; text from the document goes through
 *   lc_json_quote(); %NULL to describe the value here
 *
 * Notes a fault that only the caller can see.
 */
void
lc_json_reader_fault (LcJsonReader *self,
                      const char *member,
                      const char *expected,
                      const char *found)
{
  g_autoptr (GString) place = NULL;
  g_autofree char *described = NULL;

  if (self->n_faults++ >= LC_JSON_MAX_FAULTS)
    return;
  if (found == NULL)
    found = described = describe_node (here (self)->node);
  place = g_string_new (self->document);
  if (self->document != NULL && (self->path->len > 0 || member != NULL))
    g_string_append (place, ": ");
  g_string_append (place, self->path->str);
  if (member != NULL)
    append_token (place, member);
  if (place->len == 0)
    g_string_append (place, "the document");
  g_ptr_array_add (self->faults,
                   g_strdup_printf ("%s: expected %s, found %s", place->str, expected, found));
}

/**
 * lc_json_reader_fault_text:
 * @self: a reader
 * @member: (nullable): the member here that is at fault; %NULL for the value here
 * @expected: a noun phrase
 * @text: what the document holds; is quoted
 */
void
lc_json_reader_fault_text (LcJsonReader *self,
                           const char *member,
                           const char *expected,
                           const char *text)
{
  g_autofree char *found = lc_json_quote (text, -1);

  lc_json_reader_fault (self, member, expected, found);
}

/**
 * lc_json_reader_check_unique:
 * @self: a reader
 * @set: what must be unique among its kind in the document, such as "region"
 * @member: (nullable): the member here that holds @value; %NULL for the value here
 * @value: (nullable): what must not have been in @set before; %NULL is ignored
 *
 * Returns: %FALSE, with a fault that names the first place, when it was
 */
gboolean
lc_json_reader_check_unique (LcJsonReader *self,
                             const char *set,
                             const char *member,
                             const char *value)
{
  g_autofree char *key = NULL;
  g_autoptr (GString) place = NULL;
  const char *first;

  if (value == NULL)
    return TRUE;
  key = g_strconcat (set, ":", value, NULL);
  first = g_hash_table_lookup (self->seen, key);
  if (first != NULL)
    {
      g_autofree char *quoted = lc_json_quote (value, -1);
      g_autofree char *found = g_strdup_printf ("%s as at %s", quoted, first);

      lc_json_reader_fault (self, member, "a value of its own", found);
      return FALSE;
    }
  place = g_string_new (self->path->str);
  if (member != NULL)
    append_token (place, member);
  g_hash_table_insert (self->seen, g_steal_pointer (&key),
                       g_string_free (g_steal_pointer (&place), FALSE));
  return TRUE;
}

/**
 * lc_json_reader_get_n_faults:
 * @self: a reader
 *
 * Returns: how many faults were noted so far, also those that are not kept
 */
guint
lc_json_reader_get_n_faults (LcJsonReader *self)
{
  return self->n_faults;
}
