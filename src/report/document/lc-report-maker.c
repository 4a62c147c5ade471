/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-maker.c: see lc-report-maker.h. The parts are in files of their own,
 * see lc-report-maker-private.h.
 */
#include "config.h"

#include "report/document/lc-report-maker.h"

#include <string.h>

#include "report/document/lc-report-maker-private.h"
#include "language/lc-i18n.h"
#include "words/lc-line-text.h"

/* Returns: (nullable): what the reader has to know of the report */
static const char *
get_notice (const LcRunFacts *facts)
{
  if (!facts->is_redacted)
    return NULL;
  return _("Redacted: names and private addresses are hidden, public addresses of this network are cut short.");
}

static LcReport *
new_report (LcRun *run)
{
  const LcRunFacts *facts = lc_run_get_facts (run);
  LcLineStatus status = lc_run_get_verdict (run)->status;
  /* Translators: the name of the service: “Quicklink Studio”. */
  g_autofree char *title = g_strdup_printf (_("Network report for %s"), facts->profile_name);
  g_autofree char *date = lc_report_dup_moment (facts->started);
  g_autofree char *generator = g_strconcat ("Linecheck ", facts->application_version, NULL);
  const LcReportHead head = {
    /* Translators: the language of your translation as a BCP 47 tag: “de”, “pt-BR”. */
    .language = (char *) C_("language tag", "en"),
    /* Translators: “rtl” when your language is written from the right to the left, else “ltr”. */
    .is_mirrored = strcmp (C_("direction of writing", "ltr"), "rtl") == 0,
    .title = title,
    .verdict = (char *) lc_line_status_get_label (status),
    .tone = lc_report_get_line_tone (status),
    .date = date,
    .notice = (char *) get_notice (facts),
    .started = facts->started,
    .generator = generator,
  };

  return lc_report_new (&head);
}

/* What the run itself says counts more than what anybody says of it. */
static void
find_profile (LcReportMaker *self, LcProfile *profile)
{
  gboolean is_own;

  self->profile = lc_run_dup_profile (self->run, &is_own);
  self->is_builtin_profile = !is_own;
  if (is_own || profile == NULL)
    return;
  g_set_object (&self->profile, profile);
  self->is_builtin_profile = FALSE;
}

/**
 * lc_report_new_from_run:
 * @run: a run
 * @profile: (nullable): what the service needs, for a run that does not say it
 *   itself; %NULL for the profile of that name that is part of the program
 *
 * Returns: (transfer full): all that the run has to say, with what to do about it
 */
LcReport *
lc_report_new_from_run (LcRun *run, LcProfile *profile)
{
  LcReportMaker self = { .run = run, .checklist = lc_run_get_checklist (run) };

  self.report = new_report (run);
  find_profile (&self, profile);
  self.fixes = lc_run_dup_fixes (run, self.profile);

  lc_report_maker_add_summary (&self);
  lc_report_maker_add_changes (&self);
  lc_report_maker_add_checklist (&self);
  lc_report_maker_add_latency (&self);
  lc_report_maker_add_requirements (&self);
  lc_report_maker_add_appendix (&self);

  g_ptr_array_unref (self.fixes);
  g_clear_object (&self.profile);
  return self.report;
}
