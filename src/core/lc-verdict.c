/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-verdict.c: the verdict as a value.
 */
#include "core/lc-verdict.h"

#include "core/lc-core-enums.h"

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
 * Returns: (transfer full): an object node as data/run.schema.json describes it
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
