/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-stun-stream.c: questions over TCP and TLS, and the connector below, in a
 * network of the test's own.
 */
#include "net/lc-stun-stream.h"
#include "probes/lc-stun-record.h"
#include "tests/support/test-namespace.h"
#include "tests/support/test-stun-server.h"

#include <errno.h>

#define MAX_OPEN 4
#define CROWD 40

typedef struct
{
  const LcConnection *connection; /* owned by the stream */
  LcConnection *own_connection;
  LcStunTls *tls;
  LcStunResult *result;
  GError *error;
  gboolean done;
} StreamAnswer;

static void
answer_clear (StreamAnswer *answer)
{
  g_clear_pointer (&answer->own_connection, lc_connection_free);
  g_clear_pointer (&answer->tls, lc_stun_tls_free);
  g_clear_pointer (&answer->result, lc_stun_result_free);
  g_clear_error (&answer->error);
  answer->done = FALSE;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StreamAnswer, answer_clear)

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  StreamAnswer *answer = user_data;

  g_assert_false (answer->done);
  answer->connection = lc_stun_stream_connect_finish (LC_STUN_STREAM (source), result, &answer->error);
  answer->done = TRUE;
}

static void
shaken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  StreamAnswer *answer = user_data;

  g_assert_false (answer->done);
  answer->tls = lc_stun_stream_handshake_finish (LC_STUN_STREAM (source), result, &answer->error);
  answer->done = TRUE;
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  StreamAnswer *answer = user_data;

  g_assert_false (answer->done);
  answer->result = lc_stun_stream_ask_finish (LC_STUN_STREAM (source), result, &answer->error);
  answer->done = TRUE;
}

static void
plainly_connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  StreamAnswer *answer = user_data;

  g_assert_false (answer->done);
  answer->own_connection = lc_connector_connect_finish (LC_CONNECTOR (source), result, &answer->error);
  answer->done = TRUE;
}

static TestStunServer *
server_new (const char *address, TestStunManner manner)
{
  TestStunServer *server = test_stun_server_new (address, 0);

  test_stun_server_listen_tcp (server);
  test_stun_server_set_manner (server, manner);
  return server;
}

/* Connects and asks; the server always accepts. */
static void
converse (TestStunServer *server, LcStunMethod method, guint timeout_ms, StreamAnswer *answer)
{
  g_autoptr (LcConnector) connector = lc_connector_new (MAX_OPEN);
  g_autoptr (LcStunStream) stream = lc_stun_stream_new (connector, test_stun_server_get_address (server));

  lc_stun_stream_connect_async (stream, NULL, connected_cb, answer);
  g_assert_true (test_wait_for (&answer->done, 2000));
  g_assert_no_error (answer->error);
  g_assert_cmpint (answer->connection->outcome, ==, LC_OUTCOME_ANSWERED);
  g_assert_true (answer->connection->kernel_rtt);
  g_assert_cmpint (answer->connection->rtt_us, <=, answer->connection->duration_us);

  answer->done = FALSE;
  lc_stun_stream_ask_async (stream, method, NULL, asked_cb, answer);
  g_assert_true (test_wait_for (&answer->done, timeout_ms));
  g_assert_no_error (answer->error);
  g_assert_finalize_object (g_steal_pointer (&stream));
  g_assert_finalize_object (g_steal_pointer (&connector));
}

typedef struct
{
  const char *name;
  const char *address;
  TestStunManner manner;
  LcStunMethod method;
  LcOutcome outcome;
} Conversation;

