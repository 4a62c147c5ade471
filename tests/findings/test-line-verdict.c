/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line's verdict over tables of row verdicts. */
#include "findings/lc-findings-enums.h"
#include "findings/lc-fix-search.h"
#include "findings/lc-line-judge.h"
#include "measurement/lc-recorder.h"
#include "words/lc-line-text.h"

typedef struct
{
  const char *id;
  LcStatus status;
  LcCause cause;
} RowChange;

typedef struct
{
  const char *name;
  RowChange changes[16];
  gboolean interrupted;
  gboolean partial;
  LcLineStatus status;
  const char *reasons; /* nicks, in order */
  LcDisturbance disturbance;
} LineCase;

static const struct
{
  const char *id;
  LcGroup group;
  LcKind kind;
  LcRequirement requirement;
  const char *transport;
} healthy[] = {
  { "computer.network", LC_GROUP_COMPUTER, LC_KIND_NETWORK, LC_REQUIREMENT_OPTIONAL, NULL },
  { "computer.gateway", LC_GROUP_COMPUTER, LC_KIND_GATEWAY, LC_REQUIREMENT_OPTIONAL, NULL },
  { "dns.portal", LC_GROUP_PORTAL, LC_KIND_DNS, LC_REQUIREMENT_REQUIRED, NULL },
  { "portal", LC_GROUP_PORTAL, LC_KIND_HTTPS, LC_REQUIREMENT_REQUIRED, "tcp" },
  { "socket-io", LC_GROUP_PORTAL, LC_KIND_SOCKET_IO, LC_REQUIREMENT_REQUIRED, "tcp" },
  { "signaling", LC_GROUP_PORTAL, LC_KIND_SIGNALING, LC_REQUIREMENT_REQUIRED, "tcp" },
  { "stun.udp", LC_GROUP_STUN_TURN, LC_KIND_STUN, LC_REQUIREMENT_REQUIRED, "udp" },
  { "stun.tcp", LC_GROUP_STUN_TURN, LC_KIND_STUN, LC_REQUIREMENT_REQUIRED, "tcp" },
  { "turn.udp", LC_GROUP_STUN_TURN, LC_KIND_TURN, LC_REQUIREMENT_REQUIRED, "udp" },
  { "turn.tcp", LC_GROUP_STUN_TURN, LC_KIND_TURN, LC_REQUIREMENT_REQUIRED, "tcp" },
  { "turn.443", LC_GROUP_STUN_TURN, LC_KIND_TURN, LC_REQUIREMENT_OPTIONAL, "tls" },
  { "region.ie1", LC_GROUP_MEDIA, LC_KIND_REGION, LC_REQUIREMENT_REQUIRED, "udp" },
  { "region.us1", LC_GROUP_MEDIA, LC_KIND_REGION, LC_REQUIREMENT_REQUIRED, "udp" },
  { "routing", LC_GROUP_MEDIA, LC_KIND_ROUTING, LC_REQUIREMENT_REQUIRED, NULL },
};

#define FAIL LC_STATUS_FAIL
#define WARN LC_STATUS_WARN

#define NOBODY_ANSWERS \
  { "computer.gateway", LC_STATUS_NOT_TESTED, LC_CAUSE_SILENT }, { "dns.portal", FAIL, LC_CAUSE_DNS_SILENT }, \
    { "portal", FAIL, LC_CAUSE_NO_ROUTE }, { "socket-io", FAIL, LC_CAUSE_NO_ROUTE }, \
    { "signaling", FAIL, LC_CAUSE_NO_ROUTE }, { "stun.udp", FAIL, LC_CAUSE_NO_ROUTE }, \
    { "stun.tcp", FAIL, LC_CAUSE_NO_ROUTE }, { "turn.udp", FAIL, LC_CAUSE_NO_ROUTE }, \
    { "turn.tcp", FAIL, LC_CAUSE_NO_ROUTE }, { "turn.443", FAIL, LC_CAUSE_NO_ROUTE }, \
    { "region.ie1", FAIL, LC_CAUSE_NO_ROUTE }, { "region.us1", FAIL, LC_CAUSE_NO_ROUTE }, \
    { "routing", LC_STATUS_NOT_TESTED, LC_CAUSE_DEPENDENCY }

