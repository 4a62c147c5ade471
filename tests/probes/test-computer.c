/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-computer.c: the four questions about this computer, in a namespace of
 * the test's own.
 */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "probes/lc-clock-probe.h"
#include "probes/lc-gateway-probe.h"
#include "probes/lc-network-probe.h"
#include "probes/lc-proxy-probe.h"
#include "profile/lc-profile-file.h"
#include "tests/support/test-namespace.h"
#include "tests/support/test-proxy-settings.h"

typedef struct
{
  LcMeasurement *measurement;
  gboolean done;
} ComputerAnswer;

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ComputerAnswer *answer = user_data;

  answer->measurement = lc_probe_run_finish (LC_PROBE (source), result);
  answer->done = TRUE;
}

/* Takes the probe. */
static LcMeasurement *
ask (LcProbe *probe, GCancellable *cancellable)
{
  ComputerAnswer answer = { 0 };
  LcClock clock;

  lc_clock_start (&clock);
  lc_probe_run_async (probe, &clock, cancellable, measured_cb, &answer);
  g_assert_true (test_wait_for (&answer.done, 5000));
  g_assert_nonnull (answer.measurement);
  /* The subclass comes home a moment after it was stopped. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (probe);
  return answer.measurement;
}

static const char *
get_string (LcMeasurement *measurement, const char *name)
{
  return lc_facts_get_string (lc_measurement_get_facts (measurement), name);
}

static gboolean
get_bool (LcMeasurement *measurement, const char *name)
{
  return lc_facts_get_bool (lc_measurement_get_facts (measurement), name);
}

static void
assert_list (LcMeasurement *measurement, const char *name, const char *expected)
{
  g_auto (GStrv) list = lc_facts_dup_strv (lc_measurement_get_facts (measurement), name);
  g_autofree char *text = g_strjoinv (", ", list);

  g_assert_cmpstr (text, ==, expected);
}

static const LcStep *
find_step (LcMeasurement *measurement, const char *name, const char *target)
{
  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (measurement, i);

      if (g_str_equal (step->name, name) && g_str_equal (step->target, target))
        return step;
    }
  return NULL;
}

static LcMeasurement *
ask_network (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autoptr (LcResolver) resolver = lc_resolver_new_with_servers ("192.0.2.53", NULL);

  return ask (lc_network_probe_new (profile, resolver), NULL);
}

static LcMeasurement *
ask_gateway (GCancellable *cancellable)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();

  return ask (lc_gateway_probe_new (profile), cancellable);
}

static void
flush_routes (void)
{
  test_client_run ("ip route flush default; ip -6 route flush default");
}

static void
test_network (void)
{
  g_autoptr (LcMeasurement) measurement = NULL;
  const LcStep *step;

  test_client_run ("ip route add default via " TEST_ROUTER_IPV4 " metric 100\n"
                   "ip -6 route add default via " TEST_ROUTER_IPV6);
  measurement = ask_network ();
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_ANSWERED);
  g_assert_true (get_bool (measurement, "ipv4"));
  g_assert_true (get_bool (measurement, "ipv6"));
  g_assert_cmpstr (get_string (measurement, "ipv4_gateway"), ==, TEST_ROUTER_IPV4);
  g_assert_cmpstr (get_string (measurement, "ipv4_interface"), ==, "lan0");
  g_assert_cmpstr (get_string (measurement, "ipv4_source"), ==, TEST_CLIENT_IPV4);
  g_assert_cmpstr (get_string (measurement, "ipv6_gateway"), ==, TEST_ROUTER_IPV6);
  g_assert_cmpstr (get_string (measurement, "ipv6_source"), ==, TEST_CLIENT_IPV6);
  g_assert_cmpstr (get_string (measurement, "interface"), ==, "lan0");
  g_assert_cmpstr (get_string (measurement, "interface_kind"), ==, "virtual");
  assert_list (measurement, "interface_evidence", "kind:veth, type:ether");
  assert_list (measurement, "interfaces", "lan0");
  assert_list (measurement, "resolvers", "192.0.2.53");
  assert_list (measurement, "ipv4_default_routes", "via 192.0.2.1 dev lan0 metric 100");
  assert_list (measurement, "ipv6_default_routes", "via 2001:db8::1 dev lan0 metric 1024");

  step = find_step (measurement, "interface", "lan0");
  g_assert_cmpint (step->outcome, ==, LC_OUTCOME_ANSWERED);
  g_assert_cmpint (lc_facts_get_int (step->facts, LC_FACT_MTU, 0), ==, 1500);
  g_assert_true (lc_facts_get_bool (step->facts, LC_FACT_UP));
  flush_routes ();
}

/* A VPN that takes the media's addresses is what carries media, whatever the
 * default route says. */
static void
test_network_vpn (void)
{
  g_autoptr (LcMeasurement) measurement = NULL;

  test_client_run ("ip route add default via " TEST_ROUTER_IPV4 "\n"
                   "ip tuntap add tun7 mode tun\n"
                   "ip addr add 10.7.0.2/32 dev tun7\n"
                   "ip link set tun7 up\n"
                   "ip route add 54.0.0.0/8 dev tun7");
  measurement = ask_network ();
  g_assert_true (get_bool (measurement, "ipv4"));
  g_assert_false (get_bool (measurement, "ipv6"));
  g_assert_cmpstr (get_string (measurement, "interface"), ==, "tun7");
  g_assert_cmpstr (get_string (measurement, "interface_kind"), ==, "vpn");
  g_assert_null (get_string (measurement, "ipv4_gateway"));
  assert_list (measurement, "interfaces", "lan0, tun7");
  test_client_run ("ip tuntap del tun7 mode tun");
  flush_routes ();
}

static void
test_network_ipv6_only (void)
{
  g_autoptr (LcMeasurement) measurement = NULL;

  test_client_run ("ip -6 route add default via " TEST_ROUTER_IPV6);
  measurement = ask_network ();
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_ANSWERED);
  g_assert_false (get_bool (measurement, "ipv4"));
  g_assert_true (get_bool (measurement, "ipv6"));
  g_assert_cmpstr (get_string (measurement, "interface"), ==, "lan0");
  flush_routes ();
}

