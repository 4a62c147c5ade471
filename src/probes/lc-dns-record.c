/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-dns-record.c: see lc-dns-record.h.
 */
#include "probes/lc-dns-record.h"

#include "measurement/lc-step-table.h"

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
 * lc_dns_record_answer:
 * @facts: where host, family ("ipv4", "ipv6"), addresses, canonical_name, ttl_s,
 *   lookup_us (how long the lookup itself took), hosts_file (true, when that is
 *   where it was found) and rcode ("servfail", "notimp", "refused", when a server
 *   said so) go
 */
void
lc_dns_record_answer (const LcDnsAnswer *answer, LcFacts *facts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) addresses = NULL;

  for (guint i = 0; i < answer->addresses->len; i++)
    {
      g_autofree char *text = g_inet_address_to_string (g_ptr_array_index (answer->addresses, i));

      g_strv_builder_add (builder, text);
    }
  addresses = g_strv_builder_end (builder);

  lc_facts_set_string (facts, LC_FACT_HOST, answer->host);
  lc_facts_set_string (facts, LC_FACT_FAMILY, answer->family == G_SOCKET_FAMILY_IPV6 ? "ipv6" : "ipv4");
  lc_facts_set_strv (facts, LC_FACT_ADDRESSES, (const char *const *) addresses);
  if (answer->canonical_name != NULL)
    lc_facts_set_string (facts, LC_FACT_CANONICAL_NAME, answer->canonical_name);
  if (answer->ttl_s >= 0)
    lc_facts_set_int (facts, LC_FACT_TTL_S, answer->ttl_s);
  lc_facts_set_int (facts, LC_FACT_LOOKUP_US, answer->duration_us);
  if (answer->from_hosts_file)
    lc_facts_set_bool (facts, LC_FACT_HOSTS_FILE, TRUE);
  if (rcode_name (answer->rcode) != NULL)
    lc_facts_set_string (facts, LC_FACT_RCODE, rcode_name (answer->rcode));
}

/**
 * lc_dns_record_step:
 * @answer: what the resolver said
 *
 * Writes the answer down as a finished step "dns" whose target is the host.
 * A step starts when the question was asked for the first time in the run,
 * which may be before @recorder's probe began.
 *
 * Returns: the handle of the step
 */
guint
lc_dns_record_step (LcRecorder *recorder, const LcDnsAnswer *answer)
{
  const LcClock *clock = lc_recorder_get_clock (recorder);
  guint step;

  step = lc_recorder_add_step (recorder, LC_STEP_DNS, answer->host, answer->outcome,
                               lc_clock_from_monotonic_us (clock, answer->start_monotonic_us),
                               answer->duration_us);
  lc_dns_record_answer (answer, lc_recorder_get_step_facts (recorder, step));
  return step;
}
