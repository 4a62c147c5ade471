/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-measurement.h: the frozen facts that one probe brought home.
 *
 * A measurement holds no prose and no judgement: steps with their times, RTT
 * samples, series, typed facts, and one outcome. It is made by an LcRecorder and never
 * changes afterwards.
 */
#pragma once

#include "base/lc-facts.h"
#include "measurement/lc-series.h"

G_BEGIN_DECLS

/* Bytes of a step's target: some portals redirect to much longer addresses. */
#define LC_STEP_MAX_TARGET 1024

/**
 * LcStep:
 * @name: what was done, a stable word of lc-step-table.h
 * @target: whom it was done with, as "host" or "address:port/transport"
 * @outcome: what was seen
 * @start_us: microseconds since the start of the run
 * @duration_us: how long it took
 * @facts: what was learned in this step (ICMP sender, status, addresses, ...)
 */
typedef struct
{
  char *name;
  char *target;
  LcOutcome outcome;
  gint64 start_us;
  gint64 duration_us;
  LcFacts *facts;
} LcStep;

/**
 * LcSample:
 * @sent_us: when the request left, microseconds since the start of the run
 * @rtt_us: round-trip time in microseconds, or -1 when no answer came
 */
typedef struct
{
  gint64 sent_us;
  gint64 rtt_us;
} LcSample;

#define LC_TYPE_MEASUREMENT (lc_measurement_get_type ())
/* Not LC, MEASUREMENT: <locale.h> has LC_MEASUREMENT as a macro. */
G_DECLARE_FINAL_TYPE (LcMeasurement, lc_measurement, LINECHECK, MEASUREMENT, GObject)

LcMeasurement  *lc_measurement_new_with_facts (LcMeasurement *self, LcOutcome outcome, LcFacts *facts);

LcOutcome       lc_measurement_get_outcome (LcMeasurement *self);
gint64          lc_measurement_get_start_us (LcMeasurement *self);
gint64          lc_measurement_get_duration_us (LcMeasurement *self);
const LcFacts  *lc_measurement_get_facts (LcMeasurement *self);
guint           lc_measurement_get_n_steps (LcMeasurement *self);
const LcStep   *lc_measurement_get_step (LcMeasurement *self, guint index);
GPtrArray      *lc_measurement_list_steps (LcMeasurement *self);
const LcStep   *lc_measurement_find_step (LcMeasurement *self, const char *name);
const LcSample *lc_measurement_get_samples (LcMeasurement *self, guint *n_samples);
guint           lc_measurement_get_n_series (LcMeasurement *self);
const LcSeries *lc_measurement_get_series (LcMeasurement *self, guint index);
const LcSeries *lc_measurement_find_series (LcMeasurement *self, const char *name);

JsonNode       *lc_measurement_to_json (LcMeasurement *self);
LcMeasurement  *lc_measurement_from_json (LcJsonReader *reader);

G_END_DECLS
