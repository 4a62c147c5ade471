/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-saver.c: see lc-report-saver.h.
 *
 * Each step has the task, and hands it to the next: the person chooses a file, a
 * report is made for its format, the file is written. After a failure a dialog has
 * the task.
 */
#include "config.h"

#include "ui/lc-report-saver.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "language/lc-language.h"
#include "ui/lc-file-saver.h"

#define TASK "linecheck-saving" /* what a dialog is about */

/* A report of a run, or rules, on its way into a file. */
typedef struct
{
  GtkWindow *window; /* weak */
  LcRun *run;        /* NULL for rules */
  LcReportFormat format;
  LcReportOptions options; /* holds the profile */
  GListStore *filters;     /* of GtkFileFilter, in the order of the formats that they stand for */
  char *title;
  char *name;
  GFile *file;
  GBytes *bytes; /* once it is made */
} SavedDocument;

static void
saved_document_free (gpointer data)
{
  SavedDocument *document = data;

  g_clear_weak_pointer (&document->window);
  g_clear_object (&document->run);
  g_clear_object (&document->options.profile);
  g_clear_object (&document->filters);
  g_clear_object (&document->file);
  g_clear_pointer (&document->bytes, g_bytes_unref);
  g_free (document->title);
  g_free (document->name);
  g_free (document);
}

static GTask *
new_task (GtkWindow *window, const char *title, const char *name, GCancellable *cancellable,
          GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  SavedDocument *document = g_new0 (SavedDocument, 1);

  g_set_weak_pointer (&document->window, window);
  document->title = g_strdup (title);
  document->name = g_strdup (name);
  document->filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_task_set_task_data (task, document, saved_document_free);
  return task;
}

/* Ends the task without a file. */
static void
drop_task (gpointer data)
{
  g_autoptr (GTask) task = data;

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "not saved");
}

static gboolean
is_closed (GTask *task)
{
  SavedDocument *document = g_task_get_task_data (task);

  return document->window == NULL || g_cancellable_is_cancelled (g_task_get_cancellable (task));
}

static void choose_file (GTask *task);

static void
on_failure_answered (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  GTask *task = g_object_steal_data (G_OBJECT (dialog), TASK);

  if (g_str_equal (response, "elsewhere") && !is_closed (task))
    choose_file (task);
  else
    drop_task (task);
}

/* What was made is still there, and offered. A dialog that is closed with its window
 * has no answer. */
static void
offer_another_place (GTask *task, const GError *error)
{
  SavedDocument *document = g_task_get_task_data (task);
  GtkWidget *dialog = adw_message_dialog_new (document->window, _("Could Not Be Saved"), error->message);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "elsewhere",
                                    _("_Save Elsewhere…"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "elsewhere", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "elsewhere");
  g_object_set_data_full (G_OBJECT (dialog), TASK, task, drop_task);
  g_signal_connect (dialog, "response", G_CALLBACK (on_failure_answered), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  SavedDocument *document = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (is_closed (task))
    drop_task (task);
  else if (!lc_file_write_finish (G_FILE (source), result, &error))
    offer_another_place (task, error);
  else
    {
      g_task_return_pointer (task, g_object_ref (document->file), g_object_unref);
      g_object_unref (task);
    }
}

static void
write_file (GTask *task)
{
  SavedDocument *document = g_task_get_task_data (task);

  lc_file_write_async (document->file, document->bytes, g_task_get_cancellable (task), on_written, task);
}

static void
on_rendered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  SavedDocument *document = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&document->bytes, g_bytes_unref);
  document->bytes = lc_run_render_finish (LC_RUN (source), result, &error);
  if (is_closed (task))
    drop_task (task);
  else if (document->bytes == NULL)
    offer_another_place (task, error);
  else
    write_file (task);
}

