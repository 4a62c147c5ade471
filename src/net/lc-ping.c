/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-ping.c: ICMP echo (RFC 792, RFC 4443) over a datagram socket.
 *
 * Linux lets an unprivileged process open SOCK_DGRAM/IPPROTO_ICMP when
 * net.ipv4.ping_group_range covers one of its groups. Where it does not, that
 * is an outcome (UNAVAILABLE), not a failure of the network. The kernel sets
 * identifier and checksum and hands over only the answers to this socket.
 *
 * Round trips end at the kernel's receive timestamp, so that a busy main loop
 * does not show.
 */
#include "config.h"

#include "net/lc-ping.h"

#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <string.h>
#include <unistd.h>

#include "base/lc-source.h"
#include "net/lc-errno-outcome.h"
#include "net/lc-moment.h"

#define MAX_ERRORS 16 /* failed reads in a row before other sources get a turn */

typedef struct
{
  guint8 type;
  guint8 code;
  guint16 checksum;
  guint16 id;
  guint16 sequence;
  guint64 token; /* random for each run: an old answer cannot be taken for ours */
} EchoPacket;

typedef struct
{
  GSocketFamily family;
  GInetSocketAddress *address;
  GSocket *socket;
  GSource *readable;
  GSource *timer;
  guint count;
  guint interval_ms;
  guint timeout_ms;
  guint n_sent;
  guint n_answered;
  LcMoment *sent;
  gint64 *rtt_us;
  guint64 token;
  LcPing *ping;
} EchoSession;

static void
echo_session_free (EchoSession *session)
{
  lc_source_clear (&session->readable);
  lc_source_clear (&session->timer);
  g_clear_object (&session->socket);
  g_clear_object (&session->address);
  g_clear_pointer (&session->ping, lc_ping_free);
  g_free (session->sent);
  g_free (session->rtt_us);
  g_free (session);
}

/* Ends the task. The sources go first: they hold references to it. */
static void
end_session (GTask *task)
{
  EchoSession *session = g_task_get_task_data (task);
  LcPing *ping = g_steal_pointer (&session->ping);

  lc_source_clear (&session->readable);
  lc_source_clear (&session->timer);

  for (guint i = 0; i < session->n_sent; i++)
    {
      LcEcho echo = { session->sent[i].monotonic_ns / 1000, session->rtt_us[i] };

      g_array_append_val (ping->echoes, echo);
    }
  if (session->n_answered > 0)
    ping->outcome = LC_OUTCOME_ANSWERED;
  else
    ping->kernel_timestamps = FALSE;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      lc_ping_free (ping);
      g_task_return_error_if_cancelled (task);
      return;
    }
  g_task_return_pointer (task, ping, (GDestroyNotify) lc_ping_free);
}

static LcPing *
ping_new (void)
{
  LcPing *self = g_new0 (LcPing, 1);

  self->outcome = LC_OUTCOME_NO_ANSWER;
  self->kernel_timestamps = TRUE;
  self->echoes = g_array_new (FALSE, FALSE, sizeof (LcEcho));
  return self;
}

static void
set_unavailable (LcPing *ping, const char *what, int saved_errno)
{
  ping->outcome = LC_OUTCOME_UNAVAILABLE;
  ping->local = TRUE;
  g_free (ping->reason);
  ping->reason = g_strdup_printf ("%s: %s", what, strerrorname_np (saved_errno));
}

/* What this computer itself says to connect() or send(). */
static void
note_local_error (LcPing *ping, int saved_errno)
{
  ping->outcome = lc_outcome_from_local_errno (saved_errno);
  ping->local = TRUE;
}

static void
read_icmp_errors (EchoSession *session)
{
  LcPing *ping = session->ping;
  LcIcmpError *error = lc_icmp_error_take_from_socket (session->socket);

  if (error == NULL)
    return;
  g_clear_pointer (&ping->icmp_error, lc_icmp_error_free);
  ping->icmp_error = error;
  ping->outcome = lc_icmp_error_get_outcome (error);
  ping->local = error->local;
}

static void
take_reply (EchoSession *session, const EchoPacket *packet, gint64 stamp_ns)
{
  guint8 reply = session->family == G_SOCKET_FAMILY_IPV6 ? ICMP6_ECHO_REPLY : ICMP_ECHOREPLY;
  guint index = g_ntohs (packet->sequence);
  LcMoment seen = lc_moment_now ();
  gboolean from_kernel;

  if (packet->type != reply || packet->token != session->token ||
      index >= session->n_sent || session->rtt_us[index] >= 0)
    return;
  session->rtt_us[index] =
    lc_moment_elapsed_ns (&session->sent[index], 0, &seen, stamp_ns, &from_kernel) / 1000;
  session->n_answered++;
  if (!from_kernel)
    session->ping->kernel_timestamps = FALSE;
}

/* Returns: whether to go on reading */
static gboolean
read_reply (EchoSession *session, guint *n_errors)
{
  EchoPacket packet;
  LcDatagram datagram;

  /* An ICMP error shows up here once, besides in the error queue. */
  if (!lc_datagram_receive (&datagram, g_socket_get_fd (session->socket), &packet, sizeof packet, MSG_DONTWAIT))
    return errno != EAGAIN && ++*n_errors < MAX_ERRORS;
  if (datagram.length == sizeof packet)
    take_reply (session, &packet, datagram.stamp_ns);
  return TRUE;
}

