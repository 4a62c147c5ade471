/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-profile.c: the built-in profile, and what its reader says about bad ones.
 */
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/lc-profile.h"

static void
test_builtin_service (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  const LcPublisher *operator = lc_profile_get_publisher (profile, LC_LAYER_OPERATOR);
  LcPortRange ports;

  g_assert_cmpstr (lc_profile_get_id (profile), ==, "quicklink-studio");
  g_assert_cmpstr (lc_profile_get_name (profile), ==, "Quicklink Studio");
  g_assert_cmpstr (lc_profile_get_revision (profile), ==, "2026-11-22");
  g_assert_cmpstr (lc_profile_get_support_phone (profile), ==, "+44 1792 720880");
  g_assert_cmpstr (lc_profile_get_support_email (profile), ==, "support@quicklink.tv");
  g_assert_cmpstr (lc_profile_get_support_url (profile), ==, "https://quicklink.tv");
  g_assert_cmpstr (lc_profile_get_publisher (profile, LC_LAYER_VENDOR)->name, ==, "Quicklink");
  g_assert_cmpstr (operator->name, ==, "Twilio");
  ports = lc_profile_get_client_ports (profile);
  g_assert_cmpuint (ports.first, ==, 1024);
  g_assert_cmpuint (ports.last, ==, 65535);
  ports = lc_profile_get_media_ports (profile, LC_LAYER_VENDOR);
  g_assert_cmpuint (ports.first, ==, 10000);
  g_assert_cmpuint (ports.last, ==, 20000);
  ports = lc_profile_get_media_ports (profile, LC_LAYER_OPERATOR);
  g_assert_cmpuint (ports.last, ==, 60000);
}

static void
test_builtin_endpoints (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  static const struct
  {
    LcEndpointKind kind;
    const char *id, *host, *path, *ports;
  } wanted[] = {
    { LC_ENDPOINT_HTTPS, "portal", "quicklink.network", "/", "2:443:0" },
    { LC_ENDPOINT_SOCKET_IO, "socket-io", "psio.quicklink.network", "/socket.io/", "2:443:0" },
    { LC_ENDPOINT_SIGNALING, "signaling", "sig.quicklink.network", "/", "2:443:0" },
    { LC_ENDPOINT_STUN, "stun", "global.stun.twilio.com", NULL, "0:3478:0 1:3478:0" },
    { LC_ENDPOINT_TURN, "turn", "global.turn.twilio.com", NULL,
      "0:3478:0 1:3478:0 1:443:1 2:443:1" },
  };

  g_assert_cmpuint (lc_profile_get_endpoints (profile)->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      const LcEndpoint *endpoint = lc_profile_find_endpoint (profile, wanted[i].kind);
      g_autoptr (GString) ports = g_string_new (NULL);

      g_assert_nonnull (endpoint);
      g_assert_cmpstr (endpoint->id, ==, wanted[i].id);
      g_assert_cmpstr (endpoint->host, ==, wanted[i].host);
      g_assert_cmpstr (endpoint->path, ==, wanted[i].path);
      for (guint j = 0; j < endpoint->ports->len; j++)
        {
          const LcServerPort *port = &g_array_index (endpoint->ports, LcServerPort, j);

          g_string_append_printf (ports, "%s%d:%u:%d", j > 0 ? " " : "", port->transport,
                                  port->port, port->layer);
        }
      g_assert_cmpstr (ports->str, ==, wanted[i].ports);
    }
}

