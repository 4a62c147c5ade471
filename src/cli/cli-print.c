/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli-print.c: see cli-print.h.
 */
#include "config.h"

#include "cli/cli-print.h"

#include "base/lc-clean-text.h"
#include "base/lc-text-wrap.h"
#include "language/lc-i18n.h"
#include "words/lc-check-text.h"
#include "words/lc-line-text.h"
#include "words/lc-region-text.h"
#include "words/lc-verdict-text.h"

/* Columns of a row: a word for its status, its title, its figure. */
#define ROW_INDENT 2
#define MIN_TITLE_COLUMNS 30

/* In a window that is narrower, the terminal wraps. */
#define MIN_SENTENCE_COLUMNS 20

#define BOLD "\033[1m"
#define FAINT "\033[2m"
#define RED "\033[31m"
#define GREEN "\033[32m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

static const char *
get_status_color (LcStatus status)
{
  switch (status)
    {
    case LC_STATUS_PASS:
      return GREEN;
    case LC_STATUS_WARN:
      return YELLOW;
    case LC_STATUS_FAIL:
      return RED;
    case LC_STATUS_NOT_TESTED:
    case LC_STATUS_COULD_NOT_RUN:
    default:
      return FAINT;
    }
}

static const char *
get_line_color (LcLineStatus status)
{
  switch (status)
    {
    case LC_LINE_STATUS_READY:
      return BOLD GREEN;
    case LC_LINE_STATUS_NOT_READY:
      return BOLD RED;
    case LC_LINE_STATUS_READY_WITH_CAUTIONS:
    case LC_LINE_STATUS_INCOMPLETE:
    default:
      return BOLD YELLOW;
    }
}

static void
append_colored (GString *text, const char *words, const char *on, gboolean color)
{
  if (color)
    g_string_append (text, on);
  g_string_append (text, words);
  if (color)
    g_string_append (text, PLAIN);
}

static const char *
get_state_word (gboolean is_running)
{
  /* Translators: state of a row: its question has been asked. */
  return is_running ? _("Checking")
                    /* Translators: state of a row: its question has not been asked yet. */
                    : _("Waiting");
}

static const char *
get_state_label (LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);

  if (verdict != NULL)
    return lc_status_get_label (verdict->status);
  return get_state_word (lc_check_get_state (check) == LC_CHECK_STATE_RUNNING);
}

/* As wide as the longest of the words in the person's language, and a space. */
static guint
get_status_columns (void)
{
  guint columns = MAX (lc_text_measure (get_state_word (TRUE)), lc_text_measure (get_state_word (FALSE)));

  for (LcStatus status = LC_STATUS_PASS; status <= LC_STATUS_COULD_NOT_RUN; status++)
    columns = MAX (columns, lc_text_measure (lc_status_get_label (status)));
  return columns + 1;
}

/**
 * cli_print_get_title_columns:
 *
 * Returns: the columns that the titles of all rows need
 */
guint
cli_print_get_title_columns (LcChecklist *checklist)
{
  guint columns = MIN_TITLE_COLUMNS;

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    {
      g_autofree char *title = lc_check_dup_title (lc_checklist_get (checklist, i));

      columns = MAX (columns, lc_text_measure (title));
    }
  return columns;
}

/**
 * cli_print_row:
 * @text: what to append to: one line, with its line feed
 * @check: a row in any state
 * @title_columns: from cli_print_get_title_columns()
 */
void
cli_print_row (GString *text, LcCheck *check, guint title_columns, gboolean color)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);
  const char *label = get_state_label (check);
  g_autofree char *title = lc_check_dup_title (check);
  g_autofree char *words = lc_check_dup_figure (check);
  g_autofree char *figure = lc_clean_text (words);

  lc_text_loosen (figure);
  g_string_append (text, "  ");
  append_colored (text, label, verdict != NULL ? get_status_color (verdict->status) : FAINT, color);
  g_string_append_printf (text, "%*s", (int) (get_status_columns () - lc_text_measure (label)), "");
  if (figure[0] != '\0')
    {
      lc_text_pad (text, title, title_columns, FALSE);
      g_string_append_printf (text, "  %s", figure);
    }
  else
    {
      g_string_append (text, title);
    }
  g_string_append_c (text, '\n');
}

/* Appends the heading of a group, a line of its own. */
void
cli_print_heading (GString *text, const char *heading, gboolean color)
{
  append_colored (text, heading, BOLD, color);
  g_string_append_c (text, '\n');
}

/* A sentence in lines of at most @width columns, or one line when that is 0. What
 * the network has put into it does nothing to the terminal. */
