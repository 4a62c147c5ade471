/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-http-client.h: HTTP over libsoup for one probe, each layer a step.
 */
#pragma once

#include <libsoup/soup.h>

#include "net/lc-resolver.h"

G_BEGIN_DECLS

/* No more of a body is read than this. */
#define LC_HTTP_MAX_BODY (256 * 1024)

/**
 * LcHttpAnswer:
 * @outcome: ANSWERED (1xx to 3xx), DENIED (any other status), or what went
 *   wrong at this or a lower layer; CANCELLED when nobody wants to know any more
 * @step: the step of the request, when one was sent
 * @step_open: whether the caller has to end that step: always when a head came
 * @status: HTTP status, or 0
 * @location: (nullable): where a redirect leads, absolute
 * @stream: (nullable): the body, not read yet
 */
typedef struct
{
  LcOutcome outcome;
  guint step;
  gboolean step_open;
  guint status;
  GUri *location;
  GInputStream *stream;
} LcHttpAnswer;

void lc_http_answer_free (LcHttpAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcHttpAnswer, lc_http_answer_free)

#define LC_TYPE_HTTP_CLIENT (lc_http_client_get_type ())
G_DECLARE_FINAL_TYPE (LcHttpClient, lc_http_client, LC, HTTP_CLIENT, GObject)

void          lc_http_client_load_modules (void);
LcHttpClient *lc_http_client_new (LcRecorder *recorder, LcResolver *resolver);
LcRecorder   *lc_http_client_get_recorder (LcHttpClient *self);
SoupSession  *lc_http_client_get_session (LcHttpClient *self);

SoupMessage  *lc_http_client_new_message (LcHttpClient *self, GUri *uri);
void          lc_http_client_describe (LcHttpClient *self, SoupMessage *message, LcFacts *facts);

void          lc_http_client_prepare_async (LcHttpClient *self, GUri *uri,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
LcOutcome     lc_http_client_prepare_finish (LcHttpClient *self, GAsyncResult *result);

void          lc_http_client_get_async (LcHttpClient *self, GUri *uri, const char *step_name,
                                       const LcHttpAnswer *earlier, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
LcHttpAnswer *lc_http_client_get_finish (LcHttpClient *self, GAsyncResult *result);

void          lc_http_client_read_async (LcHttpClient *self, const LcHttpAnswer *answer,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
GBytes       *lc_http_client_read_finish (LcHttpClient *self, GAsyncResult *result,
                                          LcOutcome *outcome);

G_END_DECLS
