/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-errno-outcome.c: see lc-errno-outcome.h.
 */
#include "net/lc-errno-outcome.h"

#include <errno.h>

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

/**
 * lc_outcome_from_connect_errno:
 * @error_number: how a TCP connect ended that had left this computer
 *
 * Returns: %LC_OUTCOME_REFUSED for an RST, %LC_OUTCOME_NO_ANSWER when the kernel
 *   gave up, %LC_OUTCOME_REJECTED or %LC_OUTCOME_UNREACHABLE for what an ICMP error said
 */
LcOutcome
lc_outcome_from_connect_errno (int error_number)
{
  switch (error_number)
    {
    case ECONNREFUSED:
    case ECONNRESET:
      return LC_OUTCOME_REFUSED;
    case ETIMEDOUT:
      return LC_OUTCOME_NO_ANSWER;
    case EACCES:
    case EPERM:
      return LC_OUTCOME_REJECTED;
    default:
      return LC_OUTCOME_UNREACHABLE;
    }
}
