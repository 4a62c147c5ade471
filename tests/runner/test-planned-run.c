/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run from its plan to its end: what is planned where, and what the end says. */
#include "profile/lc-profile-file.h"
#include "runner/lc-planned-run.h"
#include "tests/support/test-probe.h"

static GMainContext *planned_context;
static TestProbeManner manner;

static gboolean
plan (LcProfile *profile, const LcRunOptions *options, LcChecklist **checklist, GPtrArray **probes, GObject **keep,
      GError **error)
{
  g_autoptr (LcFacts) subject = lc_facts_new ();

  planned_context = g_main_context_get_thread_default ();
  if (options->samples == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no samples");
      return FALSE;
    }
  lc_facts_set_string (subject, LC_FACT_HOST, "example.org");
  *checklist = lc_checklist_new ();
  lc_checklist_add (*checklist,
                    lc_check_new ("portal", LC_GROUP_PORTAL, LC_KIND_HTTPS, LC_REQUIREMENT_REQUIRED, subject));
  *probes = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (*probes, test_probe_new ("portal", manner));
  *keep = g_object_new (G_TYPE_OBJECT, NULL);
  return TRUE;
}

static LcPlannedRun *
new_planned_run (guint samples, GError **error)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_auto (LcRunOptions) options = { 0 };

  lc_run_options_init (&options, profile);
  options.samples = samples;
  return lc_planned_run_new ("test", profile, &options, plan, error);
}

static void
on_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LcRun **run = user_data;

  *run = lc_planned_run_start_finish (LC_PLANNED_RUN (source), result);
}

static LcRun *
wait_for (LcRun **run)
{
  while (*run == NULL)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return *run;
}

static void
test_whole (void)
{
  LcPlannedRun *planned;
  g_autoptr (LcChecklist) shown = NULL;
  g_autoptr (LcRun) run = NULL;

  manner = TEST_PROBE_ANSWERS;
  planned = new_planned_run (5, NULL);
  g_assert_nonnull (planned_context);
  g_assert_true (planned_context != g_main_context_default ());
  g_assert_null (g_main_context_get_thread_default ());
  shown = lc_planned_run_copy_rows (planned);
  lc_planned_run_start_async (planned, shown, on_finished, &run);
  wait_for (&run);
  g_assert_cmpint (lc_run_get_verdict (run)->status, ==, LC_LINE_STATUS_READY);
  g_assert_cmpstr (lc_run_get_facts (run)->application_name, ==, "test");
  g_assert_cmpuint (lc_checklist_count_done (shown), ==, 1);
  g_assert_finalize_object (planned);
}

static void
test_disturbed (void)
{
  LcPlannedRun *planned;
  g_autoptr (LcRun) run = NULL;

  manner = TEST_PROBE_HANGS;
  planned = new_planned_run (5, NULL);
  lc_planned_run_start_async (planned, NULL, on_finished, &run);
  lc_planned_run_disturb (planned, LC_DISTURBANCE_NETWORK_LOST);
  lc_planned_run_disturb (planned, LC_DISTURBANCE_NETWORK_CHANGED);
  wait_for (&run);
  g_assert_cmpint (lc_run_get_facts (run)->disturbance, ==, LC_DISTURBANCE_NETWORK_LOST);
  g_assert_true (lc_run_get_facts (run)->interrupted);
  g_assert_finalize_object (planned);
}

/* Its rows are shown while they wait; nothing has to be started. */
static void
test_not_started (void)
{
  LcPlannedRun *planned = new_planned_run (5, NULL);
  g_autoptr (LcChecklist) rows = lc_planned_run_copy_rows (planned);

  g_assert_cmpuint (lc_checklist_get_size (rows), ==, 1);
  g_assert_cmpint (lc_check_get_state (lc_checklist_get (rows, 0)), ==, LC_CHECK_STATE_WAITING);
  g_assert_finalize_object (planned);
}

static void
test_no_plan (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (new_planned_run (0, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_null (g_main_context_get_thread_default ());
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/planned-run/whole", test_whole);
  g_test_add_func ("/planned-run/disturbed", test_disturbed);
  g_test_add_func ("/planned-run/not-started", test_not_started);
  g_test_add_func ("/planned-run/no-plan", test_no_plan);
  return g_test_run ();
}
