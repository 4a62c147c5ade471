/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-icmp-record.c: an ICMP error as facts.
 */
#include "probes/lc-icmp-record.h"

static void
test_of_a_router (void)
{
  g_autoptr (GInetAddress) from = g_inet_address_new_from_string ("192.0.2.1");
  LcIcmpError error = { .from = from, .family = G_SOCKET_FAMILY_IPV4, .type = 3, .code = 13 };
  g_autoptr (LcFacts) facts = lc_facts_new ();

  lc_icmp_error_record (&error, facts);
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_ICMP_FROM), ==, "192.0.2.1");
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_ICMP_TYPE, -1), ==, 3);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_ICMP_CODE, -1), ==, 13);
  g_assert_false (lc_facts_has (facts, LC_FACT_LOCAL));
}

/* Its own address would be no news: that it was this computer is. */
static void
test_of_this_computer (void)
{
  g_autoptr (GInetAddress) from = g_inet_address_new_from_string ("192.0.2.2");
  LcIcmpError error = { .from = from, .family = G_SOCKET_FAMILY_IPV4, .type = 3, .code = 1, .local = TRUE };
  g_autoptr (LcFacts) facts = lc_facts_new ();

  lc_icmp_error_record (&error, facts);
  g_assert_true (lc_facts_get_bool (facts, LC_FACT_LOCAL));
  g_assert_false (lc_facts_has (facts, LC_FACT_ICMP_FROM));
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_ICMP_CODE, -1), ==, 1);
}

static void
test_of_nobody_known (void)
{
  LcIcmpError error = { .family = G_SOCKET_FAMILY_IPV6, .type = 1, .code = 0 };
  g_autoptr (LcFacts) facts = lc_facts_new ();

  lc_icmp_error_record (&error, facts);
  g_assert_false (lc_facts_has (facts, LC_FACT_ICMP_FROM));
  g_assert_false (lc_facts_has (facts, LC_FACT_LOCAL));
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_ICMP_CODE, -1), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probes/icmp-record/of-a-router", test_of_a_router);
  g_test_add_func ("/probes/icmp-record/of-this-computer", test_of_this_computer);
  g_test_add_func ("/probes/icmp-record/of-nobody-known", test_of_nobody_known);
  return g_test_run ();
}
