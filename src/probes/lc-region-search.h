/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-search.h: finds a server of a media region that answers.
 */
#pragma once

#include "check/lc-probe.h"
#include "net/lc-connector.h"
#include "net/lc-resolver.h"
#include "net/lc-stun-udp.h"
#include "probes/lc-region-server.h"

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

void            lc_region_search_async (const LcRegionSearchPlan *plan, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
LcRegionServer *lc_region_search_finish (GAsyncResult *result, GError **error);

G_END_DECLS
