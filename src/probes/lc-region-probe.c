/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-probe.c: finds a server of a media region (lc-region-search.c) and
 * takes a series of round-trip times to it through the sampler that all regions
 * share.
 *
 * Facts: address; source ("edge-host", "region-id-host", "range"); host, when a
 * name led there; method ("stun-udp", or "tcp-3478" and "tcp-443" as second
 * best); in_range, whether the address is in the region's published ranges.
 * The samples are the latency series.
 */
#include "probes/lc-region-probe.h"

#include "probes/lc-region-search.h"

#define SAMPLE_TIMEOUT_MS 2000 /* a full queue delays by more than a second, and loses nothing */
#define MAX_TCP_SAMPLES 10
#define MARGIN_MS 100 /* before the deadline */
#define USUAL_SERIES_MS 1000 /* what fits into the usual deadline of a probe */

struct _LcRegionProbe
{
  LcProbe parent_instance;

  LcResolver *resolver;
  LcStunUdp *udp;
  LcConnector *connector;
  LcLatencySampler *sampler;
  LcProfile *profile;
  const LcRegion *region;
  guint n_samples;
};

G_DEFINE_FINAL_TYPE (LcRegionProbe, lc_region_probe, LC_TYPE_PROBE)

typedef struct
{
  LcRecorder *recorder;
  gint64 end_us; /* monotonic */
} RegionSeries;

static void
region_series_free (gpointer data)
{
  RegionSeries *series = data;

  g_object_unref (series->recorder);
  g_free (series);
}

static void
on_sample (gint64 sent_monotonic_us, gint64 rtt_us, gpointer user_data)
{
  RegionSeries *series = user_data;

  lc_recorder_add_sample (series->recorder,
                          lc_clock_from_monotonic_us (lc_recorder_get_clock (series->recorder), sent_monotonic_us),
                          rtt_us);
}

static void
on_series_over (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (lc_latency_sampler_run_finish (LC_LATENCY_SAMPLER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
record_server (LcRegionProbe *self, LcRecorder *recorder, const LcRegionServer *found)
{
  LcFacts *facts = lc_recorder_get_facts (recorder);
  GInetSocketAddress *server = G_INET_SOCKET_ADDRESS (found->server);
  g_autofree char *address = g_inet_address_to_string (g_inet_socket_address_get_address (server));
  g_autofree char *method = NULL;

  if (found->transport == LC_TRANSPORT_UDP)
    method = g_strdup ("stun-udp");
  else
    method = g_strdup_printf ("tcp-%u", g_inet_socket_address_get_port (server));
  lc_facts_set_string (facts, LC_FACT_ADDRESS, address);
  lc_facts_set_string (facts, LC_FACT_SOURCE, found->source);
  if (found->host != NULL)
    lc_facts_set_string (facts, LC_FACT_HOST, found->host);
  lc_facts_set_string (facts, LC_FACT_METHOD, method);
  lc_facts_set_bool (facts, LC_FACT_IN_RANGE, found->is_in_range);
  lc_recorder_set_outcome (recorder, LC_OUTCOME_ANSWERED);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcRegionServer) found = lc_region_search_finish (result, &error);
  LcRegionProbe *self = g_task_get_source_object (task);
  RegionSeries *series = g_task_get_task_data (task);
  LcSeriesPlan plan = { .timeout_ms = SAMPLE_TIMEOUT_MS };

  if (found == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (found->server == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  record_server (self, series->recorder, found);
  if (self->n_samples == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  plan.transport = found->transport;
  plan.n_samples = found->transport == LC_TRANSPORT_UDP ? self->n_samples : MIN (self->n_samples, MAX_TCP_SAMPLES);
  plan.end_monotonic_us = series->end_us;
  lc_latency_sampler_run_async (self->sampler, found->server, &plan, on_sample, series,
                                g_task_get_cancellable (task), on_series_over, g_object_ref (task));
}

static void
lc_region_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  LcRegionProbe *self = LC_REGION_PROBE (probe);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  RegionSeries *series = g_new0 (RegionSeries, 1);
  LcRegionSearchPlan plan = {
    .resolver = self->resolver,
    .udp = self->udp,
    .connector = self->connector,
    .profile = self->profile,
    .region = self->region,
    .recorder = recorder,
    .deadline_ms = lc_probe_get_deadline_ms (probe),
  };

  g_task_set_source_tag (task, lc_region_probe_ask_async);
  series->recorder = g_object_ref (recorder);
  series->end_us = g_get_monotonic_time () + 1000 * MAX ((gint64) plan.deadline_ms - MARGIN_MS, 1);
  g_task_set_task_data (task, series, region_series_free);
  lc_region_search_async (&plan, cancellable, on_found, g_steal_pointer (&task));
}

static gboolean
lc_region_probe_ask_finish (LcProbe *probe, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lc_region_probe_finalize (GObject *object)
{
  LcRegionProbe *self = LC_REGION_PROBE (object);

  g_clear_object (&self->resolver);
  g_clear_object (&self->udp);
  g_clear_object (&self->connector);
  g_clear_object (&self->sampler);
  g_clear_object (&self->profile);
  G_OBJECT_CLASS (lc_region_probe_parent_class)->finalize (object);
}

static void
lc_region_probe_class_init (LcRegionProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_region_probe_finalize;
  LC_PROBE_CLASS (klass)->ask_async = lc_region_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = lc_region_probe_ask_finish;
}

static void
lc_region_probe_init (LcRegionProbe *self)
{
}

/**
 * lc_region_probe_new:
 * @id: of the row: "region.ie1"
 * @sampler: the one that all regions share
 * @region: owned by @profile
 * @n_samples: of the latency series; a long one gets a later deadline
 */
LcProbe *
lc_region_probe_new (const char *id, LcResolver *resolver, LcStunUdp *udp, LcConnector *connector,
                     LcLatencySampler *sampler, LcProfile *profile, const LcRegion *region, guint n_samples)
{
  LcRegionProbe *self = g_object_new (LC_TYPE_REGION_PROBE, "id", id, NULL);
  guint series_ms = n_samples * lc_latency_sampler_get_interval_ms (sampler);

  self->resolver = g_object_ref (resolver);
  self->udp = g_object_ref (udp);
  self->connector = g_object_ref (connector);
  self->sampler = g_object_ref (sampler);
  self->profile = g_object_ref (profile);
  self->region = region;
  self->n_samples = n_samples;
  lc_probe_set_deadline_ms (LC_PROBE (self), lc_profile_get_deadlines (profile)->probe_ms +
                                               (series_ms > USUAL_SERIES_MS ? series_ms - USUAL_SERIES_MS : 0));
  return LC_PROBE (self);
}
