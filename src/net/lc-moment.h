/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-moment.h: one moment on two clocks, so that kernel timestamps, which are
 * on the wall clock, yield times that survive somebody setting that clock.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LcMoment:
 * @monotonic_ns: CLOCK_MONOTONIC
 * @real_ns: CLOCK_REALTIME at the same moment
 */
typedef struct
{
  gint64 monotonic_ns;
  gint64 real_ns;
} LcMoment;

LcMoment lc_moment_now (void);
gint64   lc_moment_elapsed_ns (const LcMoment *sent, gint64 sent_stamp_ns, const LcMoment *seen, gint64 seen_stamp_ns,
                               gboolean *from_kernel);

G_END_DECLS
