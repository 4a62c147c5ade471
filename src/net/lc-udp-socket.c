/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-udp-socket.c: UDP with kernel timestamps (SO_TIMESTAMPING) and ICMP
 * errors (IP_RECVERR), for an unprivileged process.
 *
 * With IP_RECVERR an ICMP error about any destination makes the next call on
 * the shared socket fail. Such a failure says nothing about that call: the
 * error is fetched from the error queue, given to whom it concerns, and the
 * call is made again.
 *
 * The kernel numbers the packets of a socket for their transmit stamps
 * (SOF_TIMESTAMPING_OPT_ID), and whether a failed send took a number depends on
 * how deep it got. So after a failure the numbering is started anew.
 */
#include "net/lc-udp-socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <linux/net_tstamp.h>

#include "base/lc-source.h"

#define MAX_BATCH 256       /* datagrams read before other sources get a turn */
#define MAX_CATCH_UP 16384 /* datagrams read when the main loop was late */
#define MAX_QUEUED 1024     /* entries of the error queue read in one go */
#define MAX_SEND_TRIES 3
#define BUFFER_BYTES (4 * 1024 * 1024) /* the system may allow less */

struct _LcUdpSocket
{
  GObject parent_instance;

  GSocket *socket;
  GSource *source;
  LcUdpSocketHandlers handlers;
  gpointer user_data;
  gboolean stamps_sends;
  guint32 next_number; /* as the kernel counts */
  gint64 base;         /* added to it, so that a number is never used twice */
};

G_DEFINE_FINAL_TYPE (LcUdpSocket, lc_udp_socket, G_TYPE_OBJECT)

static void
restart_numbering (LcUdpSocket *self)
{
  int fd = g_socket_get_fd (self->socket);
  guint receive = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
  guint both = receive | SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_OPT_ID | SOF_TIMESTAMPING_OPT_TSONLY;

  /* Setting OPT_ID where it was not set before makes the kernel count from 0. */
  setsockopt (fd, SOL_SOCKET, SO_TIMESTAMPING, &receive, sizeof receive);
  self->stamps_sends = setsockopt (fd, SOL_SOCKET, SO_TIMESTAMPING, &both, sizeof both) == 0;
  self->base += self->next_number;
  self->next_number = 0;
}

static void
handle_error (LcUdpSocket *self, const LcDatagram *datagram, const guint8 *quoted)
{
  g_autoptr (GSocketAddress) destination = NULL;
  g_autoptr (LcIcmpError) error = NULL;

  if (datagram->error.origin == LC_ERROR_ORIGIN_TIMESTAMP)
    {
      if (datagram->stamp_ns != 0)
        self->handlers.left (self->base + datagram->error.packet_number, datagram->stamp_ns, self->user_data);
      return;
    }
  error = lc_icmp_error_new (&datagram->error);
  if (error == NULL)
    return;
  destination = lc_datagram_dup_peer (datagram);
  if (destination != NULL)
    self->handlers.failed (destination, quoted, datagram->length, error, self->user_data);
}

/**
 * lc_udp_socket_read_errors:
 *
 * Empties the error queue: transmit stamps and ICMP errors go to the handlers.
 */
void
lc_udp_socket_read_errors (LcUdpSocket *self)
{
  for (guint i = 0; i < MAX_QUEUED && self->socket != NULL; i++)
    {
      guint8 quoted[LC_UDP_SOCKET_MAX_DATAGRAM];
      LcDatagram datagram;

      if (!lc_datagram_receive (&datagram, g_socket_get_fd (self->socket), quoted, sizeof quoted, MSG_ERRQUEUE))
        return;
      handle_error (self, &datagram, quoted);
    }
}

/* Returns: FALSE when nothing more is waiting */
static gboolean
read_datagram (LcUdpSocket *self)
{
  g_autoptr (GSocketAddress) from = NULL;
  guint8 data[LC_UDP_SOCKET_MAX_DATAGRAM];
  LcDatagram datagram;

  if (!lc_datagram_receive (&datagram, g_socket_get_fd (self->socket), data, sizeof data, MSG_DONTWAIT))
    {
      /* Anything else than "nothing there" is the ICMP error of some packet. */
      gboolean is_empty = errno == EAGAIN;

      lc_udp_socket_read_errors (self);
      return !is_empty;
    }
  from = lc_datagram_dup_peer (&datagram);
  if (from != NULL)
    self->handlers.received (from, data, datagram.length, datagram.stamp_ns, self->user_data);
  return TRUE;
}

