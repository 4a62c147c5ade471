/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-icmp-record.h: an ICMP error as facts.
 */
#pragma once

#include "base/lc-facts.h"
#include "net/lc-icmp-error.h"

G_BEGIN_DECLS

void lc_icmp_error_record (const LcIcmpError *self, LcFacts *facts);

G_END_DECLS
