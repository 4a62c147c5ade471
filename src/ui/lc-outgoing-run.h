/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-outgoing-run.h: a run as it leaves this program: redacted, where the settings
 * say so.
 */
#pragma once

#include "run/lc-run.h"

G_BEGIN_DECLS

void   lc_outgoing_run_async (LcRun *run, GSettings *settings, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
LcRun *lc_outgoing_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
