/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-connector.h: TCP connections, a bounded number at a time, with the
 * kernel's own round-trip time and the ICMP error when there is one.
 */
#pragma once

#include "net/lc-icmp-error.h"

G_BEGIN_DECLS

#define LC_CONNECTOR_MAX_OPEN 64

#define LC_TYPE_CONNECTOR (lc_connector_get_type ())
G_DECLARE_FINAL_TYPE (LcConnector, lc_connector, LC, CONNECTOR, GObject)

/**
 * LcConnection:
 * @outcome: ANSWERED, REFUSED, REJECTED, UNREACHABLE, or NO_ANSWER when the
 *   kernel itself gave up
 * @start_monotonic_us: when the SYN left, g_get_monotonic_time()
 * @duration_us: until it was answered, as this process saw it
 * @rtt_us: SYN to SYN-ACK, or -1
 * @kernel_rtt: whether @rtt_us is the kernel's (TCP_INFO), else it is @duration_us
 * @local: this computer refused to connect (no route, its own filter)
 * @error_number: errno of a failure, or 0
 * @icmp: (nullable): the ICMP error that ended it
 * @stream: (nullable): the open connection
 *
 * While it is not freed it takes one of the places of its connector.
 */
typedef struct
{
  LcOutcome outcome;
  gint64 start_monotonic_us;
  gint64 duration_us;
  gint64 rtt_us;
  gboolean kernel_rtt;
  gboolean local;
  int error_number;
  LcIcmpError *icmp;
  GSocketConnection *stream;
  LcConnector *connector;
} LcConnection;

LcConnector  *lc_connector_new (guint max_open);
void          lc_connector_connect_async (LcConnector *self, GSocketAddress *server, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
LcConnection *lc_connector_connect_finish (LcConnector *self, GAsyncResult *result, GError **error);

void          lc_connection_free (LcConnection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcConnection, lc_connection_free)

G_END_DECLS
