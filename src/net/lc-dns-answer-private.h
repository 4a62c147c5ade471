/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-dns-answer-private.h: how the resolver makes an answer; all others get
 * theirs finished.
 */
#pragma once

#include "net/lc-resolver.h"

G_BEGIN_DECLS

LcDnsAnswer *lc_dns_answer_new (const char *host, GSocketFamily family);

G_END_DECLS
