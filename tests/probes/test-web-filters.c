/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-web-filters.c: a TCP connect through a router that rejects, drops or
 * knows no way, at once or a while later, over IPv4 and IPv6, in a network of
 * the test's own.
 */
#include "config.h"

#include <string.h>

#include "probes/lc-https-probe.h"
#include "probes/lc-signaling-probe.h"
#include "tests/support/test-namespace.h"
#include "tests/support/test-web-server.h"

#define SHORT_MS 1500
#define LONG_MS 20000

/* Behind the router is a network in which nobody is. What comes in for it is answered with
 * ICMP "host unreachable", but only when the router has looked for its neighbour. */
#define NOBODY_IPV4 "198.51.100.9"
#define NOBODY_IPV6 "2001:db8:51::9"
#define SEARCH_MS "40"

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
      g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_ICMP_FROM), ==, cases[i].icmp_from);
      g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_ICMP_TYPE, -1), ==, cases[i].icmp_type);
      g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_ICMP_CODE, -1), ==, cases[i].icmp_code);
      g_assert_false (lc_facts_has (facts, LC_FACT_LOCAL));
      g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_ADDRESS), ==, cases[i].host);
    }
  test_namespace_leave ();
}

static void
add_empty_network (void)
{
  test_router_run ("ip link add far0 type veth peer name far1\n"
                   "ip link set far0 up\n"
                   "ip link set far1 up\n"
                   "ip addr add 198.51.100.1/24 dev far0\n"
                   "ip addr add 2001:db8:51::1/64 dev far0 nodad\n"
                   "echo 1 >/proc/sys/net/ipv6/conf/all/forwarding\n"
                   "for family in ipv4 ipv6; do\n"
                   "  echo 1 >/proc/sys/net/$family/neigh/far0/mcast_solicit\n"
                   "  echo " SEARCH_MS " >/proc/sys/net/$family/neigh/far0/retrans_time_ms\n"
                   "done\n");
  test_client_run ("ip route add default via " TEST_ROUTER_IPV4 "\n"
                   "ip -6 route add default via " TEST_ROUTER_IPV6 "\n");
}

/* A main loop that is busy elsewhere, when the connect has begun and until it has failed. */
static gboolean
sleep_cb (gpointer user_data)
{
  guint *turns = user_data;

  g_usleep (15000);
  return --*turns > 0;
}

static void
test_late (gconstpointer data)
{
  static const char *const hosts[] = { NOBODY_IPV4, NOBODY_IPV6 };
  static const char *const routers[] = { TEST_ROUTER_IPV4, TEST_ROUTER_IPV6 };
  gboolean is_busy = GPOINTER_TO_INT (data);

  test_namespace_enter ();
  add_empty_network ();
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      guint turns = 20;
      guint busy = is_busy ? g_timeout_add (1, sleep_cb, &turns) : 0;
      g_autoptr (LcMeasurement) measurement = visit (hosts[i], 443);
      g_autofree char *steps = test_list_steps (measurement);
      const LcFacts *facts;

      g_assert_cmpstr (steps, ==, "dns:answered tcp:unreachable");
      g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_UNREACHABLE);
      facts = lc_measurement_find_step (measurement, "tcp")->facts;
      g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_ICMP_FROM), ==, routers[i]);
      if (turns > 0 && busy != 0)
        g_source_remove (busy);
    }
  test_namespace_leave ();
}

static LcMeasurement *
visit_name (TestWeb *web, const char *name, guint16 port)
{
  g_autoptr (LcEndpoint) endpoint =
    test_endpoint_new (LC_ENDPOINT_HTTPS, name, LC_TRANSPORT_TLS, port, "/");

  return test_run_probe (lc_https_probe_new ("portal", endpoint, web->resolver), LONG_MS);
}

static void
say_hello (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
           gpointer data)
{
  soup_server_message_set_status (message, 200, NULL);
}

/* The address that is asked first is answered for by somebody on the way; the other one works. */
static void
test_late_beside_good (gconstpointer data)
{
  gboolean is_busy = GPOINTER_TO_INT (data);
  TestWeb web;
  guint16 port;
  guint turns = 20, busy;
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (LcMeasurement) measurement = NULL;
  g_autofree char *steps = NULL;

  test_namespace_enter ();
  add_empty_network ();
  test_web_set_up (&web);
  server = test_web_server_new ("good", &port);
  soup_server_add_handler (server, NULL, say_hello, NULL, NULL);
  test_dns_server_add (web.dns, "good.test", NOBODY_IPV6);

  busy = is_busy ? g_timeout_add (1, sleep_cb, &turns) : 0;
  measurement = visit_name (&web, "good.test", port);
  if (turns > 0 && busy != 0)
    g_source_remove (busy);
  steps = test_list_steps (measurement);
  g_assert_cmpstr (steps, ==,
                   "dns:answered tcp:unreachable tcp:answered tls:answered http:answered");
  g_assert_cmpstr (lc_facts_get_string (lc_measurement_get_step (measurement, 1)->facts, LC_FACT_ICMP_FROM),
                   ==, TEST_ROUTER_IPV6);
  test_web_tear_down (&web);
  test_namespace_leave ();
}

