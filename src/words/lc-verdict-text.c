/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-verdict-text.c: one plain sentence for what was seen, one for what to do.
 */
#include "config.h"

#include "words/lc-verdict-text.h"

#include <string.h>

#include "language/lc-i18n.h"
#include "words/lc-check-text.h"

typedef struct
{
  const LcVerdict *verdict;
  gboolean is_region;   /* the sentence is about the media servers of a region... */
  const char *endpoint; /* ...which this names: "Ireland, UDP port 3478"; or it is "psio.example.org, TCP port 443" */
  const char *host;
  const char *target; /* what the step spoke to, or the endpoint */
  const char *sender; /* of an ICMP error, or NULL */
  const char *proxy;  /* "http://proxy.example.org:3128" */
} Words;

/* A sentence about one server, and the same about the media servers of a region:
 * a language may have to bend the words around the name. Translators find, in the
 * first, a host with protocol and port, and in the second a place with them:
 * “Ireland, UDP port 3478”. */
static char *
say (const Words *words, const char *about_server, const char *about_region)
{
  g_autoptr (GString) sentence = g_string_new (words->is_region ? about_region : about_server);

  g_string_replace (sentence, "%s", words->endpoint, 1);
  return g_string_free (g_steal_pointer (&sentence), FALSE);
}

static gboolean
is_from_hosts_file (const Words *words)
{
  return lc_facts_get_bool (words->verdict->details, LC_FACT_HOSTS_FILE);
}

static char *
explain_wrong_address (const Words *words)
{
  gboolean is_private = words->verdict->cause == LC_CAUSE_DNS_PRIVATE_ADDRESS;

  if (is_from_hosts_file (words) && is_private)
    /* Translators: a host name and an address. “hosts” is the name of the file. */
    return g_strdup_printf (_("The hosts file of this computer gives %s the address %s, inside a private network."),
                            words->host, words->target);
  if (is_from_hosts_file (words))
    /* Translators: a host name and an address. “hosts” is the name of the file. */
    return g_strdup_printf (_("The hosts file of this computer gives %s the address %s, which leads nowhere."),
                            words->host, words->target);
  if (is_private)
    return g_strdup_printf (_("The resolver of this network answers %s with %s, an address inside a private network."),
                            words->host, words->target);
  return g_strdup_printf (_("The resolver of this network answers %s with %s, an address that leads nowhere."),
                          words->host, words->target);
}

static char *
explain_rejection (const Words *words)
{
  int type = (int) lc_facts_get_int (words->verdict->details, LC_FACT_ICMP_TYPE, 0);
  int code = (int) lc_facts_get_int (words->verdict->details, LC_FACT_ICMP_CODE, 0);

  if (lc_facts_get_bool (words->verdict->details, LC_FACT_LOCAL))
    return say (words, _("A firewall or policy of this computer itself forbids the way to %s."),
                _("A firewall or policy of this computer itself forbids the way to the media servers in %s."));
  if (words->sender == NULL)
    return say (words, _("A firewall rejected the way to %s."),
                _("A firewall rejected the way to the media servers in %s."));
  if (words->is_region)
    return g_strdup_printf (_("A firewall at %s rejected the way to the media servers in %s (ICMP type %d, code %d)."),
                            words->sender, words->endpoint, type, code);
  return g_strdup_printf (_("A firewall at %s rejected the way to %s (ICMP type %d, code %d)."), words->sender,
                          words->endpoint, type, code);
}

/* Only gateways are asked with pings. */
static gboolean
is_gateway (const LcVerdict *verdict)
{
  return g_strcmp0 (lc_facts_get_string (verdict->details, LC_FACT_STEP), "ping") == 0;
}

static char *
explain_silence (const Words *words)
{
  if (is_gateway (words->verdict))
    return g_strdup (_("The gateway does not answer pings; many do not."));
  return say (words, _("Nothing came back from %s: packets are dropped on the way, or the server is down."),
              _("Nothing came back from the media servers in %s: packets are dropped on the way, or the servers "
                "are down."));
}

