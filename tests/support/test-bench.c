/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-bench.c: see test-bench.h.
 */
#include "tests/support/test-bench.h"

#include "tests/support/test-namespace.h"

#define HOME_MS 20 /* for what was cancelled to come home */
#define CANCEL_US 500000 /* much less than anything waits for an answer */

static void
let_come_home (void)
{
  gboolean never = FALSE;

  test_wait_for (&never, HOME_MS);
}

void
test_bench_set_up (TestBench *bench)
{
  g_autoptr (GError) error = NULL;

  bench->dns = test_dns_server_new ();
  bench->resolver = lc_resolver_new_with_servers (test_dns_server_get_address (bench->dns), &error);
  g_assert_no_error (error);
  bench->udp = lc_stun_udp_new ();
  bench->connector = lc_connector_new (LC_CONNECTOR_MAX_OPEN);
  bench->servers = g_ptr_array_new_with_free_func (g_object_unref);
}

/* Whatever else holds on to these goes before. */
void
test_bench_tear_down (TestBench *bench)
{
  let_come_home ();
  g_clear_object (&bench->measurement);
  g_assert_finalize_object (bench->connector);
  g_assert_finalize_object (bench->udp);
  g_object_unref (bench->resolver);
  g_object_unref (bench->dns);
  g_ptr_array_unref (bench->servers);
}

/* Returns: (transfer none): a server until test_bench_tear_down() */
TestStunServer *
test_bench_add_server (TestBench *bench, const char *address, guint16 port, LcTransport transport,
                       TestStunManner manner)
{
  TestStunServer *server = test_stun_server_new (address, port);

  if (transport == LC_TRANSPORT_UDP)
    {
      test_stun_server_listen_udp (server);
    }
  else if (transport == LC_TRANSPORT_TCP)
    {
      test_stun_server_listen_tcp (server);
    }
  else
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "certificates", "good.pem", NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);

      g_assert_no_error (error);
      test_stun_server_listen_tls (server, certificate);
    }
  test_stun_server_set_manner (server, manner);
  g_ptr_array_add (bench->servers, server);
  return server;
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestBench *bench = user_data;

  g_assert_false (bench->done);
  bench->measurement = lc_probe_run_finish (LC_PROBE (source), result);
  bench->done = TRUE;
}

/**
 * test_bench_run:
 * @probe: (transfer full)
 * @within_ms: the longest that it may take
 *
 * Returns: how long it took, in ms
 */
gint64
test_bench_run (TestBench *bench, LcProbe *probe, guint within_ms)
{
  gint64 start_us = g_get_monotonic_time ();
  gint64 took_us;
  LcClock clock;

  lc_clock_start (&clock);
  lc_probe_run_async (probe, &clock, NULL, ran_cb, bench);
  g_assert_true (test_wait_for (&bench->done, within_ms));
  took_us = g_get_monotonic_time () - start_us;
  let_come_home ();
  g_assert_finalize_object (probe);
  g_assert_cmpuint (lc_stun_udp_get_n_pending (bench->udp), ==, 0);
  return took_us / 1000;
}

/**
 * test_bench_cancel:
 * @probe: (transfer full): waits for what does not come so soon
 * @after_ms: 0 for before it begins, 1 for as soon as it has begun
 *
 * Runs the probe, and cancels it.
 */
void
test_bench_cancel (TestBench *bench, LcProbe *probe, guint after_ms)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint64 start_us;
  LcClock clock;

  lc_clock_start (&clock);
  if (after_ms == 0)
    g_cancellable_cancel (cancellable);
  lc_probe_run_async (probe, &clock, cancellable, ran_cb, bench);
  if (after_ms > 1)
    g_assert_false (test_wait_for (&bench->done, after_ms));
  start_us = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  g_assert_true (test_wait_for (&bench->done, 1000));
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, CANCEL_US);
  let_come_home ();
  g_assert_finalize_object (probe);
}

const LcFacts *
test_bench_get_facts (TestBench *bench)
{
  return lc_measurement_get_facts (bench->measurement);
}

void
test_bench_assert_outcome (TestBench *bench, LcOutcome outcome)
{
  g_assert_cmpint (lc_measurement_get_outcome (bench->measurement), ==, outcome);
}
