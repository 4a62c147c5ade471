/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-mailer.c: see lc-report-mailer.h.
 *
 * The mail portal takes the report along. Where there is no portal, a "mailto:"
 * URI (RFC 6068) opens the mail program; such a URI cannot carry files.
 */
#include "config.h"

#include "ui/lc-report-mailer.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/lc-file-writer.h"
#include "ui/lc-portal.h"

typedef struct
{
  GtkWindow *parent; /* weak */
  XdpPortal *portal; /* NULL where there is none */
  const LcMail *mail; /* until the caller has been called back */
  char *uri;
  gboolean attached;
} Letter;

static void
letter_free (Letter *self)
{
  g_clear_weak_pointer (&self->parent);
  g_clear_object (&self->portal);
  g_free (self->uri);
  g_free (self);
}

/* The mail program reads it after this program has forgotten it, so it stays
 * until the next mail is written. */
static char *
dup_outgoing_directory (void)
{
  return g_build_filename (g_get_user_cache_dir (), "linecheck", "outgoing", NULL);
}

static void
empty_directory (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
}

/* Returns: (transfer full): the path of the attachment, %NULL with @error set */
static char *
write_attachment (const LcMail *mail, GError **error)
{
  g_autofree char *directory = dup_outgoing_directory ();
  g_autofree char *path = g_build_filename (directory, mail->name, NULL);
  g_autoptr (GFile) file = NULL;
  gsize length;
  const char *data = g_bytes_get_data (mail->attachment, &length);

  empty_directory (directory);
  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", directory, g_strerror (errno));
      return NULL;
    }
  file = g_file_new_for_path (path);
  if (!lc_file_writer_write (file, data, length, LC_FILE_WRITE_PRIVATE, NULL, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  return g_steal_pointer (&path);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer mail, GCancellable *cancellable)
{
  GError *error = NULL;
  char *path = write_attachment (mail, &error);

  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

static void
on_uri_shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Returns: whether the task has ended because there is nothing to appear over any more */
static gboolean
return_if_closed (GTask *task)
{
  Letter *letter = g_task_get_task_data (task);

  if (letter->parent != NULL)
    return FALSE;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The window was closed"));
  return TRUE;
}

static void
show_uri (GTask *task)
{
  Letter *letter = g_task_get_task_data (task);

  letter->attached = FALSE;
  if (!return_if_closed (task))
    gtk_show_uri_full (letter->parent, letter->uri, GDK_CURRENT_TIME, g_task_get_cancellable (task), on_uri_shown,
                       g_object_ref (task));
}

static void
on_composed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (xdp_portal_compose_email_finish (XDP_PORTAL (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    show_uri (task);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Letter *letter = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *path = g_task_propagate_pointer (G_TASK (result), &error);
  const char *addresses[] = { letter->mail->address, NULL };
  const char *attachments[] = { path, NULL };
  XdpParent *handle;

  if (path == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (return_if_closed (task))
    return;
  handle = xdp_parent_new_gtk (letter->parent);
  xdp_portal_compose_email (letter->portal, handle, addresses, NULL, NULL, letter->mail->subject, letter->mail->body,
                            attachments, XDP_EMAIL_FLAG_NONE, g_task_get_cancellable (task), on_composed,
                            g_object_ref (task));
  xdp_parent_free (handle);
}

void
lc_mail_free (LcMail *self)
{
  g_free (self->address);
  g_free (self->subject);
  g_free (self->body);
  g_free (self->name);
  g_clear_pointer (&self->attachment, g_bytes_unref);
  g_free (self);
}

/**
 * lc_mail_dup_uri:
 *
 * Returns: (transfer full): the mail without its attachment as a "mailto:" URI
 *   (RFC 6068), lines ended by CRLF
 */
char *
lc_mail_dup_uri (const LcMail *self)
{
  g_auto (GStrv) lines = g_strsplit (self->body, "\n", -1);
  g_autofree char *text = g_strjoinv ("\r\n", lines);
  g_autofree char *address = g_uri_escape_string (self->address != NULL ? self->address : "", "@", FALSE);
  g_autofree char *subject = g_uri_escape_string (self->subject, NULL, FALSE);
  g_autofree char *body = g_uri_escape_string (text, NULL, FALSE);

  return g_strdup_printf ("mailto:%s?subject=%s&body=%s", address, subject, body);
}

/**
 * lc_mail_compose_async:
 * @self: not changed until @callback
 * @parent: the window over which the mail program appears
 */
void
lc_mail_compose_async (const LcMail *self, GtkWindow *parent, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GTask) writing = NULL;
  Letter *letter = g_new0 (Letter, 1);

  g_task_set_source_tag (task, lc_mail_compose_async);
  letter->mail = self;
  letter->uri = lc_mail_dup_uri (self);
  letter->attached = TRUE;
  letter->portal = lc_portal_new (parent);
  g_set_weak_pointer (&letter->parent, parent);
  g_task_set_task_data (task, letter, (GDestroyNotify) letter_free);
  if (letter->portal == NULL)
    {
      show_uri (task);
      return;
    }
  /* A home may be on a slow disk, or on another computer. */
  writing = g_task_new (NULL, cancellable, on_written, g_object_ref (task));
  g_task_set_task_data (writing, (gpointer) self, NULL);
  g_task_run_in_thread (writing, write_in_thread);
}

/**
 * lc_mail_compose_finish:
 * @attached: (out): whether the report is in the mail
 *
 * Returns: %FALSE with @error set when no mail program opened
 */
gboolean
lc_mail_compose_finish (GAsyncResult *result, gboolean *attached, GError **error)
{
  *attached = ((Letter *) g_task_get_task_data (G_TASK (result)))->attached;
  return g_task_propagate_boolean (G_TASK (result), error);
}
