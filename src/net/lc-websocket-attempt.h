/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-websocket-attempt.h: one try to open a WebSocket (RFC 6455), as a step.
 */
#pragma once

#include "net/lc-http-client.h"

G_BEGIN_DECLS

/**
 * LcWebsocketAnswer:
 * @outcome: ANSWERED when it is open, DENIED when the server answered with
 *   another HTTP status than 101, or what went wrong
 * @connection: (nullable): the open connection
 */
typedef struct
{
  LcOutcome outcome;
  SoupWebsocketConnection *connection;
} LcWebsocketAnswer;

void               lc_websocket_answer_free (LcWebsocketAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcWebsocketAnswer, lc_websocket_answer_free)

void               lc_websocket_attempt_async (LcHttpClient *client, GUri *uri,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data);
LcWebsocketAnswer *lc_websocket_attempt_finish (LcHttpClient *client, GAsyncResult *result);

G_END_DECLS
