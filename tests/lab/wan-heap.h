/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wan-heap.h: what is due next. A binary heap of packets by departure time;
 * packets due at the same time leave in the order in which they came.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 due_ns;
  guint64 sequence;
  gpointer data;
} WanEntry;

typedef struct
{
  GArray *entries; /* of WanEntry */
  guint64 next_sequence;
} WanHeap;

void      wan_heap_init (WanHeap *self);
void      wan_heap_clear (WanHeap *self, GDestroyNotify free_data);
guint     wan_heap_get_size (const WanHeap *self);
void      wan_heap_push (WanHeap *self, gint64 due_ns, gpointer data);
gboolean  wan_heap_peek (const WanHeap *self, gint64 *due_ns);
gpointer  wan_heap_pop (WanHeap *self);

G_END_DECLS
