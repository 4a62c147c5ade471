/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-websocket-open.h: opens a WebSocket (RFC 6455) over a connection of its own.
 */
#pragma once

#include "net/lc-http-client.h"

G_BEGIN_DECLS

/**
 * LcWebsocketAnswer:
 * @outcome: ANSWERED when it is open, DENIED when the server answered with
 *   another HTTP status than 101, or what went wrong
 * @connection: (nullable): the open connection
 * @head: (nullable): the head of the HTTP answer, the server's or a proxy's
 * @error_text: (nullable): the system's own words for why it is not open
 */
typedef struct
{
  LcOutcome outcome;
  SoupWebsocketConnection *connection;
  LcHttpHead *head;
  char *error_text;
} LcWebsocketAnswer;

void               lc_websocket_answer_free (LcWebsocketAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcWebsocketAnswer, lc_websocket_answer_free)

void               lc_websocket_open_async (LcHttpClient *client, GUri *uri, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
LcWebsocketAnswer *lc_websocket_open_finish (LcHttpClient *client, GAsyncResult *result);

G_END_DECLS
