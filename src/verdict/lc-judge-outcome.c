/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-judge-outcome.c: the reading of outcomes that all judges share.
 *
 * An outcome names what was seen; the cause that follows depends on the step in
 * which it was seen: silence after a SYN is a dropped packet, silence after an
 * accepted connection is a server or a middlebox that says nothing.
 */
#include "verdict/lc-judge-private.h"

#include <string.h>

static gboolean
is_one_of (const char *name, const char *const *names)
{
  return g_strv_contains (names, name);
}

/* Steps in which nothing has been accepted yet by the other side. */
static gboolean
is_first_contact (const char *step, const char *target)
{
  static const char *const always[] = { LC_STEP_TCP, LC_STEP_PING, NULL };
  static const char *const over_udp[] = { LC_STEP_BINDING, LC_STEP_ALLOCATE, NULL };

  return is_one_of (step, always) || (is_one_of (step, over_udp) && g_str_has_suffix (target, "/udp"));
}

static LcVerdict *
judge_silence (const char *step, const char *target)
{
  /* Nobody was asked anything yet: this computer was still looking for its proxy. */
  if (step[0] == '\0')
    return lc_verdict_new (LC_STATUS_COULD_NOT_RUN, LC_CAUSE_UNKNOWN, LC_CONFIDENCE_POSSIBLE);
  if (strcmp (step, LC_STEP_DNS) == 0)
    return lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_DNS_SILENT, LC_CONFIDENCE_CONFIRMED);
  if (is_first_contact (step, target))
    return lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_SILENT, LC_CONFIDENCE_LIKELY);
  return lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_SERVER_SILENT, LC_CONFIDENCE_CONFIRMED);
}

/* An unknown issuer comes first: it explains the other faults too. */
static LcCause
get_certificate_cause (const LcFacts *facts)
{
  g_auto (GStrv) errors = lc_facts_dup_strv (facts, LC_FACT_TLS_ERRORS);
  const char *const *list = (const char *const *) errors;

  if (g_strv_contains (list, "unknown-ca"))
    return LC_CAUSE_CERTIFICATE_UNTRUSTED;
  if (g_strv_contains (list, "expired"))
    return LC_CAUSE_CERTIFICATE_EXPIRED;
  if (g_strv_contains (list, "not-activated"))
    return LC_CAUSE_CERTIFICATE_NOT_YET_VALID;
  if (g_strv_contains (list, "bad-identity"))
    return LC_CAUSE_CERTIFICATE_WRONG_NAME;
  return LC_CAUSE_CERTIFICATE_UNTRUSTED;
}

/* Who says no, a server of the service or a filter in its place, a status alone
 * does not tell, unless it is one of those that networks answer with. */
static LcVerdict *
judge_denial (const LcFacts *facts)
{
  gint64 status = lc_facts_get_int (facts, LC_FACT_STATUS, 0);

  if (status == LC_HTTP_PROXY_AUTHENTICATION)
    return lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_PROXY_AUTHENTICATION, LC_CONFIDENCE_CONFIRMED);
  if (status == LC_HTTP_NETWORK_AUTHENTICATION)
    return lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_SIGN_IN, LC_CONFIDENCE_CONFIRMED);
  if (lc_facts_has (facts, LC_FACT_STATUS))
    return lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_HTTP_STATUS, LC_CONFIDENCE_LIKELY);
  return lc_verdict_new (LC_STATUS_FAIL,
                         lc_facts_has (facts, LC_FACT_ERROR_CODE) ? LC_CAUSE_STUN_ERROR : LC_CAUSE_PROTOCOL,
                         LC_CONFIDENCE_CONFIRMED);
}

