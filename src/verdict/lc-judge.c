/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-judge.c: which judge for which kind.
 */
#include "verdict/lc-judge-private.h"

static const struct
{
  LcKind kind;
  LcJudgeFunc judge;
} judges[] = {
  { LC_KIND_NETWORK, lc_judge_network },     { LC_KIND_GATEWAY, lc_judge_gateway },
  { LC_KIND_PROXY, lc_judge_proxy },         { LC_KIND_CLOCK, lc_judge_clock },
  { LC_KIND_DNS, lc_judge_dns },             { LC_KIND_HTTPS, lc_judge_https },
  { LC_KIND_SOCKET_IO, lc_judge_socket_io }, { LC_KIND_SIGNALING, lc_judge_signaling },
  { LC_KIND_STUN, lc_judge_stun },           { LC_KIND_TURN, lc_judge_turn },
  { LC_KIND_REGION, lc_judge_region },       { LC_KIND_ROUTING, lc_judge_routing },
};

/* What a sandbox or the system keeps from us of this computer says nothing
 * about the line: it is not tested, and the cause says why. A question to the
 * network that could not even be asked is another matter. */
static gboolean
is_about_computer (LcKind kind)
{
  return kind == LC_KIND_NETWORK || kind == LC_KIND_GATEWAY || kind == LC_KIND_PROXY || kind == LC_KIND_CLOCK;
}

/**
 * lc_judge:
 * @kind: what was asked
 * @subject: of whom
 * @measurement: what was seen
 * @thresholds: the limits that decide, of the profile
 *
 * Returns: (transfer full): status, cause, confidence
 */
LcVerdict *
lc_judge (LcKind kind, const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds)
{
  LcOutcome outcome = lc_measurement_get_outcome (measurement);

  if (lc_outcome_is_inconclusive (outcome))
    {
      LcVerdict *verdict = lc_judge_outcome (measurement);

      if (outcome == LC_OUTCOME_UNAVAILABLE && is_about_computer (kind))
        verdict->status = LC_STATUS_NOT_TESTED;
      return verdict;
    }

  for (guint i = 0; i < G_N_ELEMENTS (judges); i++)
    if (judges[i].kind == kind)
      return judges[i].judge (subject, measurement, thresholds);
  g_return_val_if_reached (lc_judge_outcome (measurement));
}
