/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-step-table.c: see lc-step-table.h.
 */
#include "measurement/lc-step-table.h"

#include "language/lc-i18n.h"

#define DEFINE_NAME(constant, name, label) const char LC_STEP_##constant[] = name;
LC_FOR_EACH_STEP (DEFINE_NAME)

#define DEFINE_LABEL(constant, name, label) { name, label },
static const struct
{
  const char *name;
  const char *label;
} labels[] = { LC_FOR_EACH_STEP (DEFINE_LABEL) };

/**
 * lc_step_table_find_label:
 * @name: of a step, maybe one that another version of the program saved
 *
 * Returns: (transfer none) (nullable): what it is called before people, not translated;
 *   %NULL when this version has no such step
 */
const char *
lc_step_table_find_label (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (labels[i].name, name))
      return labels[i].label;
  return NULL;
}
