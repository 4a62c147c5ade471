/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-record.c: see lc-stun-record.h.
 */
#include "probes/lc-stun-record.h"

#include "probes/lc-tls-record.h"

/**
 * lc_stun_tls_record:
 *
 * Writes what the handshake showed: the facts of lc-tls-record.c.
 */
void
lc_stun_tls_record (const LcStunTls *self, LcFacts *facts)
{
  if (self->certificate != NULL)
    {
      g_autoptr (LcCertificateInfo) certificate = lc_certificate_info_new (self->certificate, self->errors);

      lc_tls_record_certificate (certificate, facts);
    }
  if (self->outcome == LC_OUTCOME_ANSWERED)
    {
      g_autoptr (LcTlsInfo) connection = lc_tls_info_new (self->connection);

      lc_tls_record_connection (connection, facts);
    }
}
