/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-address-range.c: IPv4 ranges, first to last, and the CIDRs they make.
 *
 * A firewall wants CIDRs (RFC 4632), pages publish ranges. The CIDRs made here
 * cover exactly the addresses of the ranges, with as few blocks as that takes.
 */
#include "config.h"

#include "base/lc-address-range.h"

#include <arpa/inet.h>
#include <string.h>

#define ADDRESS_BITS 32

/**
 * lc_ipv4_parse:
 * @text: an address
 * @address: (out): the address in host byte order; untouched when it is none
 *
 * Takes four decimal numbers without leading zeros and nothing else, because
 * "010" is 8 for some readers and 10 for others.
 *
 * Returns: %TRUE when @text is an IPv4 address
 */
gboolean
lc_ipv4_parse (const char *text, guint32 *address)
{
  struct in_addr parsed;

  if (inet_pton (AF_INET, text, &parsed) != 1)
    return FALSE;
  *address = ntohl (parsed.s_addr);
  return TRUE;
}

/**
 * lc_ipv4_to_string:
 * @address: an address in host byte order
 *
 * Returns: (transfer full): the address as four decimal numbers
 */
char *
lc_ipv4_to_string (guint32 address)
{
  return g_strdup_printf ("%u.%u.%u.%u", address >> 24, address >> 16 & 0xff,
                          address >> 8 & 0xff, address & 0xff);
}

/**
 * lc_address_range_contains:
 * @self: a range
 * @address: an address in host byte order
 *
 * Returns: whether @address lies in @self
 */
gboolean
lc_address_range_contains (const LcAddressRange *self, guint32 address)
{
  return address >= self->first && address <= self->last;
}

/* From the left, always the largest block that starts here and still fits:
 * no block of a cover can be larger, so no cover has fewer of them. */
static void
append_cidrs (GArray *cidrs, const LcAddressRange *range)
{
  guint64 at = range->first;
  guint64 end = (guint64) range->last + 1;

  while (at < end)
    {
      LcCidr cidr = { .base = (guint32) at };
      guint bits = 0;

      while (bits < ADDRESS_BITS && (at & (G_GUINT64_CONSTANT (1) << bits)) == 0
             && at + (G_GUINT64_CONSTANT (2) << bits) <= end)
        bits++;
      cidr.prefix = (guint8) (ADDRESS_BITS - bits);
      g_array_append_val (cidrs, cidr);
      at += G_GUINT64_CONSTANT (1) << bits;
    }
}

/**
 * lc_address_range_to_cidrs:
 * @self: a range
 *
 * Returns: (transfer full) (element-type LcCidr): the fewest CIDRs that cover
 *   @self and nothing else, in ascending order
 */
GArray *
lc_address_range_to_cidrs (const LcAddressRange *self)
{
  return lc_address_ranges_aggregate (self, 1);
}

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  const LcAddressRange *left = a, *right = b;

  return (left->first > right->first) - (left->first < right->first);
}

/**
 * lc_address_ranges_aggregate:
 * @ranges: (array length=n_ranges): ranges in any order; they may overlap,
 *   touch and repeat
 * @n_ranges: how many
 *
 * Returns: (transfer full) (element-type LcCidr): the fewest CIDRs that cover
 *   all ranges and nothing else, in ascending order
 */
GArray *
lc_address_ranges_aggregate (const LcAddressRange *ranges, guint n_ranges)
{
  GArray *cidrs = g_array_new (FALSE, FALSE, sizeof (LcCidr));
  g_autoptr (GArray) sorted = g_array_sized_new (FALSE, FALSE, sizeof (LcAddressRange), n_ranges);
  guint i = 0;

  if (n_ranges == 0)
    return cidrs;
  g_array_append_vals (sorted, ranges, n_ranges);
  g_array_sort (sorted, compare_ranges);
  while (i < n_ranges)
    {
      LcAddressRange merged = g_array_index (sorted, LcAddressRange, i++);

      while (i < n_ranges
             && g_array_index (sorted, LcAddressRange, i).first <= (guint64) merged.last + 1)
        {
          merged.last = MAX (merged.last, g_array_index (sorted, LcAddressRange, i).last);
          i++;
        }
      append_cidrs (cidrs, &merged);
    }
  return cidrs;
}

/**
 * lc_address_range_sample:
 * @self: a range
 * @n: how many addresses to pick at most
 *
 * Picks addresses spread evenly over the range, always the same ones. The first
 * and the last address of a range of four or more are left out: where the range
 * is one subnet they are no host.
 *
 * Returns: (transfer full) (element-type guint32): at most @n different
 *   addresses in host byte order, ascending
 */
GArray *
lc_address_range_sample (const LcAddressRange *self, guint n)
{
  GArray *addresses = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint64 first = self->first;
  guint64 size = (guint64) self->last - self->first + 1;

  if (size >= 4)
    {
      first++;
      size -= 2;
    }
  n = (guint) MIN (n, size);
  for (guint64 i = 0; i < n; i++)
    {
      /* The middle of each of n equal parts. */
      guint32 address = (guint32) (first + (2 * i + 1) * size / (2 * (guint64) n));

      g_array_append_val (addresses, address);
    }
  return addresses;
}

/**
 * lc_cidr_parse:
 * @text: such as "52.215.127.0/23"
 * @address: (out): the address in host byte order, host bits as written
 * @prefix: (out): the prefix length
 *
 * Host bits may be set, as published lists have them; the caller compares.
 *
 * Returns: %TRUE when @text is an IPv4 address, a slash and a length from 0 to
 *   32; otherwise nothing is written
 */
gboolean
lc_cidr_parse (const char *text, guint32 *address, guint8 *prefix)
{
  const char *slash = strchr (text, '/');
  g_autofree char *host = NULL;
  guint64 length;

  if (slash == NULL || (slash[1] == '0' && slash[2] != '\0')
      || !g_ascii_string_to_unsigned (slash + 1, 10, 0, ADDRESS_BITS, &length, NULL))
    return FALSE;
  host = g_strndup (text, slash - text);
  if (!lc_ipv4_parse (host, address))
    return FALSE;
  *prefix = (guint8) length;
  return TRUE;
}

/**
 * lc_cidr_to_string:
 * @self: a CIDR
 *
 * Returns: (transfer full): such as "52.215.127.0/24"
 */
char *
lc_cidr_to_string (const LcCidr *self)
{
  g_autofree char *base = lc_ipv4_to_string (self->base);

  return g_strdup_printf ("%s/%u", base, self->prefix);
}
