/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-udp-socket.h: an unconnected UDP socket that tells when packets left and
 * arrived by the kernel's clock, and which ICMP errors came back.
 */
#pragma once

#include "net/lc-icmp-error.h"
#include "net/lc-moment.h"

G_BEGIN_DECLS

#define LC_UDP_SOCKET_MAX_DATAGRAM 2048

/**
 * LcUdpSocketHandlers:
 * @received: a datagram from @from; @stamp_ns is the kernel's wall-clock stamp
 *   of its arrival, or 0
 * @left: the packet numbered @number by lc_udp_socket_send() left at @stamp_ns
 * @failed: an ICMP error came for a packet to @destination that began with
 *   @quoted (which may be shorter than what was sent, or empty)
 * @settled: what was waiting has been read; not called by lc_udp_socket_read()
 *
 * Called on the main context in which the socket was made. @failed and @left
 * may also be called while lc_udp_socket_send() runs.
 */
typedef struct
{
  void (*received) (GSocketAddress *from, const guint8 *data, gsize length, gint64 stamp_ns, gpointer user_data);
  void (*left)     (gint64 number, gint64 stamp_ns, gpointer user_data);
  void (*failed)   (GSocketAddress *destination, const guint8 *quoted, gsize length, const LcIcmpError *error,
                    gpointer user_data);
  void (*settled)  (gpointer user_data);
} LcUdpSocketHandlers;

#define LC_TYPE_UDP_SOCKET (lc_udp_socket_get_type ())
G_DECLARE_FINAL_TYPE (LcUdpSocket, lc_udp_socket, LC, UDP_SOCKET, GObject)

LcUdpSocket *lc_udp_socket_new (GSocketFamily family, const LcUdpSocketHandlers *handlers, gpointer user_data,
                                GError **error);
int          lc_udp_socket_send (LcUdpSocket *self, GSocketAddress *to, const guint8 *data, gsize length,
                                 LcMoment *moment, gint64 *number);
void         lc_udp_socket_read (LcUdpSocket *self);
void         lc_udp_socket_read_errors (LcUdpSocket *self);
void         lc_udp_socket_close (LcUdpSocket *self);

G_END_DECLS
