/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-connection-layer.c: see lc-connection-layer.h.
 */
#include "net/lc-connection-layer.h"

static char *
format_address (GInetSocketAddress *address)
{
  g_autofree char *host = g_inet_address_to_string (g_inet_socket_address_get_address (address));
  gboolean ipv6 = g_socket_address_get_family (G_SOCKET_ADDRESS (address)) == G_SOCKET_FAMILY_IPV6;

  return g_strdup_printf (ipv6 ? "[%s]:%u/tcp" : "%s:%u/tcp", host,
                          g_inet_socket_address_get_port (address));
}

/**
 * lc_connection_layer_new:
 *
 * Returns: (transfer full): a layer that has begun
 */
LcConnectionLayer *
lc_connection_layer_new (LcConnectionLayerKind kind, guint number, const char *target)
{
  LcConnectionLayer *self = g_new0 (LcConnectionLayer, 1);

  self->kind = kind;
  self->number = number;
  self->target = g_strdup (target);
  self->outcome = LC_OUTCOME_NO_ANSWER;
  return self;
}

/**
 * lc_connection_layer_new_tcp:
 * @address: to which a connect has begun
 *
 * Returns: (transfer full): a layer that has begun
 */
LcConnectionLayer *
lc_connection_layer_new_tcp (guint number, GInetSocketAddress *address)
{
  g_autofree char *target = format_address (address);
  LcConnectionLayer *self = lc_connection_layer_new (LC_CONNECTION_TCP, number, target);

  self->address = g_object_ref (address);
  return self;
}

void
lc_connection_layer_free (LcConnectionLayer *self)
{
  g_free (self->target);
  g_clear_object (&self->address);
  g_clear_pointer (&self->icmp, lc_icmp_error_free);
  g_clear_pointer (&self->proxy_answer, lc_http_head_free);
  g_clear_pointer (&self->tls, lc_tls_info_free);
  g_clear_pointer (&self->certificate, lc_certificate_info_free);
  g_free (self);
}

/**
 * lc_connection_layer_is_to_proxy:
 *
 * Returns: whether it is a TCP connect that leads to a proxy
 */
gboolean
lc_connection_layer_is_to_proxy (const LcConnectionLayer *self)
{
  return self->address != NULL && G_IS_PROXY_ADDRESS (self->address);
}

/**
 * lc_connection_layer_set_certificate:
 * @certificate: what the server showed in the handshake
 * @errors: what GTls has against it
 */
void
lc_connection_layer_set_certificate (LcConnectionLayer *self, GTlsCertificate *certificate,
                                     GTlsCertificateFlags errors)
{
  g_clear_pointer (&self->certificate, lc_certificate_info_free);
  self->certificate = lc_certificate_info_new (certificate, errors);
}
