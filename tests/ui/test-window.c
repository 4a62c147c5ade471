/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole window, as a person and a screen reader meet them. */
#include "run/lc-run-json.h"
#include "test-session-plan.h"
#include "test-widgets.h"
#include "ui/lc-checklist-view.h"
#include "ui/lc-notice-bar.h"
#include "ui/lc-preferences-window.h"
#include "ui/lc-verdict-header.h"
#include "ui/lc-window.h"

#define NARROW 360

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

typedef struct
{
  LcSession *session;
  GSettings *settings;
  LcWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = test_session_new ();
  fixture->settings = g_settings_new ("tv.quicklink.Linecheck");
  g_settings_reset (fixture->settings, "consent-given");
  g_settings_reset (fixture->settings, "start-at-once");
  g_settings_reset (fixture->settings, "redact-reports");
  fixture->window = LC_WINDOW (lc_window_new (NULL, fixture->session, fixture->settings));
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_widget_destroy_window (fixture->window);
  test_session_wait (fixture->session);
  g_assert_finalize_object (fixture->session);
  g_object_unref (fixture->settings);
}

static const char *
get_root (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (test_widget_get_child (fixture->window, "root_stack"));
}

static void
act (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL));
}

static void
test_consent (Fixture *fixture, gconstpointer data)
{
  lc_window_begin (fixture->window);
  g_assert_cmpstr (get_root (fixture), ==, "consent");
  g_assert_cmpuint (test_session_plan_count_asked ("portal"), ==, 0);
  act (fixture, "win.not-now");
  g_assert_cmpstr (get_root (fixture), ==, "check");
  act (fixture, "win.check");
  g_assert_cmpstr (get_root (fixture), ==, "consent");
  g_assert_cmpuint (test_session_plan_count_asked ("portal"), ==, 0);

  act (fixture, "win.agree");
  test_session_wait (fixture->session);
  g_assert_cmpuint (test_session_plan_count_asked ("portal"), ==, 1);
  g_assert_cmpstr (get_root (fixture), ==, "check");
  /* Asked once. */
  act (fixture, "win.check");
  test_session_wait (fixture->session);
  g_assert_cmpuint (test_session_plan_count_asked ("portal"), ==, 2);
}

static void
test_start_at_once (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, "consent-given", TRUE);
  g_settings_set_boolean (fixture->settings, "start-at-once", FALSE);
  lc_window_begin (fixture->window);
  g_assert_cmpint (lc_session_get_state (fixture->session), ==, LC_SESSION_IDLE);
  g_settings_set_boolean (fixture->settings, "start-at-once", TRUE);
  lc_window_begin (fixture->window);
  g_assert_cmpint (lc_session_get_state (fixture->session), ==, LC_SESSION_RUNNING);
  test_session_wait (fixture->session);
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  test_session_plan_set_ending ("portal", TEST_ENDING_FAIL);
  test_session_plan_set_ending ("stun.udp", TEST_ENDING_FAIL);
  test_session_check_all (fixture->session);
  g_assert_cmpint (test_widget_get_minimum_width (fixture->window), ==, NARROW);
  act (fixture, "win.copy-summary");
  for (int page = 0; page < 3; page++)
    {
      static const char *const pages[] = { "checks", "regions", "fixes" };

      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-page", "s", pages[page]);
      settle ();
      g_assert_cmpint (test_widget_get_minimum_width (fixture->window), ==, NARROW);
    }
}

static void
test_right_to_left (Fixture *fixture, gconstpointer data)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  test_session_plan_set_ending ("portal", TEST_ENDING_FAIL);
  test_session_check_all (fixture->session);
  settle ();
  g_assert_cmpint (test_widget_get_minimum_width (fixture->window), ==, NARROW);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_network (Fixture *fixture, gconstpointer data)
{
  LcNoticeBar *bar = test_widget_get_child (fixture->window, "notice_bar");

  g_assert_null (lc_notice_bar_get_text (bar));
  test_session_plan_set_ending ("portal", TEST_ENDING_HANG);
  g_assert_true (lc_session_start (fixture->session, NULL));
  lc_window_handle_network_event (fixture->window, LC_NETWORK_EVENT_LOST);
  test_session_wait (fixture->session);
  g_assert_cmpint (lc_run_get_facts (lc_session_get_run (fixture->session))->disturbance, ==,
                   LC_DISTURBANCE_NETWORK_LOST);
  g_assert_nonnull (lc_notice_bar_get_text (bar));
  lc_window_handle_network_event (fixture->window, LC_NETWORK_EVENT_BACK);
  g_assert_cmpstr (lc_notice_bar_get_text (bar), ==, "The network is back.");

  test_session_plan_set_ending ("portal", TEST_ENDING_PASS);
  test_session_check_all (fixture->session);
  g_assert_null (lc_notice_bar_get_text (bar));
}

/* Returns: (transfer none) (nullable): the button of an open row that asks it again */
static GtkWidget *
find_recheck (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), "win.recheck") == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_recheck (child);
  return found;
}

