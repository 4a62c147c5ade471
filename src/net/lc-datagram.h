/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-datagram.h: recvmsg() and sendmsg() with what Linux tells beside the payload:
 * kernel timestamps, the TOS byte, and entries of a socket's error queue (ICMP
 * errors and transmit times).
 */
#pragma once

#include <gio/gio.h>
#include <sys/socket.h>

G_BEGIN_DECLS

/**
 * LcErrorOrigin:
 * Where an entry of the error queue comes from (SO_EE_ORIGIN_* of ip(7)).
 */
typedef enum
{
  LC_ERROR_ORIGIN_NONE, /* no entry of the error queue */
  LC_ERROR_ORIGIN_OTHER,
  LC_ERROR_ORIGIN_LOCAL,     /* this computer's own stack */
  LC_ERROR_ORIGIN_ICMP,      /* somebody on the way, IPv4 */
  LC_ERROR_ORIGIN_ICMP6,     /* somebody on the way, IPv6 */
  LC_ERROR_ORIGIN_TIMESTAMP, /* no error: the moment at which a packet left */
} LcErrorOrigin;

/**
 * LcQueuedError:
 * @origin: where it comes from
 * @icmp_type: ICMP type, for the two ICMP origins
 * @icmp_code: ICMP code, likewise
 * @packet_number: for %LC_ERROR_ORIGIN_TIMESTAMP, which packet of its socket it was
 *   (SOF_TIMESTAMPING_OPT_ID)
 * @offender: who sent the ICMP error; of the family AF_UNSPEC when that is not known
 */
typedef struct
{
  LcErrorOrigin origin;
  guint8 icmp_type;
  guint8 icmp_code;
  guint32 packet_number;
  struct sockaddr_storage offender;
} LcQueuedError;

/**
 * LcDatagram:
 * @length: bytes of payload; from the error queue, what is quoted of the packet
 * @peer: the sender; from the error queue, the destination of the packet
 * @peer_size: bytes of @peer, 0 on a connected stream
 * @stamp_ns: the kernel's software stamp, nanoseconds of CLOCK_REALTIME, or 0
 * @tos: the whole byte, DSCP << 2 | ECN, or -1 when the socket does not ask for it
 * @error: what the error queue says
 */
typedef struct
{
  gsize length;
  struct sockaddr_storage peer;
  socklen_t peer_size;
  gint64 stamp_ns;
  int tos;
  LcQueuedError error;
} LcDatagram;

gboolean        lc_datagram_receive (LcDatagram *self, int fd, gpointer buffer, gsize size, int flags);
gboolean        lc_datagram_send (int fd, gconstpointer data, gsize length, GSocketAddress *to, int tos);
void            lc_datagram_read_control (LcDatagram *self, gconstpointer control, gsize size);

GSocketAddress *lc_datagram_dup_peer (const LcDatagram *self);

G_END_DECLS
