/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-query.h: one query to a STUN or TURN server over UDP: its requests, and
 * what replies, ICMP errors and silence make of it. Knows no socket and no timer.
 */
#pragma once

#include "net/lc-moment.h"
#include "net/lc-stun-result.h"
#include "net/lc-stun-schedule.h"

G_BEGIN_DECLS

/* Of a transaction id: which request of its query it is. */
#define LC_STUN_REQUEST_BYTE (LC_STUN_ID_SIZE - 1)

/**
 * LcStunRequest:
 * @sent: just before it was sent
 * @number: of the packet on its socket, -1 when there will be no stamp
 * @stamp_ns: the kernel's wall-clock stamp of the send, or 0
 */
typedef struct
{
  LcMoment sent;
  gint64 number;
  gint64 stamp_ns;
} LcStunRequest;

/**
 * LcStunQuery:
 * @id: transaction id of the first request
 * @requests: those that were sent
 * @n_sent: how many
 * @is_over: nothing more is to be sent or taken
 * @result: how it ended, once it is over
 *
 * The fields are read-only.
 */
typedef struct
{
  LcStunMethod method;
  LcStunSchedule schedule;
  guint8 id[LC_STUN_ID_SIZE];
  LcStunRequest requests[LC_STUN_MAX_SENDS];
  guint n_sent;
  gint64 start_us;
  gboolean is_over;
  gboolean saw_malformed;
  LcStunResult *result;
} LcStunQuery;

void           lc_stun_query_init (LcStunQuery *self, LcStunMethod method, const LcStunSchedule *schedule,
                                   const guint8 *id);
void           lc_stun_query_clear (LcStunQuery *self);

gboolean       lc_stun_query_may_send (const LcStunQuery *self, gint64 now_us);
gint64         lc_stun_query_get_due_us (const LcStunQuery *self);
gsize          lc_stun_query_build_request (const LcStunQuery *self, guint8 *buffer, gsize size);
LcStunRequest *lc_stun_query_add_request (LcStunQuery *self, const LcMoment *sent, gint64 number);
LcStunRequest *lc_stun_query_find_request (LcStunQuery *self, const guint8 *id);

void           lc_stun_query_take_stamp (LcStunQuery *self, gint64 number, gint64 stamp_ns);
void           lc_stun_query_take_reply (LcStunQuery *self, LcStunReply *reply, const LcMoment *seen,
                                         gint64 stamp_ns);
void           lc_stun_query_take_malformed (LcStunQuery *self);
void           lc_stun_query_take_icmp_error (LcStunQuery *self, const LcIcmpError *error);
void           lc_stun_query_take_local_error (LcStunQuery *self, int error_number);
void           lc_stun_query_give_up (LcStunQuery *self);

G_END_DECLS