static char *
explain_no_route (const Words *words)
{
  if (words->endpoint[0] == '\0')
    return g_strdup (_("This computer has an address, but no way out of its network."));
  if (words->sender == NULL)
    return say (words, _("This computer has no way to %s."), _("This computer has no way to the media servers in %s."));
  if (words->is_region)
    return g_strdup_printf (_("%s reports that there is no way to the media servers in %s."), words->sender,
                            words->endpoint);
  return g_strdup_printf (_("%s reports that there is no way to %s."), words->sender, words->endpoint);
}

/* Only regions are asked over TCP when UDP fails, and compared. Runs saved by earlier versions do not
 * say what became of UDP; what sent errors to them was a firewall. */
static char *
explain_tcp_only (const Words *words)
{
  const char *outcome = lc_facts_get_string (words->verdict->details, LC_FACT_OUTCOME);

  /* The choice among the regions. */
  if (words->endpoint[0] == '\0')
    return g_strdup (_("The recommended region was reached over TCP only, where something nearer may have answered for it: its delay proves nothing, and another region may be better."));
  if (words->sender != NULL && outcome != NULL && strcmp (outcome, "rejected") != 0)
    return g_strdup_printf (
      _("%s reports that there is no way over UDP to the media servers in %s, but a TCP connection opens."),
      words->sender, words->endpoint);
  if (words->sender != NULL)
    return g_strdup_printf (
      _("A firewall at %s rejected the way to the media servers in %s, but a TCP connection opens."), words->sender,
      words->endpoint);
  return g_strdup_printf (_("No answer came from the media servers in %s, but a TCP connection opens."),
                          words->endpoint);
}

static char *
explain_status (const Words *words)
{
  /* Translators: a host, and a number. */
  return g_strdup_printf (_("The service at %s, or a filter in its place, answered with HTTP status %d."), words->host,
                          (int) lc_facts_get_int (words->verdict->details, LC_FACT_STATUS, 0));
}

static char *
explain_proxy (const Words *words)
{
  int status = (int) lc_facts_get_int (words->verdict->details, LC_FACT_STATUS, 0);

  if (status != 0)
    return g_strdup_printf (_("The proxy makes no connection to %s: it answered with HTTP status %d."), words->host,
                            status);
  return g_strdup_printf (_("The proxy makes no connection to %s."), words->host);
}

static char *
explain_milliseconds (const Words *words, LcCause cause)
{
  double value_ms = lc_facts_get_int (words->verdict->details, LC_FACT_VALUE_US, 0) / 1000.0;
  double limit_ms = lc_facts_get_int (words->verdict->details, LC_FACT_LIMIT_US, 0) / 1000.0;

  if (cause == LC_CAUSE_JITTERY)
    return g_strdup_printf (_("The delay to the recommended region varies by %.1f ms; above %.0f ms pictures and sound suffer."),
                            value_ms, limit_ms);
  return g_strdup_printf (_("The recommended region is %.0f ms away; above %.0f ms a conversation becomes difficult."),
                          value_ms, limit_ms);
}

/* The choice among the regions speaks of the recommended one. */
static char *
explain_loss (const Words *words)
{
  int n_lost = (int) lc_facts_get_int (words->verdict->details, LC_FACT_LOST, 0);
  int n_sent = (int) lc_facts_get_int (words->verdict->details, LC_FACT_SENT, 0);

  if (!words->is_region)
    /* Translators: two numbers. */
    return g_strdup_printf (_("%d of %d packets to the recommended region were lost."), n_lost, n_sent);
  /* Translators: two numbers, and a place (“Ireland, UDP port 3478”). */
  return g_strdup_printf (_("%d of %d packets to the media servers in %s were lost."), n_lost, n_sent, words->endpoint);
}

static char *
explain_farther (const Words *words)
{
  const LcFacts *details = words->verdict->details;

  return g_strdup_printf (_("The name lookup sends this computer to region %s, %.0f ms farther away than %s."),
                          lc_facts_get_string (details, LC_FACT_DNS_REGION),
                          lc_facts_get_int (details, LC_FACT_VALUE_US, 0) / 1000.0,
                          lc_facts_get_string (details, LC_FACT_NEAREST_REGION));
}

