/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wan-class.c: see wan-class.h.
 */
#include "wan-class.h"

#include <arpa/inet.h>
#include <gio/gio.h>
#include <string.h>

static const guint8 ipv4_mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

/* SplitMix64 (Steele, Lea, Flood 2014): one addition and a mix a number. */
static guint64
next_random (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* Evenly from 0 to @bound - 1. */
static guint64
next_random_below (guint64 *state, guint64 bound)
{
  return (guint64) (((unsigned __int128) next_random (state) * bound) >> 64);
}

static void
lane_start (WanLane *self, const WanClass *owner, WanDirection direction,
            const WanTreatment *treatment)
{
  guint64 start = treatment->seed;

  for (guint i = 0; i < sizeof owner->prefix.address; i++)
    start = (start ^ owner->prefix.address[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  start = start * 2 + direction;

  self->treatment = *treatment;
  self->loss_state = next_random (&start);
  self->jitter_state = next_random (&start);
  self->last_due_ns = 0;
}

static int
compare_classes (gconstpointer a, gconstpointer b)
{
  const WanClass *first = *(WanClass *const *) a;
  const WanClass *second = *(WanClass *const *) b;

  if (first->prefix.length != second->prefix.length)
    return (int) second->prefix.length - (int) first->prefix.length;
  return memcmp (first->prefix.address, second->prefix.address, sizeof first->prefix.address);
}

static WanClass *
find_class (const WanTable *self, const WanPrefix *prefix)
{
  for (guint i = 0; i < self->classes->len; i++)
    {
      WanClass *candidate = g_ptr_array_index (self->classes, i);

      if (candidate->prefix.length == prefix->length
          && memcmp (candidate->prefix.address, prefix->address, sizeof prefix->address) == 0)
        return candidate;
    }
  return NULL;
}

/* wan_address_from_ipv4: the IPv4-mapped form of an address in network order. */
void
wan_address_from_ipv4 (const guint8 ipv4[4], guint8 address[16])
{
  memcpy (address, ipv4_mapped, sizeof ipv4_mapped);
  memcpy (address + 12, ipv4, 4);
}

/* wan_prefix_parse: reads "192.0.2.0/24", "2001:db8::/32" or a single address;
 * set host bits are an error, because they are a mistake more often than not. */
gboolean
wan_prefix_parse (const char *text, WanPrefix *prefix, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", 2);
  WanPrefix parsed = { 0 };
  guint8 ipv4[4];
  guint64 length;
  guint offset;
  const char *address = parts[0] != NULL ? parts[0] : "";

  if (inet_pton (AF_INET, address, ipv4) == 1)
    {
      wan_address_from_ipv4 (ipv4, parsed.address);
      offset = 96;
    }
  else if (inet_pton (AF_INET6, address, parsed.address) == 1)
    {
      offset = 0;
    }
  else
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "prefix: expected an IPv4 or IPv6 address, found \"%s\"", address);
      return FALSE;
    }

  length = 128 - offset;
  if (parts[0] != NULL && parts[1] != NULL
      && !g_ascii_string_to_unsigned (parts[1], 10, 0, 128 - offset, &length, error))
    return FALSE;
  parsed.length = (guint8) (offset + length);

  for (guint bit = parsed.length; bit < 128; bit++)
    {
      if (parsed.address[bit / 8] & (0x80 >> (bit % 8)))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       "prefix: expected no host bits, found \"%s\"", text);
          return FALSE;
        }
    }
  *prefix = parsed;
  return TRUE;
}

/* wan_prefix_to_string: the text that wan_prefix_parse() reads. */
char *
wan_prefix_to_string (const WanPrefix *self)
{
  char text[INET6_ADDRSTRLEN];

  if (self->length >= 96 && memcmp (self->address, ipv4_mapped, sizeof ipv4_mapped) == 0)
    return g_strdup_printf ("%s/%u", inet_ntop (AF_INET, self->address + 12, text, sizeof text),
                            self->length - 96u);
  return g_strdup_printf ("%s/%u", inet_ntop (AF_INET6, self->address, text, sizeof text),
                          (guint) self->length);
}

gboolean
wan_prefix_contains (const WanPrefix *self, const guint8 address[16])
{
  guint whole = self->length / 8;
  guint rest = self->length % 8;

  if (memcmp (self->address, address, whole) != 0)
    return FALSE;
  return rest == 0 || ((self->address[whole] ^ address[whole]) >> (8 - rest)) == 0;
}

void
wan_table_init (WanTable *self)
{
  self->classes = g_ptr_array_new_with_free_func (g_free);
}

/* wan_table_reset: forgets all classes and their counters. */
void
wan_table_reset (WanTable *self)
{
  g_ptr_array_set_size (self->classes, 0);
}

void
wan_table_clear (WanTable *self)
{
  g_clear_pointer (&self->classes, g_ptr_array_unref);
}

/* wan_table_set: gives one direction of a prefix a new treatment, from the
 * start of its seed. Counters of a class that is there already are kept. */
void
wan_table_set (WanTable *self, const WanPrefix *prefix, WanDirection direction,
               const WanTreatment *treatment)
{
  WanClass *found = find_class (self, prefix);

  if (found == NULL)
    {
      const WanTreatment untouched = { .dscp = WAN_DSCP_KEEP };

      found = g_new0 (WanClass, 1);
      found->prefix = *prefix;
      for (guint i = 0; i < WAN_N_DIRECTIONS; i++)
        lane_start (&found->lanes[i], found, i, &untouched);
      g_ptr_array_add (self->classes, found);
      g_ptr_array_sort (self->classes, compare_classes);
    }
  lane_start (&found->lanes[direction], found, direction, treatment);
}

/* wan_table_lookup: the class with the longest prefix that holds @address, or
 * %NULL when none does. */
WanClass *
wan_table_lookup (const WanTable *self, const guint8 address[16])
{
  for (guint i = 0; i < self->classes->len; i++)
    {
      WanClass *candidate = g_ptr_array_index (self->classes, i);

      if (wan_prefix_contains (&candidate->prefix, address))
        return candidate;
    }
  return NULL;
}

/* wan_lane_loses: decides about the next packet of this lane. */
gboolean
wan_lane_loses (WanLane *self)
{
  if (self->treatment.loss_ppm == 0)
    return FALSE;
  return next_random_below (&self->loss_state, 1000000) < self->treatment.loss_ppm;
}

/* wan_lane_schedule: when a packet that came at @now_ns has to leave. */
gint64
wan_lane_schedule (WanLane *self, gint64 now_ns)
{
  const WanTreatment *treatment = &self->treatment;
  gint64 delay_ns = treatment->delay_us * 1000;
  gint64 due_ns;

  if (treatment->jitter_us > 0)
    {
      guint64 span_ns = (guint64) treatment->jitter_us * 2000 + 1;

      delay_ns += (gint64) next_random_below (&self->jitter_state, span_ns)
                  - treatment->jitter_us * 1000;
    }
  due_ns = now_ns + MAX (delay_ns, 0);
  if (!treatment->reorder)
    due_ns = MAX (due_ns, self->last_due_ns);
  self->last_due_ns = due_ns;
  return due_ns;
}
