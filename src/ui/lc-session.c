/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-session.c: see lc-session.h.
 *
 * Runs are made in a thread of their own (lc-run-thread.h); the rows that are
 * shown belong to the main thread.
 *
 * A run is either of all rows or of one that is asked again, with what it needs
 * and what it changes. The second kind runs on rows of its own; when it is over their content goes into the rows
 * that are shown, and the line is judged again. That must be one line: as soon as
 * the network is another one, or may be, only a run of all rows says something.
 */
#include "config.h"

#include "ui/lc-session.h"

#include "probes/lc-plan.h"
#include "run/lc-run-thread.h"
#include "ui/lc-ui-enums.h"

#define APPLICATION "linecheck"

struct _LcSession
{
  GObject parent_instance;

  LcProfile *profile;
  LcSessionPlanFunc plan;
  guint samples; /* 0: what the profile says */

  LcSessionState state;
  LcChecklist *checklist;
  LcRun *run;
  LcProfile *run_profile; /* what the service of that run needs */
  gboolean is_run_ours; /* made on this computer, as far as is known */
  gboolean is_same_network; /* since the run began that is shown or under way */
  LcProfile *next_profile; /* that waits until nothing is under way; or NULL */

  GCancellable *cancellable;
  LcRunner *runner; /* while one is under way; belongs to its thread */
  LcChecklist *before; /* the content of rows that are asked again */
};

typedef struct
{
  LcRunThread *thread;
  LcChecklist *rows;
  GPtrArray *probes;
  GObject *keep;
} Planned;

G_DEFINE_FINAL_TYPE (LcSession, lc_session, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_CHECKLIST,
  PROP_RUN,
  PROP_PROFILE,
  PROP_CAN_RECHECK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  FINISHED,
  AMENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
plan_with_probes (LcProfile *profile, const LcRunOptions *options, LcChecklist **checklist,
                  GPtrArray **probes, GObject **keep, GError **error)
{
  LcPlan *plan = lc_plan_new (profile, options, error);

  if (plan == NULL)
    return FALSE;
  *checklist = g_object_ref (lc_plan_get_checklist (plan));
  *probes = g_ptr_array_ref (lc_plan_get_probes (plan));
  *keep = G_OBJECT (plan);
  return TRUE;
}

static void
set_state (LcSession *self, LcSessionState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_RECHECK]);
}

static void
set_checklist (LcSession *self, LcChecklist *checklist)
{
  if (g_set_object (&self->checklist, checklist))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECKLIST]);
}

/* Returns: (transfer full) (nullable): what the run says itself, or else what
 * this program knows of that service */
static LcProfile *
dup_profile_of_run (LcSession *self, LcRun *run)
{
  gboolean is_own;
  g_autoptr (LcProfile) profile = lc_run_dup_profile (run, &is_own);

  if (!is_own && g_str_equal (lc_run_get_facts (run)->profile_id, lc_profile_get_id (self->profile)))
    g_set_object (&profile, self->profile);
  return g_steal_pointer (&profile);
}

static void
find_run_profile (LcSession *self)
{
  g_clear_object (&self->run_profile);
  if (self->run != NULL)
    self->run_profile = dup_profile_of_run (self, self->run);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUN]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_RECHECK]);
}

static void
set_run (LcSession *self, LcRun *run)
{
  if (g_set_object (&self->run, run))
    find_run_profile (self);
}