static char *
explain_clock (const Words *words)
{
  gint64 offset_s = lc_facts_get_int (words->verdict->details, LC_FACT_OFFSET_US, 0) / G_USEC_PER_SEC;

  return g_strdup_printf (ngettext ("The clock of this computer is wrong by %d second.",
                                    "The clock of this computer is wrong by %d seconds.", ABS (offset_s)),
                          (int) ABS (offset_s));
}

static gboolean
lacks_proxy (const LcVerdict *verdict)
{
  return verdict->cause == LC_CAUSE_NOT_PERMITTED &&
         g_strcmp0 (lc_facts_get_string (verdict->details, LC_FACT_STEP), "proxy") == 0;
}

static char *
explain_not_permitted (const Words *words)
{
  const char *reason = lc_facts_get_string (words->verdict->details, LC_FACT_REASON);

  if (lacks_proxy (words->verdict))
    return g_strdup (_("The proxy that the settings of this computer ask for could not be found, so nobody was asked."));
  /* Translators: %s is the reason that the system gives. */
  return reason != NULL ? g_strdup_printf (_("This could not be tested here: %s"), reason)
                        : g_strdup (_("This could not be tested here."));
}

static char *
explain (const Words *words)
{
  switch (words->verdict->cause)
    {
    case LC_CAUSE_NONE:
      return g_strdup ("");
    case LC_CAUSE_DNS_NOT_FOUND:
      return g_strdup_printf (_("The resolver of this network says that the name %s does not exist."), words->host);
    case LC_CAUSE_DNS_NO_ADDRESS:
      return g_strdup_printf (_("The resolver of this network gives no address for %s."), words->host);
    case LC_CAUSE_DNS_SERVER_FAILURE:
      return g_strdup_printf (_("The resolver of this network failed to look up %s."), words->host);
    case LC_CAUSE_DNS_SILENT:
      return g_strdup_printf (_("The resolver of this network did not answer when asked for %s."), words->host);
    case LC_CAUSE_DNS_REFUSED:
      return g_strdup_printf (_("No resolver could be reached to look up %s."), words->host);
    case LC_CAUSE_DNS_SINKHOLE:
    case LC_CAUSE_DNS_PRIVATE_ADDRESS:
      return explain_wrong_address (words);
    case LC_CAUSE_REFUSED:
      return say (words, _("The connection to %s was refused."),
                  _("The connection to the media servers in %s was refused."));
    case LC_CAUSE_REJECTED:
      return explain_rejection (words);
    case LC_CAUSE_SILENT:
      return explain_silence (words);
    case LC_CAUSE_NO_ROUTE:
      return explain_no_route (words);
    case LC_CAUSE_NO_NETWORK:
      return g_strdup (_("This computer is not connected to a network."));
    case LC_CAUSE_RESET:
      return say (words, _("The connection to %s was opened and then cut."),
                  _("The connection to the media servers in %s was opened and then cut."));
    case LC_CAUSE_CLOSED:
      return say (words, _("The connection to %s was closed before the answer was complete."),
                  _("The connection to the media servers in %s was closed before the answer was complete."));
    case LC_CAUSE_SERVER_SILENT:
      return g_strdup_printf (_("%s accepted the connection and then said nothing."), words->endpoint);
    case LC_CAUSE_CERTIFICATE_EXPIRED:
      return g_strdup_printf (_("The certificate of %s has expired, or the clock of this computer is wrong."),
                              words->host);
    case LC_CAUSE_CERTIFICATE_NOT_YET_VALID:
      return g_strdup_printf (_("The certificate of %s is not valid yet, or the clock of this computer is wrong."),
                              words->host);
    case LC_CAUSE_CERTIFICATE_WRONG_NAME:
      return g_strdup_printf (_("What answers for %s has a certificate for another name."), words->host);
    case LC_CAUSE_CERTIFICATE_UNTRUSTED:
      return g_strdup_printf (_("What answers for %s has a certificate that this computer does not trust: something on the way may be opening the encryption."),
                              words->host);
    case LC_CAUSE_TLS_FAILED:
      return g_strdup_printf (_("No encrypted connection to %s could be agreed on."), words->endpoint);
    case LC_CAUSE_HTTP_STATUS:
      return explain_status (words);
    case LC_CAUSE_REDIRECTED:
      return g_strdup_printf (_("%s leads on to %s, another place: a sign-in page of this network, or a change at the service."),
                              words->host, words->target);
    case LC_CAUSE_SIGN_IN:
      return g_strdup_printf (_("The network wants somebody to sign in before it lets this computer through to %s."),
                              words->host);
    case LC_CAUSE_PROXY_AUTHENTICATION:
      return g_strdup_printf (_("The proxy asks for a user name before it lets anybody through to %s."), words->host);
    case LC_CAUSE_PROXY_UNREACHABLE:
      return g_strdup_printf (_("The proxy %s cannot be reached, so neither can %s."), words->proxy, words->host);
    case LC_CAUSE_PROXY_FAILED:
      return explain_proxy (words);
    case LC_CAUSE_WEBSOCKET_CUT:
      return g_strdup_printf (_("%s was reached, but the WebSocket inside the connection is cut."), words->host);
    case LC_CAUSE_PROTOCOL:
      return say (words, _("What answers at %s does not speak the expected protocol."),
                  _("What answers for the media servers in %s does not speak the expected protocol."));
    case LC_CAUSE_STUN_ERROR:
      /* Translators: %s is host and port, %d an error code of STUN, for example 486. */
      return g_strdup_printf (_("%s was reached and answered with the error %d."), words->endpoint,
                              (int) lc_facts_get_int (words->verdict->details, LC_FACT_ERROR_CODE, 0));
    case LC_CAUSE_STUN_REWRITTEN:
      return g_strdup (_("Something on the way rewrites addresses inside STUN packets, as a SIP helper (ALG) in a router does."));
    case LC_CAUSE_ANSWERED_INSIDE:
      return say (words, _("Something inside this network answers in the place of %s."),
                  _("Something inside this network answers in the place of the media servers in %s."));
    case LC_CAUSE_PARTLY_UNREACHABLE:
      return g_strdup_printf (_("Some addresses of %s answered, %s did not."), words->host, words->target);
    case LC_CAUSE_OUTSIDE_RANGES:
      return g_strdup_printf (_("The region answers from %s, which is in none of its published address ranges: firewall rules made from them would not let this address through."),
                              words->target);
    case LC_CAUSE_TCP_ONLY:
      return explain_tcp_only (words);
    case LC_CAUSE_FIRST_PACKETS_ONLY:
      return g_strdup_printf (_("The first packets to the media servers in %s were answered, then nothing came back, as with a firewall that lets only the first packets through."),
                              words->endpoint);
    case LC_CAUSE_SLOW:
    case LC_CAUSE_JITTERY:
      return explain_milliseconds (words, words->verdict->cause);
    case LC_CAUSE_LOSSY:
      return explain_loss (words);
    case LC_CAUSE_FARTHER_REGION:
      return explain_farther (words);
    case LC_CAUSE_CLOCK_WRONG:
      return explain_clock (words);
    case LC_CAUSE_NOT_PERMITTED:
      return explain_not_permitted (words);
    case LC_CAUSE_CANCELLED:
      return g_strdup (_("The check was stopped before this was answered."));
    case LC_CAUSE_DEPENDENCY:
      return g_strdup (_("This was not tested, because something that it needs failed."));
    case LC_CAUSE_UNKNOWN:
    default:
      return g_strdup (_("The cause is not known."));
    }
}