static void
append_wrapped (GString *text, const char *sentence, guint indent, guint width)
{
  g_autofree char *clean = lc_clean_text (sentence);
  guint columns = width > indent + MIN_SENTENCE_COLUMNS ? width - indent : MIN_SENTENCE_COLUMNS;
  g_autoptr (GPtrArray) lines = lc_text_wrap (clean, width > 0 ? columns : G_MAXUINT);

  for (guint i = 0; i < lines->len; i++)
    {
      char *line = g_ptr_array_index (lines, i);

      lc_text_loosen (line);
      g_string_append_printf (text, "%*s%s\n", (int) indent, "", line);
    }
}

static void
append_indented (GString *text, const char *sentence, guint width)
{
  if (sentence[0] != '\0')
    append_wrapped (text, sentence, ROW_INDENT + get_status_columns (), width);
}

/* What was seen and what to do, below a row that did not pass. Nobody knows what
 * to do after a disturbed run. */
static void
append_words (GString *text, LcCheck *check, gboolean with_advice, guint width)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);
  g_autofree char *explanation = NULL;
  g_autofree char *advice = NULL;

  if (verdict == NULL || verdict->status == LC_STATUS_PASS)
    return;
  explanation = lc_verdict_dup_explanation (verdict, lc_check_get_subject (check));
  append_indented (text, explanation, width);
  if (!with_advice)
    return;
  advice = lc_verdict_dup_advice (verdict, lc_check_get_subject (check));
  append_indented (text, advice, width);
}

static void
append_rows (GString *text, LcRun *run, guint width, gboolean color)
{
  LcChecklist *checklist = lc_run_get_checklist (run);
  guint title_columns = cli_print_get_title_columns (checklist);
  int group = -1;

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    {
      LcCheck *check = lc_checklist_get (checklist, i);

      if ((int) lc_check_get_group (check) != group)
        {
          if (group >= 0)
            g_string_append_c (text, '\n');
          group = lc_check_get_group (check);
          cli_print_heading (text, lc_group_get_title (group), color);
        }
      cli_print_row (text, check, title_columns, color);
      append_words (text, check, !lc_run_is_disturbed (run), width);
    }
}

static void
append_regions (GString *text, LcRun *run)
{
  const LcLineVerdict *verdict = lc_run_get_verdict (run);
  LcChecklist *checklist = lc_run_get_checklist (run);
  g_autofree char *recommended = NULL;

  if (verdict->nearest_region == NULL)
    return;
  recommended = lc_checklist_dup_region_title (checklist, verdict->nearest_region);
  g_string_append_printf (text, _("Recommended region: %s"), recommended);
  for (guint i = 0; verdict->tied_regions[i] != NULL; i++)
    {
      g_autofree char *tied = lc_checklist_dup_region_title (checklist, verdict->tied_regions[i]);

      /* Translators: follows the recommended region; %s is another region. */
      g_string_append_printf (text, _(", tied with %s"), tied);
    }
  g_string_append_c (text, '\n');
}

static void
append_verdict (GString *text, LcRun *run, guint width, gboolean color)
{
  const LcLineVerdict *verdict = lc_run_get_verdict (run);

  append_colored (text, lc_line_status_get_label (verdict->status), get_line_color (verdict->status), color);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < verdict->reasons->len; i++)
    {
      g_autofree char *reason =
        lc_reason_dup_text (g_ptr_array_index (verdict->reasons, i), lc_run_get_checklist (run));

      append_wrapped (text, reason, 0, width);
    }
  append_regions (text, run);
}

/**
 * cli_print_run:
 * @run: a finished run
 * @quiet: the verdict alone
 * @width: columns at which sentences wrap; 0 for one line each
 *
 * Returns: (transfer full): the run as lines of text
 */
char *
cli_print_run (LcRun *run, gboolean quiet, guint width, gboolean color)
{
  const LcRunFacts *facts = lc_run_get_facts (run);
  GString *text = g_string_new (NULL);

  if (!quiet)
    {
      append_rows (text, run, width, color);
      g_string_append_c (text, '\n');
    }
  append_verdict (text, run, width, color);
  if (!quiet)
    {
      g_autofree char *foot =
        /* Translators: name and date of the profile, then a number of seconds. */
        g_strdup_printf (_("%s, profile of %s, %.1f s. Media ports beyond STUN and TURN are not tested without "
                           "TURN credentials."),
                         facts->profile_name, facts->profile_revision,
                         facts->duration_us / (double) G_USEC_PER_SEC);

      if (color)
        g_string_append (text, FAINT);
      append_wrapped (text, foot, 0, width);
      if (color)
        g_string_append (text, PLAIN);
    }
  return g_string_free (text, FALSE);
}
