/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-https-probe.h: whether a web page answers, layer by layer.
 */
#pragma once

#include "probes/lc-web-probe.h"

G_BEGIN_DECLS

#define LC_TYPE_HTTPS_PROBE (lc_https_probe_get_type ())
G_DECLARE_FINAL_TYPE (LcHttpsProbe, lc_https_probe, LC, HTTPS_PROBE, LcWebProbe)

LcProbe *lc_https_probe_new (const char *id, const LcEndpoint *endpoint, LcResolver *resolver);

G_END_DECLS
