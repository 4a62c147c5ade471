/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-headline.c: see lc-headline.h.
 */
#include "config.h"

#include "ui/lc-headline.h"

#include "base/lc-clock.h"
#include "base/lc-text-wrap.h"
#include "language/lc-i18n.h"
#include "measurement/lc-stats.h"
#include "ui/lc-look.h"
#include "words/lc-check-text.h"
#include "words/lc-fix-text.h"
#include "words/lc-line-text.h"
#include "words/lc-region-text.h"
#include "words/lc-run-text.h"

#define MONTH_DAYS 30
#define CLOCK_MINUTES 5

/**
 * lc_headline_dup_sentence:
 *
 * Returns: (transfer full): the reason that matters most
 */
char *
lc_headline_dup_sentence (LcRun *run)
{
  const LcLineVerdict *verdict = lc_run_get_verdict (run);

  if (verdict->reasons->len > 0)
    return lc_reason_dup_text (g_ptr_array_index (verdict->reasons, 0), lc_run_get_checklist (run));
  /* Translators: %s is the name of the service. */
  return g_strdup_printf (_("All that %s needs answered. The media ports themselves are not part of this check."),
                          lc_run_get_facts (run)->profile_name);
}

/* Returns: (transfer full) (nullable): "12.1 ms" */
static char *
dup_median (LcChecklist *checklist, const char *region)
{
  g_autofree char *id = g_strconcat ("region.", region, NULL);
  LcCheck *check = lc_checklist_find (checklist, id);
  LcMeasurement *measurement = check != NULL ? lc_check_get_measurement (check) : NULL;
  const LcSample *samples;
  guint n_samples;
  LcStats stats;

  if (measurement == NULL)
    return NULL;
  samples = lc_measurement_get_samples (measurement, &n_samples);
  lc_stats_compute (samples, n_samples, &stats);
  return stats.n_received > 0 ? lc_text_dup_ms (stats.median_us) : NULL;
}

static char *
join_regions (LcRun *run)
{
  const LcLineVerdict *verdict = lc_run_get_verdict (run);
  GString *names = g_string_new (NULL);
  g_autofree char *first =
    lc_checklist_dup_region_title (lc_run_get_checklist (run), verdict->nearest_region);

  g_string_append (names, first);
  for (guint i = 0; verdict->tied_regions[i] != NULL; i++)
    {
      g_autofree char *tied =
        lc_checklist_dup_region_title (lc_run_get_checklist (run), verdict->tied_regions[i]);

      /* Translators: follows a region; %s is another one that is as near. */
      g_string_append_printf (names, _(" or %s"), tied);
    }
  return g_string_free (names, FALSE);
}

/**
 * lc_headline_dup_region:
 *
 * Returns: (transfer full): the recommended region and its latency; empty when
 *   there is none
 */
char *
lc_headline_dup_region (LcRun *run)
{
  const LcLineVerdict *verdict = lc_run_get_verdict (run);
  g_autofree char *names = NULL;
  g_autofree char *median = NULL;

  if (verdict->nearest_region == NULL)
    return g_strdup ("");
  names = join_regions (run);
  median = dup_median (lc_run_get_checklist (run), verdict->nearest_region);
  if (median == NULL)
    /* Translators: %s is a region. */
    return g_strdup_printf (_("Recommended region: %s"), names);
  /* Translators: a region and its latency. */
  return g_strdup_printf (_("Recommended region: %s, %s"), names, median);
}

/**
 * lc_headline_dup_age:
 *
 * Returns: (transfer full): how long ago @then was, or its date where that says
 *   more: long ago, or not yet
 */
char *
lc_headline_dup_age (GDateTime *then, GDateTime *now)
{
  gint64 minutes = g_date_time_difference (now, then) / G_TIME_SPAN_MINUTE;
  gint64 hours = minutes / 60;
  gint64 days = hours / 24;

  /* A little ahead is the difference between two clocks. */
  if (minutes <= -CLOCK_MINUTES || days > MONTH_DAYS)
    {
      g_autoptr (GDateTime) local = lc_clock_dup_local (then);

      /* Translators: a date in the locale's own form follows, see strftime. */
      return g_date_time_format (local, _("on %x"));
    }
  if (minutes < 1)
    return g_strdup (_("just now"));
  if (hours < 1)
    return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", minutes), (int) minutes);
  if (days < 1)
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", hours), (int) hours);
  return g_strdup_printf (ngettext ("%d day ago", "%d days ago", days), (int) days);
}

static char *
dup_checked (LcRun *run, const char *age)
{
  const LcRunFacts *facts = lc_run_get_facts (run);
  guint n_again = facts->asked_again != NULL ? g_strv_length (facts->asked_again) : 0;

  if (n_again == 0)
    /* Translators: name of the service, and how long ago it was checked. */
    return g_strdup_printf (_("%s, checked %s"), facts->profile_name, age);
  /* Translators: name of the service, how long ago it was checked, and how many checks were asked again by themselves
   * after that. */
  return g_strdup_printf (ngettext ("%s, checked %s, and %u check again since", "%s, checked %s, and %u checks again since",
                                    n_again),
                          facts->profile_name, age, n_again);
}

