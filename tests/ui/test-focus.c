/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-focus.c: the Tab key leads to everything that takes the focus, in the order
 * in which it is read, from the left and from the right; and nothing moves that
 * need not when the person wants no animations.
 */
#include "test-session-plan.h"
#include "test-widgets.h"
#include "ui/lc-preferences-window.h"
#include "ui/lc-window.h"

#define WIDTH 720
#define HEIGHT 3600
#define SLACK 2.0f
#define MAX_STEPS 200
#define STILL_MS 300

/* Order */

static char *
describe (GtkWidget *widget)
{
  g_auto (GStrv) classes = gtk_widget_get_css_classes (widget);
  g_autofree char *joined = g_strjoinv (".", classes);
  const char *text = "";

  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    text = gtk_button_get_label (GTK_BUTTON (widget));
  else if (ADW_IS_PREFERENCES_ROW (widget))
    text = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
  return g_strdup_printf ("%s.%s “%s”", G_OBJECT_TYPE_NAME (widget), joined, text);
}

static graphene_rect_t
get_place (GtkWidget *widget, GtkWidget *window)
{
  graphene_rect_t place;

  g_assert_true (gtk_widget_compute_bounds (widget, window, &place));
  return place;
}

static float
get_bottom (const graphene_rect_t *place)
{
  return place->origin.y + place->size.height;
}

static float
get_right (const graphene_rect_t *place)
{
  return place->origin.x + place->size.width;
}

/* From the right to the left, newer versions of GTK (seen with 4.18) go through a plain
 * box from its end to its beginning. That is theirs to mend. */
static gboolean
is_box_turned_around (GtkWidget *one, GtkWidget *other)
{
  GtkWidget *parent = gtk_widget_get_parent (one);

  return gtk_check_version (4, 10, 0) == NULL && gtk_widget_get_direction (parent) == GTK_TEXT_DIR_RTL &&
         GTK_IS_BOX (parent) && parent == gtk_widget_get_parent (other);
}

/* What is in something is read after it; a line from its beginning to its end; then
 * the line below. */
static gboolean
is_read_after (GtkWidget *before, GtkWidget *after, GtkWidget *window)
{
  graphene_rect_t first = get_place (before, window), second = get_place (after, window);

  if (gtk_widget_is_ancestor (after, before))
    return TRUE;
  if (second.origin.y >= get_bottom (&first) - SLACK)
    return TRUE;
  if (get_bottom (&second) <= first.origin.y + SLACK)
    return FALSE;
  if (is_box_turned_around (before, after))
    return TRUE;
  return gtk_widget_get_direction (after) == GTK_TEXT_DIR_RTL ? get_right (&second) <= first.origin.x + SLACK
                                                              : second.origin.x >= get_right (&first) - SLACK;
}

/* Everything that the keyboard has to reach. */
static void
collect (GtkWidget *widget, GPtrArray *wanted)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget) || !gtk_widget_get_can_focus (widget))
    return;
  if (gtk_widget_get_focusable (widget) && !GTK_IS_SCROLLED_WINDOW (widget) && !GTK_IS_WINDOW (widget))
    g_ptr_array_add (wanted, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, wanted);
}

/* Returns: (transfer container): what gets the focus, from the first to the last */
static GPtrArray *
walk (GtkWidget *window)
{
  GPtrArray *way = g_ptr_array_new ();

  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  for (guint i = 0; i < MAX_STEPS; i++)
    {
      GtkWidget *focus;

      gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD);
      focus = gtk_window_get_focus (GTK_WINDOW (window));
      if (focus == NULL || g_ptr_array_find (way, focus, NULL))
        break;
      g_ptr_array_add (way, focus);
    }
  return way;
}

static gboolean
are_tabs_together (GtkWidget *one, GtkWidget *other)
{
  return gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (one)) == GTK_ACCESSIBLE_ROLE_TAB &&
         gtk_widget_get_parent (one) == gtk_widget_get_parent (other);
}

/* A label that can be selected counts as reached with the control that has it. Tabs are
 * one stop in newer versions of libadwaita, with arrows from one to the other. */
static gboolean
is_reached (GPtrArray *way, GtkWidget *widget)
{
  for (guint i = 0; i < way->len; i++)
    if (g_ptr_array_index (way, i) == widget || gtk_widget_is_ancestor (g_ptr_array_index (way, i), widget) ||
        are_tabs_together (widget, g_ptr_array_index (way, i)))
      return TRUE;
  return FALSE;
}

static void
assert_order (GtkWidget *window, const char *scene)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  g_autoptr (GPtrArray) way = NULL;
  guint n_wrong = 0;

  test_widget_wait_for_paints (window);
  collect (window, wanted);
  way = walk (window);
  g_test_message ("%s: %u with the focus", scene, way->len);
  g_assert_cmpuint (way->len, >, 1);
  for (guint i = 1; i < way->len; i++)
    if (!is_read_after (g_ptr_array_index (way, i - 1), g_ptr_array_index (way, i), window))
      {
        g_autofree char *before = describe (g_ptr_array_index (way, i - 1));
        g_autofree char *after = describe (g_ptr_array_index (way, i));

        n_wrong++;
        g_test_message ("%s: %s comes after %s", scene, after, before);
      }
  for (guint i = 0; i < wanted->len; i++)
    if (!is_reached (way, g_ptr_array_index (wanted, i)))
      {
        g_autofree char *missed = describe (g_ptr_array_index (wanted, i));

        n_wrong++;
        g_test_message ("%s: not reached: %s", scene, missed);
      }
  if (n_wrong > 0)
    g_test_fail_printf ("%s: %u out of order or missed", scene, n_wrong);
}

