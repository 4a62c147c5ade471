/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-check-details.c: see lc-check-details.h. Made anew whenever the row settles,
 * in pieces of which a frame can bear a few: what costs is the laying out of text.
 */
#include "config.h"

#include "ui/lc-check-details.h"

#include <glib/gi18n-lib.h>

#include "base/lc-clean-text.h"
#include "measurement/lc-stats.h"
#include "ui/lc-accessible.h"
#include "ui/lc-waterfall.h"
#include "words/lc-check-text.h"
#include "words/lc-evidence.h"
#include "words/lc-verdict-text.h"

#define MARGIN 12
#define SECTION_SPACING 18
#define LINE_SPACING 6

/* Text breaks anywhere, but never into a column of letters: to find out how
 * narrow that would be costs most of the layout. */
#define MIN_CHARS 14
#define MIN_VALUE_CHARS 6
#define MAX_NAME_CHARS 18

/* The pieces: these, with a piece for each step in between. */
typedef enum
{
  PIECE_VERDICT,
  PIECE_QUESTION,
  PIECE_FIRST_STEP,
} Piece;

struct _LcCheckDetails
{
  AdwPreferencesRow parent_instance;

  LcCheck *check;
  gboolean is_advised;
  LcMeasurement *measurement;
  GPtrArray *steps; /* of LcStep, held by the measurement; NULL when all is built */
  guint next_piece;

  GtkBox *sections;
  GtkBox *step_section;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (LcCheckDetails, lc_check_details, ADW_TYPE_PREFERENCES_ROW)

static void
forget (LcCheckDetails *self)
{
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_clear_object (&self->measurement);
  g_clear_object (&self->check);
}

static void
lc_check_details_dispose (GObject *object)
{
  forget (LC_CHECK_DETAILS (object));
  G_OBJECT_CLASS (lc_check_details_parent_class)->dispose (object);
}

static void
lc_check_details_class_init (LcCheckDetailsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lc_check_details_dispose;
}

static void
lc_check_details_init (LcCheckDetails *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SECTION_SPACING);

  self->sections = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, SECTION_SPACING));
  self->button = gtk_button_new_with_label (_("Check This Row Again"));
  gtk_widget_set_halign (self->button, GTK_ALIGN_START);
  /* A narrow window with large text has no room for it in one line. */
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->button))), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sections));
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_widget_set_margin_top (box, MARGIN);
  gtk_widget_set_margin_bottom (box, MARGIN);
  gtk_widget_set_margin_start (box, MARGIN);
  gtk_widget_set_margin_end (box, MARGIN);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

/* @chars: what every line has room for at least */
static GtkWidget *
new_label_with_chars (const char *text, const char *style, int chars)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), MIN (g_utf8_strlen (text, -1), chars));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
new_label (const char *text, const char *style)
{
  return new_label_with_chars (text, style, MIN_CHARS);
}

static GtkBox *
add_section (LcCheckDetails *self, const char *heading)
{
  GtkWidget *section = gtk_box_new (GTK_ORIENTATION_VERTICAL, LINE_SPACING);

  if (heading != NULL)
    {
      GtkWidget *label = new_label (heading, "caption-heading");

      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (section), label);
    }
  gtk_box_append (self->sections, section);
  return GTK_BOX (section);
}

static void
add_words (LcCheckDetails *self, const char *heading, const char *text)
{
  if (text[0] != '\0')
    gtk_box_append (add_section (self, heading), new_label (text, NULL));
}

static void
add_verdict (LcCheckDetails *self, LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);
  g_autofree char *explanation = NULL;

  if (verdict == NULL || verdict->status == LC_STATUS_PASS)
    return;
  explanation = lc_verdict_dup_explanation (verdict, lc_check_get_subject (check));
  if (verdict->confidence == LC_CONFIDENCE_LIKELY)
    /* Translators: heading above a cause that is likely, not certain. */
    add_words (self, _("What was found, probably"), explanation);
  else
    add_words (self, _("What was found"), explanation);
  if (self->is_advised)
    {
      g_autofree char *advice = lc_verdict_dup_advice (verdict, lc_check_get_subject (check));

      add_words (self, _("What to do"), advice);
    }
}

