/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-csv.c: see lc-report-csv.h.
 *
 * RFC 4180: a header line, CRLF after every line, cells with a comma or a
 * quote in quotes (no cell has a line break). UTF-8 without a byte order mark. Words of the format
 * (ids, statuses, causes) are those of the saved run; title, explanation and
 * advice are in the reader's language. Numbers have a point, whatever the
 * locale; a figure that was not measured is an empty cell.
 *
 * A spreadsheet takes a cell that begins with = + - @ for a formula, and much of
 * the text here comes from the network. Such text gets an apostrophe in front,
 * which spreadsheets take for "this is text". Numbers are written as numbers.
 */
#include "config.h"

#include "report/text/lc-report-csv.h"

#include <string.h>

#include "base/lc-base-enums.h"
#include "base/lc-clean-text.h"
#include "measurement/lc-stats.h"
#include "verdict/lc-verdict-enums.h"
#include "words/lc-check-text.h"
#include "words/lc-profile-text.h"
#include "words/lc-verdict-text.h"

static const char header[] =
  "run_started,id,group,kind,title,requirement,status,cause,confidence,outcome,"
  "host,port,transport,address,region,place,method,rtt_ms,"
  "samples,lost,loss_percent,min_ms,median_ms,p95_ms,max_ms,jitter_ms,"
  "start_ms,duration_ms,mapped_address,explanation,advice,asked_again,redacted\r\n";

typedef struct
{
  GString *text;
  gboolean is_first; /* of its row */
} Csv;

static void
begin_cell (Csv *csv)
{
  if (!csv->is_first)
    g_string_append_c (csv->text, ',');
  csv->is_first = FALSE;
}

static void
end_row (Csv *csv)
{
  g_string_append (csv->text, "\r\n");
  csv->is_first = TRUE;
}

/* East Asian spreadsheets take the wide forms for the same signs. */
static gboolean
begins_formula (gunichar c)
{
  switch (c)
    {
    case '=':
    case '+':
    case '-':
    case '@':
    case 0xff1d:
    case 0xff0b:
    case 0xff0d:
    case 0xff20:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
add_bool (Csv *csv, gboolean is_true)
{
  begin_cell (csv);
  g_string_append (csv->text, is_true ? "true" : "false");
}

/* Some spreadsheets begin a cell at a semicolon, whatever the file means. */
static char *
defuse (const char *text)
{
  GString *safe = g_string_new (NULL);
  gboolean at_start = TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (at_start && begins_formula (c))
        g_string_append_c (safe, '\'');
      at_start = c == ';' || (at_start && g_unichar_isspace (c));
      g_string_append_unichar (safe, c);
    }
  return g_string_free (safe, FALSE);
}

/* @text: (nullable): NULL for an empty cell */
static void
add_text (Csv *csv, const char *text)
{
  g_autofree char *clean = lc_clean_text (text != NULL ? text : "");
  g_autofree char *safe = defuse (clean);

  begin_cell (csv);
  if (strpbrk (safe, ",;\"") == NULL)
    {
      g_string_append (csv->text, safe);
      return;
    }
  g_string_append_c (csv->text, '"');
  for (const char *p = safe; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (csv->text, '"');
      g_string_append_c (csv->text, *p);
    }
  g_string_append_c (csv->text, '"');
}

static void
add_int (Csv *csv, gint64 number)
{
  begin_cell (csv);
  g_string_append_printf (csv->text, "%" G_GINT64_FORMAT, number);
}

static void
add_decimal (Csv *csv, double number, const char *format)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  begin_cell (csv);
  g_string_append (csv->text, g_ascii_formatd (digits, sizeof digits, format, number));
}

static void
add_ms (Csv *csv, gint64 us)
{
  add_decimal (csv, us / 1000.0, "%.3f");
}

/* An empty cell for what was not measured. */
static void
add_measured_ms (Csv *csv, gint64 us)
{
  if (us >= 0)
    add_ms (csv, us);
  else
    begin_cell (csv);
}

static void
add_samples (Csv *csv, LcMeasurement *measurement)
{
  guint n_samples = 0;
  const LcSample *samples = measurement != NULL ? lc_measurement_get_samples (measurement, &n_samples) : NULL;
  LcStats stats;

  if (n_samples == 0)
    {
      for (guint i = 0; i < 8; i++)
        begin_cell (csv);
      return;
    }
  lc_stats_compute (samples, n_samples, &stats);
  add_int (csv, stats.n_sent);
  add_int (csv, stats.n_lost);
  add_decimal (csv, 100.0 * stats.n_lost / stats.n_sent, "%.1f");
  add_measured_ms (csv, stats.min_us);
  add_measured_ms (csv, stats.median_us);
  add_measured_ms (csv, stats.p95_us);
  add_measured_ms (csv, stats.max_us);
  add_measured_ms (csv, stats.jitter_us);
}

static void
add_times (Csv *csv, LcMeasurement *measurement)
{
  if (measurement == NULL)
    {
      begin_cell (csv);
      begin_cell (csv);
      return;
    }
  add_ms (csv, lc_measurement_get_start_us (measurement));
  add_ms (csv, lc_measurement_get_duration_us (measurement));
}

