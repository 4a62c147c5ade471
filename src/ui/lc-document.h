/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-document.h: what a file that a person opens turns out to be: a saved run
 * or a profile.
 */
#pragma once

#include "run/lc-run.h"

G_BEGIN_DECLS

/* Returns: (transfer full): an LcRun or an LcProfile */
void     lc_document_load_async (GFile *file, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
GObject *lc_document_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
