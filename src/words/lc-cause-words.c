/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-cause-words.c: see lc-cause-words.h. The table is at the end; before it stand
 * the sentences that take more than names, or choose among several.
 */
#include "config.h"

#include "words/lc-cause-words.h"

#include <string.h>

#include "language/lc-i18n.h"
#include "measurement/lc-step-table.h"

/* What a sentence names. */
typedef enum
{
  NAME_NONE,
  NAME_ENDPOINT,
  NAME_HOST,
  NAME_TARGET,
  NAME_PROXY,
} CauseName;

/*
 * One sentence. A language may have to bend the words around a name, so the same about the
 * media servers of a region is a sentence of its own. Translators find, in the first, a host
 * with protocol and port, and in the second a place with them: “Ireland, UDP port 3478”.
 */
typedef struct
{
  const char *about_server; /* N_(), with %s for each of @names */
  const char *about_region; /* N_(), or NULL where it is the same sentence */
  CauseName names[2];
  char *(*compose) (const LcCauseNames *names); /* instead of all that */
} CauseSentence;

typedef struct
{
  LcCause cause;
  CauseSentence explanation;
  CauseSentence advice;
} CauseWords;

static char *
name_endpoint (const LcCauseNames *names, const char *about_server, const char *about_region)
{
  g_autoptr (GString) sentence = g_string_new (names->is_region ? about_region : about_server);

  g_string_replace (sentence, "%s", names->endpoint, 1);
  return g_string_free (g_steal_pointer (&sentence), FALSE);
}

/* Advice that several causes share. */
#define ADVICE_PROXY_SETTINGS \
  N_("Ask IT whether the proxy in the settings of this computer is the right one, and works.")
#define ADVICE_RESOLVER \
  N_("Reconnect to the network, or ask IT which resolver this computer should use.")
#define ADVICE_DATE \
  N_("Check date and time of this computer; when they are right, ask the service's support.")
#define ADVICE_SUPPORT \
  N_("Ask the service's support; if others can use the service now, ask IT whether this network answers for it.")
#define ADVICE_CABLE \
  N_("Use a cable instead of Wi-Fi, stop other traffic, and leave the VPN, then check again.")
#define ADVICE_INSPECTION \
  { N_("Ask IT whether a firewall inspects traffic to %s, and to exempt it; otherwise ask the service's support."), \
    N_("Ask IT whether a firewall inspects traffic to the media servers in %s, and to exempt it; otherwise ask the " \
       "service's support."), { NAME_ENDPOINT } }
#define ADVICE_TLS_INSPECTION \
  { N_("Ask IT to exempt %s from TLS inspection, or sign in to the network if it has a sign-in page."), \
    NULL, { NAME_HOST } }

static gboolean
is_from_hosts_file (const LcCauseNames *names)
{
  return lc_facts_get_bool (names->verdict->details, LC_FACT_HOSTS_FILE);
}

static char *
explain_wrong_address (const LcCauseNames *names)
{
  gboolean is_private = names->verdict->cause == LC_CAUSE_DNS_PRIVATE_ADDRESS;

  if (is_from_hosts_file (names) && is_private)
    /* Translators: a host name and an address. “hosts” is the name of the file. */
    return g_strdup_printf (_("The hosts file of this computer gives %s the address %s, inside a private network."),
                            names->host, names->target);
  if (is_from_hosts_file (names))
    /* Translators: a host name and an address. “hosts” is the name of the file. */
    return g_strdup_printf (_("The hosts file of this computer gives %s the address %s, which leads nowhere."),
                            names->host, names->target);
  if (is_private)
    return g_strdup_printf (_("The resolver of this network answers %s with %s, an address inside a private network."),
                            names->host, names->target);
  return g_strdup_printf (_("The resolver of this network answers %s with %s, an address that leads nowhere."),
                          names->host, names->target);
}

static char *
explain_rejection (const LcCauseNames *names)
{
  int type = (int) lc_facts_get_int (names->verdict->details, LC_FACT_ICMP_TYPE, 0);
  int code = (int) lc_facts_get_int (names->verdict->details, LC_FACT_ICMP_CODE, 0);

  if (lc_facts_get_bool (names->verdict->details, LC_FACT_LOCAL))
    return name_endpoint (names, _("A firewall or policy of this computer itself forbids the way to %s."),
                          _("A firewall or policy of this computer itself forbids the way to the media servers in %s."));
  if (names->sender == NULL)
    return name_endpoint (names, _("A firewall rejected the way to %s."),
                          _("A firewall rejected the way to the media servers in %s."));
  if (names->is_region)
    return g_strdup_printf (_("A firewall at %s rejected the way to the media servers in %s (ICMP type %d, code %d)."),
                            names->sender, names->endpoint, type, code);
  return g_strdup_printf (_("A firewall at %s rejected the way to %s (ICMP type %d, code %d)."), names->sender,
                          names->endpoint, type, code);
}

