/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-csv.c: see lc-report-csv.h.
 *
 * Words of the format (ids, statuses, causes) are those of the saved run; title,
 * explanation and advice are in the reader's language. A figure that was not
 * measured is an empty cell.
 */
#include "config.h"

#include "report/text/lc-report-csv.h"

#include "base/lc-base-enums.h"
#include "base/lc-csv.h"
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

static void
add_ms (LcCsv *csv, gint64 us)
{
  lc_csv_add_decimal (csv, us / 1000.0, "%.3f");
}

/* An empty cell for what was not measured. */
static void
add_measured_ms (LcCsv *csv, gint64 us)
{
  if (us >= 0)
    add_ms (csv, us);
  else
    lc_csv_skip (csv);
}

static void
add_samples (LcCsv *csv, LcMeasurement *measurement)
{
  guint n_samples = 0;
  const LcSample *samples = measurement != NULL ? lc_measurement_get_samples (measurement, &n_samples) : NULL;
  LcStats stats;

  if (n_samples == 0)
    {
      for (guint i = 0; i < 8; i++)
        lc_csv_skip (csv);
      return;
    }
  lc_stats_compute (samples, n_samples, &stats);
  lc_csv_add_int (csv, stats.n_sent);
  lc_csv_add_int (csv, stats.n_lost);
  lc_csv_add_decimal (csv, 100.0 * stats.n_lost / stats.n_sent, "%.1f");
  add_measured_ms (csv, stats.min_us);
  add_measured_ms (csv, stats.median_us);
  add_measured_ms (csv, stats.p95_us);
  add_measured_ms (csv, stats.max_us);
  add_measured_ms (csv, stats.jitter_us);
}

static void
add_times (LcCsv *csv, LcMeasurement *measurement)
{
  if (measurement == NULL)
    {
      lc_csv_skip (csv);
      lc_csv_skip (csv);
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
add_address (LcCsv *csv, const LcFacts *facts)
{
  g_auto (GStrv) addresses = facts != NULL ? lc_facts_dup_strv (facts, LC_FACT_ADDRESSES) : NULL;
  g_autofree char *joined = addresses != NULL ? g_strjoinv (" ", addresses) : NULL;
  const char *address = facts != NULL ? lc_facts_get_string (facts, LC_FACT_ADDRESS) : NULL;

  lc_csv_add_text (csv, address != NULL ? address : joined);
}

static void
add_verdict (LcCsv *csv, const LcVerdict *verdict)
{
  lc_csv_add_text (csv, verdict != NULL ? lc_enum_nick (LC_TYPE_STATUS, verdict->status) : NULL);
  lc_csv_add_text (csv, verdict != NULL ? lc_enum_nick (LC_TYPE_CAUSE, verdict->cause) : NULL);
  lc_csv_add_text (csv, verdict != NULL ? lc_enum_nick (LC_TYPE_CONFIDENCE, verdict->confidence) : NULL);
}

static void
add_subject (LcCsv *csv, const LcFacts *subject, const LcFacts *facts)
{
  lc_csv_add_text (csv, lc_facts_get_string (subject, LC_FACT_HOST));
  if (lc_facts_has (subject, LC_FACT_PORT))
    lc_csv_add_int (csv, lc_facts_get_int (subject, LC_FACT_PORT, 0));
  else
    lc_csv_skip (csv);
  lc_csv_add_text (csv, lc_facts_get_string (subject, LC_FACT_TRANSPORT));
  add_address (csv, facts);
  lc_csv_add_text (csv, get_region (subject, facts));
  lc_csv_add_text (csv, lc_profile_text_place (lc_facts_get_string (subject, LC_FACT_PLACE)));
}

static void
add_check (LcCsv *csv, LcRun *run, const char *started, LcCheck *check)
{
  const LcFacts *subject = lc_check_get_subject (check);
  const LcVerdict *verdict = lc_check_get_verdict (check);
  LcMeasurement *measurement = lc_check_get_measurement (check);
  const LcFacts *facts = measurement != NULL ? lc_measurement_get_facts (measurement) : NULL;
  g_autofree char *title = lc_check_dup_title (check);
  g_autofree char *explanation = verdict != NULL ? lc_verdict_dup_explanation (verdict, subject) : NULL;
  gboolean is_advised = verdict != NULL && !lc_run_is_disturbed (run);
  g_autofree char *advice = is_advised ? lc_verdict_dup_advice (verdict, subject) : NULL;

  lc_csv_add_text (csv, started);
  lc_csv_add_text (csv, lc_check_get_id (check));
  lc_csv_add_text (csv, lc_enum_nick (LC_TYPE_GROUP, lc_check_get_group (check)));
  lc_csv_add_text (csv, lc_enum_nick (LC_TYPE_KIND, lc_check_get_kind (check)));
  lc_csv_add_text (csv, title);
  lc_csv_add_text (csv, lc_enum_nick (LC_TYPE_REQUIREMENT, lc_check_get_requirement (check)));
  add_verdict (csv, verdict);
  lc_csv_add_text (csv, measurement != NULL
                          ? lc_enum_nick (LC_TYPE_OUTCOME, lc_measurement_get_outcome (measurement))
                          : NULL);
  add_subject (csv, subject, facts);
  lc_csv_add_text (csv, facts != NULL ? lc_facts_get_string (facts, LC_FACT_METHOD) : NULL);
  add_measured_ms (csv, facts != NULL ? lc_facts_get_int (facts, LC_FACT_RTT_US, -1) : -1);
  add_samples (csv, measurement);
  add_times (csv, measurement);
  lc_csv_add_text (csv, facts != NULL ? lc_facts_get_string (facts, LC_FACT_MAPPED_ADDRESS) : NULL);
  lc_csv_add_text (csv, explanation);
  lc_csv_add_text (csv, advice);
  lc_csv_add_bool (csv, lc_run_was_asked_again (run, lc_check_get_id (check)));
  lc_csv_add_bool (csv, lc_run_get_facts (run)->is_redacted);
  lc_csv_end_row (csv);
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
  LcCsv csv = { .text = g_string_new (header) };

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    add_check (&csv, run, started, lc_checklist_get (checklist, i));
  return g_string_free_to_bytes (csv.text);
}
