/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-check-row.c: see lc-check-row.h.
 *
 * The details are made when the row is opened, and made again when it settles:
 * thirty closed rows cost no more than their lines.
 */
#include "config.h"

#include "ui/lc-check-row.h"

#include <glib/gi18n-lib.h>

#include "ui/lc-accessible.h"
#include "ui/lc-check-details.h"
#include "ui/lc-look.h"
#include "words/lc-check-text.h"

/* For which a figure has room in the narrowest row. */
#define LEAST_CHARS 8
#define MOST_CHARS 12

struct _LcCheckRow
{
  AdwExpanderRow parent_instance;

  LcCheck *check;
  gulong on_settled;
  gboolean is_advised;
  LcUpdateQueue *queue; /* or NULL: changes are shown at once */
  LcCheckDetails *details;
  gboolean is_changed;          /* the line does not show it yet */
  gboolean are_details_current; /* or being made */
  const char *style;
  gboolean opened_for_person; /* not by the person */

  GtkStack *state_stack;
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkLabel *figure;
};

G_DEFINE_FINAL_TYPE (LcCheckRow, lc_check_row, ADW_TYPE_EXPANDER_ROW)

static void
show_state (LcCheckRow *self)
{
  gboolean running = lc_check_get_state (self->check) == LC_CHECK_STATE_RUNNING;
  const char *style = lc_look_get_check_style (self->check);

  gtk_image_set_from_icon_name (self->icon, lc_look_get_check_icon (self->check));
  if (self->style != style)
    {
      if (self->style != NULL)
        gtk_widget_remove_css_class (GTK_WIDGET (self->icon), self->style);
      gtk_widget_add_css_class (GTK_WIDGET (self->icon), style);
      self->style = style;
    }
  gtk_stack_set_visible_child_name (self->state_stack, running ? "spinner" : "icon");
  gtk_spinner_set_spinning (self->spinner, running);
}

/* Returns: (nullable): the line that takes the focus inside the row */
static GtkWidget *
find_header (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ADW_IS_ACTION_ROW (child) ? child : find_header (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* A screen reader says what has the focus: state and figure belong to it. */
static void
set_accessible_label (LcCheckRow *self, const char *label)
{
  GtkWidget *header = find_header (GTK_WIDGET (self));

  lc_accessible_set_label (GTK_WIDGET (self), label);
  if (header != NULL)
    {
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (header), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
      lc_accessible_set_label (header, label);
    }
}

static void
show_words (LcCheckRow *self)
{
  g_autofree char *title = lc_check_dup_title (self->check);
  g_autofree char *figure = lc_check_dup_figure (self->check);
  g_autofree char *label = NULL;
  const char *state = lc_look_get_check_label (self->check);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  lc_accessible_name_inside (GTK_WIDGET (self), GTK_TYPE_LIST_BOX, title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), state);
  gtk_label_set_label (self->figure, figure);
  /* A narrow row cuts titles into lines rather than figures short. */
  gtk_label_set_width_chars (self->figure, CLAMP ((int) g_utf8_strlen (figure, -1), LEAST_CHARS, MOST_CHARS));
  /* Its room is kept until it is known that there is none. */
  gtk_widget_set_visible (GTK_WIDGET (self->figure),
                          figure[0] != '\0' || lc_check_get_state (self->check) != LC_CHECK_STATE_DONE);
  if (figure[0] != '\0')
    /* Translators: what a screen reader says of a row: title, state, figure. */
    label = g_strdup_printf (_("%s: %s, %s"), title, state, figure);
  else
    /* Translators: what a screen reader says of a row: title, state. */
    label = g_strdup_printf (_("%s: %s"), title, state);
  set_accessible_label (self, label);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY,
                               lc_check_get_state (self->check) == LC_CHECK_STATE_RUNNING, -1);
}

