/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-tcp-connects.c: see lc-tcp-connects.h.
 *
 * A second descriptor of each socket (lc-tcp-socket.c) is kept until the end. Its error
 * queue is left alone until GIO has let go of the connection, however late that is.
 */
#include "net/lc-tcp-connects.h"

#include "net/lc-io-outcome.h"
#include "net/lc-tcp-socket.h"

typedef struct
{
  GObject *connection; /* unowned: GIO's; NULL once GIO has let go of it */
  LcTcpConnects *owner; /* unowned: owns this */
  GSocket *socket;     /* on a descriptor of our own */
  LcConnectionLayer *layer;
} TcpConnect;

struct _LcTcpConnects
{
  LcWebObserver *observer; /* or NULL */
  GPtrArray *connects;     /* of TcpConnect */
  TcpConnect *established; /* unowned: one of them, or NULL */
};

static void on_let_go (gpointer user_data, GObject *connection);

static void
tcp_connect_free (gpointer data)
{
  TcpConnect *connect = data;

  if (connect->connection != NULL)
    g_object_weak_unref (connect->connection, on_let_go, connect);
  g_clear_object (&connect->socket);
  lc_connection_layer_free (connect->layer);
  g_free (connect);
}

/* GIO is done with the connect, which was no success: by what did it end? */
static void
fail_connect (LcTcpConnects *self, TcpConnect *connect, const GError *error)
{
  LcConnectionLayer *layer = connect->layer;
  LcOutcome outcome;

  if (connect->socket != NULL)
    layer->icmp = lc_icmp_error_take_from_socket (connect->socket);

  if (layer->icmp != NULL)
    {
      outcome = lc_icmp_error_get_outcome (layer->icmp);
      layer->is_local = lc_icmp_error_is_local (layer->icmp);
    }
  else if (lc_tcp_socket_was_established (connect->socket))
    {
      outcome = LC_OUTCOME_RESET; /* right after it had been accepted */
    }
  else
    {
      LcOutcome route = lc_tcp_socket_find_route (layer->address);

      outcome = error != NULL ? lc_io_outcome_from_error (error) : route;
      if (outcome == LC_OUTCOME_ANSWERED)
        outcome = LC_OUTCOME_REFUSED;
      layer->is_local = route != LC_OUTCOME_ANSWERED;
    }
  lc_web_observer_end_layer (self->observer, layer, outcome);
}

/* Whether GIO failed, or gave up because it was faster elsewhere or told to: then the
 * socket still tries, and whoever told it to ends the layer. */
static void
on_let_go (gpointer user_data, GObject *connection)
{
  TcpConnect *connect = user_data;

  connect->connection = NULL;
  if (!connect->layer->ended && lc_tcp_socket_is_closed (connect->socket))
    fail_connect (connect->owner, connect, NULL);
}

/**
 * lc_tcp_connects_new:
 * @observer: (nullable): who is told of the connects
 *
 * Returns: (transfer full): none yet
 */
LcTcpConnects *
lc_tcp_connects_new (LcWebObserver *observer)
{
  LcTcpConnects *self = g_new0 (LcTcpConnects, 1);

  self->observer = observer != NULL ? g_object_ref (observer) : NULL;
  self->connects = g_ptr_array_new_with_free_func (tcp_connect_free);
  return self;
}

void
lc_tcp_connects_free (LcTcpConnects *self)
{
  g_clear_object (&self->observer);
  g_ptr_array_unref (self->connects);
  g_free (self);
}

/**
 * lc_tcp_connects_begin:
 * @number: of the layer
 * @connection: that begins to connect
 *
 * Returns: whether it is one of TCP
 */
gboolean
lc_tcp_connects_begin (LcTcpConnects *self, guint number, GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  TcpConnect *connect;

  if (!G_IS_INET_SOCKET_ADDRESS (remote))
    return FALSE;

  connect = g_new0 (TcpConnect, 1);
  connect->owner = self;
  connect->connection = G_OBJECT (connection);
  g_object_weak_ref (connect->connection, on_let_go, connect);
  connect->socket = lc_tcp_socket_dup (g_socket_connection_get_socket (connection));
  if (connect->socket != NULL)
    lc_tcp_socket_set_icmp_reports (connect->socket, TRUE);
  connect->layer = lc_connection_layer_new_tcp (number, G_INET_SOCKET_ADDRESS (remote));
  g_ptr_array_add (self->connects, connect);
  lc_web_observer_layer_began (self->observer, connect->layer);
  return TRUE;
}

/**
 * lc_tcp_connects_choose:
 * @connection: that was the first to connect
 *
 * Ends it, and those that are slower.
 */
void
lc_tcp_connects_choose (LcTcpConnects *self, GIOStream *connection)
{
  for (guint i = 0; i < self->connects->len; i++)
    {
      TcpConnect *connect = g_ptr_array_index (self->connects, i);

      if (connect->layer->ended)
        continue;
      if (connect->connection == G_OBJECT (connection))
        {
          /* Established connections must outlive passing ICMP errors (RFC 1122 4.2.3.9). */
          if (connect->socket != NULL)
            lc_tcp_socket_set_icmp_reports (connect->socket, FALSE);
          self->established = connect;
          lc_web_observer_end_layer (self->observer, connect->layer, LC_OUTCOME_ANSWERED);
        }
      else if (!lc_tcp_socket_is_closed (connect->socket))
        {
          lc_web_observer_end_layer (self->observer, connect->layer, LC_OUTCOME_SKIPPED);
        }
    }
}

/**
 * lc_tcp_connects_fail:
 * @error: with which GIO gave up
 *
 * No address let us in: ends those that are still open. There has to be one.
 *
 * Returns: (transfer none): the connect that says most of why
 */
const LcConnectionLayer *
lc_tcp_connects_fail (LcTcpConnects *self, const GError *error)
{
  const LcConnectionLayer *deciding = NULL;
  guint highest = 0;

  for (guint i = 0; i < self->connects->len; i++)
    {
      TcpConnect *connect = g_ptr_array_index (self->connects, i);
      guint rank;

      if (!connect->layer->ended)
        fail_connect (self, connect, error);
      rank = lc_outcome_get_rank (connect->layer->outcome, connect->layer->is_local);
      if (deciding != NULL && rank < highest)
        continue;
      highest = rank;
      deciding = connect->layer;
    }
  return deciding;
}

/**
 * lc_tcp_connects_close:
 *
 * Lets go of the sockets, which keep the connection from closing.
 */
void
lc_tcp_connects_close (LcTcpConnects *self)
{
  for (guint i = 0; self->established != NULL && i < self->connects->len; i++)
    {
      TcpConnect *connect = g_ptr_array_index (self->connects, i);

      if (!connect->layer->ended && lc_tcp_socket_is_closed (connect->socket))
        fail_connect (self, connect, NULL);
      else if (!connect->layer->ended)
        lc_web_observer_end_layer (self->observer, connect->layer, LC_OUTCOME_SKIPPED);
    }
  self->established = NULL;
  g_ptr_array_set_size (self->connects, 0);
}

gboolean
lc_tcp_connects_is_empty (LcTcpConnects *self)
{
  return self->connects->len == 0;
}

/* Returns: (transfer none) (nullable): the connect that is used */
const LcConnectionLayer *
lc_tcp_connects_get_established (LcTcpConnects *self)
{
  return self->established != NULL ? self->established->layer : NULL;
}

/* Returns: whether the connect that is used was ended by an RST */
gboolean
lc_tcp_connects_is_reset (LcTcpConnects *self)
{
  return self->established != NULL && lc_tcp_socket_is_closed (self->established->socket);
}