static LcVerdict *
judge_seen (const char *step, const char *target, LcOutcome outcome, const LcFacts *facts)
{
  gboolean is_dns = strcmp (step, LC_STEP_DNS) == 0;

  switch (outcome)
    {
    case LC_OUTCOME_ANSWERED:
      return lc_judge_pass ();
    case LC_OUTCOME_REFUSED:
      return lc_verdict_new (LC_STATUS_FAIL, is_dns ? LC_CAUSE_DNS_REFUSED : LC_CAUSE_REFUSED,
                             LC_CONFIDENCE_CONFIRMED);
    case LC_OUTCOME_REJECTED:
      return lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_REJECTED, LC_CONFIDENCE_CONFIRMED);
    case LC_OUTCOME_UNREACHABLE:
      return lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_NO_ROUTE, LC_CONFIDENCE_CONFIRMED);
    case LC_OUTCOME_NO_ANSWER:
      return judge_silence (step, target);
    case LC_OUTCOME_RESET:
      return lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_RESET, LC_CONFIDENCE_CONFIRMED);
    case LC_OUTCOME_CLOSED:
      return lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_CLOSED, LC_CONFIDENCE_CONFIRMED);
    case LC_OUTCOME_MALFORMED:
      return lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_PROTOCOL, LC_CONFIDENCE_CONFIRMED);
    case LC_OUTCOME_DENIED:
      return judge_denial (facts);
    case LC_OUTCOME_UNTRUSTED:
      return lc_verdict_new (LC_STATUS_FAIL, get_certificate_cause (facts), LC_CONFIDENCE_CONFIRMED);
    case LC_OUTCOME_TLS_FAILED:
      return lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_TLS_FAILED, LC_CONFIDENCE_CONFIRMED);
    case LC_OUTCOME_NAME_NOT_FOUND:
      return lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_DNS_NOT_FOUND, LC_CONFIDENCE_CONFIRMED);
    case LC_OUTCOME_NO_ADDRESS:
      return lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_DNS_NO_ADDRESS, LC_CONFIDENCE_CONFIRMED);
    case LC_OUTCOME_DNS_FAILED:
      return lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_DNS_SERVER_FAILURE, LC_CONFIDENCE_CONFIRMED);
    case LC_OUTCOME_SKIPPED:
      return lc_verdict_new (LC_STATUS_NOT_TESTED, LC_CAUSE_DEPENDENCY, LC_CONFIDENCE_CONFIRMED);
    case LC_OUTCOME_CANCELLED:
      return lc_verdict_new (LC_STATUS_NOT_TESTED, LC_CAUSE_CANCELLED, LC_CONFIDENCE_CONFIRMED);
    case LC_OUTCOME_UNAVAILABLE:
      return lc_verdict_new (LC_STATUS_COULD_NOT_RUN, LC_CAUSE_NOT_PERMITTED, LC_CONFIDENCE_CONFIRMED);
    default:
      return lc_verdict_new (LC_STATUS_COULD_NOT_RUN, LC_CAUSE_UNKNOWN, LC_CONFIDENCE_POSSIBLE);
    }
}

static void
copy_evidence (LcVerdict *verdict, const LcFacts *facts)
{
  static const char *const texts[] = { LC_FACT_ICMP_FROM, LC_FACT_PROXY, LC_FACT_REASON, NULL };
  static const char *const numbers[] = {
    LC_FACT_ICMP_TYPE, LC_FACT_ICMP_CODE, LC_FACT_STATUS, LC_FACT_ERROR_CODE, NULL,
  };

  for (guint i = 0; texts[i] != NULL; i++)
    lc_facts_set_string (verdict->details, texts[i], lc_facts_get_string (facts, texts[i]));
  for (guint i = 0; numbers[i] != NULL; i++)
    if (lc_facts_has (facts, numbers[i]))
      lc_facts_set_int (verdict->details, numbers[i], lc_facts_get_int (facts, numbers[i], 0));
  if (lc_facts_get_bool (facts, LC_FACT_LOCAL))
    lc_facts_set_bool (verdict->details, LC_FACT_LOCAL, TRUE);
}

static gboolean
is_connect (const LcStep *step)
{
  return strcmp (step->name, LC_STEP_TCP) == 0;
}

/* Whether a step is one more try of the connect @other, at another address, that failed. */
static gboolean
is_other_try (const LcStep *step, const LcStep *other)
{
  return is_connect (step) && step->outcome != LC_OUTCOME_ANSWERED &&
         lc_facts_get_bool (step->facts, LC_FACT_IS_PROXY) == lc_facts_get_bool (other->facts, LC_FACT_IS_PROXY);
}

/* The addresses of one host are tried one beside the other: where none let us in, that
 * which says most explains more than the one at @index. */
static const LcStep *
find_weightiest_connect (LcMeasurement *measurement, guint index)
{
  const LcStep *found = lc_measurement_get_step (measurement, index);
  guint highest = lc_outcome_get_rank (found->outcome, lc_facts_get_bool (found->facts, LC_FACT_LOCAL));
  guint first = index;

  while (first > 0 && is_other_try (lc_measurement_get_step (measurement, first - 1), found))
    first--;
  for (guint i = first; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (measurement, i);
      guint rank = lc_outcome_get_rank (step->outcome, lc_facts_get_bool (step->facts, LC_FACT_LOCAL));

      if (!is_other_try (step, found))
        break;
      if (rank <= highest)
        continue;
      highest = rank;
      found = step;
    }
  return found;
}

/* Which step explains the outcome of the whole: the last that ended so, or else
 * the last that did not get its answer. Where it is a connect, @outcome becomes
 * that of the address which says most. */
