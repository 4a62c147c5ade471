/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-region-server.c: where servers of the built-in profile's regions may be
 * found.
 */
#include "probes/lc-region-server.h"

#include "profile/lc-profile-file.h"

static void
test_hosts (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  const LcRegion *region = lc_profile_find_region (profile, "ie1");
  g_autofree char *edge = lc_region_source_dup_host (LC_REGION_SOURCE_EDGE_HOST, profile, region);
  g_autofree char *id = lc_region_source_dup_host (LC_REGION_SOURCE_ID_HOST, profile, region);

  g_assert_cmpstr (edge, ==, "dublin.stun.twilio.com");
  g_assert_cmpstr (id, ==, "ie1.stun.twilio.com");
  g_assert_null (lc_region_source_dup_host (LC_REGION_SOURCE_RANGE, profile, region));
}

/* Every address that is listed for a region is one of that region. */
static void
test_addresses (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  const GPtrArray *regions = lc_profile_get_regions (profile);

  for (guint i = 0; i < regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (regions, i);
      g_autoptr (GPtrArray) addresses = lc_region_list_addresses (region, 8);

      g_assert_cmpuint (addresses->len, >, 0);
      g_assert_cmpuint (addresses->len, <=, 8 * region->ranges->len);
      for (guint j = 0; j < addresses->len; j++)
        g_assert_true (lc_region_find_by_address (profile, g_ptr_array_index (addresses, j)) == region);
    }
}

static void
test_nobodys_addresses (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autoptr (GInetAddress) ipv4 = g_inet_address_new_from_string ("192.0.2.1");
  g_autoptr (GInetAddress) ipv6 = g_inet_address_new_from_string ("2001:db8::1");

  g_assert_null (lc_region_find_by_address (profile, ipv4));
  g_assert_null (lc_region_find_by_address (profile, ipv6));
}

static void
test_server (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  const LcRegion *region = lc_profile_find_region (profile, "ie1");
  const LcRegion *other = lc_profile_find_region (profile, "us1");
  g_autoptr (GPtrArray) addresses = lc_region_list_addresses (region, 1);
  GInetAddress *address = g_ptr_array_index (addresses, 0);
  g_autoptr (LcRegionServer) own = lc_region_server_new (profile, region, address, 3478, LC_TRANSPORT_UDP,
                                                         LC_REGION_SOURCE_RANGE, NULL);
  g_autoptr (LcRegionServer) foreign = lc_region_server_new (profile, other, address, 443, LC_TRANSPORT_TCP,
                                                             LC_REGION_SOURCE_ID_HOST, "us1.example");

  g_assert_true (own->is_in_range);
  g_assert_cmpstr (own->source, ==, "range");
  g_assert_null (own->host);
  g_assert_false (foreign->is_in_range);
  g_assert_cmpstr (foreign->source, ==, "region-id-host");
  g_assert_cmpstr (foreign->host, ==, "us1.example");
  g_assert_cmpuint (g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (foreign->server)), ==, 443);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probes/region-server/hosts", test_hosts);
  g_test_add_func ("/probes/region-server/addresses", test_addresses);
  g_test_add_func ("/probes/region-server/nobodys-addresses", test_nobodys_addresses);
  g_test_add_func ("/probes/region-server/server", test_server);
  return g_test_run ();
}
