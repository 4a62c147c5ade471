/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-dialogs.c: see lc-dialogs.h. Each is made when it is asked for, so that the
 * start has nothing to do with them.
 */
#include "config.h"

#include "ui/lc-dialogs.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/lc-accessible.h"
#include "ui/lc-preferences-window.h"

/* Preferences of the window @parent. */
void
lc_dialogs_show_preferences (GtkWindow *parent, GSettings *settings)
{
  GtkWidget *window = lc_preferences_window_new (settings);

  lc_accessible_name_inside (window, ADW_TYPE_VIEW_SWITCHER, _("Pages"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_present (GTK_WINDOW (window));
}

/* The toolkit keeps each title in one line; a narrow window with large text has no
 * room for that. */
static void
wrap_titles (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_SHORTCUT_LABEL (child))
        continue;
      if (GTK_IS_LABEL (child))
        {
          gtk_label_set_wrap (GTK_LABEL (child), TRUE);
          gtk_label_set_wrap_mode (GTK_LABEL (child), PANGO_WRAP_WORD_CHAR);
          gtk_label_set_xalign (GTK_LABEL (child), 0);
        }
      wrap_titles (child);
    }
}

/* The keyboard shortcuts of the window @parent. */
void
lc_dialogs_show_shortcuts (GtkWindow *parent)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/tv/quicklink/Linecheck/lc-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  /* The button in its title bar that opens the search has a picture only. */
  lc_accessible_name_inside (GTK_WIDGET (window), GTK_TYPE_TOGGLE_BUTTON, _("Search Shortcuts"));
  wrap_titles (GTK_WIDGET (window));
  gtk_window_set_transient_for (window, parent);
  gtk_window_present (window);
}

/* Name, version, licence and credits. */
void
lc_dialogs_show_about (GtkWindow *parent)
{
  GtkWidget *window = g_object_new (ADW_TYPE_ABOUT_WINDOW,
                                    "application-name", _("Linecheck"),
                                    "application-icon", "tv.quicklink.Linecheck",
                                    "version", PACKAGE_VERSION,
                                    "comments", _("Tells in seconds whether this network will carry a live stream."),
                                    "license-type", GTK_LICENSE_GPL_3_0,
                                    /* Translators: put your names here, one a line. */
                                    "translator-credits", _("translator-credits"),
                                    NULL);

  lc_accessible_name_inside (window, GTK_TYPE_LIST_BOX, _("Details"));
  lc_accessible_name_class (window, "app-version", PACKAGE_VERSION);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_present (GTK_WINDOW (window));
}
