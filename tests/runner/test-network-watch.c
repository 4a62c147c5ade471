/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a network that goes, comes back, becomes another one, or stays what it is. */
#include "profile/lc-profile-file.h"
#include "runner/lc-network-watch.h"
#include "tests/support/test-namespace.h"

#define PATIENCE_MS 20000

#define ONLY_IPV6 "ip -4 route del default; ip -6 route add default via " TEST_ROUTER_IPV6

typedef struct
{
  LcNetworkWatch *watch;
  guint n_events;
  LcNetworkEvent last;
  gboolean has_event;
  gboolean is_settled;
} Fixture;

static void
on_event (LcNetworkWatch *watch, LcNetworkEvent event, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_events++;
  fixture->last = event;
  fixture->has_event = TRUE;
}

static void
on_settled (LcNetworkWatch *watch, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->is_settled = TRUE;
}

/* A network that has one way out, which the watch knows when this is over. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  const char *commands = data;

  test_client_run ("ip link set lan0 up; ip addr replace " TEST_CLIENT_IPV4 "/24 dev lan0\n"
                   "ip route replace default via " TEST_ROUTER_IPV4);
  if (commands != NULL)
    test_client_run (commands);
  fixture->watch = lc_network_watch_new (profile);
  g_signal_connect (fixture->watch, "event", G_CALLBACK (on_event), fixture);
  g_signal_connect (fixture->watch, "settled", G_CALLBACK (on_settled), fixture);
  g_assert_true (test_wait_for (&fixture->is_settled, PATIENCE_MS));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->watch);
  test_router_run ("ip link set lan1 up");
  test_client_run ("ip -6 route flush default; ip -4 route flush default\n"
                   "ip -6 addr flush dev lan0 scope global; ip addr add " TEST_CLIENT_IPV6 "/64 dev lan0 nodad");
}

static void
expect (Fixture *fixture, const char *commands, LcNetworkEvent event)
{
  guint n_events = fixture->n_events;

  fixture->has_event = FALSE;
  test_client_run (commands);
  g_assert_true (test_wait_for (&fixture->has_event, PATIENCE_MS));
  g_assert_cmpint (fixture->last, ==, event);
  g_assert_cmpuint (fixture->n_events, ==, n_events + 1);
}

/* The kernel said something, and it means nothing. */
static void
expect_nothing (Fixture *fixture)
{
  fixture->is_settled = FALSE;
  g_assert_true (test_wait_for (&fixture->is_settled, PATIENCE_MS));
  g_assert_cmpuint (fixture->n_events, ==, 0);
}

static void
test_gateway (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "ip route replace default via 192.0.2.77", LC_NETWORK_EVENT_CHANGED);
  expect (fixture, "ip route replace default via " TEST_ROUTER_IPV4, LC_NETWORK_EVENT_CHANGED);
}

static void
test_interface (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "ip link add tun7 type veth peer name tun8; ip link set tun8 up; ip link set tun7 up\n"
                   "ip addr add 198.51.100.7/24 dev tun7\n"
                   "ip route add 0.0.0.0/1 dev tun7; ip route add 128.0.0.0/1 dev tun7",
          LC_NETWORK_EVENT_CHANGED);
  expect (fixture, "ip link del tun7", LC_NETWORK_EVENT_CHANGED);
}

static void
test_source (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "ip addr del " TEST_CLIENT_IPV4 "/24 dev lan0; ip addr add 192.0.2.9/24 dev lan0\n"
                   "ip route add default via " TEST_ROUTER_IPV4,
          LC_NETWORK_EVENT_CHANGED);
  test_client_run ("ip addr del 192.0.2.9/24 dev lan0");
}

static void
test_route_deleted (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "ip route del default", LC_NETWORK_EVENT_LOST);
  expect (fixture, "ip route add default via " TEST_ROUTER_IPV4, LC_NETWORK_EVENT_BACK);
}

static void
test_cable (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "ip link set lan0 down", LC_NETWORK_EVENT_LOST);
  expect (fixture, "ip link set lan0 up; ip route add default via " TEST_ROUTER_IPV4, LC_NETWORK_EVENT_BACK);
  g_assert_cmpuint (lc_network_watch_get_link_interruptions (fixture->watch), ==, 0);
}

/* The kernel keeps the route of an interface whose cable is pulled. */
static void
test_carrier (Fixture *fixture, gconstpointer data)
{
  test_router_run ("ip link set lan1 down");
  expect (fixture, "ip route show default | grep -q lan0", LC_NETWORK_EVENT_LOST);
  test_router_run ("ip link set lan1 up");
  expect (fixture, "true", LC_NETWORK_EVENT_BACK);
  g_assert_cmpuint (lc_network_watch_get_link_interruptions (fixture->watch), ==, 0);
}

