/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-file-saver.c: see lc-file-saver.h.
 */
#include "config.h"

#include "ui/lc-file-saver.h"

#include <glib/gi18n-lib.h>

#include "base/lc-file-writer.h"

/* Where documents belong, unless a portal knows better. */
static void
set_folder (GtkFileChooser *chooser)
{
  const char *path = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);
  g_autoptr (GFile) folder = path != NULL ? g_file_new_for_path (path) : NULL;

  if (folder != NULL && g_file_query_exists (folder, NULL))
    gtk_file_chooser_set_current_folder (chooser, folder, NULL);
}

static void
on_response (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (chooser) : NULL;

  g_signal_handlers_disconnect_by_func (dialog, on_response, task);
  if (file != NULL)
    g_task_return_pointer (task, g_steal_pointer (&file), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Nothing was chosen"));
}

static void
on_cancelled (GCancellable *cancellable, GTask *task)
{
  GtkFileChooserNative *chooser = g_task_get_task_data (task);

  gtk_native_dialog_hide (GTK_NATIVE_DIALOG (chooser));
  on_response (GTK_NATIVE_DIALOG (chooser), GTK_RESPONSE_CANCEL, task);
}

/**
 * lc_file_choose_async:
 * @parent: the window to ask over
 * @title: of the dialog
 * @name: that is suggested
 * @filters: (element-type GtkFileFilter): kinds of file; the first is the one of @name
 */
void
lc_file_choose_async (GtkWindow *parent, const char *title, const char *name, GListModel *filters,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GtkFileChooserNative *chooser =
    gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, lc_file_choose_async);
  g_task_set_task_data (task, chooser, g_object_unref);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  for (guint i = 0; i < g_list_model_get_n_items (filters); i++)
    {
      g_autoptr (GtkFileFilter) filter = g_list_model_get_item (filters, i);

      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
    }
  set_folder (GTK_FILE_CHOOSER (chooser));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect (chooser, "response", G_CALLBACK (on_response), task);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (on_cancelled), task, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * lc_file_choose_finish:
 * @filter: (out) (transfer full) (nullable): the kind that was selected
 *
 * Returns: (transfer full): the file; %NULL with %G_IO_ERROR_CANCELLED when the
 *   person chose none
 */
GFile *
lc_file_choose_finish (GAsyncResult *result, GtkFileFilter **filter, GError **error)
{
  GtkFileChooser *chooser = g_task_get_task_data (G_TASK (result));

  *filter = gtk_file_chooser_get_filter (chooser);
  if (*filter != NULL)
    g_object_ref (*filter);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GFile *file = source;
  g_autofree char *name = g_file_get_parse_name (file);
  GError *error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (task_data, &length);

  if (lc_file_writer_write (file, data, length, LC_FILE_WRITE_REPLACE, cancellable, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_prefix_error (&error, "%s: ", name);
  g_task_return_error (task, error);
}

/**
 * lc_file_write_async:
 * @file: is replaced when it is there
 * @bytes: its whole content
 */
void
lc_file_write_async (GFile *file, GBytes *bytes, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (file, cancellable, callback, user_data);

  g_task_set_source_tag (task, lc_file_write_async);
  g_task_set_task_data (task, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, write_in_thread);
}

/* Returns: %FALSE with an error that names the file */
gboolean
lc_file_write_finish (GFile *file, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, file), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
