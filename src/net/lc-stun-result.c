/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-result.c: see lc-stun-result.h.
 */
#include "net/lc-stun-result.h"

#include "net/lc-errno-outcome.h"

LcStunResult *
lc_stun_result_new (void)
{
  LcStunResult *self = g_new0 (LcStunResult, 1);

  self->outcome = LC_OUTCOME_NO_ANSWER;
  self->rtt_us = -1;
  return self;
}

void
lc_stun_result_free (LcStunResult *self)
{
  if (self == NULL)
    return;
  lc_stun_reply_free (self->reply);
  lc_icmp_error_free (self->icmp);
  g_free (self);
}

void
lc_stun_result_set_local_error (LcStunResult *self, int error_number)
{
  self->outcome = lc_outcome_from_local_errno (error_number);
  self->local = TRUE;
  self->error_number = error_number;
}
