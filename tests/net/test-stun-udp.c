/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-stun-udp.c: questions over UDP to servers that answer, misbehave, are
 * silent, refuse or cannot be reached; in a network of the test's own.
 */
#include "net/lc-stun-udp.h"
#include "tests/support/test-namespace.h"
#include "tests/support/test-stun-server.h"

#include <errno.h>

#define CROWD 1000

typedef struct
{
  LcStunResult *result;
  GError *error;
  gboolean done;
  guint *n_left; /* or NULL */
} UdpAnswer;

static void
answer_clear (UdpAnswer *answer)
{
  g_clear_pointer (&answer->result, lc_stun_result_free);
  g_clear_error (&answer->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (UdpAnswer, answer_clear)

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  UdpAnswer *answer = user_data;

  g_assert_false (answer->done);
  answer->result = lc_stun_udp_ask_finish (LC_STUN_UDP (source), result, &answer->error);
  answer->done = TRUE;
  if (answer->n_left != NULL)
    --*answer->n_left;
}

static gboolean
all_done (guint *n_left, guint timeout_ms)
{
  gint64 end_us = g_get_monotonic_time () + 1000 * timeout_ms;

  while (*n_left > 0 && g_get_monotonic_time () < end_us)
    {
      gboolean never = FALSE;

      test_wait_for (&never, 5);
    }
  return *n_left == 0;
}

static void
ask (GSocketAddress *server, LcStunMethod method, const LcStunSchedule *schedule, UdpAnswer *answer)
{
  g_autoptr (LcStunUdp) client = lc_stun_udp_new ();

  lc_stun_udp_ask_async (client, method, server, schedule, NULL, asked_cb, answer);
  g_assert_true (test_wait_for (&answer->done, 5000));
  g_assert_cmpuint (lc_stun_udp_get_n_pending (client), ==, 0);
  g_assert_finalize_object (g_steal_pointer (&client));
  g_assert_no_error (answer->error);
}

static GSocketAddress *
endpoint (const char *address, guint16 port)
{
  return g_inet_socket_address_new_from_string (address, port);
}

static TestStunServer *
server_new (const char *address, TestStunManner manner)
{
  TestStunServer *server = test_stun_server_new (address, 0);

  test_stun_server_listen_udp (server);
  test_stun_server_set_manner (server, manner);
  return server;
}

static void
test_binding (gconstpointer data)
{
  g_autoptr (TestStunServer) server = server_new (data, TEST_STUN_ANSWERS);
  LcStunSchedule schedule = lc_stun_schedule_once (2000);
  g_auto (UdpAnswer) answer = { 0 };
  const LcStunReply *reply;
  g_autofree char *own = NULL;

  ask (test_stun_server_get_address (server), LC_STUN_BINDING, &schedule, &answer);
  g_assert_cmpint (answer.result->outcome, ==, LC_OUTCOME_ANSWERED);
  g_assert_true (answer.result->kernel_timestamps);
  g_assert_cmpint (answer.result->rtt_us, >=, 0);
  g_assert_cmpint (answer.result->rtt_us, <=, answer.result->duration_us);
  g_assert_cmpuint (answer.result->n_sent, ==, 1);
  reply = answer.result->reply;
  own = g_inet_address_to_string (g_inet_socket_address_get_address (reply->mapped));
  g_assert_cmpstr (own, ==, data);
  g_assert_cmpstr (reply->software, ==, "Test server");
  g_assert_nonnull (reply->other);
  g_assert_nonnull (reply->origin);
  g_assert_finalize_object (g_steal_pointer (&server));
}

static void
test_allocate (void)
{
  g_autoptr (TestStunServer) server = server_new ("127.0.0.1", TEST_STUN_ANSWERS);
  LcStunSchedule schedule = lc_stun_schedule_once (2000);
  g_auto (UdpAnswer) answer = { 0 };

  ask (test_stun_server_get_address (server), LC_STUN_ALLOCATE, &schedule, &answer);
  g_assert_cmpint (answer.result->outcome, ==, LC_OUTCOME_ANSWERED);
  g_assert_cmpint (answer.result->reply->error_code, ==, 401);
  g_assert_cmpstr (answer.result->reply->realm, ==, "example.org");
  g_assert_true (answer.result->reply->has_nonce);
}

typedef struct
{
  const char *name;
  TestStunManner manner;
  LcStunMethod method;
  LcOutcome outcome;
} Misbehaviour;

static const Misbehaviour misbehaviours[] = {
  { "silent", TEST_STUN_SILENT, LC_STUN_BINDING, LC_OUTCOME_NO_ANSWER },
  { "garbage", TEST_STUN_GARBAGE, LC_STUN_BINDING, LC_OUTCOME_MALFORMED },
  { "truncated", TEST_STUN_TRUNCATED, LC_STUN_BINDING, LC_OUTCOME_MALFORMED },
  { "wrong-id", TEST_STUN_WRONG_ID, LC_STUN_BINDING, LC_OUTCOME_MALFORMED },
  { "no-address", TEST_STUN_NO_ADDRESS, LC_STUN_BINDING, LC_OUTCOME_MALFORMED },
  { "bare-401", TEST_STUN_BARE_401, LC_STUN_ALLOCATE, LC_OUTCOME_MALFORMED },
  { "denies", TEST_STUN_DENIES, LC_STUN_BINDING, LC_OUTCOME_DENIED },
  { "rewritten", TEST_STUN_REWRITTEN, LC_STUN_BINDING, LC_OUTCOME_ANSWERED },
};

static void
test_misbehaviour (gconstpointer data)
{
  const Misbehaviour *misbehaviour = data;
  g_autoptr (TestStunServer) server = server_new ("127.0.0.1", misbehaviour->manner);
  LcStunSchedule schedule = lc_stun_schedule_once (500);
  g_auto (UdpAnswer) answer = { 0 };

  ask (test_stun_server_get_address (server), misbehaviour->method, &schedule, &answer);
  g_assert_cmpint (answer.result->outcome, ==, misbehaviour->outcome);
  g_assert_null (answer.result->icmp);
  g_assert_false (answer.result->local);
  if (misbehaviour->manner == TEST_STUN_SILENT)
    {
      g_assert_cmpint (answer.result->rtt_us, ==, -1);
      g_assert_cmpint (answer.result->duration_us, >=, 500000);
    }
}

/* The first request is lost: the second's answer has the second's time. */
static void
test_repeated (void)
{
  g_autoptr (TestStunServer) server = server_new ("127.0.0.1", TEST_STUN_ANSWERS);
  LcStunSchedule schedule = { .n_sends = 3, .send_ms = { 0, 200, 8000 }, .timeout_ms = 20000 };
  g_auto (UdpAnswer) answer = { 0 };

  test_stun_server_set_ignored (server, 1);
  ask (test_stun_server_get_address (server), LC_STUN_BINDING, &schedule, &answer);
  g_assert_cmpint (answer.result->outcome, ==, LC_OUTCOME_ANSWERED);
  g_assert_cmpuint (answer.result->n_sent, ==, 2);
  g_assert_cmpint (answer.result->duration_us, >=, 200000);
  g_assert_cmpint (answer.result->rtt_us, <=, answer.result->duration_us - 200000);
}

/* The answer to the first request comes after the second was sent: it still
 * has the first's time. */
static void
test_slow_answer_is_not_taken_for_a_fast_one (void)
{
  g_autoptr (TestStunServer) server = server_new ("127.0.0.1", TEST_STUN_ANSWERS);
  LcStunSchedule schedule = { .n_sends = 2, .send_ms = { 0, 100 }, .timeout_ms = 20000 };
  g_auto (UdpAnswer) answer = { 0 };

  test_stun_server_set_delay_ms (server, 1000);
  ask (test_stun_server_get_address (server), LC_STUN_BINDING, &schedule, &answer);
  g_assert_cmpuint (answer.result->n_sent, ==, 2);
  g_assert_cmpint (answer.result->rtt_us, >=, 1000000);
}

typedef struct
{
  const char *name;
  const char *address;
  LcOutcome outcome;
  const char *icmp_from;
  guint icmp_type, icmp_code;
  guint n_sent;
  int error_number; /* local */
} UdpObstacle;

/* What stands in the way is set up in main(). */
static const UdpObstacle obstacles[] = {
  { "port-unreachable", TEST_ROUTER_IPV4, LC_OUTCOME_REFUSED, TEST_ROUTER_IPV4, 3, 3, 1, 0 },
  { "port-unreachable-ipv6", TEST_ROUTER_IPV6, LC_OUTCOME_REFUSED, TEST_ROUTER_IPV6, 1, 4, 1, 0 },
  { "sinkhole", "0.0.0.0", LC_OUTCOME_REFUSED, "127.0.0.1", 3, 3, 1, 0 },
  { "prohibited", "198.51.100.1", LC_OUTCOME_REJECTED, TEST_ROUTER_IPV4, 3, 13, 1, 0 },
  { "prohibited-ipv6", "2001:db8:1::1", LC_OUTCOME_REJECTED, TEST_ROUTER_IPV6, 1, 1, 1, 0 },
  { "host-unreachable", "198.51.100.2", LC_OUTCOME_UNREACHABLE, TEST_ROUTER_IPV4, 3, 1, 2, 0 },
  { "no-route", "203.0.113.1", LC_OUTCOME_UNREACHABLE, NULL, 0, 0, 0, ENETUNREACH },
  { "no-route-ipv6", "2001:db8:2::1", LC_OUTCOME_UNREACHABLE, NULL, 0, 0, 0, ENETUNREACH },
  { "own-policy", "198.51.100.3", LC_OUTCOME_REJECTED, NULL, 0, 0, 0, EACCES },
};

static void
test_obstacle (gconstpointer data)
{
  const UdpObstacle *obstacle = data;
  g_autoptr (GSocketAddress) server = endpoint (obstacle->address, 3478);
  LcStunSchedule schedule = { .n_sends = 3, .send_ms = { 0, 50, 100 }, .timeout_ms = 1000 };
  g_auto (UdpAnswer) answer = { 0 };
  g_autofree char *from = NULL;

  ask (server, LC_STUN_BINDING, &schedule, &answer);
  g_assert_cmpint (answer.result->outcome, ==, obstacle->outcome);
  g_assert_cmpint (answer.result->duration_us, <, 500000);
  g_assert_cmpuint (answer.result->n_sent, ==, obstacle->n_sent);
  g_assert_cmpint (answer.result->error_number, ==, obstacle->error_number);
  g_assert_cmpint (answer.result->local, ==, obstacle->error_number != 0);
  g_assert_cmpint (answer.result->icmp != NULL, ==, obstacle->icmp_from != NULL);
  if (obstacle->icmp_from == NULL)
    return;
  from = g_inet_address_to_string (answer.result->icmp->from);
  g_assert_cmpstr (from, ==, obstacle->icmp_from);
  g_assert_cmpint (answer.result->icmp->type, ==, obstacle->icmp_type);
  g_assert_cmpint (answer.result->icmp->code, ==, obstacle->icmp_code);
}

/* On one socket, errors about some destinations must not touch the others, nor
 * the numbers by which transmit stamps are told apart. More are in flight than
 * a StunAgent of libnice could remember. */
static void
test_crowd (void)
{
  g_autoptr (LcStunUdp) client = lc_stun_udp_new ();
  g_autoptr (TestStunServer) server = server_new (TEST_CLIENT_IPV4, TEST_STUN_ANSWERS);
  g_autoptr (GSocketAddress) refusing = endpoint (TEST_ROUTER_IPV4, 9);
  g_autoptr (GSocketAddress) nowhere = endpoint ("203.0.113.1", 9);
  GSocketAddress *servers[] = { test_stun_server_get_address (server), refusing, nowhere };
  static const LcOutcome outcomes[] = { LC_OUTCOME_ANSWERED, LC_OUTCOME_REFUSED, LC_OUTCOME_UNREACHABLE };
  g_autofree UdpAnswer *answers = g_new0 (UdpAnswer, CROWD);
  LcStunSchedule schedule = lc_stun_schedule_once (3000);
  guint n_left = CROWD;

  for (guint i = 0; i < CROWD; i++)
    {
      answers[i].n_left = &n_left;
      lc_stun_udp_ask_async (client, LC_STUN_BINDING, servers[i % G_N_ELEMENTS (servers)], &schedule, NULL,
                             asked_cb, &answers[i]);
    }
  g_assert_cmpuint (lc_stun_udp_get_n_pending (client), >, 200);
  g_assert_true (all_done (&n_left, 5000));
  for (guint i = 0; i < CROWD; i++)
    {
      g_assert_no_error (answers[i].error);
      g_assert_cmpint (answers[i].result->outcome, ==, outcomes[i % G_N_ELEMENTS (outcomes)]);
      answer_clear (&answers[i]);
    }
  g_assert_finalize_object (g_steal_pointer (&client));
}

typedef enum
{
  CANCEL_BEFORE,
  CANCEL_AT_ONCE,
  CANCEL_SOON,
} CancelWhen;

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (gconstpointer data)
{
  CancelWhen when = GPOINTER_TO_INT (data);
  g_autoptr (LcStunUdp) client = lc_stun_udp_new ();
  g_autoptr (TestStunServer) server = server_new ("127.0.0.1", TEST_STUN_SILENT);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  LcStunSchedule schedule = lc_stun_schedule_persistent (4000);
  g_auto (UdpAnswer) answer = { 0 };
  gint64 start_us = g_get_monotonic_time ();

  if (when == CANCEL_BEFORE)
    g_cancellable_cancel (cancellable);
  lc_stun_udp_ask_async (client, LC_STUN_BINDING, test_stun_server_get_address (server), &schedule, cancellable,
                         asked_cb, &answer);
  g_assert_false (answer.done);
  if (when == CANCEL_AT_ONCE)
    g_cancellable_cancel (cancellable);
  if (when == CANCEL_SOON)
    g_timeout_add (20, cancel_cb, cancellable);
  g_assert_true (test_wait_for (&answer.done, 1000));
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 100000);
  g_assert_cmpuint (lc_stun_udp_get_n_pending (client), ==, 0);
  g_assert_finalize_object (g_steal_pointer (&client));
  g_assert_finalize_object (g_steal_pointer (&cancellable));
}

