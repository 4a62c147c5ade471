/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which region is nearest: from rows with made-up latencies, without a network. */
#include <string.h>

#include "findings/lc-region-choice.h"
#include "measurement/lc-recorder.h"
#include "profile/lc-profile-file.h"

#define N_SAMPLES 10

typedef struct
{
  const char *region;
  const char *method; /* NULL: not reached */
  gint64 rtt_us;      /* of every sample that was answered */
  guint n_lost;
  gboolean is_answered_inside;
} RegionRow;

typedef struct
{
  const char *name;
  RegionRow rows[5];
  const char *dns_region; /* where the global name leads */
  LcOutcome outcome;
  const char *recommended;
  gint64 median_us;
  const char *tied; /* with blanks between */
  gint64 dns_median_us;
  gint64 n_lost; /* of those to the recommended one */
} ChoiceCase;

static const ChoiceCase cases[] = {
  { "nearest",
    { { "us1", "stun-udp", 85000 }, { "ie1", "stun-udp", 12000 }, { "jp1", "stun-udp", 230000 } },
    "ie1", LC_OUTCOME_ANSWERED, "ie1", 12000, "", 12000 },
  { "tied",
    { { "us1", "stun-udp", 12700 }, { "ie1", "stun-udp", 12000 }, { "jp1", "stun-udp", 12900 },
      { "au1", "stun-udp", 13100 } },
    "ie1", LC_OUTCOME_ANSWERED, "ie1", 12000, "us1 jp1", 12000 },
  { "dns-farther",
    { { "us1", "stun-udp", 85000 }, { "ie1", "stun-udp", 12000 } },
    "us1", LC_OUTCOME_ANSWERED, "ie1", 12000, "", 85000 },
  { "udp-before-tcp",
    { { "us1", "stun-udp", 85000 }, { "ie1", "tcp-443", 12000 } },
    "ie1", LC_OUTCOME_ANSWERED, "us1", 85000, "", 12000 },
  { "tcp-only",
    { { "us1", "tcp-443", 85000 }, { "ie1", "tcp-3478", 12000 } },
    "ie1", LC_OUTCOME_ANSWERED, "ie1", 12000, "", 12000 },
  { "vendor-before-operator",
    { { "de1", "stun-udp", 5000 }, { "ie1", "stun-udp", 12000 } },
    "de1", LC_OUTCOME_ANSWERED, "ie1", 12000, "", 5000 },
  { "much-lost-comes-last",
    { { "us1", "stun-udp", 85000, 1 }, { "ie1", "stun-udp", 12000, 9 }, { "jp1", "tcp-443", 230000 } },
    "ie1", LC_OUTCOME_ANSWERED, "us1", 85000, "", 12000, 1 },
  { "much-lost-is-not-tied",
    { { "us1", "stun-udp", 12100 }, { "ie1", "stun-udp", 12000, 9 } },
    "ie1", LC_OUTCOME_ANSWERED, "us1", 12100, "", 12000 },
  { "all-lose-much",
    { { "us1", "stun-udp", 85000, 8 }, { "ie1", "stun-udp", 12000, 9 } },
    "ie1", LC_OUTCOME_ANSWERED, "ie1", 12000, "", 12000, 9 },
  { "lost-samples-only",
    { { "us1", "stun-udp", 85000 }, { "ie1", "stun-udp", -1 } },
    "ie1", LC_OUTCOME_ANSWERED, "us1", 85000, "", -1 },
  { "answered-inside",
    { { "us1", "stun-udp", 85000 }, { "ie1", "stun-udp", 100, .is_answered_inside = TRUE } },
    "ie1", LC_OUTCOME_ANSWERED, "us1", 85000, "", -1 },
  { "dns-nowhere", { { "ie1", "stun-udp", 12000 } }, NULL, LC_OUTCOME_ANSWERED, "ie1", 12000, "", -1 },
  { "nothing-measured", { { "ie1", NULL, 0 } }, "ie1", LC_OUTCOME_SKIPPED, NULL, -1, "", -1 },
  { "no-regions", { { NULL } }, NULL, LC_OUTCOME_SKIPPED, NULL, -1, "", -1 },
  { "stopped", { { "ie1", "stun-udp", 12000 } }, NULL, LC_OUTCOME_CANCELLED, NULL, -1, "", -1 },
};

static LcRecorder *
new_recorder (void)
{
  LcClock clock;

  lc_clock_start (&clock);
  return lc_recorder_new (&clock);
}

