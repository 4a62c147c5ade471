/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-proxy-probe.h: does this computer send the portal's traffic to a proxy?
 */
#pragma once

#include "check/lc-probe.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

#define LC_TYPE_PROXY_PROBE (lc_proxy_probe_get_type ())
G_DECLARE_FINAL_TYPE (LcProxyProbe, lc_proxy_probe, LC, PROXY_PROBE, LcProbe)

LcProbe *lc_proxy_probe_new (LcProfile *profile, GProxyResolver *resolver);

G_END_DECLS
