/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-changes.c: second part of a report: what to change, each with the
 * evidence, the exact rule, and whom to ask.
 */
#include "config.h"

#include "language/lc-i18n.h"
#include "report/document/lc-report-maker-private.h"
#include "words/lc-check-text.h"
#include "words/lc-fix-text.h"
#include "words/lc-verdict-text.h"

/* Seconds that an idle WebSocket must be allowed to stay open. */
#define IDLE_S 300

static void
add_label (LcReportMaker *self, const char *label)
{
  LcText *text = lc_text_new (NULL);

  lc_text_append (text, LC_SPAN_STRONG, label);
  lc_report_take_paragraph (self->report, text);
}

static void
append_title (GString *titles, LcCheck *check)
{
  g_autofree char *title = lc_check_dup_title (check);

  /* Translators: between the names of checks, which may have commas in them. */
  g_string_append_printf (titles, "%s%s", titles->len > 0 ? _("; ") : "", title);
}

/* Without its name a host is not reached; that is no evidence of its own. */
static gboolean
is_consequence (const LcFix *fix, LcCheck *check)
{
  return (fix->kind == LC_FIX_NAMES || fix->kind == LC_FIX_RESOLVER) && lc_check_get_kind (check) != LC_KIND_DNS;
}

static void
add_proofs (LcReportMaker *self, const LcFix *fix)
{
  g_autoptr (GString) consequences = g_string_new (NULL);
  GPtrArray *items;

  add_label (self, _("How this was seen"));
  items = lc_report_add_list (self->report);
  for (guint i = 0; fix->checks[i] != NULL; i++)
    {
      LcCheck *check = lc_checklist_find (self->checklist, fix->checks[i]);

      if (is_consequence (fix, check))
        append_title (consequences, check);
      else
        g_ptr_array_add (items, lc_report_maker_new_proof (self, check));
    }
  if (consequences->len > 0)
    {
      /* Translators: %s are names of checks. */
      g_autofree char *text = g_strdup_printf (_("Therefore these failed too: %s."), consequences->str);

      g_ptr_array_add (items, lc_text_new (text));
    }
}

static LcTable *
add_rule_table (LcReportMaker *self)
{
  LcTable *table = lc_report_add_table (self->report, _("The rule"));

  lc_table_add_column (table, _("Direction"));
  lc_table_add_column (table, _("Protocol"));
  lc_table_add_column (table, _("From ports"));
  /* Translators: heading of a column: where the traffic goes. */
  lc_table_add_column (table, C_("destination", "To"))->is_code = TRUE;
  lc_table_add_column (table, _("To ports"))->is_code = TRUE;
  return table;
}

static void
add_rule (LcReportMaker *self, LcTable *table, const char *protocol, const char *to, const char *ports)
{
  LcPortRange client = { 1024, 65535 };
  g_autofree char *from = NULL;

  if (self->profile != NULL)
    client = lc_profile_get_client_ports (self->profile);
  from = lc_report_dup_ports (client);
  /* Translators: direction of a firewall rule: from this network to the Internet. */
  lc_report_add_cells (table, lc_text_new (_("Outgoing")), lc_text_new (protocol), lc_text_new (from),
                       lc_text_new_code (to), lc_text_new_code (ports), NULL);
}

/* Whether a row was told an address of the host in the regions' ranges. */
static gboolean
is_in_ranges (LcReportMaker *self, const char *host)
{
  for (guint i = 0; i < lc_checklist_get_size (self->checklist); i++)
    {
      LcCheck *check = lc_checklist_get (self->checklist, i);
      LcMeasurement *measurement = lc_check_get_measurement (check);
      g_auto (GStrv) addresses = NULL;

      if (lc_check_get_kind (check) != LC_KIND_DNS || measurement == NULL ||
          g_strcmp0 (lc_facts_get_string (lc_check_get_subject (check), LC_FACT_HOST), host) != 0)
        continue;
      addresses = lc_facts_dup_strv (lc_measurement_get_facts (measurement), LC_FACT_ADDRESSES);
      for (guint j = 0; addresses[j] != NULL; j++)
        if (lc_profile_find_region_of_text (self->profile, addresses[j], NULL) != NULL)
          return TRUE;
    }
  return FALSE;
}

