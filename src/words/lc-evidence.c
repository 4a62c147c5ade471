/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-evidence.c: see lc-evidence.h. A fact that has no words here is shown under
 * its own name: evidence is never left out.
 */
#include "config.h"

#include "words/lc-evidence.h"

#include "base/lc-base-enums.h"
#include "language/lc-i18n.h"
#include "words/lc-check-text.h"

/* Letters of one value. The saved run has all of it. */
#define MAX_VALUE 500

typedef struct
{
  const char *name;
  const char *label;
} Word;

static const Word fact_words[] = {
  { "address", N_("Address") },
  { "address_scope", N_("Kind of address") },
  { "address_scopes", N_("Kinds of addresses") },
  { "addresses", N_("Addresses") },
  { "answered_by", N_("Answered over") },
  { "body_bytes", N_("Bytes received") },
  { "body_outcome", N_("End of the answer") },
  { "body_text", N_("Text of the answer") },
  { "body_truncated", N_("Answer cut short") },
  { "canonical_name", N_("Canonical name") },
  { "certificate_dns_names", N_("Certificate is for") },
  { "certificate_fingerprint_sha256", N_("Certificate fingerprint (SHA-256)") },
  { "certificate_issuer", N_("Certificate issued by") },
  { "certificate_not_after", N_("Certificate valid until") },
  { "certificate_not_before", N_("Certificate valid from") },
  { "certificate_self_signed", N_("Certificate signed by itself") },
  { "certificate_subject", N_("Certificate issued to") },
  { "close_code", N_("Code with which it was closed") },
  { "content_type", N_("Kind of content") },
  { "credentials", N_("Credentials") },
  { "date_seen_us", N_("Time here when it arrived") },
  { "date_us", N_("Time of the server") },
  { "direct", N_("Without a proxy") },
  { "dns_address", N_("Address from the name lookup") },
  { "dns_layer", N_("Published by") },
  { "dns_region", N_("Region from the name lookup") },
  { "dns_region_median_us", N_("Latency to that region") },
  { "edge", N_("Name of the region in host names") },
  { "engine_io_protocol", N_("Engine.IO version") },
  { "error_code", N_("Answer code") },
  { "error_text", N_("Answer text") },
  { "evidence", N_("Evidence") },
  { "failed_layer", N_("Failed in") },
  { "family", N_("Address family") },
  { "first_byte_us", N_("Time to first byte") },
  { "gateway", N_("Gateway") },
  { "host", N_("Host") },
  { "hosts_file", N_("From the hosts file of this computer") },
  { "http_version", N_("HTTP version") },
  { "icmp_code", N_("ICMP code") },
  { "icmp_from", N_("ICMP error sent by") },
  { "icmp_type", N_("ICMP type") },
  { "in_range", N_("Address in a published range") },
  { "interface", N_("Interface") },
  { "interface_evidence", N_("How this is known") },
  { "interface_kind", N_("Kind of connection") },
  { "interface_mtu", N_("Largest packet (MTU)") },
  { "interfaces", N_("Interfaces") },
  { "interfaces_omitted", N_("Interfaces not listed") },
  { "is_proxy", N_("Leads to the proxy") },
  { "ipv4", N_("IPv4") },
  { "ipv4_default_routes", N_("IPv4 default routes") },
  { "ipv4_gateway", N_("IPv4 gateway") },
  { "ipv4_interface", N_("IPv4 interface") },
  { "ipv4_source", N_("IPv4 address") },
  { "ipv6", N_("IPv6") },
  { "ipv6_default_routes", N_("IPv6 default routes") },
  { "ipv6_gateway", N_("IPv6 gateway") },
  { "ipv6_interface", N_("IPv6 interface") },
  { "ipv6_source", N_("IPv6 address") },
  { "kind", N_("Kind") },
  { "layer", N_("Published by") },
  { "links_reason", N_("Why interfaces are not known") },
  { "location", N_("Leads on to") },
  { "local", N_("Refused by this computer") },
  { "lookup_us", N_("Time of the lookup") },
  { "lost", N_("Lost") },
  { "mapped_address", N_("Seen from outside as") },
  { "mapped_scope", N_("Kind of address seen from outside") },
  { "max_payload", N_("Largest message") },
  { "method", N_("Measured with") },
  { "mtu", N_("Largest packet (MTU)") },
  { "name", N_("Name") },
  { "network_name", N_("Network name") },
  { "nonce_present", N_("Nonce given") },
  { "offset_us", N_("Difference of the clocks") },
  { "other_address", N_("Other address of the server") },
  { "other_region", N_("Leads to the region") },
  { "path", N_("Path") },
  { "ping_interval_us", N_("Ping interval") },
  { "ping_timeout_us", N_("Ping timeout") },
  { "place", N_("Place") },
  { "plain_mapped_address", N_("Seen from outside as (unprotected)") },
  { "port", N_("Port") },
  { "proxies", N_("Proxies") },
  { "proxy", N_("Proxy") },
  { "rcode", N_("Answer code of the name server") },
  { "realm", N_("Realm") },
  { "reason", N_("Reason") },
  { "received", N_("Received") },
  { "recommended_jitter_us", N_("Jitter to it") },
  { "recommended_lost", N_("Packets to it that were lost") },
  { "recommended_median_us", N_("Latency to it") },
  { "recommended_method", N_("Measured with") },
  { "recommended_p95_us", N_("95th percentile to it") },
  { "recommended_region", N_("Recommended region") },
  { "recommended_sent", N_("Packets sent to it") },
  { "redirect_limit", N_("Too many redirects") },
  { "redirects", N_("Redirected by") },
  { "region", N_("Region") },
  { "requests_sent", N_("Packets sent") },
  { "resolution_us", N_("Accuracy of the server's time") },
  { "resolvers", N_("Name servers") },
  { "response_origin", N_("Answered from") },
  { "rewritten", N_("Address rewritten on the way") },
  { "routes_reason", N_("Why routes are not known") },
  { "rtt_us", N_("Round trip") },
  { "sent", N_("Sent") },
  { "server", N_("Server") },
  { "servers", N_("Name servers") },
  { "software", N_("Software") },
  { "source", N_("Source") },
  { "status", N_("Status") },
  { "table", N_("Routing table") },
  { "target", N_("Address") },
  { "tied_regions", N_("As near as") },
  { "timestamps", N_("Time taken by") },
  { "tls_cipher", N_("Cipher") },
  { "tls_errors", N_("Faults of the certificate") },
  { "tls_version", N_("TLS version") },
  { "transport", N_("Transport") },
  { "ttl_s", N_("Valid for (seconds)") },
  { "up", N_("Switched on") },
  { "url", N_("Address asked for") },
  { "websocket_offered", N_("WebSocket offered") },
};