static void
test_network_none (void)
{
  g_autoptr (LcMeasurement) measurement = ask_network ();
  const LcStep *step = lc_measurement_find_step (measurement, "route");

  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_UNREACHABLE);
  g_assert_true (get_bool (measurement, "local"));
  g_assert_false (get_bool (measurement, "ipv4"));
  g_assert_false (get_bool (measurement, "ipv6"));
  g_assert_cmpint (step->outcome, ==, LC_OUTCOME_UNREACHABLE);
  assert_list (measurement, "ipv4_default_routes", "");
  assert_list (measurement, "interfaces", "lan0");
}

/* No socket to be had: that is this computer's doing, and says so. */
static void
test_no_sockets (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autoptr (LcMeasurement) network = NULL;
  g_autoptr (LcMeasurement) gateway = NULL;
  struct rlimit limit, before;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  limit = before;
  g_main_context_default (); /* has its files open from here on */
  limit.rlim_cur = dup (STDOUT_FILENO);
  close (limit.rlim_cur);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  network = ask (lc_network_probe_new (profile, NULL), NULL);
  gateway = ask (lc_gateway_probe_new (profile), NULL);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);

  g_assert_cmpint (lc_measurement_get_outcome (network), ==, LC_OUTCOME_UNAVAILABLE);
  g_assert_true (g_str_has_prefix (get_string (network, "reason"), "rtnetlink socket: "));
  g_assert_true (g_str_has_prefix (get_string (network, "links_reason"), "rtnetlink socket: "));
  g_assert_cmpint (lc_measurement_get_outcome (gateway), ==, LC_OUTCOME_UNAVAILABLE);
  g_assert_true (g_str_has_prefix (get_string (gateway, "reason"), "rtnetlink socket: "));
}

static void
test_gateway (void)
{
  g_autoptr (LcMeasurement) measurement = NULL;
  const LcSample *samples;
  guint n_samples;

  test_client_run ("ip route add default via " TEST_ROUTER_IPV4);
  measurement = ask_gateway (NULL);
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_ANSWERED);
  g_assert_cmpstr (get_string (measurement, "gateway"), ==, TEST_ROUTER_IPV4);
  g_assert_cmpstr (get_string (measurement, "interface"), ==, "lan0");
  g_assert_cmpstr (get_string (measurement, "family"), ==, "ipv4");
  g_assert_cmpstr (get_string (measurement, "timestamps"), ==, "kernel");
  samples = lc_measurement_get_samples (measurement, &n_samples);
  g_assert_cmpuint (n_samples, ==, 5);
  for (guint i = 0; i < n_samples; i++)
    {
      g_assert_cmpint (samples[i].sent_us, >=, 0);
      g_assert_cmpint (samples[i].rtt_us, >=,
                       lc_facts_get_int (lc_measurement_get_facts (measurement), LC_FACT_RTT_US, -1));
    }
  g_assert_nonnull (find_step (measurement, "ping", TEST_ROUTER_IPV4));
  flush_routes ();
}

static void
test_gateway_link_local (void)
{
  g_autoptr (LcMeasurement) measurement = NULL;

  test_router_run ("ip addr add fe80::1/64 dev lan1 nodad");
  test_client_run ("ip addr add fe80::2/64 dev lan0 nodad\n"
                   "ip -6 route add default via fe80::1 dev lan0");
  measurement = ask_gateway (NULL);
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_ANSWERED);
  g_assert_cmpstr (get_string (measurement, "gateway"), ==, "fe80::1");
  g_assert_cmpstr (get_string (measurement, "family"), ==, "ipv6");
  flush_routes ();
}

