/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved runs: byte for byte there and back, and every fault with its place. */
#include <string.h>

#include "base/lc-base-enums.h"
#include "findings/lc-findings-enums.h"
#include "findings/lc-line-judge.h"
#include "measurement/lc-measurement-enums.h"
#include "measurement/lc-recorder.h"
#include "profile/lc-profile-file.h"
#include "run/lc-run-json.h"
#include "verdict/lc-verdict-enums.h"

static LcMeasurement *
make_measurement (void)
{
  const char *const addresses[] = { "192.0.2.1", "2001:db8::1", NULL };
  LcClock clock;
  g_autoptr (LcRecorder) recorder = NULL;
  guint step;

  lc_clock_start (&clock);
  recorder = lc_recorder_new (&clock);
  lc_facts_set_strv (lc_recorder_get_facts (recorder), LC_FACT_ADDRESSES, addresses);
  lc_facts_set_string (lc_recorder_get_facts (recorder), LC_FACT_SERVER, "<b>“x”</b>\n\t\\\"\x01");
  step = lc_recorder_add_step (recorder, "binding", "192.0.2.1:3478/udp", LC_OUTCOME_REJECTED, -5, 1000);
  lc_facts_set_int (lc_recorder_get_step_facts (recorder, step), LC_FACT_ICMP_TYPE, 3);
  lc_facts_set_bool (lc_recorder_get_step_facts (recorder, step), LC_FACT_LOCAL, FALSE);
  lc_recorder_add_sample (recorder, 1000, 12345);
  lc_recorder_add_sample (recorder, 51000, -1);
  lc_recorder_add_point (recorder, "sent_rate", LC_UNIT_BITS_PER_SECOND, 60000, 2000000);
  lc_recorder_add_point (recorder, "sent_rate", LC_UNIT_BITS_PER_SECOND, 10000, -1);
  lc_recorder_set_outcome (recorder, LC_OUTCOME_REJECTED);
  return lc_recorder_finish (recorder, LC_OUTCOME_NO_ANSWER);
}

/* Whatever the network says, what is written can be read again. */
static void
test_run_json_bounds (void)
{
  g_autoptr (GString) long_text = g_string_new ("https://portal.example/login?url=");
  g_auto (GStrv) list = g_new0 (char *, 10001);
  g_autoptr (LcRecorder) recorder = NULL;
  g_autoptr (LcMeasurement) measurement = NULL;
  g_autoptr (LcMeasurement) read = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (LcJsonReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  LcClock clock;

  for (guint i = 0; i < 10000; i++)
    {
      g_string_append (long_text, "ü");
      list[i] = g_strdup_printf ("%u.example", i);
    }
  lc_clock_start (&clock);
  recorder = lc_recorder_new (&clock);
  lc_recorder_add_step (recorder, "http", long_text->str, LC_OUTCOME_ANSWERED, 0, 1);
  lc_facts_set_string (lc_recorder_get_facts (recorder), LC_FACT_URL, long_text->str);
  lc_facts_set_strv (lc_recorder_get_facts (recorder), LC_FACT_CERTIFICATE_DNS_NAMES, (const char *const *) list);
  measurement = lc_recorder_finish (recorder, LC_OUTCOME_ANSWERED);

  node = lc_measurement_to_json (measurement);
  reader = lc_json_reader_new ("measurement", "", node);
  read = lc_measurement_from_json (reader);
  g_assert_true (lc_json_reader_finish (reader, LC_RUN_ERROR, LC_RUN_ERROR_INVALID, &error));
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (long_text->str, lc_measurement_get_step (read, 0)->target));
  g_assert_cmpuint (strlen (lc_measurement_get_step (read, 0)->target), >, LC_STEP_MAX_TARGET - 4);
}