static void
read_batch (LcUdpSocket *self, guint max_datagrams)
{
  lc_udp_socket_read_errors (self);
  for (guint i = 0; i < max_datagrams && self->socket != NULL; i++)
    if (!read_datagram (self))
      break;
}

static gboolean
on_ready (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  g_autoptr (LcUdpSocket) self = g_object_ref (user_data);

  read_batch (self, MAX_BATCH);
  if (self->socket == NULL)
    return G_SOURCE_REMOVE;
  self->handlers.settled (self->user_data);
  return G_SOURCE_CONTINUE;
}

static void
lc_udp_socket_dispose (GObject *object)
{
  lc_udp_socket_close (LC_UDP_SOCKET (object));
  G_OBJECT_CLASS (lc_udp_socket_parent_class)->dispose (object);
}

static void
lc_udp_socket_class_init (LcUdpSocketClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lc_udp_socket_dispose;
}

static void
lc_udp_socket_init (LcUdpSocket *self)
{
}

/**
 * lc_udp_socket_new:
 * @handlers: copied
 * @user_data: for the handlers; must live until lc_udp_socket_close()
 *
 * A socket on a free port of the system's choice. Timestamps are used where
 * the kernel has them.
 *
 * Returns: (nullable) (transfer full): %NULL with a #GIOErrorEnum when this
 *   computer has no such family or no more sockets
 */
LcUdpSocket *
lc_udp_socket_new (GSocketFamily family, const LcUdpSocketHandlers *handlers, gpointer user_data, GError **error)
{
  g_autoptr (LcUdpSocket) self = g_object_new (LC_TYPE_UDP_SOCKET, NULL);
  g_autoptr (GInetAddress) any = g_inet_address_new_any (family);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (any, 0);
  int buffer_bytes = BUFFER_BYTES;
  int fd;

  self->handlers = *handlers;
  self->user_data = user_data;
  self->socket = g_socket_new (family, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, error);
  if (self->socket == NULL)
    return NULL;
  g_socket_set_blocking (self->socket, FALSE);
  fd = g_socket_get_fd (self->socket);
  if (family == G_SOCKET_FAMILY_IPV6)
    g_socket_set_option (self->socket, IPPROTO_IPV6, IPV6_V6ONLY, TRUE, NULL);
  lc_icmp_error_enable_on_socket (self->socket);
  setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes);
  setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &buffer_bytes, sizeof buffer_bytes);
  if (!g_socket_bind (self->socket, address, FALSE, error))
    return NULL;
  restart_numbering (self);

  self->source = g_socket_create_source (self->socket, G_IO_IN | G_IO_ERR, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_ready), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return g_steal_pointer (&self);
}

/**
 * lc_udp_socket_send:
 * @to: destination, of the socket's family
 * @moment: (out): both clocks just before the send
 * @number: (out): under which the packet's transmit stamp will be told, or -1
 *   when the kernel makes none
 *
 * Returns: 0, or the errno with which this computer refused to send
 */
int
lc_udp_socket_send (LcUdpSocket *self, GSocketAddress *to, const guint8 *data, gsize length,
                    LcMoment *moment, gint64 *number)
{
  int error_number = EINVAL;

  for (guint i = 0; i < MAX_SEND_TRIES; i++)
    {
      *moment = lc_moment_now ();
      if (lc_datagram_send (g_socket_get_fd (self->socket), data, length, to, -1))
        {
          *number = self->stamps_sends ? self->base + self->next_number : -1;
          self->next_number++;
          return 0;
        }
      error_number = errno;
      lc_udp_socket_read_errors (self);
      restart_numbering (self);
    }
  return error_number;
}

/**
 * lc_udp_socket_read:
 *
 * Reads what has arrived, without waiting for the main loop's turn: before an
 * answer is given up for lost, when the main loop was late.
 */
void
lc_udp_socket_read (LcUdpSocket *self)
{
  read_batch (self, MAX_CATCH_UP);
}

/**
 * lc_udp_socket_close:
 *
 * No handler is called afterwards.
 */
void
lc_udp_socket_close (LcUdpSocket *self)
{
  lc_source_clear (&self->source);
  if (self->socket != NULL)
    g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
}
