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

/* Returns: (nullable): the address in it; %NULL for another family than IPv4 and IPv6 */
static const guint8 *
get_bytes (const struct sockaddr *native)
{
  switch (native->sa_family)
    {
    case AF_INET:
      return (const guint8 *) &((const struct sockaddr_in *) (gconstpointer) native)->sin_addr;
    case AF_INET6:
      return (const guint8 *) &((const struct sockaddr_in6 *) (gconstpointer) native)->sin6_addr;
    default:
      return NULL;
    }
}

static gboolean
has_bytes (GInetAddress *address, const struct sockaddr *other)
{
  if (other == NULL || other->sa_family != (int) g_inet_address_get_family (address))
    return FALSE;
  return memcmp (g_inet_address_to_bytes (address), get_bytes (other), g_inet_address_get_native_size (address)) == 0;
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
 * lc_icmp_error_enable_on_socket:
 * @socket: a socket of IPv4 or IPv6
 *
 * From now on the kernel keeps the ICMP errors that its packets cause.
 */
void
lc_icmp_error_enable_on_socket (GSocket *socket)
{
  if (g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV6)
    g_socket_set_option (socket, IPPROTO_IPV6, IPV6_RECVERR, TRUE, NULL);
  else
    g_socket_set_option (socket, IPPROTO_IP, IP_RECVERR, TRUE, NULL);
}

/**
 * lc_icmp_error_new:
 * @queued: an entry of an error queue
 *
 * Returns: (nullable) (transfer full): %NULL when the entry is not an ICMP
 *   error that says something about the way (a wish for smaller packets does not)
 */
LcIcmpError *
lc_icmp_error_new (const LcQueuedError *queued)
{
  guint8 type = queued->icmp_type;
  const guint8 *bytes;
  LcIcmpError *self;

  if (queued->origin == LC_ERROR_ORIGIN_ICMP)
    {
      if (type != ICMP_DEST_UNREACH && type != ICMP_TIME_EXCEEDED && type != ICMP_PARAMETERPROB)
        return NULL;
      if (type == ICMP_DEST_UNREACH && queued->icmp_code == ICMP_FRAG_NEEDED)
        return NULL;
    }
  else if (queued->origin == LC_ERROR_ORIGIN_ICMP6)
    {
      if (type != ICMP6_DST_UNREACH && type != ICMP6_TIME_EXCEEDED && type != ICMP6_PARAM_PROB)
        return NULL;
    }
  else
    {
      return NULL;
    }

  self = g_new0 (LcIcmpError, 1);
  bytes = get_bytes ((const struct sockaddr *) &queued->offender);
  if (bytes != NULL)
    self->from = g_inet_address_new_from_bytes (bytes, (GSocketFamily) queued->offender.ss_family);
  self->family = queued->origin == LC_ERROR_ORIGIN_ICMP ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;
  self->type = type;
  self->code = queued->icmp_code;
  self->local = self->from != NULL && is_own_address (self->from);
  return self;
}

/**
 * lc_icmp_error_take_from_socket:
 * @socket: one of lc_icmp_error_enable_on_socket(), such as a TCP socket whose
 *   connect just failed
 *
 * Empties the error queue. Never waits, also when the socket blocks.
 *
 * Returns: (nullable) (transfer full): the first ICMP error that was in it
 */
LcIcmpError *
lc_icmp_error_take_from_socket (GSocket *socket)
{
  LcIcmpError *found = NULL;
  LcDatagram datagram;
  char quoted[576];

  for (guint i = 0; i < MAX_QUEUED; i++)
    {
      if (!lc_datagram_receive (&datagram, g_socket_get_fd (socket), quoted, sizeof quoted, MSG_ERRQUEUE))
        break;
      if (found == NULL)
        found = lc_icmp_error_new (&datagram.error);
    }
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
