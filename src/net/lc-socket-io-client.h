/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-socket-io-client.h: the transports under Socket.IO, tried one after the other.
 */
#pragma once

#include "net/lc-http-client.h"

G_BEGIN_DECLS

void      lc_socket_io_try_async (LcHttpClient *client, GUri *uri, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
LcOutcome lc_socket_io_try_finish (LcHttpClient *client, GAsyncResult *result);

G_END_DECLS
