/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-tls-trust.c: a database that lets another one answer.
 */
#include "config.h"

#include "net/lc-tls-trust.h"

#define TEST_TYPE_AUTHORITIES (test_authorities_get_type ())
G_DECLARE_FINAL_TYPE (TestAuthorities, test_authorities, TEST, AUTHORITIES, GTlsDatabase)

/* Says what the test wants and remembers what it was asked. */
struct _TestAuthorities
{
  GTlsDatabase parent_instance;

  GTlsCertificateFlags says;
  guint n_chains;
  guint n_issuers;
};

G_DEFINE_FINAL_TYPE (TestAuthorities, test_authorities, G_TYPE_TLS_DATABASE)

static GTlsCertificateFlags
test_authorities_verify_chain (GTlsDatabase *database, GTlsCertificate *chain, const char *purpose,
                               GSocketConnectable *identity, GTlsInteraction *interaction,
                               GTlsDatabaseVerifyFlags flags, GCancellable *cancellable, GError **error)
{
  TestAuthorities *self = TEST_AUTHORITIES (database);

  self->n_chains++;
  g_assert_cmpstr (purpose, ==, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER);
  g_assert_true (G_IS_NETWORK_ADDRESS (identity));
  return self->says;
}

static GTlsCertificate *
test_authorities_lookup_certificate_issuer (GTlsDatabase *database, GTlsCertificate *certificate,
                                            GTlsInteraction *interaction, GTlsDatabaseLookupFlags flags,
                                            GCancellable *cancellable, GError **error)
{
  TEST_AUTHORITIES (database)->n_issuers++;
  return NULL;
}

static void
test_authorities_class_init (TestAuthoritiesClass *klass)
{
  GTlsDatabaseClass *database_class = G_TLS_DATABASE_CLASS (klass);

  database_class->verify_chain = test_authorities_verify_chain;
  database_class->lookup_certificate_issuer = test_authorities_lookup_certificate_issuer;
}

static void
test_authorities_init (TestAuthorities *self)
{
}

/* An EC certificate for "test", signed by itself. */
static const char certificate_pem[] =
  "-----BEGIN CERTIFICATE-----\n"
  "MIIBdDCCARugAwIBAgIUESAUnVVae1ex0iMSLJ3/Sd3cjB0wCgYIKoZIzj0EAwIw\n"
  "DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjIwNzM0MzJaGA8yMTI2MTAyOTA3MzQz\n"
  "MlowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLNp\n"
  "A9EcL6OESKygf+Q85fBqzPIt7370PBrY5ZF+LWlyvFvw3m/P6rcl180waCWSi5Wi\n"
  "ISiNh4bwx0GxhDabgLCjUzBRMB0GA1UdDgQWBBRWD1UlECWdx/VUa6icCVg26Kpp\n"
  "zDAfBgNVHSMEGDAWgBRWD1UlECWdx/VUa6icCVg26KppzDAPBgNVHRMBAf8EBTAD\n"
  "AQH/MAoGCCqGSM49BAMCA0cAMEQCIGOeg3mnKwG3Ls6juGTj4uhxWyrrHOc+xbiV\n"
  "1wmV5vqkAiBc1FDGZ+QB0nWSHAeS597FsXLrpMITss/TMLRZqi0Y1g==\n"
  "-----END CERTIFICATE-----\n";

static void
test_answers (gconstpointer data)
{
  GTlsCertificateFlags says = GPOINTER_TO_UINT (data);
  g_autoptr (TestAuthorities) authorities = g_object_new (TEST_TYPE_AUTHORITIES, NULL);
  g_autoptr (GTlsDatabase) trust = lc_tls_trust_new (G_TLS_DATABASE (authorities));
  g_autoptr (GSocketConnectable) identity = g_network_address_new ("test", 443);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate =
    g_tls_certificate_new_from_pem (certificate_pem, -1, &error);

  g_assert_no_error (error);
  authorities->says = says;
  g_assert_cmpint (g_tls_database_verify_chain (trust, certificate,
                                                G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, identity,
                                                NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, &error),
                   ==, says);
  g_assert_no_error (error);
  g_assert_null (g_tls_database_lookup_certificate_issuer (trust, certificate, NULL,
                                                           G_TLS_DATABASE_LOOKUP_NONE, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (authorities->n_chains, ==, 1);
  g_assert_cmpuint (authorities->n_issuers, ==, 1);
  g_assert_finalize_object (g_steal_pointer (&trust));
  g_assert_finalize_object (g_steal_pointer (&authorities));
}

static void
test_install (void)
{
  GTlsBackend *backend = g_tls_backend_get_default ();
  g_autoptr (GTlsDatabase) first = NULL;
  g_autoptr (GTlsDatabase) second = NULL;

  lc_tls_trust_install ();
  first = g_tls_backend_get_default_database (backend);
  lc_tls_trust_install ();
  second = g_tls_backend_get_default_database (backend);
  g_assert_true (LC_IS_TLS_TRUST (first));
  g_assert_true (first == second);
}

/* The system's own database still decides: it does not know this certificate. */
static void
test_system (void)
{
  g_autoptr (GTlsDatabase) trust = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate =
    g_tls_certificate_new_from_pem (certificate_pem, -1, &error);
  GTlsCertificateFlags flags;

  g_assert_no_error (error);
  lc_tls_trust_install ();
  trust = g_tls_backend_get_default_database (g_tls_backend_get_default ());
  flags = g_tls_database_verify_chain (trust, certificate, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER,
                                       NULL, NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true ((flags & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/tls-trust/answers/accepted", GUINT_TO_POINTER (0), test_answers);
  g_test_add_data_func ("/tls-trust/answers/refused", GUINT_TO_POINTER (G_TLS_CERTIFICATE_EXPIRED),
                        test_answers);
  g_test_add_func ("/tls-trust/install", test_install);
  g_test_add_func ("/tls-trust/system", test_system);

  return g_test_run ();
}
