/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-result.c: see lc-stun-result.h.
 */
#include "net/lc-stun-result.h"

#include <errno.h>

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

/**
 * lc_outcome_from_local_errno:
 * @error_number: what a send or connect returned without asking anybody
 *
 * Returns: %LC_OUTCOME_REJECTED when a filter or policy of this computer said
 *   no (EACCES, EPERM), else %LC_OUTCOME_UNREACHABLE
 */
LcOutcome
lc_outcome_from_local_errno (int error_number)
{
  return error_number == EACCES || error_number == EPERM ? LC_OUTCOME_REJECTED
                                                         : LC_OUTCOME_UNREACHABLE;
}

void
lc_stun_result_set_local_error (LcStunResult *self, int error_number)
{
  self->outcome = lc_outcome_from_local_errno (error_number);
  self->local = TRUE;
  self->error_number = error_number;
}
