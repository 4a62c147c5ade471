/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-series.c: see lc-region-series.h.
 */
#include "check/lc-region-series.h"

#include <string.h>

/* While regions are still waited for, room is kept for the other side of the
 * earth, so that the axis does not shrink under the eyes of the person. */
#define USUAL_EXTENT_US 300000

struct _LcRegionSeries
{
  GObject parent_instance;

  LcChecklist *checklist;
  GPtrArray *watched; /* of LcCheck */
  GArray *points;     /* of LcRegionPoint, in order */
};

G_DEFINE_FINAL_TYPE (LcRegionSeries, lc_region_series, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static LcCheck *
find_routing (LcRegionSeries *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    if (lc_check_get_kind (g_ptr_array_index (self->watched, i)) == LC_KIND_ROUTING)
      return g_ptr_array_index (self->watched, i);
  return NULL;
}

static gboolean
was_not_asked (LcOutcome outcome)
{
  return outcome == LC_OUTCOME_SKIPPED || outcome == LC_OUTCOME_CANCELLED || outcome == LC_OUTCOME_UNAVAILABLE;
}

/* A run that is stopped leaves what was measured until then. */
static LcRegionState
get_state (LcCheck *check, const LcStats *stats)
{
  LcMeasurement *measurement = lc_check_get_measurement (check);

  if (lc_check_get_state (check) != LC_CHECK_STATE_DONE)
    return LC_REGION_WAITING;
  if (stats->n_received > 0)
    return LC_REGION_MEASURED;
  if (measurement == NULL || was_not_asked (lc_measurement_get_outcome (measurement)))
    return LC_REGION_NOT_TESTED;
  return lc_measurement_get_outcome (measurement) == LC_OUTCOME_ANSWERED ? LC_REGION_REACHED : LC_REGION_UNANSWERED;
}

static void
measure_point (LcRegionPoint *point)
{
  LcMeasurement *measurement = lc_check_get_measurement (point->check);
  const LcSample *samples = NULL;
  guint n_samples = 0;

  if (measurement != NULL)
    {
      samples = lc_measurement_get_samples (measurement, &n_samples);
      point->method = lc_facts_get_string (lc_measurement_get_facts (measurement), LC_FACT_METHOD);
    }
  lc_stats_compute (samples, n_samples, &point->stats);
  point->is_tcp = point->method != NULL && strcmp (point->method, "stun-udp") != 0;
  point->is_on_list =
    g_strcmp0 (lc_facts_get_string (lc_check_get_subject (point->check), LC_FACT_LAYER), "vendor") == 0;
  point->state = get_state (point->check, &point->stats);
}

static void
mark_point (LcRegionPoint *point, const LcFacts *routing)
{
  const char *region = lc_facts_get_string (lc_check_get_subject (point->check), LC_FACT_REGION);
  const char *recommended = lc_facts_get_string (routing, LC_FACT_NEAREST_REGION);
  g_auto (GStrv) tied = lc_facts_dup_strv (routing, LC_FACT_TIED_REGIONS);

  if (region == NULL)
    return;
  point->is_recommended = g_strcmp0 (region, recommended) == 0;
  point->is_tied = g_strv_contains ((const char *const *) tied, region);
  point->is_dns_choice =
    !point->is_recommended && g_strcmp0 (region, lc_facts_get_string (routing, LC_FACT_DNS_REGION)) == 0;
}

/* Stable: points that are alike keep the order of the rows. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const LcRegionPoint *first = a, *second = b;

  if (first->state != second->state)
    return first->state < second->state ? -1 : 1;
  if (first->state != LC_REGION_MEASURED || first->stats.median_us == second->stats.median_us)
    return 0;
  return first->stats.median_us < second->stats.median_us ? -1 : 1;
}

/* The nearer ones stand before the recommended one. */
static void
find_choice (GArray *points)
{
  gboolean are_others = TRUE; /* not on the list, or over TCP */

  for (guint i = 0; i < points->len; i++)
    {
      LcRegionPoint *point = &g_array_index (points, LcRegionPoint, i);
      const LcRegionPoint *first = &g_array_index (points, LcRegionPoint, 0);

      if (!point->is_recommended)
        {
          are_others &= !point->is_on_list || point->is_tcp;
          continue;
        }
      if (point->stats.median_us <= first->stats.median_us)
        point->choice = LC_REGION_BEST_OF_ALL;
      else if (are_others && point->is_on_list && !point->is_tcp)
        point->choice = LC_REGION_BEST_ON_LIST;
      else
        point->choice = LC_REGION_BEST_USABLE;
      return;
    }
}

static void
update (LcRegionSeries *self)
{
  LcCheck *routing = find_routing (self);
  LcMeasurement *choice = routing != NULL ? lc_check_get_measurement (routing) : NULL;

  g_array_set_size (self->points, 0);
  for (guint i = 0; i < self->watched->len; i++)
    {
      LcRegionPoint point = { .check = g_ptr_array_index (self->watched, i) };

      if (point.check == routing)
        continue;
      measure_point (&point);
      /* While a region is asked again, nothing is known of it. */
      if (choice != NULL && point.state != LC_REGION_WAITING)
        mark_point (&point, lc_measurement_get_facts (choice));
      g_array_append_val (self->points, point);
    }
  g_array_sort (self->points, compare);
  find_choice (self->points);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* A row says everything at once; its verdict comes last. */
static void
on_verdict (LcCheck *check, GParamSpec *pspec, LcRegionSeries *self)
{
  update (self);
}

static void
unwatch (LcRegionSeries *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->watched, i), on_verdict, self);
  g_ptr_array_set_size (self->watched, 0);
}

