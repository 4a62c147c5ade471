/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-profile-file.c: see lc-profile-file.h.
 *
 * The built-in profile is a resource in the library,
 * data/profiles/quicklink-studio.json, and goes through the same reader as any
 * file.
 */
#include "config.h"

#include "profile/lc-profile-file.h"

#include "profile/lc-profile-resources.h"
#include "profile/lc-profile-private.h"

#define BUILTIN "/tv/quicklink/Linecheck/profiles/quicklink-studio.json"

G_DEFINE_QUARK (lc-profile-error-quark, lc_profile_error)

/* Without "$schema", which is for editors and leads nowhere from another file. */
static char *
to_text (JsonNode *root)
{
  JsonObject *object = json_node_get_object (root);
  g_autoptr (JsonNode) bare = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GList) members = json_object_get_members (object);

  json_node_take_object (bare, json_object_new ());
  for (GList *at = members; at != NULL; at = at->next)
    if (!g_str_equal (at->data, "$schema"))
      json_object_set_member (json_node_get_object (bare), at->data,
                              json_node_copy (json_object_get_member (object, at->data)));
  return json_to_string (bare, FALSE);
}

static LcProfile *
new_from_json (const char *name, JsonNode *root, GError **error)
{
  g_autoptr (LcJsonReader) reader = lc_json_reader_new (name, "", root);
  g_autoptr (LcProfile) self = lc_profile_new_from_reader (reader);

  if (!lc_json_reader_finish (reader, LC_PROFILE_ERROR, LC_PROFILE_ERROR_INVALID, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Takes @json_error, which is about a document that is no JSON or cannot be read. */
static void
propagate_json_error (GError **error, GError *json_error)
{
  LcProfileError code = json_error->domain == LC_JSON_ERROR ? LC_PROFILE_ERROR_INVALID
                                                            : LC_PROFILE_ERROR_READ;

  g_set_error_literal (error, LC_PROFILE_ERROR, code, json_error->message);
  g_error_free (json_error);
}

/**
 * lc_profile_new_from_reader: (skip)
 * @reader: stands at a profile, which may be a part of a document
 *
 * Returns: (transfer full) (nullable): the profile; %NULL when something is wrong
 *   with it, which @reader knows
 */
LcProfile *
lc_profile_new_from_reader (LcJsonReader *reader)
{
  g_autoptr (LcProfile) self = g_object_new (LC_TYPE_PROFILE, NULL);
  guint n_faults = lc_json_reader_get_n_faults (reader);

  lc_profile_read (self, reader);
  if (lc_json_reader_get_n_faults (reader) > n_faults)
    return NULL;
  self->json = to_text (lc_json_reader_get_node (reader));
  return g_steal_pointer (&self);
}

/**
 * lc_profile_new_builtin:
 *
 * Returns: (transfer full): the profile that is part of the program
 */
LcProfile *
lc_profile_new_builtin (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (lc_profiles_get_resource (), BUILTIN,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  LcProfile *self = NULL;
  gconstpointer data;
  gsize length;

  if (bytes != NULL)
    {
      data = g_bytes_get_data (bytes, &length);
      self = lc_profile_new_from_data (BUILTIN, data, length, &error);
    }
  if (self == NULL)
    g_error ("The built-in profile is broken: %s", error->message);
  return self;
}

/**
 * lc_profile_new_from_file:
 * @file: what to read; blocks
 * @error: return location: %LC_PROFILE_ERROR, with one line a fault
 *
 * Returns: (transfer full) (nullable): the profile
 */
LcProfile *
lc_profile_new_from_file (GFile *file, GError **error)
{
  GError *json_error = NULL;
  g_autofree char *name = g_file_get_parse_name (file);
  g_autoptr (JsonNode) root = lc_json_parse_file (file, LC_PROFILE_MAX_BYTES, &json_error);

  if (root == NULL)
    {
      propagate_json_error (error, json_error);
      return NULL;
    }
  return new_from_json (name, root, error);
}

/**
 * lc_profile_new_from_data:
 * @name: what to call the document in messages
 * @data: (array length=length): the JSON; need not end in NUL
 * @length: its length in bytes
 * @error: return location: %LC_PROFILE_ERROR_INVALID, with one line a fault
 *
 * Returns: (transfer full) (nullable): the profile
 */
LcProfile *
lc_profile_new_from_data (const char *name, const char *data, gsize length, GError **error)
{
  GError *json_error = NULL;
  g_autoptr (JsonNode) root = lc_json_parse (name, data, length, LC_PROFILE_MAX_BYTES, &json_error);

  if (root == NULL)
    {
      propagate_json_error (error, json_error);
      return NULL;
    }
  return new_from_json (name, root, error);
}
