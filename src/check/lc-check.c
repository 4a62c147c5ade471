/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-check.c: see lc-check.h.
 */
#include "check/lc-check.h"

#include "check/lc-check-enums.h"

struct _LcCheck
{
  GObject parent_instance;

  char *id;
  LcGroup group;
  LcKind kind;
  LcRequirement requirement;
  LcFacts *subject;

  LcCheckState state;
  LcMeasurement *measurement;
  LcVerdict *verdict;
};

G_DEFINE_FINAL_TYPE (LcCheck, lc_check, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  PROP_STATE,
  PROP_MEASUREMENT,
  PROP_VERDICT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
lc_check_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  LcCheck *self = LC_CHECK (object);

  switch (property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_MEASUREMENT:
      g_value_set_object (value, self->measurement);
      break;
    case PROP_VERDICT:
      g_value_set_boxed (value, self->verdict);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lc_check_finalize (GObject *object)
{
  LcCheck *self = LC_CHECK (object);

  g_free (self->id);
  g_clear_pointer (&self->subject, lc_facts_unref);
  g_clear_object (&self->measurement);
  g_clear_pointer (&self->verdict, lc_verdict_free);
  G_OBJECT_CLASS (lc_check_parent_class)->finalize (object);
}

static void
lc_check_class_init (LcCheckClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lc_check_get_property;
  object_class->finalize = lc_check_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, LC_TYPE_CHECK_STATE, LC_CHECK_STATE_WAITING, flags);
  properties[PROP_MEASUREMENT] =
    g_param_spec_object ("measurement", NULL, NULL, LC_TYPE_MEASUREMENT, flags);
  properties[PROP_VERDICT] = g_param_spec_boxed ("verdict", NULL, NULL, LC_TYPE_VERDICT, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lc_check_init (LcCheck *self)
{
}

/**
 * lc_check_new:
 * @id: stable id, such as "turn.udp"
 * @subject: (transfer none): what is known before asking: host, port,
 *   transport, region, place; copied
 *
 * Returns: (transfer full): a row that waits
 */
LcCheck *
lc_check_new (const char *id, LcGroup group, LcKind kind, LcRequirement requirement, LcFacts *subject)
{
  LcCheck *self = g_object_new (LC_TYPE_CHECK, NULL);

  self->id = g_strdup (id);
  self->group = group;
  self->kind = kind;
  self->requirement = requirement;
  self->subject = lc_facts_copy (subject);
  return self;
}

/**
 * lc_check_copy:
 *
 * Returns: (transfer full): a row that later changes of this one do not touch
 */
LcCheck *
lc_check_copy (LcCheck *self)
{
  LcCheck *copy = lc_check_new (self->id, self->group, self->kind, self->requirement, self->subject);

  copy->state = self->state;
  g_set_object (&copy->measurement, self->measurement);
  copy->verdict = self->verdict != NULL ? lc_verdict_copy (self->verdict) : NULL;
  return copy;
}

const char *
lc_check_get_id (LcCheck *self)
{
  return self->id;
}

LcGroup
lc_check_get_group (LcCheck *self)
{
  return self->group;
}

LcKind
lc_check_get_kind (LcCheck *self)
{
  return self->kind;
}

LcRequirement
lc_check_get_requirement (LcCheck *self)
{
  return self->requirement;
}

const LcFacts *
lc_check_get_subject (LcCheck *self)
{
  return self->subject;
}

LcCheckState
lc_check_get_state (LcCheck *self)
{
  return self->state;
}

/* Returns: (nullable) (transfer none): %NULL until the row is done */
LcMeasurement *
lc_check_get_measurement (LcCheck *self)
{
  return self->measurement;
}

/* Returns: (nullable) (transfer none): %NULL until the row is done */
const LcVerdict *
lc_check_get_verdict (LcCheck *self)
{
  return self->verdict;
}

static void
set_all (LcCheck *self, LcCheckState state, LcMeasurement *measurement, LcVerdict *verdict)
{
  self->state = state;
  g_set_object (&self->measurement, measurement);
  g_clear_pointer (&self->verdict, lc_verdict_free);
  self->verdict = verdict;

  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MEASUREMENT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERDICT]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Back to waiting, with nothing known. */
void
lc_check_reset (LcCheck *self)
{
  set_all (self, LC_CHECK_STATE_WAITING, NULL, NULL);
}

/* The asking has begun. */
void
lc_check_start (LcCheck *self)
{
  set_all (self, LC_CHECK_STATE_RUNNING, NULL, NULL);
}

/**
 * lc_check_settle:
 * @measurement: (nullable): what was measured; %NULL when nothing was asked
 * @verdict: (transfer full): what it means
 */
void
lc_check_settle (LcCheck *self, LcMeasurement *measurement, LcVerdict *verdict)
{
  set_all (self, LC_CHECK_STATE_DONE, measurement, verdict);
}
