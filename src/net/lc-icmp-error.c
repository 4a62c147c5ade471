/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-icmp-error.c: what an ICMP error says about the way to a host.
 *
 * An unprivileged process learns of them through the error queue of its own
 * sockets (IP_RECVERR, see ip(7)); the kernel puts nothing there but errors
 * that quote a packet of that very socket.
 */
#include "net/lc-icmp-error.h"

#include <ifaddrs.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <string.h>

#define MAX_QUEUED 16 /* entries read from one error queue before giving up */

static gboolean
has_bytes (GInetAddress *address, const struct sockaddr *other)
{
  gconstpointer bytes;

  if (other == NULL || other->sa_family != (int) g_inet_address_get_family (address))
    return FALSE;
  if (other->sa_family == AF_INET6)
    bytes = &((const struct sockaddr_in6 *) (gconstpointer) other)->sin6_addr;
  else
    bytes = &((const struct sockaddr_in *) (gconstpointer) other)->sin_addr;
  return memcmp (g_inet_address_to_bytes (address), bytes, g_inet_address_get_native_size (address)) == 0;
}

/* What comes from loopback is said by the one that was asked there. */
static gboolean
is_own_address (GInetAddress *address)
{
  struct ifaddrs *list = NULL;
  gboolean found = FALSE;

  if (g_inet_address_get_is_loopback (address) || getifaddrs (&list) != 0)
    return FALSE;
  for (const struct ifaddrs *entry = list; entry != NULL && !found; entry = entry->ifa_next)
    found = has_bytes (address, entry->ifa_addr);
  freeifaddrs (list);
  return found;
}

/**
 * lc_icmp_error_new_from_message:
 * @message: an entry of an error queue
 *
 * Returns: (nullable) (transfer full): %NULL when the entry is not an ICMP
 *   error that says something about the way (a wish for smaller packets does not)
 */
LcIcmpError *
lc_icmp_error_new_from_message (LcErrorQueueMessage *message)
{
  LcErrorOrigin origin = lc_error_queue_message_get_origin (message);
  GInetAddress *offender = lc_error_queue_message_get_offender (message);
  guint8 type = lc_error_queue_message_get_icmp_type (message);
  guint8 code = lc_error_queue_message_get_icmp_code (message);
  LcIcmpError *self;

  if (origin == LC_ERROR_ORIGIN_ICMP)
    {
      if (type != ICMP_DEST_UNREACH && type != ICMP_TIME_EXCEEDED && type != ICMP_PARAMETERPROB)
        return NULL;
      if (type == ICMP_DEST_UNREACH && code == ICMP_FRAG_NEEDED)
        return NULL;
    }
  else if (origin == LC_ERROR_ORIGIN_ICMP6)
    {
      if (type != ICMP6_DST_UNREACH && type != ICMP6_TIME_EXCEEDED && type != ICMP6_PARAM_PROB)
        return NULL;
    }
  else
    {
      return NULL;
    }

  self = g_new0 (LcIcmpError, 1);
  self->from = offender != NULL ? g_object_ref (offender) : NULL;
  self->family = origin == LC_ERROR_ORIGIN_ICMP ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;
  self->type = type;
  self->code = code;
  self->local = offender != NULL && is_own_address (offender);
  return self;
}

/**
 * lc_icmp_error_take_from_socket:
 * @socket: a socket with IP_RECVERR or IPV6_RECVERR, such as a TCP socket whose
 *   connect just failed
 *
 * Empties the error queue. Never waits, also when the socket blocks: a blocking
 * GSocket would wait for more, for ever.
 *
 * Returns: (nullable) (transfer full): the first ICMP error that was in it
 */
