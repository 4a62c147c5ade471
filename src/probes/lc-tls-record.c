/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-tls-record.c: see lc-tls-record.h.
 */
#include "probes/lc-tls-record.h"

static const struct
{
  GTlsCertificateFlags flag;
  const char *nick;
} error_nicks[] = {
  { G_TLS_CERTIFICATE_UNKNOWN_CA, "unknown-ca" },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, "bad-identity" },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, "not-activated" },
  { G_TLS_CERTIFICATE_EXPIRED, "expired" },
  { G_TLS_CERTIFICATE_REVOKED, "revoked" },
  { G_TLS_CERTIFICATE_INSECURE, "insecure" },
  { G_TLS_CERTIFICATE_GENERIC_ERROR, "generic" },
};

static void
record_text (LcFacts *facts, const char *name, const char *text)
{
  if (text != NULL)
    lc_facts_set_string (facts, name, text);
}

static void
record_time (LcFacts *facts, const char *name, GDateTime *utc)
{
  g_autofree char *text = utc != NULL ? g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  record_text (facts, name, text);
}

static void
record_errors (LcFacts *facts, GTlsCertificateFlags errors)
{
  const char *nicks[G_N_ELEMENTS (error_nicks) + 1] = { NULL };
  guint n_nicks = 0;

  for (guint i = 0; i < G_N_ELEMENTS (error_nicks); i++)
    if ((errors & error_nicks[i].flag) != 0)
      nicks[n_nicks++] = error_nicks[i].nick;
  lc_facts_set_strv (facts, LC_FACT_TLS_ERRORS, nicks);
}

/**
 * lc_tls_record_certificate:
 * @facts: where certificate_subject, certificate_issuer, certificate_not_before and
 *   certificate_not_after (ISO 8601, UTC), certificate_dns_names,
 *   certificate_fingerprint_sha256 ("AB:CD:..."), certificate_self_signed and
 *   tls_errors (unknown-ca, bad-identity, not-activated, expired, revoked, insecure,
 *   generic) go
 */
void
lc_tls_record_certificate (const LcCertificateInfo *certificate, LcFacts *facts)
{
  record_text (facts, LC_FACT_CERTIFICATE_SUBJECT, certificate->subject);
  record_text (facts, LC_FACT_CERTIFICATE_ISSUER, certificate->issuer);
  record_time (facts, LC_FACT_CERTIFICATE_NOT_BEFORE, certificate->not_before);
  record_time (facts, LC_FACT_CERTIFICATE_NOT_AFTER, certificate->not_after);
  if (certificate->dns_names != NULL)
    lc_facts_set_strv (facts, LC_FACT_CERTIFICATE_DNS_NAMES, (const char *const *) certificate->dns_names);
  record_text (facts, LC_FACT_CERTIFICATE_FINGERPRINT_SHA256, certificate->fingerprint_sha256);
  lc_facts_set_bool (facts, LC_FACT_CERTIFICATE_SELF_SIGNED, certificate->self_signed);
  record_errors (facts, certificate->errors);
}

/**
 * lc_tls_record_connection:
 * @facts: where tls_version ("1.3") and tls_cipher go
 */
void
lc_tls_record_connection (const LcTlsInfo *connection, LcFacts *facts)
{
  switch (connection->version)
    {
    case G_TLS_PROTOCOL_VERSION_TLS_1_0:
      lc_facts_set_string (facts, LC_FACT_TLS_VERSION, "1.0");
      break;
    case G_TLS_PROTOCOL_VERSION_TLS_1_1:
      lc_facts_set_string (facts, LC_FACT_TLS_VERSION, "1.1");
      break;
    case G_TLS_PROTOCOL_VERSION_TLS_1_2:
      lc_facts_set_string (facts, LC_FACT_TLS_VERSION, "1.2");
      break;
    case G_TLS_PROTOCOL_VERSION_TLS_1_3:
      lc_facts_set_string (facts, LC_FACT_TLS_VERSION, "1.3");
      break;
    default:
      break;
    }
  record_text (facts, LC_FACT_TLS_CIPHER, connection->cipher);
}
