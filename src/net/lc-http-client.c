/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-http-client.c: see lc-http-client.h.
 *
 * What an LcWebObserver is told: the lookup (lc-http-preparation.c), the layers of the
 * connection (lc-connection-watch.c), the request from its sending on, and the head of
 * the answer at the moment when it arrives.
 *
 * No cookies, no cache, no credentials, no redirects of libsoup's own; the
 * proxy is the one that the system's GProxyResolver gives.
 */
#include "config.h"

#include "net/lc-http-client.h"

#include "net/lc-connection-watch.h"
#include "net/lc-http-preparation.h"

struct _LcHttpClient
{
  GObject parent_instance;

  LcWebObserver *observer; /* or NULL */
  LcResolver *resolver;
  SoupSession *session;
  GUri *proxy; /* the last one that was found, or NULL */
};

G_DEFINE_FINAL_TYPE (LcHttpClient, lc_http_client, G_TYPE_OBJECT)

/* One GET on its way. */
typedef struct
{
  LcHttpClient *client; /* unowned: the task's source */
  LcHttpAnswer *answer;
  SoupMessage *message;
  LcConnectionWatch *watch;
  gboolean sent; /* to the server: not, when a proxy was asked to connect */
} HttpGet;

static void
http_get_free (gpointer data)
{
  HttpGet *get = data;

  g_signal_handlers_disconnect_by_data (get->message, get);
  lc_connection_watch_close (get->watch);
  g_object_unref (get->watch);
  g_object_unref (get->message);
  g_clear_pointer (&get->answer, lc_http_answer_free);
  g_free (get);
}

void
lc_http_answer_free (LcHttpAnswer *self)
{
  g_clear_pointer (&self->head, lc_http_head_free);
  g_clear_object (&self->stream);
  g_free (self);
}

/* --- one GET, in the order in which it happens ------------------------- */

static void
on_starting (SoupMessage *message, HttpGet *get)
{
  g_autofree char *url = g_uri_to_string (soup_message_get_uri (message));

  get->sent = TRUE;
  lc_web_observer_request_began (get->client->observer, url);
}

/* Here rather than in on_sent(), because the time when it is seen is to be exact. */
static void
on_got_headers (SoupMessage *message, HttpGet *get)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (message);
  LcHttpHead *head;

  if (!get->sent || get->answer->head != NULL)
    return;
  head = lc_http_head_new (message);
  if (metrics != NULL && soup_message_metrics_get_request_start (metrics) > 0)
    head->first_byte_us = (gint64) soup_message_metrics_get_response_start (metrics)
                          - (gint64) soup_message_metrics_get_request_start (metrics);
  get->answer->head = head;
  lc_web_observer_head_arrived (get->client->observer, head);
}

/* The proxy would not connect us: nothing was sent to the server. */
static void
take_refusal_of_proxy (HttpGet *get)
{
  g_autoptr (LcHttpHead) head = lc_http_head_new (get->message);

  lc_connection_watch_deny (get->watch, head);
  g_clear_object (&get->answer->stream);
  get->answer->outcome = LC_OUTCOME_DENIED;
}

static void
take_failure (HttpGet *get, const GError *error)
{
  LcWebObserver *observer = get->client->observer;
  LcHttpAnswer *answer = get->answer;
  gboolean layer_failed;

  answer->outcome = lc_connection_watch_fail (get->watch, error, &layer_failed);
  if (answer->outcome == LC_OUTCOME_CANCELLED || (layer_failed && !get->sent))
    return;
  if (!get->sent && error->domain == G_RESOLVER_ERROR)
    {
      /* Of a name that had to be looked up before anybody could be asked: the proxy's, or
       * where there is none the host's. */
      GUri *uri = get->client->proxy != NULL ? get->client->proxy : soup_message_get_uri (get->message);

      lc_web_observer_lookup_failed (observer, g_uri_get_host (uri), answer->outcome, error);
      return;
    }
  /* Nobody was asked, so nobody can have answered wrongly. */
  if (!get->sent && answer->outcome == LC_OUTCOME_MALFORMED)
    answer->outcome = LC_OUTCOME_UNAVAILABLE;
  if (!get->sent)
    on_starting (get->message, get);
  lc_web_observer_request_failed (observer, answer->outcome, error);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  HttpGet *get = g_task_get_task_data (task);
  LcHttpAnswer *answer = get->answer;

  answer->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (answer->stream == NULL)
    take_failure (get, error);
  else if (!get->sent)
    take_refusal_of_proxy (get);
  else
    answer->outcome = soup_message_get_status (get->message) < 400 ? LC_OUTCOME_ANSWERED : LC_OUTCOME_DENIED;
  lc_connection_watch_close (get->watch);
  g_task_return_pointer (task, g_steal_pointer (&get->answer),
                         (GDestroyNotify) lc_http_answer_free);
}

