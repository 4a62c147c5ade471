/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-preferences-window.c: see lc-preferences-window.h.
 */
#include "config.h"

#include "ui/lc-preferences-window.h"

#include <glib/gi18n-lib.h>

#include "language/lc-language.h"
#include "profile/lc-profile.h"
#include "ui/lc-accessible.h"
#include "ui/lc-document.h"

struct _LcPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  GSettings *settings;
  GCancellable *cancellable;
  GtkFileChooserNative *chooser;
  GFile *chosen;

  GtkSwitch *start_switch;
  GtkSpinButton *samples_button;
  GtkSwitch *redact_switch;
  AdwComboRow *language_row;
  GPtrArray *languages; /* in the order of the row, from the second on; not owned */
  AdwActionRow *profile_row;
};

G_DEFINE_FINAL_TYPE (LcPreferencesWindow, lc_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
show_profile (LcPreferencesWindow *self)
{
  g_autofree char *path = g_settings_get_string (self->settings, "profile-file");
  g_autofree char *name = g_filename_display_name (path);
  gboolean builtin = path[0] == '\0';

  adw_action_row_set_subtitle (self->profile_row, builtin ? _("Built-in: Quicklink Studio") : name);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preferences.reset-profile", !builtin);
}

/* Each language under its own name, for whoever reads nothing else; automatic is that of the
 * application. The row has room for about twenty letters. */
static void
list_languages (LcPreferencesWindow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const char *const *languages = lc_language_list ();

  gtk_string_list_append (names, _("Automatic"));
  for (guint i = 0; languages[i] != NULL; i++)
    if (lc_language_is_installed (languages[i]))
      {
        g_ptr_array_add (self->languages, (gpointer) languages[i]);
        gtk_string_list_take (names, lc_language_dup_name (languages[i]));
      }
  adw_combo_row_set_model (self->language_row, G_LIST_MODEL (names));
}

static void
show_language (LcPreferencesWindow *self)
{
  g_autofree char *word = g_settings_get_string (self->settings, "report-language");
  const char *language = lc_language_find (word);
  guint index;

  if (language != NULL && g_ptr_array_find (self->languages, language, &index))
    adw_combo_row_set_selected (self->language_row, index + 1);
  else
    adw_combo_row_set_selected (self->language_row, 0);
}

static void
on_language_selected (LcPreferencesWindow *self)
{
  guint selected = adw_combo_row_get_selected (self->language_row);
  const char *language =
    selected > 0 && selected <= self->languages->len ? g_ptr_array_index (self->languages, selected - 1) : "";

  if (self->settings != NULL)
    g_settings_set_string (self->settings, "report-language", language);
}

static void
toast (LcPreferencesWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (escaped));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcPreferencesWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) document = lc_document_load_finish (result, &error);
  g_autofree char *path = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  path = g_file_get_path (self->chosen);
  if (document == NULL)
    toast (self, error->message);
  else if (!LC_IS_PROFILE (document) || path == NULL)
    toast (self, _("This file is not a profile."));
  else
    g_settings_set_string (self->settings, "profile-file", path);
}

static void
on_chosen (LcPreferencesWindow *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    {
      g_set_object (&self->chosen, file);
      lc_document_load_async (file, self->cancellable, on_loaded, g_object_ref (self));
    }
  g_clear_object (&self->chooser);
}

static void
on_choose_profile (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcPreferencesWindow *self = LC_PREFERENCES_WINDOW (widget);

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_("Choose a Profile"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_reset_profile (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_settings_reset (LC_PREFERENCES_WINDOW (widget)->settings, "profile-file");
}

static void
lc_preferences_window_dispose (GObject *object)
{
  LcPreferencesWindow *self = LC_PREFERENCES_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_object (&self->chosen);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (lc_preferences_window_parent_class)->dispose (object);
}

static void
lc_preferences_window_finalize (GObject *object)
{
  g_clear_object (&LC_PREFERENCES_WINDOW (object)->cancellable);
  g_ptr_array_unref (LC_PREFERENCES_WINDOW (object)->languages);
  G_OBJECT_CLASS (lc_preferences_window_parent_class)->finalize (object);
}

static void
lc_preferences_window_class_init (LcPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lc_preferences_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = lc_preferences_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/tv/quicklink/Linecheck/lc-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LcPreferencesWindow, start_switch);
  gtk_widget_class_bind_template_child (widget_class, LcPreferencesWindow, samples_button);
  gtk_widget_class_bind_template_child (widget_class, LcPreferencesWindow, redact_switch);
  gtk_widget_class_bind_template_child (widget_class, LcPreferencesWindow, language_row);
  gtk_widget_class_bind_template_child (widget_class, LcPreferencesWindow, profile_row);
  gtk_widget_class_bind_template_callback (widget_class, on_language_selected);
  gtk_widget_class_install_action (widget_class, "preferences.choose-profile", NULL, on_choose_profile);
  gtk_widget_class_install_action (widget_class, "preferences.reset-profile", NULL, on_reset_profile);
}

static void
lc_preferences_window_init (LcPreferencesWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->languages = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lc_preferences_window_new:
 * @settings: of the schema tv.quicklink.Linecheck
 *
 * Returns: (transfer floating)
 */
GtkWidget *
lc_preferences_window_new (GSettings *settings)
{
  LcPreferencesWindow *self = g_object_new (LC_TYPE_PREFERENCES_WINDOW, NULL);

  list_languages (self);
  lc_accessible_name_inside (GTK_WIDGET (self->language_row), GTK_TYPE_LIST_VIEW,
                             adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->language_row)));
  self->settings = g_object_ref (settings);
  show_language (self);
  g_settings_bind (settings, "start-at-once", self->start_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "redact-reports", self->redact_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "samples", self->samples_button, "value", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed::report-language", G_CALLBACK (show_language), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::profile-file", G_CALLBACK (show_profile), self,
                           G_CONNECT_SWAPPED);
  show_profile (self);
  return GTK_WIDGET (self);
}
