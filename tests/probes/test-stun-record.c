/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-stun-record.c: what became of a question to a STUN or TURN server, and of
 * the connection under it, as facts.
 */
#include "probes/lc-stun-record.h"

#include <errno.h>

static GInetSocketAddress *
endpoint (const char *address, guint16 port)
{
  return G_INET_SOCKET_ADDRESS (g_inet_socket_address_new_from_string (address, port));
}

static void
test_mapped (void)
{
  g_autoptr (GInetSocketAddress) mapped = endpoint ("2001:db8::1", 32853);
  LcStunReply reply = { .mapped = mapped, .software = (char *) "test vector" };
  g_autoptr (LcFacts) facts = lc_facts_new ();

  lc_stun_reply_record (&reply, facts);
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_MAPPED_ADDRESS), ==, "[2001:db8::1]:32853");
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_SOFTWARE), ==, "test vector");
  g_assert_cmpuint (lc_facts_get_size (facts), ==, 2);
}

/* Address and port count. */
static void
test_rewritten (void)
{
  static const struct
  {
    const char *address;
    guint16 port;
    gboolean is_rewritten;
  } plain[] = { { "192.0.2.1", 32853, FALSE }, { "10.0.0.7", 32853, TRUE }, { "192.0.2.1", 32854, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    {
      g_autoptr (GInetSocketAddress) mapped = endpoint ("192.0.2.1", 32853);
      g_autoptr (GInetSocketAddress) plain_mapped = endpoint (plain[i].address, plain[i].port);
      LcStunReply reply = { .mapped = mapped, .plain_mapped = plain_mapped };
      g_autofree char *text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (plain_mapped));
      g_autoptr (LcFacts) facts = lc_facts_new ();

      lc_stun_reply_record (&reply, facts);
      g_assert_true (lc_facts_has (facts, LC_FACT_REWRITTEN));
      g_assert_cmpint (lc_facts_get_bool (facts, LC_FACT_REWRITTEN), ==, plain[i].is_rewritten);
      g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_MAPPED_ADDRESS), ==, "192.0.2.1:32853");
      g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_PLAIN_MAPPED_ADDRESS), ==, text);
    }
}

static void
test_other_addresses (void)
{
  g_autoptr (GInetSocketAddress) relayed = endpoint ("192.0.2.1", 1);
  g_autoptr (GInetSocketAddress) other = endpoint ("192.0.2.2", 2);
  g_autoptr (GInetSocketAddress) origin = endpoint ("192.0.2.3", 3);
  LcStunReply reply = { .relayed = relayed, .other = other, .origin = origin };
  g_autoptr (LcFacts) facts = lc_facts_new ();

  lc_stun_reply_record (&reply, facts);
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_RELAYED_ADDRESS), ==, "192.0.2.1:1");
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_OTHER_ADDRESS), ==, "192.0.2.2:2");
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_RESPONSE_ORIGIN), ==, "192.0.2.3:3");
}

static void
test_answered (void)
{
  LcStunReply reply = { .error_code = 401, .realm = (char *) "example.org", .has_nonce = TRUE };
  LcStunResult result = { .rtt_us = 1234, .kernel_timestamps = TRUE, .n_sent = 2, .reply = &reply };
  g_autoptr (LcFacts) facts = lc_facts_new ();

  lc_stun_result_record (&result, facts);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_RTT_US, -1), ==, 1234);
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_TIMESTAMPS), ==, "kernel");
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_REQUESTS_SENT, -1), ==, 2);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_ERROR_CODE, -1), ==, 401);
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_REALM), ==, "example.org");
  g_assert_true (lc_facts_get_bool (facts, LC_FACT_NONCE_PRESENT));
  g_assert_cmpuint (lc_facts_get_size (facts), ==, 6);
}

/* Silence leaves nothing to write down: one request goes without saying. */
static void
test_silent (void)
{
  LcStunResult result = { .rtt_us = -1, .n_sent = 1 };
  g_autoptr (LcFacts) facts = lc_facts_new ();

  lc_stun_result_record (&result, facts);
  g_assert_cmpuint (lc_facts_get_size (facts), ==, 0);
}

static void
test_refused (void)
{
  LcIcmpError icmp = { .family = G_SOCKET_FAMILY_IPV4, .type = 3, .code = 3 };
  LcStunResult result = { .rtt_us = -1, .n_sent = 1, .icmp = &icmp };
  g_autoptr (LcFacts) facts = lc_facts_new ();

  lc_stun_result_record (&result, facts);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_ICMP_TYPE, -1), ==, 3);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_ICMP_CODE, -1), ==, 3);
  g_assert_cmpuint (lc_facts_get_size (facts), ==, 2);
}

