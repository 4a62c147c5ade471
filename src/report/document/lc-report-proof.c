/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-proof.c: how it was seen that something is in the way, and whose it
 * is, as far as the packets tell.
 */
#include "config.h"

#include <string.h>

#include "base/lc-address-scope.h"
#include "language/lc-i18n.h"
#include "measurement/lc-step-table.h"
#include "report/document/lc-report-maker-private.h"
#include "words/lc-check-text.h"
#include "words/lc-verdict-text.h"

/* Examples enough to find the packets in the log of a firewall. */
#define MAX_EXAMPLES 3

typedef struct
{
  guint n_asked;
  guint n_answered;
  guint n_requests; /* to those that did not answer; 0 when not known */
  gint64 longest_us;
  GString *examples; /* of those that did not answer */
} AnswerTally;

static gboolean
was_asked (const LcStep *step)
{
  return step->outcome != LC_OUTCOME_CANCELLED && step->outcome != LC_OUTCOME_UNAVAILABLE;
}

static void
count_step (AnswerTally *tally, const LcStep *step)
{
  tally->n_asked++;
  if (step->outcome == LC_OUTCOME_ANSWERED || step->outcome == LC_OUTCOME_DENIED)
    {
      tally->n_answered++;
      return;
    }
  tally->longest_us = MAX (tally->longest_us, step->duration_us);
  tally->n_requests += CLAMP (lc_facts_get_int (step->facts, LC_FACT_REQUESTS_SENT, 0), 0, G_MAXINT16);
  if (tally->n_asked - tally->n_answered <= MAX_EXAMPLES)
    /* Translators: between the entries of a list. */
    g_string_append_printf (tally->examples, "%s%s", tally->examples->len > 0 ? _(", ") : "", step->target);
}

/* @suffix: of the target, such as "/udp"; NULL for any */
static void
count_steps (AnswerTally *tally, LcMeasurement *measurement, const char *name, const char *suffix)
{
  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (measurement, i);

      if (g_str_equal (step->name, name) && was_asked (step) &&
          (suffix == NULL || g_str_has_suffix (step->target, suffix)))
        count_step (tally, step);
    }
}

/* Sentences follow one another with a space. */
static void
append_sentence (LcText *text, char *sentence)
{
  if (text->spans->len > 0)
    lc_text_append (text, LC_SPAN_PLAIN, " ");
  lc_text_append (text, LC_SPAN_PLAIN, sentence);
  g_free (sentence);
}

static void
append_unanswered (LcText *text, const AnswerTally *tally)
{
  g_autofree char *time = lc_text_dup_duration (tally->longest_us);
  guint n_silent = tally->n_asked - tally->n_answered;

  if (n_silent == 0)
    return;
  if (n_silent > 1)
    append_sentence (text,
                     /* Translators: a number of addresses, examples of them, and a time. */
                     g_strdup_printf (_("Asked: %u addresses, among them %s; none answered within %s."), n_silent,
                                      tally->examples->str, time));
  else if (tally->n_requests > 1)
    append_sentence (text,
                     /* Translators: an address, a number (more than one), and a time. */
                     g_strdup_printf (_("Asked: %s, %u times within %s."), tally->examples->str, tally->n_requests,
                                      time));
  else
    /* Translators: an address, and a time. */
    append_sentence (text, g_strdup_printf (_("Asked: %s; it ended after %s."), tally->examples->str, time));
}

static void
append_steps (LcText *text, LcMeasurement *measurement, const LcVerdict *verdict)
{
  const char *name = lc_facts_get_string (verdict->details, LC_FACT_STEP);
  AnswerTally tally = { 0 };

  if (name == NULL || !(g_str_equal (name, LC_STEP_BINDING) || g_str_equal (name, LC_STEP_ALLOCATE) ||
                        g_str_equal (name, LC_STEP_TCP)))
    return;
  tally.examples = g_string_new (NULL);
  count_steps (&tally, measurement, name, NULL);
  append_unanswered (text, &tally);
  g_string_free (tally.examples, TRUE);
}

/* That TCP opens where UDP does not shows that the servers are up. */
static void
append_tcp_of_region (LcText *text, LcMeasurement *measurement)
{
  AnswerTally tally = { .examples = g_string_new (NULL) };

  count_steps (&tally, measurement, LC_STEP_TCP, "/tcp");
  if (tally.n_answered > 0)
    append_sentence (text, g_strdup_printf (ngettext ("%u TCP connection to the same servers opened, so they are up.",
                                                      "%u TCP connections to the same servers opened, so they are up.",
                                                      tally.n_answered),
                                            tally.n_answered));
  g_string_free (tally.examples, TRUE);
}

