/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a report says, whatever the run: nothing that failed is left out. */
#include <locale.h>
#include <string.h>

#include "base/lc-clean-text.h"
#include "redact/lc-redact.h"
#include "report/document/lc-report-maker.h"
#include "report/lc-report-format.h"
#include "report/text/lc-report-text.h"
#include "run/lc-run-json.h"
#include "words/lc-check-text.h"

static const char *const runs[] = { "healthy", "udp-blocked", "hostile" };

static LcRun *
read_run (const char *name)
{
  g_autofree char *base = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "report", "runs", base, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  LcRun *run = lc_run_new_from_file (file, &error);

  g_assert_no_error (error);
  return run;
}

/* All words of a report between two headings of the first level. */
static char *
dup_part (LcReport *report, const char *id)
{
  const GPtrArray *blocks = lc_report_get_blocks (report);
  GString *words = g_string_new (NULL);
  gboolean is_inside = FALSE;

  for (guint i = 0; i < blocks->len; i++)
    {
      const LcBlock *block = g_ptr_array_index (blocks, i);
      g_autofree char *plain = NULL;

      if (block->kind == LC_BLOCK_HEADING && block->heading.level == 1)
        is_inside = g_str_equal (block->heading.id, id);
      if (!is_inside)
        continue;
      if (block->kind == LC_BLOCK_PARAGRAPH)
        plain = lc_text_dup_plain (block->paragraph);
      for (guint j = 0; block->kind == LC_BLOCK_LIST && j < block->items->len; j++)
        {
          g_autofree char *item = lc_text_dup_plain (g_ptr_array_index (block->items, j));

          g_string_append_printf (words, "%s\n", item);
        }
      g_string_append_printf (words, "%s\n", plain != NULL ? plain : "");
    }
  return g_string_free (words, FALSE);
}

/* Every row that warns or fails is explained under "What to change". */
static void
test_report_names_failures (gconstpointer data)
{
  LcRun *run = read_run (data);
  LcChecklist *checklist = lc_run_get_checklist (run);
  LcReport *report = lc_report_new_from_run (run, NULL);
  g_autofree char *changes = dup_part (report, "changes");

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    {
      LcCheck *check = lc_checklist_get (checklist, i);
      LcStatus status = lc_check_get_verdict (check)->status;
      g_autofree char *title = lc_check_dup_title (check);
      g_autofree char *shown = lc_clean_text (title);

      if ((status == LC_STATUS_WARN || status == LC_STATUS_FAIL) && strstr (changes, shown) == NULL)
        g_error ("“%s” is not in “%s”", shown, changes);
    }
  g_assert_finalize_object (report);
  g_assert_finalize_object (run);
}

static void
test_report_heading_ids (gconstpointer data)
{
  LcRun *run = read_run (data);
  LcReport *report = lc_report_new_from_run (run, NULL);
  const GPtrArray *blocks = lc_report_get_blocks (report);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  guint level = 0;

  for (guint i = 0; i < blocks->len; i++)
    {
      const LcBlock *block = g_ptr_array_index (blocks, i);

      if (block->kind != LC_BLOCK_HEADING)
        continue;
      g_assert_true (g_hash_table_add (ids, block->heading.id));
      g_assert_cmpuint (strspn (block->heading.id, "abcdefghijklmnopqrstuvwxyz0123456789-"), ==,
                        strlen (block->heading.id));
      g_assert_cmpuint (block->heading.level, >=, 1);
      g_assert_cmpuint (block->heading.level, <=, level + 1);
      level = block->heading.level;
    }
  g_assert_cmpuint (g_hash_table_size (ids), >, 6);
  g_object_unref (report);
  g_object_unref (run);
}

static void
test_report_shapes (gconstpointer data)
{
  LcRun *run = read_run (data);
  LcReport *report = lc_report_new_from_run (run, NULL);
  const GPtrArray *blocks = lc_report_get_blocks (report);

  for (guint i = 0; i < blocks->len; i++)
    {
      const LcBlock *block = g_ptr_array_index (blocks, i);

      if (block->kind == LC_BLOCK_PAIRS)
        {
          g_assert_cmpuint (block->pairs.names->len, >, 0);
          g_assert_cmpuint (block->pairs.names->len, ==, block->pairs.values->len);
        }
      if (block->kind == LC_BLOCK_LIST)
        g_assert_cmpuint (block->items->len, >, 0);
      if (block->kind != LC_BLOCK_TABLE)
        continue;
      g_assert_cmpuint (block->table.rows->len, >, 0);
      for (guint j = 0; j < block->table.rows->len; j++)
        g_assert_cmpuint (((const GPtrArray *) g_ptr_array_index (block->table.rows, j))->len, ==,
                          block->table.columns->len);
    }
  g_object_unref (report);
  g_object_unref (run);
}

/* Between the heading of a change and the next stands a rule: a table of traffic,
 * or pairs of settings. */