static const Word step_words[] = {
  { "allocate", N_("TURN Allocate") },
  { "binding", N_("STUN Binding") },
  { "dns", N_("Name lookup") },
  { "http", N_("HTTP request") },
  { "interface", N_("Interface") },
  { "ping", N_("Ping") },
  { "polling", N_("Socket.IO by polling") },
  { "probe", N_("Socket.IO over WebSocket") },
  { "proxy", N_("Connection by the proxy") },
  { "route", N_("Route") },
  { "tcp", N_("TCP connection") },
  { "tls", N_("TLS handshake") },
  { "websocket", N_("WebSocket") },
};

/* Words that probes use for values. */
static const Word value_words[] = {
  { "authentication", N_("it wants to know who asks") },
  { "bad-identity", N_("made out to another name") },
  { "bridge", N_("bridge") },
  { "edge-host", N_("the region's own name") },
  { "expired", N_("expired") },
  { "generic", N_("not valid") },
  { "global", N_("public") },
  { "http", N_("HTTP") },
  { "ipv4", N_("IPv4") },
  { "ipv6", N_("IPv6") },
  { "insecure", N_("made with a weak algorithm") },
  { "kernel", N_("the system's kernel") },
  { "link-local", N_("valid on this link only") },
  { "loopback", N_("this computer itself") },
  { "mobile", N_("mobile network") },
  { "not-activated", N_("not valid yet") },
  { "not-needed", N_("given up, as another way had answered") },
  { "operator", N_("the operator") },
  { "private", N_("private") },
  { "range", N_("the region's published addresses") },
  { "region-id-host", N_("the name with the region's id") },
  { "revoked", N_("revoked") },
  { "shared", N_("shared by customers of a provider") },
  { "stun-udp", N_("STUN over UDP") },
  { "superseded", N_("another one was quicker") },
  { "tcp", N_("TCP") },
  { "tcp-3478", N_("a TCP connection to port 3478") },
  { "tcp-443", N_("a TCP connection to port 443") },
  { "tls", N_("TLS") },
  { "udp", N_("UDP") },
  { "unknown", N_("unknown") },
  { "unknown-ca", N_("issued by somebody unknown") },
  { "user", N_("this program") },
  { "vendor", N_("the vendor") },
  { "virtual", N_("virtual") },
  { "vpn", N_("VPN") },
  { "wifi", N_("Wi-Fi") },
  { "wired", N_("cable") },
};

