/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The web probes through a proxy that the environment names: HTTP or SOCKS. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "probes/lc-https-probe.h"
#include "probes/lc-signaling-probe.h"
#include "tests/support/test-web-server.h"

#define DEADLINE_MS 20000
#define SHORT_MS 300

/* SOCKS version 5 (RFC 1928) */
#define SOCKS_VERSION 5
#define SOCKS_NO_METHOD 0xff
#define SOCKS_NAME 3 /* the kind of address: length and letters */
#define SOCKS_HEAD 4 /* bytes before it */

typedef struct
{
  const char *refusal; /* what it says to CONNECT instead of connecting */
  guint8 method;       /* of those that a client of SOCKS offers */
  guint8 reply;        /* to what a client of SOCKS asks for */
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
say_bytes (Tunnel *tunnel, gconstpointer bytes, gsize size)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (tunnel->client)), bytes, size, NULL, NULL,
                             NULL);
}

static void
say (Tunnel *tunnel, const char *text)
{
  say_bytes (tunnel, text, strlen (text));
}

static void
say_reply (Tunnel *tunnel, guint8 reply)
{
  guint8 bytes[10] = { SOCKS_VERSION, reply, 0, 1 }; /* and an address that means nothing */

  say_bytes (tunnel, bytes, sizeof bytes);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  Tunnel *tunnel = data;

  tunnel->server = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, NULL);
  if (tunnel->server != NULL)
    {
      tunnel->proxy->n_tunnels++;
      if (tunnel->request[0] == SOCKS_VERSION)
        say_reply (tunnel, 0);
      else
        say (tunnel, "HTTP/1.1 200 Connection established\r\n\r\n");
      splice (tunnel, tunnel->client, tunnel->server);
      splice (tunnel, tunnel->server, tunnel->client);
    }
  tunnel_unref (tunnel);
}

/* The name is the proxy's to resolve; here all are on loopback. */
static void
connect_to (Tunnel *tunnel, guint16 port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_to_host_async (client, "127.0.0.1", port, NULL, on_connected, tunnel);
}

static void
take_connect (Tunnel *tunnel)
{
  g_auto (GStrv) words = g_strsplit (tunnel->request, " ", 3);

  g_assert_cmpstr (words[0], ==, "CONNECT");
  g_assert_null (strstr (words[2], "Proxy-Authorization"));
  if (tunnel->proxy->refusal != NULL)
    {
      say (tunnel, tunnel->proxy->refusal);
      tunnel_unref (tunnel);
    }
  else
    {
      connect_to (tunnel, (guint16) atoi (strrchr (words[1], ':') + 1));
    }
}

static void
on_socks_request (GObject *source, GAsyncResult *result, gpointer data)
{
  Tunnel *tunnel = data;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
  const guint8 *bytes = (const guint8 *) tunnel->request;

  g_assert_cmpint (size, >, SOCKS_HEAD);
  g_assert_cmpuint (bytes[3], ==, SOCKS_NAME);
  g_assert_cmpint (size, ==, SOCKS_HEAD + 1 + bytes[SOCKS_HEAD] + 2);
  if (tunnel->proxy->reply != 0)
    {
      say_reply (tunnel, tunnel->proxy->reply);
      tunnel_unref (tunnel);
    }
  else
    {
      connect_to (tunnel, (guint16) (bytes[size - 2] << 8 | bytes[size - 1]));
    }
}

static void
take_methods (Tunnel *tunnel)
{
  guint8 answer[] = { SOCKS_VERSION, tunnel->proxy->method };

  say_bytes (tunnel, answer, sizeof answer);
  if (tunnel->proxy->method == SOCKS_NO_METHOD)
    tunnel_unref (tunnel);
  else
    g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (tunnel->client)), tunnel->request,
                               sizeof tunnel->request - 1, G_PRIORITY_DEFAULT, NULL, on_socks_request, tunnel);
}

