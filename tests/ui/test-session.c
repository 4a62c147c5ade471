/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a session does when a run starts, ends, is stopped, disturbed or asked again. */
#include "profile/lc-profile-file.h"
#include "test-session-plan.h"

static LcStatus
get_status (LcSession *session, const char *id)
{
  return lc_check_get_verdict (lc_checklist_find (lc_session_get_checklist (session), id))->status;
}

static LcDisturbance
get_disturbance (LcSession *session)
{
  return lc_run_get_facts (lc_session_get_run (session))->disturbance;
}

static void
count_finished (LcSession *session, LcRun *run, gpointer user_data)
{
  guint *n_finished = user_data;

  g_assert_true (run == lc_session_get_run (session));
  g_assert_cmpint (lc_session_get_state (session), ==, LC_SESSION_IDLE);
  (*n_finished)++;
}

static void
test_run (void)
{
  LcSession *session = test_session_new ();
  guint n_finished = 0;

  g_signal_connect (session, "finished", G_CALLBACK (count_finished), &n_finished);
  g_assert_null (lc_session_get_run (session));
  g_assert_cmpuint (lc_checklist_get_size (lc_session_get_checklist (session)), ==, 5);
  g_assert_cmpuint (test_session_plan_count_asked ("portal"), ==, 0);

  g_assert_true (lc_session_start (session, NULL));
  g_assert_cmpint (lc_session_get_state (session), ==, LC_SESSION_RUNNING);
  g_assert_true (lc_session_start (session, NULL));
  test_session_wait (session);

  g_assert_cmpuint (n_finished, ==, 1);
  g_assert_cmpuint (test_session_plan_count_asked ("portal"), ==, 1);
  g_assert_cmpint (lc_run_get_verdict (lc_session_get_run (session))->status, ==, LC_LINE_STATUS_READY);
  g_assert_cmpint (get_disturbance (session), ==, LC_DISTURBANCE_NONE);
  g_assert_finalize_object (session);
}

static void
test_stop (void)
{
  LcSession *session = test_session_new ();
  gint64 stopped_us;

  test_session_plan_set_ending ("signaling", TEST_ENDING_HANG);
  g_assert_true (lc_session_start (session, NULL));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  stopped_us = g_get_monotonic_time ();
  lc_session_stop (session);
  test_session_wait (session);

  g_assert_cmpint (g_get_monotonic_time () - stopped_us, <, G_USEC_PER_SEC);
  g_assert_true (lc_run_get_facts (lc_session_get_run (session))->interrupted);
  g_assert_cmpint (lc_run_get_verdict (lc_session_get_run (session))->status, ==, LC_LINE_STATUS_INCOMPLETE);
  g_assert_cmpint (get_status (session, "signaling"), ==, LC_STATUS_NOT_TESTED);
  lc_session_stop (session);
  g_assert_finalize_object (session);
}

static void
test_disturbed (void)
{
  LcSession *session = test_session_new ();

  lc_session_disturb (session, LC_DISTURBANCE_NETWORK_LOST);

  test_session_plan_set_ending ("signaling", TEST_ENDING_HANG);
  g_assert_true (lc_session_start (session, NULL));
  lc_session_disturb (session, LC_DISTURBANCE_NETWORK_LOST);
  test_session_wait (session);
  g_assert_cmpint (get_disturbance (session), ==, LC_DISTURBANCE_NETWORK_LOST);
  g_assert_true (lc_run_get_facts (lc_session_get_run (session))->interrupted);

  test_session_plan_set_ending ("signaling", TEST_ENDING_PASS);
  g_assert_true (lc_session_start (session, NULL));
  test_session_wait (session);
  g_assert_cmpint (get_disturbance (session), ==, LC_DISTURBANCE_NONE);
  g_assert_finalize_object (session);
}

