/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-stun-server.c: see test-stun-server.h. Messages are put together by
 * hand, so that a mistake in the library under test is not made here again.
 */
#include "tests/support/test-stun-server.h"

#include <string.h>
#include <sys/socket.h>

#define HEADER_SIZE 20
#define MAX_MESSAGE 512

struct _TestStunServer
{
  GObject parent_instance;

  GInetAddress *host;
  guint16 port;
  GSocketAddress *address;
  TestStunManner manner;
  guint delay_ms;
  guint n_ignored;
  GArray *times_us;

  GSocket *socket;
  GSource *source;
  GSocketService *service;
  GTlsCertificate *certificate;
  GPtrArray *clients; /* of StreamClient */
};

G_DEFINE_FINAL_TYPE (TestStunServer, test_stun_server, G_TYPE_OBJECT)

typedef struct
{
  TestStunServer *server;
  GSocketConnection *connection;
  GIOStream *stream;
  GCancellable *cancellable;
  guint8 request[MAX_MESSAGE];
  guint8 reply[MAX_MESSAGE];
  gsize reply_length;
  gsize sent;
} StreamClient;

typedef struct
{
  TestStunServer *server;
  GSocketAddress *to;
  guint8 reply[MAX_MESSAGE];
  gsize length;
} HeldReply;

/* Messages */

static void
put_attribute (guint8 *message, gsize *length, guint type, const void *value, guint size)
{
  guint8 *at = message + *length;

  at[0] = type >> 8;
  at[1] = type & 0xff;
  at[2] = size >> 8;
  at[3] = size & 0xff;
  memset (at + 4, 0, (size + 3) & ~3u);
  memcpy (at + 4, value, size);
  *length += 4 + ((size + 3) & ~3u);
}

static void
put_address (guint8 *message, gsize *length, guint type, GSocketAddress *address, gboolean is_xored, guint8 change)
{
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (address);
  GInetAddress *host = g_inet_socket_address_get_address (inet);
  gsize size = g_inet_address_get_native_size (host);
  guint port = g_inet_socket_address_get_port (inet);
  guint8 value[20] = { 0, size == 4 ? 1 : 2, port >> 8, port & 0xff };

  memcpy (value + 4, g_inet_address_to_bytes (host), size);
  value[7] ^= change;
  if (is_xored)
    {
      value[2] ^= 0x21;
      value[3] ^= 0x12;
      for (gsize i = 0; i < size; i++)
        value[4 + i] ^= message[4 + i]; /* cookie, then transaction id */
    }
  put_attribute (message, length, type, value, 4 + size);
}

static gsize
build_reply (TestStunServer *self, const guint8 *request, GSocketAddress *from, guint8 *reply)
{
  static const guint8 error_401[] = { 0, 0, 4, 1, 'U', 'n', 'a', 'u', 't', 'h' };
  static const guint8 error_400[] = { 0, 0, 4, 0, 'B', 'a', 'd' };
  gboolean is_allocate = request[1] == 0x03;
  gboolean is_error = is_allocate || self->manner == TEST_STUN_DENIES;
  gsize length = HEADER_SIZE;

  memcpy (reply, request, HEADER_SIZE);
  reply[0] = 0x01;
  reply[1] = (is_allocate ? 0x03 : 0x01) | (is_error ? 0x10 : 0x00);
  if (self->manner == TEST_STUN_WRONG_ID)
    reply[12] ^= 0xff;
  put_attribute (reply, &length, 0x8022, "Test server", 11);
  if (self->manner == TEST_STUN_DENIES)
    {
      put_attribute (reply, &length, 0x0009, error_400, sizeof error_400);
    }
  else if (is_allocate)
    {
      put_attribute (reply, &length, 0x0009, error_401, sizeof error_401);
      if (self->manner != TEST_STUN_BARE_401)
        {
          put_attribute (reply, &length, 0x0014, "example.org", 11);
          put_attribute (reply, &length, 0x0015, "0123456789abcdef", 16);
        }
    }
  else if (self->manner != TEST_STUN_NO_ADDRESS)
    {
      put_address (reply, &length, 0x0020, from, TRUE, 0);
      put_address (reply, &length, 0x0001, from, FALSE, self->manner == TEST_STUN_REWRITTEN ? 0x55 : 0);
      put_address (reply, &length, 0x802b, self->address, FALSE, 0);
      put_address (reply, &length, 0x802c, self->address, FALSE, 1);
    }
  reply[2] = (length - HEADER_SIZE) >> 8;
  reply[3] = (length - HEADER_SIZE) & 0xff;
  if (self->manner == TEST_STUN_TRUNCATED)
    length -= 8;
  if (self->manner == TEST_STUN_GARBAGE)
    memset (reply, 'x', length);
  return length;
}

