/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-wan.c: the pure parts of the WAN emulator.
 */
#include <gio/gio.h>
#include <string.h>

#include "wan-command.h"
#include "wan-heap.h"
#include "wan-packet.h"

static WanPrefix
parse_prefix (const char *text)
{
  g_autoptr (GError) error = NULL;
  WanPrefix prefix;

  g_assert_true (wan_prefix_parse (text, &prefix, &error));
  g_assert_no_error (error);
  return prefix;
}

/* A single address in the form that lookups take. */
static const guint8 *
address_of (const char *text)
{
  static WanPrefix prefix;

  prefix = parse_prefix (text);
  g_assert_cmpuint (prefix.length, ==, 128);
  return prefix.address;
}

static void
test_heap_order (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  WanHeap heap;
  gint64 due = 0, last = G_MININT64;

  wan_heap_init (&heap);
  g_assert_false (wan_heap_peek (&heap, &due));
  for (guint i = 0; i < 1000; i++)
    wan_heap_push (&heap, g_rand_int_range (random, 0, 500), GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < 1000; i++)
    {
      g_assert_true (wan_heap_peek (&heap, &due));
      g_assert_cmpint (due, >=, last);
      last = due;
      g_assert_nonnull (wan_heap_pop (&heap));
    }
  g_assert_cmpuint (wan_heap_get_size (&heap), ==, 0);
  wan_heap_clear (&heap, NULL);
}

/* Packets that are due together leave in the order in which they came. */
static void
test_heap_ties (void)
{
  WanHeap heap;

  wan_heap_init (&heap);
  for (guint i = 1; i <= 100; i++)
    wan_heap_push (&heap, 5, GUINT_TO_POINTER (i));
  for (guint i = 1; i <= 100; i++)
    g_assert_cmpuint (GPOINTER_TO_UINT (wan_heap_pop (&heap)), ==, i);
  wan_heap_clear (&heap, NULL);
}

static void
test_heap_clear_frees (void)
{
  WanHeap heap;

  wan_heap_init (&heap);
  wan_heap_push (&heap, 1, g_strdup ("seen by the leak checker when not freed"));
  wan_heap_push (&heap, 0, g_strdup ("this one as well"));
  wan_heap_clear (&heap, g_free);
  g_assert_null (heap.entries);
}

static void
test_prefix_text (void)
{
  static const struct
  {
    const char *text;
    const char *normal;
    guint length;
  } cases[] = {
    { "54.171.127.192/26", "54.171.127.192/26", 122 },
    { "0.0.0.0/0", "0.0.0.0/0", 96 },
    { "192.0.2.1", "192.0.2.1/32", 128 },
    { "2001:db8::/32", "2001:db8::/32", 32 },
    { "::/0", "::/0", 0 },
    { "::1", "::1/128", 128 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      WanPrefix prefix = parse_prefix (cases[i].text);
      g_autofree char *text = wan_prefix_to_string (&prefix);

      g_assert_cmpstr (text, ==, cases[i].normal);
      g_assert_cmpuint (prefix.length, ==, cases[i].length);
    }
}

static void
test_prefix_faults (void)
{
  static const char *const faults[] = {
    "", "/", "52.215.127.0/23", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/", "192.0.2/24",
    "2001:db8::/129", "2001:db8::1/64", "portal", "192.0.2.0/24/8",
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;
      WanPrefix prefix;

      g_assert_false (wan_prefix_parse (faults[i], &prefix, &error));
      g_assert_nonnull (error);
    }
}

/* Against a comparison bit by bit. */
static void
test_prefix_contains (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (guint i = 0; i < 20000; i++)
    {
      WanPrefix prefix = { .length = g_rand_int_range (random, 0, 129) };
      guint8 address[16];
      gboolean inside = TRUE;

      for (guint j = 0; j < 16; j++)
        address[j] = prefix.address[j] = g_rand_int_range (random, 0, 256);
      for (guint bit = prefix.length; bit < 128; bit++)
        prefix.address[bit / 8] &= ~(0x80 >> (bit % 8));
      if (i % 2 == 0)
        address[g_rand_int_range (random, 0, 16)] ^= 1 << g_rand_int_range (random, 0, 8);
      for (guint bit = 0; bit < prefix.length; bit++)
        inside &= ((address[bit / 8] ^ prefix.address[bit / 8]) & (0x80 >> (bit % 8))) == 0;
      g_assert_cmpint (wan_prefix_contains (&prefix, address), ==, inside);
    }
}

static void
test_table_longest (void)
{
  static const char *const prefixes[] = {
    "0.0.0.0/0", "54.171.127.192/26", "54.171.127.200/32", "::/0", "54.0.0.0/8",
  };
  static const struct
  {
    const char *address;
    gint64 delay_us;
  } cases[] = {
    { "9.9.9.9", 1 },         { "54.171.127.193", 2 }, { "54.171.127.200", 3 },
    { "2001:db8::1", 4 },     { "54.171.128.0", 5 },
  };
  WanTable table;

  wan_table_init (&table);
  g_assert_null (wan_table_lookup (&table, address_of ("9.9.9.9")));
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      const WanTreatment treatment = { .delay_us = i + 1, .dscp = WAN_DSCP_KEEP };
      WanPrefix prefix = parse_prefix (prefixes[i]);

      wan_table_set (&table, &prefix, WAN_UP, &treatment);
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      WanClass *found = wan_table_lookup (&table, address_of (cases[i].address));

      g_assert_nonnull (found);
      g_assert_cmpint (found->lanes[WAN_UP].treatment.delay_us, ==, cases[i].delay_us);
      g_assert_cmpint (found->lanes[WAN_DOWN].treatment.delay_us, ==, 0);
    }
  wan_table_reset (&table);
  g_assert_null (wan_table_lookup (&table, address_of ("9.9.9.9")));
  wan_table_clear (&table);
}

