/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-clock.h: the time of one run, in microseconds since its start.
 *
 * Measured on CLOCK_MONOTONIC; CLOCK_BOOTTIME beside it shows whether the
 * computer slept in between, which would make the figures worthless.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 monotonic_us; /* g_get_monotonic_time() at the start */
  gint64 boottime_us;  /* CLOCK_BOOTTIME at the start */
  gint64 real_us;      /* g_get_real_time() at the start */
} LcClock;

void   lc_clock_start (LcClock *self);
gint64 lc_clock_now_us (const LcClock *self);
gint64 lc_clock_from_monotonic_us (const LcClock *self, gint64 monotonic_us);
gint64 lc_clock_get_sleep_us (const LcClock *self);

GDateTime *lc_clock_dup_local (GDateTime *moment);

G_END_DECLS
