/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-routing-probe.c: compares what the regions' rows measured. It asks the
 * network nothing: the addresses of the global names are in the resolver's
 * cache, because their own rows came first.
 *
 * Regions that answered over UDP come before those that answered over TCP only,
 * those that lose so much that the profile calls it poor come last, and the
 * recommended one is one on the vendor's page. Among them the lowest median
 * wins; those within the noise of it are tied.
 *
 * Facts: nearest_region, nearest_median_us, nearest_p95_us, nearest_jitter_us,
 * nearest_sent, nearest_lost, nearest_method; tied_regions (without the recommended one, nearest
 * first); dns_region and dns_address (of the first global name that leads into
 * a published range, else the first address), dns_layer ("vendor" or
 * "operator"), dns_region_median_us when it was measured; for every global name
 * a step "dns", with the facts region and layer.
 */
#include "probes/lc-routing-probe.h"

#include "measurement/lc-stats.h"
#include "profile/lc-profile-enums.h"
#include "verdict/lc-judge.h"

typedef struct
{
  const LcRegion *region;
  char *check_id;
  LcStats stats;
  gboolean is_udp;
  gboolean is_lossy; /* poor, and chance does not explain it */
} Candidate;

struct _LcRoutingProbe
{
  LcProbe parent_instance;

  LcResolver *resolver;
  LcProfile *profile;
  GArray *candidates; /* of Candidate */
  GPtrArray *hosts;   /* of char * */
};

G_DEFINE_FINAL_TYPE (LcRoutingProbe, lc_routing_probe, LC_TYPE_PROBE)

typedef struct
{
  LcRecorder *recorder;
  GArray *measured; /* of Candidate, best first; contents not owned */
  guint n_pending;
  gboolean is_dns_known; /* into a published range */
} AskData;

static void
ask_data_free (gpointer data)
{
  AskData *ask = data;

  g_object_unref (ask->recorder);
  g_array_unref (ask->measured);
  g_free (ask);
}

static void
candidate_clear (gpointer data)
{
  g_free (((Candidate *) data)->check_id);
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *first = a, *second = b;

  if (first->is_lossy != second->is_lossy)
    return first->is_lossy ? 1 : -1;
  if (first->is_udp != second->is_udp)
    return first->is_udp ? -1 : 1;
  if (first->stats.median_us != second->stats.median_us)
    return first->stats.median_us < second->stats.median_us ? -1 : 1;
  return g_strcmp0 (first->region->id, second->region->id);
}

static void
measure (LcRoutingProbe *self, GArray *measured)
{
  double poor_percent = lc_profile_get_thresholds (self->profile)->poor_loss_percent;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      Candidate candidate = g_array_index (self->candidates, Candidate, i);
      LcMeasurement *measurement = lc_probe_get_provided (LC_PROBE (self), candidate.check_id);
      const LcSample *samples;
      guint n_samples;

      if (measurement == NULL || !lc_judge_can_carry_media (measurement))
        continue;
      samples = lc_measurement_get_samples (measurement, &n_samples);
      lc_stats_compute (samples, n_samples, &candidate.stats);
      candidate.is_udp =
        g_strcmp0 (lc_facts_get_string (lc_measurement_get_facts (measurement), LC_FACT_METHOD), "stun-udp") == 0;
      candidate.is_lossy =
        lc_stats_loss_at_least (candidate.stats.n_lost, candidate.stats.n_sent) * 100 >= poor_percent;
      if (candidate.stats.n_received > 0)
        g_array_append_val (measured, candidate);
    }
  g_array_sort (measured, compare_candidates);
}

static const Candidate *
find_recommended (GArray *measured)
{
  for (guint i = 0; i < measured->len; i++)
    {
      const Candidate *candidate = &g_array_index (measured, Candidate, i);

      if (candidate->region->layer == LC_LAYER_VENDOR)
        return candidate;
    }
  return measured->len > 0 ? &g_array_index (measured, Candidate, 0) : NULL;
}

