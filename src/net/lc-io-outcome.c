/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-io-outcome.c: errors of GIO and libsoup as outcomes, in one place.
 *
 * An error alone cannot tell everything: whether a host is unreachable or a
 * filter said so is in the ICMP error, and whether a TLS handshake ended by
 * RST or by FIN is in the state of the socket (see lc-connection-watch.c).
 */
#include "net/lc-io-outcome.h"

#include <libsoup/soup.h>

static LcOutcome
outcome_of_io_error (int code)
{
  switch (code)
    {
    case G_IO_ERROR_CONNECTION_REFUSED:
      return LC_OUTCOME_REFUSED;
    case G_IO_ERROR_PERMISSION_DENIED:
      return LC_OUTCOME_REJECTED;
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
      return LC_OUTCOME_UNREACHABLE;
    case G_IO_ERROR_TIMED_OUT:
      return LC_OUTCOME_NO_ANSWER;
    case G_IO_ERROR_BROKEN_PIPE: /* and G_IO_ERROR_CONNECTION_CLOSED */
      return LC_OUTCOME_RESET;
    case G_IO_ERROR_PARTIAL_INPUT:
    case G_IO_ERROR_NOT_CONNECTED:
    case G_IO_ERROR_CLOSED:
      return LC_OUTCOME_CLOSED;
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return LC_OUTCOME_DENIED;
    case G_IO_ERROR_HOST_NOT_FOUND:
      return LC_OUTCOME_NAME_NOT_FOUND;
    case G_IO_ERROR_TOO_MANY_OPEN_FILES:
    case G_IO_ERROR_NOT_SUPPORTED:
      return LC_OUTCOME_UNAVAILABLE;
    case G_IO_ERROR_CANCELLED:
      return LC_OUTCOME_CANCELLED;
    default:
      return LC_OUTCOME_MALFORMED;
    }
}

static LcOutcome
outcome_of_tls_error (int code)
{
  switch (code)
    {
    case G_TLS_ERROR_BAD_CERTIFICATE:
      return LC_OUTCOME_UNTRUSTED;
    case G_TLS_ERROR_EOF:
    case G_TLS_ERROR_NOT_TLS: /* the peer left before its first message */
      return LC_OUTCOME_CLOSED;
    case G_TLS_ERROR_UNAVAILABLE:
      return LC_OUTCOME_UNAVAILABLE;
    default:
      return LC_OUTCOME_TLS_FAILED;
    }
}

/**
 * lc_io_outcome_from_error:
 * @error: of %G_IO_ERROR, %G_TLS_ERROR, %G_RESOLVER_ERROR or libsoup
 *
 * Returns: what it says about the network; MALFORMED for what libsoup could
 *   not make sense of
 */
LcOutcome
lc_io_outcome_from_error (const GError *error)
{
  if (error->domain == G_IO_ERROR)
    return outcome_of_io_error (error->code);
  if (error->domain == G_TLS_ERROR)
    return outcome_of_tls_error (error->code);
  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    return LC_OUTCOME_NAME_NOT_FOUND;
  if (error->domain == G_RESOLVER_ERROR)
    return LC_OUTCOME_DNS_FAILED;
  return LC_OUTCOME_MALFORMED;
}
