/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-measurement-private.h: how a measurement is made; for the recorder, the
 * reader of saved runs and what hides secrets in one.
 */
#pragma once

#include "measurement/lc-measurement.h"

G_BEGIN_DECLS

GArray        *lc_step_array_new (void);
LcMeasurement *lc_measurement_new_take (LcOutcome outcome, gint64 start_us, gint64 duration_us, LcFacts *facts,
                                        GArray *steps, GArray *samples, GPtrArray *series);

G_END_DECLS
