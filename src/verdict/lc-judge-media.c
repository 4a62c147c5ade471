/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-judge-media.c: verdicts on STUN, TURN, the media regions and the choice
 * among them.
 */
#include "verdict/lc-judge-private.h"

#include <string.h>

#include "base/lc-base-enums.h"
#include "measurement/lc-stats.h"

/* "Clearly farther": beyond the noise, by at least this much. One more network
 * in the same city costs less; another country costs more. */
#define CLEARLY_FARTHER_US 25000

/* Of a series of latencies: as many say something about its course; one in so many
 * is few, and less than one in so many is next to nothing. */
#define MIN_SERIES 10
#define FEW_OF 4
#define NEARLY_NONE_OF 10

static gboolean
is_exchange (const LcStep *step)
{
  return strcmp (step->name, LC_STEP_BINDING) == 0 || strcmp (step->name, LC_STEP_ALLOCATE) == 0;
}

static gboolean
was_asked (const LcStep *step)
{
  return step->outcome != LC_OUTCOME_SKIPPED && step->outcome != LC_OUTCOME_CANCELLED;
}

/* An exchange with one of several addresses that failed while others did not.
 * A family that this computer has no route for says nothing about the server. */
static const LcStep *
find_failed_address (LcMeasurement *measurement)
{
  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (measurement, i);
      gboolean is_contact = is_exchange (step) || strcmp (step->name, LC_STEP_TCP) == 0;

      if (is_contact && was_asked (step) && step->outcome != LC_OUTCOME_ANSWERED &&
          !lc_facts_get_bool (step->facts, LC_FACT_LOCAL))
        return step;
    }
  return NULL;
}

static const LcStep *
find_rewritten (LcMeasurement *measurement)
{
  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (measurement, i);

      if (is_exchange (step) && lc_facts_get_bool (step->facts, LC_FACT_REWRITTEN))
        return step;
    }
  return NULL;
}

static LcVerdict *
warn_about_step (LcCause cause, const LcStep *step)
{
  gboolean is_silent = step->outcome == LC_OUTCOME_NO_ANSWER; /* it may have been slow, or lost */
  LcVerdict *verdict = lc_verdict_new (LC_STATUS_WARN, cause,
                                       is_silent ? LC_CONFIDENCE_LIKELY : LC_CONFIDENCE_CONFIRMED);

  lc_facts_set_string (verdict->details, LC_FACT_STEP, step->name);
  lc_facts_set_string (verdict->details, LC_FACT_TARGET, step->target);
  return verdict;
}

/* An address of the Internet was asked, and whoever answered sees this computer at an
 * address of the inside. Shared addresses (RFC 6598) are a carrier's; what goes through
 * NAT64 has no global address to begin with.
 *
 * Returns: (nullable): the exchange */
static const LcStep *
find_answered_inside (LcMeasurement *measurement)
{
  static const char *const inside[] = { "private", "loopback", "link-local", NULL };

  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (measurement, i);
      const char *mapped = lc_facts_get_string (step->facts, LC_FACT_MAPPED_SCOPE);

      if (is_exchange (step) && step->outcome == LC_OUTCOME_ANSWERED && mapped != NULL &&
          g_strcmp0 (lc_facts_get_string (step->facts, LC_FACT_ADDRESS_SCOPE), "global") == 0 &&
          g_strv_contains (inside, mapped))
        return step;
    }
  return NULL;
}

LcVerdict *
lc_judge_stun (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds)
{
  const LcStep *step;

  if (lc_measurement_get_outcome (measurement) != LC_OUTCOME_ANSWERED)
    return lc_judge_outcome (measurement);
  if ((step = find_answered_inside (measurement)) != NULL)
    return warn_about_step (LC_CAUSE_ANSWERED_INSIDE, step);
  if ((step = find_rewritten (measurement)) != NULL)
    return warn_about_step (LC_CAUSE_STUN_REWRITTEN, step);
  if ((step = find_failed_address (measurement)) != NULL)
    return warn_about_step (LC_CAUSE_PARTLY_UNREACHABLE, step);
  return lc_judge_pass ();
}

/* On the fallback port one of TCP and TLS is enough, so a failed step there is
 * no fault. */
LcVerdict *
lc_judge_turn (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds)
{
  const char *answered_by = lc_facts_get_string (lc_measurement_get_facts (measurement), LC_FACT_ANSWERED_BY);
  const LcStep *inside = find_answered_inside (measurement);
  const LcStep *failed;

  if (inside != NULL)
    return warn_about_step (LC_CAUSE_ANSWERED_INSIDE, inside);
  if (lc_measurement_get_outcome (measurement) != LC_OUTCOME_ANSWERED || answered_by != NULL)
    return lc_judge_outcome (measurement);
  failed = find_failed_address (measurement);
  return failed != NULL ? warn_about_step (LC_CAUSE_PARTLY_UNREACHABLE, failed) : lc_judge_pass ();
}

