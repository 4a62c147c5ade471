/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-web-server.c: good and broken web servers on loopback.
 */
#include "tests/support/test-web-server.h"

#include <string.h>
#include <sys/socket.h>

#include "base/lc-base-enums.h"

#define DRIP_MS 20

typedef struct
{
  TestManner manner;
  char *text;
} Rudeness;

typedef struct
{
  const Rudeness *rudeness;
  GSocketConnection *connection;
  guint8 buffer[4096];
  guint drip;
} Visitor;

void
test_web_set_up (TestWeb *self)
{
  g_autofree char *authority = g_test_build_filename (G_TEST_DIST, "certificates", "authority.pem",
                                                      NULL);
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  database = g_tls_file_database_new (authority, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);

  self->dns = test_dns_server_new ();
  test_dns_server_add (self->dns, "good.test", "127.0.0.1");
  test_dns_server_add (self->dns, "second.test", "127.0.0.1");
  self->resolver = lc_resolver_new_with_servers (test_dns_server_get_address (self->dns), &error);
  g_assert_no_error (error);
  lc_resolver_install (self->resolver);
}

void
test_web_tear_down (TestWeb *self)
{
  lc_resolver_uninstall (self->resolver);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->resolver);
  g_assert_finalize_object (self->dns);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
}

/* A client that hangs up before the server has looked at it is what tests of
 * cancellation do; libsoup's server warns about it. */
static gboolean
is_early_hang_up (const char *message)
{
  return strstr (message, "could not get remote address") != NULL;
}

static gboolean
is_fatal (const char *log_domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  return !is_early_hang_up (message);
}

/* Whatever is logged with a level that would be fatal becomes a "Bail out!" in
 * the TAP, fatal or not, so this message must not get there. */
static void
log_soup (const char *log_domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  if (!is_early_hang_up (message))
    g_log_default_handler (log_domain, level, message, user_data);
}

static void
bear_early_hang_ups (void)
{
  static gboolean is_handled;

  g_test_log_set_fatal_handler (is_fatal, NULL); /* each test has its own */
  if (!is_handled)
    g_log_set_handler ("libsoup", G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL, log_soup, NULL);
  is_handled = TRUE;
}

/* Returns: (transfer full) */
static GTlsCertificate *
load_certificate (const char *certificate)
{
  g_autofree char *name = g_strconcat (certificate, ".pem", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "certificates", name, NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *pair = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return pair;
}

/**
 * test_web_server_new:
 * @certificate: (nullable): "good" for tests/certificates/good.pem; plain HTTP without
 */
SoupServer *
test_web_server_new (const char *certificate, guint16 *port)
{
  SoupServer *server = soup_server_new ("server-header", "test", NULL);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  bear_early_hang_ups ();
  if (certificate != NULL)
    {
      g_autoptr (GTlsCertificate) pair = load_certificate (certificate);

      soup_server_set_tls_certificate (server, pair);
    }
  soup_server_listen_local (server, 0,
                            SOUP_SERVER_LISTEN_IPV4_ONLY
                              | (certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0),
                            &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  *port = (guint16) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return server;
}

static void
visitor_free (Visitor *visitor)
{
  g_object_unref (visitor->connection);
  g_free (visitor);
}

static void
leave (Visitor *visitor, gboolean reset)
{
  GSocket *socket = g_socket_connection_get_socket (visitor->connection);
  struct linger linger = { 1, 0 };

  if (reset)
    setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  g_io_stream_close (G_IO_STREAM (visitor->connection), NULL, NULL);
  visitor_free (visitor);
}

static gboolean
drip (gpointer data)
{
  Visitor *visitor = data;
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (visitor->connection));

  if (g_output_stream_write (out, "x", 1, NULL, NULL) == 1)
    return G_SOURCE_CONTINUE;
  leave (visitor, FALSE);
  return G_SOURCE_REMOVE;
}

static void
on_data (GObject *source, GAsyncResult *result, gpointer data)
{
  Visitor *visitor = data;
  GInputStream *in = G_INPUT_STREAM (source);
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (visitor->connection));
  gssize size = g_input_stream_read_finish (in, result, NULL);

  if (size <= 0)
    {
      leave (visitor, FALSE);
      return;
    }
  switch (visitor->rudeness->manner)
    {
    case TEST_MANNER_SILENT:
      g_input_stream_read_async (in, visitor->buffer, sizeof visitor->buffer, G_PRIORITY_DEFAULT,
                                 NULL, on_data, visitor);
      break;
    case TEST_MANNER_RESET_AT_ONCE:
    case TEST_MANNER_RESET_ON_DATA:
      leave (visitor, TRUE);
      break;
    case TEST_MANNER_CLOSE_ON_DATA:
      leave (visitor, FALSE);
      break;
    case TEST_MANNER_SAY:
      g_output_stream_write_all (out, visitor->rudeness->text, strlen (visitor->rudeness->text),
                                 NULL, NULL, NULL);
      leave (visitor, FALSE);
      break;
    case TEST_MANNER_DRIP:
      g_output_stream_write_all (out, visitor->rudeness->text, strlen (visitor->rudeness->text),
                                 NULL, NULL, NULL);
      g_timeout_add (DRIP_MS, drip, visitor);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  Visitor *visitor = g_new0 (Visitor, 1);

  visitor->rudeness = data;
  visitor->connection = g_object_ref (connection);
  if (visitor->rudeness->manner == TEST_MANNER_RESET_AT_ONCE)
    leave (visitor, TRUE);
  else
    g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                               visitor->buffer, sizeof visitor->buffer, G_PRIORITY_DEFAULT, NULL,
                               on_data, visitor);
  return TRUE;
}

