/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probes/lc-tls-record.h"

static void
test_certificate (void)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "certificates", "expired.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (file, NULL);
  g_autoptr (LcCertificateInfo) info =
    lc_certificate_info_new (certificate, G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_UNKNOWN_CA);
  g_autoptr (LcFacts) facts = lc_facts_new ();
  g_autoptr (GDateTime) after = NULL;
  g_auto (GStrv) errors = NULL;
  g_auto (GStrv) names = NULL;

  lc_tls_record_certificate (info, facts);
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_CERTIFICATE_SUBJECT), ==, info->subject);
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_CERTIFICATE_ISSUER), ==, info->issuer);
  after = g_date_time_new_from_iso8601 (lc_facts_get_string (facts, LC_FACT_CERTIFICATE_NOT_AFTER), NULL);
  g_assert_true (g_date_time_equal (after, info->not_after));
  g_assert_true (lc_facts_has (facts, LC_FACT_CERTIFICATE_NOT_BEFORE));
  names = lc_facts_dup_strv (facts, LC_FACT_CERTIFICATE_DNS_NAMES);
  g_assert_cmpuint (g_strv_length (names), ==, g_strv_length (info->dns_names));
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_CERTIFICATE_FINGERPRINT_SHA256), ==,
                   info->fingerprint_sha256);
  g_assert_false (lc_facts_get_bool (facts, LC_FACT_CERTIFICATE_SELF_SIGNED));
  errors = lc_facts_dup_strv (facts, LC_FACT_TLS_ERRORS);
  g_assert_cmpuint (g_strv_length (errors), ==, 2);
  g_assert_cmpstr (errors[0], ==, "unknown-ca");
  g_assert_cmpstr (errors[1], ==, "expired");
}

static void
test_connection (void)
{
  static const struct
  {
    GTlsProtocolVersion version;
    const char *text;
  } cases[] = {
    { G_TLS_PROTOCOL_VERSION_TLS_1_0, "1.0" },
    { G_TLS_PROTOCOL_VERSION_TLS_1_1, "1.1" },
    { G_TLS_PROTOCOL_VERSION_TLS_1_2, "1.2" },
    { G_TLS_PROTOCOL_VERSION_TLS_1_3, "1.3" },
    { G_TLS_PROTOCOL_VERSION_UNKNOWN, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LcFacts) facts = lc_facts_new ();
      const LcTlsInfo info = { cases[i].version, NULL };

      lc_tls_record_connection (&info, facts);
      g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_TLS_VERSION), ==, cases[i].text);
      g_assert_false (lc_facts_has (facts, LC_FACT_TLS_CIPHER));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tls-record/certificate", test_certificate);
  g_test_add_func ("/tls-record/connection", test_connection);
  return g_test_run ();
}
