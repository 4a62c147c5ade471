/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-desk.c: see lc-report-desk.h.
 */
#include "config.h"

#include "ui/lc-report-desk.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "language/lc-language.h"
#include "report/document/lc-report-maker.h"
#include "report/lc-report-format.h"
#include "rules/lc-rules-enums.h"
#include "rules/lc-rules.h"
#include "ui/lc-file-saver.h"
#include "ui/lc-headline.h"
#include "ui/lc-outgoing-run.h"
#include "ui/lc-portal.h"
#include "ui/lc-report-mailer.h"
#include "ui/lc-report-printer.h"

#define JOB "linecheck-job" /* what a dialog is about */

struct _LcReportDesk
{
  GObject parent_instance;

  GtkWindow *window; /* weak */
  GSettings *settings;
  GSimpleActionGroup *actions;
  GCancellable *cancellable;
  LcRun *run;
  LcProfile *profile;
};

/* What is being saved: a report of a run, or rules. */
typedef struct
{
  LcReportDesk *desk;
  LcRun *run; /* NULL for rules */
  LcReportFormat format;
  LcReportOptions options; /* holds the profile */
  GListStore *filters;     /* of GtkFileFilter, in the order of the formats that they stand for */
  char *title;
  char *name;
  GFile *file;
  GBytes *bytes; /* once it is made */
} Job;

G_DEFINE_FINAL_TYPE (LcReportDesk, lc_report_desk, G_TYPE_OBJECT)

enum
{
  SAID,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const run_actions[] = { "save", "print", "mail-it", "mail-support" };

static void
job_free (Job *job)
{
  g_clear_object (&job->run);
  g_clear_object (&job->options.profile);
  g_clear_object (&job->filters);
  g_clear_object (&job->file);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_clear_object (&job->desk);
  g_free (job->title);
  g_free (job->name);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static void
say (LcReportDesk *self, const char *text, GFile *file)
{
  g_signal_emit (self, signals[SAID], 0, text, file);
}

static gboolean
is_closed (LcReportDesk *self)
{
  return self->window == NULL || g_cancellable_is_cancelled (self->cancellable);
}

/* Returns: (nullable): the profile for a run that does not bring its own, unless
 * it is a run for another service */
static LcProfile *
get_profile_of_run (LcReportDesk *self)
{
  const char *id = lc_run_get_facts (self->run)->profile_id;

  return g_strcmp0 (id, lc_profile_get_id (self->profile)) == 0 ? self->profile : NULL;
}

/* Returns: (nullable): the language of reports; %NULL for that of the application */
static const char *
get_language (LcReportDesk *self)
{
  g_autofree char *language = g_settings_get_string (self->settings, "report-language");

  return lc_language_find (language);
}

static void
get_options (LcReportDesk *self, LcReportOptions *options)
{
  g_set_object (&options->profile, get_profile_of_run (self));
  options->language = get_language (self);
  options->redact = g_settings_get_boolean (self->settings, "redact-reports");
}

/* Saving */

static void choose_file (Job *job);

static void
on_failure_answered (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (Job) job = g_object_steal_data (G_OBJECT (dialog), JOB);

  if (g_str_equal (response, "elsewhere") && !is_closed (job->desk))
    choose_file (g_steal_pointer (&job));
}

/* What was made is still there, and offered. With its window the dialog goes without an answer. */
static void
offer_again (Job *job, const GError *error)
{
  GtkWidget *dialog = adw_message_dialog_new (job->desk->window, _("Could Not Be Saved"), error->message);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "elsewhere",
                                    _("_Save Elsewhere…"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "elsewhere", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "elsewhere");
  g_object_set_data_full (G_OBJECT (dialog), JOB, job, (GDestroyNotify) job_free);
  g_signal_connect (dialog, "response", G_CALLBACK (on_failure_answered), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (job->file);
  g_autofree char *text = NULL;

  if (is_closed (job->desk))
    return;
  if (!lc_file_write_finish (G_FILE (source), result, &error))
    {
      offer_again (g_steal_pointer (&job), error);
      return;
    }
  /* Translators: %s is the name of a file. */
  text = g_strdup_printf (_("Saved as “%s”"), name);
  say (job->desk, text, job->file);
}

static void
write_file (Job *job)
{
  lc_file_write_async (job->file, job->bytes, job->desk->cancellable, on_written, job);
}

static void
on_rendered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&job->bytes, g_bytes_unref);
  job->bytes = lc_run_render_finish (LC_RUN (source), result, &error);
  if (is_closed (job->desk))
    return;
  if (job->bytes == NULL)
    offer_again (g_steal_pointer (&job), error);
  else
    write_file (g_steal_pointer (&job));
}

/* The suffix decides; a name without a known one takes the kind that was selected. */
static void
find_format (Job *job, GtkFileFilter *filter)
{
  g_autofree char *name = g_file_get_basename (job->file);
  guint selected;

  if (lc_report_format_from_path (name, &job->format))
    return;
  if (filter != NULL && g_list_store_find (job->filters, filter, &selected))
    job->format = selected;
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GtkFileFilter) filter = NULL;
  g_autoptr (GFile) file = lc_file_choose_finish (result, &filter, NULL);

