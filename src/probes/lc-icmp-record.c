/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-icmp-record.c: see lc-icmp-record.h.
 */
#include "probes/lc-icmp-record.h"

/**
 * lc_icmp_error_record:
 *
 * Writes the facts icmp_from, or local where this computer told itself, icmp_type
 * and icmp_code.
 */
void
lc_icmp_error_record (const LcIcmpError *self, LcFacts *facts)
{
  if (self->local)
    {
      lc_facts_set_bool (facts, LC_FACT_LOCAL, TRUE);
    }
  else if (self->from != NULL)
    {
      g_autofree char *from = g_inet_address_to_string (self->from);

      lc_facts_set_string (facts, LC_FACT_ICMP_FROM, from);
    }
  lc_facts_set_int (facts, LC_FACT_ICMP_TYPE, self->type);
  lc_facts_set_int (facts, LC_FACT_ICMP_CODE, self->code);
}
