/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-connection-watch.c: TCP, proxy and TLS under one SoupMessage.
 *
 * libsoup connects by itself and tells of it through SoupMessage::network-event.
 * Every TCP connect, what a proxy is asked for, and the handshake are layers, of which
 * an LcWebObserver is told. With happy eyeballs there may be several connects; those
 * that lost to a faster one end as skipped.
 *
 * An untrusted certificate is shown and refused. GTls shows it during the handshake,
 * so no request needs to be sent over such a connection to see it.
 *
 * The second descriptor of each TCP socket (lc-tcp-socket.c) is kept until the end. Its
 * error queue is left alone until GIO has let go of the connection, however late that is.
 */
#include "net/lc-connection-watch.h"

#include "net/lc-io-outcome.h"
#include "net/lc-tcp-socket.h"

typedef struct
{
  GObject *connection; /* unowned: GIO's; NULL once GIO has let go of it */
  LcConnectionWatch *watch; /* unowned: owns this */
  GSocket *socket;     /* on a descriptor of our own */
  LcConnectionLayer *layer;
} TcpConnect;

struct _LcConnectionWatch
{
  GObject parent_instance;

  LcWebObserver *observer; /* or NULL */
  SoupMessage *message;
  GPtrArray *connects; /* of TcpConnect */
  TcpConnect *established;
  LcConnectionLayer *proxy; /* once it was asked */
  LcConnectionLayer *tls;   /* once the handshake began */
  guint n_layers;
  gboolean untrusted;
};

G_DEFINE_FINAL_TYPE (LcConnectionWatch, lc_connection_watch, G_TYPE_OBJECT)

static gboolean
is_open (const LcConnectionLayer *layer)
{
  return layer != NULL && !layer->ended;
}

static void
end_layer (LcConnectionWatch *self, LcConnectionLayer *layer, LcOutcome outcome)
{
  layer->ended = TRUE;
  layer->outcome = outcome;
  lc_web_observer_layer_ended (self->observer, layer);
}

/* --- TCP --------------------------------------------------------------- */

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
fail_connect (LcConnectionWatch *self, TcpConnect *connect, const GError *error)
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
  end_layer (self, layer, outcome);
}

/* Whether GIO failed, or gave up because it was faster elsewhere or told to: then the
 * socket still tries, and whoever told it to ends the layer. */
static void
on_let_go (gpointer user_data, GObject *connection)
{
  TcpConnect *connect = user_data;

  connect->connection = NULL;
  if (!connect->layer->ended && lc_tcp_socket_is_closed (connect->socket))
    fail_connect (connect->watch, connect, NULL);
}

static void
on_connecting (LcConnectionWatch *self, GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  TcpConnect *connect;

  if (!G_IS_INET_SOCKET_ADDRESS (remote))
    return;

  connect = g_new0 (TcpConnect, 1);
  connect->watch = self;
  connect->connection = G_OBJECT (connection);
  g_object_weak_ref (connect->connection, on_let_go, connect);
  connect->socket = lc_tcp_socket_dup (g_socket_connection_get_socket (connection));
  if (connect->socket != NULL)
    lc_tcp_socket_set_icmp_reports (connect->socket, TRUE);
  connect->layer = lc_connection_layer_new_tcp (self->n_layers++, G_INET_SOCKET_ADDRESS (remote));
  g_ptr_array_add (self->connects, connect);
  lc_web_observer_layer_began (self->observer, connect->layer);
}

static void
on_connected (LcConnectionWatch *self, GIOStream *connection)
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
          end_layer (self, connect->layer, LC_OUTCOME_ANSWERED);
        }
      else if (!lc_tcp_socket_is_closed (connect->socket))
        {
          end_layer (self, connect->layer, LC_OUTCOME_SKIPPED);
        }
    }
}