static void
rudeness_free (gpointer data, GClosure *closure)
{
  Rudeness *rudeness = data;

  g_free (rudeness->text);
  g_free (rudeness);
}

/* Returns: (transfer full): a service on a free port of 127.0.0.1 */
static GSocketService *
listen_on_loopback (guint16 *port)
{
  GSocketService *service = g_socket_service_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (G_SOCKET_LISTENER (service), any, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return service;
}

GSocketService *
test_rude_server_new (TestManner manner, const char *text, guint16 *port)
{
  GSocketService *service = listen_on_loopback (port);
  Rudeness *rudeness = g_new0 (Rudeness, 1);

  rudeness->manner = manner;
  rudeness->text = g_strdup (text);
  g_signal_connect_data (service, "incoming", G_CALLBACK (on_incoming), rudeness, rudeness_free, 0);
  return service;
}

static void
on_handshake (GObject *source, GAsyncResult *result, gpointer data)
{
  g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, NULL);
}

static gboolean
on_tls_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (connection), data, &error);

  g_assert_no_error (error);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls), G_PRIORITY_DEFAULT, NULL, on_handshake, NULL);
  return TRUE;
}

/**
 * test_tls_server_new:
 * @certificate: a file of tests/certificates, without its suffix
 *
 * For certificates that the client refuses: it shakes hands and says nothing
 * more. The server of libsoup 3.6 uses a connection after it has freed it when
 * that happens.
 */
GSocketService *
test_tls_server_new (const char *certificate, guint16 *port)
{
  GSocketService *service = listen_on_loopback (port);

  g_signal_connect_data (service, "incoming", G_CALLBACK (on_tls_incoming), load_certificate (certificate),
                         (GClosureNotify) (GCallback) g_object_unref, 0);
  return service;
}

/* Returns: a TCP port of 127.0.0.1 on which nobody listens */
guint16
test_unused_port (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, NULL);

  g_assert_true (g_socket_bind (socket, any, FALSE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

LcEndpoint *
test_endpoint_new (LcEndpointKind kind, const char *host, LcTransport transport, guint16 port,
                   const char *path)
{
  LcEndpoint *endpoint = g_new0 (LcEndpoint, 1);
  LcServerPort server_port = { transport, port, LC_LAYER_VENDOR };

  endpoint->kind = kind;
  endpoint->host = g_strdup (host);
  endpoint->path = g_strdup (path);
  endpoint->ports = g_array_new (FALSE, FALSE, sizeof (LcServerPort));
  g_array_append_val (endpoint->ports, server_port);
  return endpoint;
}

void
test_endpoint_free (LcEndpoint *endpoint)
{
  g_free (endpoint->host);
  g_free (endpoint->path);
  g_array_unref (endpoint->ports);
  g_free (endpoint);
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer data)
{
  LcMeasurement **measurement = data;

  *measurement = lc_probe_run_finish (LC_PROBE (source), result);
}

/**
 * test_run_probe:
 * @probe: (transfer full): the only reference
 *
 * Runs it and sees to it that nothing of it is left, even when it was stopped
 * at its deadline.
 */
LcMeasurement *
test_run_probe (LcProbe *probe, guint deadline_ms)
{
  LcMeasurement *measurement = NULL;
  gpointer watched = probe;
  gint64 give_up_us;
  LcClock clock;

  g_object_add_weak_pointer (G_OBJECT (probe), &watched);
  lc_clock_start (&clock);
  lc_probe_set_deadline_ms (probe, deadline_ms);
  lc_probe_run_async (probe, &clock, NULL, on_run, &measurement);
  while (measurement == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_object_unref (probe);
  give_up_us = g_get_monotonic_time () + G_USEC_PER_SEC;
  while (watched != NULL && g_get_monotonic_time () < give_up_us)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (watched);
  return measurement;
}

/* Returns: such as "dns:answered tcp:refused" */
char *
test_list_steps (LcMeasurement *measurement)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (measurement, i);

      g_string_append_printf (text, "%s%s:%s", i > 0 ? " " : "", step->name,
                              lc_enum_nick (LC_TYPE_OUTCOME, (int) step->outcome));
    }
  return g_string_free (text, FALSE);
}
