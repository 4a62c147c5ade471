/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-fact-table.h: the names of facts as constants, and what is known of each:
 * what its values are, what it is called before people, and what of it tells
 * who and where somebody is. A fact that is not in this table does not compile.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the values of a fact are; each also as a list, where it is one of text. */
typedef enum
{
  LC_FACT_FORM_TEXT,     /* what somebody else said, or a name */
  LC_FACT_FORM_WORD,     /* one of the words that probes use: "wifi" */
  LC_FACT_FORM_OUTCOME,  /* nick of an LcOutcome */
  LC_FACT_FORM_NUMBER,
  LC_FACT_FORM_DURATION, /* microseconds */
  LC_FACT_FORM_TIME,     /* microseconds since 1970, UTC */
  LC_FACT_FORM_FLAG,
} LcFactForm;

/* What a redacted report has to hide of a fact. Addresses and names that are
 * the person's are hidden in text of every class, once they are known. */
typedef enum
{
  LC_PRIVACY_NONE,           /* a number or a truth */
  LC_PRIVACY_TEXT,           /* what looks like somebody's address or host in it */
  LC_PRIVACY_OWN_ADDRESS,    /* addresses of this computer, or of its network */
  LC_PRIVACY_SERVER_ADDRESS, /* addresses of whom was asked: the service's, where the service was asked */
  LC_PRIVACY_ROUTES,         /* own addresses and interfaces */
  LC_PRIVACY_INTERFACE,      /* names of interfaces */
  LC_PRIVACY_NETWORK,        /* the name of a network */
  LC_PRIVACY_AUTHORITY,      /* who issues certificates */
  LC_PRIVACY_CERTIFICATE,    /* whom a certificate is made out to */
  LC_PRIVACY_PROXY,          /* addresses or URIs of proxies */
} LcPrivacy;

