/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-errno-outcome.c: what the errno of a socket says about the network.
 */
#include "net/lc-errno-outcome.h"

#include <errno.h>

static void
test_local (void)
{
  g_assert_cmpint (lc_outcome_from_local_errno (EACCES), ==, LC_OUTCOME_REJECTED);
  g_assert_cmpint (lc_outcome_from_local_errno (EPERM), ==, LC_OUTCOME_REJECTED);
  g_assert_cmpint (lc_outcome_from_local_errno (ENETUNREACH), ==, LC_OUTCOME_UNREACHABLE);
  g_assert_cmpint (lc_outcome_from_local_errno (EAFNOSUPPORT), ==, LC_OUTCOME_UNREACHABLE);
}

static void
test_connect (void)
{
  g_assert_cmpint (lc_outcome_from_connect_errno (ECONNREFUSED), ==, LC_OUTCOME_REFUSED);
  g_assert_cmpint (lc_outcome_from_connect_errno (ECONNRESET), ==, LC_OUTCOME_REFUSED);
  g_assert_cmpint (lc_outcome_from_connect_errno (ETIMEDOUT), ==, LC_OUTCOME_NO_ANSWER);
  g_assert_cmpint (lc_outcome_from_connect_errno (EACCES), ==, LC_OUTCOME_REJECTED);
  g_assert_cmpint (lc_outcome_from_connect_errno (EHOSTUNREACH), ==, LC_OUTCOME_UNREACHABLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/errno-outcome/local", test_local);
  g_test_add_func ("/net/errno-outcome/connect", test_connect);
  return g_test_run ();
}
