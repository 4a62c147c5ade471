/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-icmp-error.c: what ICMP errors say about the way, and the error queues of
 * real sockets.
 */
#include "net/lc-icmp-error.h"

#include <netinet/in.h>

typedef struct
{
  const char *name;
  LcErrorOrigin origin;
  guint8 type, code;
  gboolean counts;
  LcOutcome outcome;
  gboolean is_final;
} IcmpCase;

static const IcmpCase cases[] = {
  { "ipv4-net", LC_ERROR_ORIGIN_ICMP, 3, 0, TRUE, LC_OUTCOME_UNREACHABLE, FALSE },
  { "ipv4-host", LC_ERROR_ORIGIN_ICMP, 3, 1, TRUE, LC_OUTCOME_UNREACHABLE, FALSE },
  { "ipv4-protocol", LC_ERROR_ORIGIN_ICMP, 3, 2, TRUE, LC_OUTCOME_REFUSED, TRUE },
  { "ipv4-port", LC_ERROR_ORIGIN_ICMP, 3, 3, TRUE, LC_OUTCOME_REFUSED, TRUE },
  { "ipv4-fragmentation-needed", LC_ERROR_ORIGIN_ICMP, 3, 4, FALSE },
  { "ipv4-net-prohibited", LC_ERROR_ORIGIN_ICMP, 3, 9, TRUE, LC_OUTCOME_REJECTED, TRUE },
  { "ipv4-host-prohibited", LC_ERROR_ORIGIN_ICMP, 3, 10, TRUE, LC_OUTCOME_REJECTED, TRUE },
  { "ipv4-filtered", LC_ERROR_ORIGIN_ICMP, 3, 13, TRUE, LC_OUTCOME_REJECTED, TRUE },
  { "ipv4-time-exceeded", LC_ERROR_ORIGIN_ICMP, 11, 0, TRUE, LC_OUTCOME_UNREACHABLE, FALSE },
  { "ipv4-source-quench", LC_ERROR_ORIGIN_ICMP, 4, 0, FALSE },
  { "ipv6-no-route", LC_ERROR_ORIGIN_ICMP6, 1, 0, TRUE, LC_OUTCOME_UNREACHABLE, FALSE },
  { "ipv6-prohibited", LC_ERROR_ORIGIN_ICMP6, 1, 1, TRUE, LC_OUTCOME_REJECTED, TRUE },
  { "ipv6-address", LC_ERROR_ORIGIN_ICMP6, 1, 3, TRUE, LC_OUTCOME_UNREACHABLE, FALSE },
  { "ipv6-port", LC_ERROR_ORIGIN_ICMP6, 1, 4, TRUE, LC_OUTCOME_REFUSED, TRUE },
  { "ipv6-policy", LC_ERROR_ORIGIN_ICMP6, 1, 5, TRUE, LC_OUTCOME_REJECTED, TRUE },
  { "ipv6-rejected-route", LC_ERROR_ORIGIN_ICMP6, 1, 6, TRUE, LC_OUTCOME_REJECTED, TRUE },
  { "ipv6-too-big", LC_ERROR_ORIGIN_ICMP6, 2, 0, FALSE },
  { "ipv6-time-exceeded", LC_ERROR_ORIGIN_ICMP6, 3, 0, TRUE, LC_OUTCOME_UNREACHABLE, FALSE },
  { "none", LC_ERROR_ORIGIN_NONE, 3, 3, FALSE },
  { "local", LC_ERROR_ORIGIN_LOCAL, 3, 3, FALSE },
  { "timestamp", LC_ERROR_ORIGIN_TIMESTAMP, 3, 3, FALSE },
};