static void
note_request (TestStunServer *self)
{
  gint64 now_us = g_get_monotonic_time ();

  g_array_append_val (self->times_us, now_us);
}

/* UDP */

static void
datagram_free (gpointer data)
{
  HeldReply *datagram = data;

  g_object_unref (datagram->server);
  g_object_unref (datagram->to);
  g_free (datagram);
}

static gboolean
send_datagram (gpointer data)
{
  HeldReply *datagram = data;

  g_socket_send_to (datagram->server->socket, datagram->to, (const char *) datagram->reply, datagram->length,
                    NULL, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
on_datagram (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  TestStunServer *self = user_data;
  g_autoptr (GSocketAddress) from = NULL;
  guint8 request[MAX_MESSAGE];
  gssize size = g_socket_receive_from (socket, &from, (char *) request, sizeof request, NULL, NULL);
  HeldReply *datagram;

  if (size < HEADER_SIZE)
    return G_SOURCE_CONTINUE;
  note_request (self);
  if (self->manner == TEST_STUN_SILENT || self->times_us->len <= self->n_ignored)
    return G_SOURCE_CONTINUE;

  datagram = g_new0 (HeldReply, 1);
  datagram->server = g_object_ref (self);
  datagram->to = g_object_ref (from);
  datagram->length = build_reply (self, request, from, datagram->reply);
  if (self->delay_ms == 0)
    {
      send_datagram (datagram);
      datagram_free (datagram);
    }
  else
    {
      g_timeout_add_full (G_PRIORITY_HIGH, self->delay_ms, send_datagram, datagram, datagram_free);
    }
  return G_SOURCE_CONTINUE;
}

/* TCP and TLS */

static void
client_free (gpointer data)
{
  StreamClient *client = data;

  g_cancellable_cancel (client->cancellable);
  g_object_unref (client->cancellable);
  g_object_unref (client->connection);
  g_object_unref (client->stream);
  g_free (client);
}

static void
drop_client (StreamClient *client)
{
  g_ptr_array_remove (client->server->clients, client);
}

static void
reset_connection (GSocketConnection *connection)
{
  struct linger now = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (g_socket_connection_get_socket (connection)), SOL_SOCKET, SO_LINGER, &now,
              sizeof now);
  g_socket_close (g_socket_connection_get_socket (connection), NULL);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gssize size = g_output_stream_write_finish (G_OUTPUT_STREAM (source), result, &error);
  StreamClient *client = user_data;

  if (is_cancelled (error))
    return;
  client->sent += MAX (size, 0);
  if (size <= 0)
    drop_client (client);
  else if (client->sent < client->reply_length)
    g_output_stream_write_async (G_OUTPUT_STREAM (source), client->reply + client->sent,
                                 client->server->manner == TEST_STUN_SLICED ? 1
                                                                            : client->reply_length - client->sent,
                                 G_PRIORITY_LOW, client->cancellable, on_written, client);
}

static void
on_request (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) from = NULL;
  gsize size = 0;
  StreamClient *client;
  TestStunServer *self;

  g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &size, &error);
  if (is_cancelled (error))
    return;
  client = user_data;
  self = client->server;
  if (size < HEADER_SIZE)
    {
      drop_client (client);
      return;
    }
  note_request (self);
  if (self->manner == TEST_STUN_SILENT)
    return;
  if (self->manner == TEST_STUN_CLOSES)
    {
      /* Half, because closing with bytes unread would be an RST. */
      g_socket_shutdown (g_socket_connection_get_socket (client->connection), FALSE, TRUE, NULL);
      return;
    }
  if (self->manner == TEST_STUN_RESETS)
    {
      reset_connection (client->connection);
      drop_client (client);
      return;
    }
  from = g_socket_connection_get_remote_address (client->connection, NULL);
  client->reply_length = build_reply (self, client->request, from, client->reply);
  g_output_stream_write_async (g_io_stream_get_output_stream (client->stream), client->reply,
                               self->manner == TEST_STUN_SLICED ? 1 : client->reply_length, G_PRIORITY_LOW,
                               client->cancellable, on_written, client);
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source_object, gpointer user_data)
{
  TestStunServer *self = user_data;
  StreamClient *client = g_new0 (StreamClient, 1);

  client->server = self;
  client->cancellable = g_cancellable_new ();
  client->connection = g_object_ref (connection);
  if (self->certificate != NULL)
    client->stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  else
    client->stream = G_IO_STREAM (g_object_ref (connection));
  g_ptr_array_add (self->clients, client);
  g_input_stream_read_all_async (g_io_stream_get_input_stream (client->stream), client->request, HEADER_SIZE,
                                 G_PRIORITY_DEFAULT, client->cancellable, on_request, client);
  return TRUE;
}