static const char *
find_word (const Word *words, guint n_words, const char *name)
{
  for (guint i = 0; i < n_words; i++)
    if (g_str_equal (words[i].name, name))
      return words[i].label;
  return NULL;
}

static char *
format_date (gint64 us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);

  return utc != NULL ? g_date_time_format (utc, "%Y-%m-%d %H:%M:%S UTC") : g_strdup ("");
}

static char *
format_int (const char *fact, gint64 value)
{
  if (g_str_equal (fact, "date_us") || g_str_equal (fact, "date_seen_us"))
    return format_date (value);
  if (g_str_has_suffix (fact, "_us"))
    return lc_text_dup_duration (value);
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

/* Facts whose values are words of a probe, not of the network. */
static gboolean
is_word_fact (const char *fact)
{
  static const char *const facts[] = {
    "address_scopes", "answered_by", "dns_layer", "failed_layer", "family", "interface_kind",
    "kind", "layer", "method", "reason", "recommended_method", "source", "timestamps", "tls_errors",
    "transport", NULL,
  };

  return g_strv_contains (facts, fact);
}

/**
 * lc_evidence_dup_label:
 * @fact: stable name of a fact
 *
 * Returns: (transfer full): what to call it before people
 */
char *
lc_evidence_dup_label (const char *fact)
{
  const char *label = find_word (fact_words, G_N_ELEMENTS (fact_words), fact);

  return label != NULL ? g_strdup (_(label)) : g_strdelimit (g_strdup (fact), "_", ' ');
}

/**
 * lc_evidence_get_outcome_label:
 *
 * Returns: (transfer none): how a step ended, in one to three words
 */
const char *
lc_evidence_get_outcome_label (LcOutcome outcome)
{
  switch (outcome)
    {
    case LC_OUTCOME_ANSWERED:
      return _("Answered");
    case LC_OUTCOME_REFUSED:
      return _("Refused");
    case LC_OUTCOME_REJECTED:
      return _("Rejected by a firewall");
    case LC_OUTCOME_UNREACHABLE:
      return _("No way there");
    case LC_OUTCOME_NO_ANSWER:
      return _("No answer");
    case LC_OUTCOME_RESET:
      return _("Connection cut");
    case LC_OUTCOME_CLOSED:
      return _("Connection closed");
    case LC_OUTCOME_MALFORMED:
      return _("Not understood");
    case LC_OUTCOME_DENIED:
      return _("Denied");
    case LC_OUTCOME_UNTRUSTED:
      return _("Certificate not trusted");
    case LC_OUTCOME_TLS_FAILED:
      return _("No encryption agreed");
    case LC_OUTCOME_NAME_NOT_FOUND:
      return _("Name not found");
    case LC_OUTCOME_NO_ADDRESS:
      return _("No address");
    case LC_OUTCOME_DNS_FAILED:
      return _("Name server failed");
    case LC_OUTCOME_SKIPPED:
      return _("Skipped");
    case LC_OUTCOME_CANCELLED:
      return _("Stopped");
    case LC_OUTCOME_UNAVAILABLE:
    default:
      return _("Not possible here");
    }
}

/**
 * lc_evidence_dup_word:
 * @value: a word that a probe uses: "wifi"
 *
 * Returns: (transfer full): the same for people: "Wi-Fi"; @value itself where
 *   there are no words for it
 */
char *
lc_evidence_dup_word (const char *value)
{
  const char *word = find_word (value_words, G_N_ELEMENTS (value_words), value);

  return g_strdup (word != NULL ? _(word) : value);
}

/* Returns: (transfer full): the entries of a list for people */
static char *
join_list (const char *fact, const char *const *entries, const char *separator)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; entries[i] != NULL; i++)
    {
      g_autofree char *entry = is_word_fact (fact) ? lc_evidence_dup_word (entries[i]) : g_strdup (entries[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? separator : "", entry);
    }
  return g_string_free (text, FALSE);
}

