/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-types.h: the vocabulary shared by all layers. The nicks of these enums
 * (lc_enum_nick()) are what a saved run holds, so they are stable.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LcTransport:
 * The transport under STUN and TURN (RFC 8489 section 6.2, RFC 8656).
 */
typedef enum
{
  LC_TRANSPORT_UDP,
  LC_TRANSPORT_TCP,
  LC_TRANSPORT_TLS,
} LcTransport;

/**
 * LcOutcome:
 * What was seen when a question was asked. An outcome is a fact, never a
 * judgement: whether it is good or bad, and why, is the verdict's to say.
 */
typedef enum
{
  LC_OUTCOME_ANSWERED,       /* the expected answer came */
  LC_OUTCOME_REFUSED,        /* TCP RST to a SYN, or ICMP port unreachable */
  LC_OUTCOME_REJECTED,       /* ICMP administratively prohibited: a filter said no */
  LC_OUTCOME_UNREACHABLE,    /* ICMP host/net unreachable, or no route on this computer (fact "local") */
  LC_OUTCOME_NO_ANSWER,      /* silence until the deadline */
  LC_OUTCOME_RESET,          /* an open connection was reset (RST) */
  LC_OUTCOME_CLOSED,         /* an open connection ended before the answer was complete */
  LC_OUTCOME_MALFORMED,      /* an answer that is not of the protocol */
  LC_OUTCOME_DENIED,         /* a well-formed answer that says no (HTTP 4xx/5xx, STUN error) */
  LC_OUTCOME_UNTRUSTED,      /* TLS certificate not acceptable (fact "tls_errors") */
  LC_OUTCOME_TLS_FAILED,     /* TLS handshake failed for another reason */
  LC_OUTCOME_NAME_NOT_FOUND, /* DNS NXDOMAIN */
  LC_OUTCOME_NO_ADDRESS,     /* the name exists but has no address of that family */
  LC_OUTCOME_DNS_FAILED,     /* the resolver answered SERVFAIL, REFUSED or the like */
  LC_OUTCOME_SKIPPED,        /* not asked, because something it needs was missing (fact "reason") */
  LC_OUTCOME_CANCELLED,      /* the person stopped the run before the answer */
  LC_OUTCOME_UNAVAILABLE,    /* this computer would not let us ask (fact "reason") */
} LcOutcome;

/* Where a row stands in the checklist. */
typedef enum
{
  LC_GROUP_COMPUTER,
  LC_GROUP_PORTAL,
  LC_GROUP_STUN_TURN,
  LC_GROUP_MEDIA,
} LcGroup;

/* Which question the row asks; one probe answers each kind. */
typedef enum
{
  LC_KIND_NETWORK,
  LC_KIND_GATEWAY,
  LC_KIND_PROXY,
  LC_KIND_CLOCK,
  LC_KIND_DNS,
  LC_KIND_HTTPS,
  LC_KIND_SOCKET_IO,
  LC_KIND_SIGNALING,
  LC_KIND_STUN,
  LC_KIND_TURN,
  LC_KIND_REGION,
  LC_KIND_ROUTING,
} LcKind;

/* Whether the line's verdict depends on the row. */
typedef enum
{
  LC_REQUIREMENT_REQUIRED,
  LC_REQUIREMENT_OPTIONAL,
} LcRequirement;

const char *lc_enum_nick (GType type, int value);
gboolean    lc_enum_from_nick (GType type, const char *nick, int *value);
guint       lc_outcome_get_rank (LcOutcome outcome, gboolean is_local);
gboolean    lc_outcome_is_inconclusive (LcOutcome outcome);

G_END_DECLS
