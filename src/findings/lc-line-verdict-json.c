/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-line-verdict-json.c: the verdict on the line as a saved run has it.
 */
#include "findings/lc-line-verdict.h"

#include "base/lc-json-expect.h"
#include "base/lc-types.h"
#include "base/lc-words.h"
#include "findings/lc-findings-enums.h"

/* What is read back is bounded. */
#define MAX_IDS 4096
#define MAX_ID_BYTES 256

static void
set_nullable (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

/**
 * lc_line_verdict_to_json:
 *
 * Returns: (transfer full): an object node as data/run-2.schema.json describes it
 */
JsonNode *
lc_line_verdict_to_json (const LcLineVerdict *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *reasons = json_array_new ();

  for (guint i = 0; i < self->reasons->len; i++)
    {
      const LcReason *reason = g_ptr_array_index (self->reasons, i);
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "cause", lc_enum_nick (LC_TYPE_REASON_KIND, reason->kind));
      json_object_set_member (entry, "checks", lc_words_to_json (reason->checks));
      json_array_add_object_element (reasons, entry);
    }
  json_object_set_string_member (object, "status", lc_enum_nick (LC_TYPE_LINE_STATUS, self->status));
  json_object_set_array_member (object, "reasons", reasons);
  set_nullable (object, "nearest_region", self->nearest_region);
  json_object_set_member (object, "tied_regions", lc_words_to_json (self->tied_regions));
  set_nullable (object, "dns_region", self->dns_region);
  json_node_take_object (node, object);
  return node;
}

/* Returns: (transfer full): a list of ids, never %NULL */
static char **
read_ids (LcJsonReader *reader, const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (lc_json_reader_enter_array (reader, name, LC_JSON_REQUIRED, 0, MAX_IDS))
    {
      for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
        {
          const char *id = lc_json_reader_expect_string (reader, 1, MAX_ID_BYTES);

          if (id != NULL)
            g_strv_builder_add (builder, id);
          lc_json_reader_leave (reader);
        }
      lc_json_reader_leave (reader);
    }
  return g_strv_builder_end (builder);
}

static char *
read_nullable_id (LcJsonReader *reader, const char *name)
{
  char *id = NULL;

  if (lc_json_reader_enter_member (reader, name, LC_JSON_REQUIRED))
    {
      if (!lc_json_reader_is_null (reader))
        id = g_strdup (lc_json_reader_expect_string (reader, 1, MAX_ID_BYTES));
      lc_json_reader_leave (reader);
    }
  return id;
}

static void
read_reason (LcLineVerdict *self, LcJsonReader *reader)
{
  LcReasonKind kind;

  if (!lc_json_reader_expect_object (reader))
    return;
  kind = lc_json_reader_get_enum (reader, "cause", LC_JSON_REQUIRED, LC_TYPE_REASON_KIND);
  lc_line_verdict_take_reason (self, kind, read_ids (reader, "checks"));
}

/**
 * lc_line_verdict_from_json:
 * @reader: stands at what lc_line_verdict_to_json() made; takes the faults
 *
 * Returns: (transfer full) (nullable): the verdict, worthless when there were
 *   faults; %NULL when there is no object
 */
LcLineVerdict *
lc_line_verdict_from_json (LcJsonReader *reader)
{
  LcLineVerdict *self;

  if (!lc_json_reader_expect_object (reader))
    return NULL;
  self = lc_line_verdict_new (lc_json_reader_get_enum (reader, "status", LC_JSON_REQUIRED,
                                                       LC_TYPE_LINE_STATUS));
  if (lc_json_reader_enter_array (reader, "reasons", LC_JSON_REQUIRED, 0, LC_N_REASONS))
    {
      for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
        {
          read_reason (self, reader);
          lc_json_reader_leave (reader);
        }
      lc_json_reader_leave (reader);
    }
  self->nearest_region = read_nullable_id (reader, "nearest_region");
  g_strfreev (self->tied_regions);
  self->tied_regions = read_ids (reader, "tied_regions");
  self->dns_region = read_nullable_id (reader, "dns_region");
  return self;
}
