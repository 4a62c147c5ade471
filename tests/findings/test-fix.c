/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the verdicts of rows to what to ask IT: merged, sorted, complete. */
#include <string.h>

#include "findings/lc-fix-kind.h"
#include "findings/lc-fix-search.h"
#include "profile/lc-profile-file.h"
#include "words/lc-fix-text.h"

static LcProfile *profile;

static LcCheck *
add (LcChecklist *checklist, const char *id, LcKind kind, LcRequirement requirement, LcStatus status,
     LcCause cause)
{
  g_autoptr (LcFacts) subject = lc_facts_new ();
  LcCheck *check = lc_check_new (id, LC_GROUP_PORTAL, kind, requirement, subject);

  lc_check_settle (check, NULL, lc_verdict_new (status, cause, LC_CONFIDENCE_CONFIRMED));
  lc_checklist_add (checklist, check);
  return check;
}

static void
add_host_with_status (LcChecklist *checklist, const char *id, LcKind kind, const char *host, const char *transport,
                      int port, LcRequirement requirement, LcStatus status, LcCause cause)
{
  g_autoptr (LcFacts) subject = lc_facts_new ();
  LcCheck *check;

  lc_facts_set_string (subject, LC_FACT_HOST, host);
  if (transport != NULL)
    {
      lc_facts_set_string (subject, LC_FACT_TRANSPORT, transport);
      lc_facts_set_int (subject, LC_FACT_PORT, port);
    }
  check = lc_check_new (id, LC_GROUP_PORTAL, kind, requirement, subject);
  lc_check_settle (check, NULL, lc_verdict_new (status, cause, LC_CONFIDENCE_LIKELY));
  lc_checklist_add (checklist, check);
}

static void
add_host (LcChecklist *checklist, const char *id, LcKind kind, const char *host, const char *transport, int port,
          LcRequirement requirement, LcCause cause)
{
  add_host_with_status (checklist, id, kind, host, transport, port, requirement, LC_STATUS_FAIL, cause);
}

static void
add_region (LcChecklist *checklist, const char *region, LcStatus status, LcCause cause)
{
  g_autoptr (LcFacts) subject = lc_facts_new ();
  g_autofree char *id = g_strconcat ("region.", region, NULL);
  LcCheck *check;

  lc_facts_set_string (subject, LC_FACT_REGION, region);
  lc_facts_set_string (subject, LC_FACT_TRANSPORT, "udp");
  lc_facts_set_int (subject, LC_FACT_PORT, 3478);
  check = lc_check_new (id, LC_GROUP_MEDIA, LC_KIND_REGION, LC_REQUIREMENT_REQUIRED, subject);
  lc_check_settle (check, NULL, lc_verdict_new (status, cause, LC_CONFIDENCE_LIKELY));
  lc_checklist_add (checklist, check);
}

