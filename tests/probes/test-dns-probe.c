/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The DNS probe, and what kinds of addresses there are. */
#include "config.h"

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/lc-address-scope.h"
#include "probes/lc-dns-probe.h"
#include "probes/lc-plan.h"
#include "profile/lc-profile-file.h"
#include "tests/support/test-web-server.h"

static LcMeasurement *
look_up (TestWeb *web, const char *host, guint deadline_ms)
{
  g_autoptr (LcEndpoint) endpoint =
    test_endpoint_new (LC_ENDPOINT_STUN, host, LC_TRANSPORT_UDP, 3478, NULL);

  return test_run_probe (lc_dns_probe_new ("dns.stun", endpoint, web->resolver), deadline_ms);
}

static void
assert_seen (LcMeasurement *measurement, const char *steps, LcOutcome outcome)
{
  g_autofree char *seen = test_list_steps (measurement);

  g_assert_cmpstr (seen, ==, steps);
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, outcome);
}

static void
assert_list (const LcFacts *facts, const char *name, const char *wanted)
{
  g_auto (GStrv) list = lc_facts_dup_strv (facts, name);
  g_autofree char *joined = g_strjoinv (" ", list);

  g_assert_cmpstr (joined, ==, wanted);
}

static void
test_both (TestWeb *web, gconstpointer data)
{
  g_autoptr (LcMeasurement) measurement = NULL;
  const LcFacts *facts;

  test_dns_server_add (web->dns, "both.test", "54.172.60.1 2600:1f18::1 10.0.0.1");
  measurement = look_up (web, "both.test", 1000);
  assert_seen (measurement, "dns:answered dns:answered", LC_OUTCOME_ANSWERED);
  facts = lc_measurement_get_facts (measurement);
  assert_list (facts, "addresses", "54.172.60.1 10.0.0.1 2600:1f18::1");
  assert_list (facts, "address_scopes", "global private global");
  assert_list (facts, "servers", test_dns_server_get_address (web->dns));
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_HOST), ==, "both.test");
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_LOOKUP_US, 0), >, 0);
  g_assert_cmpstr (lc_facts_get_string (lc_measurement_get_step (measurement, 1)->facts, LC_FACT_FAMILY),
                   ==, "ipv6");
}

/* Of this process alone, from here on. */
static void
use_hosts_file (const char *content)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("linecheck-hosts-XXXXXX", &path, &error);

  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
  g_assert_no_errno (unshare (CLONE_NEWNS));
  g_assert_no_errno (mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
  g_assert_no_errno (mount (path, "/etc/hosts", NULL, MS_BIND, NULL));
  g_assert_no_errno (g_unlink (path));
}

/* It says from where an address is: nobody else is to be asked about it. */
static void
test_hosts_file (TestWeb *web, gconstpointer data)
{
  g_autoptr (LcMeasurement) measurement = NULL;
  g_autoptr (LcMeasurement) other = NULL;

  use_hosts_file ("127.0.0.1 localhost\n192.0.2.77 known.test\n");
  measurement = look_up (web, "known.test", 1000);
  other = look_up (web, "good.test", 1000);
  g_assert_true (lc_facts_get_bool (lc_measurement_get_facts (measurement), LC_FACT_HOSTS_FILE));
  g_assert_true (lc_facts_get_bool (lc_measurement_get_step (measurement, 0)->facts, LC_FACT_HOSTS_FILE));
  g_assert_false (lc_facts_has (lc_measurement_get_facts (other), LC_FACT_HOSTS_FILE));
  g_assert_false (lc_facts_has (lc_measurement_get_step (other, 0)->facts, LC_FACT_HOSTS_FILE));
}

static void
test_failures (TestWeb *web, gconstpointer data)
{
  static const struct
  {
    const char *host;
    int rcode;
    const char *steps;
    LcOutcome outcome;
  } cases[] = {
    { "missing.test", -1, "dns:name-not-found dns:name-not-found", LC_OUTCOME_NAME_NOT_FOUND },
    { "empty.test", 0, "dns:no-address dns:no-address", LC_OUTCOME_NO_ADDRESS },
    { "broken.test", 2, "dns:dns-failed dns:dns-failed", LC_OUTCOME_DNS_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LcMeasurement) measurement = NULL;

      if (cases[i].rcode >= 0)
        test_dns_server_set_rcode (web->dns, cases[i].host, (guint) cases[i].rcode);
      measurement = look_up (web, cases[i].host, 1000);
      assert_seen (measurement, cases[i].steps, cases[i].outcome);
    }
}

/* The usual name has no AAAA, and some resolvers never answer for it. */
static void
test_one_family (TestWeb *web, gconstpointer data)
{
  g_autoptr (LcMeasurement) measurement = NULL;

  test_dns_server_add (web->dns, "v4.test", "192.168.1.1");
  measurement = look_up (web, "v4.test", 1000);
  assert_seen (measurement, "dns:answered dns:no-address", LC_OUTCOME_ANSWERED);
  assert_list (lc_measurement_get_facts (measurement), "address_scopes", "private");
}

