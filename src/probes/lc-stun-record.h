/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-record.h: how questions to STUN and TURN servers ended, and the
 * connections under them, as facts.
 */
#pragma once

#include "base/lc-facts.h"
#include "net/lc-stun-stream.h"

G_BEGIN_DECLS

void lc_connection_record (const LcConnection *self, LcFacts *facts);
void lc_stun_tls_record (const LcStunTls *self, LcFacts *facts);
void lc_stun_reply_record (const LcStunReply *self, LcFacts *facts);
void lc_stun_result_record (const LcStunResult *self, LcFacts *facts);
void lc_stun_result_record_scopes (const LcStunResult *self, GSocketAddress *server, LcFacts *facts);

G_END_DECLS
