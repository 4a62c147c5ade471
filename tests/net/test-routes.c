/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-routes.c: the kernel's way to an address, with policy rules, without a
 * route, over IPv4 and IPv6.
 */
#include "config.h"

#include <errno.h>

#include "net/lc-routes.h"
#include "tests/support/test-namespace.h"

typedef struct
{
  LcRoute *route;
  GPtrArray *routes;
  GError *error;
  gboolean done;
} RouteAnswer;

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RouteAnswer *answer = user_data;

  answer->route = lc_routes_find_finish (result, &answer->error);
  answer->done = TRUE;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RouteAnswer *answer = user_data;

  answer->routes = lc_routes_list_default_finish (result, &answer->error);
  answer->done = TRUE;
}

static LcRoute *
find_route (const char *destination)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (destination);
  RouteAnswer answer = { 0 };

  lc_routes_find_async (address, NULL, found_cb, &answer);
  g_assert_true (test_wait_for (&answer.done, 2000));
  g_assert_no_error (answer.error);
  return answer.route;
}

static GPtrArray *
list_default (GSocketFamily family)
{
  RouteAnswer answer = { 0 };

  lc_routes_list_default_async (family, NULL, listed_cb, &answer);
  g_assert_true (test_wait_for (&answer.done, 2000));
  g_assert_no_error (answer.error);
  return answer.routes;
}

static void
assert_route (const char *destination, const char *expected)
{
  g_autoptr (LcRoute) route = find_route (destination);
  g_autofree char *text = lc_route_to_string (route);

  g_assert_cmpstr (text, ==, expected);
}

/* Neither an address of the link alone nor none at all is one that others can answer to. */
static void
test_usable (void)
{
  static const struct
  {
    const char *source;
    gboolean is_usable;
  } sources[] = {
    { "192.0.2.2", TRUE },   { "10.0.0.2", TRUE }, { "169.254.1.1", FALSE }, { "127.0.0.1", FALSE },
    { "2001:db8::2", TRUE }, { "fd00::2", TRUE },  { "fe80::2", FALSE },     { "::1", FALSE },
  };
  LcRoute nowhere = { .reachable = FALSE };
  LcRoute sourceless = { .reachable = TRUE };

  g_assert_false (lc_route_is_usable (NULL));
  g_assert_false (lc_route_is_usable (&nowhere));
  g_assert_false (lc_route_is_usable (&sourceless));
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr (GInetAddress) source = g_inet_address_new_from_string (sources[i].source);
      LcRoute route = { .reachable = TRUE, .source = source };

      g_assert_cmpint (lc_route_is_usable (&route), ==, sources[i].is_usable);
      route.reachable = FALSE;
      g_assert_false (lc_route_is_usable (&route));
    }
}

static void
test_none (void)
{
  g_autoptr (LcRoute) ipv4 = find_route ("198.51.100.7");
  g_autoptr (LcRoute) ipv6 = find_route ("2001:503:ba3e::2:30");
  g_autoptr (GPtrArray) defaults = list_default (G_SOCKET_FAMILY_IPV4);

  g_assert_false (ipv4->reachable);
  g_assert_cmpint (ipv4->kernel_errno, ==, ENETUNREACH);
  g_assert_null (ipv4->gateway);
  g_assert_false (ipv6->reachable);
  g_assert_cmpint (ipv6->kernel_errno, ==, ENETUNREACH);
  g_assert_cmpuint (defaults->len, ==, 0);
  assert_route ("198.51.100.7", "unreachable");
}

static void
test_default (void)
{
  g_autoptr (GPtrArray) ipv4 = NULL;
  g_autoptr (GPtrArray) ipv6 = NULL;
  const LcRoute *first;

  test_client_run ("ip route add default via " TEST_ROUTER_IPV4 " metric 600\n"
                   "ip route add default via 192.0.2.77 metric 100\n"
                   "ip -6 route add default via " TEST_ROUTER_IPV6 " metric 512");
  ipv4 = list_default (G_SOCKET_FAMILY_IPV4);
  ipv6 = list_default (G_SOCKET_FAMILY_IPV6);
  g_assert_cmpuint (ipv4->len, ==, 2);
  first = g_ptr_array_index (ipv4, 0);
  g_assert_cmpuint (first->metric, ==, 100);
  g_assert_cmpuint (first->table, ==, 254);
  g_assert_null (first->destination);
  g_assert_cmpuint (ipv6->len, ==, 1);

  assert_route ("198.51.100.7", "via 192.0.2.77 dev lan0 src 192.0.2.2");
  test_client_run ("ip route del default via 192.0.2.77");
  assert_route ("198.51.100.7", "via 192.0.2.1 dev lan0 src 192.0.2.2");
  test_client_run ("ip route flush default; ip -6 route flush default");
}