static void
lc_session_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  LcSession *self = LC_SESSION (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_CHECKLIST:
      g_value_set_object (value, self->checklist);
      break;
    case PROP_RUN:
      g_value_set_object (value, self->run);
      break;
    case PROP_PROFILE:
      g_value_set_object (value, self->profile);
      break;
    case PROP_CAN_RECHECK:
      g_value_set_boolean (value, lc_session_can_recheck (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lc_session_finalize (GObject *object)
{
  LcSession *self = LC_SESSION (object);

  g_clear_object (&self->profile);
  g_clear_object (&self->next_profile);
  g_clear_object (&self->checklist);
  g_clear_object (&self->run);
  g_clear_object (&self->run_profile);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->runner);
  g_clear_object (&self->before);
  G_OBJECT_CLASS (lc_session_parent_class)->finalize (object);
}

static void
lc_session_class_init (LcSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lc_session_get_property;
  object_class->finalize = lc_session_finalize;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, LC_TYPE_SESSION_STATE, LC_SESSION_IDLE, flags);
  properties[PROP_CHECKLIST] =
    g_param_spec_object ("checklist", NULL, NULL, LC_TYPE_CHECKLIST, flags);
  properties[PROP_RUN] = g_param_spec_object ("run", NULL, NULL, LC_TYPE_RUN, flags);
  properties[PROP_PROFILE] =
    g_param_spec_object ("profile", NULL, NULL, LC_TYPE_PROFILE, flags);
  properties[PROP_CAN_RECHECK] = g_param_spec_boolean ("can-recheck", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LcSession::finished:
   * @run: the run of all rows that just ended, stopped or not
   */
  signals[FINISHED] = g_signal_new ("finished", LC_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, LC_TYPE_RUN);
  /**
   * LcSession::amended:
   * @run: what is known now that a check was asked again: a run of this computer,
   *   which names the checks that were asked again
   */
  signals[AMENDED] = g_signal_new ("amended", LC_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, LC_TYPE_RUN);
}

static void
lc_session_init (LcSession *self)
{
}

/* Returns: (transfer full): rows with the same content that may be changed */
static LcChecklist *
copy_checklist (LcChecklist *checklist)
{
  LcChecklist *copy = lc_checklist_new ();

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    lc_checklist_add (copy, lc_check_copy (lc_checklist_get (checklist, i)));
  return copy;
}

static void
get_options (LcSession *self, LcRunOptions *options)
{
  lc_run_options_init (options, self->profile);
  if (self->samples > 0)
    lc_run_options_set_samples (options, self->profile, self->samples);
}

static void
planned_clear (Planned *planned)
{
  g_clear_object (&planned->thread);
  g_clear_object (&planned->rows);
  g_clear_pointer (&planned->probes, g_ptr_array_unref);
  g_clear_object (&planned->keep);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Planned, planned_clear)

static gboolean
plan_in_thread (LcSession *self, const LcRunOptions *options, Planned *planned, GError **error)
{
  g_autoptr (GMainContextPusher) pusher G_GNUC_UNUSED = NULL;

  planned->thread = lc_run_thread_new ();
  pusher = g_main_context_pusher_new (lc_run_thread_get_context (planned->thread));
  return self->plan (self->profile, options, &planned->rows, &planned->probes, &planned->keep, error);
}

/* What was chosen meanwhile. A plan that fails says so when it is wanted. */
static void
use_next_profile (LcSession *self)
{
  g_autoptr (LcProfile) profile = NULL;

  if (self->state != LC_SESSION_IDLE)
    return;
  profile = g_steal_pointer (&self->next_profile);
  if (profile != NULL)
    lc_session_use_profile (self, profile, NULL);
}

static void
on_run_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcSession) self = user_data;
  g_autoptr (LcRun) run = lc_run_thread_run_finish (LC_RUN_THREAD (source), result);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->runner);
  g_object_freeze_notify (G_OBJECT (self));
  set_run (self, run);
  self->is_run_ours = TRUE;
  if (lc_run_is_disturbed (run))
    self->is_same_network = FALSE;
  set_state (self, LC_SESSION_IDLE);
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit (self, signals[FINISHED], 0, run);
  use_next_profile (self);
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

/* Returns: (transfer full): what is known now as a run: the record of the one
 * before, with the rows as they are, and those that were asked again named */
