/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-actions.c: see lc-report-actions.h.
 */
#include "config.h"

#include "ui/lc-report-actions.h"

#include <glib/gi18n-lib.h>

#include "language/lc-language.h"
#include "report/document/lc-report-maker.h"
#include "report/lc-report-format.h"
#include "rules/lc-rules-enums.h"
#include "ui/lc-headline.h"
#include "ui/lc-outgoing-run.h"
#include "ui/lc-portal.h"
#include "ui/lc-report-mailer.h"
#include "ui/lc-report-printer.h"
#include "ui/lc-report-saver.h"

struct _LcReportActions
{
  GObject parent_instance;

  GtkWindow *window; /* weak */
  GSettings *settings;
  GSimpleActionGroup *actions;
  GCancellable *cancellable;
  LcRun *run;
  LcProfile *profile;
};

G_DEFINE_FINAL_TYPE (LcReportActions, lc_report_actions, G_TYPE_OBJECT)

enum
{
  MESSAGE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const run_actions[] = { "save", "print", "mail-it", "mail-support" };

static void
tell (LcReportActions *self, const char *text, GFile *file)
{
  g_signal_emit (self, signals[MESSAGE], 0, text, file);
}

static gboolean
is_closed (LcReportActions *self)
{
  return self->window == NULL || g_cancellable_is_cancelled (self->cancellable);
}

/* Returns: (nullable): the profile for a run that does not bring its own, unless
 * it is a run for another service */
static LcProfile *
get_profile_of_run (LcReportActions *self)
{
  const char *id = lc_run_get_facts (self->run)->profile_id;

  return g_strcmp0 (id, lc_profile_get_id (self->profile)) == 0 ? self->profile : NULL;
}

/* Saving */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcReportActions) self = user_data;
  g_autoptr (GFile) file = lc_report_saver_save_finish (result, NULL);
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : NULL;
  g_autofree char *text = NULL;

  if (file == NULL || is_closed (self))
    return;
  /* Translators: %s is the name of a file. */
  text = g_strdup_printf (_("Saved as “%s”"), name);
  tell (self, text, file);
}

static void
on_save (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LcReportActions *self = user_data;
  LcReportFormat format;

  if (!lc_report_format_from_name (g_variant_get_string (parameter, NULL), &format))
    return;
  lc_report_saver_save_report_async (self->window, self->run, format, get_profile_of_run (self), self->settings,
                                     self->cancellable, on_saved, g_object_ref (self));
}

static void
on_rules (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LcReportActions *self = user_data;
  int format;

  if (!lc_enum_from_nick (LC_TYPE_RULES_FORMAT, g_variant_get_string (parameter, NULL), &format))
    return;
  lc_report_saver_save_rules_async (self->window, format, self->profile, self->cancellable, on_saved,
                                    g_object_ref (self));
}

/* A run that is printed or mailed, once it is redacted where that is wanted. */
typedef struct
{
  LcReportActions *actions;
  LcProfile *profile; /* for a run that does not bring its own; or NULL */
  char *address;      /* of a mail; or NULL */
} OutgoingReport;

static void
outgoing_report_free (OutgoingReport *outgoing)
{
  g_clear_object (&outgoing->actions);
  g_clear_object (&outgoing->profile);
  g_free (outgoing->address);
  g_free (outgoing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutgoingReport, outgoing_report_free)

static void
prepare_run (LcReportActions *self, const char *address, GAsyncReadyCallback callback)
{
  OutgoingReport *outgoing = g_new0 (OutgoingReport, 1);

  outgoing->actions = g_object_ref (self);
  outgoing->address = g_strdup (address);
  g_set_object (&outgoing->profile, get_profile_of_run (self));
  lc_outgoing_run_async (self->run, self->settings, self->cancellable, callback, outgoing);
}

/* Printing */

static void
on_printed (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer user_data)
{
  LcReportActions *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  text = g_strdup_printf (_("Printing did not work: %s"), error->message);
  tell (self, text, NULL);
}

static void
print_report (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OutgoingReport) outgoing = user_data;
  LcReportActions *self = outgoing->actions;
  g_autoptr (LcRun) run = lc_outgoing_run_finish (result, NULL);
  g_autoptr (LcReport) report = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;
  const char *language;

  if (run == NULL || is_closed (self))
    return;
  language = lc_report_saver_get_language (self->settings);
  lc_language_push (language);
  report = lc_report_new_from_run (run, outgoing->profile);
  lc_language_pop ();
  operation = lc_report_printer_new (report, language, lc_report_get_head (report)->title);
  g_signal_connect_object (operation, "done", G_CALLBACK (on_printed), self, 0);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, self->window, NULL);
}

static void
on_print (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  prepare_run (user_data, NULL, print_report);
}

/* Mailing */

typedef struct
{
  LcReportActions *actions;
  LcMail *mail;
} ReportMail;

static void
report_mail_free (ReportMail *report_mail)
{
  g_clear_object (&report_mail->actions);
  g_clear_pointer (&report_mail->mail, lc_mail_free);
  g_free (report_mail);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReportMail, report_mail_free)

