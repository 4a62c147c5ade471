/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wan-class.h: what happens to a packet on its way, by the far address.
 *
 * A class is a prefix with one treatment for each direction. The far address
 * of a packet, which is its destination on the way up and its source on the
 * way down, picks the class with the longest matching prefix. IPv4 addresses
 * are held as IPv4-mapped IPv6 ones, so there is one table for both.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint8 address[16]; /* host bits clear */
  guint8 length;      /* 0 to 128; an IPv4 /n is held as 96 + n */
} WanPrefix;

typedef enum
{
  WAN_UP,   /* from the near side to the far side */
  WAN_DOWN, /* from the far side to the near side */
} WanDirection;
#define WAN_N_DIRECTIONS 2

#define WAN_DSCP_KEEP (-1)

/**
 * WanTreatment:
 * @delay_us: one-way delay
 * @jitter_us: each delay is drawn evenly from delay ± jitter
 * @reorder: whether a packet may overtake; without it a packet never leaves
 *   before the one that came before it, which lifts the mean delay a little
 * @loss_ppm: how many packets of a million are lost
 * @seed: the same seed loses the same packets, counted within this treatment
 * @dscp: the mark that packets leave with, or %WAN_DSCP_KEEP
 */
typedef struct
{
  gint64 delay_us;
  gint64 jitter_us;
  gboolean reorder;
  guint loss_ppm;
  guint64 seed;
  int dscp;
} WanTreatment;

typedef struct
{
  guint64 packets;
  guint64 bytes;
  guint64 lost;
  guint64 marked; /* had a DSCP other than 0 on arrival */
  guint64 rewritten;
} WanCounters;

typedef struct
{
  WanTreatment treatment;
  WanCounters counters;
  guint64 loss_state;
  guint64 jitter_state;
  gint64 last_due_ns;
} WanLane;

typedef struct
{
  WanPrefix prefix;
  WanLane lanes[WAN_N_DIRECTIONS];
} WanClass;

typedef struct
{
  GPtrArray *classes; /* of WanClass, longest prefix first */
} WanTable;

gboolean  wan_prefix_parse (const char *text, WanPrefix *prefix, GError **error);
char     *wan_prefix_to_string (const WanPrefix *self);
gboolean  wan_prefix_contains (const WanPrefix *self, const guint8 address[16]);
void      wan_address_from_ipv4 (const guint8 ipv4[4], guint8 address[16]);

void      wan_table_init (WanTable *self);
void      wan_table_reset (WanTable *self);
void      wan_table_clear (WanTable *self);
void      wan_table_set (WanTable *self, const WanPrefix *prefix, WanDirection direction,
                         const WanTreatment *treatment);
WanClass *wan_table_lookup (const WanTable *self, const guint8 address[16]);

gboolean  wan_lane_loses (WanLane *self);
gint64    wan_lane_schedule (WanLane *self, gint64 now_ns);

G_END_DECLS
