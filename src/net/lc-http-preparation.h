/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-http-preparation.h: what must be known before an HTTP connection is opened.
 */
#pragma once

#include "net/lc-web-observer.h"

G_BEGIN_DECLS

void      lc_http_prepare_async (LcResolver *resolver, GUri *uri, LcWebObserver *observer,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
LcOutcome lc_http_prepare_finish (LcResolver *resolver, GAsyncResult *result, GUri **proxy);

G_END_DECLS
