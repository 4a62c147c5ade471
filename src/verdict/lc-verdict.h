/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-verdict.h: what a measurement means: status, cause, confidence.
 *
 * A verdict is a value. The words for people are made from it when they are
 * needed (lc-verdict-text.h), so that a saved run can be read in any language.
 */
#pragma once

#include "base/lc-facts.h"

G_BEGIN_DECLS

typedef enum
{
  LC_STATUS_PASS,
  LC_STATUS_WARN,
  LC_STATUS_FAIL,
  LC_STATUS_NOT_TESTED,
  LC_STATUS_COULD_NOT_RUN,
} LcStatus;

typedef enum
{
  LC_CAUSE_NONE,
  LC_CAUSE_DNS_NOT_FOUND,      /* NXDOMAIN */
  LC_CAUSE_DNS_NO_ADDRESS,     /* the name has no address of a usable family */
  LC_CAUSE_DNS_SERVER_FAILURE, /* SERVFAIL, REFUSED */
  LC_CAUSE_DNS_SILENT,         /* the resolver never answered */
  LC_CAUSE_DNS_REFUSED,        /* nothing listens at the resolver */
  LC_CAUSE_DNS_SINKHOLE,       /* answered with an address that leads nowhere */
  LC_CAUSE_DNS_PRIVATE_ADDRESS,
  LC_CAUSE_REFUSED,            /* RST, or ICMP port unreachable */
  LC_CAUSE_REJECTED,           /* ICMP of a filter */
  LC_CAUSE_SILENT,             /* nothing came back */
  LC_CAUSE_NO_ROUTE,
  LC_CAUSE_NO_NETWORK,         /* this computer has no usable address */
  LC_CAUSE_RESET,              /* an open connection was cut by RST */
  LC_CAUSE_CLOSED,             /* an open connection ended early */
  LC_CAUSE_SERVER_SILENT,      /* connection accepted, then nothing */
  LC_CAUSE_CERTIFICATE_EXPIRED,
  LC_CAUSE_CERTIFICATE_NOT_YET_VALID,
  LC_CAUSE_CERTIFICATE_WRONG_NAME,
  LC_CAUSE_CERTIFICATE_UNTRUSTED,
  LC_CAUSE_TLS_FAILED,
  LC_CAUSE_HTTP_STATUS,        /* a clean HTTP answer that says no */
  LC_CAUSE_REDIRECTED,         /* HTTP led on to a host that is not of the service */
  LC_CAUSE_SIGN_IN,            /* the network wants somebody to sign in (HTTP 511, RFC 6585) */
  LC_CAUSE_PROXY_AUTHENTICATION,
  LC_CAUSE_PROXY_UNREACHABLE,  /* the proxy of this computer's settings */
  LC_CAUSE_PROXY_FAILED,       /* it makes no connection to the host */
  LC_CAUSE_WEBSOCKET_CUT,
  LC_CAUSE_PROTOCOL,           /* an answer that is not of the protocol */
  LC_CAUSE_STUN_ERROR,         /* a clean STUN or TURN answer that says no */
  LC_CAUSE_STUN_REWRITTEN,     /* MAPPED-ADDRESS changed on the way: SIP ALG */
  LC_CAUSE_ANSWERED_INSIDE,    /* something in this network answers STUN in the server's place */
  LC_CAUSE_PARTLY_UNREACHABLE, /* some addresses of the host answered, some did not */
  LC_CAUSE_OUTSIDE_RANGES,     /* a region answers from an address that nobody published */
  LC_CAUSE_TCP_ONLY,           /* a region answers over TCP, not over UDP */
  LC_CAUSE_FIRST_PACKETS_ONLY, /* a region's first packets were answered, then none */
  LC_CAUSE_SLOW,
  LC_CAUSE_JITTERY,
  LC_CAUSE_LOSSY,
  LC_CAUSE_FARTHER_REGION,
  LC_CAUSE_CLOCK_WRONG,
  LC_CAUSE_NOT_PERMITTED,
  LC_CAUSE_CANCELLED,
  LC_CAUSE_DEPENDENCY,         /* what it needs is missing */
  LC_CAUSE_UNKNOWN,
} LcCause;

typedef enum
{
  LC_CONFIDENCE_CONFIRMED, /* the evidence admits no other reading */
  LC_CONFIDENCE_LIKELY,
  LC_CONFIDENCE_POSSIBLE,
} LcConfidence;

/**
 * LcVerdict:
 * @details: what the words need beyond the check's subject: "target", "step",
 *   "icmp_from", "status", "value_us", ...
 */
typedef struct
{
  LcStatus status;
  LcCause cause;
  LcConfidence confidence;
  LcFacts *details;
} LcVerdict;

#define LC_TYPE_VERDICT (lc_verdict_get_type ())
GType      lc_verdict_get_type (void);
LcVerdict *lc_verdict_new (LcStatus status, LcCause cause, LcConfidence confidence);
LcVerdict *lc_verdict_copy (const LcVerdict *self);
void       lc_verdict_free (LcVerdict *self);

JsonNode  *lc_verdict_to_json (const LcVerdict *self);
LcVerdict *lc_verdict_from_json (LcJsonReader *reader);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcVerdict, lc_verdict_free)

G_END_DECLS