static gboolean
is_same_server (LcCheck *check, LcCheck *other)
{
  return other != check && lc_check_get_kind (other) == lc_check_get_kind (check) &&
         lc_check_get_verdict (other) != NULL && lc_check_get_verdict (other)->status == LC_STATUS_PASS &&
         g_strcmp0 (lc_facts_get_string (lc_check_get_subject (other), LC_FACT_HOST),
                    lc_facts_get_string (lc_check_get_subject (check), LC_FACT_HOST)) == 0;
}

static void
append_other_transport (LcReportMaker *self, LcText *text, LcCheck *check)
{
  for (guint i = 0; i < lc_checklist_get_size (self->checklist); i++)
    {
      LcCheck *other = lc_checklist_get (self->checklist, i);
      const LcFacts *subject = lc_check_get_subject (other);

      if (!is_same_server (check, other))
        continue;
      append_sentence (text,
                       /* Translators: a protocol (“TCP”) and a port number. */
                       g_strdup_printf (_("The same host answers over %s, port %u, so it is up."),
                                        lc_text_get_protocol (lc_facts_get_string (subject, LC_FACT_TRANSPORT)),
                                        (guint) lc_facts_get_int (subject, LC_FACT_PORT, 0)));
      return;
    }
}

static void
append_certificate (LcText *text, LcMeasurement *measurement)
{
  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcFacts *facts = lc_measurement_get_step (measurement, i)->facts;
      const char *issuer = lc_facts_get_string (facts, LC_FACT_CERTIFICATE_ISSUER);
      const char *until = lc_facts_get_string (facts, LC_FACT_CERTIFICATE_NOT_AFTER);
      const char *fingerprint = lc_facts_get_string (facts, LC_FACT_CERTIFICATE_FINGERPRINT_SHA256);

      if (issuer == NULL)
        continue;
      append_sentence (text,
                       /* Translators: the issuer of a certificate, the end of its validity, its fingerprint. */
                       g_strdup_printf (_("The certificate that was shown is issued by “%s”, valid until %s, SHA-256 "
                                          "fingerprint %s."),
                                        issuer, until != NULL ? until : C_("end of validity", "unknown"),
                                        fingerprint != NULL ? fingerprint : C_("fingerprint", "unknown")));
      return;
    }
}

static void
append_name_servers (LcText *text, LcMeasurement *measurement)
{
  g_auto (GStrv) servers = lc_facts_dup_strv (lc_measurement_get_facts (measurement), LC_FACT_SERVERS);
  g_autofree char *list = g_strjoinv (_(", "), servers);

  if (servers[0] != NULL)
    append_sentence (text,
                     g_strdup_printf (ngettext ("The name server asked was %s.", "The name servers asked were %s.",
                                                g_strv_length (servers)),
                                      list));
}

static void
append_rewritten (LcText *text, LcMeasurement *measurement)
{
  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcFacts *facts = lc_measurement_get_step (measurement, i)->facts;
      const char *mapped = lc_facts_get_string (facts, LC_FACT_MAPPED_ADDRESS);
      const char *plain = lc_facts_get_string (facts, LC_FACT_PLAIN_MAPPED_ADDRESS);

      if (!lc_facts_get_bool (facts, LC_FACT_REWRITTEN) || mapped == NULL || plain == NULL)
        continue;
      append_sentence (text, g_strdup_printf (_("The server wrote %s into its answer; %s arrived."), mapped, plain));
      return;
    }
}

static gboolean
is_about_certificate (LcCause cause)
{
  return cause == LC_CAUSE_CERTIFICATE_EXPIRED || cause == LC_CAUSE_CERTIFICATE_NOT_YET_VALID ||
         cause == LC_CAUSE_CERTIFICATE_WRONG_NAME || cause == LC_CAUSE_CERTIFICATE_UNTRUSTED;
}

static void
append_evidence (LcReportMaker *self, LcText *text, LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);
  LcMeasurement *measurement = lc_check_get_measurement (check);

  if (measurement == NULL)
    return;
  append_steps (text, measurement, verdict);
  if (verdict->cause == LC_CAUSE_TCP_ONLY)
    append_tcp_of_region (text, measurement);
  else if (lc_check_get_kind (check) == LC_KIND_STUN || lc_check_get_kind (check) == LC_KIND_TURN)
    append_other_transport (self, text, check);
  if (lc_check_get_kind (check) == LC_KIND_DNS)
    append_name_servers (text, measurement);
  if (is_about_certificate (verdict->cause))
    append_certificate (text, measurement);
  if (verdict->cause == LC_CAUSE_STUN_REWRITTEN)
    append_rewritten (text, measurement);
}

/* What was asked says it all where nothing but silence came back over UDP. */
static gboolean
needs_no_words (const LcVerdict *verdict)
{
  return verdict->cause == LC_CAUSE_TCP_ONLY && !lc_facts_has (verdict->details, LC_FACT_ICMP_FROM);
}

