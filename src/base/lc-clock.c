/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-clock.c: see lc-clock.h.
 */
#include "base/lc-clock.h"

#include <time.h>

static gint64
read_boottime_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/**
 * lc_clock_start:
 * @self: (out caller-allocates): starts at zero now
 */
void
lc_clock_start (LcClock *self)
{
  self->monotonic_us = g_get_monotonic_time ();
  self->boottime_us = read_boottime_us ();
  self->real_us = g_get_real_time ();
}

/**
 * lc_clock_now_us:
 *
 * Returns: microseconds since the start
 */
gint64
lc_clock_now_us (const LcClock *self)
{
  return g_get_monotonic_time () - self->monotonic_us;
}

/**
 * lc_clock_from_monotonic_us:
 * @monotonic_us: a g_get_monotonic_time() reading
 *
 * Returns: that moment in microseconds since the start
 */
gint64
lc_clock_from_monotonic_us (const LcClock *self, gint64 monotonic_us)
{
  return monotonic_us - self->monotonic_us;
}

/**
 * lc_clock_get_sleep_us:
 *
 * Returns: how long the computer was suspended since the start, in microseconds
 */
gint64
lc_clock_get_sleep_us (const LcClock *self)
{
  gint64 slept_us = (read_boottime_us () - self->boottime_us) - lc_clock_now_us (self);

  return MAX (slept_us, 0);
}

/**
 * lc_clock_dup_local:
 * @moment: of a run, which may be anybody's
 *
 * Returns: (transfer full): the moment on the clock of whoever reads; as it is
 *   where it has no local time, on the last day of the year 9999
 */
GDateTime *
lc_clock_dup_local (GDateTime *moment)
{
  GDateTime *local = g_date_time_to_local (moment);

  return local != NULL ? local : g_date_time_ref (moment);
}
