/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-region-probes.c: the rows of the media regions and of the routing, with
 * the built-in profile: in a network of the test's own, this computer has the
 * regions' addresses itself.
 */
#include <string.h>

#include "probes/lc-region-probe.h"
#include "probes/lc-routing-probe.h"
#include "profile/lc-profile-file.h"
#include "tests/support/test-bench.h"
#include "tests/support/test-namespace.h"

#define PORT 3478
#define EDGE_HOST "dublin.stun.twilio.com"
#define ID_HOST "ie1.stun.twilio.com"
#define IN_REGION "54.171.127.200"
#define IN_OTHER_REGION "54.172.60.7" /* us1 */
#define IN_NO_REGION "10.9.9.9"
#define N_SAMPLES 10
#define N_MANY_SAMPLES 100 /* for two seconds */
#define INTERVAL_MS 20

typedef struct
{
  TestBench bench;
  LcProfile *profile;
  LcLatencySampler *sampler;
} RegionFixture;

static void
set_up (RegionFixture *fixture, gconstpointer data)
{
  test_bench_set_up (&fixture->bench);
  fixture->profile = lc_profile_new_builtin ();
  fixture->sampler = lc_latency_sampler_new (fixture->bench.udp, fixture->bench.connector, INTERVAL_MS);
}

static void
tear_down (RegionFixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->sampler);
  test_bench_tear_down (&fixture->bench);
  g_object_unref (fixture->profile);
}

static TestStunServer *
add_server (RegionFixture *fixture, const char *address, guint16 port, LcTransport transport)
{
  return test_bench_add_server (&fixture->bench, address, port, transport, TEST_STUN_ANSWERS);
}

static LcProbe *
region_probe_with (RegionFixture *fixture, guint n_samples)
{
  TestBench *bench = &fixture->bench;

  return lc_region_probe_new ("region.ie1", bench->resolver, bench->udp, bench->connector, fixture->sampler,
                              fixture->profile, lc_profile_find_region (fixture->profile, "ie1"), n_samples);
}

static LcProbe *
region_probe (RegionFixture *fixture)
{
  return region_probe_with (fixture, N_SAMPLES);
}

/* Takes the probe. Returns: how long it took, in ms */
static gint64
run (RegionFixture *fixture, LcProbe *probe)
{
  return test_bench_run (&fixture->bench, probe, 6000);
}

static void
assert_outcome (RegionFixture *fixture, LcOutcome outcome)
{
  test_bench_assert_outcome (&fixture->bench, outcome);
}

static const char *
get_fact (RegionFixture *fixture, const char *name)
{
  return lc_facts_get_string (test_bench_get_facts (&fixture->bench), name);
}

static guint
count_steps (RegionFixture *fixture, const char *name)
{
  guint n = 0;

  for (guint i = 0; i < lc_measurement_get_n_steps (fixture->bench.measurement); i++)
    n += strcmp (lc_measurement_get_step (fixture->bench.measurement, i)->name, name) == 0;
  return n;
}

