/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-timer-queue.c: see lc-timer-queue.h.
 */
#include "net/lc-timer-queue.h"

struct _LcTimerQueue
{
  GSequence *timers; /* ascending */
  GSource *source;
  LcTimerQueueFunc func;
  gpointer user_data;
  guint64 next_serial;
};

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const LcQueuedTimer *first = a, *second = b;

  if (first->due_us != second->due_us)
    return first->due_us < second->due_us ? -1 : 1;
  return (first->serial > second->serial) - (first->serial < second->serial);
}

static void
update_source (LcTimerQueue *self)
{
  GSequenceIter *first = g_sequence_get_begin_iter (self->timers);
  gint64 due_us = -1;

  if (!g_sequence_iter_is_end (first))
    due_us = ((LcQueuedTimer *) g_sequence_get (first))->due_us;
  if (g_source_get_ready_time (self->source) != due_us)
    g_source_set_ready_time (self->source, due_us);
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

static gboolean
on_source_ready (gpointer user_data)
{
  LcTimerQueue *self = user_data;

  self->func (self->user_data);
  return G_SOURCE_CONTINUE;
}

/**
 * lc_timer_queue_new:
 * @func: called when at least one timer is due; takes them with
 *   lc_timer_queue_take_due()
 */
LcTimerQueue *
lc_timer_queue_new (GMainContext *context, LcTimerQueueFunc func, gpointer user_data)
{
  LcTimerQueue *self = g_new0 (LcTimerQueue, 1);

  self->timers = g_sequence_new (NULL);
  self->func = func;
  self->user_data = user_data;
  self->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "LcTimerQueue");
  g_source_set_callback (self->source, on_source_ready, self, NULL);
  g_source_attach (self->source, context);
  return self;
}

/* The timers are not touched. */
void
lc_timer_queue_free (LcTimerQueue *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_sequence_free (self->timers);
  g_free (self);
}

/**
 * lc_timer_queue_set:
 * @timer: may be set already; then it is moved
 * @due_us: as g_get_monotonic_time()
 */
void
lc_timer_queue_set (LcTimerQueue *self, LcQueuedTimer *timer, gint64 due_us)
{
  timer->due_us = due_us;
  timer->serial = self->next_serial++;
  if (timer->position == NULL)
    timer->position = g_sequence_insert_sorted (self->timers, timer, compare, NULL);
  else
    g_sequence_sort_changed (timer->position, compare, NULL);
  update_source (self);
}

void
lc_timer_queue_remove (LcTimerQueue *self, LcQueuedTimer *timer)
{
  if (timer->position == NULL)
    return;
  g_sequence_remove (timer->position);
  timer->position = NULL;
  update_source (self);
}

/**
 * lc_timer_queue_take_due:
 *
 * Returns: (nullable) (transfer none): the earliest that is due, no longer
 *   set
 */
LcQueuedTimer *
lc_timer_queue_take_due (LcTimerQueue *self, gint64 now_us)
{
  GSequenceIter *first = g_sequence_get_begin_iter (self->timers);
  LcQueuedTimer *timer;

  if (g_sequence_iter_is_end (first))
    return NULL;
  timer = g_sequence_get (first);
  if (timer->due_us > now_us)
    return NULL;
  lc_timer_queue_remove (self, timer);
  return timer;
}
