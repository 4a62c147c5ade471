/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-server.h: where servers of a media region may be found, and one that
 * was.
 */
#pragma once

#include "profile/lc-profile.h"

G_BEGIN_DECLS

/**
 * LcRegionSource:
 * What leads to servers of a region, in the order in which it is tried.
 */
typedef enum
{
  LC_REGION_SOURCE_EDGE_HOST,
  LC_REGION_SOURCE_ID_HOST,
  LC_REGION_SOURCE_RANGE,
  LC_REGION_N_SOURCES
} LcRegionSource;

/**
 * LcRegionServer:
 * @server: (nullable): its address and port, or %NULL for nobody
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

LcRegionServer *lc_region_server_new (LcProfile *profile, const LcRegion *region, GInetAddress *address,
                                      guint16 port, LcTransport transport, LcRegionSource source,
                                      const char *host);
void            lc_region_server_free (LcRegionServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcRegionServer, lc_region_server_free)

const char     *lc_region_source_to_string (LcRegionSource source);
char           *lc_region_source_dup_host (LcRegionSource source, LcProfile *profile, const LcRegion *region);
GPtrArray      *lc_region_list_addresses (const LcRegion *region, guint max_per_range);
const LcRegion *lc_region_find_by_address (LcProfile *profile, GInetAddress *address);

G_END_DECLS