static void
assert_words (char **words, const char *expected)
{
  g_autofree char *joined = g_strjoinv (" ", words);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_nothing (void)
{
  g_autoptr (LcChecklist) checklist = lc_checklist_new ();
  g_autoptr (GPtrArray) fixes = NULL;

  add (checklist, "portal", LC_KIND_HTTPS, LC_REQUIREMENT_REQUIRED, LC_STATUS_PASS, LC_CAUSE_NONE);
  add (checklist, "stun.udp", LC_KIND_STUN, LC_REQUIREMENT_REQUIRED, LC_STATUS_NOT_TESTED, LC_CAUSE_CANCELLED);
  add (checklist, "routing", LC_KIND_ROUTING, LC_REQUIREMENT_REQUIRED, LC_STATUS_WARN, LC_CAUSE_SLOW);
  lc_check_reset (add (checklist, "waits", LC_KIND_HTTPS, LC_REQUIREMENT_REQUIRED, LC_STATUS_FAIL,
                       LC_CAUSE_SILENT));
  fixes = lc_fixes_find (checklist, profile);
  g_assert_cmpuint (fixes->len, ==, 0);
}

static void
test_merged (void)
{
  g_autoptr (LcChecklist) checklist = lc_checklist_new ();
  g_autoptr (GPtrArray) fixes = NULL;
  const LcFix *fix;

  add_host (checklist, "turn.443", LC_KIND_TURN, "turn.example", "tcp-tls", 443, LC_REQUIREMENT_OPTIONAL,
            LC_CAUSE_SILENT);
  add_host (checklist, "portal", LC_KIND_HTTPS, "a.example", "tcp", 443, LC_REQUIREMENT_REQUIRED, LC_CAUSE_SILENT);
  add_host (checklist, "signaling", LC_KIND_SIGNALING, "b.example", "tcp", 443, LC_REQUIREMENT_REQUIRED,
            LC_CAUSE_REFUSED);
  add_host (checklist, "again", LC_KIND_HTTPS, "a.example", "tcp", 443, LC_REQUIREMENT_REQUIRED, LC_CAUSE_RESET);
  add_host (checklist, "stun.udp", LC_KIND_STUN, "stun.example", "udp", 3478, LC_REQUIREMENT_REQUIRED,
            LC_CAUSE_REJECTED);
  add_host (checklist, "stun.tcp", LC_KIND_STUN, "stun.example", "tcp", 3478, LC_REQUIREMENT_REQUIRED,
            LC_CAUSE_SILENT);
  fixes = lc_fixes_find (checklist, profile);

  g_assert_cmpuint (fixes->len, ==, 4);
  fix = g_ptr_array_index (fixes, 0);
  g_assert_cmpint (fix->kind, ==, LC_FIX_ALLOW);
  assert_words (fix->hosts, "a.example b.example");
  assert_words (fix->ports, "443");
  assert_words (fix->checks, "portal signaling again");
  g_assert_cmpstr (fix->transport, ==, "tcp");
  g_assert_false (fix->optional);
  fix = g_ptr_array_index (fixes, 1);
  assert_words (fix->hosts, "stun.example");
  g_assert_cmpstr (fix->transport, ==, "udp");
  fix = g_ptr_array_index (fixes, 2);
  assert_words (fix->ports, "3478");
  g_assert_cmpstr (fix->transport, ==, "tcp");
  /* What the service does not require comes last. */
  fix = g_ptr_array_index (fixes, 3);
  g_assert_true (fix->optional);
  assert_words (fix->hosts, "turn.example");
}

static const LcFix *
find_fix (GPtrArray *fixes, LcFixKind kind)
{
  for (guint i = 0; i < fixes->len; i++)
    if (((const LcFix *) g_ptr_array_index (fixes, i))->kind == kind)
      return g_ptr_array_index (fixes, i);
  g_assert_not_reached ();
}

/* Where a name leads to a wrong place, no rule for the right one helps. */
static void
test_led_astray (void)
{
  g_autoptr (LcChecklist) checklist = lc_checklist_new ();
  g_autoptr (GPtrArray) fixes = NULL;
  const LcFix *fix;

  add_host (checklist, "dns.stun", LC_KIND_DNS, "stun.example", NULL, 0, LC_REQUIREMENT_REQUIRED,
            LC_CAUSE_DNS_SINKHOLE);
  add_host (checklist, "stun.udp", LC_KIND_STUN, "stun.example", "udp", 3478, LC_REQUIREMENT_REQUIRED,
            LC_CAUSE_REFUSED);
  add_host (checklist, "portal", LC_KIND_HTTPS, "a.example", "tcp", 443, LC_REQUIREMENT_REQUIRED,
            LC_CAUSE_CERTIFICATE_UNTRUSTED);
  /* An address inside is worth a warning; what fails there is the name's fault, what works is not. */
  add_host_with_status (checklist, "dns.portal", LC_KIND_DNS, "a.example", NULL, 0, LC_REQUIREMENT_REQUIRED,
                        LC_STATUS_WARN, LC_CAUSE_DNS_PRIVATE_ADDRESS);
  add_host_with_status (checklist, "socket-io", LC_KIND_SOCKET_IO, "a.example", "tcp", 443, LC_REQUIREMENT_REQUIRED,
                        LC_STATUS_WARN, LC_CAUSE_WEBSOCKET_CUT);
  add_host (checklist, "turn.udp", LC_KIND_TURN, "turn.example", "udp", 3478, LC_REQUIREMENT_REQUIRED,
            LC_CAUSE_SILENT);
  fixes = lc_fixes_find (checklist, profile);

  g_assert_cmpuint (fixes->len, ==, 3);
  fix = find_fix (fixes, LC_FIX_NAMES);
  assert_words (fix->hosts, "stun.example a.example");
  assert_words (fix->checks, "dns.stun stun.udp portal dns.portal");
  fix = find_fix (fixes, LC_FIX_ALLOW);
  assert_words (fix->hosts, "turn.example");
  fix = find_fix (fixes, LC_FIX_WEBSOCKET);
  assert_words (fix->checks, "socket-io");
}

/* A line in a file of this computer is nothing that a network can change. */
static void
test_hosts_file (void)
{
  g_autoptr (LcChecklist) checklist = lc_checklist_new ();
  g_autoptr (GPtrArray) fixes = NULL;
  g_autoptr (LcFacts) subject = lc_facts_new ();
  LcVerdict *verdict = lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_DNS_SINKHOLE, LC_CONFIDENCE_CONFIRMED);
  LcCheck *lookup;

  lc_facts_set_string (subject, LC_FACT_HOST, "a.example");
  lc_facts_set_bool (verdict->details, LC_FACT_HOSTS_FILE, TRUE);
  lookup = lc_check_new ("dns.portal", LC_GROUP_PORTAL, LC_KIND_DNS, LC_REQUIREMENT_REQUIRED, subject);
  lc_check_settle (lookup, NULL, verdict);
  lc_checklist_add (checklist, lookup);
  add_host (checklist, "portal", LC_KIND_HTTPS, "a.example", "tcp", 443, LC_REQUIREMENT_REQUIRED, LC_CAUSE_REFUSED);
  fixes = lc_fixes_find (checklist, profile);

  g_assert_cmpuint (fixes->len, ==, 0);
}

