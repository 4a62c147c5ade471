/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-stream.c: see lc-stun-stream.h.
 *
 * There is no time-out here: whoever asks has a deadline and a cancellable.
 * The round-trip time of a question is this process's, because a stream has no
 * stamps for single messages; that of the connection is the kernel's.
 */
#include "net/lc-stun-stream.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "net/lc-tls-trust.h"

struct _LcStunStream
{
  GObject parent_instance;

  LcConnector *connector;
  GSocketAddress *server;
  GTlsDatabase *database; /* or NULL for the system's */
  LcConnection *connection;
  GIOStream *io; /* TCP, or TLS once the handshake succeeded */
};

G_DEFINE_FINAL_TYPE (LcStunStream, lc_stun_stream, G_TYPE_OBJECT)

typedef struct
{
  LcStunMethod method;
  guint8 id[LC_STUN_ID_SIZE];
  guint8 request[LC_STUN_MAX_REQUEST];
  gsize request_length;
  guint8 reply[LC_STUN_MAX_REPLY];
  gsize received;
  LcStunResult *result;
} StunExchange;

typedef struct
{
  GSocketConnectable *identity;
  LcStunTls *tls;
} StunHandshake;

static void
stun_handshake_free (gpointer data)
{
  StunHandshake *handshake = data;

  g_clear_object (&handshake->identity);
  g_clear_pointer (&handshake->tls, lc_stun_tls_free);
  g_free (handshake);
}

static void
stun_exchange_free (gpointer data)
{
  StunExchange *exchange = data;

  g_clear_pointer (&exchange->result, lc_stun_result_free);
  g_free (exchange);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static LcOutcome
outcome_of_broken_stream (const GError *error)
{
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF))
    return LC_OUTCOME_CLOSED;
  if (error->domain == G_TLS_ERROR)
    return LC_OUTCOME_TLS_FAILED;
  return LC_OUTCOME_RESET;
}

/* Connecting */

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  LcStunStream *self = g_task_get_source_object (task);
  LcConnection *connection = lc_connector_connect_finish (LC_CONNECTOR (source), result, &error);

  if (connection == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  self->connection = connection;
  if (connection->stream != NULL)
    self->io = g_object_ref (G_IO_STREAM (connection->stream));
  g_task_return_boolean (task, TRUE);
}

/* TLS */

/* GTls has one error for a peer that left before its first message; how it
 * left is in the state of the socket. */
static LcOutcome
outcome_of_handshake (LcStunStream *self, const GError *error)
{
  GSocket *socket = g_socket_connection_get_socket (self->connection->stream);
  struct tcp_info info = { 0 };
  socklen_t size = sizeof info;

  if (!g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_NOT_TLS) &&
      !g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF))
    return outcome_of_broken_stream (error);
  if (getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
      info.tcpi_state == TCP_CLOSE)
    return LC_OUTCOME_RESET;
  return LC_OUTCOME_CLOSED;
}

static gboolean
on_bad_certificate (GTlsConnection *connection, GTlsCertificate *certificate, GTlsCertificateFlags errors,
                    gpointer user_data)
{
  LcStunTls *tls = user_data;

  tls->errors = errors;
  g_set_object (&tls->certificate, certificate);
  return FALSE;
}

