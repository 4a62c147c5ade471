/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-measurement.c: see lc-measurement.h.
 */
#include "measurement/lc-measurement-private.h"

#include "base/lc-base-enums.h"
#include "base/lc-json-expect.h"

/* What is read back is bounded; what is measured stays far below. */
#define MAX_STEP_NAME 64
#define MAX_STEPS 10000
#define MAX_SAMPLES 100000
#define MAX_SERIES 100

struct _LcMeasurement
{
  GObject parent_instance;

  LcOutcome outcome;
  gint64 start_us;
  gint64 duration_us;
  LcFacts *facts;
  GArray *steps;   /* of LcStep */
  GArray *samples; /* of LcSample */
  GPtrArray *series; /* of LcSeries */
};

G_DEFINE_FINAL_TYPE (LcMeasurement, lc_measurement, G_TYPE_OBJECT)

static void
lc_measurement_finalize (GObject *object)
{
  LcMeasurement *self = LINECHECK_MEASUREMENT (object);

  g_clear_pointer (&self->facts, lc_facts_unref);
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->samples, g_array_unref);
  g_clear_pointer (&self->series, g_ptr_array_unref);
  G_OBJECT_CLASS (lc_measurement_parent_class)->finalize (object);
}

static void
lc_measurement_class_init (LcMeasurementClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_measurement_finalize;
}

static void
lc_measurement_init (LcMeasurement *self)
{
}

static void
step_clear (gpointer data)
{
  LcStep *step = data;

  g_free (step->name);
  g_free (step->target);
  lc_facts_unref (step->facts);
}

/* Returns: (transfer full) (element-type LcStep): an empty array that owns what its steps hold */
GArray *
lc_step_array_new (void)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (LcStep));

  g_array_set_clear_func (array, step_clear);
  return array;
}

/**
 * lc_measurement_new_take: (skip)
 * @facts: (transfer full): nobody else may write to it any more
 * @steps: (transfer full) (element-type LcStep): from lc_step_array_new()
 * @samples: (transfer full) (element-type LcSample)
 * @series: (transfer full) (element-type LcSeries): with lc_series_unref() for its elements
 *
 * Returns: (transfer full): the frozen measurement
 */
LcMeasurement *
lc_measurement_new_take (LcOutcome outcome, gint64 start_us, gint64 duration_us, LcFacts *facts,
                         GArray *steps, GArray *samples, GPtrArray *series)
{
  LcMeasurement *self = g_object_new (LC_TYPE_MEASUREMENT, NULL);

  self->outcome = outcome;
  self->start_us = start_us;
  self->duration_us = duration_us;
  self->facts = facts;
  self->steps = steps;
  self->samples = samples;
  self->series = series;
  return self;
}

/**
 * lc_measurement_new_with_facts:
 * @outcome: of the whole
 * @facts: (transfer full): nobody else may write to it any more
 *
 * For what is concluded from several measurements and kept with one of them.
 *
 * Returns: (transfer full): what @self measured, with another outcome and other facts of the whole
 */
LcMeasurement *
lc_measurement_new_with_facts (LcMeasurement *self, LcOutcome outcome, LcFacts *facts)
{
  return lc_measurement_new_take (outcome, self->start_us, self->duration_us, facts, g_array_ref (self->steps),
                                  g_array_ref (self->samples), g_ptr_array_ref (self->series));
}

LcOutcome
lc_measurement_get_outcome (LcMeasurement *self)
{
  return self->outcome;
}

/* Returns: microseconds from the start of the run to the start of the asking */
gint64
lc_measurement_get_start_us (LcMeasurement *self)
{
  return self->start_us;
}

/* Returns: how long the asking took, in microseconds */
gint64
lc_measurement_get_duration_us (LcMeasurement *self)
{
  return self->duration_us;
}

const LcFacts *
lc_measurement_get_facts (LcMeasurement *self)
{
  return self->facts;
}

guint
lc_measurement_get_n_steps (LcMeasurement *self)
{
  return self->steps->len;
}

const LcStep *
lc_measurement_get_step (LcMeasurement *self, guint index)
{
  g_return_val_if_fail (index < self->steps->len, NULL);
  return &g_array_index (self->steps, LcStep, index);
}

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  const LcStep *first = *(const LcStep *const *) a, *second = *(const LcStep *const *) b;

  if (first->start_us != second->start_us)
    return first->start_us < second->start_us ? -1 : 1;
  return first < second ? -1 : first > second;
}