/* A run of another profile has no ranges to ask for. */
static void
test_without_profile (void)
{
  g_autoptr (LcChecklist) checklist = lc_checklist_new ();
  g_autoptr (GPtrArray) fixes = NULL;

  add_region (checklist, "ie1", LC_STATUS_FAIL, LC_CAUSE_SILENT);
  add_host (checklist, "portal", LC_KIND_HTTPS, "a.example", "tcp", 443, LC_REQUIREMENT_REQUIRED, LC_CAUSE_SILENT);
  fixes = lc_fixes_find (checklist, NULL);
  g_assert_cmpuint (fixes->len, ==, 1);
  assert_words (((const LcFix *) g_ptr_array_index (fixes, 0))->checks, "portal");
}

/* The servers are named; of a region there are only addresses. */
static void
test_answered_inside (void)
{
  g_autoptr (LcChecklist) checklist = lc_checklist_new ();
  g_autoptr (GPtrArray) fixes = NULL;
  const LcFix *fix;

  add_host_with_status (checklist, "stun.udp", LC_KIND_STUN, "stun.example", "udp", 3478, LC_REQUIREMENT_REQUIRED,
                        LC_STATUS_WARN, LC_CAUSE_ANSWERED_INSIDE);
  add_region (checklist, "ie1", LC_STATUS_WARN, LC_CAUSE_ANSWERED_INSIDE);
  add_region (checklist, "us1", LC_STATUS_FAIL, LC_CAUSE_FIRST_PACKETS_ONLY);
  fixes = lc_fixes_find (checklist, profile);
  g_assert_cmpuint (fixes->len, ==, 2);
  fix = find_fix (fixes, LC_FIX_INSPECTION);
  assert_words (fix->hosts, "stun.example");
  fix = find_fix (fixes, LC_FIX_ALLOW);
  assert_words (fix->checks, "region.ie1 region.us1");
}

