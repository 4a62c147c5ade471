/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-contrast.c: every word and every picture of the window against what is
 * behind it, at least 4.5 to 1 (WCAG 2.2, 1.4.3).
 *
 * Nothing is taken from the style sheet: the window is drawn as it is shown, four
 * times as large so that strokes have an inside, and the pixels are compared. The
 * title bar is left out: the window of a test is never the active one, and those
 * are paler on purpose; so are what cannot be used now, and the inside of a
 * switch, which says by its place how it stands.
 */
#include <math.h>

#include "test-session-plan.h"
#include "test-widgets.h"
#include "tests/support/test-regions.h"
#include "ui/lc-chart-painter.h"
#include "ui/lc-check-row.h"
#include "ui/lc-preferences-window.h"
#include "ui/lc-region-table.h"
#include "ui/lc-waterfall.h"
#include "ui/lc-window.h"

#define MIN_RATIO 4.5
#define SCALE 4
#define WIDTH 720
#define HEIGHT 3600
#define SWATCH 24

/* The inks of the chart */

#define TEST_TYPE_SWATCH (test_swatch_get_type ())
G_DECLARE_FINAL_TYPE (TestSwatch, test_swatch, TEST, SWATCH, GtkWidget)

struct _TestSwatch
{
  GtkWidget parent_instance;

  LcChartInk ink;
  gboolean is_highlighted;
};

G_DEFINE_FINAL_TYPE (TestSwatch, test_swatch, GTK_TYPE_WIDGET)

static void
test_swatch_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                     int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = SWATCH;
  *minimum_baseline = *natural_baseline = -1;
}

static void
test_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TestSwatch *self = TEST_SWATCH (widget);
  LcChartPainter painter;

  lc_chart_painter_init (&painter, widget, snapshot, SWATCH);
  if (self->is_highlighted)
    lc_chart_painter_fill (&painter, LC_CHART_INK_HIGHLIGHT, 0, 0, SWATCH, SWATCH, 0);
  lc_chart_painter_fill (&painter, self->ink, 0, 0, SWATCH / 3, SWATCH, 0);
}

static void
test_swatch_class_init (TestSwatchClass *klass)
{
  GTK_WIDGET_CLASS (klass)->measure = test_swatch_measure;
  GTK_WIDGET_CLASS (klass)->snapshot = test_swatch_snapshot;
}

static void
test_swatch_init (TestSwatch *self)
{
}

/* What was drawn */

typedef struct
{
  const char *scene;
  GtkWidget *window;
  GskRenderer *renderer;
  GskRenderNode *node;
  GHashTable *said; /* of char *: what looks the same is said once */
  double least;
  guint n_measured;
  guint n_failed;
} Look;

static double
get_channel (guint8 value)
{
  double c = value / 255.0;

  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

static double
get_luminance (guint32 color)
{
  return 0.2126 * get_channel (color >> 16 & 0xff) + 0.7152 * get_channel (color >> 8 & 0xff) +
         0.0722 * get_channel (color & 0xff);
}

static double
get_ratio (guint32 one, guint32 other)
{
  double a = get_luminance (one), b = get_luminance (other);

  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}

/* Returns: (transfer full): 0xRRGGBB -> how many pixels have it */
static GHashTable *
count_colors (Look *look, const graphene_rect_t *place)
{
  GHashTable *colors = g_hash_table_new (NULL, NULL);
  graphene_rect_t viewport = GRAPHENE_RECT_INIT (place->origin.x * SCALE, place->origin.y * SCALE,
                                                 place->size.width * SCALE, place->size.height * SCALE);
  g_autoptr (GdkTexture) texture = gsk_renderer_render_texture (look->renderer, look->node, &viewport);
  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  g_autofree guint32 *pixels = g_new (guint32, width * height);

  gdk_texture_download (texture, (guchar *) pixels, width * sizeof (guint32));
  for (int i = 0; i < width * height; i++)
    {
      gpointer key = GUINT_TO_POINTER (pixels[i] & 0xffffff);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (colors, key));

      g_hash_table_insert (colors, key, GUINT_TO_POINTER (n + 1));
    }
  return colors;
}

/* The color that most pixels have, and the one that stands out most from it. */
static void
find_pair (GHashTable *colors, guint32 *ground, guint32 *figure)
{
  GHashTableIter iter;
  gpointer key, value;
  guint most = 0;

  g_hash_table_iter_init (&iter, colors);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (GPOINTER_TO_UINT (value) > most)
      {
        most = GPOINTER_TO_UINT (value);
        *ground = GPOINTER_TO_UINT (key);
      }
  *figure = *ground;
  g_hash_table_iter_init (&iter, colors);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (get_ratio (GPOINTER_TO_UINT (key), *ground) > get_ratio (*figure, *ground))
      *figure = GPOINTER_TO_UINT (key);
}

