/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people read: headline, age, summary; and where a bar stands. */
#include <glib/gstdio.h>
#include <string.h>

#include "profile/lc-profile-file.h"
#include "test-session-plan.h"
#include "ui/lc-document.h"
#include "ui/lc-headline.h"
#include "ui/lc-hosts.h"
#include "ui/lc-waterfall.h"

static void
test_headline (void)
{
  g_autoptr (LcRun) good = test_run_new (NULL);
  g_autoptr (LcRun) bad = test_run_new ("portal");
  g_autofree char *good_sentence = lc_headline_dup_sentence (good);
  g_autofree char *bad_sentence = lc_headline_dup_sentence (bad);

  g_assert_cmpstr (good_sentence, ==, "All that Quicklink Studio needs answered. The media ports themselves are not part of this check.");
  g_assert_cmpstr (bad_sentence, ==, "The service cannot be reached (Portal).");
}

static void
test_age (void)
{
  static const struct
  {
    GTimeSpan ago;
    const char *words;
  } ages[] = {
    { -5 * G_TIME_SPAN_SECOND, "just now" }, { 59 * G_TIME_SPAN_SECOND, "just now" },
    { G_TIME_SPAN_MINUTE, "1 minute ago" },  { 59 * G_TIME_SPAN_MINUTE, "59 minutes ago" },
    { G_TIME_SPAN_HOUR, "1 hour ago" },      { 23 * G_TIME_SPAN_HOUR, "23 hours ago" },
    { G_TIME_SPAN_DAY, "1 day ago" },        { 30 * G_TIME_SPAN_DAY, "30 days ago" },
    { 60 * G_TIME_SPAN_DAY, "on " },         { -G_TIME_SPAN_HOUR, "on " },
  };
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 22, 8, 0, 0);

  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      g_autoptr (GDateTime) then = g_date_time_add (now, -ages[i].ago);
      g_autofree char *words = lc_headline_dup_age (then, now);

      g_test_message ("%s", words);
      g_assert_true (g_str_has_prefix (words, ages[i].words));
    }
}

static void
test_summary (void)
{
  g_autoptr (LcRun) run = test_run_new ("portal");
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autofree char *summary = lc_headline_dup_summary (run, profile);
  static const char *const parts[] = {
    "Line check for Quicklink Studio, ", "\nNot ready\n", "  Portal: Failed\n", "  Signaling: Passed, ",
    "What to ask IT", "TCP, port 443", "  quicklink.network\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_test_message ("%s", parts[i]);
      g_assert_nonnull (strstr (summary, parts[i]));
    }
}

/* What was asked again later is told apart from the rest, in a mail too. */
static void
test_summary_asked_again (void)
{
  g_autoptr (LcSession) session = test_session_new ();
  g_autofree char *once = NULL;
  g_autofree char *twice = NULL;

  test_session_plan_set_ending ("portal", TEST_ENDING_FAIL);
  g_assert_true (lc_session_start (session, NULL));
  test_session_wait (session);
  test_session_plan_set_ending ("portal", TEST_ENDING_PASS);
  g_assert_true (lc_session_recheck (session, "portal", NULL));
  test_session_wait (session);
  once = lc_headline_dup_summary (lc_session_get_run (session), NULL);
  g_assert_nonnull (strstr (once, "\n1 check asked again since: Portal\nReady to go live\n"));

  g_assert_true (lc_session_recheck (session, "stun.udp", NULL));
  test_session_wait (session);
  twice = lc_headline_dup_summary (lc_session_get_run (session), NULL);
  g_assert_nonnull (strstr (twice, "\n2 checks asked again since: Portal; STUN over UDP, port 3478\n"));
}

static void
test_checked (void)
{
  g_autoptr (LcRun) run = test_run_new (NULL);
  g_autofree char *checked = lc_headline_dup_checked (run, "just now");
  g_autofree char *opened = lc_headline_dup_opened (run, "just now");

  g_assert_cmpstr (checked, ==, "Quicklink Studio, checked just now");
  g_assert_cmpstr (opened, ==, "Opened run: Quicklink Studio, checked just now");
}

static void
test_hosts (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autofree char *text = lc_hosts_dup_text (profile);

  g_assert_nonnull (strstr (text, "Portal: quicklink.network\n"));
  g_assert_nonnull (strstr (text, "TURN: global.turn.twilio.com\n"));
  g_assert_nonnull (strstr (text, "Media servers: Australia, "));
  g_assert_null (strstr (text, "Germany"));
}

static void
test_bar (void)
{
  static const struct
  {
    gint64 start, duration, total;
    double x, bar;
  } bars[] = {
    { 0, 50, 100, 0, 50 },    { 50, 50, 100, 50, 50 },   { 0, 0, 0, 0, 3 },      { 100, 0, 100, 97, 3 },
    { 200, 50, 100, 50, 50 }, { -10, 5, 100, 0, 5 },     { 0, 900, 100, 0, 100 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bars); i++)
    {
      double x, bar;

      lc_waterfall_place (bars[i].start, bars[i].duration, bars[i].total, 100, 3, &x, &bar);
      g_assert_cmpfloat_with_epsilon (x, bars[i].x, 0.001);
      g_assert_cmpfloat_with_epsilon (bar, bars[i].bar, 0.001);
    }
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static GObject *
load (const char *text, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GObject *document;
  int fd = g_file_open_tmp ("lc-document-XXXXXX.json", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  file = g_file_new_for_path (path);
  lc_document_load_async (file, NULL, on_loaded, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  document = lc_document_load_finish (result, error);
  g_assert_true (g_file_delete (file, NULL, NULL));
  return document;
}

static void
test_document (void)
{
  static const char *const bad[] = { "", "[]", "{}", "{\"format\": 1}", "{\"format\": \"linecheck-run\"}",
                                     "{\"format\": \"linecheck-profile\"}", "{\"format\": \"other\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (load (bad[i], &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, "lc-document-"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/headline", test_headline);
  g_test_add_func ("/words/age", test_age);
  g_test_add_func ("/words/summary", test_summary);
  g_test_add_func ("/words/summary-asked-again", test_summary_asked_again);
  g_test_add_func ("/words/checked", test_checked);
  g_test_add_func ("/words/hosts", test_hosts);
  g_test_add_func ("/words/bar", test_bar);
  g_test_add_func ("/words/document", test_document);
  return g_test_run ();
}
