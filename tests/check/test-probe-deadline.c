/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A probe always comes home: answered, at its deadline, or when cancelled. */
#include "tests/support/test-probe.h"

typedef struct
{
  GMainLoop *loop;
  LcMeasurement *measurement;
} Fixture;

static void
on_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->measurement);
  fixture->measurement = lc_probe_run_finish (LC_PROBE (source), result);
  g_main_loop_quit (fixture->loop);
}

static LcMeasurement *
run (LcProbe *probe, GCancellable *cancellable)
{
  Fixture fixture = { g_main_loop_new (NULL, FALSE), NULL };
  LcClock clock;

  lc_clock_start (&clock);
  lc_probe_run_async (probe, &clock, cancellable, on_finished, &fixture);
  g_assert_null (fixture.measurement);
  g_main_loop_run (fixture.loop);
  g_main_loop_unref (fixture.loop);
  return fixture.measurement;
}

static void
let_go (LcProbe *probe)
{
  test_probe_let_go (TEST_PROBE (probe));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_probe_answers (void)
{
  LcProbe *probe = test_probe_new ("turn.udp", TEST_PROBE_ANSWERS);
  LcMeasurement *measurement = run (probe, NULL);
  const LcStep *step = lc_measurement_find_step (measurement, "tcp");
  guint n_samples;
  const LcSample *samples = lc_measurement_get_samples (measurement, &n_samples);

  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_ANSWERED);
  g_assert_cmpuint (lc_measurement_get_n_steps (measurement), ==, 1);
  g_assert_cmpstr (step->target, ==, "192.0.2.1:443/tcp");
  g_assert_cmpstr (lc_facts_get_string (step->facts, "said"), ==, "hello");
  g_assert_cmpint (step->duration_us, >=, 0);
  g_assert_cmpuint (n_samples, ==, 2);
  g_assert_cmpint (samples[0].sent_us, ==, 10);
  g_assert_cmpint (samples[1].rtt_us, ==, -1);
  g_assert_null (lc_measurement_find_step (measurement, "tls"));

  g_assert_finalize_object (measurement);
  g_assert_finalize_object (probe);
}

static void
test_probe_deadline (void)
{
  LcProbe *probe = test_probe_new ("turn.udp", TEST_PROBE_HANGS);
  LcMeasurement *measurement;

  lc_probe_set_deadline_ms (probe, 20);
  measurement = run (probe, NULL);
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_NO_ANSWER);
  g_assert_cmpint (lc_measurement_get_step (measurement, 0)->outcome, ==, LC_OUTCOME_NO_ANSWER);
  g_assert_cmpint (lc_measurement_get_step (measurement, 0)->duration_us, >=, 20000);

  /* What comes late changes nothing. */
  let_go (probe);
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_NO_ANSWER);
  g_assert_cmpuint (lc_measurement_get_n_steps (measurement), ==, 1);
  g_assert_cmpuint (lc_facts_get_size (lc_measurement_get_facts (measurement)), ==, 0);
  g_assert_cmpuint (lc_facts_get_size (lc_measurement_get_step (measurement, 0)->facts), ==, 0);

  g_assert_finalize_object (measurement);
  g_assert_finalize_object (probe);
}

static gboolean
hear (gpointer user_data)
{
  test_probe_hear (user_data);
  return G_SOURCE_REMOVE;
}

/* What is asked after 30 of 40 ms gets 60 more, but never more than twice the
 * deadline, and never more than the run has left. */
static void
test_probe_slow_link (void)
{
  for (guint limit_ms = 60; limit_ms <= 200; limit_ms += 140)
    {
      LcProbe *probe = test_probe_new ("turn.udp", TEST_PROBE_HANGS);
      LcMeasurement *measurement;

      lc_probe_set_deadline_ms (probe, 40);
      lc_probe_set_limit_ms (probe, limit_ms);
      g_timeout_add (30, hear, probe);
      measurement = run (probe, NULL);
      g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_NO_ANSWER);
      g_assert_cmpint (lc_measurement_get_duration_us (measurement), >=, MIN (limit_ms, 80) * 1000 - 1000);
      let_go (probe);
      g_assert_finalize_object (measurement);
      g_assert_finalize_object (probe);
    }
}

static gboolean
cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
check_cancelled (LcProbe *probe, GCancellable *cancellable, guint n_steps)
{
  LcMeasurement *measurement = run (probe, cancellable);

  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_CANCELLED);
  g_assert_cmpuint (lc_measurement_get_n_steps (measurement), ==, n_steps);
  if (n_steps > 0)
    {
      g_assert_cmpint (lc_measurement_get_step (measurement, 0)->outcome, ==, LC_OUTCOME_CANCELLED);
      let_go (probe);
    }
  g_assert_finalize_object (measurement);
  g_assert_finalize_object (probe);
}

static void
test_probe_cancelled_before (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  LcProbe *probe = test_probe_new ("turn.udp", TEST_PROBE_HANGS);

  g_cancellable_cancel (cancellable);
  check_cancelled (probe, cancellable, 0);
}

static void
test_probe_cancelled_at_once (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_idle_add_full (G_PRIORITY_HIGH, cancel, cancellable, NULL);
  check_cancelled (test_probe_new ("turn.udp", TEST_PROBE_HANGS), cancellable, 1);
}

static void
test_probe_cancelled_soon (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_timeout_add (15, cancel, cancellable);
  check_cancelled (test_probe_new ("turn.udp", TEST_PROBE_HANGS), cancellable, 1);
}

static void
test_probe_could_not_run (void)
{
  LcProbe *probe = test_probe_new ("turn.udp", TEST_PROBE_CANNOT);
  LcMeasurement *measurement = run (probe, NULL);

  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_UNAVAILABLE);
  g_assert_cmpstr (lc_facts_get_string (lc_measurement_get_facts (measurement), LC_FACT_REASON), ==,
                   "no permission");
  g_assert_finalize_object (measurement);
  g_assert_finalize_object (probe);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/answers", test_probe_answers);
  g_test_add_func ("/probe/deadline", test_probe_deadline);
  g_test_add_func ("/probe/slow-link", test_probe_slow_link);
  g_test_add_func ("/probe/cancelled/before", test_probe_cancelled_before);
  g_test_add_func ("/probe/cancelled/at-once", test_probe_cancelled_at_once);
  g_test_add_func ("/probe/cancelled/soon", test_probe_cancelled_soon);
  g_test_add_func ("/probe/could-not-run", test_probe_could_not_run);
  return g_test_run ();
}
