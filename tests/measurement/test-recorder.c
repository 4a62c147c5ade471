/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a probe writes down comes home in order, and nothing after the end does. */
#include "measurement/lc-recorder.h"

static LcRecorder *
make_recorder (void)
{
  LcClock clock;

  lc_clock_start (&clock);
  return lc_recorder_new (&clock);
}

static void
test_series (void)
{
  g_autoptr (LcRecorder) recorder = make_recorder ();
  g_autoptr (LcMeasurement) measurement = NULL;
  const LcSeries *rate;
  const LcSeriesPoint *points;
  guint n_points;

  lc_recorder_add_point (recorder, "rate", LC_UNIT_BITS_PER_SECOND, 300, 3);
  lc_recorder_add_point (recorder, "queue", LC_UNIT_MICROSECONDS, 200, 7);
  lc_recorder_add_point (recorder, "rate", LC_UNIT_BITS_PER_SECOND, 100, 1);
  measurement = lc_recorder_finish (recorder, LC_OUTCOME_ANSWERED);
  lc_recorder_add_point (recorder, "rate", LC_UNIT_BITS_PER_SECOND, 400, 4);

  g_assert_cmpuint (lc_measurement_get_n_series (measurement), ==, 2);
  g_assert_cmpstr (lc_series_get_name (lc_measurement_get_series (measurement, 1)), ==, "queue");
  g_assert_null (lc_measurement_find_series (measurement, "jitter"));
  rate = lc_measurement_find_series (measurement, "rate");
  g_assert_cmpint (lc_series_get_unit (rate), ==, LC_UNIT_BITS_PER_SECOND);
  points = lc_series_get_points (rate, &n_points);
  g_assert_cmpuint (n_points, ==, 2);
  g_assert_cmpint (points[0].at_us, ==, 100);
  g_assert_cmpint (points[0].value, ==, 1);
  g_assert_cmpint (points[1].value, ==, 3);
}

/* With the steps and samples of another; the outcome and the facts are its own. */
static void
test_with_facts (void)
{
  g_autoptr (LcRecorder) recorder = make_recorder ();
  g_autoptr (LcMeasurement) measured = NULL;
  g_autoptr (LcMeasurement) concluded = NULL;
  LcFacts *facts = lc_facts_new ();

  lc_recorder_add_point (recorder, "rate", LC_UNIT_BYTES, 1, 1);
  lc_recorder_add_sample (recorder, 1, 2);
  measured = lc_recorder_finish (recorder, LC_OUTCOME_ANSWERED);
  lc_facts_set_bool (facts, LC_FACT_LOCAL, TRUE);
  concluded = lc_measurement_new_with_facts (measured, LC_OUTCOME_SKIPPED, facts);
  g_assert_cmpint (lc_measurement_get_outcome (concluded), ==, LC_OUTCOME_SKIPPED);
  g_assert_true (lc_facts_get_bool (lc_measurement_get_facts (concluded), LC_FACT_LOCAL));
  g_assert_cmpuint (lc_measurement_get_n_series (concluded), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recorder/series", test_series);
  g_test_add_func ("/recorder/with-facts", test_with_facts);
  return g_test_run ();
}
