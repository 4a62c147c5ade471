/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that are judged again: by the same rules the same verdicts, by others both. */
#include <string.h>

#include "run/lc-run-json.h"
#include "run/lc-run-rejudge.h"
#include "verdict/lc-judging-revision.h"
#include "words/lc-run-text.h"

static char *
dup_run_path (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);

  return g_test_build_filename (G_TEST_DIST, "report", "runs", file, NULL);
}

static LcRun *
read_run (const char *name)
{
  g_autofree char *path = dup_run_path (name);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  LcRun *run = lc_run_new_from_file (file, &error);

  g_assert_no_error (error);
  return run;
}

static GVariant *
find_detail (const LcVerdict *verdict, const char *name)
{
  for (guint i = 0; i < lc_facts_get_size (verdict->details); i++)
    if (g_str_equal (lc_facts_get_name (verdict->details, i), name))
      return lc_facts_get_value (verdict->details, i);
  return NULL;
}

/* The only rule that has changed since those runs were saved: a nearest region that only
 * TCP reached was nothing to warn of then. */
static gboolean
is_changed_rule (LcCheck *saved, const LcVerdict *before, const LcVerdict *after)
{
  return lc_check_get_kind (saved) == LC_KIND_ROUTING && before->status == LC_STATUS_PASS &&
         after->cause == LC_CAUSE_TCP_ONLY;
}

/* Details tell the words what else was seen: newer rules may name more. */
static void
assert_same_row (LcCheck *saved, LcCheck *judged)
{
  const LcVerdict *before = lc_check_get_verdict (saved), *after = lc_check_get_verdict (judged);

  g_assert_cmpstr (lc_check_get_id (saved), ==, lc_check_get_id (judged));
  if (is_changed_rule (saved, before, after))
    return;
  g_assert_cmpint (before->status, ==, after->status);
  g_assert_cmpint (before->cause, ==, after->cause);
  g_assert_cmpint (before->confidence, ==, after->confidence);
  for (guint i = 0; i < lc_facts_get_size (before->details); i++)
    {
      GVariant *detail = find_detail (after, lc_facts_get_name (before->details, i));

      g_assert_nonnull (detail);
      g_assert_cmpvariant (detail, lc_facts_get_value (before->details, i));
    }
}

static void
assert_same_verdicts (LcRun *a, LcRun *b)
{
  const LcLineVerdict *line_a = lc_run_get_verdict (a), *line_b = lc_run_get_verdict (b);
  guint n = lc_checklist_get_size (lc_run_get_checklist (a));

  g_assert_cmpuint (lc_checklist_get_size (lc_run_get_checklist (b)), ==, n);
  for (guint i = 0; i < n; i++)
    assert_same_row (lc_checklist_get (lc_run_get_checklist (a), i), lc_checklist_get (lc_run_get_checklist (b), i));
  g_assert_cmpint (line_a->status, ==, line_b->status);
  g_assert_cmpstr (line_a->nearest_region, ==, line_b->nearest_region);
  g_assert_cmpstr (line_a->dns_region, ==, line_b->dns_region);
  g_assert_cmpuint (line_a->reasons->len, ==, line_b->reasons->len);
}

/* Nothing but measurements, the profile and what is known of the run goes in. */
static void
test_rejudge_same (gconstpointer data)
{
  LcRun *saved = read_run (data);
  LcRun *judged = lc_run_rejudge (saved);
  LcRun *twice = lc_run_rejudge (judged);

  g_assert_true (judged != saved);
  g_assert_true (lc_run_get_facts (judged)->is_judged_again);
  g_assert_cmpuint (lc_run_get_facts (judged)->judging_revision, ==, LC_JUDGING_REVISION);
  assert_same_verdicts (saved, judged);
  assert_same_verdicts (judged, twice);
  g_assert_null (lc_run_dup_judged_again (judged, "then"));
  g_assert_finalize_object (saved);
  g_assert_finalize_object (twice);
  g_assert_finalize_object (judged);
}

/* The verdicts of this one were made up: it is judged by what was measured, and as
 * often as one likes. */
static void
test_rejudge_stable (void)
{
  LcRun *saved = read_run ("hostile");
  LcRun *judged = lc_run_rejudge (saved);
  LcRun *twice = lc_run_rejudge (judged);

  assert_same_verdicts (judged, twice);
  g_object_unref (saved);
  g_object_unref (twice);
  g_object_unref (judged);
}

