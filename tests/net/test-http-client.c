/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-http-client.c: what the observer of a client of the web is told, and in which order.
 */
#include "base/lc-base-enums.h"
#include "net/lc-http-body.h"
#include "net/lc-http-client.h"
#include "net/lc-websocket-open.h"
#include "tests/support/test-web-server.h"

/* Notes every event as a line. */
#define TEST_TYPE_OBSERVER (test_observer_get_type ())
G_DECLARE_FINAL_TYPE (TestObserver, test_observer, TEST, OBSERVER, GObject)

struct _TestObserver
{
  GObject parent_instance;

  GString *events;
};

static void test_observer_observe (LcWebObserverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestObserver, test_observer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LC_TYPE_WEB_OBSERVER, test_observer_observe))

static const char *const kinds[] = { "tcp", "proxy", "tls" };

static void
note (LcWebObserver *observer, const char *what, const char *of)
{
  g_string_append_printf (TEST_OBSERVER (observer)->events, "%s%s%s\n", what, of != NULL ? " " : "",
                          of != NULL ? of : "");
}

static void
note_outcome (LcWebObserver *observer, const char *what, LcOutcome outcome)
{
  note (observer, what, lc_enum_nick (LC_TYPE_OUTCOME, outcome));
}

static void
on_lookup_began (LcWebObserver *observer, const char *host)
{
  note (observer, "lookup", host);
}

static void
on_lookup_ended (LcWebObserver *observer, LcOutcome outcome, const LcDnsAnswer *v4, const LcDnsAnswer *v6)
{
  if (outcome == LC_OUTCOME_ANSWERED)
    g_assert_true (v4 != NULL && v4->addresses->len == 1);
  note_outcome (observer, "looked-up", outcome);
}

static void
on_layer_began (LcWebObserver *observer, const LcConnectionLayer *layer)
{
  g_assert_false (layer->ended);
  g_assert_nonnull (layer->target);
  g_assert_cmpint (layer->address != NULL, ==, layer->kind == LC_CONNECTION_TCP);
  note (observer, "began", kinds[layer->kind]);
}

static void
on_layer_changed (LcWebObserver *observer, const LcConnectionLayer *layer)
{
  g_assert_false (layer->ended);
  g_assert_nonnull (layer->certificate);
  g_assert_cmpint (layer->certificate->errors, !=, 0);
  note (observer, "changed", kinds[layer->kind]);
}

static void
on_layer_ended (LcWebObserver *observer, const LcConnectionLayer *layer)
{
  g_assert_true (layer->ended);
  if (layer->kind == LC_CONNECTION_TLS && layer->outcome == LC_OUTCOME_ANSWERED)
    {
      g_assert_nonnull (layer->tls->cipher);
      g_assert_cmpint (layer->certificate->errors, ==, 0);
      g_assert_true (g_strv_contains ((const char *const *) layer->certificate->dns_names, "good.test"));
      g_assert_cmpuint (strlen (layer->certificate->fingerprint_sha256), ==, 32 * 3 - 1);
      g_assert_false (layer->certificate->self_signed);
      g_assert_true (g_date_time_compare (layer->certificate->not_before, layer->certificate->not_after) < 0);
    }
  note (observer, "ended", kinds[layer->kind]);
  note_outcome (observer, " with", layer->outcome);
}

static void
on_connection_failed (LcWebObserver *observer, const LcConnectionLayer *layer, const GError *error)
{
  g_assert_nonnull (error);
  note (observer, "failed", kinds[layer->kind]);
}

static void
on_request_began (LcWebObserver *observer, const char *url)
{
  note (observer, "request", NULL);
}

static void
on_head_arrived (LcWebObserver *observer, const LcHttpHead *head)
{
  g_assert_cmpint (head->first_byte_us, >=, 0);
  g_assert_cmpuint (head->status, ==, 302);
  note (observer, "head", NULL);
}

