/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-series.h: the latency to the regions as points of a chart, made
 * from the rows of a checklist and kept in step with them. It stands between
 * the rows and whatever draws them, and knows nothing of drawing.
 *
 * LcRegionSeries::changed is emitted whenever a point may have changed.
 */
#pragma once

#include "check/lc-checklist.h"
#include "measurement/lc-stats.h"

G_BEGIN_DECLS

/* In the order in which points stand in the series. */
typedef enum
{
  LC_REGION_MEASURED,   /* there are round-trip times */
  LC_REGION_REACHED,    /* it answered, but no round-trip time was brought home */
  LC_REGION_WAITING,    /* not known yet */
  LC_REGION_UNANSWERED,
  LC_REGION_NOT_TESTED,
} LcRegionState;

/* Among whom the recommended region has the lowest latency. */
typedef enum
{
  LC_REGION_BEST_OF_ALL,
  LC_REGION_BEST_ON_LIST, /* of those on the vendor's list that answer over UDP */
  LC_REGION_BEST_USABLE,  /* some that are nearer are on no list of the vendor, answer over TCP only, or lose more */
} LcRegionChoice;

/**
 * LcRegionPoint:
 * @check: the row; held by the series
 * @stats: figures in microseconds, -1 where there are none
 * @method: (nullable): "stun-udp", "tcp-3478" or "tcp-443" when it answered
 * @is_tcp: measured over TCP, the second best
 * @is_on_list: it is on the vendor's list
 * @is_recommended: the recommended region
 * @choice: of the recommended region: why it is
 * @is_tied: within the noise of the recommended one
 * @is_dns_choice: DNS sends the person here, and not to the recommended region
 */
typedef struct
{
  LcCheck *check;
  LcRegionState state;
  LcStats stats;
  const char *method;
  gboolean is_tcp;
  gboolean is_on_list;
  gboolean is_recommended;
  LcRegionChoice choice;
  gboolean is_tied;
  gboolean is_dns_choice;
} LcRegionPoint;

#define LC_TYPE_REGION_SERIES (lc_region_series_get_type ())
G_DECLARE_FINAL_TYPE (LcRegionSeries, lc_region_series, LC, REGION_SERIES, GObject)

LcRegionSeries      *lc_region_series_new (void);
LcChecklist         *lc_region_series_get_checklist (LcRegionSeries *self);
void                 lc_region_series_set_checklist (LcRegionSeries *self, LcChecklist *checklist);

guint                lc_region_series_get_size (LcRegionSeries *self);
const LcRegionPoint *lc_region_series_get (LcRegionSeries *self, guint index);
const LcRegionPoint *lc_region_series_find_recommended (LcRegionSeries *self);
gint64               lc_region_series_get_extent_us (LcRegionSeries *self);

G_END_DECLS