static void
test_builtin_regions (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  const GPtrArray *regions = lc_profile_get_regions (profile);
  static const char *const vendor[] = { "au1", "br1", "ie1", "jp1", "sg1", "us1", "us2" };
  const LcRegion *region;
  g_autofree char *edge_host = NULL;
  g_autofree char *id_host = NULL;
  guint n_vendor_ranges = 0, n_operator_ranges = 0;

  g_assert_cmpuint (regions->len, ==, 9);
  for (guint i = 0; i < regions->len; i++)
    {
      region = g_ptr_array_index (regions, i);
      g_assert_true (region->layer == (i < 7 ? LC_LAYER_VENDOR : LC_LAYER_OPERATOR));
      if (i < 7)
        g_assert_cmpstr (region->id, ==, vendor[i]);
      for (guint j = 0; j < region->ranges->len; j++)
        {
          if (g_array_index (region->ranges, LcRegionRange, j).layer == LC_LAYER_VENDOR)
            n_vendor_ranges++;
          else
            n_operator_ranges++;
        }
    }
  g_assert_cmpuint (n_vendor_ranges, ==, 8);
  g_assert_cmpuint (n_operator_ranges, ==, 29);

  region = lc_profile_find_region (profile, "ie1");
  g_assert_cmpstr (region->place, ==, "Ireland");
  g_assert_cmpfloat (region->latitude, ==, 53.35);
  g_assert_cmpfloat (region->longitude, ==, -6.26);
  edge_host = lc_profile_dup_region_edge_host (profile, region);
  id_host = lc_profile_dup_region_id_host (profile, region);
  g_assert_cmpstr (edge_host, ==, "dublin.stun.twilio.com");
  g_assert_cmpstr (id_host, ==, "ie1.stun.twilio.com");
  g_assert_cmpuint (lc_profile_get_region_port (profile), ==, 3478);

  region = lc_profile_find_region (profile, "in1");
  g_assert_null (region->edge);
  g_assert_null (lc_profile_dup_region_edge_host (profile, region));
  g_assert_null (lc_profile_find_region (profile, "xx9"));
}

/* Nothing in the program says which published CIDRs are wrong: it is computed. */
static void
test_builtin_wrong_cidrs (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  const GPtrArray *regions = lc_profile_get_regions (profile);
  g_autoptr (GString) wrong = g_string_new (NULL);

  for (guint i = 0; i < regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (regions, i);

      for (guint j = 0; j < region->ranges->len; j++)
        {
          const LcRegionRange *range = &g_array_index (region->ranges, LcRegionRange, j);
          g_autofree char *right = NULL;

          if (!lc_region_range_is_published_right (range, &right))
            g_string_append_printf (wrong, "%s %d: %s is %s\n", region->id, range->layer,
                                    range->published_cidr, right);
          else
            g_assert_cmpstr (right, ==, range->published_cidr);
        }
    }
  g_assert_cmpstr (wrong->str, ==,
                   "ie1 0: 52.215.127.0/23 is 52.215.127.0/24\n"
                   "us2 0: 54.244.51.0/23 is 54.244.51.0/24\n");
}

