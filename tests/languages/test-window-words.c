/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The windows in one language, with a saved run: what cannot be read whole, what is
 * not translated, which way it is written.
 *
 *   test-window-words LANGUAGE
 *
 * LANGUAGE "qps" is none: in its translations (tests/locales/make-pseudo) every message
 * stands between marks, so that whatever has none was not translated.
 */
#include <json-glib/json-glib.h>
#include <string.h>

#include "language/lc-catalogue.h"
#include "language/lc-language.h"
#include "run/lc-run-json.h"
#include "test-session-plan.h"
#include "test-widgets.h"
#include "ui/lc-application.h"
#include "ui/lc-dialogs.h"
#include "ui/lc-verdict-header.h"
#include "ui/lc-window.h"
#include "words/lc-line-text.h"

#define PSEUDO "qps"
#define OPENING "‹"
#define CLOSING "›"
#define DEADLINE_S 280
#define FRAMES 3

static const int widths[] = { 360, 720 };
static const char *const pages[] = { "checks", "regions", "fixes" };

/* Names, and the words of the toolkit that were seen, which has translations of its own. */
static const char *const foreign_words[] = {
  "Legal", "Details", "Credits", "Close", "Alt", "Ctrl", "Shift", "Escape",
  "Linecheck", "Quicklink", "Studio", "UDP", "TURN", "STUN", "WebSocket", "Socket", "IO", "ICMP", "UTC", "IT",
};

static const char *language;

typedef struct
{
  GHashTable *facts; /* words of the saved run that stand for themselves */
  GPtrArray *complaints;
  const char *where;
  GtkWidget *window;
} Reader;

static void
complain (Reader *self, const char *format, ...)
{
  g_autofree char *what = NULL;
  g_autofree char *complaint = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  complaint = g_strdup_printf ("%s: %s", self->where, what);
  if (!g_ptr_array_find_with_equal_func (self->complaints, complaint, g_str_equal, NULL))
    g_ptr_array_add (self->complaints, g_steal_pointer (&complaint));
}

/* Waiting */

static gboolean
on_deadline (gpointer data)
{
  g_error ("nothing happened within %d s", DEADLINE_S);
  return G_SOURCE_REMOVE;
}

static void
on_painted (GdkFrameClock *clock, guint *n_frames)
{
  (*n_frames)++;
}

static gboolean
is_moving (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_REVEALER (widget) && gtk_revealer_get_reveal_child (GTK_REVEALER (widget)) !=
                                    gtk_revealer_get_child_revealed (GTK_REVEALER (widget)))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_moving (child))
      return TRUE;
  return FALSE;
}

/* Until the window has been laid out and drawn anew, and nothing slides any more. */
static void
wait_for_frames (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  guint n_frames = 0;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), &n_frames);

  while (n_frames < FRAMES || is_moving (window))
    {
      gtk_widget_queue_draw (window);
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (clock, handler);
}

/* What is not translated */

static void
learn_words (GHashTable *facts, const char *text)
{
  g_auto (GStrv) words = g_regex_split_simple ("[^A-Za-z]+", text, G_REGEX_OPTIMIZE, 0);

  for (guint i = 0; words[i] != NULL; i++)
    g_hash_table_add (facts, g_strdup (words[i]));
}

/* Names and places of the profile are translated; they are no facts. */
static void
learn (GHashTable *facts, const char *member, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *child;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &child))
        learn (facts, name, child);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        learn (facts, member, json_array_get_element (array, i));
    }
  else if (json_node_get_value_type (node) == G_TYPE_STRING && g_strcmp0 (member, "place") != 0 &&
           g_strcmp0 (member, "name") != 0)
    {
      learn_words (facts, json_node_get_string (node));
    }
}

static GHashTable *
learn_facts (GFile *file)
{
  GHashTable *facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *path = g_file_get_path (file);

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  learn (facts, NULL, json_parser_get_root (parser));
  for (guint i = 0; i < G_N_ELEMENTS (foreign_words); i++)
    g_hash_table_add (facts, g_strdup (foreign_words[i]));
  return facts;
}

/* The pseudo-translation changes every vowel; a word that still has those of
 * English, and is no fact, went past it. */
static gboolean
is_english (Reader *self, const char *word)
{
  return strlen (word) > 1 && strpbrk (word, "aeinouyAEINOUY") != NULL && !g_hash_table_contains (self->facts, word);
}

