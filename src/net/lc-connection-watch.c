/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-connection-watch.c: TCP, proxy and TLS under one SoupMessage, as steps.
 *
 * libsoup connects by itself and tells of it through SoupMessage::network-event.
 * Every TCP connect becomes a step "tcp" whose target is the very address, the
 * handshake a step "tls". With happy eyeballs there may be several connects;
 * those that lost to a faster one end as skipped, reason "superseded".
 *
 * Where a proxy stands between, the steps "tcp" lead to it (fact is_proxy), and
 * what it is asked for in the open (CONNECT of RFC 9110 9.3.6, or SOCKS) is a step
 * "proxy", whose target is the host that it should connect to. When it says no,
 * that step is denied, reason "authentication" when it wants to know who asks.
 *
 * An untrusted certificate is written down and refused. GTls shows it during
 * the handshake, so no request needs to be sent over such a connection to see it.
 *
 * A second descriptor of each TCP socket is kept until the end: after GIO has
 * closed its own, TCP_INFO still tells an RST from a FIN, and the error queue
 * (IP_RECVERR, ip(7)) which ICMP error ended a connect. Reading that queue clears
 * SO_ERROR, from which GIO learns that a connect failed: it is left alone until GIO
 * has let go of the connection, however late that is.
 */
#include "net/lc-connection-watch.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

#include "net/lc-icmp-error.h"
#include "probes/lc-icmp-record.h"
#include "net/lc-io-outcome.h"
#include "net/lc-tls-info.h"

#define NO_STEP G_MAXUINT

typedef struct
{
  GObject *connection; /* unowned: GIO's; NULL once GIO has let go of it */
  LcConnectionWatch *watch; /* unowned: owns this */
  GSocket *socket;     /* on a descriptor of our own */
  GInetSocketAddress *address;
  guint step;
  LcFacts *facts; /* inside an outer step, which they reach only if they explain its end; or NULL */
  gboolean ended;
  LcOutcome outcome; /* once ended */
} Attempt;

struct _LcConnectionWatch
{
  GObject parent_instance;

  LcRecorder *recorder;
  SoupMessage *message;
  guint outer_step; /* facts go there and no step is made; or NO_STEP */
  GPtrArray *attempts; /* of Attempt */
  Attempt *established;
  guint proxy_step;
  gboolean in_proxy;
  guint tls_step;
  gboolean in_tls;
  gboolean untrusted;
};

G_DEFINE_FINAL_TYPE (LcConnectionWatch, lc_connection_watch, G_TYPE_OBJECT)

/* --- what a socket tells ----------------------------------------------- */

static gboolean
get_tcp_info (GSocket *socket, struct tcp_info *info)
{
  socklen_t size = sizeof *info;

  memset (info, 0, sizeof *info);
  return socket != NULL
         && getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, info, &size) == 0;
}

static gboolean
is_dead (GSocket *socket)
{
  struct tcp_info info;

  return get_tcp_info (socket, &info) && info.tcpi_state == TCP_CLOSE;
}

/* A round trip was measured, so there was a SYN-ACK. */
static gboolean
was_established (GSocket *socket)
{
  struct tcp_info info;

  return get_tcp_info (socket, &info) && info.tcpi_rtt != 0;
}

static void
set_icmp_reports (GSocket *socket, gboolean wanted)
{
  if (g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV6)
    g_socket_set_option (socket, IPPROTO_IPV6, IPV6_RECVERR, wanted, NULL);
  g_socket_set_option (socket, IPPROTO_IP, IP_RECVERR, wanted, NULL);
}

static GSocket *
dup_socket (GSocket *socket)
{
  int fd = fcntl (g_socket_get_fd (socket), F_DUPFD_CLOEXEC, 0);
  GSocket *copy = fd >= 0 ? g_socket_new_from_fd (fd, NULL) : NULL;

  if (copy == NULL && fd >= 0)
    close (fd);
  if (copy != NULL)
    g_socket_set_blocking (copy, FALSE);
  return copy;
}

