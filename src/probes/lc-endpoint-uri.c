/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-endpoint-uri.c: the address of an endpoint that speaks HTTP.
 */
#include "probes/lc-endpoint-uri.h"

#include <libsoup/soup.h>

/**
 * lc_endpoint_build_uri:
 * @endpoint: its host, its first port and its path
 *
 * Returns: (transfer full): an https address; an http one when the transport of
 *   that port is plain TCP
 */
GUri *
lc_endpoint_build_uri (const LcEndpoint *endpoint)
{
  const LcServerPort *port = endpoint->ports != NULL && endpoint->ports->len > 0
                               ? &g_array_index (endpoint->ports, LcServerPort, 0)
                               : NULL;
  gboolean plain = port != NULL && port->transport == LC_TRANSPORT_TCP;
  guint16 usual = plain ? 80 : 443;

  return g_uri_build (SOUP_HTTP_URI_FLAGS, plain ? "http" : "https", NULL, endpoint->host,
                      port == NULL || port->port == usual ? -1 : port->port,
                      endpoint->path != NULL ? endpoint->path : "/", NULL, NULL);
}
