/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-signaling-probe.c: whether the signaling server can be reached.
 *
 * Which protocol it speaks inside its WebSocket is not published. So it is
 * asked for a page and then for a WebSocket: steps "dns", "tcp", "tls", "http",
 * "websocket". A clean refusal over HTTP is DENIED with the fact status, and
 * proves that the way is open.
 *
 * Outcome: that of "websocket", or of the layer that failed before it.
 */
#include "config.h"

#include "probes/lc-signaling-probe.h"

#include "net/lc-websocket-attempt.h"
#include "probes/lc-endpoint-uri.h"

struct _LcSignalingProbe
{
  LcProbe parent_instance;

  GUri *uri;
  LcResolver *resolver;
};

G_DEFINE_FINAL_TYPE (LcSignalingProbe, lc_signaling_probe, LC_TYPE_PROBE)

typedef struct
{
  LcRecorder *recorder;
  LcHttpClient *client;
} Visit;

static void
visit_free (gpointer data)
{
  Visit *visit = data;

  g_object_unref (visit->client);
  g_object_unref (visit->recorder);
  g_free (visit);
}

static void
finish (GTask *task, LcOutcome outcome)
{
  Visit *visit = g_task_get_task_data (task);

  if (outcome != LC_OUTCOME_CANCELLED)
    lc_recorder_set_outcome (visit->recorder, outcome);
  g_task_return_boolean (task, TRUE);
}

static void
on_websocket (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (LcWebsocketAnswer) answer = lc_websocket_attempt_finish (LC_HTTP_CLIENT (source), result);

  if (answer->connection != NULL)
    soup_websocket_connection_close (answer->connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
  finish (task, answer->outcome);
}

static void
on_head (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcSignalingProbe *self = LC_SIGNALING_PROBE (g_task_get_source_object (task));
  Visit *visit = g_task_get_task_data (task);
  g_autoptr (LcHttpAnswer) answer = lc_http_client_get_finish (visit->client, result);

  if (answer->stream == NULL)
    {
      finish (task, answer->outcome);
      return;
    }
  lc_recorder_end_step (visit->recorder, answer->step, answer->outcome);
  lc_websocket_attempt_async (visit->client, self->uri, g_task_get_cancellable (task), on_websocket,
                              g_object_ref (task));
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcSignalingProbe *self = LC_SIGNALING_PROBE (g_task_get_source_object (task));
  LcHttpClient *client = LC_HTTP_CLIENT (source);
  LcOutcome outcome = lc_http_client_prepare_finish (client, result);

  if (outcome == LC_OUTCOME_ANSWERED)
    lc_http_client_get_async (client, self->uri, "http", NULL, g_task_get_cancellable (task), on_head,
                              g_object_ref (task));
  else
    finish (task, outcome);
}

static void
lc_signaling_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  LcSignalingProbe *self = LC_SIGNALING_PROBE (probe);
  g_autoptr (GTask) task = g_task_new (probe, cancellable, callback, user_data);
  Visit *visit = g_new0 (Visit, 1);

  g_task_set_source_tag (task, lc_signaling_probe_ask_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, visit, visit_free);
  visit->recorder = g_object_ref (recorder);
  visit->client = lc_http_client_new (recorder, self->resolver);
  lc_http_client_prepare_async (visit->client, self->uri, cancellable, on_prepared,
                                g_object_ref (task));
}

static gboolean
lc_signaling_probe_ask_finish (LcProbe *probe, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lc_signaling_probe_finalize (GObject *object)
{
  LcSignalingProbe *self = LC_SIGNALING_PROBE (object);

  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_object (&self->resolver);
  G_OBJECT_CLASS (lc_signaling_probe_parent_class)->finalize (object);
}

static void
lc_signaling_probe_class_init (LcSignalingProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_signaling_probe_finalize;
  LC_PROBE_CLASS (klass)->ask_async = lc_signaling_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = lc_signaling_probe_ask_finish;
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
  LcSignalingProbe *self = g_object_new (LC_TYPE_SIGNALING_PROBE, "id", id, NULL);

  lc_http_client_load_modules ();
  self->uri = lc_endpoint_build_uri (endpoint);
  self->resolver = g_object_ref (resolver);
  return LC_PROBE (self);
}
