/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-line-verdict.h: the one answer that the person came for: can this line
 * carry the show? A value; lc-line-judge.h makes it.
 */
#pragma once

#include "base/lc-json-reader.h"

G_BEGIN_DECLS

typedef enum
{
  LC_LINE_STATUS_READY,
  LC_LINE_STATUS_READY_WITH_CAUTIONS,
  LC_LINE_STATUS_NOT_READY,
  LC_LINE_STATUS_INCOMPLETE,
} LcLineStatus;

/* What came between and makes the figures of a run worthless. */
typedef enum
{
  LC_DISTURBANCE_NONE,
  LC_DISTURBANCE_NETWORK_LOST,
  LC_DISTURBANCE_NETWORK_CHANGED,
  LC_DISTURBANCE_SLEPT, /* the computer was suspended */
} LcDisturbance;

/* In the order in which they matter to the person. */
typedef enum
{
  LC_REASON_NETWORK_LOST,        /* in the middle of the run */
  LC_REASON_NETWORK_CHANGED,
  LC_REASON_SLEPT,
  LC_REASON_OFFLINE,             /* this computer has no network */
  LC_REASON_DNS_BROKEN,          /* names of the service cannot be looked up */
  LC_REASON_PORTAL_UNREACHABLE,  /* portal, Socket.IO or signaling */
  LC_REASON_NO_MEDIA_PATH,       /* neither UDP nor a TCP/TLS relay */
  LC_REASON_INTERRUPTED,         /* the person stopped the run */
  LC_REASON_NOT_TESTED,          /* something needed was not tested */
  LC_REASON_UDP_BLOCKED,         /* media would have to be relayed over TCP or TLS */
  LC_REASON_WEBSOCKET_CUT,
  LC_REASON_REGIONS_UNREACHABLE, /* some regions give no UDP answer */
  LC_REASON_BEST_REGION_POOR,    /* even the best region is beyond the thresholds */
  LC_REASON_FARTHER_REGION,      /* DNS sends the user past the nearest region */
  LC_REASON_DEGRADED,            /* something else that the service needs warns or fails */
} LcReasonKind;

#define LC_N_REASONS (LC_REASON_DEGRADED + 1)

/**
 * LcReason:
 * @checks: (array zero-terminated=1): ids of the rows that say so
 */
typedef struct
{
  LcReasonKind kind;
  char **checks;
} LcReason;

/**
 * LcLineVerdict:
 * @reasons: (element-type LcReason): most important first; empty when ready
 * @nearest_region: (nullable): id of the region with the lowest median among those that the
 *   service can use, see lc-region-choice.c
 * @tied_regions: (array zero-terminated=1): ids within its noise
 * @dns_region: (nullable): id of the region to which DNS sends the user
 *
 * That of a disturbed run has no regions, and no reason but the disturbance.
 */
typedef struct
{
  LcLineStatus status;
  GPtrArray *reasons;
  char *nearest_region;
  char **tied_regions;
  char *dns_region;
} LcLineVerdict;

LcLineVerdict *lc_line_verdict_new (LcLineStatus status);
void           lc_line_verdict_take_reason (LcLineVerdict *self, LcReasonKind kind, char **checks);
void           lc_line_verdict_withdraw (LcLineVerdict *self);
void           lc_line_verdict_free (LcLineVerdict *self);

JsonNode      *lc_line_verdict_to_json (const LcLineVerdict *self);
LcLineVerdict *lc_line_verdict_from_json (LcJsonReader *reader);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcLineVerdict, lc_line_verdict_free)

G_END_DECLS
