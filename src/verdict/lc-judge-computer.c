/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-judge-computer.c: verdicts on this computer: its network, gateway, proxy
 * and clock.
 */
#include "verdict/lc-judge-private.h"

#include <string.h>

/* A clock that is off by more makes certificates look expired, tokens invalid
 * and logs useless; the Date header itself is exact to a second. */
#define WRONG_CLOCK_US (60 * G_USEC_PER_SEC)

/* One that others can answer to: not valid on its link alone. */
static gboolean
has_usable_address (const LcStep *interface)
{
  g_auto (GStrv) addresses = lc_facts_dup_strv (interface->facts, LC_FACT_ADDRESSES);

  for (guint i = 0; addresses[i] != NULL; i++)
    if (!g_str_has_prefix (addresses[i], "169.254.") && !g_str_has_prefix (addresses[i], "fe80:"))
      return TRUE;
  return FALSE;
}

static gboolean
is_connected (LcMeasurement *measurement)
{
  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (measurement, i);

      if (strcmp (step->name, LC_STEP_INTERFACE) == 0 && lc_facts_get_bool (step->facts, LC_FACT_UP) &&
          has_usable_address (step))
        return TRUE;
    }
  return FALSE;
}

/* Without a way out there may still be a proxy and a resolver on the same network. */
LcVerdict *
lc_judge_network (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds)
{
  if (lc_measurement_get_outcome (measurement) == LC_OUTCOME_UNREACHABLE)
    return lc_verdict_new (LC_STATUS_FAIL, is_connected (measurement) ? LC_CAUSE_NO_ROUTE : LC_CAUSE_NO_NETWORK,
                           LC_CONFIDENCE_CONFIRMED);
  return lc_judge_outcome (measurement);
}

/* Many gateways do not answer pings, so silence says nothing about the line. */
LcVerdict *
lc_judge_gateway (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds)
{
  LcVerdict *verdict = lc_judge_outcome (measurement);

  if (verdict->status == LC_STATUS_FAIL)
    {
      verdict->status = LC_STATUS_NOT_TESTED;
      verdict->confidence = LC_CONFIDENCE_POSSIBLE;
    }
  return verdict;
}

LcVerdict *
lc_judge_proxy (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds)
{
  return lc_judge_outcome (measurement);
}

LcVerdict *
lc_judge_clock (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds)
{
  gint64 offset_us = lc_facts_get_int (lc_measurement_get_facts (measurement), LC_FACT_OFFSET_US, 0);
  LcVerdict *verdict;

  if (ABS (offset_us) <= WRONG_CLOCK_US)
    return lc_judge_outcome (measurement);
  verdict = lc_verdict_new (LC_STATUS_WARN, LC_CAUSE_CLOCK_WRONG, LC_CONFIDENCE_CONFIRMED);
  lc_facts_set_int (verdict->details, LC_FACT_OFFSET_US, offset_us);
  return verdict;
}
