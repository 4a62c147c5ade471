/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a run in whose middle the network is another one, or only seems to be. */
#include "profile/lc-profile-file.h"
#include "runner/lc-run-thread.h"
#include "tests/support/test-namespace.h"
#include "tests/support/test-probe.h"

#define PATIENCE_MS 20000

typedef struct
{
  LcChecklist *checklist;
  LcProbe *probe;
  LcRunner *runner;
  gint64 asked_us;
  LcRun *run;
  gboolean is_finished;
} Fixture;

static LcRunner *
new_runner (Fixture *fixture, guint timeout_ms)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autoptr (GPtrArray) probes = g_ptr_array_new ();
  g_autoptr (LcFacts) subject = lc_facts_new ();
  g_auto (LcRunOptions) options = { 0 };

  lc_facts_set_string (subject, LC_FACT_HOST, "example.org");
  lc_checklist_add (fixture->checklist,
                    lc_check_new ("portal", LC_GROUP_PORTAL, LC_KIND_HTTPS, LC_REQUIREMENT_REQUIRED, subject));
  g_ptr_array_add (probes, fixture->probe);
  lc_run_options_init (&options, profile);
  options.timeout_ms = timeout_ms;
  lc_probe_set_deadline_ms (fixture->probe, timeout_ms);
  return lc_runner_new ("test", profile, &options, fixture->checklist, probes);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  test_client_run ("ip route replace default via " TEST_ROUTER_IPV4);
  fixture->checklist = lc_checklist_new ();
  fixture->probe = test_probe_new ("portal", TEST_PROBE_HANGS);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_probe_let_go (TEST_PROBE (fixture->probe));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  if (fixture->runner != NULL)
    g_assert_finalize_object (fixture->runner);
  g_object_unref (fixture->probe);
  g_object_unref (fixture->run);
  g_object_unref (fixture->checklist);
}

static void
on_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->run = lc_runner_run_finish (LC_RUNNER (source), result);
  fixture->is_finished = TRUE;
}

static gboolean
change_network (gpointer user_data)
{
  void (*change) (void) = user_data;

  change ();
  return G_SOURCE_REMOVE;
}

/* Starts a run with one question that is not answered for @timeout_ms, and changes the
 * network as soon as the run knows what it was. */
static void
run (Fixture *fixture, guint timeout_ms, void (*change) (void))
{
  fixture->runner = new_runner (fixture, timeout_ms);
  lc_runner_run_async (fixture->runner, NULL, on_finished, fixture);
  g_idle_add_full (G_PRIORITY_LOW, change_network, change, NULL);
  g_assert_true (test_wait_for (&fixture->is_finished, PATIENCE_MS));
}

/* Again and again, from the main loop. */
static gboolean
add_address (gpointer user_data)
{
  test_client_run ("ip addr replace 198.51.100.7/32 dev lo; ip addr del 198.51.100.7/32 dev lo");
  return G_SOURCE_CONTINUE;
}

static void
change_gateway (void)
{
  test_client_run ("ip route replace default via 192.0.2.77");
}

static void
change_nothing (void)
{
}

static void
delete_route (void)
{
  test_client_run ("ip route del default");
}

/* The kernel tells of a link that is down a moment later. */
static void
interrupt_link (void)
{
  test_router_run ("ip link set lan1 down");
  test_client_run ("until ip link show lan0 | grep -q NO-CARRIER; do sleep 0.01; done");
  test_router_run ("ip link set lan1 up");
}

static void
assert_disturbed (Fixture *fixture, LcDisturbance disturbance)
{
  g_assert_cmpint (lc_run_get_facts (fixture->run)->disturbance, ==, disturbance);
  g_assert_true (lc_run_get_facts (fixture->run)->interrupted);
  g_assert_cmpint (lc_run_get_verdict (fixture->run)->status, ==, LC_LINE_STATUS_INCOMPLETE);
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  run (fixture, PATIENCE_MS, change_gateway);
  assert_disturbed (fixture, LC_DISTURBANCE_NETWORK_CHANGED);
  g_assert_cmpint (lc_run_get_facts (fixture->run)->duration_us, <, PATIENCE_MS * 1000);
}

static void
test_lost (Fixture *fixture, gconstpointer data)
{
  run (fixture, PATIENCE_MS, delete_route);
  assert_disturbed (fixture, LC_DISTURBANCE_NETWORK_LOST);
}

/* The last answer comes before anybody knows what the change means. */
static void
test_changed_at_the_end (Fixture *fixture, gconstpointer data)
{
  run (fixture, 100, change_gateway);
  assert_disturbed (fixture, LC_DISTURBANCE_NETWORK_CHANGED);
}

static void
test_roam (Fixture *fixture, gconstpointer data)
{
  run (fixture, 1000, interrupt_link);
  g_assert_cmpint (lc_run_get_facts (fixture->run)->disturbance, ==, LC_DISTURBANCE_NONE);
  g_assert_false (lc_run_get_facts (fixture->run)->interrupted);
  g_assert_cmpuint (lc_run_get_facts (fixture->run)->n_link_interruptions, ==, 1);
}

/* A kernel that never falls silent holds no run up. */
static void
test_never_silent (Fixture *fixture, gconstpointer data)
{
  guint source = g_timeout_add (20, add_address, NULL);

  run (fixture, 1000, change_nothing);
  g_source_remove (source);
  g_assert_cmpint (lc_run_get_facts (fixture->run)->disturbance, ==, LC_DISTURBANCE_NONE);
  g_assert_false (lc_run_get_facts (fixture->run)->interrupted);
}

static void
on_thread_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->run = lc_run_thread_run_finish (LC_RUN_THREAD (source), result);
  fixture->is_finished = TRUE;
}

/* The window's runs have a thread of their own, which says what it was told. */
static void
test_in_thread (Fixture *fixture, gconstpointer data)
{
  LcRunThread *thread = lc_run_thread_new ();
  g_autoptr (LcChecklist) shown = lc_checklist_new ();
  LcRunner *runner;

  g_clear_object (&fixture->probe);
  g_main_context_push_thread_default (lc_run_thread_get_context (thread));
  fixture->probe = test_probe_new ("portal", TEST_PROBE_HANGS);
  runner = new_runner (fixture, PATIENCE_MS);
  g_main_context_pop_thread_default (lc_run_thread_get_context (thread));
  lc_checklist_add (shown, lc_check_copy (lc_checklist_get (fixture->checklist, 0)));
  lc_run_thread_run_async (thread, runner, g_object_ref (fixture->checklist), NULL, shown, NULL,
                           on_thread_finished, fixture);
  while (lc_check_get_state (lc_checklist_get (shown, 0)) != LC_CHECK_STATE_RUNNING)
    g_main_context_iteration (NULL, TRUE);
  change_gateway ();
  g_assert_true (test_wait_for (&fixture->is_finished, PATIENCE_MS));
  assert_disturbed (fixture, LC_DISTURBANCE_NETWORK_CHANGED);
  g_assert_cmpint (lc_check_get_verdict (lc_checklist_get (shown, 0))->status, ==, LC_STATUS_NOT_TESTED);
  g_object_unref (thread);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  test_namespace_enter ();
#define ADD(path, test) g_test_add ("/runner-network/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("changed", test_changed);
  ADD ("lost", test_lost);
  ADD ("changed-at-the-end", test_changed_at_the_end);
  ADD ("roam", test_roam);
  ADD ("never-silent", test_never_silent);
  ADD ("in-thread", test_in_thread);
  status = g_test_run ();
  test_namespace_leave ();
  return status;
}
