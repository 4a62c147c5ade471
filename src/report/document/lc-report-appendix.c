/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-appendix.c: last part of a report: everything that was measured, so
 * that nobody has to take the parts before on trust.
 */
#include "config.h"

#include <string.h>

#include "language/lc-i18n.h"
#include "measurement/lc-step-table.h"
#include "report/document/lc-report-maker-private.h"
#include "words/lc-check-text.h"
#include "words/lc-evidence.h"
#include "words/lc-verdict-text.h"

static char *
dup_value (const char *name, GVariant *value)
{
  g_autofree char *line = lc_evidence_dup_line (name, value);

  return lc_evidence_cut (line);
}

static gboolean
is_about_certificate (const char *fact)
{
  return g_str_has_prefix (fact, "certificate_") || g_str_equal (fact, "tls_errors");
}

static void
add_facts (LcPairs *pairs, const LcFacts *facts)
{
  for (guint i = 0; i < lc_facts_get_size (facts); i++)
    {
      const char *name = lc_facts_get_name (facts, i);
      g_autofree char *label = lc_evidence_dup_label (name);
      g_autofree char *value = dup_value (name, lc_facts_get_value (facts, i));

      lc_pairs_add (pairs, label, value);
    }
}

/* Rows whose facts describe this computer; they stand in a place of their own. */
static gboolean
is_environment (LcCheck *check)
{
  return lc_check_get_kind (check) == LC_KIND_NETWORK || lc_check_get_kind (check) == LC_KIND_PROXY;
}

static void
add_environment (LcReportMaker *self)
{
  LcPairs *pairs = NULL;

  lc_report_add_heading (self->report, 2, "environment", _("This computer and its network"));
  for (guint i = 0; i < lc_checklist_get_size (self->checklist); i++)
    {
      LcCheck *check = lc_checklist_get (self->checklist, i);
      LcMeasurement *measurement = lc_check_get_measurement (check);

      if (!is_environment (check) || measurement == NULL ||
          lc_facts_get_size (lc_measurement_get_facts (measurement)) == 0)
        continue;
      if (pairs == NULL)
        pairs = lc_report_add_pairs (self->report);
      add_facts (pairs, lc_measurement_get_facts (measurement));
    }
  if (pairs == NULL)
    lc_report_add_paragraph (self->report, _("Not known."));
}

static LcTable *
add_lookup_table (LcReportMaker *self)
{
  LcTable *table = lc_report_add_table (self->report, _("Name lookups"));

  lc_table_add_column (table, _("Name"))->is_code = TRUE;
  lc_table_add_column (table, _("Family"));
  lc_table_add_column (table, _("Answer"))->is_code = TRUE;
  /* Translators: heading of a column: how long it took. */
  lc_table_add_column (table, C_("duration", "Time"))->is_figure = TRUE;
  return table;
}

static void
add_lookup (LcTable *table, const LcStep *step)
{
  const char *family = lc_facts_get_string (step->facts, LC_FACT_FAMILY);
  g_auto (GStrv) addresses = lc_facts_dup_strv (step->facts, LC_FACT_ADDRESSES);
  g_autofree char *answer = g_strjoinv (_(", "), addresses);
  g_autofree char *family_word = family != NULL ? lc_evidence_dup_word (family) : g_strdup ("");
  g_autofree char *time = lc_text_dup_duration (lc_facts_get_int (step->facts, LC_FACT_LOOKUP_US, step->duration_us));
  gboolean is_answered = answer[0] != '\0';

  lc_report_add_cells (table, lc_text_new_code (step->target), lc_text_new (family_word),
                       is_answered ? lc_text_new_code (answer)
                                   : lc_text_new (lc_evidence_get_outcome_label (step->outcome)),
                       lc_text_new (time), NULL);
}

/* A name is asked for once in a run and its answer used by many rows; it stands
 * here once. */
static void
add_lookups_of (LcTable *table, GHashTable *known, LcMeasurement *measurement)
{
  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (measurement, i);
      const char *family = lc_facts_get_string (step->facts, LC_FACT_FAMILY);

      if (!g_str_equal (step->name, LC_STEP_DNS))
        continue;
      if (g_hash_table_add (known, g_strdup_printf ("%s %s %d", family != NULL ? family : "", step->target,
                                                    step->outcome)))
        add_lookup (table, step);
    }
}

