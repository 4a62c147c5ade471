/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-summary.c: first part of a report: what somebody who reads no
 * further has to know, and where and when the check was made.
 */
#include "config.h"

#include "language/lc-i18n.h"
#include "report/document/lc-report-maker-private.h"
#include "words/lc-check-text.h"
#include "words/lc-evidence.h"
#include "words/lc-line-text.h"
#include "words/lc-region-text.h"
#include "words/lc-run-text.h"

static char *
dup_sentence (LcReportMaker *self)
{
  const char *service = lc_run_get_facts (self->run)->profile_name;

  switch (lc_run_get_verdict (self->run)->status)
    {
    case LC_LINE_STATUS_READY:
      /* Translators: %s is the name of the service, here and in the next sentences. */
      return g_strdup_printf (_("This network is ready for %s: every server that the service needs has answered."), service);
    case LC_LINE_STATUS_READY_WITH_CAUTIONS:
      return g_strdup_printf (_("%s can work on this network, but something may spoil it."), service);
    case LC_LINE_STATUS_NOT_READY:
      return g_strdup_printf (_("%s will not work on this network as it is now."), service);
    case LC_LINE_STATUS_INCOMPLETE:
    default:
      return g_strdup_printf (_("This check does not tell whether %s works on this network."), service);
    }
}

static char *
dup_changes_sentence (LcReportMaker *self)
{
  guint n_required = 0;

  if (lc_run_is_disturbed (self->run))
    return g_strdup (_("It was disturbed, so nothing can be concluded from what was found."));
  for (guint i = 0; i < self->fixes->len; i++)
    if (!((const LcFix *) g_ptr_array_index (self->fixes, i))->optional)
      n_required++;
  if (n_required == 0 && lc_run_get_verdict (self->run)->status == LC_LINE_STATUS_READY)
    return g_strdup (_("Nothing has to be changed in the network."));
  if (n_required == 0)
    return g_strdup (_("No change to the network was found that would put it right; what was found is described below."));
  return g_strdup_printf (ngettext ("%u change to the network is needed; it is described below.",
                                    "%u changes to the network are needed; they are described below.", n_required),
                          n_required);
}

/* What was not asked is said before anybody relies on the answer. */
static void
add_limits (LcReportMaker *self)
{
  g_autofree char *ports = NULL;

  if (self->profile == NULL)
    return;
  ports = lc_report_dup_ports (lc_profile_get_media_ports (self->profile, LC_LAYER_VENDOR));
  lc_report_add_paragraph (self->report,
                           _("The check speaks to the same servers as the service does, but it sends no picture and "
                             "no sound."));
  /* Translators: %s are port numbers: “10000-20000”. */
  g_autofree char *text =
    g_strdup_printf (_("Not tested: the media ports (UDP %s), which open only during a call, and how long a connection "
                       "may stay idle. Please make sure that the firewall allows them as described under "
                       "“What the service needs”."),
                     ports);
  lc_report_add_paragraph (self->report, text);
}

static void
add_reasons (LcReportMaker *self)
{
  const LcLineVerdict *verdict = lc_run_get_verdict (self->run);
  GPtrArray *items;

  if (verdict->reasons->len == 0)
    return;
  items = lc_report_add_list (self->report);
  for (guint i = 0; i < verdict->reasons->len; i++)
    {
      g_autofree char *text = lc_reason_dup_text (g_ptr_array_index (verdict->reasons, i), self->checklist);

      g_ptr_array_add (items, lc_text_new (text));
    }
}

static void
add_verdict (LcReportMaker *self)
{
  LcLineStatus status = lc_run_get_verdict (self->run)->status;
  g_autofree char *sentence = dup_sentence (self);
  g_autofree char *changes = dup_changes_sentence (self);
  LcText *text = lc_text_with_tone (lc_text_new (NULL), lc_report_get_line_tone (status));

  lc_text_append (text, LC_SPAN_STRONG, lc_line_status_get_label (status));
  /* Translators: between the verdict (“Not ready”) and the sentence that explains it. */
  lc_text_append (text, LC_SPAN_STRONG, C_("after the verdict", ". "));
  lc_text_append (text, LC_SPAN_PLAIN, sentence);
  lc_text_append (text, LC_SPAN_PLAIN, " ");
  lc_text_append (text, LC_SPAN_PLAIN, changes);
  lc_report_take_paragraph (self->report, text);
}

/* Whoever has the report of then finds another verdict there. */
static void
add_judged_again (LcReportMaker *self, const char *when)
{
  g_autofree char *text = lc_run_dup_judged_again (self->run, when);

  if (text != NULL)
    lc_report_add_paragraph (self->report, text);
}

