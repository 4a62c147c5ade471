/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-latency.c: fourth part of a report: how far the media regions are.
 */
#include "config.h"

#include <math.h>

#include "check/lc-region-series.h"
#include "language/lc-i18n.h"
#include "report/document/lc-report-maker-private.h"
#include "words/lc-region-text.h"

static char *
dup_mark (const LcRegionPoint *point)
{
  if (point->is_recommended)
    return g_strdup (_("Recommended"));
  if (point->is_tied)
    return g_strdup (_("As near"));
  if (point->is_dns_choice)
    return g_strdup (_("From the name lookup"));
  return NULL;
}

/* TCP and loss are worth a second look; that a region is far away is not. */
static LcTone
get_tone (const LcRegionPoint *point)
{
  const LcVerdict *verdict = lc_check_get_verdict (point->check);

  if (point->state == LC_REGION_UNANSWERED)
    return LC_TONE_BAD;
  if (point->state != LC_REGION_MEASURED)
    return LC_TONE_MUTED;
  if (verdict != NULL && verdict->status != LC_STATUS_PASS)
    return lc_report_get_status_tone (verdict->status);
  return point->is_recommended ? LC_TONE_GOOD : LC_TONE_NEUTRAL;
}

static double
to_ms (gint64 us)
{
  return us >= 0 ? us / 1000.0 : NAN;
}

static void
add_chart (LcReportMaker *self, LcRegionSeries *series)
{
  g_autofree char *description = lc_region_series_dup_description (series);
  LcChart *chart;

  g_strdelimit (description, "\n", ' ');
  chart = lc_report_add_chart (self->report, _("Round trip to each region: median, and 95th percentile"), description,
                               /* Translators: milliseconds, at the end of an axis of numbers. */
                               C_("unit", "ms"));
  for (guint i = 0; i < lc_region_series_get_size (series); i++)
    {
      const LcRegionPoint *point = lc_region_series_get (series, i);
      g_autofree char *title = lc_region_point_dup_title (point);
      LcBar *bar = lc_chart_add_bar (chart, title, to_ms (point->stats.median_us), to_ms (point->stats.p95_us));

      bar->figure = lc_region_point_dup_figure (point);
      bar->mark = dup_mark (point);
      bar->tone = get_tone (point);
    }
}

static LcText *
new_figure (gint64 us)
{
  g_autofree char *figure = NULL;

  if (us < 0)
    return lc_text_new ("-");
  figure = us < 99950 ? g_strdup_printf ("%.1f", us / 1000.0) : g_strdup_printf ("%.0f", us / 1000.0);
  return lc_text_new (figure);
}

static LcText *
new_loss (const LcStats *stats)
{
  g_autofree char *loss = NULL;

  if (stats->n_sent == 0)
    return lc_text_new ("-");
  /* Translators: a percentage of lost packets. */
  loss = g_strdup_printf (_("%.0f %%"), 100.0 * stats->n_lost / stats->n_sent);
  return lc_text_new (loss);
}

static void
add_figure_column (LcTable *table, const char *title)
{
  lc_table_add_column (table, title)->is_figure = TRUE;
}

static void
add_table (LcReportMaker *self, LcRegionSeries *series)
{
  LcTable *table = lc_report_add_table (self->report, _("Latency to the regions, in milliseconds"));

  lc_table_add_column (table, _("Region"));
  /* Translators: heading of a column: the transport, such as “UDP”. */
  lc_table_add_column (table, C_("transport", "Over"));
  add_figure_column (table, _("Samples"));
  add_figure_column (table, _("Min"));
  add_figure_column (table, _("Median"));
  /* Translators: short for 95th percentile. */
  add_figure_column (table, _("p95"));
  add_figure_column (table, _("Jitter"));
  add_figure_column (table, _("Lost"));

  for (guint i = 0; i < lc_region_series_get_size (series); i++)
    {
      const LcRegionPoint *point = lc_region_series_get (series, i);
      const LcStats *stats = &point->stats;
      g_autofree char *title = lc_region_point_dup_title (point);
      g_autofree char *method = lc_region_point_dup_method (point);
      g_autofree char *figure = lc_region_point_dup_figure (point);
      g_autofree char *n_samples = g_strdup_printf ("%u", stats->n_sent);
      gboolean is_known = method[0] != '\0';

      lc_report_add_cells (table, lc_text_new (title),
                           lc_text_with_tone (lc_text_new (is_known ? method : figure), get_tone (point)),
                           lc_text_new (n_samples), new_figure (stats->min_us), new_figure (stats->median_us),
                           new_figure (stats->p95_us), new_figure (stats->jitter_us), new_loss (stats), NULL);
    }
}

