/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The web probes through an HTTP proxy that the environment names. */
#include "config.h"

#include <string.h>

#include "probes/lc-https-probe.h"
#include "probes/lc-signaling-probe.h"
#include "tests/support/test-web-server.h"

#define DEADLINE_MS 20000

typedef struct
{
  const char *refusal; /* what it says to CONNECT instead of connecting */
  guint n_tunnels;
} Proxy;

typedef struct
{
  Proxy *proxy;
  GSocketConnection *client;
  GSocketConnection *server;
  guint pending;
  char request[2048];
} Tunnel;

static void
tunnel_unref (Tunnel *tunnel)
{
  if (--tunnel->pending > 0)
    return;
  g_clear_object (&tunnel->client);
  g_clear_object (&tunnel->server);
  g_free (tunnel);
}

static void
on_spliced (GObject *source, GAsyncResult *result, gpointer data)
{
  Tunnel *tunnel = data;

  g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, NULL);
  tunnel_unref (tunnel);
}

static void
splice (Tunnel *tunnel, GSocketConnection *from, GSocketConnection *to)
{
  tunnel->pending++;
  g_output_stream_splice_async (g_io_stream_get_output_stream (G_IO_STREAM (to)),
                                g_io_stream_get_input_stream (G_IO_STREAM (from)),
                                G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, G_PRIORITY_DEFAULT, NULL,
                                on_spliced, tunnel);
}

static void
say (Tunnel *tunnel, const char *text)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (tunnel->client)), text,
                             strlen (text), NULL, NULL, NULL);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  Tunnel *tunnel = data;

  tunnel->server = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, NULL);
  if (tunnel->server != NULL)
    {
      tunnel->proxy->n_tunnels++;
      say (tunnel, "HTTP/1.1 200 Connection established\r\n\r\n");
      splice (tunnel, tunnel->client, tunnel->server);
      splice (tunnel, tunnel->server, tunnel->client);
    }
  tunnel_unref (tunnel);
}

static void
on_request (GObject *source, GAsyncResult *result, gpointer data)
{
  Tunnel *tunnel = data;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
  g_auto (GStrv) words = NULL;

  if (size <= 0)
    {
      tunnel_unref (tunnel);
      return;
    }
  tunnel->request[size] = '\0';
  words = g_strsplit (tunnel->request, " ", 3);
  g_assert_cmpstr (words[0], ==, "CONNECT");
  g_assert_null (strstr (words[2], "Proxy-Authorization"));

  if (tunnel->proxy->refusal != NULL)
    {
      say (tunnel, tunnel->proxy->refusal);
      tunnel_unref (tunnel);
    }
  else
    {
      /* The name is the proxy's to resolve; here all are on loopback. */
      g_autoptr (GSocketClient) client = g_socket_client_new ();
      g_autofree char *address = g_strconcat ("127.0.0.1", strrchr (words[1], ':'), NULL);

      g_socket_client_set_enable_proxy (client, FALSE);
      g_socket_client_connect_to_host_async (client, address, 443, NULL, on_connected, tunnel);
    }
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  Tunnel *tunnel = g_new0 (Tunnel, 1);

  tunnel->proxy = data;
  tunnel->client = g_object_ref (connection);
  tunnel->pending = 1;
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                             tunnel->request, sizeof tunnel->request - 1, G_PRIORITY_DEFAULT, NULL,
                             on_request, tunnel);
  return TRUE;
}

static GSocketService *
start_proxy (Proxy *proxy, const char *credentials)
{
  GSocketService *service = g_socket_service_new ();
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);

  g_assert_no_error (error);
  g_signal_connect (service, "incoming", G_CALLBACK (on_incoming), proxy);
  url = g_strdup_printf ("http://%s127.0.0.1:%u", credentials, port);
  g_setenv ("https_proxy", url, TRUE);
  g_setenv ("http_proxy", url, TRUE);
  return service;
}

static void
answer (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
        gpointer data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (soup_message_headers_get_one (headers, "Upgrade") == NULL)
    soup_server_message_set_status (message, 200, NULL);
}

static void
on_websocket (SoupServer *soup, SoupServerMessage *message, const char *path,
              SoupWebsocketConnection *websocket, gpointer data)
{
}

/* A name that only the proxy knows. */
static void
test_through (void)
{
  Proxy proxy = { 0 };
  TestWeb web = { 0 };
  guint16 port;
  g_autoptr (GSocketService) service = start_proxy (&proxy, "user:secret@");
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (LcEndpoint) page = NULL;
  g_autoptr (LcMeasurement) measurement = NULL;
  g_autoptr (LcMeasurement) signaling = NULL;
  g_autofree char *steps = NULL;
  g_autofree char *signaling_steps = NULL;
  const char *fact;

  test_web_set_up (&web);
  server = test_web_server_new ("good", &port);
  soup_server_add_handler (server, "/", answer, NULL, NULL);
  soup_server_add_websocket_handler (server, "/", NULL, NULL, on_websocket, NULL, NULL);
  test_dns_server_set_silent (web.dns, "second.test");
  page = test_endpoint_new (LC_ENDPOINT_HTTPS, "second.test", LC_TRANSPORT_TLS, port, "/");

  measurement = test_run_probe (lc_https_probe_new ("portal", page, web.resolver), DEADLINE_MS);
  steps = test_list_steps (measurement);
  g_assert_cmpstr (steps, ==, "dns:skipped tcp:answered tls:answered http:answered");
  fact = lc_facts_get_string (lc_measurement_get_facts (measurement), "proxy");
  g_assert_true (g_str_has_prefix (fact, "http://127.0.0.1:")); /* and no password */
  g_assert_cmpuint (proxy.n_tunnels, ==, 1);

  signaling = test_run_probe (lc_signaling_probe_new ("signaling", page, web.resolver),
                              DEADLINE_MS);
  signaling_steps = test_list_steps (signaling);
  g_assert_cmpstr (signaling_steps, ==,
                   "dns:skipped tcp:answered tls:answered http:answered websocket:answered");

  g_socket_service_stop (service);
  test_web_tear_down (&web);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *refusal;
    guint status;
  } cases[] = {
    { "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
      "Content-Length: 0\r\n\r\n",
      407 },
    { "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", 403 },
    { "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", 502 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Proxy proxy = { cases[i].refusal, 0 };
      TestWeb web = { 0 };
      g_autoptr (GSocketService) service = start_proxy (&proxy, "");
      g_autoptr (LcEndpoint) page =
        test_endpoint_new (LC_ENDPOINT_HTTPS, "good.test", LC_TRANSPORT_TLS, 443, "/");
      g_autoptr (LcMeasurement) measurement = NULL;
      const LcStep *http;

      test_web_set_up (&web);
      measurement = test_run_probe (lc_https_probe_new ("portal", page, web.resolver), DEADLINE_MS);
      http = lc_measurement_find_step (measurement, "http");
      g_assert_nonnull (http);
      g_assert_cmpint (http->outcome, ==, LC_OUTCOME_DENIED);
      g_assert_cmpint (lc_facts_get_int (http->facts, "status", 0), ==, cases[i].status);
      g_assert_true (lc_facts_get_bool (http->facts, "from_proxy"));
      g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_DENIED);
      g_socket_service_stop (service);
      test_web_tear_down (&web);
    }
}

int
main (int argc, char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "libproxy", TRUE);
  g_unsetenv ("no_proxy");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/web-proxy/through", test_through);
  g_test_add_func ("/web-proxy/refused", test_refused);

  return g_test_run ();
}
