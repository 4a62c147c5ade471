/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-socket-io-probe.h: whether Socket.IO gets through, transport by transport.
 */
#pragma once

#include "probes/lc-web-probe.h"

G_BEGIN_DECLS

#define LC_TYPE_SOCKET_IO_PROBE (lc_socket_io_probe_get_type ())
G_DECLARE_FINAL_TYPE (LcSocketIoProbe, lc_socket_io_probe, LC, SOCKET_IO_PROBE, LcWebProbe)

LcProbe *lc_socket_io_probe_new (const char *id, const LcEndpoint *endpoint, LcResolver *resolver);

G_END_DECLS
