/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-regions.c: see test-regions.h.
 */
#include "tests/support/test-regions.h"

#include "measurement/lc-recorder.h"
#include "profile/lc-profile-file.h"
#include "profile/lc-profile.h"

static LcRecorder *
make_recorder (void)
{
  LcClock clock;

  lc_clock_start (&clock);
  return lc_recorder_new (&clock);
}

/* One row for each region on the vendor's page, and the choice among them; all
 * wait. */
LcChecklist *
test_regions_new (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  const GPtrArray *regions = lc_profile_get_regions (profile);
  LcChecklist *checklist = lc_checklist_new ();
  g_autoptr (LcFacts) nothing = lc_facts_new ();

  for (guint i = 0; i < regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (regions, i);
      g_autofree char *id = g_strconcat ("region.", region->id, NULL);
      g_autoptr (LcFacts) subject = lc_facts_new ();

      if (region->layer != LC_LAYER_VENDOR)
        continue;
      lc_facts_set_string (subject, LC_FACT_REGION, region->id);
      lc_facts_set_string (subject, LC_FACT_PLACE, region->place);
      lc_facts_set_string (subject, LC_FACT_LAYER, "vendor");
      lc_checklist_add (checklist,
                        lc_check_new (id, LC_GROUP_MEDIA, LC_KIND_REGION, LC_REQUIREMENT_REQUIRED, subject));
    }
  lc_checklist_add (checklist, lc_check_new ("routing", LC_GROUP_MEDIA, LC_KIND_ROUTING,
                                             LC_REQUIREMENT_REQUIRED, nothing));
  return checklist;
}

/* Returns: (transfer none): the row of @region */
LcCheck *
test_regions_find (LcChecklist *checklist, const char *region)
{
  g_autofree char *id = g_strconcat ("region.", region, NULL);
  LcCheck *check = lc_checklist_find (checklist, id);

  g_assert_nonnull (check);
  return check;
}

/* Times lie evenly within @spread_us on both sides of @median_us; the last
 * @n_lost of the samples are lost. */
void
test_regions_measure (LcChecklist *checklist, const char *region, const char *method, gint64 median_us,
                      gint64 spread_us, guint n_lost)
{
  g_autoptr (LcRecorder) recorder = make_recorder ();
  g_autoptr (LcMeasurement) measurement = NULL;
  guint n_received = TEST_REGIONS_N_SAMPLES - n_lost;

  lc_facts_set_string (lc_recorder_get_facts (recorder), LC_FACT_METHOD, method);
  for (guint i = 0; i < TEST_REGIONS_N_SAMPLES; i++)
    {
      gint64 offset_us = n_received > 1 ? 2 * spread_us * i / (n_received - 1) - spread_us : 0;

      lc_recorder_add_sample (recorder, 50000 * i, i < n_received ? median_us + offset_us : -1);
    }
  lc_recorder_set_outcome (recorder, LC_OUTCOME_ANSWERED);
  measurement = lc_recorder_finish (recorder, LC_OUTCOME_NO_ANSWER);
  lc_check_settle (test_regions_find (checklist, region), measurement,
                   lc_verdict_new (LC_STATUS_PASS, LC_CAUSE_NONE, LC_CONFIDENCE_CONFIRMED));
}

void
test_regions_fail (LcChecklist *checklist, const char *region, LcOutcome outcome)
{
  g_autoptr (LcRecorder) recorder = make_recorder ();
  g_autoptr (LcMeasurement) measurement = NULL;

  lc_recorder_set_outcome (recorder, outcome);
  measurement = lc_recorder_finish (recorder, outcome);
  lc_check_settle (test_regions_find (checklist, region), measurement,
                   lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_SILENT, LC_CONFIDENCE_LIKELY));
}

/* @recommended, @dns and @tied: ids of regions, or NULL. */
void
test_regions_route (LcChecklist *checklist, const char *recommended, const char *dns, const char *tied)
{
  g_autoptr (LcRecorder) recorder = make_recorder ();
  g_autoptr (LcMeasurement) measurement = NULL;
  const char *const tied_regions[] = { tied, NULL };
  LcFacts *facts = lc_recorder_get_facts (recorder);

  if (recommended != NULL)
    lc_facts_set_string (facts, LC_FACT_NEAREST_REGION, recommended);
  lc_facts_set_strv (facts, LC_FACT_TIED_REGIONS, tied_regions);
  if (dns != NULL)
    lc_facts_set_string (facts, LC_FACT_DNS_REGION, dns);
  lc_recorder_set_outcome (recorder, LC_OUTCOME_ANSWERED);
  measurement = lc_recorder_finish (recorder, LC_OUTCOME_ANSWERED);
  lc_check_settle (lc_checklist_find (checklist, "routing"), measurement,
                   lc_verdict_new (LC_STATUS_PASS, LC_CAUSE_NONE, LC_CONFIDENCE_CONFIRMED));
}

/* As from the west of Europe. */
void
test_regions_fill (LcChecklist *checklist)
{
  test_regions_measure (checklist, "ie1", "stun-udp", 12100, 900, 0);
  test_regions_measure (checklist, "us1", "stun-udp", 84300, 2500, 0);
  test_regions_measure (checklist, "us2", "stun-udp", 141800, 6000, 1);
  test_regions_measure (checklist, "br1", "stun-udp", 187400, 18000, 0);
  test_regions_measure (checklist, "sg1", "stun-udp", 172900, 9000, 2);
  test_regions_measure (checklist, "jp1", "stun-udp", 223600, 4000, 0);
  test_regions_measure (checklist, "au1", "stun-udp", 268500, 12000, 0);
  test_regions_route (checklist, "ie1", "ie1", NULL);
}
