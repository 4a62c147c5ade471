/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-routing-probe.h: to which region does DNS send the global names?
 */
#pragma once

#include "check/lc-probe.h"
#include "net/lc-resolver.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

#define LC_TYPE_ROUTING_PROBE (lc_routing_probe_get_type ())
G_DECLARE_FINAL_TYPE (LcRoutingProbe, lc_routing_probe, LC, ROUTING_PROBE, LcProbe)

LcProbe *lc_routing_probe_new (const char *id, LcResolver *resolver, LcProfile *profile);
void     lc_routing_probe_add_need (LcRoutingProbe *self, const char *check_id);
void     lc_routing_probe_add_host (LcRoutingProbe *self, const char *host, const char *check_id);

G_END_DECLS