/* The kernel tells of a link that is down a moment later. */
static void
interrupt_link (void)
{
  test_router_run ("ip link set lan1 down");
  test_client_run ("until ip link show lan0 | grep -q NO-CARRIER; do sleep 0.01; done");
  test_router_run ("ip link set lan1 up");
}

static void
test_roam (Fixture *fixture, gconstpointer data)
{
  interrupt_link ();
  expect_nothing (fixture);
  g_assert_cmpuint (lc_network_watch_get_link_interruptions (fixture->watch), ==, 1);
  interrupt_link ();
  expect_nothing (fixture);
  g_assert_cmpuint (lc_network_watch_get_link_interruptions (fixture->watch), ==, 2);
}

static void
check_nothing (Fixture *fixture, gconstpointer data)
{
  test_client_run (data);
  expect_nothing (fixture);
  g_assert_cmpuint (lc_network_watch_get_link_interruptions (fixture->watch), ==, 0);
}

static void
test_worse_route (Fixture *fixture, gconstpointer data)
{
  check_nothing (fixture, "ip route add default via 192.0.2.77 metric 500");
}

static void
test_containers (Fixture *fixture, gconstpointer data)
{
  check_nothing (fixture, "ip link add docker7 type bridge; ip addr add 172.17.0.1/16 dev docker7\n"
                          "ip link add veth7 type veth peer name veth8; ip link set veth7 master docker7\n"
                          "ip link set docker7 up; ip link set veth7 up; ip link set veth8 up");
  check_nothing (fixture, "ip link del veth7; ip link del docker7");
}

static void
test_new_lease (Fixture *fixture, gconstpointer data)
{
  check_nothing (fixture, "ip addr change " TEST_CLIENT_IPV4 "/24 dev lan0 valid_lft 3600 preferred_lft 3600");
  check_nothing (fixture, "ip addr del " TEST_CLIENT_IPV4 "/24 dev lan0; ip addr add " TEST_CLIENT_IPV4 "/24 dev lan0\n"
                          "ip route add default via " TEST_ROUTER_IPV4);
}

/* A network that is there and gets more addresses and ways is no other one. */
static void
test_second_address (Fixture *fixture, gconstpointer data)
{
  check_nothing (fixture, "ip addr add 192.0.2.9/24 dev lan0");
  check_nothing (fixture, "ip addr add 2001:db8::9/64 dev lan0 nodad; ip route add default via " TEST_ROUTER_IPV6);
  test_client_run ("ip addr del 192.0.2.9/24 dev lan0");
}

/* The kernel prefers the temporary address that it makes. */
static void
test_temporary_address (Fixture *fixture, gconstpointer data)
{
  check_nothing (fixture, "echo 2 >/proc/sys/net/ipv6/conf/lan0/use_tempaddr\n"
                          "ip addr add 2001:db8::7/64 dev lan0 nodad mngtmpaddr\n"
                          "ip -6 addr show dev lan0 temporary | grep -q 2001:db8:");
  check_nothing (fixture, "ip addr del 2001:db8::7/64 dev lan0");
}

static void
test_other_ipv6_network (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "ip addr add 2001:db8:0:7::2/64 dev lan0 nodad; ip addr del " TEST_CLIENT_IPV6 "/64 dev lan0\n"
                   "ip -6 route replace default via fe80::7 dev lan0",
          LC_NETWORK_EVENT_CHANGED);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  test_namespace_enter ();
#define ADD(path, before, test) g_test_add ("/network-watch/" path, Fixture, before, set_up, test, tear_down)
  ADD ("gateway", NULL, test_gateway);
  ADD ("interface", NULL, test_interface);
  ADD ("source", NULL, test_source);
  ADD ("route-deleted", NULL, test_route_deleted);
  ADD ("cable", NULL, test_cable);
  ADD ("carrier", NULL, test_carrier);
  ADD ("roam", NULL, test_roam);
  ADD ("worse-route", NULL, test_worse_route);
  ADD ("containers", NULL, test_containers);
  ADD ("new-lease", NULL, test_new_lease);
  ADD ("second-address", NULL, test_second_address);
  ADD ("temporary-address", ONLY_IPV6, test_temporary_address);
  ADD ("other-ipv6-network", ONLY_IPV6, test_other_ipv6_network);
  status = g_test_run ();
  test_namespace_leave ();
  return status;
}
