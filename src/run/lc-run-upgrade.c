/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-upgrade.c: see lc-run-upgrade.h.
 *
 * Only names change here. Whatever else is wrong in the document stays as it is,
 * for the reader to find.
 */
#include "run/lc-run-upgrade.h"

typedef struct
{
  const char *old_name;
  const char *new_name;
} RenamedWord;

static const RenamedWord confidences[] = {
  { "certain", "confirmed" },
  { "unknown", "possible" },
};

/* Members of the verdict on the line, and facts. */
static const RenamedWord members[] = {
  { "recommended_jitter_us", "nearest_jitter_us" }, { "recommended_lost", "nearest_lost" },
  { "recommended_median_us", "nearest_median_us" }, { "recommended_method", "nearest_method" },
  { "recommended_p95_us", "nearest_p95_us" },       { "recommended_region", "nearest_region" },
  { "recommended_sent", "nearest_sent" },
};

static JsonObject *
get_object (JsonObject *parent, const char *name)
{
  JsonNode *node = parent != NULL ? json_object_get_member (parent, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
get_array (JsonObject *parent, const char *name)
{
  JsonNode *node = parent != NULL ? json_object_get_member (parent, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonObject *
get_element (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static const char *
find_new_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (g_str_equal (members[i].old_name, name))
      return members[i].new_name;
  return name;
}

/* Puts an object with the new names in the old one's place: members keep their order. */
static void
rename_members (JsonObject *parent, const char *name)
{
  JsonObject *object = get_object (parent, name);
  JsonObject *renamed;
  JsonObjectIter iter;
  const char *member;
  JsonNode *value;

  if (object == NULL)
    return;
  renamed = json_object_new ();
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &value))
    json_object_set_member (renamed, find_new_name (member), json_node_ref (value));
  json_object_set_object_member (parent, name, renamed);
}

static void
upgrade_row_verdict (JsonObject *verdict)
{
  JsonNode *confidence = verdict != NULL ? json_object_get_member (verdict, "confidence") : NULL;

  if (confidence == NULL || json_node_get_value_type (confidence) != G_TYPE_STRING)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (confidences); i++)
    if (g_str_equal (json_node_get_string (confidence), confidences[i].old_name))
      {
        json_object_set_string_member (verdict, "confidence", confidences[i].new_name);
        return;
      }
}

static void
upgrade_measurement (JsonObject *measurement)
{
  JsonArray *steps = get_array (measurement, "steps");

  rename_members (measurement, "facts");
  for (guint i = 0; steps != NULL && i < json_array_get_length (steps); i++)
    rename_members (get_element (steps, i), "facts");
}

static void
upgrade_check (JsonObject *check)
{
  rename_members (check, "subject");
  upgrade_measurement (get_object (check, "measurement"));
  rename_members (get_object (check, "verdict"), "details");
  upgrade_row_verdict (get_object (check, "verdict"));
}

/**
 * lc_run_upgrade:
 * @root: a run of version 1 of the format, or what says that it is one; changed
 */
void
lc_run_upgrade (JsonNode *root)
{
  JsonObject *run = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonArray *checks = get_array (run, "checks");

  rename_members (run, "verdict");
  for (guint i = 0; checks != NULL && i < json_array_get_length (checks); i++)
    upgrade_check (get_element (checks, i));
}