static LcRun *
freeze_again (LcSession *self, LcRun *again)
{
  const LcRunFacts *old = lc_run_get_facts (self->run);
  const LcRunOptions *options = lc_run_get_options (self->run);
  LcChecklist *rows = copy_checklist (self->checklist);
  LcRunFacts facts;

  lc_run_facts_copy (old, &facts);
  facts.is_judged_again = FALSE; /* what was found since decides, too */
  g_strfreev (facts.asked_again);
  facts.asked_again = join_ids (old->asked_again, lc_run_get_checklist (again));
  if (facts.disturbance == LC_DISTURBANCE_NONE)
    facts.disturbance = lc_run_get_facts (again)->disturbance;
  return lc_run_new_take (&facts, options, rows,
                          lc_line_verdict_judge (rows, facts.disturbance, facts.interrupted, options->only[0] != NULL));
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

static void
take_rows (LcSession *self, LcChecklist *rows)
{
  for (guint i = 0; i < lc_checklist_get_size (rows); i++)
    {
      LcCheck *row = lc_checklist_get (rows, i);
      LcCheck *shown = lc_checklist_find (self->checklist, lc_check_get_id (row));

      if (shown != NULL)
        take_content (shown, row);
    }
}

static void
on_recheck_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcSession) self = user_data;
  g_autoptr (LcRun) again = lc_run_thread_run_finish (LC_RUN_THREAD (source), result);
  g_autoptr (LcRun) run = NULL;
  /* A disturbance may come when the last answer is on its way here. */
  gboolean dropped = lc_run_get_facts (again)->interrupted || !self->is_same_network;

  g_clear_object (&self->cancellable);
  g_clear_object (&self->runner);
  take_rows (self, dropped ? self->before : lc_run_get_checklist (again));
  g_clear_object (&self->before);
  g_object_freeze_notify (G_OBJECT (self));
  if (!dropped && self->run != NULL)
    {
      run = freeze_again (self, again);
      set_run (self, run);
    }
  set_state (self, LC_SESSION_IDLE);
  g_object_thaw_notify (G_OBJECT (self));
  if (run != NULL)
    g_signal_emit (self, signals[AMENDED], 0, run);
  use_next_profile (self);
}

/* Hands the plan over to its thread. */
static void
run (LcSession *self, const LcRunOptions *options, Planned *planned, LcChecklist *shown,
     GAsyncReadyCallback callback)
{
  self->runner = lc_runner_new (APPLICATION, self->profile, options, planned->rows, planned->probes);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&planned->probes, g_ptr_array_unref);
  lc_run_thread_run_async (planned->thread, g_object_ref (self->runner), g_steal_pointer (&planned->rows),
                           g_steal_pointer (&planned->keep), shown, self->cancellable, callback,
                           g_object_ref (self));
}

/**
 * lc_session_new:
 * @profile: what the service needs
 * @plan: (nullable) (scope forever): how a run is planned; %NULL for the
 *   probes of this program
 *
 * Returns: (transfer full): a session whose rows wait
 */
LcSession *
lc_session_new (LcProfile *profile, LcSessionPlanFunc plan)
{
  LcSession *self = g_object_new (LC_TYPE_SESSION, NULL);

  self->plan = plan != NULL ? plan : plan_with_probes;
  self->checklist = lc_checklist_new ();
  lc_session_set_profile (self, profile, NULL);
  return self;
}

LcProfile *
lc_session_get_profile (LcSession *self)
{
  return self->profile;
}

/**
 * lc_session_set_profile:
 * @profile: what the service needs
 *
 * Shows the waiting rows of another profile. Only when nothing is under way.
 *
 * Returns: %FALSE with @error set when it cannot be planned; then the rows are
 *   empty
 */
