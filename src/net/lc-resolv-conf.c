/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-resolv-conf.c: name servers of a resolv.conf(5). See lc-resolv-conf.h.
 */
#include "net/lc-resolv-conf.h"

#include <net/if.h>
#include <string.h>

/* As many as the C library takes (MAXNS). */
#define MAX_SERVERS 3

static void
name_server_free (LcNameServer *self)
{
  g_object_unref (self->address);
  g_free (self->link);
  g_free (self);
}

/* Returns: (nullable) (transfer full): what stands behind "nameserver" */
static LcNameServer *
parse_server (const char *text)
{
  const char *percent = strchr (text, '%');
  g_autofree char *address_text = percent != NULL ? g_strndup (text, percent - text) : g_strdup (text);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (address_text);
  LcNameServer *self;

  if (address == NULL)
    return NULL;
  self = g_new0 (LcNameServer, 1);
  self->address = g_steal_pointer (&address);
  if (percent != NULL && g_inet_address_get_family (self->address) == G_SOCKET_FAMILY_IPV6 &&
      g_inet_address_get_is_link_local (self->address))
    self->link = g_strdup (percent + 1);
  return self;
}

/**
 * lc_resolv_conf_parse:
 * @text: what a resolv.conf says
 *
 * Returns: (transfer full) (element-type LcNameServer): in the order in which
 *   they are asked; lines that are no "nameserver ADDRESS" are passed over
 */
GPtrArray *
lc_resolv_conf_parse (const char *text)
{
  GPtrArray *servers = g_ptr_array_new_with_free_func ((GDestroyNotify) name_server_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL && servers->len < MAX_SERVERS; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (g_strstrip (lines[i]), " \t", 2);
      LcNameServer *server;

      if (g_strcmp0 (words[0], "nameserver") != 0 || words[1] == NULL)
        continue;
      server = parse_server (g_strstrip (words[1]));
      if (server != NULL)
        g_ptr_array_add (servers, server);
    }
  return servers;
}

/**
 * lc_name_server_get_scope_id:
 * @self: a server
 *
 * Returns: the index of its link now, 0 without one or when it is gone
 */
guint32
lc_name_server_get_scope_id (const LcNameServer *self)
{
  guint64 number;

  if (self->link == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (self->link, 10, 1, G_MAXUINT32, &number, NULL))
    return (guint32) number;
  return if_nametoindex (self->link);
}

/**
 * lc_name_server_to_string:
 * @self: a server
 *
 * Returns: (transfer full): "192.0.2.53", "fe80::1%eth0"
 */
char *
lc_name_server_to_string (const LcNameServer *self)
{
  g_autofree char *address = g_inet_address_to_string (self->address);

  return self->link != NULL ? g_strdup_printf ("%s%%%s", address, self->link) : g_steal_pointer (&address);
}
