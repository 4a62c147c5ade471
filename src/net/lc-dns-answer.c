/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-dns-answer.c: what the resolver answered to one question, shared by all
 * who asked it.
 */
#include "net/lc-dns-answer-private.h"

G_DEFINE_BOXED_TYPE (LcDnsAnswer, lc_dns_answer, lc_dns_answer_ref, lc_dns_answer_unref)

static const char *
rcode_name (int rcode)
{
  switch (rcode)
    {
    case 2:
      return "servfail";
    case 4:
      return "notimp";
    case 5:
      return "refused";
    default:
      return NULL;
    }
}

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

/**
 * lc_dns_answer_describe:
 * @facts: where host, family, addresses, canonical_name, ttl_s, lookup_us, hosts_file
 *   and rcode go
 */
void
lc_dns_answer_describe (const LcDnsAnswer *self, LcFacts *facts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) addresses = NULL;

  for (guint i = 0; i < self->addresses->len; i++)
    {
      g_autofree char *text = g_inet_address_to_string (g_ptr_array_index (self->addresses, i));

      g_strv_builder_add (builder, text);
    }
  addresses = g_strv_builder_end (builder);

  lc_facts_set_string (facts, LC_FACT_HOST, self->host);
  lc_facts_set_string (facts, LC_FACT_FAMILY, self->family == G_SOCKET_FAMILY_IPV6 ? "ipv6" : "ipv4");
  lc_facts_set_strv (facts, LC_FACT_ADDRESSES, (const char *const *) addresses);
  if (self->canonical_name != NULL)
    lc_facts_set_string (facts, LC_FACT_CANONICAL_NAME, self->canonical_name);
  if (self->ttl_s >= 0)
    lc_facts_set_int (facts, LC_FACT_TTL_S, self->ttl_s);
  lc_facts_set_int (facts, LC_FACT_LOOKUP_US, self->duration_us);
  if (self->from_hosts_file)
    lc_facts_set_bool (facts, LC_FACT_HOSTS_FILE, TRUE);
  if (rcode_name (self->rcode) != NULL)
    lc_facts_set_string (facts, LC_FACT_RCODE, rcode_name (self->rcode));
}

/**
 * lc_dns_answer_record:
 *
 * Writes the answer down as a finished step "dns" whose target is the host.
 * A step starts when the question was asked for the first time in the run,
 * which may be before @recorder's probe began.
 *
 * Returns: the step's number
 */
guint
lc_dns_answer_record (const LcDnsAnswer *self, LcRecorder *recorder)
{
  const LcClock *clock = lc_recorder_get_clock (recorder);
  guint step;

  step = lc_recorder_add_step (recorder, "dns", self->host, self->outcome,
                               lc_clock_from_monotonic_us (clock, self->start_monotonic_us),
                               self->duration_us);
  lc_dns_answer_describe (self, lc_recorder_get_step_facts (recorder, step));
  return step;
}
