/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-timer-queue.c: timers are due in their order, once, and can be moved.
 */
#include "net/lc-timer-queue.h"

static void
count_cb (gpointer user_data)
{
  ++*(guint *) user_data;
}

static void
test_order (void)
{
  LcTimerQueue *queue = lc_timer_queue_new (NULL, count_cb, NULL);
  LcQueuedTimer timers[4] = { { 0 } };

  lc_timer_queue_set (queue, &timers[0], 300);
  lc_timer_queue_set (queue, &timers[1], 100);
  lc_timer_queue_set (queue, &timers[2], 200);
  lc_timer_queue_set (queue, &timers[3], 200);
  g_assert_null (lc_timer_queue_take_due (queue, 99));
  g_assert_true (lc_timer_queue_take_due (queue, 200) == &timers[1]);
  g_assert_true (lc_timer_queue_take_due (queue, 200) == &timers[2]);
  g_assert_true (lc_timer_queue_take_due (queue, 200) == &timers[3]);
  g_assert_null (lc_timer_queue_take_due (queue, 200));
  g_assert_true (lc_timer_queue_take_due (queue, 300) == &timers[0]);
  g_assert_null (lc_timer_queue_take_due (queue, G_MAXINT64));
  lc_timer_queue_free (queue);
}

static void
test_moved (void)
{
  LcTimerQueue *queue = lc_timer_queue_new (NULL, count_cb, NULL);
  LcQueuedTimer first = { 0 };
  LcQueuedTimer second = { 0 };

  lc_timer_queue_set (queue, &first, 100);
  lc_timer_queue_set (queue, &second, 200);
  lc_timer_queue_set (queue, &first, 300);
  g_assert_true (lc_timer_queue_take_due (queue, 250) == &second);
  g_assert_null (lc_timer_queue_take_due (queue, 250));
  lc_timer_queue_remove (queue, &first);
  lc_timer_queue_remove (queue, &first);
  g_assert_null (lc_timer_queue_take_due (queue, G_MAXINT64));
  lc_timer_queue_set (queue, &first, 1);
  g_assert_true (lc_timer_queue_take_due (queue, 1) == &first);
  lc_timer_queue_free (queue);
}

/* The main loop says when the earliest is due, and not when none is set. */
static void
test_main_loop (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  guint n_calls = 0;
  LcTimerQueue *queue = lc_timer_queue_new (context, count_cb, &n_calls);
  LcQueuedTimer timer = { 0 };
  gint64 due_us = g_get_monotonic_time () + 20000;

  while (g_main_context_iteration (context, FALSE))
    continue;
  g_assert_cmpuint (n_calls, ==, 0);
  lc_timer_queue_set (queue, &timer, due_us);
  while (n_calls == 0)
    g_main_context_iteration (context, TRUE);
  g_assert_cmpint (g_get_monotonic_time (), >=, due_us);
  g_assert_true (lc_timer_queue_take_due (queue, g_get_monotonic_time ()) == &timer);
  while (g_main_context_iteration (context, FALSE))
    continue;
  g_assert_cmpuint (n_calls, ==, 1);
  lc_timer_queue_free (queue);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/timer-queue/order", test_order);
  g_test_add_func ("/net/timer-queue/moved", test_moved);
  g_test_add_func ("/net/timer-queue/main-loop", test_main_loop);
  return g_test_run ();
}