static void
on_handshake_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  LcStunStream *self = g_task_get_source_object (task);
  StunHandshake *handshake = g_task_get_task_data (task);
  LcStunTls *tls = handshake->tls;
  GTlsConnection *connection = G_TLS_CONNECTION (source);

  if (g_tls_connection_handshake_finish (connection, result, &error))
    {
      tls->outcome = LC_OUTCOME_ANSWERED;
      g_set_object (&tls->certificate, g_tls_connection_get_peer_certificate (connection));
      g_set_object (&self->io, G_IO_STREAM (connection));
    }
  else if (is_cancelled (error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  else
    {
      tls->outcome = tls->errors != 0 ? LC_OUTCOME_UNTRUSTED : outcome_of_handshake (self, error);
    }
  tls->duration_us = g_get_monotonic_time () - tls->start_monotonic_us;
  g_signal_handlers_disconnect_by_data (connection, tls);
  g_task_return_pointer (task, g_steal_pointer (&handshake->tls), (GDestroyNotify) lc_stun_tls_free);
}

static void
on_tls_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  LcStunStream *self = g_task_get_source_object (task);
  StunHandshake *handshake = g_task_get_task_data (task);
  LcStunTls *tls = handshake->tls;
  GIOStream *connection = NULL;

  if (lc_tls_trust_install_finish (result, &error))
    connection = g_tls_client_connection_new (self->io, handshake->identity, &error);
  if (connection == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  tls->connection = G_TLS_CONNECTION (connection);
  tls->start_monotonic_us = g_get_monotonic_time ();
  g_tls_connection_set_require_close_notify (tls->connection, FALSE);
  if (self->database != NULL)
    g_tls_connection_set_database (tls->connection, self->database);
  g_signal_connect (connection, "accept-certificate", G_CALLBACK (on_bad_certificate), tls);
  g_tls_connection_handshake_async (tls->connection, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                    on_handshake_done, g_object_ref (task));
}

/* Asking */

static void
end_exchange (GTask *task, LcOutcome outcome)
{
  StunExchange *exchange = g_task_get_task_data (task);
  LcStunResult *result = g_steal_pointer (&exchange->result);

  result->outcome = outcome;
  result->duration_us = g_get_monotonic_time () - result->start_monotonic_us;
  if (result->reply != NULL)
    result->rtt_us = result->duration_us;
  g_task_return_pointer (task, result, (GDestroyNotify) lc_stun_result_free);
}

static void
read_reply (GTask *task)
{
  StunExchange *exchange = g_task_get_task_data (task);

  exchange->result->reply = lc_stun_reply_parse (exchange->method, exchange->reply, exchange->received);
  if (exchange->result->reply == NULL)
    end_exchange (task, LC_OUTCOME_MALFORMED);
  else if (memcmp (exchange->result->reply->id, exchange->id, LC_STUN_ID_SIZE) != 0)
    {
      g_clear_pointer (&exchange->result->reply, lc_stun_reply_free);
      end_exchange (task, LC_OUTCOME_MALFORMED);
    }
  else
    end_exchange (task, exchange->result->reply->outcome);
}

static void on_read (GObject *source, GAsyncResult *result, gpointer user_data);

/* Never more than the message at hand, so that nothing is lost or kept. */
static void
read_more (GTask *task)
{
  LcStunStream *self = g_task_get_source_object (task);
  StunExchange *exchange = g_task_get_task_data (task);
  gsize wanted = 4; /* type and length */
  gssize whole = lc_stun_frame_length (exchange->reply, exchange->received);

  if (whole < 0)
    {
      end_exchange (task, LC_OUTCOME_MALFORMED);
      g_object_unref (task);
      return;
    }
  if (whole > 0)
    {
      read_reply (task);
      g_object_unref (task);
      return;
    }
  if (exchange->received >= wanted)
    wanted = 20 + ((gsize) exchange->reply[2] << 8 | exchange->reply[3]);
  g_input_stream_read_async (g_io_stream_get_input_stream (self->io), exchange->reply + exchange->received,
                             wanted - exchange->received, G_PRIORITY_DEFAULT,
                             g_task_get_cancellable (task), on_read, task);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  StunExchange *exchange = g_task_get_task_data (task);
  gssize n_read = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n_read < 0)
    {
      if (is_cancelled (error))
        g_task_return_error (task, g_steal_pointer (&error));
      else
        end_exchange (task, outcome_of_broken_stream (error));
      return;
    }
  if (n_read == 0)
    {
      end_exchange (task, LC_OUTCOME_CLOSED);
      return;
    }
  exchange->received += n_read;
  read_more (g_steal_pointer (&task));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  StunExchange *exchange = g_task_get_task_data (task);

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    {
      if (is_cancelled (error))
        g_task_return_error (task, g_steal_pointer (&error));
      else
        end_exchange (task, outcome_of_broken_stream (error));
      return;
    }
  exchange->result->n_sent = 1;
  read_more (g_steal_pointer (&task));
}

static void
lc_stun_stream_dispose (GObject *object)
{
  LcStunStream *self = LC_STUN_STREAM (object);

  g_clear_object (&self->io);
  g_clear_pointer (&self->connection, lc_connection_free);
  g_clear_object (&self->connector);
  g_clear_object (&self->server);
  g_clear_object (&self->database);
  G_OBJECT_CLASS (lc_stun_stream_parent_class)->dispose (object);
}

static void
lc_stun_stream_class_init (LcStunStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lc_stun_stream_dispose;
}