static LcRun *
make_run (void)
{
  LcProfile *profile = lc_profile_new_builtin ();
  g_auto (LcRunOptions) options = { 0 };
  LcRunFacts facts = {
    .application_name = g_strdup ("test"),
    .application_version = g_strdup ("0"),
    .profile_id = g_strdup (lc_profile_get_id (profile)),
    .profile_name = g_strdup (lc_profile_get_name (profile)),
    .profile_revision = g_strdup (lc_profile_get_revision (profile)),
    .profile = g_object_ref (profile),
    .duration_us = 2100000,
    .interrupted = TRUE,
    .disturbance = LC_DISTURBANCE_NETWORK_LOST,
    .asked_again = g_strdupv ((char *[]) { (char *) "stun.udp", NULL }),
    .is_redacted = TRUE,
    .judging_revision = 7,
    .n_link_interruptions = 2,
  };
  g_autoptr (GDateTime) second = g_date_time_new_from_unix_utc (1795330800);
  g_autoptr (LcFacts) subject = lc_facts_new ();
  g_autoptr (LcMeasurement) measurement = make_measurement ();
  LcChecklist *checklist = lc_checklist_new ();
  LcVerdict *verdict = lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_REJECTED, LC_CONFIDENCE_LIKELY);

  lc_run_options_init (&options, profile);
  facts.started = g_date_time_add (second, 42);
  lc_facts_set_string (subject, LC_FACT_HOST, "example.org");
  lc_facts_set_string (verdict->details, LC_FACT_ICMP_FROM, "198.51.100.1");
  lc_checklist_add (checklist, lc_check_new ("stun.udp", LC_GROUP_STUN_TURN, LC_KIND_STUN,
                                             LC_REQUIREMENT_REQUIRED, subject));
  lc_check_settle (lc_checklist_get (checklist, 0), measurement, verdict);
  lc_checklist_add (checklist, lc_check_new ("portal", LC_GROUP_PORTAL, LC_KIND_HTTPS,
                                             LC_REQUIREMENT_REQUIRED, subject));
  g_object_unref (profile);
  return lc_run_new_take (&facts, &options, checklist,
                          lc_line_verdict_judge (checklist, facts.disturbance, TRUE, FALSE));
}

static void
test_run_json_round_trip (void)
{
  LcRun *run = make_run ();
  LcRun *read;
  gsize length, length_again;
  g_autofree char *text = lc_run_to_json (run, &length);
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  read = lc_run_new_from_json ("run.json", text, length, &error);
  g_assert_no_error (error);
  again = lc_run_to_json (read, &length_again);
  g_assert_cmpmem (text, length, again, length_again);
  g_assert_cmpstr (lc_run_get_facts (read)->asked_again[0], ==, "stun.udp");
  g_assert_true (lc_run_was_asked_again (read, "stun.udp"));
  g_assert_false (lc_run_was_asked_again (read, "portal"));
  g_assert_true (lc_run_get_facts (read)->is_redacted);
  g_assert_cmpuint (lc_run_get_facts (read)->judging_revision, ==, 7);
  g_assert_cmpuint (lc_run_get_facts (read)->n_link_interruptions, ==, 2);
  g_assert_null (lc_run_get_facts (read)->ignored);
  g_assert_nonnull (strstr (text, "\"started\" : \"2026-11-22T07:00:00.000042Z\""));
  g_assert_cmpstr (lc_check_get_id (lc_checklist_get (lc_run_get_checklist (read), 0)), ==, "stun.udp");
  g_assert_null (lc_check_get_verdict (lc_checklist_get (lc_run_get_checklist (read), 1)));
  g_assert_finalize_object (run);
  g_assert_finalize_object (read);
}

/* A run knows what the service needs wherever it is read, and whoever knows it
 * from elsewhere need not be told. */
static void
test_run_json_profile (void)
{
  LcRun *run = make_run ();
  LcRun *read;
  LcProfile *profile;
  g_autofree char *text = lc_run_to_json (run, NULL);
  gboolean is_own = FALSE;

  read = lc_run_new_from_json ("run.json", text, strlen (text), NULL);
  profile = lc_run_dup_profile (read, &is_own);
  g_assert_true (is_own);
  g_assert_cmpstr (lc_profile_get_json (profile), ==, lc_profile_get_json (lc_run_get_facts (run)->profile));
  g_assert_null (strstr (lc_profile_get_json (profile), "$schema"));
  g_assert_finalize_object (run);
  g_object_unref (read);
  g_assert_finalize_object (profile);
}

