/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-cause-words.h: what each cause is in words: one row of a table for each, with
 * the sentence on what was seen and the one on what to do. What IT would be asked for
 * is another table by the same causes, lc-fix-kind.c.
 */
#pragma once

#include "verdict/lc-verdict.h"

G_BEGIN_DECLS

/**
 * LcCauseNames:
 * @verdict: whose cause it is
 * @is_region: the sentence is about the media servers of a region...
 * @is_gateway: ...or about the gateway of this network
 * @endpoint: whom it is about: "Ireland, UDP port 3478" or "psio.example.org, TCP port 443"; may be empty
 * @host: its name, or @endpoint
 * @target: what the step spoke to, or @endpoint
 * @sender: (nullable): of an ICMP error
 * @proxy: "http://proxy.example.org:3128"; may be empty
 */
typedef struct
{
  const LcVerdict *verdict;
  gboolean is_region;
  gboolean is_gateway;
  const char *endpoint;
  const char *host;
  const char *target;
  const char *sender;
  const char *proxy;
} LcCauseNames;

char *lc_cause_dup_explanation (const LcCauseNames *names);
char *lc_cause_dup_advice (const LcCauseNames *names);

G_END_DECLS
