/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-stun-probes.c: the STUN and TURN rows, against servers and names in a
 * network of the test's own.
 */
#include "probes/lc-stun-probe.h"
#include "probes/lc-turn-probe.h"
#include "tests/support/test-bench.h"
#include "tests/support/test-namespace.h"

#define HOST "stun.test"
#define PORT 3478
#define FIRST "127.0.0.1"
#define SECOND "127.0.0.2"

static void
set_up (TestBench *bench, gconstpointer data)
{
  test_bench_set_up (bench);
}

static void
tear_down (TestBench *bench, gconstpointer data)
{
  test_bench_tear_down (bench);
}

/* Takes the probe. Returns: how long it took, in ms */
static gint64
run (TestBench *bench, LcProbe *probe, guint deadline_ms)
{
  lc_probe_set_deadline_ms (probe, deadline_ms);
  return test_bench_run (bench, probe, deadline_ms + 1000);
}

static LcProbe *
stun_probe (TestBench *bench, LcTransport transport)
{
  return lc_stun_probe_new ("stun", bench->resolver, bench->udp, bench->connector, HOST, PORT, transport);
}

static LcProbe *
turn_probe (TestBench *bench, guint16 port, LcTransport transport)
{
  return lc_turn_probe_new ("turn", bench->resolver, bench->udp, bench->connector, HOST, port, transport);
}