/* Newer toolkits have more words; those that their German translators know are theirs. */
static gboolean
is_of_toolkit (const char *text)
{
  static const char *const domains[] = { "gtk40", "libadwaita" };

  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      g_autofree char *path = g_strdup_printf ("/usr/share/locale/de/LC_MESSAGES/%s.mo", domains[i]);
      g_autofree char *key = g_strconcat ("keyboard label\004", text, NULL);
      g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
      g_autoptr (GBytes) bytes = file != NULL ? g_mapped_file_get_bytes (file) : NULL;
      g_autoptr (LcCatalogue) catalogue = bytes != NULL ? lc_catalogue_new (bytes) : NULL;

      if (catalogue != NULL &&
          (lc_catalogue_find (catalogue, text) != NULL || lc_catalogue_find (catalogue, key) != NULL))
        return TRUE;
    }
  return FALSE;
}

static void
check_words (Reader *self, GtkWidget *widget, const char *what, const char *text)
{
  g_auto (GStrv) words = NULL;

  if (!g_str_equal (language, PSEUDO) || text == NULL)
    return;
  words = g_regex_split_simple ("[^\\p{L}]+", text, G_REGEX_OPTIMIZE, 0);
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_is_ascii (words[i]) && is_english (self, words[i]) && !is_of_toolkit (text))
      {
        complain (self, "%s of a %s is not translated: “%s”", what, G_OBJECT_TYPE_NAME (widget), text);
        return;
      }
}

/* What cannot be read whole */

static gboolean
is_inside (GtkWidget *widget, const char *css_name)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (g_str_equal (gtk_widget_get_css_name (widget), css_name))
      return TRUE;
  return FALSE;
}

static void
check_room (Reader *self, GtkWidget *label)
{
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (label));
  const char *text = gtk_label_get_text (GTK_LABEL (label));
  graphene_rect_t bounds;
  int width;

  if (text[0] == '\0')
    return;
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (pango_layout_is_ellipsized (layout))
    complain (self, "cut short: “%s”", text);
  else if (width > gtk_widget_get_width (label) + 1)
    complain (self, "wider than its place (%d of %d): “%s”", width, gtk_widget_get_width (label), text);
  if (gtk_widget_compute_bounds (label, self->window, &bounds) &&
      (bounds.origin.x < -1 || bounds.origin.x + bounds.size.width > gtk_widget_get_width (self->window) + 1))
    complain (self, "beyond the window: “%s”", text);
}

static void
check_name (Reader *self, GtkWidget *widget, GtkAccessibleProperty property, const char *what)
{
  /* It hands out the value because it is another one. */
  g_autofree char *name = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), property, "\001");

  check_words (self, widget, what, name);
}

static void
read_widget (Reader *self, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || is_inside (widget, "windowcontrols"))
    return;
  if (GTK_IS_LABEL (widget))
    {
      check_words (self, widget, "text", gtk_label_get_text (GTK_LABEL (widget)));
      check_room (self, widget);
    }
  check_words (self, widget, "tooltip", gtk_widget_get_tooltip_text (widget));
  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    check_name (self, widget, GTK_ACCESSIBLE_PROPERTY_LABEL, "name");
  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION))
    check_name (self, widget, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "description");
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    read_widget (self, child);
}

static void
read_menu (Reader *self, GtkWidget *widget, GMenuModel *menu)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      static const char *const links[] = { G_MENU_LINK_SECTION, G_MENU_LINK_SUBMENU };
      g_autofree char *label = NULL;

      if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
        {
          g_auto (GStrv) parts = g_strsplit (label, "_", -1);
          g_autofree char *text = g_strjoinv ("", parts);

          check_words (self, widget, "menu", text);
        }
      for (guint j = 0; j < G_N_ELEMENTS (links); j++)
        {
          g_autoptr (GMenuModel) link = g_menu_model_get_item_link (menu, i, links[j]);

          if (link != NULL)
            read_menu (self, widget, link);
        }
    }
}

static void
read_window (Reader *self, GtkWidget *window, const char *where)
{
  self->window = window;
  self->where = where;
  wait_for_frames (window);
  read_widget (self, window);
}

/* The window and its dialogs */

typedef struct
{
  LcSession *session;
  GSettings *settings;
  GtkWidget *window;
  Reader reader;
} Fixture;

static int
get_minimum (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* Names those who need most of the width that a narrow window has not. */
static void
blame (Reader *self, GtkWidget *widget)
{
  gboolean is_last = TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child) && get_minimum (child) > widths[0] / 2)
      {
        blame (self, child);
        is_last = FALSE;
      }
  if (is_last)
    complain (self, "a %s needs a width of %d: “%s”", G_OBJECT_TYPE_NAME (widget), get_minimum (widget),
              GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "");
}

