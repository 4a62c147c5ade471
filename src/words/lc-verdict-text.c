/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-verdict-text.c: one plain sentence for what was seen, one for what to do: the
 * words of its cause, with the names of the row.
 */
#include "config.h"

#include "words/lc-verdict-text.h"

#include "language/lc-i18n.h"
#include "measurement/lc-step-table.h"
#include "words/lc-cause-words.h"
#include "words/lc-check-text.h"

static char *
put_in_words (const LcVerdict *self, const LcFacts *subject, char *(*say) (const LcCauseNames *names))
{
  const char *target = lc_facts_get_string (self->details, LC_FACT_TARGET);
  /* Only gateways are asked with pings. */
  gboolean is_gateway = g_strcmp0 (lc_facts_get_string (self->details, LC_FACT_STEP), LC_STEP_PING) == 0;
  g_autofree char *endpoint = is_gateway ? g_strdup (target) : lc_check_dup_endpoint (subject);
  const char *host = lc_facts_get_string (subject, LC_FACT_HOST);
  const char *proxy = lc_facts_get_string (self->details, LC_FACT_PROXY);
  const LcCauseNames names = {
    .verdict = self,
    .is_region = lc_facts_has (subject, LC_FACT_PLACE),
    .is_gateway = is_gateway,
    .endpoint = endpoint,
    .host = host != NULL ? host : endpoint,
    .target = target != NULL ? target : endpoint,
    .sender = lc_facts_get_string (self->details, LC_FACT_ICMP_FROM),
    .proxy = proxy != NULL ? proxy : "",
  };

  return say (&names);
}

/**
 * lc_status_get_label:
 *
 * Returns: (transfer none): one or two words for the status of a row
 */
const char *
lc_status_get_label (LcStatus status)
{
  switch (status)
    {
    case LC_STATUS_PASS:
      /* Translators: status of a row: the check passed. */
      return _("Passed");
    case LC_STATUS_WARN:
      return _("Warning");
    case LC_STATUS_FAIL:
      return _("Failed");
    case LC_STATUS_NOT_TESTED:
      return _("Not tested");
    case LC_STATUS_COULD_NOT_RUN:
    default:
      return _("Could not run");
    }
}

/**
 * lc_verdict_dup_explanation:
 * @subject: what the row asks about
 *
 * Returns: (transfer full): one sentence on what was seen; empty for a pass
 */
char *
lc_verdict_dup_explanation (const LcVerdict *self, const LcFacts *subject)
{
  return put_in_words (self, subject, lc_cause_dup_explanation);
}

/**
 * lc_verdict_dup_advice:
 * @subject: what the row asks about
 *
 * Returns: (transfer full): one sentence on what to do; empty when there is
 *   nothing to be done
 */
char *
lc_verdict_dup_advice (const LcVerdict *self, const LcFacts *subject)
{
  return put_in_words (self, subject, lc_cause_dup_advice);
}
