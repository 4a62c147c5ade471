/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-http-body.c: see lc-http-body.h.
 */
#include "net/lc-http-body.h"

#include "net/lc-io-outcome.h"

#define READ_SIZE (16 * 1024)

void
lc_http_body_free (LcHttpBody *self)
{
  g_bytes_unref (self->bytes);
  g_free (self);
}

static void read_more (GTask *task);

static void
finish_body (GTask *task, LcOutcome outcome, gboolean truncated)
{
  GByteArray *bytes = g_task_get_task_data (task);
  LcHttpBody *body = g_new0 (LcHttpBody, 1);

  body->outcome = outcome;
  body->bytes = g_bytes_new (bytes->data, bytes->len);
  body->truncated = truncated;
  g_task_return_pointer (task, body, (GDestroyNotify) lc_http_body_free);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GByteArray *all = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes =
    g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL)
    {
      finish_body (task, lc_io_outcome_from_error (error), FALSE);
      return;
    }
  if (g_bytes_get_size (bytes) == 0)
    {
      finish_body (task, LC_OUTCOME_ANSWERED, FALSE);
      return;
    }
  g_byte_array_append (all, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (all->len >= LC_HTTP_MAX_BODY)
    finish_body (task, LC_OUTCOME_ANSWERED, TRUE);
  else
    read_more (task);
}

static void
read_more (GTask *task)
{
  GByteArray *bytes = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (g_task_get_source_object (task),
                                   MIN (READ_SIZE, LC_HTTP_MAX_BODY - bytes->len),
                                   G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_read,
                                   g_object_ref (task));
}

/**
 * lc_http_body_read_async:
 * @stream: of an answer; read once
 *
 * Reads the body to its end or to %LC_HTTP_MAX_BODY.
 */
void
lc_http_body_read_async (GInputStream *stream, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);

  g_task_set_source_tag (task, lc_http_body_read_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_byte_array_new (), (GDestroyNotify) g_byte_array_unref);
  read_more (task);
}

/**
 * lc_http_body_read_finish:
 *
 * Returns: (transfer full): what was read; never %NULL
 */
LcHttpBody *
lc_http_body_read_finish (GInputStream *stream, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, stream), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