/* Whether they differ in their latency alone. */
static gboolean
is_alike (const Candidate *first, const Candidate *second)
{
  return first->region->layer == second->region->layer && first->is_udp == second->is_udp &&
         first->is_lossy == second->is_lossy;
}

static void
record_choice (GArray *measured, LcFacts *facts)
{
  const Candidate *best = find_recommended (measured);
  g_autoptr (GPtrArray) tied = g_ptr_array_new ();

  if (best == NULL)
    return;
  for (guint i = 0; i < measured->len; i++)
    {
      const Candidate *other = &g_array_index (measured, Candidate, i);

      if (other != best && is_alike (best, other) && lc_stats_is_tied (&best->stats, &other->stats))
        g_ptr_array_add (tied, other->region->id);
    }
  g_ptr_array_add (tied, NULL);
  lc_facts_set_string (facts, LC_FACT_NEAREST_REGION, best->region->id);
  lc_facts_set_int (facts, LC_FACT_NEAREST_MEDIAN_US, best->stats.median_us);
  lc_facts_set_int (facts, LC_FACT_NEAREST_P95_US, best->stats.p95_us);
  if (best->stats.jitter_us >= 0)
    lc_facts_set_int (facts, LC_FACT_NEAREST_JITTER_US, best->stats.jitter_us);
  lc_facts_set_int (facts, LC_FACT_NEAREST_SENT, best->stats.n_sent);
  lc_facts_set_int (facts, LC_FACT_NEAREST_LOST, best->stats.n_lost);
  lc_facts_set_string (facts, LC_FACT_NEAREST_METHOD, best->is_udp ? "udp" : "tcp");
  lc_facts_set_strv (facts, LC_FACT_TIED_REGIONS, (const char *const *) tied->pdata);
}

static const LcRegion *
find_region (LcProfile *profile, GInetAddress *address, LcLayer *layer)
{
  g_autofree char *text = g_inet_address_to_string (address);
  guint32 number;

  return lc_ipv4_parse (text, &number) ? lc_profile_find_region_of_address (profile, number, layer) : NULL;
}

static void
record_dns (LcRoutingProbe *self, AskData *ask, const LcDnsAnswer *answer)
{
  LcFacts *step_facts = lc_recorder_get_step_facts (ask->recorder, lc_dns_answer_record (answer, ask->recorder));
  LcFacts *facts = lc_recorder_get_facts (ask->recorder);
  g_autofree char *text = NULL;
  GInetAddress *address;
  const LcRegion *region;
  LcLayer layer = LC_LAYER_VENDOR;

  if (answer->addresses->len == 0)
    return;
  address = g_ptr_array_index (answer->addresses, 0);
  text = g_inet_address_to_string (address);
  region = find_region (self->profile, address, &layer);
  if (region != NULL)
    {
      lc_facts_set_string (step_facts, LC_FACT_REGION, region->id);
      lc_facts_set_string (step_facts, LC_FACT_LAYER, lc_enum_nick (LC_TYPE_LAYER, layer));
    }
  if (ask->is_dns_known || (region == NULL && lc_facts_has (facts, LC_FACT_DNS_ADDRESS)))
    return;
  lc_facts_set_string (facts, LC_FACT_DNS_ADDRESS, text);
  if (region == NULL)
    return;
  ask->is_dns_known = TRUE;
  lc_facts_set_string (facts, LC_FACT_DNS_REGION, region->id);
  lc_facts_set_string (facts, LC_FACT_DNS_LAYER, lc_enum_nick (LC_TYPE_LAYER, layer));
  for (guint i = 0; i < ask->measured->len; i++)
    {
      const Candidate *candidate = &g_array_index (ask->measured, Candidate, i);

      if (candidate->region == region)
        lc_facts_set_int (facts, LC_FACT_DNS_REGION_MEDIAN_US, candidate->stats.median_us);
    }
}

static void ask_next (GTask *task);

static void
on_resolved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcDnsAnswer) answer = lc_resolver_ask_finish (LC_RESOLVER (source), result, &error);
  AskData *ask = g_task_get_task_data (task);

  if (answer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  record_dns (g_task_get_source_object (task), ask, answer);
  ask->n_pending--;
  ask_next (g_steal_pointer (&task));
}

