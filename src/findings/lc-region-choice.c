/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-choice.c: see lc-region-choice.h.
 *
 * Regions that answered over UDP come before those that answered over TCP only,
 * those that lose so much that the profile calls it poor come last, and the
 * nearest one is one on the vendor's page. Among them the lowest median
 * wins; those within the noise of it are tied.
 */
#include "findings/lc-region-choice.h"

#include "measurement/lc-stats.h"
#include "verdict/lc-judge.h"

#define NO_REGION "no-region-measured"

typedef struct
{
  const char *id;
  LcStats stats;
  gboolean is_on_vendor_list;
  gboolean is_udp;
  gboolean is_lossy; /* poor, and chance does not explain it */
} RegionLatency;

static int
compare_latencies (gconstpointer a, gconstpointer b)
{
  const RegionLatency *first = a, *second = b;

  if (first->is_lossy != second->is_lossy)
    return first->is_lossy ? 1 : -1;
  if (first->is_udp != second->is_udp)
    return first->is_udp ? -1 : 1;
  if (first->stats.median_us != second->stats.median_us)
    return first->stats.median_us < second->stats.median_us ? -1 : 1;
  return g_strcmp0 (first->id, second->id);
}

static void
add_latency (GArray *latencies, LcCheck *check, const LcThresholds *thresholds)
{
  const LcFacts *subject = lc_check_get_subject (check);
  LcMeasurement *measurement = lc_check_get_measurement (check);
  RegionLatency latency = { .id = lc_facts_get_string (subject, LC_FACT_REGION) };
  const LcSample *samples;
  guint n_samples;

  if (latency.id == NULL || measurement == NULL || !lc_judge_can_carry_media (measurement))
    return;
  samples = lc_measurement_get_samples (measurement, &n_samples);
  lc_stats_compute (samples, n_samples, &latency.stats);
  latency.is_on_vendor_list = g_strcmp0 (lc_facts_get_string (subject, LC_FACT_LAYER), "vendor") == 0;
  latency.is_udp =
    g_strcmp0 (lc_facts_get_string (lc_measurement_get_facts (measurement), LC_FACT_METHOD), "stun-udp") == 0;
  latency.is_lossy = lc_stats_loss_at_least (latency.stats.n_lost, latency.stats.n_sent) * 100 >=
                     thresholds->poor_loss_percent;
  if (latency.stats.n_received > 0)
    g_array_append_val (latencies, latency);
}

/* Returns: (transfer full) (element-type RegionLatency): best first; the ids are held by the rows */
static GArray *
list_latencies (LcChecklist *checklist, const LcThresholds *thresholds)
{
  GArray *latencies = g_array_new (FALSE, FALSE, sizeof (RegionLatency));

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    {
      LcCheck *check = lc_checklist_get (checklist, i);

      if (lc_check_get_kind (check) == LC_KIND_REGION)
        add_latency (latencies, check, thresholds);
    }
  g_array_sort (latencies, compare_latencies);
  return latencies;
}

static const RegionLatency *
find_nearest (GArray *latencies)
{
  for (guint i = 0; i < latencies->len; i++)
    {
      const RegionLatency *latency = &g_array_index (latencies, RegionLatency, i);

      if (latency->is_on_vendor_list)
        return latency;
    }
  return latencies->len > 0 ? &g_array_index (latencies, RegionLatency, 0) : NULL;
}

/* Whether they differ in their latency alone. */
static gboolean
is_comparable (const RegionLatency *first, const RegionLatency *second)
{
  return first->is_on_vendor_list == second->is_on_vendor_list && first->is_udp == second->is_udp &&
         first->is_lossy == second->is_lossy;
}

