/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-redact.c: see lc-redact.h. Goes through the run twice: first it learns what
 * is the service's and what the person's (lc-redact-learn.c); then it writes every
 * text again.
 */
#include "redact/lc-redact.h"

#include <string.h>

#include "measurement/lc-measurement-private.h"
#include "measurement/lc-step-table.h"
#include "redact/lc-redact-private.h"

/* What saved runs may hold; see lc-run-json.c and lc-measurement.c. */
#define MAX_WORD_BYTES 256
#define MAX_STEP_NAME_BYTES 64

#define FACT_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789_"

static char *
cut (char *text, gsize max)
{
  if (strlen (text) > max)
    *g_utf8_find_prev_char (text, text + max + 1) = '\0';
  return text;
}

static char *
dup_word (LcRedactor *redactor, const char *word, gsize max)
{
  return word != NULL ? cut (lc_redactor_dup_text (redactor, word, LC_REDACT_WORD), max) : NULL;
}

static char **
dup_words (LcRedactor *redactor, char **words)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = dup_word (redactor, words[i], MAX_WORD_BYTES);

      g_strv_builder_add (builder, word);
    }
  return g_strv_builder_end (builder);
}

static char *
dup_fact (LcRedactor *redactor, const char *name, const char *text, gboolean is_subject)
{
  LcSecretKind kind;

  if (is_subject && lc_redact_is_subject (name))
    return lc_redactor_dup_text (redactor, text, LC_REDACT_WORD | LC_REDACT_KEEP_HOME);
  if (lc_redact_get_privacy (name) == LC_PRIVACY_CERTIFICATE)
    return lc_redactor_dup_certificate (redactor, text);
  if (lc_redact_get_kind (name, &kind))
    return lc_redactor_dup_secret (redactor, kind, text);
  return lc_redactor_dup_text (redactor, text, LC_REDACT_TEXT);
}

static void
redact_fact (LcRedactor *redactor, LcFacts *copy, const char *name, GVariant *value, gboolean is_subject)
{
  g_auto (GStrv) texts = lc_redact_dup_strings (value);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      char *text = dup_fact (redactor, name, texts[i], is_subject);

      g_free (texts[i]);
      texts[i] = text;
    }
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    lc_facts_set_strv (copy, name, (const char *const *) texts);
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    lc_facts_set_string (copy, name, texts[0]);
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    lc_facts_set_bool (copy, name, g_variant_get_boolean (value));
  else
    lc_facts_set_int (copy, name, g_variant_get_int64 (value));
}

/* Names of facts are words of ours: letters, digits and "_". Anything else is not. */
static char *
dup_fact_name (LcRedactor *redactor, const char *name, guint index)
{
  g_autofree char *clean = NULL;

  if (name[strspn (name, FACT_CHARACTERS)] == '\0')
    return g_strdup (name);
  clean = lc_redactor_dup_text (redactor, name, LC_REDACT_TEXT);
  return strcmp (clean, name) == 0 ? g_steal_pointer (&clean) : g_strdup_printf ("fact_%u", index + 1);
}

static LcFacts *
redact_facts (LcRedactor *redactor, const LcFacts *facts, gboolean is_subject)
{
  LcFacts *copy = lc_facts_new ();

  for (guint i = 0; i < lc_facts_get_size (facts); i++)
    {
      g_autofree char *name = dup_fact_name (redactor, lc_facts_get_name (facts, i), i);

      redact_fact (redactor, copy, name, lc_facts_get_value (facts, i), is_subject);
    }
  return copy;
}

static GArray *
redact_steps (LcRedactor *redactor, LcMeasurement *measurement)
{
  GArray *steps = lc_step_array_new ();

  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (measurement, i);
      LcStep copy = *step;

      copy.name = dup_word (redactor, step->name, MAX_STEP_NAME_BYTES);
      if (strcmp (step->name, LC_STEP_INTERFACE) == 0)
        copy.target = lc_redactor_dup_secret (redactor, LC_SECRET_INTERFACE, step->target);
      else
        copy.target = lc_redactor_dup_text (redactor, step->target, LC_REDACT_TEXT);
      cut (copy.target, LC_STEP_MAX_TARGET);
      copy.facts = redact_facts (redactor, step->facts, FALSE);
      g_array_append_val (steps, copy);
    }
  return steps;
}

