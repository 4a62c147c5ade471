/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-series.c: see lc-series.h.
 */
#include "measurement/lc-series.h"

#include "base/lc-json-expect.h"
#include "base/lc-types.h"
#include "measurement/lc-measurement-enums.h"

/* What is read back is bounded; more than that is not kept either. */
#define MAX_NAME 64
#define MAX_POINTS 100000

struct _LcSeries
{
  gatomicrefcount ref_count;
  char *name;
  LcUnit unit;
  GArray *points; /* of LcSeriesPoint */
};

G_DEFINE_BOXED_TYPE (LcSeries, lc_series, lc_series_ref, lc_series_unref)

/**
 * lc_series_new:
 * @name: a stable, machine-readable snake_case word, as facts have
 * @unit: of all values
 *
 * Returns: (transfer full): a series without points
 */
LcSeries *
lc_series_new (const char *name, LcUnit unit)
{
  LcSeries *self = g_new0 (LcSeries, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->unit = unit;
  self->points = g_array_new (FALSE, FALSE, sizeof (LcSeriesPoint));
  return self;
}

LcSeries *
lc_series_ref (LcSeries *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
lc_series_unref (LcSeries *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->points);
  g_free (self->name);
  g_free (self);
}

const char *
lc_series_get_name (const LcSeries *self)
{
  return self->name;
}

LcUnit
lc_series_get_unit (const LcSeries *self)
{
  return self->unit;
}

/**
 * lc_series_get_points:
 * @n_points: (out)
 *
 * Returns: (array length=n_points) (transfer none): in the order of time
 */
const LcSeriesPoint *
lc_series_get_points (const LcSeries *self, guint *n_points)
{
  *n_points = self->points->len;
  return (const LcSeriesPoint *) (gpointer) self->points->data;
}

/**
 * lc_series_add:
 * @at_us: microseconds since the start of the run
 * @value: in the unit of the series
 *
 * A point beyond the 100000th is not kept.
 */
void
lc_series_add (LcSeries *self, gint64 at_us, gint64 value)
{
  LcSeriesPoint point = { at_us, value };

  if (self->points->len < MAX_POINTS)
    g_array_append_val (self->points, point);
}

static int
compare_points (gconstpointer a, gconstpointer b)
{
  const LcSeriesPoint *first = a, *second = b;

  return (first->at_us > second->at_us) - (first->at_us < second->at_us);
}

/* Puts the points in the order of time. */
void
lc_series_sort (LcSeries *self)
{
  g_array_sort (self->points, compare_points);
}

/**
 * lc_series_to_json:
 *
 * Returns: (transfer full): an object node as data/run-2.schema.json describes it
 */
JsonNode *
lc_series_to_json (const LcSeries *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *points = json_array_sized_new (self->points->len);

  for (guint i = 0; i < self->points->len; i++)
    {
      const LcSeriesPoint *point = &g_array_index (self->points, LcSeriesPoint, i);
      JsonObject *entry = json_object_new ();

      json_object_set_int_member (entry, "at_us", point->at_us);
      json_object_set_int_member (entry, "value", point->value);
      json_array_add_object_element (points, entry);
    }
  json_object_set_string_member (object, "name", self->name);
  json_object_set_string_member (object, "unit", lc_enum_nick (LC_TYPE_UNIT, self->unit));
  json_object_set_array_member (object, "points", points);
  json_node_take_object (node, object);
  return node;
}

static void
read_point (LcSeries *self, LcJsonReader *reader)
{
  gint64 at_us, value;

  if (!lc_json_reader_expect_object (reader))
    return;
  at_us = lc_json_reader_get_int (reader, "at_us", LC_JSON_REQUIRED, G_MININT64, G_MAXINT64);
  value = lc_json_reader_get_int (reader, "value", LC_JSON_REQUIRED, G_MININT64, G_MAXINT64);
  lc_series_add (self, at_us, value);
}

/**
 * lc_series_from_json:
 * @reader: stands at what lc_series_to_json() made; takes the faults
 *
 * Returns: (transfer full) (nullable): the series, worthless when there were
 *   faults; %NULL when there is no object
 */
LcSeries *
lc_series_from_json (LcJsonReader *reader)
{
  const char *name;
  LcSeries *self;

  if (!lc_json_reader_expect_object (reader))
    return NULL;
  name = lc_json_reader_get_string (reader, "name", LC_JSON_REQUIRED, 1, MAX_NAME);
  self = lc_series_new (name != NULL ? name : "",
                        lc_json_reader_get_enum (reader, "unit", LC_JSON_REQUIRED, LC_TYPE_UNIT));
  if (!lc_json_reader_enter_array (reader, "points", LC_JSON_REQUIRED, 0, MAX_POINTS))
    return self;
  for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
    {
      read_point (self, reader);
      lc_json_reader_leave (reader);
    }
  lc_json_reader_leave (reader);
  return self;
}