static void
show_details (LcCheckRow *self)
{
  gboolean is_done;

  if (self->check == NULL || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;
  is_done = lc_check_get_state (self->check) == LC_CHECK_STATE_DONE;
  /* What was known stays until there is something new: nothing jumps. */
  if (self->details != NULL)
    lc_check_details_set_stale (self->details, !is_done);
  if (self->are_details_current || (self->details != NULL && !is_done))
    return;
  self->are_details_current = TRUE;
  if (self->details == NULL)
    {
      self->details = LC_CHECK_DETAILS (lc_check_details_new ());
      adw_expander_row_add_row (ADW_EXPANDER_ROW (self), GTK_WIDGET (self->details));
      gtk_accessible_update_relation (GTK_ACCESSIBLE (find_header (GTK_WIDGET (self))),
                                      GTK_ACCESSIBLE_RELATION_CONTROLS, self->details, NULL, -1);
    }
  lc_check_details_begin (self->details, self->check, self->is_advised);
}

static void
ask_for_update (LcCheckRow *self)
{
  if (self->queue != NULL)
    lc_update_queue_add (self->queue, GTK_WIDGET (self));
  else
    while (lc_check_row_update (self))
      ;
}

static void
on_changed (LcCheckRow *self)
{
  self->is_changed = TRUE;
  self->are_details_current = FALSE;
  ask_for_update (self);
}

static void
on_expanded (LcCheckRow *self)
{
  gboolean is_expanded = adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self));
  GtkWidget *header = find_header (GTK_WIDGET (self));

  if (!is_expanded)
    self->opened_for_person = FALSE;
  if (header != NULL)
    gtk_accessible_update_state (GTK_ACCESSIBLE (header), GTK_ACCESSIBLE_STATE_EXPANDED, is_expanded, -1);
  show_details (self);
  ask_for_update (self);
}

static void
lc_check_row_dispose (GObject *object)
{
  LcCheckRow *self = LC_CHECK_ROW (object);

  if (self->check != NULL)
    g_clear_signal_handler (&self->on_settled, self->check);
  g_clear_object (&self->check);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (lc_check_row_parent_class)->dispose (object);
}

static void
lc_check_row_class_init (LcCheckRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lc_check_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/tv/quicklink/Linecheck/lc-check-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LcCheckRow, state_stack);
  gtk_widget_class_bind_template_child (widget_class, LcCheckRow, icon);
  gtk_widget_class_bind_template_child (widget_class, LcCheckRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, LcCheckRow, figure);
}

static void
lc_check_row_init (LcCheckRow *self)
{
  self->is_advised = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  on_expanded (self);
  g_signal_connect (self, "notify::expanded", G_CALLBACK (on_expanded), NULL);
}

/**
 * lc_check_row_new:
 * @check: what to show
 * @queue: (nullable): the time for updates, with lc_check_row_update()
 *
 * Returns: (transfer floating)
 */
GtkWidget *
lc_check_row_new (LcCheck *check, LcUpdateQueue *queue)
{
  LcCheckRow *self = g_object_new (LC_TYPE_CHECK_ROW, NULL);

  g_set_object (&self->queue, queue);
  lc_check_row_set_check (self, check);
  return GTK_WIDGET (self);
}

/* Returns: (transfer none) */
LcCheck *
lc_check_row_get_check (LcCheckRow *self)
{
  return self->check;
}

/**
 * lc_check_row_set_check:
 * @check: what to show from now on, in the same place
 */
void
lc_check_row_set_check (LcCheckRow *self, LcCheck *check)
{
  if (self->check == check)
    return;
  if (self->check != NULL)
    g_clear_signal_handler (&self->on_settled, self->check);
  g_set_object (&self->check, check);
  /* The three properties of a row change together; one of them is enough to hear of it. */
  self->on_settled = g_signal_connect_swapped (check, "notify::verdict", G_CALLBACK (on_changed), self);
  on_changed (self);
}

/**
 * lc_check_row_set_advised:
 * @is_advised: whether the details say what to do; at first they do
 */
void
lc_check_row_set_advised (LcCheckRow *self, gboolean is_advised)
{
  if (self->is_advised == is_advised)
    return;
  self->is_advised = is_advised;
  on_changed (self);
}

/**
 * lc_check_row_update:
 *
 * Does a piece of what it takes to show what the check says now.
 *
 * Returns: whether there is more to do
 */
gboolean
lc_check_row_update (LcCheckRow *self)
{
  if (self->check == NULL)
    return FALSE;
  if (!self->is_changed)
    return self->details != NULL && lc_check_details_build (self->details);
  self->is_changed = FALSE;
  show_state (self);
  show_words (self);
  show_details (self);
  return self->details != NULL;
}

/* Opens the row because of what it says. */
void
lc_check_row_open (LcCheckRow *self)
{
  if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
  self->opened_for_person = TRUE;
}

/* Closes the row unless the person has opened it. */
void
lc_check_row_close_if_opened (LcCheckRow *self)
{
  if (self->opened_for_person)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), FALSE);
}
