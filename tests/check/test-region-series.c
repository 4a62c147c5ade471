/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The points of the chart, and their words, follow the rows. */
#include <string.h>

#include "check/lc-region-series.h"
#include "words/lc-region-text.h"

#include "tests/support/test-regions.h"

typedef struct
{
  LcChecklist *checklist;
  LcRegionSeries *series;
  guint n_changes;
} Fixture;

static void
on_changed (LcRegionSeries *series, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_changes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->checklist = test_regions_new ();
  fixture->series = lc_region_series_new ();
  lc_region_series_set_checklist (fixture->series, fixture->checklist);
  g_signal_connect (fixture->series, "changed", G_CALLBACK (on_changed), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->series);
  g_assert_finalize_object (fixture->checklist);
}

static const char *
get_region (const LcRegionPoint *point)
{
  return lc_facts_get_string (lc_check_get_subject (point->check), LC_FACT_REGION);
}

static void
assert_order (Fixture *fixture, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < lc_region_series_get_size (fixture->series); i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "", get_region (lc_region_series_get (fixture->series, i)));
  g_assert_cmpstr (found->str, ==, expected);
}

static const LcRegionPoint *
find_point (Fixture *fixture, const char *region)
{
  for (guint i = 0; i < lc_region_series_get_size (fixture->series); i++)
    if (strcmp (get_region (lc_region_series_get (fixture->series, i)), region) == 0)
      return lc_region_series_get (fixture->series, i);
  g_assert_not_reached ();
}

static void
assert_figure (Fixture *fixture, const char *region, const char *expected)
{
  g_autofree char *figure = lc_region_point_dup_figure (find_point (fixture, region));

  g_assert_cmpstr (figure, ==, expected);
}

static void
test_fills_in (Fixture *fixture, gconstpointer data)
{
  assert_order (fixture, "au1 br1 ie1 jp1 sg1 us1 us2");
  g_assert_cmpint (find_point (fixture, "ie1")->state, ==, LC_REGION_WAITING);
  assert_figure (fixture, "ie1", "Waiting");

  test_regions_measure (fixture->checklist, "us1", "stun-udp", 84300, 1000, 0);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  assert_order (fixture, "us1 au1 br1 ie1 jp1 sg1 us2");
  test_regions_measure (fixture->checklist, "ie1", "stun-udp", 12100, 100, 0);
  assert_order (fixture, "ie1 us1 au1 br1 jp1 sg1 us2");
  test_regions_fail (fixture->checklist, "br1", LC_OUTCOME_NO_ANSWER);
  assert_order (fixture, "ie1 us1 au1 jp1 sg1 us2 br1");
  test_regions_fail (fixture->checklist, "au1", LC_OUTCOME_CANCELLED);
  assert_order (fixture, "ie1 us1 jp1 sg1 us2 br1 au1");
  g_assert_cmpuint (fixture->n_changes, ==, 4);

  assert_figure (fixture, "ie1", "12.1\u00a0ms");
  assert_figure (fixture, "br1", "No answer");
  assert_figure (fixture, "au1", "Not tested");

  /* Asked again. */
  lc_check_reset (test_regions_find (fixture->checklist, "ie1"));
  assert_order (fixture, "us1 ie1 jp1 sg1 us2 br1 au1");
}

static void
test_figures (Fixture *fixture, gconstpointer data)
{
  const LcRegionPoint *point;
  g_autofree char *title = NULL;
  g_autofree char *method = NULL;

  test_regions_measure (fixture->checklist, "ie1", "stun-udp", 12100, 900, 2);
  point = find_point (fixture, "ie1");
  g_assert_cmpint (point->state, ==, LC_REGION_MEASURED);
  g_assert_cmpuint (point->stats.n_lost, ==, 2);
  g_assert_cmpint (point->stats.p95_us, >, point->stats.median_us);
  g_assert_false (point->is_tcp);
  title = lc_region_point_dup_title (point);
  g_assert_cmpstr (title, ==, "Ireland (ie1)");
  method = lc_region_point_dup_method (point);
  g_assert_cmpstr (method, ==, "UDP");
  assert_figure (fixture, "ie1", "12.1\u00a0ms, 2 of 20 lost");

  /* A server was found, and then not one answer came. */
  test_regions_measure (fixture->checklist, "us1", "stun-udp", 1000, 0, TEST_REGIONS_N_SAMPLES);
  g_assert_cmpint (find_point (fixture, "us1")->state, ==, LC_REGION_REACHED);
  assert_figure (fixture, "us1", "20 of 20 lost");
  test_regions_fail (fixture->checklist, "us2", LC_OUTCOME_ANSWERED); /* nothing sampled */
  assert_figure (fixture, "us2", "Reached");
}

