/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-verdict-header.c: see lc-verdict-header.h. What changes during a run has its
 * room from the start, so that the rows below never move.
 *
 * A screen reader is told of the beginning, the half and the end of a check, and of
 * nothing in between.
 */
#include "config.h"

#include "ui/lc-verdict-header.h"

#include <glib/gi18n-lib.h>

#include "ui/lc-accessible.h"
#include "ui/lc-headline.h"
#include "ui/lc-look.h"
#include "ui/lc-wrap-box.h"
#include "words/lc-line-text.h"

#define AGE_INTERVAL_S 60

struct _LcVerdictHeader
{
  GtkBox parent_instance;

  LcSession *session;
  GSignalGroup *session_signals;
  GPtrArray *watched; /* of LcCheck */
  const char *style;
  guint age_id;
  LcRun *announced; /* or NULL */
  gboolean is_start_announced;
  gboolean is_half_announced;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *sentence;
  GtkLabel *sentence_room;
  GtkStack *middle_stack;
  GtkLabel *region;
  GtkProgressBar *progress;
  GtkStack *button_stack;
  GtkButton *start_button;
  GtkButton *stop_button;
  GtkButton *again_button;
  GtkWidget *ask_button;
  GtkLabel *age;
};

G_DEFINE_FINAL_TYPE (LcVerdictHeader, lc_verdict_header, GTK_TYPE_BOX)

static gboolean
is_running (LcVerdictHeader *self)
{
  return lc_session_get_state (self->session) == LC_SESSION_RUNNING;
}

static void
show_icon (LcVerdictHeader *self, const char *name, const char *style)
{
  gtk_image_set_from_icon_name (self->icon, name);
  if (self->style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), self->style);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), style);
  self->style = style;
}

static void
show_progress (LcVerdictHeader *self)
{
  LcChecklist *checklist = lc_session_get_checklist (self->session);
  guint done = lc_checklist_count_done (checklist);
  guint size = lc_checklist_get_size (checklist);
  /* Translators: how many checks are finished, and how many there are. */
  g_autofree char *text = g_strdup_printf (_("%u of %u checks"), done, size);

  gtk_progress_bar_set_fraction (self->progress, size > 0 ? done / (double) size : 0);
  gtk_progress_bar_set_text (self->progress, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  if (!self->is_half_announced && done > 0 && 2 * done >= size)
    {
      self->is_half_announced = TRUE;
      lc_accessible_announce (GTK_WIDGET (self), text);
    }
}

static void
announce_start (LcVerdictHeader *self)
{
  if (self->is_start_announced)
    return;
  self->is_start_announced = TRUE;
  self->is_half_announced = FALSE;
  lc_accessible_announce (GTK_WIDGET (self), _("Checking…"));
}

static void
announce_run (LcVerdictHeader *self, LcRun *run, const char *sentence)
{
  gboolean was_checking = self->is_start_announced;
  g_autofree char *text = NULL;

  self->is_start_announced = FALSE;
  if (!g_set_object (&self->announced, run) && !was_checking)
    return;
  text = g_strjoin ("\n", lc_line_status_get_label (lc_run_get_verdict (run)->status), sentence, NULL);
  lc_accessible_announce (GTK_WIDGET (self), text);
}

static void
on_settled (LcVerdictHeader *self)
{
  if (is_running (self))
    show_progress (self);
}

static void
unwatch (LcVerdictHeader *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->watched, i), self);
  g_ptr_array_set_size (self->watched, 0);
}

static void
watch (LcVerdictHeader *self)
{
  LcChecklist *checklist = lc_session_get_checklist (self->session);

  unwatch (self);
  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    {
      LcCheck *check = lc_checklist_get (checklist, i);

      g_signal_connect_swapped (check, "notify::verdict", G_CALLBACK (on_settled), self);
      g_ptr_array_add (self->watched, g_object_ref (check));
    }
}

