/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a run is handed on: files, mails, and the dialogs on the way. */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "report/document/lc-report-maker.h"
#include "test-session-plan.h"
#include "ui/lc-file-saver.h"
#include "ui/lc-report-desk.h"
#include "ui/lc-report-mailer.h"
#include "ui/lc-report-printer.h"

typedef struct
{
  char *directory;
  LcSession *session;
  GSettings *settings;
  GtkWindow *window;
  LcReportDesk *desk;
  char *said;
  GFile *saved;
} Fixture;

static void
on_said (Fixture *fixture, const char *text, GFile *file)
{
  g_clear_pointer (&fixture->said, g_free);
  fixture->said = g_strdup (text);
  g_set_object (&fixture->saved, file);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->directory = g_dir_make_tmp ("linecheck-desk-XXXXXX", NULL);
  fixture->session = test_session_new ();
  fixture->settings = g_settings_new ("tv.quicklink.Linecheck");
  g_settings_reset (fixture->settings, "redact-reports");
  fixture->window = GTK_WINDOW (adw_window_new ());
  fixture->desk = lc_report_desk_new (fixture->window, fixture->settings);
  g_signal_connect_swapped (fixture->desk, "said", G_CALLBACK (on_said), fixture);
  gtk_window_present (fixture->window);
}

static void
remove_directory (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (directory);
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_assert_no_errno (g_remove (file));
    }
  g_assert_no_errno (g_rmdir (path));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  lc_report_desk_close (fixture->desk);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "report", NULL);
  gtk_window_destroy (fixture->window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->desk);
  g_assert_finalize_object (fixture->session);
  g_clear_object (&fixture->settings);
  g_clear_object (&fixture->saved);
  g_clear_pointer (&fixture->said, g_free);
  remove_directory (fixture->directory);
  g_free (fixture->directory);
}

static void
run_checks (Fixture *fixture)
{
  g_assert_true (lc_session_start (fixture->session, NULL));
  test_session_wait (fixture->session);
  lc_report_desk_set_run (fixture->desk, lc_session_get_run (fixture->session),
                          lc_session_get_profile (fixture->session));
}

/* Waits for a window of this type, the file chooser or a question. */
static GtkWindow *
wait_for_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  while (TRUE)
    {
      for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
        {
          g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

          if (g_type_is_a (G_OBJECT_TYPE (window), type) && gtk_widget_get_mapped (GTK_WIDGET (window)))
            return window;
        }
      g_main_context_iteration (NULL, TRUE);
    }
}

/* A person who types a path into the dialog that is open. */
static void
choose (const char *path)
{
  g_autoptr (GtkWindow) dialog = g_object_ref (wait_for_window (GTK_TYPE_FILE_CHOOSER_DIALOG));
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) chosen = NULL;

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), path);
  while (chosen == NULL || !g_file_equal (chosen, file))
    {
      g_main_context_iteration (NULL, TRUE);
      g_clear_object (&chosen);
      chosen = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
    }
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  while (gtk_widget_get_mapped (GTK_WIDGET (dialog)))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_until_said (Fixture *fixture)
{
  while (fixture->said == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_windows (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint count = 0;

  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      count += g_type_is_a (G_OBJECT_TYPE (window), type);
    }
  return count;
}

/* Without a run there is nothing to save, but rules there are. */
static void
test_enabled (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  lc_report_desk_set_run (fixture->desk, NULL, lc_session_get_profile (fixture->session));
  gtk_widget_activate_action (window, "report.save", "s", "pdf");
  g_assert_cmpuint (count_windows (GTK_TYPE_FILE_CHOOSER_DIALOG), ==, 0);
  gtk_widget_activate_action (window, "report.rules", "s", "csv");
  wait_for_window (GTK_TYPE_FILE_CHOOSER_DIALOG);
  g_assert_cmpuint (count_windows (GTK_TYPE_FILE_CHOOSER_DIALOG), ==, 1);
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *begins;
  } files[] = {
    { "report.html", "<!DOCTYPE html>" },
    { "report.pdf", "%PDF-" },
    { "report", "%PDF-" }, /* the kind that was asked for */
  };

  run_checks (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (fixture->directory, files[i].name, NULL);
      g_autofree char *content = NULL;

      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "report.save", "s", "pdf"));
      choose (path);
      wait_until_said (fixture);
      g_assert_nonnull (strstr (fixture->said, files[i].name));
      g_assert_cmpstr (g_file_peek_path (fixture->saved), ==, path);
      g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
      g_assert_true (g_str_has_prefix (content, files[i].begins));
      g_clear_pointer (&fixture->said, g_free);
    }
}

