/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-web-probe.c: what comes before and after every exchange over HTTP: the steps
 * "dns", "tcp" and "tls" (see lc-web-recorder.c), and redirects.
 *
 * Outcome: that of the exchange, or of the layer that failed before it.
 */
#include "config.h"

#include "probes/lc-web-probe.h"

#include "probes/lc-endpoint-uri.h"

typedef struct
{
  GUri *uri;
  LcResolver *resolver;
} LcWebProbePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (LcWebProbe, lc_web_probe, LC_TYPE_PROBE)

typedef struct
{
  LcHttpClient *client;
  LcWebRecorder *recorder;
  GUri *uri; /* asked for now */
} WebExchange;

static void
web_exchange_free (gpointer data)
{
  WebExchange *exchange = data;

  g_object_unref (exchange->client);
  g_object_unref (exchange->recorder);
  g_uri_unref (exchange->uri);
  g_free (exchange);
}

static void
finish (GTask *task, LcOutcome outcome)
{
  WebExchange *exchange = g_task_get_task_data (task);

  if (outcome != LC_OUTCOME_CANCELLED)
    lc_recorder_set_outcome (lc_web_recorder_get_recorder (exchange->recorder), outcome);
  g_task_return_boolean (task, TRUE);
}

static void prepare (GTask *task);

static void
on_exchanged (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  WebExchange *exchange = g_task_get_task_data (task);
  LcWebProbe *self = LC_WEB_PROBE (source);
  GUri *next = NULL;
  LcOutcome outcome = LC_WEB_PROBE_GET_CLASS (self)->exchange_finish (self, result, &next);

  if (next == NULL)
    {
      finish (task, outcome);
      return;
    }
  g_uri_unref (exchange->uri);
  exchange->uri = next;
  lc_recorder_extend_deadline (lc_web_recorder_get_recorder (exchange->recorder));
  prepare (task);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  WebExchange *exchange = g_task_get_task_data (task);
  LcWebProbe *self = LC_WEB_PROBE (g_task_get_source_object (task));
  LcOutcome outcome = lc_http_client_prepare_finish (exchange->client, result);

  if (outcome == LC_OUTCOME_ANSWERED)
    LC_WEB_PROBE_GET_CLASS (self)->exchange_async (self, exchange->client, exchange->recorder, exchange->uri,
                                                   g_task_get_cancellable (task), on_exchanged,
                                                   g_object_ref (task));
  else
    finish (task, outcome);
}

static void
prepare (GTask *task)
{
  WebExchange *exchange = g_task_get_task_data (task);

  lc_http_client_prepare_async (exchange->client, exchange->uri, g_task_get_cancellable (task), on_prepared,
                                g_object_ref (task));
}

static void
lc_web_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  LcWebProbePrivate *priv = lc_web_probe_get_instance_private (LC_WEB_PROBE (probe));
  g_autoptr (GTask) task = g_task_new (probe, cancellable, callback, user_data);
  WebExchange *exchange = g_new0 (WebExchange, 1);

  g_task_set_source_tag (task, lc_web_probe_ask_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, exchange, web_exchange_free);
  exchange->recorder = lc_web_recorder_new (recorder);
  exchange->client = lc_http_client_new (priv->resolver, LC_WEB_OBSERVER (exchange->recorder));
  exchange->uri = g_uri_ref (priv->uri);
  prepare (task);
}

static gboolean
lc_web_probe_ask_finish (LcProbe *probe, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lc_web_probe_finalize (GObject *object)
{
  LcWebProbePrivate *priv = lc_web_probe_get_instance_private (LC_WEB_PROBE (object));

  g_clear_pointer (&priv->uri, g_uri_unref);
  g_clear_object (&priv->resolver);
  G_OBJECT_CLASS (lc_web_probe_parent_class)->finalize (object);
}

static void
lc_web_probe_class_init (LcWebProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_web_probe_finalize;
  LC_PROBE_CLASS (klass)->ask_async = lc_web_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = lc_web_probe_ask_finish;
}

static void
lc_web_probe_init (LcWebProbe *self)
{
}

/**
 * lc_web_probe_new:
 * @type: a subclass
 * @id: the id of the row
 * @endpoint: whom to ask
 * @resolver: the run's resolver
 *
 * Returns: (transfer full): a probe of that type
 */
LcProbe *
lc_web_probe_new (GType type, const char *id, const LcEndpoint *endpoint, LcResolver *resolver)
{
  LcWebProbe *self = g_object_new (type, "id", id, NULL);
  LcWebProbePrivate *priv = lc_web_probe_get_instance_private (self);

  lc_http_client_load_modules ();
  priv->uri = lc_endpoint_build_uri (endpoint);
  priv->resolver = g_object_ref (resolver);
  return LC_PROBE (self);
}