/* Its figures tell nothing; its name may be that of another version's. */
static GPtrArray *
redact_series (LcRedactor *redactor, LcMeasurement *measurement)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) lc_series_unref);

  for (guint i = 0; i < lc_measurement_get_n_series (measurement); i++)
    {
      const LcSeries *series = lc_measurement_get_series (measurement, i);
      g_autofree char *name = dup_word (redactor, lc_series_get_name (series), MAX_STEP_NAME_BYTES);
      LcSeries *copy = lc_series_new (name, lc_series_get_unit (series));
      guint n_points;
      const LcSeriesPoint *points = lc_series_get_points (series, &n_points);

      for (guint j = 0; j < n_points; j++)
        lc_series_add (copy, points[j].at_us, points[j].value);
      g_ptr_array_add (copies, copy);
    }
  return copies;
}

static LcMeasurement *
redact_measurement (LcRedactor *redactor, LcMeasurement *measurement)
{
  guint n_samples;
  const LcSample *samples = lc_measurement_get_samples (measurement, &n_samples);
  GArray *copies = g_array_sized_new (FALSE, FALSE, sizeof (LcSample), n_samples);

  if (n_samples > 0)
    g_array_append_vals (copies, samples, n_samples);
  return lc_measurement_new_take (lc_measurement_get_outcome (measurement),
                                  lc_measurement_get_start_us (measurement),
                                  lc_measurement_get_duration_us (measurement),
                                  redact_facts (redactor, lc_measurement_get_facts (measurement), FALSE),
                                  redact_steps (redactor, measurement), copies, redact_series (redactor, measurement));
}

static LcCheck *
redact_check (LcRedactor *redactor, LcCheck *check, const char *id)
{
  g_autoptr (LcFacts) subject = redact_facts (redactor, lc_check_get_subject (check), TRUE);
  LcMeasurement *measurement = lc_check_get_measurement (check);
  const LcVerdict *verdict = lc_check_get_verdict (check);
  LcCheck *copy = lc_check_new (id, lc_check_get_group (check), lc_check_get_kind (check),
                                lc_check_get_requirement (check), subject);

  if (verdict != NULL)
    {
      g_autoptr (LcMeasurement) redacted =
        measurement != NULL ? redact_measurement (redactor, measurement) : NULL;
      LcVerdict *words = lc_verdict_new (verdict->status, verdict->cause, verdict->confidence);

      lc_facts_unref (words->details);
      words->details = redact_facts (redactor, verdict->details, FALSE);
      lc_check_settle (copy, redacted, words);
    }
  return copy;
}

/* Each id is that of one row alone; one that had to be hidden gets a number. */
static char *
dup_id (LcRedactor *redactor, LcChecklist *done, const char *id, guint index)
{
  char *clean = dup_word (redactor, id, MAX_WORD_BYTES);

  if (strcmp (clean, id) != 0 || lc_checklist_find (done, clean) != NULL)
    do
      {
        g_free (clean);
        clean = g_strdup_printf ("check-%u", ++index);
      }
    while (lc_checklist_find (done, clean) != NULL);
  return clean;
}

static LcChecklist *
redact_checklist (LcRedactor *redactor, LcChecklist *checklist, GHashTable *ids)
{
  LcChecklist *copy = lc_checklist_new ();

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    {
      LcCheck *check = lc_checklist_get (checklist, i);
      char *id = dup_id (redactor, copy, lc_check_get_id (check), i);

      lc_checklist_add (copy, redact_check (redactor, check, id));
      g_hash_table_insert (ids, (gpointer) lc_check_get_id (check), id);
    }
  return copy;
}