static void
test_ipv6 (void)
{
  g_autoptr (LcRoute) route = NULL;

  test_client_run ("ip -6 route add default via " TEST_ROUTER_IPV6);
  route = find_route ("2001:503:ba3e::2:30");
  g_assert_true (route->reachable);
  g_assert_cmpstr (route->interface_name, ==, "lan0");
  assert_route (TEST_ROUTER_IPV6, "dev lan0 src " TEST_CLIENT_IPV6 " metric 256");
  test_client_run ("ip -6 route flush default");
}

static void
test_direct (void)
{
  assert_route (TEST_ROUTER_IPV4, "dev lan0 src 192.0.2.2");
  assert_route ("127.0.0.1", "dev lo src 127.0.0.1");
}

/* What a VPN does: two half routes, or a rule with a table of its own. The
 * default route alone would tell the wrong way. */
static void
test_vpn (void)
{
  g_autoptr (LcRoute) route = NULL;

  test_client_run ("ip route add default via " TEST_ROUTER_IPV4 "\n"
                   "ip tuntap add tun7 mode tun\n"
                   "ip addr add 10.7.0.2/32 dev tun7\n"
                   "ip link set tun7 up\n"
                   "ip route add 0.0.0.0/1 dev tun7\n");
  assert_route ("54.171.127.193", "dev tun7 src 10.7.0.2");
  assert_route ("198.51.100.7", "via 192.0.2.1 dev lan0 src 192.0.2.2");

  test_client_run ("ip route del 0.0.0.0/1 dev tun7\n"
                   "ip route add default dev tun7 table 51820\n"
                   "ip rule add to 198.51.100.0/24 lookup 51820\n");
  route = find_route ("198.51.100.7");
  g_assert_cmpstr (route->interface_name, ==, "tun7");
  g_assert_cmpuint (route->table, ==, 51820);
  g_assert_null (route->gateway);
  test_client_run ("ip rule del to 198.51.100.0/24 lookup 51820\n"
                   "ip tuntap del tun7 mode tun\n"
                   "ip route flush default");
}

static void
test_forbidden (void)
{
  g_autoptr (LcRoute) prohibited = NULL;
  g_autoptr (LcRoute) black_hole = NULL;

  test_client_run ("ip route add prohibit 198.51.100.7; ip route add blackhole 198.51.100.8");
  prohibited = find_route ("198.51.100.7");
  black_hole = find_route ("198.51.100.8");
  g_assert_false (prohibited->reachable);
  g_assert_cmpint (prohibited->kernel_errno, ==, EACCES);
  g_assert_false (black_hole->reachable);
  g_assert_cmpint (black_hole->kernel_errno, ==, EINVAL);
  test_client_run ("ip route del prohibit 198.51.100.7; ip route del blackhole 198.51.100.8");
}

static void
test_several_next_hops (void)
{
  g_autoptr (GPtrArray) defaults = NULL;
  const LcRoute *route;
  g_autofree char *gateway = NULL;

  test_client_run ("ip route add default nexthop via 192.0.2.31 dev lan0"
                   " nexthop via 192.0.2.32 dev lan0\n"
                   "ip route add 198.51.100.0/24 via inet6 fe80::1 dev lan0");
  defaults = list_default (G_SOCKET_FAMILY_IPV4);
  g_assert_cmpuint (defaults->len, ==, 1);
  route = g_ptr_array_index (defaults, 0);
  g_assert_cmpstr (route->interface_name, ==, "lan0");
  gateway = g_inet_address_to_string (route->gateway);
  g_assert_cmpstr (gateway, ==, "192.0.2.31");
  assert_route ("198.51.100.7", "via fe80::1 dev lan0 src 192.0.2.2");
  test_client_run ("ip route flush default; ip route del 198.51.100.0/24");
}

static void
test_cancel (gconstpointer data)
{
  gboolean before = GPOINTER_TO_INT (data);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("198.51.100.7");
  RouteAnswer answer = { 0 };

  if (before)
    g_cancellable_cancel (cancellable);
  lc_routes_find_async (address, cancellable, found_cb, &answer);
  g_cancellable_cancel (cancellable);
  g_assert_true (test_wait_for (&answer.done, 2000));
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
  g_assert_finalize_object (g_steal_pointer (&cancellable));
  g_assert_finalize_object (g_steal_pointer (&address));
}

int
main (int argc, char *argv[])
{
  int result;

  test_namespace_enter ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/routes/usable", test_usable);
  g_test_add_func ("/routes/none", test_none);
  g_test_add_func ("/routes/default", test_default);
  g_test_add_func ("/routes/ipv6", test_ipv6);
  g_test_add_func ("/routes/direct", test_direct);
  g_test_add_func ("/routes/vpn", test_vpn);
  g_test_add_func ("/routes/forbidden", test_forbidden);
  g_test_add_func ("/routes/several-next-hops", test_several_next_hops);
  g_test_add_data_func ("/routes/cancel/before", GINT_TO_POINTER (TRUE), test_cancel);
  g_test_add_data_func ("/routes/cancel/during", GINT_TO_POINTER (FALSE), test_cancel);

  result = g_test_run ();
  test_namespace_leave ();
  return result;
}