static char *
explain_silence (const LcCauseNames *names)
{
  if (names->is_gateway)
    return g_strdup (_("The gateway does not answer pings; many do not."));
  return name_endpoint (names,
                        _("Nothing came back from %s: packets are dropped on the way, or the server is down."),
                        _("Nothing came back from the media servers in %s: packets are dropped on the way, or the "
                          "servers are down."));
}

static char *
explain_no_route (const LcCauseNames *names)
{
  if (names->endpoint[0] == '\0')
    return g_strdup (_("This computer has an address, but no way out of its network."));
  if (names->sender == NULL)
    return name_endpoint (names, _("This computer has no way to %s."),
                          _("This computer has no way to the media servers in %s."));
  if (names->is_region)
    return g_strdup_printf (_("%s reports that there is no way to the media servers in %s."), names->sender,
                            names->endpoint);
  return g_strdup_printf (_("%s reports that there is no way to %s."), names->sender, names->endpoint);
}

/* Only regions are asked over TCP when UDP fails, and compared. Runs saved by earlier versions do not
 * say what became of UDP; what sent errors to them was a firewall. */
static char *
explain_tcp_only (const LcCauseNames *names)
{
  const char *outcome = lc_facts_get_string (names->verdict->details, LC_FACT_OUTCOME);

  /* The choice among the regions. */
  if (names->endpoint[0] == '\0')
    return g_strdup (_("The recommended region was reached over TCP only, where something nearer may have answered for it: its delay proves nothing, and another region may be better."));
  if (names->sender != NULL && outcome != NULL && strcmp (outcome, "rejected") != 0)
    return g_strdup_printf (
      _("%s reports that there is no way over UDP to the media servers in %s, but a TCP connection opens."),
      names->sender, names->endpoint);
  if (names->sender != NULL)
    return g_strdup_printf (
      _("A firewall at %s rejected the way to the media servers in %s, but a TCP connection opens."), names->sender,
      names->endpoint);
  return g_strdup_printf (_("No answer came from the media servers in %s, but a TCP connection opens."),
                          names->endpoint);
}

static char *
explain_status (const LcCauseNames *names)
{
  /* Translators: a host, and a number. */
  return g_strdup_printf (_("The service at %s, or a filter in its place, answered with HTTP status %d."), names->host,
                          (int) lc_facts_get_int (names->verdict->details, LC_FACT_STATUS, 0));
}

static char *
explain_proxy (const LcCauseNames *names)
{
  int status = (int) lc_facts_get_int (names->verdict->details, LC_FACT_STATUS, 0);

  if (status != 0)
    return g_strdup_printf (_("The proxy makes no connection to %s: it answered with HTTP status %d."), names->host,
                            status);
  return g_strdup_printf (_("The proxy makes no connection to %s."), names->host);
}

static double
get_ms (const LcCauseNames *names, const char *fact)
{
  return lc_facts_get_int (names->verdict->details, fact, 0) / 1000.0;
}

static char *
explain_delay (const LcCauseNames *names)
{
  return g_strdup_printf (_("The recommended region is %.0f ms away; above %.0f ms a conversation becomes difficult."),
                          get_ms (names, LC_FACT_VALUE_US), get_ms (names, LC_FACT_LIMIT_US));
}

static char *
explain_jitter (const LcCauseNames *names)
{
  return g_strdup_printf (_("The delay to the recommended region varies by %.1f ms; above %.0f ms pictures and sound suffer."),
                          get_ms (names, LC_FACT_VALUE_US), get_ms (names, LC_FACT_LIMIT_US));
}

/* The choice among the regions speaks of the recommended one. */
static char *
explain_loss (const LcCauseNames *names)
{
  int n_lost = (int) lc_facts_get_int (names->verdict->details, LC_FACT_LOST, 0);
  int n_sent = (int) lc_facts_get_int (names->verdict->details, LC_FACT_SENT, 0);

  if (!names->is_region)
    /* Translators: two numbers. */
    return g_strdup_printf (_("%d of %d packets to the recommended region were lost."), n_lost, n_sent);
  /* Translators: two numbers, and a place (“Ireland, UDP port 3478”). */
  return g_strdup_printf (_("%d of %d packets to the media servers in %s were lost."), n_lost, n_sent, names->endpoint);
}

