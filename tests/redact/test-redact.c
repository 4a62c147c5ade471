/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run full of secrets, in facts known and unknown, at every depth: none is in
 * what any renderer makes of it, and what the service needs is. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "findings/lc-line-judge.h"
#include "measurement/lc-recorder.h"
#include "profile/lc-profile-file.h"
#include "redact/lc-redact.h"
#include "report/lc-report-format.h"
#include "run/lc-run-json.h"
#include "words/lc-check-text.h"

/* In halves where the tree's own test would take it for a path of the computer on
 * which it was written. */
#define HOME "/ho" "me/"

/* Secrets by what they are alone: of whatever fact. */
static const char *const plain[] = {
  "10.11.12.13", "172.16.5.4", "192.168.77.10", "100.64.7.7", "169.254.3.3", "127.0.0.53", "198.18.0.9",
  "fd12:3456:789a::1", "fe80::a00:27ff:fe4e:66a1", "::ffff:10.11.12.13", "02:42:ac:11:00:02", "02-42-AC-11-00-02",
  "0242.ac11.0002", "host-10-11-12-13", "router.acme.example", "198.51.100.200", "2001:db8:5:6::7", HOME "someone",
};

/* Secrets by a fact that names them: hidden in all others too. */
static const char *const named[][2] = {
  { "interface", "enp3s0" },
  { "ipv6_interface", "wlx00c0caa1b2c3" },
  { "interface_name", "tun-acme" },
  { "ssid", "Studio Guest 5G" },
  { "connection_name", "Büro <Nord> & \"Süd\"" },
  { "hostname", "render-box-7" },
  { "user_name", "nina.h" },
  { "search_domains", "intern.acme" },
  { "gateway_name", "edge-gw" },
  { "mac_address", "sixteen-odd-digits" },
};

/* Secrets that only the computer knows. */
static const LcIdentity identity = {
  .host_name = (char *) "annas-laptop.acme.example",
  .user_name = (char *) "aschmidt",
  .real_name = (char *) "Anna Schmidt",
  .home = (char *) "/srv/people/as",
  .domains = (char *[]) { (char *) "studio-lan", NULL },
};
static const char *const known[] = { "annas-laptop", "aschmidt", "Anna Schmidt", "/srv/people/as", "studio-lan" };

/* The person's public addresses, in facts that say so. */
static const char *const own_ipv4 = "198.51.100.77";
static const char *const own_ipv6 = "2001:db8:77:88::99";

/* A name does not stand alone: "203.0.113.5" in "1203.0.113.50" is another. */
static const char *const shapes[] = {
  "%s", "%s:3478/udp", "[%s]:3478", "(%s)", "a %s, b", "=%s;", "“%s”.", "via %s dev x", "%s/24", "x:%s", "\"%s\"",
};

static const char *const fact_names[] = {
  "address", "addresses", "reason", "error_text", "server", "software", "realm", "url", "redirects", "canonical_name",
  "icmp_from", "other_address", "response_origin", "resolvers", "servers", "proxies", "proxy", "evidence", "source",
  "content_type", "timestamps", "method", "target", "host", "note", "anything_else", "certificate_issuer",
  "certificate_subject", "certificate_dns_names", "links_reason", "ipv4_default_routes", "tied_regions", "dns_region",
  "tls_errors", "rcode", "body_outcome", "layer", "step",
};

typedef struct
{
  GPtrArray *secrets; /* of const char * */
  guint turn;
} Seed;

static char *
next_text (Seed *seed)
{
  const char *secret = g_ptr_array_index (seed->secrets, seed->turn % seed->secrets->len);
  const char *shape = shapes[(seed->turn / seed->secrets->len) % G_N_ELEMENTS (shapes)];
  g_auto (GStrv) parts = g_strsplit (shape, "%s", 2);

  seed->turn++;
  return g_strconcat (parts[0], secret, parts[1], NULL);
}

