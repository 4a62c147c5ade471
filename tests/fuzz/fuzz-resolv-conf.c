/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz-resolv-conf.c: any bytes as the list of name servers, part of which a network
 * tells (DHCP, router advertisements). What is read keeps the promises of
 * lc-resolv-conf.h.
 */
#include <string.h>

#include "net/lc-resolv-conf.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GPtrArray) servers = lc_resolv_conf_parse (text);

  for (guint i = 0; i < servers->len; i++)
    {
      const LcNameServer *server = g_ptr_array_index (servers, i);
      g_autofree char *shown = lc_name_server_to_string (server);

      g_assert_nonnull (server->address);
      g_assert_cmpuint (strlen (shown), >, 0);
      if (server->link != NULL)
        {
          g_assert_true (g_inet_address_get_is_link_local (server->address));
          g_assert_cmpint (g_inet_address_get_family (server->address), ==, G_SOCKET_FAMILY_IPV6);
        }
      lc_name_server_get_scope_id (server);
    }
  return 0;
}
