/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-latency-sampler.c: series that share their moments; lost samples, late
 * comers, ends and cancellation.
 */
#include "net/lc-latency-sampler.h"
#include "tests/support/test-echo-thread.h"
#include "tests/support/test-namespace.h"
#include "tests/support/test-stun-server.h"

#define INTERVAL_MS 20

typedef struct
{
  GArray *sent_us; /* of gint64, as told */
  guint n_answered;
  guint n_lost;
  gint64 largest_rtt_us;
  gboolean done;
  gboolean ok;
  GError *error;
} SeriesSeen;

typedef struct
{
  LcStunUdp *udp;
  LcConnector *connector;
  LcLatencySampler *sampler;
} SamplerFixture;

static void
series_init (SeriesSeen *series)
{
  *series = (SeriesSeen){ .sent_us = g_array_new (FALSE, FALSE, sizeof (gint64)) };
}

static void
series_clear (SeriesSeen *series)
{
  g_array_unref (series->sent_us);
  g_clear_error (&series->error);
}

static void
set_up (SamplerFixture *fixture, gconstpointer data)
{
  fixture->udp = lc_stun_udp_new ();
  fixture->connector = lc_connector_new (LC_CONNECTOR_MAX_OPEN);
  fixture->sampler = lc_latency_sampler_new (fixture->udp, fixture->connector, INTERVAL_MS);
}

static void
tear_down (SamplerFixture *fixture, gconstpointer data)
{
  gboolean never = FALSE;

  test_wait_for (&never, 20); /* what was cancelled comes home */
  g_assert_finalize_object (fixture->sampler);
  g_assert_finalize_object (fixture->connector);
  g_assert_finalize_object (fixture->udp);
}

static void
sample_cb (gint64 sent_monotonic_us, gint64 rtt_us, gpointer user_data)
{
  SeriesSeen *series = user_data;

  g_assert_false (series->done);
  g_array_append_val (series->sent_us, sent_monotonic_us);
  series->largest_rtt_us = MAX (series->largest_rtt_us, rtt_us);
  if (rtt_us >= 0)
    series->n_answered++;
  else
    series->n_lost++;
}

static void
over_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SeriesSeen *series = user_data;

  g_assert_false (series->done);
  series->ok = lc_latency_sampler_run_finish (LC_LATENCY_SAMPLER (source), result, &series->error);
  series->done = TRUE;
}

static void
run (SamplerFixture *fixture, GSocketAddress *server, LcTransport transport, guint n_samples, guint timeout_ms,
     guint end_ms, GCancellable *cancellable, SeriesSeen *series)
{
  LcSeriesPlan plan = { .transport = transport, .n_samples = n_samples, .timeout_ms = timeout_ms };

  if (end_ms != 0)
    plan.end_monotonic_us = g_get_monotonic_time () + 1000 * end_ms;
  series_init (series);
  lc_latency_sampler_run_async (fixture->sampler, server, &plan, sample_cb, series, cancellable, over_cb, series);
}

static TestStunServer *
server_new (const char *address)
{
  TestStunServer *server = test_stun_server_new (address, 0);

  test_stun_server_listen_udp (server);
  return server;
}