static void
add_question (LcCheckDetails *self, LcCheck *check)
{
  g_autofree char *endpoint = lc_check_dup_endpoint (lc_check_get_subject (check));
  g_autofree char *text = NULL;

  if (endpoint[0] == '\0')
    return;
  if (lc_check_get_requirement (check) == LC_REQUIREMENT_OPTIONAL)
    /* Translators: %s is a server with protocol and port. */
    text = g_strdup_printf (_("%s (not required by the service)"), endpoint);
  else
    text = g_strdup (endpoint);
  add_words (self, _("Asked"), text);
}

static GtkGrid *
new_grid (void)
{
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());

  gtk_grid_set_column_spacing (grid, MARGIN);
  gtk_grid_set_row_spacing (grid, LINE_SPACING / 2);
  return grid;
}

static void
add_pair (GtkGrid *grid, int line, const char *name, const char *value, const char *style)
{
  GtkWidget *name_label = new_label_with_chars (name, "dim-label", MIN_VALUE_CHARS);
  GtkWidget *value_label = new_label_with_chars (value, "numeric", MIN_VALUE_CHARS);

  gtk_widget_set_valign (name_label, GTK_ALIGN_START);
  gtk_label_set_max_width_chars (GTK_LABEL (name_label), MAX_NAME_CHARS);
  gtk_widget_set_hexpand (value_label, TRUE);
  if (style != NULL)
    {
      gtk_widget_add_css_class (name_label, style);
      gtk_widget_add_css_class (value_label, style);
    }
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value_label), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name_label,
                                  NULL, -1);
  gtk_grid_attach (grid, name_label, 0, line, 1, 1);
  gtk_grid_attach (grid, value_label, 1, line, 1, 1);
}

/* Much of it comes from the network: it only shows, and is of some length. */
static char *
dup_value (const char *name, GVariant *fact)
{
  g_autofree char *value = lc_evidence_dup_value (name, fact);
  g_autofree char *clean = lc_clean_lines (value);

  return lc_evidence_cut (clean);
}

/* What is said above, in @known, is not said again. */
static GtkWidget *
new_facts (const LcFacts *facts, const char *known)
{
  GtkGrid *grid = new_grid ();
  int line = 0;

  for (guint i = 0; i < lc_facts_get_size (facts); i++)
    {
      const char *name = lc_facts_get_name (facts, i);
      GVariant *fact = lc_facts_get_value (facts, i);
      g_autofree char *label = lc_evidence_dup_label (name);
      g_autofree char *value = dup_value (name, fact);

      if (g_strcmp0 (value, known) != 0)
        add_pair (grid, line++, label, value, "caption");
    }
  return GTK_WIDGET (grid);
}

static GtkWidget *
new_step (const LcStep *step, LcMeasurement *measurement)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, LINE_SPACING / 2);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, MARGIN);
  g_autofree char *title = lc_evidence_dup_step_title (step);
  g_autofree char *took = lc_text_dup_ms (step->duration_us);
  g_autofree char *words = NULL;
  GtkWidget *title_label = new_label_with_chars (title, NULL, MIN_VALUE_CHARS);
  GtkWidget *time_label = NULL;

  if (step->outcome == LC_OUTCOME_ANSWERED)
    words = g_strdup (took);
  else
    /* Translators: how a step ended (“No answer”), and after which time. */
    words = g_strdup_printf (_("%s, %s"), lc_evidence_get_outcome_label (step->outcome), took);
  time_label = new_label_with_chars (words, "numeric", MIN_VALUE_CHARS);
  gtk_widget_set_hexpand (title_label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (time_label), 1);
  gtk_box_append (GTK_BOX (line), title_label);
  gtk_box_append (GTK_BOX (line), time_label);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box),
                  lc_waterfall_new (step->start_us - lc_measurement_get_start_us (measurement),
                                    step->duration_us, lc_measurement_get_duration_us (measurement)));
  if (step->target != NULL && step->target[0] != '\0')
    {
      GtkWidget *target = new_label (step->target, "caption");

      gtk_widget_add_css_class (target, "dim-label");
      gtk_box_append (GTK_BOX (box), target);
    }
  if (lc_facts_get_size (step->facts) > 0)
    gtk_box_append (GTK_BOX (box), new_facts (step->facts, step->target));
  return box;
}

static void
add_step (LcCheckDetails *self, const LcStep *step)
{
  if (self->step_section == NULL)
    {
      self->step_section = add_section (self, _("Steps"));
      gtk_box_set_spacing (self->step_section, MARGIN);
    }
  gtk_box_append (self->step_section, new_step (step, self->measurement));
}