static const LcStep *
find_step (TestBench *bench, const char *name, const char *target)
{
  for (guint i = 0; i < lc_measurement_get_n_steps (bench->measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (bench->measurement, i);

      if (g_str_equal (step->name, name) && g_str_equal (step->target, target))
        return step;
    }
  g_error ("no step %s with %s", name, target);
}

static void
assert_step (TestBench *bench, const char *name, const char *target, LcOutcome outcome)
{
  g_assert_cmpint (find_step (bench, name, target)->outcome, ==, outcome);
}

/* Every address gets its own Binding, IPv6 too. */
static void
test_every_address (TestBench *bench, gconstpointer data)
{
  const LcStep *step;

  test_bench_add_server (bench, FIRST, PORT, LC_TRANSPORT_UDP, TEST_STUN_ANSWERS);
  test_bench_add_server (bench, SECOND, PORT, LC_TRANSPORT_UDP, TEST_STUN_REWRITTEN);
  test_bench_add_server (bench, "::1", PORT, LC_TRANSPORT_UDP, TEST_STUN_ANSWERS);
  test_dns_server_add (bench->dns, HOST, FIRST " " SECOND " ::1");
  g_assert_cmpint (run (bench, stun_probe (bench, LC_TRANSPORT_UDP), 4000), <, 1000);

  test_bench_assert_outcome (bench, LC_OUTCOME_ANSWERED);
  assert_step (bench, "binding", FIRST ":3478/udp", LC_OUTCOME_ANSWERED);
  assert_step (bench, "binding", "[::1]:3478/udp", LC_OUTCOME_ANSWERED);
  step = find_step (bench, "binding", SECOND ":3478/udp");
  g_assert_cmpint (step->outcome, ==, LC_OUTCOME_ANSWERED);
  g_assert_true (lc_facts_get_bool (step->facts, LC_FACT_REWRITTEN));
  g_assert_nonnull (lc_facts_get_string (step->facts, LC_FACT_PLAIN_MAPPED_ADDRESS));
  g_assert_cmpstr (lc_facts_get_string (step->facts, LC_FACT_TIMESTAMPS), ==, "kernel");
  g_assert_nonnull (lc_facts_get_string (test_bench_get_facts (bench), LC_FACT_ADDRESS));
  g_assert_nonnull (lc_facts_get_string (test_bench_get_facts (bench), LC_FACT_MAPPED_ADDRESS));
  g_assert_cmpint (lc_facts_get_int (test_bench_get_facts (bench), LC_FACT_RTT_US, -1), >=, 0);
  g_assert_false (lc_facts_has (test_bench_get_facts (bench), LC_FACT_ANSWERED_BY));
}

/* One silent address is seen, but does not cost the whole deadline. */
static void
test_one_address_is_silent (TestBench *bench, gconstpointer data)
{
  test_bench_add_server (bench, FIRST, PORT, LC_TRANSPORT_UDP, TEST_STUN_ANSWERS);
  test_bench_add_server (bench, SECOND, PORT, LC_TRANSPORT_UDP, TEST_STUN_SILENT);
  test_dns_server_add (bench->dns, HOST, FIRST " " SECOND);
  g_assert_cmpint (run (bench, stun_probe (bench, LC_TRANSPORT_UDP), 4000), <, 2500);
  test_bench_assert_outcome (bench, LC_OUTCOME_ANSWERED);
  assert_step (bench, "binding", FIRST ":3478/udp", LC_OUTCOME_ANSWERED);
  assert_step (bench, "binding", SECOND ":3478/udp", LC_OUTCOME_NO_ANSWER);
}

typedef struct
{
  const char *name;
  LcTransport transport;
  LcStunMethod method;
  TestStunManner manner;
  LcOutcome outcome;
  const char *step;
  guint most_ms;
} StunRowCase;

static const StunRowCase rows[] = {
  { "stun-udp", LC_TRANSPORT_UDP, LC_STUN_BINDING, TEST_STUN_ANSWERS, LC_OUTCOME_ANSWERED, "binding", 1000 },
  { "stun-tcp", LC_TRANSPORT_TCP, LC_STUN_BINDING, TEST_STUN_ANSWERS, LC_OUTCOME_ANSWERED, "binding", 1000 },
  { "turn-udp", LC_TRANSPORT_UDP, LC_STUN_ALLOCATE, TEST_STUN_ANSWERS, LC_OUTCOME_ANSWERED, "allocate", 1000 },
  { "turn-tcp", LC_TRANSPORT_TCP, LC_STUN_ALLOCATE, TEST_STUN_ANSWERS, LC_OUTCOME_ANSWERED, "allocate", 1000 },
  { "turn-tcp-sliced", LC_TRANSPORT_TCP, LC_STUN_ALLOCATE, TEST_STUN_SLICED, LC_OUTCOME_ANSWERED, "allocate", 1000 },
  { "turn-udp-bare-401", LC_TRANSPORT_UDP, LC_STUN_ALLOCATE, TEST_STUN_BARE_401, LC_OUTCOME_MALFORMED, "allocate",
    1000 },
  { "turn-tcp-bare-401", LC_TRANSPORT_TCP, LC_STUN_ALLOCATE, TEST_STUN_BARE_401, LC_OUTCOME_MALFORMED, "allocate",
    1000 },
  { "stun-udp-denied", LC_TRANSPORT_UDP, LC_STUN_BINDING, TEST_STUN_DENIES, LC_OUTCOME_DENIED, "binding", 1000 },
  { "stun-udp-silent", LC_TRANSPORT_UDP, LC_STUN_BINDING, TEST_STUN_SILENT, LC_OUTCOME_NO_ANSWER, "binding", 2000 },
  { "stun-udp-garbage", LC_TRANSPORT_UDP, LC_STUN_BINDING, TEST_STUN_GARBAGE, LC_OUTCOME_MALFORMED, "binding", 2000 },
  { "stun-tcp-silent", LC_TRANSPORT_TCP, LC_STUN_BINDING, TEST_STUN_SILENT, LC_OUTCOME_NO_ANSWER, "binding", 2000 },
  { "stun-tcp-reset", LC_TRANSPORT_TCP, LC_STUN_BINDING, TEST_STUN_RESETS, LC_OUTCOME_RESET, "binding", 1000 },
  { "stun-tcp-closed", LC_TRANSPORT_TCP, LC_STUN_BINDING, TEST_STUN_CLOSES, LC_OUTCOME_CLOSED, "binding", 1000 },
};

static void
test_row (TestBench *bench, gconstpointer data)
{
  const StunRowCase *row = data;
  g_autofree char *target = g_strdup_printf (FIRST ":3478/%s", row->transport == LC_TRANSPORT_UDP ? "udp" : "tcp");
  LcProbe *probe;

  test_bench_add_server (bench, FIRST, PORT, row->transport, row->manner);
  test_dns_server_add (bench->dns, HOST, FIRST);
  probe = row->method == LC_STUN_BINDING ? stun_probe (bench, row->transport)
                                         : turn_probe (bench, PORT, row->transport);
  g_assert_cmpint (run (bench, probe, 1000), <=, row->most_ms);
  test_bench_assert_outcome (bench, row->outcome);
  assert_step (bench, row->step, target, row->outcome);
  if (row->transport == LC_TRANSPORT_TCP)
    assert_step (bench, "tcp", target, LC_OUTCOME_ANSWERED);
  if (row->method == LC_STUN_ALLOCATE)
    {
      const LcStep *step = find_step (bench, row->step, target);

      g_assert_cmpint (lc_facts_get_int (step->facts, LC_FACT_ERROR_CODE, 0), ==, 401);
      g_assert_cmpint (lc_facts_get_bool (step->facts, LC_FACT_NONCE_PRESENT), ==, row->manner != TEST_STUN_BARE_401);
    }
}

static void
test_refused (TestBench *bench, gconstpointer data)
{
  gboolean is_udp = GPOINTER_TO_INT (data) == LC_TRANSPORT_UDP;
  const LcStep *step;

  test_dns_server_add (bench->dns, HOST, TEST_ROUTER_IPV4);
  g_assert_cmpint (run (bench, stun_probe (bench, GPOINTER_TO_INT (data)), 4000), <, 1000);
  test_bench_assert_outcome (bench, LC_OUTCOME_REFUSED);
  step = find_step (bench, is_udp ? "binding" : "tcp",
                    is_udp ? TEST_ROUTER_IPV4 ":3478/udp" : TEST_ROUTER_IPV4 ":3478/tcp");
  g_assert_cmpint (step->outcome, ==, LC_OUTCOME_REFUSED);
  if (is_udp)
    {
      g_assert_cmpstr (lc_facts_get_string (step->facts, LC_FACT_ICMP_FROM), ==, TEST_ROUTER_IPV4);
      g_assert_cmpint (lc_facts_get_int (step->facts, LC_FACT_ICMP_TYPE, -1), ==, 3);
      g_assert_cmpint (lc_facts_get_int (step->facts, LC_FACT_ICMP_CODE, -1), ==, 3);
    }
}

/* A family without a route is noted, and is nobody's fault. */
static void
test_no_route (TestBench *bench, gconstpointer data)
{
  LcTransport transport = GPOINTER_TO_INT (data);
  gboolean is_udp = transport == LC_TRANSPORT_UDP;
  const LcStep *step;

  test_bench_add_server (bench, FIRST, PORT, transport, TEST_STUN_SILENT);
  test_dns_server_add (bench->dns, HOST, FIRST " 2001:db8:2::1");
  run (bench, stun_probe (bench, transport), 600);
  step = find_step (bench, is_udp ? "binding" : "tcp",
                    is_udp ? "[2001:db8:2::1]:3478/udp" : "[2001:db8:2::1]:3478/tcp");
  g_assert_cmpint (step->outcome, ==, LC_OUTCOME_UNREACHABLE);
  g_assert_true (lc_facts_get_bool (step->facts, LC_FACT_LOCAL));
  test_bench_assert_outcome (bench, LC_OUTCOME_NO_ANSWER);
}

/* Where there is no way to any address, that is what there is to say. */
static void
test_no_route_at_all (TestBench *bench, gconstpointer data)
{
  test_dns_server_add (bench->dns, HOST, "2001:db8:2::1");
  g_assert_cmpint (run (bench, stun_probe (bench, GPOINTER_TO_INT (data)), 4000), <, 3000);
  test_bench_assert_outcome (bench, LC_OUTCOME_UNREACHABLE);
}

typedef struct
{
  const char *name;
  guint rcode;
  const char *addresses;
  LcOutcome outcome;
} NameCase;

static const NameCase names[] = {
  { "not-found", 3, NULL, LC_OUTCOME_NAME_NOT_FOUND },
  { "server-failure", 2, NULL, LC_OUTCOME_DNS_FAILED },
  { "no-address", 0, "", LC_OUTCOME_NO_ADDRESS },
};

static void
test_name (TestBench *bench, gconstpointer data)
{
  const NameCase *name = data;

  if (name->addresses != NULL)
    test_dns_server_add (bench->dns, HOST, name->addresses);
  if (name->rcode != 0)
    test_dns_server_set_rcode (bench->dns, HOST, name->rcode);
  run (bench, turn_probe (bench, PORT, LC_TRANSPORT_UDP), 4000);
  test_bench_assert_outcome (bench, name->outcome);
  assert_step (bench, "dns", HOST, name->outcome);
}

/* At 443 either of TCP and TLS is enough. */
static void
test_fallback (TestBench *bench, gconstpointer data)
{
  LcTransport speaks = GPOINTER_TO_INT (data);
  gboolean is_tls = speaks == LC_TRANSPORT_TLS;
  g_autofree char *authority = g_test_build_filename (G_TEST_DIST, "certificates", "authority.pem", NULL);
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (authority, NULL);
  LcProbe *probe = lc_turn_probe_new ("turn.443", bench->resolver, bench->udp, bench->connector, "good.test",
                                      443, LC_TRANSPORT_TCP);

  test_bench_add_server (bench, FIRST, 443, speaks, TEST_STUN_ANSWERS);
  test_dns_server_add (bench->dns, "good.test", FIRST);
  lc_turn_probe_add_transport (LC_TURN_PROBE (probe), LC_TRANSPORT_TLS);
  lc_turn_probe_set_tls_database (LC_TURN_PROBE (probe), database);
  g_assert_cmpint (run (bench, probe, 4000), <, 3000);
  test_bench_assert_outcome (bench, LC_OUTCOME_ANSWERED);
  g_assert_cmpstr (lc_facts_get_string (test_bench_get_facts (bench), LC_FACT_ANSWERED_BY), ==, is_tls ? "tls" : "tcp");
  assert_step (bench, "tcp", FIRST ":443/tls", LC_OUTCOME_ANSWERED);
  if (is_tls)
    assert_step (bench, "tls", FIRST ":443/tls", LC_OUTCOME_ANSWERED);
  else
    g_assert_cmpint (find_step (bench, "tls", FIRST ":443/tls")->outcome, !=, LC_OUTCOME_ANSWERED);
  assert_step (bench, "allocate", is_tls ? FIRST ":443/tls" : FIRST ":443/tcp", LC_OUTCOME_ANSWERED);
}

static void
test_untrusted_fallback (TestBench *bench, gconstpointer data)
{
  LcProbe *probe = lc_turn_probe_new ("turn.443", bench->resolver, bench->udp, bench->connector, "good.test",
                                      443, LC_TRANSPORT_TLS);
  g_auto (GStrv) errors = NULL;

  test_bench_add_server (bench, FIRST, 443, LC_TRANSPORT_TLS, TEST_STUN_ANSWERS);
  test_dns_server_add (bench->dns, "good.test", FIRST);
  g_assert_cmpint (run (bench, probe, 4000), <, 3000);
  test_bench_assert_outcome (bench, LC_OUTCOME_UNTRUSTED);
  errors = lc_facts_dup_strv (find_step (bench, "tls", FIRST ":443/tls")->facts, LC_FACT_TLS_ERRORS);
  g_assert_true (g_strv_contains ((const char *const *) errors, "unknown-ca"));
}

static void
test_cancel (TestBench *bench, gconstpointer data)
{
  guint after_ms = GPOINTER_TO_UINT (data);

  test_bench_add_server (bench, FIRST, PORT, LC_TRANSPORT_TCP, TEST_STUN_SILENT);
  test_dns_server_add (bench->dns, HOST, FIRST);
  test_bench_cancel (bench, turn_probe (bench, PORT, LC_TRANSPORT_TCP), after_ms);
  test_bench_assert_outcome (bench, LC_OUTCOME_CANCELLED);
  if (after_ms > 1)
    assert_step (bench, "tcp", FIRST ":3478/tcp", LC_OUTCOME_ANSWERED);
}

#define ADD(path, data, func) g_test_add (path, TestBench, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  test_namespace_enter ();
  ADD ("/probes/stun/every-address", NULL, test_every_address);
  ADD ("/probes/stun/one-address-is-silent", NULL, test_one_address_is_silent);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/probes/stun/row/%s", rows[i].name);

      ADD (path, &rows[i], test_row);
    }
  ADD ("/probes/stun/refused/udp", GINT_TO_POINTER (LC_TRANSPORT_UDP), test_refused);
  ADD ("/probes/stun/refused/tcp", GINT_TO_POINTER (LC_TRANSPORT_TCP), test_refused);
  ADD ("/probes/stun/no-route/udp", GINT_TO_POINTER (LC_TRANSPORT_UDP), test_no_route);
  ADD ("/probes/stun/no-route/tcp", GINT_TO_POINTER (LC_TRANSPORT_TCP), test_no_route);
  ADD ("/probes/stun/no-route/at-all/udp", GINT_TO_POINTER (LC_TRANSPORT_UDP), test_no_route_at_all);
  ADD ("/probes/stun/no-route/at-all/tcp", GINT_TO_POINTER (LC_TRANSPORT_TCP), test_no_route_at_all);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("/probes/stun/name/%s", names[i].name);

      ADD (path, &names[i], test_name);
    }
  ADD ("/probes/turn/fallback/tcp", GINT_TO_POINTER (LC_TRANSPORT_TCP), test_fallback);
  ADD ("/probes/turn/fallback/tls", GINT_TO_POINTER (LC_TRANSPORT_TLS), test_fallback);
  ADD ("/probes/turn/fallback/untrusted", NULL, test_untrusted_fallback);
  ADD ("/probes/turn/cancel/before", GUINT_TO_POINTER (0), test_cancel);
  ADD ("/probes/turn/cancel/at-once", GUINT_TO_POINTER (1), test_cancel);
  ADD ("/probes/turn/cancel/soon", GUINT_TO_POINTER (50), test_cancel);
  status = g_test_run ();
  test_namespace_leave ();
  return status;
}
