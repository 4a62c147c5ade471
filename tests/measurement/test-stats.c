/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-stats.c: figures of a series, by table and by property.
 */
#include "measurement/lc-stats.h"

#include <math.h>

#define N_RANDOM 2000

typedef struct
{
  const char *name;
  gint64 rtts[24]; /* in the order of sending; -1 lost; ends with 0 */
  LcStats expected;
} Table;

/* n_sent, n_lost, n_received, min, median, p95, max, jitter, noise */
static const Table tables[] = {
  { "nothing", { 0 }, { 0, 0, 0, -1, -1, -1, -1, -1, -1 } },
  { "one", { 500 }, { 1, 0, 1, 500, 500, 500, 500, -1, -1 } },
  { "two", { 100, 200 }, { 2, 0, 2, 100, 150, 200, 200, 6, -1 } },
  { "all lost", { -1, -1, -1 }, { 3, 3, 0, -1, -1, -1, -1, -1, -1 } },
  { "one of three lost", { 100, -1, 300 }, { 3, 1, 2, 100, 200, 300, 300, 12, -1 } },
  { "constant", { 7, 7, 7, 7, 7 }, { 5, 0, 5, 7, 7, 7, 7, 0, 0 } },
  { "three", { 30, 10, 20 }, { 3, 0, 3, 10, 20, 30, 30, 1, 10 } },
  { "twenty",
    { 1000, 1010, 1020, 1030, 1040, 1050, 1060, 1070, 1080, 1090,
      1100, 1110, 1120, 1130, 1140, 1150, 1160, 1170, 1180, 5000 },
    { 20, 0, 20, 1000, 1095, 1180, 5000, 245, 45 } },
};

static LcStats
compute (const gint64 *rtts, guint n)
{
  g_autofree LcSample *samples = g_new0 (LcSample, n + 1);
  LcStats stats;

  for (guint i = 0; i < n; i++)
    samples[i] = (LcSample){ .sent_us = 50000 * i, .rtt_us = rtts[i] };
  lc_stats_compute (samples, n, &stats);
  return stats;
}

static void
test_table (gconstpointer data)
{
  const Table *table = data;
  LcStats stats;
  guint n = 0;

  while (table->rtts[n] != 0)
    n++;
  stats = compute (table->rtts, n);
  g_assert_cmpuint (stats.n_sent, ==, table->expected.n_sent);
  g_assert_cmpuint (stats.n_lost, ==, table->expected.n_lost);
  g_assert_cmpuint (stats.n_received, ==, table->expected.n_received);
  g_assert_cmpint (stats.min_us, ==, table->expected.min_us);
  g_assert_cmpint (stats.median_us, ==, table->expected.median_us);
  g_assert_cmpint (stats.p95_us, ==, table->expected.p95_us);
  g_assert_cmpint (stats.max_us, ==, table->expected.max_us);
  g_assert_cmpint (stats.jitter_us, ==, table->expected.jitter_us);
  g_assert_cmpint (stats.noise_us, ==, table->expected.noise_us);
}

/* What RFC 3550 section 6.4.1 says, in real numbers. */
static void
test_jitter_is_that_of_the_rfc (void)
{
  for (guint run = 0; run < 200; run++)
    {
      gint64 rtts[60];
      double jitter = 0.0;

      for (guint i = 0; i < G_N_ELEMENTS (rtts); i++)
        rtts[i] = g_test_rand_int_range (1000, 300000);
      for (guint i = 1; i < G_N_ELEMENTS (rtts); i++)
        jitter += (fabs ((double) (rtts[i] - rtts[i - 1])) - jitter) / 16.0;
      g_assert_cmpfloat_with_epsilon (lc_stats_jitter (rtts, G_N_ELEMENTS (rtts)), jitter, 2.0);
    }
}

static void
test_order_of_arrival_does_not_matter (void)
{
  LcSample in_order[] = { { 0, 100 }, { 50, 400 }, { 100, -1 }, { 150, 200 }, { 200, 900 } };
  LcSample shuffled[] = { { 200, 900 }, { 100, -1 }, { 0, 100 }, { 150, 200 }, { 50, 400 } };
  LcStats a = { 0 }, b = { 0 };

  lc_stats_compute (in_order, G_N_ELEMENTS (in_order), &a);
  lc_stats_compute (shuffled, G_N_ELEMENTS (shuffled), &b);
  g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
}

/* A percentile is a value of the series; as many values as it says are not
 * above it, and one fewer would not be enough. */
