/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-network-probe.h: what network does this computer have?
 */
#pragma once

#include "check/lc-probe.h"
#include "net/lc-resolver.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

#define LC_TYPE_NETWORK_PROBE (lc_network_probe_get_type ())
G_DECLARE_FINAL_TYPE (LcNetworkProbe, lc_network_probe, LC, NETWORK_PROBE, LcProbe)

LcProbe *lc_network_probe_new (LcProfile *profile, LcResolver *resolver);

G_END_DECLS