/* Nothing is concluded from a disturbed run, in the rows that are shown either. */
static void
test_disturbed_choice (void)
{
  LcSession *session = test_session_new ();
  LcCheck *routing;

  test_session_plan_add_media ();
  test_session_plan_set_ending ("signaling", TEST_ENDING_HANG);
  g_assert_true (lc_session_start (session, NULL));
  routing = lc_checklist_find (lc_session_get_checklist (session), "routing");
  while (lc_check_get_state (routing) != LC_CHECK_STATE_DONE)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (lc_check_get_measurement (routing));
  lc_session_disturb (session, LC_DISTURBANCE_NETWORK_CHANGED);
  test_session_wait (session);
  g_assert_cmpint (get_status (session, "routing"), ==, LC_STATUS_NOT_TESTED);
  g_assert_null (lc_check_get_measurement (routing));
  g_assert_cmpint (get_status (session, "portal"), ==, LC_STATUS_PASS);
  g_assert_finalize_object (session);
}

static void
assert_asked_again (LcSession *session, const char *expected)
{
  g_autofree char *found = g_strjoinv (" ", lc_run_get_facts (lc_session_get_run (session))->asked_again);

  g_assert_cmpstr (found, ==, expected);
}

static void
count_amended (LcSession *session, LcRun *run, gpointer user_data)
{
  guint *n_amended = user_data;

  g_assert_true (run == lc_session_get_run (session));
  (*n_amended)++;
}

static void
assert_no_recheck (LcSession *session)
{
  guint times = test_session_plan_count_asked ("portal");

  g_assert_false (lc_session_can_recheck (session));
  g_assert_true (lc_session_recheck (session, "portal", NULL));
  g_assert_cmpint (lc_session_get_state (session), ==, LC_SESSION_IDLE);
  g_assert_cmpuint (test_session_plan_count_asked ("portal"), ==, times);
}

static void
test_recheck (void)
{
  LcSession *session = test_session_new ();
  g_autoptr (LcRun) before = NULL;
  guint n_finished = 0, n_amended = 0;

  test_session_plan_set_ending ("portal", TEST_ENDING_FAIL);
  g_assert_true (lc_session_start (session, NULL));
  test_session_wait (session);
  g_assert_cmpint (get_status (session, "portal"), ==, LC_STATUS_FAIL);
  before = g_object_ref (lc_session_get_run (session));
  g_assert_cmpint (lc_run_get_verdict (before)->status, ==, LC_LINE_STATUS_NOT_READY);

  g_signal_connect (session, "finished", G_CALLBACK (count_finished), &n_finished);
  g_signal_connect (session, "amended", G_CALLBACK (count_amended), &n_amended);
  test_session_plan_set_ending ("portal", TEST_ENDING_PASS);
  g_assert_true (lc_session_recheck (session, "portal", NULL));
  g_assert_cmpint (lc_session_get_state (session), ==, LC_SESSION_RECHECKING);
  g_assert_cmpint (lc_check_get_state (lc_checklist_find (lc_session_get_checklist (session), "portal")), ==,
                   LC_CHECK_STATE_RUNNING);
  test_session_wait (session);

  g_assert_cmpint (get_status (session, "portal"), ==, LC_STATUS_PASS);
  g_assert_cmpuint (test_session_plan_count_asked ("portal"), ==, 2);
  g_assert_cmpuint (test_session_plan_count_asked ("signaling"), ==, 1);
  g_assert_cmpint (lc_run_get_verdict (lc_session_get_run (session))->status, ==, LC_LINE_STATUS_READY);
  /* The run from before is frozen, and one row is not a run of its own. */
  g_assert_cmpint (lc_run_get_verdict (before)->status, ==, LC_LINE_STATUS_NOT_READY);
  g_assert_cmpuint (n_finished, ==, 0);
  g_assert_null (lc_run_get_facts (before)->asked_again);
  g_assert_cmpuint (n_amended, ==, 1);
  assert_asked_again (session, "portal");

  g_assert_true (lc_session_recheck (session, "turn.tcp", NULL));
  test_session_wait (session);
  g_assert_cmpuint (n_amended, ==, 2);
  assert_asked_again (session, "portal dns.portal turn.tcp");
  g_assert_finalize_object (session);
}

