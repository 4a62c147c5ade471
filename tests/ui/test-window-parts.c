/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the window, each by itself, as a person and a screen reader meet them. */
#include "findings/lc-fix-search.h"
#include "measurement/lc-recorder.h"
#include "profile/lc-profile-file.h"
#include "test-session-plan.h"
#include "test-widgets.h"
#include "ui/lc-checklist-view.h"
#include "ui/lc-fixes-view.h"
#include "ui/lc-verdict-header.h"
#include "ui/lc-wrap-box.h"
#include "words/lc-line-text.h"

static int
get_height (gpointer widget, int width)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static LcCheck *
new_check (void)
{
  g_autoptr (LcFacts) subject = lc_facts_new ();

  lc_facts_set_string (subject, LC_FACT_NAME, "STUN");
  lc_facts_set_string (subject, LC_FACT_HOST, "stun.example");
  lc_facts_set_string (subject, LC_FACT_TRANSPORT, "udp");
  lc_facts_set_int (subject, LC_FACT_PORT, 3478);
  return lc_check_new ("stun.udp", LC_GROUP_STUN_TURN, LC_KIND_STUN, LC_REQUIREMENT_REQUIRED, subject);
}

static GtkWidget *
find_header (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = ADW_IS_ACTION_ROW (child) ? child : find_header (child);
  return found;
}

static void
assert_row (gpointer row, const char *state, const char *label, const char *page)
{
  g_assert_cmpstr (adw_expander_row_get_subtitle (row), ==, state);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (test_widget_get_child (row, "state_stack")), ==, page);
  g_assert_cmpint (gtk_spinner_get_spinning (test_widget_get_child (row, "spinner")), ==,
                   g_str_equal (page, "spinner"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find_header (row)), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
}

static void
test_row (void)
{
  LcCheck *check = new_check ();
  GtkWidget *row = g_object_ref_sink (lc_check_row_new (check, NULL));

  assert_row (row, "Waiting", "STUN over UDP, port 3478: Waiting", "icon");
  lc_check_start (check);
  assert_row (row, "Checking", "STUN over UDP, port 3478: Checking", "spinner");
  lc_check_settle (check, NULL, lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_SILENT, LC_CONFIDENCE_LIKELY));
  assert_row (row, "Failed", "STUN over UDP, port 3478: Failed", "icon");
  g_assert_cmpstr (gtk_image_get_icon_name (test_widget_get_child (row, "icon")), ==, "lc-failed-symbolic");

  lc_check_row_open (LC_CHECK_ROW (row));
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
  lc_check_row_close_if_opened (LC_CHECK_ROW (row));
  g_assert_false (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
  /* What the person has opened stays open. */
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  lc_check_row_close_if_opened (LC_CHECK_ROW (row));
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));

  g_assert_finalize_object (row);
  lc_check_reset (check);
  g_assert_finalize_object (check);
}

/* What a server says may be long, and may try to look like something else. */
static void
test_hostile_evidence (void)
{
  LcCheck *check = new_check ();
  GtkWidget *row = g_object_ref_sink (lc_check_row_new (check, NULL));
  g_autofree char *long_text = g_strnfill (4000, 'x');
  g_autofree char *text = g_strconcat ("\342\200\256exe.", long_text, NULL);
  g_autoptr (LcRecorder) recorder = NULL;
  g_autoptr (LcMeasurement) measurement = NULL;
  LcClock clock;

  lc_clock_start (&clock);
  recorder = lc_recorder_new (&clock);
  lc_facts_set_string (lc_recorder_get_facts (recorder), LC_FACT_SOFTWARE, text);
  measurement = lc_recorder_finish (recorder, LC_OUTCOME_ANSWERED);
  lc_check_settle (check, measurement, lc_verdict_new (LC_STATUS_PASS, LC_CAUSE_NONE, LC_CONFIDENCE_CONFIRMED));
  lc_check_row_open (LC_CHECK_ROW (row));
  g_assert_true (test_widget_has_label (row, "\\u202eexe.xxx"));
  g_assert_finalize_object (row);
  lc_check_reset (check);
  g_assert_finalize_object (check);
}

