/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Socket.IO and signaling probes against good and hostile servers. */
#include "config.h"

#include <string.h>
#include <sys/socket.h>

#include "probes/lc-signaling-probe.h"
#include "probes/lc-socket-io-probe.h"
#include "tests/support/test-web-server.h"

#define DEADLINE_MS 20000
#define SHORT_MS 1500

#define OPEN_JSON \
  "0{\"sid\":\"lv_VI97HAXpY6yYWAAAC\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000," \
  "\"pingTimeout\":20000,\"maxPayload\":1000000}"

typedef enum
{
  WS_PONG,
  WS_REFUSED,       /* 403 to the upgrade */
  WS_IGNORED,       /* 200 to the upgrade, as from a proxy that drops the header */
  WS_RESET,         /* RST instead of an answer */
  WS_CLOSED,        /* FIN instead of an answer */
  WS_SILENT,        /* nothing instead of an answer */
  WS_NO_PONG,       /* open, but nothing comes back */
  WS_CUT_OPEN,      /* open, RST when the ping comes */
  WS_GOODBYE,       /* open, close frame when the ping comes */
  WS_GARBAGE,       /* open, text that is not of Engine.IO */
  WS_BINARY,        /* open, binary instead of the pong */
  WS_CHATTER,       /* open, other packets without end */
  WS_CHATTER_FIRST, /* open, some other packets, then the pong */
} WebsocketManner;

typedef struct
{
  const char *body_v4;
  const char *body_v3;
  guint status_v4;
  WebsocketManner websocket;
  guint n_polls;
  gboolean completed; /* "5" came */
  char *query;        /* of the upgrade */
  GSList *kept;       /* silent connections */
  guint delay_ms;     /* before every answer */
} Server;

static void
cut (SoupServerMessage *message, gboolean reset)
{
  struct linger linger = { 1, 0 };

  if (reset)
    setsockopt (g_socket_get_fd (soup_server_message_get_socket (message)), SOL_SOCKET, SO_LINGER,
                &linger, sizeof linger);
  g_object_unref (soup_server_message_steal_connection (message));
}

static gboolean
go_on (gpointer message)
{
  soup_server_message_unpause (message);
  return G_SOURCE_REMOVE;
}

static void
on_early_request (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
                  gpointer data)
{
  Server *server = data;

  if (server->delay_ms == 0)
    return;
  soup_server_message_pause (message);
  g_timeout_add_full (G_PRIORITY_DEFAULT, server->delay_ms, go_on, g_object_ref (message), g_object_unref);
}

static void
on_request (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  Server *server = data;
  const char *body;

  if (query == NULL)
    {
      soup_server_message_set_status (message, 404, NULL);
      return;
    }
  if (g_strcmp0 (g_hash_table_lookup (query, "transport"), "websocket") == 0)
    {
      switch (server->websocket)
        {
        case WS_REFUSED:
          soup_server_message_set_status (message, 403, NULL);
          return;
        case WS_IGNORED:
          soup_server_message_set_status (message, 200, NULL);
          return;
        case WS_RESET:
        case WS_CLOSED:
          cut (message, server->websocket == WS_RESET);
          return;
        case WS_SILENT:
          soup_server_message_pause (message);
          server->kept = g_slist_prepend (server->kept, g_object_ref (message));
          return;
        default:
          return; /* the WebSocket handler takes it */
        }
    }

  server->n_polls++;
  g_assert_cmpstr (path, ==, "/socket.io/");
  g_assert_cmpstr (g_hash_table_lookup (query, "transport"), ==, "polling");
  if (g_strcmp0 (g_hash_table_lookup (query, "EIO"), "4") == 0)
    {
      body = server->body_v4;
      soup_server_message_set_status (message, server->status_v4 != 0 ? server->status_v4 : 200,
                                      NULL);
    }
  else
    {
      body = server->body_v3;
      soup_server_message_set_status (message, body != NULL ? 200 : 400, NULL);
    }
  if (body != NULL)
    soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, body, strlen (body));
}

