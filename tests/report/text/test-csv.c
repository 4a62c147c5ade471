/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run as CSV: the form of RFC 4180, numbers, and text that would be a formula. */
#include <string.h>

#include "findings/lc-line-judge.h"
#include "measurement/lc-recorder.h"
#include "report/text/lc-report-csv.h"

/* The cells of the records, read as RFC 4180 says. */
static GPtrArray *
parse (GBytes *csv)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  gsize length;
  const char *p = g_bytes_get_data (csv, &length);
  const char *end = p + length;

  while (p < end)
    {
      GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);

      for (gboolean in_row = TRUE; in_row;)
        {
          GString *cell = g_string_new (NULL);
          gboolean is_quoted = *p == '"';

          for (p += is_quoted; is_quoted ? *p != '"' || p[1] == '"' : strchr (",\r", *p) == NULL; p++)
            {
              g_assert_true (p < end && *p != '\n' && *p != '\r');
              g_assert_true (is_quoted || *p != '"');
              g_string_append_c (cell, *p);
              p += *p == '"';
            }
          p += is_quoted;
          g_ptr_array_add (cells, g_string_free (cell, FALSE));
          in_row = *p == ',';
          if (!in_row)
            g_assert_true (strncmp (p, "\r\n", 2) == 0);
          p += in_row ? 1 : 2;
        }
      g_ptr_array_add (rows, cells);
    }
  return rows;
}

static const char *
get_cell (GPtrArray *rows, guint row, const char *column)
{
  GPtrArray *header = g_ptr_array_index (rows, 0), *cells = g_ptr_array_index (rows, row + 1);

  g_assert_cmpuint (cells->len, ==, header->len);
  for (guint i = 0; i < header->len; i++)
    if (g_strcmp0 (g_ptr_array_index (header, i), column) == 0)
      return g_ptr_array_index (cells, i);
  g_error ("no column %s", column);
}

static LcRun *
make_run (LcChecklist *checklist)
{
  LcRunFacts facts = {
    .application_name = g_strdup ("test"),
    .application_version = g_strdup ("0"),
    .profile_id = g_strdup ("test"),
    .profile_name = g_strdup ("Test"),
    .profile_revision = g_strdup ("2026-01-01"),
    .started = g_date_time_new_utc (2026, 11, 22, 6, 20, 0.25),
  };
  const LcRunOptions options = { .only = (char *[]) { NULL } };

  return lc_run_new_take (&facts, &options, checklist,
                          lc_line_verdict_judge (checklist, LC_DISTURBANCE_NONE, FALSE, FALSE));
}

static LcMeasurement *
measure_region (void)
{
  LcClock clock;
  g_autoptr (LcRecorder) recorder = NULL;

  lc_clock_start (&clock);
  recorder = lc_recorder_new (&clock);
  lc_facts_set_string (lc_recorder_get_facts (recorder), LC_FACT_ADDRESS, "192.0.2.1");
  lc_facts_set_string (lc_recorder_get_facts (recorder), LC_FACT_METHOD, "stun-udp");
  lc_recorder_add_sample (recorder, 0, 10500);
  lc_recorder_add_sample (recorder, 50000, 12500);
  lc_recorder_add_sample (recorder, 100000, 11500);
  lc_recorder_add_sample (recorder, 150000, -1);
  lc_recorder_set_outcome (recorder, LC_OUTCOME_ANSWERED);
  return lc_recorder_finish (recorder, LC_OUTCOME_NO_ANSWER);
}