/* Connecting a UDP socket sends nothing, but asks for the route. */
static LcOutcome
ask_route (GInetSocketAddress *address)
{
  g_autoptr (GSocket) socket = g_socket_new (
    g_socket_address_get_family (G_SOCKET_ADDRESS (address)), G_SOCKET_TYPE_DATAGRAM,
    G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GError) error = NULL;

  if (socket == NULL || g_socket_connect (socket, G_SOCKET_ADDRESS (address), NULL, &error))
    return LC_OUTCOME_ANSWERED;
  return lc_io_outcome_from_error (error);
}

/* --- attempts ---------------------------------------------------------- */

static void on_let_go (gpointer user_data, GObject *connection);

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  if (attempt->connection != NULL)
    g_object_weak_unref (attempt->connection, on_let_go, attempt);
  g_clear_object (&attempt->socket);
  g_clear_object (&attempt->address);
  g_clear_pointer (&attempt->facts, lc_facts_unref);
  g_free (attempt);
}

static char *
format_address (GInetSocketAddress *address)
{
  g_autofree char *host = g_inet_address_to_string (g_inet_socket_address_get_address (address));
  gboolean ipv6 = g_socket_address_get_family (G_SOCKET_ADDRESS (address)) == G_SOCKET_FAMILY_IPV6;

  return g_strdup_printf (ipv6 ? "[%s]:%u/tcp" : "%s:%u/tcp", host,
                          g_inet_socket_address_get_port (address));
}

static LcFacts *
get_facts (LcConnectionWatch *self, guint step)
{
  return lc_recorder_get_step_facts (self->recorder,
                                     self->outer_step != NO_STEP ? self->outer_step : step);
}

static LcFacts *
get_attempt_facts (LcConnectionWatch *self, Attempt *attempt)
{
  return attempt->facts != NULL ? attempt->facts : get_facts (self, attempt->step);
}

/* Where the way inside an outer step ends, unless it gets farther: said at once, since a
 * deadline tells nobody. */
static void
enter_layer (LcConnectionWatch *self, const char *layer)
{
  if (self->outer_step != NO_STEP)
    lc_facts_set_string (get_facts (self, self->outer_step), LC_FACT_FAILED_LAYER, layer);
}

static guint
begin_step (LcConnectionWatch *self, const char *name, const char *target)
{
  return self->outer_step != NO_STEP ? NO_STEP
                                     : lc_recorder_begin_step (self->recorder, name, target);
}

static void
end_step (LcConnectionWatch *self, guint step, LcOutcome outcome)
{
  if (step != NO_STEP)
    lc_recorder_end_step (self->recorder, step, outcome);
}

static void
end_attempt (LcConnectionWatch *self, Attempt *attempt, LcOutcome outcome)
{
  attempt->ended = TRUE;
  attempt->outcome = outcome;
  end_step (self, attempt->step, outcome);
}

/* GIO is done with the connect, which was no success: by what did it end? */
static void
fail_attempt (LcConnectionWatch *self, Attempt *attempt, const GError *error)
{
  g_autoptr (LcIcmpError) icmp = NULL;
  LcFacts *facts = get_attempt_facts (self, attempt);
  LcOutcome outcome;

  if (attempt->socket != NULL)
    icmp = lc_icmp_error_take_from_socket (attempt->socket);

  if (icmp != NULL)
    {
      outcome = lc_icmp_error_get_outcome (icmp);
      lc_icmp_error_record (icmp, facts);
    }
  else if (was_established (attempt->socket))
    {
      outcome = LC_OUTCOME_RESET; /* right after it had been accepted */
    }
  else
    {
      LcOutcome route = ask_route (attempt->address);

      outcome = error != NULL ? lc_io_outcome_from_error (error) : route;
      if (outcome == LC_OUTCOME_ANSWERED)
        outcome = LC_OUTCOME_REFUSED;
      if (route != LC_OUTCOME_ANSWERED)
        lc_facts_set_bool (facts, LC_FACT_LOCAL, TRUE);
    }
  end_attempt (self, attempt, outcome);
}