/**
 * lc_evidence_dup_value:
 * @fact: stable name of the fact: times end in "_us"
 * @value: string, 64-bit integer, boolean or list of strings
 *
 * Returns: (transfer full): the value for people
 */
char *
lc_evidence_dup_value (const char *fact, GVariant *value)
{
  int outcome;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return format_int (fact, g_variant_get_int64 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return g_strdup (g_variant_get_boolean (value) ? _("Yes") : _("No"));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    {
      g_autofree const char **words = g_variant_get_strv (value, NULL);

      if (words[0] == NULL)
        /* Translators: stands for an empty list. */
        return g_strdup (_("None"));
      return join_list (fact, words, "\n");
    }
  if (g_str_equal (fact, "body_outcome") &&
      lc_enum_from_nick (LC_TYPE_OUTCOME, g_variant_get_string (value, NULL), &outcome))
    return g_strdup (lc_evidence_get_outcome_label (outcome));
  if (is_word_fact (fact))
    return lc_evidence_dup_word (g_variant_get_string (value, NULL));
  return g_variant_dup_string (value, NULL);
}

/**
 * lc_evidence_dup_line:
 * @fact: stable name of the fact
 * @value: string, 64-bit integer, boolean or list of strings
 *
 * Returns: (transfer full): the value for people, a list in one line
 */
char *
lc_evidence_dup_line (const char *fact, GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    {
      g_autofree const char **words = g_variant_get_strv (value, NULL);

      if (words[0] != NULL)
        /* Translators: between the entries of a list. */
        return join_list (fact, words, _(", "));
    }
  return lc_evidence_dup_value (fact, value);
}

/**
 * lc_evidence_cut:
 * @value: of a fact, for people
 *
 * A server may send pages.
 *
 * Returns: (transfer full): @value, or its beginning with the word that it was cut
 */
char *
lc_evidence_cut (const char *value)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (value, -1) <= MAX_VALUE)
    return g_strdup (value);
  start = g_utf8_substring (value, 0, MAX_VALUE);
  /* Translators: the beginning of a long text. */
  return g_strdup_printf (_("%s… (cut here; the saved run has all of it)"), start);
}

/**
 * lc_evidence_dup_step_title:
 *
 * Returns: (transfer full): what was done in a step
 */
char *
lc_evidence_dup_step_title (const LcStep *step)
{
  const char *title = find_word (step_words, G_N_ELEMENTS (step_words), step->name);

  return g_strdup (title != NULL ? _(title) : step->name);
}