/* No address let us in. Returns: the connect that says most of why */
static LcConnectionLayer *
fail_connects (LcConnectionWatch *self, const GError *error)
{
  LcConnectionLayer *deciding = NULL;
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

/* --- the proxy --------------------------------------------------------- */

/* What it is asked for without TLS to the host is an ordinary request. */
static gboolean
asks_proxy_to_connect (LcConnectionWatch *self)
{
  GInetSocketAddress *address = self->established != NULL ? self->established->layer->address : NULL;

  return G_IS_PROXY_ADDRESS (address) &&
         (g_str_equal (g_uri_get_scheme (soup_message_get_uri (self->message)), "https") ||
          g_str_has_prefix (g_proxy_address_get_protocol (G_PROXY_ADDRESS (address)), "socks"));
}

static void
on_asking_proxy (LcConnectionWatch *self)
{
  GUri *uri = soup_message_get_uri (self->message);
  g_autofree char *target = g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri));

  g_clear_pointer (&self->proxy, lc_connection_layer_free);
  self->proxy = lc_connection_layer_new (LC_CONNECTION_PROXY, self->n_layers++, target);
  lc_web_observer_layer_began (self->observer, self->proxy);
}

static void
end_proxy (LcConnectionWatch *self, LcOutcome outcome)
{
  if (is_open (self->proxy))
    end_layer (self, self->proxy, outcome);
}

/* Errors of GIO that are a proxy's answer; "unreachable" is what it says of the host. */
static void
fail_proxy (LcConnectionWatch *self, const GError *error, LcOutcome outcome)
{
  switch (outcome)
    {
    case LC_OUTCOME_REFUSED:
    case LC_OUTCOME_REJECTED:
    case LC_OUTCOME_UNREACHABLE:
      outcome = LC_OUTCOME_DENIED;
      break;
    default:
      break;
    }
  self->proxy->wants_authentication = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH) ||
                                      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED);
  end_proxy (self, outcome);
}

/* --- TLS --------------------------------------------------------------- */

static void
on_handshaking (LcConnectionWatch *self)
{
  end_proxy (self, LC_OUTCOME_ANSWERED);
  g_clear_pointer (&self->tls, lc_connection_layer_free);
  self->tls = lc_connection_layer_new (LC_CONNECTION_TLS, self->n_layers++,
                                       g_uri_get_host (soup_message_get_uri (self->message)));
  lc_web_observer_layer_began (self->observer, self->tls);
}

static void
on_handshaked (LcConnectionWatch *self, GTlsConnection *connection)
{
  GTlsCertificate *certificate = g_tls_connection_get_peer_certificate (connection);

  self->tls->tls = lc_tls_info_new (connection);
  if (certificate != NULL)
    lc_connection_layer_set_certificate (self->tls, certificate,
                                         g_tls_connection_get_peer_certificate_errors (connection));
  end_layer (self, self->tls, LC_OUTCOME_ANSWERED);
}

static gboolean
on_accept_certificate (SoupMessage *message, GTlsCertificate *certificate,
                       GTlsCertificateFlags errors, LcConnectionWatch *self)
{
  self->untrusted = TRUE;
  if (is_open (self->tls))
    {
      lc_connection_layer_set_certificate (self->tls, certificate, errors);
      lc_web_observer_layer_changed (self->observer, self->tls);
    }
  return FALSE;
}

/* --- the whole --------------------------------------------------------- */

static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *stream,
                  LcConnectionWatch *self)
{
  switch (event)
    {
    case G_SOCKET_CLIENT_CONNECTING:
      if (G_IS_SOCKET_CONNECTION (stream))
        on_connecting (self, G_SOCKET_CONNECTION (stream));
      break;
    case G_SOCKET_CLIENT_CONNECTED:
      on_connected (self, stream);
      if (asks_proxy_to_connect (self))
        on_asking_proxy (self);
      break;
    case G_SOCKET_CLIENT_PROXY_NEGOTIATED:
      end_proxy (self, LC_OUTCOME_ANSWERED);
      break;
    case G_SOCKET_CLIENT_TLS_HANDSHAKING:
      if (!is_open (self->tls))
        on_handshaking (self);
      break;
    case G_SOCKET_CLIENT_TLS_HANDSHAKED:
      if (is_open (self->tls) && G_IS_TLS_CONNECTION (stream))
        on_handshaked (self, G_TLS_CONNECTION (stream));
      break;
    default:
      break;
    }
}

static void
lc_connection_watch_dispose (GObject *object)
{
  LcConnectionWatch *self = LC_CONNECTION_WATCH (object);

  lc_connection_watch_close (self);
  g_clear_object (&self->message);
  g_clear_object (&self->observer);
  G_OBJECT_CLASS (lc_connection_watch_parent_class)->dispose (object);
}

