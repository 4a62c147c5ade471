/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-stream.h: STUN and TURN questions over one TCP or TLS connection
 * (RFC 8489 sections 6.2.2 and 6.2.3).
 *
 * The steps are separate calls, so that each can be written down when it is
 * over: connect, handshake (TLS only), ask.
 */
#pragma once

#include "net/lc-connector.h"
#include "net/lc-stun-result.h"

G_BEGIN_DECLS

/**
 * LcStunTls:
 * @outcome: ANSWERED, UNTRUSTED, TLS_FAILED, RESET or CLOSED
 * @start_monotonic_us: g_get_monotonic_time()
 * @duration_us: of the handshake
 * @errors: why the certificate is not acceptable
 * @certificate: (nullable): what the server showed
 * @connection: (nullable) the TLS connection, whatever became of it
 */
typedef struct
{
  LcOutcome outcome;
  gint64 start_monotonic_us;
  gint64 duration_us;
  GTlsCertificateFlags errors;
  GTlsCertificate *certificate;
  GTlsConnection *connection;
} LcStunTls;

void          lc_stun_tls_free (LcStunTls *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcStunTls, lc_stun_tls_free)

#define LC_TYPE_STUN_STREAM (lc_stun_stream_get_type ())
G_DECLARE_FINAL_TYPE (LcStunStream, lc_stun_stream, LC, STUN_STREAM, GObject)

LcStunStream       *lc_stun_stream_new (LcConnector *connector, GSocketAddress *server);
void                lc_stun_stream_set_tls_database (LcStunStream *self, GTlsDatabase *database);

void                lc_stun_stream_connect_async (LcStunStream *self, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
const LcConnection *lc_stun_stream_connect_finish (LcStunStream *self, GAsyncResult *result, GError **error);

void                lc_stun_stream_handshake_async (LcStunStream *self, const char *host, GCancellable *cancellable,
                                                    GAsyncReadyCallback callback, gpointer user_data);
LcStunTls          *lc_stun_stream_handshake_finish (LcStunStream *self, GAsyncResult *result, GError **error);

void                lc_stun_stream_ask_async (LcStunStream *self, LcStunMethod method, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
LcStunResult       *lc_stun_stream_ask_finish (LcStunStream *self, GAsyncResult *result, GError **error);

G_END_DECLS