static const LineCase rows[] = {
  { "healthy", { { 0 } }, FALSE, FALSE, LC_LINE_STATUS_READY, "" },
  { "portal-blocked", { { "portal", FAIL, LC_CAUSE_SILENT } }, FALSE, FALSE, LC_LINE_STATUS_NOT_READY,
    "portal-unreachable" },
  { "socket-io-blocked", { { "socket-io", FAIL, LC_CAUSE_REFUSED } }, FALSE, FALSE,
    LC_LINE_STATUS_NOT_READY, "portal-unreachable" },
  { "signaling-blocked", { { "signaling", FAIL, LC_CAUSE_RESET } }, FALSE, FALSE,
    LC_LINE_STATUS_NOT_READY, "portal-unreachable" },
  { "name-missing",
    { { "dns.portal", FAIL, LC_CAUSE_DNS_NOT_FOUND }, { "portal", FAIL, LC_CAUSE_DNS_NOT_FOUND } },
    FALSE, FALSE, LC_LINE_STATUS_NOT_READY, "dns-broken portal-unreachable" },
  { "websocket-cut", { { "socket-io", WARN, LC_CAUSE_WEBSOCKET_CUT } }, FALSE, FALSE,
    LC_LINE_STATUS_READY_WITH_CAUTIONS, "websocket-cut" },
  { "udp-blocked",
    { { "stun.udp", FAIL, LC_CAUSE_SILENT }, { "turn.udp", FAIL, LC_CAUSE_SILENT },
      { "region.ie1", WARN, LC_CAUSE_TCP_ONLY }, { "region.us1", FAIL, LC_CAUSE_SILENT } },
    FALSE, FALSE, LC_LINE_STATUS_READY_WITH_CAUTIONS, "udp-blocked" },
  { "only-the-fallback",
    { { "stun.udp", FAIL, LC_CAUSE_SILENT }, { "turn.udp", FAIL, LC_CAUSE_SILENT },
      { "stun.tcp", FAIL, LC_CAUSE_SILENT }, { "turn.tcp", FAIL, LC_CAUSE_SILENT },
      { "region.ie1", FAIL, LC_CAUSE_SILENT }, { "region.us1", FAIL, LC_CAUSE_SILENT },
      { "routing", LC_STATUS_NOT_TESTED, LC_CAUSE_DEPENDENCY } },
    FALSE, FALSE, LC_LINE_STATUS_READY_WITH_CAUTIONS, "udp-blocked" },
  { "no-media",
    { { "stun.udp", FAIL, LC_CAUSE_SILENT }, { "turn.udp", FAIL, LC_CAUSE_SILENT },
      { "stun.tcp", FAIL, LC_CAUSE_SILENT }, { "turn.tcp", FAIL, LC_CAUSE_SILENT },
      { "turn.443", FAIL, LC_CAUSE_SILENT },
      { "region.ie1", FAIL, LC_CAUSE_SILENT }, { "region.us1", FAIL, LC_CAUSE_SILENT },
      { "routing", LC_STATUS_NOT_TESTED, LC_CAUSE_DEPENDENCY } },
    FALSE, FALSE, LC_LINE_STATUS_NOT_READY, "no-media-path" },
  { "the-last-hope-is-untested",
    { { "stun.udp", FAIL, LC_CAUSE_SILENT }, { "turn.udp", FAIL, LC_CAUSE_SILENT },
      { "stun.tcp", FAIL, LC_CAUSE_SILENT }, { "turn.tcp", FAIL, LC_CAUSE_SILENT },
      { "turn.443", LC_STATUS_COULD_NOT_RUN, LC_CAUSE_NOT_PERMITTED },
      { "region.ie1", FAIL, LC_CAUSE_SILENT }, { "region.us1", FAIL, LC_CAUSE_SILENT },
      { "routing", LC_STATUS_NOT_TESTED, LC_CAUSE_DEPENDENCY } },
    FALSE, FALSE, LC_LINE_STATUS_INCOMPLETE, "not-tested regions-unreachable degraded" },
  /* STUN over TCP finds an address but carries nothing. */
  { "only-stun-over-tcp",
    { { "stun.udp", FAIL, LC_CAUSE_SILENT }, { "turn.udp", FAIL, LC_CAUSE_SILENT },
      { "turn.tcp", FAIL, LC_CAUSE_SILENT }, { "turn.443", FAIL, LC_CAUSE_SILENT },
      { "region.ie1", FAIL, LC_CAUSE_SILENT }, { "region.us1", FAIL, LC_CAUSE_SILENT } },
    FALSE, FALSE, LC_LINE_STATUS_NOT_READY, "no-media-path" },
  { "one-region-gone", { { "region.us1", FAIL, LC_CAUSE_SILENT } }, FALSE, FALSE,
    LC_LINE_STATUS_READY_WITH_CAUTIONS, "regions-unreachable" },
  { "fallback-gone", { { "turn.443", FAIL, LC_CAUSE_SILENT } }, FALSE, FALSE, LC_LINE_STATUS_READY, "" },
  { "turn-tcp-gone", { { "turn.tcp", FAIL, LC_CAUSE_SILENT } }, FALSE, FALSE,
    LC_LINE_STATUS_READY_WITH_CAUTIONS, "degraded" },
  /* STUN and TURN need one packet each, and any box can answer them. */
  { "first-packets-only",
    { { "region.ie1", FAIL, LC_CAUSE_FIRST_PACKETS_ONLY }, { "region.us1", FAIL, LC_CAUSE_FIRST_PACKETS_ONLY },
      { "routing", LC_STATUS_NOT_TESTED, LC_CAUSE_DEPENDENCY } },
    FALSE, FALSE, LC_LINE_STATUS_READY_WITH_CAUTIONS, "udp-blocked" },
  { "first-packets-of-one-region", { { "region.us1", FAIL, LC_CAUSE_FIRST_PACKETS_ONLY } }, FALSE, FALSE,
    LC_LINE_STATUS_READY_WITH_CAUTIONS, "regions-unreachable" },
  { "answered-inside",
    { { "stun.udp", WARN, LC_CAUSE_ANSWERED_INSIDE }, { "stun.tcp", WARN, LC_CAUSE_ANSWERED_INSIDE },
      { "region.ie1", WARN, LC_CAUSE_ANSWERED_INSIDE }, { "region.us1", WARN, LC_CAUSE_ANSWERED_INSIDE },
      { "routing", LC_STATUS_NOT_TESTED, LC_CAUSE_DEPENDENCY } },
    FALSE, FALSE, LC_LINE_STATUS_READY_WITH_CAUTIONS, "udp-blocked" },
  { "answered-inside-and-no-tls",
    { { "stun.udp", WARN, LC_CAUSE_ANSWERED_INSIDE }, { "stun.tcp", WARN, LC_CAUSE_ANSWERED_INSIDE },
      { "turn.443", FAIL, LC_CAUSE_SILENT },
      { "region.ie1", WARN, LC_CAUSE_ANSWERED_INSIDE }, { "region.us1", WARN, LC_CAUSE_ANSWERED_INSIDE },
      { "routing", LC_STATUS_NOT_TESTED, LC_CAUSE_DEPENDENCY } },
    FALSE, FALSE, LC_LINE_STATUS_NOT_READY, "no-media-path" },
  { "answered-inside-over-tcp-only", { { "stun.tcp", WARN, LC_CAUSE_ANSWERED_INSIDE } }, FALSE, FALSE,
    LC_LINE_STATUS_READY_WITH_CAUTIONS, "degraded" },
  { "far-away", { { "routing", WARN, LC_CAUSE_SLOW } }, FALSE, FALSE,
    LC_LINE_STATUS_READY_WITH_CAUTIONS, "best-region-poor" },
  { "wrong-way", { { "routing", WARN, LC_CAUSE_FARTHER_REGION } }, FALSE, FALSE,
    LC_LINE_STATUS_READY_WITH_CAUTIONS, "farther-region" },
  { "no-ping", { { "computer.gateway", LC_STATUS_NOT_TESTED, LC_CAUSE_NOT_PERMITTED } }, FALSE, FALSE,
    LC_LINE_STATUS_READY, "" },
  { "not-tested", { { "turn.udp", LC_STATUS_COULD_NOT_RUN, LC_CAUSE_NOT_PERMITTED } }, FALSE, FALSE,
    LC_LINE_STATUS_INCOMPLETE, "not-tested" },
  { "partial", { { 0 } }, FALSE, TRUE, LC_LINE_STATUS_INCOMPLETE, "not-tested" },
  { "partial-and-blocked", { { "portal", FAIL, LC_CAUSE_SILENT } }, FALSE, TRUE,
    LC_LINE_STATUS_NOT_READY, "portal-unreachable not-tested" },
  { "interrupted", { { "portal", LC_STATUS_NOT_TESTED, LC_CAUSE_CANCELLED } }, TRUE, FALSE,
    LC_LINE_STATUS_INCOMPLETE, "interrupted not-tested" },
  { "interrupted-and-blocked", { { "portal", FAIL, LC_CAUSE_REFUSED } }, TRUE, FALSE,
    LC_LINE_STATUS_INCOMPLETE, "portal-unreachable interrupted" },
  { "offline",
    { { "computer.network", FAIL, LC_CAUSE_NO_NETWORK }, NOBODY_ANSWERS }, FALSE, FALSE, LC_LINE_STATUS_NOT_READY,
    "offline dns-broken portal-unreachable no-media-path" },
  { "nobody-answers", { { "computer.network", FAIL, LC_CAUSE_NO_ROUTE }, NOBODY_ANSWERS }, FALSE, FALSE,
    LC_LINE_STATUS_NOT_READY, "dns-broken portal-unreachable no-media-path" },
  /* The neighbours answer, the resolver and a proxy among them. */
  { "no-way-out", { { "computer.network", FAIL, LC_CAUSE_NO_ROUTE } }, FALSE, FALSE, LC_LINE_STATUS_READY, "" },
  { "an-answer-without-an-address", { { "computer.network", FAIL, LC_CAUSE_NO_NETWORK } }, FALSE, FALSE,
    LC_LINE_STATUS_READY, "" },
  { "network-lost", { { "portal", FAIL, LC_CAUSE_NO_ROUTE } }, TRUE, FALSE, LC_LINE_STATUS_INCOMPLETE,
    "network-lost", LC_DISTURBANCE_NETWORK_LOST },
  { "network-changed", { { 0 } }, TRUE, FALSE, LC_LINE_STATUS_INCOMPLETE, "network-changed",
    LC_DISTURBANCE_NETWORK_CHANGED },
  { "slept", { { 0 } }, FALSE, FALSE, LC_LINE_STATUS_INCOMPLETE, "slept", LC_DISTURBANCE_SLEPT },
};

