/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-tls-info.h: what a TLS handshake (RFC 8446, RFC 5246) shows.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* No more names of a certificate are kept than this. */
#define LC_CERTIFICATE_MAX_NAMES 32

/**
 * LcCertificateInfo:
 * @subject: (nullable): distinguished name of whom it is for (RFC 4514)
 * @issuer: (nullable): distinguished name of who issued it
 * @not_before: (nullable): from when on it is valid, UTC
 * @not_after: (nullable): until when it is valid, UTC
 * @dns_names: (nullable): the DNS names among its alternative names, valid UTF-8
 * @fingerprint_sha256: (nullable): of the whole of it, "AB:CD:..."
 * @self_signed: whether its own key signed it
 * @errors: what GTls has against it and its chain
 */
typedef struct
{
  char *subject;
  char *issuer;
  GDateTime *not_before;
  GDateTime *not_after;
  char **dns_names;
  char *fingerprint_sha256;
  gboolean self_signed;
  GTlsCertificateFlags errors;
} LcCertificateInfo;

/**
 * LcTlsInfo:
 * @version: what was agreed on
 * @cipher: (nullable): the cipher suite, as GnuTLS or OpenSSL call it
 */
typedef struct
{
  GTlsProtocolVersion version;
  char *cipher;
} LcTlsInfo;

LcCertificateInfo *lc_certificate_info_new (GTlsCertificate *certificate, GTlsCertificateFlags errors);
void               lc_certificate_info_free (LcCertificateInfo *self);

LcTlsInfo         *lc_tls_info_new (GTlsConnection *connection);
void               lc_tls_info_free (LcTlsInfo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcCertificateInfo, lc_certificate_info_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcTlsInfo, lc_tls_info_free)

G_END_DECLS