static void
test_report_changes_have_rules (gconstpointer data)
{
  LcRun *run = read_run (data);
  LcReport *report = lc_report_new_from_run (run, NULL);
  const GPtrArray *blocks = lc_report_get_blocks (report);
  gboolean is_in_change = FALSE, has_rule = TRUE;
  guint n_changes = 0;

  for (guint i = 0; i < blocks->len; i++)
    {
      const LcBlock *block = g_ptr_array_index (blocks, i);

      if (block->kind == LC_BLOCK_HEADING)
        {
          g_assert_true (has_rule);
          is_in_change = g_str_has_prefix (block->heading.id, "change-");
          has_rule = !is_in_change;
          n_changes += is_in_change;
        }
      has_rule |= is_in_change && (block->kind == LC_BLOCK_TABLE || block->kind == LC_BLOCK_PAIRS);
    }
  g_assert_cmpuint (n_changes > 0, ==, !g_str_equal (data, "healthy"));
  g_object_unref (report);
  g_object_unref (run);
}

/* Of what a report says nothing is a control character or turns the direction. */
static void
test_report_text_is_clean (gconstpointer name)
{
  LcRun *run = read_run (name);
  LcReport *report = lc_report_new_from_run (run, NULL);
  g_autoptr (GBytes) bytes = lc_report_text_render (report);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_strndup (data, length);

  g_assert_true (g_utf8_validate (data, length, NULL));
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      g_assert_true (c == '\n' || !g_unichar_iscntrl (c));
      g_assert_false ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
    }
  g_object_unref (report);
  g_object_unref (run);
}

static gboolean
has_heading (LcReport *report, const char *id)
{
  const GPtrArray *blocks = lc_report_get_blocks (report);

  for (guint i = 0; i < blocks->len; i++)
    {
      const LcBlock *block = g_ptr_array_index (blocks, i);

      if (block->kind == LC_BLOCK_HEADING && g_str_equal (block->heading.id, id))
        return TRUE;
    }
  return FALSE;
}

/* A run that does not say what the service needs: the report says whose word it
 * is that stands there, or that there is none. */
