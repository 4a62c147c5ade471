/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-facts.c: named values in the order in which they were first set. Sets are
 * small (a dozen entries), so a plain array with linear search serves.
 */
#include "config.h"

#include "base/lc-facts.h"

#include <string.h>

#include "base/lc-json-expect.h"

#define MAX_STRING_BYTES 4096
#define MAX_NAME_BYTES 64
#define MAX_LIST 4096

typedef struct
{
  char *name;
  GVariant *value;
} NamedValue;

struct _LcFacts
{
  gatomicrefcount ref_count;
  GArray *entries; /* of NamedValue */
};

G_DEFINE_BOXED_TYPE (LcFacts, lc_facts, lc_facts_ref, lc_facts_unref)

static void
clear_named_value (gpointer data)
{
  NamedValue *fact = data;

  g_free (fact->name);
  g_variant_unref (fact->value);
}

static NamedValue *
find (const LcFacts *self, const char *name)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      NamedValue *fact = &g_array_index (self->entries, NamedValue, i);

      if (strcmp (fact->name, name) == 0)
        return fact;
    }
  return NULL;
}

static GVariant *
lookup (const LcFacts *self, const char *name, const GVariantType *type)
{
  NamedValue *fact = find (self, name);

  return fact != NULL && g_variant_is_of_type (fact->value, type) ? fact->value : NULL;
}

static void
set_value (LcFacts *self, const char *name, GVariant *value)
{
  NamedValue *fact = find (self, name);

  g_variant_ref_sink (value);
  if (fact != NULL)
    {
      g_variant_unref (fact->value);
      fact->value = value;
    }
  else
    {
      NamedValue new_fact = { g_strdup (name), value };

      g_array_append_val (self->entries, new_fact);
    }
}

/**
 * lc_text_dup_bounded:
 * @text: any bytes up to a NUL
 *
 * What the network says may be anything; what is kept is bounded UTF-8.
 *
 * Returns: (transfer full): @text as valid UTF-8 of at most @max_bytes
 */
char *
lc_text_dup_bounded (const char *text, gsize max_bytes)
{
  g_autofree char *valid = g_utf8_make_valid (text, strnlen (text, max_bytes));

  if (strlen (valid) > max_bytes)
    {
      char *end = g_utf8_find_prev_char (valid, valid + max_bytes + 1);

      *end = '\0';
    }
  return g_steal_pointer (&valid);
}

static char *
to_safe_string (const char *text)
{
  return lc_text_dup_bounded (text, MAX_STRING_BYTES);
}

/**
 * lc_facts_new:
 *
 * Returns: (transfer full): an empty set
 */
LcFacts *
lc_facts_new (void)
{
  LcFacts *self = g_new0 (LcFacts, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->entries = g_array_new (FALSE, FALSE, sizeof (NamedValue));
  g_array_set_clear_func (self->entries, clear_named_value);
  return self;
}

LcFacts *
lc_facts_ref (LcFacts *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
lc_facts_unref (LcFacts *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->entries);
  g_free (self);
}

/**
 * lc_facts_copy:
 *
 * Returns: (transfer full): a set of its own with the same facts
 */
LcFacts *
lc_facts_copy (const LcFacts *self)
{
  LcFacts *copy = lc_facts_new ();

  lc_facts_add (copy, self);
  return copy;
}

/**
 * lc_facts_add:
 * @other: facts that are set here too
 */
void
lc_facts_add (LcFacts *self, const LcFacts *other)
{
  for (guint i = 0; i < other->entries->len; i++)
    {
      NamedValue *fact = &g_array_index (other->entries, NamedValue, i);

      set_value (self, fact->name, fact->value);
    }
}

/* Takes a fact away that turned out not to hold; it need not be there. */
void
lc_facts_remove (LcFacts *self, const char *name)
{
  NamedValue *fact = find (self, name);

  if (fact != NULL)
    g_array_remove_index (self->entries, (guint) (fact - (NamedValue *) (gpointer) self->entries->data));
}

/**
 * lc_facts_set_string:
 * @name: the fact's name
 * @value: (nullable): any bytes; made valid UTF-8 and cut at 4096 bytes. %NULL
 *   is nothing learned and sets nothing
 */
void
lc_facts_set_string (LcFacts *self, const char *name, const char *value)
{
  if (value != NULL)
    set_value (self, name, g_variant_new_take_string (to_safe_string (value)));
}

void
lc_facts_set_int (LcFacts *self, const char *name, gint64 value)
{
  set_value (self, name, g_variant_new_int64 (value));
}

void
lc_facts_set_bool (LcFacts *self, const char *name, gboolean value)
{
  set_value (self, name, g_variant_new_boolean (value != FALSE));
}

/**
 * lc_facts_set_strv:
 * @value: (array zero-terminated=1): each made safe as in lc_facts_set_string(); cut
 *   at 4096 of them
 */
void
lc_facts_set_strv (LcFacts *self, const char *name, const char *const *value)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_STRING_ARRAY);
  for (gsize i = 0; value[i] != NULL && i < MAX_LIST; i++)
    g_variant_builder_add_value (&builder, g_variant_new_take_string (to_safe_string (value[i])));
  set_value (self, name, g_variant_builder_end (&builder));
}