/* Takes @line. What the person remembers of the run is another verdict. */
static char *
add_judged_again (LcRun *run, char *line)
{
  g_autofree char *first = line;
  g_autoptr (GDateTime) started = lc_clock_dup_local (lc_run_get_facts (run)->started);
  g_autofree char *day = g_date_time_format (started, "%x");
  g_autofree char *again = lc_run_dup_judged_again (run, day);

  return again != NULL ? g_strdup_printf ("%s\n%s", first, again) : g_steal_pointer (&first);
}

/**
 * lc_headline_dup_checked:
 * @age: from lc_headline_dup_age()
 *
 * Returns: (transfer full): the service, and when it was checked; a second line when
 *   another verdict was saved then
 */
char *
lc_headline_dup_checked (LcRun *run, const char *age)
{
  return add_judged_again (run, dup_checked (run, age));
}

/**
 * lc_headline_dup_opened:
 * @age: from lc_headline_dup_age()
 *
 * Returns: (transfer full): the same of a run that was opened: any computer may
 *   have made it
 */
char *
lc_headline_dup_opened (LcRun *run, const char *age)
{
  g_autofree char *checked = dup_checked (run, age);

  /* Translators: %s says of a run that was opened from a file what was checked and when: “Quicklink Studio, checked 1
   * hour ago”. */
  return add_judged_again (run, g_strdup_printf (_("Opened run: %s"), checked));
}

static void
append_line (GString *text, const char *line)
{
  if (line[0] != '\0')
    g_string_append_printf (text, "%s\n", line);
}

/* What stands below may be newer than the first line says. */
static void
append_asked_again (GString *text, LcRun *run)
{
  char **ids = lc_run_get_facts (run)->asked_again;
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;
  guint n;

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      LcCheck *check = lc_checklist_find (lc_run_get_checklist (run), ids[i]);

      g_ptr_array_add (titles, check != NULL ? lc_check_dup_title (check) : g_strdup (ids[i]));
    }
  n = titles->len;
  if (n == 0)
    return;
  g_ptr_array_add (titles, NULL);
  joined = g_strjoinv (_("; "), (char **) titles->pdata);
  /* Translators: how many checks were asked again by themselves after the others, and their titles. */
  g_string_append_printf (text, ngettext ("%u check asked again since: %s", "%u checks asked again since: %s", n), n,
                          joined);
  g_string_append_c (text, '\n');
}

static void
append_reasons (GString *text, LcRun *run)
{
  const LcLineVerdict *verdict = lc_run_get_verdict (run);

  if (verdict->reasons->len == 0)
    {
      g_autofree char *sentence = lc_headline_dup_sentence (run);

      append_line (text, sentence);
      return;
    }
  for (guint i = 0; i < verdict->reasons->len; i++)
    {
      g_autofree char *reason =
        lc_reason_dup_text (g_ptr_array_index (verdict->reasons, i), lc_run_get_checklist (run));

      append_line (text, reason);
    }
}

static void
append_rows (GString *text, LcChecklist *checklist)
{
  int group = -1;

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    {
      LcCheck *check = lc_checklist_get (checklist, i);
      g_autofree char *title = lc_check_dup_title (check);
      g_autofree char *figure = lc_check_dup_figure (check);

      if ((int) lc_check_get_group (check) != group)
        {
          group = lc_check_get_group (check);
          g_string_append_printf (text, "\n%s\n", lc_group_get_title (group));
        }
      g_string_append (text, "  ");
      if (figure[0] != '\0')
        /* Translators: a row: title, state, figure. */
        g_string_append_printf (text, _("%s: %s, %s"), title, lc_look_get_check_label (check), figure);
      else
        /* Translators: a row: title, state. */
        g_string_append_printf (text, _("%s: %s"), title, lc_look_get_check_label (check));
      g_string_append_c (text, '\n');
    }
}

static void
append_fixes (GString *text, LcRun *run, LcProfile *profile)
{
  g_autoptr (GPtrArray) fixes = lc_run_dup_fixes (run, profile);

  if (fixes->len > 0)
    g_string_append_printf (text, "\n%s\n", _("What to ask IT"));
  for (guint i = 0; i < fixes->len; i++)
    {
      g_autofree char *fix = lc_fix_dup_text (g_ptr_array_index (fixes, i));

      g_string_append_printf (text, "\n%s", fix);
    }
}

/**
 * lc_headline_dup_summary:
 * @profile: (nullable): what the service needs; %NULL when nobody knows
 *
 * Returns: (transfer full): the run as plain text, for a mail
 */
char *
lc_headline_dup_summary (LcRun *run, LcProfile *profile)
{
  const LcRunFacts *facts = lc_run_get_facts (run);
  g_autoptr (GDateTime) local = lc_clock_dup_local (facts->started);
  g_autofree char *when = g_date_time_format (local, "%Y-%m-%d %H:%M %Z");
  g_autofree char *region = lc_headline_dup_region (run);
  GString *text = g_string_new (NULL);

  /* Translators: first line of a summary: name of the service, date and time. */
  g_string_append_printf (text, _("Line check for %s, %s"), facts->profile_name, when);
  g_string_append_c (text, '\n');
  append_asked_again (text, run);
  append_line (text, lc_line_status_get_label (lc_run_get_verdict (run)->status));
  append_reasons (text, run);
  append_line (text, region);
  append_rows (text, lc_run_get_checklist (run));
  append_fixes (text, run, profile);
  lc_text_loosen (text->str);
  return g_string_free (text, FALSE);
}