static void
on_packet (SoupWebsocketConnection *websocket, int type, GBytes *packet, gpointer data)
{
  Server *server = data;
  gsize size;
  const char *text = g_bytes_get_data (packet, &size);

  if (size == 1 && text[0] == '5')
    {
      server->completed = TRUE;
      return;
    }
  g_assert_cmpmem (text, size, "2probe", 6);
  switch (server->websocket)
    {
    case WS_CHATTER_FIRST:
      soup_websocket_connection_send_text (websocket, "6");
      soup_websocket_connection_send_text (websocket, "40");
      soup_websocket_connection_send_text (websocket, "3probe");
      break;
    case WS_PONG:
      soup_websocket_connection_send_text (websocket, "3probe");
      break;
    case WS_CUT_OPEN:
      {
        struct linger linger = { 1, 0 };
        GIOStream *stream = soup_websocket_connection_get_io_stream (websocket);
        g_autoptr (GIOStream) tls = NULL;
        g_autoptr (GIOStream) base = NULL;
        GSocket *socket;

        g_object_get (stream, "base-iostream", &tls, NULL);
        g_object_get (tls, "base-io-stream", &base, NULL);
        socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (base));
        setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
        g_socket_close (socket, NULL);
      }
      break;
    case WS_GOODBYE:
      soup_websocket_connection_close (websocket, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, "no");
      break;
    case WS_GARBAGE:
      soup_websocket_connection_send_text (websocket, "hello");
      break;
    case WS_BINARY:
      soup_websocket_connection_send_binary (websocket, "3probe", 6);
      break;
    case WS_CHATTER:
      for (guint i = 0; i < 1000; i++)
        soup_websocket_connection_send_text (websocket, "2");
      break;
    default:
      break;
    }
}

static void
on_websocket (SoupServer *soup, SoupServerMessage *message, const char *path,
              SoupWebsocketConnection *websocket, gpointer data)
{
  Server *server = data;

  g_free (server->query);
  server->query = g_strdup (g_uri_get_query (soup_server_message_get_uri (message)));
  g_signal_connect (websocket, "message", G_CALLBACK (on_packet), server);
  server->kept = g_slist_prepend (server->kept, g_object_ref (websocket));
}

static LcMeasurement *
try_socket_io (TestWeb *web, Server *server, guint deadline_ms)
{
  guint16 port;
  g_autoptr (SoupServer) soup = test_web_server_new ("good", &port);
  g_autoptr (LcEndpoint) endpoint =
    test_endpoint_new (LC_ENDPOINT_SOCKET_IO, "good.test", LC_TRANSPORT_TLS, port, "/socket.io/");
  LcMeasurement *measurement;

  soup_server_add_early_handler (soup, "/socket.io/", on_early_request, server, NULL);
  soup_server_add_handler (soup, "/socket.io/", on_request, server, NULL);
  if (server->websocket == WS_PONG || server->websocket >= WS_NO_PONG)
    soup_server_add_websocket_handler (soup, "/socket.io/", NULL, NULL, on_websocket, server, NULL);
  measurement = test_run_probe (lc_socket_io_probe_new ("socket-io", endpoint, web->resolver),
                                deadline_ms);
  g_slist_free_full (g_steal_pointer (&server->kept), g_object_unref);
  return measurement;
}

static void
assert_seen (LcMeasurement *measurement, const char *steps, LcOutcome outcome)
{
  g_autofree char *seen = test_list_steps (measurement);
  g_autofree char *wanted = g_strconcat ("dns:answered tcp:answered tls:answered ", steps, NULL);

  g_assert_cmpstr (seen, ==, wanted);
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, outcome);
}

