/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-ares.h: one c-ares channel inside a GLib main context.
 *
 * Private to the resolver. Belongs to the one main context it was made for.
 */
#pragma once

#include <ares.h>
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _LcAres LcAres;

/**
 * LcAresResult:
 * @status: ARES_SUCCESS or why not
 * @rcode: the failure that a server answered for this very question (2 SERVFAIL,
 *   4 NOTIMP, 5 REFUSED; RFC 1035 section 4.1.1), or 0
 * @connect_errno: the last error of opening a socket to a server, or 0
 * @transfer_errno: the last error of sending to or receiving from a server, or 0
 * @arrived_us: when the datagram with the answer came in, by the kernel's stamp where
 *   there is one, as g_get_monotonic_time(); 0 when none came
 * @from_hosts_file: whether nobody was asked, because this computer's hosts file has the name
 * @info: (nullable): the answer
 */
typedef struct
{
  int status;
  int rcode;
  int connect_errno;
  int transfer_errno;
  gint64 arrived_us;
  gboolean from_hosts_file;
  const struct ares_addrinfo *info;
} LcAresResult;

typedef void (*LcAresCallback) (const LcAresResult *result, gpointer user_data);

LcAres  *lc_ares_new (GMainContext *context, const char *servers, GError **error);
LcAres  *lc_ares_ref (LcAres *self);
void     lc_ares_unref (LcAres *self);

void     lc_ares_ask (LcAres *self, const char *host, int family,
                      LcAresCallback callback, gpointer user_data);
char   **lc_ares_dup_servers (LcAres *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcAres, lc_ares_unref)

G_END_DECLS