/* Another address was faster. */
static void
supersede_attempt (LcConnectionWatch *self, Attempt *attempt)
{
  lc_facts_set_string (get_attempt_facts (self, attempt), LC_FACT_REASON, "superseded");
  end_attempt (self, attempt, LC_OUTCOME_SKIPPED);
}

/* Whether GIO failed, or gave up because it was faster elsewhere or told to: then the
 * socket still tries, and whoever told it to ends the step. */
static void
on_let_go (gpointer user_data, GObject *connection)
{
  Attempt *attempt = user_data;

  attempt->connection = NULL;
  if (!attempt->ended && is_dead (attempt->socket))
    fail_attempt (attempt->watch, attempt, NULL);
}

static void
on_connecting (LcConnectionWatch *self, GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  g_autofree char *target = NULL;
  g_autofree char *host = NULL;
  LcFacts *facts;
  Attempt *attempt;

  if (!G_IS_INET_SOCKET_ADDRESS (remote))
    return;

  attempt = g_new0 (Attempt, 1);
  attempt->watch = self;
  attempt->connection = G_OBJECT (connection);
  g_object_weak_ref (attempt->connection, on_let_go, attempt);
  attempt->address = G_INET_SOCKET_ADDRESS (g_steal_pointer (&remote));
  attempt->socket = dup_socket (g_socket_connection_get_socket (connection));
  if (attempt->socket != NULL)
    set_icmp_reports (attempt->socket, TRUE);
  target = format_address (attempt->address);
  attempt->step = begin_step (self, "tcp", target);
  attempt->facts = self->outer_step != NO_STEP ? lc_facts_new () : NULL;
  facts = get_attempt_facts (self, attempt);
  host = g_inet_address_to_string (g_inet_socket_address_get_address (attempt->address));
  lc_facts_set_string (facts, LC_FACT_ADDRESS, host);
  if (G_IS_PROXY_ADDRESS (attempt->address))
    lc_facts_set_bool (facts, LC_FACT_IS_PROXY, TRUE);
  if (attempt->facts != NULL)
    lc_facts_add (get_facts (self, attempt->step), attempt->facts);
  g_ptr_array_add (self->attempts, attempt);
}

static void
on_connected (LcConnectionWatch *self, GIOStream *connection)
{
  for (guint i = 0; i < self->attempts->len; i++)
    {
      Attempt *attempt = g_ptr_array_index (self->attempts, i);

      if (attempt->ended)
        continue;
      if (attempt->connection == G_OBJECT (connection))
        {
          /* Established connections must outlive passing ICMP errors (RFC 1122 4.2.3.9). */
          if (attempt->socket != NULL)
            set_icmp_reports (attempt->socket, FALSE);
          self->established = attempt;
          if (attempt->facts != NULL)
            lc_facts_add (get_facts (self, attempt->step), attempt->facts);
          end_attempt (self, attempt, LC_OUTCOME_ANSWERED);
          enter_layer (self, "http");
        }
      else if (!is_dead (attempt->socket))
        {
          supersede_attempt (self, attempt);
        }
    }
}

/* --- the proxy --------------------------------------------------------- */

/* What it is asked for without TLS to the host is an ordinary request. */
static gboolean
asks_proxy_to_connect (LcConnectionWatch *self)
{
  GInetSocketAddress *address = self->established != NULL ? self->established->address : NULL;

  return G_IS_PROXY_ADDRESS (address) &&
         (g_str_equal (g_uri_get_scheme (soup_message_get_uri (self->message)), "https") ||
          g_str_has_prefix (g_proxy_address_get_protocol (G_PROXY_ADDRESS (address)), "socks"));
}

