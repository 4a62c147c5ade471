/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-address-scope.c: which kind of address it is, by the IANA special-purpose
 * address registries (RFC 6890 and those that add to it).
 */
#include "base/lc-address-scope.h"

#include <string.h>

/* The first block that holds an address counts. */
static const struct
{
  const char *block;
  const char *scope;
} blocks[] = {
  { "0.0.0.0/8", "unspecified" },        /* RFC 791 section 3.2 */
  { "10.0.0.0/8", "private" },           /* RFC 1918 */
  { "100.64.0.0/10", "shared" },         /* RFC 6598: carrier-grade NAT */
  { "127.0.0.0/8", "loopback" },         /* RFC 1122 section 3.2.1.3 */
  { "169.254.0.0/16", "link-local" },    /* RFC 3927 */
  { "172.16.0.0/12", "private" },        /* RFC 1918 */
  { "192.0.2.0/24", "documentation" },   /* RFC 5737 */
  { "192.168.0.0/16", "private" },       /* RFC 1918 */
  { "198.18.0.0/15", "benchmarking" },   /* RFC 2544 */
  { "198.51.100.0/24", "documentation" },
  { "203.0.113.0/24", "documentation" },
  { "224.0.0.0/4", "multicast" },        /* RFC 5771 */
  { "240.0.0.0/4", "reserved" },         /* RFC 1112 section 4 */
  { "::/128", "unspecified" },           /* RFC 4291 section 2.5.2 */
  { "::1/128", "loopback" },             /* RFC 4291 section 2.5.3 */
  { "64:ff9b::/96", "nat64" },           /* RFC 6052 */
  { "64:ff9b:1::/48", "nat64" },         /* RFC 8215 */
  { "100::/64", "discard" },             /* RFC 6666 */
  { "2001:db8::/32", "documentation" },  /* RFC 3849 */
  { "3fff::/20", "documentation" },      /* RFC 9637 */
  { "fc00::/7", "private" },             /* RFC 4193: unique local */
  { "fe80::/10", "link-local" },         /* RFC 4291 section 2.5.6 */
  { "ff00::/8", "multicast" },           /* RFC 4291 section 2.7 */
};

/* The IPv4 address inside ::ffff:0:0/96 (RFC 4291 section 2.5.5.2), or NULL. */
static GInetAddress *
unmap (GInetAddress *address)
{
  static const guint8 prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6
      || memcmp (bytes, prefix, sizeof prefix) != 0)
    return NULL;
  return g_inet_address_new_from_bytes (bytes + sizeof prefix, G_SOCKET_FAMILY_IPV4);
}

/* The blocks as masks, made once. */
static GInetAddressMask *const *
get_masks (void)
{
  static GInetAddressMask *masks[G_N_ELEMENTS (blocks)];
  static gsize is_made;

  if (g_once_init_enter (&is_made))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (blocks); i++)
        masks[i] = g_inet_address_mask_new_from_string (blocks[i].block, NULL);
      g_once_init_leave (&is_made, 1);
    }
  return masks;
}

/**
 * lc_address_scope:
 *
 * Returns: (transfer none): "global", or "unspecified", "loopback", "private",
 *   "shared", "link-local", "documentation", "benchmarking", "discard",
 *   "nat64", "multicast", "reserved"
 */
const char *
lc_address_scope (GInetAddress *address)
{
  g_autoptr (GInetAddress) inner = unmap (address);
  GInetAddress *subject = inner != NULL ? inner : address;
  GInetAddressMask *const *masks = get_masks ();

  for (gsize i = 0; i < G_N_ELEMENTS (blocks); i++)
    if (g_inet_address_mask_matches (masks[i], subject))
      return blocks[i].scope;
  return "global";
}
