/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-control-messages.c: kernel timestamps (SCM_TIMESTAMPING, SCM_TIMESTAMPNS),
 * the error queue (IP_RECVERR, IPV6_RECVERR) and the TOS byte (IP_TOS,
 * IPV6_TCLASS) as GSocketControlMessage subclasses.
 *
 * The buffers come from the kernel but are read like any input: nothing is
 * taken from them before its length is known. See socket(7), ip(7), ipv6(7)
 * and the kernel's networking/timestamping document.
 */
#include "net/lc-control-messages.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <linux/errqueue.h>

#define NS_PER_S G_GINT64_CONSTANT (1000000000)

struct _LcTimestampMessage
{
  GSocketControlMessage parent_instance;

  struct timespec stamp; /* CLOCK_REALTIME, made by software when the packet passed */
};

struct _LcErrorQueueMessage
{
  GSocketControlMessage parent_instance;

  int level;
  struct sock_extended_err error;
  GInetAddress *offender_address;
};

struct _LcTosMessage
{
  GSocketControlMessage parent_instance;

  int level;
  guint8 tos;
};

G_DEFINE_FINAL_TYPE (LcTimestampMessage, lc_timestamp_message, G_TYPE_SOCKET_CONTROL_MESSAGE)
G_DEFINE_FINAL_TYPE (LcErrorQueueMessage, lc_error_queue_message, G_TYPE_SOCKET_CONTROL_MESSAGE)
G_DEFINE_FINAL_TYPE (LcTosMessage, lc_tos_message, G_TYPE_SOCKET_CONTROL_MESSAGE)

/* Timestamps */

static gsize
lc_timestamp_message_get_size (GSocketControlMessage *message)
{
  return sizeof (struct timespec);
}

static int
lc_timestamp_message_get_level (GSocketControlMessage *message)
{
  return SOL_SOCKET;
}

static int
lc_timestamp_message_get_msg_type (GSocketControlMessage *message)
{
  return SCM_TIMESTAMPNS;
}

static void
lc_timestamp_message_serialize (GSocketControlMessage *message, gpointer data)
{
  LcTimestampMessage *self = LC_TIMESTAMP_MESSAGE (message);

  memcpy (data, &self->stamp, sizeof self->stamp);
}

static GSocketControlMessage *
lc_timestamp_message_deserialize (int level, int type, gsize size, gpointer data)
{
  LcTimestampMessage *self;

  /* SCM_TIMESTAMPING holds three stamps, of which the first is the software's. */
  if (level != SOL_SOCKET || (type != SCM_TIMESTAMPING && type != SCM_TIMESTAMPNS) ||
      size < sizeof (struct timespec))
    return NULL;

  self = g_object_new (LC_TYPE_TIMESTAMP_MESSAGE, NULL);
  memcpy (&self->stamp, data, sizeof self->stamp);
  return G_SOCKET_CONTROL_MESSAGE (self);
}

static void
lc_timestamp_message_class_init (LcTimestampMessageClass *klass)
{
  GSocketControlMessageClass *message_class = G_SOCKET_CONTROL_MESSAGE_CLASS (klass);

  message_class->get_size = lc_timestamp_message_get_size;
  message_class->get_level = lc_timestamp_message_get_level;
  message_class->get_type = lc_timestamp_message_get_msg_type;
  message_class->serialize = lc_timestamp_message_serialize;
  message_class->deserialize = lc_timestamp_message_deserialize;
}

static void
lc_timestamp_message_init (LcTimestampMessage *self)
{
}

/* The error queue */

static gsize
lc_error_queue_message_get_size (GSocketControlMessage *message)
{
  return sizeof (struct sock_extended_err);
}

static int
lc_error_queue_message_get_level (GSocketControlMessage *message)
{
  return LC_ERROR_QUEUE_MESSAGE (message)->level;
}

static int
lc_error_queue_message_get_msg_type (GSocketControlMessage *message)
{
  return LC_ERROR_QUEUE_MESSAGE (message)->level == IPPROTO_IP ? IP_RECVERR : IPV6_RECVERR;
}

static void
lc_error_queue_message_serialize (GSocketControlMessage *message, gpointer data)
{
  LcErrorQueueMessage *self = LC_ERROR_QUEUE_MESSAGE (message);

  memcpy (data, &self->error, sizeof self->error);
}

static GInetAddress *
read_offender (const guint8 *bytes, gsize size)
{
  sa_family_t family;

  if (size < sizeof family)
    return NULL;
  memcpy (&family, bytes, sizeof family);
  if (family == AF_INET && size >= sizeof (struct sockaddr_in))
    {
      struct sockaddr_in in;

      memcpy (&in, bytes, sizeof in);
      return g_inet_address_new_from_bytes ((const guint8 *) &in.sin_addr, G_SOCKET_FAMILY_IPV4);
    }
  if (family == AF_INET6 && size >= sizeof (struct sockaddr_in6))
    {
      struct sockaddr_in6 in6;

      memcpy (&in6, bytes, sizeof in6);
      return g_inet_address_new_from_bytes ((const guint8 *) &in6.sin6_addr, G_SOCKET_FAMILY_IPV6);
    }
  return NULL;
}

static GSocketControlMessage *
lc_error_queue_message_deserialize (int level, int type, gsize size, gpointer data)
{
  gboolean is_error = (level == IPPROTO_IP && type == IP_RECVERR) ||
                      (level == IPPROTO_IPV6 && type == IPV6_RECVERR);
  LcErrorQueueMessage *self;

  if (!is_error || size < sizeof (struct sock_extended_err))
    return NULL;

  self = g_object_new (LC_TYPE_ERROR_QUEUE_MESSAGE, NULL);
  self->level = level;
  memcpy (&self->error, data, sizeof self->error);
  self->offender_address = read_offender ((const guint8 *) data + sizeof self->error,
                                          size - sizeof self->error);
  return G_SOCKET_CONTROL_MESSAGE (self);
}

