/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-result.h: how one question to a STUN or TURN server ended, over
 * whichever transport.
 */
#pragma once

#include "net/lc-icmp-error.h"
#include "net/lc-stun-message.h"

G_BEGIN_DECLS

/**
 * LcStunResult:
 * @outcome: ANSWERED, DENIED, MALFORMED, REFUSED, REJECTED, UNREACHABLE,
 *   RESET, CLOSED or NO_ANSWER
 * @start_monotonic_us: when the first request left, g_get_monotonic_time()
 * @duration_us: from then to the end
 * @sent_monotonic_us: when the request left that was answered, or the last one
 * @rtt_us: round-trip time, or -1
 * @kernel_timestamps: whether the kernel stamped the reply, so that @rtt_us
 *   does not depend on when this process got to run
 * @n_sent: requests sent
 * @local: this computer refused to send (no route, its own filter)
 * @error_number: errno of that, or 0
 * @reply: (nullable): the reply
 * @icmp: (nullable): the ICMP error that came
 */
typedef struct
{
  LcOutcome outcome;
  gint64 start_monotonic_us;
  gint64 duration_us;
  gint64 sent_monotonic_us;
  gint64 rtt_us;
  gboolean kernel_timestamps;
  guint n_sent;
  gboolean local;
  int error_number;
  LcStunReply *reply;
  LcIcmpError *icmp;
} LcStunResult;

LcStunResult *lc_stun_result_new (void);
void          lc_stun_result_free (LcStunResult *self);
void          lc_stun_result_set_local_error (LcStunResult *self, int error_number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcStunResult, lc_stun_result_free)

G_END_DECLS