static char *
explain_farther_region (const LcCauseNames *names)
{
  const LcFacts *details = names->verdict->details;

  return g_strdup_printf (_("The name lookup sends this computer to region %s, %.0f ms farther away than %s."),
                          lc_facts_get_string (details, LC_FACT_DNS_REGION),
                          lc_facts_get_int (details, LC_FACT_VALUE_US, 0) / 1000.0,
                          lc_facts_get_string (details, LC_FACT_NEAREST_REGION));
}

static char *
explain_clock (const LcCauseNames *names)
{
  gint64 offset_s = lc_facts_get_int (names->verdict->details, LC_FACT_OFFSET_US, 0) / G_USEC_PER_SEC;

  return g_strdup_printf (ngettext ("The clock of this computer is wrong by %d second.",
                                    "The clock of this computer is wrong by %d seconds.", ABS (offset_s)),
                          (int) ABS (offset_s));
}

static gboolean
lacks_proxy (const LcCauseNames *names)
{
  return g_strcmp0 (lc_facts_get_string (names->verdict->details, LC_FACT_STEP), LC_STEP_PROXY) == 0;
}

static char *
explain_not_permitted (const LcCauseNames *names)
{
  const char *reason = lc_facts_get_string (names->verdict->details, LC_FACT_REASON);

  if (lacks_proxy (names))
    return g_strdup (_("The proxy that the settings of this computer ask for could not be found, so nobody was asked."));
  /* Translators: %s is the reason that the system gives. */
  return reason != NULL ? g_strdup_printf (_("This could not be tested here: %s"), reason)
                        : g_strdup (_("This could not be tested here."));
}

static char *
explain_stun_error (const LcCauseNames *names)
{
  /* Translators: %s is host and port, %d an error code of STUN, for example 486. */
  return g_strdup_printf (_("%s was reached and answered with the error %d."), names->endpoint,
                          (int) lc_facts_get_int (names->verdict->details, LC_FACT_ERROR_CODE, 0));
}

static char *
advise_about_names (const LcCauseNames *names)
{
  if (is_from_hosts_file (names))
    /* Translators: a host name. “hosts” is the name of the file. */
    return g_strdup_printf (_("Take %s out of the hosts file of this computer, or ask whoever put it there."),
                            names->host);
  return g_strdup_printf (_("Ask IT to let the resolver give the public addresses of %s."), names->host);
}

static char *
advise_to_allow (const LcCauseNames *names)
{
  if (names->endpoint[0] == '\0')
    return g_strdup (_("Ask IT to allow outgoing UDP to the media servers, then check again."));
  return name_endpoint (names, _("Ask IT to allow outgoing traffic to %s."),
                        _("Ask IT to allow outgoing traffic to the media servers in %s."));
}

static char *
advise_about_permission (const LcCauseNames *names)
{
  return g_strdup (lacks_proxy (names) ? _(ADVICE_PROXY_SETTINGS) : "");
}

