/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-fix.c: a fix as a value. Its words are in lc-fix-text.c.
 */
#include "findings/lc-fix.h"

G_DEFINE_BOXED_TYPE (LcFix, lc_fix, lc_fix_copy, lc_fix_free)

/**
 * lc_fix_copy:
 *
 * Returns: (transfer full)
 */
LcFix *
lc_fix_copy (const LcFix *self)
{
  LcFix *copy = g_new (LcFix, 1);

  *copy = *self;
  copy->transport = g_strdup (self->transport);
  copy->ports = g_strdupv (self->ports);
  copy->hosts = g_strdupv (self->hosts);
  copy->places = g_strdupv (self->places);
  copy->cidrs = g_strdupv (self->cidrs);
  copy->checks = g_strdupv (self->checks);
  return copy;
}

void
lc_fix_free (LcFix *self)
{
  g_free (self->transport);
  g_strfreev (self->ports);
  g_strfreev (self->hosts);
  g_strfreev (self->places);
  g_strfreev (self->cidrs);
  g_strfreev (self->checks);
  g_free (self);
}
