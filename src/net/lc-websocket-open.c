/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-websocket-open.c: see lc-websocket-open.h.
 *
 * The client's observer is told of the layers of the connection; the upgrade itself
 * is in the answer.
 */
#include "net/lc-websocket-open.h"

#include "net/lc-connection-watch.h"

/* Nothing that a probe waits for is longer. */
#define MAX_MESSAGE (64 * 1024)

typedef struct
{
  SoupMessage *message;
  LcConnectionWatch *watch;
} WebsocketOpening;

static void
websocket_opening_free (gpointer data)
{
  WebsocketOpening *opening = data;

  lc_connection_watch_close (opening->watch);
  g_object_unref (opening->watch);
  g_object_unref (opening->message);
  g_free (opening);
}

void
lc_websocket_answer_free (LcWebsocketAnswer *self)
{
  g_clear_object (&self->connection);
  g_clear_pointer (&self->head, lc_http_head_free);
  g_free (self->error_text);
  g_free (self);
}

static void
take_failure (WebsocketOpening *opening, LcWebsocketAnswer *answer, const GError *error)
{
  guint status = soup_message_get_status (opening->message);
  gboolean layer_failed;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      answer->outcome = LC_OUTCOME_CANCELLED;
      return;
    }
  answer->error_text = g_strdup (error->message);
  if (status == 0)
    {
      answer->outcome = lc_connection_watch_fail (opening->watch, error, &layer_failed);
      return;
    }
  answer->head = lc_http_head_new (opening->message);
  answer->outcome = status == SOUP_STATUS_SWITCHING_PROTOCOLS ? LC_OUTCOME_MALFORMED : LC_OUTCOME_DENIED;
  lc_connection_watch_deny (opening->watch, answer->head);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  WebsocketOpening *opening = g_task_get_task_data (task);
  LcWebsocketAnswer *answer = g_new0 (LcWebsocketAnswer, 1);

  answer->connection = soup_session_websocket_connect_finish (SOUP_SESSION (source), result,
                                                              &error);
  if (answer->connection == NULL)
    {
      take_failure (opening, answer, error);
    }
  else
    {
      answer->outcome = LC_OUTCOME_ANSWERED;
      answer->head = lc_http_head_new (opening->message);
      soup_websocket_connection_set_max_incoming_payload_size (answer->connection, MAX_MESSAGE);
    }
  lc_connection_watch_close (opening->watch);
  g_task_return_pointer (task, answer, (GDestroyNotify) lc_websocket_answer_free);
}

/**
 * lc_websocket_open_async:
 * @client: prepared for the host of @uri
 * @uri: an http or https address
 */
void
lc_websocket_open_async (LcHttpClient *client, GUri *uri, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  WebsocketOpening *opening = g_new0 (WebsocketOpening, 1);

  g_task_set_source_tag (task, lc_websocket_open_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, opening, websocket_opening_free);
  opening->message = lc_http_client_new_message (client, uri);
  opening->watch = lc_connection_watch_new (opening->message, lc_http_client_get_observer (client));

  soup_session_websocket_connect_async (lc_http_client_get_session (client), opening->message, NULL,
                                        NULL, G_PRIORITY_DEFAULT, cancellable, on_connected,
                                        g_steal_pointer (&task));
}

/**
 * lc_websocket_open_finish:
 *
 * Returns: (transfer full): never %NULL
 */
LcWebsocketAnswer *
lc_websocket_open_finish (LcHttpClient *client, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
