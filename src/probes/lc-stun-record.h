/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-record.h: what the TLS under STUN and TURN showed, as facts.
 */
#pragma once

#include "base/lc-facts.h"
#include "net/lc-stun-stream.h"

G_BEGIN_DECLS

void lc_stun_tls_record (const LcStunTls *self, LcFacts *facts);

G_END_DECLS
