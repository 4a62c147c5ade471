/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-server.c: see lc-region-server.h.
 */
#include "probes/lc-region-server.h"

/**
 * lc_region_server_new:
 * @host: (nullable): the name that led to @address
 */
LcRegionServer *
lc_region_server_new (LcProfile *profile, const LcRegion *region, GInetAddress *address, guint16 port,
                      LcTransport transport, LcRegionSource source, const char *host)
{
  LcRegionServer *self = g_new0 (LcRegionServer, 1);

  self->server = g_inet_socket_address_new (address, port);
  self->transport = transport;
  self->source = lc_region_source_to_string (source);
  self->host = g_strdup (host);
  self->is_in_range = lc_region_find_by_address (profile, address) == region;
  return self;
}

void
lc_region_server_free (LcRegionServer *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->server);
  g_free (self->host);
  g_free (self);
}

/* Returns: (transfer none): the source as it stands in a fact */
const char *
lc_region_source_to_string (LcRegionSource source)
{
  static const char *const names[LC_REGION_N_SOURCES] = { "edge-host", "region-id-host", "range" };

  return names[source];
}

/* Returns: (nullable) (transfer full): the name to ask the DNS for; %NULL when this source has none */
char *
lc_region_source_dup_host (LcRegionSource source, LcProfile *profile, const LcRegion *region)
{
  switch (source)
    {
    case LC_REGION_SOURCE_EDGE_HOST:
      return lc_profile_dup_region_edge_host (profile, region);
    case LC_REGION_SOURCE_ID_HOST:
      return lc_profile_dup_region_id_host (profile, region);
    case LC_REGION_SOURCE_RANGE:
    case LC_REGION_N_SOURCES:
    default:
      return NULL;
    }
}

/**
 * lc_region_list_addresses:
 * @max_per_range: at most so many of each range, spread over it
 *
 * Returns: (transfer full) (element-type GInetAddress): addresses out of the
 *   ranges of the region's own layer
 */
GPtrArray *
lc_region_list_addresses (const LcRegion *region, guint max_per_range)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < region->ranges->len; i++)
    {
      const LcRegionRange *range = &g_array_index (region->ranges, LcRegionRange, i);
      g_autoptr (GArray) sample = NULL;

      if (range->layer != region->layer)
        continue;
      sample = lc_address_range_sample (&range->range, max_per_range);
      for (guint j = 0; j < sample->len; j++)
        {
          guint32 number = GUINT32_TO_BE (g_array_index (sample, guint32, j));

          g_ptr_array_add (addresses,
                           g_inet_address_new_from_bytes ((const guint8 *) &number, G_SOCKET_FAMILY_IPV4));
        }
    }
  return addresses;
}

/* Returns: (nullable) (transfer none): the region that published an address, owned by the profile */
const LcRegion *
lc_region_find_by_address (LcProfile *profile, GInetAddress *address)
{
  g_autofree char *text = g_inet_address_to_string (address);

  return lc_profile_find_region_of_text (profile, text, NULL);
}