static void
show_age (LcVerdictHeader *self)
{
  LcRun *run = lc_session_get_run (self->session);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *age = NULL;
  g_autofree char *text = NULL;

  /* What was opened is not the last check of this computer. */
  if (run == NULL || (is_running (self) && !lc_session_is_run_ours (self->session)))
    {
      gtk_label_set_label (self->age, lc_profile_get_name (lc_session_get_profile (self->session)));
      return;
    }
  age = lc_headline_dup_age (lc_run_get_facts (run)->started, now);
  if (is_running (self))
    /* Translators: the verdict of the last check and how long ago it was. */
    text = g_strdup_printf (_("Last check: %s, %s"),
                            lc_line_status_get_label (lc_run_get_verdict (run)->status), age);
  else if (lc_session_is_run_ours (self->session))
    text = lc_headline_dup_checked (run, age);
  else
    text = lc_headline_dup_opened (run, age);
  gtk_label_set_label (self->age, text);
}

static void
show_waiting (LcVerdictHeader *self)
{
  show_icon (self, "lc-waiting-symbolic", "dim-label");
  gtk_label_set_label (self->title, _("Check your line"));
  gtk_label_set_label (self->sentence, _("See in seconds whether this network will carry your stream."));
  gtk_label_set_label (self->region, "");
  gtk_stack_set_visible_child_name (self->middle_stack, "region");
  gtk_stack_set_visible_child_name (self->button_stack, "start");
}

static void
show_running (LcVerdictHeader *self)
{
  g_autofree char *sentence =
    /* Translators: %s is the name of a service. */
    g_strdup_printf (_("Asking every server that %s needs. This takes a few seconds."),
                     lc_profile_get_name (lc_session_get_profile (self->session)));

  show_icon (self, "lc-checking-symbolic", "dim-label");
  gtk_label_set_label (self->title, _("Checking…"));
  gtk_label_set_label (self->sentence, sentence);
  announce_start (self);
  show_progress (self);
  gtk_stack_set_visible_child_name (self->middle_stack, "progress");
  gtk_stack_set_visible_child_name (self->button_stack, "running");
}

static void
show_run (LcVerdictHeader *self, LcRun *run)
{
  LcLineStatus status = lc_run_get_verdict (run)->status;
  g_autofree char *sentence = lc_headline_dup_sentence (run);
  g_autofree char *region = lc_headline_dup_region (run);

  show_icon (self, lc_look_get_line_icon (status), lc_look_get_line_style (status));
  gtk_label_set_label (self->title, lc_line_status_get_label (status));
  gtk_label_set_label (self->sentence, sentence);
  gtk_label_set_label (self->region, region);
  gtk_stack_set_visible_child_name (self->middle_stack, "region");
  gtk_stack_set_visible_child_name (self->button_stack, "done");
  announce_run (self, run, sentence);
}

/* The button that had the focus may be gone; the one in its place takes it. */
static void
keep_focus (LcVerdictHeader *self, gboolean had_focus)
{
  const char *page = gtk_stack_get_visible_child_name (self->button_stack);

  if (!had_focus)
    return;
  if (g_str_equal (page, "running"))
    gtk_widget_grab_focus (GTK_WIDGET (self->stop_button));
  else if (g_str_equal (page, "done"))
    gtk_widget_grab_focus (GTK_WIDGET (self->again_button));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->start_button));
}

static gboolean
has_focus (LcVerdictHeader *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->button_stack));
}

static void
show (LcVerdictHeader *self)
{
  LcRun *run = lc_session_get_run (self->session);
  gboolean had_focus = has_focus (self);

  if (is_running (self))
    show_running (self);
  else if (run != NULL)
    show_run (self, run);
  else
    show_waiting (self);
  show_age (self);
  keep_focus (self, had_focus);
}

static void
on_checklist_changed (LcVerdictHeader *self)
{
  watch (self);
  show (self);
}

