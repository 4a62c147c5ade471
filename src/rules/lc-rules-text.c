/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-text.c: see lc-rules-text.h.
 */
#include "rules/lc-rules-text.h"

#include <string.h>

/* Nothing that any console, shell or configuration takes for its own: no quotes,
 * no "$", "`", "\", "?", "!" or "#". */
#define HARMLESS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:/+-"

const char *
lc_rules_get_protocol (LcTransport transport)
{
  return transport == LC_TRANSPORT_UDP ? "udp" : "tcp";
}

/**
 * lc_rules_dup_ports:
 * @separator: what the format has between the first and the last
 *
 * Returns: (transfer full): "443", or "10000-20000"
 */
char *
lc_rules_dup_ports (LcPortRange ports, const char *separator)
{
  if (ports.first == ports.last)
    return g_strdup_printf ("%u", ports.first);
  return g_strdup_printf ("%u%s%u", ports.first, separator, ports.last);
}

/**
 * lc_rules_is_any_port:
 *
 * Returns: whether a rule need not say these ports
 */
gboolean
lc_rules_is_any_port (LcPortRange ports)
{
  return ports.first <= 1 && ports.last == G_MAXUINT16;
}

gboolean
lc_rules_is_ipv6 (const char *address)
{
  return strchr (address, ':') != NULL;
}

/**
 * lc_rules_dup_mask:
 *
 * Returns: (transfer full): the mask of the network
 */
char *
lc_rules_dup_mask (const LcCidr *cidr)
{
  return lc_ipv4_to_string (cidr->prefix == 0 ? 0 : ~(guint32) 0 << (32 - cidr->prefix));
}

/**
 * lc_rules_dup_ascii:
 * @text: free text of a profile
 *
 * Returns: (transfer full): much the same in one line of ASCII, which no format
 *   can take for anything but text
 */
char *
lc_rules_dup_ascii (const char *text)
{
  char *ascii = g_str_to_ascii (text, "C");

  for (char *p = ascii; *p != '\0'; p++)
    if (strchr (HARMLESS, *p) == NULL)
      *p = '_';
  return ascii;
}

/**
 * lc_rules_dup_ascii_list:
 * @words: free texts of a profile
 *
 * Returns: (transfer full): all of them in one line, each as from lc_rules_dup_ascii()
 */
char *
lc_rules_dup_ascii_list (char **words)
{
  g_autofree char *list = g_strjoinv (", ", words);

  return lc_rules_dup_ascii (list);
}

/**
 * lc_rules_dup_name:
 * @id: of a target or rule
 * @separator: what the format has in the place of hyphens
 *
 * Returns: (transfer full): a name for it in the configuration
 */
char *
lc_rules_dup_name (const char *prefix, const char *id, char separator)
{
  char *name = g_strconcat (prefix, id, NULL);

  return g_strdelimit (name, "-", separator);
}
