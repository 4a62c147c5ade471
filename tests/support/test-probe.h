/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-probe.h: a probe that does what a test tells it to, without a network.
 */
#pragma once

#include "check/lc-probe.h"

G_BEGIN_DECLS

typedef enum
{
  TEST_PROBE_ANSWERS,   /* one step, answered at once */
  TEST_PROBE_HANGS,     /* opens a step, ignores even the cancellable */
  TEST_PROBE_CANNOT,    /* fails with an error before asking */
} TestProbeManner;

#define TEST_TYPE_PROBE (test_probe_get_type ())
G_DECLARE_FINAL_TYPE (TestProbe, test_probe, TEST, PROBE, LcProbe)

LcProbe *test_probe_new (const char *id, TestProbeManner manner);
void     test_probe_let_go (TestProbe *self);
void     test_probe_hear (TestProbe *self);
gboolean test_probe_was_asked (TestProbe *self);

G_END_DECLS