static void
test_rules (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "rules.csv", NULL);
  g_autofree char *content = NULL;

  lc_report_desk_set_run (fixture->desk, NULL, lc_session_get_profile (fixture->session));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "report.rules", "s", "csv"));
  choose (path);
  wait_until_said (fixture);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_nonnull (strstr (content, "3478"));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;

  g_assert_false (lc_file_write_finish (G_FILE (source), result, error));
}

/* A file that cannot be written is named, and what was there stays. */
static void
test_unwritable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "missing", "report.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;

  lc_file_write_async (file, bytes, NULL, on_written, &error);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, path));
}

/* Saves to a folder that is gone when it is written to.
 * Returns: (transfer none): the question what now */
static AdwMessageDialog *
save_nowhere (Fixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->directory, "taken", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "report.txt", NULL);
  AdwMessageDialog *question;

  run_checks (fixture);
  g_assert_no_errno (g_mkdir (folder, 0700));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "report.save", "s", "text"));
  choose (nowhere);
  g_assert_no_errno (g_rmdir (folder)); /* it is written by a later turn of the loop */
  question = ADW_MESSAGE_DIALOG (wait_for_window (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (question), nowhere));
  return question;
}

/* The report is offered again after a failure, and can be saved elsewhere. */
static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "report.txt", NULL);

  adw_message_dialog_response (save_nowhere (fixture), "elsewhere");
  choose (path);
  wait_until_said (fixture);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

/* Closed while it asks: nothing of the report stays behind, which tear_down() sees. */
static void
test_closed_unsaved (Fixture *fixture, gconstpointer data)
{
  save_nowhere (fixture);
}

static void
count_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user_data)
{
  guint *n_pages = user_data;

  (*n_pages)++;
}

/* What goes to a printer goes to a file here. */
static void
test_print (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "printed.pdf", NULL);
  g_autofree char *content = NULL;
  g_autoptr (LcReport) report = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;
  guint n_pages = 0;

  run_checks (fixture);
  report = lc_report_new_from_run (lc_session_get_run (fixture->session), lc_session_get_profile (fixture->session));
  operation = lc_report_printer_new (report, NULL, "Report");
  g_signal_connect (operation, "draw-page", G_CALLBACK (count_page), &n_pages);
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, fixture->window, &error), ==,
                   GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_assert_cmpuint (n_pages, >, 3);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_true (g_str_has_prefix (content, "%PDF-"));
}

static GtkWindow *
find_print_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_str_equal (G_OBJECT_TYPE_NAME (window), "GtkPrintUnixDialog"))
        return window;
    }
  return NULL;
}

/* Redacting may take long, so the dialog comes when that is done, not at once. */
static void
test_print_redacted (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, "redact-reports", TRUE);
  run_checks (fixture);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "report.print", NULL));
  g_assert_null (find_print_dialog ());
  while (find_print_dialog () == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_dialog_response (GTK_DIALOG (find_print_dialog ()), GTK_RESPONSE_CANCEL);
  while (find_print_dialog () != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_mail_uri (Fixture *fixture, gconstpointer data)
{
  LcMail mail = {
    .address = (char *) "support@example.org",
    .subject = (char *) "50 % & more?",
    .body = (char *) "One\nTwo & three\n",
  };
  g_autofree char *uri = lc_mail_dup_uri (&mail);

  g_assert_cmpstr (uri, ==,
                   "mailto:support@example.org?subject=50%20%25%20%26%20more%3F"
                   "&body=One%0D%0ATwo%20%26%20three%0D%0A");
  mail.address = NULL;
  g_free (uri);
  uri = lc_mail_dup_uri (&mail);
  g_assert_true (g_str_has_prefix (uri, "mailto:?subject="));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/report-desk/enabled", Fixture, NULL, set_up, test_enabled, tear_down);
  g_test_add ("/report-desk/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add ("/report-desk/rules", Fixture, NULL, set_up, test_rules, tear_down);
  g_test_add ("/report-desk/unwritable", Fixture, NULL, set_up, test_unwritable, tear_down);
  g_test_add ("/report-desk/elsewhere", Fixture, NULL, set_up, test_elsewhere, tear_down);
  g_test_add ("/report-desk/closed-unsaved", Fixture, NULL, set_up, test_closed_unsaved, tear_down);
  g_test_add ("/report-desk/print", Fixture, NULL, set_up, test_print, tear_down);
  g_test_add ("/report-desk/print-redacted", Fixture, NULL, set_up, test_print_redacted, tear_down);
  g_test_add ("/report-desk/mail-uri", Fixture, NULL, set_up, test_mail_uri, tear_down);
  return g_test_run ();
}
