/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-accessible.c: see lc-accessible.h.
 */
#include "ui/lc-accessible.h"

/* What a screen reader calls @widget. */
void
lc_accessible_set_label (GtkWidget *widget, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/**
 * lc_accessible_name_inside:
 * @type: of the widgets to name
 * @label: their name
 *
 * Names all widgets of a type that are somewhere inside @widget.
 */
void
lc_accessible_name_inside (GtkWidget *widget, GType type, const char *label)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (G_TYPE_CHECK_INSTANCE_TYPE (child, type))
        lc_accessible_set_label (child, label);
      lc_accessible_name_inside (child, type, label);
    }
}

/* The same for those with a style class. */
void
lc_accessible_name_class (GtkWidget *widget, const char *css_class, const char *label)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (gtk_widget_has_css_class (child, css_class))
        lc_accessible_set_label (child, label);
      lc_accessible_name_class (child, css_class, label);
    }
}

/**
 * lc_accessible_hide_mnemonics:
 *
 * Buttons with a mnemonic inside @widget are read as their text alone: GTK 4.8
 * would say the text with its underscore before it.
 */
void
lc_accessible_hide_mnemonics (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_BUTTON (child) && gtk_button_get_use_underline (GTK_BUTTON (child)) &&
          gtk_button_get_label (GTK_BUTTON (child)) != NULL)
        gtk_accessible_reset_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL);
      lc_accessible_hide_mnemonics (child);
    }
}

/**
 * lc_accessible_announce:
 * @widget: a part of the window
 * @text: what has happened
 *
 * Lets a screen reader say it when it has said what it is saying. GTK before 4.14
 * cannot: there a change of the text of a status or an alert has to do.
 */
void
lc_accessible_announce (GtkWidget *widget, const char *text)
{
#if GTK_CHECK_VERSION (4, 14, 0)
  /* Newer than what is promised to be used at most, and used where it is. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  G_GNUC_END_IGNORE_DEPRECATIONS
#endif
}