static const Conversation conversations[] = {
  { "binding-ipv4", "127.0.0.1", TEST_STUN_ANSWERS, LC_STUN_BINDING, LC_OUTCOME_ANSWERED },
  { "binding-ipv6", "::1", TEST_STUN_ANSWERS, LC_STUN_BINDING, LC_OUTCOME_ANSWERED },
  { "allocate", "127.0.0.1", TEST_STUN_ANSWERS, LC_STUN_ALLOCATE, LC_OUTCOME_ANSWERED },
  { "byte-by-byte", "127.0.0.1", TEST_STUN_SLICED, LC_STUN_BINDING, LC_OUTCOME_ANSWERED },
  { "bare-401", "127.0.0.1", TEST_STUN_BARE_401, LC_STUN_ALLOCATE, LC_OUTCOME_MALFORMED },
  { "denies", "127.0.0.1", TEST_STUN_DENIES, LC_STUN_BINDING, LC_OUTCOME_DENIED },
  { "garbage", "127.0.0.1", TEST_STUN_GARBAGE, LC_STUN_BINDING, LC_OUTCOME_MALFORMED },
  { "wrong-id", "127.0.0.1", TEST_STUN_WRONG_ID, LC_STUN_BINDING, LC_OUTCOME_MALFORMED },
  { "closes", "127.0.0.1", TEST_STUN_CLOSES, LC_STUN_BINDING, LC_OUTCOME_CLOSED },
  { "resets", "127.0.0.1", TEST_STUN_RESETS, LC_STUN_BINDING, LC_OUTCOME_RESET },
};

static void
test_conversation (gconstpointer data)
{
  const Conversation *conversation = data;
  g_autoptr (TestStunServer) server = server_new (conversation->address, conversation->manner);
  g_auto (StreamAnswer) answer = { 0 };

  converse (server, conversation->method, 2000, &answer);
  g_assert_cmpint (answer.result->outcome, ==, conversation->outcome);
  g_assert_cmpint (answer.result->rtt_us >= 0, ==, answer.result->reply != NULL);
  g_assert_cmpuint (answer.result->n_sent, ==, 1);
  if (conversation->outcome == LC_OUTCOME_ANSWERED && conversation->method == LC_STUN_BINDING)
    {
      g_autofree char *mapped =
        g_inet_address_to_string (g_inet_socket_address_get_address (answer.result->reply->mapped));

      g_assert_cmpstr (mapped, ==, conversation->address);
    }
  g_assert_finalize_object (g_steal_pointer (&server));
}

/* Accepts and says nothing, or not enough: only the asker's patience ends it. */
static void
test_silent (gconstpointer data)
{
  g_autoptr (TestStunServer) server = server_new ("127.0.0.1", GPOINTER_TO_INT (data));
  g_autoptr (LcConnector) connector = lc_connector_new (MAX_OPEN);
  g_autoptr (LcStunStream) stream = lc_stun_stream_new (connector, test_stun_server_get_address (server));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (StreamAnswer) answer = { 0 };
  gint64 start_us;

  lc_stun_stream_connect_async (stream, NULL, connected_cb, &answer);
  g_assert_true (test_wait_for (&answer.done, 2000));
  answer.done = FALSE;
  lc_stun_stream_ask_async (stream, LC_STUN_BINDING, cancellable, asked_cb, &answer);
  g_assert_false (test_wait_for (&answer.done, 100));
  start_us = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  g_assert_true (test_wait_for (&answer.done, 1000));
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 100000);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_finalize_object (g_steal_pointer (&stream));
}

typedef struct
{
  const char *name;
  const char *address;
  guint16 port;
  LcOutcome outcome;
  guint icmp_type, icmp_code;
  int local_error; /* errno */
} TcpObstacle;

static const TcpObstacle obstacles[] = {
  { "closed-port", TEST_ROUTER_IPV4, 9, LC_OUTCOME_REFUSED, 0, 0, 0 },
  { "prohibited", "198.51.100.1", 443, LC_OUTCOME_REJECTED, 3, 13, 0 },
  { "host-unreachable", "198.51.100.2", 443, LC_OUTCOME_UNREACHABLE, 3, 1, 0 },
  { "prohibited-ipv6", "2001:db8:1::1", 443, LC_OUTCOME_REJECTED, 1, 1, 0 },
  { "no-route", "203.0.113.1", 443, LC_OUTCOME_UNREACHABLE, 0, 0, ENETUNREACH },
  { "own-policy", "198.51.100.3", 443, LC_OUTCOME_REJECTED, 0, 0, EACCES },
};

