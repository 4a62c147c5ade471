/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wan-heap.c: see wan-heap.h.
 */
#include "wan-heap.h"

static inline WanEntry *
entry_at (const WanHeap *self, guint index)
{
  return &g_array_index (self->entries, WanEntry, index);
}

static gboolean
is_before (const WanEntry *a, const WanEntry *b)
{
  if (a->due_ns != b->due_ns)
    return a->due_ns < b->due_ns;
  return a->sequence < b->sequence;
}

static void
swap_entries (WanHeap *self, guint a, guint b)
{
  WanEntry held = *entry_at (self, a);

  *entry_at (self, a) = *entry_at (self, b);
  *entry_at (self, b) = held;
}

/* wan_heap_init: makes an empty heap. */
void
wan_heap_init (WanHeap *self)
{
  self->entries = g_array_sized_new (FALSE, FALSE, sizeof (WanEntry), 1024);
  self->next_sequence = 0;
}

/* wan_heap_clear: frees the heap and, with @free_data, what it still holds. */
void
wan_heap_clear (WanHeap *self, GDestroyNotify free_data)
{
  for (guint i = 0; free_data != NULL && i < self->entries->len; i++)
    free_data (entry_at (self, i)->data);
  g_clear_pointer (&self->entries, g_array_unref);
}

guint
wan_heap_get_size (const WanHeap *self)
{
  return self->entries->len;
}

/* wan_heap_push: adds @data, due at @due_ns on the caller's clock. */
void
wan_heap_push (WanHeap *self, gint64 due_ns, gpointer data)
{
  WanEntry entry = { due_ns, self->next_sequence++, data };
  guint child = self->entries->len;

  g_array_append_val (self->entries, entry);
  while (child > 0)
    {
      guint parent = (child - 1) / 2;

      if (!is_before (entry_at (self, child), entry_at (self, parent)))
        break;
      swap_entries (self, child, parent);
      child = parent;
    }
}

/* wan_heap_peek: whether there is anything, and when the first of it is due. */
gboolean
wan_heap_peek (const WanHeap *self, gint64 *due_ns)
{
  if (self->entries->len == 0)
    return FALSE;
  *due_ns = entry_at (self, 0)->due_ns;
  return TRUE;
}

/* wan_heap_pop: takes the data that is due first; the heap must not be empty. */
gpointer
wan_heap_pop (WanHeap *self)
{
  gpointer data;
  guint parent = 0;

  g_return_val_if_fail (self->entries->len > 0, NULL);

  data = entry_at (self, 0)->data;
  *entry_at (self, 0) = *entry_at (self, self->entries->len - 1);
  g_array_set_size (self->entries, self->entries->len - 1);

  while (TRUE)
    {
      guint first = parent;

      for (guint child = 2 * parent + 1;
           child <= 2 * parent + 2 && child < self->entries->len;
           child++)
        {
          if (is_before (entry_at (self, child), entry_at (self, first)))
            first = child;
        }
      if (first == parent)
        return data;
      swap_entries (self, first, parent);
      parent = first;
    }
}
