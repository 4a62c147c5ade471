/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-fixes-view.c: see lc-fixes-view.h. One group a fix; its rows are what a
 * firewall rule needs. They are made when somebody looks.
 */
#include "config.h"

#include "ui/lc-fixes-view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/lc-look.h"
#include "words/lc-fix-text.h"

struct _LcFixesView
{
  GtkBox parent_instance;

  GPtrArray *fixes; /* of LcFix; NULL when what is shown is current */
  LcRun *run; /* that they are of; or NULL */
};

G_DEFINE_FINAL_TYPE (LcFixesView, lc_fixes_view, GTK_TYPE_BOX)

static GtkWidget *
new_copy_button (const char *label, const char *text, const char *style)
{
  GtkWidget *content = adw_button_content_new ();
  GtkWidget *button = gtk_button_new ();

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "edit-copy-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), label);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, style);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.copy");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", text);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static void
add_row (AdwPreferencesGroup *group, const char *title, const char *value)
{
  GtkWidget *row;

  if (value[0] == '\0')
    return;
  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_preferences_group_add (group, row);
}

static void
add_list (AdwPreferencesGroup *group, const char *title, char **words, const char *separator)
{
  g_autofree char *value = g_strjoinv (separator, words);

  add_row (group, title, value);
}

/* The heading of a group would be cut short where it is too long for its line. */
static void
wrap_heading (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_LABEL (child) && gtk_widget_has_css_class (child, "heading"))
        {
          gtk_label_set_ellipsize (GTK_LABEL (child), PANGO_ELLIPSIZE_NONE);
          gtk_label_set_wrap (GTK_LABEL (child), TRUE);
        }
      wrap_heading (child);
    }
}

static void
add_fix (LcFixesView *self, const LcFix *fix)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autofree char *request = lc_fix_dup_request (fix);
  g_autofree char *description = g_markup_escape_text (request, -1);
  g_autofree char *traffic = lc_fix_dup_traffic (fix);
  g_autofree char *places = lc_fix_dup_places (fix);
  g_autofree char *text = lc_fix_dup_text (fix);
  GtkWidget *copy = new_copy_button (_("Copy"), text, "flat");

  /* The button alone does not say what it copies. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, lc_fix_get_title (fix),
                                  -1);
  adw_preferences_group_set_title (group, lc_fix_get_title (fix));
  wrap_heading (GTK_WIDGET (group));
  adw_preferences_group_set_description (group, description);
  adw_preferences_group_set_header_suffix (group, copy);
  add_row (group, _("Protocol and ports"), traffic);
  add_list (group, _("Servers"), fix->hosts, "\n");
  add_list (group, _("Addresses"), fix->cidrs, "\n");
  add_row (group, _("Regions"), places);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (group));
}

static void
add_copy_all (LcFixesView *self, GPtrArray *fixes)
{
  GString *text = g_string_new (NULL);
  GtkWidget *button;

  for (guint i = 0; i < fixes->len; i++)
    {
      g_autofree char *fix = lc_fix_dup_text (g_ptr_array_index (fixes, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", fix);
    }
  button = new_copy_button (_("Copy All"), text->str, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self), button);
  g_string_free (text, TRUE);
}

static void
add_page (LcFixesView *self, const char *icon, const char *title, const char *description)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), description);
  gtk_widget_add_css_class (page, "compact");
  gtk_box_append (GTK_BOX (self), page);
}

/* That there is nothing to ask for is good news only where all is well. */
static void
add_nothing (LcFixesView *self)
{
  LcLineStatus status;

  if (self->run == NULL)
    {
      add_page (self, "lc-ask-symbolic", _("Not checked yet"),
                _("After a check, this is where to find what IT would have to change."));
      return;
    }
  status = lc_run_get_verdict (self->run)->status;
  if (status == LC_LINE_STATUS_READY)
    add_page (self, "lc-passed-symbolic", _("Nothing to ask"),
              _("The check found nothing that IT would have to change."));
  else if (status == LC_LINE_STATUS_INCOMPLETE)
    add_page (self, lc_look_get_line_icon (status), _("Nothing to ask yet"),
              _("The check was not completed, so it does not tell what IT would have to change."));
  else
    add_page (self, lc_look_get_line_icon (status), _("No change to ask for"),
              _("No change to the network was found that would put it right. The list of checks says what is wrong."));
}

static void
build (LcFixesView *self)
{
  g_autoptr (GPtrArray) fixes = g_steal_pointer (&self->fixes);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
  for (guint i = 0; i < fixes->len; i++)
    add_fix (self, g_ptr_array_index (fixes, i));
  if (fixes->len > 1)
    add_copy_all (self, fixes);
  if (fixes->len == 0)
    add_nothing (self);
}

static void
lc_fixes_view_map (GtkWidget *widget)
{
  LcFixesView *self = LC_FIXES_VIEW (widget);

  if (self->fixes != NULL)
    build (self);
  GTK_WIDGET_CLASS (lc_fixes_view_parent_class)->map (widget);
}

static void
lc_fixes_view_finalize (GObject *object)
{
  g_clear_pointer (&LC_FIXES_VIEW (object)->fixes, g_ptr_array_unref);
  g_clear_object (&LC_FIXES_VIEW (object)->run);
  G_OBJECT_CLASS (lc_fixes_view_parent_class)->finalize (object);
}

static void
lc_fixes_view_class_init (LcFixesViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_fixes_view_finalize;
  GTK_WIDGET_CLASS (klass)->map = lc_fixes_view_map;
}

static void
lc_fixes_view_init (LcFixesView *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 24);
}

/**
 * lc_fixes_view_show_fixes:
 * @fixes: (element-type LcFix): what to ask for
 * @run: (nullable): that they are of; %NULL when there was no check
 */
void
lc_fixes_view_show_fixes (LcFixesView *self, GPtrArray *fixes, LcRun *run)
{
  g_clear_pointer (&self->fixes, g_ptr_array_unref);
  self->fixes = g_ptr_array_ref (fixes);
  g_set_object (&self->run, run);
  if (lc_look_is_on_screen (GTK_WIDGET (self)))
    build (self);
}
