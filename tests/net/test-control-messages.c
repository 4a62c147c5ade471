/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-control-messages.c: what the kernel tells beside datagrams, from real
 * sockets on loopback, and buffers that no kernel would send.
 */
#include "net/lc-control-messages.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "net/lc-icmp-error.h"

#include <linux/errqueue.h>

static GSocket *
bound_socket (const char *host)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (host, 0);
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_DATAGRAM,
                                  G_SOCKET_PROTOCOL_UDP, &error);

  g_assert_no_error (error);
  g_socket_set_timeout (socket, 2);
  g_socket_bind (socket, address, FALSE, &error);
  g_assert_no_error (error);
  return socket;
}

/* Returns: the message of that type that comes with the next datagram */
static gpointer
receive_with (GSocket *socket, GType type)
{
  g_autoptr (GError) error = NULL;
  GSocketControlMessage **messages = NULL;
  GInputVector vector;
  gpointer found = NULL;
  int n_messages = 0;
  int flags = 0;
  char data[64];

  vector.buffer = data;
  vector.size = sizeof data;
  g_socket_receive_message (socket, NULL, &vector, 1, &messages, &n_messages, &flags, NULL, &error);
  g_assert_no_error (error);
  for (int i = 0; i < n_messages; i++)
    if (found == NULL && G_TYPE_CHECK_INSTANCE_TYPE (messages[i], type))
      found = messages[i];
    else
      g_object_unref (messages[i]);
  g_free (messages);
  g_assert_nonnull (found);
  return found;
}

static void
send_to_itself (GSocket *socket, GSocketControlMessage *message)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);
  g_autoptr (GError) error = NULL;
  GOutputVector vector = { "x", 1 };

  g_socket_send_message (socket, address, &vector, 1, &message, message != NULL ? 1 : 0, 0, NULL, &error);
  g_assert_no_error (error);
}

static void
test_tos (gconstpointer data)
{
  g_autoptr (GSocket) socket = bound_socket (data);
  GSocketFamily family = g_socket_get_family (socket);
  g_autoptr (GSocketControlMessage) sent = lc_tos_message_new (family, 46 << 2);
  g_autoptr (LcTosMessage) received = NULL;

  if (family == G_SOCKET_FAMILY_IPV4)
    g_socket_set_option (socket, IPPROTO_IP, IP_RECVTOS, 1, NULL);
  else
    g_socket_set_option (socket, IPPROTO_IPV6, IPV6_RECVTCLASS, 1, NULL);
  send_to_itself (socket, sent);
  received = receive_with (socket, LC_TYPE_TOS_MESSAGE);
  g_assert_cmpuint (lc_tos_message_get_tos (received), ==, 46 << 2);
}

static void
test_timestamp (void)
{
  g_autoptr (GSocket) socket = bound_socket ("127.0.0.1");
  gint64 before_us = g_get_real_time ();
  g_autoptr (LcTimestampMessage) message = NULL;
  gint64 stamp_us;

  g_socket_set_option (socket, SOL_SOCKET, SO_TIMESTAMPNS, 1, NULL);
  send_to_itself (socket, NULL);
  message = receive_with (socket, LC_TYPE_TIMESTAMP_MESSAGE);
  stamp_us = lc_timestamp_message_get_real_ns (message) / 1000;
  g_assert_cmpint (stamp_us, >=, before_us);
  g_assert_cmpint (stamp_us, <=, g_get_real_time ());
}

