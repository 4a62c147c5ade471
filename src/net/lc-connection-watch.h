/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-connection-watch.h: TCP, proxy and TLS under one SoupMessage.
 */
#pragma once

#include "net/lc-web-observer.h"

G_BEGIN_DECLS

#define LC_TYPE_CONNECTION_WATCH (lc_connection_watch_get_type ())
G_DECLARE_FINAL_TYPE (LcConnectionWatch, lc_connection_watch, LC, CONNECTION_WATCH, GObject)

LcConnectionWatch *lc_connection_watch_new (SoupMessage *message, LcWebObserver *observer);

LcOutcome          lc_connection_watch_fail (LcConnectionWatch *self, const GError *error,
                                             gboolean *layer_failed);
gboolean           lc_connection_watch_deny (LcConnectionWatch *self, const LcHttpHead *answer);
void               lc_connection_watch_close (LcConnectionWatch *self);

G_END_DECLS
