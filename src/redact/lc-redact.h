/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-redact.h: a run without what tells who and where the person is, to be
 * shown to anybody.
 *
 * Hidden are addresses that are not public (RFC 1918, RFC 4193, link-local,
 * loopback, carrier-grade NAT and the like), the last part of public addresses
 * that are not the service's, hardware addresses, names of interfaces, networks,
 * hosts, domains and people, folders of people, issuers of certificates, and what
 * was asked of hosts that are not the service's. Names, addresses and figures of
 * the service stay; so do all verdicts, times and samples.
 *
 * The same secret has the same placeholder everywhere in one run: "private
 * address 1". What was hidden stays as it is when the run is redacted again.
 */
#pragma once

#include "redact/lc-identity.h"
#include "run/lc-run.h"

G_BEGIN_DECLS

LcRun *lc_run_redact (LcRun *run, const LcIdentity *identity);
LcRun *lc_run_redact_here (LcRun *run);

G_END_DECLS