static const LcStep *
find_deciding_step (LcMeasurement *measurement, LcOutcome *outcome)
{
  const LcStep *found = NULL;

  for (guint i = lc_measurement_get_n_steps (measurement); i > 0; i--)
    {
      const LcStep *step = lc_measurement_get_step (measurement, i - 1);

      if (step->outcome == *outcome)
        {
          found = step;
          if (is_connect (step) && !lc_outcome_is_inconclusive (*outcome))
            found = find_weightiest_connect (measurement, i - 1);
          *outcome = found->outcome;
          break;
        }
      if (found == NULL && step->outcome != LC_OUTCOME_ANSWERED)
        found = step;
    }
  return found;
}

/* Whether nobody but resolvers was asked. */
static gboolean
has_only_lookups (LcMeasurement *measurement)
{
  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    if (strcmp (lc_measurement_get_step (measurement, i)->name, LC_STEP_DNS) != 0)
      return FALSE;
  return TRUE;
}

/* What ended at the proxy or before it says nothing about the host.
 *
 * Returns: its cause, or %LC_CAUSE_NONE where it ended elsewhere */
static LcCause
get_proxy_cause (LcMeasurement *measurement, const LcStep *step)
{
  if (!lc_facts_has (lc_measurement_get_facts (measurement), LC_FACT_PROXY))
    return LC_CAUSE_NONE;
  if (has_only_lookups (measurement) || (step != NULL && lc_facts_get_bool (step->facts, LC_FACT_IS_PROXY)))
    return LC_CAUSE_PROXY_UNREACHABLE;
  if (step == NULL || strcmp (step->name, LC_STEP_PROXY) != 0)
    return LC_CAUSE_NONE;
  if (lc_facts_get_int (step->facts, LC_FACT_STATUS, 0) == LC_HTTP_PROXY_AUTHENTICATION ||
      g_strcmp0 (lc_facts_get_string (step->facts, LC_FACT_REASON), "authentication") == 0)
    return LC_CAUSE_PROXY_AUTHENTICATION;
  return LC_CAUSE_PROXY_FAILED;
}

LcVerdict *
lc_judge_pass (void)
{
  return lc_verdict_new (LC_STATUS_PASS, LC_CAUSE_NONE, LC_CONFIDENCE_CONFIRMED);
}

/**
 * lc_judge_step:
 * @step: a step
 *
 * Returns: (transfer full): pass when it was answered, else its cause with the
 *   step, the target and the evidence as details
 */
LcVerdict *
lc_judge_step (const LcStep *step)
{
  return lc_judge_layer (step, step->name);
}

/**
 * lc_judge_layer:
 * @step: a step that spans several layers
 * @layer: the one that it ended in: "tcp", "tls"
 *
 * Returns: (transfer full): as lc_judge_step(), with the cause that the outcome has there
 */
LcVerdict *
lc_judge_layer (const LcStep *step, const char *layer)
{
  LcVerdict *verdict = judge_seen (layer, step->target, step->outcome, step->facts);

  if (verdict->cause == LC_CAUSE_NONE)
    return verdict;
  lc_facts_set_string (verdict->details, LC_FACT_STEP, step->name);
  lc_facts_set_string (verdict->details, LC_FACT_TARGET, step->target);
  copy_evidence (verdict, step->facts);
  return verdict;
}

/**
 * lc_judge_outcome:
 * @measurement: a measurement
 *
 * Returns: (transfer full): what its outcome means, explained by the step that
 *   decided it
 */
LcVerdict *
lc_judge_outcome (LcMeasurement *measurement)
{
  LcOutcome outcome = lc_measurement_get_outcome (measurement);
  const LcFacts *facts = lc_measurement_get_facts (measurement);
  const LcStep *step = find_deciding_step (measurement, &outcome);
  LcCause proxy_cause;
  LcVerdict *verdict;

  if (outcome == LC_OUTCOME_ANSWERED)
    return lc_judge_pass ();

  if (step != NULL)
    verdict = judge_seen (step->name, step->target, outcome, step->facts);
  else
    verdict = judge_seen ("", "", outcome, facts);
  proxy_cause = get_proxy_cause (measurement, step);
  if (proxy_cause != LC_CAUSE_NONE && !lc_outcome_is_inconclusive (outcome))
    {
      g_clear_pointer (&verdict, lc_verdict_free);
      verdict = lc_verdict_new (LC_STATUS_FAIL, proxy_cause, LC_CONFIDENCE_CONFIRMED);
    }
  copy_evidence (verdict, facts);
  if (step != NULL)
    {
      lc_facts_set_string (verdict->details, LC_FACT_STEP, step->name);
      lc_facts_set_string (verdict->details, LC_FACT_TARGET, step->target);
      copy_evidence (verdict, step->facts);
    }
  return verdict;
}