/**
 * lc_measurement_list_steps:
 *
 * Returns: (transfer container) (element-type LcStep): the steps in the order in
 *   which they began, which is how people read them; they are held by @self
 */
GPtrArray *
lc_measurement_list_steps (LcMeasurement *self)
{
  GPtrArray *steps = g_ptr_array_sized_new (self->steps->len);

  for (guint i = 0; i < self->steps->len; i++)
    g_ptr_array_add (steps, &g_array_index (self->steps, LcStep, i));
  g_ptr_array_sort (steps, compare_starts);
  return steps;
}

/**
 * lc_measurement_find_step:
 * @name: a step's name
 *
 * Returns: (nullable) (transfer none): the last step of that name, which is
 *   the one that decided where something was tried several times
 */
const LcStep *
lc_measurement_find_step (LcMeasurement *self, const char *name)
{
  for (guint i = self->steps->len; i > 0; i--)
    {
      const LcStep *step = &g_array_index (self->steps, LcStep, i - 1);

      if (g_str_equal (step->name, name))
        return step;
    }
  return NULL;
}

/**
 * lc_measurement_get_samples:
 * @n_samples: (out)
 *
 * Returns: (array length=n_samples) (transfer none): RTT samples in the order of sending
 */
const LcSample *
lc_measurement_get_samples (LcMeasurement *self, guint *n_samples)
{
  *n_samples = self->samples->len;
  return (const LcSample *) self->samples->data;
}

guint
lc_measurement_get_n_series (LcMeasurement *self)
{
  return self->series->len;
}

const LcSeries *
lc_measurement_get_series (LcMeasurement *self, guint index)
{
  g_return_val_if_fail (index < self->series->len, NULL);
  return g_ptr_array_index (self->series, index);
}

/**
 * lc_measurement_find_series:
 *
 * Returns: (nullable) (transfer none): the series of that name
 */
const LcSeries *
lc_measurement_find_series (LcMeasurement *self, const char *name)
{
  for (guint i = 0; i < self->series->len; i++)
    if (g_str_equal (lc_series_get_name (g_ptr_array_index (self->series, i)), name))
      return g_ptr_array_index (self->series, i);
  return NULL;
}

static JsonNode *
series_to_json (LcMeasurement *self)
{
  JsonArray *array = json_array_sized_new (self->series->len);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < self->series->len; i++)
    json_array_add_element (array, lc_series_to_json (g_ptr_array_index (self->series, i)));
  json_node_take_array (node, array);
  return node;
}

static JsonNode *
steps_to_json (LcMeasurement *self)
{
  JsonArray *array = json_array_sized_new (self->steps->len);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < self->steps->len; i++)
    {
      const LcStep *step = &g_array_index (self->steps, LcStep, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", step->name);
      json_object_set_string_member (object, "target", step->target);
      json_object_set_string_member (object, "outcome", lc_enum_nick (LC_TYPE_OUTCOME, step->outcome));
      json_object_set_int_member (object, "start_us", step->start_us);
      json_object_set_int_member (object, "duration_us", step->duration_us);
      json_object_set_member (object, "facts", lc_facts_to_json (step->facts));
      json_array_add_object_element (array, object);
    }
  json_node_take_array (node, array);
  return node;
}

static JsonNode *
samples_to_json (LcMeasurement *self)
{
  JsonArray *array = json_array_sized_new (self->samples->len);
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < self->samples->len; i++)
    {
      const LcSample *sample = &g_array_index (self->samples, LcSample, i);
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "sent_us", sample->sent_us);
      if (sample->rtt_us >= 0)
        json_object_set_int_member (object, "rtt_us", sample->rtt_us);
      else
        json_object_set_null_member (object, "rtt_us");
      json_array_add_object_element (array, object);
    }
  json_node_take_array (node, array);
  return node;
}

/**
 * lc_measurement_to_json:
 *
 * Returns: (transfer full): an object node as data/run-2.schema.json describes it
 */
JsonNode *
lc_measurement_to_json (LcMeasurement *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "outcome", lc_enum_nick (LC_TYPE_OUTCOME, self->outcome));
  json_object_set_int_member (object, "start_us", self->start_us);
  json_object_set_int_member (object, "duration_us", self->duration_us);
  json_object_set_member (object, "facts", lc_facts_to_json (self->facts));
  json_object_set_member (object, "steps", steps_to_json (self));
  json_object_set_member (object, "samples", samples_to_json (self));
  if (self->series->len > 0)
    json_object_set_member (object, "series", series_to_json (self));
  json_node_take_object (node, object);
  return node;
}