static char *
describe (GtkWidget *widget)
{
  g_auto (GStrv) classes = gtk_widget_get_css_classes (widget);
  g_autofree char *joined = g_strjoinv (".", classes);
  const char *text = "";

  if (GTK_IS_LABEL (widget))
    text = gtk_label_get_text (GTK_LABEL (widget));
  else if (GTK_IS_IMAGE (widget))
    text = gtk_image_get_icon_name (GTK_IMAGE (widget));
  else if (TEST_IS_SWATCH (widget))
    return g_strdup_printf ("chart ink %d%s", TEST_SWATCH (widget)->ink,
                            TEST_SWATCH (widget)->is_highlighted ? ", highlighted" : "");
  return g_strdup_printf ("%s%s%s “%.40s”", gtk_widget_get_css_name (widget), joined[0] != '\0' ? "." : "", joined,
                          text != NULL ? text : "");
}

static void
measure (Look *look, GtkWidget *widget)
{
  g_autofree char *what = describe (widget);
  g_autofree char *same = NULL;
  g_autoptr (GHashTable) colors = NULL;
  graphene_rect_t place;
  guint32 ground = 0, figure = 0;
  double ratio;

  g_assert_true (gtk_widget_compute_bounds (widget, look->window, &place));
  if (place.size.width < 2 || place.size.height < 2)
    return;
  colors = count_colors (look, &place);
  find_pair (colors, &ground, &figure);
  ratio = get_ratio (ground, figure);
  look->n_measured++;
  look->least = MIN (look->least, ratio);
  same = g_strdup_printf ("%s %06x %06x", gtk_widget_get_css_name (widget), ground, figure);
  if (ratio < MIN_RATIO)
    {
      look->n_failed++;
      g_test_message ("%s: %.2f to 1, too pale: %s, #%06x on #%06x", look->scene, ratio, what, figure, ground);
    }
  else if (g_hash_table_add (look->said, g_steal_pointer (&same)))
    g_test_message ("%s: %.2f to 1: %s, #%06x on #%06x", look->scene, ratio, what, figure, ground);
}

static gboolean
is_to_be_seen (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget))[0] != '\0';
  if (GTK_IS_IMAGE (widget))
    return gtk_image_get_storage_type (GTK_IMAGE (widget)) != GTK_IMAGE_EMPTY;
  return GTK_IS_TEXT (widget) || GTK_IS_SPINNER (widget) || LC_IS_WATERFALL (widget) || TEST_IS_SWATCH (widget);
}

static void
walk (Look *look, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget) || GTK_IS_SWITCH (widget) ||
      GTK_IS_HEADER_BAR (widget) || ADW_IS_HEADER_BAR (widget))
    return;
  if (is_to_be_seen (widget))
    measure (look, widget);
  else
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      walk (look, child);
}

static void
look_at (GtkWidget *window, const char *scene)
{
  Look look = { .scene = scene, .window = window, .least = G_MAXDOUBLE };
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GError) error = NULL;

  test_widget_wait_for_paints (window);
  gtk_snapshot_scale (snapshot, SCALE, SCALE);
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
  look.node = gtk_snapshot_free_to_node (snapshot);
  look.said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  look.renderer = gsk_cairo_renderer_new ();
  gsk_renderer_realize (look.renderer, gtk_native_get_surface (GTK_NATIVE (window)), &error);
  g_assert_no_error (error);

  walk (&look, window);
  g_test_message ("%s: %u measured, the least %.2f to 1", scene, look.n_measured, look.least);
  g_assert_cmpuint (look.n_measured, >, 0);
  if (look.n_failed > 0)
    g_test_fail_printf ("%s: %u below %.1f to 1", scene, look.n_failed, MIN_RATIO);

  gsk_renderer_unrealize (look.renderer);
  g_object_unref (look.renderer);
  gsk_render_node_unref (look.node);
  g_hash_table_unref (look.said);
}

/* Scenes */

static void
set_scheme (gconstpointer data)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), GPOINTER_TO_INT (data));
}

