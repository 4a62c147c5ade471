/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-probe.h: does STUN answer on this transport, and which address does
 * it see?
 */
#pragma once

#include "check/lc-probe.h"
#include "net/lc-connector.h"
#include "net/lc-resolver.h"
#include "net/lc-stun-udp.h"

G_BEGIN_DECLS

#define LC_TYPE_STUN_PROBE (lc_stun_probe_get_type ())
G_DECLARE_FINAL_TYPE (LcStunProbe, lc_stun_probe, LC, STUN_PROBE, LcProbe)

LcProbe *lc_stun_probe_new (const char *id, LcResolver *resolver, LcStunUdp *udp, LcConnector *connector,
                            const char *host, guint16 port, LcTransport transport);

G_END_DECLS
