/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-engine-io-ping.h: the ping and pong by which Engine.IO moves a session to a
 * WebSocket.
 */
#pragma once

#include <libsoup/soup.h>

#include "base/lc-types.h"

G_BEGIN_DECLS

/**
 * LcEngineIoPong:
 * @outcome: ANSWERED when the pong came, MALFORMED for anything that is no packet of
 *   Engine.IO, CLOSED, CANCELLED, or what went wrong
 * @rtt_us: from the ping to the pong, or -1
 * @close_code: with which the server closed (RFC 6455 7.4), or 0
 * @error_text: (nullable): the system's own words for what went wrong
 */
typedef struct
{
  LcOutcome outcome;
  gint64 rtt_us;
  guint close_code;
  char *error_text;
} LcEngineIoPong;

void            lc_engine_io_pong_free (LcEngineIoPong *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcEngineIoPong, lc_engine_io_pong_free)

void            lc_engine_io_ping_async (SoupWebsocketConnection *websocket, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
LcEngineIoPong *lc_engine_io_ping_finish (SoupWebsocketConnection *websocket, GAsyncResult *result);

void            lc_engine_io_leave_async (SoupWebsocketConnection *websocket, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
void            lc_engine_io_leave_finish (SoupWebsocketConnection *websocket, GAsyncResult *result);

G_END_DECLS