static void
on_mail_composed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReportMail) report_mail = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean attached;

  if (lc_mail_compose_finish (result, &attached, &error))
    {
      if (!attached && !is_closed (report_mail->actions))
        tell (report_mail->actions, _("The mail has the summary. Save the report and attach it yourself."), NULL);
      return;
    }
  if (is_closed (report_mail->actions) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = g_strdup_printf (_("No mail program opened (%s). Save the report instead."), error->message);
  tell (report_mail->actions, text, NULL);
}

static void
on_mail_rendered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ReportMail) report_mail = user_data;
  LcReportActions *self = report_mail->actions;
  g_autoptr (GError) error = NULL;

  report_mail->mail->attachment = lc_run_render_finish (LC_RUN (source), result, &error);
  if (is_closed (self))
    return;
  if (report_mail->mail->attachment == NULL)
    {
      tell (self, error->message, NULL);
      return;
    }
  lc_mail_compose_async (report_mail->mail, self->window, self->cancellable, on_mail_composed, report_mail);
  g_steal_pointer (&report_mail);
}

static void
mail_report (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OutgoingReport) outgoing = user_data;
  LcReportActions *self = outgoing->actions;
  g_autoptr (LcRun) run = lc_outgoing_run_finish (result, NULL);
  g_auto (GStrv) lines = NULL;
  const LcReportOptions options = {
    .profile = outgoing->profile, .language = lc_report_saver_get_language (self->settings)
  };
  ReportMail *report_mail;
  LcMail *mail;

  if (run == NULL || is_closed (self))
    return;
  report_mail = g_new0 (ReportMail, 1);
  mail = g_new0 (LcMail, 1);
  report_mail->actions = g_object_ref (self);
  report_mail->mail = mail;
  mail->address = g_steal_pointer (&outgoing->address);
  lc_language_push (options.language);
  mail->body = lc_headline_dup_summary (run, options.profile);
  lc_language_pop ();
  lines = g_strsplit (mail->body, "\n", 2);
  mail->subject = g_strdup (lines[0]);
  mail->name = lc_run_suggest_file_name (run, LC_REPORT_FORMAT_PDF);
  /* It is redacted already, where that is wanted. */
  lc_run_render_async (run, LC_REPORT_FORMAT_PDF, &options, self->cancellable, on_mail_rendered, report_mail);
}

static void
on_mail_it (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  prepare_run (user_data, NULL, mail_report);
}

static void
on_mail_support (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LcReportActions *self = user_data;

  prepare_run (self, lc_profile_get_support_email (self->profile), mail_report);
}

/* Where it was saved */

static void
on_reveal (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LcReportActions *self = user_data;
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  lc_portal_show_folder (self->window, file, self->cancellable);
}

static void
lc_report_actions_dispose (GObject *object)
{
  LcReportActions *self = LC_REPORT_ACTIONS (object);

  lc_report_actions_close (self);
  g_clear_object (&self->run);
  g_clear_object (&self->profile);
  g_clear_object (&self->settings);
  g_clear_object (&self->actions);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (lc_report_actions_parent_class)->dispose (object);
}

static void
lc_report_actions_class_init (LcReportActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lc_report_actions_dispose;

  /**
   * LcReportActions::message:
   * @text: what became of what the person wanted
   * @file: (nullable): that was written
   */
  signals[MESSAGE] = g_signal_new ("message", LC_TYPE_REPORT_ACTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_FILE);
}

static void
lc_report_actions_init (LcReportActions *self)
{
  static const GActionEntry entries[] = {
    { .name = "save", .activate = on_save, .parameter_type = "s" },
    { .name = "rules", .activate = on_rules, .parameter_type = "s" },
    { .name = "print", .activate = on_print },
    { .name = "mail-it", .activate = on_mail_it },
    { .name = "mail-support", .activate = on_mail_support },
    { .name = "reveal", .activate = on_reveal, .parameter_type = "s" },
  };

  self->cancellable = g_cancellable_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

/**
 * lc_report_actions_new:
 * @window: gets the actions
 * @settings: of the schema tv.quicklink.Linecheck
 *
 * Returns: (transfer full): actions that are not enabled yet, for want of a run
 */
LcReportActions *
lc_report_actions_new (GtkWindow *window, GSettings *settings)
{
  LcReportActions *self = g_object_new (LC_TYPE_REPORT_ACTIONS, NULL);

  g_set_weak_pointer (&self->window, window);
  self->settings = g_object_ref (settings);
  gtk_widget_insert_action_group (GTK_WIDGET (window), "report", G_ACTION_GROUP (self->actions));
  lc_report_actions_set_run (self, NULL, NULL);
  return self;
}

/**
 * lc_report_actions_set_run:
 * @run: (nullable): what is handed on from now on; %NULL for none
 * @profile: (nullable): what the service of the run needs, or what is checked here
 *   where nobody knows
 */
void
lc_report_actions_set_run (LcReportActions *self, LcRun *run, LcProfile *profile)
{
  g_set_object (&self->run, run);
  g_set_object (&self->profile, profile);
  for (guint i = 0; i < G_N_ELEMENTS (run_actions); i++)
    g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), run_actions[i])),
      run != NULL && profile != NULL);
  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "rules")), profile != NULL);
}

/* Nobody is interested any more. */
void
lc_report_actions_close (LcReportActions *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->window);
}
