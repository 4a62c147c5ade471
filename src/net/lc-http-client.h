/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-http-client.h: HTTP over libsoup, of which an observer is told layer by layer.
 */
#pragma once

#include "net/lc-web-observer.h"

G_BEGIN_DECLS

/**
 * LcHttpAnswer:
 * @outcome: ANSWERED (1xx to 3xx), DENIED (any other status), or what went
 *   wrong at this or a lower layer; CANCELLED when nobody wants to know any more
 * @head: (nullable): the head of the server's answer
 * @stream: (nullable): the body, not read yet; always there when the server answered
 */
typedef struct
{
  LcOutcome outcome;
  LcHttpHead *head;
  GInputStream *stream;
} LcHttpAnswer;

void lc_http_answer_free (LcHttpAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcHttpAnswer, lc_http_answer_free)

#define LC_TYPE_HTTP_CLIENT (lc_http_client_get_type ())
G_DECLARE_FINAL_TYPE (LcHttpClient, lc_http_client, LC, HTTP_CLIENT, GObject)

void           lc_http_client_load_modules (void);
LcHttpClient  *lc_http_client_new (LcResolver *resolver, LcWebObserver *observer);
LcWebObserver *lc_http_client_get_observer (LcHttpClient *self);
SoupSession   *lc_http_client_get_session (LcHttpClient *self);

SoupMessage   *lc_http_client_new_message (LcHttpClient *self, GUri *uri);

void           lc_http_client_prepare_async (LcHttpClient *self, GUri *uri, GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data);
LcOutcome      lc_http_client_prepare_finish (LcHttpClient *self, GAsyncResult *result);

void           lc_http_client_get_async (LcHttpClient *self, GUri *uri, gboolean again, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
LcHttpAnswer  *lc_http_client_get_finish (LcHttpClient *self, GAsyncResult *result);

G_END_DECLS