static void
lc_connection_watch_finalize (GObject *object)
{
  LcConnectionWatch *self = LC_CONNECTION_WATCH (object);

  g_ptr_array_unref (self->connects);
  g_clear_pointer (&self->proxy, lc_connection_layer_free);
  g_clear_pointer (&self->tls, lc_connection_layer_free);
  G_OBJECT_CLASS (lc_connection_watch_parent_class)->finalize (object);
}

static void
lc_connection_watch_class_init (LcConnectionWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lc_connection_watch_dispose;
  object_class->finalize = lc_connection_watch_finalize;
}

static void
lc_connection_watch_init (LcConnectionWatch *self)
{
  self->connects = g_ptr_array_new_with_free_func (tcp_connect_free);
}

/**
 * lc_connection_watch_new:
 * @message: a message that has not been sent yet; a reused connection has no layers
 * @observer: (nullable): who is told of the layers
 *
 * Returns: (transfer full): a watch that lasts until lc_connection_watch_close()
 */
LcConnectionWatch *
lc_connection_watch_new (SoupMessage *message, LcWebObserver *observer)
{
  LcConnectionWatch *self = g_object_new (LC_TYPE_CONNECTION_WATCH, NULL);

  self->message = g_object_ref (message);
  self->observer = observer != NULL ? g_object_ref (observer) : NULL;
  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), self);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), self);
  return self;
}

/* An error after the connect: RST and FIN look alike in it, not in the socket. */
static LcOutcome
outcome_above_tcp (LcConnectionWatch *self, const GError *error)
{
  LcOutcome outcome = lc_io_outcome_from_error (error);

  if (self->untrusted)
    return LC_OUTCOME_UNTRUSTED;
  if (outcome == LC_OUTCOME_CLOSED && self->established != NULL
      && lc_tcp_socket_is_closed (self->established->socket))
    return LC_OUTCOME_RESET;
  return outcome;
}

/**
 * lc_connection_watch_fail:
 * @error: with which the message failed
 * @layer_failed: (out): whether the failure is that of a layer, which has ended now;
 *   otherwise it belongs to what runs over the connection
 *
 * Returns: the outcome; CANCELLED leaves layers open
 */
LcOutcome
lc_connection_watch_fail (LcConnectionWatch *self, const GError *error, gboolean *layer_failed)
{
  LcConnectionLayer *failed;

  *layer_failed = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return LC_OUTCOME_CANCELLED;

  if (is_open (self->tls))
    {
      failed = self->tls;
      end_layer (self, failed, outcome_above_tcp (self, error));
    }
  else if (is_open (self->proxy))
    {
      failed = self->proxy;
      fail_proxy (self, error, outcome_above_tcp (self, error));
    }
  else if (self->established == NULL && self->connects->len > 0)
    {
      failed = fail_connects (self, error);
    }
  else
    {
      return outcome_above_tcp (self, error);
    }

  *layer_failed = TRUE;
  lc_web_observer_connection_failed (self->observer, failed, error);
  return failed->outcome;
}

/**
 * lc_connection_watch_deny:
 * @answer: the head with which the message was answered
 *
 * A proxy has answered in HTTP that it does not connect: ends its layer. libsoup
 * passes that answer off as the host's, to which nothing was sent.
 *
 * Returns: whether a proxy was being asked
 */
gboolean
lc_connection_watch_deny (LcConnectionWatch *self, const LcHttpHead *answer)
{
  if (!is_open (self->proxy))
    return FALSE;
  self->proxy->proxy_answer = lc_http_head_copy (answer);
  end_proxy (self, LC_OUTCOME_DENIED);
  return TRUE;
}

/**
 * lc_connection_watch_close:
 *
 * Stops watching and lets go of the sockets; call it when the message is done,
 * because they keep the connection from closing.
 */
void
lc_connection_watch_close (LcConnectionWatch *self)
{
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  for (guint i = 0; self->established != NULL && i < self->connects->len; i++)
    {
      TcpConnect *connect = g_ptr_array_index (self->connects, i);

      if (!connect->layer->ended && lc_tcp_socket_is_closed (connect->socket))
        fail_connect (self, connect, NULL);
      else if (!connect->layer->ended)
        end_layer (self, connect->layer, LC_OUTCOME_SKIPPED);
    }
  self->established = NULL;
  g_ptr_array_set_size (self->connects, 0);
}
