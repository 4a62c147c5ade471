/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-connection-watch.h: TCP, proxy and TLS under one SoupMessage, as steps.
 */
#pragma once

#include <libsoup/soup.h>

#include "measurement/lc-recorder.h"

G_BEGIN_DECLS

#define LC_TYPE_CONNECTION_WATCH (lc_connection_watch_get_type ())
G_DECLARE_FINAL_TYPE (LcConnectionWatch, lc_connection_watch, LC, CONNECTION_WATCH, GObject)

LcConnectionWatch *lc_connection_watch_new (LcRecorder *recorder, SoupMessage *message);
LcConnectionWatch *lc_connection_watch_new_inside_step (LcRecorder *recorder, SoupMessage *message,
                                                        guint step);

LcOutcome          lc_connection_watch_fail (LcConnectionWatch *self, const GError *error,
                                             gboolean *layer_recorded);
LcFacts           *lc_connection_watch_deny (LcConnectionWatch *self);
void               lc_connection_watch_close (LcConnectionWatch *self);

G_END_DECLS
