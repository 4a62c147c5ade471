/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-shortcuts.c: see lc-shortcuts.h. The toolkit's own window for this is wider
 * than 360 pixels, and twice that with large text; this one breaks its lines.
 */
#include "config.h"

#include "ui/lc-shortcuts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/lc-accessible.h"

#define WIDTH 480
#define HEIGHT 560
#define SPACING 6
#define MAX_KEYS 2

typedef struct
{
  const char *title;
  const char *keys[MAX_KEYS]; /* accelerators, one as good as the other */
} KeyShortcut;

static const KeyShortcut checking[] = {
  { N_("Check again"), { "<Control>r", "F5" } },
  { N_("Stop"), { "Escape" } },
  { N_("Copy summary"), { "<Control>c" } },
  { NULL },
};

static const KeyShortcut report[] = {
  { N_("Save"), { "<Control>s" } },
  { N_("Print"), { "<Control>p" } },
  { NULL },
};

static const KeyShortcut pages[] = {
  { N_("Checks"), { "<Alt>1" } },
  { N_("Regions"), { "<Alt>2" } },
  { N_("What to ask IT"), { "<Alt>3" } },
  { NULL },
};

static const KeyShortcut general[] = {
  { N_("Open a saved run or a profile"), { "<Control>o" } },
  { N_("Main menu"), { "F10" } },
  { N_("Preferences"), { "<Control>comma" } },
  { N_("Keyboard shortcuts"), { "<Control>question", "F1" } },
  { N_("Quit"), { "<Control>q" } },
  { NULL },
};

static const struct
{
  const char *title;
  const KeyShortcut *shortcuts;
} groups[] = {
  { N_("Checking"), checking },
  { N_("Report"), report },
  { N_("Pages"), pages },
  { N_("General"), general },
};

/* Returns: (transfer full): as it is written on a keyboard, "Ctrl+R" */
static char *
dup_key_label (const char *accelerator)
{
  GdkModifierType modifiers;
  guint key;

  gtk_accelerator_parse (accelerator, &key, &modifiers);
  return gtk_accelerator_get_label (key, modifiers);
}

/* The keys are pictures of keys; a screen reader says them with the title. */
static GtkWidget *
create_row (const KeyShortcut *shortcut)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  g_autoptr (GString) spoken = g_string_new (NULL);
  g_autofree char *name = NULL;

  for (guint i = 0; i < MAX_KEYS && shortcut->keys[i] != NULL; i++)
    {
      g_autofree char *label = dup_key_label (shortcut->keys[i]);
      GtkWidget *keys = gtk_shortcut_label_new (shortcut->keys[i]);

      gtk_widget_set_halign (keys, GTK_ALIGN_END);
      gtk_box_append (GTK_BOX (box), keys);
      /* Translators: between the entries of a list. */
      g_string_append_printf (spoken, "%s%s", i > 0 ? _(", ") : "", label);
    }
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (box, SPACING);
  gtk_widget_set_margin_bottom (box, SPACING);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), box);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(shortcut->title));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  /* Translators: what a screen reader says of a row: title, keys. */
  name = g_strdup_printf (_("%s: %s"), _(shortcut->title), spoken->str);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  lc_accessible_set_label (row, name);
  return row;
}

/**
 * lc_shortcuts_new:
 *
 * Returns: (transfer none): the window, not shown yet
 */
GtkWidget *
lc_shortcuts_new (void)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  GtkWidget *window = g_object_new (ADW_TYPE_PREFERENCES_WINDOW, "title", _("Keyboard Shortcuts"), "modal", TRUE,
                                    "search-enabled", FALSE, "default-width", WIDTH, "default-height", HEIGHT, NULL);

  adw_preferences_page_set_title (page, _("Keyboard Shortcuts"));
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

      adw_preferences_group_set_title (group, _(groups[i].title));
      for (const KeyShortcut *shortcut = groups[i].shortcuts; shortcut->title != NULL; shortcut++)
        adw_preferences_group_add (group, create_row (shortcut));
      adw_preferences_page_add (page, group);
    }
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), page);
  lc_accessible_name_inside (window, ADW_TYPE_VIEW_SWITCHER, _("Pages"));
  return window;
}