static void
on_request (GObject *source, GAsyncResult *result, gpointer data)
{
  Tunnel *tunnel = data;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (size <= 0)
    {
      tunnel_unref (tunnel);
      return;
    }
  tunnel->request[size] = '\0';
  if (tunnel->request[0] == SOCKS_VERSION)
    take_methods (tunnel);
  else
    take_connect (tunnel);
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

/* @scheme: with what stands before the address: "http://user:secret@" */
static void
use_proxy (const char *scheme, guint16 port)
{
  g_autofree char *url = g_strdup_printf ("%s127.0.0.1:%u", scheme, port);

  g_setenv ("https_proxy", url, TRUE);
  g_setenv ("http_proxy", url, TRUE);
}

static GSocketService *
start_proxy (Proxy *proxy, const char *scheme)
{
  GSocketService *service = g_socket_service_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);

  g_assert_no_error (error);
  g_signal_connect (service, "incoming", G_CALLBACK (on_incoming), proxy);
  use_proxy (scheme, port);
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

static void
assert_way_through (const char *scheme, const char *shown)
{
  Proxy proxy = { 0 };
  TestWeb web = { 0 };
  guint16 port;
  g_autoptr (GSocketService) service = start_proxy (&proxy, scheme);
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (LcEndpoint) page = NULL;
  g_autoptr (LcMeasurement) measurement = NULL;
  g_autoptr (LcMeasurement) signaling = NULL;
  g_autofree char *steps = NULL;
  g_autofree char *signaling_steps = NULL;
  const LcStep *tcp;

  test_web_set_up (&web);
  server = test_web_server_new ("good", &port);
  soup_server_add_handler (server, "/", answer, NULL, NULL);
  soup_server_add_websocket_handler (server, "/", NULL, NULL, on_websocket, NULL, NULL);
  test_dns_server_set_silent (web.dns, "second.test");
  page = test_endpoint_new (LC_ENDPOINT_HTTPS, "second.test", LC_TRANSPORT_TLS, port, "/");

  measurement = test_run_probe (lc_https_probe_new ("portal", page, web.resolver), DEADLINE_MS);
  steps = test_list_steps (measurement);
  g_assert_cmpstr (steps, ==, "dns:skipped tcp:answered proxy:answered tls:answered http:answered");
  g_assert_true (g_str_has_prefix (lc_facts_get_string (lc_measurement_get_facts (measurement), LC_FACT_PROXY), shown));
  tcp = lc_measurement_find_step (measurement, "tcp");
  g_assert_true (lc_facts_get_bool (tcp->facts, LC_FACT_IS_PROXY));
  g_assert_cmpuint (proxy.n_tunnels, ==, 1);

  signaling = test_run_probe (lc_signaling_probe_new ("signaling", page, web.resolver),
                              DEADLINE_MS);
  signaling_steps = test_list_steps (signaling);
  g_assert_cmpstr (signaling_steps, ==,
                   "dns:skipped tcp:answered proxy:answered tls:answered http:answered websocket:answered");

  g_socket_service_stop (service);
  test_web_tear_down (&web);
}

/* A name that only the proxy knows, and a password that nobody needs to see. */
static void
test_through (void)
{
  assert_way_through ("http://user:secret@", "http://127.0.0.1:");
}

static void
test_through_socks (void)
{
  assert_way_through ("socks5://", "socks5://127.0.0.1:");
}

/* Asks through the proxy that the environment names, with both kinds of probe.
 *
 * Returns: (transfer full): what the portal's saw */
static LcMeasurement *
ask (LcOutcome outcome, const char *steps, guint deadline_ms)
{
  TestWeb web = { 0 };
  g_autoptr (LcEndpoint) page = test_endpoint_new (LC_ENDPOINT_HTTPS, "good.test", LC_TRANSPORT_TLS, 443, "/");
  LcMeasurement *measurement;
  g_autoptr (LcMeasurement) signaling = NULL;
  g_autofree char *found = NULL;
  g_autofree char *found_by_signaling = NULL;

  test_web_set_up (&web);
  test_dns_server_set_silent (web.dns, "good.test");
  measurement = test_run_probe (lc_https_probe_new ("portal", page, web.resolver), deadline_ms);
  found = test_list_steps (measurement);
  g_assert_cmpstr (found, ==, steps);
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, outcome);
  signaling = test_run_probe (lc_signaling_probe_new ("signaling", page, web.resolver), deadline_ms);
  found_by_signaling = test_list_steps (signaling);
  g_assert_cmpstr (found_by_signaling, ==, steps);
  g_assert_cmpint (lc_measurement_get_outcome (signaling), ==, outcome);
  test_web_tear_down (&web);
  return measurement;
}