static void
add_time (GtkGrid *grid, int line, const char *name, gint64 us)
{
  g_autofree char *value = lc_text_dup_measured_ms (us);

  add_pair (grid, line, name, value, NULL);
}

static void
add_latency (LcCheckDetails *self, LcMeasurement *measurement)
{
  guint n_samples;
  const LcSample *samples = lc_measurement_get_samples (measurement, &n_samples);
  LcStats stats;
  GtkGrid *grid;
  g_autofree char *lost = NULL;

  lc_stats_compute (samples, n_samples, &stats);
  if (stats.n_received == 0)
    return;
  grid = new_grid ();
  add_time (grid, 0, _("Median"), stats.median_us);
  add_time (grid, 1, _("Smallest"), stats.min_us);
  add_time (grid, 2, _("95th percentile"), stats.p95_us);
  add_time (grid, 3, _("Jitter"), stats.jitter_us);
  lost = lc_text_dup_loss (&stats);
  add_pair (grid, 4, _("Lost"), lost, NULL);
  gtk_box_append (add_section (self, _("Latency")), GTK_WIDGET (grid));
}

static void
add_evidence (LcCheckDetails *self, LcMeasurement *measurement)
{
  const LcFacts *facts = lc_measurement_get_facts (measurement);

  if (lc_facts_get_size (facts) > 0)
    gtk_box_append (add_section (self, _("Evidence")), new_facts (facts, NULL));
}

static void
clear (LcCheckDetails *self)
{
  GtkWidget *section;

  while ((section = gtk_widget_get_first_child (GTK_WIDGET (self->sections))) != NULL)
    gtk_box_remove (self->sections, section);
  self->step_section = NULL;
}

/* The button alone does not say which row. */
static void
name (LcCheckDetails *self, LcCheck *check)
{
  g_autofree char *title = lc_check_dup_title (check);
  /* Translators: what a screen reader says of the part to which a row opens; %s is the row. */
  g_autofree char *label = g_strdup_printf (_("Details of %s"), title);

  lc_accessible_set_label (GTK_WIDGET (self), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, title, -1);
}

GtkWidget *
lc_check_details_new (void)
{
  return g_object_new (LC_TYPE_CHECK_DETAILS, NULL);
}

/**
 * lc_check_details_begin:
 * @check: a row in any state
 * @is_advised: whether to say what to do
 *
 * Begins to show what is known of the row now; lc_check_details_build() does it.
 */
void
lc_check_details_begin (LcCheckDetails *self, LcCheck *check, gboolean is_advised)
{
  /* What stands below does not come up meanwhile. */
  gtk_widget_set_size_request (GTK_WIDGET (self->sections), -1, gtk_widget_get_height (GTK_WIDGET (self->sections)));
  clear (self);
  forget (self);
  self->check = g_object_ref (check);
  self->is_advised = is_advised;
  g_set_object (&self->measurement, lc_check_get_measurement (check));
  self->steps = self->measurement != NULL ? lc_measurement_list_steps (self->measurement) : g_ptr_array_new ();
  self->next_piece = PIECE_VERDICT;
  name (self, check);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s", lc_check_get_id (check));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "win.recheck");
  lc_check_details_build (self);
}

static void
end_building (LcCheckDetails *self)
{
  if (self->measurement != NULL)
    add_evidence (self, self->measurement);
  gtk_widget_set_size_request (GTK_WIDGET (self->sections), -1, -1);
  forget (self);
}

/**
 * lc_check_details_build:
 *
 * Makes one piece.
 *
 * Returns: whether there is more to make
 */
gboolean
lc_check_details_build (LcCheckDetails *self)
{
  guint piece = self->next_piece++;

  if (self->steps == NULL)
    return FALSE;
  if (piece == PIECE_VERDICT)
    {
      add_verdict (self, self->check);
    }
  else if (piece == PIECE_QUESTION)
    {
      add_question (self, self->check);
      if (self->measurement != NULL)
        add_latency (self, self->measurement);
    }
  else if (piece - PIECE_FIRST_STEP < self->steps->len)
    {
      add_step (self, g_ptr_array_index (self->steps, piece - PIECE_FIRST_STEP));
    }
  else
    {
      end_building (self);
    }
  return self->steps != NULL;
}

/* Shows that another answer is on its way. */
void
lc_check_details_set_stale (LcCheckDetails *self, gboolean is_stale)
{
  if (is_stale)
    gtk_widget_add_css_class (GTK_WIDGET (self->sections), "stale");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->sections), "stale");
}