static void
test_tcp (Fixture *fixture, gconstpointer data)
{
  static const char *const names[][2] = {
    { "stun-udp", "UDP" }, { "tcp-3478", "TCP 3478" }, { "tcp-443", "TCP 443" }, { "tcp", "TCP" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *method = NULL;

      test_regions_measure (fixture->checklist, "ie1", names[i][0], 12100, 900, 0);
      g_assert_cmpint (find_point (fixture, "ie1")->is_tcp, ==, i > 0);
      method = lc_region_point_dup_method (find_point (fixture, "ie1"));
      g_assert_cmpstr (method, ==, names[i][1]);
    }
}

static void
test_marks (Fixture *fixture, gconstpointer data)
{
  test_regions_fill (fixture->checklist);
  assert_order (fixture, "ie1 us1 us2 sg1 br1 jp1 au1");
  g_assert_true (find_point (fixture, "ie1")->is_recommended);
  for (guint i = 0; i < lc_region_series_get_size (fixture->series); i++)
    g_assert_false (lc_region_series_get (fixture->series, i)->is_dns_choice); /* no other than the nearest */

  test_regions_route (fixture->checklist, "ie1", "us2", "us1");
  g_assert_true (find_point (fixture, "ie1")->is_recommended);
  g_assert_false (find_point (fixture, "ie1")->is_tied);
  g_assert_true (find_point (fixture, "us1")->is_tied);
  g_assert_false (find_point (fixture, "us1")->is_dns_choice);
  g_assert_true (find_point (fixture, "us2")->is_dns_choice);

  /* Nothing is known of a region that is asked again. */
  lc_check_start (find_point (fixture, "ie1")->check);
  g_assert_false (find_point (fixture, "ie1")->is_recommended);
  test_regions_measure (fixture->checklist, "ie1", "stun-udp", 12100, 0, 0);
  g_assert_true (find_point (fixture, "ie1")->is_recommended);

  test_regions_route (fixture->checklist, NULL, NULL, NULL);
  g_assert_false (find_point (fixture, "ie1")->is_recommended);
}

/* The words claim no more than the chart shows. */
static void
test_choice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LcFacts) subject = lc_facts_new ();
  g_autofree char *of_all = NULL;
  g_autofree char *on_list = NULL;
  g_autofree char *usable = NULL;

  lc_facts_set_string (subject, LC_FACT_REGION, "de1");
  lc_facts_set_string (subject, LC_FACT_LAYER, "operator");
  lc_checklist_add (fixture->checklist, lc_check_new ("region.de1", LC_GROUP_MEDIA, LC_KIND_REGION,
                                                      LC_REQUIREMENT_OPTIONAL, subject));
  g_assert_null (lc_region_series_find_recommended (fixture->series));
  test_regions_fill (fixture->checklist);
  g_assert_true (lc_region_series_find_recommended (fixture->series) == find_point (fixture, "ie1"));
  g_assert_cmpint (find_point (fixture, "ie1")->choice, ==, LC_REGION_BEST_OF_ALL);
  of_all = lc_region_point_dup_details (find_point (fixture, "ie1"));
  g_assert_nonnull (strstr (of_all, "Recommended: the lowest latency."));

  test_regions_measure (fixture->checklist, "de1", "stun-udp", 5000, 0, 0);
  g_assert_cmpint (find_point (fixture, "ie1")->choice, ==, LC_REGION_BEST_ON_LIST);
  test_regions_measure (fixture->checklist, "sg1", "tcp-443", 6000, 0, 0);
  g_assert_cmpint (find_point (fixture, "ie1")->choice, ==, LC_REGION_BEST_ON_LIST);
  on_list = lc_region_point_dup_details (find_point (fixture, "ie1"));
  g_assert_nonnull (strstr (on_list, "of those on the vendor's list that answer over UDP."));

  test_regions_measure (fixture->checklist, "us1", "stun-udp", 7000, 0, 18);
  g_assert_cmpint (find_point (fixture, "ie1")->choice, ==, LC_REGION_BEST_USABLE);
  usable = lc_region_point_dup_details (find_point (fixture, "ie1"));
  g_assert_nonnull (strstr (usable, "or lose more packets."));
  g_assert_null (strstr (usable, "the lowest latency"));
}