gboolean
lc_facts_has (const LcFacts *self, const char *name)
{
  return find (self, name) != NULL;
}

/**
 * lc_facts_get_string:
 *
 * Returns: (nullable) (transfer none): %NULL when there is no such string
 */
const char *
lc_facts_get_string (const LcFacts *self, const char *name)
{
  GVariant *value = lookup (self, name, G_VARIANT_TYPE_STRING);

  return value != NULL ? g_variant_get_string (value, NULL) : NULL;
}

gint64
lc_facts_get_int (const LcFacts *self, const char *name, gint64 fallback)
{
  GVariant *value = lookup (self, name, G_VARIANT_TYPE_INT64);

  return value != NULL ? g_variant_get_int64 (value) : fallback;
}

/**
 * lc_facts_get_bool:
 *
 * Returns: the value; %FALSE when there is no such boolean
 */
gboolean
lc_facts_get_bool (const LcFacts *self, const char *name)
{
  GVariant *value = lookup (self, name, G_VARIANT_TYPE_BOOLEAN);

  return value != NULL && g_variant_get_boolean (value);
}

/**
 * lc_facts_dup_strv:
 *
 * Returns: (array zero-terminated=1) (transfer full): the list, empty when there is none
 */
char **
lc_facts_dup_strv (const LcFacts *self, const char *name)
{
  GVariant *value = lookup (self, name, G_VARIANT_TYPE_STRING_ARRAY);

  return value != NULL ? g_variant_dup_strv (value, NULL) : g_new0 (char *, 1);
}

guint
lc_facts_get_size (const LcFacts *self)
{
  return self->entries->len;
}

const char *
lc_facts_get_name (const LcFacts *self, guint index)
{
  g_return_val_if_fail (index < self->entries->len, NULL);
  return g_array_index (self->entries, NamedValue, index).name;
}

/**
 * lc_facts_get_value:
 *
 * Returns: (transfer none): a variant of type s, x, b or as
 */
GVariant *
lc_facts_get_value (const LcFacts *self, guint index)
{
  g_return_val_if_fail (index < self->entries->len, NULL);
  return g_array_index (self->entries, NamedValue, index).value;
}

/**
 * lc_facts_to_json:
 *
 * Returns: (transfer full): an object node with one member a fact, in order
 */
JsonNode *
lc_facts_to_json (const LcFacts *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      NamedValue *fact = &g_array_index (self->entries, NamedValue, i);

      json_object_set_member (object, fact->name, json_gvariant_serialize (fact->value));
    }
  json_node_take_object (node, object);
  return node;
}

static void
read_strv (LcFacts *self, const char *name, LcJsonReader *reader)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (!lc_json_reader_expect_array (reader, 0, MAX_LIST))
    return;
  for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
    {
      const char *text = lc_json_reader_expect_string (reader, 0, MAX_STRING_BYTES);

      if (text != NULL)
        g_strv_builder_add (builder, text);
      lc_json_reader_leave (reader);
    }
  list = g_strv_builder_end (builder);
  lc_facts_set_strv (self, name, (const char *const *) list);
}

static void
read_fact (LcFacts *self, const char *name, LcJsonReader *reader)
{
  JsonNode *node = lc_json_reader_get_node (reader);
  GType type = json_node_get_value_type (node);
  gboolean truth = FALSE;
  gint64 number = 0;

  if (JSON_NODE_HOLDS_ARRAY (node))
    read_strv (self, name, reader);
  else if (type == G_TYPE_INT64 && lc_json_reader_expect_int (reader, G_MININT64, G_MAXINT64, &number))
    lc_facts_set_int (self, name, number);
  else if (type == G_TYPE_BOOLEAN && lc_json_reader_expect_bool (reader, &truth))
    lc_facts_set_bool (self, name, truth);
  else if (type == G_TYPE_STRING)
    lc_facts_set_string (self, name, lc_json_reader_expect_string (reader, 0, MAX_STRING_BYTES));
  else
    lc_json_reader_fault (reader, NULL, "a string, an integer, a boolean or a list of strings", NULL);
}

/**
 * lc_facts_from_json:
 * @reader: stands at what lc_facts_to_json() made; takes the faults
 *
 * Returns: (transfer full): the facts, as far as they are without fault
 */
LcFacts *
lc_facts_from_json (LcJsonReader *reader)
{
  LcFacts *self = lc_facts_new ();
  g_autoptr (GList) names = NULL;

  if (!lc_json_reader_expect_object (reader))
    return self;
  names = lc_json_reader_list_members (reader);
  for (GList *name = names; name != NULL; name = name->next)
    {
      if (strlen (name->data) > MAX_NAME_BYTES)
        lc_json_reader_fault_text (reader, NULL, "a name of at most 64 bytes", name->data);
      else if (lc_json_reader_enter_member (reader, name->data, LC_JSON_REQUIRED))
        {
          read_fact (self, name->data, reader);
          lc_json_reader_leave (reader);
        }
    }
  return self;
}
