/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-moment.c: see lc-moment.h.
 */
#include "net/lc-moment.h"

#include <time.h>

#define NS_PER_S G_GINT64_CONSTANT (1000000000)
#define GOOD_ENOUGH_NS 2000 /* between the clock reads of one moment */
#define MAX_TRIES 4
#define STEP_NS 100000 /* clocks that drift apart by more were set, not steered */

static gint64
read_clock_ns (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (gint64) now.tv_sec * NS_PER_S + now.tv_nsec;
}

static gboolean
lies_between (gint64 value, gint64 low, gint64 high)
{
  return value >= low && value <= high;
}

/**
 * lc_moment_now:
 *
 * Reads both clocks; again when this thread lost the processor in between.
 */
LcMoment
lc_moment_now (void)
{
  LcMoment best = { 0, 0 };
  gint64 best_gap_ns = G_MAXINT64;

  for (guint i = 0; i < MAX_TRIES && best_gap_ns > GOOD_ENOUGH_NS; i++)
    {
      gint64 before_ns = read_clock_ns (CLOCK_MONOTONIC);
      gint64 real_ns = read_clock_ns (CLOCK_REALTIME);
      gint64 gap_ns = read_clock_ns (CLOCK_MONOTONIC) - before_ns;

      if (gap_ns < best_gap_ns)
        {
          best.monotonic_ns = before_ns + gap_ns / 2;
          best.real_ns = real_ns;
          best_gap_ns = gap_ns;
        }
    }
  return best;
}

/**
 * lc_moment_elapsed_ns:
 * @sent: clocks just before the send
 * @sent_stamp_ns: the kernel's wall-clock stamp of the send, or 0
 * @seen: clocks when this process read the reply
 * @seen_stamp_ns: the kernel's wall-clock stamp of its arrival, or 0
 * @from_kernel: (out): whether the arrival is the kernel's
 *
 * The time from send to arrival. A stamp counts only when it lies between
 * @sent and @seen. When the wall clock was set in between, the arrival is
 * placed by whichever side of the step makes it fit; when both do, by @seen.
 *
 * Returns: nanoseconds, never negative
 */
gint64
lc_moment_elapsed_ns (const LcMoment *sent, gint64 sent_stamp_ns, const LcMoment *seen, gint64 seen_stamp_ns,
                      gboolean *from_kernel)
{
  gint64 offset_sent_ns = sent->real_ns - sent->monotonic_ns;
  gint64 offset_seen_ns = seen->real_ns - seen->monotonic_ns;
  gint64 last_ns = MAX (seen->monotonic_ns, sent->monotonic_ns);
  gint64 left_ns = sent->monotonic_ns;
  gint64 arrived_ns;
  gboolean fits_before, fits_after;

  *from_kernel = FALSE;
  if (sent_stamp_ns != 0 && lies_between (sent_stamp_ns - offset_sent_ns, left_ns, last_ns))
    left_ns = sent_stamp_ns - offset_sent_ns;
  if (seen_stamp_ns == 0)
    return last_ns - left_ns;

  arrived_ns = seen_stamp_ns - offset_sent_ns;
  fits_before = lies_between (arrived_ns, left_ns, last_ns);
  if (ABS (offset_seen_ns - offset_sent_ns) > STEP_NS)
    {
      fits_after = lies_between (seen_stamp_ns - offset_seen_ns, left_ns, last_ns);
      if (fits_after)
        arrived_ns = seen_stamp_ns - offset_seen_ns;
      if (fits_before == fits_after)
        return last_ns - left_ns;
      fits_before = TRUE;
    }
  if (!fits_before)
    return last_ns - left_ns;
  *from_kernel = TRUE;
  return arrived_ns - left_ns;
}
