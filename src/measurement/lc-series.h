/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-series.h: one quantity over the time of a measurement, beside the round-trip
 * times, which have samples of their own.
 */
#pragma once

#include "base/lc-json-reader.h"

G_BEGIN_DECLS

/* What the values of a series are. The nicks stand in saved runs. */
typedef enum
{
  LC_UNIT_MICROSECONDS,
  LC_UNIT_BITS_PER_SECOND,
  LC_UNIT_BYTES,
  LC_UNIT_PACKETS,
} LcUnit;

/**
 * LcSeriesPoint:
 * @at_us: microseconds since the start of the run
 * @value: in the unit of the series
 */
typedef struct
{
  gint64 at_us;
  gint64 value;
} LcSeriesPoint;

typedef struct _LcSeries LcSeries;

#define LC_TYPE_SERIES (lc_series_get_type ())
GType                lc_series_get_type (void);
LcSeries            *lc_series_new (const char *name, LcUnit unit);
LcSeries            *lc_series_ref (LcSeries *self);
void                 lc_series_unref (LcSeries *self);

const char          *lc_series_get_name (const LcSeries *self);
LcUnit               lc_series_get_unit (const LcSeries *self);
const LcSeriesPoint *lc_series_get_points (const LcSeries *self, guint *n_points);
void                 lc_series_add (LcSeries *self, gint64 at_us, gint64 value);
void                 lc_series_sort (LcSeries *self);

JsonNode            *lc_series_to_json (const LcSeries *self);
LcSeries            *lc_series_from_json (LcJsonReader *reader);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcSeries, lc_series_unref)

G_END_DECLS
