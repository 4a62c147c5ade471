/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-http-client.c: HTTP over libsoup for one probe, each layer a step.
 *
 * Steps: "dns" (lc_http_client_prepare_async()), "tcp", "proxy" and "tls" (see
 * lc-connection-watch.c), and one for the request, named by the caller, from
 * its sending on; the caller ends it when it has what it asked for. Facts of
 * that step: url, status, reason, http_version ("1.1", "2"), server, via,
 * content_type, first_byte_us, date_us (the Date header, Unix time, unless a cache
 * answered), date_seen_us (local Unix time when it arrived); once the body has been read
 * body_bytes, body_truncated, body_outcome.
 *
 * No cookies, no cache, no credentials, no redirects of libsoup's own; the
 * proxy is the one that the system's GProxyResolver gives.
 */
#include "config.h"

#include "net/lc-http-client.h"

#include "base/lc-base-enums.h"
#include "net/lc-connection-watch.h"
#include "net/lc-http-preparation.h"
#include "net/lc-io-outcome.h"

#define READ_SIZE (16 * 1024)

struct _LcHttpClient
{
  GObject parent_instance;

  LcRecorder *recorder;
  LcResolver *resolver;
  SoupSession *session;
};

G_DEFINE_FINAL_TYPE (LcHttpClient, lc_http_client, G_TYPE_OBJECT)

/* One GET on its way. */
typedef struct
{
  LcHttpClient *client; /* unowned: the task's source */
  LcHttpAnswer *answer;
  SoupMessage *message;
  LcConnectionWatch *watch;
  char *step_name;
} Get;

/* One body on its way. */
typedef struct
{
  GInputStream *stream;
  LcFacts *facts;
  GByteArray *bytes;
  LcOutcome outcome;
} Body;

static void
get_free (gpointer data)
{
  Get *get = data;

  g_signal_handlers_disconnect_by_data (get->message, get);
  lc_connection_watch_close (get->watch);
  g_object_unref (get->watch);
  g_object_unref (get->message);
  g_clear_pointer (&get->answer, lc_http_answer_free);
  g_free (get->step_name);
  g_free (get);
}

static void
body_free (gpointer data)
{
  Body *body = data;

  g_clear_object (&body->stream);
  lc_facts_unref (body->facts);
  g_byte_array_unref (body->bytes);
  g_free (body);
}

void
lc_http_answer_free (LcHttpAnswer *self)
{
  g_clear_pointer (&self->location, g_uri_unref);
  g_clear_object (&self->stream);
  g_free (self);
}

/* --- facts ------------------------------------------------------------- */

static void
set_header (LcFacts *facts, const char *name, SoupMessageHeaders *headers, const char *header)
{
  const char *value = soup_message_headers_get_one (headers, header);

  if (value != NULL)
    lc_facts_set_string (facts, name, value);
}

/* A cache's answer has the Date of when it was made (RFC 9111 4.2.3), at most caches, and
 * at some that of now: it tells nothing of the clock. */
static gboolean
is_from_cache (SoupMessageHeaders *headers)
{
  const char *age = soup_message_headers_get_one (headers, "Age");

  return age != NULL && !g_str_equal (age, "0");
}

static void
set_date (LcFacts *facts, SoupMessageHeaders *headers)
{
  const char *text = is_from_cache (headers) ? NULL : soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  if (date == NULL)
    return;
  lc_facts_set_int (facts, LC_FACT_DATE_US, g_date_time_to_unix (date) * G_USEC_PER_SEC);
  lc_facts_set_int (facts, LC_FACT_DATE_SEEN_US, g_get_real_time ());
}

/**
 * lc_http_client_describe:
 * @message: a message whose answer's head has just arrived
 */
void
lc_http_client_describe (LcHttpClient *self, SoupMessage *message, LcFacts *facts)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *reason = soup_message_get_reason_phrase (message);

  lc_facts_set_int (facts, LC_FACT_STATUS, soup_message_get_status (message));
  if (reason != NULL && *reason != '\0')
    lc_facts_set_string (facts, LC_FACT_REASON, reason);
  switch (soup_message_get_http_version (message))
    {
    case SOUP_HTTP_1_0:
      lc_facts_set_string (facts, LC_FACT_HTTP_VERSION, "1.0");
      break;
    case SOUP_HTTP_1_1:
      lc_facts_set_string (facts, LC_FACT_HTTP_VERSION, "1.1");
      break;
    case SOUP_HTTP_2_0:
      lc_facts_set_string (facts, LC_FACT_HTTP_VERSION, "2");
      break;
    }
  set_header (facts, LC_FACT_SERVER, headers, "Server");
  set_header (facts, LC_FACT_CONTENT_TYPE, headers, "Content-Type");
  set_header (facts, LC_FACT_VIA, headers, "Via");
  set_date (facts, headers);
}

/* --- one GET, in the order in which it happens ------------------------- */