/* Runs were saved without their profile before; then the program's own stands in,
 * if it is the same by name. */
static void
test_run_json_without_profile (gconstpointer data)
{
  const char *id = data;
  LcRun *run = make_run ();
  LcRun *read;
  LcProfile *profile;
  LcRunFacts *facts = (LcRunFacts *) lc_run_get_facts (run);
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_own = TRUE;

  g_clear_object (&facts->profile);
  g_free (facts->profile_id);
  facts->profile_id = g_strdup (id);
  text = lc_run_to_json (run, NULL);
  g_assert_null (strstr (text, "\"document\""));
  read = lc_run_new_from_json ("run.json", text, strlen (text), &error);
  g_assert_no_error (error);
  again = lc_run_to_json (read, NULL);
  g_assert_cmpstr (again, ==, text);
  profile = lc_run_dup_profile (read, &is_own);
  g_assert_false (is_own);
  g_assert_cmpint (profile != NULL, ==, g_str_equal (id, "quicklink-studio"));
  g_clear_object (&profile);
  g_assert_finalize_object (run);
  g_assert_finalize_object (read);
}

typedef struct
{
  const char *name;
  const char *from;
  const char *to;
  const char *place; /* what the message must contain */
} Fault;

static const Fault faults[] = {
  { "not-json", "\"format\"", "format", "run.json:" },
  { "cut", "\"checks\"", NULL, "run.json:" },
  { "other-format", "linecheck-run", "shopping-list", "run.json: /format" },
  { "other-version", "\"version\" : 2,", "\"version\" : 99,", "run.json: /version" },
  { "no-reader", "\"readable_from\" : \"0.2.0\",", "", "/readable_from" },
  { "no-revision", "\"judging_revision\" : 7", "\"judging_revision\" : -1", "/judging_revision" },
  { "missing-member", "\"slept_us\" : 0,", "", "/slept_us" },
  { "wrong-type", "\"duration_us\" : 2100000", "\"duration_us\" : \"long\"", "/duration_us" },
  { "negative", "\"duration_us\" : 2100000", "\"duration_us\" : -1", "/duration_us" },
  { "bad-redacted", "\"redacted\" : true", "\"redacted\" : 1", "/redacted" },
  { "bad-asked-again", "\"stun.udp\"\n  ]", "7 ]", "/asked_again/0" },
  { "no-moment", "2026-11-22T07:00:00.000042Z", "yesterday", "/started" },
  { "other-moment", "2026-11-22T07:00:00.000042Z", "2026-11-22T07:00:00Z", "/started" },
  { "no-such-outcome", "\"outcome\" : \"rejected\"", "\"outcome\" : \"eaten\"", "outcome" },
  { "no-such-cause", "\"cause\" : \"rejected\"", "\"cause\" : \"gremlins\"", "/checks/0/verdict/cause" },
  { "same-id", "\"id\" : \"portal\",\n      \"group\"", "\"id\" : \"stun.udp\",\n      \"group\"", "/checks/1/id" },
  { "bad-sample", "\"rtt_us\" : 12345", "\"rtt_us\" : -7", "/checks/0/measurement/samples/0/rtt_us" },
  { "bad-point", "\"value\" : 2000000", "\"value\" : 0.5", "/checks/0/measurement/series/0/points/1/value" },
  { "no-such-unit", "\"unit\" : \"bits-per-second\"", "\"unit\" : \"furlongs\"",
    "/checks/0/measurement/series/0/unit" },
  { "no-profile", "\"linecheck-profile\"", "\"linecheck-run\"", "/profile/document/format" },
  { "other-profile", "\"id\" : \"quicklink-studio\"", "\"id\" : \"another\"", "/profile/document/id" },
  { "other-revision", "\"revision\" : \"2", "\"revision\" : \"1", "/profile/document/revision" },
  { "bad-fact", "\"icmp_type\" : 3", "\"icmp_type\" : 3.5", "/checks/0/measurement/steps/0/facts/icmp_type" },
};

