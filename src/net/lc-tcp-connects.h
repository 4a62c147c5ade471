/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-tcp-connects.h: the TCP connects of one connection, of which GIO may have several
 * at once (happy eyeballs, RFC 8305).
 */
#pragma once

#include "net/lc-web-observer.h"

G_BEGIN_DECLS

typedef struct _LcTcpConnects LcTcpConnects;

LcTcpConnects           *lc_tcp_connects_new (LcWebObserver *observer);
void                     lc_tcp_connects_free (LcTcpConnects *self);

gboolean                 lc_tcp_connects_begin (LcTcpConnects *self, guint number, GSocketConnection *connection);
void                     lc_tcp_connects_choose (LcTcpConnects *self, GIOStream *connection);
const LcConnectionLayer *lc_tcp_connects_fail (LcTcpConnects *self, const GError *error);
void                     lc_tcp_connects_close (LcTcpConnects *self);

gboolean                 lc_tcp_connects_is_empty (LcTcpConnects *self);
const LcConnectionLayer *lc_tcp_connects_get_established (LcTcpConnects *self);
gboolean                 lc_tcp_connects_is_reset (LcTcpConnects *self);

G_END_DECLS
