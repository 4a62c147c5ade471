/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-address-range.h: IPv4 ranges, first to last, and the CIDRs they make.
 *
 * Pure value functions over host-order 32-bit addresses (media is IPv4 only).
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LcAddressRange:
 * @first: lowest address, host byte order
 * @last: highest address, inclusive, host byte order; never below @first
 */
typedef struct
{
  guint32 first;
  guint32 last;
} LcAddressRange;

/**
 * LcCidr:
 * @base: network address, host byte order, host bits clear
 * @prefix: prefix length in bits, 0 to 32
 */
typedef struct
{
  guint32 base;
  guint8 prefix;
} LcCidr;

gboolean  lc_ipv4_parse (const char *text, guint32 *address);
char     *lc_ipv4_to_string (guint32 address);

gboolean  lc_address_range_contains (const LcAddressRange *self, guint32 address);
/* of LcCidr, ascending: the fewest that cover the range, or all ranges, exactly */
GArray   *lc_address_range_to_cidrs (const LcAddressRange *self);
GArray   *lc_address_ranges_aggregate (const LcAddressRange *ranges, guint n_ranges);
/* of guint32, spread; never the first or last address of a range of four or more */
GArray   *lc_address_range_sample (const LcAddressRange *self, guint n);

/* accepts host bits; the caller compares */
gboolean  lc_cidr_parse (const char *text, guint32 *address, guint8 *prefix);
char     *lc_cidr_to_string (const LcCidr *self);

G_END_DECLS