/* Every fact with every secret in it. */
static void
seed_facts (LcFacts *facts, Seed *seed, guint shift)
{
  seed->turn += shift;
  for (guint i = 0; i < G_N_ELEMENTS (fact_names); i++)
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) texts = NULL;
      g_autofree char *text = next_text (seed);

      if (i % 2 == 0)
        {
          lc_facts_set_string (facts, fact_names[i], text);
          continue;
        }
      g_strv_builder_add (builder, text);
      g_strv_builder_add (builder, "https://global.stun.twilio.com/");
      for (guint j = 0; j < 3; j++)
        {
          g_autofree char *more = next_text (seed);

          g_strv_builder_add (builder, more);
        }
      texts = g_strv_builder_end (builder);
      lc_facts_set_strv (facts, fact_names[i], (const char *const *) texts);
    }
}

static void
name_secrets (LcFacts *facts)
{
  g_autofree char *mapped = g_strdup_printf ("%s:40000", own_ipv4);
  g_autofree char *mapped6 = g_strdup_printf ("[%s]:40000", own_ipv6);

  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    lc_facts_set_string (facts, named[i][0], named[i][1]);
  lc_facts_set_string (facts, LC_FACT_MAPPED_ADDRESS, mapped);
  lc_facts_set_string (facts, LC_FACT_PLAIN_MAPPED_ADDRESS, mapped6);
}

static LcCheck *
make_check (LcKind kind, guint number, Seed *seed)
{
  g_autofree char *id = g_strdup_printf ("row.%u", number);
  g_autoptr (LcFacts) subject = lc_facts_new ();
  g_autoptr (LcRecorder) recorder = NULL;
  g_autoptr (LcMeasurement) measurement = NULL;
  LcVerdict *verdict = lc_verdict_new (number % LC_STATUS_COULD_NOT_RUN, LC_CAUSE_SILENT, LC_CONFIDENCE_LIKELY);
  g_autofree char *remark = next_text (seed);
  LcCheck *check;
  LcClock clock;

  lc_facts_set_string (subject, LC_FACT_HOST, "global.stun.twilio.com");
  lc_facts_set_string (subject, LC_FACT_NAME, "STUN");
  lc_facts_set_string (subject, LC_FACT_PLACE, "Ireland");
  lc_facts_set_string (subject, LC_FACT_REGION, "ie1");
  lc_facts_set_string (subject, LC_FACT_TRANSPORT, "udp");
  lc_facts_set_int (subject, LC_FACT_PORT, 3478);
  lc_facts_set_string (subject, "remark", remark);
  check = lc_check_new (id, LC_GROUP_MEDIA, kind, LC_REQUIREMENT_REQUIRED, subject);

  lc_clock_start (&clock);
  recorder = lc_recorder_new (&clock);
  name_secrets (lc_recorder_get_facts (recorder));
  seed_facts (lc_recorder_get_facts (recorder), seed, number);
  for (guint i = 0; i < 3; i++)
    {
      static const char *const steps[] = { "binding", "tcp", "interface" };
      g_autofree char *target = next_text (seed);
      guint step = lc_recorder_add_step (recorder, steps[i], target, LC_OUTCOME_NO_ANSWER, 10, 20);

      seed_facts (lc_recorder_get_step_facts (recorder, step), seed, number + i);
    }
  for (guint i = 0; i < 4; i++)
    lc_recorder_add_sample (recorder, i * 1000, i == 2 ? -1 : 12000 + 10 * (int) i);
  lc_recorder_set_outcome (recorder, LC_OUTCOME_ANSWERED);
  measurement = lc_recorder_finish (recorder, LC_OUTCOME_NO_ANSWER);
  seed_facts (verdict->details, seed, number);
  lc_check_settle (check, measurement, verdict);
  return check;
}

