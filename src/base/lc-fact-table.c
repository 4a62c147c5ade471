/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-fact-table.c: see lc-fact-table.h.
 */
#include "base/lc-fact-table.h"

/* Marks the words for translators; whoever shows them translates them. */
#define N_(words) (words)

#define DEFINE_NAME(constant, name, form, privacy, label) const char LC_FACT_##constant[] = name;
LC_FOR_EACH_FACT (DEFINE_NAME)

#define DEFINE_INFO(constant, name, form, privacy, label) { name, LC_FACT_FORM_##form, LC_PRIVACY_##privacy, label },
static const LcFactInfo infos[] = { LC_FOR_EACH_FACT (DEFINE_INFO) };

/**
 * lc_fact_table_find:
 * @name: of a fact, maybe one that another version of the program saved
 *
 * Returns: (transfer none) (nullable): what is known of it; %NULL when this version has no such fact
 */
const LcFactInfo *
lc_fact_table_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    if (g_str_equal (infos[i].name, name))
      return &infos[i];
  return NULL;
}
