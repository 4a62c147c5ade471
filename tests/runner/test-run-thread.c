/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the caller of a run in a thread of its own sees, and in which thread. */
#include "profile/lc-profile-file.h"
#include "runner/lc-run-thread.h"
#include "tests/support/test-probe.h"

typedef struct
{
  LcProfile *profile;
  LcRunThread *thread;
  LcChecklist *asked;
  LcChecklist *shown;
  GPtrArray *probes;
  LcRun *run;
  GThread *asking;
  guint n_asked;
  guint n_told;
} Fixture;

/* In the run's thread. */
static void
on_asked (LcCheck *check, GParamSpec *pspec, Fixture *fixture)
{
  if (fixture->asking != NULL)
    g_assert_true (fixture->asking == g_thread_self ());
  fixture->asking = g_thread_self ();
  fixture->n_asked++;
}

static void
on_told (LcCheck *check, GParamSpec *pspec, Fixture *fixture)
{
  g_assert_null (fixture->run);
  g_assert_true (g_thread_self () != fixture->asking);
  fixture->n_told++;
}

static void
add (Fixture *fixture, const char *id, TestProbeManner manner)
{
  g_autoptr (LcFacts) subject = lc_facts_new ();
  LcCheck *check = lc_check_new (id, LC_GROUP_PORTAL, LC_KIND_HTTPS, LC_REQUIREMENT_REQUIRED, subject);
  LcCheck *shown = lc_check_copy (check);

  g_signal_connect (check, "notify::verdict", G_CALLBACK (on_asked), fixture);
  g_signal_connect (shown, "notify::verdict", G_CALLBACK (on_told), fixture);
  lc_checklist_add (fixture->asked, check);
  lc_checklist_add (fixture->shown, shown);
  g_ptr_array_add (fixture->probes, test_probe_new (id, manner));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->profile = lc_profile_new_builtin ();
  fixture->thread = lc_run_thread_new ();
  fixture->asked = lc_checklist_new ();
  fixture->shown = lc_checklist_new ();
  fixture->probes = g_ptr_array_new_with_free_func (g_object_unref);
  add (fixture, "portal", TEST_PROBE_ANSWERS);
  add (fixture, "signaling", TEST_PROBE_CANNOT);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < lc_checklist_get_size (fixture->shown); i++)
    g_signal_handlers_disconnect_by_data (lc_checklist_get (fixture->shown, i), fixture);
  g_assert_finalize_object (fixture->run);
  g_assert_finalize_object (fixture->thread);
  g_assert_finalize_object (fixture->shown);
  g_assert_finalize_object (fixture->profile);
}

static void
on_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->run = lc_run_thread_run_finish (LC_RUN_THREAD (source), result);
}

static void
run (Fixture *fixture, GCancellable *cancellable)
{
  g_auto (LcRunOptions) options = { 0 };
  GObject *keep = g_object_new (G_TYPE_OBJECT, NULL);
  LcRunner *runner;

  lc_run_options_init (&options, fixture->profile);
  runner = lc_runner_new ("test", fixture->profile, &options, fixture->asked, fixture->probes);
  g_clear_pointer (&fixture->probes, g_ptr_array_unref);
  g_object_add_weak_pointer (keep, (gpointer *) &keep);
  lc_run_thread_run_async (fixture->thread, runner, fixture->asked, keep, fixture->shown, cancellable, on_finished,
                           fixture);
  while (fixture->run == NULL)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (keep);
}

static const LcVerdict *
get_verdict (LcChecklist *checklist, const char *id)
{
  return lc_check_get_verdict (lc_checklist_find (checklist, id));
}

/* The rows that are shown follow in the caller's thread, and are whole before it hears of the end. */
static void
test_rows_follow (Fixture *fixture, gconstpointer data)
{
  run (fixture, NULL);
  g_assert_true (fixture->asking != g_thread_self ());
  g_assert_cmpuint (fixture->n_asked, ==, 4);
  g_assert_cmpuint (fixture->n_told, ==, 4);
  g_assert_cmpuint (lc_checklist_count_done (fixture->shown), ==, 2);
  g_assert_cmpint (get_verdict (fixture->shown, "portal")->status, ==, LC_STATUS_PASS);
  g_assert_cmpint (get_verdict (fixture->shown, "signaling")->status, ==, LC_STATUS_COULD_NOT_RUN);
  g_assert_cmpint (get_verdict (lc_run_get_checklist (fixture->run), "portal")->status, ==, LC_STATUS_PASS);
  g_assert_false (lc_run_get_facts (fixture->run)->interrupted);
}

static void
test_cancelled_before (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  run (fixture, cancellable);
  g_assert_true (lc_run_get_facts (fixture->run)->interrupted);
  g_assert_cmpint (get_verdict (fixture->shown, "portal")->status, ==, LC_STATUS_NOT_TESTED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/run-thread/rows-follow", Fixture, NULL, set_up, test_rows_follow, tear_down);
  g_test_add ("/run-thread/cancelled-before", Fixture, NULL, set_up, test_cancelled_before, tear_down);
  return g_test_run ();
}