/* Scenes */

typedef struct
{
  LcSession *session;
  GSettings *settings;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gtk_widget_set_default_direction (GPOINTER_TO_INT (data));
  fixture->session = test_session_new ();
  fixture->settings = g_settings_new ("tv.quicklink.Linecheck");
  g_settings_set_int (fixture->settings, "window-width", WIDTH);
  g_settings_set_int (fixture->settings, "window-height", HEIGHT);
  g_settings_reset (fixture->settings, "consent-given");
  fixture->window = lc_window_new (NULL, fixture->session, fixture->settings);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_widget_destroy_window (fixture->window);
  test_session_wait (fixture->session);
  g_assert_finalize_object (fixture->session);
  g_object_unref (fixture->settings);
  test_session_plan_reset ();
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
check_all (Fixture *fixture)
{
  g_assert_true (lc_session_start (fixture->session, NULL));
  test_session_wait (fixture->session);
}

static void
test_first_start (Fixture *fixture, gconstpointer data)
{
  lc_window_begin (LC_WINDOW (fixture->window));
  assert_order (fixture->window, "first start");
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  static const char *const pages[] = { "checks", "regions", "fixes" };

  assert_order (fixture->window, "before a check");
  test_session_plan_set_ending ("portal", TEST_ENDING_FAIL);
  test_session_plan_set_ending ("stun.udp", TEST_ENDING_FAIL);
  check_all (fixture);
  lc_window_handle_network_event (LC_WINDOW (fixture->window), LC_NETWORK_EVENT_CHANGED);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      gtk_widget_activate_action (fixture->window, "win.show-page", "s", pages[i]);
      assert_order (fixture->window, pages[i]);
    }
}

static void
test_running (Fixture *fixture, gconstpointer data)
{
  test_session_plan_set_ending ("signaling", TEST_ENDING_HANG);
  g_assert_true (lc_session_start (fixture->session, NULL));
  assert_order (fixture->window, "checking");
  lc_session_stop (fixture->session);
}

static void
test_preferences (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = lc_preferences_window_new (fixture->settings);

  g_settings_set_string (fixture->settings, "profile-file", "/tmp/a-profile.json");
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  assert_order (window, "preferences");
  gtk_window_destroy (GTK_WINDOW (window));
  g_settings_reset (fixture->settings, "profile-file");
}

/* Motion */

static gboolean
on_timeout (gboolean *is_over)
{
  *is_over = TRUE;
  return G_SOURCE_REMOVE;
}

static void
on_painted (guint *n_paints)
{
  (*n_paints)++;
}

/* Returns: how many frames are drawn in a while without anything to show */
static guint
count_idle_paints (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  guint n_paints = 0;
  gboolean is_over = FALSE;
  gulong id = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (on_painted), &n_paints);

  g_timeout_add (STILL_MS, G_SOURCE_FUNC (on_timeout), &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, id);
  return n_paints;
}

static void
set_animations (gboolean are_wanted)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", are_wanted, NULL);
}

/* A check that takes long turns a spinner, unless the person wants none of that. The
 * window need not be still at once, but it has to become so: a spinner never does. */
static void
test_motion (Fixture *fixture, gconstpointer data)
{
  test_session_plan_set_ending ("signaling", TEST_ENDING_HANG);
  set_animations (TRUE);
  g_assert_true (lc_session_start (fixture->session, NULL));
  test_widget_wait_for_paints (fixture->window);
  while (count_idle_paints (fixture->window) == 0)
    ;

  set_animations (FALSE);
  while (count_idle_paints (fixture->window) > 0)
    ;
  lc_session_stop (fixture->session);
  test_session_wait (fixture->session);

  /* What opens, closes and comes into sight does it at once. */
  lc_window_handle_network_event (LC_WINDOW (fixture->window), LC_NETWORK_EVENT_CHANGED);
  lc_window_toast (LC_WINDOW (fixture->window), "Said in passing");
  while (count_idle_paints (fixture->window) > 0)
    ;
}

static void
add (const char *name, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *left = g_strdup_printf ("/ui/focus/left-to-right/%s", name);
  g_autofree char *right = g_strdup_printf ("/ui/focus/right-to-left/%s", name);

  g_test_add (left, Fixture, GINT_TO_POINTER (GTK_TEXT_DIR_LTR), set_up, test, tear_down);
  g_test_add (right, Fixture, GINT_TO_POINTER (GTK_TEXT_DIR_RTL), set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  set_animations (FALSE);
  add ("first-start", test_first_start);
  add ("pages", test_pages);
  add ("running", test_running);
  add ("preferences", test_preferences);
  g_test_add ("/ui/motion", Fixture, GINT_TO_POINTER (GTK_TEXT_DIR_LTR), set_up, test_motion, tear_down);
  return g_test_run ();
}
