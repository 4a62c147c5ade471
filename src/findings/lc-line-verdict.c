/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-line-verdict.c: the verdict on the line as a value.
 */
#include "findings/lc-line-verdict.h"

static gboolean
is_disturbance (LcReasonKind kind)
{
  return kind == LC_REASON_NETWORK_LOST || kind == LC_REASON_NETWORK_CHANGED || kind == LC_REASON_SLEPT;
}

static void
reason_free (gpointer data)
{
  LcReason *reason = data;

  g_strfreev (reason->checks);
  g_free (reason);
}

/* Returns: (transfer full): with no reasons and no regions yet */
LcLineVerdict *
lc_line_verdict_new (LcLineStatus status)
{
  LcLineVerdict *self = g_new0 (LcLineVerdict, 1);

  self->status = status;
  self->reasons = g_ptr_array_new_with_free_func (reason_free);
  self->tied_regions = g_new0 (char *, 1);
  return self;
}

/**
 * lc_line_verdict_take_reason:
 * @checks: (transfer full) (array zero-terminated=1): ids of the rows that say so
 */
void
lc_line_verdict_take_reason (LcLineVerdict *self, LcReasonKind kind, char **checks)
{
  LcReason *reason = g_new0 (LcReason, 1);

  reason->kind = kind;
  reason->checks = checks;
  g_ptr_array_add (self->reasons, reason);
}

/**
 * lc_line_verdict_withdraw:
 *
 * Takes back what nobody can know after a disturbed run: whether the line is
 * ready, the regions, and every reason but the disturbance.
 */
void
lc_line_verdict_withdraw (LcLineVerdict *self)
{
  self->status = LC_LINE_STATUS_INCOMPLETE;
  for (guint i = self->reasons->len; i > 0; i--)
    if (!is_disturbance (((const LcReason *) g_ptr_array_index (self->reasons, i - 1))->kind))
      g_ptr_array_remove_index (self->reasons, i - 1);
  g_clear_pointer (&self->nearest_region, g_free);
  g_clear_pointer (&self->dns_region, g_free);
  g_strfreev (self->tied_regions);
  self->tied_regions = g_new0 (char *, 1);
}

void
lc_line_verdict_free (LcLineVerdict *self)
{
  g_ptr_array_unref (self->reasons);
  g_free (self->nearest_region);
  g_strfreev (self->tied_regions);
  g_free (self->dns_region);
  g_free (self);
}