static void
test_stun_server_dispose (GObject *object)
{
  TestStunServer *self = TEST_STUN_SERVER (object);

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  if (self->socket != NULL)
    g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
  if (self->service != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->service, self);
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
    }
  g_clear_object (&self->service);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->clients, g_ptr_array_unref);
  g_clear_object (&self->address);
  g_clear_object (&self->host);
  g_clear_pointer (&self->times_us, g_array_unref);
  G_OBJECT_CLASS (test_stun_server_parent_class)->dispose (object);
}

static void
test_stun_server_class_init (TestStunServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = test_stun_server_dispose;
}

static void
test_stun_server_init (TestStunServer *self)
{
  self->clients = g_ptr_array_new_with_free_func (client_free);
  self->times_us = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/**
 * test_stun_server_new:
 * @port: 0 for a free one
 */
TestStunServer *
test_stun_server_new (const char *address, guint16 port)
{
  TestStunServer *self = g_object_new (TEST_TYPE_STUN_SERVER, NULL);

  self->host = g_inet_address_new_from_string (address);
  self->port = port;
  return self;
}

void
test_stun_server_listen_udp (TestStunServer *self)
{
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (self->host, self->port);
  g_autoptr (GError) error = NULL;

  self->socket = g_socket_new (g_inet_address_get_family (self->host), G_SOCKET_TYPE_DATAGRAM,
                               G_SOCKET_PROTOCOL_UDP, &error);
  g_assert_no_error (error);
  g_socket_set_option (self->socket, SOL_SOCKET, SO_RCVBUF, 1024 * 1024, NULL);
  g_socket_bind (self->socket, wanted, FALSE, &error);
  g_assert_no_error (error);
  g_set_object (&self->address, NULL);
  self->address = g_socket_get_local_address (self->socket, &error);
  g_assert_no_error (error);
  self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_datagram), self, NULL);
  g_source_attach (self->source, NULL);
}

void
test_stun_server_listen_tcp (TestStunServer *self)
{
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (self->host, self->port);
  g_autoptr (GError) error = NULL;

  self->service = g_socket_service_new ();
  g_clear_object (&self->address);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &self->address, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
}

void
test_stun_server_listen_tls (TestStunServer *self, GTlsCertificate *certificate)
{
  test_stun_server_listen_tcp (self);
  self->certificate = g_object_ref (certificate);
}

GSocketAddress *
test_stun_server_get_address (TestStunServer *self)
{
  return self->address;
}

void
test_stun_server_set_manner (TestStunServer *self, TestStunManner manner)
{
  self->manner = manner;
}

/* Of every answer over UDP. */
void
test_stun_server_set_delay_ms (TestStunServer *self, guint delay_ms)
{
  self->delay_ms = delay_ms;
}

/* As many requests over UDP are lost before the first that is not. */
void
test_stun_server_set_ignored (TestStunServer *self, guint n_requests)
{
  self->n_ignored = n_requests;
}

guint
test_stun_server_get_n_requests (TestStunServer *self)
{
  return self->times_us->len;
}

/* When the requests came, g_get_monotonic_time(). */
const gint64 *
test_stun_server_get_times_us (TestStunServer *self, guint *n_requests)
{
  *n_requests = self->times_us->len;
  return (const gint64 *) self->times_us->data;
}
