/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-bench.h: what a probe of STUN and TURN servers needs, in a network of the
 * test's own: names, servers, and what asks them.
 */
#pragma once

#include "check/lc-probe.h"
#include "net/lc-connector.h"
#include "net/lc-resolver.h"
#include "net/lc-stun-udp.h"
#include "tests/support/test-dns-server.h"
#include "tests/support/test-stun-server.h"

G_BEGIN_DECLS

typedef struct
{
  TestDnsServer *dns;
  LcResolver *resolver;
  LcStunUdp *udp;
  LcConnector *connector;
  GPtrArray *servers;
  LcMeasurement *measurement; /* of the probe that ran */
  gboolean done;
} TestBench;

void            test_bench_set_up (TestBench *bench);
void            test_bench_tear_down (TestBench *bench);
TestStunServer *test_bench_add_server (TestBench *bench, const char *address, guint16 port, LcTransport transport,
                                       TestStunManner manner);
gint64          test_bench_run (TestBench *bench, LcProbe *probe, guint within_ms);
void            test_bench_cancel (TestBench *bench, LcProbe *probe, guint after_ms);
const LcFacts  *test_bench_get_facts (TestBench *bench);
void            test_bench_assert_outcome (TestBench *bench, LcOutcome outcome);

G_END_DECLS