/* That there is no IPv6 here says less than what a filter says to IPv4. */
static void
test_several (void)
{
  TestWeb web;
  g_autoptr (LcMeasurement) measurement = NULL;
  g_autofree char *steps = NULL;

  test_namespace_enter ();
  test_router_run ("nft add table inet filters\n"
                   "nft add chain inet filters in '{ type filter hook input priority 0; }'\n"
                   "nft add rule inet filters in tcp dport 443 reject with icmpx type admin-prohibited\n");
  test_web_set_up (&web);
  test_dns_server_add (web.dns, "several.test", TEST_ROUTER_IPV4 " 2001:db8:9::9 2001:db8:9::a");
  measurement = visit_name (&web, "several.test", 443);
  steps = test_list_steps (measurement);
  g_assert_nonnull (strstr (steps, "tcp:rejected"));
  g_assert_true (g_str_has_suffix (steps, "tcp:unreachable"));
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_REJECTED);
  test_web_tear_down (&web);
  test_namespace_leave ();
}

/* The next hop is gone: this computer tells itself, and nobody else is to be named. */
static void
test_next_hop_gone (void)
{
  static const char *const hosts[] = { "203.0.113.9", "2001:db8:9::9" };

  test_namespace_enter ();
  test_client_run ("ip route add default via 192.0.2.99\n"
                   "ip -6 route add default via 2001:db8::99\n"
                   "for family in ipv4 ipv6; do\n"
                   "  echo 1 >/proc/sys/net/$family/neigh/lan0/mcast_solicit\n"
                   "  echo " SEARCH_MS " >/proc/sys/net/$family/neigh/lan0/retrans_time_ms\n"
                   "done\n");
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (LcMeasurement) measurement = visit (hosts[i], 443);
      g_autofree char *steps = test_list_steps (measurement);
      const LcFacts *facts;

      g_assert_cmpstr (steps, ==, "dns:answered tcp:unreachable");
      facts = lc_measurement_find_step (measurement, "tcp")->facts;
      g_assert_true (lc_facts_get_bool (facts, LC_FACT_LOCAL));
      g_assert_false (lc_facts_has (facts, LC_FACT_ICMP_FROM));
    }
  test_namespace_leave ();
}

/* A packet of the connection for the WebSocket is lost, after HTTP had come back over another:
 * that says nothing about WebSockets. */
static void
test_second_connection (void)
{
  TestWeb web;
  guint16 port;
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (LcEndpoint) endpoint = NULL;
  g_autoptr (LcMeasurement) measurement = NULL;
  g_autofree char *steps = NULL;
  g_autofree char *rule = NULL;

  test_namespace_enter ();
  test_web_set_up (&web);
  server = test_web_server_new ("good", &port);
  soup_server_add_handler (server, NULL, say_hello, NULL, NULL);
  rule = g_strdup_printf ("nft add table inet filters\n"
                          "nft add chain inet filters in '{ type filter hook input priority 0; }'\n"
                          "nft add rule inet filters in tcp dport %u tcp flags == syn "
                          "limit rate over 1/day burst 1 packets drop\n", port);
  test_client_run (rule);
  endpoint = test_endpoint_new (LC_ENDPOINT_SIGNALING, "good.test", LC_TRANSPORT_TLS, port, "/");
  measurement = test_run_probe (lc_signaling_probe_new ("signaling", endpoint, web.resolver), SHORT_MS);
  steps = test_list_steps (measurement);
  g_assert_cmpstr (steps, ==,
                   "dns:answered tcp:answered tls:answered http:answered websocket:no-answer");
  g_assert_cmpstr (lc_facts_get_string (lc_measurement_find_step (measurement, "websocket")->facts,
                                        LC_FACT_FAILED_LAYER),
                   ==, "tcp");
  test_web_tear_down (&web);
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
      g_assert_true (lc_facts_get_bool (facts, LC_FACT_LOCAL));
      g_assert_false (lc_facts_has (facts, LC_FACT_ICMP_FROM));
    }
  test_namespace_leave ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/web-filters/filters", test_filters);
  g_test_add_data_func ("/web-filters/late", GINT_TO_POINTER (FALSE), test_late);
  g_test_add_data_func ("/web-filters/late/busy", GINT_TO_POINTER (TRUE), test_late);
  g_test_add_data_func ("/web-filters/late-beside-good", GINT_TO_POINTER (FALSE), test_late_beside_good);
  g_test_add_data_func ("/web-filters/late-beside-good/busy", GINT_TO_POINTER (TRUE), test_late_beside_good);
  g_test_add_func ("/web-filters/several", test_several);
  g_test_add_func ("/web-filters/next-hop-gone", test_next_hop_gone);
  g_test_add_func ("/web-filters/second-connection", test_second_connection);
  g_test_add_func ("/web-filters/no-route", test_no_route);

  return g_test_run ();
}