static const char *
get_dns_fact (RegionFixture *fixture, const char *host, const char *name)
{
  for (guint i = 0; i < lc_measurement_get_n_steps (fixture->bench.measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (fixture->bench.measurement, i);

      if (strcmp (step->name, "dns") == 0 && strcmp (step->target, host) == 0)
        return lc_facts_get_string (step->facts, name);
    }
  g_error ("%s was not asked for", host);
}

static void
assert_samples (RegionFixture *fixture, guint n_expected)
{
  guint n_samples, n_answered = 0;
  const LcSample *samples = lc_measurement_get_samples (fixture->bench.measurement, &n_samples);

  for (guint i = 0; i < n_samples; i++)
    n_answered += samples[i].rtt_us >= 0;
  g_assert_cmpuint (n_samples, ==, n_expected);
  g_assert_cmpuint (n_answered, ==, n_expected);
}

static void
test_edge_host (RegionFixture *fixture, gconstpointer data)
{
  add_server (fixture, IN_REGION, PORT, LC_TRANSPORT_UDP);
  test_dns_server_add (fixture->bench.dns, EDGE_HOST, IN_REGION);
  g_assert_cmpint (run (fixture, region_probe (fixture)), <, 1000);
  assert_outcome (fixture, LC_OUTCOME_ANSWERED);
  g_assert_cmpstr (get_fact (fixture, "address"), ==, IN_REGION);
  g_assert_cmpstr (get_fact (fixture, "source"), ==, "edge-host");
  g_assert_cmpstr (get_fact (fixture, "host"), ==, EDGE_HOST);
  g_assert_cmpstr (get_fact (fixture, "method"), ==, "stun-udp");
  g_assert_true (lc_facts_get_bool (test_bench_get_facts (&fixture->bench), LC_FACT_IN_RANGE));
  g_assert_cmpuint (count_steps (fixture, "binding"), ==, 1);
  g_assert_cmpuint (count_steps (fixture, "tcp"), ==, 0);
  g_assert_cmpuint (test_dns_server_count (fixture->bench.dns, ID_HOST, TEST_DNS_A), ==, 0);
  assert_samples (fixture, N_SAMPLES);
}

/* The edge name does not exist: the region id is next, without waiting. */
static void
test_id_host (RegionFixture *fixture, gconstpointer data)
{
  add_server (fixture, IN_REGION, PORT, LC_TRANSPORT_UDP);
  test_dns_server_add (fixture->bench.dns, ID_HOST, IN_REGION);
  g_assert_cmpint (run (fixture, region_probe (fixture)), <, 1000);
  assert_outcome (fixture, LC_OUTCOME_ANSWERED);
  g_assert_cmpstr (get_fact (fixture, "source"), ==, "region-id-host");
  g_assert_cmpstr (get_fact (fixture, "host"), ==, ID_HOST);
  assert_samples (fixture, N_SAMPLES);
}

/* The edge host is silent: the next one waits half a second, not four. */
static void
test_silent_edge_host (RegionFixture *fixture, gconstpointer data)
{
  test_stun_server_set_manner (add_server (fixture, IN_REGION, PORT, LC_TRANSPORT_UDP), TEST_STUN_SILENT);
  add_server (fixture, "54.171.127.201", PORT, LC_TRANSPORT_UDP);
  test_dns_server_add (fixture->bench.dns, EDGE_HOST, IN_REGION);
  test_dns_server_add (fixture->bench.dns, ID_HOST, "54.171.127.201");
  g_assert_cmpint (run (fixture, region_probe (fixture)), <, 1800);
  assert_outcome (fixture, LC_OUTCOME_ANSWERED);
  g_assert_cmpstr (get_fact (fixture, "source"), ==, "region-id-host");
  assert_samples (fixture, N_SAMPLES);
}

/* A line with a full queue is slow; nothing of it is lost. */
static void
test_slow (RegionFixture *fixture, gconstpointer data)
{
  test_stun_server_set_delay_ms (add_server (fixture, IN_REGION, PORT, LC_TRANSPORT_UDP), 1200);
  test_dns_server_add (fixture->bench.dns, EDGE_HOST, IN_REGION);
  run (fixture, region_probe (fixture));
  assert_outcome (fixture, LC_OUTCOME_ANSWERED);
  g_assert_cmpstr (get_fact (fixture, "method"), ==, "stun-udp");
  assert_samples (fixture, N_SAMPLES);
}

/* No name leads anywhere: one of the sampled addresses answers. */
static void
test_range (RegionFixture *fixture, gconstpointer data)
{
  const LcRegion *region = lc_profile_find_region (fixture->profile, "ie1");
  const LcRegionRange *range = &g_array_index (region->ranges, LcRegionRange, 0);
  g_autoptr (GArray) sample = lc_address_range_sample (&range->range, 8);
  g_autofree char *address = lc_ipv4_to_string (g_array_index (sample, guint32, 5));

  add_server (fixture, address, PORT, LC_TRANSPORT_UDP);
  g_assert_cmpint (run (fixture, region_probe (fixture)), <, 1000);
  assert_outcome (fixture, LC_OUTCOME_ANSWERED);
  g_assert_cmpstr (get_fact (fixture, "source"), ==, "range");
  g_assert_cmpstr (get_fact (fixture, "address"), ==, address);
  g_assert_null (get_fact (fixture, "host"));
  g_assert_cmpuint (count_steps (fixture, "binding"), ==, 16); /* two ranges of the vendor's, eight each */
  assert_samples (fixture, N_SAMPLES);
}

/* A wildcard in the DNS leads to another region: that is not this one's time. */
static void
test_other_region (RegionFixture *fixture, gconstpointer data)
{
  add_server (fixture, IN_OTHER_REGION, PORT, LC_TRANSPORT_UDP);
  add_server (fixture, IN_REGION, PORT, LC_TRANSPORT_UDP);
  test_dns_server_add (fixture->bench.dns, EDGE_HOST, IN_OTHER_REGION);
  test_dns_server_add (fixture->bench.dns, ID_HOST, IN_REGION);
  run (fixture, region_probe (fixture));
  assert_outcome (fixture, LC_OUTCOME_ANSWERED);
  g_assert_cmpstr (get_fact (fixture, "address"), ==, IN_REGION);
  g_assert_cmpstr (get_dns_fact (fixture, EDGE_HOST, "other_region"), ==, "us1");
  g_assert_cmpstr (get_dns_fact (fixture, ID_HOST, "other_region"), ==, NULL);
}

/* A server that nobody published may be new; it is taken, and marked. */
static void
test_unpublished_address (RegionFixture *fixture, gconstpointer data)
{
  add_server (fixture, IN_NO_REGION, PORT, LC_TRANSPORT_UDP);
  test_dns_server_add (fixture->bench.dns, EDGE_HOST, IN_NO_REGION);
  run (fixture, region_probe (fixture));
  assert_outcome (fixture, LC_OUTCOME_ANSWERED);
  g_assert_cmpstr (get_fact (fixture, "address"), ==, IN_NO_REGION);
  g_assert_false (lc_facts_get_bool (test_bench_get_facts (&fixture->bench), LC_FACT_IN_RANGE));
}

/* All names lead to a sign-in page, which accepts TCP: that is no region. */
static void
test_sign_in_page (RegionFixture *fixture, gconstpointer data)
{
  test_stun_server_set_manner (add_server (fixture, IN_NO_REGION, PORT, LC_TRANSPORT_UDP), TEST_STUN_SILENT);
  add_server (fixture, IN_NO_REGION, 443, LC_TRANSPORT_TCP);
  test_dns_server_add (fixture->bench.dns, EDGE_HOST, IN_NO_REGION);
  test_dns_server_add (fixture->bench.dns, ID_HOST, IN_NO_REGION);
  run (fixture, region_probe (fixture));
  g_assert_cmpint (lc_measurement_get_outcome (fixture->bench.measurement), !=, LC_OUTCOME_ANSWERED);
  g_assert_null (get_fact (fixture, "method"));
}

/* Both names lead to the same address: that is asked once. */
static void
test_same_address_twice (RegionFixture *fixture, gconstpointer data)
{
  TestStunServer *server = add_server (fixture, IN_REGION, PORT, LC_TRANSPORT_UDP);

  test_stun_server_set_manner (server, TEST_STUN_DENIES);
  test_dns_server_add (fixture->bench.dns, EDGE_HOST, IN_REGION);
  test_dns_server_add (fixture->bench.dns, ID_HOST, IN_REGION);
  run (fixture, region_probe (fixture));
  assert_outcome (fixture, LC_OUTCOME_DENIED);
  g_assert_cmpuint (test_stun_server_get_n_requests (server), ==, 1);
}

/* UDP is silent, TCP accepts: second best, marked, within the deadline. */
static void
test_tcp_only (RegionFixture *fixture, gconstpointer data)
{
  guint port = GPOINTER_TO_UINT (data);
  g_autofree char *method = g_strdup_printf ("tcp-%u", port);

  test_stun_server_set_manner (add_server (fixture, IN_REGION, PORT, LC_TRANSPORT_UDP), TEST_STUN_SILENT);
  add_server (fixture, IN_REGION, port, LC_TRANSPORT_TCP);
  test_dns_server_add (fixture->bench.dns, EDGE_HOST, IN_REGION);
  g_assert_cmpint (run (fixture, region_probe (fixture)), <, 3500);
  assert_outcome (fixture, LC_OUTCOME_ANSWERED);
  g_assert_cmpstr (get_fact (fixture, "method"), ==, method);
  g_assert_cmpstr (get_fact (fixture, "source"), ==, "edge-host");
  g_assert_cmpstr (get_fact (fixture, "address"), ==, IN_REGION);
  g_assert_cmpuint (lc_measurement_find_step (fixture->bench.measurement, "binding")->outcome, !=, LC_OUTCOME_ANSWERED);
  assert_samples (fixture, N_SAMPLES);
}

/* Everything is dropped. */
static void
test_silent (RegionFixture *fixture, gconstpointer data)
{
  gint64 took_ms;

  test_client_run ("nft add table inet filter\n"
                   "nft add chain inet filter output '{ type filter hook output priority 0; }'\n"
                   "nft add rule inet filter output ip daddr != 127.0.0.0/8 meta l4proto tcp counter drop\n"
                   "nft add chain inet filter input '{ type filter hook input priority 0; }'\n"
                   "nft add rule inet filter input ip daddr != 127.0.0.0/8 counter drop\n");
  took_ms = run (fixture, region_probe (fixture));
  test_client_run ("nft delete table inet filter");
  g_assert_cmpint (took_ms, <, 4100);
  assert_outcome (fixture, LC_OUTCOME_NO_ANSWER);
  g_assert_null (get_fact (fixture, "address"));
  assert_samples (fixture, 0);
}

/* Nothing listens: known at once. */
static void
test_refused (RegionFixture *fixture, gconstpointer data)
{
  test_dns_server_add (fixture->bench.dns, EDGE_HOST, IN_REGION);
  g_assert_cmpint (run (fixture, region_probe (fixture)), <, 1000);
  assert_outcome (fixture, LC_OUTCOME_REFUSED);
}

static void
test_cancel (RegionFixture *fixture, gconstpointer data)
{
  guint after_ms = GPOINTER_TO_UINT (data);
  guint n_samples;

  add_server (fixture, IN_REGION, PORT, LC_TRANSPORT_UDP);
  test_dns_server_add (fixture->bench.dns, EDGE_HOST, IN_REGION);
  test_bench_cancel (&fixture->bench, region_probe_with (fixture, N_MANY_SAMPLES), after_ms);
  if (after_ms > 100)
    {
      /* What was seen until then is kept. */
      assert_outcome (fixture, LC_OUTCOME_ANSWERED);
      lc_measurement_get_samples (fixture->bench.measurement, &n_samples);
      g_assert_cmpuint (n_samples, >, 0);
      g_assert_cmpuint (n_samples, <, N_MANY_SAMPLES);
    }
  else
    {
      assert_outcome (fixture, LC_OUTCOME_CANCELLED);
    }
}

/* Routing */

typedef struct
{
  const char *name;
  const char *address; /* where the global name leads */
  const char *region;
  const char *layer;
} RoutingCase;

static const RoutingCase routing_cases[] = {
  { "vendor", IN_REGION, "ie1", "vendor" },
  { "other-region", IN_OTHER_REGION, "us1", "vendor" },
  { "operator", "52.59.186.3", "de1", "operator" },
  { "nowhere", IN_NO_REGION, NULL, NULL },
  { "no-address", NULL, NULL, NULL },
};

static void
test_routing (RegionFixture *fixture, gconstpointer data)
{
  const RoutingCase *routing = data;
  LcProbe *probe = lc_routing_probe_new ("routing", fixture->bench.resolver, fixture->profile);

  lc_routing_probe_add_need (LC_ROUTING_PROBE (probe), "region.ie1");
  lc_routing_probe_add_host (LC_ROUTING_PROBE (probe), "global.stun.twilio.com", "dns.stun");
  g_assert_true (g_strv_contains (lc_probe_get_needs (probe), "dns.stun"));
  g_assert_true (g_strv_contains (lc_probe_get_needs (probe), "region.ie1"));
  if (routing->address != NULL)
    test_dns_server_add (fixture->bench.dns, "global.stun.twilio.com", routing->address);

  run (fixture, probe);
  assert_outcome (fixture, LC_OUTCOME_ANSWERED);
  g_assert_cmpstr (get_fact (fixture, "dns_address"), ==, routing->address);
  g_assert_cmpstr (get_fact (fixture, "dns_region"), ==, routing->region);
  g_assert_cmpstr (get_fact (fixture, "dns_layer"), ==, routing->layer);
  /* It concludes nothing. */
  g_assert_null (get_fact (fixture, "nearest_region"));
}

static void
set_up_addresses (void)
{
  test_client_run ("ip route add local 54.171.127.192/26 dev lo\n"
                   "ip route add local 52.215.127.0/24 dev lo\n"
                   "ip route add local 54.172.60.0/23 dev lo\n"
                   "ip route add local " IN_NO_REGION " dev lo\n"
                   "echo 0 >/proc/sys/net/ipv4/icmp_ratelimit\n");
}

#define ADD(path, data, func) g_test_add (path, RegionFixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  test_namespace_enter ();
  set_up_addresses ();
  ADD ("/probes/region/edge-host", NULL, test_edge_host);
  ADD ("/probes/region/id-host", NULL, test_id_host);
  ADD ("/probes/region/silent-edge-host", NULL, test_silent_edge_host);
  ADD ("/probes/region/slow", NULL, test_slow);
  ADD ("/probes/region/range", NULL, test_range);
  ADD ("/probes/region/other-region", NULL, test_other_region);
  ADD ("/probes/region/unpublished-address", NULL, test_unpublished_address);
  ADD ("/probes/region/sign-in-page", NULL, test_sign_in_page);
  ADD ("/probes/region/same-address-twice", NULL, test_same_address_twice);
  ADD ("/probes/region/tcp-only/3478", GUINT_TO_POINTER (3478), test_tcp_only);
  ADD ("/probes/region/tcp-only/443", GUINT_TO_POINTER (443), test_tcp_only);
  ADD ("/probes/region/silent", NULL, test_silent);
  ADD ("/probes/region/refused", NULL, test_refused);
  ADD ("/probes/region/cancel/before", GUINT_TO_POINTER (0), test_cancel);
  ADD ("/probes/region/cancel/at-once", GUINT_TO_POINTER (1), test_cancel);
  ADD ("/probes/region/cancel/later", GUINT_TO_POINTER (400), test_cancel);
  for (guint i = 0; i < G_N_ELEMENTS (routing_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/probes/routing/%s", routing_cases[i].name);

      ADD (path, &routing_cases[i], test_routing);
    }
  status = g_test_run ();
  test_namespace_leave ();
  return status;
}
