/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-query.c: see lc-stun-query.h.
 *
 * Every request, also a repeated one, has a transaction id of its own: the
 * last byte counts the repetitions. An answer therefore tells which request it
 * belongs to, and the round-trip time of a repeated request is not a guess
 * (Karn's problem).
 *
 * "Refused" and "prohibited" end a query; an unreachable host or network may
 * be a route that flaps, so it ends one only the second time, or when nothing
 * more will be sent.
 */
#include "net/lc-stun-query.h"

#include <string.h>

#define US_PER_MS G_GINT64_CONSTANT (1000)
#define NS_PER_US 1000

static gboolean
has_more_to_send (const LcStunQuery *self)
{
  return self->n_sent < self->schedule.n_sends;
}

static void
end (LcStunQuery *self)
{
  self->is_over = TRUE;
  self->result->duration_us = g_get_monotonic_time () - self->start_us;
}

/**
 * lc_stun_query_init:
 * @schedule: copied
 * @id: (array fixed-size=12): transaction id whose last byte is 0
 */
void
lc_stun_query_init (LcStunQuery *self, LcStunMethod method, const LcStunSchedule *schedule, const guint8 *id)
{
  *self = (LcStunQuery){ .method = method, .schedule = *schedule };
  memcpy (self->id, id, sizeof self->id);
  self->result = lc_stun_result_new ();
  self->start_us = g_get_monotonic_time ();
  self->result->start_monotonic_us = self->start_us;
}

void
lc_stun_query_clear (LcStunQuery *self)
{
  g_clear_pointer (&self->result, lc_stun_result_free);
}

/* Returns: whether a request may still leave at @now_us, as g_get_monotonic_time() */
gboolean
lc_stun_query_may_send (const LcStunQuery *self, gint64 now_us)
{
  return !self->is_over && has_more_to_send (self) &&
         now_us < self->start_us + US_PER_MS * self->schedule.timeout_ms;
}

/* Returns: when the next request leaves or, after the last, the query is given up */
gint64
lc_stun_query_get_due_us (const LcStunQuery *self)
{
  guint due_ms = has_more_to_send (self) ? self->schedule.send_ms[self->n_sent] : self->schedule.timeout_ms;

  return self->start_us + US_PER_MS * due_ms;
}

/**
 * lc_stun_query_build_request:
 * @buffer: room of at least %LC_STUN_MAX_REQUEST bytes
 *
 * Returns: the length of the next request
 */
gsize
lc_stun_query_build_request (const LcStunQuery *self, guint8 *buffer, gsize size)
{
  guint8 id[LC_STUN_ID_SIZE];

  memcpy (id, self->id, sizeof id);
  id[LC_STUN_REQUEST_BYTE] = (guint8) self->n_sent;
  return lc_stun_request_build (self->method, id, buffer, size);
}

/**
 * lc_stun_query_add_request:
 * @sent: just before the request left
 * @number: of its packet on the socket, or -1
 *
 * The first one starts the clock of the schedule.
 *
 * Returns: (transfer none): the request, which stays where it is
 */
LcStunRequest *
lc_stun_query_add_request (LcStunQuery *self, const LcMoment *sent, gint64 number)
{
  LcStunRequest *request = &self->requests[self->n_sent];

  request->sent = *sent;
  request->number = number;
  if (self->n_sent == 0)
    {
      self->start_us = sent->monotonic_ns / NS_PER_US;
      self->result->start_monotonic_us = self->start_us;
    }
  self->result->sent_monotonic_us = sent->monotonic_ns / NS_PER_US;
  self->result->n_sent = ++self->n_sent;
  return request;
}

/* Returns: (nullable) (transfer none): the request that was sent with this transaction id */
LcStunRequest *
lc_stun_query_find_request (LcStunQuery *self, const guint8 *id)
{
  if (memcmp (id, self->id, LC_STUN_REQUEST_BYTE) != 0 || id[LC_STUN_REQUEST_BYTE] >= self->n_sent)
    return NULL;
  return &self->requests[id[LC_STUN_REQUEST_BYTE]];
}

/* The kernel says when a packet left. */
void
lc_stun_query_take_stamp (LcStunQuery *self, gint64 number, gint64 stamp_ns)
{
  for (guint i = 0; i < self->n_sent; i++)
    if (self->requests[i].number == number)
      self->requests[i].stamp_ns = stamp_ns;
}

/**
 * lc_stun_query_take_reply:
 * @reply: (transfer full): to one of the requests
 * @seen: when this process read it
 * @stamp_ns: the kernel's wall-clock stamp of its arrival, or 0
 *
 * Ends the query.
 */
void
lc_stun_query_take_reply (LcStunQuery *self, LcStunReply *reply, const LcMoment *seen, gint64 stamp_ns)
{
  const LcStunRequest *request = lc_stun_query_find_request (self, reply->id);
  LcStunResult *result = self->result;

  result->sent_monotonic_us = request->sent.monotonic_ns / NS_PER_US;
  result->rtt_us = lc_moment_elapsed_ns (&request->sent, request->stamp_ns, seen, stamp_ns,
                                         &result->kernel_timestamps) / NS_PER_US;
  result->outcome = reply->outcome;
  result->reply = reply;
  end (self);
}

/* Something came from the server that is no answer; the answer may still come. */
void
lc_stun_query_take_malformed (LcStunQuery *self)
{
  self->saw_malformed = TRUE;
}

/* An ICMP error about one of the requests. Ends the query when nothing better can follow. */
void
lc_stun_query_take_icmp_error (LcStunQuery *self, const LcIcmpError *error)
{
  gboolean is_second = self->result->icmp != NULL;

  lc_icmp_error_free (self->result->icmp);
  self->result->icmp = lc_icmp_error_copy (error);
  if (lc_icmp_error_is_final (error) || is_second || !has_more_to_send (self))
    lc_stun_query_give_up (self);
}

/* This computer refused to send. Ends the query. */
void
lc_stun_query_take_local_error (LcStunQuery *self, int error_number)
{
  lc_stun_result_set_local_error (self->result, error_number);
  end (self);
}

/* Nothing more will come: what was seen so far decides. */
void
lc_stun_query_give_up (LcStunQuery *self)
{
  LcStunResult *result = self->result;

  if (result->icmp != NULL)
    result->outcome = lc_icmp_error_get_outcome (result->icmp);
  else if (self->saw_malformed)
    result->outcome = LC_OUTCOME_MALFORMED;
  else
    result->outcome = LC_OUTCOME_NO_ANSWER;
  end (self);
}
