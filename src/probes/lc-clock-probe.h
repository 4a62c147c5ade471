/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-clock-probe.h: is this computer's clock right?
 */
#pragma once

#include "check/lc-probe.h"

G_BEGIN_DECLS

#define LC_TYPE_CLOCK_PROBE (lc_clock_probe_get_type ())
G_DECLARE_FINAL_TYPE (LcClockProbe, lc_clock_probe, LC, CLOCK_PROBE, LcProbe)

LcProbe *lc_clock_probe_new (const char *portal_id);

G_END_DECLS