/* The suffix decides; a name without a known one takes the kind that was selected. */
static void
find_format (SavedDocument *document, GtkFileFilter *filter)
{
  g_autofree char *name = g_file_get_basename (document->file);
  guint selected;

  if (lc_report_format_from_path (name, &document->format))
    return;
  if (filter != NULL && g_list_store_find (document->filters, filter, &selected))
    document->format = selected;
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  SavedDocument *document = g_task_get_task_data (task);
  g_autoptr (GtkFileFilter) filter = NULL;
  g_autoptr (GFile) file = lc_file_choose_finish (result, &filter, NULL);

  if (file == NULL || is_closed (task))
    {
      drop_task (task);
      return;
    }
  g_set_object (&document->file, file);
  if (document->run == NULL)
    {
      write_file (task);
      return;
    }
  find_format (document, filter);
  lc_run_render_async (document->run, document->format, &document->options, g_task_get_cancellable (task),
                       on_rendered, task);
}

static void
choose_file (GTask *task)
{
  SavedDocument *document = g_task_get_task_data (task);

  lc_file_choose_async (document->window, document->title, document->name, G_LIST_MODEL (document->filters),
                        g_task_get_cancellable (task), on_chosen, task);
}

static void
add_filter (GTask *task, const char *title, const char *suffix)
{
  SavedDocument *document = g_task_get_task_data (task);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, title);
  gtk_file_filter_add_suffix (filter, suffix);
  g_list_store_append (document->filters, filter);
}

/**
 * lc_report_saver_get_language:
 * @settings: of the schema tv.quicklink.Linecheck
 *
 * Returns: (nullable): the language of reports; %NULL for that of the application
 */
const char *
lc_report_saver_get_language (GSettings *settings)
{
  g_autofree char *language = g_settings_get_string (settings, "report-language");

  return lc_language_find (language);
}

/**
 * lc_report_saver_save_report_async:
 * @window: over which the dialogs appear
 * @format: that is suggested
 * @profile: (nullable): for a run that does not bring its own
 * @settings: of the schema tv.quicklink.Linecheck
 */
void
lc_report_saver_save_report_async (GtkWindow *window, LcRun *run, LcReportFormat format, LcProfile *profile,
                                   GSettings *settings, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autofree char *name = lc_run_suggest_file_name (run, format);
  GTask *task = new_task (window, _("Save the Report"), name, cancellable, callback, user_data);
  SavedDocument *document = g_task_get_task_data (task);

  g_task_set_source_tag (task, lc_report_saver_save_report_async);
  document->run = g_object_ref (run);
  document->format = format;
  g_set_object (&document->options.profile, profile);
  document->options.language = lc_report_saver_get_language (settings);
  document->options.redact = g_settings_get_boolean (settings, "redact-reports");
  for (guint i = 0; i < LC_N_REPORT_FORMATS; i++)
    add_filter (task, lc_report_format_get_title (i), lc_report_format_get_suffix (i) + 1);
  choose_file (task);
}

/**
 * lc_report_saver_save_rules_async:
 * @window: over which the dialogs appear
 * @profile: what the rules are for
 */
void
lc_report_saver_save_rules_async (GtkWindow *window, LcRulesFormat format, LcProfile *profile,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  const char *name = lc_rules_format_get_file_name (format);
  char *rules = lc_rules_write (format, profile, FALSE);
  GTask *task = new_task (window, _("Save the Firewall Rules"), name, cancellable, callback, user_data);
  SavedDocument *document = g_task_get_task_data (task);

  g_task_set_source_tag (task, lc_report_saver_save_rules_async);
  document->bytes = g_bytes_new_take (rules, strlen (rules));
  add_filter (task, lc_rules_format_get_title (format), strrchr (name, '.') + 1);
  choose_file (task);
}

/**
 * lc_report_saver_save_finish:
 *
 * Returns: (transfer full): the file; %NULL with %G_IO_ERROR_CANCELLED when the
 *   person gave up, who was told of whatever else went wrong
 */
GFile *
lc_report_saver_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