/**
 * lc_report_maker_new_proof:
 * @check: a row with a verdict
 *
 * Returns: (transfer full): what is wrong with it and how that was seen
 */
LcText *
lc_report_maker_new_proof (LcReportMaker *self, LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);
  g_autofree char *title = lc_check_dup_title (check);
  /* Translators: the name of a check, before a sentence about it. */
  g_autofree char *head = g_strdup_printf (_("%s:"), title);
  LcText *text = lc_text_with_tone (lc_text_new (NULL), lc_report_get_status_tone (verdict->status));

  lc_text_append (text, LC_SPAN_STRONG, head);
  if (!needs_no_words (verdict))
    append_sentence (text, lc_verdict_dup_explanation (verdict, lc_check_get_subject (check)));
  append_evidence (self, text, check);
  if (verdict->confidence == LC_CONFIDENCE_LIKELY && verdict->status != LC_STATUS_PASS)
    append_sentence (text, g_strdup (_("This is likely, but not proved.")));
  return text;
}

static gboolean
is_private (const char *address)
{
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (address);

  return parsed == NULL || g_strcmp0 (lc_address_scope (parsed), "global") != 0;
}

static gboolean
is_gateway (LcReportMaker *self, const char *address)
{
  for (guint i = 0; i < lc_checklist_get_size (self->checklist); i++)
    {
      LcMeasurement *measurement = lc_check_get_measurement (lc_checklist_get (self->checklist, i));
      const LcFacts *facts = measurement != NULL ? lc_measurement_get_facts (measurement) : NULL;

      if (facts != NULL && (g_strcmp0 (lc_facts_get_string (facts, LC_FACT_IPV4_GATEWAY), address) == 0 ||
                            g_strcmp0 (lc_facts_get_string (facts, LC_FACT_IPV6_GATEWAY), address) == 0))
        return TRUE;
    }
  return FALSE;
}

static char *
dup_addressee_of_sender (LcReportMaker *self, const char *sender)
{
  if (is_gateway (self, sender))
    return g_strdup_printf (_("Whoever looks after the gateway of this network: %s itself rejected the packets."),
                            sender);
  if (is_private (sender))
    return g_strdup_printf (_("Whoever looks after this network: its firewall at %s rejected the packets."), sender);
  return g_strdup_printf (_("The Internet provider: %s, which rejected the packets, is not in a private network. When "
                            "it belongs to this site, whoever looks after its firewall."),
                          sender);
}

static char *
dup_addressee_of_traffic (LcReportMaker *self, const LcFix *fix)
{
  for (guint i = 0; fix->checks[i] != NULL; i++)
    {
      LcCheck *check = lc_checklist_find (self->checklist, fix->checks[i]);
      const LcFacts *details = lc_check_get_verdict (check)->details;
      const char *sender = lc_facts_get_string (details, LC_FACT_ICMP_FROM);

      if (lc_facts_get_bool (details, LC_FACT_LOCAL))
        return g_strdup (_("Whoever looks after this computer: its own firewall or policy forbids the traffic."));
      if (sender != NULL)
        return dup_addressee_of_sender (self, sender);
    }
  return g_strdup (_("Whoever looks after the firewall of this network. When nothing there is in the way, the Internet "
                     "provider."));
}

/**
 * lc_report_maker_dup_addressee:
 * @fix: what has to be changed
 *
 * Returns: (transfer full): who can do that
 */
char *
lc_report_maker_dup_addressee (LcReportMaker *self, const LcFix *fix)
{
  switch (fix->kind)
    {
    case LC_FIX_ALLOW:
      return dup_addressee_of_traffic (self, fix);
    case LC_FIX_RESOLVER:
    case LC_FIX_NAMES:
    case LC_FIX_CLIENT_SUBNET:
      return g_strdup (_("Whoever looks after the name server of this network or of the VPN; the provider of the "
                         "connection, when the name server is the provider's."));
    case LC_FIX_CLOCK:
      return g_strdup (_("Whoever looks after this computer; and whoever looks after the firewall, when time servers "
                         "cannot be reached."));
    case LC_FIX_SIP_ALG:
      return g_strdup (_("Whoever looks after the router or firewall of this network."));
    case LC_FIX_PROXY:
    case LC_FIX_PROXY_CONNECT:
    case LC_FIX_PROXY_SETTINGS:
    case LC_FIX_TLS_INSPECTION:
    case LC_FIX_WEBSOCKET:
    case LC_FIX_INSPECTION:
    default:
      return g_strdup (_("Whoever looks after the firewall, the proxy or the web filter of this network; programs that "
                         "protect this computer may inspect traffic too."));
    }
}