static LcMeasurement *
measure_region (const RegionRow *row)
{
  g_autoptr (LcRecorder) recorder = new_recorder ();

  if (row->method == NULL)
    return lc_recorder_finish (recorder, LC_OUTCOME_NO_ANSWER);
  lc_facts_set_string (lc_recorder_get_facts (recorder), LC_FACT_METHOD, row->method);
  if (row->is_answered_inside)
    {
      guint step = lc_recorder_add_step (recorder, "binding", "54.171.127.200:3478/udp", LC_OUTCOME_ANSWERED, 0, 1);
      LcFacts *facts = lc_recorder_get_step_facts (recorder, step);

      lc_facts_set_string (facts, LC_FACT_ADDRESS_SCOPE, "global");
      lc_facts_set_string (facts, LC_FACT_MAPPED_SCOPE, "private");
    }
  for (guint i = 0; i < N_SAMPLES; i++)
    lc_recorder_add_sample (recorder, 50000 * i, i < row->n_lost ? -1 : row->rtt_us);
  return lc_recorder_finish (recorder, LC_OUTCOME_ANSWERED);
}

static LcChecklist *
list_rows (const ChoiceCase *choice)
{
  LcChecklist *checklist = lc_checklist_new ();

  for (guint i = 0; i < G_N_ELEMENTS (choice->rows) && choice->rows[i].region != NULL; i++)
    {
      const RegionRow *row = &choice->rows[i];
      g_autofree char *id = g_strconcat ("region.", row->region, NULL);
      g_autoptr (LcFacts) subject = lc_facts_new ();
      g_autoptr (LcMeasurement) measurement = measure_region (row);
      LcCheck *check;

      lc_facts_set_string (subject, LC_FACT_REGION, row->region);
      lc_facts_set_string (subject, LC_FACT_LAYER, strcmp (row->region, "de1") == 0 ? "operator" : "vendor");
      check = lc_check_new (id, LC_GROUP_MEDIA, LC_KIND_REGION, LC_REQUIREMENT_REQUIRED, subject);
      lc_check_settle (check, measurement,
                       lc_verdict_new (LC_STATUS_PASS, LC_CAUSE_NONE, LC_CONFIDENCE_CONFIRMED));
      lc_checklist_add (checklist, check);
    }
  return checklist;
}

static LcMeasurement *
measure_routing (const ChoiceCase *choice)
{
  g_autoptr (LcRecorder) recorder = new_recorder ();

  lc_recorder_add_step (recorder, "dns", "global.stun.twilio.com", LC_OUTCOME_ANSWERED, 0, 1);
  lc_facts_set_string (lc_recorder_get_facts (recorder), LC_FACT_DNS_REGION, choice->dns_region);
  return lc_recorder_finish (recorder, choice->outcome == LC_OUTCOME_CANCELLED ? LC_OUTCOME_CANCELLED
                                                                               : LC_OUTCOME_ANSWERED);
}

static void
test_choice (gconstpointer data)
{
  const ChoiceCase *choice = data;
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  LcChecklist *checklist = list_rows (choice);
  LcMeasurement *routing = measure_routing (choice);
  LcMeasurement *concluded = lc_region_choice_conclude (checklist, routing, lc_profile_get_thresholds (profile));
  const LcFacts *facts = lc_measurement_get_facts (concluded);
  g_auto (GStrv) tied = lc_facts_dup_strv (facts, LC_FACT_TIED_REGIONS);
  g_autofree char *tied_text = g_strjoinv (" ", tied);

  g_assert_cmpint (lc_measurement_get_outcome (concluded), ==, choice->outcome);
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_NEAREST_REGION), ==, choice->recommended);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_NEAREST_MEDIAN_US, -1), ==, choice->median_us);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_NEAREST_LOST, 0), ==, choice->n_lost);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_NEAREST_SENT, 0), ==,
                   choice->recommended != NULL ? N_SAMPLES : 0);
  g_assert_cmpstr (tied_text, ==, choice->tied);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_DNS_REGION_MEDIAN_US, -1), ==, choice->dns_median_us);
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_REASON), ==,
                   choice->outcome == LC_OUTCOME_SKIPPED ? "no-region-measured" : NULL);
  /* What was measured stays, and outlives the measurement that brought it. */
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_DNS_REGION), ==, choice->dns_region);
  g_object_unref (routing);
  g_assert_cmpuint (lc_measurement_get_n_steps (concluded), ==, 1);
  g_assert_cmpstr (lc_measurement_get_step (concluded, 0)->target, ==, "global.stun.twilio.com");

  g_assert_finalize_object (concluded);
  g_assert_finalize_object (checklist);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/findings/region-choice/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_choice);
    }
  return g_test_run ();
}