/* Constant, stable name in a saved run, form, privacy, words. */
#define LC_FOR_EACH_FACT(FACT) \
  FACT (ADDRESS, "address", TEXT, SERVER_ADDRESS, N_("Address")) \
  FACT (ADDRESS_SCOPE, "address_scope", TEXT, TEXT, N_("Kind of address")) \
  FACT (ADDRESS_SCOPES, "address_scopes", WORD, TEXT, N_("Kinds of addresses")) \
  FACT (ADDRESSES, "addresses", TEXT, SERVER_ADDRESS, N_("Addresses")) \
  FACT (ANSWERED_BY, "answered_by", WORD, TEXT, N_("Answered over")) \
  FACT (BODY_BYTES, "body_bytes", NUMBER, NONE, N_("Bytes received")) \
  FACT (BODY_OUTCOME, "body_outcome", OUTCOME, NONE, N_("End of the answer")) \
  FACT (BODY_TEXT, "body_text", TEXT, TEXT, N_("Text of the answer")) \
  FACT (BODY_TRUNCATED, "body_truncated", FLAG, NONE, N_("Answer cut short")) \
  FACT (CANONICAL_NAME, "canonical_name", TEXT, TEXT, N_("Canonical name")) \
  FACT (CERTIFICATE_DNS_NAMES, "certificate_dns_names", TEXT, TEXT, N_("Certificate is for")) \
  FACT (CERTIFICATE_FINGERPRINT_SHA256, "certificate_fingerprint_sha256", TEXT, TEXT, \
        N_("Certificate fingerprint (SHA-256)")) \
  FACT (CERTIFICATE_ISSUER, "certificate_issuer", TEXT, AUTHORITY, N_("Certificate issued by")) \
  FACT (CERTIFICATE_NOT_AFTER, "certificate_not_after", TEXT, TEXT, N_("Certificate valid until")) \
  FACT (CERTIFICATE_NOT_BEFORE, "certificate_not_before", TEXT, TEXT, N_("Certificate valid from")) \
  FACT (CERTIFICATE_SELF_SIGNED, "certificate_self_signed", FLAG, NONE, N_("Certificate signed by itself")) \
  FACT (CERTIFICATE_SUBJECT, "certificate_subject", TEXT, CERTIFICATE, N_("Certificate issued to")) \
  FACT (CLOSE_CODE, "close_code", NUMBER, NONE, N_("Code with which it was closed")) \
  FACT (CONTENT_TYPE, "content_type", TEXT, TEXT, N_("Kind of content")) \
  FACT (CREDENTIALS, "credentials", FLAG, NONE, N_("Credentials")) \
  FACT (DATE_SEEN_US, "date_seen_us", TIME, NONE, N_("Time here when it arrived")) \
  FACT (DATE_US, "date_us", TIME, NONE, N_("Time of the server")) \
  FACT (DIRECT, "direct", FLAG, NONE, N_("Without a proxy")) \
  FACT (DNS_ADDRESS, "dns_address", TEXT, SERVER_ADDRESS, N_("Address from the name lookup")) \
  FACT (DNS_LAYER, "dns_layer", WORD, TEXT, N_("Published by")) \
  FACT (DNS_REGION, "dns_region", TEXT, TEXT, N_("Region from the name lookup")) \
  FACT (DNS_REGION_MEDIAN_US, "dns_region_median_us", DURATION, NONE, N_("Latency to that region")) \
  FACT (EDGE, "edge", TEXT, TEXT, N_("Name of the region in host names")) \
  FACT (ENGINE_IO_PROTOCOL, "engine_io_protocol", NUMBER, NONE, N_("Engine.IO version")) \
  FACT (ERROR_CODE, "error_code", NUMBER, NONE, N_("Answer code")) \
  FACT (ERROR_TEXT, "error_text", TEXT, TEXT, N_("Answer text")) \
  FACT (EVIDENCE, "evidence", TEXT, TEXT, N_("Evidence")) \
  FACT (FAILED_LAYER, "failed_layer", WORD, TEXT, N_("Failed in")) \
  FACT (FAMILY, "family", WORD, TEXT, N_("Address family")) \
  FACT (FIRST_BYTE_US, "first_byte_us", DURATION, NONE, N_("Time to first byte")) \
  FACT (GATEWAY, "gateway", TEXT, OWN_ADDRESS, N_("Gateway")) \
  FACT (HOST, "host", TEXT, TEXT, N_("Host")) \
  FACT (HOSTS_FILE, "hosts_file", FLAG, NONE, N_("From the hosts file of this computer")) \
  FACT (HTTP_VERSION, "http_version", TEXT, TEXT, N_("HTTP version")) \
  FACT (ICMP_CODE, "icmp_code", NUMBER, NONE, N_("ICMP code")) \
  FACT (ICMP_FROM, "icmp_from", TEXT, TEXT, N_("ICMP error sent by")) \
  FACT (ICMP_TYPE, "icmp_type", NUMBER, NONE, N_("ICMP type")) \
  FACT (IN_RANGE, "in_range", FLAG, NONE, N_("Address in a published range")) \
  FACT (INTERFACE, "interface", TEXT, INTERFACE, N_("Interface")) \
  FACT (INTERFACE_EVIDENCE, "interface_evidence", TEXT, TEXT, N_("How this is known")) \
  FACT (INTERFACE_KIND, "interface_kind", WORD, TEXT, N_("Kind of connection")) \
  FACT (INTERFACE_MTU, "interface_mtu", NUMBER, NONE, N_("Largest packet (MTU)")) \
  FACT (INTERFACES, "interfaces", TEXT, INTERFACE, N_("Interfaces")) \
  FACT (INTERFACES_OMITTED, "interfaces_omitted", NUMBER, NONE, N_("Interfaces not listed")) \
  FACT (IPV4, "ipv4", FLAG, NONE, N_("IPv4")) \
  FACT (IPV4_DEFAULT_ROUTES, "ipv4_default_routes", TEXT, ROUTES, N_("IPv4 default routes")) \
  FACT (IPV4_GATEWAY, "ipv4_gateway", TEXT, OWN_ADDRESS, N_("IPv4 gateway")) \
  FACT (IPV4_INTERFACE, "ipv4_interface", TEXT, INTERFACE, N_("IPv4 interface")) \
  FACT (IPV4_SOURCE, "ipv4_source", TEXT, OWN_ADDRESS, N_("IPv4 address")) \
  FACT (IPV6, "ipv6", FLAG, NONE, N_("IPv6")) \
  FACT (IPV6_DEFAULT_ROUTES, "ipv6_default_routes", TEXT, ROUTES, N_("IPv6 default routes")) \
  FACT (IPV6_GATEWAY, "ipv6_gateway", TEXT, OWN_ADDRESS, N_("IPv6 gateway")) \
  FACT (IPV6_INTERFACE, "ipv6_interface", TEXT, INTERFACE, N_("IPv6 interface")) \
  FACT (IPV6_SOURCE, "ipv6_source", TEXT, OWN_ADDRESS, N_("IPv6 address")) \
  FACT (IS_PROXY, "is_proxy", FLAG, NONE, N_("Leads to the proxy")) \
  FACT (KIND, "kind", WORD, TEXT, N_("Kind")) \
  FACT (LAYER, "layer", WORD, TEXT, N_("Published by")) \
  FACT (LIMIT_US, "limit_us", DURATION, NONE, N_("Limit")) \
  FACT (LINKS_REASON, "links_reason", TEXT, TEXT, N_("Why interfaces are not known")) \
  FACT (LOCAL, "local", FLAG, NONE, N_("Refused by this computer")) \
  FACT (LOCATION, "location", TEXT, TEXT, N_("Leads on to")) \
  FACT (LOOKUP_US, "lookup_us", DURATION, NONE, N_("Time of the lookup")) \
  FACT (LOST, "lost", NUMBER, NONE, N_("Lost")) \
  FACT (MAPPED_ADDRESS, "mapped_address", TEXT, OWN_ADDRESS, N_("Seen from outside as")) \
  FACT (MAPPED_SCOPE, "mapped_scope", TEXT, TEXT, N_("Kind of address seen from outside")) \
  FACT (MAX_PAYLOAD, "max_payload", NUMBER, NONE, N_("Largest message")) \
  FACT (METHOD, "method", WORD, TEXT, N_("Measured with")) \
  FACT (MTU, "mtu", NUMBER, NONE, N_("Largest packet (MTU)")) \
  FACT (NAME, "name", TEXT, TEXT, N_("Name")) \
  FACT (NEAREST_JITTER_US, "nearest_jitter_us", DURATION, NONE, N_("Jitter to it")) \
  FACT (NEAREST_LOST, "nearest_lost", NUMBER, NONE, N_("Packets to it that were lost")) \
  FACT (NEAREST_MEDIAN_US, "nearest_median_us", DURATION, NONE, N_("Latency to it")) \
  FACT (NEAREST_METHOD, "nearest_method", WORD, TEXT, N_("Measured with")) \
  FACT (NEAREST_P95_US, "nearest_p95_us", DURATION, NONE, N_("95th percentile to it")) \
  FACT (NEAREST_REGION, "nearest_region", TEXT, TEXT, N_("Recommended region")) \
  FACT (NEAREST_SENT, "nearest_sent", NUMBER, NONE, N_("Packets sent to it")) \
  FACT (NETWORK_NAME, "network_name", TEXT, NETWORK, N_("Network name")) \
  FACT (NONCE_PRESENT, "nonce_present", FLAG, NONE, N_("Nonce given")) \
  FACT (OFFSET_US, "offset_us", DURATION, NONE, N_("Difference of the clocks")) \
  FACT (OTHER_ADDRESS, "other_address", TEXT, SERVER_ADDRESS, N_("Other address of the server")) \
  FACT (OTHER_REGION, "other_region", TEXT, TEXT, N_("Leads to the region")) \
  FACT (OUTCOME, "outcome", TEXT, TEXT, N_("Outcome")) \
  FACT (PATH, "path", TEXT, TEXT, N_("Path")) \
  FACT (PING_INTERVAL_US, "ping_interval_us", DURATION, NONE, N_("Ping interval")) \
  FACT (PING_TIMEOUT_US, "ping_timeout_us", DURATION, NONE, N_("Ping timeout")) \
  FACT (PLACE, "place", TEXT, TEXT, N_("Place")) \
  FACT (PLAIN_MAPPED_ADDRESS, "plain_mapped_address", TEXT, OWN_ADDRESS, N_("Seen from outside as (unprotected)")) \
  FACT (PORT, "port", NUMBER, NONE, N_("Port")) \
  FACT (PROXIES, "proxies", TEXT, PROXY, N_("Proxies")) \
  FACT (PROXY, "proxy", TEXT, PROXY, N_("Proxy")) \
  FACT (RCODE, "rcode", TEXT, TEXT, N_("Answer code of the name server")) \
  FACT (REALM, "realm", TEXT, TEXT, N_("Realm")) \
  FACT (REASON, "reason", WORD, TEXT, N_("Reason")) \
  FACT (RECEIVED, "received", NUMBER, NONE, N_("Received")) \
  FACT (REDIRECT_LIMIT, "redirect_limit", FLAG, NONE, N_("Too many redirects")) \
  FACT (REDIRECTS, "redirects", TEXT, TEXT, N_("Redirected by")) \
  FACT (REGION, "region", TEXT, TEXT, N_("Region")) \
  FACT (RELAYED_ADDRESS, "relayed_address", TEXT, TEXT, N_("Relayed address")) \
  FACT (REQUESTS_SENT, "requests_sent", NUMBER, NONE, N_("Packets sent")) \
  FACT (RESOLUTION_US, "resolution_us", DURATION, NONE, N_("Accuracy of the server's time")) \
  FACT (RESOLVERS, "resolvers", TEXT, TEXT, N_("Name servers")) \
  FACT (RESPONSE_ORIGIN, "response_origin", TEXT, SERVER_ADDRESS, N_("Answered from")) \
  FACT (REWRITTEN, "rewritten", FLAG, NONE, N_("Address rewritten on the way")) \
  FACT (ROUTES_REASON, "routes_reason", TEXT, TEXT, N_("Why routes are not known")) \
  FACT (RTT_US, "rtt_us", DURATION, NONE, N_("Round trip")) \
  FACT (SENT, "sent", NUMBER, NONE, N_("Sent")) \
  FACT (SERVER, "server", TEXT, TEXT, N_("Server")) \
  FACT (SERVERS, "servers", TEXT, TEXT, N_("Name servers")) \
  FACT (SOFTWARE, "software", TEXT, TEXT, N_("Software")) \
  FACT (SOURCE, "source", WORD, OWN_ADDRESS, N_("Source")) \
  FACT (STATUS, "status", NUMBER, NONE, N_("Status")) \
  FACT (STEP, "step", TEXT, TEXT, N_("Step")) \
  FACT (TABLE, "table", NUMBER, NONE, N_("Routing table")) \
  FACT (TARGET, "target", TEXT, TEXT, N_("Address")) \
  FACT (TIED_REGIONS, "tied_regions", TEXT, TEXT, N_("As near as")) \
  FACT (TIMESTAMPS, "timestamps", WORD, TEXT, N_("Time taken by")) \
  FACT (TLS_CIPHER, "tls_cipher", TEXT, TEXT, N_("Cipher")) \
  FACT (TLS_ERRORS, "tls_errors", WORD, TEXT, N_("Faults of the certificate")) \
  FACT (TLS_VERSION, "tls_version", TEXT, TEXT, N_("TLS version")) \
  FACT (TRANSPORT, "transport", WORD, TEXT, N_("Transport")) \
  FACT (TTL_S, "ttl_s", NUMBER, NONE, N_("Valid for (seconds)")) \
  FACT (UP, "up", FLAG, NONE, N_("Switched on")) \
  FACT (URL, "url", TEXT, TEXT, N_("Address asked for")) \
  FACT (VALUE_US, "value_us", DURATION, NONE, N_("Measured")) \
  FACT (VIA, "via", TEXT, TEXT, N_("Passed on by")) \
  FACT (WEBSOCKET_OFFERED, "websocket_offered", FLAG, NONE, N_("WebSocket offered"))

#define LC_FACT_DECLARE(constant, name, form, privacy, label) extern const char LC_FACT_##constant[];
LC_FOR_EACH_FACT (LC_FACT_DECLARE)
#undef LC_FACT_DECLARE

/**
 * LcFactInfo:
 * @name: stable name, as in a saved run
 * @label: what it is called before people, not translated: N_()
 */
typedef struct
{
  const char *name;
  LcFactForm form;
  LcPrivacy privacy;
  const char *label;
} LcFactInfo;

const LcFactInfo *lc_fact_table_find (const char *name);

G_END_DECLS