static void
test_description (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  test_regions_fill (fixture->checklist);
  test_regions_measure (fixture->checklist, "us1", "tcp-443", 84300, 0, 0);
  test_regions_fail (fixture->checklist, "au1", LC_OUTCOME_NO_ANSWER);
  test_regions_route (fixture->checklist, "ie1", "us2", NULL);
  text = lc_region_series_dup_description (fixture->series);
  g_assert_true (g_str_has_prefix (text, "Ireland (ie1): Median 12.1\u00a0ms, 95th percentile 12.9\u00a0ms, jitter 0.1\u00a0ms, "
                                         "0 of 20 lost, over UDP\nRecommended: the lowest latency.\n"
                                         "US East, Virginia (us1): Median 84.3\u00a0ms"));
  g_assert_nonnull (strstr (text, "Measured over TCP"));
  g_assert_nonnull (strstr (text, "The name lookup sends this computer here."));
  g_assert_true (g_str_has_suffix (text, "\nAustralia (au1): No answer"));
}

static void
test_extent (Fixture *fixture, gconstpointer data)
{
  /* Room for the other side of the earth, as long as it may still answer. */
  g_assert_cmpint (lc_region_series_get_extent_us (fixture->series), ==, 300000);
  test_regions_measure (fixture->checklist, "ie1", "stun-udp", 12100, 900, 0);
  g_assert_cmpint (lc_region_series_get_extent_us (fixture->series), ==, 300000);
  test_regions_fill (fixture->checklist);
  g_assert_cmpint (lc_region_series_get_extent_us (fixture->series), ==,
                   lc_region_series_get (fixture->series, 6)->stats.p95_us);
  test_regions_measure (fixture->checklist, "au1", "stun-udp", 800000, 0, 0);
  g_assert_cmpint (lc_region_series_get_extent_us (fixture->series), ==, 800000);
  lc_check_reset (test_regions_find (fixture->checklist, "ie1"));
  g_assert_cmpint (lc_region_series_get_extent_us (fixture->series), ==, 800000);
}

static void
test_rows_are_added (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LcFacts) subject = lc_facts_new ();

  lc_facts_set_string (subject, LC_FACT_REGION, "de1");
  lc_facts_set_string (subject, LC_FACT_PLACE, "Germany");
  lc_checklist_add (fixture->checklist, lc_check_new ("region.de1", LC_GROUP_MEDIA, LC_KIND_REGION,
                                                      LC_REQUIREMENT_OPTIONAL, subject));
  lc_checklist_add (fixture->checklist, lc_check_new ("stun.udp", LC_GROUP_STUN_TURN, LC_KIND_STUN,
                                                      LC_REQUIREMENT_REQUIRED, subject));
  assert_order (fixture, "au1 br1 ie1 jp1 sg1 us1 us2 de1");
  test_regions_measure (fixture->checklist, "de1", "stun-udp", 9000, 0, 0);
  assert_order (fixture, "de1 au1 br1 ie1 jp1 sg1 us1 us2");
}

static void
test_other_checklist (Fixture *fixture, gconstpointer data)
{
  LcChecklist *other = test_regions_new ();
  g_autofree char *text = NULL;

  test_regions_fill (other);
  g_assert_true (lc_region_series_get_checklist (fixture->series) == fixture->checklist);
  lc_region_series_set_checklist (fixture->series, other);
  assert_order (fixture, "ie1 us1 us2 sg1 br1 jp1 au1");
  fixture->n_changes = 0;
  test_regions_fill (fixture->checklist); /* nobody listens any more */
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  lc_region_series_set_checklist (fixture->series, other);
  g_assert_cmpuint (fixture->n_changes, ==, 0);

  lc_region_series_set_checklist (fixture->series, NULL);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpuint (lc_region_series_get_size (fixture->series), ==, 0);
  text = lc_region_series_dup_description (fixture->series);
  g_assert_cmpstr (text, ==, "There are no regions to measure.");
  g_assert_finalize_object (other);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/region-series/fills-in", test_fills_in);
  ADD ("/region-series/figures", test_figures);
  ADD ("/region-series/tcp", test_tcp);
  ADD ("/region-series/marks", test_marks);
  ADD ("/region-series/choice", test_choice);
  ADD ("/region-series/description", test_description);
  ADD ("/region-series/extent", test_extent);
  ADD ("/region-series/rows-are-added", test_rows_are_added);
  ADD ("/region-series/other-checklist", test_other_checklist);
  return g_test_run ();
}
