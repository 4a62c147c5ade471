/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-socket-io-client.c: the transports under Socket.IO, tried one after the other.
 *
 * Follows https://github.com/socketio/engine.io-protocol: a handshake by
 * polling in protocol 4, and in 3 when the server does not speak 4; then the
 * upgrade of that session to a WebSocket, on which the ping "2probe" must come
 * back as the pong "3probe" before "5" completes the upgrade.
 *
 * Steps: "polling" (facts of the HTTP answer, engine_io_protocol,
 * websocket_offered, ping_interval_us, ping_timeout_us, max_payload),
 * "websocket" (see lc-websocket-attempt.c), "probe" (rtt_us, close_code,
 * error_text).
 */
#include "config.h"

#include "net/lc-socket-io-client.h"

#include <string.h>

#include "base/lc-source.h"
#include "net/lc-engine-io.h"
#include "net/lc-io-outcome.h"
#include "net/lc-websocket-attempt.h"

/* Other packets that may come before the pong. */
#define MAX_OTHER_PACKETS 16

/* How long a completed upgrade may take to say goodbye. */
#define FAREWELL_MS 100

typedef struct
{
  LcHttpClient *client; /* unowned: the task's source */
  GUri *uri;
  guint protocol; /* asked for: 4, then 3 */
  LcHttpAnswer *polling;
  GBytes *body;
  LcEngineIoHandshake *handshake;
  SoupWebsocketConnection *websocket;
  guint probe_step;
  gint64 probe_sent_us; /* monotonic */
  guint n_others;
  gboolean answered;
  GSource *cancelled;
  GSource *farewell;
  LcOutcome outcome;
} Try;

static void
try_free (gpointer data)
{
  Try *self = data;

  lc_source_clear (&self->cancelled);
  lc_source_clear (&self->farewell);
  g_uri_unref (self->uri);
  g_clear_pointer (&self->polling, lc_http_answer_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->handshake, lc_engine_io_handshake_free);
  g_clear_object (&self->websocket);
  g_free (self);
}

static LcFacts *
get_facts (Try *self, guint step)
{
  return lc_recorder_get_step_facts (lc_http_client_get_recorder (self->client), step);
}

static GUri *
build_uri (Try *self, const char *transport)
{
  const char *path = g_uri_get_path (self->uri);
  g_autoptr (GString) query = g_string_new (NULL);

  g_string_append_printf (query, "EIO=%u&transport=%s", self->protocol, transport);
  if (self->handshake != NULL)
    {
      g_string_append (query, "&sid=");
      g_string_append_uri_escaped (query, self->handshake->sid, NULL, FALSE);
    }
  else if (self->protocol == 3)
    {
      g_string_append (query, "&b64=1"); /* text framing only */
    }
  return soup_uri_copy (self->uri, SOUP_URI_PATH,
                        path != NULL && *path != '\0' ? path : "/socket.io/", SOUP_URI_QUERY,
                        query->str, SOUP_URI_NONE);
}

/* --- third: ping and pong on the WebSocket ----------------------------- */

static void
finish (GTask *task)
{
  Try *self = g_task_get_task_data (task);

  lc_source_clear (&self->cancelled);
  lc_source_clear (&self->farewell);
  if (self->websocket != NULL)
    g_signal_handlers_disconnect_by_data (self->websocket, task);
  g_task_return_int (task, self->outcome);
  g_object_unref (task);
}

static gboolean
on_farewell_over (gpointer user_data)
{
  finish (user_data);
  return G_SOURCE_REMOVE;
}

static void
end_probe (GTask *task, LcOutcome outcome)
{
  Try *self = g_task_get_task_data (task);

  self->outcome = outcome;
  lc_recorder_end_step (lc_http_client_get_recorder (self->client), self->probe_step, outcome);
}

static void
fail_probe (GTask *task, LcOutcome outcome)
{
  end_probe (task, outcome);
  finish (task);
}

