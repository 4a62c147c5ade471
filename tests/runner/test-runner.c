/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When what is asked, and what a run looks like however it ends. */
#include "profile/lc-profile-file.h"
#include "run/lc-run-json.h"
#include "runner/lc-runner.h"
#include "tests/support/test-probe.h"

typedef struct
{
  LcProfile *profile;
  LcChecklist *checklist;
  GPtrArray *probes;
  LcRunOptions options;
  LcDisturbance disturbance;
  GCancellable *cancellable;
  GMainLoop *loop;
  LcRun *run;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->profile = lc_profile_new_builtin ();
  fixture->checklist = lc_checklist_new ();
  fixture->probes = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->cancellable = g_cancellable_new ();
  fixture->loop = g_main_loop_new (NULL, FALSE);
  lc_run_options_init (&fixture->options, fixture->profile);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->probes);
  g_assert_finalize_object (fixture->run);
  g_assert_finalize_object (fixture->checklist);
  g_assert_finalize_object (fixture->profile);
  g_object_unref (fixture->cancellable);
  g_main_loop_unref (fixture->loop);
  lc_run_options_clear (&fixture->options);
}

static LcProbe *
add (Fixture *fixture, const char *id, LcKind kind, TestProbeManner manner)
{
  g_autoptr (LcFacts) subject = lc_facts_new ();
  LcProbe *probe = test_probe_new (id, manner);

  lc_facts_set_string (subject, LC_FACT_HOST, "example.org");
  lc_checklist_add (fixture->checklist,
                    lc_check_new (id, LC_GROUP_PORTAL, kind, LC_REQUIREMENT_REQUIRED, subject));
  g_ptr_array_add (fixture->probes, probe);
  return probe;
}

static void
on_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->run);
  fixture->run = lc_runner_run_finish (LC_RUNNER (source), result);
  g_main_loop_quit (fixture->loop);
}

