/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-dns-answer.c: what the resolver answered to one question, shared by all
 * who asked it.
 */
#include "net/lc-dns-answer-private.h"

G_DEFINE_BOXED_TYPE (LcDnsAnswer, lc_dns_answer, lc_dns_answer_ref, lc_dns_answer_unref)

/**
 * lc_dns_answer_new:
 *
 * Returns: (transfer full): an answer without addresses, asked now, that
 *   nobody has answered yet
 */
LcDnsAnswer *
lc_dns_answer_new (const char *host, GSocketFamily family)
{
  LcDnsAnswer *self = g_new0 (LcDnsAnswer, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->host = g_strdup (host);
  self->family = family;
  self->outcome = LC_OUTCOME_NO_ANSWER;
  self->addresses = g_ptr_array_new_with_free_func (g_object_unref);
  self->ttl_s = -1;
  self->start_monotonic_us = g_get_monotonic_time ();
  return self;
}

/**
 * lc_dns_answer_ref:
 *
 * Returns: (transfer full): the same answer
 */
LcDnsAnswer *
lc_dns_answer_ref (LcDnsAnswer *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
lc_dns_answer_unref (LcDnsAnswer *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->host);
  g_free (self->canonical_name);
  g_ptr_array_unref (self->addresses);
  g_free (self);
}

/**
 * lc_dns_answer_combine:
 * @v4: (nullable): the answer for A, when there is one yet
 * @v6: (nullable): the answer for AAAA
 *
 * Returns: what both say about the name: ANSWERED when either has an address;
 *   else the worse news, because "no address of that family" says least
 */
LcOutcome
lc_dns_answer_combine (const LcDnsAnswer *v4, const LcDnsAnswer *v6)
{
  if ((v4 != NULL && v4->addresses->len > 0) || (v6 != NULL && v6->addresses->len > 0))
    return LC_OUTCOME_ANSWERED;
  if (v4 != NULL && (v4->outcome != LC_OUTCOME_NO_ADDRESS || v6 == NULL))
    return v4->outcome;
  return v6 != NULL ? v6->outcome : LC_OUTCOME_NO_ANSWER;
}