gboolean
lc_session_set_profile (LcSession *self, LcProfile *profile, GError **error)
{
  g_auto (LcRunOptions) options = { 0 };
  g_autoptr (LcChecklist) rows = NULL;
  g_autoptr (GPtrArray) probes = NULL;
  g_autoptr (GObject) keep = NULL;
  gboolean planned;

  g_return_val_if_fail (self->state == LC_SESSION_IDLE, FALSE);

  g_object_freeze_notify (G_OBJECT (self));
  g_clear_object (&self->next_profile);
  if (g_set_object (&self->profile, profile))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROFILE]);
  get_options (self, &options);
  planned = self->plan (profile, &options, &rows, &probes, &keep, error);
  if (!planned)
    rows = lc_checklist_new ();
  set_run (self, NULL);
  set_checklist (self, rows);
  g_object_thaw_notify (G_OBJECT (self));
  return planned;
}

/* For the next run; an opened run may be of the same service. */
static void
set_profile_beside_run (LcSession *self, LcProfile *profile)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_object (&self->profile, profile))
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROFILE]);
      find_run_profile (self);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * lc_session_use_profile:
 * @profile: what the service needs
 *
 * As lc_session_set_profile(), as soon as nothing is under way. A run that was
 * opened stays: the person wants to see it, and it says itself what it is about.
 *
 * Returns: %FALSE with @error set when it is used now and cannot be planned
 */
gboolean
lc_session_use_profile (LcSession *self, LcProfile *profile, GError **error)
{
  if (self->state != LC_SESSION_IDLE)
    {
      g_set_object (&self->next_profile, profile);
      return TRUE;
    }
  if (self->run == NULL || self->is_run_ours)
    return lc_session_set_profile (self, profile, error);
  set_profile_beside_run (self, profile);
  return TRUE;
}

/**
 * lc_session_set_samples:
 * @samples: packets for the latency of a region, or 0 for what the profile says
 *
 * From the next run on.
 */
void
lc_session_set_samples (LcSession *self, guint samples)
{
  self->samples = samples;
}

LcSessionState
lc_session_get_state (LcSession *self)
{
  return self->state;
}

/* Returns: (transfer none): the rows that are shown */
LcChecklist *
lc_session_get_checklist (LcSession *self)
{
  return self->checklist;
}

/* Returns: (transfer none) (nullable): the last run of all rows that ended, or
 * the saved one that is shown; %NULL before the first */
LcRun *
lc_session_get_run (LcSession *self)
{
  return self->run;
}

/**
 * lc_session_get_run_profile:
 *
 * Returns: (transfer none) (nullable): what the service of the run that is shown
 *   needs; %NULL when there is no run, or nobody here knows
 */
LcProfile *
lc_session_get_run_profile (LcSession *self)
{
  return self->run_profile;
}

/**
 * lc_session_is_run_ours:
 *
 * Returns: whether this computer made the run that is shown; %FALSE when it was
 *   opened, and when there is none
 */
gboolean
lc_session_is_run_ours (LcSession *self)
{
  return self->run != NULL && self->is_run_ours;
}

/**
 * lc_session_start:
 *
 * Asks all rows. Does nothing when a run is under way.
 *
 * Returns: %FALSE with @error set when it could not be planned
 */
gboolean
lc_session_start (LcSession *self, GError **error)
{
  g_auto (LcRunOptions) options = { 0 };
  g_auto (Planned) planned = { NULL };
  g_autoptr (LcChecklist) shown = NULL;

  if (self->state != LC_SESSION_IDLE)
    return TRUE;
  get_options (self, &options);
  if (!plan_in_thread (self, &options, &planned, error))
    return FALSE;
  shown = copy_checklist (planned.rows);
  self->is_same_network = TRUE;
  g_object_freeze_notify (G_OBJECT (self));
  set_checklist (self, shown);
  set_state (self, LC_SESSION_RUNNING);
  run (self, &options, &planned, shown, on_run_finished);
  g_object_thaw_notify (G_OBJECT (self));
  return TRUE;
}

/**
 * lc_session_can_recheck:
 *
 * Returns: whether a row can be asked again: not while a run is under way, and
 *   only in a run that was made here, on the network of now; one that was opened
 *   or kept tells of another moment, and perhaps of another computer or network
 */
