/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-control-messages.h: what Linux tells beside a datagram, as GIO control
 * messages: kernel timestamps, entries of a socket's error queue (ICMP errors
 * and transmit times), and the TOS byte.
 *
 * g_socket_receive_message() makes these objects by itself once their types
 * exist, which lc_control_messages_ensure() sees to.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LC_TYPE_TIMESTAMP_MESSAGE (lc_timestamp_message_get_type ())
G_DECLARE_FINAL_TYPE (LcTimestampMessage, lc_timestamp_message, LC, TIMESTAMP_MESSAGE,
                      GSocketControlMessage)

#define LC_TYPE_ERROR_QUEUE_MESSAGE (lc_error_queue_message_get_type ())
G_DECLARE_FINAL_TYPE (LcErrorQueueMessage, lc_error_queue_message, LC, ERROR_QUEUE_MESSAGE,
                      GSocketControlMessage)

#define LC_TYPE_TOS_MESSAGE (lc_tos_message_get_type ())
G_DECLARE_FINAL_TYPE (LcTosMessage, lc_tos_message, LC, TOS_MESSAGE, GSocketControlMessage)

/**
 * LcErrorOrigin:
 * Where an entry of the error queue comes from (SO_EE_ORIGIN_* of ip(7)).
 */
typedef enum
{
  LC_ERROR_ORIGIN_OTHER,
  LC_ERROR_ORIGIN_LOCAL,     /* this computer's own stack */
  LC_ERROR_ORIGIN_ICMP,      /* somebody on the way, IPv4 */
  LC_ERROR_ORIGIN_ICMP6,     /* somebody on the way, IPv6 */
  LC_ERROR_ORIGIN_TIMESTAMP, /* no error: the moment at which a packet left */
} LcErrorOrigin;

void                   lc_control_messages_ensure (void);

gint64                 lc_timestamp_message_get_real_ns (LcTimestampMessage *self);

LcErrorOrigin          lc_error_queue_message_get_origin (LcErrorQueueMessage *self);
guint8                 lc_error_queue_message_get_icmp_type (LcErrorQueueMessage *self);
guint8                 lc_error_queue_message_get_icmp_code (LcErrorQueueMessage *self);
GInetAddress          *lc_error_queue_message_get_offender (LcErrorQueueMessage *self);
guint32                lc_error_queue_message_get_timestamp_key (LcErrorQueueMessage *self);

GSocketControlMessage *lc_tos_message_new (GSocketFamily family, guint8 tos);
guint8                 lc_tos_message_get_tos (LcTosMessage *self);

G_END_DECLS
