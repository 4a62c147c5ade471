/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-tcp-socket.c: see lc-tcp-socket.h.
 *
 * A second descriptor of a socket outlives the one that GIO closes: TCP_INFO
 * (tcp(7)) still tells an RST from a FIN, and the error queue (IP_RECVERR, ip(7))
 * which ICMP error ended a connect. Reading that queue clears SO_ERROR, from which
 * GIO learns that a connect failed: whoever reads it has to wait until GIO has let
 * go of the connection.
 */
#include "net/lc-tcp-socket.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

#include "net/lc-io-outcome.h"

static gboolean
get_tcp_info (GSocket *socket, struct tcp_info *info)
{
  socklen_t size = sizeof *info;

  memset (info, 0, sizeof *info);
  return socket != NULL
         && getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, info, &size) == 0;
}

/**
 * lc_tcp_socket_dup:
 *
 * Returns: (transfer full) (nullable): the same socket on a descriptor of its own,
 *   that never blocks; %NULL when there are too many open files
 */
GSocket *
lc_tcp_socket_dup (GSocket *socket)
{
  int fd = fcntl (g_socket_get_fd (socket), F_DUPFD_CLOEXEC, 0);
  GSocket *copy = fd >= 0 ? g_socket_new_from_fd (fd, NULL) : NULL;

  if (copy == NULL && fd >= 0)
    close (fd);
  if (copy != NULL)
    g_socket_set_blocking (copy, FALSE);
  return copy;
}

/**
 * lc_tcp_socket_is_closed:
 * @socket: (nullable): a TCP socket
 *
 * Returns: whether the kernel is done with it: its connect failed, or an RST came
 */
gboolean
lc_tcp_socket_is_closed (GSocket *socket)
{
  struct tcp_info info;

  return get_tcp_info (socket, &info) && info.tcpi_state == TCP_CLOSE;
}

/**
 * lc_tcp_socket_was_established:
 * @socket: (nullable): a TCP socket
 *
 * Returns: whether a round trip was measured, so that there was a SYN-ACK
 */
gboolean
lc_tcp_socket_was_established (GSocket *socket)
{
  struct tcp_info info;

  return get_tcp_info (socket, &info) && info.tcpi_rtt != 0;
}

/**
 * lc_tcp_socket_set_icmp_reports:
 * @wanted: whether ICMP errors go to the socket's error queue, and end a connect
 */
void
lc_tcp_socket_set_icmp_reports (GSocket *socket, gboolean wanted)
{
  if (g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV6)
    g_socket_set_option (socket, IPPROTO_IPV6, IPV6_RECVERR, wanted, NULL);
  g_socket_set_option (socket, IPPROTO_IP, IP_RECVERR, wanted, NULL);
}

/**
 * lc_tcp_socket_find_route:
 *
 * Connecting a UDP socket sends nothing, but asks for the route.
 *
 * Returns: ANSWERED when this computer would send to @address, or why not
 */
LcOutcome
lc_tcp_socket_find_route (GInetSocketAddress *address)
{
  g_autoptr (GSocket) socket = g_socket_new (
    g_socket_address_get_family (G_SOCKET_ADDRESS (address)), G_SOCKET_TYPE_DATAGRAM,
    G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GError) error = NULL;

  if (socket == NULL || g_socket_connect (socket, G_SOCKET_ADDRESS (address), NULL, &error))
    return LC_OUTCOME_ANSWERED;
  return lc_io_outcome_from_error (error);
}
