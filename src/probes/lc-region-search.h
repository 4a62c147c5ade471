/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-search.h: finds a server of a media region that answers.
 */
#pragma once

#include "check/lc-probe.h"
#include "net/lc-connector.h"
#include "net/lc-resolver.h"
#include "net/lc-stun-udp.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

/**
 * LcRegionSearchPlan:
 * @resolver: the one of the run
 * @udp: the one of the run
 * @connector: the one of the run
 * @profile: knows the region's names and ranges
 * @region: owned by @profile
 * @recorder: where every step is written down
 * @deadline_ms: from now, for the search and the latency series after it
 */
typedef struct
{
  LcResolver *resolver;
  LcStunUdp *udp;
  LcConnector *connector;
  LcProfile *profile;
  const LcRegion *region;
  LcRecorder *recorder;
  guint deadline_ms;
} LcRegionSearchPlan;

/**
 * LcRegionServer:
 * @server: (nullable): who answered, or %NULL when nobody did
 * @transport: %LC_TRANSPORT_UDP, or %LC_TRANSPORT_TCP as second best
 * @source: how it was found: "edge-host", "region-id-host" or "range"
 * @host: (nullable): the name that led to it
 * @is_in_range: whether it is in one of the region's ranges
 */
typedef struct
{
  GSocketAddress *server;
  LcTransport transport;
  const char *source;
  char *host;
  gboolean is_in_range;
} LcRegionServer;

void            lc_region_server_free (LcRegionServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcRegionServer, lc_region_server_free)

void            lc_region_search_async (const LcRegionSearchPlan *plan, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
LcRegionServer *lc_region_search_finish (GAsyncResult *result, GError **error);

G_END_DECLS
