/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-recheck.c: see lc-recheck.h.
 */
#include "ui/lc-recheck.h"

#include "findings/lc-line-judge.h"

/**
 * lc_recheck_dup_ids:
 * @id: the row that a person wants to have asked again
 *
 * What compares regions is out of date as soon as one of them is asked again; and
 * it compares only what was measured together.
 *
 * Returns: (transfer full): ids of the rows to ask, without those that they need
 */
char **
lc_recheck_dup_ids (LcChecklist *shown, const char *id)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  LcCheck *row = lc_checklist_find (shown, id);

  g_strv_builder_add (ids, id);
  for (guint i = 0; row != NULL && i < lc_checklist_get_size (shown); i++)
    {
      LcCheck *other = lc_checklist_get (shown, i);

      if (lc_check_get_kind (row) == LC_KIND_REGION && lc_check_get_kind (other) == LC_KIND_ROUTING)
        g_strv_builder_add (ids, lc_check_get_id (other));
    }
  return g_strv_builder_end (ids);
}

/* Shows as running what is asked again. */
void
lc_recheck_start_rows (LcChecklist *shown, LcChecklist *asked)
{
  for (guint i = 0; i < lc_checklist_get_size (asked); i++)
    {
      LcCheck *row = lc_checklist_find (shown, lc_check_get_id (lc_checklist_get (asked, i)));

      if (row != NULL)
        lc_check_start (row);
    }
}

static void
take_content (LcCheck *shown, LcCheck *from)
{
  const LcVerdict *verdict = lc_check_get_verdict (from);

  if (verdict != NULL)
    lc_check_settle (shown, lc_check_get_measurement (from), lc_verdict_copy (verdict));
  else
    lc_check_reset (shown);
}

/* Puts the content of @rows into the rows that are shown and have the same ids. */
void
lc_recheck_take_rows (LcChecklist *shown, LcChecklist *rows)
{
  for (guint i = 0; i < lc_checklist_get_size (rows); i++)
    {
      LcCheck *row = lc_checklist_get (rows, i);
      LcCheck *target = lc_checklist_find (shown, lc_check_get_id (row));

      if (target != NULL)
        take_content (target, row);
    }
}

static char **
join_ids (char **ids, LcChecklist *more)
{
  g_autoptr (GStrvBuilder) joined = g_strv_builder_new ();

  if (ids != NULL)
    g_strv_builder_addv (joined, (const char **) ids);
  for (guint i = 0; i < lc_checklist_get_size (more); i++)
    {
      const char *id = lc_check_get_id (lc_checklist_get (more, i));

      if (ids == NULL || !g_strv_contains ((const char *const *) ids, id))
        g_strv_builder_add (joined, id);
    }
  return g_strv_builder_end (joined);
}

/**
 * lc_recheck_amend_run:
 * @run: of all rows
 * @again: of those that were asked again
 * @shown: what is known now
 *
 * Returns: (transfer full): what is known now as a run: the record of the one
 *   before, with the rows as they are, and those that were asked again named
 */
LcRun *
lc_recheck_amend_run (LcRun *run, LcRun *again, LcChecklist *shown)
{
  const LcRunFacts *old = lc_run_get_facts (run);
  const LcRunFacts *more = lc_run_get_facts (again);
  const LcRunOptions *options = lc_run_get_options (run);
  LcChecklist *rows = lc_checklist_copy (shown);
  LcRunFacts facts;

  lc_run_facts_copy (old, &facts);
  facts.is_judged_again = FALSE; /* what was found since decides, too */
  g_strfreev (facts.asked_again);
  facts.asked_again = join_ids (old->asked_again, lc_run_get_checklist (again));
  if (facts.disturbance == LC_DISTURBANCE_NONE)
    facts.disturbance = more->disturbance;
  facts.n_link_interruptions += more->n_link_interruptions;
  return lc_run_new_take (&facts, options, rows,
                          lc_line_verdict_judge (rows, facts.disturbance, facts.interrupted, options->only[0] != NULL));
}
