/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-schedule.c: see lc-stun-schedule.h.
 */
#include "net/lc-stun-schedule.h"

/**
 * lc_stun_schedule_once:
 * @timeout_ms: how long to wait for the answer
 *
 * One request: a latency sample, or one of many addresses.
 */
LcStunSchedule
lc_stun_schedule_once (guint timeout_ms)
{
  return (LcStunSchedule){ .n_sends = 1, .timeout_ms = timeout_ms };
}

/**
 * lc_stun_schedule_persistent:
 * @timeout_ms: how long to try
 *
 * RFC 8489 section 6.2.1 with RTO = 500 ms begins at 0, 500 and 1500 ms; its
 * doubling is stopped at one second, because the whole has four and not forty.
 * What would leave in the last 300 ms is not sent.
 */
LcStunSchedule
lc_stun_schedule_persistent (guint timeout_ms)
{
  static const guint at_ms[] = { 0, 500, 1500, 2500, 3500 };
  LcStunSchedule schedule = lc_stun_schedule_once (timeout_ms);

  for (guint i = 1; i < G_N_ELEMENTS (at_ms) && at_ms[i] + 300 <= timeout_ms; i++)
    schedule.send_ms[schedule.n_sends++] = at_ms[i];
  return schedule;
}
