/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-application.c: see lc-application.h.
 *
 * It owns what outlives a window: the session, which must come to its end when
 * the window is closed during a run, the settings, the kept runs, and the watch
 * on the network.
 */
#include "config.h"

#include "ui/lc-application.h"

#include <glib/gi18n-lib.h>

#include "profile/lc-profile-file.h"
#include "run/lc-run-store.h"
#include "ui/lc-document.h"
#include "runner/lc-network-watch.h"
#include "ui/lc-window.h"

struct _LcApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
  LcSession *session;
  LcRunStore *store;
  LcNetworkWatch *watch;
  gboolean held; /* until the run under way has ended */
  gboolean begun;
  gboolean check_wanted; /* as soon as it has begun, whatever the settings say */
};

G_DEFINE_FINAL_TYPE (LcApplication, lc_application, ADW_TYPE_APPLICATION)

/* Returns: (transfer none) (nullable) */
static LcWindow *
get_window (LcApplication *self)
{
  for (GList *at = gtk_application_get_windows (GTK_APPLICATION (self)); at != NULL; at = at->next)
    if (LC_IS_WINDOW (at->data))
      return at->data;
  return NULL;
}

static void
on_state_changed (LcApplication *self)
{
  gboolean busy = lc_session_get_state (self->session) != LC_SESSION_IDLE;

  if (busy == self->held)
    return;
  self->held = busy;
  if (busy)
    g_application_hold (G_APPLICATION (self));
  else
    g_application_release (G_APPLICATION (self));
}

static void
on_network_event (LcApplication *self, LcNetworkEvent event)
{
  LcWindow *window = get_window (self);

  if (window != NULL)
    lc_window_handle_network_event (window, event);
}

static void
toast (LcApplication *self, const char *text)
{
  LcWindow *window = get_window (self);

  if (window != NULL)
    lc_window_toast (window, text);
}

static void
use_profile (LcApplication *self, LcProfile *profile)
{
  g_autoptr (GError) error = NULL;

  if (!lc_session_use_profile (self->session, profile, &error))
    toast (self, error->message);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcSavedRun) saved = lc_run_store_save_finish (LC_RUN_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (saved == NULL)
    {
      /* Translators: %s is the reason that the system gives. */
      text = g_strdup_printf (_("This check could not be kept: %s"), error->message);
      toast (self, text);
    }
  g_application_release (G_APPLICATION (self));
}

/* A run that was stopped is not kept: it would be the last word on the line. One
 * with checks that were asked again is kept beside the one before. */
static void
keep_run (LcApplication *self, LcRun *run)
{
  if (lc_run_get_facts (run)->interrupted)
    return;
  g_application_hold (G_APPLICATION (self));
  lc_run_store_save_async (self->store, run, NULL, on_saved, g_object_ref (self));
}

static void
on_damaged (LcApplication *self, LcSavedRun *saved, const char *message)
{
  g_autofree char *text = NULL;

  /* Translators: %s says which file, and what is wrong with it. */
  text = g_strdup_printf (_("A kept check cannot be read: %s"), message);
  toast (self, text);
}

/* A run made with another profile says nothing about this one. */
static gboolean
is_of_this_profile (LcApplication *self, LcRun *run)
{
  return g_strcmp0 (lc_run_get_facts (run)->profile_id,
                    lc_profile_get_id (lc_session_get_profile (self->session))) == 0;
}

static void
on_latest_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcApplication) self = user_data;
  g_autoptr (LcRun) run = lc_run_store_load_latest_finish (LC_RUN_STORE (source), result, NULL);
  LcWindow *window = get_window (self);

  if (window == NULL || lc_session_get_state (self->session) != LC_SESSION_IDLE ||
      lc_session_get_run (self->session) != NULL)
    return;
  if (run != NULL && is_of_this_profile (self, run))
    lc_session_show_run (self->session, run, TRUE);
  if (self->check_wanted)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.check", NULL);
  else
    lc_window_begin (window);
}

static void
watch_network (LcApplication *self)
{
  self->watch = lc_network_watch_new (lc_session_get_profile (self->session));
  g_signal_connect_object (self->watch, "event", G_CALLBACK (on_network_event), self, G_CONNECT_SWAPPED);
}

/* Once, after the first frame: a window that is there at once counts more than
 * a check that begins a moment earlier. */
static void
begin (LcApplication *self)
{
  if (self->begun || get_window (self) == NULL)
    return;
  self->begun = TRUE;
  watch_network (self);
  lc_run_store_load_latest_async (self->store, NULL, on_latest_loaded, g_object_ref (self));
}

static void
on_profile_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) document = lc_document_load_finish (result, &error);

  if (document != NULL && LC_IS_PROFILE (document))
    use_profile (self, LC_PROFILE (document));
  else
    toast (self, error != NULL ? error->message : _("The chosen profile is not one."));
  begin (self);
}