/* A firewall that knows no names needs addresses. */
static void
add_addresses_of_hosts (LcReportMaker *self, const LcFix *fix)
{
  LcText *text;

  if (self->profile == NULL || fix->hosts[0] == NULL)
    return;
  for (guint i = 0; fix->hosts[i] != NULL; i++)
    if (!is_in_ranges (self, fix->hosts[i]))
      return;
  text = lc_text_new (NULL);
  lc_text_append_sentence (text,
                           /* Translators: %s is the heading “Media servers” of another part of the report. */
                           _("A firewall that knows addresses only needs the same rule for all ranges of the media "
                             "servers: these names stand for addresses in them. See %s."),
                           LC_SPAN_PLAIN, _("Media servers"), "#media-servers");
  lc_report_take_paragraph (self->report, text);
}

static void
add_traffic_rules (LcReportMaker *self, const LcFix *fix)
{
  LcTable *table = add_rule_table (self);
  const char *protocol = lc_text_get_protocol (fix->transport);
  g_autofree char *ports = g_strjoinv (_(", "), fix->ports);

  for (guint i = 0; fix->hosts[i] != NULL; i++)
    add_rule (self, table, protocol, fix->hosts[i], ports);
  for (guint i = 0; fix->cidrs[i] != NULL; i++)
    add_rule (self, table, protocol, fix->cidrs[i], ports);
  add_addresses_of_hosts (self, fix);
  lc_report_add_paragraph (self->report, _("Answers to these packets must be let back in; a stateful firewall does so "
                                           "by itself. No port has to be opened for connections from outside."));
}

/* The ports at which the rows of a fix reach their hosts. */
static void
add_host_rules (LcReportMaker *self, const LcFix *fix)
{
  LcTable *table = NULL;

  for (guint i = 0; fix->checks[i] != NULL; i++)
    {
      const LcFacts *subject = lc_check_get_subject (lc_checklist_find (self->checklist, fix->checks[i]));
      const char *host = lc_facts_get_string (subject, LC_FACT_HOST);
      g_autofree char *port = g_strdup_printf ("%u", (guint) lc_facts_get_int (subject, LC_FACT_PORT, 0));

      if (host == NULL || !lc_facts_has (subject, LC_FACT_PORT))
        continue;
      if (table == NULL)
        table = add_rule_table (self);
      add_rule (self, table, lc_text_get_protocol (lc_facts_get_string (subject, LC_FACT_TRANSPORT)), host, port);
    }
}

static void
add_port_rules (LcReportMaker *self, const char *to, const char *port, gboolean with_tcp)
{
  LcTable *table = add_rule_table (self);

  add_rule (self, table, "UDP", to, port);
  if (with_tcp)
    add_rule (self, table, "TCP", to, port);
}

static void
add_hosts (LcPairs *pairs, const char *label, const LcFix *fix)
{
  g_autofree char *hosts = g_strjoinv (_(", "), fix->hosts);

  if (hosts[0] != '\0')
    lc_pairs_take (pairs, label, lc_text_new_code (hosts));
}