static char *
advise (const Words *words)
{
  if (lacks_proxy (words->verdict))
    return g_strdup (_("Ask IT whether the proxy in the settings of this computer is the right one, and works."));
  if (is_gateway (words->verdict))
    return g_strdup ("");
  switch (words->verdict->cause)
    {
    case LC_CAUSE_DNS_NOT_FOUND:
    case LC_CAUSE_DNS_NO_ADDRESS:
    case LC_CAUSE_DNS_SERVER_FAILURE:
    case LC_CAUSE_DNS_SINKHOLE:
    case LC_CAUSE_DNS_PRIVATE_ADDRESS:
      if (is_from_hosts_file (words))
        /* Translators: a host name. “hosts” is the name of the file. */
        return g_strdup_printf (_("Take %s out of the hosts file of this computer, or ask whoever put it there."),
                                words->host);
      return g_strdup_printf (_("Ask IT to let the resolver give the public addresses of %s."), words->host);
    case LC_CAUSE_DNS_SILENT:
    case LC_CAUSE_DNS_REFUSED:
      return g_strdup (_("Reconnect to the network, or ask IT which resolver this computer should use."));
    case LC_CAUSE_REFUSED:
    case LC_CAUSE_REJECTED:
    case LC_CAUSE_SILENT:
    case LC_CAUSE_RESET:
    case LC_CAUSE_CLOSED:
    case LC_CAUSE_TCP_ONLY:
    case LC_CAUSE_FIRST_PACKETS_ONLY:
      if (words->endpoint[0] == '\0')
        return g_strdup (_("Ask IT to allow outgoing UDP to the media servers, then check again."));
      return say (words, _("Ask IT to allow outgoing traffic to %s."),
                  _("Ask IT to allow outgoing traffic to the media servers in %s."));
    case LC_CAUSE_PARTLY_UNREACHABLE:
      return g_strdup_printf (_("Ask IT to allow outgoing traffic to all addresses of %s, %s among them."), words->endpoint,
                              words->target);
    case LC_CAUSE_NO_ROUTE:
      return g_strdup (_("Check that this computer is connected, with an IPv4 address, and not held back by a VPN."));
    case LC_CAUSE_NO_NETWORK:
      return g_strdup (_("Plug in the network cable or join the Wi-Fi network, then check again."));
    case LC_CAUSE_ANSWERED_INSIDE:
      return say (words, _("Ask IT to let traffic to %s pass to the real server, unanswered and unaltered."),
                  _("Ask IT to let traffic to the media servers in %s pass to the real ones, unanswered and unaltered."));
    case LC_CAUSE_SERVER_SILENT:
    case LC_CAUSE_TLS_FAILED:
    case LC_CAUSE_PROTOCOL:
      return say (words,
                  _("Ask IT whether a firewall inspects traffic to %s, and to exempt it; otherwise ask the service's support."),
                  _("Ask IT whether a firewall inspects traffic to the media servers in %s, and to exempt it; otherwise "
                    "ask the service's support."));
    case LC_CAUSE_CERTIFICATE_EXPIRED:
    case LC_CAUSE_CERTIFICATE_NOT_YET_VALID:
      return g_strdup (_("Check date and time of this computer; when they are right, ask the service's support."));
    case LC_CAUSE_CERTIFICATE_WRONG_NAME:
    case LC_CAUSE_CERTIFICATE_UNTRUSTED:
      return g_strdup_printf (_("Ask IT to exempt %s from TLS inspection, or sign in to the network if it has a sign-in page."),
                              words->host);
    case LC_CAUSE_REDIRECTED:
      return g_strdup_printf (_("Open %s in a browser: sign in if the network asks for it, otherwise ask the service's support."),
                              words->host);
    case LC_CAUSE_STUN_ERROR:
    case LC_CAUSE_OUTSIDE_RANGES:
      return g_strdup (_("Ask the service's support; if others can use the service now, ask IT whether this network answers for it."));
    case LC_CAUSE_HTTP_STATUS:
      return g_strdup_printf (_("Ask IT whether a web filter blocks %s; otherwise ask the service's support about the answer."),
                              words->host);
    case LC_CAUSE_SIGN_IN:
      return g_strdup (_("Sign in to the network first: open a page in a browser, then check again."));
    case LC_CAUSE_PROXY_AUTHENTICATION:
      return g_strdup_printf (_("Ask IT to let %s pass without the proxy."), words->host);
    case LC_CAUSE_PROXY_UNREACHABLE:
      return g_strdup (_("Ask IT whether the proxy in the settings of this computer is the right one, and works."));
    case LC_CAUSE_PROXY_FAILED:
      return g_strdup_printf (_("Ask IT to let the proxy connect to %s."), words->host);
    case LC_CAUSE_WEBSOCKET_CUT:
      return g_strdup_printf (_("Ask IT to let WebSocket connections to %s pass the proxy or firewall."), words->host);
    case LC_CAUSE_STUN_REWRITTEN:
      return g_strdup (_("Switch off SIP ALG in the router or firewall."));
    case LC_CAUSE_SLOW:
    case LC_CAUSE_JITTERY:
    case LC_CAUSE_LOSSY:
      return g_strdup (_("Use a cable instead of Wi-Fi, stop other traffic, and leave the VPN, then check again."));
    case LC_CAUSE_FARTHER_REGION:
      return g_strdup (_("Leave the VPN, or ask IT for a resolver near this computer that forwards the client subnet."));
    case LC_CAUSE_CLOCK_WRONG:
      return g_strdup (_("Let this computer set its clock from the network."));
    case LC_CAUSE_CANCELLED:
      return g_strdup (_("Check again."));
    default:
      return g_strdup ("");
    }
}