static void
test_protocol_4 (TestWeb *web, gconstpointer data)
{
  Server server = { .body_v4 = OPEN_JSON, .websocket = WS_PONG };
  g_autoptr (LcMeasurement) measurement = try_socket_io (web, &server, DEADLINE_MS);
  const LcFacts *facts;

  assert_seen (measurement, "polling:answered websocket:answered probe:answered",
               LC_OUTCOME_ANSWERED);
  facts = lc_measurement_find_step (measurement, "polling")->facts;
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_ENGINE_IO_PROTOCOL, 0), ==, 4);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_PING_INTERVAL_US, 0), ==, 25000000);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_PING_TIMEOUT_US, 0), ==, 20000000);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_MAX_PAYLOAD, 0), ==, 1000000);
  g_assert_true (lc_facts_get_bool (facts, LC_FACT_WEBSOCKET_OFFERED));
  facts = lc_measurement_find_step (measurement, "websocket")->facts;
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_STATUS, 0), ==, 101);
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_ADDRESS), ==, "127.0.0.1");
  g_assert_true (lc_facts_has (facts, LC_FACT_TLS_VERSION));
  g_assert_cmpint (lc_facts_get_int (lc_measurement_find_step (measurement, "probe")->facts,
                                     LC_FACT_RTT_US, 0),
                   >, 0);
  g_assert_cmpstr (server.query, ==, "EIO=4&transport=websocket&sid=lv_VI97HAXpY6yYWAAAC");
  g_assert_true (server.completed);
  g_assert_cmpuint (server.n_polls, ==, 1);
  g_free (server.query);
}

/* As over a satellite: the way alone takes most of the deadline. */
static void
test_slow_link (TestWeb *web, gconstpointer data)
{
  Server server = { .body_v4 = OPEN_JSON, .websocket = WS_PONG, .delay_ms = SHORT_MS * 6 / 10 };
  g_autoptr (LcMeasurement) measurement = try_socket_io (web, &server, SHORT_MS);

  assert_seen (measurement, "polling:answered websocket:answered probe:answered",
               LC_OUTCOME_ANSWERED);
  g_assert_cmpint (lc_measurement_get_duration_us (measurement), >, SHORT_MS * 1000);
  g_free (server.query);
}

static void
test_protocol_3 (TestWeb *web, gconstpointer data)
{
  static const char wrong[] = "{\"code\":5,\"message\":\"Unsupported protocol version\"}";
  static const char open_v3[] =
    "85:0{\"sid\":\"a "
    "b\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,\"pingTimeout\":5000}2:40";
  static const char open_v3_right[] = "79:0{\"sid\":\"a+b\",\"upgrades\":[\"websocket\"],"
                                      "\"pingInterval\":25000,\"pingTimeout\":5000}2:40";
  Server refuses_4 = { .body_v4 = wrong, .status_v4 = 400, .body_v3 = open_v3_right };
  Server ignores_4 = { .body_v4 = open_v3_right };
  Server bad = { .body_v4 = wrong, .status_v4 = 400, .body_v3 = open_v3 };
  g_autoptr (LcMeasurement) first = try_socket_io (web, &refuses_4, DEADLINE_MS);
  g_autoptr (LcMeasurement) second = try_socket_io (web, &ignores_4, DEADLINE_MS);
  g_autoptr (LcMeasurement) third = try_socket_io (web, &bad, DEADLINE_MS);
  const LcFacts *facts;

  assert_seen (first, "polling:answered websocket:answered probe:answered", LC_OUTCOME_ANSWERED);
  facts = lc_measurement_find_step (first, "polling")->facts;
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_ENGINE_IO_PROTOCOL, 0), ==, 3);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_STATUS, 0), ==, 200);
  g_assert_cmpstr (refuses_4.query, ==, "EIO=3&transport=websocket&sid=a%2Bb");
  g_assert_cmpuint (refuses_4.n_polls, ==, 2);

  assert_seen (second, "polling:answered websocket:answered probe:answered", LC_OUTCOME_ANSWERED);
  g_assert_cmpstr (ignores_4.query, ==, "EIO=3&transport=websocket&sid=a%2Bb");
  g_assert_cmpuint (ignores_4.n_polls, ==, 1);

  assert_seen (third, "polling:malformed", LC_OUTCOME_MALFORMED);
  g_free (refuses_4.query);
  g_free (ignores_4.query);
}

