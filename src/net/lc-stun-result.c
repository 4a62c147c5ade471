/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-result.c: see lc-stun-result.h.
 */
#include "net/lc-stun-result.h"

#include <errno.h>
#include <string.h>

#include "base/lc-address-scope.h"
#include "probes/lc-icmp-record.h"

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

/**
 * lc_stun_result_record:
 *
 * Writes rtt_us, timestamps ("kernel" or "user"), requests_sent when more than
 * one was needed, local and reason (the name of the errno) when this computer refused, and the facts
 * of the reply and of the ICMP error.
 */
void
lc_stun_result_record (const LcStunResult *self, LcFacts *facts)
{
  if (self->rtt_us >= 0)
    {
      lc_facts_set_int (facts, LC_FACT_RTT_US, self->rtt_us);
      lc_facts_set_string (facts, LC_FACT_TIMESTAMPS, self->kernel_timestamps ? "kernel" : "user");
    }
  if (self->n_sent > 1)
    lc_facts_set_int (facts, LC_FACT_REQUESTS_SENT, self->n_sent);
  if (self->local)
    {
      lc_facts_set_bool (facts, LC_FACT_LOCAL, TRUE);
      lc_facts_set_string (facts, LC_FACT_REASON, strerrorname_np (self->error_number));
    }
  if (self->reply != NULL)
    lc_stun_reply_record (self->reply, facts);
  if (self->icmp != NULL)
    lc_icmp_error_record (self->icmp, facts);
}

/**
 * lc_stun_result_record_scopes:
 * @server: whom we asked
 *
 * Writes address_scope and mapped_scope, as lc_address_scope() calls them, when the
 * reply tells the address that it saw.
 */
void
lc_stun_result_record_scopes (const LcStunResult *self, GSocketAddress *server, LcFacts *facts)
{
  GInetAddress *address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (server));

  if (self->reply == NULL || self->reply->mapped == NULL)
    return;
  lc_facts_set_string (facts, LC_FACT_ADDRESS_SCOPE, lc_address_scope (address));
  lc_facts_set_string (facts, LC_FACT_MAPPED_SCOPE,
                       lc_address_scope (g_inet_socket_address_get_address (self->reply->mapped)));
}