static void
add_lookups (LcReportMaker *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  LcTable *table = NULL;

  lc_report_add_heading (self->report, 2, "lookups", _("Answers of the name server"));
  for (guint i = 0; i < lc_checklist_get_size (self->checklist); i++)
    {
      LcMeasurement *measurement = lc_check_get_measurement (lc_checklist_get (self->checklist, i));

      if (measurement == NULL || lc_measurement_find_step (measurement, LC_STEP_DNS) == NULL)
        continue;
      if (table == NULL)
        table = add_lookup_table (self);
      add_lookups_of (table, known, measurement);
    }
  if (table == NULL)
    lc_report_add_paragraph (self->report, _("No name was looked up."));
}

/* A certificate, and who showed it. */
typedef struct
{
  const LcStep *step;
  GPtrArray *targets; /* of char *, not owned */
} ShownCertificate;

static void
certificate_free (gpointer data)
{
  ShownCertificate *certificate = data;

  g_ptr_array_unref (certificate->targets);
  g_free (certificate);
}

static ShownCertificate *
get_certificate (GPtrArray *certificates, const LcStep *step, const char *fingerprint)
{
  ShownCertificate *certificate;

  for (guint i = 0; i < certificates->len; i++)
    {
      certificate = g_ptr_array_index (certificates, i);
      if (g_str_equal (lc_facts_get_string (certificate->step->facts, LC_FACT_CERTIFICATE_FINGERPRINT_SHA256),
                       fingerprint))
        return certificate;
    }
  certificate = g_new0 (ShownCertificate, 1);
  certificate->step = step;
  certificate->targets = g_ptr_array_new ();
  g_ptr_array_add (certificates, certificate);
  return certificate;
}

static void
collect_certificates (GPtrArray *certificates, LcMeasurement *measurement)
{
  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (measurement, i);
      const char *fingerprint = lc_facts_get_string (step->facts, LC_FACT_CERTIFICATE_FINGERPRINT_SHA256);
      ShownCertificate *certificate;

      if (!g_str_equal (step->name, LC_STEP_TLS) || fingerprint == NULL)
        continue;
      certificate = get_certificate (certificates, step, fingerprint);
      if (!g_ptr_array_find_with_equal_func (certificate->targets, step->target, g_str_equal, NULL))
        g_ptr_array_add (certificate->targets, step->target);
    }
}

static void
add_certificate (LcReportMaker *self, const ShownCertificate *certificate, guint number)
{
  const LcFacts *facts = certificate->step->facts;
  g_autofree char *id = g_strdup_printf ("certificate-%u", number);
  g_autofree char *targets = NULL;
  LcPairs *pairs;

  g_ptr_array_add (certificate->targets, NULL);
  targets = g_strjoinv (_(", "), (char **) certificate->targets->pdata);
  lc_report_add_heading (self->report, 3, id, targets);
  pairs = lc_report_add_pairs (self->report);
  for (guint i = 0; i < lc_facts_get_size (facts); i++)
    {
      const char *name = lc_facts_get_name (facts, i);
      g_autofree char *label = lc_evidence_dup_label (name);
      g_autofree char *value = dup_value (name, lc_facts_get_value (facts, i));

      if (is_about_certificate (name))
        lc_pairs_add (pairs, label, value);
    }
}

/* Each certificate once, whoever showed it. */
static void
add_certificates (LcReportMaker *self)
{
  g_autoptr (GPtrArray) certificates = g_ptr_array_new_with_free_func (certificate_free);

  for (guint i = 0; i < lc_checklist_get_size (self->checklist); i++)
    {
      LcMeasurement *measurement = lc_check_get_measurement (lc_checklist_get (self->checklist, i));

      if (measurement != NULL)
        collect_certificates (certificates, measurement);
    }
  if (certificates->len > 0)
    lc_report_add_heading (self->report, 2, "certificates", _("Certificates"));
  for (guint i = 0; i < certificates->len; i++)
    add_certificate (self, g_ptr_array_index (certificates, i), i + 1);
}

/* Returns: (transfer full): the facts of a step but for its target, in one line */
static char *
dup_step_facts (const LcStep *step)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lc_facts_get_size (step->facts); i++)
    {
      const char *name = lc_facts_get_name (step->facts, i);
      g_autofree char *label = lc_evidence_dup_label (name);
      g_autofree char *value = dup_value (name, lc_facts_get_value (step->facts, i));

      if (is_about_certificate (name) || g_strcmp0 (value, step->target) == 0)
        continue;
      /* Translators: between the facts of a list: “Round trip: 12.1 ms; Software: …”. */
      g_string_append_printf (text, "%s", text->len > 0 ? _("; ") : "");
      /* Translators: a fact and its value. */
      g_string_append_printf (text, _("%s: %s"), label, value);
    }
  return g_string_free (text, FALSE);
}