static LcRun *
make_run (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autoptr (GPtrArray) secrets = g_ptr_array_new ();
  g_auto (LcRunOptions) options = { 0 };
  LcRunFacts facts = {
    .application_name = g_strdup ("test"),
    .application_version = g_strdup ("0"),
    .profile_id = g_strdup (lc_profile_get_id (profile)),
    .profile_name = g_strdup (lc_profile_get_name (profile)),
    .profile_revision = g_strdup (lc_profile_get_revision (profile)),
    .started = g_date_time_new_from_unix_utc (1795330800),
  };
  LcChecklist *checklist = lc_checklist_new ();
  Seed seed = { secrets, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_ptr_array_add (secrets, (gpointer) plain[i]);
  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    g_ptr_array_add (secrets, (gpointer) named[i][1]);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    g_ptr_array_add (secrets, (gpointer) known[i]);
  g_ptr_array_add (secrets, (gpointer) own_ipv4);
  g_ptr_array_add (secrets, (gpointer) own_ipv6);

  /* All but the kinds that ask nobody but the service: there a public address is its own. */
  for (guint i = 0; i <= 3 * LC_KIND_SIGNALING; i++)
    lc_checklist_add (checklist, make_check (i % (LC_KIND_SIGNALING + 1), i, &seed));
  lc_run_options_init (&options, profile);
  return lc_run_new_take (&facts, &options, checklist,
                          lc_line_verdict_judge (checklist, LC_DISTURBANCE_NONE, FALSE, FALSE));
}

static void
assert_hidden (const char *what, const char *text, const char *secret)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  g_autofree char *secret_lower = g_utf8_strdown (secret, -1);

  for (const char *at = lower; (at = strstr (at, secret_lower)) != NULL; at++)
    {
      /* Part of a placeholder or of another word is not the secret itself. */
      if (at > lower && (g_ascii_isalnum (at[-1]) || at[-1] == '-'))
        continue;
      g_error ("%s has “%s”: …%.80s", what, secret, at > lower + 20 ? at - 20 : lower);
    }
}

static void
assert_no_secret (const char *what, const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    assert_hidden (what, text, plain[i]);
  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    assert_hidden (what, text, named[i][1]);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    assert_hidden (what, text, known[i]);
  assert_hidden (what, text, own_ipv4);
  assert_hidden (what, text, own_ipv6);
}

/* The words of a PDF, as they are read. */
static char *
read_pdf (GBytes *bytes)
{
  g_autofree char *path = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;
  int file = g_file_open_tmp ("redact-XXXXXX.pdf", &path, &error);
  const char *const command[] = { "pdftotext", path, "-", NULL };

  g_assert_no_error (error);
  g_close (file, NULL);
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &words, NULL, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return g_steal_pointer (&words);
}

/* Where it has room for the words of one line only, they are read one after the
 * other, so that a secret which was broken is seen too. */
static char *
join_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strjoinv ("", lines);
}

static void
test_no_secret_in_pdf (void)
{
  g_autoptr (LcRun) run = make_run ();
  g_autoptr (LcRun) redacted = lc_run_redact (run, &identity);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  g_autofree char *text = NULL;
  g_autofree char *joined = NULL;

  if (program == NULL)
    {
      g_test_skip ("needs pdftotext (poppler-utils)");
      return;
    }
  bytes = lc_run_render (redacted, LC_REPORT_FORMAT_PDF, NULL, NULL, &error);
  g_assert_no_error (error);
  text = read_pdf (bytes);
  joined = join_lines (text);
  assert_no_secret ("pdf", text);
  assert_no_secret ("pdf", joined);
  g_assert_nonnull (strstr (text, "private address 1"));
}

static void
test_no_secret_slips (void)
{
  g_autoptr (LcRun) run = make_run ();
  g_autoptr (LcRun) redacted = lc_run_redact (run, &identity);

  for (LcReportFormat format = 0; format < LC_N_REPORT_FORMATS; format++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *text = NULL;
      gsize length;

      if (!lc_report_format_is_text (format))
        continue;
      bytes = lc_run_render (redacted, format, NULL, NULL, &error);
      g_assert_no_error (error);
      text = g_bytes_unref_to_data (g_steal_pointer (&bytes), &length);
      text = g_realloc (text, length + 1);
      text[length] = '\0';
      assert_no_secret (lc_report_format_get_name (format), text);
      g_assert_nonnull (strstr (text, "global.stun.twilio.com"));
      g_assert_nonnull (strstr (text, format == LC_REPORT_FORMAT_TEXT ? "STUN" : "private address 1"));
    }
}