LcIcmpError *
lc_icmp_error_take_from_socket (GSocket *socket)
{
  LcIcmpError *found = NULL;
  gboolean was_blocking = g_socket_get_blocking (socket);

  lc_control_messages_ensure ();
  g_socket_set_blocking (socket, FALSE);
  for (guint i = 0; i < MAX_QUEUED; i++)
    {
      char buffer[576];
      GInputVector vector = { buffer, sizeof buffer };
      GSocketControlMessage **messages = NULL;
      int n_messages = 0;
      int flags = MSG_ERRQUEUE;
      gssize size = g_socket_receive_message (socket, NULL, &vector, 1, &messages, &n_messages,
                                              &flags, NULL, NULL);

      for (int j = 0; j < n_messages; j++)
        {
          if (found == NULL && LC_IS_ERROR_QUEUE_MESSAGE (messages[j]))
            found = lc_icmp_error_new_from_message (LC_ERROR_QUEUE_MESSAGE (messages[j]));
          g_object_unref (messages[j]);
        }
      g_free (messages);
      if (size < 0)
        break;
    }
  g_socket_set_blocking (socket, was_blocking);
  return found;
}

LcIcmpError *
lc_icmp_error_copy (const LcIcmpError *self)
{
  LcIcmpError *copy;

  if (self == NULL)
    return NULL;
  copy = g_memdup2 (self, sizeof *self);
  if (copy->from != NULL)
    g_object_ref (copy->from);
  return copy;
}

void
lc_icmp_error_free (LcIcmpError *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->from);
  g_free (self);
}

/**
 * lc_icmp_error_get_outcome:
 *
 * Returns: %LC_OUTCOME_REFUSED for an unreachable port or protocol,
 *   %LC_OUTCOME_REJECTED for "administratively prohibited" and its kin,
 *   %LC_OUTCOME_UNREACHABLE for everything else (RFC 1812 5.2.7.1, RFC 4443 3.1)
 */
LcOutcome
lc_icmp_error_get_outcome (const LcIcmpError *self)
{
  if (self->family == G_SOCKET_FAMILY_IPV4 && self->type == ICMP_DEST_UNREACH)
    {
      switch (self->code)
        {
        case ICMP_PROT_UNREACH:
        case ICMP_PORT_UNREACH:
          return LC_OUTCOME_REFUSED;
        case ICMP_NET_ANO:
        case ICMP_HOST_ANO:
        case ICMP_PKT_FILTERED:
          return LC_OUTCOME_REJECTED;
        default:
          return LC_OUTCOME_UNREACHABLE;
        }
    }
  if (self->family == G_SOCKET_FAMILY_IPV6 && self->type == ICMP6_DST_UNREACH)
    {
      switch (self->code)
        {
        case ICMP6_DST_UNREACH_NOPORT:
          return LC_OUTCOME_REFUSED;
        case ICMP6_DST_UNREACH_ADMIN:
        case 5: /* source address failed ingress/egress policy */
        case 6: /* reject route to destination */
          return LC_OUTCOME_REJECTED;
        default:
          return LC_OUTCOME_UNREACHABLE;
        }
    }
  return LC_OUTCOME_UNREACHABLE;
}

/**
 * lc_icmp_error_is_final:
 *
 * Returns: %FALSE when the error may pass by itself (a route that flaps), so
 *   that asking once more is worth it (RFC 1122 4.2.3.9: soft errors)
 */
gboolean
lc_icmp_error_is_final (const LcIcmpError *self)
{
  return lc_icmp_error_get_outcome (self) != LC_OUTCOME_UNREACHABLE;
}

/**
 * lc_icmp_error_is_local:
 * @self: (nullable): an error
 *
 * Returns: whether this computer told itself
 */
gboolean
lc_icmp_error_is_local (const LcIcmpError *self)
{
  return self != NULL && self->local;
}

/* Writes the facts icmp_from, or local where this computer told itself, icmp_type and icmp_code. */
void
lc_icmp_error_record (const LcIcmpError *self, LcFacts *facts)
{
  if (self->local)
    {
      lc_facts_set_bool (facts, LC_FACT_LOCAL, TRUE);
    }
  else if (self->from != NULL)
    {
      g_autofree char *from = g_inet_address_to_string (self->from);

      lc_facts_set_string (facts, LC_FACT_ICMP_FROM, from);
    }
  lc_facts_set_int (facts, LC_FACT_ICMP_TYPE, self->type);
  lc_facts_set_int (facts, LC_FACT_ICMP_CODE, self->code);
}
