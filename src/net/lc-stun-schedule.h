/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-schedule.h: when requests to a STUN server leave over UDP.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LC_STUN_MAX_SENDS 8

/**
 * LcStunSchedule:
 * @n_sends: how many requests at most, 1 to %LC_STUN_MAX_SENDS
 * @send_ms: when each leaves, counted from the first, ascending
 * @timeout_ms: when the query is given up, counted from the first
 */
typedef struct
{
  guint n_sends;
  guint send_ms[LC_STUN_MAX_SENDS];
  guint timeout_ms;
} LcStunSchedule;

LcStunSchedule lc_stun_schedule_once (guint timeout_ms);
LcStunSchedule lc_stun_schedule_persistent (guint timeout_ms);

G_END_DECLS
