/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-resolv-conf.h: the name servers of a resolv.conf(5), those of a single
 * link included ("fe80::1%eth0", RFC 4007 section 11), which c-ares before 1.22
 * passes over.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LcNameServer:
 * @link: (nullable): name or number of the link on which @address is meant; only
 *   where that is a link-local one of IPv6
 */
typedef struct
{
  GInetAddress *address;
  char *link;
} LcNameServer;

GPtrArray *lc_resolv_conf_parse (const char *text);

guint32    lc_name_server_get_scope_id (const LcNameServer *self);
char      *lc_name_server_to_string (const LcNameServer *self);

G_END_DECLS
