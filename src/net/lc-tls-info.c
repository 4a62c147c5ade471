/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-tls-info.c: see lc-tls-info.h.
 */
#include "net/lc-tls-info.h"

static GDateTime *
to_utc (GDateTime *time)
{
  g_autoptr (GDateTime) owned = time;

  return owned != NULL ? g_date_time_to_utc (owned) : NULL;
}

static char *
dup_fingerprint (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GString) text = g_string_new (NULL);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_object_get (certificate, "certificate", &der, NULL);
  if (der == NULL)
    return NULL;
  g_checksum_update (checksum, der->data, der->len);
  g_checksum_get_digest (checksum, digest, &length);
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%s%02X", i > 0 ? ":" : "", digest[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_self_signed (GTlsCertificate *certificate, const char *subject, const char *issuer)
{
  GTlsCertificateFlags errors;

  if (g_strcmp0 (subject, issuer) != 0)
    return FALSE;
  errors = g_tls_certificate_verify (certificate, NULL, certificate);
  return (errors & G_TLS_CERTIFICATE_UNKNOWN_CA) == 0;
}

static char **
dup_dns_names (GTlsCertificate *certificate)
{
  g_autoptr (GPtrArray) names = g_tls_certificate_get_dns_names (certificate);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (names == NULL)
    return NULL;
  for (guint i = 0; i < names->len && i < LC_CERTIFICATE_MAX_NAMES; i++)
    {
      gsize size;
      const char *data = g_bytes_get_data (g_ptr_array_index (names, i), &size);
      g_autofree char *name = g_utf8_make_valid (data, (gssize) size);

      g_strv_builder_add (builder, name);
    }
  return g_strv_builder_end (builder);
}

/**
 * lc_certificate_info_new:
 * @certificate: what the server showed
 * @errors: what GTls has against it and its chain
 *
 * Returns: (transfer full): what it says
 */
LcCertificateInfo *
lc_certificate_info_new (GTlsCertificate *certificate, GTlsCertificateFlags errors)
{
  LcCertificateInfo *self = g_new0 (LcCertificateInfo, 1);

  self->subject = g_tls_certificate_get_subject_name (certificate);
  self->issuer = g_tls_certificate_get_issuer_name (certificate);
  self->not_before = to_utc (g_tls_certificate_get_not_valid_before (certificate));
  self->not_after = to_utc (g_tls_certificate_get_not_valid_after (certificate));
  self->dns_names = dup_dns_names (certificate);
  self->fingerprint_sha256 = dup_fingerprint (certificate);
  self->self_signed = is_self_signed (certificate, self->subject, self->issuer);
  self->errors = errors;
  return self;
}

void
lc_certificate_info_free (LcCertificateInfo *self)
{
  g_free (self->subject);
  g_free (self->issuer);
  g_clear_pointer (&self->not_before, g_date_time_unref);
  g_clear_pointer (&self->not_after, g_date_time_unref);
  g_strfreev (self->dns_names);
  g_free (self->fingerprint_sha256);
  g_free (self);
}

/**
 * lc_tls_info_new:
 * @connection: a connection whose handshake is done
 *
 * Returns: (transfer full): what was agreed on
 */
LcTlsInfo *
lc_tls_info_new (GTlsConnection *connection)
{
  LcTlsInfo *self = g_new0 (LcTlsInfo, 1);

  self->version = g_tls_connection_get_protocol_version (connection);
  self->cipher = g_tls_connection_get_ciphersuite_name (connection);
  return self;
}

void
lc_tls_info_free (LcTlsInfo *self)
{
  g_free (self->cipher);
  g_free (self);
}