static GtkWidget *
present (GtkWidget *content)
{
  GtkWidget *window = adw_window_new ();

  adw_window_set_content (ADW_WINDOW (window), content);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
add_row (GtkWidget *group, LcCheckState state, LcStatus status)
{
  g_autoptr (LcFacts) subject = lc_facts_new ();
  g_autoptr (LcCheck) check = NULL;
  GtkWidget *row;

  lc_facts_set_string (subject, LC_FACT_NAME, "STUN");
  lc_facts_set_string (subject, LC_FACT_HOST, "stun.example");
  lc_facts_set_string (subject, LC_FACT_TRANSPORT, "udp");
  lc_facts_set_int (subject, LC_FACT_PORT, 3478);
  check = lc_check_new ("stun.udp", LC_GROUP_STUN_TURN, LC_KIND_STUN, LC_REQUIREMENT_REQUIRED, subject);
  row = lc_check_row_new (check, NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  if (state != LC_CHECK_STATE_WAITING)
    lc_check_start (check);
  if (state == LC_CHECK_STATE_DONE)
    lc_check_settle (check, NULL, lc_verdict_new (status, status == LC_STATUS_PASS ? LC_CAUSE_NONE : LC_CAUSE_SILENT,
                                                  LC_CONFIDENCE_LIKELY));
  if (status == LC_STATUS_FAIL)
    lc_check_row_open (LC_CHECK_ROW (row));
}

static void
test_rows (gconstpointer data)
{
  static const LcStatus statuses[] = { LC_STATUS_PASS, LC_STATUS_WARN, LC_STATUS_FAIL, LC_STATUS_NOT_TESTED,
                                       LC_STATUS_COULD_NOT_RUN };
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *window = present (group);

  set_scheme (data);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), "STUN and TURN");
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), "What is behind it");
  add_row (group, LC_CHECK_STATE_WAITING, LC_STATUS_PASS);
  add_row (group, LC_CHECK_STATE_RUNNING, LC_STATUS_PASS);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    add_row (group, LC_CHECK_STATE_DONE, statuses[i]);
  look_at (window, "rows");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_chart (gconstpointer data)
{
  static const LcChartInk inks[] = { LC_CHART_INK_TEXT, LC_CHART_INK_DIM, LC_CHART_INK_BAR, LC_CHART_INK_ACCENT };
  g_autoptr (LcChecklist) checklist = test_regions_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *table = lc_region_table_new ();
  GtkWidget *window = present (box);

  set_scheme (data);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (inks); i++)
    {
      TestSwatch *swatch = g_object_new (TEST_TYPE_SWATCH, "halign", GTK_ALIGN_START, NULL);

      swatch->ink = inks[i / 2];
      swatch->is_highlighted = i % 2 == 1;
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (swatch));
    }
  gtk_box_append (GTK_BOX (box), lc_waterfall_new (20, 30, 100));
  test_regions_fill (checklist);
  lc_region_table_set_checklist (LC_REGION_TABLE (table), checklist);
  gtk_box_append (GTK_BOX (box), table);
  look_at (window, "chart");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
show_page (GtkWidget *window, const char *page, const char *scene)
{
  gtk_widget_activate_action (window, "win.show-page", "s", page);
  look_at (window, scene);
}

static void
test_window (gconstpointer data)
{
  g_autoptr (LcSession) session = test_session_new ();
  g_autoptr (GSettings) settings = g_settings_new ("tv.quicklink.Linecheck");
  GtkWidget *window;

  set_scheme (data);
  g_settings_set_int (settings, "window-width", WIDTH);
  g_settings_set_int (settings, "window-height", HEIGHT);
  g_settings_set_boolean (settings, "consent-given", FALSE);
  window = lc_window_new (NULL, session, settings);
  gtk_window_present (GTK_WINDOW (window));
  look_at (window, "before a check");
  lc_window_begin (LC_WINDOW (window));
  look_at (window, "first start");

  test_session_plan_set_ending ("signaling", TEST_ENDING_HANG);
  gtk_widget_activate_action (window, "win.agree", NULL);
  look_at (window, "checking");
  lc_session_stop (session);
  test_session_wait (session);
  look_at (window, "incomplete");

  test_session_plan_set_ending ("signaling", TEST_ENDING_PASS);
  gtk_widget_activate_action (window, "win.check", NULL);
  test_session_wait (session);
  look_at (window, "ready");
  show_page (window, "fixes", "nothing to ask");

  test_session_plan_set_ending ("portal", TEST_ENDING_FAIL);
  gtk_widget_activate_action (window, "win.check", NULL);
  test_session_wait (session);
  lc_window_handle_network_event (LC_WINDOW (window), LC_NETWORK_EVENT_CHANGED);
  show_page (window, "fixes", "what to ask IT");
  show_page (window, "regions", "regions");
  show_page (window, "checks", "not ready");
  gtk_window_destroy (GTK_WINDOW (window));
  test_session_plan_reset ();
}

static void
test_preferences (gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new ("tv.quicklink.Linecheck");
  GtkWidget *window = lc_preferences_window_new (settings);

  set_scheme (data);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  look_at (window, "preferences");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
add (const char *part, void (*test) (gconstpointer data))
{
  static const struct
  {
    const char *name;
    AdwColorScheme scheme;
  } schemes[] = { { "light", ADW_COLOR_SCHEME_FORCE_LIGHT }, { "dark", ADW_COLOR_SCHEME_FORCE_DARK } };
  gboolean is_high = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ui/contrast/%s%s/%s", is_high ? "high-" : "", schemes[i].name, part);

      g_test_add_data_func (path, GINT_TO_POINTER (schemes[i].scheme), test);
    }
}

int
main (int argc, char *argv[])
{
  g_autoptr (AdwApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  gtk_test_init (&argc, &argv, NULL);
  /* It loads the style sheets for the scheme and the contrast, as the program does. */
  application = adw_application_new ("tv.quicklink.Linecheck", G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_assert_cmpint (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()), ==,
                   g_strcmp0 (g_getenv ("ADW_DEBUG_HIGH_CONTRAST"), "1") == 0);
  add ("rows", test_rows);
  add ("chart", test_chart);
  add ("window", test_window);
  add ("preferences", test_preferences);
  return g_test_run ();
}
