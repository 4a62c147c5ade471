/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-gateway-probe.h: how far is the first router?
 */
#pragma once

#include "check/lc-probe.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

#define LC_TYPE_GATEWAY_PROBE (lc_gateway_probe_get_type ())
G_DECLARE_FINAL_TYPE (LcGatewayProbe, lc_gateway_probe, LC, GATEWAY_PROBE, LcProbe)

LcProbe *lc_gateway_probe_new (LcProfile *profile);

G_END_DECLS
