/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-resolver.h: the one resolver cache of a run, over c-ares.
 *
 * Asks the resolvers that the system is configured with (resolv.conf, hosts
 * file), A and AAAA apart, every (host, family) once in a run: a second
 * question for the same waits for, or gets, the first one's answer. It is a
 * GResolver too, so that libsoup and GSocketClient share the same answers
 * while it is installed (lc_resolver_install()).
 */
#pragma once

#include "base/lc-types.h"

G_BEGIN_DECLS

/**
 * LcDnsAnswer:
 * @host: the name asked for
 * @family: G_SOCKET_FAMILY_IPV4 (A) or G_SOCKET_FAMILY_IPV6 (AAAA)
 * @outcome: ANSWERED, NAME_NOT_FOUND, NO_ADDRESS, DNS_FAILED, NO_ANSWER,
 *   REFUSED (nothing listens at the resolver), REJECTED (a filter on the way to
 *   the resolver said no), UNREACHABLE, MALFORMED or CANCELLED (the resolver went)
 * @addresses: (element-type GInetAddress): in the order of the answer
 * @canonical_name: the end of the CNAME chain when it differs from @host, or NULL
 * @ttl_s: the smallest time to live in the answer, or -1
 * @rcode: the response code of a DNS_FAILED (2 SERVFAIL, 4 NOTIMP, 5 REFUSED;
 *   RFC 1035 section 4.1.1), or 0 when none is known
 * @from_hosts_file: whether no resolver was asked, because this computer's hosts file has the name
 * @start_monotonic_us: when it was asked, g_get_monotonic_time()
 * @duration_us: until the answer or the failure
 */
typedef struct
{
  gatomicrefcount ref_count;
  char *host;
  GSocketFamily family;
  LcOutcome outcome;
  GPtrArray *addresses;
  char *canonical_name;
  gint ttl_s;
  gint rcode;
  gboolean from_hosts_file;
  gint64 start_monotonic_us;
  gint64 duration_us;
} LcDnsAnswer;

#define LC_TYPE_DNS_ANSWER (lc_dns_answer_get_type ())
GType        lc_dns_answer_get_type (void);
LcDnsAnswer *lc_dns_answer_ref (LcDnsAnswer *self);
void         lc_dns_answer_unref (LcDnsAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcDnsAnswer, lc_dns_answer_unref)

LcOutcome    lc_dns_answer_combine (const LcDnsAnswer *v4, const LcDnsAnswer *v6);

#define LC_TYPE_RESOLVER (lc_resolver_get_type ())
G_DECLARE_FINAL_TYPE (LcResolver, lc_resolver, LC, RESOLVER, GResolver)

LcResolver  *lc_resolver_new (GError **error);
LcResolver  *lc_resolver_new_with_servers (const char *servers, GError **error);
char       **lc_resolver_dup_servers (LcResolver *self); /* "192.0.2.53" or "[2001:db8::53]:53" */

/* Makes it the one that GIO and libsoup ask, and the system's again. */
void         lc_resolver_install (LcResolver *self);
void         lc_resolver_uninstall (LcResolver *self);

/* A failed lookup is an answer; the only errors are G_IO_ERROR_CANCELLED and
 * an invalid host name (G_IO_ERROR_INVALID_ARGUMENT). IP literals answer
 * themselves at once. */
void         lc_resolver_ask_async (LcResolver *self, const char *host, GSocketFamily family,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
LcDnsAnswer *lc_resolver_ask_finish (LcResolver *self, GAsyncResult *result, GError **error);

G_END_DECLS