/* What is too short, or of another kind, is left alone. */
static void
test_short_buffers (void)
{
  static const struct
  {
    int level, type;
    gsize smallest;
  } kinds[] = {
    { SOL_SOCKET, SCM_TIMESTAMPNS, sizeof (struct timespec) },
    { SOL_SOCKET, SCM_TIMESTAMPING, sizeof (struct timespec) },
    { IPPROTO_IP, IP_RECVERR, sizeof (struct sock_extended_err) },
    { IPPROTO_IPV6, IPV6_RECVERR, sizeof (struct sock_extended_err) },
    { IPPROTO_IP, IP_TOS, 1 },
    { IPPROTO_IPV6, IPV6_TCLASS, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (gsize size = 0; size < 80; size++)
      {
        g_autofree guint8 *data = g_malloc0 (MAX (size, 1));
        g_autoptr (GSocketControlMessage) message =
          g_socket_control_message_deserialize (kinds[i].level, kinds[i].type, size, data);

        g_assert_cmpint (message != NULL, ==, size >= kinds[i].smallest);
        if (message != NULL)
          {
            g_autofree guint8 *copy = g_malloc0 (g_socket_control_message_get_size (message));

            g_socket_control_message_serialize (message, copy);
            g_assert_cmpint (g_socket_control_message_get_level (message), ==, kinds[i].level);
          }
      }
}

/* An empty queue is empty, not something to wait for. */
static void
test_blocking_socket (void)
{
  g_autoptr (GSocket) socket = bound_socket ("127.0.0.1");

  g_socket_set_timeout (socket, 0);
  g_assert_true (g_socket_get_blocking (socket));
  g_assert_null (lc_icmp_error_take_from_socket (socket));
  g_assert_true (g_socket_get_blocking (socket));
}

typedef struct
{
  const char *name;
  guint8 origin, type, code;
  gboolean counts;
  LcOutcome outcome;
  gboolean is_final;
} Icmp;

static const Icmp icmps[] = {
  { "ipv4-net", SO_EE_ORIGIN_ICMP, 3, 0, TRUE, LC_OUTCOME_UNREACHABLE, FALSE },
  { "ipv4-host", SO_EE_ORIGIN_ICMP, 3, 1, TRUE, LC_OUTCOME_UNREACHABLE, FALSE },
  { "ipv4-protocol", SO_EE_ORIGIN_ICMP, 3, 2, TRUE, LC_OUTCOME_REFUSED, TRUE },
  { "ipv4-port", SO_EE_ORIGIN_ICMP, 3, 3, TRUE, LC_OUTCOME_REFUSED, TRUE },
  { "ipv4-fragmentation-needed", SO_EE_ORIGIN_ICMP, 3, 4, FALSE },
  { "ipv4-net-prohibited", SO_EE_ORIGIN_ICMP, 3, 9, TRUE, LC_OUTCOME_REJECTED, TRUE },
  { "ipv4-host-prohibited", SO_EE_ORIGIN_ICMP, 3, 10, TRUE, LC_OUTCOME_REJECTED, TRUE },
  { "ipv4-filtered", SO_EE_ORIGIN_ICMP, 3, 13, TRUE, LC_OUTCOME_REJECTED, TRUE },
  { "ipv4-time-exceeded", SO_EE_ORIGIN_ICMP, 11, 0, TRUE, LC_OUTCOME_UNREACHABLE, FALSE },
  { "ipv4-source-quench", SO_EE_ORIGIN_ICMP, 4, 0, FALSE },
  { "ipv6-no-route", SO_EE_ORIGIN_ICMP6, 1, 0, TRUE, LC_OUTCOME_UNREACHABLE, FALSE },
  { "ipv6-prohibited", SO_EE_ORIGIN_ICMP6, 1, 1, TRUE, LC_OUTCOME_REJECTED, TRUE },
  { "ipv6-address", SO_EE_ORIGIN_ICMP6, 1, 3, TRUE, LC_OUTCOME_UNREACHABLE, FALSE },
  { "ipv6-port", SO_EE_ORIGIN_ICMP6, 1, 4, TRUE, LC_OUTCOME_REFUSED, TRUE },
  { "ipv6-policy", SO_EE_ORIGIN_ICMP6, 1, 5, TRUE, LC_OUTCOME_REJECTED, TRUE },
  { "ipv6-rejected-route", SO_EE_ORIGIN_ICMP6, 1, 6, TRUE, LC_OUTCOME_REJECTED, TRUE },
  { "ipv6-too-big", SO_EE_ORIGIN_ICMP6, 2, 0, FALSE },
  { "ipv6-time-exceeded", SO_EE_ORIGIN_ICMP6, 3, 0, TRUE, LC_OUTCOME_UNREACHABLE, FALSE },
  { "local", SO_EE_ORIGIN_LOCAL, 3, 3, FALSE },
  { "timestamp", SO_EE_ORIGIN_TIMESTAMPING, 3, 3, FALSE },
};

static void
test_icmp (gconstpointer data)
{
  const Icmp *icmp = data;
  gboolean is_ipv6 = icmp->origin == SO_EE_ORIGIN_ICMP6;
  struct
  {
    struct sock_extended_err error;
    struct sockaddr_in offender;
  } buffer = { { .ee_origin = icmp->origin, .ee_type = icmp->type, .ee_code = icmp->code },
               { .sin_family = AF_INET, .sin_addr.s_addr = g_htonl (0xc0000201) } };
  g_autoptr (GSocketControlMessage) message =
    g_socket_control_message_deserialize (is_ipv6 ? IPPROTO_IPV6 : IPPROTO_IP, is_ipv6 ? IPV6_RECVERR : IP_RECVERR,
                                          sizeof buffer, &buffer);
  g_autoptr (LcIcmpError) error = lc_icmp_error_new_from_message (LC_ERROR_QUEUE_MESSAGE (message));
  g_autoptr (LcFacts) facts = lc_facts_new ();

  g_assert_cmpint (error != NULL, ==, icmp->counts);
  if (error == NULL)
    return;
  g_assert_cmpint (lc_icmp_error_get_outcome (error), ==, icmp->outcome);
  g_assert_cmpint (lc_icmp_error_is_final (error), ==, icmp->is_final);
  lc_icmp_error_record (error, facts);
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_ICMP_FROM), ==, "192.0.2.1");
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_ICMP_TYPE, -1), ==, icmp->type);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_ICMP_CODE, -1), ==, icmp->code);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  lc_control_messages_ensure ();
  g_test_add_data_func ("/net/control-messages/tos/ipv4", "127.0.0.1", test_tos);
  g_test_add_data_func ("/net/control-messages/tos/ipv6", "::1", test_tos);
  g_test_add_func ("/net/control-messages/timestamp", test_timestamp);
  g_test_add_func ("/net/control-messages/short-buffers", test_short_buffers);
  g_test_add_func ("/net/control-messages/blocking-socket", test_blocking_socket);
  for (guint i = 0; i < G_N_ELEMENTS (icmps); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/control-messages/icmp/%s", icmps[i].name);

      g_test_add_data_func (path, &icmps[i], test_icmp);
    }
  return g_test_run ();
}
