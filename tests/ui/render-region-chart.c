/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * render-region-chart.c: draws the chart or the table of the regions into a PNG,
 * to be looked at.
 *
 *   render-region-chart [--dark] [--high-contrast] [--rtl] [--table] [--large-text]
 *                       [--width=N] SCENE FILE.png
 *
 * Scenes: empty, waiting, filling, healthy, troubled, stopped, near.
 */
#include <locale.h>
#include <string.h>

#include <adwaita.h>

#include "tests/support/test-regions.h"
#include "ui/lc-region-chart.h"
#include "ui/lc-region-table.h"

#define MARGIN 12

static gboolean is_dark, is_high_contrast, is_rtl, is_table, is_large;
static int width = 600;
static char **arguments;

static const GOptionEntry entries[] = {
  { "dark", 0, 0, G_OPTION_ARG_NONE, &is_dark, NULL, NULL },
  { "high-contrast", 0, 0, G_OPTION_ARG_NONE, &is_high_contrast, NULL, NULL },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &is_rtl, NULL, NULL },
  { "table", 0, 0, G_OPTION_ARG_NONE, &is_table, NULL, NULL },
  { "large-text", 0, 0, G_OPTION_ARG_NONE, &is_large, NULL, NULL },
  { "width", 0, 0, G_OPTION_ARG_INT, &width, NULL, NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments, NULL, NULL },
  { NULL },
};

static void
play_troubled (LcChecklist *checklist)
{
  test_regions_fill (checklist);
  test_regions_measure (checklist, "us1", "tcp-443", 96400, 3000, 0);
  test_regions_measure (checklist, "ie1", "stun-udp", 48300, 46000, 5);
  test_regions_measure (checklist, "au1", "stun-udp", 1000, 0, TEST_REGIONS_N_SAMPLES);
  test_regions_fail (checklist, "br1", LC_OUTCOME_NO_ANSWER);
  test_regions_fail (checklist, "jp1", LC_OUTCOME_REJECTED);
  test_regions_route (checklist, "ie1", "us2", NULL);
}

static void
play_stopped (LcChecklist *checklist)
{
  static const char *const left[] = { "us2", "br1", "sg1", "jp1", "au1" };

  test_regions_fill (checklist);
  for (guint i = 0; i < G_N_ELEMENTS (left); i++)
    test_regions_fail (checklist, left[i], LC_OUTCOME_CANCELLED);
  test_regions_route (checklist, NULL, NULL, NULL);
}

/* From a data centre next door: fractions of a millisecond. */
static void
play_near (LcChecklist *checklist)
{
  static const char *const regions[] = { "au1", "br1", "ie1", "jp1", "sg1", "us1", "us2" };

  for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
    test_regions_measure (checklist, regions[i], "stun-udp", 150 + 90 * i, 20 + 10 * i, 0);
  test_regions_route (checklist, "au1", "au1", NULL);
}

static LcChecklist *
create_scene (const char *name)
{
  LcChecklist *checklist = strcmp (name, "empty") == 0 ? lc_checklist_new () : test_regions_new ();

  if (strcmp (name, "filling") == 0)
    {
      test_regions_measure (checklist, "us1", "stun-udp", 84300, 2500, 0);
      test_regions_measure (checklist, "ie1", "stun-udp", 12100, 900, 0);
      test_regions_fail (checklist, "jp1", LC_OUTCOME_REJECTED);
    }
  else if (strcmp (name, "healthy") == 0)
    test_regions_fill (checklist);
  else if (strcmp (name, "troubled") == 0)
    play_troubled (checklist);
  else if (strcmp (name, "stopped") == 0)
    play_stopped (checklist);
  else if (strcmp (name, "near") == 0)
    play_near (checklist);
  return checklist;
}

static GtkWidget *
create_content (LcChecklist *checklist)
{
  GtkWidget *content = is_table ? lc_region_table_new () : lc_region_chart_new ();

  if (is_table)
    lc_region_table_set_checklist (LC_REGION_TABLE (content), checklist);
  else
    lc_region_chart_set_checklist (LC_REGION_CHART (content), checklist);
  gtk_widget_set_margin_start (content, MARGIN);
  gtk_widget_set_margin_end (content, MARGIN);
  gtk_widget_set_margin_top (content, MARGIN);
  gtk_widget_set_margin_bottom (content, MARGIN);
  gtk_widget_set_valign (content, GTK_ALIGN_START);
  return content;
}

static void
save (GtkWidget *window, GtkWidget *content, const char *file)
{
  int height = gtk_widget_get_allocated_height (content) + 2 * MARGIN;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GskRenderer) renderer = gsk_cairo_renderer_new ();
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_renderer_realize (renderer, gtk_native_get_surface (GTK_NATIVE (window)), &error);
  g_assert_no_error (error);
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  g_assert_true (gdk_texture_save_to_png (texture, file));
  gsk_renderer_unrealize (renderer);
  g_print ("%s: %d x %d\n", file, gtk_widget_get_width (window), height);
}

static void
set_look (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  if (is_large)
    g_object_set (settings, "gtk-xft-dpi", (dpi > 0 ? dpi : 96 * 1024) * 2, NULL);
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      is_dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  gtk_widget_set_default_direction (is_rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("SCENE FILE.png");
  g_autoptr (LcChecklist) checklist = NULL;
  GtkWidget *window, *content;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL) || g_strv_length (arguments) != 2)
    return 2;
  if (is_high_contrast)
    g_setenv ("ADW_DEBUG_HIGH_CONTRAST", "1", TRUE);
  adw_init ();
  set_look ();

  checklist = create_scene (arguments[0]);
  content = create_content (checklist);
  window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, 900);
  gtk_window_set_child (GTK_WINDOW (window), content);
  gtk_window_present (GTK_WINDOW (window));
  for (gint64 end = g_get_monotonic_time () + 300000; g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
  save (window, content, arguments[1]);
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
