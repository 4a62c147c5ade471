/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-http-preparation.h: what must be known before an HTTP connection is opened.
 */
#pragma once

#include "net/lc-resolver.h"

G_BEGIN_DECLS

void      lc_http_prepare_async (LcRecorder *recorder, LcResolver *resolver, GUri *uri,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
LcOutcome lc_http_prepare_finish (LcResolver *resolver, GAsyncResult *result);

G_END_DECLS
