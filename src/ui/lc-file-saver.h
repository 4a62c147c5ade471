/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-file-saver.h: lets the person choose where something is saved, and writes
 * it there, wholly or not at all.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void     lc_file_choose_async (GtkWindow *parent, const char *title, const char *name, GListModel *filters,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GFile   *lc_file_choose_finish (GAsyncResult *result, GtkFileFilter **filter, GError **error);

void     lc_file_write_async (GFile *file, GBytes *bytes, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
gboolean lc_file_write_finish (GFile *file, GAsyncResult *result, GError **error);

G_END_DECLS
