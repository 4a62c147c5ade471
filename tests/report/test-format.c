/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formats of a report by name and path, and the one way to render a run. */
#include "config.h"

#include <string.h>

#include "profile/lc-profile-file.h"
#include "report/lc-report-format.h"
#include "run/lc-run-json.h"

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

static void
test_names (void)
{
  for (guint i = 0; i < LC_N_REPORT_FORMATS; i++)
    {
      g_autofree char *upper = g_ascii_strup (lc_report_format_get_suffix (i), -1);
      g_autofree char *path = g_strconcat ("/some.where/a report", upper, NULL);
      LcReportFormat format = LC_N_REPORT_FORMATS;

      g_assert_true (lc_report_format_from_name (lc_report_format_get_name (i), &format));
      g_assert_cmpint (format, ==, i);
      format = LC_N_REPORT_FORMATS;
      g_assert_true (lc_report_format_from_path (path, &format));
      g_assert_cmpint (format, ==, i);
      g_assert_nonnull (strchr (lc_report_format_get_mime_type (i), '/'));
      g_assert_cmpstr (lc_report_format_get_title (i), !=, "");
      g_assert_cmpint (lc_report_format_is_text (i), ==, i != LC_REPORT_FORMAT_PDF);
    }
}

static void
test_unknown_names (void)
{
  static const char *const paths[] = { "", "report", "report.pdf/file", "report.pdf.gz", "pdf", "csv" };
  LcReportFormat format = LC_N_REPORT_FORMATS;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    g_assert_false (lc_report_format_from_path (paths[i], &format));
  g_assert_false (lc_report_format_from_name ("", &format));
  g_assert_false (lc_report_format_from_name ("PDF", &format));
  g_assert_false (lc_report_format_from_name (".pdf", &format));
  g_assert_cmpint (format, ==, LC_N_REPORT_FORMATS);
}

static void
test_suggested_name (void)
{
  g_autoptr (LcRun) ready = open_run ("healthy.json");
  g_autoptr (LcRun) cautions = open_run ("udp-blocked.json");
  g_autoptr (GDateTime) local = g_date_time_to_local (lc_run_get_facts (ready)->started);
  g_autofree char *expected = g_date_time_format (local, "linecheck-%Y-%m-%d-%H%M-ready.pdf");
  g_autofree char *name = lc_run_suggest_file_name (ready, LC_REPORT_FORMAT_PDF);
  g_autofree char *text_name = lc_run_suggest_file_name (cautions, LC_REPORT_FORMAT_TEXT);

  g_assert_cmpstr (name, ==, expected);
  g_assert_true (g_str_has_prefix (text_name, "linecheck-20"));
  g_assert_true (g_str_has_suffix (text_name, "-ready-with-cautions.txt"));
}

static void
test_json_is_the_run (void)
{
  LcRun *run = open_run ("hostile.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = lc_run_render (run, LC_REPORT_FORMAT_JSON, NULL, NULL, &error);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_no_error (error);
  text = lc_run_to_json (run, &length);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, length);
  g_assert_finalize_object (run);
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
test_in_a_thread (void)
{
  g_autoptr (LcRun) run = open_run ("healthy.json");

  for (LcReportFormat format = 0; format < LC_N_REPORT_FORMATS; format++)
    {
      g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
      const LcReportOptions options = { .profile = profile, .redact = TRUE };
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) same = NULL;

      same = lc_run_render (run, format, &options, NULL, &error);
      g_assert_no_error (error);
      lc_run_render_async (run, format, &options, NULL, keep_result, &result);
      g_clear_object (&profile);
      bytes = lc_run_render_finish (run, wait_for (&result), &error);
      g_assert_no_error (error);
      if (lc_report_format_is_text (format))
        g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), g_bytes_get_data (same, NULL),
                         g_bytes_get_size (same));
      g_assert_null (g_strstr_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "192.168.77.1"));
    }
}

static void
test_cancelled (void)
{
  g_autoptr (LcRun) run = open_run ("healthy.json");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < LC_N_REPORT_FORMATS; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_null (lc_run_render (run, i, NULL, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      lc_run_render_async (run, i, NULL, cancellable, keep_result, &result);
      g_assert_null (lc_run_render_finish (run, wait_for (&result), &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

/* A run may be anybody's: that day has no local time east of Greenwich. */
static void
test_last_day (void)
{
  static const char *const zones[] = { "UTC", "UTC-14", "UTC+12" };
  g_autoptr (LcRun) run = open_run ("healthy.json");
  LcRunFacts *facts = (LcRunFacts *) lc_run_get_facts (run);

  g_date_time_unref (facts->started);
  facts->started = g_date_time_new_utc (9999, 12, 31, 23, 59, 59.5);
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autofree char *name = NULL;

      g_setenv ("TZ", zones[i], TRUE);
      name = lc_run_suggest_file_name (run, LC_REPORT_FORMAT_TEXT);
      g_assert_true (g_str_has_prefix (name, "linecheck-9999-12-31-"));
      for (guint format = 0; format < LC_N_REPORT_FORMATS; format++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (GBytes) bytes = lc_run_render (run, format, NULL, NULL, &error);

          g_assert_no_error (error);
          g_assert_nonnull (bytes);
        }
    }
  g_unsetenv ("TZ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-format/names", test_names);
  g_test_add_func ("/report-format/unknown-names", test_unknown_names);
  g_test_add_func ("/report-format/suggested-name", test_suggested_name);
  g_test_add_func ("/report-format/last-day", test_last_day);
  g_test_add_func ("/report-format/json-is-the-run", test_json_is_the_run);
  g_test_add_func ("/report-format/in-a-thread", test_in_a_thread);
  g_test_add_func ("/report-format/cancelled", test_cancelled);
  return g_test_run ();
}
