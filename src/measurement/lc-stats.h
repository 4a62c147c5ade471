/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stats.h: what a series of round-trip times says. Pure functions.
 */
#pragma once

#include "measurement/lc-measurement.h"

G_BEGIN_DECLS

/* Two medians closer than this are the same to anybody who watches a stream,
 * and differ by as much from one minute to the next. */
#define LC_STATS_TIE_US 1000

/**
 * LcStats:
 * @n_sent: samples, the lost ones included
 * @n_lost: samples that were not
 * @n_received: samples that were answered; the times below are -1 when it is 0
 * @min_us: smallest
 * @median_us: of an even number of samples, the mean of the middle two
 * @p95_us: 95th percentile, nearest rank
 * @max_us: largest
 * @jitter_us: interarrival jitter of RFC 3550, in the order of sending, or -1
 *   with fewer than two answers
 * @noise_us: half the width of an interval in which the true median lies
 *   nineteen times out of twenty, or -1 with fewer than three samples
 */
typedef struct
{
  guint n_sent;
  guint n_lost;
  guint n_received;
  gint64 min_us;
  gint64 median_us;
  gint64 p95_us;
  gint64 max_us;
  gint64 jitter_us;
  gint64 noise_us;
} LcStats;

void     lc_stats_compute (const LcSample *samples, guint n_samples, LcStats *stats);
gboolean lc_stats_is_tied (const LcStats *a, const LcStats *b);
double   lc_stats_loss_at_least (guint n_lost, guint n_sent);

gint64   lc_stats_percentile (const gint64 *sorted, guint n, guint percent);
gint64   lc_stats_jitter (const gint64 *rtts, guint n);
void     lc_stats_wilson (guint n_hits, guint n, double *low, double *high);

G_END_DECLS