static void
test_silent (TestWeb *web, gconstpointer data)
{
  g_autoptr (LcMeasurement) stopped = NULL;
  g_autoptr (LcMeasurement) known = NULL;

  test_dns_server_set_silent (web->dns, "silent.test");
  stopped = look_up (web, "silent.test", 100);
  assert_seen (stopped, "dns:no-answer dns:no-answer", LC_OUTCOME_NO_ANSWER);
  g_assert_cmpint (lc_measurement_get_duration_us (stopped), <, G_USEC_PER_SEC);

  /* Before the usual deadline it is known without it. */
  known = look_up (web, "silent.test", 10000);
  assert_seen (known, "dns:no-answer dns:no-answer", LC_OUTCOME_NO_ANSWER);
  g_assert_cmpint (lc_measurement_get_duration_us (known), <, 4 * G_USEC_PER_SEC);
}

static void
test_bad_name (TestWeb *web, gconstpointer data)
{
  g_autoptr (LcMeasurement) measurement = look_up (web, "a..test", 1000);

  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_UNAVAILABLE);
  g_assert_true (lc_facts_has (lc_measurement_get_facts (measurement), LC_FACT_REASON));
}

/* libsoup must find in a run's cache what the rows of DNS have asked. */
static void
test_plan_installs (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (GResolver) during = NULL;
  g_autoptr (GResolver) after = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (LcRunOptions) options = { 0 };
  LcPlan *plan;

  lc_run_options_init (&options, profile);
  plan = lc_plan_new (profile, &options, &error);
  g_assert_no_error (error);
  during = g_resolver_get_default ();
  g_assert_true (LC_IS_RESOLVER (during));
  g_assert_finalize_object (plan);
  after = g_resolver_get_default ();
  g_assert_true (after == before);
}

static void
test_scopes (void)
{
  static const char *const cases[][2] = {
    { "0.0.0.0", "unspecified" },
    { "0.1.2.3", "unspecified" },
    { "1.0.0.0", "global" },
    { "9.255.255.255", "global" },
    { "10.0.0.0", "private" },
    { "10.255.255.255", "private" },
    { "11.0.0.0", "global" },
    { "100.63.255.255", "global" },
    { "100.64.0.0", "shared" },
    { "100.127.255.255", "shared" },
    { "100.128.0.0", "global" },
    { "127.0.0.1", "loopback" },
    { "169.254.9.9", "link-local" },
    { "172.15.255.255", "global" },
    { "172.16.0.0", "private" },
    { "172.31.255.255", "private" },
    { "172.32.0.0", "global" },
    { "192.0.2.1", "documentation" },
    { "192.168.0.0", "private" },
    { "192.169.0.0", "global" },
    { "198.18.0.1", "benchmarking" },
    { "198.20.0.0", "global" },
    { "198.51.100.9", "documentation" },
    { "203.0.113.9", "documentation" },
    { "224.0.0.1", "multicast" },
    { "240.0.0.1", "reserved" },
    { "255.255.255.255", "reserved" },
    { "54.172.60.1", "global" },
    { "::", "unspecified" },
    { "::1", "loopback" },
    { "::2", "global" },
    { "64:ff9b::36ac:3c01", "nat64" },
    { "64:ff9b:1::1", "nat64" },
    { "100::1", "discard" },
    { "2001:db8::1", "documentation" },
    { "3fff::1", "documentation" },
    { "fc00::1", "private" },
    { "fdff::1", "private" },
    { "fe80::1", "link-local" },
    { "febf::1", "link-local" },
    { "fec0::1", "global" },
    { "ff02::1", "multicast" },
    { "2600::1", "global" },
    { "::ffff:10.0.0.1", "private" },
    { "::ffff:8.8.8.8", "global" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i][0]);

      g_test_message ("%s", cases[i][0]);
      g_assert_cmpstr (lc_address_scope (address), ==, cases[i][1]);
    }
}

static void
set_up (TestWeb *web, gconstpointer data)
{
  test_web_set_up (web);
}

static void
tear_down (TestWeb *web, gconstpointer data)
{
  test_web_tear_down (web);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/dns-probe/" path, TestWeb, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("both", test_both);
  ADD ("hosts-file", test_hosts_file);
  ADD ("failures", test_failures);
  ADD ("one-family", test_one_family);
  ADD ("silent", test_silent);
  ADD ("bad-name", test_bad_name);
  g_test_add_func ("/plan/installs-resolver", test_plan_installs);
  g_test_add_func ("/address-scope", test_scopes);

  return g_test_run ();
}
