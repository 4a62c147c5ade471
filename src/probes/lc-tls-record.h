/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-tls-record.h: what a TLS handshake showed, as facts.
 */
#pragma once

#include "base/lc-facts.h"
#include "net/lc-tls-info.h"

G_BEGIN_DECLS

void lc_tls_record_certificate (const LcCertificateInfo *certificate, LcFacts *facts);
void lc_tls_record_connection (const LcTlsInfo *connection, LcFacts *facts);

G_END_DECLS