static char **
dup_ids (LcRedactor *redactor, char **ids, GHashTable *new_ids)
{
  char **copy = dup_words (redactor, ids);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      const char *id = g_hash_table_lookup (new_ids, ids[i]);

      if (id != NULL)
        {
          g_free (copy[i]);
          copy[i] = g_strdup (id);
        }
    }
  return copy;
}

static LcLineVerdict *
redact_line_verdict (LcRedactor *redactor, const LcLineVerdict *verdict, GHashTable *ids)
{
  LcLineVerdict *copy = lc_line_verdict_new (verdict->status);

  for (guint i = 0; i < verdict->reasons->len; i++)
    {
      const LcReason *reason = g_ptr_array_index (verdict->reasons, i);

      lc_line_verdict_take_reason (copy, reason->kind, dup_ids (redactor, reason->checks, ids));
    }
  g_strfreev (copy->tied_regions);
  copy->tied_regions = dup_words (redactor, verdict->tied_regions);
  copy->nearest_region = dup_word (redactor, verdict->nearest_region, MAX_WORD_BYTES);
  copy->dns_region = dup_word (redactor, verdict->dns_region, MAX_WORD_BYTES);
  return copy;
}

static void
redact_run_facts (LcRedactor *redactor, const LcRunFacts *facts, LcRunFacts *copy)
{
  *copy = *facts;
  copy->is_redacted = TRUE;
  copy->ignored = NULL;
  copy->application_name = dup_word (redactor, facts->application_name, MAX_WORD_BYTES);
  copy->application_version = dup_word (redactor, facts->application_version, MAX_WORD_BYTES);
  copy->started = g_date_time_ref (facts->started);
  if (facts->profile != NULL && lc_redact_is_published (facts->profile))
    {
      copy->profile = g_object_ref (facts->profile);
      copy->profile_id = g_strdup (facts->profile_id);
      copy->profile_name = g_strdup (facts->profile_name);
      copy->profile_revision = g_strdup (facts->profile_revision);
      return;
    }
  copy->profile = NULL;
  copy->profile_id = dup_word (redactor, facts->profile_id, MAX_WORD_BYTES);
  copy->profile_name = dup_word (redactor, facts->profile_name, MAX_WORD_BYTES);
  copy->profile_revision = dup_word (redactor, facts->profile_revision, MAX_WORD_BYTES);
}

/**
 * lc_run_redact:
 * @identity: (nullable): names that the run itself does not say are the person's
 *
 * A function of its arguments alone.
 *
 * Returns: (transfer full): the run without its secrets
 */
LcRun *
lc_run_redact (LcRun *run, const LcIdentity *identity)
{
  g_autoptr (LcRedactor) redactor = lc_redactor_new ();
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_auto (LcRunOptions) options = { 0 };
  LcRunFacts facts;
  LcChecklist *checklist;

  lc_redact_learn (redactor, run, identity);
  redact_run_facts (redactor, lc_run_get_facts (run), &facts);
  checklist = redact_checklist (redactor, lc_run_get_checklist (run), ids);
  if (facts.asked_again != NULL)
    facts.asked_again = dup_ids (redactor, facts.asked_again, ids);
  lc_run_options_copy (lc_run_get_options (run), &options);
  g_strfreev (options.only);
  options.only = dup_ids (redactor, lc_run_get_options (run)->only, ids);
  return lc_run_new_take (&facts, &options, checklist,
                          redact_line_verdict (redactor, lc_run_get_verdict (run), ids));
}

/**
 * lc_run_redact_here:
 *
 * Hides, too, what this computer and its person are called.
 *
 * Returns: (transfer full): the run without its secrets
 */
LcRun *
lc_run_redact_here (LcRun *run)
{
  g_auto (LcIdentity) identity = { 0 };

  lc_identity_init (&identity);
  return lc_run_redact (run, &identity);
}
