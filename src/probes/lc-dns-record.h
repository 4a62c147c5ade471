/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-dns-record.h: what the resolver answered, as facts and as a step "dns".
 */
#pragma once

#include "measurement/lc-recorder.h"
#include "net/lc-resolver.h"

G_BEGIN_DECLS

void  lc_dns_record_answer (const LcDnsAnswer *answer, LcFacts *facts);
guint lc_dns_record_step (LcRecorder *recorder, const LcDnsAnswer *answer);

G_END_DECLS