static void
on_request_failed (LcWebObserver *observer, LcOutcome outcome, const GError *error)
{
  note_outcome (observer, "request-failed", outcome);
}

static void
test_observer_observe (LcWebObserverInterface *iface)
{
  iface->lookup_began = on_lookup_began;
  iface->lookup_ended = on_lookup_ended;
  iface->layer_began = on_layer_began;
  iface->layer_changed = on_layer_changed;
  iface->layer_ended = on_layer_ended;
  iface->connection_failed = on_connection_failed;
  iface->request_began = on_request_began;
  iface->head_arrived = on_head_arrived;
  iface->request_failed = on_request_failed;
}

static void
test_observer_finalize (GObject *object)
{
  g_string_free (TEST_OBSERVER (object)->events, TRUE);
  G_OBJECT_CLASS (test_observer_parent_class)->finalize (object);
}

static void
test_observer_class_init (TestObserverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_observer_finalize;
}

static void
test_observer_init (TestObserver *self)
{
  self->events = g_string_new (NULL);
}

/* --- asking ------------------------------------------------------------ */

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static LcOutcome
prepare (LcHttpClient *client, GUri *uri)
{
  g_autoptr (GAsyncResult) result = NULL;

  lc_http_client_prepare_async (client, uri, NULL, on_done, &result);
  wait_for (&result);
  return lc_http_client_prepare_finish (client, result);
}

static LcHttpAnswer *
get (LcHttpClient *client, GUri *uri)
{
  g_autoptr (GAsyncResult) result = NULL;

  lc_http_client_get_async (client, uri, FALSE, NULL, on_done, &result);
  wait_for (&result);
  return lc_http_client_get_finish (client, result);
}

static GUri *
build_uri (const char *scheme, guint16 port)
{
  return g_uri_build (SOUP_HTTP_URI_FLAGS, scheme, NULL, "good.test", port, "/page", NULL, NULL);
}

static void
send_on (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  soup_server_message_set_redirect (message, 302, "/next");
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "hello", 5);
}

static void
test_answered (TestWeb *web, gconstpointer data)
{
  guint16 port;
  g_autoptr (SoupServer) server = test_web_server_new ("good", &port);
  g_autoptr (GUri) uri = build_uri ("https", port);
  g_autoptr (TestObserver) observer = g_object_new (TEST_TYPE_OBSERVER, NULL);
  g_autoptr (LcHttpClient) client = lc_http_client_new (web->resolver, LC_WEB_OBSERVER (observer));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LcHttpAnswer) answer = NULL;
  g_autoptr (LcHttpBody) body = NULL;

  soup_server_add_handler (server, NULL, send_on, NULL, NULL);
  g_assert_cmpint (prepare (client, uri), ==, LC_OUTCOME_ANSWERED);
  answer = get (client, uri);
  g_assert_cmpint (answer->outcome, ==, LC_OUTCOME_ANSWERED);
  g_assert_cmpuint (answer->head->status, ==, 302);
  g_assert_cmpstr (g_uri_get_host (answer->head->location), ==, "good.test");
  g_assert_cmpstr (g_uri_get_path (answer->head->location), ==, "/next");
  lc_http_body_read_async (answer->stream, NULL, on_done, &result);
  wait_for (&result);
  body = lc_http_body_read_finish (answer->stream, result);
  g_assert_cmpint (body->outcome, ==, LC_OUTCOME_ANSWERED);
  g_assert_cmpuint (g_bytes_get_size (body->bytes), ==, 5);
  g_assert_false (body->truncated);
  g_assert_cmpstr (observer->events->str, ==,
                   "lookup good.test\nlooked-up answered\n"
                   "began tcp\nended tcp\n with answered\nbegan tls\nended tls\n with answered\n"
                   "request\nhead\n");
}

