/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-json.c: see lc-run-json.h.
 *
 * Members stand in a fixed order and numbers are integers, so that the text is
 * a function of the run alone.
 */
#include "config.h"

#include "run/lc-run-json.h"

#include <string.h>

#include "base/lc-base-enums.h"
#include "base/lc-json-expect.h"
#include "base/lc-words.h"
#include "findings/lc-findings-enums.h"
#include "language/lc-i18n.h"
#include "profile/lc-profile-file.h"
#include "run/lc-run-upgrade.h"

#define FORMAT "linecheck-run"
#define MAX_WORD 256
#define MAX_CHECKS 4096
#define MAX_NUMBER 1000000000

G_DEFINE_QUARK (lc-run-error-quark, lc_run_error)

static char *
format_started (GDateTime *started)
{
  g_autofree char *seconds = g_date_time_format (started, "%Y-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%s.%06dZ", seconds, g_date_time_get_microsecond (started));
}

static JsonObject *
application_to_json (const LcRunFacts *facts)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", facts->application_name);
  json_object_set_string_member (object, "version", facts->application_version);
  return object;
}

static JsonObject *
profile_to_json (const LcRunFacts *facts)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", facts->profile_id);
  json_object_set_string_member (object, "name", facts->profile_name);
  json_object_set_string_member (object, "revision", facts->profile_revision);
  if (facts->profile != NULL)
    json_object_set_member (object, "document", json_from_string (lc_profile_get_json (facts->profile), NULL));
  return object;
}

static JsonObject *
options_to_json (const LcRunOptions *options)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "samples", options->samples);
  json_object_set_boolean_member (object, "all_regions", options->all_regions);
  json_object_set_int_member (object, "timeout_ms", options->timeout_ms);
  json_object_set_member (object, "only", lc_words_to_json (options->only));
  return object;
}

static JsonObject *
check_to_json (LcCheck *check)
{
  LcMeasurement *measurement = lc_check_get_measurement (check);
  const LcVerdict *verdict = lc_check_get_verdict (check);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", lc_check_get_id (check));
  json_object_set_string_member (object, "group", lc_enum_nick (LC_TYPE_GROUP, lc_check_get_group (check)));
  json_object_set_string_member (object, "kind", lc_enum_nick (LC_TYPE_KIND, lc_check_get_kind (check)));
  json_object_set_string_member (object, "requirement",
                                 lc_enum_nick (LC_TYPE_REQUIREMENT, lc_check_get_requirement (check)));
  json_object_set_member (object, "subject", lc_facts_to_json (lc_check_get_subject (check)));
  json_object_set_member (object, "measurement",
                          measurement != NULL ? lc_measurement_to_json (measurement)
                                              : json_node_new (JSON_NODE_NULL));
  json_object_set_member (object, "verdict",
                          verdict != NULL ? lc_verdict_to_json (verdict) : json_node_new (JSON_NODE_NULL));
  return object;
}

/**
 * lc_run_to_json:
 * @length: (out) (optional): bytes of the text
 *
 * Returns: (transfer full): the run as JSON text that ends in a line feed
 */
char *
lc_run_to_json (LcRun *self, gsize *length)
{
  const LcRunFacts *facts = lc_run_get_facts (self);
  LcChecklist *checklist = lc_run_get_checklist (self);
  g_autofree char *started = format_started (facts->started);
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GString) text = g_string_new (NULL);
  JsonObject *object = json_object_new ();
  JsonArray *checks = json_array_new ();

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    json_array_add_object_element (checks, check_to_json (lc_checklist_get (checklist, i)));

  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_int_member (object, "version", LC_RUN_FORMAT_VERSION);
  json_object_set_string_member (object, "readable_from", LC_RUN_READABLE_FROM);
  json_object_set_object_member (object, "application", application_to_json (facts));
  json_object_set_object_member (object, "profile", profile_to_json (facts));
  json_object_set_string_member (object, "started", started);
  json_object_set_int_member (object, "duration_us", facts->duration_us);
  json_object_set_int_member (object, "slept_us", facts->slept_us);
  if (facts->n_link_interruptions > 0)
    json_object_set_int_member (object, "link_interruptions", facts->n_link_interruptions);
  json_object_set_boolean_member (object, "interrupted", facts->interrupted);
  if (facts->disturbance != LC_DISTURBANCE_NONE)
    json_object_set_string_member (object, "disturbance",
                                   lc_enum_nick (LC_TYPE_DISTURBANCE, facts->disturbance));
  if (facts->asked_again != NULL && facts->asked_again[0] != NULL)
    json_object_set_member (object, "asked_again", lc_words_to_json (facts->asked_again));
  if (facts->is_redacted)
    json_object_set_boolean_member (object, "redacted", TRUE);
  json_object_set_int_member (object, "judging_revision", facts->judging_revision);
  json_object_set_object_member (object, "options", options_to_json (lc_run_get_options (self)));
  json_object_set_member (object, "verdict", lc_line_verdict_to_json (lc_run_get_verdict (self)));
  json_object_set_array_member (object, "checks", checks);
  json_node_take_object (root, object);

  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, root);
  json_generator_to_gstring (generator, text);
  g_string_append_c (text, '\n');
  if (length != NULL)
    *length = text->len;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
