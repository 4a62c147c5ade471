/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-file-writer.h: writes a whole file so that neither a crash nor a full disk
 * leaves half of one under its name.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LcFileWriteFlags:
 * @LC_FILE_WRITE_REPLACE: a file that is there is replaced and keeps its permissions; a
 *   new one gets what the umask allows
 * @LC_FILE_WRITE_NEW: a file that is there stays: %G_IO_ERROR_EXISTS
 * @LC_FILE_WRITE_PRIVATE: for its owner alone, whatever was there
 */
typedef enum
{
  LC_FILE_WRITE_REPLACE = 0,
  LC_FILE_WRITE_NEW = 1 << 0,
  LC_FILE_WRITE_PRIVATE = 1 << 1,
} LcFileWriteFlags;

gboolean lc_file_writer_write (GFile *file, const char *data, gsize length, LcFileWriteFlags flags,
                               GCancellable *cancellable, GError **error);
void     lc_file_writer_remove_left_overs (const char *folder);

G_END_DECLS