/**
 * lc_http_client_new_message:
 *
 * Returns: (transfer full): a GET for @uri that libsoup will not redirect,
 *   authenticate or decode
 */
SoupMessage *
lc_http_client_new_message (LcHttpClient *self, GUri *uri)
{
  SoupMessage *message = soup_message_new_from_uri ("GET", uri);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_COLLECT_METRICS
                                     | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);
  return message;
}

/**
 * lc_http_client_get_async:
 * @uri: an http or https address that was prepared
 * @again: whether this goes on with a request that was answered, but not usefully: what
 *   fails below it is then its failure too
 *
 * Comes back when the head of the answer is there.
 */
void
lc_http_client_get_async (LcHttpClient *self, GUri *uri, gboolean again, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  HttpGet *get = g_new0 (HttpGet, 1);

  g_task_set_source_tag (task, lc_http_client_get_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, get, http_get_free);
  get->client = self;
  get->answer = g_new0 (LcHttpAnswer, 1);
  get->sent = again;
  get->message = lc_http_client_new_message (self, uri);
  get->watch = lc_connection_watch_new (get->message, self->observer);
  g_signal_connect (get->message, "starting", G_CALLBACK (on_starting), get);
  g_signal_connect (get->message, "got-headers", G_CALLBACK (on_got_headers), get);

  soup_session_send_async (self->session, get->message, G_PRIORITY_DEFAULT, cancellable, on_sent,
                           g_steal_pointer (&task));
}

/**
 * lc_http_client_get_finish:
 *
 * Returns: (transfer full): what came; never %NULL
 */
LcHttpAnswer *
lc_http_client_get_finish (LcHttpClient *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* --- the object -------------------------------------------------------- */

static void
lc_http_client_dispose (GObject *object)
{
  LcHttpClient *self = LC_HTTP_CLIENT (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->observer);
  g_clear_object (&self->resolver);
  g_clear_pointer (&self->proxy, g_uri_unref);
  G_OBJECT_CLASS (lc_http_client_parent_class)->dispose (object);
}

static void
lc_http_client_class_init (LcHttpClientClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lc_http_client_dispose;
}

static void
lc_http_client_init (LcHttpClient *self)
{
  self->session = soup_session_new_with_options ("user-agent", "Linecheck/" PACKAGE_VERSION,
                                                 "timeout", 0,
                                                 "idle-timeout", 0,
                                                 NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
}

/**
 * lc_http_client_load_modules:
 *
 * Loads GIO's modules for proxies and TLS, which stalls the main loop for tens
 * of milliseconds the first time: call it before any clock runs.
 */
void
lc_http_client_load_modules (void)
{
  g_proxy_resolver_get_default ();
  g_tls_backend_get_default ();
}

/**
 * lc_http_client_new:
 * @resolver: the run's resolver; libsoup shares its cache while it is
 *   installed (lc_resolver_install())
 * @observer: (nullable): who is told what happens
 *
 * Returns: (transfer full): a client with connections of its own
 */
LcHttpClient *
lc_http_client_new (LcResolver *resolver, LcWebObserver *observer)
{
  LcHttpClient *self = g_object_new (LC_TYPE_HTTP_CLIENT, NULL);

  self->resolver = g_object_ref (resolver);
  self->observer = observer != NULL ? g_object_ref (observer) : NULL;
  return self;
}

/* Returns: (nullable) (transfer none): who is told what happens */
LcWebObserver *
lc_http_client_get_observer (LcHttpClient *self)
{
  return self->observer;
}

SoupSession *
lc_http_client_get_session (LcHttpClient *self)
{
  return self->session;
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcHttpClient *self = g_task_get_source_object (task);
  g_autoptr (GUri) proxy = NULL;
  LcOutcome outcome = lc_http_prepare_finish (LC_RESOLVER (source), result, &proxy);

  if (proxy != NULL)
    {
      g_clear_pointer (&self->proxy, g_uri_unref);
      self->proxy = g_steal_pointer (&proxy);
    }
  g_task_return_int (task, outcome);
}

/**
 * lc_http_client_prepare_async:
 * @uri: the address that will be asked for
 *
 * Finds out everything that is needed before a connection.
 */
void
lc_http_client_prepare_async (LcHttpClient *self, GUri *uri, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, lc_http_client_prepare_async);
  g_task_set_check_cancellable (task, FALSE);
  lc_http_prepare_async (self->resolver, uri, self->observer, cancellable, on_prepared,
                         g_steal_pointer (&task));
}

/**
 * lc_http_client_prepare_finish:
 *
 * Returns: as lc_http_prepare_finish()
 */
LcOutcome
lc_http_client_prepare_finish (LcHttpClient *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), LC_OUTCOME_CANCELLED);

  return (LcOutcome) g_task_propagate_int (G_TASK (result), NULL);
}
