/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-tls-trust.h: the system's certificate authorities, read once.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LC_TYPE_TLS_TRUST (lc_tls_trust_get_type ())
G_DECLARE_FINAL_TYPE (LcTlsTrust, lc_tls_trust, LC, TLS_TRUST, GTlsDatabase)

GTlsDatabase *lc_tls_trust_new (GTlsDatabase *authorities);
void          lc_tls_trust_install (void);
void          lc_tls_trust_install_async (GCancellable *cancellable, GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean      lc_tls_trust_install_finish (GAsyncResult *result, GError **error);

G_END_DECLS
