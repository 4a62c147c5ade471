/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stats.c: see lc-stats.h.
 */
#include "measurement/lc-stats.h"

#include <math.h>

#define Z_95 1.959963984540054 /* normal quantile of a two-sided 95 % interval */

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static int
compare_sent (gconstpointer a, gconstpointer b)
{
  const LcSample *first = a, *second = b;

  return (first->sent_us > second->sent_us) - (first->sent_us < second->sent_us);
}

static gint64
compute_median (const gint64 *sorted, guint n)
{
  if (n == 0)
    return -1;
  if (n % 2 == 1)
    return sorted[n / 2];
  return sorted[n / 2 - 1] + (sorted[n / 2] - sorted[n / 2 - 1]) / 2;
}

/*
 * The interval between two order statistics that holds the true median with
 * 95 % whatever the distribution: ranks n/2 -+ 1.96 sqrt(n)/2 (the binomial
 * distribution with p = 1/2, approximated; see Conover, Practical Nonparametric
 * Statistics). Few samples give the whole spread.
 */
static gint64
compute_noise (const gint64 *sorted, guint n)
{
  double reach;
  int low, high;

  if (n < 3)
    return -1;
  reach = Z_95 * sqrt (n) / 2.0;
  low = (int) floor (n / 2.0 - reach);
  high = (int) ceil (n / 2.0 + reach) - 1;
  low = CLAMP (low, 0, (int) n - 1);
  high = CLAMP (high, 0, (int) n - 1);
  return (sorted[high] - sorted[low] + 1) / 2;
}

/**
 * lc_stats_percentile:
 * @sorted: (array length=n): ascending
 * @percent: 1 to 100
 *
 * By nearest rank: the smallest value that at least @percent of all are not
 * above. It is one of the values, never an interpolation.
 *
 * Returns: -1 when @n is 0
 */
gint64
lc_stats_percentile (const gint64 *sorted, guint n, guint percent)
{
  guint rank;

  if (n == 0)
    return -1;
  rank = (guint) (((guint64) n * percent + 99) / 100);
  return sorted[CLAMP (rank, 1, n) - 1];
}

/**
 * lc_stats_jitter:
 * @rtts: (array length=n): round-trip times in the order of sending, without
 *   the lost ones
 *
 * The estimator of RFC 3550 section 6.4.1 in the integer form of appendix A.8.
 * With S the moment of sending and R that of the answer, both on this
 * computer's clock, its D(i, j) = (Rj - Ri) - (Sj - Si) is the difference of
 * two round-trip times. Like there, it starts at 0 and so is low for short
 * series: after 20 samples it has come 70 % of the way.
 *
 * Returns: jitter in the unit of @rtts; 0 for fewer than two
 */
gint64
lc_stats_jitter (const gint64 *rtts, guint n)
{
  gint64 scaled = 0; /* by 16 */

  for (guint i = 1; i < n; i++)
    scaled += ABS (rtts[i] - rtts[i - 1]) - ((scaled + 8) >> 4);
  return scaled >> 4;
}

/**
 * lc_stats_wilson:
 * @n_hits: how often it happened
 * @n: how often it could have
 * @low: (out): lower end of the 95 % interval, 0 to 1
 * @high: (out): upper end
 *
 * The Wilson score interval of a proportion, which stays sensible for few
 * trials and for none or all hits (Wilson, 1927). Without trials it is 0 to 1.
 */
void
lc_stats_wilson (guint n_hits, guint n, double *low, double *high)
{
  double p, z2 = Z_95 * Z_95, centre, reach;

  if (n == 0)
    {
      *low = 0.0;
      *high = 1.0;
      return;
    }
  p = (double) n_hits / n;
  centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
  reach = Z_95 / (1.0 + z2 / n) * sqrt (p * (1.0 - p) / n + z2 / (4.0 * n * n));
  *low = n_hits == 0 ? 0.0 : MAX (centre - reach, 0.0);
  *high = n_hits == n ? 1.0 : MIN (centre + reach, 1.0);
}

/**
 * lc_stats_compute:
 * @samples: (array length=n_samples) (nullable): in any order
 * @stats: (out caller-allocates): what they say
 */
void
lc_stats_compute (const LcSample *samples, guint n_samples, LcStats *stats)
{
  g_autofree LcSample *ordered = g_memdup2 (samples, n_samples * sizeof *samples);
  g_autofree gint64 *rtts = g_new (gint64, n_samples);
  guint n = 0;

  if (n_samples > 1)
    qsort (ordered, n_samples, sizeof *ordered, compare_sent);
  for (guint i = 0; i < n_samples; i++)
    if (ordered[i].rtt_us >= 0)
      rtts[n++] = ordered[i].rtt_us;

  stats->n_sent = n_samples;
  stats->n_lost = n_samples - n;
  stats->n_received = n;
  stats->jitter_us = n > 1 ? lc_stats_jitter (rtts, n) : -1;
  if (n > 1)
    qsort (rtts, n, sizeof *rtts, compare_times);
  stats->min_us = n > 0 ? rtts[0] : -1;
  stats->max_us = n > 0 ? rtts[n - 1] : -1;
  stats->median_us = compute_median (rtts, n);
  stats->p95_us = lc_stats_percentile (rtts, n, 95);
  stats->noise_us = compute_noise (rtts, n);
}

/**
 * lc_stats_is_tied:
 *
 * Returns: whether the medians of @a and @b differ by no more than
 *   %LC_STATS_TIE_US or the noise of their difference; %FALSE when one has none
 */
gboolean
lc_stats_is_tied (const LcStats *a, const LcStats *b)
{
  double noise;

  if (a->median_us < 0 || b->median_us < 0)
    return FALSE;
  noise = hypot ((double) MAX (a->noise_us, 0), (double) MAX (b->noise_us, 0));
  return (double) ABS (a->median_us - b->median_us) <= MAX (noise, LC_STATS_TIE_US);
}

/**
 * lc_stats_loss_at_least:
 *
 * Returns: the share, 0 to 1, that is lost at least: the lower end of the
 *   Wilson interval. One lost sample of twenty is hardly more than chance.
 */
double
lc_stats_loss_at_least (guint n_lost, guint n_sent)
{
  double low, high;

  if (n_sent == 0)
    return 0.0;
  lc_stats_wilson (n_lost, n_sent, &low, &high);
  return low;
}