static const RowChange *
find_change (const LineCase *row, const char *id)
{
  for (guint i = 0; row->changes[i].id != NULL; i++)
    if (g_str_equal (row->changes[i].id, id))
      return &row->changes[i];
  return NULL;
}

static LcChecklist *
make_checklist (const LineCase *row)
{
  LcChecklist *checklist = lc_checklist_new ();

  for (guint i = 0; i < G_N_ELEMENTS (healthy); i++)
    {
      const RowChange *change = find_change (row, healthy[i].id);
      g_autoptr (LcFacts) subject = lc_facts_new ();
      LcCheck *check;

      lc_facts_set_string (subject, LC_FACT_TRANSPORT, healthy[i].transport);
      check = lc_check_new (healthy[i].id, healthy[i].group, healthy[i].kind, healthy[i].requirement, subject);
      lc_check_settle (check, NULL,
                       lc_verdict_new (change != NULL ? change->status : LC_STATUS_PASS,
                                       change != NULL ? change->cause : LC_CAUSE_NONE, LC_CONFIDENCE_CONFIRMED));
      lc_checklist_add (checklist, check);
    }
  return checklist;
}

static void
test_line_verdict (gconstpointer data)
{
  const LineCase *row = data;
  LcChecklist *checklist = make_checklist (row);
  g_autoptr (LcLineVerdict) verdict =
    lc_line_verdict_judge (checklist, row->disturbance, row->interrupted, row->partial);
  g_autoptr (GString) reasons = g_string_new (NULL);

  for (guint i = 0; i < verdict->reasons->len; i++)
    {
      const LcReason *reason = g_ptr_array_index (verdict->reasons, i);

      g_string_append_printf (reasons, "%s%s", i > 0 ? " " : "",
                              lc_enum_nick (LC_TYPE_REASON_KIND, reason->kind));
    }
  g_assert_cmpstr (lc_enum_nick (LC_TYPE_LINE_STATUS, verdict->status), ==,
                   lc_enum_nick (LC_TYPE_LINE_STATUS, row->status));
  g_assert_cmpstr (reasons->str, ==, row->reasons);
  g_assert_finalize_object (checklist);
}

