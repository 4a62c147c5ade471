/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-dns-query.h: one question to the resolvers. Private to the resolver.
 */
#pragma once

#include "net/lc-ares.h"
#include "net/lc-resolver.h"

G_BEGIN_DECLS

typedef struct _LcDnsQuery LcDnsQuery;

LcDnsQuery *lc_dns_query_start (LcAres *ares, GMainContext *context, const char *host,
                                GSocketFamily family);
LcDnsQuery *lc_dns_query_ref (LcDnsQuery *self);
void        lc_dns_query_unref (LcDnsQuery *self);
void        lc_dns_query_close (LcDnsQuery *self);
void        lc_dns_query_return_answer (LcDnsQuery *self, GTask *task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcDnsQuery, lc_dns_query_unref)

G_END_DECLS