static char *
put_in_words (const LcVerdict *self, const LcFacts *subject, char *(*put) (const Words *words))
{
  const char *target = lc_facts_get_string (self->details, LC_FACT_TARGET);
  g_autofree char *endpoint = is_gateway (self) ? g_strdup (target) : lc_check_dup_endpoint (subject);
  const char *host = lc_facts_get_string (subject, LC_FACT_HOST);
  const char *proxy = lc_facts_get_string (self->details, LC_FACT_PROXY);
  const Words words = {
    .verdict = self,
    .is_region = lc_facts_has (subject, LC_FACT_PLACE),
    .endpoint = endpoint,
    .host = host != NULL ? host : endpoint,
    .target = target != NULL ? target : endpoint,
    .sender = lc_facts_get_string (self->details, LC_FACT_ICMP_FROM),
    .proxy = proxy != NULL ? proxy : "",
  };

  return put (&words);
}

/**
 * lc_status_get_label:
 *
 * Returns: (transfer none): one or two words for the status of a row
 */
const char *
lc_status_get_label (LcStatus status)
{
  switch (status)
    {
    case LC_STATUS_PASS:
      /* Translators: status of a row: the check passed. */
      return _("Passed");
    case LC_STATUS_WARN:
      return _("Warning");
    case LC_STATUS_FAIL:
      return _("Failed");
    case LC_STATUS_NOT_TESTED:
      return _("Not tested");
    case LC_STATUS_COULD_NOT_RUN:
    default:
      return _("Could not run");
    }
}