static void
run (Fixture *fixture)
{
  LcRunner *runner = lc_runner_new ("test", fixture->profile, &fixture->options, fixture->checklist,
                                    fixture->probes);

  if (fixture->disturbance != LC_DISTURBANCE_NONE)
    lc_runner_disturb (runner, fixture->disturbance);
  lc_runner_run_async (runner, fixture->cancellable, on_finished, fixture);
  g_assert_null (fixture->run);
  g_main_loop_run (fixture->loop);
  for (guint i = 0; i < fixture->probes->len; i++)
    {
      TestProbe *probe = g_ptr_array_index (fixture->probes, i);

      if (test_probe_was_asked (probe) && lc_probe_get_deadline_ms (LC_PROBE (probe)) < 1000)
        test_probe_let_go (probe);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (runner);
}

static const LcVerdict *
get_verdict (Fixture *fixture, const char *id)
{
  return lc_check_get_verdict (lc_checklist_find (lc_run_get_checklist (fixture->run), id));
}

static void
test_runner_all_answer (Fixture *fixture, gconstpointer data)
{
  add (fixture, "portal", LC_KIND_HTTPS, TEST_PROBE_ANSWERS);
  add (fixture, "signaling", LC_KIND_HTTPS, TEST_PROBE_ANSWERS);
  run (fixture);
  g_assert_cmpint (lc_run_get_verdict (fixture->run)->status, ==, LC_LINE_STATUS_READY);
  g_assert_false (lc_run_get_facts (fixture->run)->interrupted);
  g_assert_cmpuint (lc_checklist_count_done (lc_run_get_checklist (fixture->run)), ==, 2);
}

/* Those who watch the rows see no choice of a region either. */
static void
test_runner_disturbed (Fixture *fixture, gconstpointer data)
{
  fixture->disturbance = LC_DISTURBANCE_SLEPT;
  add (fixture, "region.ie1", LC_KIND_REGION, TEST_PROBE_ANSWERS);
  add (fixture, "routing", LC_KIND_ROUTING, TEST_PROBE_ANSWERS);
  run (fixture);
  g_assert_cmpint (lc_run_get_facts (fixture->run)->disturbance, ==, LC_DISTURBANCE_SLEPT);
  g_assert_true (lc_run_is_disturbed (fixture->run));
  g_assert_cmpint (get_verdict (fixture, "routing")->status, ==, LC_STATUS_NOT_TESTED);
  g_assert_null (lc_check_get_measurement (lc_checklist_find (fixture->checklist, "routing")));
  g_assert_nonnull (lc_check_get_measurement (lc_checklist_find (fixture->checklist, "region.ie1")));
}

/* The row of the routing is settled with what follows from those of the regions. */
static void
test_runner_region_choice (Fixture *fixture, gconstpointer data)
{
  const LcVerdict *verdict;
  LcMeasurement *measurement;

  add (fixture, "region.ie1", LC_KIND_REGION, TEST_PROBE_ANSWERS);
  add (fixture, "routing", LC_KIND_ROUTING, TEST_PROBE_ANSWERS);
  run (fixture);
  verdict = get_verdict (fixture, "routing");
  measurement = lc_check_get_measurement (lc_checklist_find (lc_run_get_checklist (fixture->run), "routing"));
  g_assert_cmpint (verdict->cause, ==, LC_CAUSE_DEPENDENCY);
  g_assert_cmpstr (lc_facts_get_string (lc_measurement_get_facts (measurement), LC_FACT_REASON), ==,
                   "no-region-measured");
}

static void
test_runner_nothing_to_do (Fixture *fixture, gconstpointer data)
{
  run (fixture);
  g_assert_cmpuint (lc_checklist_get_size (lc_run_get_checklist (fixture->run)), ==, 0);
}

/* A need is measured first and handed over; one that is not in the run is not waited for. */
static void
test_runner_needs (Fixture *fixture, gconstpointer data)
{
  const char *const needs[] = { "portal", "elsewhere", NULL };
  LcProbe *clock = add (fixture, "clock", LC_KIND_CLOCK, TEST_PROBE_ANSWERS);
  LcCheck *portal_check, *clock_check;

  add (fixture, "portal", LC_KIND_HTTPS, TEST_PROBE_ANSWERS);
  lc_probe_set_needs (clock, needs);
  run (fixture);

  portal_check = lc_checklist_find (lc_run_get_checklist (fixture->run), "portal");
  clock_check = lc_checklist_find (lc_run_get_checklist (fixture->run), "clock");
  g_assert_true (lc_probe_get_provided (clock, "portal") == lc_check_get_measurement (portal_check));
  g_assert_null (lc_probe_get_provided (clock, "elsewhere"));
  g_assert_cmpint (lc_measurement_get_start_us (lc_check_get_measurement (clock_check)), >=,
                   lc_measurement_get_start_us (lc_check_get_measurement (portal_check)));
}

/* The run ends at its own deadline, whatever the probes allow themselves. */
static void
test_runner_deadline (Fixture *fixture, gconstpointer data)
{
  const char *const needs[] = { "portal", NULL };
  LcProbe *late;

  fixture->options.timeout_ms = 30;
  add (fixture, "portal", LC_KIND_HTTPS, TEST_PROBE_HANGS);
  late = add (fixture, "late", LC_KIND_HTTPS, TEST_PROBE_HANGS);
  lc_probe_set_needs (late, needs);
  run (fixture);
  g_assert_cmpint (get_verdict (fixture, "portal")->cause, ==, LC_CAUSE_SILENT);
  g_assert_cmpint (get_verdict (fixture, "late")->status, ==, LC_STATUS_FAIL);
  g_assert_cmpint (lc_run_get_verdict (fixture->run)->status, ==, LC_LINE_STATUS_NOT_READY);
  g_assert_false (lc_run_get_facts (fixture->run)->interrupted);
}

static gboolean
cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
check_cancelled (Fixture *fixture)
{
  const char *const needs[] = { "portal", NULL };
  LcProbe *late;

  fixture->options.timeout_ms = 900;
  add (fixture, "portal", LC_KIND_HTTPS, TEST_PROBE_HANGS);
  late = add (fixture, "late", LC_KIND_HTTPS, TEST_PROBE_HANGS);
  lc_probe_set_needs (late, needs);
  run (fixture);
  g_assert_true (lc_run_get_facts (fixture->run)->interrupted);
  g_assert_cmpint (lc_run_get_facts (fixture->run)->duration_us, <, 900000);
  g_assert_cmpint (get_verdict (fixture, "portal")->status, ==, LC_STATUS_NOT_TESTED);
  g_assert_cmpint (get_verdict (fixture, "late")->cause, ==, LC_CAUSE_CANCELLED);
  g_assert_cmpint (lc_run_get_verdict (fixture->run)->status, ==, LC_LINE_STATUS_INCOMPLETE);
}

static void
test_runner_cancelled_before (Fixture *fixture, gconstpointer data)
{
  g_cancellable_cancel (fixture->cancellable);
  check_cancelled (fixture);
}

static void
test_runner_cancelled_soon (Fixture *fixture, gconstpointer data)
{
  g_timeout_add (10, cancel, fixture->cancellable);
  check_cancelled (fixture);
}

static void
test_runner_cancelled_at_once (Fixture *fixture, gconstpointer data)
{
  g_idle_add_full (G_PRIORITY_HIGH, cancel, fixture->cancellable, NULL);
  check_cancelled (fixture);
}

/* The run does not change when its rows are asked again. */
static void
test_runner_frozen (Fixture *fixture, gconstpointer data)
{
  add (fixture, "portal", LC_KIND_HTTPS, TEST_PROBE_ANSWERS);
  run (fixture);
  lc_check_reset (lc_checklist_get (fixture->checklist, 0));
  g_assert_cmpint (get_verdict (fixture, "portal")->status, ==, LC_STATUS_PASS);
}

static void
test_runner_json (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcRun) read = NULL;
  gsize length;

  add (fixture, "portal", LC_KIND_HTTPS, TEST_PROBE_ANSWERS);
  add (fixture, "socket-io", LC_KIND_SOCKET_IO, TEST_PROBE_CANNOT);
  run (fixture);
  text = lc_run_to_json (fixture->run, &length);
  read = lc_run_new_from_json ("run.json", text, length, &error);
  g_assert_no_error (error);
  again = lc_run_to_json (read, NULL);
  g_assert_cmpstr (text, ==, again);
  g_assert_cmpint (lc_run_get_verdict (read)->status, ==, LC_LINE_STATUS_INCOMPLETE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/runner/all-answer", test_runner_all_answer);
  ADD ("/runner/disturbed", test_runner_disturbed);
  ADD ("/runner/region-choice", test_runner_region_choice);
  ADD ("/runner/nothing-to-do", test_runner_nothing_to_do);
  ADD ("/runner/needs", test_runner_needs);
  ADD ("/runner/deadline", test_runner_deadline);
  ADD ("/runner/cancelled/before", test_runner_cancelled_before);
  ADD ("/runner/cancelled/at-once", test_runner_cancelled_at_once);
  ADD ("/runner/cancelled/soon", test_runner_cancelled_soon);
  ADD ("/runner/frozen", test_runner_frozen);
  ADD ("/runner/json", test_runner_json);
  return g_test_run ();
}