static void
test_percentile_against_its_definition (void)
{
  for (guint run = 0; run < N_RANDOM; run++)
    {
      gint64 sorted[40];
      guint n = g_test_rand_int_range (1, G_N_ELEMENTS (sorted) + 1);
      guint percent = g_test_rand_int_range (1, 101);
      guint at_most = 0, below = 0;
      gint64 value;

      sorted[0] = g_test_rand_int_range (0, 100);
      for (guint i = 1; i < n; i++)
        sorted[i] = sorted[i - 1] + g_test_rand_int_range (0, 10);
      value = lc_stats_percentile (sorted, n, percent);
      for (guint i = 0; i < n; i++)
        {
          at_most += sorted[i] <= value;
          below += sorted[i] < value;
        }
      g_assert_cmpuint (at_most * 100, >=, n * percent);
      g_assert_cmpuint (below * 100, <, n * percent);
    }
}

/* The interval of the median must hold the true one about 19 times of 20. */
static void
test_noise_covers_the_true_median (void)
{
  guint covered = 0;

  for (guint run = 0; run < N_RANDOM; run++)
    {
      gint64 rtts[20];
      LcStats stats;

      for (guint i = 0; i < G_N_ELEMENTS (rtts); i++)
        rtts[i] = 10000 + g_test_rand_int_range (0, 10001);
      stats = compute (rtts, G_N_ELEMENTS (rtts));
      if (ABS (stats.median_us - 15000) <= stats.noise_us)
        covered++;
    }
  g_assert_cmpuint (covered, >, N_RANDOM * 90 / 100);
}

static void
test_ties (void)
{
  const gint64 near[] = { 12000, 12100, 12200, 12300, 12400 };
  const gint64 nearly[] = { 12900, 13000, 13100, 13200, 13150 };
  const gint64 far[] = { 85000, 85100, 85200, 85300, 85400 };
  const gint64 noisy[] = { 10000, 15000, 20000, 40000, 80000 };
  const gint64 lost[] = { -1, -1, -1 };
  LcStats a = compute (near, 5), b = compute (nearly, 5), c = compute (far, 5), d = compute (noisy, 5),
          e = compute (lost, 3);

  g_assert_true (lc_stats_is_tied (&a, &b));
  g_assert_true (lc_stats_is_tied (&b, &a));
  g_assert_false (lc_stats_is_tied (&a, &c));
  g_assert_true (lc_stats_is_tied (&a, &d)); /* the difference drowns in the noise */
  g_assert_false (lc_stats_is_tied (&a, &e));
  g_assert_false (lc_stats_is_tied (&e, &e));
}

static void
test_wilson (void)
{
  static const struct
  {
    guint hits, n;
    double low, high;
  } known[] = {
    { 0, 0, 0.0, 1.0 },        { 0, 20, 0.0, 0.161125 },  { 1, 20, 0.008881, 0.236131 },
    { 10, 20, 0.299298, 0.700702 }, { 20, 20, 0.838875, 1.0 }, { 5, 10, 0.236593, 0.763407 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      double low, high;

      lc_stats_wilson (known[i].hits, known[i].n, &low, &high);
      g_assert_cmpfloat_with_epsilon (low, known[i].low, 0.00001);
      g_assert_cmpfloat_with_epsilon (high, known[i].high, 0.00001);
    }
  for (guint n = 1; n <= 100; n++)
    for (guint hits = 0; hits <= n; hits++)
      {
        double low, high, p = (double) hits / n;

        lc_stats_wilson (hits, n, &low, &high);
        g_assert_true (0.0 <= low && low <= p && p <= high && high <= 1.0);
        g_assert_cmpfloat (lc_stats_loss_at_least (hits, n), ==, low);
      }
  g_assert_cmpfloat (lc_stats_loss_at_least (0, 0), ==, 0.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *path = g_strdup_printf ("/measurement/stats/table/%s", tables[i].name);

      g_test_add_data_func (path, &tables[i], test_table);
    }
  g_test_add_func ("/measurement/stats/jitter-is-that-of-the-rfc", test_jitter_is_that_of_the_rfc);
  g_test_add_func ("/measurement/stats/order-of-arrival-does-not-matter", test_order_of_arrival_does_not_matter);
  g_test_add_func ("/measurement/stats/percentile-against-its-definition", test_percentile_against_its_definition);
  g_test_add_func ("/measurement/stats/noise-covers-the-true-median", test_noise_covers_the_true_median);
  g_test_add_func ("/measurement/stats/ties", test_ties);
  g_test_add_func ("/measurement/stats/wilson", test_wilson);
  return g_test_run ();
}