/* Returns: (transfer full): the recommended region, and why it is */
static char *
dup_recommendation (LcRegionSeries *series, const char *region)
{
  const LcRegionPoint *point = lc_region_series_find_recommended (series);

  /* A run that does not say what was measured. */
  if (point == NULL || point->state != LC_REGION_MEASURED)
    return g_strdup_printf (_("Recommended region: %s"), region);
  switch (point->choice)
    {
    case LC_REGION_BEST_OF_ALL:
      /* Translators: %s is a region. */
      return g_strdup_printf (_("Recommended region: %s, which has the shortest round trip."), region);
    case LC_REGION_BEST_ON_LIST:
      /* Translators: %s is a region. */
      return g_strdup_printf (_("Recommended region: %s, which has the shortest round trip of those on the vendor's list "
                                "that answer over UDP."),
                              region);
    case LC_REGION_BEST_USABLE:
    default:
      /* Translators: %s is a region. */
      return g_strdup_printf (_("Recommended region: %s. Those with a shorter round trip are not on the vendor's list, "
                                "answer over TCP only, or lose more packets."),
                              region);
    }
}

static void
add_recommendation (LcReportMaker *self, LcRegionSeries *series)
{
  const LcLineVerdict *verdict = lc_run_get_verdict (self->run);
  g_autofree char *region = NULL;
  g_autofree char *text = NULL;

  if (lc_run_is_disturbed (self->run))
    {
      lc_report_add_paragraph (self->report, _("No region can be recommended: the check was disturbed."));
      return;
    }
  if (verdict->nearest_region == NULL)
    {
      lc_report_add_paragraph (self->report, _("No region can be recommended: none was measured."));
      return;
    }
  region = lc_checklist_dup_region_title (self->checklist, verdict->nearest_region);
  text = dup_recommendation (series, region);
  lc_report_add_paragraph (self->report, text);
}

static void
add_ties (LcReportMaker *self)
{
  const LcLineVerdict *verdict = lc_run_get_verdict (self->run);
  g_autoptr (GString) regions = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; verdict->tied_regions[i] != NULL; i++)
    {
      g_autofree char *region = lc_checklist_dup_region_title (self->checklist, verdict->tied_regions[i]);

      /* Translators: between the entries of a list. */
      g_string_append_printf (regions, "%s%s", i > 0 ? _(", ") : "", region);
    }
  if (regions->len == 0)
    return;
  /* Translators: %s is a list of regions. */
  text = g_strdup_printf (_("As near, within the accuracy of the measurement: %s."), regions->str);
  lc_report_add_paragraph (self->report, text);
}

static void
add_dns_choice (LcReportMaker *self)
{
  const LcLineVerdict *verdict = lc_run_get_verdict (self->run);
  g_autofree char *region = NULL;
  g_autofree char *text = NULL;

  if (verdict->dns_region == NULL)
    return;
  region = lc_checklist_dup_region_title (self->checklist, verdict->dns_region);
  if (g_strcmp0 (verdict->dns_region, verdict->nearest_region) == 0)
    /* Translators: %s is a region. */
    text = g_strdup_printf (_("The name lookup sends this computer to %s, the same region."), region);
  else if (g_strv_contains ((const char *const *) verdict->tied_regions, verdict->dns_region))
    /* Translators: %s is a region. */
    text = g_strdup_printf (_("The name lookup sends this computer to %s, which is as near."), region);
  else
    /* Translators: %s is a region. */
    text = g_strdup_printf (_("The name lookup sends this computer to %s. The service chooses the region by it: the name "
                              "server, or a VPN, decides how far picture and sound travel."),
                            region);
  lc_report_add_paragraph (self->report, text);
}

static void
add_thresholds (LcReportMaker *self)
{
  const LcThresholds *limits;
  g_autofree char *text = NULL;

  if (self->profile == NULL)
    return;
  limits = lc_profile_get_thresholds (self->profile);
  /* Translators: three limits in milliseconds, three in milliseconds, three in percent, and who says so. */
  text = g_strdup_printf (_("Limits for the recommended region: round trip %.0f ms (good), %.0f ms (worth a warning), %.0f ms "
                            "(poor); jitter %.0f, %.0f and %.0f ms; loss %.0f, %.0f and %.0f %%. Source: %s."),
                          limits->good_rtt_ms, limits->suboptimal_rtt_ms, limits->poor_rtt_ms, limits->good_jitter_ms,
                          limits->suboptimal_jitter_ms, limits->poor_jitter_ms, limits->good_loss_percent,
                          limits->suboptimal_loss_percent, limits->poor_loss_percent, limits->source);
  lc_report_add_paragraph (self->report, text);
}

void
lc_report_maker_add_latency (LcReportMaker *self)
{
  LcRegionSeries *series = lc_region_series_new ();

  lc_region_series_set_checklist (series, self->checklist);
  lc_report_add_heading (self->report, 1, "latency", _("Latency to the media regions"));
  add_recommendation (self, series);
  add_ties (self);
  add_dns_choice (self);
  if (lc_region_series_get_size (series) > 0)
    {
      add_chart (self, series);
      add_table (self, series);
    }
  add_thresholds (self);
  g_object_unref (series);
}
