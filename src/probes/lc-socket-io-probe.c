/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-socket-io-probe.c: whether Socket.IO gets through, transport by transport.
 *
 * Follows https://github.com/socketio/engine.io-protocol: a handshake by
 * polling in protocol 4, and in 3 when the server does not speak 4; then the
 * upgrade of that session to a WebSocket, on which a ping must come back.
 *
 * Steps "dns", "tcp", "tls" (see lc-web-recorder.c); "polling" (facts of the HTTP
 * answer, engine_io_protocol, websocket_offered, ping_interval_us, ping_timeout_us,
 * max_payload); "websocket"; "probe" (rtt_us, close_code, error_text): a server that is
 * reached while its WebSocket is cut shows as polling answered and websocket or probe not.
 *
 * Outcome: ANSWERED when "probe" was, else that of the step that failed.
 */
#include "config.h"

#include "probes/lc-socket-io-probe.h"

#include "measurement/lc-step-table.h"
#include "net/lc-engine-io-ping.h"
#include "net/lc-engine-io.h"
#include "net/lc-http-body.h"
#include "net/lc-websocket-open.h"
#include "probes/lc-http-record.h"

struct _LcSocketIoProbe
{
  LcWebProbe parent_instance;
};

G_DEFINE_FINAL_TYPE (LcSocketIoProbe, lc_socket_io_probe, LC_TYPE_WEB_PROBE)

typedef struct
{
  LcHttpClient *client;
  LcWebRecorder *recorder;
  GUri *uri;
  guint protocol; /* asked for: 4, then 3 */
  LcHttpAnswer *polling;
  LcEngineIoHandshake *handshake;
  SoupWebsocketConnection *websocket;
  guint probe_step;
} SocketIoSession;

static void
socket_io_session_free (gpointer data)
{
  SocketIoSession *session = data;

  g_object_unref (session->client);
  g_object_unref (session->recorder);
  g_uri_unref (session->uri);
  g_clear_pointer (&session->polling, lc_http_answer_free);
  g_clear_pointer (&session->handshake, lc_engine_io_handshake_free);
  g_clear_object (&session->websocket);
  g_free (session);
}

static GUri *
build_uri (SocketIoSession *session, const char *transport)
{
  const char *path = g_uri_get_path (session->uri);
  g_autoptr (GString) query = g_string_new (NULL);

  g_string_append_printf (query, "EIO=%u&transport=%s", session->protocol, transport);
  if (session->handshake != NULL)
    {
      g_string_append (query, "&sid=");
      g_string_append_uri_escaped (query, session->handshake->sid, NULL, FALSE);
    }
  else if (session->protocol == 3)
    {
      g_string_append (query, "&b64=1"); /* text framing only */
    }
  return soup_uri_copy (session->uri, SOUP_URI_PATH,
                        path != NULL && *path != '\0' ? path : "/socket.io/", SOUP_URI_QUERY,
                        query->str, SOUP_URI_NONE);
}

/* --- third: ping and pong on the WebSocket ----------------------------- */

static void
on_left (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  lc_engine_io_leave_finish (SOUP_WEBSOCKET_CONNECTION (source), result);
  g_task_return_int (task, LC_OUTCOME_ANSWERED);
}

static void
record_pong (SocketIoSession *session, const LcEngineIoPong *pong)
{
  LcRecorder *recorder = lc_web_recorder_get_recorder (session->recorder);
  LcFacts *facts = lc_recorder_get_step_facts (recorder, session->probe_step);

  if (pong->rtt_us >= 0)
    lc_facts_set_int (facts, LC_FACT_RTT_US, pong->rtt_us);
  if (pong->error_text != NULL)
    lc_facts_set_string (facts, LC_FACT_ERROR_TEXT, pong->error_text);
  if (pong->close_code != 0)
    lc_facts_set_int (facts, LC_FACT_CLOSE_CODE, pong->close_code);
  lc_recorder_end_step (recorder, session->probe_step, pong->outcome);
}

