/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart and the table of the regions: they follow the rows, never change
 * their size for a figure, say everything to assistive technology, answer the
 * keyboard and the pointer, and go without a trace. */
#include <string.h>

#include <adwaita.h>

#include "tests/support/test-regions.h"
#include "ui/lc-region-chart.h"
#include "ui/lc-region-table.h"

#define WIDTH 600

typedef struct
{
  LcChecklist *checklist;
  GtkWidget *chart;
  GtkWidget *window; /* shown by present() */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->checklist = test_regions_new ();
  fixture->chart = g_object_ref_sink (lc_region_chart_new ());
  lc_region_chart_set_checklist (LC_REGION_CHART (fixture->chart), fixture->checklist);
}

static void
settle_loop (void)
{
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle_loop ();
  g_assert_finalize_object (fixture->chart);
  g_assert_finalize_object (fixture->checklist);
}

static void
present (Fixture *fixture, int width)
{
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->chart);
  gtk_widget_set_valign (fixture->chart, GTK_ALIGN_START);
  gtk_window_present (GTK_WINDOW (fixture->window));
  while (gtk_widget_get_width (fixture->chart) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static int
measure_height (GtkWidget *widget, int width)
{
  int minimum, natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, natural);
  return natural;
}

static void
trouble (LcChecklist *checklist)
{
  test_regions_fill (checklist);
  test_regions_measure (checklist, "us1", "tcp-443", 96400, 3000, 7);
  test_regions_fail (checklist, "br1", LC_OUTCOME_NO_ANSWER);
  test_regions_fail (checklist, "jp1", LC_OUTCOME_CANCELLED);
  test_regions_route (checklist, "ie1", "us2", "us1");
}

/* At any width, nothing that is measured changes the height. */
static void
test_chart_does_not_jump (Fixture *fixture, gconstpointer data)
{
  for (int width = 200; width <= 3840; width += 140)
    {
      LcChecklist *checklist = test_regions_new ();
      int waiting;

      lc_region_chart_set_checklist (LC_REGION_CHART (fixture->chart), checklist);
      waiting = measure_height (fixture->chart, width);
      test_regions_measure (checklist, "ie1", "stun-udp", 12100, 900, 3);
      g_assert_cmpint (measure_height (fixture->chart, width), ==, waiting);
      test_regions_fill (checklist);
      g_assert_cmpint (measure_height (fixture->chart, width), ==, waiting);
      trouble (checklist);
      g_assert_cmpint (measure_height (fixture->chart, width), ==, waiting);
      lc_region_chart_set_checklist (LC_REGION_CHART (fixture->chart), NULL);
      g_assert_finalize_object (checklist);
    }
}

static void
test_chart_fits_narrow_windows (Fixture *fixture, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int minimum, usual, dpi;

  present (fixture, 360);
  usual = measure_height (fixture->chart, 336);
  gtk_widget_measure (fixture->chart, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 336);
  g_assert_cmpint (usual, >, measure_height (fixture->chart, WIDTH));

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * (dpi > 0 ? dpi : 96 * 1024), NULL);
  gtk_widget_measure (fixture->chart, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 336);
  g_assert_cmpint (measure_height (fixture->chart, 336), >, usual * 3 / 2);
  /* A line more for each of seven regions; the legend alone takes less. */
  g_assert_cmpint (measure_height (fixture->chart, 336) - measure_height (fixture->chart, 1200), >, 7 * 30);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

static void
test_chart_grows_with_its_rows (Fixture *fixture, gconstpointer data)
{
  int before = measure_height (fixture->chart, WIDTH);
  g_autoptr (LcFacts) subject = lc_facts_new ();

  lc_facts_set_string (subject, LC_FACT_REGION, "de1");
  lc_facts_set_string (subject, LC_FACT_PLACE, "Germany");
  lc_checklist_add (fixture->checklist, lc_check_new ("region.de1", LC_GROUP_MEDIA, LC_KIND_REGION,
                                                      LC_REQUIREMENT_OPTIONAL, subject));
  g_assert_cmpint (measure_height (fixture->chart, WIDTH), >, before);
  lc_region_chart_set_checklist (LC_REGION_CHART (fixture->chart), NULL);
  g_assert_cmpint (measure_height (fixture->chart, WIDTH), <, before);
}