static const CauseWords table[] = {
  { LC_CAUSE_NONE, { NULL }, { NULL } },
  { LC_CAUSE_DNS_NOT_FOUND,
    { N_("The resolver of this network says that the name %s does not exist."), NULL, { NAME_HOST } },
    { .compose = advise_about_names } },
  { LC_CAUSE_DNS_NO_ADDRESS,
    { N_("The resolver of this network gives no address for %s."), NULL, { NAME_HOST } },
    { .compose = advise_about_names } },
  { LC_CAUSE_DNS_SERVER_FAILURE,
    { N_("The resolver of this network failed to look up %s."), NULL, { NAME_HOST } },
    { .compose = advise_about_names } },
  { LC_CAUSE_DNS_SILENT,
    { N_("The resolver of this network did not answer when asked for %s."), NULL, { NAME_HOST } },
    { ADVICE_RESOLVER } },
  { LC_CAUSE_DNS_REFUSED,
    { N_("No resolver could be reached to look up %s."), NULL, { NAME_HOST } },
    { ADVICE_RESOLVER } },
  { LC_CAUSE_DNS_SINKHOLE, { .compose = explain_wrong_address }, { .compose = advise_about_names } },
  { LC_CAUSE_DNS_PRIVATE_ADDRESS, { .compose = explain_wrong_address }, { .compose = advise_about_names } },
  { LC_CAUSE_REFUSED,
    { N_("The connection to %s was refused."),
      N_("The connection to the media servers in %s was refused."), { NAME_ENDPOINT } },
    { .compose = advise_to_allow } },
  { LC_CAUSE_REJECTED, { .compose = explain_rejection }, { .compose = advise_to_allow } },
  { LC_CAUSE_SILENT, { .compose = explain_silence }, { .compose = advise_to_allow } },
  { LC_CAUSE_NO_ROUTE,
    { .compose = explain_no_route },
    { N_("Check that this computer is connected, with an IPv4 address, and not held back by a VPN.") } },
  { LC_CAUSE_NO_NETWORK,
    { N_("This computer is not connected to a network.") },
    { N_("Plug in the network cable or join the Wi-Fi network, then check again.") } },
  { LC_CAUSE_RESET,
    { N_("The connection to %s was opened and then cut."),
      N_("The connection to the media servers in %s was opened and then cut."), { NAME_ENDPOINT } },
    { .compose = advise_to_allow } },
  { LC_CAUSE_CLOSED,
    { N_("The connection to %s was closed before the answer was complete."),
      N_("The connection to the media servers in %s was closed before the answer was complete."), { NAME_ENDPOINT } },
    { .compose = advise_to_allow } },
  { LC_CAUSE_SERVER_SILENT,
    { N_("%s accepted the connection and then said nothing."), NULL, { NAME_ENDPOINT } },
    ADVICE_INSPECTION },
  { LC_CAUSE_CERTIFICATE_EXPIRED,
    { N_("The certificate of %s has expired, or the clock of this computer is wrong."), NULL, { NAME_HOST } },
    { ADVICE_DATE } },
  { LC_CAUSE_CERTIFICATE_NOT_YET_VALID,
    { N_("The certificate of %s is not valid yet, or the clock of this computer is wrong."), NULL, { NAME_HOST } },
    { ADVICE_DATE } },
  { LC_CAUSE_CERTIFICATE_WRONG_NAME,
    { N_("What answers for %s has a certificate for another name."), NULL, { NAME_HOST } },
    ADVICE_TLS_INSPECTION },
  { LC_CAUSE_CERTIFICATE_UNTRUSTED,
    { N_("What answers for %s has a certificate that this computer does not trust: something on the way may be "
         "opening the encryption."), NULL, { NAME_HOST } },
    ADVICE_TLS_INSPECTION },
  { LC_CAUSE_TLS_FAILED,
    { N_("No encrypted connection to %s could be agreed on."), NULL, { NAME_ENDPOINT } },
    ADVICE_INSPECTION },
  { LC_CAUSE_HTTP_STATUS,
    { .compose = explain_status },
    { N_("Ask IT whether a web filter blocks %s; otherwise ask the service's support about the answer."),
      NULL, { NAME_HOST } } },
  { LC_CAUSE_REDIRECTED,
    { N_("%s leads on to %s, another place: a sign-in page of this network, or a change at the service."),
      NULL, { NAME_HOST, NAME_TARGET } },
    { N_("Open %s in a browser: sign in if the network asks for it, otherwise ask the service's support."),
      NULL, { NAME_HOST } } },
  { LC_CAUSE_SIGN_IN,
    { N_("The network wants somebody to sign in before it lets this computer through to %s."), NULL, { NAME_HOST } },
    { N_("Sign in to the network first: open a page in a browser, then check again.") } },
  { LC_CAUSE_PROXY_AUTHENTICATION,
    { N_("The proxy asks for a user name before it lets anybody through to %s."), NULL, { NAME_HOST } },
    { N_("Ask IT to let %s pass without the proxy."), NULL, { NAME_HOST } } },
  { LC_CAUSE_PROXY_UNREACHABLE,
    { N_("The proxy %s cannot be reached, so neither can %s."), NULL, { NAME_PROXY, NAME_HOST } },
    { ADVICE_PROXY_SETTINGS } },
  { LC_CAUSE_PROXY_FAILED,
    { .compose = explain_proxy },
    { N_("Ask IT to let the proxy connect to %s."), NULL, { NAME_HOST } } },
  { LC_CAUSE_WEBSOCKET_CUT,
    { N_("%s was reached, but the WebSocket inside the connection is cut."), NULL, { NAME_HOST } },
    { N_("Ask IT to let WebSocket connections to %s pass the proxy or firewall."), NULL, { NAME_HOST } } },
  { LC_CAUSE_PROTOCOL,
    { N_("What answers at %s does not speak the expected protocol."),
      N_("What answers for the media servers in %s does not speak the expected protocol."), { NAME_ENDPOINT } },
    ADVICE_INSPECTION },
  { LC_CAUSE_STUN_ERROR, { .compose = explain_stun_error }, { ADVICE_SUPPORT } },
  { LC_CAUSE_STUN_REWRITTEN,
    { N_("Something on the way rewrites addresses inside STUN packets, as a SIP helper (ALG) in a router does.") },
    { N_("Switch off SIP ALG in the router or firewall.") } },
  { LC_CAUSE_ANSWERED_INSIDE,
    { N_("Something inside this network answers in the place of %s."),
      N_("Something inside this network answers in the place of the media servers in %s."), { NAME_ENDPOINT } },
    { N_("Ask IT to let traffic to %s pass to the real server, unanswered and unaltered."),
      N_("Ask IT to let traffic to the media servers in %s pass to the real ones, unanswered and unaltered."),
      { NAME_ENDPOINT } } },
  { LC_CAUSE_PARTLY_UNREACHABLE,
    { N_("Some addresses of %s answered, %s did not."), NULL, { NAME_HOST, NAME_TARGET } },
    { N_("Ask IT to allow outgoing traffic to all addresses of %s, %s among them."),
      NULL, { NAME_ENDPOINT, NAME_TARGET } } },
  { LC_CAUSE_OUTSIDE_RANGES,
    { N_("The region answers from %s, which is in none of its published address ranges: firewall rules made from "
         "them would not let this address through."), NULL, { NAME_TARGET } },
    { ADVICE_SUPPORT } },
  { LC_CAUSE_TCP_ONLY, { .compose = explain_tcp_only }, { .compose = advise_to_allow } },
  { LC_CAUSE_FIRST_PACKETS_ONLY,
    { N_("The first packets to the media servers in %s were answered, then nothing came back, as with a firewall "
         "that lets only the first packets through."), NULL, { NAME_ENDPOINT } },
    { .compose = advise_to_allow } },
  { LC_CAUSE_SLOW, { .compose = explain_delay }, { ADVICE_CABLE } },
  { LC_CAUSE_JITTERY, { .compose = explain_jitter }, { ADVICE_CABLE } },
  { LC_CAUSE_LOSSY, { .compose = explain_loss }, { ADVICE_CABLE } },
  { LC_CAUSE_FARTHER_REGION,
    { .compose = explain_farther_region },
    { N_("Leave the VPN, or ask IT for a resolver near this computer that forwards the client subnet.") } },
  { LC_CAUSE_CLOCK_WRONG, { .compose = explain_clock }, { N_("Let this computer set its clock from the network.") } },
  { LC_CAUSE_NOT_PERMITTED, { .compose = explain_not_permitted }, { .compose = advise_about_permission } },
  { LC_CAUSE_CANCELLED, { N_("The check was stopped before this was answered.") }, { N_("Check again.") } },
  { LC_CAUSE_DEPENDENCY, { N_("This was not tested, because something that it needs failed.") }, { NULL } },
  { LC_CAUSE_UNKNOWN, { N_("The cause is not known.") }, { NULL } },
};

