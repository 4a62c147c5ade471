/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-tls-info.h: what a TLS handshake shows, as facts.
 */
#pragma once

#include "base/lc-facts.h"

G_BEGIN_DECLS

void     lc_tls_info_describe_certificate (GTlsCertificate *certificate,
                                           GTlsCertificateFlags errors, LcFacts *facts);
void     lc_tls_info_describe_connection (GTlsConnection *connection, LcFacts *facts);

void     lc_tls_info_prepare_async (GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean lc_tls_info_prepare_finish (GAsyncResult *result, GError **error);

G_END_DECLS
