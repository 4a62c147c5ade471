/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-websocket-attempt.c: one try to open a WebSocket (RFC 6455), as a step.
 *
 * The step "websocket" spans a connection of its own: TCP, TLS and the upgrade.
 * Facts: url, address and those of lc-tls-info.c for that connection; status,
 * reason, server, ... when an HTTP answer came; failed_layer ("tcp", "proxy",
 * "tls", "http") how far it got where it did not open; error_text.
 */
#include "net/lc-websocket-attempt.h"

#include "net/lc-connection-watch.h"
#include "net/lc-io-outcome.h"

/* Nothing that a probe waits for is longer. */
#define MAX_MESSAGE (64 * 1024)

typedef struct
{
  LcHttpClient *client; /* unowned: the task's source */
  SoupMessage *message;
  LcConnectionWatch *watch;
  guint step;
} Attempt;

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  lc_connection_watch_close (attempt->watch);
  g_object_unref (attempt->watch);
  g_object_unref (attempt->message);
  g_free (attempt);
}

void
lc_websocket_answer_free (LcWebsocketAnswer *self)
{
  g_clear_object (&self->connection);
  g_free (self);
}

static LcOutcome
record_failure (Attempt *attempt, const GError *error)
{
  LcRecorder *recorder = lc_http_client_get_recorder (attempt->client);
  LcFacts *facts = lc_recorder_get_step_facts (recorder, attempt->step);
  guint status = soup_message_get_status (attempt->message);
  LcOutcome outcome;
  gboolean below;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return LC_OUTCOME_CANCELLED;

  if (status != 0)
    {
      lc_http_client_describe (attempt->client, attempt->message, facts);
      lc_connection_watch_deny (attempt->watch);
      outcome = status == SOUP_STATUS_SWITCHING_PROTOCOLS ? LC_OUTCOME_MALFORMED
                                                          : LC_OUTCOME_DENIED;
    }
  else
    {
      outcome = lc_connection_watch_fail (attempt->watch, error, &below);
    }
  lc_io_outcome_describe (error, facts);
  return outcome;
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Attempt *attempt = g_task_get_task_data (task);
  LcRecorder *recorder = lc_http_client_get_recorder (attempt->client);
  LcWebsocketAnswer *answer = g_new0 (LcWebsocketAnswer, 1);

  answer->connection = soup_session_websocket_connect_finish (SOUP_SESSION (source), result,
                                                              &error);
  if (answer->connection == NULL)
    {
      answer->outcome = record_failure (attempt, error);
    }
  else
    {
      LcFacts *facts = lc_recorder_get_step_facts (recorder, attempt->step);

      answer->outcome = LC_OUTCOME_ANSWERED;
      soup_websocket_connection_set_max_incoming_payload_size (answer->connection, MAX_MESSAGE);
      lc_http_client_describe (attempt->client, attempt->message, facts);
      lc_facts_remove (facts, LC_FACT_FAILED_LAYER);
    }
  if (answer->outcome != LC_OUTCOME_CANCELLED)
    lc_recorder_end_step (recorder, attempt->step, answer->outcome);
  lc_connection_watch_close (attempt->watch);
  g_task_return_pointer (task, answer, (GDestroyNotify) lc_websocket_answer_free);
}

/**
 * lc_websocket_attempt_async:
 * @client: prepared for the host of @uri
 * @uri: an http or https address
 *
 * To be tried when HTTP came back from there, because it is then given as much
 * time as that took (lc_recorder_extend_deadline()).
 */
void
lc_websocket_attempt_async (LcHttpClient *client, GUri *uri, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  g_autofree char *url = g_uri_to_string (uri);
  LcRecorder *recorder = lc_http_client_get_recorder (client);
  Attempt *attempt = g_new0 (Attempt, 1);

  g_task_set_source_tag (task, lc_websocket_attempt_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, attempt, attempt_free);
  attempt->client = client;
  attempt->message = lc_http_client_new_message (client, uri);
  attempt->step = lc_recorder_begin_step (recorder, "websocket", url);
  lc_recorder_extend_deadline (recorder);
  lc_facts_set_string (lc_recorder_get_step_facts (recorder, attempt->step), LC_FACT_URL, url);
  attempt->watch = lc_connection_watch_new_inside_step (recorder, attempt->message, attempt->step);

  soup_session_websocket_connect_async (lc_http_client_get_session (client), attempt->message, NULL,
                                        NULL, G_PRIORITY_DEFAULT, cancellable, on_connected,
                                        g_steal_pointer (&task));
}

/**
 * lc_websocket_attempt_finish:
 *
 * Returns: (transfer full): never %NULL
 */
LcWebsocketAnswer *
lc_websocket_attempt_finish (LcHttpClient *client, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
