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

struct _LcSocketIoProbe
{
  LcWebProbe parent_instance;
};

G_DEFINE_FINAL_TYPE (LcSocketIoProbe, lc_socket_io_probe, LC_TYPE_WEB_PROBE)

static void
on_tried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_int (task, lc_socket_io_try_finish (LC_HTTP_CLIENT (source), result));
}

static void
lc_socket_io_probe_talk_async (LcWebProbe *probe, LcHttpClient *client, GUri *uri, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (probe, cancellable, callback, user_data);

  g_task_set_source_tag (task, lc_socket_io_probe_talk_async);
  g_task_set_check_cancellable (task, FALSE);
  lc_socket_io_try_async (client, uri, cancellable, on_tried, task);
}

static LcOutcome
lc_socket_io_probe_talk_finish (LcWebProbe *probe, GAsyncResult *result, GUri **next)
{
  return g_task_propagate_int (G_TASK (result), NULL);
}

static void
lc_socket_io_probe_class_init (LcSocketIoProbeClass *klass)
{
  LC_WEB_PROBE_CLASS (klass)->talk_async = lc_socket_io_probe_talk_async;
  LC_WEB_PROBE_CLASS (klass)->talk_finish = lc_socket_io_probe_talk_finish;
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
