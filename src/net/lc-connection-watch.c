/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-connection-watch.c: TCP, proxy and TLS under one SoupMessage.
 *
 * libsoup connects by itself and tells of it through SoupMessage::network-event.
 * Every TCP connect, what a proxy is asked for, and the handshake are layers, of which
 * an LcWebObserver is told. With happy eyeballs there may be several connects
 * (lc-tcp-connects.c).
 *
 * An untrusted certificate is shown and refused. GTls shows it during the handshake,
 * so no request needs to be sent over such a connection to see it.
 */
#include "net/lc-connection-watch.h"

#include "net/lc-io-outcome.h"
#include "net/lc-tcp-connects.h"

struct _LcConnectionWatch
{
  GObject parent_instance;

  LcWebObserver *observer; /* or NULL */
  SoupMessage *message;
  LcTcpConnects *connects;
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

/* --- the proxy --------------------------------------------------------- */

/* What it is asked for without TLS to the host is an ordinary request. */
static gboolean
asks_proxy_to_connect (LcConnectionWatch *self)
{
  const LcConnectionLayer *tcp = lc_tcp_connects_get_established (self->connects);

  return tcp != NULL && lc_connection_layer_is_to_proxy (tcp) &&
         (g_str_equal (g_uri_get_scheme (soup_message_get_uri (self->message)), "https") ||
          g_str_has_prefix (g_proxy_address_get_protocol (G_PROXY_ADDRESS (tcp->address)), "socks"));
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
    lc_web_observer_end_layer (self->observer, self->proxy, outcome);
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
  lc_web_observer_end_layer (self->observer, self->tls, LC_OUTCOME_ANSWERED);
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
      if (G_IS_SOCKET_CONNECTION (stream)
          && lc_tcp_connects_begin (self->connects, self->n_layers, G_SOCKET_CONNECTION (stream)))
        self->n_layers++;
      break;
    case G_SOCKET_CLIENT_CONNECTED:
      lc_tcp_connects_choose (self->connects, stream);
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

  lc_tcp_connects_free (self->connects);
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
  self->connects = lc_tcp_connects_new (observer);
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
  if (outcome == LC_OUTCOME_CLOSED && lc_tcp_connects_is_reset (self->connects))
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
  const LcConnectionLayer *failed;

  *layer_failed = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return LC_OUTCOME_CANCELLED;

  if (is_open (self->tls))
    {
      failed = self->tls;
      lc_web_observer_end_layer (self->observer, self->tls, outcome_above_tcp (self, error));
    }
  else if (is_open (self->proxy))
    {
      failed = self->proxy;
      fail_proxy (self, error, outcome_above_tcp (self, error));
    }
  else if (lc_tcp_connects_get_established (self->connects) == NULL
           && !lc_tcp_connects_is_empty (self->connects))
    {
      failed = lc_tcp_connects_fail (self->connects, error);
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
  lc_tcp_connects_close (self->connects);
}
