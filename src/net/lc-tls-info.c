/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-tls-info.c: what a TLS handshake shows, as facts.
 *
 * Facts of the certificate: certificate_subject, certificate_issuer,
 * certificate_not_before, certificate_not_after (ISO 8601, UTC),
 * certificate_dns_names (at most 32), certificate_fingerprint_sha256
 * ("AB:CD:..."), certificate_self_signed, tls_errors (unknown-ca, bad-identity,
 * not-activated, expired, revoked, insecure, generic). Facts of the connection:
 * tls_version ("1.3"), tls_cipher.
 */
#include "net/lc-tls-info.h"

#include "net/lc-tls-trust.h"

#define MAX_NAMES 32

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
set_time (LcFacts *facts, const char *name, GDateTime *time)
{
  g_autoptr (GDateTime) utc = time != NULL ? g_date_time_to_utc (time) : NULL;
  g_autofree char *text = utc != NULL ? g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ") : NULL;

  if (text != NULL)
    lc_facts_set_string (facts, name, text);
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

static void
set_names (LcFacts *facts, GTlsCertificate *certificate)
{
  g_autoptr (GPtrArray) names = g_tls_certificate_get_dns_names (certificate);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (names == NULL)
    return;
  for (guint i = 0; i < names->len && i < MAX_NAMES; i++)
    {
      gsize size;
      const char *data = g_bytes_get_data (g_ptr_array_index (names, i), &size);
      g_autofree char *name = g_utf8_make_valid (data, (gssize) size);

      g_strv_builder_add (builder, name);
    }
  list = g_strv_builder_end (builder);
  lc_facts_set_strv (facts, LC_FACT_CERTIFICATE_DNS_NAMES, (const char *const *) list);
}

/**
 * lc_tls_info_describe_certificate:
 * @certificate: what the server showed
 * @errors: what GTls has against it and its chain
 * @facts: where the facts go
 */
void
lc_tls_info_describe_certificate (GTlsCertificate *certificate, GTlsCertificateFlags errors,
                                  LcFacts *facts)
{
  g_autofree char *subject = g_tls_certificate_get_subject_name (certificate);
  g_autofree char *issuer = g_tls_certificate_get_issuer_name (certificate);
  g_autofree char *fingerprint = dup_fingerprint (certificate);
  g_autoptr (GDateTime) not_before = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr (GDateTime) not_after = g_tls_certificate_get_not_valid_after (certificate);
  const char *nicks[G_N_ELEMENTS (error_nicks) + 1] = { NULL };
  guint n_nicks = 0;

  if (subject != NULL)
    lc_facts_set_string (facts, LC_FACT_CERTIFICATE_SUBJECT, subject);
  if (issuer != NULL)
    lc_facts_set_string (facts, LC_FACT_CERTIFICATE_ISSUER, issuer);
  set_time (facts, LC_FACT_CERTIFICATE_NOT_BEFORE, not_before);
  set_time (facts, LC_FACT_CERTIFICATE_NOT_AFTER, not_after);
  set_names (facts, certificate);
  if (fingerprint != NULL)
    lc_facts_set_string (facts, LC_FACT_CERTIFICATE_FINGERPRINT_SHA256, fingerprint);
  lc_facts_set_bool (facts, LC_FACT_CERTIFICATE_SELF_SIGNED,
                     is_self_signed (certificate, subject, issuer));

  for (guint i = 0; i < G_N_ELEMENTS (error_nicks); i++)
    if ((errors & error_nicks[i].flag) != 0)
      nicks[n_nicks++] = error_nicks[i].nick;
  lc_facts_set_strv (facts, LC_FACT_TLS_ERRORS, nicks);
}

/**
 * lc_tls_info_describe_connection:
 * @connection: a connection whose handshake is done
 */
void
lc_tls_info_describe_connection (GTlsConnection *connection, LcFacts *facts)
{
  g_autofree char *cipher = g_tls_connection_get_ciphersuite_name (connection);
  const char *version = NULL;

  switch (g_tls_connection_get_protocol_version (connection))
    {
    case G_TLS_PROTOCOL_VERSION_TLS_1_0:
      version = "1.0";
      break;
    case G_TLS_PROTOCOL_VERSION_TLS_1_1:
      version = "1.1";
      break;
    case G_TLS_PROTOCOL_VERSION_TLS_1_2:
      version = "1.2";
      break;
    case G_TLS_PROTOCOL_VERSION_TLS_1_3:
      version = "1.3";
      break;
    default:
      break;
    }
  if (version != NULL)
    lc_facts_set_string (facts, LC_FACT_TLS_VERSION, version);
  if (cipher != NULL)
    lc_facts_set_string (facts, LC_FACT_TLS_CIPHER, cipher);
}

/* From then on it costs nothing to ask for them. */
static int authorities_read = FALSE;

static void
load_database (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  lc_tls_trust_install ();
  g_atomic_int_set (&authorities_read, TRUE);
  g_task_return_boolean (task, TRUE);
}

/**
 * lc_tls_info_prepare_async:
 *
 * Loads the system's certificate authorities, which takes tens of milliseconds
 * the first time, in a thread, so that the first handshake does not stall the
 * main loop with it.
 */
void
lc_tls_info_prepare_async (GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, lc_tls_info_prepare_async);
  if (g_atomic_int_get (&authorities_read))
    {
      lc_tls_trust_install ();
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, load_database);
}

gboolean
lc_tls_info_prepare_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
