/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run.c: see lc-run.h. Its JSON form is in lc-run-json.c.
 */
#include "run/lc-run.h"

#include "findings/lc-fix-search.h"
#include "profile/lc-profile-file.h"

/* Beside sampling, a run needs to find the servers, and a moment to end. */
#define SPARE_MS 2000

struct _LcRun
{
  GObject parent_instance;

  LcRunFacts facts;
  LcRunOptions options;
  LcChecklist *checklist;
  LcLineVerdict *verdict;
};

G_DEFINE_FINAL_TYPE (LcRun, lc_run, G_TYPE_OBJECT)

static void
lc_run_finalize (GObject *object)
{
  LcRun *self = LC_RUN (object);

  lc_run_facts_clear (&self->facts);
  lc_run_options_clear (&self->options);
  g_clear_object (&self->checklist);
  g_clear_pointer (&self->verdict, lc_line_verdict_free);
  G_OBJECT_CLASS (lc_run_parent_class)->finalize (object);
}

static void
lc_run_class_init (LcRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_run_finalize;
}

static void
lc_run_init (LcRun *self)
{
}

/**
 * lc_run_options_init:
 * @self: (out caller-allocates): what the profile says, all of its checks
 */
void
lc_run_options_init (LcRunOptions *self, LcProfile *profile)
{
  const LcDeadlines *deadlines = lc_profile_get_deadlines (profile);

  self->samples = deadlines->samples;
  self->all_regions = FALSE;
  self->timeout_ms = deadlines->run_ms;
  self->only = g_new0 (char *, 1);
}

/**
 * lc_run_options_set_samples:
 * @samples: Bindings for the latency of a region
 *
 * More samples than the profile foresees get the time that they need: the run's
 * deadline moves with them.
 */
void
lc_run_options_set_samples (LcRunOptions *self, LcProfile *profile, guint samples)
{
  const LcDeadlines *deadlines = lc_profile_get_deadlines (profile);
  guint needed_ms = deadlines->probe_ms + samples * deadlines->sample_interval_ms + SPARE_MS;

  self->samples = samples;
  self->timeout_ms = MAX (deadlines->run_ms, needed_ms);
}

/**
 * lc_run_options_copy:
 * @copy: (out caller-allocates)
 */
void
lc_run_options_copy (const LcRunOptions *self, LcRunOptions *copy)
{
  *copy = *self;
  copy->only = g_strdupv (self->only);
}

void
lc_run_options_clear (LcRunOptions *self)
{
  g_clear_pointer (&self->only, g_strfreev);
}

/**
 * lc_run_facts_copy:
 * @copy: (out caller-allocates)
 */
void
lc_run_facts_copy (const LcRunFacts *self, LcRunFacts *copy)
{
  *copy = *self;
  copy->application_name = g_strdup (self->application_name);
  copy->application_version = g_strdup (self->application_version);
  copy->profile_id = g_strdup (self->profile_id);
  copy->profile_name = g_strdup (self->profile_name);
  copy->profile_revision = g_strdup (self->profile_revision);
  copy->profile = self->profile != NULL ? g_object_ref (self->profile) : NULL;
  copy->started = g_date_time_ref (self->started);
  copy->asked_again = g_strdupv (self->asked_again);
  copy->ignored = g_strdupv (self->ignored);
}

void
lc_run_facts_clear (LcRunFacts *self)
{
  g_clear_pointer (&self->asked_again, g_strfreev);
  g_clear_pointer (&self->ignored, g_strfreev);
  g_clear_pointer (&self->application_name, g_free);
  g_clear_pointer (&self->application_version, g_free);
  g_clear_pointer (&self->profile_id, g_free);
  g_clear_pointer (&self->profile_name, g_free);
  g_clear_pointer (&self->profile_revision, g_free);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->started, g_date_time_unref);
}

/**
 * lc_run_new_take: (skip)
 * @facts: (transfer full): emptied
 * @options: copied
 * @checklist: (transfer full): rows that nobody else changes any more
 * @verdict: (transfer full): the line's verdict
 *
 * A disturbed run loses what somebody concluded from it, so that one that was
 * saved by an older version does, too.
 *
 * Returns: (transfer full): the frozen run
 */
LcRun *
lc_run_new_take (LcRunFacts *facts, const LcRunOptions *options, LcChecklist *checklist,
                 LcLineVerdict *verdict)
{
  static const LcRunFacts no_facts;
  LcRun *self = g_object_new (LC_TYPE_RUN, NULL);

  self->facts = *facts;
  *facts = no_facts;
  lc_run_options_copy (options, &self->options);
  self->checklist = checklist;
  self->verdict = verdict;
  if (lc_run_is_disturbed (self))
    {
      lc_checklist_withdraw_choice (checklist);
      lc_line_verdict_withdraw (verdict);
    }
  return self;
}

const LcRunFacts *
lc_run_get_facts (LcRun *self)
{
  return &self->facts;
}

const LcRunOptions *
lc_run_get_options (LcRun *self)
{
  return &self->options;
}

/**
 * lc_run_dup_profile:
 * @is_own: (out) (optional): whether it is the very one that the run was made
 *   with
 *
 * Returns: (transfer full) (nullable): what the service needs: what the run says,
 *   or else the profile of that name that is part of the program, or else %NULL
 */
LcProfile *
lc_run_dup_profile (LcRun *self, gboolean *is_own)
{
  g_autoptr (LcProfile) builtin = NULL;

  if (is_own != NULL)
    *is_own = self->facts.profile != NULL;
  if (self->facts.profile != NULL)
    return g_object_ref (self->facts.profile);
  builtin = lc_profile_new_builtin ();
  return g_strcmp0 (lc_profile_get_id (builtin), self->facts.profile_id) == 0 ? g_steal_pointer (&builtin) : NULL;
}

/**
 * lc_run_is_disturbed:
 *
 * Returns: whether something came between, so that nothing can be concluded from
 *   what was found
 */
gboolean
lc_run_is_disturbed (LcRun *self)
{
  return self->facts.disturbance != LC_DISTURBANCE_NONE;
}

/**
 * lc_run_dup_fixes:
 * @profile: (nullable): what the service needs, see lc_fixes_find()
 *
 * Returns: (transfer container) (element-type LcFix): what to ask IT after this
 *   run; nothing after a disturbed one
 */
GPtrArray *
lc_run_dup_fixes (LcRun *self, LcProfile *profile)
{
  if (lc_run_is_disturbed (self))
    return g_ptr_array_new_with_free_func ((GDestroyNotify) lc_fix_free);
  return lc_fixes_find (self->checklist, profile);
}

/* Returns: whether the row says what was found after the run, when it was asked again by itself */
gboolean
lc_run_was_asked_again (LcRun *self, const char *id)
{
  char **again = self->facts.asked_again;

  return again != NULL && g_strv_contains ((const char *const *) again, id);
}

/* Returns: (transfer none): the rows; not to be changed */
LcChecklist *
lc_run_get_checklist (LcRun *self)
{
  return self->checklist;
}

const LcLineVerdict *
lc_run_get_verdict (LcRun *self)
{
  return self->verdict;
}