static void
test_checklist_view (void)
{
  LcSession *session = test_session_new ();
  LcChecklistView *view = g_object_ref_sink (g_object_new (LC_TYPE_CHECKLIST_VIEW, NULL));
  LcCheckRow *portal, *signaling;

  lc_checklist_view_set_session (view, session);
  portal = lc_checklist_view_find_row (view, "portal");
  signaling = lc_checklist_view_find_row (view, "signaling");
  g_assert_nonnull (portal);
  g_assert_null (lc_checklist_view_find_row (view, "nobody"));

  test_session_plan_set_ending ("portal", TEST_ENDING_FAIL);
  test_session_check_all (session);
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (portal)));
  g_assert_false (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (signaling)));

  /* The next run fills the same rows. */
  test_session_plan_set_ending ("portal", TEST_ENDING_PASS);
  test_session_check_all (session);
  g_assert_true (lc_checklist_view_find_row (view, "portal") == portal);
  g_assert_true (lc_check_row_get_check (portal) ==
                 lc_checklist_find (lc_session_get_checklist (session), "portal"));
  g_assert_false (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (portal)));
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (portal)), ==, "Passed");

  g_assert_finalize_object (view);
  g_assert_finalize_object (session);
}

static void
test_header (void)
{
  LcSession *session = test_session_new ();
  LcVerdictHeader *header = g_object_ref_sink (g_object_new (LC_TYPE_VERDICT_HEADER, NULL));
  GtkLabel *title, *sentence;
  int idle, running;

  lc_verdict_header_set_session (header, session);
  lc_verdict_header_set_has_fixes (header, FALSE);
  title = test_widget_get_child (header, "title");
  sentence = test_widget_get_child (header, "sentence");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (test_widget_get_child (header, "button_stack")), ==, "start");
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (title)), ==, GTK_ACCESSIBLE_ROLE_STATUS);
  idle = get_height (header, 600);

  test_session_plan_set_ending ("signaling", TEST_ENDING_HANG);
  g_assert_true (lc_session_start (session, NULL));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (test_widget_get_child (header, "button_stack")), ==, "running");
  while (!g_str_equal (gtk_progress_bar_get_text (test_widget_get_child (header, "progress")), "4 of 5 checks"))
    g_main_context_iteration (NULL, TRUE);
  running = get_height (header, 600);

  lc_session_disturb (session, LC_DISTURBANCE_NETWORK_LOST);
  test_session_wait (session);
  g_assert_cmpstr (gtk_label_get_label (title), ==, lc_line_status_get_label (LC_LINE_STATUS_INCOMPLETE));
  g_assert_true (g_str_has_prefix (gtk_label_get_label (sentence), "The network went away"));

  test_session_plan_set_ending ("signaling", TEST_ENDING_PASS);
  test_session_check_all (session);
  g_assert_cmpstr (gtk_label_get_label (title), ==, "Ready to go live");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (test_widget_get_child (header, "button_stack")), ==, "done");
  /* What stands below does not move. */
  g_assert_cmpint (idle, ==, running);
  g_assert_cmpint (get_height (header, 600), ==, running);

  g_assert_finalize_object (header);
  g_assert_finalize_object (session);
}

/* A run of another computer is not the last check of this one. */
static void
test_header_opened (void)
{
  g_autoptr (LcRun) run = test_run_new ("portal");
  LcSession *session = test_session_new ();
  LcVerdictHeader *header = g_object_ref_sink (g_object_new (LC_TYPE_VERDICT_HEADER, NULL));
  GtkLabel *age;

  lc_verdict_header_set_session (header, session);
  age = test_widget_get_child (header, "age");
  lc_session_show_run (session, run, FALSE);
  g_assert_cmpstr (gtk_label_get_label (age), ==, "Opened run: Quicklink Studio, checked just now");
  test_session_check_all (session);
  g_assert_cmpstr (gtk_label_get_label (age), ==, "Quicklink Studio, checked just now");

  lc_session_show_run (session, run, FALSE);
  g_assert_true (lc_session_start (session, NULL));
  g_assert_cmpstr (gtk_label_get_label (age), ==, "Quicklink Studio");
  test_session_wait (session);
  g_assert_true (lc_session_start (session, NULL));
  g_assert_cmpstr (gtk_label_get_label (age), ==, "Last check: Ready to go live, just now");
  test_session_wait (session);
  lc_session_show_run (session, run, TRUE);
  g_assert_cmpstr (gtk_label_get_label (age), ==, "Quicklink Studio, checked just now");

  g_assert_finalize_object (header);
  g_assert_finalize_object (session);
}