static void
open_run (Fixture *fixture, GFile *file)
{
  g_autoptr (LcRun) saved = lc_run_new_from_file (file, NULL);
  GDateTime *started = lc_run_get_facts (saved)->started;

  lc_window_open_file (LC_WINDOW (fixture->window), file);
  while (lc_session_get_run (fixture->session) == NULL ||
         !g_date_time_equal (lc_run_get_facts (lc_session_get_run (fixture->session))->started, started))
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "report", "runs", "udp-blocked.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  int width = GPOINTER_TO_INT (data);

  fixture->session = test_session_new ();
  fixture->settings = g_settings_new (LC_SETTINGS_SCHEMA);
  g_settings_set_boolean (fixture->settings, "consent-given", TRUE);
  g_settings_set_int (fixture->settings, "window-width", width);
  fixture->reader.facts = learn_facts (file);
  fixture->reader.complaints = g_ptr_array_new_with_free_func (g_free);
  fixture->window = lc_window_new (NULL, fixture->session, fixture->settings);
  gtk_window_present (GTK_WINDOW (fixture->window));
  open_run (fixture, file);
  wait_for_frames (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_widget_destroy_window (fixture->window);
  g_assert_finalize_object (fixture->session);
  g_object_unref (fixture->settings);
  g_hash_table_unref (fixture->reader.facts);
  for (guint i = 0; i < fixture->reader.complaints->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (fixture->reader.complaints, i));
  if (fixture->reader.complaints->len > 0)
    g_test_fail_printf ("%u complaints, see above", fixture->reader.complaints->len);
  g_ptr_array_unref (fixture->reader.complaints);
}

static void
open_rows (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (ADW_IS_EXPANDER_ROW (child))
        adw_expander_row_set_expanded (ADW_EXPANDER_ROW (child), TRUE);
      open_rows (child);
    }
}

static void
read_pages (Fixture *fixture)
{
  GMenuModel *menu = gtk_menu_button_get_menu_model (test_widget_get_child (fixture->window, "menu_button"));

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      gtk_widget_activate_action (fixture->window, "win.show-page", "s", pages[i]);
      open_rows (fixture->window);
      read_window (&fixture->reader, fixture->window, pages[i]);
      if (get_minimum (fixture->window) > widths[0])
        blame (&fixture->reader, fixture->window);
    }
  read_menu (&fixture->reader, fixture->window, menu);
}

static void
read_dialog (Fixture *fixture, const char *where)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (window == fixture->window || !gtk_widget_get_visible (window))
        continue;
      read_window (&fixture->reader, window, where);
      gtk_window_destroy (GTK_WINDOW (window));
      return;
    }
  g_assert_not_reached ();
}

static void
read_dialogs (Fixture *fixture)
{
  lc_dialogs_show_preferences (GTK_WINDOW (fixture->window), fixture->settings);
  read_dialog (fixture, "preferences");
  lc_dialogs_show_shortcuts (GTK_WINDOW (fixture->window));
  read_dialog (fixture, "shortcuts");
  lc_dialogs_show_about (GTK_WINDOW (fixture->window));
  read_dialog (fixture, "about");
}

static void
read_consent (Fixture *fixture)
{
  g_settings_set_boolean (fixture->settings, "consent-given", FALSE);
  gtk_widget_activate_action (fixture->window, "win.check", NULL);
  read_window (&fixture->reader, fixture->window, "consent");
}

static void
check_language (Fixture *fixture)
{
  GtkTextDirection direction = g_str_equal (language, "ar") ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR;
  const LcLineVerdict *verdict = lc_run_get_verdict (lc_session_get_run (fixture->session));
  const char *label = lc_line_status_get_label (verdict->status);
  g_autofree char *english = NULL;

  g_assert_cmpint (gtk_widget_get_default_direction (), ==, direction);
  g_assert_cmpint (gtk_widget_get_direction (fixture->window), ==, direction);
  lc_language_push ("en");
  english = g_strdup (lc_line_status_get_label (verdict->status));
  lc_language_pop ();
  if (g_str_equal (language, "en"))
    g_assert_cmpstr (label, ==, english);
  else
    g_assert_cmpstr (label, !=, english);
  g_assert_cmpstr (gtk_label_get_text (test_widget_get_child (test_widget_get_child (fixture->window, "header"),
                   "title")), ==, label);
}

/* One window for all: it takes longest to make one. */
static void
test_words (Fixture *fixture, gconstpointer data)
{
  check_language (fixture);
  read_pages (fixture);
  read_dialogs (fixture);
  read_consent (fixture);
}

int
main (int argc, char *argv[])
{
  g_autofree char *word = NULL;

  lc_language_init ();
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  language = argv[1];
  /* Not gtk_test_init(): it chooses a locale of its own. */
  gtk_init ();
  adw_init ();
  g_timeout_add_seconds (DEADLINE_S, on_deadline, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autofree char *path = g_strdup_printf ("/words/%s/%d", language, widths[i]);

      g_test_add (path, Fixture, GINT_TO_POINTER (widths[i]), set_up, test_words, tear_down);
    }
  return g_test_run ();
}
