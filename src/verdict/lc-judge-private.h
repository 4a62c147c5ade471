/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-judge-private.h: the judges of the single kinds, one table row each in
 * lc-judge.c, and what they share.
 */
#pragma once

#include "measurement/lc-step-table.h"
#include "verdict/lc-judge.h"

G_BEGIN_DECLS

/* What networks, not servers, answer with: RFC 9110 and RFC 6585. */
#define LC_HTTP_PROXY_AUTHENTICATION 407
#define LC_HTTP_NETWORK_AUTHENTICATION 511

typedef LcVerdict *(*LcJudgeFunc) (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds);

LcVerdict *lc_judge_pass (void);
LcVerdict *lc_judge_outcome (LcMeasurement *measurement);
LcVerdict *lc_judge_step (const LcStep *step);
LcVerdict *lc_judge_layer (const LcStep *step, const char *layer);

LcVerdict *lc_judge_dns (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds);
LcVerdict *lc_judge_https (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds);
LcVerdict *lc_judge_socket_io (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds);
LcVerdict *lc_judge_signaling (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds);

LcVerdict *lc_judge_stun (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds);
LcVerdict *lc_judge_turn (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds);
LcVerdict *lc_judge_region (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds);
LcVerdict *lc_judge_routing (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds);

LcVerdict *lc_judge_network (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds);
LcVerdict *lc_judge_gateway (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds);
LcVerdict *lc_judge_proxy (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds);
LcVerdict *lc_judge_clock (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds);

G_END_DECLS
