/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-signaling-probe.h: whether the signaling server can be reached.
 */
#pragma once

#include "probes/lc-web-probe.h"

G_BEGIN_DECLS

#define LC_TYPE_SIGNALING_PROBE (lc_signaling_probe_get_type ())
G_DECLARE_FINAL_TYPE (LcSignalingProbe, lc_signaling_probe, LC, SIGNALING_PROBE, LcWebProbe)

LcProbe *lc_signaling_probe_new (const char *id, const LcEndpoint *endpoint, LcResolver *resolver);

G_END_DECLS