/* The row on routing asks about no region: it finds one. */
static const char *
get_region (const LcFacts *subject, const LcFacts *facts)
{
  const char *region = lc_facts_get_string (subject, LC_FACT_REGION);

  return region != NULL || facts == NULL ? region : lc_facts_get_string (facts, LC_FACT_NEAREST_REGION);
}

/* The address that answered, or all that a name has. */
static void
add_address (Csv *csv, const LcFacts *facts)
{
  g_auto (GStrv) addresses = facts != NULL ? lc_facts_dup_strv (facts, LC_FACT_ADDRESSES) : NULL;
  g_autofree char *joined = addresses != NULL ? g_strjoinv (" ", addresses) : NULL;
  const char *address = facts != NULL ? lc_facts_get_string (facts, LC_FACT_ADDRESS) : NULL;

  add_text (csv, address != NULL ? address : joined);
}

static void
add_verdict (Csv *csv, const LcVerdict *verdict)
{
  add_text (csv, verdict != NULL ? lc_enum_nick (LC_TYPE_STATUS, verdict->status) : NULL);
  add_text (csv, verdict != NULL ? lc_enum_nick (LC_TYPE_CAUSE, verdict->cause) : NULL);
  add_text (csv, verdict != NULL ? lc_enum_nick (LC_TYPE_CONFIDENCE, verdict->confidence) : NULL);
}

static void
add_subject (Csv *csv, const LcFacts *subject, const LcFacts *facts)
{
  add_text (csv, lc_facts_get_string (subject, LC_FACT_HOST));
  if (lc_facts_has (subject, LC_FACT_PORT))
    add_int (csv, lc_facts_get_int (subject, LC_FACT_PORT, 0));
  else
    begin_cell (csv);
  add_text (csv, lc_facts_get_string (subject, LC_FACT_TRANSPORT));
  add_address (csv, facts);
  add_text (csv, get_region (subject, facts));
  add_text (csv, lc_profile_text_place (lc_facts_get_string (subject, LC_FACT_PLACE)));
}

static void
add_check (Csv *csv, LcRun *run, const char *started, LcCheck *check)
{
  const LcFacts *subject = lc_check_get_subject (check);
  const LcVerdict *verdict = lc_check_get_verdict (check);
  LcMeasurement *measurement = lc_check_get_measurement (check);
  const LcFacts *facts = measurement != NULL ? lc_measurement_get_facts (measurement) : NULL;
  g_autofree char *title = lc_check_dup_title (check);
  g_autofree char *explanation = verdict != NULL ? lc_verdict_dup_explanation (verdict, subject) : NULL;
  gboolean is_advised = verdict != NULL && !lc_run_is_disturbed (run);
  g_autofree char *advice = is_advised ? lc_verdict_dup_advice (verdict, subject) : NULL;

  add_text (csv, started);
  add_text (csv, lc_check_get_id (check));
  add_text (csv, lc_enum_nick (LC_TYPE_GROUP, lc_check_get_group (check)));
  add_text (csv, lc_enum_nick (LC_TYPE_KIND, lc_check_get_kind (check)));
  add_text (csv, title);
  add_text (csv, lc_enum_nick (LC_TYPE_REQUIREMENT, lc_check_get_requirement (check)));
  add_verdict (csv, verdict);
  add_text (csv, measurement != NULL ? lc_enum_nick (LC_TYPE_OUTCOME, lc_measurement_get_outcome (measurement))
                                     : NULL);
  add_subject (csv, subject, facts);
  add_text (csv, facts != NULL ? lc_facts_get_string (facts, LC_FACT_METHOD) : NULL);
  add_measured_ms (csv, facts != NULL ? lc_facts_get_int (facts, LC_FACT_RTT_US, -1) : -1);
  add_samples (csv, measurement);
  add_times (csv, measurement);
  add_text (csv, facts != NULL ? lc_facts_get_string (facts, LC_FACT_MAPPED_ADDRESS) : NULL);
  add_text (csv, explanation);
  add_text (csv, advice);
  add_bool (csv, lc_run_was_asked_again (run, lc_check_get_id (check)));
  add_bool (csv, lc_run_get_facts (run)->is_redacted);
  end_row (csv);
}

/**
 * lc_report_csv_render:
 * @run: a finished run
 *
 * Times are milliseconds to the microsecond, counted from the start of the run,
 * or from the moment when the check was asked again;
 * "jitter_ms" is the interarrival jitter of RFC 3550.
 *
 * Returns: (transfer full): CSV text (RFC 4180), UTF-8, with a header line
 */
GBytes *
lc_report_csv_render (LcRun *run)
{
  LcChecklist *checklist = lc_run_get_checklist (run);
  g_autofree char *started = g_date_time_format_iso8601 (lc_run_get_facts (run)->started);
  Csv csv = { g_string_new (header), TRUE };

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    add_check (&csv, run, started, lc_checklist_get (checklist, i));
  return g_string_free_to_bytes (csv.text);
}