static void
add_settings (LcReportMaker *self, const LcFix *fix)
{
  g_autofree char *idle = g_strdup_printf (ngettext ("%d second", "%d seconds", IDLE_S), IDLE_S);
  LcPairs *pairs = lc_report_add_pairs (self->report);

  switch (fix->kind)
    {
    case LC_FIX_NAMES:
      add_hosts (pairs, _("Names"), fix);
      lc_pairs_add (pairs, _("Answer wanted"), _("The public addresses (A records) that name servers outside give"));
      break;
    case LC_FIX_WEBSOCKET:
      add_hosts (pairs, _("Hosts"), fix);
      lc_pairs_take (pairs, _("Let through"), lc_text_new_code ("Connection: Upgrade, Upgrade: websocket"));
      lc_pairs_add (pairs, _("Idle connections stay open for"), idle);
      break;
    case LC_FIX_SIP_ALG:
      lc_pairs_add (pairs, _("Switch off"), _("SIP ALG, also called SIP helper, SIP inspection or SIP transformations"));
      lc_pairs_add (pairs, _("Where"), _("In the router or firewall; on Linux the kernel module nf_nat_sip"));
      break;
    case LC_FIX_CLIENT_SUBNET:
      lc_pairs_add (pairs, _("Name server"), _("One in the same country as this computer, or one that forwards the "
                                               "client subnet (EDNS, RFC 7871); with a VPN, the local one for these names"));
      add_hosts (pairs, _("Names"), fix);
      break;
    case LC_FIX_TLS_INSPECTION:
    case LC_FIX_INSPECTION:
      add_hosts (pairs, _("Do not decrypt or inspect"), fix);
      break;
    case LC_FIX_PROXY:
      add_hosts (pairs, _("Not through the proxy"), fix);
      break;
    case LC_FIX_PROXY_CONNECT:
      add_hosts (pairs, _("Let the proxy connect to"), fix);
      break;
    case LC_FIX_PROXY_SETTINGS:
    case LC_FIX_RESOLVER:
    case LC_FIX_ALLOW:
    case LC_FIX_CLOCK:
    default:
      g_assert_not_reached ();
    }
}

static void
add_rule_of_kind (LcReportMaker *self, const LcFix *fix)
{
  switch (fix->kind)
    {
    case LC_FIX_ALLOW:
      add_traffic_rules (self, fix);
      break;
    case LC_FIX_RESOLVER:
      add_port_rules (self, _("the name server"), "53", TRUE);
      break;
    case LC_FIX_CLOCK:
      add_port_rules (self, _("a time server"), "123", FALSE);
      break;
    case LC_FIX_TLS_INSPECTION:
    case LC_FIX_INSPECTION:
    case LC_FIX_PROXY:
      add_settings (self, fix);
      add_host_rules (self, fix);
      break;
    case LC_FIX_PROXY_SETTINGS:
      break;
    case LC_FIX_PROXY_CONNECT:
    case LC_FIX_NAMES:
    case LC_FIX_WEBSOCKET:
    case LC_FIX_SIP_ALG:
    case LC_FIX_CLIENT_SUBNET:
    default:
      add_settings (self, fix);
    }
}

static void
add_fix (LcReportMaker *self, const LcFix *fix, guint number)
{
  g_autofree char *id = g_strdup_printf ("change-%u", number);
  g_autofree char *title = NULL;
  g_autofree char *request = lc_fix_dup_request (fix);
  g_autofree char *addressee = lc_report_maker_dup_addressee (self, fix);
  LcText *text = lc_text_new (NULL);

  if (fix->optional)
    /* Translators: the number of a change that would help but is not needed, and what to do. */
    title = g_strdup_printf (_("%u. %s (would help, not required)"), number, lc_fix_get_title (fix));
  else
    /* Translators: the number of a change, and what to do. */
    title = g_strdup_printf (_("%u. %s"), number, lc_fix_get_title (fix));
  lc_report_add_heading (self->report, 2, id, title);
  lc_report_add_paragraph (self->report, request);
  add_rule_of_kind (self, fix);
  add_proofs (self, fix);
  lc_text_append (text, LC_SPAN_STRONG, _("Whom to ask:"));
  lc_text_append (text, LC_SPAN_PLAIN, " ");
  lc_text_append (text, LC_SPAN_PLAIN, addressee);
  lc_report_take_paragraph (self->report, text);
}