static gboolean
load_profile (LcApplication *self)
{
  g_autofree char *path = g_settings_get_string (self->settings, "profile-file");
  g_autoptr (GFile) file = NULL;

  if (path[0] == '\0')
    return FALSE;
  file = g_file_new_for_path (path);
  lc_document_load_async (file, NULL, on_profile_loaded, g_object_ref (self));
  return TRUE;
}

static void
on_profile_setting_changed (LcApplication *self)
{
  if (!load_profile (self))
    {
      g_autoptr (LcProfile) profile = lc_profile_new_builtin ();

      use_profile (self, profile);
    }
}

static void
on_first_frame (GdkFrameClock *clock, gpointer user_data)
{
  LcApplication *self = user_data;

  g_signal_handlers_disconnect_by_func (clock, on_first_frame, self);
  if (!load_profile (self))
    begin (self);
}

static void
on_realized (GtkWidget *window, gpointer user_data)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_first_frame),
                           user_data, G_CONNECT_DEFAULT);
}

static LcWindow *
ensure_window (LcApplication *self)
{
  LcWindow *window = get_window (self);

  if (window == NULL)
    {
      window = LC_WINDOW (lc_window_new (GTK_APPLICATION (self), self->session, self->settings));
      if (!self->begun)
        g_signal_connect (window, "realize", G_CALLBACK (on_realized), self);
    }
  return window;
}

static void
lc_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (ensure_window (LC_APPLICATION (application))));
}

static void
lc_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  LcApplication *self = LC_APPLICATION (application);
  LcWindow *window = ensure_window (self);

  /* Who opens a file wants to see it: no check begins by itself. */
  if (!self->begun)
    {
      self->begun = TRUE;
      watch_network (self);
    }
  gtk_window_present (GTK_WINDOW (window));
  lc_window_open_file (window, files[0]);
}

/* From the desktop's menu, the bus or the command line. Under way already is as
 * good. */
static void
on_new_check (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LcApplication *self = user_data;
  LcWindow *window = ensure_window (self);

  if (self->begun)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.check", NULL);
  else
    self->check_wanted = TRUE;
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LcWindow *window = get_window (user_data);

  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
}

/* The first instance may be another process: it gets the action over the bus,
 * then what any start sends. */
static int
lc_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("linecheck %s\n", PACKAGE_VERSION);
      return EXIT_SUCCESS;
    }
  if (!g_variant_dict_contains (options, "new-check"))
    return -1;
  if (!g_application_register (application, NULL, &error))
    {
      g_printerr ("linecheck: %s\n", error->message);
      return EXIT_FAILURE;
    }
  g_action_group_activate_action (G_ACTION_GROUP (application), "new-check", NULL);
  return -1;
}

static void
lc_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { "new-check", on_new_check, NULL, NULL, NULL, { 0 } },
    { "quit", on_quit, NULL, NULL, NULL, { 0 } },
  };
  static const char *const quit_keys[] = { "<Control>q", NULL };
  static const char *const close_keys[] = { "<Control>w", NULL };
  LcApplication *self = LC_APPLICATION (application);
  g_autoptr (GFile) directory = NULL;
  g_autoptr (LcProfile) profile = NULL;

  G_APPLICATION_CLASS (lc_application_parent_class)->startup (application);
  g_set_application_name (_("Linecheck"));
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit", quit_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "window.close", close_keys);

  self->settings = g_settings_new (LC_SETTINGS_SCHEMA);
  g_signal_connect_object (self->settings, "changed::profile-file", G_CALLBACK (on_profile_setting_changed),
                           self, G_CONNECT_SWAPPED);
  directory = g_file_new_build_filename (g_get_user_data_dir (), "linecheck", "runs", NULL);
  self->store = lc_run_store_new (directory);
  g_signal_connect_object (self->store, "damaged", G_CALLBACK (on_damaged), self, G_CONNECT_SWAPPED);
  profile = lc_profile_new_builtin ();
  self->session = lc_session_new (profile, NULL);
  g_signal_connect_object (self->session, "finished", G_CALLBACK (keep_run), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "amended", G_CALLBACK (keep_run), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::state", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
lc_application_finalize (GObject *object)
{
  LcApplication *self = LC_APPLICATION (object);

  g_clear_object (&self->watch);
  g_clear_object (&self->store);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (lc_application_parent_class)->finalize (object);
}

static void
lc_application_class_init (LcApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lc_application_finalize;
  application_class->handle_local_options = lc_application_handle_local_options;
  application_class->startup = lc_application_startup;
  application_class->activate = lc_application_activate;
  application_class->open = lc_application_open;
}

static void
lc_application_init (LcApplication *self)
{
  const GOptionEntry options[] = {
    { "new-check", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_("Start a check"), NULL },
    { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_("Print the version"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  /* Translators: shown behind the program's name in the help of the command line. */
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[RUN.json | PROFILE.json]"));
}

/* Returns: (transfer full): the application, not yet running */
LcApplication *
lc_application_new (void)
{
  return g_object_new (LC_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/tv/quicklink/Linecheck",
                       NULL);
}
