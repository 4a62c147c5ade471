/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-probe.h: can this media region be reached, and how far is it?
 */
#pragma once

#include "check/lc-probe.h"
#include "net/lc-latency-sampler.h"
#include "net/lc-resolver.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

#define LC_TYPE_REGION_PROBE (lc_region_probe_get_type ())
G_DECLARE_FINAL_TYPE (LcRegionProbe, lc_region_probe, LC, REGION_PROBE, LcProbe)

LcProbe *lc_region_probe_new (const char *id, LcResolver *resolver, LcStunUdp *udp, LcConnector *connector,
                              LcLatencySampler *sampler, LcProfile *profile, const LcRegion *region,
                              guint n_samples);

G_END_DECLS
