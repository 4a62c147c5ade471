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
#include <string.h>
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
free_messages (GSocketControlMessage **messages, int n_messages)
{
  for (int i = 0; i < n_messages; i++)
    g_object_unref (messages[i]);
  g_free (messages);
}

static gint64
find_stamp (GSocketControlMessage **messages, int n_messages)
{
  for (int i = 0; i < n_messages; i++)
    if (LC_IS_TIMESTAMP_MESSAGE (messages[i]))
      return lc_timestamp_message_get_real_ns (LC_TIMESTAMP_MESSAGE (messages[i]));
  return 0;
}

static void
handle_error (LcUdpSocket *self, LcErrorQueueMessage *message, GSocketAddress *destination,
              const guint8 *quoted, gsize length, gint64 stamp_ns)
{
  g_autoptr (LcIcmpError) error = NULL;

  if (lc_error_queue_message_get_origin (message) == LC_ERROR_ORIGIN_TIMESTAMP)
    {
      if (stamp_ns != 0)
        self->handlers.left (self->base + lc_error_queue_message_get_timestamp_key (message),
                             stamp_ns, self->user_data);
      return;
    }
  error = lc_icmp_error_new_from_message (message);
  if (error != NULL && destination != NULL)
    self->handlers.failed (destination, quoted, length, error, self->user_data);
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
      g_autoptr (GSocketAddress) destination = NULL;
      guint8 quoted[LC_UDP_SOCKET_MAX_DATAGRAM];
      GInputVector vector = { quoted, sizeof quoted };
      GSocketControlMessage **messages = NULL;
      int n_messages = 0;
      int flags = MSG_ERRQUEUE;
      gint64 stamp_ns;
      gssize length = g_socket_receive_message (self->socket, &destination, &vector, 1, &messages,
                                                &n_messages, &flags, NULL, NULL);

      if (length < 0)
        return;
      stamp_ns = find_stamp (messages, n_messages);
      for (int j = 0; j < n_messages; j++)
        if (LC_IS_ERROR_QUEUE_MESSAGE (messages[j]))
          handle_error (self, LC_ERROR_QUEUE_MESSAGE (messages[j]), destination, quoted, length,
                        stamp_ns);
      free_messages (messages, n_messages);
    }
}

/* Returns: FALSE when nothing more is waiting */
static gboolean
read_datagram (LcUdpSocket *self)
{
  g_autoptr (GSocketAddress) from = NULL;
  g_autoptr (GError) error = NULL;
  guint8 data[LC_UDP_SOCKET_MAX_DATAGRAM];
  GInputVector vector = { data, sizeof data };
  GSocketControlMessage **messages = NULL;
  int n_messages = 0;
  int flags = 0;
  gssize length = g_socket_receive_message (self->socket, &from, &vector, 1, &messages, &n_messages,
                                            &flags, NULL, &error);

  if (length < 0)
    {
      /* Anything else than "nothing there" is the ICMP error of some packet. */
      lc_udp_socket_read_errors (self);
      return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
    }
  if (from != NULL)
    self->handlers.received (from, data, length, find_stamp (messages, n_messages), self->user_data);
  free_messages (messages, n_messages);
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
  int yes = 1;
  int buffer_bytes = BUFFER_BYTES;
  int fd;

  lc_control_messages_ensure ();
  self->handlers = *handlers;
  self->user_data = user_data;
  self->socket = g_socket_new (family, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, error);
  if (self->socket == NULL)
    return NULL;
  g_socket_set_blocking (self->socket, FALSE);
  fd = g_socket_get_fd (self->socket);
  if (family == G_SOCKET_FAMILY_IPV6)
    {
      setsockopt (fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
      setsockopt (fd, IPPROTO_IPV6, IPV6_RECVERR, &yes, sizeof yes);
    }
  else
    {
      setsockopt (fd, IPPROTO_IP, IP_RECVERR, &yes, sizeof yes);
    }
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
  struct sockaddr_storage native;
  gssize native_size = g_socket_address_get_native_size (to);
  int error_number = EINVAL;

  if (native_size < 0 || !g_socket_address_to_native (to, &native, sizeof native, NULL))
    return EINVAL;

  for (guint i = 0; i < MAX_SEND_TRIES; i++)
    {
      *moment = lc_moment_now ();
      if (sendto (g_socket_get_fd (self->socket), data, length, 0, (struct sockaddr *) &native,
                  (socklen_t) native_size) >= 0)
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
