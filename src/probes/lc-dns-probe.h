/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-dns-probe.h: which addresses the name of an endpoint has.
 */
#pragma once

#include "check/lc-probe.h"
#include "net/lc-resolver.h"
#include "profile/lc-profile.h"

G_BEGIN_DECLS

#define LC_TYPE_DNS_PROBE (lc_dns_probe_get_type ())
G_DECLARE_FINAL_TYPE (LcDnsProbe, lc_dns_probe, LC, DNS_PROBE, LcProbe)

LcProbe *lc_dns_probe_new (const char *id, const LcEndpoint *endpoint, LcResolver *resolver);

G_END_DECLS
