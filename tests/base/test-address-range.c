/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-address-range.c: ranges to CIDRs and back, against brute force.
 */
#include <string.h>

#include "base/lc-address-range.h"

/* A small world in which every address can be looked at. */
#define WORLD_BITS 10
#define WORLD_SIZE (1u << WORLD_BITS)

static void
test_ipv4 (void)
{
  static const char *const good[] = { "0.0.0.0", "1.2.3.4", "54.171.127.192", "255.255.255.255" };
  static const char *const bad[] = { "",        "1.2.3",     "1.2.3.4.5", "1.2.3.256", "01.2.3.4",
                                     "1.2.3.4 ", " 1.2.3.4", "1.2.3.-4",  "0x1.2.3.4", "1..2.3",
                                     "::1",     "1.2.3.4/8", "16909060" };
  guint32 address = 0;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *text = NULL;

      g_assert_true (lc_ipv4_parse (good[i], &address));
      text = lc_ipv4_to_string (address);
      g_assert_cmpstr (text, ==, good[i]);
    }
  g_assert_true (lc_ipv4_parse ("1.2.3.4", &address));
  g_assert_cmphex (address, ==, 0x01020304);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      address = 42;
      g_assert_false (lc_ipv4_parse (bad[i], &address));
      g_assert_cmpuint (address, ==, 42);
    }
}

static void
test_cidr_text (void)
{
  static const char *const bad[] = { "", "1.2.3.4", "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/-1",
                                     "1.2.3.4/08", "1.2.3.4/ 8", "1.2.3.4/8 ", "1.2.3/8", "/8",
                                     "1.2.3.4/8/8" };
  guint32 address = 7;
  guint8 prefix = 7;
  LcCidr cidr;
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (lc_cidr_parse (bad[i], &address, &prefix));
      g_assert_cmpuint (address, ==, 7);
      g_assert_cmpuint (prefix, ==, 7);
    }
  g_assert_true (lc_cidr_parse ("0.0.0.0/0", &address, &prefix));
  g_assert_cmpuint (prefix, ==, 0);
  g_assert_true (lc_cidr_parse ("52.215.127.0/23", &address, &prefix));
  cidr = (LcCidr) { address, prefix };
  text = lc_cidr_to_string (&cidr);
  g_assert_cmpstr (text, ==, "52.215.127.0/23"); /* host bits as they were written */
}

