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

#include "net/lc-websocket-attempt.h"

struct _LcSignalingProbe
{
  LcWebProbe parent_instance;
};

G_DEFINE_FINAL_TYPE (LcSignalingProbe, lc_signaling_probe, LC_TYPE_WEB_PROBE)

static void
on_websocket (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (LcWebsocketAnswer) answer = lc_websocket_attempt_finish (LC_HTTP_CLIENT (source), result);

  if (answer->connection != NULL)
    soup_websocket_connection_close (answer->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  g_task_return_int (task, answer->outcome);
}

static void
record_location (LcRecorder *recorder, const LcHttpAnswer *answer)
{
  g_autofree char *location = answer->location != NULL ? g_uri_to_string (answer->location) : NULL;

  lc_facts_set_string (lc_recorder_get_step_facts (recorder, answer->step), LC_FACT_LOCATION, location);
}

static void
on_head (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcHttpClient *client = LC_HTTP_CLIENT (source);
  g_autoptr (LcHttpAnswer) answer = lc_http_client_get_finish (client, result);

  if (answer->stream == NULL)
    {
      g_task_return_int (task, answer->outcome);
      return;
    }
  record_location (lc_http_client_get_recorder (client), answer);
  lc_recorder_end_step (lc_http_client_get_recorder (client), answer->step, answer->outcome);
  lc_websocket_attempt_async (client, g_task_get_task_data (task), g_task_get_cancellable (task),
                              on_websocket, g_object_ref (task));
}

static void
lc_signaling_probe_talk_async (LcWebProbe *probe, LcHttpClient *client, GUri *uri, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (probe, cancellable, callback, user_data);

  g_task_set_source_tag (task, lc_signaling_probe_talk_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_uri_ref (uri), (GDestroyNotify) g_uri_unref);
  lc_http_client_get_async (client, uri, "http", NULL, cancellable, on_head, task);
}

static LcOutcome
lc_signaling_probe_talk_finish (LcWebProbe *probe, GAsyncResult *result, GUri **next)
{
  return g_task_propagate_int (G_TASK (result), NULL);
}

static void
lc_signaling_probe_class_init (LcSignalingProbeClass *klass)
{
  LC_WEB_PROBE_CLASS (klass)->talk_async = lc_signaling_probe_talk_async;
  LC_WEB_PROBE_CLASS (klass)->talk_finish = lc_signaling_probe_talk_finish;
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