static void
test_case (gconstpointer data)
{
  const IcmpCase *icmp = data;
  LcQueuedError queued = { .origin = icmp->origin, .icmp_type = icmp->type, .icmp_code = icmp->code };
  struct sockaddr_in *offender = (struct sockaddr_in *) &queued.offender;
  g_autoptr (LcIcmpError) error = NULL;
  g_autofree char *from = NULL;

  offender->sin_family = AF_INET;
  offender->sin_addr.s_addr = g_htonl (0xc0000201);
  error = lc_icmp_error_new (&queued);
  g_assert_cmpint (error != NULL, ==, icmp->counts);
  if (error == NULL)
    return;
  g_assert_cmpint (lc_icmp_error_get_outcome (error), ==, icmp->outcome);
  g_assert_cmpint (lc_icmp_error_is_final (error), ==, icmp->is_final);
  g_assert_cmpint (error->family, ==, icmp->origin == LC_ERROR_ORIGIN_ICMP ? G_SOCKET_FAMILY_IPV4
                                                                            : G_SOCKET_FAMILY_IPV6);
  g_assert_cmpint (error->type, ==, icmp->type);
  g_assert_cmpint (error->code, ==, icmp->code);
  g_assert_false (lc_icmp_error_is_local (error));
  from = g_inet_address_to_string (error->from);
  g_assert_cmpstr (from, ==, "192.0.2.1");
}

/* The kernel does not always know who sent it. */
static void
test_unknown_offender (void)
{
  LcQueuedError queued = { .origin = LC_ERROR_ORIGIN_ICMP, .icmp_type = 3, .icmp_code = 1 };
  g_autoptr (LcIcmpError) error = lc_icmp_error_new (&queued);
  g_autoptr (LcIcmpError) copy = lc_icmp_error_copy (error);

  g_assert_nonnull (copy);
  g_assert_null (copy->from);
  g_assert_false (lc_icmp_error_is_local (copy));
}

/* An empty queue is empty, not something to wait for. */
static void
test_blocking_socket (void)
{
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP,
                                             NULL);

  g_assert_true (g_socket_get_blocking (socket));
  g_assert_null (lc_icmp_error_take_from_socket (socket));
  g_assert_true (g_socket_get_blocking (socket));
}

/* A port of this computer at which nobody listens refuses by ICMP. */
static void
test_refused (gconstpointer data)
{
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new_from_string (data, 0);
  GSocketFamily family = g_socket_address_get_family (any_port);
  g_autoptr (GSocket) closed = g_socket_new (family, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GSocket) socket = g_socket_new (family, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GSocketAddress) nobody = NULL;
  g_autoptr (LcIcmpError) error = NULL;
  g_autoptr (GError) gerror = NULL;
  g_autofree char *from = NULL;

  g_socket_bind (closed, any_port, FALSE, &gerror);
  g_assert_no_error (gerror);
  nobody = g_socket_get_local_address (closed, NULL);
  g_socket_close (closed, NULL);
  lc_icmp_error_enable_on_socket (socket);
  g_socket_send_to (socket, nobody, "x", 1, NULL, &gerror);
  g_assert_no_error (gerror);
  g_assert_true (g_socket_condition_timed_wait (socket, G_IO_ERR, 2 * G_USEC_PER_SEC, NULL, NULL));
  error = lc_icmp_error_take_from_socket (socket);
  g_assert_nonnull (error);
  g_assert_cmpint (error->family, ==, family);
  g_assert_cmpint (lc_icmp_error_get_outcome (error), ==, LC_OUTCOME_REFUSED);
  from = g_inet_address_to_string (error->from);
  g_assert_cmpstr (from, ==, data);
  g_assert_null (lc_icmp_error_take_from_socket (socket));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/icmp-error/unknown-offender", test_unknown_offender);
  g_test_add_func ("/net/icmp-error/blocking-socket", test_blocking_socket);
  g_test_add_data_func ("/net/icmp-error/refused/ipv4", "127.0.0.1", test_refused);
  g_test_add_data_func ("/net/icmp-error/refused/ipv6", "::1", test_refused);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/icmp-error/case/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