static void
set_up_obstacles (void)
{
  test_client_run ("ip route add 198.51.100.0/24 via " TEST_ROUTER_IPV4 "\n"
                   "ip route add prohibit 198.51.100.3\n"
                   "ip -6 route add 2001:db8:1::/64 via " TEST_ROUTER_IPV6 "\n");
  test_router_run ("nft add table inet filter\n"
                   "nft add chain inet filter forward '{ type filter hook forward priority 0; }'\n"
                   "nft add rule inet filter forward ip daddr 198.51.100.1 reject with icmpx admin-prohibited\n"
                   "nft add rule inet filter forward ip daddr 198.51.100.2 reject with icmpx host-unreachable\n"
                   "nft add rule inet filter forward ip6 daddr 2001:db8:1::1 reject with icmpx admin-prohibited\n"
                   "ip route add 198.51.100.0/24 dev lan1\n"
                   "ip -6 route add 2001:db8:1::/64 dev lan1\n"
                   "echo 1 >/proc/sys/net/ipv6/conf/all/forwarding\n"
                   "echo 0 >/proc/sys/net/ipv6/icmp/ratelimit\n"
                   "for limit in icmp_msgs_per_sec icmp_msgs_burst; do\n"
                   "  ! test -e /proc/sys/net/ipv4/$limit || echo 100000 >/proc/sys/net/ipv4/$limit\n"
                   "done\n");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  test_namespace_enter ();
  set_up_obstacles ();
  g_test_add_data_func ("/net/stun-udp/binding/ipv4", TEST_CLIENT_IPV4, test_binding);
  g_test_add_data_func ("/net/stun-udp/binding/ipv6", TEST_CLIENT_IPV6, test_binding);
  g_test_add_func ("/net/stun-udp/allocate", test_allocate);
  for (guint i = 0; i < G_N_ELEMENTS (misbehaviours); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/stun-udp/misbehaviour/%s", misbehaviours[i].name);

      g_test_add_data_func (path, &misbehaviours[i], test_misbehaviour);
    }
  g_test_add_func ("/net/stun-udp/repeated", test_repeated);
  g_test_add_func ("/net/stun-udp/slow-answer-is-not-taken-for-a-fast-one",
                   test_slow_answer_is_not_taken_for_a_fast_one);
  for (guint i = 0; i < G_N_ELEMENTS (obstacles); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/stun-udp/obstacle/%s", obstacles[i].name);

      g_test_add_data_func (path, &obstacles[i], test_obstacle);
    }
  g_test_add_func ("/net/stun-udp/crowd", test_crowd);
  g_test_add_data_func ("/net/stun-udp/cancel/before", GINT_TO_POINTER (CANCEL_BEFORE), test_cancel);
  g_test_add_data_func ("/net/stun-udp/cancel/at-once", GINT_TO_POINTER (CANCEL_AT_ONCE), test_cancel);
  g_test_add_data_func ("/net/stun-udp/cancel/soon", GINT_TO_POINTER (CANCEL_SOON), test_cancel);
  status = g_test_run ();
  test_namespace_leave ();
  return status;
}