static void
test_obstacle (gconstpointer data)
{
  const TcpObstacle *obstacle = data;
  g_autoptr (GSocketAddress) server = g_inet_socket_address_new_from_string (obstacle->address, obstacle->port);
  g_autoptr (LcConnector) connector = lc_connector_new (MAX_OPEN);
  const LcIcmpError *icmp;
  g_auto (StreamAnswer) answer = { 0 };

  lc_connector_connect_async (connector, server, NULL, plainly_connected_cb, &answer);
  g_assert_true (test_wait_for (&answer.done, 2000));
  g_assert_no_error (answer.error);
  g_assert_cmpint (answer.own_connection->outcome, ==, obstacle->outcome);
  icmp = answer.own_connection->icmp;
  g_assert_cmpint (icmp != NULL ? icmp->type : 0, ==, obstacle->icmp_type);
  g_assert_cmpint (icmp != NULL ? icmp->code : 0, ==, obstacle->icmp_code);
  g_assert_cmpint (answer.own_connection->local, ==, obstacle->local_error != 0);
  if (obstacle->local_error != 0)
    g_assert_cmpint (answer.own_connection->error_number, ==, obstacle->local_error);
  g_assert_cmpint (answer.own_connection->rtt_us, ==, -1);
}

static void
test_cancel_connect (gconstpointer data)
{
  guint after_ms = GPOINTER_TO_UINT (data);
  g_autoptr (GSocketAddress) server = g_inet_socket_address_new_from_string ("198.51.100.4", 443); /* dropped */
  g_autoptr (LcConnector) connector = lc_connector_new (MAX_OPEN);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (StreamAnswer) answer = { 0 };

  if (after_ms == 0)
    g_cancellable_cancel (cancellable);
  lc_connector_connect_async (connector, server, cancellable, plainly_connected_cb, &answer);
  g_assert_false (answer.done);
  if (after_ms != 0)
    g_assert_false (test_wait_for (&answer.done, after_ms));
  g_cancellable_cancel (cancellable);
  g_assert_true (test_wait_for (&answer.done, 100));
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_finalize_object (g_steal_pointer (&connector));
}

/* Never more at a time than allowed, and everybody's turn comes. */
static void
test_crowd (void)
{
  g_autoptr (TestStunServer) server = server_new ("127.0.0.1", TEST_STUN_ANSWERS);
  g_autoptr (LcConnector) connector = lc_connector_new (MAX_OPEN);
  StreamAnswer answers[CROWD] = { { 0 } };
  guint n_done = 0;

  for (guint i = 0; i < CROWD; i++)
    lc_connector_connect_async (connector, test_stun_server_get_address (server), NULL, plainly_connected_cb,
                                &answers[i]);
  for (guint turn = 0; turn < 2 * CROWD && n_done < CROWD; turn++)
    {
      gboolean never = FALSE;
      guint n_open = 0;

      test_wait_for (&never, 20);
      for (guint i = 0; i < CROWD; i++)
        n_open += answers[i].own_connection != NULL;
      g_assert_cmpuint (n_open, <=, MAX_OPEN);
      for (guint i = 0; i < CROWD; i++)
        if (answers[i].own_connection != NULL)
          {
            g_assert_cmpint (answers[i].own_connection->outcome, ==, LC_OUTCOME_ANSWERED);
            /* TLS asks whom it talks to. */
            g_assert_true (g_socket_connection_is_connected (answers[i].own_connection->stream));
            answer_clear (&answers[i]);
            n_done++;
          }
    }
  g_assert_cmpuint (n_done, ==, CROWD);
}

static GTlsCertificate *
load_certificate (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "certificates", name, NULL);
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return certificate;
}

typedef struct
{
  const char *name;
  const char *certificate; /* NULL: plain TCP */
  TestStunManner manner;
  LcOutcome outcome;
  GTlsCertificateFlags errors; /* at least */
} HandshakeCase;

static const HandshakeCase handshakes[] = {
  { "good", "good.pem", TEST_STUN_ANSWERS, LC_OUTCOME_ANSWERED, 0 },
  { "expired", "expired.pem", TEST_STUN_ANSWERS, LC_OUTCOME_UNTRUSTED, G_TLS_CERTIFICATE_EXPIRED },
  { "wrong-name", "wrong-name.pem", TEST_STUN_ANSWERS, LC_OUTCOME_UNTRUSTED, G_TLS_CERTIFICATE_BAD_IDENTITY },
  { "self-signed", "self-signed.pem", TEST_STUN_ANSWERS, LC_OUTCOME_UNTRUSTED, G_TLS_CERTIFICATE_UNKNOWN_CA },
  { "not-tls", NULL, TEST_STUN_GARBAGE, LC_OUTCOME_TLS_FAILED, 0 },
  { "closes", NULL, TEST_STUN_CLOSES, LC_OUTCOME_CLOSED, 0 },
  { "resets", NULL, TEST_STUN_RESETS, LC_OUTCOME_RESET, 0 },
};