static void
on_starting (SoupMessage *message, Get *get)
{
  g_autofree char *url = g_uri_to_string (soup_message_get_uri (message));
  LcRecorder *recorder = get->client->recorder;

  if (!get->answer->step_open)
    get->answer->step = lc_recorder_begin_step (recorder, get->step_name, url);
  get->answer->step_open = TRUE;
  lc_facts_set_string (lc_recorder_get_step_facts (recorder, get->answer->step), LC_FACT_URL, url);
}

static void
take_location (LcHttpAnswer *answer, SoupMessage *message)
{
  const char *location = soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                       "Location");

  if (location != NULL && answer->status >= 300 && answer->status < 400)
    answer->location = g_uri_parse_relative (soup_message_get_uri (message), location,
                                             SOUP_HTTP_URI_FLAGS, NULL);
}

/* Here rather than in on_sent(), because date_seen_us is to be exact. */
static void
on_got_headers (SoupMessage *message, Get *get)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (message);
  LcHttpAnswer *answer = get->answer;
  LcFacts *facts;

  if (!answer->step_open || answer->status != 0)
    return;
  answer->status = soup_message_get_status (message);
  take_location (answer, message);

  facts = lc_recorder_get_step_facts (get->client->recorder, answer->step);
  lc_http_client_describe (get->client, message, facts);
  if (metrics != NULL && soup_message_metrics_get_request_start (metrics) > 0)
    lc_facts_set_int (facts, LC_FACT_FIRST_BYTE_US,
                      (gint64) soup_message_metrics_get_response_start (metrics)
                        - (gint64) soup_message_metrics_get_request_start (metrics));
}

/* The proxy would not connect us: nothing was sent to the server. */
static void
take_refusal_of_proxy (Get *get)
{
  LcFacts *facts = lc_connection_watch_deny (get->watch);

  if (facts != NULL)
    lc_http_client_describe (get->client, get->message, facts);
  g_clear_object (&get->answer->stream);
  get->answer->outcome = LC_OUTCOME_DENIED;
}

/* Of a name that had to be looked up before anybody could be asked: the proxy's, or
 * where there is none the host's. */
static void
record_lookup (Get *get, const GError *error)
{
  LcRecorder *recorder = get->client->recorder;
  const char *text = lc_facts_get_string (lc_recorder_get_facts (recorder), LC_FACT_PROXY);
  g_autoptr (GUri) proxy = text != NULL ? g_uri_parse (text, G_URI_FLAGS_NONE, NULL) : NULL;
  GUri *uri = proxy != NULL ? proxy : soup_message_get_uri (get->message);
  guint step = lc_recorder_begin_step (recorder, "dns", g_uri_get_host (uri));

  lc_io_outcome_describe (error, lc_recorder_get_step_facts (recorder, step));
  lc_recorder_end_step (recorder, step, get->answer->outcome);
}

static void
record_failure (Get *get, const GError *error)
{
  LcRecorder *recorder = get->client->recorder;
  LcHttpAnswer *answer = get->answer;
  gboolean below = FALSE;

  answer->outcome = lc_connection_watch_fail (get->watch, error, &below);
  if (answer->outcome == LC_OUTCOME_CANCELLED || (below && !answer->step_open))
    return;
  if (!answer->step_open && error->domain == G_RESOLVER_ERROR)
    {
      record_lookup (get, error);
      return;
    }
  /* Nobody was asked, so nobody can have answered wrongly. */
  if (!answer->step_open && answer->outcome == LC_OUTCOME_MALFORMED)
    answer->outcome = LC_OUTCOME_UNAVAILABLE;
  if (!answer->step_open)
    on_starting (get->message, get);
  if (answer->outcome == LC_OUTCOME_UNAVAILABLE)
    lc_facts_set_string (lc_recorder_get_step_facts (recorder, answer->step), LC_FACT_REASON, error->message);
  lc_io_outcome_describe (error, lc_recorder_get_step_facts (recorder, answer->step));
  lc_recorder_end_step (recorder, answer->step, answer->outcome);
  answer->step_open = FALSE;
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Get *get = g_task_get_task_data (task);
  LcHttpAnswer *answer = get->answer;

  answer->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (answer->stream == NULL)
    {
      record_failure (get, error);
    }
  else if (!answer->step_open)
    {
      take_refusal_of_proxy (get);
    }
  else
    {
      answer->outcome = answer->status < 400 ? LC_OUTCOME_ANSWERED : LC_OUTCOME_DENIED;
    }
  lc_connection_watch_close (get->watch);
  g_task_return_pointer (task, g_steal_pointer (&get->answer),
                         (GDestroyNotify) lc_http_answer_free);
}

/* --- the body ---------------------------------------------------------- */

static void read_more (GTask *task);