static void
test_gateway_silent (void)
{
  g_autoptr (LcMeasurement) measurement = NULL;

  test_client_run ("ip route add default via " TEST_ROUTER_IPV4);
  test_router_run ("echo 1 >/proc/sys/net/ipv4/icmp_echo_ignore_all");
  measurement = ask_gateway (NULL);
  test_router_run ("echo 0 >/proc/sys/net/ipv4/icmp_echo_ignore_all");
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_NO_ANSWER);
  g_assert_cmpint (lc_facts_get_int (lc_measurement_get_facts (measurement), LC_FACT_SENT, 0), ==, 5);
  g_assert_cmpint (lc_facts_get_int (lc_measurement_get_facts (measurement), LC_FACT_RECEIVED, -1), ==, 0);
  g_assert_null (get_string (measurement, "timestamps"));
  flush_routes ();
}

static void
test_gateway_not_permitted (void)
{
  g_autoptr (LcMeasurement) measurement = NULL;

  test_client_run ("ip route add default via " TEST_ROUTER_IPV4);
  test_namespace_set_ping_group_range ("1 0");
  measurement = ask_gateway (NULL);
  test_namespace_set_ping_group_range ("0 2147483647");
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_UNAVAILABLE);
  g_assert_cmpstr (get_string (measurement, "reason"), ==, "ICMP datagram socket: EACCES");
  g_assert_cmpstr (get_string (measurement, "gateway"), ==, TEST_ROUTER_IPV4);
  flush_routes ();
}

static void
test_gateway_none (void)
{
  g_autoptr (LcMeasurement) no_route = ask_gateway (NULL);
  g_autoptr (LcMeasurement) direct = NULL;

  g_assert_cmpint (lc_measurement_get_outcome (no_route), ==, LC_OUTCOME_SKIPPED);
  g_assert_cmpstr (get_string (no_route, "reason"), ==, "no route");

  test_client_run ("ip route add default dev lan0");
  direct = ask_gateway (NULL);
  g_assert_cmpint (lc_measurement_get_outcome (direct), ==, LC_OUTCOME_SKIPPED);
  g_assert_cmpstr (get_string (direct, "reason"), ==, "no gateway on this interface");
  g_assert_cmpstr (get_string (direct, "interface"), ==, "lan0");
  flush_routes ();
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_gateway_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (LcMeasurement) measurement = NULL;

  test_client_run ("ip route add default via " TEST_ROUTER_IPV4);
  g_timeout_add (60, cancel_cb, cancellable);
  measurement = ask_gateway (cancellable);
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_CANCELLED);
  g_assert_cmpstr (get_string (measurement, "gateway"), ==, TEST_ROUTER_IPV4);
  flush_routes ();
}

static LcMeasurement *
ask_proxy (const char *proxy)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autoptr (GProxyResolver) settings = g_object_new (TEST_TYPE_PROXY_SETTINGS, NULL);

  test_proxy_settings_want (proxy);
  return ask (lc_proxy_probe_new (profile, settings), NULL);
}

static void
test_proxy_unavailable (void)
{
  g_autoptr (LcMeasurement) measurement = ask_proxy (NULL);

  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_UNAVAILABLE);
  g_assert_cmpstr (get_string (measurement, "reason"), ==, "no script at the address");
}

static void
test_proxy_none (void)
{
  g_autoptr (LcMeasurement) measurement = ask_proxy ("direct://");

  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_ANSWERED);
  g_assert_cmpstr (get_string (measurement, "url"), ==, "https://quicklink.network/");
  g_assert_true (get_bool (measurement, "direct"));
  assert_list (measurement, "proxies", "");
}

typedef struct
{
  const char *name;
  const char *proxy;
  const char *fact;
  gboolean credentials;
} ProxyCase;

static const ProxyCase proxy_cases[] = {
  { "plain", "http://proxy.example:8080", "http://proxy.example:8080", FALSE },
  { "credentials", "http://me:s3cret@proxy.example:8080", "http://proxy.example:8080", TRUE },
  { "socks", "socks5://s3cret@[2001:db8::9]:1080", "socks5://[2001:db8::9]:1080", TRUE },
  { "query", "http://proxy.example:8080/?key=s3cret#s3cret", "http://proxy.example:8080/", FALSE },
  { "unreadable", "http://me:s3cret@proxy.example:port", "invalid", FALSE },
};

