/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-far-address.c: which way media would leave this computer is asked for an
 * actual media address, because a VPN may carry some addresses and not others.
 *
 * Media is IPv4 only. For IPv6, and for a profile without regions, a root name
 * server stands for "anywhere": its addresses are stable and public. Nothing is
 * sent to either.
 */
#include "config.h"

#include "probes/lc-far-address.h"

#define ROOT_SERVER_IPV4 "198.41.0.4"
#define ROOT_SERVER_IPV6 "2001:503:ba3e::2:30"

/**
 * lc_far_address_new:
 * @family: %G_SOCKET_FAMILY_IPV4 or %G_SOCKET_FAMILY_IPV6
 *
 * Returns: (transfer full): an address of the first region, or a stand-in
 */
GInetAddress *
lc_far_address_new (LcProfile *profile, GSocketFamily family)
{
  const GPtrArray *regions = lc_profile_get_regions (profile);

  if (family == G_SOCKET_FAMILY_IPV6)
    return g_inet_address_new_from_string (ROOT_SERVER_IPV6);

  for (guint i = 0; i < regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (regions, i);

      if (region->ranges->len > 0)
        {
          const LcRegionRange *range = &g_array_index (region->ranges, LcRegionRange, 0);
          g_autoptr (GArray) addresses = lc_address_range_sample (&range->range, 1);
          g_autofree char *text = lc_ipv4_to_string (g_array_index (addresses, guint32, 0));

          return g_inet_address_new_from_string (text);
        }
    }
  return g_inet_address_new_from_string (ROOT_SERVER_IPV4);
}
