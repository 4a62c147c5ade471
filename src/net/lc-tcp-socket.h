/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-tcp-socket.h: what a TCP socket tells that GIO does not ask it for.
 */
#pragma once

#include "base/lc-types.h"

G_BEGIN_DECLS

GSocket  *lc_tcp_socket_dup (GSocket *socket);
gboolean  lc_tcp_socket_is_closed (GSocket *socket);
gboolean  lc_tcp_socket_was_established (GSocket *socket);
void      lc_tcp_socket_set_icmp_reports (GSocket *socket, gboolean wanted);
LcOutcome lc_tcp_socket_find_route (GInetSocketAddress *address);

G_END_DECLS
