/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-web-probe.h: the abstract question to a server that speaks HTTP.
 */
#pragma once

#include "check/lc-probe.h"
#include "net/lc-http-client.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

#define LC_TYPE_WEB_PROBE (lc_web_probe_get_type ())
G_DECLARE_DERIVABLE_TYPE (LcWebProbe, lc_web_probe, LC, WEB_PROBE, LcProbe)

/**
 * LcWebProbeClass:
 * @talk_async: called when addresses, proxy and certificate authorities for @uri
 *   are known; ask over @client, which writes the steps
 * @talk_finish: what was seen, CANCELLED included; or where the server sends us
 *   on to, in @next (transfer full), and then the talk begins again there
 */
struct _LcWebProbeClass
{
  LcProbeClass parent_class;

  void      (*talk_async)  (LcWebProbe *self, LcHttpClient *client, GUri *uri, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
  LcOutcome (*talk_finish) (LcWebProbe *self, GAsyncResult *result, GUri **next);
};

LcProbe *lc_web_probe_new (GType type, const char *id, const LcEndpoint *endpoint, LcResolver *resolver);

G_END_DECLS