static void
change (GString *json, const char *from, const char *to)
{
  g_assert_nonnull (strstr (json->str, from));
  g_string_replace (json, from, to, 0);
}

static GString *
read_json (const char *name)
{
  g_autofree char *path = dup_run_path (name);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_string_new (text);
}

static LcRun *
open_json (GString *json)
{
  g_autoptr (GError) error = NULL;
  LcRun *run = lc_run_open_json ("run.json", json->str, json->len, &error);

  g_assert_no_error (error);
  return run;
}

/* Other rules said another thing then; both are told. */
static void
test_open_differs (void)
{
  g_autoptr (GString) json = read_json ("healthy");
  g_autofree char *text = NULL;
  LcRun *run;

  change (json, "\"status\" : \"ready\"", "\"status\" : \"not-ready\"");
  run = open_json (json);
  g_assert_cmpint (lc_run_get_verdict (run)->status, ==, LC_LINE_STATUS_READY);
  g_assert_cmpint (lc_run_get_facts (run)->saved_status, ==, LC_LINE_STATUS_NOT_READY);
  text = lc_run_dup_judged_again (run, "1 May");
  g_assert_cmpstr (text, ==, "Judged again by this version: Ready to go live; when it was saved (1 May): Not ready.");
  g_assert_finalize_object (run);
}

/* Whom we cannot judge, or need not, stays as it was saved. */
static void
test_open_as_saved (gconstpointer data)
{
  const char *which = data;
  gboolean is_current = g_str_equal (which, "as-new");
  g_autoptr (GString) json = read_json (is_current ? "versions/2" : "versions/1");
  LcRun *run;

  if (is_current)
    change (json, "\"status\" : \"ready\"", "\"status\" : \"not-ready\"");
  else
    change (json, "\"status\" : \"ready-with-cautions\"", "\"status\" : \"not-ready\"");
  if (g_str_equal (which, "redacted"))
    change (json, "\"interrupted\" : false,", "\"interrupted\" : false, \"redacted\" : true,");
  else if (g_str_equal (which, "other-profile"))
    change (json, "\"id\" : \"quicklink-studio\"", "\"id\" : \"another\"");
  run = open_json (json);
  g_assert_cmpint (lc_run_get_verdict (run)->status, ==, LC_LINE_STATUS_NOT_READY);
  g_assert_false (lc_run_get_facts (run)->is_judged_again);
  g_assert_finalize_object (run);
}

/* A row that has nothing to judge says what it said. */
static void
test_rejudge_without_measurement (void)
{
  LcRun *saved = read_run ("healthy");
  LcCheck *check = lc_checklist_find (lc_run_get_checklist (saved), "stun.udp");
  LcRun *judged;

  lc_check_settle (check, NULL, lc_verdict_new (LC_STATUS_NOT_TESTED, LC_CAUSE_CANCELLED, LC_CONFIDENCE_CONFIRMED));
  judged = lc_run_rejudge (saved);
  check = lc_checklist_find (lc_run_get_checklist (judged), "stun.udp");
  g_assert_cmpint (lc_check_get_verdict (check)->cause, ==, LC_CAUSE_CANCELLED);
  g_assert_cmpint (lc_run_get_verdict (judged)->status, !=, LC_LINE_STATUS_READY);
  g_object_unref (saved);
  g_object_unref (judged);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/rejudge/same/healthy", "healthy", test_rejudge_same);
  g_test_add_data_func ("/rejudge/same/udp-blocked", "udp-blocked", test_rejudge_same);
  g_test_add_data_func ("/rejudge/same/version-1", "versions/1", test_rejudge_same);
  g_test_add_func ("/rejudge/stable", test_rejudge_stable);
  g_test_add_func ("/rejudge/without-measurement", test_rejudge_without_measurement);
  g_test_add_func ("/open/differs", test_open_differs);
  g_test_add_data_func ("/open/as-saved/redacted", "redacted", test_open_as_saved);
  g_test_add_data_func ("/open/as-saved/other-profile", "other-profile", test_open_as_saved);
  g_test_add_data_func ("/open/as-saved/as-new", "as-new", test_open_as_saved);
  return g_test_run ();
}