static void
test_regions (void)
{
  g_autoptr (LcChecklist) checklist = lc_checklist_new ();
  g_autoptr (GPtrArray) fixes = NULL;
  g_autofree char *text = NULL;
  const LcFix *fix;

  add_region (checklist, "ie1", LC_STATUS_FAIL, LC_CAUSE_SILENT);
  add_region (checklist, "us2", LC_STATUS_WARN, LC_CAUSE_TCP_ONLY);
  add_region (checklist, "jp1", LC_STATUS_PASS, LC_CAUSE_NONE);
  add_region (checklist, "nowhere", LC_STATUS_FAIL, LC_CAUSE_SILENT);
  fixes = lc_fixes_find (checklist, profile);

  g_assert_cmpuint (fixes->len, ==, 1);
  fix = g_ptr_array_index (fixes, 0);
  assert_words (fix->ports, "3478 10000-20000");
  /* The vendor's ranges, with the right CIDRs where the published ones are wrong. */
  assert_words (fix->cidrs, "52.215.127.0/24 54.171.127.192/26 54.244.51.0/24");
  assert_words (fix->checks, "region.ie1 region.us2");
  g_assert_cmpstr (fix->places[0], ==, "Ireland");
  text = lc_fix_dup_text (fix);
  g_assert_nonnull (strstr (text, "UDP, ports 3478, 10000-20000\n"));
  g_assert_nonnull (strstr (text, "  54.244.51.0/24\n"));
}