static void
test_recheck_with_needs (void)
{
  LcSession *session = test_session_new ();

  g_assert_true (lc_session_start (session, NULL));
  test_session_wait (session);
  g_assert_true (lc_session_recheck (session, "turn.tcp", NULL));
  test_session_wait (session);
  g_assert_cmpuint (test_session_plan_count_asked ("turn.tcp"), ==, 2);
  g_assert_cmpuint (test_session_plan_count_asked ("dns.portal"), ==, 2);
  g_assert_cmpuint (test_session_plan_count_asked ("portal"), ==, 1);
  g_assert_finalize_object (session);
}

/* Which region is recommended is judged anew by what all of them say now. */
static void
test_recheck_region (void)
{
  LcSession *session = test_session_new ();

  test_session_plan_add_media ();
  g_assert_true (lc_session_start (session, NULL));
  test_session_wait (session);
  g_assert_true (lc_session_recheck (session, "region.us1", NULL));
  test_session_wait (session);
  g_assert_cmpuint (test_session_plan_count_asked ("region.us1"), ==, 2);
  g_assert_cmpuint (test_session_plan_count_asked ("routing"), ==, 2);
  g_assert_cmpuint (test_session_plan_count_asked ("region.ie1"), ==, 2);
  g_assert_cmpuint (test_session_plan_count_asked ("stun.udp"), ==, 1);
  assert_asked_again (session, "region.ie1 region.us1 routing");
  g_assert_finalize_object (session);
}

static void
test_recheck_stopped (void)
{
  LcSession *session = test_session_new ();
  g_autoptr (LcRun) before = NULL;

  test_session_plan_set_ending ("portal", TEST_ENDING_FAIL);
  g_assert_true (lc_session_start (session, NULL));
  test_session_wait (session);
  before = g_object_ref (lc_session_get_run (session));
  test_session_plan_set_ending ("portal", TEST_ENDING_HANG);
  g_assert_true (lc_session_recheck (session, "portal", NULL));
  lc_session_stop (session);
  test_session_wait (session);
  g_assert_cmpint (get_status (session, "portal"), ==, LC_STATUS_FAIL);
  g_assert_true (lc_session_get_run (session) == before);
  g_assert_finalize_object (session);
}

