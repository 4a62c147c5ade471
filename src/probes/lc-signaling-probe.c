/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-signaling-probe.c: whether the signaling server can be reached.
 *
 * Which protocol it speaks inside its WebSocket is not published. So it is
 * asked for a page and then for a WebSocket: steps "dns", "tcp", "tls", "http",
 * "websocket". A clean refusal over HTTP is DENIED with the fact status. Where
 * the page leads on to is the fact location of the step "http"; nobody goes there.
 *
 * Outcome: that of "websocket", or of the layer that failed before it.
 */
#include "config.h"

#include "probes/lc-signaling-probe.h"

#include "net/lc-websocket-open.h"

struct _LcSignalingProbe
{
  LcWebProbe parent_instance;
};

G_DEFINE_FINAL_TYPE (LcSignalingProbe, lc_signaling_probe, LC_TYPE_WEB_PROBE)

typedef struct
{
  LcWebRecorder *recorder;
  GUri *uri;
} SignalingRequest;

static void
signaling_request_free (gpointer data)
{
  SignalingRequest *request = data;

  g_object_unref (request->recorder);
  g_uri_unref (request->uri);
  g_free (request);
}

static void
on_websocket (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignalingRequest *request = g_task_get_task_data (task);
  g_autoptr (LcWebsocketAnswer) answer = lc_websocket_open_finish (LC_HTTP_CLIENT (source), result);

  lc_web_recorder_end_websocket (request->recorder, answer);
  if (answer->connection != NULL)
    soup_websocket_connection_close (answer->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  g_task_return_int (task, answer->outcome);
}

static void
record_location (LcWebRecorder *recorder, const LcHttpHead *head)
{
  g_autofree char *location = head->location != NULL ? g_uri_to_string (head->location) : NULL;

  lc_facts_set_string (lc_web_recorder_get_request_facts (recorder), LC_FACT_LOCATION, location);
}

static void
on_head (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignalingRequest *request = g_task_get_task_data (task);
  LcHttpClient *client = LC_HTTP_CLIENT (source);
  g_autoptr (LcHttpAnswer) answer = lc_http_client_get_finish (client, result);

  if (answer->stream == NULL)
    {
      g_task_return_int (task, answer->outcome);
      return;
    }
  record_location (request->recorder, answer->head);
  lc_web_recorder_end_request (request->recorder, answer->outcome);
  lc_web_recorder_begin_websocket (request->recorder, request->uri);
  lc_websocket_open_async (client, request->uri, g_task_get_cancellable (task), on_websocket,
                           g_object_ref (task));
}

static void
lc_signaling_probe_exchange_async (LcWebProbe *probe, LcHttpClient *client, LcWebRecorder *recorder, GUri *uri,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (probe, cancellable, callback, user_data);
  SignalingRequest *request = g_new0 (SignalingRequest, 1);

  g_task_set_source_tag (task, lc_signaling_probe_exchange_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, request, signaling_request_free);
  request->recorder = g_object_ref (recorder);
  request->uri = g_uri_ref (uri);
  lc_http_client_get_async (client, uri, FALSE, cancellable, on_head, task);
}

static LcOutcome
lc_signaling_probe_exchange_finish (LcWebProbe *probe, GAsyncResult *result, GUri **next)
{
  return g_task_propagate_int (G_TASK (result), NULL);
}

static void
lc_signaling_probe_class_init (LcSignalingProbeClass *klass)
{
  LC_WEB_PROBE_CLASS (klass)->exchange_async = lc_signaling_probe_exchange_async;
  LC_WEB_PROBE_CLASS (klass)->exchange_finish = lc_signaling_probe_exchange_finish;
}

static void
lc_signaling_probe_init (LcSignalingProbe *self)
{
}

/**
 * lc_signaling_probe_new:
 * @id: the id of the row
 * @endpoint: where the WebSocket is opened
 * @resolver: the run's resolver
 */
LcProbe *
lc_signaling_probe_new (const char *id, const LcEndpoint *endpoint, LcResolver *resolver)
{
  return lc_web_probe_new (LC_TYPE_SIGNALING_PROBE, id, endpoint, resolver);
}