static char *
cidrs_to_string (GArray *cidrs)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < cidrs->len; i++)
    {
      g_autofree char *one = lc_cidr_to_string (&g_array_index (cidrs, LcCidr, i));

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", one);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_known (void)
{
  static const struct
  {
    const char *first, *last, *cidrs;
  } cases[] = {
    { "54.252.254.64", "54.252.254.127", "54.252.254.64/26" },
    { "52.215.127.0", "52.215.127.255", "52.215.127.0/24" },
    { "54.172.60.0", "54.172.61.255", "54.172.60.0/23" },
    { "54.244.51.0", "54.244.51.255", "54.244.51.0/24" },
    { "0.0.0.0", "255.255.255.255", "0.0.0.0/0" },
    { "255.255.255.255", "255.255.255.255", "255.255.255.255/32" },
    { "10.0.0.1", "10.0.0.6", "10.0.0.1/32 10.0.0.2/31 10.0.0.4/31 10.0.0.6/32" },
    { "127.255.255.255", "128.0.0.0", "127.255.255.255/32 128.0.0.0/32" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LcAddressRange range;
      g_autoptr (GArray) cidrs = NULL;
      g_autofree char *text = NULL;

      g_assert_true (lc_ipv4_parse (cases[i].first, &range.first));
      g_assert_true (lc_ipv4_parse (cases[i].last, &range.last));
      cidrs = lc_address_range_to_cidrs (&range);
      text = cidrs_to_string (cidrs);
      g_assert_cmpstr (text, ==, cases[i].cidrs);
    }
}

/* The fewest aligned blocks that make exactly the marked addresses: a block is
 * either wholly marked (one), or wholly unmarked (none), or the sum of its halves. */
static guint
count_blocks (const guint8 *marked, guint base, guint size)
{
  guint n = 0;

  for (guint i = base; i < base + size; i++)
    n += marked[i];
  if (n == size)
    return 1;
  if (n == 0)
    return 0;
  return count_blocks (marked, base, size / 2) + count_blocks (marked, base + size / 2, size / 2);
}

/* @offset: where the small world lies in the address space; aligned to it. */
static void
check_ranges (const LcAddressRange *ranges, guint n, guint32 offset)
{
  guint8 wanted[WORLD_SIZE] = { 0 }, covered[WORLD_SIZE] = { 0 };
  g_autoptr (GArray) cidrs = lc_address_ranges_aggregate (ranges, n);
  guint64 behind = 0;

  for (guint i = 0; i < n; i++)
    for (guint64 a = ranges[i].first; a <= ranges[i].last; a++)
      wanted[a - offset] = 1;
  for (guint i = 0; i < cidrs->len; i++)
    {
      LcCidr cidr = g_array_index (cidrs, LcCidr, i);
      guint64 size = G_GUINT64_CONSTANT (1) << (32 - cidr.prefix);

      g_assert_cmpuint (cidr.prefix, >=, 32 - WORLD_BITS);
      g_assert_cmpuint (cidr.base % size, ==, 0);
      g_assert_cmpuint (cidr.base, >=, behind);
      behind = cidr.base + size;
      for (guint64 a = cidr.base; a < behind; a++)
        covered[a - offset]++;
    }
  g_assert_cmpmem (covered, WORLD_SIZE, wanted, WORLD_SIZE);
  g_assert_cmpuint (cidrs->len, ==, count_blocks (wanted, 0, WORLD_SIZE));
}

static void
test_every_range (void)
{
  static const guint32 offsets[] = { 0, 0x36ABFC00, 0xFFFFFC00 };

  /* Every range of a world of 64 addresses, and each at three places. */
  for (guint o = 0; o < G_N_ELEMENTS (offsets); o++)
    for (guint first = 0; first < 64; first++)
      for (guint last = first; last < 64; last++)
        {
          guint32 top = offsets[o] + (WORLD_SIZE - 64);
          LcAddressRange range = { top + first, top + last };

          check_ranges (&range, 1, offsets[o]);
        }
}

static void
test_random_ranges (void)
{
  for (guint round = 0; round < 3000; round++)
    {
      LcAddressRange ranges[12];
      guint n = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (ranges) + 1);
      guint32 offset = (guint32) g_test_rand_int () & ~(WORLD_SIZE - 1);
      guint longest = 1u << g_test_rand_int_range (0, WORLD_BITS + 1);

      for (guint i = 0; i < n; i++)
        {
          guint first = (guint) g_test_rand_int_range (0, WORLD_SIZE);
          guint last = first + (guint) g_test_rand_int_range (0, longest);

          ranges[i] = (LcAddressRange) { offset + first, offset + MIN (last, WORLD_SIZE - 1) };
        }
      check_ranges (ranges, n, offset);
    }
}

static void
test_sample (void)
{
  /* 0 stands for 2^32. */
  static const guint32 sizes[] = { 1,  2,  3,  4,   5,   6,   7,       8, 9,
                                   10, 11, 64, 128, 511, 512, 1 << 24, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint n = 0; n <= 20; n++)
      {
        LcAddressRange range = { sizes[i] == 0 ? 0 : 0x36ABFC00, 0 };
        guint64 size = sizes[i] == 0 ? G_GUINT64_CONSTANT (1) << 32 : sizes[i];
        guint64 usable = size >= 4 ? size - 2 : size;
        g_autoptr (GArray) addresses = NULL;
        guint64 gap, lead, trail;

        range.last = range.first + (guint32) (size - 1);
        addresses = lc_address_range_sample (&range, n);
        g_assert_cmpuint (addresses->len, ==, MIN (n, usable));
        if (addresses->len == 0)
          continue;
        gap = usable / addresses->len;
        lead = g_array_index (addresses, guint32, 0) - range.first;
        trail = range.last - g_array_index (addresses, guint32, addresses->len - 1);
        g_assert_cmpuint (lead - trail, <=, 1);
        for (guint j = 0; j < addresses->len; j++)
          {
            guint32 address = g_array_index (addresses, guint32, j);

            g_assert_true (lc_address_range_contains (&range, address));
            if (size >= 4)
              g_assert_true (address != range.first && address != range.last);
            if (j > 0)
              {
                guint64 step = (guint64) address - g_array_index (addresses, guint32, j - 1);

                g_assert_cmpuint (step, >=, gap);
                g_assert_cmpuint (step, <=, gap + 1);
              }
          }
      }
}

static void
test_contains (void)
{
  LcAddressRange range = { 10, 20 };

  g_assert_false (lc_address_range_contains (&range, 9));
  g_assert_true (lc_address_range_contains (&range, 10));
  g_assert_true (lc_address_range_contains (&range, 20));
  g_assert_false (lc_address_range_contains (&range, 21));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address-range/ipv4", test_ipv4);
  g_test_add_func ("/address-range/cidr-text", test_cidr_text);
  g_test_add_func ("/address-range/known", test_known);
  g_test_add_func ("/address-range/every-range", test_every_range);
  g_test_add_func ("/address-range/random-ranges", test_random_ranges);
  g_test_add_func ("/address-range/sample", test_sample);
  g_test_add_func ("/address-range/contains", test_contains);
  return g_test_run ();
}