static void
lc_error_queue_message_finalize (GObject *object)
{
  g_clear_object (&LC_ERROR_QUEUE_MESSAGE (object)->offender_address);
  G_OBJECT_CLASS (lc_error_queue_message_parent_class)->finalize (object);
}

static void
lc_error_queue_message_class_init (LcErrorQueueMessageClass *klass)
{
  GSocketControlMessageClass *message_class = G_SOCKET_CONTROL_MESSAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lc_error_queue_message_finalize;
  message_class->get_size = lc_error_queue_message_get_size;
  message_class->get_level = lc_error_queue_message_get_level;
  message_class->get_type = lc_error_queue_message_get_msg_type;
  message_class->serialize = lc_error_queue_message_serialize;
  message_class->deserialize = lc_error_queue_message_deserialize;
}

static void
lc_error_queue_message_init (LcErrorQueueMessage *self)
{
}

/* The TOS byte */

static gsize
lc_tos_message_get_size (GSocketControlMessage *message)
{
  return sizeof (int);
}

static int
lc_tos_message_get_level (GSocketControlMessage *message)
{
  return LC_TOS_MESSAGE (message)->level;
}

static int
lc_tos_message_get_msg_type (GSocketControlMessage *message)
{
  return LC_TOS_MESSAGE (message)->level == IPPROTO_IP ? IP_TOS : IPV6_TCLASS;
}

static void
lc_tos_message_serialize (GSocketControlMessage *message, gpointer data)
{
  int tos = LC_TOS_MESSAGE (message)->tos;

  memcpy (data, &tos, sizeof tos);
}

static GSocketControlMessage *
lc_tos_message_deserialize (int level, int type, gsize size, gpointer data)
{
  gboolean is_tos = level == IPPROTO_IP && type == IP_TOS;
  gboolean is_class = level == IPPROTO_IPV6 && type == IPV6_TCLASS;
  LcTosMessage *self;
  int tos;

  /* A received IP_TOS is one byte, a received IPV6_TCLASS is an int. */
  if ((!is_tos && !is_class) || size < 1)
    return NULL;
  if (size >= sizeof tos)
    memcpy (&tos, data, sizeof tos);
  else
    tos = *(const guint8 *) data;

  self = g_object_new (LC_TYPE_TOS_MESSAGE, NULL);
  self->level = level;
  self->tos = (guint8) tos;
  return G_SOCKET_CONTROL_MESSAGE (self);
}

static void
lc_tos_message_class_init (LcTosMessageClass *klass)
{
  GSocketControlMessageClass *message_class = G_SOCKET_CONTROL_MESSAGE_CLASS (klass);

  message_class->get_size = lc_tos_message_get_size;
  message_class->get_level = lc_tos_message_get_level;
  message_class->get_type = lc_tos_message_get_msg_type;
  message_class->serialize = lc_tos_message_serialize;
  message_class->deserialize = lc_tos_message_deserialize;
}

static void
lc_tos_message_init (LcTosMessage *self)
{
  self->level = IPPROTO_IP;
}

/**
 * lc_control_messages_ensure:
 *
 * Makes GIO know these messages. Call it before the first
 * g_socket_receive_message() that shall yield them.
 */
void
lc_control_messages_ensure (void)
{
  g_type_ensure (LC_TYPE_TIMESTAMP_MESSAGE);
  g_type_ensure (LC_TYPE_ERROR_QUEUE_MESSAGE);
  g_type_ensure (LC_TYPE_TOS_MESSAGE);
}

/* Returns: nanoseconds of CLOCK_REALTIME, or 0 when the kernel made no
 * software stamp for this packet */
gint64
lc_timestamp_message_get_real_ns (LcTimestampMessage *self)
{
  return (gint64) self->stamp.tv_sec * NS_PER_S + self->stamp.tv_nsec;
}

LcErrorOrigin
lc_error_queue_message_get_origin (LcErrorQueueMessage *self)
{
  switch (self->error.ee_origin)
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

guint8
lc_error_queue_message_get_icmp_type (LcErrorQueueMessage *self)
{
  return self->error.ee_type;
}

guint8
lc_error_queue_message_get_icmp_code (LcErrorQueueMessage *self)
{
  return self->error.ee_code;
}

/* Returns: (nullable) (transfer none): who sent the ICMP error */
GInetAddress *
lc_error_queue_message_get_offender (LcErrorQueueMessage *self)
{
  return self->offender_address;
}

/* Returns: for LC_ERROR_ORIGIN_TIMESTAMP, the number of the packet on its
 * socket (SOF_TIMESTAMPING_OPT_ID) */
guint32
lc_error_queue_message_get_timestamp_key (LcErrorQueueMessage *self)
{
  return self->error.ee_data;
}

/**
 * lc_tos_message_new:
 * @family: of the socket it will be sent on
 * @tos: the whole byte: DSCP << 2 | ECN
 */
GSocketControlMessage *
lc_tos_message_new (GSocketFamily family, guint8 tos)
{
  LcTosMessage *self = g_object_new (LC_TYPE_TOS_MESSAGE, NULL);

  self->level = family == G_SOCKET_FAMILY_IPV6 ? IPPROTO_IPV6 : IPPROTO_IP;
  self->tos = tos;
  return G_SOCKET_CONTROL_MESSAGE (self);
}

/* Returns: the whole byte: DSCP << 2 | ECN */
guint8
lc_tos_message_get_tos (LcTosMessage *self)
{
  return self->tos;
}