/* Returns: (nullable) (transfer full): a warning when more was lost than the
 * threshold allows and chance does not explain it */
static LcVerdict *
judge_loss (guint n_lost, guint n_sent, const LcThresholds *thresholds)
{
  LcVerdict *verdict;

  if (n_sent == 0 || lc_stats_loss_at_least (n_lost, n_sent) * 100 < thresholds->suboptimal_loss_percent)
    return NULL;
  verdict = lc_verdict_new (LC_STATUS_WARN, LC_CAUSE_LOSSY, LC_CONFIDENCE_CONFIRMED);
  lc_facts_set_int (verdict->details, LC_FACT_LOST, n_lost);
  lc_facts_set_int (verdict->details, LC_FACT_SENT, n_sent);
  return verdict;
}

/* Whether what was answered was sent before anything that was lost. Samples are in
 * no order. */
static gboolean
stops_for_good (const LcSample *samples, guint n_samples)
{
  gint64 last_received_us = -1;
  gint64 first_lost_us = G_MAXINT64;

  for (guint i = 0; i < n_samples; i++)
    if (samples[i].rtt_us >= 0)
      last_received_us = MAX (last_received_us, samples[i].sent_us);
    else
      first_lost_us = MIN (first_lost_us, samples[i].sent_us);
  return last_received_us < first_lost_us;
}

/* A firewall may look at the first packets of a flow before it drops the rest; the
 * search for the server was among them, and was answered. Nothing can be sent by
 * such a way, nor by one that loses nearly all.
 *
 * Returns: %LC_CAUSE_NONE, or what keeps the series from coming back */
static LcCause
find_loss_cause (LcMeasurement *measurement, LcStats *stats)
{
  guint n_samples;
  const LcSample *samples = lc_measurement_get_samples (measurement, &n_samples);

  lc_stats_compute (samples, n_samples, stats);
  if (stats->n_sent < MIN_SERIES)
    return LC_CAUSE_NONE;
  if (stats->n_received * FEW_OF <= stats->n_sent && stops_for_good (samples, n_samples))
    return LC_CAUSE_FIRST_PACKETS_ONLY;
  return stats->n_received * NEARLY_NONE_OF < stats->n_sent ? LC_CAUSE_LOSSY : LC_CAUSE_NONE;
}

static LcVerdict *
judge_lost_samples (LcMeasurement *measurement, const LcThresholds *thresholds)
{
  LcStats stats;
  LcCause cause = find_loss_cause (measurement, &stats);
  LcVerdict *verdict = judge_loss (stats.n_lost, stats.n_sent, thresholds);

  if (verdict == NULL || cause == LC_CAUSE_NONE)
    return verdict;
  verdict->status = LC_STATUS_FAIL;
  verdict->cause = cause;
  verdict->confidence = cause == LC_CAUSE_LOSSY ? LC_CONFIDENCE_CONFIRMED : LC_CONFIDENCE_LIKELY;
  return verdict;
}

/* What became of UDP is the evidence. */
static LcVerdict *
judge_tcp_only (LcMeasurement *measurement)
{
  const LcStep *binding = lc_measurement_find_step (measurement, LC_STEP_BINDING);
  LcVerdict *verdict = binding != NULL ? lc_judge_step (binding) : lc_judge_pass ();

  if (binding != NULL)
    lc_facts_set_string (verdict->details, LC_FACT_OUTCOME, lc_enum_nick (LC_TYPE_OUTCOME, binding->outcome));
  verdict->status = LC_STATUS_WARN;
  verdict->cause = LC_CAUSE_TCP_ONLY;
  verdict->confidence = LC_CONFIDENCE_CONFIRMED;
  return verdict;
}

/* Rules made from the published ranges would not let this address through, and
 * a resolver that invents one would hide a closed way.
 *
 * Returns: (nullable) (transfer full): a warning */
static LcVerdict *
judge_address (LcMeasurement *measurement)
{
  const LcFacts *facts = lc_measurement_get_facts (measurement);
  LcVerdict *verdict;

  if (!lc_facts_has (facts, LC_FACT_IN_RANGE) || lc_facts_get_bool (facts, LC_FACT_IN_RANGE))
    return NULL;
  verdict = lc_verdict_new (LC_STATUS_WARN, LC_CAUSE_OUTSIDE_RANGES, LC_CONFIDENCE_CONFIRMED);
  lc_facts_set_string (verdict->details, LC_FACT_TARGET, lc_facts_get_string (facts, LC_FACT_ADDRESS));
  return verdict;
}

LcVerdict *
lc_judge_region (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds)
{
  const char *method = lc_facts_get_string (lc_measurement_get_facts (measurement), LC_FACT_METHOD);
  const LcStep *inside = find_answered_inside (measurement);
  LcVerdict *verdict;

  if (lc_measurement_get_outcome (measurement) != LC_OUTCOME_ANSWERED)
    return lc_judge_outcome (measurement);
  if (g_strcmp0 (method, "stun-udp") != 0)
    return judge_tcp_only (measurement);
  if (inside != NULL)
    return warn_about_step (LC_CAUSE_ANSWERED_INSIDE, inside);
  verdict = judge_lost_samples (measurement, thresholds);
  if (verdict == NULL)
    verdict = judge_address (measurement);
  return verdict != NULL ? verdict : lc_judge_pass ();
}