static void
on_pong (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SocketIoSession *session = g_task_get_task_data (task);
  g_autoptr (LcEngineIoPong) pong = lc_engine_io_ping_finish (SOUP_WEBSOCKET_CONNECTION (source), result);

  if (pong->outcome != LC_OUTCOME_CANCELLED)
    record_pong (session, pong);
  if (pong->outcome == LC_OUTCOME_ANSWERED)
    lc_engine_io_leave_async (session->websocket, g_task_get_cancellable (task), on_left, g_object_ref (task));
  else
    g_task_return_int (task, pong->outcome);
}

/* --- second: the upgrade ----------------------------------------------- */

static void
on_websocket (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SocketIoSession *session = g_task_get_task_data (task);
  g_autoptr (LcWebsocketAnswer) answer = lc_websocket_open_finish (session->client, result);

  lc_web_recorder_end_websocket (session->recorder, answer);
  if (answer->outcome != LC_OUTCOME_ANSWERED)
    {
      g_task_return_int (task, answer->outcome);
      return;
    }
  session->websocket = g_steal_pointer (&answer->connection);
  session->probe_step = lc_recorder_begin_step (lc_web_recorder_get_recorder (session->recorder), LC_STEP_PROBE,
                                                g_uri_get_host (session->uri));
  lc_engine_io_ping_async (session->websocket, g_task_get_cancellable (task), on_pong, g_object_ref (task));
}

static void
upgrade (GTask *task)
{
  SocketIoSession *session = g_task_get_task_data (task);
  g_autoptr (GUri) uri = build_uri (session, "websocket");

  lc_web_recorder_begin_websocket (session->recorder, uri);
  lc_websocket_open_async (session->client, uri, g_task_get_cancellable (task), on_websocket,
                           g_object_ref (task));
}

/* --- first: the handshake by polling ----------------------------------- */

static void poll_session (GTask *task, gboolean again);

static void
record_handshake (SocketIoSession *session)
{
  const LcEngineIoHandshake *handshake = session->handshake;
  LcFacts *facts = lc_web_recorder_get_request_facts (session->recorder);

  lc_facts_set_int (facts, LC_FACT_ENGINE_IO_PROTOCOL, handshake->protocol);
  lc_facts_set_bool (facts, LC_FACT_WEBSOCKET_OFFERED, handshake->websocket_offered);
  if (handshake->ping_interval_ms >= 0)
    lc_facts_set_int (facts, LC_FACT_PING_INTERVAL_US, handshake->ping_interval_ms * 1000);
  if (handshake->ping_timeout_ms >= 0)
    lc_facts_set_int (facts, LC_FACT_PING_TIMEOUT_US, handshake->ping_timeout_ms * 1000);
  if (handshake->max_payload >= 0)
    lc_facts_set_int (facts, LC_FACT_MAX_PAYLOAD, handshake->max_payload);
}

/* Whether the server may be one that speaks protocol 3 only. */
static gboolean
should_ask_again (const SocketIoSession *session, const char *body, gsize size)
{
  if (session->protocol == 3)
    return FALSE;
  return session->polling->outcome == LC_OUTCOME_ANSWERED
         || (session->polling->head->status == 400 && lc_engine_io_is_wrong_protocol (body, size));
}

static void
fail_polling (GTask *task, LcOutcome outcome, const GError *error)
{
  SocketIoSession *session = g_task_get_task_data (task);

  if (error != NULL)
    lc_facts_set_string (lc_web_recorder_get_request_facts (session->recorder), LC_FACT_ERROR_TEXT,
                         error->message);
  lc_web_recorder_end_request (session->recorder, outcome);
  g_task_return_int (task, outcome);
}