gboolean
lc_session_can_recheck (LcSession *self)
{
  return self->state == LC_SESSION_IDLE && (self->run == NULL || self->is_same_network);
}

/* What compares regions is out of date as soon as one of them is asked again;
 * and it compares only what was measured together. */
static char **
dup_rows_to_ask (LcSession *self, const char *id)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  LcCheck *row = lc_checklist_find (self->checklist, id);

  g_strv_builder_add (ids, id);
  for (guint i = 0; row != NULL && i < lc_checklist_get_size (self->checklist); i++)
    {
      LcCheck *other = lc_checklist_get (self->checklist, i);

      if (lc_check_get_kind (row) == LC_KIND_REGION && lc_check_get_kind (other) == LC_KIND_ROUTING)
        g_strv_builder_add (ids, lc_check_get_id (other));
    }
  return g_strv_builder_end (ids);
}

/**
 * lc_session_recheck:
 * @id: a row that is shown
 *
 * Asks this row again, with those that the plan says it needs, and puts the new
 * content in their place: nothing is judged by old figures. A region is asked
 * with all others, because the routing is judged by all of them. Does nothing
 * when lc_session_can_recheck() says no.
 *
 * Returns: %FALSE with @error set when it could not be planned
 */
gboolean
lc_session_recheck (LcSession *self, const char *id, GError **error)
{
  g_auto (LcRunOptions) options = { 0 };
  g_auto (Planned) planned = { NULL };

  if (!lc_session_can_recheck (self))
    return TRUE;
  get_options (self, &options);
  g_strfreev (options.only);
  options.only = dup_rows_to_ask (self, id);
  options.all_regions = self->run != NULL && lc_run_get_options (self->run)->all_regions;
  if (!plan_in_thread (self, &options, &planned, error))
    return FALSE;

  self->is_same_network = TRUE;
  self->before = copy_checklist (self->checklist);
  for (guint i = 0; i < lc_checklist_get_size (planned.rows); i++)
    {
      LcCheck *shown =
        lc_checklist_find (self->checklist, lc_check_get_id (lc_checklist_get (planned.rows, i)));

      if (shown != NULL)
        lc_check_start (shown);
    }
  set_state (self, LC_SESSION_RECHECKING);
  run (self, &options, &planned, NULL, on_recheck_finished);
  return TRUE;
}

/**
 * lc_session_stop:
 *
 * Stops what is under way; it ends within moments, with what is known. A row
 * that was being asked again gets its old content back.
 */
void
lc_session_stop (LcSession *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

/**
 * lc_session_disturb:
 * @disturbance: what happened
 *
 * Ends a run under way, because what it would still measure says nothing about
 * what it measured before; what happens first is what it says. And no row of a run
 * that is over is asked again.
 */
void
lc_session_disturb (LcSession *self, LcDisturbance disturbance)
{
  if (!self->is_same_network)
    return;
  self->is_same_network = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_RECHECK]);
  if (self->state == LC_SESSION_IDLE)
    return;
  lc_runner_disturb (self->runner, disturbance);
  lc_session_stop (self);
}

/**
 * lc_session_show_run:
 * @run: a saved run
 * @is_ours: whether this computer made it and kept it; otherwise a person opened
 *   it, and any computer may have made it
 *
 * Shows it. Nothing is added to it by asking again. Only when nothing is under way.
 */
void
lc_session_show_run (LcSession *self, LcRun *run, gboolean is_ours)
{
  g_autoptr (LcChecklist) rows = copy_checklist (lc_run_get_checklist (run));

  g_return_if_fail (self->state == LC_SESSION_IDLE);

  g_object_freeze_notify (G_OBJECT (self));
  set_checklist (self, rows);
  set_run (self, run);
  self->is_run_ours = is_ours;
  self->is_same_network = FALSE;
  g_object_thaw_notify (G_OBJECT (self));
}