/* What the proxy says is its own, and not the server's; it leads nowhere either. */
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
    { "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/blocked\r\nContent-Length: 0\r\n\r\n", 302 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Proxy proxy = { .refusal = cases[i].refusal };
      g_autoptr (GSocketService) service = start_proxy (&proxy, "http://");
      g_autoptr (LcMeasurement) measurement =
        ask (LC_OUTCOME_DENIED, "dns:skipped tcp:answered proxy:denied", DEADLINE_MS);
      const LcStep *step = lc_measurement_find_step (measurement, "proxy");

      g_assert_cmpstr (step->target, ==, "good.test:443");
      g_assert_cmpint (lc_facts_get_int (step->facts, LC_FACT_STATUS, 0), ==, cases[i].status);
      g_socket_service_stop (service);
    }
}

static void
test_refused_by_socks (void)
{
  static const guint8 replies[] = { 1, 2, 3, 4, 5, 6 }; /* all that RFC 1928 has for connections */

  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      Proxy proxy = { .reply = replies[i] };
      g_autoptr (GSocketService) service = start_proxy (&proxy, "socks5://");
      g_autoptr (LcMeasurement) measurement =
        ask (LC_OUTCOME_DENIED, "dns:skipped tcp:answered proxy:denied", DEADLINE_MS);
      const LcStep *step = lc_measurement_find_step (measurement, "proxy");

      g_assert_cmpstr (lc_facts_get_string (step->facts, LC_FACT_ERROR_TEXT), !=, NULL);
      g_assert_null (lc_facts_get_string (step->facts, LC_FACT_REASON));
      g_socket_service_stop (service);
    }
}

static void
test_authentication_by_socks (void)
{
  Proxy proxy = { .method = SOCKS_NO_METHOD };
  g_autoptr (GSocketService) service = start_proxy (&proxy, "socks5://");
  g_autoptr (LcMeasurement) measurement =
    ask (LC_OUTCOME_DENIED, "dns:skipped tcp:answered proxy:denied", DEADLINE_MS);
  const LcStep *step = lc_measurement_find_step (measurement, "proxy");

  g_assert_cmpstr (lc_facts_get_string (step->facts, LC_FACT_REASON), ==, "authentication");
  g_socket_service_stop (service);
}

static void
test_no_proxy_there (void)
{
  static const char *const schemes[] = { "http://", "socks5://" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      g_autoptr (LcMeasurement) measurement = NULL;

      use_proxy (schemes[i], test_unused_port ());
      measurement = ask (LC_OUTCOME_REFUSED, "dns:skipped tcp:refused", DEADLINE_MS);
      g_assert_true (lc_facts_get_bool (lc_measurement_find_step (measurement, "tcp")->facts, LC_FACT_IS_PROXY));
    }
}

static void
test_rude_proxy (void)
{
  static const struct
  {
    TestManner manner;
    LcOutcome outcome;
    const char *steps;
    guint deadline_ms;
  } cases[] = {
    { TEST_MANNER_SILENT, LC_OUTCOME_NO_ANSWER, "dns:skipped tcp:answered proxy:no-answer", SHORT_MS },
    { TEST_MANNER_RESET_ON_DATA, LC_OUTCOME_RESET, "dns:skipped tcp:answered proxy:reset", DEADLINE_MS },
    { TEST_MANNER_CLOSE_ON_DATA, LC_OUTCOME_CLOSED, "dns:skipped tcp:answered proxy:closed", DEADLINE_MS },
    { TEST_MANNER_SAY, LC_OUTCOME_MALFORMED, "dns:skipped tcp:answered proxy:malformed", DEADLINE_MS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint16 port;
      g_autoptr (GSocketService) service = test_rude_server_new (cases[i].manner, "SSH-2.0-x\r\n\r\n", &port);
      g_autoptr (LcMeasurement) measurement = NULL;

      use_proxy ("http://", port);
      measurement = ask (cases[i].outcome, cases[i].steps, cases[i].deadline_ms);
      g_socket_service_stop (service);
    }
}

int
main (int argc, char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "libproxy", TRUE);
  g_unsetenv ("no_proxy");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/web-proxy/through", test_through);
  g_test_add_func ("/web-proxy/through-socks", test_through_socks);
  g_test_add_func ("/web-proxy/refused", test_refused);
  g_test_add_func ("/web-proxy/refused-by-socks", test_refused_by_socks);
  g_test_add_func ("/web-proxy/authentication-by-socks", test_authentication_by_socks);
  g_test_add_func ("/web-proxy/no-proxy-there", test_no_proxy_there);
  g_test_add_func ("/web-proxy/rude-proxy", test_rude_proxy);

  return g_test_run ();
}