static void
test_run_json_fault (gconstpointer data)
{
  const Fault *fault = data;
  LcRun *run = make_run ();
  g_autofree char *text = lc_run_to_json (run, NULL);
  const char *at = strstr (text, fault->from);
  g_autoptr (GString) bad = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (at);
  g_string_append_len (bad, text, at - text);
  if (fault->to != NULL)
    g_string_append_printf (bad, "%s%s", fault->to, at + strlen (fault->from));
  g_assert_null (lc_run_new_from_json ("run.json", bad->str, bad->len, &error));
  g_assert_nonnull (error);
  if (strstr (error->message, fault->place) == NULL)
    g_error ("“%s” does not name %s", error->message, fault->place);
  g_assert_finalize_object (run);
}

/* A newer version may say more. */
static void
test_run_json_unknown_members (void)
{
  LcRun *run = make_run ();
  LcRun *read;
  g_autofree char *text = lc_run_to_json (run, NULL);
  g_autofree char *again = NULL;
  g_autoptr (GString) newer = g_string_new (text);
  g_autoptr (GError) error = NULL;
  char **ignored;

  g_string_replace (newer, "\"interrupted\" : true", "\"interrupted\" : true, \"e/xtra\" : [ 1 ]", 1);
  g_string_replace (newer, "\"outcome\" : \"rejected\"", "\"outcome\" : \"rejected\", \"mood\" : null", 1);
  read = lc_run_new_from_json ("run.json", newer->str, newer->len, &error);
  g_assert_no_error (error);
  ignored = lc_run_get_facts (read)->ignored;
  g_assert_cmpuint (g_strv_length (ignored), ==, 2);
  g_assert_cmpstr (ignored[0], ==, "run.json: /checks/0/measurement/mood: not known to this version, ignored");
  g_assert_cmpstr (ignored[1], ==, "run.json: /e~1xtra: not known to this version, ignored");
  again = lc_run_to_json (read, NULL);
  g_assert_cmpstr (again, ==, text);
  g_assert_finalize_object (run);
  g_assert_finalize_object (read);
}

static void
test_run_json_newer_format (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } newer[] = {
    { "{\"format\":\"linecheck-run\",\"version\":3,\"readable_from\":\"4.1.0\","
      "\"application\":{\"version\":\"4.2.0\"}}",
      "run.json: /version: this run was made by Linecheck \"4.2.0\", and Linecheck \"4.1.0\" or later reads it; "
      "this version reads up to format 2" },
    { "{\"format\":\"linecheck-run\",\"version\":3,\"application\":{\"version\":\"4.2.0\"}}",
      "run.json: /version: this run was made by Linecheck \"4.2.0\"; this version reads up to format 2" },
    { "{\"format\":\"linecheck-run\",\"version\":3,\"application\":7}",
      "run.json: /version: this run was made by Linecheck \"?\"; this version reads up to format 2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (newer); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (lc_run_new_from_json ("run.json", newer[i].text, strlen (newer[i].text), &error));
      g_assert_error (error, LC_RUN_ERROR, LC_RUN_ERROR_VERSION);
      g_assert_cmpstr (error->message, ==, newer[i].message);
    }
}