static LcFacts *
read_facts (LcJsonReader *reader)
{
  LcFacts *facts;

  if (!lc_json_reader_enter_member (reader, "facts", LC_JSON_REQUIRED))
    return lc_facts_new ();
  facts = lc_facts_from_json (reader);
  lc_json_reader_leave (reader);
  return facts;
}

static void
read_step (GArray *steps, LcJsonReader *reader)
{
  LcStep step;

  if (!lc_json_reader_expect_object (reader))
    return;
  step.name = g_strdup (lc_json_reader_get_string (reader, "name", LC_JSON_REQUIRED, 1, MAX_STEP_NAME));
  step.target = g_strdup (lc_json_reader_get_string (reader, "target", LC_JSON_REQUIRED, 0, LC_STEP_MAX_TARGET));
  step.outcome = lc_json_reader_get_enum (reader, "outcome", LC_JSON_REQUIRED, LC_TYPE_OUTCOME);
  step.start_us = lc_json_reader_get_int (reader, "start_us", LC_JSON_REQUIRED, G_MININT64, G_MAXINT64);
  step.duration_us = lc_json_reader_get_int (reader, "duration_us", LC_JSON_REQUIRED, 0, G_MAXINT64);
  step.facts = read_facts (reader);
  g_array_append_val (steps, step);
}

static void
read_sample (GArray *samples, LcJsonReader *reader)
{
  LcSample sample = { 0, -1 };

  if (!lc_json_reader_expect_object (reader))
    return;
  sample.sent_us = lc_json_reader_get_int (reader, "sent_us", LC_JSON_REQUIRED, G_MININT64, G_MAXINT64);
  if (lc_json_reader_enter_member (reader, "rtt_us", LC_JSON_REQUIRED))
    {
      if (!lc_json_reader_is_null (reader))
        lc_json_reader_expect_int (reader, 0, G_MAXINT64, &sample.rtt_us);
      lc_json_reader_leave (reader);
    }
  g_array_append_val (samples, sample);
}

/* Version 1 had none. */
static void
read_series (GPtrArray *array, LcJsonReader *reader)
{
  if (!lc_json_reader_enter_array (reader, "series", LC_JSON_OPTIONAL, 0, MAX_SERIES))
    return;
  for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
    {
      LcSeries *series = lc_series_from_json (reader);

      if (series != NULL)
        g_ptr_array_add (array, series);
      lc_json_reader_leave (reader);
    }
  lc_json_reader_leave (reader);
}

static void
read_all (GArray *array, LcJsonReader *reader, const char *name, guint max,
          void (*read_one) (GArray *array, LcJsonReader *reader))
{
  if (!lc_json_reader_enter_array (reader, name, LC_JSON_REQUIRED, 0, max))
    return;
  for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
    {
      read_one (array, reader);
      lc_json_reader_leave (reader);
    }
  lc_json_reader_leave (reader);
}

/**
 * lc_measurement_from_json:
 * @reader: stands at what lc_measurement_to_json() made; takes the faults
 *
 * Returns: (transfer full) (nullable): the measurement, worthless when there
 *   were faults; %NULL when there is no object
 */
LcMeasurement *
lc_measurement_from_json (LcJsonReader *reader)
{
  LcOutcome outcome;
  gint64 start_us, duration_us;
  GArray *steps, *samples;
  GPtrArray *series;

  if (!lc_json_reader_expect_object (reader))
    return NULL;
  outcome = lc_json_reader_get_enum (reader, "outcome", LC_JSON_REQUIRED, LC_TYPE_OUTCOME);
  start_us = lc_json_reader_get_int (reader, "start_us", LC_JSON_REQUIRED, 0, G_MAXINT64);
  duration_us = lc_json_reader_get_int (reader, "duration_us", LC_JSON_REQUIRED, 0, G_MAXINT64);
  steps = lc_step_array_new ();
  read_all (steps, reader, "steps", MAX_STEPS, read_step);
  samples = g_array_new (FALSE, FALSE, sizeof (LcSample));
  read_all (samples, reader, "samples", MAX_SAMPLES, read_sample);
  series = g_ptr_array_new_with_free_func ((GDestroyNotify) lc_series_unref);
  read_series (series, reader);
  return lc_measurement_new_take (outcome, start_us, duration_us, read_facts (reader), steps, samples, series);
}