static const LcFacts *
find_facts (LcReportMaker *self, LcKind kind)
{
  for (guint i = 0; i < lc_checklist_get_size (self->checklist); i++)
    {
      LcCheck *check = lc_checklist_get (self->checklist, i);
      LcMeasurement *measurement = lc_check_get_measurement (check);

      if (lc_check_get_kind (check) == kind && measurement != NULL)
        return lc_measurement_get_facts (measurement);
    }
  return NULL;
}

static void
add_fact (LcPairs *pairs, const char *label, const LcFacts *facts, const char *name)
{
  for (guint i = 0; i < lc_facts_get_size (facts); i++)
    if (g_str_equal (lc_facts_get_name (facts, i), name))
      {
        g_autofree char *value = lc_evidence_dup_line (name, lc_facts_get_value (facts, i));

        lc_pairs_add (pairs, label, value);
      }
}

static void
add_connection (LcPairs *pairs, const LcFacts *facts)
{
  const char *interface = lc_facts_get_string (facts, LC_FACT_INTERFACE);
  const char *kind = lc_facts_get_string (facts, LC_FACT_INTERFACE_KIND);
  g_autofree char *words = kind != NULL ? lc_evidence_dup_word (kind) : NULL;
  g_autofree char *text = NULL;

  if (interface == NULL)
    return;
  if (words != NULL)
    /* Translators: an interface (“wlan0”) and its kind (“Wi-Fi”). */
    text = g_strdup_printf (_("%s (%s)"), interface, words);
  lc_pairs_add (pairs, _("Connection"), text != NULL ? text : interface);
}

static void
add_place (LcReportMaker *self, LcPairs *pairs)
{
  const LcFacts *network = find_facts (self, LC_KIND_NETWORK);
  const LcFacts *proxy = find_facts (self, LC_KIND_PROXY);
  g_autofree char *public_addresses = lc_report_maker_dup_public_addresses (self);

  if (network != NULL)
    {
      add_fact (pairs, _("Network name"), network, "network_name");
      add_connection (pairs, network);
      add_fact (pairs, _("Address of this computer"), network, "ipv4_source");
      add_fact (pairs, _("Address of this computer (IPv6)"), network, "ipv6_source");
      add_fact (pairs, _("Gateway"), network, "ipv4_gateway");
      add_fact (pairs, _("Name servers"), network, "resolvers");
    }
  if (proxy != NULL)
    add_fact (pairs, _("Proxy"), proxy, "proxies");
  lc_pairs_add (pairs, _("Public address"), public_addresses != NULL ? public_addresses : _("Not known"));
}

static void
add_regions (LcReportMaker *self, LcPairs *pairs)
{
  const LcLineVerdict *verdict = lc_run_get_verdict (self->run);

  if (verdict->nearest_region != NULL)
    {
      g_autofree char *region = lc_checklist_dup_region_title (self->checklist, verdict->nearest_region);

      lc_pairs_add (pairs, _("Recommended region"), region);
    }
  if (verdict->dns_region != NULL)
    {
      g_autofree char *region = lc_checklist_dup_region_title (self->checklist, verdict->dns_region);

      lc_pairs_add (pairs, _("Region from name lookup"), region);
    }
}

static void
add_origin (LcReportMaker *self, LcPairs *pairs)
{
  const LcRunFacts *facts = lc_run_get_facts (self->run);
  g_autofree char *program = g_strdup_printf ("%s %s", facts->application_name, facts->application_version);
  /* Translators: the name of a profile and the day when it was last revised. */
  g_autofree char *profile = g_strdup_printf (_("%s, revised %s"), facts->profile_id, facts->profile_revision);

  lc_pairs_add (pairs, _("Program"), program);
  /* Translators: the file that says what the service needs. */
  lc_pairs_add (pairs, _("Profile"), profile);
}

void
lc_report_maker_add_summary (LcReportMaker *self)
{
  const LcRunFacts *facts = lc_run_get_facts (self->run);
  g_autofree char *when = lc_report_dup_moment (facts->started);
  g_autofree char *duration = g_strdup_printf (_("%.1f s"), facts->duration_us / (double) G_USEC_PER_SEC);
  LcPairs *pairs;

  lc_report_add_heading (self->report, 1, "summary", _("Summary"));
  add_verdict (self);
  add_judged_again (self, when);
  add_reasons (self);
  add_limits (self);

  pairs = lc_report_add_pairs (self->report);
  lc_pairs_add (pairs, _("Service"), facts->profile_name);
  lc_pairs_add (pairs, _("Date"), when);
  lc_pairs_add (pairs, _("Duration"), duration);
  add_place (self, pairs);
  add_regions (self, pairs);
  add_origin (self, pairs);
}