static void
test_kinds (void)
{
  static const struct
  {
    LcCause cause;
    LcFixKind kind;
  } causes[] = {
    { LC_CAUSE_DNS_SILENT, LC_FIX_RESOLVER },
    { LC_CAUSE_DNS_NOT_FOUND, LC_FIX_NAMES },
    { LC_CAUSE_PROXY_UNREACHABLE, LC_FIX_PROXY_SETTINGS },
    { LC_CAUSE_PROXY_AUTHENTICATION, LC_FIX_PROXY },
    { LC_CAUSE_PROXY_FAILED, LC_FIX_PROXY_CONNECT },
    { LC_CAUSE_CERTIFICATE_UNTRUSTED, LC_FIX_TLS_INSPECTION },
    { LC_CAUSE_WEBSOCKET_CUT, LC_FIX_WEBSOCKET },
    { LC_CAUSE_SERVER_SILENT, LC_FIX_INSPECTION },
    { LC_CAUSE_STUN_REWRITTEN, LC_FIX_SIP_ALG },
    { LC_CAUSE_FARTHER_REGION, LC_FIX_CLIENT_SUBNET },
    { LC_CAUSE_CLOCK_WRONG, LC_FIX_CLOCK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      g_autoptr (LcChecklist) checklist = lc_checklist_new ();
      g_autoptr (GPtrArray) fixes = NULL;
      g_autoptr (LcFix) copy = NULL;
      g_autofree char *request = NULL;
      g_autofree char *traffic = NULL;

      add_host (checklist, "one", LC_KIND_SOCKET_IO, "a.example", NULL, 0, LC_REQUIREMENT_OPTIONAL, causes[i].cause);
      add_host (checklist, "two", LC_KIND_HTTPS, "b.example", NULL, 0, LC_REQUIREMENT_REQUIRED, causes[i].cause);
      fixes = lc_fixes_find (checklist, profile);
      g_assert_cmpuint (fixes->len, ==, 1);
      copy = lc_fix_copy (g_ptr_array_index (fixes, 0));
      g_assert_cmpint (copy->kind, ==, causes[i].kind);
      g_assert_false (copy->optional);
      assert_words (copy->hosts, "a.example b.example");
      g_assert_cmpstr (lc_fix_get_title (copy), !=, "");
      request = lc_fix_dup_request (copy);
      traffic = lc_fix_dup_traffic (copy);
      g_assert_cmpstr (request, !=, "");
      g_assert_cmpstr (traffic, ==, "");
    }
}

/* The words hold for every cause that leads there, and name no culprit that nobody saw. */
static void
test_no_culprit (void)
{
  static const struct
  {
    LcCause cause;
    const char *words;
  } cases[] = {
    { LC_CAUSE_SERVER_SILENT, "nothing came back, or not what these servers say. If something" },
    { LC_CAUSE_TLS_FAILED, "nothing came back, or not what these servers say. If something" },
    { LC_CAUSE_PROTOCOL, "nothing came back, or not what these servers say. If something" },
    { LC_CAUSE_CERTIFICATE_WRONG_NAME, "is not the one expected. If something on the way" },
    { LC_CAUSE_CERTIFICATE_UNTRUSTED, "is not the one expected. If something on the way" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LcChecklist) checklist = lc_checklist_new ();
      g_autoptr (GPtrArray) fixes = NULL;
      g_autofree char *text = NULL;

      add_host (checklist, "portal", LC_KIND_HTTPS, "a.example", "tcp", 443, LC_REQUIREMENT_REQUIRED, cases[i].cause);
      fixes = lc_fixes_find (checklist, profile);
      g_assert_cmpuint (fixes->len, ==, 1);
      text = lc_fix_dup_text (g_ptr_array_index (fixes, 0));
      g_assert_nonnull (strstr (text, cases[i].words));
      g_assert_null (strstr (text, "alter"));
    }
}

static void
test_every_region (void)
{
  g_autoptr (LcChecklist) checklist = lc_checklist_new ();
  g_autoptr (GPtrArray) fixes = NULL;
  const GPtrArray *regions = lc_profile_get_regions (profile);
  guint n_vendor = 0;

  for (guint i = 0; i < regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (regions, i);

      if (region->layer == LC_LAYER_VENDOR)
        {
          add_region (checklist, region->id, LC_STATUS_FAIL, LC_CAUSE_SILENT);
          n_vendor++;
        }
    }
  fixes = lc_fixes_find (checklist, profile);
  g_assert_cmpuint (fixes->len, ==, 1);
  g_assert_cmpuint (g_strv_length (((LcFix *) g_ptr_array_index (fixes, 0))->places), ==, n_vendor);
}

/* A cause without a row of the table is a critical warning. */
static void
test_every_cause (void)
{
  for (guint cause = LC_CAUSE_NONE; cause <= LC_CAUSE_UNKNOWN; cause++)
    {
      char *none[] = { NULL };
      LcFix fix = { lc_fix_kind_of_cause (cause), FALSE, NULL, none, none, none, none, none };

      g_test_message ("%u", cause);
      if (fix.kind != LC_FIX_NONE)
        g_assert_cmpstr (lc_fix_get_title (&fix), !=, "");
    }
  g_assert_cmpint (lc_fix_kind_of_cause (LC_CAUSE_NONE), ==, LC_FIX_NONE);
  g_assert_cmpint (lc_fix_kind_of_cause (LC_CAUSE_CERTIFICATE_EXPIRED), ==, LC_FIX_NONE);
  g_assert_cmpint (lc_fix_kind_of_cause (LC_CAUSE_SILENT), ==, LC_FIX_ALLOW);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  profile = lc_profile_new_builtin ();
  g_test_add_func ("/fix/nothing", test_nothing);
  g_test_add_func ("/fix/merged", test_merged);
  g_test_add_func ("/fix/led-astray", test_led_astray);
  g_test_add_func ("/fix/hosts-file", test_hosts_file);
  g_test_add_func ("/fix/without-profile", test_without_profile);
  g_test_add_func ("/fix/answered-inside", test_answered_inside);
  g_test_add_func ("/fix/regions", test_regions);
  g_test_add_func ("/fix/kinds", test_kinds);
  g_test_add_func ("/fix/no-culprit", test_no_culprit);
  g_test_add_func ("/fix/every-region", test_every_region);
  g_test_add_func ("/fix/every-cause", test_every_cause);
  status = g_test_run ();
  g_object_unref (profile);
  return status;
}