static WanLane *
set_lane (WanTable *table, const char *text, const WanTreatment *treatment)
{
  WanPrefix prefix = parse_prefix (text);

  wan_table_set (table, &prefix, WAN_UP, treatment);
  return &wan_table_lookup (table, prefix.address)->lanes[WAN_UP];
}

/* The same seed loses the same packets, whatever the jitter; another does not. */
static void
test_lane_loss (void)
{
  WanTreatment treatment = { .loss_ppm = 100000, .seed = 42 };
  gboolean first[2000];
  guint n_lost = 0, n_different = 0;
  WanLane *lane;
  WanTable table;

  wan_table_init (&table);
  lane = set_lane (&table, "192.0.2.0/24", &treatment);
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    n_lost += first[i] = wan_lane_loses (lane);
  g_assert_cmpuint (n_lost, >, 150);
  g_assert_cmpuint (n_lost, <, 250);

  treatment.jitter_us = 500;
  lane = set_lane (&table, "192.0.2.0/24", &treatment);
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    {
      g_assert_cmpint (wan_lane_loses (lane), ==, first[i]);
      wan_lane_schedule (lane, i);
    }

  treatment.seed = 43;
  lane = set_lane (&table, "192.0.2.0/24", &treatment);
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    n_different += wan_lane_loses (lane) != first[i];
  g_assert_cmpuint (n_different, >, 0);
  wan_table_clear (&table);
}

static void
test_lane_loss_extremes (void)
{
  WanTreatment treatment = { .loss_ppm = 0 };
  WanTable table;

  wan_table_init (&table);
  for (guint i = 0; i < 1000; i++)
    g_assert_false (wan_lane_loses (set_lane (&table, "192.0.2.0/24", &treatment)));
  treatment.loss_ppm = 1000000;
  for (guint i = 0; i < 1000; i++)
    g_assert_true (wan_lane_loses (set_lane (&table, "192.0.2.0/24", &treatment)));
  wan_table_clear (&table);
}

static void
test_lane_delay (void)
{
  const WanTreatment treatment = { .delay_us = 6000 };
  WanTable table;
  WanLane *lane;

  wan_table_init (&table);
  lane = set_lane (&table, "192.0.2.0/24", &treatment);
  for (gint64 now = 0; now < 1000; now++)
    g_assert_cmpint (wan_lane_schedule (lane, now), ==, now + 6000 * 1000);
  wan_table_clear (&table);
}