static void
assert_description (Fixture *fixture, const char *expected)
{
  g_autofree char *problem = gtk_test_accessible_check_property (
    GTK_ACCESSIBLE (fixture->chart), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, expected);

  g_assert_cmpstr (problem, ==, NULL);
}

static void
test_chart_describes_itself (Fixture *fixture, gconstpointer data)
{
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->chart), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Latency to the media regions");
  assert_description (fixture, "Australia (au1): Waiting\nBrazil (br1): Waiting\nIreland (ie1): Waiting\n"
                               "Japan (jp1): Waiting\nSingapore (sg1): Waiting\n"
                               "US East, Virginia (us1): Waiting\nUS West, Oregon (us2): Waiting");
  for (guint i = 0; i < lc_checklist_get_size (fixture->checklist) - 1; i++)
    {
      const LcFacts *subject = lc_check_get_subject (lc_checklist_get (fixture->checklist, i));

      test_regions_fail (fixture->checklist, lc_facts_get_string (subject, LC_FACT_REGION), LC_OUTCOME_NO_ANSWER);
    }
  test_regions_measure (fixture->checklist, "jp1", "stun-udp", 9000, 0, 0);
  test_regions_route (fixture->checklist, "jp1", "jp1", NULL);
  assert_description (fixture, "Japan (jp1): Median 9.0\u00a0ms, 95th percentile 9.0\u00a0ms, jitter 0.0\u00a0ms, 0 of 20 lost, "
                               "over UDP\nRecommended: the lowest latency.\n"
                               "Australia (au1): No answer\nBrazil (br1): No answer\nIreland (ie1): No answer\n"
                               "Singapore (sg1): No answer\nUS East, Virginia (us1): No answer\n"
                               "US West, Oregon (us2): No answer");
  lc_region_chart_set_checklist (LC_REGION_CHART (fixture->chart), NULL);
  assert_description (fixture, "There are no regions to measure.");
}

/* The picture, as an array of WIDTH columns. */
static guint32 *
render (Fixture *fixture, int *height)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GskRenderer) renderer = gsk_cairo_renderer_new ();
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;
  guint32 *pixels;

  *height = gtk_widget_get_height (fixture->chart);
  g_assert_cmpint (gtk_widget_get_width (fixture->chart), ==, WIDTH);
  GTK_WIDGET_GET_CLASS (fixture->chart)->snapshot (fixture->chart, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_renderer_realize (renderer, gtk_native_get_surface (GTK_NATIVE (fixture->window)), &error);
  g_assert_no_error (error);
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, WIDTH, *height));
  gsk_renderer_unrealize (renderer);
  pixels = g_new0 (guint32, WIDTH * *height);
  gdk_texture_download (texture, (guchar *) pixels, WIDTH * sizeof (guint32));
  return pixels;
}

/* Blue is the bar of the recommended region, and its star. */
static guint
count_accent (const guint32 *pixels, int height, int from, int to)
{
  guint n = 0;

  for (int y = 0; y < height; y++)
    for (int x = from; x < to; x++)
      {
        guint32 pixel = pixels[y * WIDTH + x];
        int red = pixel >> 16 & 0xff, blue = pixel & 0xff;

        n += blue - red > 80;
      }
  return n;
}

static void
test_chart_draws (Fixture *fixture, gconstpointer data)
{
  gboolean is_rtl = GPOINTER_TO_INT (data);
  g_autofree guint32 *waiting = NULL;
  g_autofree guint32 *filled = NULL;
  guint left, right;
  int height;

  gtk_widget_set_direction (fixture->chart, is_rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  present (fixture, WIDTH);
  waiting = render (fixture, &height);
  g_assert_cmpuint (count_accent (waiting, 200, 0, WIDTH), ==, 0); /* the legend is below */

  test_regions_fill (fixture->checklist);
  filled = render (fixture, &height);
  left = count_accent (filled, 200, 0, WIDTH / 2);
  right = count_accent (filled, 200, WIDTH / 2, WIDTH);
  g_assert_cmpuint (is_rtl ? right : left, >, 100);
  g_assert_cmpuint (is_rtl ? left : right, ==, 0);
}

static void
test_chart_draws_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree guint32 *pixels = NULL;
  int height;

  lc_region_chart_set_checklist (LC_REGION_CHART (fixture->chart), NULL);
  present (fixture, WIDTH);
  pixels = render (fixture, &height);
  g_assert_cmpint (height, >, 0);
}