static void
say_goodbye (GTask *task)
{
  Try *self = g_task_get_task_data (task);

  soup_websocket_connection_send_text (self->websocket, "5");
  soup_websocket_connection_close (self->websocket, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  self->farewell = g_timeout_source_new (FAREWELL_MS);
  g_task_attach_source (task, self->farewell, on_farewell_over);
}

static void
on_message (SoupWebsocketConnection *websocket, int type, GBytes *message, GTask *task)
{
  Try *self = g_task_get_task_data (task);
  gsize size;
  const char *data = g_bytes_get_data (message, &size);

  if (self->answered)
    return;
  if (type == SOUP_WEBSOCKET_DATA_TEXT && size == strlen ("3probe")
      && memcmp (data, "3probe", size) == 0)
    {
      self->answered = TRUE;
      lc_facts_set_int (get_facts (self, self->probe_step), LC_FACT_RTT_US,
                        g_get_monotonic_time () - self->probe_sent_us);
      end_probe (task, LC_OUTCOME_ANSWERED);
      say_goodbye (task);
    }
  else if (type != SOUP_WEBSOCKET_DATA_TEXT || size == 0 || data[0] < '0' || data[0] > '6'
           || ++self->n_others > MAX_OTHER_PACKETS)
    {
      fail_probe (task, LC_OUTCOME_MALFORMED);
    }
}

static void
on_websocket_error (SoupWebsocketConnection *websocket, GError *error, GTask *task)
{
  Try *self = g_task_get_task_data (task);

  if (self->answered)
    return;
  lc_io_outcome_describe (error, get_facts (self, self->probe_step));
  fail_probe (task, lc_io_outcome_from_error (error));
}

static void
on_websocket_closed (SoupWebsocketConnection *websocket, GTask *task)
{
  Try *self = g_task_get_task_data (task);
  gushort code = soup_websocket_connection_get_close_code (websocket);

  if (self->answered)
    {
      finish (task);
      return;
    }
  if (code != 0)
    lc_facts_set_int (get_facts (self, self->probe_step), LC_FACT_CLOSE_CODE, code);
  fail_probe (task, LC_OUTCOME_CLOSED);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  GTask *task = user_data;
  Try *self = g_task_get_task_data (task);

  if (!self->answered)
    self->outcome = LC_OUTCOME_CANCELLED;
  finish (task);
  return G_SOURCE_REMOVE;
}

static void
send_probe (GTask *task)
{
  Try *self = g_task_get_task_data (task);
  LcRecorder *recorder = lc_http_client_get_recorder (self->client);
  GCancellable *cancellable = g_task_get_cancellable (task);

  self->probe_step = lc_recorder_begin_step (recorder, "probe", g_uri_get_host (self->uri));
  if (cancellable != NULL)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_task_attach_source (task, self->cancelled, G_SOURCE_FUNC (on_cancelled));
    }

  /* From here the task is owned by whoever calls finish(). */
  g_object_ref (task);
  g_signal_connect (self->websocket, "message", G_CALLBACK (on_message), task);
  g_signal_connect (self->websocket, "error", G_CALLBACK (on_websocket_error), task);
  g_signal_connect (self->websocket, "closed", G_CALLBACK (on_websocket_closed), task);
  if (soup_websocket_connection_get_state (self->websocket) != SOUP_WEBSOCKET_STATE_OPEN)
    {
      fail_probe (task, LC_OUTCOME_CLOSED);
      return;
    }
  self->probe_sent_us = g_get_monotonic_time ();
  soup_websocket_connection_send_text (self->websocket, "2probe");
}

/* --- second: the upgrade ----------------------------------------------- */

static void
on_websocket (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Try *self = g_task_get_task_data (task);
  g_autoptr (LcWebsocketAnswer) answer = lc_websocket_attempt_finish (self->client, result);

  if (answer->outcome != LC_OUTCOME_ANSWERED)
    {
      g_task_return_int (task, answer->outcome);
      return;
    }
  self->websocket = g_steal_pointer (&answer->connection);
  send_probe (task);
}

static void
upgrade (GTask *task)
{
  Try *self = g_task_get_task_data (task);
  g_autoptr (GUri) uri = build_uri (self, "websocket");

  lc_websocket_attempt_async (self->client, uri, g_task_get_cancellable (task), on_websocket,
                              g_object_ref (task));
}

/* --- first: the handshake by polling ----------------------------------- */

static void poll_session (GTask *task);