/* Whoever wants to know only the answer needs no observer. */
static void
test_unobserved (TestWeb *web, gconstpointer data)
{
  guint16 port;
  g_autoptr (SoupServer) server = test_web_server_new (NULL, &port);
  g_autoptr (GUri) uri = build_uri ("http", port);
  g_autoptr (LcHttpClient) client = lc_http_client_new (web->resolver, NULL);
  g_autoptr (LcHttpAnswer) answer = NULL;

  g_assert_cmpint (prepare (client, uri), ==, LC_OUTCOME_ANSWERED);
  answer = get (client, uri);
  g_assert_cmpint (answer->outcome, ==, LC_OUTCOME_DENIED);
  g_assert_cmpuint (answer->head->status, ==, 404);
  g_assert_null (answer->head->location);
}

static void
test_refused (TestWeb *web, gconstpointer data)
{
  g_autoptr (GUri) uri = build_uri ("https", test_unused_port ());
  g_autoptr (TestObserver) observer = g_object_new (TEST_TYPE_OBSERVER, NULL);
  g_autoptr (LcHttpClient) client = lc_http_client_new (web->resolver, LC_WEB_OBSERVER (observer));
  g_autoptr (LcHttpAnswer) answer = get (client, uri);

  g_assert_cmpint (answer->outcome, ==, LC_OUTCOME_REFUSED);
  g_assert_null (answer->head);
  g_assert_null (answer->stream);
  g_assert_cmpstr (observer->events->str, ==, "began tcp\nended tcp\n with refused\nfailed tcp\n");
}

static void
test_untrusted (TestWeb *web, gconstpointer data)
{
  guint16 port;
  g_autoptr (GSocketService) server = test_tls_server_new ("expired", &port);
  g_autoptr (GUri) uri = build_uri ("https", port);
  g_autoptr (TestObserver) observer = g_object_new (TEST_TYPE_OBSERVER, NULL);
  g_autoptr (LcHttpClient) client = lc_http_client_new (web->resolver, LC_WEB_OBSERVER (observer));
  g_autoptr (LcHttpAnswer) answer = get (client, uri);

  g_assert_cmpint (answer->outcome, ==, LC_OUTCOME_UNTRUSTED);
  g_assert_cmpstr (observer->events->str, ==,
                   "began tcp\nended tcp\n with answered\n"
                   "began tls\nchanged tls\nended tls\n with untrusted\nfailed tls\n");
}

static void
test_no_websocket (TestWeb *web, gconstpointer data)
{
  guint16 port;
  g_autoptr (SoupServer) server = test_web_server_new (NULL, &port);
  g_autoptr (GUri) uri = build_uri ("http", port);
  g_autoptr (TestObserver) observer = g_object_new (TEST_TYPE_OBSERVER, NULL);
  g_autoptr (LcHttpClient) client = lc_http_client_new (web->resolver, LC_WEB_OBSERVER (observer));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LcWebsocketAnswer) answer = NULL;

  lc_websocket_open_async (client, uri, NULL, on_done, &result);
  wait_for (&result);
  answer = lc_websocket_open_finish (client, result);
  g_assert_cmpint (answer->outcome, ==, LC_OUTCOME_DENIED);
  g_assert_null (answer->connection);
  g_assert_cmpuint (answer->head->status, ==, 404);
  g_assert_nonnull (answer->error_text);
  g_assert_cmpstr (observer->events->str, ==, "began tcp\nended tcp\n with answered\n");
}

static void
set_up (TestWeb *web, gconstpointer data)
{
  test_web_set_up (web);
}

static void
tear_down (TestWeb *web, gconstpointer data)
{
  test_web_tear_down (web);
}

#define ADD(path, function) g_test_add ("/http-client/" path, TestWeb, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("answered", test_answered);
  ADD ("unobserved", test_unobserved);
  ADD ("refused", test_refused);
  ADD ("untrusted", test_untrusted);
  ADD ("no-websocket", test_no_websocket);
  return g_test_run ();
}