static void
on_items_changed (LcRegionSeries *self)
{
  guint n_rows = self->checklist != NULL ? lc_checklist_get_size (self->checklist) : 0;

  g_array_set_size (self->points, 0);
  unwatch (self);
  for (guint i = 0; i < n_rows; i++)
    {
      LcCheck *check = lc_checklist_get (self->checklist, i);
      LcKind kind = lc_check_get_kind (check);

      if (kind != LC_KIND_REGION && kind != LC_KIND_ROUTING)
        continue;
      g_ptr_array_add (self->watched, g_object_ref (check));
      g_signal_connect (check, "notify::verdict", G_CALLBACK (on_verdict), self);
    }
  update (self);
}

static void
forget_checklist (LcRegionSeries *self)
{
  unwatch (self);
  if (self->checklist != NULL)
    g_signal_handlers_disconnect_by_func (self->checklist, on_items_changed, self);
  g_clear_object (&self->checklist);
}

static void
lc_region_series_dispose (GObject *object)
{
  forget_checklist (LC_REGION_SERIES (object));
  G_OBJECT_CLASS (lc_region_series_parent_class)->dispose (object);
}

static void
lc_region_series_finalize (GObject *object)
{
  LcRegionSeries *self = LC_REGION_SERIES (object);

  g_ptr_array_unref (self->watched);
  g_array_unref (self->points);
  G_OBJECT_CLASS (lc_region_series_parent_class)->finalize (object);
}

static void
lc_region_series_class_init (LcRegionSeriesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lc_region_series_dispose;
  object_class->finalize = lc_region_series_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", LC_TYPE_REGION_SERIES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
lc_region_series_init (LcRegionSeries *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->points = g_array_new (FALSE, FALSE, sizeof (LcRegionPoint));
}

/* Returns: (transfer full): a series without points */
LcRegionSeries *
lc_region_series_new (void)
{
  return g_object_new (LC_TYPE_REGION_SERIES, NULL);
}

/* Returns: (transfer none) (nullable) */
LcChecklist *
lc_region_series_get_checklist (LcRegionSeries *self)
{
  return self->checklist;
}

/**
 * lc_region_series_set_checklist:
 * @checklist: (nullable): the rows to follow
 */
void
lc_region_series_set_checklist (LcRegionSeries *self, LcChecklist *checklist)
{
  if (checklist == self->checklist)
    return;
  forget_checklist (self);
  if (checklist != NULL)
    {
      self->checklist = g_object_ref (checklist);
      g_signal_connect_swapped (checklist, "items-changed", G_CALLBACK (on_items_changed), self);
    }
  on_items_changed (self);
}

/* Returns: how many regions there are, measured or not */
guint
lc_region_series_get_size (LcRegionSeries *self)
{
  return self->points->len;
}

/**
 * lc_region_series_get:
 * @index: 0 for the nearest region; those without a figure come last
 *
 * Returns: (transfer none): valid until the series changes
 */
const LcRegionPoint *
lc_region_series_get (LcRegionSeries *self, guint index)
{
  g_return_val_if_fail (index < self->points->len, NULL);
  return &g_array_index (self->points, LcRegionPoint, index);
}

/* Returns: (transfer none) (nullable): valid until the series changes */
const LcRegionPoint *
lc_region_series_find_recommended (LcRegionSeries *self)
{
  for (guint i = 0; i < self->points->len; i++)
    if (lc_region_series_get (self, i)->is_recommended)
      return lc_region_series_get (self, i);
  return NULL;
}

/**
 * lc_region_series_get_extent_us:
 *
 * Returns: how far an axis must reach to show every figure, in microseconds
 */
gint64
lc_region_series_get_extent_us (LcRegionSeries *self)
{
  gboolean is_waiting = FALSE;
  gint64 extent_us = 0;

  for (guint i = 0; i < self->points->len; i++)
    {
      const LcRegionPoint *point = lc_region_series_get (self, i);

      is_waiting |= point->state == LC_REGION_WAITING;
      extent_us = MAX (extent_us, MAX (point->stats.median_us, point->stats.p95_us));
    }
  return is_waiting || extent_us == 0 ? MAX (extent_us, USUAL_EXTENT_US) : extent_us;
}
