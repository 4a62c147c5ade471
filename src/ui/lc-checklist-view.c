/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-checklist-view.c: see lc-checklist-view.h.
 *
 * A new run brings new rows with the same ids; they take the places of the old
 * ones, so nothing moves. Failed rows open when the run is over. Updating and
 * opening are spread over frames: both cost the layout of text.
 */
#include "ui/lc-checklist-view.h"

#include "words/lc-check-text.h"

/* What a frame bears, with room for what else changes in it. */
#define UPDATES_PER_FRAME 2
#define OPENINGS_PER_FRAME 1

struct _LcChecklistView
{
  GtkBox parent_instance;

  LcSession *session;
  GSignalGroup *signals;
  GPtrArray *rows; /* of LcCheckRow, owned by their groups */
  LcUpdateQueue *updates;
  LcUpdateQueue *openings;
};

G_DEFINE_FINAL_TYPE (LcChecklistView, lc_checklist_view, GTK_TYPE_BOX)

static LcCheckRow *
get_row (LcChecklistView *self, guint index)
{
  return g_ptr_array_index (self->rows, index);
}

static gboolean
has_same_rows (LcChecklistView *self, LcChecklist *checklist)
{
  if (self->rows->len != lc_checklist_get_size (checklist))
    return FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    {
      LcCheck *old = lc_check_row_get_check (get_row (self, i));
      LcCheck *new = lc_checklist_get (checklist, i);

      if (!g_str_equal (lc_check_get_id (old), lc_check_get_id (new)) ||
          lc_check_get_group (old) != lc_check_get_group (new))
        return FALSE;
    }
  return TRUE;
}

static void
clear (LcChecklistView *self)
{
  GtkWidget *group;

  lc_update_queue_clear (self->updates);
  lc_update_queue_clear (self->openings);
  g_ptr_array_set_size (self->rows, 0);
  while ((group = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), group);
}

static void
build (LcChecklistView *self, LcChecklist *checklist)
{
  AdwPreferencesGroup *group = NULL;
  LcGroup last = 0;

  clear (self);
  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    {
      LcCheck *check = lc_checklist_get (checklist, i);
      GtkWidget *row = lc_check_row_new (check, self->updates);

      if (group == NULL || lc_check_get_group (check) != last)
        {
          last = lc_check_get_group (check);
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (group, lc_group_get_title (last));
          gtk_box_append (GTK_BOX (self), GTK_WIDGET (group));
        }
      adw_preferences_group_add (group, row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
on_checklist_changed (LcChecklistView *self)
{
  LcChecklist *checklist = lc_session_get_checklist (self->session);

  if (!has_same_rows (self, checklist))
    {
      build (self, checklist);
      return;
    }
  for (guint i = 0; i < self->rows->len; i++)
    lc_check_row_set_check (get_row (self, i), lc_checklist_get (checklist, i));
}

static gboolean
update (GtkWidget *row)
{
  return lc_check_row_update (LC_CHECK_ROW (row));
}

static gboolean
is_failed (LcCheckRow *row)
{
  const LcVerdict *verdict = lc_check_get_verdict (lc_check_row_get_check (row));

  return verdict != NULL && verdict->status == LC_STATUS_FAIL;
}

/* One after the other, each when the one before it is whole. Another run may have
 * begun since it was asked for. */
static gboolean
open_if_failed (GtkWidget *row)
{
  LcChecklistView *self = LC_CHECKLIST_VIEW (gtk_widget_get_ancestor (row, LC_TYPE_CHECKLIST_VIEW));

  if (!lc_update_queue_is_empty (self->updates))
    return TRUE;
  if (is_failed (LC_CHECK_ROW (row)))
    lc_check_row_open (LC_CHECK_ROW (row));
  return FALSE;
}

static void
close_opened (LcChecklistView *self)
{
  lc_update_queue_clear (self->openings);
  for (guint i = 0; i < self->rows->len; i++)
    lc_check_row_close_if_opened (get_row (self, i));
}

static void
open_failed (LcChecklistView *self)
{
  lc_update_queue_clear (self->openings);
  for (guint i = 0; i < self->rows->len; i++)
    if (is_failed (get_row (self, i)))
      lc_update_queue_add (self->openings, GTK_WIDGET (get_row (self, i)));
}

/* A run that was disturbed does not tell what to do. */
static void
advise (LcChecklistView *self)
{
  LcRun *run = lc_session_get_run (self->session);
  gboolean is_running = lc_session_get_state (self->session) == LC_SESSION_RUNNING;

  for (guint i = 0; i < self->rows->len; i++)
    lc_check_row_set_advised (get_row (self, i), is_running || run == NULL || !lc_run_is_disturbed (run));
}

static void
on_state_changed (LcChecklistView *self)
{
  advise (self);
  if (lc_session_get_state (self->session) == LC_SESSION_RUNNING)
    close_opened (self);
}

static void
on_run_changed (LcChecklistView *self)
{
  advise (self);
  if (lc_session_get_run (self->session) != NULL)
    open_failed (self);
}

static void
lc_checklist_view_dispose (GObject *object)
{
  LcChecklistView *self = LC_CHECKLIST_VIEW (object);

  lc_update_queue_close (self->updates);
  lc_update_queue_close (self->openings);
  g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (lc_checklist_view_parent_class)->dispose (object);
}

static void
lc_checklist_view_finalize (GObject *object)
{
  LcChecklistView *self = LC_CHECKLIST_VIEW (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->updates);
  g_clear_object (&self->openings);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (lc_checklist_view_parent_class)->finalize (object);
}

static void
lc_checklist_view_class_init (LcChecklistViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lc_checklist_view_dispose;
  object_class->finalize = lc_checklist_view_finalize;
}

static void
lc_checklist_view_init (LcChecklistView *self)
{
  self->rows = g_ptr_array_new ();
  self->updates = lc_update_queue_new (GTK_WIDGET (self), UPDATES_PER_FRAME, update);
  self->openings = lc_update_queue_new (GTK_WIDGET (self), OPENINGS_PER_FRAME, open_if_failed);
  self->signals = g_signal_group_new (LC_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::checklist", G_CALLBACK (on_checklist_changed),
                                  self);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (on_state_changed), self);
  g_signal_group_connect_swapped (self->signals, "notify::run", G_CALLBACK (on_run_changed), self);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 24);
}

/**
 * lc_checklist_view_set_session:
 * @session: whose rows to show; set once
 */
void
lc_checklist_view_set_session (LcChecklistView *self, LcSession *session)
{
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->signals, session);
  on_checklist_changed (self);
  on_run_changed (self);
}

/* Returns: (transfer none) (nullable): the row on screen of the check with that id */
LcCheckRow *
lc_checklist_view_find_row (LcChecklistView *self, const char *id)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_str_equal (lc_check_get_id (lc_check_row_get_check (get_row (self, i))), id))
      return get_row (self, i);
  return NULL;
}