static void
test_report_without_profile (void)
{
  static const struct
  {
    const char *id;
    const char *words;
    gboolean has_servers;
  } cases[] = {
    { "quicklink-studio", "This is what the profile of that name in this program says", TRUE },
    { "another", "this program does not know the profile “another”", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LcRun *run = read_run ("udp-blocked");
      LcRunFacts *facts = (LcRunFacts *) lc_run_get_facts (run);
      LcReport *report;
      g_autofree char *requirements = NULL;

      g_clear_object (&facts->profile);
      g_free (facts->profile_id);
      facts->profile_id = g_strdup (cases[i].id);
      report = lc_report_new_from_run (run, NULL);
      requirements = dup_part (report, "requirements");
      g_assert_nonnull (strstr (requirements, cases[i].words));
      g_assert_cmpint (has_heading (report, "servers"), ==, cases[i].has_servers);
      g_assert_true (has_heading (report, "nat"));
      g_object_unref (report);
      g_object_unref (run);
    }
}

/* A row that was asked again after the run is no news of the run. */
static void
test_report_asked_again (void)
{
  const char *sentence = "This check was asked again by itself later";
  LcRun *run = read_run ("healthy");
  LcRunFacts *facts = (LcRunFacts *) lc_run_get_facts (run);
  g_autoptr (LcReport) before = lc_report_new_from_run (run, NULL);
  g_autoptr (LcReport) after = NULL;
  g_autofree char *checklist = dup_part (before, "checklist");
  g_autofree char *appendix = dup_part (before, "appendix");

  g_assert_null (strstr (checklist, "Asked again"));
  g_assert_null (strstr (appendix, sentence));

  g_strfreev (facts->asked_again);
  facts->asked_again = g_strdupv ((char *[]) { (char *) "portal", (char *) "gone", NULL });
  after = lc_report_new_from_run (run, NULL);
  g_free (checklist);
  g_free (appendix);
  checklist = dup_part (after, "checklist");
  appendix = dup_part (after, "appendix");
  g_assert_nonnull (strstr (checklist, "Asked again later by itself: Portal. Its row"));
  g_assert_nonnull (strstr (appendix, sentence));
  g_assert_null (strstr (strstr (appendix, sentence) + 1, sentence));
  g_object_unref (run);
}

static gboolean
says (LcRun *run, LcReportFormat format, const char *words)
{
  g_autoptr (GBytes) bytes = lc_run_render (run, format, NULL, NULL, NULL);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return g_strstr_len (data, (gssize) length, words) != NULL;
}

/* Whoever gets a report has to know that something is hidden in it. */
static void
test_report_says_redacted (void)
{
  static const struct
  {
    LcReportFormat format;
    const char *words;
  } signs[] = {
    { LC_REPORT_FORMAT_TEXT, "Redacted: " },
    { LC_REPORT_FORMAT_HTML, "<p class=\"notice\">Redacted: " },
    { LC_REPORT_FORMAT_CSV, ",true\r\n" },
    { LC_REPORT_FORMAT_JSON, "\"redacted\" : true" },
  };
  LcRun *run = read_run ("healthy");
  g_autoptr (LcRun) redacted = lc_run_redact (run, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      g_assert_false (says (run, signs[i].format, signs[i].words));
      g_assert_true (says (redacted, signs[i].format, signs[i].words));
    }
  g_object_unref (run);
}

/* Where something failed nobody saw that the service will work. */
static void
test_report_promises_little (void)
{
  LcRun *run = read_run ("udp-blocked");

  g_assert_cmpint (lc_run_get_verdict (run)->status, ==, LC_LINE_STATUS_READY_WITH_CAUTIONS);
  g_assert_false (says (run, LC_REPORT_FORMAT_HTML, "will work"));
  g_assert_true (says (run, LC_REPORT_FORMAT_HTML, "can work on this network, but something may spoil it."));
  g_object_unref (run);
}

/* The recommended region is not called the nearest where another one is nearer. */
static void
test_report_choice (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "report", "runs", "healthy.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) json = NULL;
  LcRun *run = read_run ("healthy");

  g_assert_true (says (run, LC_REPORT_FORMAT_HTML, "Ireland (ie1), which has the shortest round trip."));
  g_object_unref (run);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  json = g_string_new (text);
  g_string_replace (json, "\"recommended_region\" : \"ie1\"", "\"recommended_region\" : \"us1\"", 0);
  run = lc_run_new_from_json ("run.json", json->str, json->len, &error);
  g_assert_no_error (error);
  g_assert_false (says (run, LC_REPORT_FORMAT_HTML, "which has the shortest round trip"));
  g_assert_true (says (run, LC_REPORT_FORMAT_HTML, "Virginia (us1). Those with a shorter round trip are not on"));
  g_object_unref (run);
}

/* Nothing is concluded from figures that do not belong together, and nobody is
 * asked for anything; not even in a run that was saved when this was done. */
static void
test_report_disturbed (gconstpointer data)
{
  static const char *const conclusions[] = { "Please allow", "Ask IT", "needed; ", "Recommended region: Ireland",
                                             "UDP is blocked: ", "ie1, " };
  static const LcReportFormat formats[] = { LC_REPORT_FORMAT_TEXT, LC_REPORT_FORMAT_HTML, LC_REPORT_FORMAT_CSV };
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "report", "runs", "udp-blocked.json", NULL);
  g_autofree char *members = g_strdup_printf ("\"disturbance\" : \"%s\",\n  \"slept_us\"", (const char *) data);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) json = NULL;
  g_autoptr (LcReport) report = NULL;
  g_autoptr (GPtrArray) fixes = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *changes = NULL;
  g_autofree char *latency = NULL;
  LcRun *run;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  json = g_string_new (text);
  g_assert_cmpuint (g_string_replace (json, "\"slept_us\"", members, 0), ==, 1);
  run = lc_run_new_from_json ("run.json", json->str, json->len, &error);
  g_assert_no_error (error);
  fixes = lc_run_dup_fixes (run, lc_run_get_facts (run)->profile);
  g_assert_cmpuint (fixes->len, ==, 0);
  g_assert_null (lc_run_get_verdict (run)->nearest_region);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    for (guint j = 0; j < G_N_ELEMENTS (conclusions); j++)
      if (says (run, formats[i], conclusions[j]))
        g_error ("it says “%s”", conclusions[j]);

  report = lc_report_new_from_run (run, NULL);
  summary = dup_part (report, "summary");
  changes = dup_part (report, "changes");
  latency = dup_part (report, "latency");
  g_assert_nonnull (strstr (summary, "nothing can be concluded"));
  g_assert_nonnull (strstr (changes, "The check was disturbed"));
  g_assert_nonnull (strstr (latency, "No region can be recommended: the check was disturbed."));
  g_object_unref (run);
}

static void
add_tests (const char *name, GTestDataFunc test)
{
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/report/%s/%s", name, runs[i]);

      g_test_add_data_func (path, runs[i], test);
    }
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  add_tests ("names-failures", test_report_names_failures);
  add_tests ("heading-ids", test_report_heading_ids);
  add_tests ("shapes", test_report_shapes);
  add_tests ("changes-have-rules", test_report_changes_have_rules);
  add_tests ("text-is-clean", test_report_text_is_clean);
  g_test_add_func ("/report/without-profile", test_report_without_profile);
  g_test_add_func ("/report/asked-again", test_report_asked_again);
  g_test_add_func ("/report/says-redacted", test_report_says_redacted);
  g_test_add_func ("/report/promises-little", test_report_promises_little);
  g_test_add_func ("/report/choice", test_report_choice);
  g_test_add_data_func ("/report/disturbed/lost", "network-lost", test_report_disturbed);
  g_test_add_data_func ("/report/disturbed/changed", "network-changed", test_report_disturbed);
  g_test_add_data_func ("/report/disturbed/slept", "slept", test_report_disturbed);
  return g_test_run ();
}
