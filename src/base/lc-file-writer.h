/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-file-writer.h: a file that is there as a whole, or not at all.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a file is called until it is whole; the directory may be cleaned of those
 * that a process left which was killed. */
#define LC_FILE_WRITER_TEMPORARY_PREFIX ".linecheck-"

/**
 * LcFileWriteFlags:
 * @LC_FILE_WRITE_NEW: a file that is there already is an error (%G_IO_ERROR_EXISTS), not replaced
 * @LC_FILE_WRITE_PRIVATE: a new file is its owner's alone; else the umask decides
 */
typedef enum
{
  LC_FILE_WRITE_NONE = 0,
  LC_FILE_WRITE_NEW = 1 << 0,
  LC_FILE_WRITE_PRIVATE = 1 << 1,
} LcFileWriteFlags;

gboolean lc_file_writer_write (GFile *file, const char *data, gsize length, LcFileWriteFlags flags,
                               GCancellable *cancellable, GError **error);

G_END_DECLS
