/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-opener.c: see lc-opener.h.
 */
#include "config.h"

#include "ui/lc-opener.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/lc-accessible.h"
#include "ui/lc-document.h"
#include "ui/lc-hosts.h"

struct _LcOpener
{
  GObject parent_instance;

  GCancellable *cancellable;
  GtkWindow *parent; /* while something is being opened */
  GtkFileChooserNative *chooser;
  LcProfile *profile; /* that the person is asked about */
};

G_DEFINE_FINAL_TYPE (LcOpener, lc_opener, G_TYPE_OBJECT)

enum
{
  RUN,
  PROFILE,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lc_opener_dispose (GObject *object)
{
  LcOpener *self = LC_OPENER (object);

  lc_opener_close (self);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (lc_opener_parent_class)->dispose (object);
}

static void
lc_opener_class_init (LcOpenerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lc_opener_dispose;

  /**
   * LcOpener::run:
   * @run: a saved run that was opened
   */
  signals[RUN] = g_signal_new ("run", LC_TYPE_OPENER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, LC_TYPE_RUN);
  /**
   * LcOpener::profile:
   * @profile: a profile that the person wants to be used
   */
  signals[PROFILE] = g_signal_new ("profile", LC_TYPE_OPENER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, LC_TYPE_PROFILE);
  /**
   * LcOpener::failed:
   * @message: what is wrong with which file
   */
  signals[FAILED] = g_signal_new ("failed", LC_TYPE_OPENER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
lc_opener_init (LcOpener *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
on_answer (LcOpener *self, const char *response)
{
  g_autoptr (LcProfile) profile = g_steal_pointer (&self->profile);

  if (profile != NULL && g_str_equal (response, "use"))
    g_signal_emit (self, signals[PROFILE], 0, profile);
}

static void
ask_about_profile (LcOpener *self, LcProfile *profile)
{
  g_autofree char *hosts = lc_hosts_dup_text (profile);
  GtkWidget *dialog;

  g_set_object (&self->profile, profile);
  dialog = adw_message_dialog_new (self->parent, NULL, NULL);
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog),
                                     /* Translators: %s is the name of a profile. */
                                     _("Use the Profile “%s”?"),
                                     lc_profile_get_name (profile));
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), _("Checks will contact these servers:\n\n%s"),
                                  hosts);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "use", _("_Use"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "use", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "use");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), self, G_CONNECT_SWAPPED);
  lc_accessible_hide_mnemonics (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcOpener) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) document = lc_document_load_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (document == NULL)
    g_signal_emit (self, signals[FAILED], 0, error->message);
  else if (LC_IS_RUN (document))
    g_signal_emit (self, signals[RUN], 0, document);
  else
    ask_about_profile (self, LC_PROFILE (document));
}

static void
on_chosen (LcOpener *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  GtkWindow *parent = gtk_native_dialog_get_transient_for (GTK_NATIVE_DIALOG (self->chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    lc_opener_open (self, parent, file);
  g_clear_object (&self->chooser);
}

static GtkFileFilter *
new_filter (void)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Saved runs and profiles"));
  gtk_file_filter_add_mime_type (filter, "application/json");
  gtk_file_filter_add_suffix (filter, "json");
  return filter;
}

LcOpener *
lc_opener_new (void)
{
  return g_object_new (LC_TYPE_OPENER, NULL);
}

/**
 * lc_opener_choose:
 * @parent: the window to ask over
 *
 * Lets the person choose a file.
 */
void
lc_opener_choose (LcOpener *self, GtkWindow *parent)
{
  g_autoptr (GtkFileFilter) filter = new_filter ();

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_("Open a Saved Run or a Profile"), parent,
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/**
 * lc_opener_open:
 * @parent: the window to ask over
 * @file: a saved run or a profile
 */
void
lc_opener_open (LcOpener *self, GtkWindow *parent, GFile *file)
{
  g_set_weak_pointer (&self->parent, parent);
  lc_document_load_async (file, self->cancellable, on_loaded, g_object_ref (self));
}

/* Nobody is interested any more. */
void
lc_opener_close (LcOpener *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->chooser);
  g_clear_object (&self->profile);
}
