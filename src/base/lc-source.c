/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-source.c: see lc-source.h.
 */
#include "base/lc-source.h"

/**
 * lc_source_clear:
 * @source: (inout) (nullable): destroyed, whether it is attached or not, and set
 *   to %NULL
 */
void
lc_source_clear (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}