static void
test_lane_jitter (gconstpointer data)
{
  gboolean reorder = GPOINTER_TO_INT (data);
  const WanTreatment treatment = { .delay_us = 5000, .jitter_us = 1000, .reorder = reorder };
  gint64 last = 0, earliest = G_MAXINT64, latest = 0;
  gboolean overtaken = FALSE;
  WanTable table;
  WanLane *lane;

  wan_table_init (&table);
  lane = set_lane (&table, "192.0.2.0/24", &treatment);
  for (gint64 i = 0; i < 5000; i++)
    {
      gint64 now = i * 10000;
      gint64 due = wan_lane_schedule (lane, now);

      overtaken |= due < last;
      last = due;
      earliest = MIN (earliest, due - now);
      latest = MAX (latest, due - now);
      g_assert_cmpint (due - now, >=, 4000 * 1000);
      g_assert_cmpint (due - now, <=, 6000 * 1000);
    }
  g_assert_cmpint (overtaken, ==, reorder);
  g_assert_cmpint (latest, >, 5990 * 1000);
  if (reorder)
    g_assert_cmpint (earliest, <, 4010 * 1000);
  wan_table_clear (&table);
}

/* RFC 1071 over the header as it stands, its own checksum included: 0xffff. */
static guint
sum_header (const guint8 *packet)
{
  guint sum = 0;

  for (guint i = 0; i < 20; i += 2)
    sum += packet[i] << 8 | packet[i + 1];
  while (sum >> 16)
    sum = (sum & 0xffff) + (sum >> 16);
  return sum;
}

static void
test_packet_dscp_ipv4 (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint i = 0; i < 5000; i++)
    {
      guint8 packet[20], address[16];
      int ecn, dscp = g_rand_int_range (random, 0, 64);
      guint sum;

      for (guint j = 0; j < sizeof packet; j++)
        packet[j] = g_rand_int_range (random, 0, 256);
      packet[0] = 0x45;
      packet[10] = packet[11] = 0;
      sum = ~sum_header (packet) & 0xffff;
      packet[10] = sum >> 8;
      packet[11] = sum & 0xff;
      ecn = packet[1] & 3;

      wan_packet_set_dscp (packet, dscp);
      g_assert_cmpint (wan_packet_get_dscp (packet), ==, dscp);
      g_assert_cmpint (packet[1] & 3, ==, ecn);
      g_assert_cmphex (sum_header (packet), ==, 0xffff);

      g_assert_true (wan_packet_get_far_address (packet, sizeof packet, WAN_UP, address));
      g_assert_cmpmem (address + 12, 4, packet + 16, 4);
      g_assert_true (wan_packet_get_far_address (packet, sizeof packet, WAN_DOWN, address));
      g_assert_cmpmem (address + 12, 4, packet + 12, 4);
    }
}

static void
test_packet_dscp_ipv6 (void)
{
  for (int dscp = 0; dscp < 64; dscp++)
    {
      guint8 packet[40] = { 0x6a, 0xd5, 0x12, 0x34 };
      guint8 address[16];

      packet[8] = 1;
      packet[24] = 2;
      wan_packet_set_dscp (packet, dscp);
      g_assert_cmpint (wan_packet_get_dscp (packet), ==, dscp);
      g_assert_cmphex (packet[0] >> 4, ==, 6);
      g_assert_cmphex (packet[1] & 0x3f, ==, 0x15); /* ECN and flow label stay */
      g_assert_cmphex (packet[2], ==, 0x12);

      g_assert_true (wan_packet_get_far_address (packet, sizeof packet, WAN_UP, address));
      g_assert_cmpuint (address[0], ==, 2);
      g_assert_true (wan_packet_get_far_address (packet, sizeof packet, WAN_DOWN, address));
      g_assert_cmpuint (address[0], ==, 1);
    }
}

static void
test_packet_short (void)
{
  const guint8 ipv4[20] = { 0x45 }, ipv6[40] = { 0x60 }, other[40] = { 0x00 };
  guint8 address[16];

  g_assert_true (wan_packet_get_far_address (ipv4, 20, WAN_UP, address));
  g_assert_false (wan_packet_get_far_address (ipv4, 19, WAN_UP, address));
  g_assert_true (wan_packet_get_far_address (ipv6, 40, WAN_UP, address));
  g_assert_false (wan_packet_get_far_address (ipv6, 39, WAN_UP, address));
  g_assert_false (wan_packet_get_far_address (other, 40, WAN_UP, address));
  g_assert_false (wan_packet_get_far_address (other, 0, WAN_UP, address));
}