static LcChecklist *
make_region (void)
{
  g_autoptr (LcFacts) subject = lc_facts_new ();
  g_autoptr (LcMeasurement) measurement = measure_region ();
  LcChecklist *checklist = lc_checklist_new ();
  LcVerdict *verdict = lc_verdict_new (LC_STATUS_WARN, LC_CAUSE_LOSSY, LC_CONFIDENCE_CONFIRMED);

  lc_facts_set_string (subject, LC_FACT_REGION, "br1");
  lc_facts_set_string (subject, LC_FACT_PLACE, "São Paulo, Brazil");
  lc_facts_set_int (subject, LC_FACT_PORT, 3478);
  lc_facts_set_string (subject, LC_FACT_TRANSPORT, "udp");
  lc_facts_set_int (verdict->details, LC_FACT_LOST, 1);
  lc_facts_set_int (verdict->details, LC_FACT_SENT, 4);
  lc_checklist_add (checklist, lc_check_new ("region.br1", LC_GROUP_MEDIA, LC_KIND_REGION, LC_REQUIREMENT_REQUIRED,
                                             subject));
  lc_check_settle (lc_checklist_get (checklist, 0), measurement, verdict);
  return checklist;
}

static void
test_figures (void)
{
  static const char *const expected[][2] = {
    { "run_started", "2026-11-22T06:20:00.250000Z" },
    { "id", "region.br1" }, { "group", "media" }, { "kind", "region" }, { "requirement", "required" },
    { "status", "warn" }, { "cause", "lossy" }, { "confidence", "confirmed" }, { "outcome", "answered" },
    { "host", "" }, { "port", "3478" }, { "transport", "udp" }, { "address", "192.0.2.1" }, { "region", "br1" },
    { "place", "São Paulo, Brazil" }, { "method", "stun-udp" }, { "samples", "4" }, { "lost", "1" },
    { "loss_percent", "25.0" }, { "min_ms", "10.500" }, { "median_ms", "11.500" }, { "max_ms", "12.500" },
    { "rtt_ms", "" },
  };
  g_autoptr (LcRun) run = make_run (make_region ());
  g_autoptr (GBytes) csv = lc_report_csv_render (run);
  g_autoptr (GPtrArray) rows = parse (csv);

  g_assert_cmpuint (rows->len, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (get_cell (rows, 0, expected[i][0]), ==, expected[i][1]);
  g_assert_nonnull (strstr (get_cell (rows, 0, "explanation"), "1 of 4"));
  g_assert_cmpstr (get_cell (rows, 0, "advice"), !=, "");
}

static LcChecklist *
make_row (const char *text)
{
  g_autoptr (LcFacts) subject = lc_facts_new ();
  LcClock clock;
  g_autoptr (LcRecorder) recorder = NULL;
  g_autoptr (LcMeasurement) measurement = NULL;
  LcChecklist *checklist = lc_checklist_new ();
  LcVerdict *verdict = lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_SILENT, LC_CONFIDENCE_LIKELY);

  lc_clock_start (&clock);
  recorder = lc_recorder_new (&clock);
  lc_facts_set_string (lc_recorder_get_facts (recorder), LC_FACT_ADDRESS, text);
  lc_facts_set_string (lc_recorder_get_facts (recorder), LC_FACT_MAPPED_ADDRESS, text);
  lc_facts_set_string (lc_recorder_get_facts (recorder), LC_FACT_METHOD, text);
  measurement = lc_recorder_finish (recorder, LC_OUTCOME_NO_ANSWER);
  lc_facts_set_string (subject, LC_FACT_NAME, text);
  lc_facts_set_string (subject, LC_FACT_HOST, text);
  lc_facts_set_string (subject, LC_FACT_TRANSPORT, text);
  lc_facts_set_string (subject, LC_FACT_REGION, text);
  lc_facts_set_string (subject, LC_FACT_PLACE, text);
  lc_checklist_add (checklist, lc_check_new (text, LC_GROUP_PORTAL, LC_KIND_HTTPS, LC_REQUIREMENT_REQUIRED, subject));
  lc_check_settle (lc_checklist_get (checklist, 0), measurement, verdict);
  return checklist;
}