read_word (LcJsonReader *reader, const char *name)
{
  return g_strdup (lc_json_reader_get_string (reader, name, LC_JSON_REQUIRED, 0, MAX_WORD));
}

static void
read_application (LcRunFacts *facts, LcJsonReader *reader)
{
  if (!lc_json_reader_enter_object (reader, "application", LC_JSON_REQUIRED))
    return;
  facts->application_name = read_word (reader, "name");
  facts->application_version = read_word (reader, "version");
  lc_json_reader_leave (reader);
}

/* What the run says of its profile before, the document must say too. */
static void
check_document (const LcRunFacts *facts, LcJsonReader *reader)
{
  const struct
  {
    const char *name;
    const char *outside;
    const char *inside;
  } words[] = {
    { "id", facts->profile_id, lc_profile_get_id (facts->profile) },
    { "name", facts->profile_name, lc_profile_get_name (facts->profile) },
    { "revision", facts->profile_revision, lc_profile_get_revision (facts->profile) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].outside != NULL && !g_str_equal (words[i].outside, words[i].inside))
      {
        g_autofree char *expected = lc_json_quote (words[i].outside, -1);

        lc_json_reader_fault_text (reader, words[i].name, expected, words[i].inside);
      }
}

static void
read_document (LcRunFacts *facts, LcJsonReader *reader)
{
  if (!lc_json_reader_enter_member (reader, "document", LC_JSON_OPTIONAL))
    return;
  facts->profile = lc_profile_new_from_reader (reader);
  if (facts->profile != NULL)
    check_document (facts, reader);
  lc_json_reader_leave (reader);
}

static void
read_profile (LcRunFacts *facts, LcJsonReader *reader)
{
  if (!lc_json_reader_enter_object (reader, "profile", LC_JSON_REQUIRED))
    return;
  facts->profile_id = read_word (reader, "id");
  facts->profile_name = read_word (reader, "name");
  facts->profile_revision = read_word (reader, "revision");
  read_document (facts, reader);
  lc_json_reader_leave (reader);
}

/* Only the form that format_started() writes, so that it writes again the same. */
static GDateTime *
read_started (LcJsonReader *reader)
{
  const char *text = lc_json_reader_get_string (reader, "started", LC_JSON_REQUIRED, 1, MAX_WORD);
  g_autoptr (GDateTime) started = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
  g_autofree char *again = started != NULL ? format_started (started) : NULL;

  if (text != NULL && g_strcmp0 (text, again) != 0)
    {
      lc_json_reader_fault_text (reader, "started", "a moment such as 2026-01-31T12:00:00.000000Z", text);
      return NULL;
    }
  return g_steal_pointer (&started);
}

/* Returns: (transfer full): never %NULL */
static char **
read_words (LcJsonReader *reader, const char *name, LcJsonNeed need)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  if (lc_json_reader_enter_array (reader, name, need, 0, MAX_CHECKS))
    {
      for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
        {
          const char *word = lc_json_reader_expect_string (reader, 0, MAX_WORD);

          if (word != NULL)
            g_strv_builder_add (words, word);
          lc_json_reader_leave (reader);
        }
      lc_json_reader_leave (reader);
    }
  return g_strv_builder_end (words);
}

static void
read_options (LcRunOptions *options, LcJsonReader *reader)
{
  if (lc_json_reader_enter_object (reader, "options", LC_JSON_REQUIRED))
    {
      options->samples = lc_json_reader_get_int (reader, "samples", LC_JSON_REQUIRED, 0, MAX_NUMBER);
      options->all_regions = lc_json_reader_get_bool (reader, "all_regions", LC_JSON_REQUIRED);
      options->timeout_ms = lc_json_reader_get_int (reader, "timeout_ms", LC_JSON_REQUIRED, 0, MAX_NUMBER);
      options->only = read_words (reader, "only", LC_JSON_REQUIRED);
      lc_json_reader_leave (reader);
    }
  else
    {
      options->only = g_new0 (char *, 1);
    }
}

