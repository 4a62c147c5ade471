/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-ping.c: echoes answered, refused, lost and not permitted.
 */
#include "config.h"

#include "net/lc-ping.h"
#include "tests/support/test-namespace.h"

typedef struct
{
  LcPing *ping;
  GError *error;
  gboolean done;
} PingAnswer;

static void
pinged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PingAnswer *answer = user_data;

  answer->ping = lc_ping_finish (result, &answer->error);
  answer->done = TRUE;
}

static LcPing *
ping (const char *text, guint count, guint timeout_ms)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (text, 0);
  PingAnswer answer = { 0 };

  lc_ping_async (G_INET_SOCKET_ADDRESS (address), count, 10, timeout_ms, NULL, pinged_cb, &answer);
  g_assert_true (test_wait_for (&answer.done, 5000));
  g_assert_no_error (answer.error);
  g_assert_finalize_object (g_steal_pointer (&address));
  return answer.ping;
}

static void
test_answered (gconstpointer data)
{
  g_autoptr (LcPing) result = ping (data, 5, 3000);

  g_assert_cmpint (result->outcome, ==, LC_OUTCOME_ANSWERED);
  g_assert_true (result->kernel_timestamps);
  g_assert_cmpuint (result->echoes->len, ==, 5);
  for (guint i = 0; i < result->echoes->len; i++)
    {
      const LcEcho *echo = &g_array_index (result->echoes, LcEcho, i);

      g_assert_cmpint (echo->rtt_us, >=, 0);
      g_assert_cmpint (echo->rtt_us, <, 3000000);
    }
}

static gboolean
hold_up_cb (gpointer user_data)
{
  guint *n_left = user_data;

  g_usleep (30000);
  return --*n_left > 0;
}