static gboolean
has_fix (LcReportMaker *self, LcCheck *check)
{
  for (guint i = 0; i < self->fixes->len; i++)
    {
      const LcFix *fix = g_ptr_array_index (self->fixes, i);

      if (g_strv_contains ((const char *const *) fix->checks, lc_check_get_id (check)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_left_over (LcReportMaker *self, LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);

  return verdict != NULL && (verdict->status == LC_STATUS_WARN || verdict->status == LC_STATUS_FAIL) &&
         !has_fix (self, check);
}

static void
add_finding (LcReportMaker *self, GPtrArray *items, LcCheck *check)
{
  g_autofree char *advice = lc_verdict_dup_advice (lc_check_get_verdict (check), lc_check_get_subject (check));
  LcText *text = lc_report_maker_new_proof (self, check);

  if (advice[0] != '\0')
    lc_text_append (text, LC_SPAN_PLAIN, " ");
  lc_text_append (text, LC_SPAN_PLAIN, advice);
  g_ptr_array_add (items, text);
}

/* A computer that has no way out has none to anybody: one sentence for all. */
static void
add_unreachable (LcReportMaker *self, GPtrArray *items, GPtrArray *checks)
{
  LcCheck *first = g_ptr_array_index (checks, 0);
  g_autofree char *advice = lc_verdict_dup_advice (lc_check_get_verdict (first), lc_check_get_subject (first));
  g_autoptr (GString) titles = g_string_new (NULL);
  LcText *text = lc_text_with_tone (lc_text_new (NULL), LC_TONE_BAD);

  for (guint i = 0; i < checks->len; i++)
    append_title (titles, g_ptr_array_index (checks, i));
  lc_text_append (text, LC_SPAN_STRONG, titles->str);
  /* Translators: follows the names of checks. */
  lc_text_append (text, LC_SPAN_PLAIN, _(": this computer has no way there."));
  lc_text_append (text, LC_SPAN_PLAIN, " ");
  lc_text_append (text, LC_SPAN_PLAIN, advice);
  g_ptr_array_add (items, text);
}

/* What no rule of a firewall puts right. */
static void
add_other_findings (LcReportMaker *self)
{
  g_autoptr (GPtrArray) unreachable = g_ptr_array_new ();
  GPtrArray *items = NULL;

  for (guint i = 0; i < lc_checklist_get_size (self->checklist); i++)
    {
      LcCheck *check = lc_checklist_get (self->checklist, i);

      if (!is_left_over (self, check))
        continue;
      if (items == NULL)
        {
          lc_report_add_heading (self->report, 2, "other-findings", _("What else was found"));
          items = lc_report_add_list (self->report);
        }
      if (lc_check_get_verdict (check)->cause == LC_CAUSE_NO_ROUTE)
        g_ptr_array_add (unreachable, check);
      else
        add_finding (self, items, check);
    }
  if (unreachable->len == 1)
    add_finding (self, items, g_ptr_array_index (unreachable, 0));
  else if (unreachable->len > 1)
    add_unreachable (self, items, unreachable);
}

void
lc_report_maker_add_changes (LcReportMaker *self)
{
  lc_report_add_heading (self->report, 1, "changes", _("What to change"));
  if (lc_run_is_disturbed (self->run))
    {
      lc_report_add_paragraph (self->report, _("The check was disturbed, so it does not tell whether anything has to be "
                                               "changed in the network. Please check again."));
      return;
    }
  if (self->fixes->len == 0 && lc_run_get_verdict (self->run)->status == LC_LINE_STATUS_READY)
    lc_report_add_paragraph (self->report, _("Nothing has to be changed in the network."));
  else if (self->fixes->len == 0)
    lc_report_add_paragraph (self->report, _("Nothing was found that a change to the network would put right."));
  for (guint i = 0; i < self->fixes->len; i++)
    add_fix (self, g_ptr_array_index (self->fixes, i), i + 1);
  add_other_findings (self);
}