static gboolean
on_age_due (gpointer user_data)
{
  show_age (user_data);
  return G_SOURCE_CONTINUE;
}

static void
lc_verdict_header_map (GtkWidget *widget)
{
  LcVerdictHeader *self = LC_VERDICT_HEADER (widget);

  GTK_WIDGET_CLASS (lc_verdict_header_parent_class)->map (widget);
  if (self->session != NULL)
    show_age (self);
  self->age_id = g_timeout_add_seconds (AGE_INTERVAL_S, on_age_due, self);
}

static void
lc_verdict_header_unmap (GtkWidget *widget)
{
  LcVerdictHeader *self = LC_VERDICT_HEADER (widget);

  g_clear_handle_id (&self->age_id, g_source_remove);
  GTK_WIDGET_CLASS (lc_verdict_header_parent_class)->unmap (widget);
}

static void
lc_verdict_header_dispose (GObject *object)
{
  LcVerdictHeader *self = LC_VERDICT_HEADER (object);

  g_clear_handle_id (&self->age_id, g_source_remove);
  g_signal_group_set_target (self->session_signals, NULL);
  unwatch (self);
  g_clear_object (&self->announced);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (lc_verdict_header_parent_class)->dispose (object);
}

static void
lc_verdict_header_finalize (GObject *object)
{
  LcVerdictHeader *self = LC_VERDICT_HEADER (object);

  g_clear_object (&self->session_signals);
  g_clear_pointer (&self->watched, g_ptr_array_unref);
  G_OBJECT_CLASS (lc_verdict_header_parent_class)->finalize (object);
}

static void
lc_verdict_header_class_init (LcVerdictHeaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (LC_TYPE_WRAP_BOX);

  object_class->dispose = lc_verdict_header_dispose;
  object_class->finalize = lc_verdict_header_finalize;
  widget_class->map = lc_verdict_header_map;
  widget_class->unmap = lc_verdict_header_unmap;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/tv/quicklink/Linecheck/lc-verdict-header.ui");
  gtk_widget_class_bind_template_child (widget_class, LcVerdictHeader, icon);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictHeader, title);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictHeader, sentence);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictHeader, sentence_room);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictHeader, middle_stack);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictHeader, region);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictHeader, progress);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictHeader, button_stack);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictHeader, start_button);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictHeader, stop_button);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictHeader, again_button);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictHeader, ask_button);
  gtk_widget_class_bind_template_child (widget_class, LcVerdictHeader, age);
}

/* What stands on a button may be longer than a narrow window is wide. */
static void
wrap_buttons (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_BUTTON (widget) && GTK_IS_LABEL (child))
        {
          gtk_label_set_wrap (GTK_LABEL (child), TRUE);
          gtk_label_set_natural_wrap_mode (GTK_LABEL (child), GTK_NATURAL_WRAP_NONE);
          gtk_label_set_justify (GTK_LABEL (child), GTK_JUSTIFY_CENTER);
        }
      wrap_buttons (child);
    }
}

static void
lc_verdict_header_init (LcVerdictHeader *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->session_signals = g_signal_group_new (LC_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::checklist",
                                  G_CALLBACK (on_checklist_changed), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::state", G_CALLBACK (show), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::run", G_CALLBACK (show), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  wrap_buttons (GTK_WIDGET (self));
  /* As high as two lines of text, at whatever size the text has. */
  gtk_label_set_label (self->sentence_room, "\n");
}

/**
 * lc_verdict_header_set_session:
 * @session: whose verdict to show; set once
 */
void
lc_verdict_header_set_session (LcVerdictHeader *self, LcSession *session)
{
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  on_checklist_changed (self);
}

/* Whether there is something to ask IT. */
void
lc_verdict_header_set_has_fixes (LcVerdictHeader *self, gboolean has_fixes)
{
  gtk_widget_set_visible (self->ask_button, has_fixes);
}