/* The main loop is held up for 30 ms at a time: the figures must not show it. */
static void
test_busy_loop (void)
{
  g_autoptr (LcPing) result = NULL;
  gint64 least_us = G_MAXINT64;
  guint n_left = 12;

  g_idle_add_full (G_PRIORITY_HIGH, hold_up_cb, &n_left, NULL);
  result = ping (TEST_ROUTER_IPV4, 5, 3000);
  g_assert_cmpuint (n_left, <, 12);
  while (n_left > 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (result->outcome, ==, LC_OUTCOME_ANSWERED);
  for (guint i = 0; i < result->echoes->len; i++)
    least_us = MIN (least_us, g_array_index (result->echoes, LcEcho, i).rtt_us);
  g_assert_cmpint (least_us, <, 10000);
}

static void
test_silent (void)
{
  g_autoptr (LcPing) result = NULL;

  test_client_run ("ip route add 198.51.100.0/24 via " TEST_ROUTER_IPV4);
  test_router_run ("ip route add blackhole 198.51.100.0/24");
  result = ping ("198.51.100.7", 2, 50);
  g_assert_cmpint (result->outcome, ==, LC_OUTCOME_NO_ANSWER);
  g_assert_false (result->kernel_timestamps);
  g_assert_cmpuint (result->echoes->len, ==, 2);
  g_assert_cmpint (g_array_index (result->echoes, LcEcho, 0).rtt_us, ==, -1);
  test_client_run ("ip route del 198.51.100.0/24");
  test_router_run ("ip route del blackhole 198.51.100.0/24");
}

typedef struct
{
  const char *name;
  const char *route;
  LcOutcome outcome;
  guint type;
  guint code;
} RefusedCase;

static const RefusedCase refused_cases[] = {
  { "prohibit", "prohibit", LC_OUTCOME_REJECTED, 3, 13 },
  { "unreachable", "unreachable", LC_OUTCOME_UNREACHABLE, 3, 1 },
};

static void
test_refused (gconstpointer data)
{
  const RefusedCase *test = data;
  g_autofree char *add = g_strdup_printf ("ip route add %s 198.51.100.0/24", test->route);
  g_autofree char *del = g_strdup_printf ("ip route del %s 198.51.100.0/24", test->route);
  g_autofree char *from = NULL;
  g_autoptr (LcPing) result = NULL;

  test_client_run ("ip route add 198.51.100.0/24 via " TEST_ROUTER_IPV4);
  test_router_run (add);
  result = ping ("198.51.100.7", 3, 100);
  g_assert_cmpint (result->outcome, ==, test->outcome);
  g_assert_cmpuint (result->icmp_error->type, ==, test->type);
  g_assert_cmpuint (result->icmp_error->code, ==, test->code);
  from = g_inet_address_to_string (result->icmp_error->from);
  g_assert_cmpstr (from, ==, TEST_ROUTER_IPV4);
  g_assert_false (result->local);
  test_client_run ("ip route del 198.51.100.0/24");
  test_router_run (del);
}

static void
test_no_route (void)
{
  g_autoptr (LcPing) result = ping ("198.51.100.7", 3, 100);

  g_assert_cmpint (result->outcome, ==, LC_OUTCOME_UNREACHABLE);
  g_assert_true (result->local);
  g_assert_cmpuint (result->echoes->len, ==, 0);
}

static void
test_not_permitted (void)
{
  g_autoptr (LcPing) result = NULL;

  test_namespace_set_ping_group_range ("1 0");
  result = ping (TEST_ROUTER_IPV4, 3, 100);
  test_namespace_set_ping_group_range ("0 2147483647");
  g_assert_cmpint (result->outcome, ==, LC_OUTCOME_UNAVAILABLE);
  g_assert_cmpstr (result->reason, ==, "ICMP datagram socket: EACCES");
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* 0: before, 1: at once, 2: while waiting for answers that do not come */
static void
test_cancel (gconstpointer data)
{
  int when = GPOINTER_TO_INT (data);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("198.51.100.7", 0);
  PingAnswer answer = { 0 };

  test_client_run ("ip route add 198.51.100.0/24 via " TEST_ROUTER_IPV4);
  test_router_run ("ip route add blackhole 198.51.100.0/24");
  if (when == 0)
    g_cancellable_cancel (cancellable);
  lc_ping_async (G_INET_SOCKET_ADDRESS (address), 100, 10, 60000, cancellable, pinged_cb, &answer);
  if (when == 1)
    g_cancellable_cancel (cancellable);
  else if (when == 2)
    g_timeout_add (30, cancel_cb, cancellable);
  g_assert_true (test_wait_for (&answer.done, 2000));
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
  g_assert_finalize_object (g_steal_pointer (&cancellable));
  g_assert_finalize_object (g_steal_pointer (&address));
  test_client_run ("ip route del 198.51.100.0/24");
  test_router_run ("ip route del blackhole 198.51.100.0/24");
}

int
main (int argc, char *argv[])
{
  int result;

  test_namespace_enter ();
  test_namespace_set_ping_group_range ("0 2147483647");
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/ping/answered/loopback", "127.0.0.1", test_answered);
  g_test_add_data_func ("/ping/answered/ipv4", TEST_ROUTER_IPV4, test_answered);
  g_test_add_data_func ("/ping/answered/ipv6", TEST_ROUTER_IPV6, test_answered);
  g_test_add_func ("/ping/busy-loop", test_busy_loop);
  g_test_add_func ("/ping/silent", test_silent);
  for (guint i = 0; i < G_N_ELEMENTS (refused_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ping/refused/%s", refused_cases[i].name);

      g_test_add_data_func (path, &refused_cases[i], test_refused);
    }
  g_test_add_func ("/ping/no-route", test_no_route);
  g_test_add_func ("/ping/not-permitted", test_not_permitted);
  g_test_add_data_func ("/ping/cancel/before", GINT_TO_POINTER (0), test_cancel);
  g_test_add_data_func ("/ping/cancel/at-once", GINT_TO_POINTER (1), test_cancel);
  g_test_add_data_func ("/ping/cancel/during", GINT_TO_POINTER (2), test_cancel);

  result = g_test_run ();
  test_namespace_leave ();
  return result;
}