  if (file == NULL || is_closed (job->desk))
    return;
  g_set_object (&job->file, file);
  if (job->run == NULL)
    {
      write_file (g_steal_pointer (&job));
      return;
    }
  find_format (job, filter);
  lc_run_render_async (job->run, job->format, &job->options, job->desk->cancellable, on_rendered, job);
  g_steal_pointer (&job);
}

static void
choose_file (Job *job)
{
  lc_file_choose_async (job->desk->window, job->title, job->name, G_LIST_MODEL (job->filters),
                        job->desk->cancellable, on_chosen, job);
}

static GtkFileFilter *
new_filter (const char *title, const char *suffix)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, title);
  gtk_file_filter_add_suffix (filter, suffix);
  return filter;
}

static void
add_filter (Job *job, const char *title, const char *suffix)
{
  g_autoptr (GtkFileFilter) filter = new_filter (title, suffix);

  g_list_store_append (job->filters, filter);
}

static Job *
new_job (LcReportDesk *self, const char *title)
{
  Job *job = g_new0 (Job, 1);

  job->desk = g_object_ref (self);
  job->title = g_strdup (title);
  job->filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  return job;
}

static void
on_save (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LcReportDesk *self = user_data;
  Job *job;
  LcReportFormat format;

  if (!lc_report_format_from_name (g_variant_get_string (parameter, NULL), &format))
    return;
  job = new_job (self, _("Save the Report"));
  job->run = g_object_ref (self->run);
  get_options (self, &job->options);
  job->format = format;
  job->name = lc_run_suggest_file_name (self->run, format);
  for (guint i = 0; i < LC_N_REPORT_FORMATS; i++)
    add_filter (job, lc_report_format_get_title (i), lc_report_format_get_suffix (i) + 1);
  choose_file (job);
}

static void
on_rules (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LcReportDesk *self = user_data;
  const char *file_name;
  char *rules;
  Job *job;
  int format;

  if (!lc_enum_from_nick (LC_TYPE_RULES_FORMAT, g_variant_get_string (parameter, NULL), &format))
    return;
  file_name = lc_rules_format_get_file_name (format);
  rules = lc_rules_write (format, self->profile, FALSE);
  job = new_job (self, _("Save the Firewall Rules"));
  job->bytes = g_bytes_new_take (rules, strlen (rules));
  job->name = g_strdup (file_name);
  add_filter (job, lc_rules_format_get_title (format), strrchr (file_name, '.') + 1);
  choose_file (job);
}

/* What is printed or mailed: a run that gets ready to leave. */
typedef struct
{
  LcReportDesk *desk;
  LcProfile *profile; /* for a run that does not bring its own; or NULL */
  char *address;      /* of a mail; or NULL */
} Parcel;

static void
parcel_free (Parcel *parcel)
{
  g_clear_object (&parcel->desk);
  g_clear_object (&parcel->profile);
  g_free (parcel->address);
  g_free (parcel);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Parcel, parcel_free)

static void
prepare (LcReportDesk *self, const char *address, GAsyncReadyCallback callback)
{
  Parcel *parcel = g_new0 (Parcel, 1);

  parcel->desk = g_object_ref (self);
  parcel->address = g_strdup (address);
  g_set_object (&parcel->profile, get_profile_of_run (self));
  lc_outgoing_run_async (self->run, self->settings, self->cancellable, callback, parcel);
}

/* Printing */

static void
on_printed (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer user_data)
{
  LcReportDesk *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  text = g_strdup_printf (_("Printing did not work: %s"), error->message);
  say (self, text, NULL);
}

static void
print (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Parcel) parcel = user_data;
  LcReportDesk *self = parcel->desk;
  g_autoptr (LcRun) run = lc_outgoing_run_finish (result, NULL);
  g_autoptr (LcReport) report = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;

  if (run == NULL || is_closed (self))
    return;
  lc_language_push (get_language (self));
  report = lc_report_new_from_run (run, parcel->profile);
  lc_language_pop ();
  operation = lc_report_printer_new (report, get_language (self), lc_report_get_head (report)->title);
  g_signal_connect_object (operation, "done", G_CALLBACK (on_printed), self, 0);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, self->window, NULL);
}

static void
on_print (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  prepare (user_data, NULL, print);
}

