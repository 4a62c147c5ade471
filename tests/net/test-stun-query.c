/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-stun-query.c: when requests leave, and what replies, ICMP errors and
 * silence make of a query, without a network.
 */
#include "net/lc-stun-query.h"

#include <errno.h>
#include <string.h>

#define NS_PER_MS G_GINT64_CONSTANT (1000000)

static const guint8 first_id[LC_STUN_ID_SIZE] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0 };

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LcStunQuery, lc_stun_query_clear)

static void
init (LcStunQuery *query, guint n_sends)
{
  LcStunSchedule schedule = { .n_sends = n_sends, .send_ms = { 0, 100, 300 }, .timeout_ms = 1000 };

  lc_stun_query_init (query, LC_STUN_BINDING, &schedule, first_id);
}

/* Both clocks of a computer that was switched on at the beginning of time. */
static LcMoment
at_ms (gint64 ms)
{
  return (LcMoment){ .monotonic_ns = ms * NS_PER_MS, .real_ns = ms * NS_PER_MS };
}

static void
add_request (LcStunQuery *query, gint64 ms, gint64 number)
{
  LcMoment sent = at_ms (ms);

  lc_stun_query_add_request (query, &sent, number);
}

static void
take_reply (LcStunQuery *query, guint request, gint64 seen_ms, gint64 stamp_ms)
{
  LcStunReply *reply = g_new0 (LcStunReply, 1);
  LcMoment seen = at_ms (seen_ms);

  memcpy (reply->id, first_id, sizeof reply->id);
  reply->id[LC_STUN_REQUEST_BYTE] = request;
  reply->outcome = LC_OUTCOME_ANSWERED;
  lc_stun_query_take_reply (query, reply, &seen, stamp_ms * NS_PER_MS);
}

static void
take_icmp_error (LcStunQuery *query, guint8 code)
{
  LcIcmpError error = { .family = G_SOCKET_FAMILY_IPV4, .type = 3, .code = code };

  lc_stun_query_take_icmp_error (query, &error);
}

static void
test_schedules (void)
{
  LcStunSchedule usual = lc_stun_schedule_persistent (3900);
  LcStunSchedule hurried = lc_stun_schedule_persistent (100);

  g_assert_cmpuint (usual.n_sends, ==, 5);
  g_assert_cmpuint (usual.send_ms[1], ==, 500);
  g_assert_cmpuint (usual.send_ms[4] + 300, <=, usual.timeout_ms);
  g_assert_cmpuint (hurried.n_sends, ==, 1);
}

/* The clock of the schedule starts with the first request. */
static void
test_due (void)
{
  g_auto (LcStunQuery) query = { 0 };

  init (&query, 3);
  g_assert_true (lc_stun_query_may_send (&query, query.start_us));
  add_request (&query, 10000, -1);
  g_assert_cmpint (query.result->start_monotonic_us, ==, 10000000);
  g_assert_cmpint (lc_stun_query_get_due_us (&query), ==, 10100000);
  add_request (&query, 10105, -1);
  g_assert_cmpint (lc_stun_query_get_due_us (&query), ==, 10300000);
  g_assert_true (lc_stun_query_may_send (&query, 10999999));
  g_assert_false (lc_stun_query_may_send (&query, 11000000));
  add_request (&query, 10300, -1);
  g_assert_cmpint (lc_stun_query_get_due_us (&query), ==, 11000000);
  g_assert_false (lc_stun_query_may_send (&query, 10400000));
  g_assert_cmpuint (query.result->n_sent, ==, 3);
  g_assert_cmpint (query.result->sent_monotonic_us, ==, 10300000);
}

/* Every request has a transaction id of its own. */
static void
test_ids (void)
{
  g_auto (LcStunQuery) query = { 0 };
  guint8 request[LC_STUN_MAX_REQUEST];
  guint8 id[LC_STUN_ID_SIZE];

  init (&query, 3);
  for (guint i = 0; i < 3; i++)
    {
      gsize length = lc_stun_query_build_request (&query, request, sizeof request);

      g_assert_true (lc_stun_peek_id (request, length, id));
      g_assert_cmpmem (id, LC_STUN_REQUEST_BYTE, first_id, LC_STUN_REQUEST_BYTE);
      g_assert_cmpuint (id[LC_STUN_REQUEST_BYTE], ==, i);
      g_assert_null (lc_stun_query_find_request (&query, id));
      add_request (&query, 10000 + i, i);
      g_assert_true (lc_stun_query_find_request (&query, id) == &query.requests[i]);
    }
  id[0] ^= 1;
  g_assert_null (lc_stun_query_find_request (&query, id));
}