static GtkEventController *
find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  g_assert_not_reached ();
}

static gboolean
press (Fixture *fixture, guint keyval)
{
  gboolean is_handled = FALSE;

  g_signal_emit_by_name (find_controller (fixture->chart, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", keyval, 0,
                         0, &is_handled);
  return is_handled;
}

/* Returns: (nullable): the figures that the keyboard called up */
static const char *
get_popover_text (Fixture *fixture)
{
  GtkWidget *popover = gtk_widget_get_first_child (fixture->chart);

  g_assert_true (GTK_IS_POPOVER (popover));
  if (!gtk_widget_get_visible (popover))
    return NULL;
  return gtk_label_get_text (GTK_LABEL (gtk_popover_get_child (GTK_POPOVER (popover))));
}

static void
test_chart_keyboard (Fixture *fixture, gconstpointer data)
{
  test_regions_fill (fixture->checklist);
  present (fixture, WIDTH);
  g_assert_true (gtk_widget_get_focusable (fixture->chart));
  g_assert_null (get_popover_text (fixture));
  g_assert_false (press (fixture, GDK_KEY_Escape));

  g_assert_true (press (fixture, GDK_KEY_Down));
  g_assert_true (g_str_has_prefix (get_popover_text (fixture), "Ireland (ie1)\nMedian 12.1\u00a0ms"));
  g_assert_false (press (fixture, GDK_KEY_Up)); /* on to what is above the chart */
  g_assert_true (press (fixture, GDK_KEY_Down));
  g_assert_true (g_str_has_prefix (get_popover_text (fixture), "US East, Virginia (us1)\nMedian 84.3\u00a0ms"));
  g_assert_true (press (fixture, GDK_KEY_End));
  g_assert_true (g_str_has_prefix (get_popover_text (fixture), "Australia (au1)"));
  g_assert_false (press (fixture, GDK_KEY_Down));
  g_assert_true (press (fixture, GDK_KEY_Home));
  g_assert_false (press (fixture, GDK_KEY_a));

  /* What is shown follows the rows. */
  test_regions_measure (fixture->checklist, "ie1", "stun-udp", 15500, 900, 0);
  g_assert_true (g_str_has_prefix (get_popover_text (fixture), "Ireland (ie1)\nMedian 15.5\u00a0ms"));
  g_assert_true (press (fixture, GDK_KEY_Escape));
  g_assert_null (get_popover_text (fixture));

  g_assert_true (press (fixture, GDK_KEY_Up)); /* from below: the last */
  g_assert_true (g_str_has_prefix (get_popover_text (fixture), "Australia (au1)"));
  g_signal_emit_by_name (find_controller (fixture->chart, GTK_TYPE_EVENT_CONTROLLER_FOCUS), "leave");
  g_assert_null (get_popover_text (fixture));

  gtk_window_set_focus_visible (GTK_WINDOW (fixture->window), TRUE);
  g_signal_emit_by_name (find_controller (fixture->chart, GTK_TYPE_EVENT_CONTROLLER_FOCUS), "enter");
  g_assert_true (g_str_has_prefix (get_popover_text (fixture), "Ireland (ie1)"));
  g_assert_true (press (fixture, GDK_KEY_End));
  lc_region_chart_set_checklist (LC_REGION_CHART (fixture->chart), NULL);
  g_assert_null (get_popover_text (fixture));
  g_assert_false (press (fixture, GDK_KEY_Down));
}

static gboolean
has_tooltip_at (Fixture *fixture, int y)
{
  g_autoptr (GObject) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean has_tooltip = FALSE;

  g_signal_emit_by_name (fixture->chart, "query-tooltip", 20, y, FALSE, tooltip, &has_tooltip);
  return has_tooltip;
}

static void
test_chart_pointer (Fixture *fixture, gconstpointer data)
{
  GtkEventController *motion = find_controller (fixture->chart, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  g_autofree guint32 *before = NULL;
  g_autofree guint32 *under = NULL;
  g_autofree guint32 *after = NULL;
  int height;

  test_regions_fill (fixture->checklist);
  present (fixture, WIDTH);
  before = render (fixture, &height);
  g_signal_emit_by_name (motion, "motion", 20.0, 20.0);
  under = render (fixture, &height);
  g_assert_cmpint (memcmp (before, under, WIDTH * height * sizeof (guint32)), !=, 0);
  g_signal_emit_by_name (motion, "leave");
  after = render (fixture, &height);
  g_assert_cmpmem (before, WIDTH * height * sizeof (guint32), after, WIDTH * height * sizeof (guint32));

  g_assert_true (has_tooltip_at (fixture, 5));
  g_assert_true (has_tooltip_at (fixture, 200));
  g_assert_false (has_tooltip_at (fixture, height - 3)); /* the legend */
  lc_region_chart_set_checklist (LC_REGION_CHART (fixture->chart), NULL);
  g_assert_false (has_tooltip_at (fixture, 5));
}

static void
collect_labels (GtkWidget *widget, GString *text)
{
  if (!gtk_widget_get_child_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s|", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_labels (child, text);
}

static char *
get_table_text (GtkWidget *table, int width)
{
  GString *text = g_string_new (NULL);

  gtk_widget_size_allocate (table, &(GtkAllocation){ .width = width, .height = measure_height (table, width) }, -1);
  collect_labels (table, text);
  return g_string_free (text, FALSE);
}

static void
test_table (void)
{
  LcChecklist *checklist = test_regions_new ();
  GtkWidget *table = g_object_ref_sink (lc_region_table_new ());
  g_autofree char *waiting = NULL;
  g_autofree char *wide = NULL;
  g_autofree char *narrow = NULL;
  g_autofree char *empty = NULL;
  int minimum;

  lc_region_table_set_checklist (LC_REGION_TABLE (table), checklist);
  gtk_widget_measure (table, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 336);
  waiting = get_table_text (table, 900);
  g_assert_true (g_str_has_prefix (waiting, "Region|Method|Median|95th percentile|Jitter|Loss|"
                                            "Australia (au1)|–|Waiting|–|–|–|"));

  trouble (checklist);
  wide = get_table_text (table, 900);
  g_assert_nonnull (strstr (wide, "|Ireland (ie1), recommended|UDP|12.1\u00a0ms|12.9\u00a0ms|0.1\u00a0ms|0 of 20|"));
  g_assert_nonnull (strstr (wide, "|US East, Virginia (us1)|TCP 443|96.4\u00a0ms|"));
  g_assert_nonnull (strstr (wide, "|US West, Oregon (us2), chosen by DNS|UDP|142\u00a0ms|"));
  g_assert_true (g_str_has_suffix (wide, "|Brazil (br1)|–|No answer|–|–|–|Japan (jp1)|–|Not tested|–|–|–|"));

  narrow = get_table_text (table, 336);
  g_assert_null (strstr (narrow, "|Median|"));
  g_assert_nonnull (strstr (narrow, "Ireland (ie1)|Median 12.1\u00a0ms, 95th percentile 12.9\u00a0ms, jitter 0.1\u00a0ms, "
                                    "0 of 20 lost, over UDP\nRecommended: the lowest latency.|"));

  lc_region_table_set_checklist (LC_REGION_TABLE (table), NULL);
  empty = get_table_text (table, 900);
  g_assert_cmpstr (empty, ==, "Region|Method|Median|95th percentile|Jitter|Loss|");
  g_assert_finalize_object (table);
  g_assert_finalize_object (checklist);
}

#define ADD(path, data, function) g_test_add (path, Fixture, data, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);

  ADD ("/region-chart/does-not-jump", NULL, test_chart_does_not_jump);
  ADD ("/region-chart/fits-narrow-windows", NULL, test_chart_fits_narrow_windows);
  ADD ("/region-chart/grows-with-its-rows", NULL, test_chart_grows_with_its_rows);
  ADD ("/region-chart/describes-itself", NULL, test_chart_describes_itself);
  ADD ("/region-chart/draws", NULL, test_chart_draws);
  ADD ("/region-chart/draws-mirrored", GINT_TO_POINTER (TRUE), test_chart_draws);
  ADD ("/region-chart/draws-nothing", NULL, test_chart_draws_nothing);
  ADD ("/region-chart/keyboard", NULL, test_chart_keyboard);
  ADD ("/region-chart/pointer", NULL, test_chart_pointer);
  g_test_add_func ("/region-table/both-forms", test_table);
  return g_test_run ();
}