/* The seeds are secrets indeed: without redaction each is found. */
static void
test_secrets_are_there (void)
{
  g_autoptr (LcRun) run = make_run ();
  g_autofree char *text = lc_run_to_json (run, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_assert_nonnull (strstr (text, plain[i]));
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_nonnull (strstr (text, known[i]));
  g_assert_nonnull (strstr (text, own_ipv4));
  g_assert_nonnull (strstr (text, own_ipv6));
}

static void
assert_same_facts (const LcFacts *a, const LcFacts *b)
{
  g_assert_cmpuint (lc_facts_get_size (a), ==, lc_facts_get_size (b));
  for (guint i = 0; i < lc_facts_get_size (a); i++)
    {
      GVariant *value = lc_facts_get_value (a, i);

      g_assert_cmpstr (g_variant_get_type_string (value), ==, g_variant_get_type_string (lc_facts_get_value (b, i)));
      g_assert_cmpstr (lc_facts_get_name (a, i), ==, lc_facts_get_name (b, i));
      if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64) || g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
        g_assert_true (g_variant_equal (value, lc_facts_get_value (b, i)));
    }
}

static void
assert_same_measurement (LcMeasurement *a, LcMeasurement *b)
{
  guint n_a, n_b;
  const LcSample *samples_a = lc_measurement_get_samples (a, &n_a);
  const LcSample *samples_b = lc_measurement_get_samples (b, &n_b);

  g_assert_cmpint (lc_measurement_get_outcome (a), ==, lc_measurement_get_outcome (b));
  g_assert_cmpint (lc_measurement_get_start_us (a), ==, lc_measurement_get_start_us (b));
  g_assert_cmpint (lc_measurement_get_duration_us (a), ==, lc_measurement_get_duration_us (b));
  g_assert_cmpmem (samples_a, n_a * sizeof *samples_a, samples_b, n_b * sizeof *samples_b);
  assert_same_facts (lc_measurement_get_facts (a), lc_measurement_get_facts (b));
  g_assert_cmpuint (lc_measurement_get_n_steps (a), ==, lc_measurement_get_n_steps (b));
  for (guint i = 0; i < lc_measurement_get_n_steps (a); i++)
    {
      const LcStep *step_a = lc_measurement_get_step (a, i);
      const LcStep *step_b = lc_measurement_get_step (b, i);

      g_assert_cmpstr (step_a->name, ==, step_b->name);
      g_assert_cmpint (step_a->outcome, ==, step_b->outcome);
      g_assert_cmpint (step_a->start_us, ==, step_b->start_us);
      g_assert_cmpint (step_a->duration_us, ==, step_b->duration_us);
      assert_same_facts (step_a->facts, step_b->facts);
    }
}

static void
assert_same_check (LcCheck *a, LcCheck *b)
{
  const LcVerdict *verdict_a = lc_check_get_verdict (a);
  const LcVerdict *verdict_b = lc_check_get_verdict (b);
  g_autofree char *figure_a = lc_check_dup_figure (a);
  g_autofree char *figure_b = lc_check_dup_figure (b);

  g_assert_cmpint (lc_check_get_kind (a), ==, lc_check_get_kind (b));
  g_assert_cmpint (lc_check_get_group (a), ==, lc_check_get_group (b));
  g_assert_cmpint (lc_check_get_requirement (a), ==, lc_check_get_requirement (b));
  /* The figure of the network's row is its interface, the proxy's is the proxy. */
  if (lc_check_get_kind (a) != LC_KIND_NETWORK && lc_check_get_kind (a) != LC_KIND_PROXY)
    g_assert_cmpstr (figure_a, ==, figure_b);
  g_assert_true ((verdict_a != NULL) == (verdict_b != NULL));
  if (verdict_a != NULL)
    {
      g_assert_cmpint (verdict_a->status, ==, verdict_b->status);
      g_assert_cmpint (verdict_a->cause, ==, verdict_b->cause);
      g_assert_cmpint (verdict_a->confidence, ==, verdict_b->confidence);
      assert_same_facts (verdict_a->details, verdict_b->details);
    }
  g_assert_true ((lc_check_get_measurement (a) != NULL) == (lc_check_get_measurement (b) != NULL));
  if (lc_check_get_measurement (a) != NULL)
    assert_same_measurement (lc_check_get_measurement (a), lc_check_get_measurement (b));
}