static void
read_handshake (GTask *task, GBytes *bytes)
{
  SocketIoSession *session = g_task_get_task_data (task);
  gboolean is_ok = session->polling->head->status == SOUP_STATUS_OK;
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *body = g_bytes_get_data (bytes, &size);

  if (is_ok)
    session->handshake = lc_engine_io_handshake_parse (body, size, &error);

  if (session->handshake != NULL)
    {
      session->protocol = session->handshake->protocol;
      record_handshake (session);
      lc_web_recorder_end_request (session->recorder, LC_OUTCOME_ANSWERED);
      upgrade (task);
    }
  else if (should_ask_again (session, body, size))
    {
      session->protocol = 3;
      poll_session (task, TRUE);
    }
  else
    {
      fail_polling (task, is_ok ? LC_OUTCOME_MALFORMED : LC_OUTCOME_DENIED, error);
    }
}

static void
on_body (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SocketIoSession *session = g_task_get_task_data (task);
  g_autoptr (LcHttpBody) body = lc_http_body_read_finish (G_INPUT_STREAM (source), result);

  lc_http_record_body (body, lc_web_recorder_get_request_facts (session->recorder));
  g_clear_object (&session->polling->stream); /* its connection is free for the next request */
  if (body->outcome == LC_OUTCOME_ANSWERED)
    read_handshake (task, body->bytes);
  else if (body->outcome == LC_OUTCOME_CANCELLED)
    g_task_return_int (task, body->outcome);
  else
    fail_polling (task, body->outcome, NULL);
}

static void
on_polled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SocketIoSession *session = g_task_get_task_data (task);

  g_clear_pointer (&session->polling, lc_http_answer_free);
  session->polling = lc_http_client_get_finish (session->client, result);
  if (session->polling->stream != NULL)
    lc_http_body_read_async (session->polling->stream, g_task_get_cancellable (task), on_body,
                             g_object_ref (task));
  else
    g_task_return_int (task, session->polling->outcome);
}

static void
poll_session (GTask *task, gboolean again)
{
  SocketIoSession *session = g_task_get_task_data (task);
  g_autoptr (GUri) uri = build_uri (session, "polling");

  lc_http_client_get_async (session->client, uri, again, g_task_get_cancellable (task), on_polled,
                            g_object_ref (task));
}

static void
lc_socket_io_probe_exchange_async (LcWebProbe *probe, LcHttpClient *client, LcWebRecorder *recorder, GUri *uri,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (probe, cancellable, callback, user_data);
  SocketIoSession *session = g_new0 (SocketIoSession, 1);

  g_task_set_source_tag (task, lc_socket_io_probe_exchange_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, session, socket_io_session_free);
  session->client = g_object_ref (client);
  session->recorder = g_object_ref (recorder);
  session->uri = g_uri_ref (uri);
  session->protocol = 4;
  lc_web_recorder_set_request_name (recorder, LC_STEP_POLLING);
  poll_session (task, FALSE);
}

static LcOutcome
lc_socket_io_probe_exchange_finish (LcWebProbe *probe, GAsyncResult *result, GUri **next)
{
  return g_task_propagate_int (G_TASK (result), NULL);
}

static void
lc_socket_io_probe_class_init (LcSocketIoProbeClass *klass)
{
  LC_WEB_PROBE_CLASS (klass)->exchange_async = lc_socket_io_probe_exchange_async;
  LC_WEB_PROBE_CLASS (klass)->exchange_finish = lc_socket_io_probe_exchange_finish;
}

static void
lc_socket_io_probe_init (LcSocketIoProbe *self)
{
}

/**
 * lc_socket_io_probe_new:
 * @id: the id of the row
 * @endpoint: where Engine.IO listens
 * @resolver: the run's resolver
 */
LcProbe *
lc_socket_io_probe_new (const char *id, const LcEndpoint *endpoint, LcResolver *resolver)
{
  return lc_web_probe_new (LC_TYPE_SOCKET_IO_PROBE, id, endpoint, resolver);
}
