/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-udp.h: the one STUN client over UDP of a run.
 *
 * All queries of a run leave from one socket a family, as those of a WebRTC
 * client do, and are told apart by their transaction ids. Round-trip times are
 * the kernel's: a busy main loop does not show up in them.
 */
#pragma once

#include "net/lc-stun-result.h"
#include "net/lc-stun-schedule.h"

G_BEGIN_DECLS

#define LC_TYPE_STUN_UDP (lc_stun_udp_get_type ())
G_DECLARE_FINAL_TYPE (LcStunUdp, lc_stun_udp, LC, STUN_UDP, GObject)

LcStunUdp    *lc_stun_udp_new (void);
guint         lc_stun_udp_get_n_pending (LcStunUdp *self);
void          lc_stun_udp_catch_up (LcStunUdp *self);

void          lc_stun_udp_ask_async (LcStunUdp *self, LcStunMethod method, GSocketAddress *server,
                                     const LcStunSchedule *schedule, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
LcStunResult *lc_stun_udp_ask_finish (LcStunUdp *self, GAsyncResult *result, GError **error);

G_END_DECLS
