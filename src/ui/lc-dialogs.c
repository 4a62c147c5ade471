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
#include "ui/lc-shortcuts.h"

/* Preferences of the window @parent. */
void
lc_dialogs_show_preferences (GtkWindow *parent, GSettings *settings)
{
  GtkWidget *window = lc_preferences_window_new (settings);

  lc_accessible_name_inside (window, ADW_TYPE_VIEW_SWITCHER, _("Pages"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_present (GTK_WINDOW (window));
}

/* The keyboard shortcuts of the window @parent. */
void
lc_dialogs_show_shortcuts (GtkWindow *parent)
{
  GtkWindow *window = GTK_WINDOW (lc_shortcuts_new ());

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