static void
lc_stun_stream_init (LcStunStream *self)
{
}

void
lc_stun_tls_free (LcStunTls *self)
{
  if (self == NULL)
    return;
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_clear_object (&self->connection);
  g_clear_object (&self->certificate);
  g_free (self);
}

/**
 * lc_stun_stream_new:
 * @connector: gives a place among the open connections
 * @server: an IPv4 or IPv6 #GInetSocketAddress
 */
LcStunStream *
lc_stun_stream_new (LcConnector *connector, GSocketAddress *server)
{
  LcStunStream *self = g_object_new (LC_TYPE_STUN_STREAM, NULL);

  self->connector = g_object_ref (connector);
  self->server = g_object_ref (server);
  return self;
}

/**
 * lc_stun_stream_set_tls_database:
 * @database: (nullable): the authorities to trust instead of the system's
 */
void
lc_stun_stream_set_tls_database (LcStunStream *self, GTlsDatabase *database)
{
  g_set_object (&self->database, database);
}

/**
 * lc_stun_stream_connect_async:
 *
 * Opens the TCP connection; once.
 */
void
lc_stun_stream_connect_async (LcStunStream *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (self->connection == NULL);

  g_task_set_source_tag (task, lc_stun_stream_connect_async);
  lc_connector_connect_async (self->connector, self->server, cancellable, on_connected,
                              g_steal_pointer (&task));
}

/**
 * lc_stun_stream_connect_finish:
 *
 * Returns: (transfer none): how it ended, owned by the stream; %NULL with
 *   G_IO_ERROR_CANCELLED, or when this computer has no more sockets
 */
const LcConnection *
lc_stun_stream_connect_finish (LcStunStream *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_boolean (G_TASK (result), error) ? self->connection : NULL;
}

/**
 * lc_stun_stream_handshake_async:
 * @host: the name for SNI, which the certificate must bear
 *
 * TLS over the open connection. A certificate that is not acceptable ends it.
 */
void
lc_stun_stream_handshake_async (LcStunStream *self, const char *host, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  StunHandshake *handshake = g_new0 (StunHandshake, 1);
  GInetSocketAddress *server = G_INET_SOCKET_ADDRESS (self->server);

  g_return_if_fail (self->io != NULL);

  g_task_set_source_tag (task, lc_stun_stream_handshake_async);
  g_task_set_task_data (task, handshake, stun_handshake_free);
  handshake->identity = g_network_address_new (host, g_inet_socket_address_get_port (server));
  handshake->tls = g_new0 (LcStunTls, 1);
  lc_tls_trust_install_async (cancellable, on_tls_prepared, g_steal_pointer (&task));
}

/**
 * lc_stun_stream_handshake_finish:
 *
 * Returns: (transfer full): how it ended; %NULL with G_IO_ERROR_CANCELLED, or
 *   when GIO has no TLS here (G_TLS_ERROR_UNAVAILABLE)
 */
LcStunTls *
lc_stun_stream_handshake_finish (LcStunStream *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lc_stun_stream_ask_async:
 *
 * Sends one request over the open connection and reads one message.
 */
void
lc_stun_stream_ask_async (LcStunStream *self, LcStunMethod method, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  StunExchange *exchange = g_new0 (StunExchange, 1);

  g_return_if_fail (self->io != NULL);

  g_task_set_source_tag (task, lc_stun_stream_ask_async);
  exchange->method = method;
  for (guint i = 0; i < LC_STUN_ID_SIZE; i++)
    exchange->id[i] = (guint8) g_random_int_range (0, 256);
  exchange->request_length = lc_stun_request_build (method, exchange->id, exchange->request,
                                                    sizeof exchange->request);
  exchange->result = lc_stun_result_new ();
  exchange->result->start_monotonic_us = g_get_monotonic_time ();
  exchange->result->sent_monotonic_us = exchange->result->start_monotonic_us;
  g_task_set_task_data (task, exchange, stun_exchange_free);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->io), exchange->request,
                                   exchange->request_length, G_PRIORITY_DEFAULT, cancellable, on_written,
                                   g_steal_pointer (&task));
}

/**
 * lc_stun_stream_ask_finish:
 *
 * Returns: (transfer full): how it ended; %NULL only with G_IO_ERROR_CANCELLED
 */
LcStunResult *
lc_stun_stream_ask_finish (LcStunStream *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
