/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-session.c: see lc-session.h.
 *
 * Runs are made in a thread of their own (lc-planned-run.h); the rows that are
 * shown belong to the main thread.
 *
 * A run is either of all rows or of one that is asked again, with what it needs
 * and what it changes. The second kind runs on rows of its own; when it is over their content goes into the rows
 * that are shown, and the line is judged again. That must be one line: as soon as
 * the network is another one, or may be, only a run of all rows says something.
 */
#include "config.h"

#include "ui/lc-session.h"

#include "ui/lc-recheck.h"
#include "ui/lc-ui-enums.h"

#define APPLICATION "linecheck"

struct _LcSession
{
  GObject parent_instance;

  LcProfile *profile;
  LcPlanFunc plan; /* or NULL */
  guint samples; /* 0: what the profile says */

  LcSessionState state;
  LcChecklist *checklist;
  LcRun *run;
  LcProfile *run_profile; /* what the service of that run needs */
  gboolean is_run_ours; /* made on this computer, as far as is known */
  gboolean is_same_network; /* since the run began that is shown or under way */
  LcProfile *next_profile; /* that waits until nothing is under way; or NULL */

  LcPlannedRun *under_way; /* or NULL */
  LcChecklist *before; /* the content of rows that are asked again */
};

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
  g_clear_object (&self->under_way);
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

static void
get_options (LcSession *self, LcRunOptions *options)
{
  lc_run_options_init (options, self->profile);
  if (self->samples > 0)
    lc_run_options_set_samples (options, self->profile, self->samples);
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
  g_autoptr (LcRun) run = lc_planned_run_start_finish (LC_PLANNED_RUN (source), result);

  g_clear_object (&self->under_way);
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

static void
on_recheck_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcSession) self = user_data;
  g_autoptr (LcRun) again = lc_planned_run_start_finish (LC_PLANNED_RUN (source), result);
  g_autoptr (LcRun) run = NULL;
  /* A disturbance may come when the last answer is on its way here. */
  gboolean dropped = lc_run_get_facts (again)->interrupted || !self->is_same_network;

  g_clear_object (&self->under_way);
  lc_recheck_take_rows (self->checklist, dropped ? self->before : lc_run_get_checklist (again));
  g_clear_object (&self->before);
  g_object_freeze_notify (G_OBJECT (self));
  if (lc_run_is_disturbed (again))
    self->is_same_network = FALSE;
  if (!dropped && self->run != NULL)
    {
      run = lc_recheck_amend_run (self->run, again, self->checklist);
      set_run (self, run);
    }
  set_state (self, LC_SESSION_IDLE);
  g_object_thaw_notify (G_OBJECT (self));
  if (run != NULL)
    g_signal_emit (self, signals[AMENDED], 0, run);
  use_next_profile (self);
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
lc_session_new (LcProfile *profile, LcPlanFunc plan)
{
  LcSession *self = g_object_new (LC_TYPE_SESSION, NULL);

  self->plan = plan;
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
  g_autoptr (LcPlannedRun) planned = NULL;
  g_autoptr (LcChecklist) rows = NULL;

  g_return_val_if_fail (self->state == LC_SESSION_IDLE, FALSE);

  g_object_freeze_notify (G_OBJECT (self));
  g_clear_object (&self->next_profile);
  if (g_set_object (&self->profile, profile))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROFILE]);
  get_options (self, &options);
  planned = lc_planned_run_new (APPLICATION, profile, &options, self->plan, error);
  rows = planned != NULL ? lc_planned_run_copy_rows (planned) : lc_checklist_new ();
  set_run (self, NULL);
  set_checklist (self, rows);
  g_object_thaw_notify (G_OBJECT (self));
  return planned != NULL;
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
  g_autoptr (LcPlannedRun) planned = NULL;
  g_autoptr (LcChecklist) shown = NULL;

  if (self->state != LC_SESSION_IDLE)
    return TRUE;
  get_options (self, &options);
  planned = lc_planned_run_new (APPLICATION, self->profile, &options, self->plan, error);
  if (planned == NULL)
    return FALSE;
  shown = lc_planned_run_copy_rows (planned);
  self->is_same_network = TRUE;
  g_object_freeze_notify (G_OBJECT (self));
  set_checklist (self, shown);
  set_state (self, LC_SESSION_RUNNING);
  self->under_way = g_steal_pointer (&planned);
  lc_planned_run_start_async (self->under_way, shown, on_run_finished, g_object_ref (self));
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
  g_autoptr (LcPlannedRun) planned = NULL;
  g_autoptr (LcChecklist) rows = NULL;

  if (!lc_session_can_recheck (self))
    return TRUE;
  get_options (self, &options);
  g_strfreev (options.only);
  options.only = lc_recheck_dup_ids (self->checklist, id);
  options.all_regions = self->run != NULL && lc_run_get_options (self->run)->all_regions;
  planned = lc_planned_run_new (APPLICATION, self->profile, &options, self->plan, error);
  if (planned == NULL)
    return FALSE;
  rows = lc_planned_run_copy_rows (planned);
  self->is_same_network = TRUE;
  self->before = lc_checklist_copy (self->checklist);
  lc_recheck_start_rows (self->checklist, rows);
  set_state (self, LC_SESSION_RECHECKING);
  self->under_way = g_steal_pointer (&planned);
  lc_planned_run_start_async (self->under_way, NULL, on_recheck_finished, g_object_ref (self));
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
  if (self->under_way != NULL)
    lc_planned_run_stop (self->under_way);
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
  if (self->under_way != NULL)
    lc_planned_run_disturb (self->under_way, disturbance);
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
  g_autoptr (LcChecklist) rows = lc_checklist_copy (lc_run_get_checklist (run));

  g_return_if_fail (self->state == LC_SESSION_IDLE);

  g_object_freeze_notify (G_OBJECT (self));
  set_checklist (self, rows);
  set_run (self, run);
  self->is_run_ours = is_ours;
  self->is_same_network = FALSE;
  g_object_thaw_notify (G_OBJECT (self));
}
