/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-verdict.c: the verdict as a value.
 */
#include "verdict/lc-verdict.h"

#include "base/lc-json-expect.h"
#include "verdict/lc-verdict-enums.h"

G_DEFINE_BOXED_TYPE (LcVerdict, lc_verdict, lc_verdict_copy, lc_verdict_free)

/**
 * lc_verdict_new:
 *
 * Returns: (transfer full): a verdict with no details yet
 */
LcVerdict *
lc_verdict_new (LcStatus status, LcCause cause, LcConfidence confidence)
{
  LcVerdict *self = g_new0 (LcVerdict, 1);

  self->status = status;
  self->cause = cause;
  self->confidence = confidence;
  self->details = lc_facts_new ();
  return self;
}

LcVerdict *
lc_verdict_copy (const LcVerdict *self)
{
  LcVerdict *copy = g_new (LcVerdict, 1);

  *copy = *self;
  copy->details = lc_facts_copy (self->details);
  return copy;
}

void
lc_verdict_free (LcVerdict *self)
{
  lc_facts_unref (self->details);
  g_free (self);
}

/**
 * lc_verdict_to_json:
 *
 * Returns: (transfer full): an object node as data/run-2.schema.json describes it
 */
JsonNode *
lc_verdict_to_json (const LcVerdict *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "status", lc_enum_nick (LC_TYPE_STATUS, self->status));
  json_object_set_string_member (object, "cause", lc_enum_nick (LC_TYPE_CAUSE, self->cause));
  json_object_set_string_member (object, "confidence", lc_enum_nick (LC_TYPE_CONFIDENCE, self->confidence));
  json_object_set_member (object, "details", lc_facts_to_json (self->details));
  json_node_take_object (node, object);
  return node;
}

/**
 * lc_verdict_from_json:
 * @reader: stands at what lc_verdict_to_json() made; takes the faults
 *
 * Returns: (transfer full) (nullable): the verdict, worthless when there were
 *   faults; %NULL when there is no object
 */
LcVerdict *
lc_verdict_from_json (LcJsonReader *reader)
{
  LcVerdict *self;

  if (!lc_json_reader_expect_object (reader))
    return NULL;
  self = g_new0 (LcVerdict, 1);
  self->status = lc_json_reader_get_enum (reader, "status", LC_JSON_REQUIRED, LC_TYPE_STATUS);
  self->cause = lc_json_reader_get_enum (reader, "cause", LC_JSON_REQUIRED, LC_TYPE_CAUSE);
  self->confidence = lc_json_reader_get_enum (reader, "confidence", LC_JSON_REQUIRED, LC_TYPE_CONFIDENCE);
  if (lc_json_reader_enter_member (reader, "details", LC_JSON_REQUIRED))
    {
      self->details = lc_facts_from_json (reader);
      lc_json_reader_leave (reader);
    }
  else
    self->details = lc_facts_new ();
  return self;
}
