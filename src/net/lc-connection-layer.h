/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-connection-layer.h: one layer of a connection under HTTP, and all that was
 * seen of it so far.
 */
#pragma once

#include "net/lc-http-head.h"
#include "net/lc-icmp-error.h"
#include "net/lc-tls-info.h"

G_BEGIN_DECLS

typedef enum
{
  LC_CONNECTION_TCP,   /* a connect to one address, of which there may be several at once */
  LC_CONNECTION_PROXY, /* what a proxy is asked for in the open: CONNECT (RFC 9110 9.3.6) or SOCKS */
  LC_CONNECTION_TLS,   /* the handshake */
} LcConnectionLayerKind;

/**
 * LcConnectionLayer:
 * @number: counts the layers of a connection in the order in which they began, from 0
 * @target: with whom it is: "192.0.2.1:443/tcp"; host and port that a proxy should connect
 *   to; the host
 * @ended: whether @outcome is known
 * @outcome: SKIPPED for a connect that was slower than another (happy eyeballs, RFC 8305)
 * @address: (nullable): of TCP; a #GProxyAddress when it is a proxy's
 * @icmp: (nullable): which ICMP error ended a connect
 * @is_local: whether this computer itself refused to connect
 * @wants_authentication: whether the proxy wants to know who asks
 * @proxy_answer: (nullable): what a proxy answered in HTTP instead of connecting
 * @tls: (nullable): what was agreed on in the handshake
 * @certificate: (nullable): what the server showed
 */
typedef struct
{
  LcConnectionLayerKind kind;
  guint number;
  char *target;
  gboolean ended;
  LcOutcome outcome;
  GInetSocketAddress *address;
  LcIcmpError *icmp;
  gboolean is_local;
  gboolean wants_authentication;
  LcHttpHead *proxy_answer;
  LcTlsInfo *tls;
  LcCertificateInfo *certificate;
} LcConnectionLayer;

LcConnectionLayer *lc_connection_layer_new (LcConnectionLayerKind kind, guint number, const char *target);
LcConnectionLayer *lc_connection_layer_new_tcp (guint number, GInetSocketAddress *address);
void               lc_connection_layer_free (LcConnectionLayer *self);

gboolean           lc_connection_layer_is_to_proxy (const LcConnectionLayer *self);
void               lc_connection_layer_set_certificate (LcConnectionLayer *self, GTlsCertificate *certificate,
                                                        GTlsCertificateFlags errors);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcConnectionLayer, lc_connection_layer_free)

G_END_DECLS