static void
assert_no_fixes (LcFixesView *view, LcRun *run, const char *title, const char *icon)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  GtkWidget *page;

  lc_fixes_view_show_fixes (view, none, run);
  page = gtk_widget_get_first_child (GTK_WIDGET (view));
  g_assert_true (ADW_IS_STATUS_PAGE (page));
  g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (page)), ==, title);
  g_assert_cmpstr (adw_status_page_get_icon_name (ADW_STATUS_PAGE (page)), ==, icon);
  g_assert_cmpstr (adw_status_page_get_description (ADW_STATUS_PAGE (page)), !=, "");
}

static LcRun *
new_stopped_run (void)
{
  g_autoptr (LcSession) session = test_session_new ();

  test_session_plan_set_ending ("portal", TEST_ENDING_HANG);
  g_assert_true (lc_session_start (session, NULL));
  lc_session_stop (session);
  test_session_wait (session);
  return g_object_ref (lc_session_get_run (session));
}

/* Only where all is well, nothing to ask for is good news. */
static void
test_no_fixes (void)
{
  g_autoptr (LcRun) ready = test_run_new (NULL);
  g_autoptr (LcRun) not_ready = test_run_new ("portal");
  g_autoptr (LcRun) stopped = new_stopped_run ();
  LcFixesView *view = g_object_ref_sink (g_object_new (LC_TYPE_FIXES_VIEW, NULL));

  assert_no_fixes (view, NULL, "Not checked yet", "lc-ask-symbolic");
  assert_no_fixes (view, ready, "Nothing to ask", "lc-passed-symbolic");
  assert_no_fixes (view, not_ready, "No change to ask for", "lc-failed-symbolic");
  assert_no_fixes (view, stopped, "Nothing to ask yet", "lc-not-tested-symbolic");
  g_assert_finalize_object (view);
}

static void
test_fixes (void)
{
  g_autoptr (LcRun) run = test_run_new ("portal");
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autoptr (GPtrArray) fixes = lc_fixes_find (lc_run_get_checklist (run), profile);
  LcFixesView *view = g_object_ref_sink (g_object_new (LC_TYPE_FIXES_VIEW, NULL));

  g_assert_cmpuint (fixes->len, ==, 1);
  lc_fixes_view_show_fixes (view, fixes, run);
  g_assert_true (ADW_IS_PREFERENCES_GROUP (gtk_widget_get_first_child (GTK_WIDGET (view))));
  g_assert_finalize_object (view);
}

static void
test_wrap_box (void)
{
  GtkWidget *box = g_object_ref_sink (g_object_new (LC_TYPE_WRAP_BOX, NULL));
  GtkWidget *hidden = gtk_drawing_area_new ();

  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *child = gtk_drawing_area_new ();

      gtk_widget_set_size_request (child, 100, 20);
      gtk_widget_set_parent (child, box);
    }
  gtk_widget_set_size_request (hidden, 900, 20);
  gtk_widget_set_visible (hidden, FALSE);
  gtk_widget_set_parent (hidden, box);

  g_assert_cmpint (test_widget_get_minimum_width (box), ==, 100);
  g_assert_cmpint (get_height (box, 324), ==, 20);
  g_assert_cmpint (get_height (box, 323), ==, 52);
  g_assert_cmpint (get_height (box, 100), ==, 84);
  g_assert_finalize_object (box);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_test_add_func ("/ui/row", test_row);
  g_test_add_func ("/ui/hostile-evidence", test_hostile_evidence);
  g_test_add_func ("/ui/checklist-view", test_checklist_view);
  g_test_add_func ("/ui/header", test_header);
  g_test_add_func ("/ui/header-opened", test_header_opened);
  g_test_add_func ("/ui/fixes", test_fixes);
  g_test_add_func ("/ui/no-fixes", test_no_fixes);
  g_test_add_func ("/ui/wrap-box", test_wrap_box);
  return g_test_run ();
}