static void
test_errors (void)
{
  LcSession *session = test_session_new ();
  GError *error = NULL;

  g_assert_false (lc_session_recheck (session, "nobody", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  test_session_plan_set_broken (TRUE);
  g_assert_false (lc_session_start (session, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (lc_session_recheck (session, "portal", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_cmpint (lc_session_get_state (session), ==, LC_SESSION_IDLE);
  g_assert_finalize_object (session);
}

/* A run that was opened tells of another computer: nothing here belongs into it. */
static void
test_saved_run (void)
{
  LcRun *run = test_run_new ("portal");
  LcSession *session = test_session_new ();

  g_assert_true (lc_session_can_recheck (session));
  lc_session_show_run (session, run, FALSE);
  g_assert_true (lc_session_get_run (session) == run);
  g_assert_cmpint (get_status (session, "portal"), ==, LC_STATUS_FAIL);
  g_assert_false (lc_session_is_run_ours (session));
  assert_no_recheck (session);
  g_assert_finalize_object (session);
  g_assert_finalize_object (run);
}

/* One of this computer's own, kept from before: nobody knows on which network. */
static void
test_kept_run (void)
{
  LcRun *run = test_run_new ("portal");
  LcSession *session = test_session_new ();
  guint n_amended = 0;

  lc_session_show_run (session, run, TRUE);
  g_assert_true (lc_session_is_run_ours (session));
  assert_no_recheck (session);
  g_signal_connect (session, "amended", G_CALLBACK (count_amended), &n_amended);
  lc_session_disturb (session, LC_DISTURBANCE_NETWORK_CHANGED);
  assert_no_recheck (session);
  g_assert_true (lc_session_get_run (session) == run);
  g_assert_cmpuint (n_amended, ==, 0);

  g_assert_true (lc_session_start (session, NULL));
  test_session_wait (session);
  g_assert_true (lc_session_can_recheck (session));
  g_assert_finalize_object (session);
  g_assert_finalize_object (run);
}

static void
count_notified (LcSession *session, GParamSpec *property, gpointer user_data)
{
  gboolean can_recheck;

  g_object_get (session, "can-recheck", &can_recheck, NULL);
  g_assert_cmpint (can_recheck, ==, lc_session_can_recheck (session));
  (*(guint *) user_data)++;
}

/* Rows of two networks make no line: a run is of the one on which it began. */
static void
test_another_network (void)
{
  static const LcDisturbance disturbances[] = { LC_DISTURBANCE_NETWORK_LOST, LC_DISTURBANCE_NETWORK_CHANGED };
  LcSession *session = test_session_new ();
  guint n_notified = 0;

  g_signal_connect (session, "notify::can-recheck", G_CALLBACK (count_notified), &n_notified);
  for (guint i = 0; i < G_N_ELEMENTS (disturbances); i++)
    {
      test_session_plan_set_ending ("portal", TEST_ENDING_FAIL);
      g_assert_true (lc_session_start (session, NULL));
      test_session_wait (session);
      g_assert_true (lc_session_can_recheck (session));
      n_notified = 0;
      lc_session_disturb (session, disturbances[i]);
      g_assert_cmpuint (n_notified, ==, 1);
      test_session_plan_set_ending ("portal", TEST_ENDING_PASS);
      assert_no_recheck (session);
      g_assert_cmpint (get_disturbance (session), ==, LC_DISTURBANCE_NONE);
    }
  g_assert_finalize_object (session);
}

/* Nor is a row of a run asked again in whose middle the network changed, nor one
 * that was being asked again then: it gets its old content back. */
static void
test_another_network_in_the_middle (void)
{
  LcSession *session = test_session_new ();
  LcRun *before;

  test_session_plan_set_ending ("signaling", TEST_ENDING_HANG);
  g_assert_true (lc_session_start (session, NULL));
  lc_session_disturb (session, LC_DISTURBANCE_NETWORK_LOST);
  lc_session_disturb (session, LC_DISTURBANCE_NETWORK_CHANGED);
  test_session_wait (session);
  g_assert_cmpint (get_disturbance (session), ==, LC_DISTURBANCE_NETWORK_LOST);
  assert_no_recheck (session);

  test_session_plan_set_ending ("signaling", TEST_ENDING_FAIL);
  g_assert_true (lc_session_start (session, NULL));
  test_session_wait (session);
  before = lc_session_get_run (session);
  test_session_plan_set_ending ("signaling", TEST_ENDING_PASS);
  g_assert_true (lc_session_recheck (session, "signaling", NULL));
  lc_session_disturb (session, LC_DISTURBANCE_NETWORK_CHANGED);
  test_session_wait (session);
  g_assert_cmpint (get_status (session, "signaling"), ==, LC_STATUS_FAIL);
  g_assert_true (lc_session_get_run (session) == before);
  assert_no_recheck (session);
  g_assert_finalize_object (session);
}

/* What is chosen during a run is used after it. */
static void
test_next_profile (void)
{
  g_autoptr (LcProfile) first = lc_profile_new_builtin ();
  g_autoptr (LcProfile) second = lc_profile_new_builtin ();
  LcSession *session = test_session_new ();
  LcProfile *before = lc_session_get_profile (session);
  guint n_finished = 0;

  g_signal_connect (session, "finished", G_CALLBACK (count_finished), &n_finished);
  g_assert_true (lc_session_start (session, NULL));
  g_assert_true (lc_session_use_profile (session, first, NULL));
  g_assert_true (lc_session_use_profile (session, second, NULL));
  g_assert_true (lc_session_get_profile (session) == before);
  test_session_wait (session);
  g_assert_cmpuint (n_finished, ==, 1);
  g_assert_true (lc_session_get_profile (session) == second);
  g_assert_null (lc_session_get_run (session));

  g_assert_true (lc_session_start (session, NULL));
  test_session_wait (session);
  g_assert_true (lc_session_recheck (session, "portal", NULL));
  g_assert_true (lc_session_use_profile (session, first, NULL));
  test_session_wait (session);
  g_assert_true (lc_session_get_profile (session) == first);

  g_assert_true (lc_session_use_profile (session, second, NULL));
  g_assert_true (lc_session_get_profile (session) == second);
  g_assert_finalize_object (session);
}

/* What a person opened does not go because a profile comes. */
static void
test_profile_beside_opened_run (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  LcRun *run = test_run_new ("portal");
  LcRunFacts *facts = (LcRunFacts *) lc_run_get_facts (run);
  LcSession *session = test_session_new ();

  g_clear_object (&facts->profile);
  lc_session_show_run (session, run, FALSE);
  g_assert_false (lc_session_is_run_ours (session));
  g_assert_true (lc_session_use_profile (session, profile, NULL));
  g_assert_true (lc_session_get_run (session) == run);
  g_assert_cmpint (get_status (session, "portal"), ==, LC_STATUS_FAIL);
  g_assert_true (lc_session_get_profile (session) == profile);
  g_assert_true (lc_session_get_run_profile (session) == profile);

  /* One that is kept from before says nothing about another profile. */
  lc_session_show_run (session, run, TRUE);
  g_assert_true (lc_session_use_profile (session, profile, NULL));
  g_assert_null (lc_session_get_run (session));
  g_assert_finalize_object (session);
  g_assert_finalize_object (run);
}

/* What the service of a run needs is what that run says, not what is checked here. */
static void
test_profile_of_run (void)
{
  LcRun *run = test_run_new ("portal");
  LcRunFacts *facts = (LcRunFacts *) lc_run_get_facts (run);
  LcSession *session = test_session_new ();

  g_assert_null (lc_session_get_run_profile (session));
  lc_session_show_run (session, run, FALSE);
  g_assert_true (lc_session_get_run_profile (session) == facts->profile);
  g_assert_finalize_object (session);

  g_clear_object (&facts->profile);
  session = test_session_new ();
  lc_session_show_run (session, run, FALSE);
  g_assert_true (lc_session_get_run_profile (session) == lc_session_get_profile (session));
  g_assert_finalize_object (session);

  g_free (facts->profile_id);
  facts->profile_id = g_strdup ("another");
  session = test_session_new ();
  lc_session_show_run (session, run, FALSE);
  g_assert_null (lc_session_get_run_profile (session));
  g_assert_finalize_object (session);
  g_assert_finalize_object (run);
}

static void
test_outlived (void)
{
  LcSession *session = test_session_new ();

  test_session_plan_set_ending ("portal", TEST_ENDING_HANG);
  g_assert_true (lc_session_start (session, NULL));
  /* The window is gone; the run holds the session until it has ended. */
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  lc_session_stop (session);
  g_object_unref (session);
  while (session != NULL)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/run", test_run);
  g_test_add_func ("/session/stop", test_stop);
  g_test_add_func ("/session/disturbed", test_disturbed);
  g_test_add_func ("/session/disturbed-choice", test_disturbed_choice);
  g_test_add_func ("/session/recheck", test_recheck);
  g_test_add_func ("/session/recheck-with-needs", test_recheck_with_needs);
  g_test_add_func ("/session/recheck-region", test_recheck_region);
  g_test_add_func ("/session/recheck-stopped", test_recheck_stopped);
  g_test_add_func ("/session/errors", test_errors);
  g_test_add_func ("/session/saved-run", test_saved_run);
  g_test_add_func ("/session/kept-run", test_kept_run);
  g_test_add_func ("/session/another-network", test_another_network);
  g_test_add_func ("/session/another-network-in-the-middle", test_another_network_in_the_middle);
  g_test_add_func ("/session/next-profile", test_next_profile);
  g_test_add_func ("/session/profile-beside-opened-run", test_profile_beside_opened_run);
  g_test_add_func ("/session/profile-of-run", test_profile_of_run);
  g_test_add_func ("/session/outlived", test_outlived);
  return g_test_run ();
}