static void
test_command_set (void)
{
  g_autoptr (GError) error = NULL;
  WanCommand command;

  g_assert_true (wan_command_parse ("set 192.0.2.0/24 direction=down delay_us=6000 jitter_us=200 "
                                    "order=free loss_ppm=10000 seed=18446744073709551615 dscp=46",
                                    &command, &error));
  g_assert_no_error (error);
  g_assert_cmpint (command.kind, ==, WAN_COMMAND_SET);
  g_assert_false (command.directions[WAN_UP]);
  g_assert_true (command.directions[WAN_DOWN]);
  g_assert_cmpint (command.treatment.delay_us, ==, 6000);
  g_assert_cmpint (command.treatment.jitter_us, ==, 200);
  g_assert_true (command.treatment.reorder);
  g_assert_cmpuint (command.treatment.loss_ppm, ==, 10000);
  g_assert_cmpuint (command.treatment.seed, ==, G_MAXUINT64);
  g_assert_cmpint (command.treatment.dscp, ==, 46);

  g_assert_true (wan_command_parse ("set ::/0", &command, &error));
  g_assert_true (command.directions[WAN_UP] && command.directions[WAN_DOWN]);
  g_assert_cmpint (command.treatment.delay_us, ==, 0);
  g_assert_cmpint (command.treatment.dscp, ==, WAN_DSCP_KEEP);

  g_assert_true (wan_command_parse ("clear", &command, &error));
  g_assert_cmpint (command.kind, ==, WAN_COMMAND_CLEAR);
  g_assert_true (wan_command_parse ("stats", &command, &error));
  g_assert_cmpint (command.kind, ==, WAN_COMMAND_STATS);
  g_assert_true (wan_command_parse ("reset", &command, &error));
  g_assert_cmpint (command.kind, ==, WAN_COMMAND_RESET);
}

static void
test_command_faults (void)
{
  static const struct
  {
    const char *line;
    const char *part; /* of the message */
  } faults[] = {
    { "", "expected one of set, clear, stats, reset" },
    { "sets 192.0.2.0/24", "found \"sets\"" },
    { "stats now", "found \"now\"" },
    { "set", "expected a prefix" },
    { "set 192.0.2.1/24", "host bits" },
    { "set 192.0.2.0/24 delay_us", "expected key=value" },
    { "set 192.0.2.0/24 delay_us=-1", "found \"-1\"" },
    { "set 192.0.2.0/24 delay_us=60000001", "60000000" },
    { "set 192.0.2.0/24 loss_ppm=1000001", "1000000" },
    { "set 192.0.2.0/24 dscp=64", "63" },
    { "set 192.0.2.0/24 order=random", "expected one of keep, free" },
    { "set 192.0.2.0/24 direction=left", "expected one of up, down, both" },
    { "set 192.0.2.0/24 colour=red", "found \"colour\"" },
    { "set  192.0.2.0/24", "found \"\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;
      WanCommand command;

      g_assert_false (wan_command_parse (faults[i].line, &command, &error));
      g_assert_nonnull (error);
      if (strstr (error->message, faults[i].part) == NULL)
        g_error ("\"%s\": expected \"%s\" in the message, found \"%s\"", faults[i].line,
                 faults[i].part, error->message);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wan/heap/order", test_heap_order);
  g_test_add_func ("/wan/heap/ties", test_heap_ties);
  g_test_add_func ("/wan/heap/clear-frees", test_heap_clear_frees);
  g_test_add_func ("/wan/prefix/text", test_prefix_text);
  g_test_add_func ("/wan/prefix/faults", test_prefix_faults);
  g_test_add_func ("/wan/prefix/contains", test_prefix_contains);
  g_test_add_func ("/wan/table/longest", test_table_longest);
  g_test_add_func ("/wan/lane/loss", test_lane_loss);
  g_test_add_func ("/wan/lane/loss-extremes", test_lane_loss_extremes);
  g_test_add_func ("/wan/lane/delay", test_lane_delay);
  g_test_add_data_func ("/wan/lane/jitter-in-order", GINT_TO_POINTER (FALSE), test_lane_jitter);
  g_test_add_data_func ("/wan/lane/jitter-reordering", GINT_TO_POINTER (TRUE), test_lane_jitter);
  g_test_add_func ("/wan/packet/dscp-ipv4", test_packet_dscp_ipv4);
  g_test_add_func ("/wan/packet/dscp-ipv6", test_packet_dscp_ipv6);
  g_test_add_func ("/wan/packet/short", test_packet_short);
  g_test_add_func ("/wan/command/set", test_command_set);
  g_test_add_func ("/wan/command/faults", test_command_faults);

  return g_test_run ();
}