static void
record_handshake (Try *self)
{
  const LcEngineIoHandshake *handshake = self->handshake;
  LcFacts *facts = get_facts (self, self->polling->step);

  lc_facts_set_int (facts, LC_FACT_ENGINE_IO_PROTOCOL, handshake->protocol);
  lc_facts_set_bool (facts, LC_FACT_WEBSOCKET_OFFERED, handshake->websocket_offered);
  if (handshake->ping_interval_ms >= 0)
    lc_facts_set_int (facts, LC_FACT_PING_INTERVAL_US, handshake->ping_interval_ms * 1000);
  if (handshake->ping_timeout_ms >= 0)
    lc_facts_set_int (facts, LC_FACT_PING_TIMEOUT_US, handshake->ping_timeout_ms * 1000);
  if (handshake->max_payload >= 0)
    lc_facts_set_int (facts, LC_FACT_MAX_PAYLOAD, handshake->max_payload);
}

static void
end_polling (Try *self, LcOutcome outcome)
{
  lc_recorder_end_step (lc_http_client_get_recorder (self->client), self->polling->step, outcome);
  self->polling->step_open = FALSE;
}

/* Whether the server may be one that speaks protocol 3 only. */
static gboolean
should_ask_again (const Try *self)
{
  gsize size;
  const char *body = g_bytes_get_data (self->body, &size);

  if (self->protocol == 3)
    return FALSE;
  return self->polling->outcome == LC_OUTCOME_ANSWERED
         || (self->polling->status == 400 && lc_engine_io_is_wrong_protocol (body, size));
}

static void
fail_polling (GTask *task, LcOutcome outcome, const GError *error)
{
  Try *self = g_task_get_task_data (task);

  if (error != NULL)
    lc_io_outcome_describe (error, get_facts (self, self->polling->step));
  end_polling (self, outcome);
  g_task_return_int (task, outcome);
}

static void
read_handshake (GTask *task)
{
  Try *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *body = g_bytes_get_data (self->body, &size);

  if (self->polling->status == SOUP_STATUS_OK)
    self->handshake = lc_engine_io_handshake_parse (body, size, &error);

  if (self->handshake != NULL)
    {
      self->protocol = self->handshake->protocol;
      record_handshake (self);
      end_polling (self, LC_OUTCOME_ANSWERED);
      upgrade (task);
    }
  else if (should_ask_again (self))
    {
      self->protocol = 3;
      poll_session (task);
    }
  else
    {
      fail_polling (task,
                    self->polling->status == SOUP_STATUS_OK ? LC_OUTCOME_MALFORMED
                                                            : LC_OUTCOME_DENIED,
                    error);
    }
}

static void
on_body_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Try *self = g_task_get_task_data (task);
  LcOutcome outcome;

  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = lc_http_client_read_finish (self->client, result, &outcome);
  g_clear_object (&self->polling->stream); /* its connection is free for the next request */
  if (outcome == LC_OUTCOME_ANSWERED)
    read_handshake (task);
  else if (outcome == LC_OUTCOME_CANCELLED)
    g_task_return_int (task, outcome);
  else
    fail_polling (task, outcome, NULL);
}

static void
on_polled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Try *self = g_task_get_task_data (task);

  g_clear_pointer (&self->polling, lc_http_answer_free);
  self->polling = lc_http_client_get_finish (self->client, result);
  if (self->polling->stream != NULL)
    lc_http_client_read_async (self->client, self->polling, g_task_get_cancellable (task),
                               on_body_read, g_object_ref (task));
  else
    g_task_return_int (task, self->polling->outcome);
}

static void
poll_session (GTask *task)
{
  Try *self = g_task_get_task_data (task);
  g_autoptr (GUri) uri = build_uri (self, "polling");

  lc_http_client_get_async (self->client, uri, "polling", self->polling,
                            g_task_get_cancellable (task), on_polled, g_object_ref (task));
}

/**
 * lc_socket_io_try_async:
 * @client: prepared for the host of @uri
 * @uri: where Engine.IO listens; "/socket.io/" when it has no path
 */
void
lc_socket_io_try_async (LcHttpClient *client, GUri *uri, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  Try *self = g_new0 (Try, 1);

  g_task_set_source_tag (task, lc_socket_io_try_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, try_free);
  self->client = client;
  self->uri = g_uri_ref (uri);
  self->protocol = 4;
  poll_session (task);
}

/**
 * lc_socket_io_try_finish:
 *
 * Returns: ANSWERED when the whole way to a WebSocket went well, or the outcome
 *   of the step that did not
 */
LcOutcome
lc_socket_io_try_finish (LcHttpClient *client, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, client), LC_OUTCOME_CANCELLED);

  return (LcOutcome) g_task_propagate_int (G_TASK (result), NULL);
}
