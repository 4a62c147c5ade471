/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-connector.c: see lc-connector.h.
 *
 * The round-trip time is the one that the kernel took from SYN and SYN-ACK
 * (tcpi_rtt of TCP_INFO, see tcp(7)), so a busy main loop does not show up in
 * it. After a repeated SYN the kernel has none, and the time is this process's.
 *
 * There is no time-out here: whoever asks has a deadline and a cancellable.
 */
#include "net/lc-connector.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "base/lc-source.h"
#include "net/lc-errno-outcome.h"

struct _LcConnector
{
  GObject parent_instance;

  GMainContext *context;
  guint max_open;
  guint n_open;
  GQueue waiting; /* of GTask, owned */
  GSource *wake;
};

G_DEFINE_FINAL_TYPE (LcConnector, lc_connector, G_TYPE_OBJECT)

typedef struct
{
  GSocketAddress *server;
  GSocket *socket;
  GSource *writable;
  GSource *cancelled;
  LcConnection *connection;
} ConnectorTask;

static void
tcp_connect_free (gpointer data)
{
  ConnectorTask *attempt = data;

  lc_source_clear (&attempt->writable);
  lc_source_clear (&attempt->cancelled);
  g_clear_object (&attempt->socket);
  g_clear_object (&attempt->server);
  g_clear_pointer (&attempt->connection, lc_connection_free);
  g_free (attempt);
}

static void
read_kernel_rtt (LcConnection *connection, GSocket *socket)
{
  struct tcp_info info = { 0 };
  socklen_t size = sizeof info;

  connection->rtt_us = connection->duration_us;
  if (getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
      info.tcpi_rtt > 0 && info.tcpi_total_retrans == 0 &&
      info.tcpi_rtt <= connection->duration_us)
    {
      connection->rtt_us = info.tcpi_rtt;
      connection->kernel_rtt = TRUE;
    }
}

/* Hands the connection over; whatever happened is in it. */
static void
end_connect (GTask *task, int error_number)
{
  ConnectorTask *attempt = g_task_get_task_data (task);
  LcConnection *connection = g_steal_pointer (&attempt->connection);

  lc_source_clear (&attempt->writable);
  lc_source_clear (&attempt->cancelled);
  connection->duration_us = g_get_monotonic_time () - connection->start_monotonic_us;
  connection->error_number = error_number;
  if (error_number == 0)
    {
      connection->outcome = LC_OUTCOME_ANSWERED;
      read_kernel_rtt (connection, attempt->socket);
      /* GSocket did not make this connection: so it learns that it has one. */
      g_socket_check_connect_result (attempt->socket, NULL);
      connection->stream = g_socket_connection_factory_create_connection (attempt->socket);
    }
  else
    {
      connection->outcome = connection->local ? lc_outcome_from_local_errno (error_number)
                                              : lc_outcome_from_connect_errno (error_number);
      connection->icmp = lc_icmp_error_take_from_socket (attempt->socket);
      if (connection->icmp != NULL)
        connection->outcome = lc_icmp_error_get_outcome (connection->icmp);
      g_socket_close (attempt->socket, NULL);
    }
  g_task_return_pointer (task, connection, (GDestroyNotify) lc_connection_free);
}

static gboolean
on_writable (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  int error_number = 0;
  socklen_t size = sizeof error_number;

  if (getsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_ERROR, &error_number, &size) != 0)
    error_number = errno;
  end_connect (task, error_number);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  ConnectorTask *attempt = g_task_get_task_data (task);
  LcConnector *self = g_task_get_source_object (task);

  lc_source_clear (&attempt->writable);
  lc_source_clear (&attempt->cancelled);
  if (g_queue_remove (&self->waiting, task))
    g_object_unref (task);
  g_clear_pointer (&attempt->connection, lc_connection_free);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
