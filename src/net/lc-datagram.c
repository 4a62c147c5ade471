/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-datagram.c: kernel timestamps (SCM_TIMESTAMPING, SCM_TIMESTAMPNS), the error
 * queue (IP_RECVERR, IPV6_RECVERR) and the TOS byte (IP_TOS, IPV6_TCLASS).
 *
 * GSocketControlMessage would need a class for each of them; here one call fills
 * one struct. The control data comes from the kernel but is read like any input:
 * nothing is taken from it before its length is known, and what was cut off
 * (MSG_CTRUNC) counts as not told. See socket(7), ip(7), ipv6(7), cmsg(3) and the
 * kernel's networking/timestamping document.
 */
#include "net/lc-datagram.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <time.h>

#include <linux/errqueue.h>

#define NS_PER_S G_GINT64_CONSTANT (1000000000)
#define MAX_STAMP_S (G_MAXINT64 / NS_PER_S) /* no clock of a computer says more */
#define CONTROL_BYTES 512 /* the largest set: three stamps, an error with its offender, a TOS byte */

static void
read_stamp (LcDatagram *self, gconstpointer data, gsize size)
{
  struct timespec stamp;

  /* SCM_TIMESTAMPING holds three stamps, of which the first is the software's. */
  if (size < sizeof stamp || self->stamp_ns != 0)
    return;
  memcpy (&stamp, data, sizeof stamp);
  if (stamp.tv_sec >= 0 && stamp.tv_sec < MAX_STAMP_S && stamp.tv_nsec >= 0 && stamp.tv_nsec < NS_PER_S)
    self->stamp_ns = (gint64) stamp.tv_sec * NS_PER_S + stamp.tv_nsec;
}

/* A received IP_TOS is one byte, a received IPV6_TCLASS is an int. */
static void
read_tos (LcDatagram *self, gconstpointer data, gsize size)
{
  int tos;

  if (size >= sizeof tos)
    {
      memcpy (&tos, data, sizeof tos);
      self->tos = (guint8) tos;
    }
  else if (size >= 1)
    {
      self->tos = *(const guint8 *) data;
    }
}

static LcErrorOrigin
origin_from_native (guint8 origin)
{
  switch (origin)
    {
    case SO_EE_ORIGIN_LOCAL:
      return LC_ERROR_ORIGIN_LOCAL;
    case SO_EE_ORIGIN_ICMP:
      return LC_ERROR_ORIGIN_ICMP;
    case SO_EE_ORIGIN_ICMP6:
      return LC_ERROR_ORIGIN_ICMP6;
    case SO_EE_ORIGIN_TIMESTAMPING:
      return LC_ERROR_ORIGIN_TIMESTAMP;
    default:
      return LC_ERROR_ORIGIN_OTHER;
    }
}

static void
read_offender (LcQueuedError *error, gconstpointer data, gsize size)
{
  sa_family_t family;
  gsize needed;

  if (size < sizeof family)
    return;
  memcpy (&family, data, sizeof family);
  if (family == AF_INET)
    needed = sizeof (struct sockaddr_in);
  else if (family == AF_INET6)
    needed = sizeof (struct sockaddr_in6);
  else
    return;
  if (size >= needed)
    memcpy (&error->offender, data, needed);
}

static void
read_error (LcDatagram *self, gconstpointer data, gsize size)
{
  struct sock_extended_err native;

  if (size < sizeof native)
    return;
  memcpy (&native, data, sizeof native);
  self->error.origin = origin_from_native (native.ee_origin);
  self->error.icmp_type = native.ee_type;
  self->error.icmp_code = native.ee_code;
  self->error.packet_number = native.ee_data;
  read_offender (&self->error, (const guint8 *) data + sizeof native, size - sizeof native);
}

static void
read_control_message (LcDatagram *self, int level, int type, gconstpointer data, gsize size)
{
  if (level == SOL_SOCKET && (type == SCM_TIMESTAMPING || type == SCM_TIMESTAMPNS))
    read_stamp (self, data, size);
  else if ((level == IPPROTO_IP && type == IP_RECVERR) || (level == IPPROTO_IPV6 && type == IPV6_RECVERR))
    read_error (self, data, size);
  else if ((level == IPPROTO_IP && type == IP_TOS) || (level == IPPROTO_IPV6 && type == IPV6_TCLASS))
    read_tos (self, data, size);
}

/* Nothing is known yet. The addresses keep their bytes: only their families are read. */
static void
clear (LcDatagram *self)
{
  self->length = 0;
  self->peer_size = 0;
  self->peer.ss_family = AF_UNSPEC;
  self->stamp_ns = 0;
  self->tos = -1;
  self->error = (LcQueuedError){ .origin = LC_ERROR_ORIGIN_NONE };
}