static void
test_published_right (void)
{
  static const struct
  {
    guint32 first, last;
    const char *published, *right;
    gboolean is_right;
  } cases[] = {
    { 0x0a000000, 0x0a0000ff, "10.0.0.0/24", "10.0.0.0/24", TRUE },
    { 0x0a000000, 0x0a0000ff, NULL, "10.0.0.0/24", TRUE },
    { 0x0a000000, 0x0a0000ff, "10.0.0.0/25", "10.0.0.0/24", FALSE },
    { 0x0a000000, 0x0a0000ff, "10.0.0.1/24", "10.0.0.0/24", FALSE },
    { 0x0a000001, 0x0a000002, "10.0.0.0/30", "10.0.0.1/32, 10.0.0.2/32", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LcRegionRange range = { .range = { cases[i].first, cases[i].last },
                              .published_cidr = (char *) cases[i].published };
      g_autofree char *right = NULL;

      g_assert_true (lc_region_range_is_published_right (&range, &right) == cases[i].is_right);
      g_assert_cmpstr (right, ==, cases[i].right);
      g_assert_true (lc_region_range_is_published_right (&range, NULL) == cases[i].is_right);
    }
}

static void
test_builtin_addresses (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  static const struct
  {
    const char *address, *region;
    LcLayer layer;
  } cases[] = {
    { "54.171.127.192", "ie1", LC_LAYER_VENDOR },   { "54.171.127.255", "ie1", LC_LAYER_VENDOR },
    { "54.171.127.191", NULL, LC_LAYER_VENDOR },    { "52.215.126.1", NULL, LC_LAYER_VENDOR },
    { "3.249.63.129", "ie1", LC_LAYER_OPERATOR },   { "54.172.61.7", "us1", LC_LAYER_VENDOR },
    { "18.156.18.200", "de1", LC_LAYER_OPERATOR },  { "52.66.194.63", "in1", LC_LAYER_OPERATOR },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint32 address = 0;
      LcLayer layer = LC_LAYER_VENDOR;
      const LcRegion *region;

      g_assert_true (lc_ipv4_parse (cases[i].address, &address));
      region = lc_profile_find_region_of_address (profile, address, &layer);
      g_assert_cmpstr (region != NULL ? region->id : NULL, ==, cases[i].region);
      g_assert_cmpint (layer, ==, cases[i].layer);
      g_assert_true (lc_profile_find_region_of_address (profile, address, NULL) == region);
    }
}

static void
test_builtin_allow_list (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autoptr (GArray) vendor = lc_profile_get_cidrs (profile, LC_LAYER_VENDOR);
  g_autoptr (GArray) complete = lc_profile_get_cidrs (profile, LC_LAYER_OPERATOR);
  guint n_vendor = 0, n_complete = 0;

  for (guint i = 0; i < vendor->len; i++)
    n_vendor += 1u << (32 - g_array_index (vendor, LcCidr, i).prefix);
  for (guint i = 0; i < complete->len; i++)
    n_complete += 1u << (32 - g_array_index (complete, LcCidr, i).prefix);
  g_assert_cmpuint (vendor->len, ==, 8);
  g_assert_cmpuint (n_vendor, ==, 5 * 64 + 2 * 256 + 512);
  /* The vendor's eight are among the operator's 29. */
  g_assert_cmpuint (complete->len, ==, 29);
  g_assert_cmpuint (n_complete, ==, 3648);
}

static void
test_builtin_figures (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  const LcThresholds *deciding = lc_profile_get_thresholds (profile);
  const GPtrArray *sets = lc_profile_get_all_thresholds (profile);
  const LcThresholds *teams;
  const LcMediaRates *rates = lc_profile_get_media_rates (profile);
  const GPtrArray *classes = lc_profile_get_dscp_classes (profile);
  const LcDeadlines *deadlines = lc_profile_get_deadlines (profile);

  g_assert_cmpstr (deciding->source, ==, "Twilio video diagnostics");
  g_assert_cmpfloat (deciding->good_rtt_ms, ==, 100);
  g_assert_cmpfloat (deciding->suboptimal_rtt_ms, ==, 250);
  g_assert_cmpfloat (deciding->poor_rtt_ms, ==, 400);
  g_assert_cmpfloat (deciding->good_jitter_ms, ==, 5);
  g_assert_cmpfloat (deciding->suboptimal_jitter_ms, ==, 10);
  g_assert_cmpfloat (deciding->poor_jitter_ms, ==, 30);
  g_assert_cmpfloat (deciding->good_loss_percent, ==, 1);
  g_assert_cmpfloat (deciding->suboptimal_loss_percent, ==, 3);
  g_assert_cmpfloat (deciding->poor_loss_percent, ==, 8);
  g_assert_cmpuint (sets->len, ==, 3);
  teams = g_ptr_array_index (sets, 2);
  g_assert_cmpstr (teams->id, ==, "microsoft-teams");
  g_assert_cmpfloat (teams->suboptimal_rtt_ms, ==, 100);
  g_assert_true (isnan (teams->good_rtt_ms) && isnan (teams->poor_loss_percent));

  g_assert_cmpuint (rates->room_default_kbps, ==, 2000);
  g_assert_cmpuint (rates->guest_max_kbps, ==, 4000);
  g_assert_cmpuint (rates->last_frame_held_ms, ==, 30000);

  g_assert_cmpuint (classes->len, ==, 5);
  g_assert_cmpuint (((LcDscpClass *) g_ptr_array_index (classes, 0))->dscp, ==, 46);
  g_assert_cmpstr (((LcDscpClass *) g_ptr_array_index (classes, 0))->class_name, ==, "EF");

  g_assert_cmpuint (deadlines->run_ms, ==, 10000);
  g_assert_cmpuint (deadlines->probe_ms, ==, 4000);
  g_assert_cmpuint (deadlines->samples, ==, 20);
  g_assert_cmpuint (deadlines->sample_interval_ms, ==, 50);
}

static void
test_finalize (void)
{
  LcProfile *profile = lc_profile_new_builtin ();

  g_assert_finalize_object (profile);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/builtin/service", test_builtin_service);
  g_test_add_func ("/profile/builtin/endpoints", test_builtin_endpoints);
  g_test_add_func ("/profile/builtin/regions", test_builtin_regions);
  g_test_add_func ("/profile/builtin/wrong-cidrs", test_builtin_wrong_cidrs);
  g_test_add_func ("/profile/builtin/addresses", test_builtin_addresses);
  g_test_add_func ("/profile/builtin/allow-list", test_builtin_allow_list);
  g_test_add_func ("/profile/builtin/figures", test_builtin_figures);
  g_test_add_func ("/profile/published-right", test_published_right);
  g_test_add_func ("/profile/finalize", test_finalize);
  return g_test_run ();
}