/* One host after the other, so that the first in the profile comes first. */
static void
ask_next (GTask *task)
{
  LcRoutingProbe *self = g_task_get_source_object (task);
  AskData *ask = g_task_get_task_data (task);

  if (ask->n_pending == 0)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  lc_resolver_ask_async (self->resolver, g_ptr_array_index (self->hosts, self->hosts->len - ask->n_pending),
                         G_SOCKET_FAMILY_IPV4, g_task_get_cancellable (task), on_resolved, task);
}

static void
lc_routing_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  LcRoutingProbe *self = LC_ROUTING_PROBE (probe);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  AskData *ask = g_new0 (AskData, 1);
  LcFacts *facts = lc_recorder_get_facts (recorder);

  g_task_set_source_tag (task, lc_routing_probe_ask_async);
  ask->recorder = g_object_ref (recorder);
  ask->measured = g_array_new (FALSE, FALSE, sizeof (Candidate));
  ask->n_pending = self->hosts->len;
  g_task_set_task_data (task, ask, ask_data_free);

  measure (self, ask->measured);
  record_choice (ask->measured, facts);
  if (ask->measured->len > 0)
    {
      lc_recorder_set_outcome (recorder, LC_OUTCOME_ANSWERED);
    }
  else
    {
      lc_facts_set_string (facts, LC_FACT_REASON, "no-region-measured");
      lc_recorder_set_outcome (recorder, LC_OUTCOME_SKIPPED);
    }
  ask_next (task);
}

static gboolean
lc_routing_probe_ask_finish (LcProbe *probe, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lc_routing_probe_finalize (GObject *object)
{
  LcRoutingProbe *self = LC_ROUTING_PROBE (object);

  g_clear_object (&self->resolver);
  g_clear_object (&self->profile);
  g_array_unref (self->candidates);
  g_ptr_array_unref (self->hosts);
  G_OBJECT_CLASS (lc_routing_probe_parent_class)->finalize (object);
}

static void
lc_routing_probe_class_init (LcRoutingProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_routing_probe_finalize;
  LC_PROBE_CLASS (klass)->ask_async = lc_routing_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = lc_routing_probe_ask_finish;
}

static void
lc_routing_probe_init (LcRoutingProbe *self)
{
  self->candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_array_set_clear_func (self->candidates, candidate_clear);
  self->hosts = g_ptr_array_new_with_free_func (g_free);
}

static void
add_need (LcRoutingProbe *self, const char *check_id)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) needs = NULL;

  g_strv_builder_addv (builder, (const char **) lc_probe_get_needs (LC_PROBE (self)));
  g_strv_builder_add (builder, check_id);
  needs = g_strv_builder_end (builder);
  lc_probe_set_needs (LC_PROBE (self), (const char *const *) needs);
}

/**
 * lc_routing_probe_new:
 * @id: of the row: "routing"
 */
LcProbe *
lc_routing_probe_new (const char *id, LcResolver *resolver, LcProfile *profile)
{
  LcRoutingProbe *self = g_object_new (LC_TYPE_ROUTING_PROBE, "id", id, NULL);

  self->resolver = g_object_ref (resolver);
  self->profile = g_object_ref (profile);
  return LC_PROBE (self);
}

/**
 * lc_routing_probe_add_region:
 * @region: owned by the profile
 * @check_id: the row that measures it, which the probe will wait for
 */
void
lc_routing_probe_add_region (LcRoutingProbe *self, const LcRegion *region, const char *check_id)
{
  Candidate candidate = { .region = region, .check_id = g_strdup (check_id) };

  g_array_append_val (self->candidates, candidate);
  add_need (self, check_id);
}

/**
 * lc_routing_probe_add_host:
 * @host: a name that DNS sends to the nearest region: "global.stun..."
 * @check_id: the row that resolves it, which the probe will wait for
 */
void
lc_routing_probe_add_host (LcRoutingProbe *self, const char *host, const char *check_id)
{
  g_ptr_array_add (self->hosts, g_strdup (host));
  add_need (self, check_id);
}