static int
get_domain (int fd)
{
  int domain = AF_UNSPEC;
  socklen_t size = sizeof domain;

  getsockopt (fd, SOL_SOCKET, SO_DOMAIN, &domain, &size);
  return domain;
}

/**
 * lc_datagram_read_control:
 * @self: a datagram in which nothing is told yet
 * @control: control data as recvmsg() leaves it, of any alignment
 * @size: bytes of it
 *
 * Adds what the control data tells. lc_datagram_receive() does this by itself.
 */
void
lc_datagram_read_control (LcDatagram *self, gconstpointer control, gsize size)
{
  const guint8 *bytes = control;

  while (size >= CMSG_LEN (0))
    {
      struct cmsghdr header;

      memcpy (&header, bytes, sizeof header);
      if (header.cmsg_len < CMSG_LEN (0) || header.cmsg_len > size)
        return;
      read_control_message (self, header.cmsg_level, header.cmsg_type, bytes + CMSG_LEN (0),
                            header.cmsg_len - CMSG_LEN (0));
      if (CMSG_ALIGN (header.cmsg_len) >= size)
        return;
      bytes += CMSG_ALIGN (header.cmsg_len);
      size -= CMSG_ALIGN (header.cmsg_len);
    }
}

/**
 * lc_datagram_receive:
 * @self: (out caller-allocates): what came
 * @buffer: for the payload
 * @size: of @buffer; what does not fit is lost
 * @flags: of recvmsg(); with MSG_ERRQUEUE the next entry of the error queue is read
 *
 * Waits only when the socket blocks and @flags lack MSG_DONTWAIT; never for the
 * error queue.
 *
 * Returns: %FALSE with errno set when nothing came, EAGAIN when nothing was there
 */
gboolean
lc_datagram_receive (LcDatagram *self, int fd, gpointer buffer, gsize size, int flags)
{
  char control[CONTROL_BYTES] __attribute__ ((aligned (__alignof__ (struct cmsghdr))));
  struct iovec vector = { buffer, size };
  struct msghdr message;
  gssize length;

  clear (self);
  do
    {
      message = (struct msghdr){ .msg_name = &self->peer, .msg_namelen = sizeof self->peer,
                                 .msg_iov = &vector, .msg_iovlen = 1,
                                 .msg_control = control, .msg_controllen = sizeof control };
      length = recvmsg (fd, &message, flags);
    }
  while (length < 0 && errno == EINTR);
  if (length < 0)
    return FALSE;
  self->length = (gsize) length;
  self->peer_size = MIN (message.msg_namelen, sizeof self->peer);
  lc_datagram_read_control (self, control, message.msg_controllen);
  return TRUE;
}

/**
 * lc_datagram_send:
 * @to: (nullable): the destination, of the socket's family; %NULL on a connected socket
 * @tos: the whole byte, DSCP << 2 | ECN, or -1 for the socket's own
 *
 * Never waits, never raises SIGPIPE.
 *
 * Returns: %FALSE with errno set when this computer refused to send
 */
gboolean
lc_datagram_send (int fd, gconstpointer data, gsize length, GSocketAddress *to, int tos)
{
  char control[CMSG_SPACE (sizeof tos)] __attribute__ ((aligned (__alignof__ (struct cmsghdr)))) = { 0 };
  struct sockaddr_storage native;
  struct iovec vector = { (gpointer) data, length };
  struct msghdr message = { .msg_iov = &vector, .msg_iovlen = 1 };
  gssize sent;

  if (to != NULL)
    {
      if (!g_socket_address_to_native (to, &native, sizeof native, NULL))
        {
          errno = EINVAL;
          return FALSE;
        }
      message.msg_name = &native;
      message.msg_namelen = (socklen_t) g_socket_address_get_native_size (to);
    }
  if (tos >= 0)
    {
      gboolean is_ipv6 = get_domain (fd) == AF_INET6;
      struct cmsghdr *header;

      message.msg_control = control;
      message.msg_controllen = sizeof control;
      header = CMSG_FIRSTHDR (&message);
      header->cmsg_level = is_ipv6 ? IPPROTO_IPV6 : IPPROTO_IP;
      header->cmsg_type = is_ipv6 ? IPV6_TCLASS : IP_TOS;
      header->cmsg_len = CMSG_LEN (sizeof tos);
      memcpy (CMSG_DATA (header), &tos, sizeof tos);
    }
  do
    sent = sendmsg (fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent >= 0;
}

/**
 * lc_datagram_dup_peer:
 *
 * Returns: (nullable) (transfer full): the sender, or from the error queue the
 *   destination; %NULL when there is none
 */
GSocketAddress *
lc_datagram_dup_peer (const LcDatagram *self)
{
  if (self->peer_size == 0)
    return NULL;
  return g_socket_address_new_from_native ((gpointer) &self->peer, self->peer_size);
}
