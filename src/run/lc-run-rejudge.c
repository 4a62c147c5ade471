/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-rejudge.c: see lc-run-rejudge.h.
 *
 * Verdicts are functions of measurements, profile and what is known of the run, so
 * those of another version can be made again. Rows that did not exist then are not
 * there, and what a measurement of then does not say leaves the rule that asks for
 * it silent: nothing turns into "not tested" because a version did not test it.
 */
#include "run/lc-run-rejudge.h"

#include "findings/lc-line-judge.h"
#include "findings/lc-row-judge.h"
#include "run/lc-run-json.h"
#include "verdict/lc-judging-revision.h"

/* A row without a measurement (its turn never came, or what it found was withdrawn)
 * keeps the verdict that says so. */
static void
judge_check (LcChecklist *rows, LcCheck *check, LcProfile *profile)
{
  g_autoptr (LcMeasurement) measurement = NULL;

  g_set_object (&measurement, lc_check_get_measurement (check));
  if (measurement != NULL)
    lc_row_judge (rows, check, measurement, lc_profile_get_thresholds (profile));
}

/* In the order of the run: what is concluded from other rows stands behind them. */
static LcChecklist *
judge_checklist (LcChecklist *checklist, LcProfile *profile)
{
  LcChecklist *rows = lc_checklist_copy (checklist);

  for (guint i = 0; i < lc_checklist_get_size (rows); i++)
    judge_check (rows, lc_checklist_get (rows, i), profile);
  return rows;
}

/**
 * lc_run_rejudge:
 * @run: not changed
 *
 * Without the profile that it was made with, or one that the program knows by that
 * name, a run cannot be judged; one that is redacted lacks what judges ask for.
 *
 * Returns: (transfer full): @run judged by this version; @run itself when it cannot
 *   be judged
 */
LcRun *
lc_run_rejudge (LcRun *run)
{
  const LcRunOptions *options = lc_run_get_options (run);
  g_autoptr (LcProfile) profile = lc_run_dup_profile (run, NULL);
  LcChecklist *rows;
  LcRunFacts facts;

  if (profile == NULL || lc_run_get_facts (run)->is_redacted)
    return g_object_ref (run);
  lc_run_facts_copy (lc_run_get_facts (run), &facts);
  facts.judging_revision = LC_JUDGING_REVISION;
  facts.is_judged_again = TRUE;
  facts.saved_status = lc_run_get_verdict (run)->status;
  rows = judge_checklist (lc_run_get_checklist (run), profile);
  return lc_run_new_take (&facts, options, rows,
                          lc_line_verdict_judge (rows, facts.disturbance, facts.interrupted, options->only[0] != NULL));
}

/* Takes @run. What newer rules judged is not judged by older ones. */
static LcRun *
rejudge_if_older (LcRun *saved)
{
  g_autoptr (LcRun) run = saved;

  if (run == NULL || lc_run_get_facts (run)->judging_revision >= LC_JUDGING_REVISION)
    return g_steal_pointer (&run);
  return lc_run_rejudge (run);
}

/**
 * lc_run_open:
 * @error: return location for what lc_run_new_from_file() says
 *
 * Returns: (transfer full): the run saved there, judged again when older rules did
 */
LcRun *
lc_run_open (GFile *file, GError **error)
{
  return rejudge_if_older (lc_run_new_from_file (file, error));
}

/**
 * lc_run_open_json:
 * @name: what to call the document in messages
 * @data: (array length=length): JSON text
 * @error: return location for what lc_run_new_from_json() says
 *
 * Returns: (transfer full): the run, judged again when older rules did
 */
LcRun *
lc_run_open_json (const char *name, const char *data, gsize length, GError **error)
{
  return rejudge_if_older (lc_run_new_from_json (name, data, length, error));
}