static int
compare_us (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* Every series keeps its interval, and no two ask at the same moment. */
static void
test_interleaved (SamplerFixture *fixture, gconstpointer data)
{
  enum { N_SERIES = 5, N_SAMPLES = 20 };
  TestStunServer *servers[N_SERIES];
  SeriesSeen series[N_SERIES];
  gint64 first_us = G_MAXINT64, last_first_us = 0;

  for (guint i = 0; i < N_SERIES; i++)
    {
      servers[i] = server_new ("127.0.0.1");
      run (fixture, test_stun_server_get_address (servers[i]), LC_TRANSPORT_UDP, N_SAMPLES, 1000, 0, NULL, &series[i]);
    }
  for (guint i = 0; i < N_SERIES; i++)
    g_assert_true (test_wait_for (&series[i].done, 3000));

  for (guint i = 0; i < N_SERIES; i++)
    {
      g_assert_no_error (series[i].error);
      g_assert_cmpuint (series[i].n_answered, ==, N_SAMPLES);
      g_assert_cmpuint (test_stun_server_get_n_requests (servers[i]), ==, N_SAMPLES);
      g_array_sort (series[i].sent_us, compare_us);
      first_us = MIN (first_us, g_array_index (series[i].sent_us, gint64, 0));
      last_first_us = MAX (last_first_us, g_array_index (series[i].sent_us, gint64, 0));
      for (guint j = 1; j < N_SAMPLES; j++)
        g_assert_cmpint (g_array_index (series[i].sent_us, gint64, j) -
                           g_array_index (series[i].sent_us, gint64, j - 1),
                         >=, 1000 * INTERVAL_MS / 2 - 1000);
    }
  /* All began within one tick, at moments of their own. */
  g_assert_cmpint (last_first_us - first_us, >, 1000 * INTERVAL_MS / 4);
  g_assert_cmpint (last_first_us - first_us, <, 1000 * INTERVAL_MS * 4);
  for (guint i = 0; i < N_SERIES; i++)
    {
      series_clear (&series[i]);
      g_assert_finalize_object (servers[i]);
    }
}

static void
test_loss (SamplerFixture *fixture, gconstpointer data)
{
  g_autoptr (TestStunServer) server = server_new ("127.0.0.1");
  SeriesSeen series;

  test_stun_server_set_ignored (server, 3);
  run (fixture, test_stun_server_get_address (server), LC_TRANSPORT_UDP, 10, 200, 0, NULL, &series);
  g_assert_true (test_wait_for (&series.done, 3000));
  g_assert_no_error (series.error);
  g_assert_cmpuint (series.n_answered, ==, 7);
  g_assert_cmpuint (series.n_lost, ==, 3);
  series_clear (&series);
}

static void
test_silent (SamplerFixture *fixture, gconstpointer data)
{
  g_autoptr (TestStunServer) server = server_new ("127.0.0.1");
  gint64 start_us = g_get_monotonic_time ();
  SeriesSeen series;

  test_stun_server_set_manner (server, TEST_STUN_SILENT);
  run (fixture, test_stun_server_get_address (server), LC_TRANSPORT_UDP, 5, 150, 0, NULL, &series);
  g_assert_true (test_wait_for (&series.done, 3000));
  g_assert_no_error (series.error);
  g_assert_cmpuint (series.n_answered, ==, 0);
  g_assert_cmpuint (series.n_lost, ==, 5);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 1000000);
  series_clear (&series);
}

static gboolean
be_busy_cb (gpointer user_data)
{
  g_usleep (400000);
  return G_SOURCE_CONTINUE;
}

/* The main loop is stopped for longer than a sample may take: what arrived in
 * the meantime is not lost, and its time is not this process's. */
static void
test_late_main_loop (SamplerFixture *fixture, gconstpointer data)
{
  g_autoptr (TestEchoThread) server = test_echo_thread_new ("127.0.0.1", 1000);
  g_autoptr (TestStunServer) acceptor = test_stun_server_new ("127.0.0.1", 0);
  guint busy = g_timeout_add (1, be_busy_cb, NULL);
  SeriesSeen series[2];

  test_stun_server_listen_tcp (acceptor);
  run (fixture, test_echo_thread_get_address (server), LC_TRANSPORT_UDP, 8, 200, 0, NULL, &series[0]);
  run (fixture, test_stun_server_get_address (acceptor), LC_TRANSPORT_TCP, 8, 200, 0, NULL, &series[1]);
  for (guint i = 0; i < G_N_ELEMENTS (series); i++)
    {
      g_assert_true (test_wait_for (&series[i].done, 10000));
      g_assert_cmpuint (series[i].n_answered, ==, 8);
      g_assert_cmpuint (series[i].n_lost, ==, 0);
      g_assert_cmpint (series[i].largest_rtt_us, <, 200000);
      series_clear (&series[i]);
    }
  g_source_remove (busy);
}

/* The last answers are lost: that is known long before their time-out. */
static void
test_does_not_wait_for_the_lost (SamplerFixture *fixture, gconstpointer data)
{
  g_autoptr (TestStunServer) server = server_new ("127.0.0.1");
  gint64 start_us = g_get_monotonic_time ();
  gboolean never = FALSE;
  SeriesSeen series;

  run (fixture, test_stun_server_get_address (server), LC_TRANSPORT_UDP, 10, 5000, 0, NULL, &series);
  test_wait_for (&never, 100);
  test_stun_server_set_manner (server, TEST_STUN_SILENT);
  g_assert_true (test_wait_for (&series.done, 4000));
  g_assert_cmpuint (series.n_answered, >, 0);
  g_assert_cmpuint (series.n_lost, >, 0);
  g_assert_cmpuint (series.n_answered + series.n_lost, ==, 10);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 1500000);
  series_clear (&series);
}

static void
test_refused (SamplerFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketAddress) server = g_inet_socket_address_new_from_string ("127.0.0.1", 9);
  SeriesSeen series;

  run (fixture, server, LC_TRANSPORT_UDP, 5, 2000, 0, NULL, &series);
  g_assert_true (test_wait_for (&series.done, 1000));
  g_assert_no_error (series.error);
  g_assert_cmpuint (series.n_lost, ==, 5);
  series_clear (&series);
}