static void
on_asking_proxy (LcConnectionWatch *self)
{
  GUri *uri = soup_message_get_uri (self->message);
  g_autofree char *target = g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri));

  self->in_proxy = TRUE;
  enter_layer (self, "proxy");
  self->proxy_step = begin_step (self, "proxy", target);
}

static void
end_proxy (LcConnectionWatch *self, LcOutcome outcome)
{
  if (!self->in_proxy)
    return;
  self->in_proxy = FALSE;
  end_step (self, self->proxy_step, outcome);
  if (outcome == LC_OUTCOME_ANSWERED)
    enter_layer (self, "http");
}

/* Errors of GIO that are a proxy's answer; "unreachable" is what it says of the host. */
static LcOutcome
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
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED))
    lc_facts_set_string (get_facts (self, self->proxy_step), LC_FACT_REASON, "authentication");
  end_proxy (self, outcome);
  return outcome;
}

/* --- TLS --------------------------------------------------------------- */

static void
on_handshaking (LcConnectionWatch *self)
{
  end_proxy (self, LC_OUTCOME_ANSWERED);
  self->in_tls = TRUE;
  enter_layer (self, "tls");
  self->tls_step = begin_step (self, "tls", g_uri_get_host (soup_message_get_uri (self->message)));
}

static void
on_handshaked (LcConnectionWatch *self, GTlsConnection *connection)
{
  GTlsCertificate *certificate = g_tls_connection_get_peer_certificate (connection);
  LcFacts *facts = get_facts (self, self->tls_step);

  lc_tls_info_describe_connection (connection, facts);
  if (certificate != NULL)
    lc_tls_info_describe_certificate (certificate,
                                      g_tls_connection_get_peer_certificate_errors (connection),
                                      facts);
  self->in_tls = FALSE;
  end_step (self, self->tls_step, LC_OUTCOME_ANSWERED);
  enter_layer (self, "http");
}

static gboolean
on_accept_certificate (SoupMessage *message, GTlsCertificate *certificate,
                       GTlsCertificateFlags errors, LcConnectionWatch *self)
{
  self->untrusted = TRUE;
  lc_tls_info_describe_certificate (certificate, errors, get_facts (self, self->tls_step));
  return FALSE;
}

static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *stream,
                  LcConnectionWatch *self)
{
  if (lc_recorder_is_finished (self->recorder))
    return;

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
      if (!self->in_tls)
        on_handshaking (self);
      break;
    case G_SOCKET_CLIENT_TLS_HANDSHAKED:
      if (self->in_tls && G_IS_TLS_CONNECTION (stream))
        on_handshaked (self, G_TLS_CONNECTION (stream));
      break;
    default:
      break;
    }
}

/* --- the object -------------------------------------------------------- */

static void
lc_connection_watch_dispose (GObject *object)
{
  LcConnectionWatch *self = LC_CONNECTION_WATCH (object);

  lc_connection_watch_close (self);
  g_clear_object (&self->message);
  g_clear_object (&self->recorder);
  G_OBJECT_CLASS (lc_connection_watch_parent_class)->dispose (object);
}

static void
lc_connection_watch_finalize (GObject *object)
{
  LcConnectionWatch *self = LC_CONNECTION_WATCH (object);

  g_ptr_array_unref (self->attempts);
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
  self->attempts = g_ptr_array_new_with_free_func (attempt_free);
}

/**
 * lc_connection_watch_new:
 * @recorder: where the steps "tcp" and "tls" go
 * @message: a message that has not been sent yet; a reused connection yields no steps
 */
LcConnectionWatch *
lc_connection_watch_new (LcRecorder *recorder, SoupMessage *message)
{
  return lc_connection_watch_new_inside_step (recorder, message, NO_STEP);
}

/**
 * lc_connection_watch_new_inside_step:
 * @step: an open step of a higher layer, which gets the facts instead, and the fact
 *   failed_layer ("tcp", "proxy", "tls", "http"): how far it got
 */