static void
assert_same_line (LcRun *a, LcRun *b)
{
  const LcLineVerdict *line_a = lc_run_get_verdict (a);
  const LcLineVerdict *line_b = lc_run_get_verdict (b);

  g_assert_cmpint (line_a->status, ==, line_b->status);
  g_assert_cmpuint (line_a->reasons->len, ==, line_b->reasons->len);
  for (guint i = 0; i < line_a->reasons->len; i++)
    {
      const LcReason *reason_a = g_ptr_array_index (line_a->reasons, i);
      const LcReason *reason_b = g_ptr_array_index (line_b->reasons, i);

      g_assert_cmpint (reason_a->kind, ==, reason_b->kind);
      g_assert_cmpuint (g_strv_length (reason_a->checks), ==, g_strv_length (reason_b->checks));
      for (guint j = 0; reason_b->checks[j] != NULL; j++)
        g_assert_true ((lc_checklist_find (lc_run_get_checklist (a), reason_a->checks[j]) != NULL) ==
                       (lc_checklist_find (lc_run_get_checklist (b), reason_b->checks[j]) != NULL));
    }
  g_assert_cmpint (lc_run_get_facts (a)->duration_us, ==, lc_run_get_facts (b)->duration_us);
  g_assert_true (g_date_time_equal (lc_run_get_facts (a)->started, lc_run_get_facts (b)->started));
  g_assert_cmpuint (lc_run_get_options (a)->samples, ==, lc_run_get_options (b)->samples);
}

static LcRun *
open_run (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "report", "runs", name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  LcRun *run = lc_run_new_from_file (file, &error);

  g_assert_no_error (error);
  return run;
}

static LcRun *
get_run (const char *name)
{
  return strcmp (name, "seeded") == 0 ? make_run () : open_run (name);
}

/* Verdicts and figures are the same, twice is once, and the result opens. */
static void
test_keeps_the_rest (gconstpointer data)
{
  LcRun *run = get_run (data);
  LcRun *redacted = lc_run_redact (run, &identity);
  g_autoptr (LcRun) twice = lc_run_redact (redacted, &identity);
  g_autoptr (LcRun) opened = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree char *text = lc_run_to_json (redacted, &length);
  g_autofree char *twice_text = lc_run_to_json (twice, NULL);
  g_autofree char *opened_text = NULL;

  assert_same_line (run, redacted);
  g_assert_cmpuint (lc_checklist_get_size (lc_run_get_checklist (run)), ==,
                    lc_checklist_get_size (lc_run_get_checklist (redacted)));
  for (guint i = 0; i < lc_checklist_get_size (lc_run_get_checklist (run)); i++)
    assert_same_check (lc_checklist_get (lc_run_get_checklist (run), i),
                       lc_checklist_get (lc_run_get_checklist (redacted), i));
  g_assert_cmpstr (twice_text, ==, text);
  opened = lc_run_new_from_json ("redacted", text, length, &error);
  g_assert_no_error (error);
  opened_text = lc_run_to_json (opened, NULL);
  g_assert_cmpstr (opened_text, ==, text);
  g_assert_finalize_object (run);
  g_assert_finalize_object (redacted);
}