static LcVerdict *
read_verdict (LcJsonReader *reader)
{
  LcVerdict *verdict = NULL;

  if (lc_json_reader_enter_member (reader, "verdict", LC_JSON_REQUIRED))
    {
      if (!lc_json_reader_is_null (reader))
        verdict = lc_verdict_from_json (reader);
      lc_json_reader_leave (reader);
    }
  return verdict;
}

static LcMeasurement *
read_measurement (LcJsonReader *reader)
{
  LcMeasurement *measurement = NULL;

  if (lc_json_reader_enter_member (reader, "measurement", LC_JSON_REQUIRED))
    {
      if (!lc_json_reader_is_null (reader))
        measurement = lc_measurement_from_json (reader);
      lc_json_reader_leave (reader);
    }
  return measurement;
}

static LcFacts *
read_subject (LcJsonReader *reader)
{
  LcFacts *subject;

  if (!lc_json_reader_enter_member (reader, "subject", LC_JSON_REQUIRED))
    return lc_facts_new ();
  subject = lc_facts_from_json (reader);
  lc_json_reader_leave (reader);
  return subject;
}

static void
read_check (LcChecklist *checklist, LcJsonReader *reader)
{
  const char *id;
  LcGroup group;
  LcKind kind;
  LcRequirement requirement;
  g_autoptr (LcFacts) subject = NULL;
  g_autoptr (LcMeasurement) measurement = NULL;
  g_autoptr (LcVerdict) verdict = NULL;
  LcCheck *check;

  if (!lc_json_reader_expect_object (reader))
    return;
  id = lc_json_reader_get_string (reader, "id", LC_JSON_REQUIRED, 1, MAX_WORD);
  group = lc_json_reader_get_enum (reader, "group", LC_JSON_REQUIRED, LC_TYPE_GROUP);
  kind = lc_json_reader_get_enum (reader, "kind", LC_JSON_REQUIRED, LC_TYPE_KIND);
  requirement = lc_json_reader_get_enum (reader, "requirement", LC_JSON_REQUIRED, LC_TYPE_REQUIREMENT);
  subject = read_subject (reader);
  measurement = read_measurement (reader);
  verdict = read_verdict (reader);

  if (id == NULL || !lc_json_reader_check_unique (reader, "check", "id", id))
    return;
  check = lc_check_new (id, group, kind, requirement, subject);
  if (verdict != NULL)
    lc_check_settle (check, measurement, g_steal_pointer (&verdict));
  else if (measurement != NULL)
    lc_json_reader_fault (reader, "verdict", "a verdict on the measurement", NULL);
  lc_checklist_add (checklist, check);
}

static void
read_checks (LcChecklist *checklist, LcJsonReader *reader)
{
  if (!lc_json_reader_enter_array (reader, "checks", LC_JSON_REQUIRED, 0, MAX_CHECKS))
    return;
  for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
    {
      read_check (checklist, reader);
      lc_json_reader_leave (reader);
    }
  lc_json_reader_leave (reader);
}