G_STATIC_ASSERT (G_N_ELEMENTS (table) == LC_CAUSE_UNKNOWN + 1);

static const CauseWords *
find_words (LcCause cause)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].cause == cause)
      return &table[i];
  g_return_val_if_reached (&table[0]);
}

static const char *
get_name (const LcCauseNames *names, CauseName name)
{
  switch (name)
    {
    case NAME_ENDPOINT:
      return names->endpoint;
    case NAME_HOST:
      return names->host;
    case NAME_TARGET:
      return names->target;
    case NAME_PROXY:
      return names->proxy;
    case NAME_NONE:
    default:
      return "";
    }
}

static char *
say (const CauseSentence *sentence, const LcCauseNames *names)
{
  gboolean has_own = names->is_region && sentence->about_region != NULL;
  const char *text = has_own ? sentence->about_region : sentence->about_server;

  if (sentence->compose != NULL)
    return sentence->compose (names);
  if (text == NULL)
    return g_strdup ("");
  /* The table's sentences take strings, at most two; translators' tools see to it that theirs do, too. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (_(text), get_name (names, sentence->names[0]), get_name (names, sentence->names[1]));
#pragma GCC diagnostic pop
}

/**
 * lc_cause_dup_explanation:
 *
 * Returns: (transfer full): one sentence on what was seen; empty where nothing is wrong
 */
char *
lc_cause_dup_explanation (const LcCauseNames *names)
{
  return say (&find_words (names->verdict->cause)->explanation, names);
}

/**
 * lc_cause_dup_advice:
 *
 * Returns: (transfer full): one sentence on what to do; empty when there is
 *   nothing to be done
 */
char *
lc_cause_dup_advice (const LcCauseNames *names)
{
  /* Many gateways are silent, and nobody misses it. */
  return names->is_gateway ? g_strdup ("") : say (&find_words (names->verdict->cause)->advice, names);
}