/**
 * lc_verdict_dup_explanation:
 * @subject: what the row asks about
 *
 * Returns: (transfer full): one sentence on what was seen; empty for a pass
 */
char *
lc_verdict_dup_explanation (const LcVerdict *self, const LcFacts *subject)
{
  return put_in_words (self, subject, explain);
}

/**
 * lc_verdict_dup_advice:
 * @subject: what the row asks about
 *
 * Returns: (transfer full): one sentence on what to do; empty when there is
 *   nothing to be done
 */
char *
lc_verdict_dup_advice (const LcVerdict *self, const LcFacts *subject)
{
  return put_in_words (self, subject, advise);
}

/**
 * lc_line_status_get_label:
 *
 * Returns: (transfer none): the verdict on the line as a headline
 */
const char *
lc_line_status_get_label (LcLineStatus status)
{
  switch (status)
    {
    case LC_LINE_STATUS_READY:
      return _("Ready to go live");
    case LC_LINE_STATUS_READY_WITH_CAUTIONS:
      return _("Ready, with cautions");
    case LC_LINE_STATUS_NOT_READY:
      return _("Not ready");
    case LC_LINE_STATUS_INCOMPLETE:
    default:
      return _("Check incomplete");
    }
}

static char *
join_titles (const LcReason *self, LcChecklist *checklist)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) titles = NULL;

  for (guint i = 0; self->checks[i] != NULL; i++)
    {
      LcCheck *check = lc_checklist_find (checklist, self->checks[i]);
      g_autofree char *title = check != NULL ? lc_check_dup_title (check) : g_strdup (self->checks[i]);

      g_strv_builder_add (builder, title);
    }
  titles = g_strv_builder_end (builder);
  /* Translators: between the names of checks, which may have commas in them. */
  return g_strjoinv (_("; "), titles);
}

