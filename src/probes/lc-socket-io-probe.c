/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-socket-io-probe.c: whether Socket.IO gets through, transport by transport.
 *
 * Steps "dns", "tcp", "tls", "polling", "websocket", "probe" (see
 * lc-socket-io-client.c): a server that is reached while its WebSocket is cut
 * shows as polling answered and websocket or probe not.
 *
 * Outcome: ANSWERED when "probe" was, else that of the step that failed.
 */
#include "config.h"

#include "probes/lc-socket-io-probe.h"

#include "net/lc-socket-io-client.h"
#include "probes/lc-endpoint-uri.h"

struct _LcSocketIoProbe
{
  LcProbe parent_instance;

  GUri *uri;
  LcResolver *resolver;
};

G_DEFINE_FINAL_TYPE (LcSocketIoProbe, lc_socket_io_probe, LC_TYPE_PROBE)

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
on_tried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  finish (task, lc_socket_io_try_finish (LC_HTTP_CLIENT (source), result));
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcSocketIoProbe *self = LC_SOCKET_IO_PROBE (g_task_get_source_object (task));
  LcHttpClient *client = LC_HTTP_CLIENT (source);
  LcOutcome outcome = lc_http_client_prepare_finish (client, result);

  if (outcome == LC_OUTCOME_ANSWERED)
    lc_socket_io_try_async (client, self->uri, g_task_get_cancellable (task), on_tried,
                            g_object_ref (task));
  else
    finish (task, outcome);
}

static void
lc_socket_io_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  LcSocketIoProbe *self = LC_SOCKET_IO_PROBE (probe);
  g_autoptr (GTask) task = g_task_new (probe, cancellable, callback, user_data);
  Visit *visit = g_new0 (Visit, 1);

  g_task_set_source_tag (task, lc_socket_io_probe_ask_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, visit, visit_free);
  visit->recorder = g_object_ref (recorder);
  visit->client = lc_http_client_new (recorder, self->resolver);
  lc_http_client_prepare_async (visit->client, self->uri, cancellable, on_prepared,
                                g_object_ref (task));
}

static gboolean
lc_socket_io_probe_ask_finish (LcProbe *probe, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lc_socket_io_probe_finalize (GObject *object)
{
  LcSocketIoProbe *self = LC_SOCKET_IO_PROBE (object);

  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_object (&self->resolver);
  G_OBJECT_CLASS (lc_socket_io_probe_parent_class)->finalize (object);
}

static void
lc_socket_io_probe_class_init (LcSocketIoProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_socket_io_probe_finalize;
  LC_PROBE_CLASS (klass)->ask_async = lc_socket_io_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = lc_socket_io_probe_ask_finish;
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
  LcSocketIoProbe *self = g_object_new (LC_TYPE_SOCKET_IO_PROBE, "id", id, NULL);

  lc_http_client_load_modules ();
  self->uri = lc_endpoint_build_uri (endpoint);
  self->resolver = g_object_ref (resolver);
  return LC_PROBE (self);
}
