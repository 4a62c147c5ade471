/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-session.h: what the window shows: the rows, the run that made them, and
 * whether one is under way. Knows no widget.
 *
 * The rows that it gives out are live: they fill in while a run is under way. The
 * run that it gives out is frozen.
 */
#pragma once

#include "runner/lc-planned-run.h"

G_BEGIN_DECLS

typedef enum
{
  LC_SESSION_IDLE,       /* nothing is asked; there may be a run to look at */
  LC_SESSION_RUNNING,    /* all rows are being asked */
  LC_SESSION_RECHECKING, /* one row is being asked again */
} LcSessionState;

#define LC_TYPE_SESSION (lc_session_get_type ())
G_DECLARE_FINAL_TYPE (LcSession, lc_session, LC, SESSION, GObject)

LcSession     *lc_session_new (LcProfile *profile, LcPlanFunc plan);

LcProfile     *lc_session_get_profile (LcSession *self);
gboolean       lc_session_set_profile (LcSession *self, LcProfile *profile, GError **error);
gboolean       lc_session_use_profile (LcSession *self, LcProfile *profile, GError **error);
void           lc_session_set_samples (LcSession *self, guint samples);

LcSessionState lc_session_get_state (LcSession *self);
LcChecklist   *lc_session_get_checklist (LcSession *self);
LcRun         *lc_session_get_run (LcSession *self);
LcProfile     *lc_session_get_run_profile (LcSession *self);
gboolean       lc_session_is_run_ours (LcSession *self);

gboolean       lc_session_start (LcSession *self, GError **error);
gboolean       lc_session_can_recheck (LcSession *self);
gboolean       lc_session_recheck (LcSession *self, const char *id, GError **error);
void           lc_session_stop (LcSession *self);
void           lc_session_disturb (LcSession *self, LcDisturbance disturbance);
void           lc_session_show_run (LcSession *self, LcRun *run, gboolean is_ours);

G_END_DECLS
