/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-check-details.c: see lc-check-details.h. Made anew whenever the row settles;
 * a closed row has none.
 */
#include "config.h"

#include "ui/lc-check-details.h"

#include <glib/gi18n-lib.h>

#include "core/lc-check-text.h"
#include "core/lc-evidence.h"
#include "core/lc-stats.h"
#include "core/lc-verdict-text.h"
#include "ui/lc-look.h"
#include "ui/lc-waterfall.h"

#define MARGIN 12
#define SECTION_SPACING 18
#define LINE_SPACING 6

struct _LcCheckDetails
{
  AdwPreferencesRow parent_instance;

  GtkBox *sections;
};

G_DEFINE_FINAL_TYPE (LcCheckDetails, lc_check_details, ADW_TYPE_PREFERENCES_ROW)

static void
lc_check_details_class_init (LcCheckDetailsClass *klass)
{
}

static void
lc_check_details_init (LcCheckDetails *self)
{
  self->sections = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, SECTION_SPACING));
  gtk_widget_set_margin_top (GTK_WIDGET (self->sections), MARGIN);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->sections), MARGIN);
  gtk_widget_set_margin_start (GTK_WIDGET (self->sections), MARGIN);
  gtk_widget_set_margin_end (GTK_WIDGET (self->sections), MARGIN);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), GTK_WIDGET (self->sections));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

static GtkWidget *
new_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
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
  g_autofree char *advice = NULL;

  if (verdict == NULL || verdict->status == LC_STATUS_PASS)
    return;
  explanation = lc_verdict_dup_explanation (verdict, lc_check_get_subject (check));
  advice = lc_verdict_dup_advice (verdict, lc_check_get_subject (check));
  if (verdict->confidence == LC_CONFIDENCE_LIKELY)
    /* Translators: heading above a cause that is likely, not certain. */
    add_words (self, _("What was found, probably"), explanation);
  else
    add_words (self, _("What was found"), explanation);
  add_words (self, _("What to do"), advice);
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
  GtkWidget *name_label = new_label (name, "dim-label");
  GtkWidget *value_label = new_label (value, "numeric");

  gtk_widget_set_valign (name_label, GTK_ALIGN_START);
  gtk_label_set_max_width_chars (GTK_LABEL (name_label), 18);
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

/* What is said above, in @known, is not said again. */
static GtkWidget *
new_facts (const LcFacts *facts, const char *known)
{
  GtkGrid *grid = new_grid ();
  int line = 0;

  for (guint i = 0; i < lc_facts_get_size (facts); i++)
    {
      const char *name = lc_facts_get_name (facts, i);
      g_autofree char *label = lc_evidence_dup_label (name);
      g_autofree char *value = lc_evidence_dup_value (name, lc_facts_get_value (facts, i));

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
  GtkWidget *title_label = new_label (title, NULL);
  GtkWidget *time_label = NULL;

  if (step->outcome == LC_OUTCOME_ANSWERED)
    words = g_strdup (took);
  else
    /* Translators: how a step ended (“No answer”), and after which time. */
    words = g_strdup_printf (_("%s, %s"), lc_evidence_get_outcome_label (step->outcome), took);
  time_label = new_label (words, "numeric");
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
add_steps (LcCheckDetails *self, LcMeasurement *measurement)
{
  GtkBox *section;

  if (lc_measurement_get_n_steps (measurement) == 0)
    return;
  section = add_section (self, _("Steps"));
  gtk_box_set_spacing (section, MARGIN);
  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    gtk_box_append (section, new_step (lc_measurement_get_step (measurement, i), measurement));
}

static void
add_time (GtkGrid *grid, int line, const char *name, gint64 us)
{
  g_autofree char *value = lc_text_dup_ms (us);

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
  /* Translators: so many of so many packets. */
  lost = g_strdup_printf (_("%u of %u"), stats.n_lost, stats.n_sent);
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
add_button (LcCheckDetails *self, LcCheck *check)
{
  GtkWidget *button = gtk_button_new_with_label (_("Check This Row Again"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.recheck");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", lc_check_get_id (check));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (self->sections, button);
}

GtkWidget *
lc_check_details_new (void)
{
  return g_object_new (LC_TYPE_CHECK_DETAILS, NULL);
}

/**
 * lc_check_details_show_check:
 * @check: a row in any state
 *
 * Shows what is known of the row now.
 */
void
lc_check_details_show_check (LcCheckDetails *self, LcCheck *check)
{
  LcMeasurement *measurement = lc_check_get_measurement (check);
  GtkWidget *section;

  while ((section = gtk_widget_get_first_child (GTK_WIDGET (self->sections))) != NULL)
    gtk_box_remove (self->sections, section);
  add_verdict (self, check);
  add_question (self, check);
  if (measurement != NULL)
    {
      add_latency (self, measurement);
      add_steps (self, measurement);
      add_evidence (self, measurement);
    }
  add_button (self, check);
}
