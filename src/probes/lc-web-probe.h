/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-web-probe.h: the abstract question to a server that speaks HTTP.
 */
#pragma once

#include "check/lc-probe.h"
#include "net/lc-http-client.h"
#include "probes/lc-web-recorder.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

#define LC_TYPE_WEB_PROBE (lc_web_probe_get_type ())
G_DECLARE_DERIVABLE_TYPE (LcWebProbe, lc_web_probe, LC, WEB_PROBE, LcProbe)

/**
 * LcWebProbeClass:
 * @exchange_async: called when addresses, proxy and certificate authorities for @uri
 *   are known; ask over @client, of which @recorder writes the steps
 * @exchange_finish: what was seen, CANCELLED included; or where the server sends us
 *   on to, in @next (transfer full), and then the exchange begins again there
 */
struct _LcWebProbeClass
{
  LcProbeClass parent_class;

  void      (*exchange_async)  (LcWebProbe *self, LcHttpClient *client, LcWebRecorder *recorder, GUri *uri,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  LcOutcome (*exchange_finish) (LcWebProbe *self, GAsyncResult *result, GUri **next);
};

LcProbe *lc_web_probe_new (GType type, const char *id, const LcEndpoint *endpoint, LcResolver *resolver);

G_END_DECLS
