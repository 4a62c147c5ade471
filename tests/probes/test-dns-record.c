/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/lc-dns-answer-private.h"
#include "probes/lc-dns-record.h"

static LcDnsAnswer *
answer_new (const char *host, GSocketFamily family, LcOutcome outcome)
{
  LcDnsAnswer *answer = lc_dns_answer_new (host, family);

  answer->outcome = outcome;
  answer->duration_us = 1500;
  return answer;
}

static void
test_answered (void)
{
  LcClock clock;
  g_autoptr (LcRecorder) recorder = NULL;
  g_autoptr (LcMeasurement) measurement = NULL;
  g_autoptr (LcDnsAnswer) answer = NULL;
  g_auto (GStrv) addresses = NULL;
  const LcStep *step;

  lc_clock_start (&clock);
  recorder = lc_recorder_new (&clock);
  answer = answer_new ("start.test", G_SOCKET_FAMILY_IPV4, LC_OUTCOME_ANSWERED);
  g_ptr_array_add (answer->addresses, g_inet_address_new_from_string ("192.0.2.7"));
  answer->canonical_name = g_strdup ("end.test");
  answer->ttl_s = 60;
  answer->from_hosts_file = TRUE;
  g_assert_cmpuint (lc_dns_record_step (recorder, answer), ==, 0);
  measurement = lc_recorder_finish (recorder, LC_OUTCOME_NO_ANSWER);

  step = lc_measurement_get_step (measurement, 0);
  g_assert_cmpstr (step->name, ==, "dns");
  g_assert_cmpstr (step->target, ==, "start.test");
  g_assert_cmpint (step->outcome, ==, LC_OUTCOME_ANSWERED);
  g_assert_cmpint (step->start_us, >=, 0);
  g_assert_cmpint (step->duration_us, ==, 1500);
  addresses = lc_facts_dup_strv (step->facts, LC_FACT_ADDRESSES);
  g_assert_cmpuint (g_strv_length (addresses), ==, 1);
  g_assert_cmpstr (addresses[0], ==, "192.0.2.7");
  g_assert_cmpstr (lc_facts_get_string (step->facts, LC_FACT_HOST), ==, "start.test");
  g_assert_cmpstr (lc_facts_get_string (step->facts, LC_FACT_CANONICAL_NAME), ==, "end.test");
  g_assert_cmpstr (lc_facts_get_string (step->facts, LC_FACT_FAMILY), ==, "ipv4");
  g_assert_cmpint (lc_facts_get_int (step->facts, LC_FACT_TTL_S, -1), ==, 60);
  g_assert_cmpint (lc_facts_get_int (step->facts, LC_FACT_LOOKUP_US, -1), ==, 1500);
  g_assert_true (lc_facts_get_bool (step->facts, LC_FACT_HOSTS_FILE));
  g_assert_false (lc_facts_has (step->facts, LC_FACT_RCODE));
}

static const struct
{
  int rcode;
  const char *name;
} rcodes[] = {
  { 2, "servfail" },
  { 4, "notimp" },
  { 5, "refused" },
  { 0, NULL },
  { 3, NULL },
};

static void
test_rcodes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rcodes); i++)
    {
      g_autoptr (LcDnsAnswer) answer = answer_new ("bad.test", G_SOCKET_FAMILY_IPV6, LC_OUTCOME_DNS_FAILED);
      g_autoptr (LcFacts) facts = lc_facts_new ();

      answer->rcode = rcodes[i].rcode;
      lc_dns_record_answer (answer, facts);
      g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_RCODE), ==, rcodes[i].name);
      g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_FAMILY), ==, "ipv6");
      g_assert_false (lc_facts_has (facts, LC_FACT_TTL_S));
      g_assert_false (lc_facts_has (facts, LC_FACT_CANONICAL_NAME));
      g_assert_false (lc_facts_has (facts, LC_FACT_HOSTS_FILE));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dns-record/answered", test_answered);
  g_test_add_func ("/dns-record/rcodes", test_rcodes);
  return g_test_run ();
}