static gboolean
readable_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  EchoSession *session = g_task_get_task_data (task);
  guint n_errors = 0;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      end_session (task);
      return G_SOURCE_REMOVE;
    }

  read_icmp_errors (session);
  while (read_reply (session, &n_errors))
    ;

  if (session->n_answered == session->count)
    {
      end_session (task);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static void
send_echo (EchoSession *session)
{
  EchoPacket packet = {
    .type = session->family == G_SOCKET_FAMILY_IPV6 ? ICMP6_ECHO_REQUEST : ICMP_ECHO,
    .sequence = g_htons (session->n_sent),
    .token = session->token,
  };
  guint index = session->n_sent++;
  int fd = g_socket_get_fd (session->socket);

  session->rtt_us[index] = -1;
  for (guint attempt = 0; attempt < 2; attempt++)
    {
      session->sent[index] = lc_moment_now ();
      if (lc_datagram_send (fd, &packet, sizeof packet, NULL, -1))
        return;
      /* The first error may be that of an earlier echo: the second is this one's. */
      if (attempt == 1)
        note_local_error (session->ping, errno);
    }
}

static void start_timer (GTask *task, guint interval_ms, GSourceFunc callback);

static gboolean
timeout_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  end_session (task);
  return G_SOURCE_REMOVE;
}

static gboolean
next_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  EchoSession *session = g_task_get_task_data (task);

  send_echo (session);
  if (session->n_sent == session->count)
    start_timer (task, session->timeout_ms, timeout_cb);
  else
    start_timer (task, session->interval_ms, next_cb);
  return G_SOURCE_REMOVE;
}

static void
start_timer (GTask *task, guint interval_ms, GSourceFunc callback)
{
  EchoSession *session = g_task_get_task_data (task);

  lc_source_clear (&session->timer);
  session->timer = g_timeout_source_new (interval_ms);
  g_source_set_callback (session->timer, callback, g_object_ref (task), g_object_unref);
  g_source_attach (session->timer, g_task_get_context (task));
}

static int
open_socket (GSocketFamily family)
{
  if (family == G_SOCKET_FAMILY_IPV6)
    return socket (AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_ICMPV6);
  return socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_ICMP);
}

/* Returns: %FALSE when the outcome is known already */
static gboolean
open_and_connect (EchoSession *session)
{
  struct sockaddr_storage native = { 0 };
  gssize native_size = g_socket_address_get_native_size (G_SOCKET_ADDRESS (session->address));
  g_autoptr (GError) error = NULL;
  int fd = open_socket (session->family);

  if (fd < 0)
    {
      set_unavailable (session->ping, "ICMP datagram socket", errno);
      return FALSE;
    }
  session->socket = g_socket_new_from_fd (fd, &error);
  if (session->socket == NULL)
    {
      set_unavailable (session->ping, "ICMP datagram socket", errno);
      close (fd);
      return FALSE;
    }
  g_socket_set_blocking (session->socket, FALSE);
  /* Without these two the figures are coarser and errors are silence. */
  g_socket_set_option (session->socket, SOL_SOCKET, SO_TIMESTAMPNS, TRUE, NULL);
  lc_icmp_error_enable_on_socket (session->socket);
  g_socket_address_to_native (G_SOCKET_ADDRESS (session->address), &native, sizeof native, NULL);
  if (connect (fd, (struct sockaddr *) &native, native_size) < 0)
    {
      note_local_error (session->ping, errno);
      return FALSE;
    }
  return TRUE;
}

void
lc_ping_free (LcPing *self)
{
  g_free (self->reason);
  g_clear_pointer (&self->echoes, g_array_unref);
  g_clear_pointer (&self->icmp_error, lc_icmp_error_free);
  g_free (self);
}

/**
 * lc_ping_async:
 * @address: whom to ask; the port is ignored, the scope of a link-local IPv6
 *   address is not
 * @count: how many echoes, 1 to 1000
 * @interval_ms: between two sendings
 * @timeout_ms: how long to wait after the last one
 *
 * Ends as soon as every echo is answered.
 */
void
lc_ping_async (GInetSocketAddress *address, guint count, guint interval_ms, guint timeout_ms,
               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  EchoSession *session = g_new0 (EchoSession, 1);

  g_return_if_fail (count >= 1 && count <= 1000);

  g_task_set_source_tag (task, lc_ping_async);
  g_task_set_task_data (task, session, (GDestroyNotify) echo_session_free);
  session->address = g_object_ref (address);
  session->family = g_socket_address_get_family (G_SOCKET_ADDRESS (address));
  session->count = count;
  session->interval_ms = interval_ms;
  session->timeout_ms = timeout_ms;
  session->sent = g_new0 (LcMoment, count);
  session->rtt_us = g_new0 (gint64, count);
  session->token = ((guint64) g_random_int () << 32) | g_random_int ();
  session->ping = ping_new ();

  if (g_task_return_error_if_cancelled (task))
    return;
  if (!open_and_connect (session))
    {
      end_session (task);
      return;
    }

  session->readable = g_socket_create_source (session->socket, G_IO_IN | G_IO_ERR, cancellable);
  g_source_set_callback (session->readable, G_SOURCE_FUNC (readable_cb),
                         g_object_ref (task), g_object_unref);
  g_source_attach (session->readable, g_task_get_context (task));

  start_timer (task, 0, next_cb);
}

/**
 * lc_ping_finish:
 *
 * Returns: (transfer full): what was seen; the only error is
 *   %G_IO_ERROR_CANCELLED
 */
LcPing *
lc_ping_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
