/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-web-filters.c: a TCP connect through a router that rejects, drops or
 * knows no way, over IPv4 and IPv6, in a network of the test's own.
 */
#include "config.h"

#include "probes/lc-https-probe.h"
#include "tests/support/test-namespace.h"
#include "tests/support/test-web-server.h"

#define SHORT_MS 1500

static LcMeasurement *
visit (const char *host, guint16 port)
{
  g_autoptr (LcResolver) resolver = lc_resolver_new_with_servers ("127.0.0.1:53", NULL);
  g_autoptr (LcEndpoint) endpoint =
    test_endpoint_new (LC_ENDPOINT_HTTPS, host, LC_TRANSPORT_TLS, port, "/");

  return test_run_probe (lc_https_probe_new ("portal", endpoint, resolver), SHORT_MS);
}

static void
test_filters (void)
{
  static const struct
  {
    guint16 port;
    const char *host;
    const char *tcp;
    const char *icmp_from;
    int icmp_type, icmp_code;
  } cases[] = {
    { 1001, TEST_ROUTER_IPV4, "rejected", TEST_ROUTER_IPV4, 3, 13 },
    { 1001, TEST_ROUTER_IPV6, "rejected", TEST_ROUTER_IPV6, 1, 1 },
    { 1002, TEST_ROUTER_IPV4, "refused", TEST_ROUTER_IPV4, 3, 3 },
    { 1002, TEST_ROUTER_IPV6, "refused", TEST_ROUTER_IPV6, 1, 4 },
    { 1003, TEST_ROUTER_IPV4, "refused", NULL, -1, -1 },
    { 1003, TEST_ROUTER_IPV6, "refused", NULL, -1, -1 },
    { 1004, TEST_ROUTER_IPV4, "no-answer", NULL, -1, -1 },
    { 1004, TEST_ROUTER_IPV6, "no-answer", NULL, -1, -1 },
    { 1005, TEST_ROUTER_IPV4, "unreachable", TEST_ROUTER_IPV4, 3, 1 },
    { 1005, TEST_ROUTER_IPV6, "unreachable", TEST_ROUTER_IPV6, 1, 3 },
  };

  test_namespace_enter ();
  test_router_run (
    "nft add table inet filters\n"
    "nft add chain inet filters in '{ type filter hook input priority 0; }'\n"
    "nft add rule inet filters in tcp dport 1001 reject with icmpx type admin-prohibited\n"
    "nft add rule inet filters in tcp dport 1002 reject with icmpx type port-unreachable\n"
    "nft add rule inet filters in tcp dport 1003 reject with tcp reset\n"
    "nft add rule inet filters in tcp dport 1004 drop\n"
    "nft add rule inet filters in tcp dport 1005 reject with icmpx type host-unreachable\n");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LcMeasurement) measurement = visit (cases[i].host, cases[i].port);
      g_autofree char *steps = test_list_steps (measurement);
      g_autofree char *wanted = g_strconcat ("dns:answered tcp:", cases[i].tcp, NULL);
      const LcFacts *facts;

      g_test_message ("%s %u", cases[i].host, cases[i].port);
      g_assert_cmpstr (steps, ==, wanted);
      facts = lc_measurement_find_step (measurement, "tcp")->facts;
      g_assert_cmpstr (lc_facts_get_string (facts, "icmp_from"), ==, cases[i].icmp_from);
      g_assert_cmpint (lc_facts_get_int (facts, "icmp_type", -1), ==, cases[i].icmp_type);
      g_assert_cmpint (lc_facts_get_int (facts, "icmp_code", -1), ==, cases[i].icmp_code);
      g_assert_false (lc_facts_has (facts, "local"));
      g_assert_cmpstr (lc_facts_get_string (facts, "address"), ==, cases[i].host);
    }
  test_namespace_leave ();
}

/* This computer itself knows no way: nothing was sent. */
static void
test_no_route (void)
{
  static const char *const hosts[] = { "203.0.113.9", "2001:db8:9::9" };

  test_namespace_enter ();
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (LcMeasurement) measurement = NULL;
      g_autofree char *steps = NULL;
      const LcFacts *facts;

      test_client_run (i == 0 ? "ip -4 route flush default" : "ip -6 route flush default");
      measurement = visit (hosts[i], 443);
      steps = test_list_steps (measurement);
      g_assert_cmpstr (steps, ==, "dns:answered tcp:unreachable");
      g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_UNREACHABLE);
      facts = lc_measurement_find_step (measurement, "tcp")->facts;
      g_assert_true (lc_facts_get_bool (facts, "local"));
      g_assert_false (lc_facts_has (facts, "icmp_from"));
    }
  test_namespace_leave ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/web-filters/filters", test_filters);
  g_test_add_func ("/web-filters/no-route", test_no_route);

  return g_test_run ();
}