LcConnectionWatch *
lc_connection_watch_new_inside_step (LcRecorder *recorder, SoupMessage *message, guint step)
{
  LcConnectionWatch *self = g_object_new (LC_TYPE_CONNECTION_WATCH, NULL);

  self->recorder = g_object_ref (recorder);
  self->message = g_object_ref (message);
  self->outer_step = step;
  enter_layer (self, "tcp");
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
      && is_dead (self->established->socket))
    return LC_OUTCOME_RESET;
  return outcome;
}

/* No address let us in. Returns: of the attempt that says most of why */
static LcOutcome
fail_attempts (LcConnectionWatch *self, const GError *error)
{
  Attempt *deciding = NULL;
  guint highest = 0;

  for (guint i = 0; i < self->attempts->len; i++)
    {
      Attempt *attempt = g_ptr_array_index (self->attempts, i);
      guint rank;

      if (!attempt->ended)
        fail_attempt (self, attempt, error);
      rank = lc_outcome_get_rank (attempt->outcome,
                                  lc_facts_get_bool (get_attempt_facts (self, attempt), LC_FACT_LOCAL));
      if (deciding != NULL && rank < highest)
        continue;
      highest = rank;
      deciding = attempt;
    }
  if (deciding->facts != NULL)
    lc_facts_add (get_facts (self, deciding->step), deciding->facts);
  return deciding->outcome;
}

/**
 * lc_connection_watch_fail:
 * @error: with which the message failed
 * @layer_recorded: (out): whether the failure is that of a step "tcp", "proxy" or
 *   "tls", which has been ended; otherwise it belongs to what runs over the connection
 *
 * Returns: the outcome; CANCELLED leaves open steps to the recorder
 */
LcOutcome
lc_connection_watch_fail (LcConnectionWatch *self, const GError *error, gboolean *layer_recorded)
{
  LcOutcome outcome = lc_io_outcome_from_error (error);
  guint step = NO_STEP;

  *layer_recorded = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return LC_OUTCOME_CANCELLED;

  if (self->in_tls)
    {
      step = self->tls_step;
      outcome = outcome_above_tcp (self, error);
      self->in_tls = FALSE;
      end_step (self, step, outcome);
    }
  else if (self->in_proxy)
    {
      step = self->proxy_step;
      outcome = fail_proxy (self, error, outcome_above_tcp (self, error));
    }
  else if (self->established == NULL && self->attempts->len > 0)
    {
      outcome = fail_attempts (self, error);
      step = ((Attempt *) g_ptr_array_index (self->attempts, self->attempts->len - 1))->step;
    }
  else
    {
      return outcome_above_tcp (self, error);
    }

  *layer_recorded = self->outer_step == NO_STEP;
  lc_io_outcome_describe (error, get_facts (self, step));
  return outcome;
}

/**
 * lc_connection_watch_deny:
 *
 * A proxy has answered in HTTP that it does not connect: ends its step. libsoup
 * passes that answer off as the host's, to which nothing was sent.
 *
 * Returns: (transfer none) (nullable): where the facts of the answer go; %NULL when
 *   no proxy was being asked
 */
LcFacts *
lc_connection_watch_deny (LcConnectionWatch *self)
{
  LcFacts *facts;

  if (!self->in_proxy)
    return NULL;
  facts = get_facts (self, self->proxy_step);
  end_proxy (self, LC_OUTCOME_DENIED);
  return facts;
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
  for (guint i = 0; self->established != NULL && i < self->attempts->len; i++)
    {
      Attempt *attempt = g_ptr_array_index (self->attempts, i);

      if (!attempt->ended && is_dead (attempt->socket))
        fail_attempt (self, attempt, NULL);
      else if (!attempt->ended)
        supersede_attempt (self, attempt);
    }
  self->established = NULL;
  g_ptr_array_set_size (self->attempts, 0);
}