static void
test_handshake (gconstpointer data)
{
  const HandshakeCase *handshake = data;
  g_autofree char *authority = g_test_build_filename (G_TEST_DIST, "certificates", "authority.pem", NULL);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (authority, NULL);
  g_autoptr (TestStunServer) server = test_stun_server_new ("127.0.0.1", 0);
  g_autoptr (LcConnector) connector = lc_connector_new (MAX_OPEN);
  g_autoptr (LcStunStream) stream = NULL;
  g_auto (StreamAnswer) answer = { 0 };

  test_stun_server_set_manner (server, handshake->manner);
  if (handshake->certificate != NULL)
    {
      g_autoptr (GTlsCertificate) certificate = load_certificate (handshake->certificate);

      test_stun_server_listen_tls (server, certificate);
    }
  else
    {
      test_stun_server_listen_tcp (server);
    }
  stream = lc_stun_stream_new (connector, test_stun_server_get_address (server));
  lc_stun_stream_set_tls_database (stream, database);
  lc_stun_stream_connect_async (stream, NULL, connected_cb, &answer);
  g_assert_true (test_wait_for (&answer.done, 2000));

  answer.done = FALSE;
  lc_stun_stream_handshake_async (stream, "good.test", NULL, shaken_cb, &answer);
  g_assert_true (test_wait_for (&answer.done, 5000));
  g_assert_no_error (answer.error);
  g_assert_cmpint (answer.tls->outcome, ==, handshake->outcome);
  g_assert_cmpint (answer.tls->errors & handshake->errors, ==, handshake->errors);
  g_assert_cmpint (answer.tls->certificate != NULL, ==, handshake->certificate != NULL);
  if (handshake->outcome != LC_OUTCOME_ANSWERED)
    return;

  answer.done = FALSE;
  lc_stun_stream_ask_async (stream, LC_STUN_ALLOCATE, NULL, asked_cb, &answer);
  g_assert_true (test_wait_for (&answer.done, 2000));
  g_assert_no_error (answer.error);
  g_assert_cmpint (answer.result->outcome, ==, LC_OUTCOME_ANSWERED);
  g_assert_cmpint (answer.result->reply->error_code, ==, 401);
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
                   "nft add rule inet filter forward ip daddr 198.51.100.4 drop\n"
                   "ip route add 198.51.100.0/24 dev lan1\n"
                   "ip -6 route add 2001:db8:1::/64 dev lan1\n"
                   "echo 1 >/proc/sys/net/ipv6/conf/all/forwarding\n");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  test_namespace_enter ();
  set_up_obstacles ();
  for (guint i = 0; i < G_N_ELEMENTS (conversations); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/stun-stream/conversation/%s", conversations[i].name);

      g_test_add_data_func (path, &conversations[i], test_conversation);
    }
  g_test_add_data_func ("/net/stun-stream/silent", GINT_TO_POINTER (TEST_STUN_SILENT), test_silent);
  g_test_add_data_func ("/net/stun-stream/truncated", GINT_TO_POINTER (TEST_STUN_TRUNCATED), test_silent);
  for (guint i = 0; i < G_N_ELEMENTS (obstacles); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/stun-stream/obstacle/%s", obstacles[i].name);

      g_test_add_data_func (path, &obstacles[i], test_obstacle);
    }
  g_test_add_data_func ("/net/stun-stream/cancel-connect/before", GUINT_TO_POINTER (0), test_cancel_connect);
  g_test_add_data_func ("/net/stun-stream/cancel-connect/soon", GUINT_TO_POINTER (30), test_cancel_connect);
  g_test_add_func ("/net/stun-stream/crowd", test_crowd);
  for (guint i = 0; i < G_N_ELEMENTS (handshakes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/stun-stream/handshake/%s", handshakes[i].name);

      g_test_add_data_func (path, &handshakes[i], test_handshake);
    }
  status = g_test_run ();
  test_namespace_leave ();
  return status;
}