static void
assert_can_recheck (Fixture *fixture, gboolean can_recheck)
{
  GtkWidget *button;

  while ((button = find_recheck (GTK_WIDGET (fixture->window))) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (gtk_widget_is_sensitive (button), ==, can_recheck);
}

/* A row is asked again only on the network on which the others were asked. */
static void
test_another_network (Fixture *fixture, gconstpointer data)
{
  static const LcNetworkEvent events[] = { LC_NETWORK_EVENT_LOST, LC_NETWORK_EVENT_BACK, LC_NETWORK_EVENT_CHANGED };
  g_autoptr (LcRun) kept = NULL;

  test_session_plan_set_ending ("portal", TEST_ENDING_FAIL);
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      test_session_check_all (fixture->session);
      assert_can_recheck (fixture, TRUE);
      lc_window_handle_network_event (fixture->window, events[i]);
      assert_can_recheck (fixture, FALSE);
    }
  kept = g_object_ref (lc_session_get_run (fixture->session));
  test_session_check_all (fixture->session);
  assert_can_recheck (fixture, TRUE);
  lc_session_show_run (fixture->session, kept, TRUE);
  assert_can_recheck (fixture, FALSE);
}

/* A network that comes up in the middle of a check was not there at its beginning. */
static void
test_network_comes_up (Fixture *fixture, gconstpointer data)
{
  test_session_plan_set_ending ("portal", TEST_ENDING_HANG);
  g_assert_true (lc_session_start (fixture->session, NULL));
  lc_window_handle_network_event (fixture->window, LC_NETWORK_EVENT_BACK);
  test_session_wait (fixture->session);
  g_assert_cmpint (lc_run_get_facts (lc_session_get_run (fixture->session))->disturbance, ==,
                   LC_DISTURBANCE_NETWORK_CHANGED);
}

static void
wait_for_verdict (Fixture *fixture, const char *id)
{
  while (lc_check_get_verdict (lc_checklist_find (lc_session_get_checklist (fixture->session), id)) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* What was found on two networks is no request to either. */
static void
test_no_fixes_when_disturbed (Fixture *fixture, gconstpointer data)
{
  LcVerdictHeader *header = test_widget_get_child (fixture->window, "header");
  GtkWidget *ask = test_widget_get_child (header, "ask_button");

  test_session_plan_set_ending ("portal", TEST_ENDING_FAIL);
  test_session_check_all (fixture->session);
  g_assert_true (gtk_widget_get_visible (ask));
  test_session_plan_set_ending ("signaling", TEST_ENDING_HANG);
  g_assert_true (lc_session_start (fixture->session, NULL));
  wait_for_verdict (fixture, "portal");
  lc_window_handle_network_event (fixture->window, LC_NETWORK_EVENT_CHANGED);
  test_session_wait (fixture->session);
  g_assert_false (gtk_widget_get_visible (ask));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-page", "s", "fixes");
  settle ();
  g_assert_true (ADW_IS_STATUS_PAGE (
    gtk_widget_get_first_child (test_widget_get_child (fixture->window, "fixes_view"))));
}

/* Nor is there advice; what was found stays. */
static void
test_no_advice_when_disturbed (Fixture *fixture, gconstpointer data)
{
  LcChecklistView *view = test_widget_get_child (fixture->window, "checklist_view");
  GtkWidget *portal = GTK_WIDGET (lc_checklist_view_find_row (view, "portal"));

  test_session_plan_set_ending ("portal", TEST_ENDING_FAIL);
  for (int disturbed = FALSE; disturbed <= TRUE; disturbed++)
    {
      test_session_plan_set_ending ("signaling", disturbed ? TEST_ENDING_HANG : TEST_ENDING_PASS);
      g_assert_true (lc_session_start (fixture->session, NULL));
      wait_for_verdict (fixture, "portal");
      if (disturbed)
        lc_window_handle_network_event (fixture->window, LC_NETWORK_EVENT_LOST);
      test_session_wait (fixture->session);
      /* Details are made piece by piece. */
      while (!test_widget_has_label (portal, "What was found") ||
             test_widget_has_label (portal, "What to do") == disturbed)
        g_main_context_iteration (NULL, TRUE);
    }
}

static void
wait_for_toast (Fixture *fixture, const char *prefix)
{
  while (!test_widget_has_label (test_widget_get_child (fixture->window, "toast_overlay"), prefix))
    g_main_context_iteration (NULL, TRUE);
}

static void
on_text (GObject *source, GAsyncResult *result, gpointer user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* Redacting may take long, so the window does not wait for it. */
static void
test_copy (Fixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));

  test_session_check_all (fixture->session);
  for (int redact = FALSE; redact <= TRUE; redact++)
    {
      g_autofree char *text = NULL;
      GdkContentProvider *old;

      g_settings_set_boolean (fixture->settings, "redact-reports", redact);
      gdk_clipboard_set_text (clipboard, "old");
      old = gdk_clipboard_get_content (clipboard);
      act (fixture, "win.copy-summary");
      g_assert_true (gdk_clipboard_get_content (clipboard) == old);
      while (text == NULL || g_str_equal (text, "old"))
        {
          g_clear_pointer (&text, g_free);
          gdk_clipboard_read_text_async (clipboard, NULL, on_text, &text);
          while (text == NULL)
            g_main_context_iteration (NULL, TRUE);
        }
      g_assert_true (g_str_has_prefix (text, "Line check for Quicklink Studio, "));
      wait_for_toast (fixture, "Copied");
    }
  /* Closed meanwhile: nothing is copied, nothing breaks. */
  act (fixture, "win.copy-summary");
}

static void
test_cannot_check (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, "consent-given", TRUE);
  test_session_plan_set_broken (TRUE);
  act (fixture, "win.check");
  g_assert_cmpint (lc_session_get_state (fixture->session), ==, LC_SESSION_IDLE);
  wait_for_toast (fixture, "no resolver &lt;here&gt;");
}