/* Steps that differ in their target alone are one line with all targets. */
static gboolean
is_alike (const LcStep *a, const char *a_facts, const LcStep *b)
{
  g_autofree char *b_facts = NULL;

  if (!g_str_equal (a->name, b->name) || a->outcome != b->outcome || a->outcome == LC_OUTCOME_ANSWERED)
    return FALSE;
  b_facts = dup_step_facts (b);
  return g_str_equal (a_facts, b_facts);
}

static guint
append_targets (LcText *text, LcMeasurement *measurement, guint first, const char *facts)
{
  const LcStep *step = lc_measurement_get_step (measurement, first);
  guint next = first + 1;

  lc_text_append (text, LC_SPAN_CODE, step->target);
  while (next < lc_measurement_get_n_steps (measurement) &&
         is_alike (step, facts, lc_measurement_get_step (measurement, next)))
    {
      lc_text_append (text, LC_SPAN_PLAIN, _(", "));
      lc_text_append (text, LC_SPAN_CODE, lc_measurement_get_step (measurement, next)->target);
      next++;
    }
  return next;
}

static LcTone
get_step_tone (const LcStep *step)
{
  switch (step->outcome)
    {
    case LC_OUTCOME_ANSWERED:
      return LC_TONE_GOOD;
    case LC_OUTCOME_SKIPPED:
    case LC_OUTCOME_CANCELLED:
    case LC_OUTCOME_UNAVAILABLE:
    case LC_OUTCOME_NO_ADDRESS:
      return LC_TONE_MUTED;
    default:
      return LC_TONE_CAUTION;
    }
}

/* Returns: the step after the line's last */
static guint
add_step_line (GPtrArray *items, LcMeasurement *measurement, guint index)
{
  const LcStep *step = lc_measurement_get_step (measurement, index);
  g_autofree char *title = lc_evidence_dup_step_title (step);
  g_autofree char *facts = dup_step_facts (step);
  g_autofree char *start = lc_text_dup_duration (step->start_us);
  g_autofree char *duration = lc_text_dup_duration (step->duration_us);
  g_autofree char *result = NULL;
  LcText *text = lc_text_with_tone (lc_text_new (NULL), get_step_tone (step));
  guint next;

  lc_text_append (text, LC_SPAN_STRONG, title);
  lc_text_append (text, LC_SPAN_PLAIN, " ");
  next = append_targets (text, measurement, index, facts);
  /* Translators: follows what was done and with whom: how it ended, after how long, and when it began. */
  result = g_strdup_printf (_(": %s after %s (from %s on)."), lc_evidence_get_outcome_label (step->outcome), duration,
                            start);
  lc_text_append (text, LC_SPAN_PLAIN, result);
  if (facts[0] != '\0')
    lc_text_append (text, LC_SPAN_PLAIN, " ");
  lc_text_append (text, LC_SPAN_PLAIN, facts);
  g_ptr_array_add (items, text);
  return next;
}

static void
add_steps (LcReportMaker *self, LcMeasurement *measurement)
{
  GPtrArray *items;

  if (lc_measurement_get_n_steps (measurement) == 0)
    return;
  items = lc_report_add_list (self->report);
  for (guint i = 0; i < lc_measurement_get_n_steps (measurement);)
    i = add_step_line (items, measurement, i);
}

/* Three digits, whatever the distance. */
static void
append_ms (GString *series, gint64 us)
{
  int decimals = us < 950 ? 3 : us < 99950 ? 1 : 0;

  g_string_append_printf (series, "%.*f", decimals, us / 1000.0);
}

static void
add_samples (LcReportMaker *self, LcMeasurement *measurement)
{
  guint n_samples;
  const LcSample *samples = lc_measurement_get_samples (measurement, &n_samples);
  g_autoptr (GString) series = g_string_new (NULL);
  LcText *text;

  if (n_samples == 0)
    return;
  for (guint i = 0; i < n_samples; i++)
    {
      g_string_append (series, i > 0 ? " " : "");
      if (samples[i].rtt_us < 0)
        /* Translators: stands in a series of times for a packet that did not come back. */
        g_string_append (series, _("lost"));
      else
        append_ms (series, samples[i].rtt_us);
    }
  text = lc_text_new (_("Round trips in milliseconds, in the order of sending:"));
  lc_text_append (text, LC_SPAN_PLAIN, " ");
  lc_text_append (text, LC_SPAN_CODE, series->str);
  lc_report_take_paragraph (self->report, text);
}

