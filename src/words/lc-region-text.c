/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-text.c: see lc-region-text.h.
 */
#include "config.h"

#include "words/lc-region-text.h"

#include <string.h>

#include "language/lc-i18n.h"
#include "words/lc-check-text.h"

/**
 * lc_checklist_dup_region_title:
 * @region: id of a region
 *
 * Returns: (transfer full): "Ireland (ie1)", or the bare id of a region that is no row
 */
char *
lc_checklist_dup_region_title (LcChecklist *self, const char *region)
{
  g_autofree char *id = g_strconcat ("region.", region, NULL);
  LcCheck *check = lc_checklist_find (self, id);

  return check != NULL ? lc_check_dup_title (check) : g_strdup (region);
}

/* Returns: (transfer full): "Ireland (ie1)" */
char *
lc_region_point_dup_title (const LcRegionPoint *self)
{
  return lc_check_dup_title (self->check);
}

/**
 * lc_region_point_dup_figure:
 *
 * Returns: (transfer full): the median, and the loss if there was any; without a
 *   median, in words why there is none
 */
char *
lc_region_point_dup_figure (const LcRegionPoint *self)
{
  g_autofree char *loss = lc_text_dup_lost (&self->stats);
  g_autofree char *median = NULL;

  switch (self->state)
    {
    case LC_REGION_MEASURED:
      median = lc_text_dup_ms (self->stats.median_us);
      if (self->stats.n_lost == 0)
        return g_steal_pointer (&median);
      /* Translators: a time such as “12.1 ms”, and “2 of 20 lost”. */
      return g_strdup_printf (_("%s, %s"), median, loss);
    case LC_REGION_REACHED:
      return self->stats.n_sent > 0 ? g_steal_pointer (&loss) : g_strdup (_("Reached"));
    case LC_REGION_WAITING:
      /* Translators: a region has not been asked yet. */
      return g_strdup (C_("region", "Waiting"));
    case LC_REGION_UNANSWERED:
      return g_strdup (_("No answer"));
    case LC_REGION_NOT_TESTED:
    default:
      return g_strdup (C_("region", "Not tested"));
    }
}

/**
 * lc_region_point_dup_method:
 *
 * Returns: (transfer full): the transport over which the region answered: "UDP",
 *   "TCP 443"; empty when it did not
 */
char *
lc_region_point_dup_method (const LcRegionPoint *self)
{
  if (self->method == NULL)
    return g_strdup ("");
  if (!self->is_tcp)
    return g_strdup ("UDP");
  if (!g_str_has_prefix (self->method, "tcp-"))
    return g_strdup ("TCP");
  return g_strconcat ("TCP ", self->method + strlen ("tcp-"), NULL);
}

static const char *
get_choice (LcRegionChoice choice)
{
  switch (choice)
    {
    case LC_REGION_BEST_OF_ALL:
      return _("Recommended: the lowest latency.");
    case LC_REGION_BEST_ON_LIST:
      return _("Recommended: the lowest latency of those on the vendor's list that answer over UDP.");
    case LC_REGION_BEST_USABLE:
    default:
      return _("Recommended: those with a lower latency are not on the vendor's list, answer over TCP only, or lose "
               "more packets.");
    }
}

static void
append_marks (const LcRegionPoint *self, GString *text)
{
  if (self->is_recommended)
    g_string_append_printf (text, "\n%s", get_choice (self->choice));
  if (self->is_tied)
    g_string_append_printf (text, "\n%s", _("As near as the recommended region."));
  if (self->is_dns_choice)
    g_string_append_printf (text, "\n%s", _("The name lookup sends this computer here."));
  if (self->is_tcp)
    g_string_append_printf (text, "\n%s", _("Measured over TCP, because nothing came back over UDP."));
}

/**
 * lc_region_point_dup_details:
 *
 * Returns: (transfer full): all that is known of the region, one line each,
 *   without its title
 */
char *
lc_region_point_dup_details (const LcRegionPoint *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->state == LC_REGION_MEASURED)
    {
      g_autofree char *median = lc_text_dup_ms (self->stats.median_us);
      g_autofree char *p95 = lc_text_dup_ms (self->stats.p95_us);
      g_autofree char *jitter = lc_text_dup_measured_ms (self->stats.jitter_us);
      g_autofree char *loss = lc_text_dup_lost (&self->stats);
      g_autofree char *method = lc_region_point_dup_method (self);

      /* Translators: three times such as “12.1 ms”, “2 of 20 lost”, and a transport such as “UDP”. */
      g_string_append_printf (text, _("Median %s, 95th percentile %s, jitter %s, %s, over %s"), median, p95, jitter,
                              loss, method);
    }
  else
    {
      g_autofree char *figure = lc_region_point_dup_figure (self);

      g_string_append (text, figure);
    }
  append_marks (self, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * lc_region_series_dup_description:
 *
 * Returns: (transfer full): everything that the chart shows, a paragraph a region
 */
char *
lc_region_series_dup_description (LcRegionSeries *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (lc_region_series_get_size (self) == 0)
    return g_strdup (_("There are no regions to measure."));
  for (guint i = 0; i < lc_region_series_get_size (self); i++)
    {
      const LcRegionPoint *point = lc_region_series_get (self, i);
      g_autofree char *title = lc_region_point_dup_title (point);
      g_autofree char *details = lc_region_point_dup_details (point);

      /* Translators: a region, and its figures. */
      g_string_append_printf (text, _("%s: %s"), title, details);
      g_string_append_c (text, '\n');
    }
  g_string_truncate (text, text->len - 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