static const struct
{
  const char *text;
  const char *cell;
} hostile[] = {
  { "=HYPERLINK(\"http://x.example\",\"OK\")", "'=HYPERLINK(\"http://x.example\",\"OK\")" },
  { "+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0" },
  { "-2+3", "'-2+3" },
  { "@SUM(1)", "'@SUM(1)" },
  { "  =1", "  '=1" },
  { "\t=1", "\\t=1" },
  { "\r=1", "\\r=1" },
  { "\xef\xbc\x9d" "1", "'\xef\xbc\x9d" "1" },
  { "a;=1", "a;'=1" },
  { "a; @b;-c", "a; '@b;'-c" },
  { "a,b\"c\"", "a,b\"c\"" },
  { "a\r\nb\n", "a\\r\\nb\\n" },
  { "\x1b[2J\xe2\x80\xae" "x", "\\x1b[2J\\u202ex" },
  { "user-name a=b 1+1", "user-name a=b 1+1" },
};

static void
test_hostile_text (void)
{
  static const char *const columns[] = { "id", "title", "host", "transport", "address", "region", "place", "method",
                                         "mapped_address" };

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (LcRun) run = make_run (make_row (hostile[i].text));
      g_autoptr (GBytes) csv = lc_report_csv_render (run);
      g_autoptr (GPtrArray) rows = parse (csv);

      g_assert_true (g_utf8_validate_len (g_bytes_get_data (csv, NULL), g_bytes_get_size (csv), NULL));
      for (guint j = 0; j < G_N_ELEMENTS (columns); j++)
        g_assert_cmpstr (get_cell (rows, 0, columns[j]), ==, hostile[i].cell);
    }
}

/* A step that began before the run's clock did stays a number. */
static void
test_numbers_are_not_defused (void)
{
  LcClock clock;
  g_autoptr (LcRecorder) recorder = NULL;
  g_autoptr (LcMeasurement) measurement = NULL;
  g_autoptr (LcFacts) subject = lc_facts_new ();
  g_autoptr (LcRun) run = NULL;
  g_autoptr (GBytes) csv = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  LcChecklist *checklist = lc_checklist_new ();

  lc_clock_start (&clock);
  clock.monotonic_us += G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;
  recorder = lc_recorder_new (&clock);
  measurement = lc_recorder_finish (recorder, LC_OUTCOME_NO_ANSWER);
  lc_checklist_add (checklist, lc_check_new ("proxy", LC_GROUP_COMPUTER, LC_KIND_PROXY, LC_REQUIREMENT_OPTIONAL,
                                             subject));
  lc_check_settle (lc_checklist_get (checklist, 0), measurement,
                   lc_verdict_new (LC_STATUS_PASS, LC_CAUSE_NONE, LC_CONFIDENCE_CONFIRMED));
  run = make_run (checklist);
  csv = lc_report_csv_render (run);
  rows = parse (csv);
  g_assert_cmpint (get_cell (rows, 0, "start_ms")[0], ==, '-');
  g_assert_cmpfloat (g_ascii_strtod (get_cell (rows, 0, "start_ms"), NULL), <, -3500000);
}

/* A row that nobody got to has its name and nothing else. */
static void
test_without_verdict (void)
{
  g_autoptr (LcFacts) subject = lc_facts_new ();
  LcChecklist *checklist = lc_checklist_new ();
  g_autoptr (LcRun) run = NULL;
  g_autoptr (GBytes) csv = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  lc_checklist_add (checklist, lc_check_new ("clock", LC_GROUP_COMPUTER, LC_KIND_CLOCK, LC_REQUIREMENT_OPTIONAL,
                                             subject));
  run = make_run (checklist);
  csv = lc_report_csv_render (run);
  rows = parse (csv);
  g_assert_cmpstr (get_cell (rows, 0, "id"), ==, "clock");
  g_assert_cmpstr (get_cell (rows, 0, "status"), ==, "");
  g_assert_cmpstr (get_cell (rows, 0, "duration_ms"), ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-csv/figures", test_figures);
  g_test_add_func ("/report-csv/hostile-text", test_hostile_text);
  g_test_add_func ("/report-csv/numbers-are-not-defused", test_numbers_are_not_defused);
  g_test_add_func ("/report-csv/without-verdict", test_without_verdict);
  return g_test_run ();
}
