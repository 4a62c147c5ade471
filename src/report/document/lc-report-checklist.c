/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-checklist.c: third part of a report: every row with its result.
 */
#include "config.h"

#include "language/lc-i18n.h"
#include "report/document/lc-report-maker-private.h"
#include "words/lc-check-text.h"
#include "words/lc-evidence.h"
#include "words/lc-verdict-text.h"

static const char *
get_status_label (LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);

  return verdict != NULL ? lc_status_get_label (verdict->status) : lc_status_get_label (LC_STATUS_NOT_TESTED);
}

static LcTone
get_tone (LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);

  return verdict != NULL ? lc_report_get_status_tone (verdict->status) : LC_TONE_MUTED;
}

static LcTable *
add_table (LcReportMaker *self, LcGroup group)
{
  LcTable *table = lc_report_add_table (self->report, lc_group_get_title (group));

  lc_table_add_column (table, _("Check"));
  lc_table_add_column (table, _("Result"));
  /* Translators: heading of a column: whether the service needs what is checked. */
  lc_table_add_column (table, _("Needed"));
  /* Translators: heading of a column: the time or other figure that was measured. */
  lc_table_add_column (table, _("Measured"))->is_figure = TRUE;
  return table;
}

/* Returns: (transfer full): the row's figure, or in its place how it ended */
static char *
dup_measured (LcCheck *check)
{
  LcMeasurement *measurement = lc_check_get_measurement (check);
  g_autofree char *figure = lc_check_dup_figure (check);

  if (figure[0] != '\0' || measurement == NULL || lc_measurement_get_outcome (measurement) == LC_OUTCOME_ANSWERED)
    return g_steal_pointer (&figure);
  return g_strdup (lc_evidence_get_outcome_label (lc_measurement_get_outcome (measurement)));
}

static void
add_row (LcTable *table, LcCheck *check)
{
  gboolean is_required = lc_check_get_requirement (check) == LC_REQUIREMENT_REQUIRED;
  g_autofree char *title = lc_check_dup_title (check);
  g_autofree char *figure = dup_measured (check);
  LcText *status = lc_text_with_tone (lc_text_new (get_status_label (check)), get_tone (check));

  lc_report_add_cells (table, lc_text_new (title), status, lc_text_new (is_required ? _("Yes") : _("No")),
                       lc_text_new (figure), NULL);
}

static gboolean
is_unanswered (LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);

  return verdict == NULL || verdict->status == LC_STATUS_NOT_TESTED || verdict->status == LC_STATUS_COULD_NOT_RUN;
}

static LcText *
new_reason (LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);
  g_autofree char *title = lc_check_dup_title (check);
  g_autofree char *reason = verdict != NULL ? lc_verdict_dup_explanation (verdict, lc_check_get_subject (check)) : NULL;
  g_autofree char *head = g_strdup_printf (_("%s:"), title);
  LcText *text = lc_text_with_tone (lc_text_new (NULL), LC_TONE_MUTED);

  lc_text_append (text, LC_SPAN_STRONG, head);
  lc_text_append (text, LC_SPAN_PLAIN, " ");
  lc_text_append (text, LC_SPAN_PLAIN, reason != NULL ? reason : _("This was not asked for."));
  return text;
}

/* A row without an answer is no pass; it says why there is none. */
static void
add_unanswered (LcReportMaker *self)
{
  GPtrArray *items = NULL;

  for (guint i = 0; i < lc_checklist_get_size (self->checklist); i++)
    {
      LcCheck *check = lc_checklist_get (self->checklist, i);

      if (!is_unanswered (check))
        continue;
      if (items == NULL)
        {
          lc_report_add_heading (self->report, 2, "not-tested", _("What was not tested"));
          items = lc_report_add_list (self->report);
        }
      g_ptr_array_add (items, new_reason (check));
    }
}

/* Rows that say what was found later than the others. */
static void
add_asked_again (LcReportMaker *self)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;
  g_autofree char *text = NULL;
  guint n;

  for (guint i = 0; i < lc_checklist_get_size (self->checklist); i++)
    {
      LcCheck *check = lc_checklist_get (self->checklist, i);

      if (lc_run_was_asked_again (self->run, lc_check_get_id (check)))
        g_ptr_array_add (titles, lc_check_dup_title (check));
    }
  n = titles->len;
  if (n == 0)
    return;
  g_ptr_array_add (titles, NULL);
  /* Translators: between the entries of a list. */
  joined = g_strjoinv (_(", "), (char **) titles->pdata);
  /* Translators: %s are the titles of checks. */
  text = g_strdup_printf (ngettext ("Asked again later by itself: %s. Its row says what was found then.",
                                    "Asked again later by themselves: %s. Their rows say what was found then.", n),
                          joined);
  lc_report_add_paragraph (self->report, text);
}

void
lc_report_maker_add_checklist (LcReportMaker *self)
{
  lc_report_add_heading (self->report, 1, "checklist", _("Checklist"));
  lc_report_add_paragraph (self->report, _("Times are those until the first answer; for the portal and signaling, until "
                                           "the whole exchange was done."));
  add_asked_again (self);
  for (LcGroup group = LC_GROUP_COMPUTER; group <= LC_GROUP_MEDIA; group++)
    {
      LcTable *table = NULL;

      for (guint i = 0; i < lc_checklist_get_size (self->checklist); i++)
        {
          LcCheck *check = lc_checklist_get (self->checklist, i);

          if (lc_check_get_group (check) != group)
            continue;
          if (table == NULL)
            table = add_table (self, group);
          add_row (table, check);
        }
    }
  add_unanswered (self);
}
