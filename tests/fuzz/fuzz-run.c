/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz-run.c: any bytes as a saved run: refused with a message, or read, put in
 * words, and written so that it reads back to the same bytes.
 */
#include "run/lc-run-json.h"
#include "words/lc-check-text.h"
#include "words/lc-line-text.h"
#include "words/lc-verdict-text.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
put_in_words (LcRun *run)
{
  LcChecklist *checklist = lc_run_get_checklist (run);
  const LcLineVerdict *verdict = lc_run_get_verdict (run);

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    {
      LcCheck *check = lc_checklist_get (checklist, i);
      const LcVerdict *row = lc_check_get_verdict (check);
      g_autofree char *title = lc_check_dup_title (check);
      g_autofree char *figure = lc_check_dup_figure (check);
      g_autofree char *explanation =
        row != NULL ? lc_verdict_dup_explanation (row, lc_check_get_subject (check)) : NULL;
      g_autofree char *advice = row != NULL ? lc_verdict_dup_advice (row, lc_check_get_subject (check)) : NULL;

      g_assert_true (g_utf8_validate (title, -1, NULL));
      g_assert_true (g_utf8_validate (figure, -1, NULL));
      g_assert_true (explanation == NULL || g_utf8_validate (explanation, -1, NULL));
      g_assert_true (advice == NULL || g_utf8_validate (advice, -1, NULL));
    }
  for (guint i = 0; i < verdict->reasons->len; i++)
    {
      g_autofree char *text = lc_reason_dup_text (g_ptr_array_index (verdict->reasons, i), checklist);

      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LcRun) run = lc_run_new_from_json ("r", (const char *) data, size, &error);
  g_autoptr (LcRun) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;
  gsize length, length_again;

  if (run == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  put_in_words (run);
  text = lc_run_to_json (run, &length);
  again = lc_run_new_from_json ("r", text, length, &error);
  g_assert_no_error (error);
  text_again = lc_run_to_json (again, &length_again);
  g_assert_cmpmem (text, length, text_again, length_again);
  return 0;
}