static void
test_end (SamplerFixture *fixture, gconstpointer data)
{
  g_autoptr (TestStunServer) server = server_new ("127.0.0.1");
  gint64 start_us = g_get_monotonic_time ();
  SeriesSeen series;

  run (fixture, test_stun_server_get_address (server), LC_TRANSPORT_UDP, 1000, 1000, 200, NULL, &series);
  g_assert_true (test_wait_for (&series.done, 1000));
  g_assert_no_error (series.error);
  g_assert_cmpint (g_get_monotonic_time () - start_us, >=, 199000);
  g_assert_cmpuint (series.n_answered, >, 3);
  g_assert_cmpuint (series.n_lost, ==, 0);
  series_clear (&series);
}

static void
test_late_comer (SamplerFixture *fixture, gconstpointer data)
{
  g_autoptr (TestStunServer) first = server_new ("127.0.0.1");
  g_autoptr (TestStunServer) second = server_new ("127.0.0.1");
  gboolean never = FALSE;
  SeriesSeen early, late;

  run (fixture, test_stun_server_get_address (first), LC_TRANSPORT_UDP, 20, 1000, 0, NULL, &early);
  test_wait_for (&never, 100);
  run (fixture, test_stun_server_get_address (second), LC_TRANSPORT_UDP, 20, 1000, 0, NULL, &late);
  g_assert_true (test_wait_for (&early.done, 2000));
  g_assert_false (late.done);
  g_assert_true (test_wait_for (&late.done, 2000));
  g_assert_cmpuint (early.n_answered, ==, 20);
  g_assert_cmpuint (late.n_answered, ==, 20);
  series_clear (&early);
  series_clear (&late);
}

/* What was seen until then stays seen. */
static void
test_cancel (SamplerFixture *fixture, gconstpointer data)
{
  guint after_ms = GPOINTER_TO_UINT (data);
  g_autoptr (TestStunServer) server = server_new ("127.0.0.1");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean never = FALSE;
  gint64 start_us;
  SeriesSeen series;

  if (after_ms == 0)
    g_cancellable_cancel (cancellable);
  run (fixture, test_stun_server_get_address (server), LC_TRANSPORT_UDP, 100, 1000, 0, cancellable, &series);
  g_assert_false (series.done);
  if (after_ms != 0)
    test_wait_for (&never, after_ms);
  start_us = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  g_assert_true (test_wait_for (&series.done, 1000));
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 100000);
  g_assert_error (series.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (series.n_lost, ==, 0);
  if (after_ms >= 100)
    g_assert_cmpuint (series.n_answered, >, 1);
  g_assert_finalize_object (g_steal_pointer (&cancellable));
  series_clear (&series);
}

static void
test_tcp (SamplerFixture *fixture, gconstpointer data)
{
  g_autoptr (TestStunServer) server = test_stun_server_new ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) closed = g_inet_socket_address_new_from_string ("127.0.0.1", 9);
  SeriesSeen series, refused;

  test_stun_server_listen_tcp (server);
  run (fixture, test_stun_server_get_address (server), LC_TRANSPORT_TCP, 5, 1000, 0, NULL, &series);
  run (fixture, closed, LC_TRANSPORT_TCP, 3, 1000, 0, NULL, &refused);
  g_assert_true (test_wait_for (&series.done, 2000));
  g_assert_true (test_wait_for (&refused.done, 2000));
  g_assert_no_error (series.error);
  g_assert_cmpuint (series.n_answered, ==, 5);
  g_assert_cmpuint (refused.n_lost, ==, 3);
  series_clear (&series);
  series_clear (&refused);
}

#define ADD(path, func, data) g_test_add (path, SamplerFixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/net/latency-sampler/interleaved", test_interleaved, NULL);
  ADD ("/net/latency-sampler/loss", test_loss, NULL);
  ADD ("/net/latency-sampler/silent", test_silent, NULL);
  ADD ("/net/latency-sampler/does-not-wait-for-the-lost", test_does_not_wait_for_the_lost, NULL);
  ADD ("/net/latency-sampler/late-main-loop", test_late_main_loop, NULL);
  ADD ("/net/latency-sampler/refused", test_refused, NULL);
  ADD ("/net/latency-sampler/end", test_end, NULL);
  ADD ("/net/latency-sampler/late-comer", test_late_comer, NULL);
  ADD ("/net/latency-sampler/cancel/before", test_cancel, GUINT_TO_POINTER (0));
  ADD ("/net/latency-sampler/cancel/soon", test_cancel, GUINT_TO_POINTER (5));
  ADD ("/net/latency-sampler/cancel/later", test_cancel, GUINT_TO_POINTER (100));
  ADD ("/net/latency-sampler/tcp", test_tcp, NULL);
  return g_test_run ();
}