/**
 * lc_judge_can_carry_media:
 * @measurement: of a region
 *
 * Returns: whether the region itself answered, and not only the first packets: what
 *   its latencies say is then worth comparing
 */
gboolean
lc_judge_can_carry_media (LcMeasurement *measurement)
{
  LcStats stats;

  return lc_measurement_get_outcome (measurement) == LC_OUTCOME_ANSWERED &&
         find_answered_inside (measurement) == NULL && find_loss_cause (measurement, &stats) == LC_CAUSE_NONE;
}

static LcVerdict *
warn_beyond (LcCause cause, gint64 value_us, double limit_ms)
{
  LcVerdict *verdict = lc_verdict_new (LC_STATUS_WARN, cause, LC_CONFIDENCE_CONFIRMED);

  lc_facts_set_int (verdict->details, LC_FACT_VALUE_US, value_us);
  lc_facts_set_int (verdict->details, LC_FACT_LIMIT_US, limit_ms * 1000);
  return verdict;
}

static LcVerdict *
judge_dns_choice (const LcFacts *facts)
{
  const char *nearest = lc_facts_get_string (facts, LC_FACT_NEAREST_REGION);
  const char *chosen = lc_facts_get_string (facts, LC_FACT_DNS_REGION);
  gint64 best_us = lc_facts_get_int (facts, LC_FACT_NEAREST_MEDIAN_US, -1);
  gint64 chosen_us = lc_facts_get_int (facts, LC_FACT_DNS_REGION_MEDIAN_US, -1);
  g_auto (GStrv) tied = lc_facts_dup_strv (facts, LC_FACT_TIED_REGIONS);
  LcVerdict *verdict;

  if (chosen == NULL || best_us < 0 || chosen_us < 0 || strcmp (chosen, nearest) == 0 ||
      g_strv_contains ((const char *const *) tied, chosen) || chosen_us - best_us < CLEARLY_FARTHER_US)
    return lc_judge_pass ();
  verdict = lc_verdict_new (LC_STATUS_WARN, LC_CAUSE_FARTHER_REGION, LC_CONFIDENCE_CONFIRMED);
  lc_facts_set_string (verdict->details, LC_FACT_DNS_REGION, chosen);
  lc_facts_set_string (verdict->details, LC_FACT_NEAREST_REGION, nearest);
  lc_facts_set_int (verdict->details, LC_FACT_VALUE_US, chosen_us - best_us);
  return verdict;
}

/* RFC 3550 lets one late packet in twenty raise the jitter for a while; it takes
 * more than one to call a line uneven. */
static gboolean
is_uneven (const LcFacts *facts, double limit_ms)
{
  gint64 median_us = lc_facts_get_int (facts, LC_FACT_NEAREST_MEDIAN_US, -1);
  gint64 p95_us = lc_facts_get_int (facts, LC_FACT_NEAREST_P95_US, -1);

  return lc_facts_get_int (facts, LC_FACT_NEAREST_JITTER_US, -1) >= limit_ms * 1000 &&
         p95_us - median_us >= limit_ms * 1000;
}

/* Distance is no fault of a region, only of the nearest one. */
LcVerdict *
lc_judge_routing (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds)
{
  const LcFacts *facts = lc_measurement_get_facts (measurement);
  gint64 median_us = lc_facts_get_int (facts, LC_FACT_NEAREST_MEDIAN_US, -1);
  LcVerdict *lossy;

  if (lc_measurement_get_outcome (measurement) != LC_OUTCOME_ANSWERED)
    return lc_judge_outcome (measurement);
  /* A connection may have been accepted by anybody on the way. */
  if (g_strcmp0 (lc_facts_get_string (facts, LC_FACT_NEAREST_METHOD), "tcp") == 0)
    return lc_verdict_new (LC_STATUS_WARN, LC_CAUSE_TCP_ONLY, LC_CONFIDENCE_LIKELY);
  lossy = judge_loss ((guint) lc_facts_get_int (facts, LC_FACT_NEAREST_LOST, 0),
                      (guint) lc_facts_get_int (facts, LC_FACT_NEAREST_SENT, 0), thresholds);
  if (lossy != NULL)
    return lossy;
  if (median_us >= thresholds->suboptimal_rtt_ms * 1000)
    return warn_beyond (LC_CAUSE_SLOW, median_us, thresholds->suboptimal_rtt_ms);
  if (is_uneven (facts, thresholds->suboptimal_jitter_ms))
    return warn_beyond (LC_CAUSE_JITTERY, lc_facts_get_int (facts, LC_FACT_NEAREST_JITTER_US, 0),
                        thresholds->suboptimal_jitter_ms);
  return judge_dns_choice (facts);
}
