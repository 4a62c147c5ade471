/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said when a cable is pulled, plugged in again, or leads elsewhere. */
#include "profile/lc-profile-file.h"
#include "tests/support/test-namespace.h"
#include "runner/lc-network-watch.h"

typedef struct
{
  guint n_events;
  LcNetworkEvent last;
  gboolean heard;
} Heard;

static void
on_event (LcNetworkWatch *watch, LcNetworkEvent event, gpointer user_data)
{
  Heard *heard = user_data;

  heard->n_events++;
  heard->last = event;
  heard->heard = TRUE;
}

static void
expect (Heard *heard, LcNetworkEvent event)
{
  g_assert_true (test_wait_for (&heard->heard, 3000));
  g_assert_cmpint (heard->last, ==, event);
  heard->heard = FALSE;
}

static void
test_events (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  LcNetworkWatch *watch;
  Heard heard = { 0 };

  test_client_run ("ip route add default via " TEST_ROUTER_IPV4);
  watch = lc_network_watch_new (profile);
  g_signal_connect (watch, "event", G_CALLBACK (on_event), &heard);
  g_assert_false (test_wait_for (&heard.heard, 500));

  test_client_run ("ip link set lan0 down");
  expect (&heard, LC_NETWORK_EVENT_LOST);
  test_client_run ("ip link set lan0 up; ip route add default via " TEST_ROUTER_IPV4);
  expect (&heard, LC_NETWORK_EVENT_BACK);
  /* The same way out by another metric is no change. */
  test_client_run ("ip route add default via " TEST_ROUTER_IPV4 " metric 50");
  g_assert_false (test_wait_for (&heard.heard, 700));
  test_client_run ("ip route replace default via 192.0.2.77");
  expect (&heard, LC_NETWORK_EVENT_CHANGED);
  g_assert_cmpuint (heard.n_events, ==, 3);
  g_assert_finalize_object (watch);
}

/* A network that is there and gets more addresses and ways is no other one. */
static void
test_second_address (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  LcNetworkWatch *watch;
  Heard heard = { 0 };

  test_client_run ("ip route replace default via " TEST_ROUTER_IPV4);
  watch = lc_network_watch_new (profile);
  g_signal_connect (watch, "event", G_CALLBACK (on_event), &heard);
  test_client_run ("ip addr add 192.0.2.9/24 dev lan0");
  g_assert_false (test_wait_for (&heard.heard, 500));
  test_client_run ("ip addr add 2001:db8::9/64 dev lan0 nodad; ip route add default via " TEST_ROUTER_IPV6);
  g_assert_false (test_wait_for (&heard.heard, 700));
  g_assert_finalize_object (watch);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  test_namespace_enter ();
  g_test_add_func ("/network-watch/events", test_events);
  g_test_add_func ("/network-watch/second-address", test_second_address);
  status = g_test_run ();
  test_namespace_leave ();
  return status;
}
