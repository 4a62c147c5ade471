/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-text.c: see lc-run-text.h.
 */
#include "config.h"

#include "words/lc-run-text.h"

#include "language/lc-i18n.h"
#include "words/lc-line-text.h"

/**
 * lc_run_dup_judged_again:
 * @saved_on: the day of the run, as it is written
 *
 * Returns: (transfer full) (nullable): both verdicts of a run that was judged again
 *   since it was saved; %NULL when they are the same
 */
char *
lc_run_dup_judged_again (LcRun *run, const char *saved_on)
{
  const LcRunFacts *facts = lc_run_get_facts (run);
  LcLineStatus status = lc_run_get_verdict (run)->status;

  if (!facts->is_judged_again || facts->saved_status == status)
    return NULL;
  /* Translators: a verdict (“Not ready”), the date of the run, and the verdict that an older version of Linecheck gave
   * it then (“Ready”). */
  return g_strdup_printf (_("Judged again by this version: %s; when it was saved (%s): %s."),
                          lc_line_status_get_label (status), saved_on, lc_line_status_get_label (facts->saved_status));
}