static void
set_choice (GArray *latencies, LcFacts *facts)
{
  const RegionLatency *best = find_nearest (latencies);
  g_autoptr (GPtrArray) tied = g_ptr_array_new ();

  for (guint i = 0; i < latencies->len; i++)
    {
      const RegionLatency *other = &g_array_index (latencies, RegionLatency, i);

      if (other != best && is_comparable (best, other) && lc_stats_is_tied (&best->stats, &other->stats))
        g_ptr_array_add (tied, (gpointer) other->id);
    }
  g_ptr_array_add (tied, NULL);
  lc_facts_set_string (facts, LC_FACT_NEAREST_REGION, best->id);
  lc_facts_set_int (facts, LC_FACT_NEAREST_MEDIAN_US, best->stats.median_us);
  lc_facts_set_int (facts, LC_FACT_NEAREST_P95_US, best->stats.p95_us);
  if (best->stats.jitter_us >= 0)
    lc_facts_set_int (facts, LC_FACT_NEAREST_JITTER_US, best->stats.jitter_us);
  lc_facts_set_int (facts, LC_FACT_NEAREST_SENT, best->stats.n_sent);
  lc_facts_set_int (facts, LC_FACT_NEAREST_LOST, best->stats.n_lost);
  lc_facts_set_string (facts, LC_FACT_NEAREST_METHOD, best->is_udp ? "udp" : "tcp");
  lc_facts_set_strv (facts, LC_FACT_TIED_REGIONS, (const char *const *) tied->pdata);
}

static void
set_dns_latency (GArray *latencies, LcFacts *facts)
{
  const char *dns_region = lc_facts_get_string (facts, LC_FACT_DNS_REGION);

  for (guint i = 0; i < latencies->len; i++)
    {
      const RegionLatency *latency = &g_array_index (latencies, RegionLatency, i);

      if (g_strcmp0 (latency->id, dns_region) == 0)
        lc_facts_set_int (facts, LC_FACT_DNS_REGION_MEDIAN_US, latency->stats.median_us);
    }
}

/* Whether it was concluded before that there is nothing to choose from. */
static gboolean
has_no_region (LcMeasurement *routing)
{
  return g_strcmp0 (lc_facts_get_string (lc_measurement_get_facts (routing), LC_FACT_REASON), NO_REGION) == 0;
}

/* Returns: (transfer full): what the probe asked for, without what was concluded before */
static LcFacts *
dup_asked (LcMeasurement *routing)
{
  static const char *const concluded[] = {
    LC_FACT_NEAREST_REGION, LC_FACT_NEAREST_MEDIAN_US, LC_FACT_NEAREST_P95_US, LC_FACT_NEAREST_JITTER_US,
    LC_FACT_NEAREST_SENT,   LC_FACT_NEAREST_LOST,      LC_FACT_NEAREST_METHOD, LC_FACT_TIED_REGIONS,
    LC_FACT_DNS_REGION_MEDIAN_US,
  };
  LcFacts *facts = lc_facts_copy (lc_measurement_get_facts (routing));

  for (guint i = 0; i < G_N_ELEMENTS (concluded); i++)
    lc_facts_remove (facts, concluded[i]);
  if (has_no_region (routing))
    lc_facts_remove (facts, LC_FACT_REASON);
  return facts;
}

/**
 * lc_region_choice_conclude:
 * @checklist: the rows; those of the regions are done
 * @routing: where DNS sends this computer, see lc-routing-probe.c
 * @thresholds: the limits that decide
 *
 * Adds the facts nearest_region, nearest_median_us, nearest_p95_us,
 * nearest_jitter_us, nearest_sent, nearest_lost, nearest_method;
 * tied_regions (without the nearest one, nearest first); dns_region_median_us when that
 * region was measured. Where no region can carry media there is nothing to choose from, and the
 * outcome is SKIPPED with the reason "no-region-measured". What was concluded before is concluded anew.
 *
 * Returns: (transfer full): @routing with what follows; @routing itself when it
 *   was stopped or could not be asked
 */
LcMeasurement *
lc_region_choice_conclude (LcChecklist *checklist, LcMeasurement *routing, const LcThresholds *thresholds)
{
  g_autoptr (GArray) latencies = NULL;
  g_autoptr (LcFacts) asked = NULL;
  LcFacts *facts;

  if (lc_outcome_is_inconclusive (lc_measurement_get_outcome (routing)) && !has_no_region (routing))
    return g_object_ref (routing);

  asked = dup_asked (routing);
  latencies = list_latencies (checklist, thresholds);
  facts = lc_facts_new ();
  if (latencies->len > 0)
    set_choice (latencies, facts);
  else
    lc_facts_set_string (facts, LC_FACT_REASON, NO_REGION);
  lc_facts_add (facts, asked);
  set_dns_latency (latencies, facts);
  return lc_measurement_new_with_facts (routing, latencies->len > 0 ? LC_OUTCOME_ANSWERED : LC_OUTCOME_SKIPPED,
                                        facts);
}