static LcLineVerdict *
read_line_verdict (LcJsonReader *reader)
{
  LcLineVerdict *verdict = NULL;

  if (lc_json_reader_enter_member (reader, "verdict", LC_JSON_REQUIRED))
    {
      verdict = lc_line_verdict_from_json (reader);
      lc_json_reader_leave (reader);
    }
  return verdict != NULL ? verdict : lc_line_verdict_new (LC_LINE_STATUS_INCOMPLETE);
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

/* A newer version wrote it; what it says of itself here, every later format says, too. */
static void
set_version_error (GError **error, const char *name, JsonObject *run)
{
  JsonNode *application = json_object_get_member (run, "application");
  const char *made_by = NULL;
  const char *readable_from = get_text (run, "readable_from");
  g_autofree char *maker = NULL;
  g_autofree char *reader = NULL;

  if (application != NULL && JSON_NODE_HOLDS_OBJECT (application))
    made_by = get_text (json_node_get_object (application), "version");
  maker = lc_json_quote (made_by != NULL ? made_by : "?", -1);
  if (readable_from == NULL)
    {
      g_set_error (error, LC_RUN_ERROR, LC_RUN_ERROR_VERSION,
                   /* Translators: a file name, a version of Linecheck in quotation marks, and a number. */
                   _("%s: /version: this run was made by Linecheck %s; this version reads up to format %d"), name,
                   maker, LC_RUN_FORMAT_VERSION);
      return;
    }
  reader = lc_json_quote (readable_from, -1);
  g_set_error (error, LC_RUN_ERROR, LC_RUN_ERROR_VERSION,
               /* Translators: a file name, two versions of Linecheck in quotation marks, and a number. */
               _("%s: /version: this run was made by Linecheck %s, and Linecheck %s or later reads it; this version "
                 "reads up to format %d"),
               name, maker, reader, LC_RUN_FORMAT_VERSION);
}

/* Another version is said before anything else is found wrong. */
static gboolean
check_version (const char *name, JsonNode *root, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *version = object != NULL ? json_object_get_member (object, "version") : NULL;

  if (g_strcmp0 (get_text (object, "format"), FORMAT) != 0)
    {
      g_set_error (error, LC_RUN_ERROR, LC_RUN_ERROR_INVALID,
                   /* Translators: %s is a file name. */
                   _("%s: /format: expected “linecheck-run”: this is not a saved run"), name);
      return FALSE;
    }
  if (version != NULL && json_node_get_value_type (version) == G_TYPE_INT64 &&
      json_node_get_int (version) > LC_RUN_FORMAT_VERSION)
    {
      set_version_error (error, name, object);
      return FALSE;
    }
  return TRUE;
}

static LcRun *
new_from_node (const char *name, JsonNode *root, GError **error)
{
  g_autoptr (LcJsonReader) reader = lc_json_reader_new (name, "", root);
  g_autoptr (LcChecklist) checklist = lc_checklist_new ();
  g_autoptr (LcLineVerdict) verdict = NULL;
  g_auto (LcRunOptions) options = { 0 };
  LcRunFacts facts = { 0 };
  LcJsonNeed need; /* of what version 1 does not say */
  int version;

  if (!check_version (name, root, error) || !lc_json_reader_expect_object (reader))
    return NULL;
  lc_json_reader_get_string (reader, "format", LC_JSON_REQUIRED, 1, MAX_WORD);
  version = lc_json_reader_get_int (reader, "version", LC_JSON_REQUIRED, 1, LC_RUN_FORMAT_VERSION);
  need = version == 1 ? LC_JSON_OPTIONAL : LC_JSON_REQUIRED;
  if (version == 1)
    lc_run_upgrade (root);
  lc_json_reader_ignore_unknown (reader);
  lc_json_reader_get_string (reader, "readable_from", need, 1, MAX_WORD);
  read_application (&facts, reader);
  read_profile (&facts, reader);
  facts.started = read_started (reader);
  facts.duration_us = lc_json_reader_get_int (reader, "duration_us", LC_JSON_REQUIRED, 0, G_MAXINT64);
  facts.slept_us = lc_json_reader_get_int (reader, "slept_us", LC_JSON_REQUIRED, 0, G_MAXINT64);
  facts.n_link_interruptions =
    (guint) lc_json_reader_get_int (reader, "link_interruptions", LC_JSON_OPTIONAL, 0, MAX_NUMBER);
  facts.interrupted = lc_json_reader_get_bool (reader, "interrupted", LC_JSON_REQUIRED);
  facts.disturbance = lc_json_reader_get_enum (reader, "disturbance", LC_JSON_OPTIONAL, LC_TYPE_DISTURBANCE);
  facts.asked_again = read_words (reader, "asked_again", LC_JSON_OPTIONAL);
  facts.is_redacted = lc_json_reader_get_bool (reader, "redacted", LC_JSON_OPTIONAL);
  facts.judging_revision = lc_json_reader_get_int (reader, "judging_revision", need, 0, MAX_NUMBER);
  read_options (&options, reader);
  verdict = read_line_verdict (reader);
  read_checks (checklist, reader);

  if (!lc_json_reader_finish (reader, LC_RUN_ERROR, LC_RUN_ERROR_INVALID, error))
    {
      lc_run_facts_clear (&facts);
      return NULL;
    }
  facts.ignored = lc_json_reader_dup_ignored (reader);
  return lc_run_new_take (&facts, &options, g_steal_pointer (&checklist), g_steal_pointer (&verdict));
}

/**
 * lc_run_new_from_json:
 * @name: what to call the document in messages
 * @data: (array length=length): JSON text, at most %LC_RUN_MAX_BYTES
 * @error: return location for an %LC_RUN_ERROR or %LC_JSON_ERROR
 *
 * Returns: (transfer full): the run, or %NULL
 */
LcRun *
lc_run_new_from_json (const char *name, const char *data, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = lc_json_parse (name, data, length, LC_RUN_MAX_BYTES, error);

  return root != NULL ? new_from_node (name, root, error) : NULL;
}

/**
 * lc_run_new_from_file:
 * @error: return location for a %G_IO_ERROR, %LC_RUN_ERROR or %LC_JSON_ERROR
 *
 * Returns: (transfer full): the run saved there, or %NULL
 */
LcRun *
lc_run_new_from_file (GFile *file, GError **error)
{
  g_autofree char *name = g_file_get_parse_name (file);
  g_autoptr (JsonNode) root = lc_json_parse_file (file, LC_RUN_MAX_BYTES, error);

  return root != NULL ? new_from_node (name, root, error) : NULL;
}