static void
finish_body (GTask *task, LcOutcome outcome, gboolean truncated)
{
  Body *body = g_task_get_task_data (task);

  body->outcome = outcome;
  g_clear_object (&body->stream);
  if (outcome != LC_OUTCOME_CANCELLED)
    {
      lc_facts_set_int (body->facts, LC_FACT_BODY_BYTES, body->bytes->len);
      lc_facts_set_bool (body->facts, LC_FACT_BODY_TRUNCATED, truncated);
      lc_facts_set_string (body->facts, LC_FACT_BODY_OUTCOME, lc_enum_nick (LC_TYPE_OUTCOME, outcome));
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Body *body = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes =
    g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL)
    {
      finish_body (task, lc_io_outcome_from_error (error), FALSE);
      return;
    }
  if (g_bytes_get_size (bytes) == 0)
    {
      finish_body (task, LC_OUTCOME_ANSWERED, FALSE);
      return;
    }
  g_byte_array_append (body->bytes, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (body->bytes->len >= LC_HTTP_MAX_BODY)
    finish_body (task, LC_OUTCOME_ANSWERED, TRUE);
  else
    read_more (task);
}

static void
read_more (GTask *task)
{
  Body *body = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (body->stream,
                                   MIN (READ_SIZE, LC_HTTP_MAX_BODY - body->bytes->len),
                                   G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_read,
                                   g_object_ref (task));
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
 * @step_name: "http", "polling", ...
 * @earlier: (nullable): an answer whose step is still open, and goes on
 *
 * Comes back when the head of the answer is there.
 */
void
lc_http_client_get_async (LcHttpClient *self, GUri *uri, const char *step_name,
                          const LcHttpAnswer *earlier, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Get *get = g_new0 (Get, 1);

  g_task_set_source_tag (task, lc_http_client_get_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, get, get_free);
  get->client = self;
  get->step_name = g_strdup (step_name);
  get->answer = g_new0 (LcHttpAnswer, 1);
  if (earlier != NULL)
    {
      get->answer->step = earlier->step;
      get->answer->step_open = earlier->step_open;
    }
  get->message = lc_http_client_new_message (self, uri);
  get->watch = lc_connection_watch_new (self->recorder, get->message);
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

/**
 * lc_http_client_read_async:
 * @answer: an answer with a stream; read once
 *
 * Reads the body to its end or to %LC_HTTP_MAX_BODY.
 */
void
lc_http_client_read_async (LcHttpClient *self, const LcHttpAnswer *answer,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Body *body = g_new0 (Body, 1);

  g_task_set_source_tag (task, lc_http_client_read_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, body, body_free);
  body->stream = g_object_ref (answer->stream);
  body->facts = lc_facts_ref (lc_recorder_get_step_facts (self->recorder, answer->step));
  body->bytes = g_byte_array_new ();
  read_more (task);
}

/**
 * lc_http_client_read_finish:
 * @outcome: (out): ANSWERED, or why there is no more
 *
 * Returns: (transfer full): what was read
 */
GBytes *
lc_http_client_read_finish (LcHttpClient *self, GAsyncResult *result, LcOutcome *outcome)
{
  Body *body;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  body = g_task_get_task_data (G_TASK (result));
  *outcome = body->outcome;
  return g_bytes_new (body->bytes->data, body->bytes->len);
}

/* --- the object -------------------------------------------------------- */

static void
lc_http_client_dispose (GObject *object)
{
  LcHttpClient *self = LC_HTTP_CLIENT (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->recorder);
  g_clear_object (&self->resolver);
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
 * @recorder: where the steps go
 * @resolver: the run's resolver; libsoup shares its cache while it is
 *   installed (lc_resolver_install())
 *
 * Returns: (transfer full): a client with connections of its own
 */
LcHttpClient *
lc_http_client_new (LcRecorder *recorder, LcResolver *resolver)
{
  LcHttpClient *self = g_object_new (LC_TYPE_HTTP_CLIENT, NULL);

  self->recorder = g_object_ref (recorder);
  self->resolver = g_object_ref (resolver);
  return self;
}

LcRecorder *
lc_http_client_get_recorder (LcHttpClient *self)
{
  return self->recorder;
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

  g_task_return_int (task, lc_http_prepare_finish (LC_RESOLVER (source), result));
}

/**
 * lc_http_client_prepare_async:
 * @uri: the address that will be asked for
 *
 * Finds out everything that is needed before a connection: step "dns".
 */
void
lc_http_client_prepare_async (LcHttpClient *self, GUri *uri, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, lc_http_client_prepare_async);
  g_task_set_check_cancellable (task, FALSE);
  lc_http_prepare_async (self->recorder, self->resolver, uri, cancellable, on_prepared,
                         g_steal_pointer (&task));
}

LcOutcome
lc_http_client_prepare_finish (LcHttpClient *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), LC_OUTCOME_CANCELLED);

  return (LcOutcome) g_task_propagate_int (G_TASK (result), NULL);
}
