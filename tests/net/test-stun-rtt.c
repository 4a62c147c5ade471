/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-stun-rtt.c: are round-trip times right, also when the main loop is busy?
 *
 * A server holds every answer back for a known time. The rest of a round trip,
 * on one machine, is a few microseconds, so what is measured beyond the time
 * held is the error.
 */
#include "net/lc-stun-udp.h"
#include "tests/support/test-echo-thread.h"
#include "tests/support/test-namespace.h"

#include <stdlib.h>

#define N_SAMPLES 41
#define HOLD_US 12000
#define BUSY_US 30000
#define MAX_MEDIAN_ERROR_NS 150000

typedef struct
{
  LcStunResult *result;
  gboolean done;
} RttAnswer;

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RttAnswer *answer = user_data;

  answer->result = lc_stun_udp_ask_finish (LC_STUN_UDP (source), result, NULL);
  answer->done = TRUE;
}

/* Keeps the main loop, and a processor, busy most of the time. */
static gboolean
be_busy_cb (gpointer user_data)
{
  gint64 end_us = g_get_monotonic_time () + BUSY_US;

  while (g_get_monotonic_time () < end_us)
    continue;
  return G_SOURCE_CONTINUE;
}

static void
test_known_delay (gconstpointer data)
{
  gboolean is_busy = GPOINTER_TO_INT (data);
  g_autoptr (TestEchoThread) server = test_echo_thread_new ("127.0.0.1", HOLD_US);
  g_autoptr (LcStunUdp) client = lc_stun_udp_new ();
  LcStunSchedule schedule = lc_stun_schedule_once (2000);
  guint busy = is_busy ? g_timeout_add (1, be_busy_cb, NULL) : 0;
  gint64 errors_ns[N_SAMPLES], seen_errors_ns[N_SAMPLES];
  guint n_kernel = 0;

  for (guint i = 0; i < N_SAMPLES; i++)
    {
      RttAnswer answer = { 0 };
      gint64 held_ns;

      lc_stun_udp_ask_async (client, LC_STUN_BINDING, test_echo_thread_get_address (server), &schedule, NULL,
                             asked_cb, &answer);
      g_assert_true (test_wait_for (&answer.done, 5000));
      g_assert_nonnull (answer.result);
      g_assert_cmpint (answer.result->outcome, ==, LC_OUTCOME_ANSWERED);
      held_ns = test_echo_thread_get_held_ns (server, g_inet_socket_address_get_port (answer.result->reply->mapped));
      errors_ns[i] = ABS (answer.result->rtt_us * 1000 - held_ns);
      seen_errors_ns[i] = ABS (answer.result->duration_us * 1000 - held_ns);
      n_kernel += answer.result->kernel_timestamps;
      lc_stun_result_free (answer.result);
    }
  if (busy != 0)
    g_source_remove (busy);

  qsort (errors_ns, N_SAMPLES, sizeof (gint64), compare);
  qsort (seen_errors_ns, N_SAMPLES, sizeof (gint64), compare);
  g_test_message ("main loop %s: error of the round-trip time, us: median %.1f, 95th percentile %.1f; "
                  "of what the main loop saw: median %.1f",
                  is_busy ? "busy" : "idle", errors_ns[N_SAMPLES / 2] / 1e3, errors_ns[N_SAMPLES * 95 / 100] / 1e3,
                  seen_errors_ns[N_SAMPLES / 2] / 1e3);
  g_assert_cmpuint (n_kernel, >=, N_SAMPLES - 2); /* stamping starts a moment after it was asked for */
  g_assert_cmpint (errors_ns[N_SAMPLES / 2], <=, MAX_MEDIAN_ERROR_NS);
  if (is_busy)
    g_assert_cmpint (seen_errors_ns[N_SAMPLES / 2], >, 10 * MAX_MEDIAN_ERROR_NS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/net/stun-rtt/idle", GINT_TO_POINTER (FALSE), test_known_delay);
  g_test_add_data_func ("/net/stun-rtt/busy", GINT_TO_POINTER (TRUE), test_known_delay);
  return g_test_run ();
}
