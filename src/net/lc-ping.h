/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-ping.h: ICMP echo without privileges.
 */
#pragma once

#include "net/lc-icmp-error.h"

G_BEGIN_DECLS

/**
 * LcEcho:
 * @sent_monotonic_us: when the request left, g_get_monotonic_time()
 * @rtt_us: round-trip time, or -1 when no answer came
 */
typedef struct
{
  gint64 sent_monotonic_us;
  gint64 rtt_us;
} LcEcho;

/**
 * LcPing:
 * @outcome: ANSWERED when at least one answer came, NO_ANSWER, REJECTED or
 *   UNREACHABLE when an ICMP error or this computer said so, UNAVAILABLE when
 *   this computer does not let us ask
 * @reason: for UNAVAILABLE, what was denied; else %NULL
 * @local: the refusal came from this computer
 * @kernel_timestamps: all answers were timed by the kernel on arrival
 * @echoes: (element-type LcEcho): in the order of sending
 * @icmp_error: the last ICMP error that came, or %NULL
 */
typedef struct
{
  LcOutcome outcome;
  char *reason;
  gboolean local;
  gboolean kernel_timestamps;
  GArray *echoes;
  LcIcmpError *icmp_error;
} LcPing;

void    lc_ping_free (LcPing *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcPing, lc_ping_free)

void    lc_ping_async (GInetSocketAddress *address, guint count, guint interval_ms,
                       guint timeout_ms, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data);
LcPing *lc_ping_finish (GAsyncResult *result, GError **error);

G_END_DECLS
