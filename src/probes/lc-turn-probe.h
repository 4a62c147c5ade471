/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-turn-probe.h: does a TURN server answer on this port?
 */
#pragma once

#include "check/lc-probe.h"
#include "net/lc-connector.h"
#include "net/lc-resolver.h"
#include "net/lc-stun-udp.h"

G_BEGIN_DECLS

#define LC_TYPE_TURN_PROBE (lc_turn_probe_get_type ())
G_DECLARE_FINAL_TYPE (LcTurnProbe, lc_turn_probe, LC, TURN_PROBE, LcProbe)

LcProbe *lc_turn_probe_new (const char *id, LcResolver *resolver, LcStunUdp *udp, LcConnector *connector,
                            const char *host, guint16 port, LcTransport transport);
void     lc_turn_probe_add_transport (LcTurnProbe *self, LcTransport transport);
void     lc_turn_probe_set_tls_database (LcTurnProbe *self, GTlsDatabase *database);

G_END_DECLS