static void
test_cannot_open (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) nothing = g_file_new_for_path ("/nonexistent/run.json");

  lc_window_open_file (fixture->window, nothing);
  wait_for_toast (fixture, "Error opening file /nonexistent/run.json: "); /* of GIO */
}

static void
wait_for_run (LcSession *session, const char *started)
{
  for (;;)
    {
      LcRun *run = lc_session_get_run (session);
      g_autofree char *text = g_date_time_format_iso8601 (lc_run_get_facts (run)->started);

      if (g_str_equal (text, started) && lc_session_get_state (session) == LC_SESSION_IDLE)
        return;
      g_main_context_iteration (NULL, TRUE);
    }
}

/* A run that is opened while a row is asked again is shown, as is one that is
 * opened during a check; and nothing of this network goes into it. */
static void
test_opened_in_the_middle (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "report", "runs", "udp-blocked.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (LcRun) saved = lc_run_new_from_file (file, NULL);
  g_autofree char *started = g_date_time_format_iso8601 (lc_run_get_facts (saved)->started);

  g_settings_set_boolean (fixture->settings, "consent-given", TRUE);
  test_session_check_all (fixture->session);
  test_session_plan_set_ending ("portal", TEST_ENDING_HANG);
  g_assert_true (lc_session_recheck (fixture->session, "portal", NULL));
  lc_window_open_file (fixture->window, file);
  wait_for_run (fixture->session, started);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.recheck", "s", "portal");
  g_assert_cmpint (lc_session_get_state (fixture->session), ==, LC_SESSION_IDLE);

  g_assert_true (lc_session_start (fixture->session, NULL));
  lc_window_open_file (fixture->window, file);
  wait_for_run (fixture->session, started);
  g_assert_cmpuint (lc_checklist_get_size (lc_session_get_checklist (fixture->session)), ==,
                    lc_checklist_get_size (lc_run_get_checklist (saved)));
}

static void
test_closed_in_the_middle (Fixture *fixture, gconstpointer data)
{
  test_session_plan_set_ending ("portal", TEST_ENDING_HANG);
  g_assert_true (lc_session_start (fixture->session, NULL));
  g_object_ref (fixture->window);
  gtk_window_close (GTK_WINDOW (fixture->window));
  test_session_wait (fixture->session);
  g_assert_true (lc_run_get_facts (lc_session_get_run (fixture->session))->interrupted);
  g_object_unref (fixture->window);
  fixture->window = LC_WINDOW (lc_window_new (NULL, fixture->session, fixture->settings));
}

static void
test_preferences (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = lc_preferences_window_new (fixture->settings);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_settings_set_string (fixture->settings, "profile-file", "/tmp/a-profile.json");
  g_assert_cmpstr (adw_action_row_get_subtitle (test_widget_get_child (window, "profile_row")), ==,
                   "/tmp/a-profile.json");
  g_assert_true (gtk_widget_activate_action (window, "preferences.reset-profile", NULL));
  g_assert_cmpstr (adw_action_row_get_subtitle (test_widget_get_child (window, "profile_row")), ==,
                   "Built-in: Quicklink Studio");
  gtk_switch_set_active (test_widget_get_child (window, "start_switch"), FALSE);
  g_assert_false (g_settings_get_boolean (fixture->settings, "start-at-once"));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_null (window);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  add ("/ui/window/consent", test_consent);
  add ("/ui/window/start-at-once", test_start_at_once);
  add ("/ui/window/narrow", test_narrow);
  add ("/ui/window/right-to-left", test_right_to_left);
  add ("/ui/window/network", test_network);
  add ("/ui/window/another-network", test_another_network);
  add ("/ui/window/network-comes-up", test_network_comes_up);
  add ("/ui/window/no-fixes-when-disturbed", test_no_fixes_when_disturbed);
  add ("/ui/window/no-advice-when-disturbed", test_no_advice_when_disturbed);
  add ("/ui/window/copy", test_copy);
  add ("/ui/window/cannot-check", test_cannot_check);
  add ("/ui/window/cannot-open", test_cannot_open);
  add ("/ui/window/opened-in-the-middle", test_opened_in_the_middle);
  add ("/ui/window/closed-in-the-middle", test_closed_in_the_middle);
  add ("/ui/window/preferences", test_preferences);
  return g_test_run ();
}
