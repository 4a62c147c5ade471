/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-http-body.h: reads the body of an answer over HTTP.
 */
#pragma once

#include "base/lc-types.h"

G_BEGIN_DECLS

/* No more of a body is read than this. */
#define LC_HTTP_MAX_BODY (256 * 1024)

/**
 * LcHttpBody:
 * @outcome: ANSWERED when it was read to its end or to %LC_HTTP_MAX_BODY, or why
 *   there is no more
 * @bytes: what was read
 * @truncated: whether there may be more than %LC_HTTP_MAX_BODY
 */
typedef struct
{
  LcOutcome outcome;
  GBytes *bytes;
  gboolean truncated;
} LcHttpBody;

void        lc_http_body_free (LcHttpBody *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcHttpBody, lc_http_body_free)

void        lc_http_body_read_async (GInputStream *stream, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
LcHttpBody *lc_http_body_read_finish (GInputStream *stream, GAsyncResult *result);

G_END_DECLS