begin_connect (LcConnector *self, GTask *task)
{
  ConnectorTask *attempt = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  struct sockaddr_storage native;
  GSocketFamily family = g_socket_address_get_family (attempt->server);

  attempt->connection = g_new0 (LcConnection, 1);
  attempt->connection->connector = g_object_ref (self);
  attempt->connection->rtt_us = -1;
  attempt->connection->start_monotonic_us = g_get_monotonic_time ();
  self->n_open++;

  attempt->socket = g_socket_new (family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  if (attempt->socket == NULL)
    {
      lc_source_clear (&attempt->cancelled);
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
        {
          LcConnection *connection = g_steal_pointer (&attempt->connection);

          connection->outcome = LC_OUTCOME_UNREACHABLE;
          connection->local = TRUE;
          connection->error_number = EAFNOSUPPORT;
          g_task_return_pointer (task, connection, (GDestroyNotify) lc_connection_free);
          return;
        }
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_socket_set_blocking (attempt->socket, FALSE);
  lc_icmp_error_enable_on_socket (attempt->socket);
  g_socket_set_option (attempt->socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);

  if (!g_socket_address_to_native (attempt->server, &native, sizeof native, &error))
    {
      lc_source_clear (&attempt->cancelled);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  attempt->connection->start_monotonic_us = g_get_monotonic_time ();
  if (connect (g_socket_get_fd (attempt->socket), (struct sockaddr *) &native,
               (socklen_t) g_socket_address_get_native_size (attempt->server)) == 0)
    {
      end_connect (task, 0);
    }
  else if (errno == EINPROGRESS)
    {
      attempt->writable = g_socket_create_source (attempt->socket, G_IO_OUT, NULL);
      g_task_attach_source (task, attempt->writable, G_SOURCE_FUNC (on_writable));
    }
  else
    {
      int error_number = errno;

      attempt->connection->local = error_number != ECONNREFUSED;
      end_connect (task, error_number);
    }
}

static gboolean
on_wake (gpointer user_data)
{
  LcConnector *self = user_data;

  lc_source_clear (&self->wake);
  while (self->n_open < self->max_open && !g_queue_is_empty (&self->waiting))
    {
      g_autoptr (GTask) task = g_queue_pop_head (&self->waiting);

      begin_connect (self, task);
    }
  return G_SOURCE_REMOVE;
}

/* Not at once, because whoever frees a connection does not expect callbacks. */
static void
start_waiting_soon (LcConnector *self)
{
  if (self->wake != NULL || g_queue_is_empty (&self->waiting) || self->n_open >= self->max_open)
    return;
  self->wake = g_idle_source_new ();
  g_source_set_priority (self->wake, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->wake, on_wake, g_object_ref (self), g_object_unref);
  g_source_attach (self->wake, self->context);
}

static void
lc_connector_finalize (GObject *object)
{
  LcConnector *self = LC_CONNECTOR (object);

  g_main_context_unref (self->context);
  G_OBJECT_CLASS (lc_connector_parent_class)->finalize (object);
}

static void
lc_connector_class_init (LcConnectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_connector_finalize;
}

static void
lc_connector_init (LcConnector *self)
{
  self->context = g_main_context_ref_thread_default ();
  g_queue_init (&self->waiting);
}

/**
 * lc_connector_new:
 * @max_open: connections being made or open at one time; the others wait
 */
LcConnector *
lc_connector_new (guint max_open)
{
  LcConnector *self = g_object_new (LC_TYPE_CONNECTOR, NULL);

  self->max_open = MAX (max_open, 1);
  return self;
}

/**
 * lc_connector_connect_async:
 * @server: an IPv4 or IPv6 #GInetSocketAddress
 * @cancellable: (nullable): the only thing that ends a silent attempt early
 */
void
lc_connector_connect_async (LcConnector *self, GSocketAddress *server, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  ConnectorTask *attempt = g_new0 (ConnectorTask, 1);

  g_task_set_source_tag (task, lc_connector_connect_async);
  attempt->server = g_object_ref (server);
  g_task_set_task_data (task, attempt, tcp_connect_free);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (cancellable != NULL)
    {
      attempt->cancelled = g_cancellable_source_new (cancellable);
      g_task_attach_source (task, attempt->cancelled, G_SOURCE_FUNC (on_cancelled));
    }
  g_queue_push_tail (&self->waiting, g_steal_pointer (&task));
  start_waiting_soon (self);
}

/**
 * lc_connector_connect_finish:
 *
 * Returns: (transfer full): how it ended; %NULL with G_IO_ERROR_CANCELLED, or
 *   when this computer has no more sockets
 */
LcConnection *
lc_connector_connect_finish (LcConnector *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Closes the connection and gives its place to the next that waits. */
void
lc_connection_free (LcConnection *self)
{
  if (self == NULL)
    return;
  if (self->stream != NULL)
    g_socket_close (g_socket_connection_get_socket (self->stream), NULL);
  g_clear_object (&self->stream);
  lc_icmp_error_free (self->icmp);
  if (self->connector != NULL)
    {
      self->connector->n_open--;
      start_waiting_soon (self->connector);
    }
  g_clear_object (&self->connector);
  g_free (self);
}