static void
add_result (LcReportMaker *self, LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);
  g_autofree char *endpoint = lc_check_dup_endpoint (lc_check_get_subject (check));
  g_autofree char *explanation = NULL;
  LcText *text = lc_text_new (NULL);

  if (verdict == NULL)
    {
      lc_text_append (text, LC_SPAN_STRONG, lc_status_get_label (LC_STATUS_NOT_TESTED));
      lc_report_take_paragraph (self->report, lc_text_with_tone (text, LC_TONE_MUTED));
      return;
    }
  explanation = lc_verdict_dup_explanation (verdict, lc_check_get_subject (check));
  lc_text_append (text, LC_SPAN_STRONG, lc_status_get_label (verdict->status));
  if (endpoint[0] != '\0')
    {
      /* Translators: between the result of a check, whom it asked, and what was seen. */
      lc_text_append (text, LC_SPAN_PLAIN, _(" - "));
      lc_text_append (text, LC_SPAN_CODE, endpoint);
    }
  if (explanation[0] != '\0')
    lc_text_append (text, LC_SPAN_PLAIN, _(" - "));
  lc_text_append (text, LC_SPAN_PLAIN, explanation);
  lc_report_take_paragraph (self->report, lc_text_with_tone (text, lc_report_get_status_tone (verdict->status)));
}

static void
add_measurement (LcReportMaker *self, LcCheck *check, guint number)
{
  LcMeasurement *measurement = lc_check_get_measurement (check);
  g_autofree char *id = g_strdup_printf ("check-%u", number);
  g_autofree char *title = lc_check_dup_title (check);

  lc_report_add_heading (self->report, 3, id, title);
  add_result (self, check);
  if (lc_run_was_asked_again (self->run, lc_check_get_id (check)))
    lc_report_add_paragraph (self->report, _("This check was asked again by itself later; its times are counted from then."));
  if (measurement == NULL)
    return;
  if (lc_facts_get_size (lc_measurement_get_facts (measurement)) > 0 && !is_environment (check))
    add_facts (lc_report_add_pairs (self->report), lc_measurement_get_facts (measurement));
  add_samples (self, measurement);
  add_steps (self, measurement);
}

static void
add_measurements (LcReportMaker *self)
{
  lc_report_add_heading (self->report, 2, "measurements", _("Measurements"));
  lc_report_add_paragraph (self->report, _("Each step says what was done and with whom, how it ended, how long it took, and "
                                           "when it began, counted from the start of the check."));
  for (guint i = 0; i < lc_checklist_get_size (self->checklist); i++)
    add_measurement (self, lc_checklist_get (self->checklist, i), i + 1);
}

static void
add_link (LcPairs *pairs, const char *label, const char *scheme, const char *address)
{
  g_autofree char *uri = NULL;
  LcText *text;

  if (address == NULL)
    return;
  uri = g_strconcat (scheme, address, NULL);
  text = lc_text_new (NULL);
  lc_text_append_link (text, address, uri);
  lc_pairs_take (pairs, label, text);
}

static void
add_support (LcReportMaker *self)
{
  const char *phone = self->profile != NULL ? lc_profile_get_support_phone (self->profile) : NULL;
  g_auto (GStrv) digits = phone != NULL ? g_strsplit (phone, " ", -1) : NULL;
  g_autofree char *number = phone != NULL ? g_strjoinv ("", digits) : NULL;
  LcPairs *pairs;

  if (self->profile == NULL)
    return;
  lc_report_add_heading (self->report, 2, "support", _("Support of the service"));
  pairs = lc_report_add_pairs (self->report);
  if (phone != NULL)
    {
      g_autofree char *uri = g_strconcat ("tel:", number, NULL);
      LcText *text = lc_text_new (NULL);

      lc_text_append_link (text, phone, uri);
      lc_pairs_take (pairs, _("Telephone"), text);
    }
  add_link (pairs, _("Email"), "mailto:", lc_profile_get_support_email (self->profile));
  add_link (pairs, _("Web"), "", lc_profile_get_support_url (self->profile));
}

void
lc_report_maker_add_appendix (LcReportMaker *self)
{
  lc_report_add_heading (self->report, 1, "appendix", _("Appendix"));
  add_environment (self);
  add_lookups (self);
  add_certificates (self);
  add_measurements (self);
  add_support (self);
}
