/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Round ticks and places on an axis, by table and by property. */
#include "base/lc-chart-scale.h"

#include <math.h>

#define N_RANDOM 5000

static void
test_table (void)
{
  static const struct
  {
    double max_value;
    guint max_steps;
    double step;
    guint n_steps;
    guint decimals;
  } table[] = {
    { 300, 6, 50, 6, 0 },     { 301, 6, 100, 4, 0 },   { 284.2, 4, 100, 3, 0 }, { 284.2, 3, 100, 3, 0 },
    { 284.2, 2, 200, 2, 0 },  { 284.2, 1, 500, 1, 0 }, { 12.1, 5, 5, 3, 0 },    { 12.1, 7, 2, 7, 0 },
    { 0.31, 4, 0.1, 4, 1 },   { 0.04, 5, 0.01, 4, 2 }, { 1, 5, 0.2, 5, 1 },     { 1, 1, 1, 1, 0 },
    { 0.3, 3, 0.1, 3, 1 },    { 999, 5, 200, 5, 0 },   { 1000, 5, 200, 5, 0 },  { 1001, 5, 500, 3, 0 },
    { 0, 5, 0.2, 5, 1 },      { -7, 5, 0.2, 5, 1 },    { 100, 0, 100, 1, 0 },   { NAN, 5, 0.2, 5, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      LcChartScale scale;

      lc_chart_scale_init (&scale, table[i].max_value, table[i].max_steps);
      g_assert_cmpfloat_with_epsilon (scale.step, table[i].step, table[i].step * 1e-9);
      g_assert_cmpuint (scale.n_steps, ==, table[i].n_steps);
      g_assert_cmpuint (lc_chart_scale_get_decimals (&scale), ==, table[i].decimals);
    }
}

static double
random_value (void)
{
  return pow (10, g_test_rand_double_range (-6, 9));
}

static void
test_ticks_are_round_and_enough (void)
{
  for (guint run = 0; run < N_RANDOM; run++)
    {
      double value = random_value ();
      guint max_steps = g_test_rand_int_range (1, 12);
      LcChartScale scale;
      double mantissa, max;

      lc_chart_scale_init (&scale, value, max_steps);
      max = lc_chart_scale_get_max (&scale);
      mantissa = scale.step / pow (10, floor (log10 (scale.step) + 1e-9));
      g_assert_true (fabs (mantissa - 1) < 1e-6 || fabs (mantissa - 2) < 1e-6 || fabs (mantissa - 5) < 1e-6);
      g_assert_cmpuint (scale.n_steps, >=, 1);
      g_assert_cmpuint (scale.n_steps, <=, max_steps);
      g_assert_cmpfloat (max, >=, value * (1 - 1e-6));   /* it covers the value */
      g_assert_cmpfloat (max - scale.step, <, value);    /* and no step is wasted */
      g_assert_cmpfloat (max, <=, value * 10);
      g_assert_cmpfloat (lc_chart_scale_get_tick (&scale, 0), ==, 0);
      g_assert_cmpfloat_with_epsilon (lc_chart_scale_get_tick (&scale, scale.n_steps), max, max * 1e-9);
    }
}

/* Written with its decimals, every tick reads back as itself. */
static void
test_decimals_tell_ticks_apart (void)
{
  for (guint run = 0; run < N_RANDOM; run++)
    {
      LcChartScale scale;

      lc_chart_scale_init (&scale, random_value (), g_test_rand_int_range (1, 12));
      for (guint i = 0; i <= scale.n_steps; i++)
        {
          double tick = lc_chart_scale_get_tick (&scale, i);
          g_autofree char *text = g_strdup_printf ("%.*f", (int) lc_chart_scale_get_decimals (&scale), tick);

          g_assert_cmpfloat_with_epsilon (g_ascii_strtod (text, NULL), tick, scale.step * 1e-3);
        }
    }
}

static void
test_there_and_back (void)
{
  for (guint run = 0; run < N_RANDOM; run++)
    {
      gboolean is_mirrored = g_test_rand_bit ();
      double start = g_test_rand_double_range (-100, 100), length = g_test_rand_double_range (1, 4000);
      LcChartScale scale;
      double max, value, position;

      lc_chart_scale_init (&scale, random_value (), 6);
      lc_chart_scale_place (&scale, start, length, is_mirrored);
      max = lc_chart_scale_get_max (&scale);
      value = g_test_rand_double_range (0, max);
      position = lc_chart_scale_to_position (&scale, value);
      g_assert_cmpfloat (position, >=, start - 1e-6);
      g_assert_cmpfloat (position, <=, start + length + 1e-6);
      g_assert_cmpfloat_with_epsilon (lc_chart_scale_to_value (&scale, position), value, max * 1e-9);
    }
}

static void
test_mirrored (void)
{
  LcChartScale scale;
  double x, width;

  lc_chart_scale_init (&scale, 200, 4);
  lc_chart_scale_place (&scale, 10, 400, FALSE);
  g_assert_cmpfloat (lc_chart_scale_to_position (&scale, 0), ==, 10);
  g_assert_cmpfloat (lc_chart_scale_to_position (&scale, 50), ==, 110);
  g_assert_cmpfloat (lc_chart_scale_to_position (&scale, 200), ==, 410);
  lc_chart_scale_to_span (&scale, 50, 100, &x, &width);
  g_assert_cmpfloat (x, ==, 110);
  g_assert_cmpfloat (width, ==, 100);

  lc_chart_scale_place (&scale, 10, 400, TRUE);
  g_assert_cmpfloat (lc_chart_scale_to_position (&scale, 0), ==, 410);
  g_assert_cmpfloat (lc_chart_scale_to_position (&scale, 50), ==, 310);
  g_assert_cmpfloat (lc_chart_scale_to_position (&scale, 200), ==, 10);
  lc_chart_scale_to_span (&scale, 50, 100, &x, &width);
  g_assert_cmpfloat (x, ==, 210);
  g_assert_cmpfloat (width, ==, 100);
}

static void
test_outside (void)
{
  LcChartScale scale;

  lc_chart_scale_init (&scale, 200, 4);
  lc_chart_scale_place (&scale, 0, 100, FALSE);
  g_assert_cmpfloat (lc_chart_scale_to_position (&scale, -1), ==, 0);
  g_assert_cmpfloat (lc_chart_scale_to_position (&scale, 1e9), ==, 100);
  g_assert_cmpfloat (lc_chart_scale_to_value (&scale, -1), ==, 0);
  g_assert_cmpfloat (lc_chart_scale_to_value (&scale, 1e9), ==, 200);

  /* No room at all, as for a moment in a window that is being made. */
  lc_chart_scale_place (&scale, 0, -24, FALSE);
  g_assert_cmpfloat (lc_chart_scale_to_position (&scale, 100), ==, 0);
  g_assert_cmpfloat (lc_chart_scale_to_value (&scale, 0), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart-scale/table", test_table);
  g_test_add_func ("/chart-scale/ticks-are-round-and-enough", test_ticks_are_round_and_enough);
  g_test_add_func ("/chart-scale/decimals-tell-ticks-apart", test_decimals_tell_ticks_apart);
  g_test_add_func ("/chart-scale/there-and-back", test_there_and_back);
  g_test_add_func ("/chart-scale/mirrored", test_mirrored);
  g_test_add_func ("/chart-scale/outside", test_outside);
  return g_test_run ();
}
