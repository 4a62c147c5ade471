/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run.h: the frozen result of one run, and the only input of a report.
 */
#pragma once

#include "findings/lc-fix.h"
#include "check/lc-checklist.h"
#include "findings/lc-line-verdict.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

/**
 * LcRunOptions:
 * @samples: Bindings for the latency of a region
 * @all_regions: also ask the regions of the operator's longer list
 * @timeout_ms: deadline of the whole run
 * @only: (array zero-terminated=1): ids or first words of ids ("turn" stands for
 *   "turn.udp", "turn.tcp", ...) of the checks to run; empty for all
 */
typedef struct
{
  guint samples;
  gboolean all_regions;
  guint timeout_ms;
  char **only;
} LcRunOptions;

void                 lc_run_options_init (LcRunOptions *self, LcProfile *profile);
void                 lc_run_options_set_samples (LcRunOptions *self, LcProfile *profile, guint samples);
void                 lc_run_options_copy (const LcRunOptions *self, LcRunOptions *copy);
void                 lc_run_options_clear (LcRunOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LcRunOptions, lc_run_options_clear)

/**
 * LcRunFacts:
 * What is known of a run beside its rows.
 * @profile: (nullable): what the service needs, as the run was told; %NULL in
 *   a run of a version that did not save it
 * @started: UTC
 * @duration_us: until the last row was done
 * @slept_us: how long the computer was suspended in between
 * @interrupted: stopped by the person, or by a disturbance
 * @disturbance: what came between; nothing can be concluded from a disturbed run
 * @n_link_interruptions: how many times the link of the way out was gone for a moment
 *   and came back the same, as in a roam between access points: a note, no disturbance
 * @asked_again: (array zero-terminated=1) (nullable): ids of the checks that were
 *   asked again by themselves after the run, and whose rows say what was found
 *   then, at times that count from the moment when they were; %NULL or empty in
 *   most runs
 * @is_redacted: what tells who and where the person is was hidden
 * @judging_revision: %LC_JUDGING_REVISION of the version that judged it; 0 in a run
 *   of a version that did not save it
 * @is_judged_again: this version judged it again after it was saved; not saved
 * @saved_status: of the line, before it was judged again; not saved
 * @ignored: (array zero-terminated=1) (nullable): where the file says what this
 *   version does not know, a line each; not saved
 */
typedef struct
{
  char *application_name;
  char *application_version;
  char *profile_id;
  char *profile_name;
  char *profile_revision;
  LcProfile *profile;
  GDateTime *started;
  gint64 duration_us;
  gint64 slept_us;
  gboolean interrupted;
  LcDisturbance disturbance;
  guint n_link_interruptions;
  char **asked_again;
  gboolean is_redacted;
  guint judging_revision;
  gboolean is_judged_again;
  LcLineStatus saved_status;
  char **ignored;
} LcRunFacts;

void                 lc_run_facts_copy (const LcRunFacts *self, LcRunFacts *copy);
void                 lc_run_facts_clear (LcRunFacts *self);

#define LC_TYPE_RUN (lc_run_get_type ())
G_DECLARE_FINAL_TYPE (LcRun, lc_run, LC, RUN, GObject)

LcRun               *lc_run_new_take (LcRunFacts *facts, const LcRunOptions *options, LcChecklist *checklist,
                                      LcLineVerdict *verdict);

const LcRunFacts    *lc_run_get_facts (LcRun *self);
const LcRunOptions  *lc_run_get_options (LcRun *self);
LcProfile           *lc_run_dup_profile (LcRun *self, gboolean *is_own);
gboolean             lc_run_is_disturbed (LcRun *self);
GPtrArray           *lc_run_dup_fixes (LcRun *self, LcProfile *profile);
gboolean             lc_run_was_asked_again (LcRun *self, const char *id);
LcChecklist         *lc_run_get_checklist (LcRun *self);
const LcLineVerdict *lc_run_get_verdict (LcRun *self);

G_END_DECLS