/* The time is that of the request that was answered, from stamp to stamp. */
static void
test_reply (void)
{
  g_auto (LcStunQuery) query = { 0 };

  init (&query, 3);
  add_request (&query, 10000, 7);
  add_request (&query, 10100, 8);
  lc_stun_query_take_stamp (&query, 7, 10001 * NS_PER_MS);
  lc_stun_query_take_stamp (&query, 8, 10102 * NS_PER_MS);
  take_icmp_error (&query, 1);
  g_assert_false (query.is_over);
  take_reply (&query, 0, 10160, 10131);
  g_assert_true (query.is_over);
  g_assert_cmpint (query.result->outcome, ==, LC_OUTCOME_ANSWERED);
  g_assert_cmpint (query.result->rtt_us, ==, 130000);
  g_assert_cmpint (query.result->sent_monotonic_us, ==, 10000000);
  g_assert_true (query.result->kernel_timestamps);
}

static void
test_reply_without_stamps (void)
{
  g_auto (LcStunQuery) query = { 0 };

  init (&query, 3);
  add_request (&query, 10000, -1);
  add_request (&query, 10100, -1);
  take_reply (&query, 1, 10160, 0);
  g_assert_cmpint (query.result->rtt_us, ==, 60000);
  g_assert_false (query.result->kernel_timestamps);
}

static void
test_final_icmp_error (void)
{
  g_auto (LcStunQuery) query = { 0 };

  init (&query, 3);
  add_request (&query, 10000, -1);
  take_icmp_error (&query, 13);
  g_assert_true (query.is_over);
  g_assert_cmpint (query.result->outcome, ==, LC_OUTCOME_REJECTED);
  g_assert_false (lc_stun_query_may_send (&query, 10100000));
}

/* A route that flaps gets a second chance, not a third. */
static void
test_soft_icmp_errors (void)
{
  g_auto (LcStunQuery) query = { 0 };

  init (&query, 3);
  add_request (&query, 10000, -1);
  take_icmp_error (&query, 1);
  g_assert_false (query.is_over);
  add_request (&query, 10100, -1);
  take_icmp_error (&query, 0);
  g_assert_true (query.is_over);
  g_assert_cmpint (query.result->outcome, ==, LC_OUTCOME_UNREACHABLE);
  g_assert_cmpuint (query.result->icmp->code, ==, 0);
}

static void
test_soft_icmp_error_at_last (void)
{
  g_auto (LcStunQuery) query = { 0 };

  init (&query, 1);
  add_request (&query, 10000, -1);
  take_icmp_error (&query, 1);
  g_assert_true (query.is_over);
  g_assert_cmpint (query.result->outcome, ==, LC_OUTCOME_UNREACHABLE);
}

/* What was seen decides: an ICMP error before malformed answers before nothing. */
static void
test_given_up (void)
{
  static const struct
  {
    gboolean has_icmp_error, is_malformed;
    LcOutcome outcome;
  } cases[] = {
    { FALSE, FALSE, LC_OUTCOME_NO_ANSWER },
    { FALSE, TRUE, LC_OUTCOME_MALFORMED },
    { TRUE, FALSE, LC_OUTCOME_UNREACHABLE },
    { TRUE, TRUE, LC_OUTCOME_UNREACHABLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (LcStunQuery) query = { 0 };

      init (&query, 3);
      add_request (&query, 10000, -1);
      if (cases[i].is_malformed)
        lc_stun_query_take_malformed (&query);
      if (cases[i].has_icmp_error)
        take_icmp_error (&query, 1);
      g_assert_false (query.is_over);
      lc_stun_query_give_up (&query);
      g_assert_true (query.is_over);
      g_assert_cmpint (query.result->outcome, ==, cases[i].outcome);
      g_assert_cmpint (query.result->rtt_us, ==, -1);
    }
}

static void
test_local_error (void)
{
  g_auto (LcStunQuery) query = { 0 };

  init (&query, 3);
  lc_stun_query_take_local_error (&query, EPERM);
  g_assert_true (query.is_over);
  g_assert_cmpint (query.result->outcome, ==, LC_OUTCOME_REJECTED);
  g_assert_true (query.result->local);
  g_assert_cmpint (query.result->error_number, ==, EPERM);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/stun-query/schedules", test_schedules);
  g_test_add_func ("/net/stun-query/due", test_due);
  g_test_add_func ("/net/stun-query/ids", test_ids);
  g_test_add_func ("/net/stun-query/reply", test_reply);
  g_test_add_func ("/net/stun-query/reply-without-stamps", test_reply_without_stamps);
  g_test_add_func ("/net/stun-query/final-icmp-error", test_final_icmp_error);
  g_test_add_func ("/net/stun-query/soft-icmp-errors", test_soft_icmp_errors);
  g_test_add_func ("/net/stun-query/soft-icmp-error-at-last", test_soft_icmp_error_at_last);
  g_test_add_func ("/net/stun-query/given-up", test_given_up);
  g_test_add_func ("/net/stun-query/local-error", test_local_error);
  return g_test_run ();
}