static void
test_polling_hostile (TestWeb *web, gconstpointer data)
{
  static const struct
  {
    const char *body;
    guint status;
    const char *steps;
    LcOutcome outcome;
  } cases[] = {
    { "", 200, "polling:malformed", LC_OUTCOME_MALFORMED },
    { "<html>sign in</html>", 200, "polling:malformed", LC_OUTCOME_MALFORMED },
    { "0{}", 200, "polling:malformed", LC_OUTCOME_MALFORMED },
    { "no", 403, "polling:denied", LC_OUTCOME_DENIED },
    { "no", 503, "polling:denied", LC_OUTCOME_DENIED },
    { "{\"code\":3,\"message\":\"Bad request\"}", 400, "polling:denied", LC_OUTCOME_DENIED },
    { NULL, 302, "polling:denied", LC_OUTCOME_DENIED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Server server = { .body_v4 = cases[i].body,
                        .body_v3 = cases[i].body,
                        .status_v4 = cases[i].status };
      g_autoptr (LcMeasurement) measurement = try_socket_io (web, &server, DEADLINE_MS);

      g_test_message ("%u: %s", i, cases[i].body);
      assert_seen (measurement, cases[i].steps, cases[i].outcome);
    }
}

/* The server is reached, and only its WebSocket is not: the steps say so. */
static void
test_websocket (TestWeb *web, gconstpointer data)
{
  static const struct
  {
    WebsocketManner manner;
    const char *steps;
    LcOutcome outcome;
  } cases[] = {
    { WS_REFUSED, "websocket:denied", LC_OUTCOME_DENIED },
    { WS_IGNORED, "websocket:denied", LC_OUTCOME_DENIED },
    { WS_RESET, "websocket:reset", LC_OUTCOME_RESET },
    { WS_CLOSED, "websocket:closed", LC_OUTCOME_CLOSED },
    { WS_SILENT, "websocket:no-answer", LC_OUTCOME_NO_ANSWER },
    { WS_NO_PONG, "websocket:answered probe:no-answer", LC_OUTCOME_NO_ANSWER },
    { WS_CUT_OPEN, "websocket:answered probe:reset", LC_OUTCOME_RESET },
    { WS_GOODBYE, "websocket:answered probe:closed", LC_OUTCOME_CLOSED },
    { WS_GARBAGE, "websocket:answered probe:malformed", LC_OUTCOME_MALFORMED },
    { WS_BINARY, "websocket:answered probe:malformed", LC_OUTCOME_MALFORMED },
    { WS_CHATTER, "websocket:answered probe:malformed", LC_OUTCOME_MALFORMED },
    { WS_CHATTER_FIRST, "websocket:answered probe:answered", LC_OUTCOME_ANSWERED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Server server = { .body_v4 = OPEN_JSON, .websocket = cases[i].manner };
      g_autofree char *steps = g_strconcat ("polling:answered ", cases[i].steps, NULL);
      g_autoptr (LcMeasurement) measurement = NULL;

      g_test_message ("%s", steps);
      measurement = try_socket_io (web, &server,
                                   cases[i].outcome == LC_OUTCOME_NO_ANSWER ? SHORT_MS
                                                                            : DEADLINE_MS);
      assert_seen (measurement, steps, cases[i].outcome);
      if (cases[i].manner == WS_REFUSED)
        g_assert_cmpint (lc_facts_get_int (lc_measurement_find_step (measurement, "websocket")
                                             ->facts,
                                           LC_FACT_STATUS, 0),
                         ==, 403);
      if (cases[i].manner == WS_GOODBYE)
        g_assert_cmpint (lc_facts_get_int (lc_measurement_find_step (measurement, "probe")->facts,
                                           LC_FACT_CLOSE_CODE, 0), ==, 1008);
      g_free (server.query);
    }
}

/* --- signaling --------------------------------------------------------- */

static void
signaling_page (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
                gpointer data)
{
  Server *server = data;
  gboolean upgrade =
    soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Upgrade")
    != NULL;

  if (upgrade && server->websocket == WS_RESET)
    cut (message, TRUE);
  else if (upgrade && server->websocket == WS_SILENT)
    {
      soup_server_message_pause (message);
      server->kept = g_slist_prepend (server->kept, g_object_ref (message));
    }
  else if (upgrade && server->websocket == WS_PONG)
    return;
  else
    soup_server_message_set_status (message, server->status_v4, NULL);
}

static void
signaling_websocket (SoupServer *soup, SoupServerMessage *message, const char *path,
                     SoupWebsocketConnection *websocket, gpointer data)
{
}

static void
test_signaling (TestWeb *web, gconstpointer data)
{
  static const struct
  {
    WebsocketManner manner;
    guint status;
    const char *steps;
    LcOutcome outcome;
  } cases[] = {
    { WS_PONG, 200, "http:answered websocket:answered", LC_OUTCOME_ANSWERED },
    { WS_PONG, 426, "http:denied websocket:answered", LC_OUTCOME_ANSWERED },
    { WS_REFUSED, 404, "http:denied websocket:denied", LC_OUTCOME_DENIED },
    { WS_REFUSED, 200, "http:answered websocket:denied", LC_OUTCOME_DENIED },
    { WS_RESET, 200, "http:answered websocket:reset", LC_OUTCOME_RESET },
    { WS_SILENT, 200, "http:answered websocket:no-answer", LC_OUTCOME_NO_ANSWER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint16 port;
      Server server = { .status_v4 = cases[i].status, .websocket = cases[i].manner };
      g_autoptr (SoupServer) soup = test_web_server_new ("good", &port);
      g_autoptr (LcMeasurement) measurement = NULL;
      g_autoptr (LcEndpoint) endpoint =
        test_endpoint_new (LC_ENDPOINT_SIGNALING, "good.test", LC_TRANSPORT_TLS, port, "/");

      g_test_message ("%s", cases[i].steps);
      soup_server_add_handler (soup, "/", signaling_page, &server, NULL);
      if (cases[i].manner == WS_PONG)
        soup_server_add_websocket_handler (soup, "/", NULL, NULL, signaling_websocket, NULL, NULL);
      measurement = test_run_probe (lc_signaling_probe_new ("signaling", endpoint, web->resolver),
                                    cases[i].outcome == LC_OUTCOME_NO_ANSWER ? SHORT_MS
                                                                             : DEADLINE_MS);
      g_slist_free_full (g_steal_pointer (&server.kept), g_object_unref);
      assert_seen (measurement, cases[i].steps, cases[i].outcome);
    }
}

/* --- both -------------------------------------------------------------- */

typedef LcProbe *(*NewProbe) (const char *id, const LcEndpoint *endpoint, LcResolver *resolver);

/* What goes wrong below HTTP is told by the layers, whatever is asked above. */
static void
test_below_http (TestWeb *web, gconstpointer data)
{
  static const NewProbe constructors[] = { lc_socket_io_probe_new, lc_signaling_probe_new };
  static const struct
  {
    TestManner manner;
    const char *steps;
    LcOutcome outcome;
  } cases[] = {
    { TEST_MANNER_SILENT, "dns:answered tcp:answered tls:no-answer", LC_OUTCOME_NO_ANSWER },
    { TEST_MANNER_RESET_ON_DATA, "dns:answered tcp:answered tls:reset", LC_OUTCOME_RESET },
  };

  for (guint i = 0; i < G_N_ELEMENTS (constructors); i++)
    {
      g_autoptr (LcEndpoint) nobody =
        test_endpoint_new (LC_ENDPOINT_SIGNALING, "good.test", LC_TRANSPORT_TLS,
                                    test_unused_port (), "/");
      g_autoptr (LcMeasurement) refused =
        test_run_probe (constructors[i]("x", nobody, web->resolver), DEADLINE_MS);
      g_autofree char *seen = test_list_steps (refused);

      g_assert_cmpstr (seen, ==, "dns:answered tcp:refused");
      g_assert_cmpint (lc_measurement_get_outcome (refused), ==, LC_OUTCOME_REFUSED);

      for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
        {
          guint16 port;
          g_autoptr (GSocketService) server = test_rude_server_new (cases[k].manner, NULL, &port);
          g_autoptr (LcEndpoint) endpoint =
            test_endpoint_new (LC_ENDPOINT_SIGNALING, "good.test", LC_TRANSPORT_TLS, port, "/");
          g_autoptr (LcMeasurement) measurement =
            test_run_probe (constructors[i] ("x", endpoint, web->resolver), SHORT_MS);
          g_autofree char *steps = test_list_steps (measurement);

          g_assert_cmpstr (steps, ==, cases[k].steps);
          g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, cases[k].outcome);
        }
    }
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer data)
{
  LcMeasurement **measurement = data;

  *measurement = lc_probe_run_finish (LC_PROBE (source), result);
}

static gboolean
cancel (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (TestWeb *web, gconstpointer data)
{
  static const NewProbe constructors[] = { lc_socket_io_probe_new, lc_signaling_probe_new };
  guint16 port;
  Server server = { .body_v4 = OPEN_JSON, .websocket = WS_PONG };
  g_autoptr (SoupServer) soup = test_web_server_new ("good", &port);
  g_autoptr (LcEndpoint) endpoint =
    test_endpoint_new (LC_ENDPOINT_SOCKET_IO, "good.test", LC_TRANSPORT_TLS, port, "/socket.io/");

  soup_server_add_handler (soup, "/socket.io/", on_request, &server, NULL);
  soup_server_add_websocket_handler (soup, "/socket.io/", NULL, NULL, on_websocket, &server, NULL);
  for (int delay_ms = -2; delay_ms < 2 * 40; delay_ms++)
    {
      LcProbe *probe = constructors[delay_ms & 1] ("x", endpoint, web->resolver);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (LcMeasurement) measurement = NULL;
      gpointer watched = probe;
      LcClock clock;

      g_object_add_weak_pointer (G_OBJECT (probe), &watched);
      lc_clock_start (&clock);
      if (delay_ms == -2)
        g_cancellable_cancel (cancellable);
      lc_probe_run_async (probe, &clock, cancellable, on_stopped, &measurement);
      if (delay_ms == -1)
        g_cancellable_cancel (cancellable);
      if (delay_ms >= 0)
        g_timeout_add_full (G_PRIORITY_DEFAULT, delay_ms / 2, cancel, g_object_ref (cancellable),
                            g_object_unref);
      while (measurement == NULL || !g_cancellable_is_cancelled (cancellable))
        g_main_context_iteration (NULL, TRUE);

      g_object_unref (probe);
      while (watched != NULL)
        g_main_context_iteration (NULL, TRUE);
      g_slist_free_full (g_steal_pointer (&server.kept), g_object_unref);
    }
  g_free (server.query);
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

#define ADD(path, function) g_test_add (path, TestWeb, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/socket-io-probe/protocol-4", test_protocol_4);
  ADD ("/socket-io-probe/slow-link", test_slow_link);
  ADD ("/socket-io-probe/protocol-3", test_protocol_3);
  ADD ("/socket-io-probe/polling-hostile", test_polling_hostile);
  ADD ("/socket-io-probe/websocket", test_websocket);
  ADD ("/signaling-probe/answers", test_signaling);
  ADD ("/web-probes/below-http", test_below_http);
  ADD ("/web-probes/cancel", test_cancel);

  return g_test_run ();
}