/* The words of the first row that gives the reason, for reasons about one row. */
static char *
explain_first (const LcReason *self, LcChecklist *checklist)
{
  LcCheck *check = self->checks[0] != NULL ? lc_checklist_find (checklist, self->checks[0]) : NULL;

  if (check == NULL || lc_check_get_verdict (check) == NULL)
    return g_strdup (_("The cause is not known."));
  return lc_verdict_dup_explanation (lc_check_get_verdict (check), lc_check_get_subject (check));
}

/* Whether every region was asked, and none answered over UDP. */
static gboolean
is_every_region_silent (LcChecklist *checklist)
{
  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    {
      LcCheck *check = lc_checklist_get (checklist, i);
      const LcVerdict *verdict = lc_check_get_verdict (check);

      if (lc_check_get_kind (check) == LC_KIND_REGION &&
          (verdict == NULL || (verdict->status != LC_STATUS_FAIL && verdict->cause != LC_CAUSE_TCP_ONLY)))
        return FALSE;
    }
  return TRUE;
}

/**
 * lc_reason_dup_text:
 * @checklist: the rows of the run
 *
 * Returns: (transfer full): the reason as one sentence
 */
char *
lc_reason_dup_text (const LcReason *self, LcChecklist *checklist)
{
  g_autofree char *titles = join_titles (self, checklist);

  switch (self->kind)
    {
    case LC_REASON_NETWORK_LOST:
      return g_strdup (_("The network went away during the check. Check again when it is back."));
    case LC_REASON_NETWORK_CHANGED:
      return g_strdup (_("The network changed during the check, so its figures do not belong together. Check again."));
    case LC_REASON_SLEPT:
      return g_strdup (_("The computer slept during the check, so its figures say nothing. Check again."));
    case LC_REASON_OFFLINE:
      return g_strdup (_("This computer is not connected to a network."));
    case LC_REASON_DNS_BROKEN:
      return g_strdup_printf (_("Names that the service needs cannot be looked up (%s)."), titles);
    case LC_REASON_PORTAL_UNREACHABLE:
      return g_strdup_printf (_("The service cannot be reached (%s)."), titles);
    case LC_REASON_NO_MEDIA_PATH:
      return g_strdup (_("There is no way for picture and sound: neither UDP nor a relay over TCP or TLS answers."));
    case LC_REASON_INTERRUPTED:
      return g_strdup (_("The check was stopped."));
    case LC_REASON_NOT_TESTED:
      return titles[0] != '\0' ? g_strdup_printf (_("Not everything that matters was tested (%s)."), titles)
                               : g_strdup (_("Only a part of the checks was asked for."));
    case LC_REASON_UDP_BLOCKED:
      return g_strdup (_("UDP is blocked: picture and sound would have to be relayed over TCP or TLS, with more delay."));
    case LC_REASON_WEBSOCKET_CUT:
      return g_strdup_printf (_("The WebSocket is cut (%s): the service falls back to slow polling."), titles);
    case LC_REASON_REGIONS_UNREACHABLE:
      if (is_every_region_silent (checklist))
        return g_strdup (_("None of the media regions gives an answer over UDP."));
      return g_strdup_printf (_("Some media regions give no answer over UDP (%s)."), titles);
    case LC_REASON_BEST_REGION_POOR:
    case LC_REASON_FARTHER_REGION:
      return explain_first (self, checklist);
    case LC_REASON_DEGRADED:
    default:
      return g_strdup_printf (_("Something that the service needs does not work as it should (%s)."), titles);
    }
}
