/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-latency-sampler.h: round-trip times to many servers at the same moments.
 *
 * All series follow one clock of ticks; each has its own place (phase) within
 * a tick. So they see the network in the same state, and do not queue behind one
 * another. A series may join at any time.
 */
#pragma once

#include "net/lc-connector.h"
#include "net/lc-stun-udp.h"

G_BEGIN_DECLS

#define LC_TYPE_LATENCY_SAMPLER (lc_latency_sampler_get_type ())
G_DECLARE_FINAL_TYPE (LcLatencySampler, lc_latency_sampler, LC, LATENCY_SAMPLER, GObject)

/**
 * LcSeriesPlan:
 * @transport: %LC_TRANSPORT_UDP asks STUN Bindings, %LC_TRANSPORT_TCP connects
 * @n_samples: how many
 * @timeout_ms: when a sample counts as lost
 * @end_monotonic_us: when the series ends at the latest, or 0
 */
typedef struct
{
  LcTransport transport;
  guint n_samples;
  guint timeout_ms;
  gint64 end_monotonic_us;
} LcSeriesPlan;

/**
 * LcSampleFunc:
 * @sent_monotonic_us: when the request left, g_get_monotonic_time()
 * @rtt_us: round-trip time, or -1 when the sample is lost
 *
 * Called as soon as the fate of a sample is known: not in the order of sending.
 */
typedef void (*LcSampleFunc) (gint64 sent_monotonic_us, gint64 rtt_us, gpointer user_data);

LcLatencySampler *lc_latency_sampler_new (LcStunUdp *udp, LcConnector *connector, guint interval_ms);
guint             lc_latency_sampler_get_interval_ms (LcLatencySampler *self);

void              lc_latency_sampler_run_async (LcLatencySampler *self, GSocketAddress *server,
                                                const LcSeriesPlan *plan, LcSampleFunc on_sample,
                                                gpointer sample_data, GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer user_data);
gboolean          lc_latency_sampler_run_finish (LcLatencySampler *self, GAsyncResult *result, GError **error);

G_END_DECLS