/* Regions that were not asked may answer. */
static void
test_regions_in_words (void)
{
  static const struct
  {
    RowChange changes[2];
    const char *words;
  } cases[] = {
    { { { "region.ie1", FAIL, LC_CAUSE_SILENT }, { "region.us1", FAIL, LC_CAUSE_SILENT } },
      "None of the media regions gives an answer over UDP." },
    { { { "region.ie1", FAIL, LC_CAUSE_SILENT }, { "region.us1", WARN, LC_CAUSE_TCP_ONLY } },
      "None of the media regions gives an answer over UDP." },
    { { { "region.ie1", FAIL, LC_CAUSE_SILENT } }, "Some media regions give no answer over UDP" },
    { { { "region.ie1", FAIL, LC_CAUSE_SILENT }, { "region.us1", WARN, LC_CAUSE_LOSSY } },
      "Some media regions give no answer over UDP" },
    { { { "region.ie1", FAIL, LC_CAUSE_SILENT }, { "region.us1", LC_STATUS_NOT_TESTED, LC_CAUSE_CANCELLED } },
      "Some media regions give no answer over UDP" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const LineCase row = { .changes = { cases[i].changes[0], cases[i].changes[1] } };
      LcChecklist *checklist = make_checklist (&row);
      g_autoptr (LcLineVerdict) verdict = lc_line_verdict_judge (checklist, LC_DISTURBANCE_NONE, FALSE, FALSE);
      gboolean is_said = FALSE;

      for (guint j = 0; j < verdict->reasons->len; j++)
        {
          g_autofree char *text = lc_reason_dup_text (g_ptr_array_index (verdict->reasons, j), checklist);

          is_said |= g_str_has_prefix (text, cases[i].words);
        }
      g_assert_true (is_said);
      g_assert_finalize_object (checklist);
    }
}

/* Figures that do not belong together recommend nothing. */
static void
test_regions (void)
{
  static const LcDisturbance disturbances[] = { LC_DISTURBANCE_NONE, LC_DISTURBANCE_NETWORK_LOST,
                                                LC_DISTURBANCE_NETWORK_CHANGED, LC_DISTURBANCE_SLEPT };
  static const char *const tied[] = { "us1", NULL };
  LcChecklist *checklist = make_checklist (&rows[0]);
  LcCheck *routing = lc_checklist_find (checklist, "routing");
  g_autoptr (LcRecorder) recorder = NULL;
  g_autoptr (LcMeasurement) measurement = NULL;
  LcClock clock;
  LcFacts *facts;

  lc_clock_start (&clock);
  recorder = lc_recorder_new (&clock);
  facts = lc_recorder_get_facts (recorder);
  lc_facts_set_string (facts, LC_FACT_NEAREST_REGION, "ie1");
  lc_facts_set_string (facts, LC_FACT_DNS_REGION, "us1");
  lc_facts_set_strv (facts, LC_FACT_TIED_REGIONS, tied);
  lc_recorder_set_outcome (recorder, LC_OUTCOME_ANSWERED);
  measurement = lc_recorder_finish (recorder, LC_OUTCOME_ANSWERED);
  lc_check_settle (routing, measurement, lc_verdict_new (LC_STATUS_PASS, LC_CAUSE_NONE, LC_CONFIDENCE_CONFIRMED));
  for (guint i = 0; i < G_N_ELEMENTS (disturbances); i++)
    {
      g_autoptr (LcLineVerdict) verdict = lc_line_verdict_judge (checklist, disturbances[i], FALSE, FALSE);
      gboolean is_disturbed = disturbances[i] != LC_DISTURBANCE_NONE;

      g_assert_cmpstr (verdict->nearest_region, ==, is_disturbed ? NULL : "ie1");
      g_assert_cmpstr (verdict->dns_region, ==, is_disturbed ? NULL : "us1");
      g_assert_cmpuint (g_strv_length (verdict->tied_regions), ==, is_disturbed ? 0 : 1);
    }
  g_assert_finalize_object (checklist);
}

static void
add_host (LcChecklist *checklist, const char *id, LcKind kind, const char *host, LcMeasurement *measurement,
          LcStatus status, LcCause cause)
{
  g_autoptr (LcFacts) subject = lc_facts_new ();
  LcCheck *check;

  lc_facts_set_string (subject, LC_FACT_HOST, host);
  check = lc_check_new (id, LC_GROUP_PORTAL, kind, LC_REQUIREMENT_REQUIRED, subject);
  lc_check_settle (check, measurement, lc_verdict_new (status, cause, LC_CONFIDENCE_CONFIRMED));
  lc_checklist_add (checklist, check);
}

/* A name that only the proxy knows; the one of a host that nobody reached still counts. */
static void
test_proxy_knows_names (void)
{
  g_autoptr (LcChecklist) checklist = lc_checklist_new ();
  LcClock clock;
  g_autoptr (LcRecorder) recorder = NULL;
  g_autoptr (LcMeasurement) through_proxy = NULL;
  g_autoptr (LcLineVerdict) verdict = NULL;
  g_autoptr (GPtrArray) fixes = NULL;
  const LcReason *reason;
  const LcFix *fix;

  lc_clock_start (&clock);
  recorder = lc_recorder_new (&clock);
  lc_facts_set_string (lc_recorder_get_facts (recorder), LC_FACT_PROXY, "http://proxy.example.net:3128");
  lc_recorder_set_outcome (recorder, LC_OUTCOME_ANSWERED);
  through_proxy = lc_recorder_finish (recorder, LC_OUTCOME_NO_ANSWER);
  add_host (checklist, "dns.portal", LC_KIND_DNS, "example.org", NULL, FAIL, LC_CAUSE_DNS_NOT_FOUND);
  add_host (checklist, "dns.signaling", LC_KIND_DNS, "sig.example.org", NULL, FAIL, LC_CAUSE_DNS_NOT_FOUND);
  add_host (checklist, "portal", LC_KIND_HTTPS, "example.org", through_proxy, LC_STATUS_PASS, LC_CAUSE_NONE);
  add_host (checklist, "signaling", LC_KIND_SIGNALING, "sig.example.org", through_proxy, FAIL, LC_CAUSE_PROXY_FAILED);
  verdict = lc_line_verdict_judge (checklist, LC_DISTURBANCE_NONE, FALSE, FALSE);
  fixes = lc_fixes_find (checklist, NULL);

  g_assert_cmpuint (verdict->reasons->len, ==, 2);
  reason = g_ptr_array_index (verdict->reasons, 0);
  g_assert_cmpint (reason->kind, ==, LC_REASON_DNS_BROKEN);
  g_assert_cmpuint (g_strv_length (reason->checks), ==, 1);
  g_assert_cmpstr (reason->checks[0], ==, "dns.signaling");
  fix = g_ptr_array_index (fixes, 0);
  g_assert_cmpint (fix->kind, ==, LC_FIX_NAMES);
  g_assert_cmpuint (g_strv_length (fix->hosts), ==, 1);
  g_assert_cmpstr (fix->hosts[0], ==, "sig.example.org");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/line-verdict/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_line_verdict);
    }
  g_test_add_func ("/line-verdict/regions", test_regions);
  g_test_add_func ("/line-verdict/proxy-knows-names", test_proxy_knows_names);
  g_test_add_func ("/line-verdict/regions-in-words", test_regions_in_words);
  return g_test_run ();
}