static void
test_local_error (void)
{
  LcStunResult result = { .rtt_us = -1, .local = TRUE, .error_number = ENETUNREACH };
  g_autoptr (LcFacts) facts = lc_facts_new ();

  lc_stun_result_record (&result, facts);
  g_assert_true (lc_facts_get_bool (facts, LC_FACT_LOCAL));
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_REASON), ==, "ENETUNREACH");
  g_assert_cmpuint (lc_facts_get_size (facts), ==, 2);
}

static void
test_scopes (void)
{
  g_autoptr (GInetSocketAddress) server = endpoint ("10.0.0.1", 3478);
  g_autoptr (GInetSocketAddress) mapped = endpoint ("8.8.8.8", 1024);
  LcStunReply reply = { .mapped = mapped };
  LcStunResult result = { .reply = &reply };
  g_autoptr (LcFacts) facts = lc_facts_new ();

  lc_stun_result_record_scopes (&result, G_SOCKET_ADDRESS (server), facts);
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_ADDRESS_SCOPE), ==, "private");
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_MAPPED_SCOPE), ==, "global");
}

static void
test_no_scopes (void)
{
  g_autoptr (GInetSocketAddress) server = endpoint ("10.0.0.1", 3478);
  LcStunResult result = { .reply = NULL };
  g_autoptr (LcFacts) facts = lc_facts_new ();

  lc_stun_result_record_scopes (&result, G_SOCKET_ADDRESS (server), facts);
  g_assert_cmpuint (lc_facts_get_size (facts), ==, 0);
}

static void
test_connected (void)
{
  LcConnection connection = { .rtt_us = 99, .error_number = 0 };
  g_autoptr (LcFacts) facts = lc_facts_new ();

  lc_connection_record (&connection, facts);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_RTT_US, -1), ==, 99);
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_TIMESTAMPS), ==, "user");
  g_assert_cmpuint (lc_facts_get_size (facts), ==, 2);
}

static void
test_not_connected (void)
{
  LcIcmpError icmp = { .family = G_SOCKET_FAMILY_IPV6, .type = 1, .code = 1 };
  LcConnection rejected = { .rtt_us = -1, .error_number = EACCES, .icmp = &icmp };
  LcConnection refused_here = { .rtt_us = -1, .error_number = EACCES, .local = TRUE };
  g_autoptr (LcFacts) facts = lc_facts_new ();
  g_autoptr (LcFacts) facts_here = lc_facts_new ();

  lc_connection_record (&rejected, facts);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_ICMP_CODE, -1), ==, 1);
  g_assert_false (lc_facts_has (facts, LC_FACT_REASON));
  lc_connection_record (&refused_here, facts_here);
  g_assert_true (lc_facts_get_bool (facts_here, LC_FACT_LOCAL));
  g_assert_cmpstr (lc_facts_get_string (facts_here, LC_FACT_REASON), ==, "EACCES");
}

static void
test_untrusted (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "certificates", "expired.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, NULL);
  LcStunTls tls = { .outcome = LC_OUTCOME_UNTRUSTED, .errors = G_TLS_CERTIFICATE_EXPIRED, .certificate = certificate };
  g_autoptr (LcFacts) facts = lc_facts_new ();
  g_auto (GStrv) errors = NULL;

  lc_stun_tls_record (&tls, facts);
  errors = lc_facts_dup_strv (facts, LC_FACT_TLS_ERRORS);
  g_assert_true (g_strv_contains ((const char *const *) errors, "expired"));
  g_assert_false (lc_facts_has (facts, LC_FACT_TLS_VERSION));
}

static void
test_no_handshake (void)
{
  LcStunTls tls = { .outcome = LC_OUTCOME_RESET };
  g_autoptr (LcFacts) facts = lc_facts_new ();

  lc_stun_tls_record (&tls, facts);
  g_assert_cmpuint (lc_facts_get_size (facts), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probes/stun-record/mapped", test_mapped);
  g_test_add_func ("/probes/stun-record/rewritten", test_rewritten);
  g_test_add_func ("/probes/stun-record/other-addresses", test_other_addresses);
  g_test_add_func ("/probes/stun-record/answered", test_answered);
  g_test_add_func ("/probes/stun-record/silent", test_silent);
  g_test_add_func ("/probes/stun-record/refused", test_refused);
  g_test_add_func ("/probes/stun-record/local-error", test_local_error);
  g_test_add_func ("/probes/stun-record/scopes", test_scopes);
  g_test_add_func ("/probes/stun-record/no-scopes", test_no_scopes);
  g_test_add_func ("/probes/stun-record/connected", test_connected);
  g_test_add_func ("/probes/stun-record/not-connected", test_not_connected);
  g_test_add_func ("/probes/stun-record/untrusted", test_untrusted);
  g_test_add_func ("/probes/stun-record/no-handshake", test_no_handshake);
  return g_test_run ();
}