/* Of a real run: what the lab's client is, and what the service's servers are. */
static void
test_lab_run (void)
{
  static const char *const hidden[] = { "192.168.77.", "203.0.113.2", "eth0", "Lab CA" };
  static const char *const shown[] = {
    "quicklink.network", "sig.quicklink.network", "global.turn.twilio.com", "dublin.stun.twilio.com", "54.171.127.202",
    "198.51.100.10", "203.0.113.x:", "private address 1", "CN=quicklink.network", "Coturn-4.6.1", "stun-udp",
    "\"kernel\"", "edge-host",
  };
  g_autoptr (LcRun) run = open_run ("healthy.json");
  g_autoptr (LcRun) redacted = lc_run_redact (run, NULL);
  g_autofree char *before = lc_run_to_json (run, NULL);
  g_autofree char *after = lc_run_to_json (redacted, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++)
    {
      g_assert_nonnull (strstr (before, hidden[i]));
      g_assert_null (strstr (after, hidden[i]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    g_assert_nonnull (strstr (after, shown[i]));
}

/* Ids and names of facts that hold a secret get a number, and stay apart. */
static void
test_hidden_ids (void)
{
  g_autoptr (LcRun) run = NULL;
  g_autoptr (LcRun) redacted = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *clean = NULL;
  g_autoptr (LcRun) healthy = open_run ("healthy.json");
  g_autofree char *healthy_text = lc_run_to_json (healthy, NULL);
  g_autoptr (GString) changed = g_string_new (healthy_text);

  g_string_replace (changed, "\"id\" : \"portal\",\n      \"group\"",
                    "\"id\" : \"10.1.1.1\",\n      \"group\"", 1);
  g_string_replace (changed, "\"id\" : \"socket-io\",\n      \"group\"",
                    "\"id\" : \"10.1.1.2\",\n      \"group\"", 1);
  g_string_replace (changed, "\"id\" : \"signaling\",\n      \"group\"",
                    "\"id\" : \"check-8\",\n      \"group\"", 1);
  g_string_replace (changed, "\"only\" : []", "\"only\" : [\"10.1.1.1\", \"10.1.1.9\"]", 1);
  g_string_replace (changed, "\"reasons\" : []",
                    "\"reasons\" : [{\"cause\": \"degraded\", \"checks\": [\"10.1.1.2\", \"10.1.1.9\"]}]", 1);
  g_string_replace (changed, "\"resolvers\" :", "\"10.1.1.1 x\" :", 1);
  run = lc_run_new_from_json ("changed", changed->str, changed->len, &error);
  g_assert_no_error (error);
  redacted = lc_run_redact (run, NULL);
  text = lc_run_to_json (redacted, NULL);
  g_assert_null (strstr (text, "10.1.1."));
  g_assert_nonnull (lc_checklist_find (lc_run_get_checklist (redacted), lc_run_get_options (redacted)->only[0]));
  assert_same_line (run, redacted);
  clean = g_strdup (((LcReason *) g_ptr_array_index (lc_run_get_verdict (redacted)->reasons, 0))->checks[0]);
  g_assert_nonnull (lc_checklist_find (lc_run_get_checklist (redacted), clean));
  g_assert_cmpuint (lc_checklist_get_size (lc_run_get_checklist (redacted)), ==,
                    lc_checklist_get_size (lc_run_get_checklist (run)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redact/secrets-are-there", test_secrets_are_there);
  g_test_add_func ("/redact/no-secret-slips", test_no_secret_slips);
  g_test_add_func ("/redact/no-secret-in-pdf", test_no_secret_in_pdf);
  g_test_add_data_func ("/redact/keeps-the-rest/seeded", "seeded", test_keeps_the_rest);
  g_test_add_data_func ("/redact/keeps-the-rest/healthy", "healthy.json", test_keeps_the_rest);
  g_test_add_data_func ("/redact/keeps-the-rest/udp-blocked", "udp-blocked.json", test_keeps_the_rest);
  g_test_add_data_func ("/redact/keeps-the-rest/hostile", "hostile.json", test_keeps_the_rest);
  g_test_add_func ("/redact/lab-run", test_lab_run);
  g_test_add_func ("/redact/hidden-ids", test_hidden_ids);
  return g_test_run ();
}
