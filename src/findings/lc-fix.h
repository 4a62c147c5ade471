/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-fix.h: what IT would have to change for this run to be a good one: one request.
 * A value; lc-fix-search.h makes those of a run.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* In the order in which they are worth asking for. */
typedef enum
{
  LC_FIX_NONE,           /* nothing that IT could change; no fix is of this kind */
  LC_FIX_RESOLVER,       /* a resolver that answers this computer */
  LC_FIX_NAMES,          /* a resolver that gives the public addresses of @hosts */
  LC_FIX_PROXY_SETTINGS, /* a proxy that answers this computer */
  LC_FIX_PROXY,          /* let @hosts pass without the proxy */
  LC_FIX_PROXY_CONNECT,  /* let the proxy connect to @hosts */
  LC_FIX_ALLOW,          /* let traffic to @hosts and @cidrs out */
  LC_FIX_TLS_INSPECTION, /* exempt @hosts */
  LC_FIX_WEBSOCKET,      /* let WebSockets to @hosts through */
  LC_FIX_INSPECTION,     /* exempt @hosts, which say nothing or something else */
  LC_FIX_SIP_ALG,        /* switch it off */
  LC_FIX_CLIENT_SUBNET,  /* a near resolver, or one that forwards EDNS client subnet (RFC 7871) */
  LC_FIX_CLOCK,          /* time from the network (NTP) */
} LcFixKind;

/**
 * LcFix:
 * @optional: no row that the service needs calls for it
 * @transport: "udp", "tcp" or "tcp-tls"; %NULL where it does not matter
 * @ports: (array zero-terminated=1): "443", "10000-20000"
 * @hosts: (array zero-terminated=1): names
 * @places: (array zero-terminated=1): of the regions that @cidrs belong to
 * @cidrs: (array zero-terminated=1): the fewest that cover the regions' ranges
 * @checks: (array zero-terminated=1): ids of the rows that call for it
 */
typedef struct
{
  LcFixKind kind;
  gboolean optional;
  char *transport;
  char **ports;
  char **hosts;
  char **places;
  char **cidrs;
  char **checks;
} LcFix;

#define LC_TYPE_FIX (lc_fix_get_type ())
GType  lc_fix_get_type (void);
LcFix *lc_fix_copy (const LcFix *self);
void   lc_fix_free (LcFix *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcFix, lc_fix_free)

G_END_DECLS