static void
test_proxy (gconstpointer data)
{
  const ProxyCase *test = data;
  g_autoptr (LcMeasurement) measurement = ask_proxy (test->proxy);
  g_autoptr (JsonNode) node = lc_measurement_to_json (measurement);
  g_autofree char *text = json_to_string (node, FALSE);

  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_ANSWERED);
  g_assert_false (get_bool (measurement, "direct"));
  assert_list (measurement, "proxies", test->fact);
  g_assert_cmpint (get_bool (measurement, "credentials"), ==, test->credentials);
  g_assert_null (strstr (text, "s3cret"));
}

/* The Date header says 12:00:00, this computer thinks it is later or earlier. */
static LcMeasurement *
ask_clock (gboolean has_portal, gboolean in_step, gint64 seen_us)
{
  g_autoptr (LcProbe) probe = lc_clock_probe_new ("portal");

  if (has_portal)
    {
      g_autoptr (LcRecorder) recorder = NULL;
      g_autoptr (LcMeasurement) portal = NULL;
      LcFacts *facts;
      LcClock clock;

      lc_clock_start (&clock);
      recorder = lc_recorder_new (&clock);
      facts = lc_recorder_get_facts (recorder);
      if (in_step)
        facts = lc_recorder_get_step_facts (recorder, lc_recorder_begin_step (recorder, "http", "x"));
      if (seen_us != 0)
        {
          lc_facts_set_int (facts, LC_FACT_DATE_US, 1795348800000000);
          lc_facts_set_int (facts, LC_FACT_DATE_SEEN_US, seen_us);
        }
      portal = lc_recorder_finish (recorder, LC_OUTCOME_ANSWERED);
      lc_probe_provide (probe, "portal", portal);
    }
  return ask (g_steal_pointer (&probe), NULL);
}

static void
test_clock (void)
{
  g_autoptr (LcProbe) probe = lc_clock_probe_new ("portal");
  g_autoptr (LcMeasurement) ahead = ask_clock (TRUE, FALSE, 1795348800000000 + 90500000);
  g_autoptr (LcMeasurement) behind = ask_clock (TRUE, TRUE, 1795348800000000 - 90000000);
  const LcFacts *facts = lc_measurement_get_facts (ahead);

  g_assert_true (g_strv_contains (lc_probe_get_needs (probe), "portal"));
  g_assert_cmpint (lc_measurement_get_outcome (ahead), ==, LC_OUTCOME_ANSWERED);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_OFFSET_US, 0), ==, 90000000);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_RESOLUTION_US, 0), ==, 1000000);
  g_assert_cmpint (lc_facts_get_int (lc_measurement_get_facts (behind), LC_FACT_OFFSET_US, 0), ==, -90500000);
}

static void
test_clock_without_date (void)
{
  g_autoptr (LcMeasurement) no_date = ask_clock (TRUE, TRUE, 0);
  g_autoptr (LcMeasurement) no_portal = ask_clock (FALSE, FALSE, 0);

  g_assert_cmpint (lc_measurement_get_outcome (no_date), ==, LC_OUTCOME_SKIPPED);
  g_assert_cmpstr (get_string (no_date, "reason"), ==, "the portal gave no Date");
  g_assert_cmpint (lc_measurement_get_outcome (no_portal), ==, LC_OUTCOME_SKIPPED);
  g_assert_cmpstr (get_string (no_portal, "reason"), ==, "the portal was not asked");
}

int
main (int argc, char *argv[])
{
  int result;

  test_namespace_enter ();
  test_namespace_set_ping_group_range ("0 2147483647");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/computer/network/both-families", test_network);
  g_test_add_func ("/computer/network/vpn", test_network_vpn);
  g_test_add_func ("/computer/network/ipv6-only", test_network_ipv6_only);
  g_test_add_func ("/computer/network/none", test_network_none);
  g_test_add_func ("/computer/no-sockets", test_no_sockets);
  g_test_add_func ("/computer/gateway/answered", test_gateway);
  g_test_add_func ("/computer/gateway/link-local", test_gateway_link_local);
  g_test_add_func ("/computer/gateway/silent", test_gateway_silent);
  g_test_add_func ("/computer/gateway/not-permitted", test_gateway_not_permitted);
  g_test_add_func ("/computer/gateway/none", test_gateway_none);
  g_test_add_func ("/computer/gateway/cancelled", test_gateway_cancelled);
  g_test_add_func ("/computer/proxy/none", test_proxy_none);
  g_test_add_func ("/computer/proxy/unavailable", test_proxy_unavailable);
  for (guint i = 0; i < G_N_ELEMENTS (proxy_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/computer/proxy/%s", proxy_cases[i].name);

      g_test_add_data_func (path, &proxy_cases[i], test_proxy);
    }
  g_test_add_func ("/computer/clock/offset", test_clock);
  g_test_add_func ("/computer/clock/without-date", test_clock_without_date);

  result = g_test_run ();
  test_namespace_leave ();
  return result;
}