/* Mailing */

typedef struct
{
  LcReportDesk *desk;
  LcMail *mail;
} Letter;

static void
letter_free (Letter *letter)
{
  g_clear_object (&letter->desk);
  g_clear_pointer (&letter->mail, lc_mail_free);
  g_free (letter);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Letter, letter_free)

static void
on_mail_composed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Letter) letter = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean attached;

  if (lc_mail_compose_finish (result, &attached, &error))
    {
      if (!attached && !is_closed (letter->desk))
        say (letter->desk, _("The mail has the summary. Save the report and attach it yourself."), NULL);
      return;
    }
  if (is_closed (letter->desk) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = g_strdup_printf (_("No mail program opened (%s). Save the report instead."), error->message);
  say (letter->desk, text, NULL);
}

static void
on_mail_rendered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Letter) letter = user_data;
  LcReportDesk *self = letter->desk;
  g_autoptr (GError) error = NULL;

  letter->mail->attachment = lc_run_render_finish (LC_RUN (source), result, &error);
  if (is_closed (self))
    return;
  if (letter->mail->attachment == NULL)
    {
      say (self, error->message, NULL);
      return;
    }
  lc_mail_compose_async (letter->mail, self->window, self->cancellable, on_mail_composed, letter);
  g_steal_pointer (&letter);
}

static void
mail (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Parcel) parcel = user_data;
  LcReportDesk *self = parcel->desk;
  g_autoptr (LcRun) run = lc_outgoing_run_finish (result, NULL);
  g_auto (GStrv) lines = NULL;
  const LcReportOptions options = { .profile = parcel->profile, .language = get_language (self) };
  Letter *letter;
  LcMail *mail;

  if (run == NULL || is_closed (self))
    return;
  letter = g_new0 (Letter, 1);
  mail = g_new0 (LcMail, 1);
  letter->desk = g_object_ref (self);
  letter->mail = mail;
  mail->address = g_steal_pointer (&parcel->address);
  lc_language_push (options.language);
  mail->body = lc_headline_dup_summary (run, options.profile);
  lc_language_pop ();
  lines = g_strsplit (mail->body, "\n", 2);
  mail->subject = g_strdup (lines[0]);
  mail->name = lc_run_suggest_file_name (run, LC_REPORT_FORMAT_PDF);
  /* It is redacted already, where that is wanted. */
  lc_run_render_async (run, LC_REPORT_FORMAT_PDF, &options, self->cancellable, on_mail_rendered, letter);
}

static void
on_mail_it (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  prepare (user_data, NULL, mail);
}

static void
on_mail_support (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LcReportDesk *self = user_data;

  prepare (self, lc_profile_get_support_email (self->profile), mail);
}

/* Where it was saved */

static void
on_reveal (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  LcReportDesk *self = user_data;
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  lc_portal_show_folder (self->window, file, self->cancellable);
}

static void
lc_report_desk_dispose (GObject *object)
{
  LcReportDesk *self = LC_REPORT_DESK (object);

  lc_report_desk_close (self);
  g_clear_object (&self->run);
  g_clear_object (&self->profile);
  g_clear_object (&self->settings);
  g_clear_object (&self->actions);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (lc_report_desk_parent_class)->dispose (object);
}

static void
lc_report_desk_class_init (LcReportDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lc_report_desk_dispose;

  /**
   * LcReportDesk::said:
   * @text: what became of what the person wanted
   * @file: (nullable): that was written
   */
  signals[SAID] = g_signal_new ("said", LC_TYPE_REPORT_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, G_TYPE_STRING, G_TYPE_FILE);
}

static void
lc_report_desk_init (LcReportDesk *self)
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
 * lc_report_desk_new:
 * @window: gets the actions
 * @settings: of the schema tv.quicklink.Linecheck
 *
 * Returns: (transfer full): a desk with nothing to hand on yet
 */
LcReportDesk *
lc_report_desk_new (GtkWindow *window, GSettings *settings)
{
  LcReportDesk *self = g_object_new (LC_TYPE_REPORT_DESK, NULL);

  g_set_weak_pointer (&self->window, window);
  self->settings = g_object_ref (settings);
  gtk_widget_insert_action_group (GTK_WIDGET (window), "report", G_ACTION_GROUP (self->actions));
  lc_report_desk_set_run (self, NULL, NULL);
  return self;
}

/**
 * lc_report_desk_set_run:
 * @run: (nullable): what is handed on from now on; %NULL for none
 * @profile: (nullable): what the service of the run needs, or what is checked here
 *   where nobody knows
 */
void
lc_report_desk_set_run (LcReportDesk *self, LcRun *run, LcProfile *profile)
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
lc_report_desk_close (LcReportDesk *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->window);
}
