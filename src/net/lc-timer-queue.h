/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-timer-queue.h: many timers, one source of the main loop.
 *
 * A run has thousands of time-outs pending; as many timeout sources would make
 * every turn of the main loop slow.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LcTimerQueue LcTimerQueue;

/**
 * LcQueuedTimer:
 * To be embedded, zeroed at first; private.
 */
typedef struct
{
  gint64 due_us;
  guint64 serial;
  GSequenceIter *position;
} LcQueuedTimer;

typedef void (*LcTimerQueueFunc) (gpointer user_data);

LcTimerQueue  *lc_timer_queue_new (GMainContext *context, LcTimerQueueFunc func, gpointer user_data);
void           lc_timer_queue_free (LcTimerQueue *self);

void           lc_timer_queue_set (LcTimerQueue *self, LcQueuedTimer *timer, gint64 due_us);
void           lc_timer_queue_remove (LcTimerQueue *self, LcQueuedTimer *timer);
LcQueuedTimer *lc_timer_queue_take_due (LcTimerQueue *self, gint64 now_us);

G_END_DECLS