/* What version 1 called otherwise has today's names once it is read. */
static void
test_run_json_version_1 (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "report", "runs", "versions", "1.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  LcRun *run = lc_run_new_from_file (file, &error);
  LcCheck *routing;
  const LcFacts *facts;

  g_assert_no_error (error);
  routing = lc_checklist_find (lc_run_get_checklist (run), "routing");
  facts = lc_measurement_get_facts (lc_check_get_measurement (routing));
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_NEAREST_REGION), ==, "ie1");
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_NEAREST_MEDIAN_US, -1), >, 0);
  g_assert_cmpstr (lc_run_get_verdict (run)->nearest_region, ==, "ie1");
  g_assert_cmpint (lc_check_get_verdict (routing)->confidence, ==, LC_CONFIDENCE_CONFIRMED);
  g_assert_cmpuint (lc_run_get_facts (run)->judging_revision, ==, 0);
  text = lc_run_to_json (run, NULL);
  g_assert_null (strstr (text, "recommended_"));
  g_assert_nonnull (strstr (text, "\"version\" : 2,"));
  g_assert_finalize_object (run);
}

static void
test_run_json_missing_file (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/run.json");
  g_autoptr (GError) error = NULL;

  g_assert_null (lc_run_new_from_file (file, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "/nonexistent/run.json"));
}

/* One that opens, and then cannot be read. */
static void
test_run_json_broken_file (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/proc/self/mem");
  g_autoptr (GError) error = NULL;

  g_assert_null (lc_run_new_from_file (file, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "/proc/self/mem"));
}

/* Where the schema lists the values of an enum: a path of members. */
static const struct
{
  GType (*get_type) (void);
  const char *path;
} enums[] = {
  { lc_line_status_get_type, "properties/verdict/properties/status" },
  { lc_reason_kind_get_type, "properties/verdict/properties/reasons/items/properties/cause" },
  { lc_outcome_get_type, "$defs/outcome" },
  { lc_group_get_type, "$defs/check/properties/group" },
  { lc_kind_get_type, "$defs/check/properties/kind" },
  { lc_requirement_get_type, "$defs/check/properties/requirement" },
  { lc_status_get_type, "$defs/row-verdict/properties/status" },
  { lc_cause_get_type, "$defs/row-verdict/properties/cause" },
  { lc_confidence_get_type, "$defs/row-verdict/properties/confidence" },
  { lc_unit_get_type, "$defs/measurement/properties/series/items/properties/unit" },
};

static void
test_run_json_schema_enums (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "run-2.schema.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (enums); i++)
    {
      JsonObject *object = json_node_get_object (json_parser_get_root (parser));
      g_autoptr (GEnumClass) enum_class = g_type_class_ref (enums[i].get_type ());
      g_auto (GStrv) members = g_strsplit (enums[i].path, "/", -1);
      JsonArray *values;

      for (guint j = 0; members[j] != NULL; j++)
        object = json_object_get_object_member (object, members[j]);
      values = json_object_get_array_member (object, "enum");
      g_assert_cmpuint (json_array_get_length (values), ==, enum_class->n_values);
      for (guint j = 0; j < enum_class->n_values; j++)
        g_assert_cmpstr (json_array_get_string_element (values, j), ==, enum_class->values[j].value_nick);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-json/round-trip", test_run_json_round_trip);
  g_test_add_func ("/run-json/bounds", test_run_json_bounds);
  g_test_add_func ("/run-json/profile", test_run_json_profile);
  g_test_add_data_func ("/run-json/without-profile/known", "quicklink-studio", test_run_json_without_profile);
  g_test_add_data_func ("/run-json/without-profile/unknown", "another", test_run_json_without_profile);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strconcat ("/run-json/fault/", faults[i].name, NULL);

      g_test_add_data_func (path, &faults[i], test_run_json_fault);
    }
  g_test_add_func ("/run-json/unknown-members", test_run_json_unknown_members);
  g_test_add_func ("/run-json/newer-format", test_run_json_newer_format);
  g_test_add_func ("/run-json/version-1", test_run_json_version_1);
  g_test_add_func ("/run-json/missing-file", test_run_json_missing_file);
  g_test_add_func ("/run-json/broken-file", test_run_json_broken_file);
  g_test_add_func ("/run-json/schema-enums", test_run_json_schema_enums);
  return g_test_run ();
}
