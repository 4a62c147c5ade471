/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-file-writer.c: see lc-file-writer.h.
 *
 * A temporary file in the same folder is written, flushed to the disk and renamed,
 * and then the folder is flushed. A file that only GIO can reach (a share, another
 * URI) is replaced by GIO. Documents that a portal hands out have a path, and its
 * file system renames as others do.
 */
#include "base/lc-file-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

/* As earlier versions began theirs, so that what those left is removed, too. */
#define TEMPORARY_PREFIX ".linecheck-run-"
#define LEFT_OVER_AFTER_S (60 * 60)
#define PRIVATE_MODE 0600
#define SHARED_MODE 0666 /* before the umask */

/* So much is written before somebody who cancels is asked for again. */
#define PART_BYTES (256 * 1024)

static gboolean
set_error_from_errno (GError **error, int code)
{
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
  return FALSE;
}

static gboolean
write_data (int fd, const char *data, gsize length, GCancellable *cancellable, GError **error)
{
  while (length > 0)
    {
      gssize n;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      n = write (fd, data, MIN (length, PART_BYTES));
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return set_error_from_errno (error, errno);
      data += n;
      length -= n;
    }
  if (fsync (fd) != 0)
    return set_error_from_errno (error, errno);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* Where a file system cannot do that, there is nothing to wait for. */
static void
flush_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  g_close (fd, NULL);
}

/* For file systems that know neither hard links nor renaming without replacing: those
 * who write here in this way wait for each other. The lock ends with its process. */
static int
rename_under_lock (const char *temporary, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int code = 0;
  GStatBuf status;

  if (fd < 0)
    return errno;
  if (flock (fd, LOCK_EX) != 0)
    code = errno;
  else if (g_lstat (path, &status) == 0)
    code = EEXIST;
  else if (g_rename (temporary, path) != 0)
    code = errno;
  g_close (fd, NULL);
  return code;
}

/* Returns: 0, or an errno */
static int
rename_to_new (const char *temporary, const char *path)
{
  if (renameat2 (AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP && errno != EPERM)
    return errno;
  if (link (temporary, path) == 0)
    {
      g_unlink (temporary);
      return 0;
    }
  return errno == EEXIST ? EEXIST : rename_under_lock (temporary, path);
}

/* What stands in for the file from now on is as open to others as it was. */
static int
keep_permissions (int fd, const char *path)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    return errno == ENOENT ? 0 : errno;
  if (S_ISDIR (status.st_mode))
    return EISDIR;
  if (!S_ISREG (status.st_mode))
    return EINVAL;
  if (faccessat (AT_FDCWD, path, W_OK, AT_EACCESS) != 0)
    return errno;
  /* Only root can give a file away; for others it becomes theirs. */
  if ((status.st_uid == geteuid () && status.st_gid == getegid ()) || fchown (fd, status.st_uid, status.st_gid) == 0 ||
      errno == EPERM)
    return fchmod (fd, status.st_mode & 0777) == 0 ? 0 : errno;
  return errno;
}

static gboolean
name_file (int fd, const char *temporary, const char *path, LcFileWriteFlags flags, GError **error)
{
  int code = 0;

  if ((flags & LC_FILE_WRITE_NEW) != 0)
    {
      code = rename_to_new (temporary, path);
      return code == 0 || set_error_from_errno (error, code);
    }
  if ((flags & LC_FILE_WRITE_PRIVATE) == 0)
    code = keep_permissions (fd, path);
  if (code == 0 && g_rename (temporary, path) != 0)
    code = errno;
  return code == 0 || set_error_from_errno (error, code);
}

/* The file that a link leads to, so that the link stays one. */
static char *
dup_target (const char *path, LcFileWriteFlags flags)
{
  char *target = (flags & LC_FILE_WRITE_NEW) == 0 ? realpath (path, NULL) : NULL;
  char *copy = g_strdup (target != NULL ? target : path);

  free (target);
  return copy;
}

static gboolean
write_local (const char *path, const char *data, gsize length, LcFileWriteFlags flags, GCancellable *cancellable,
             GError **error)
{
  g_autofree char *target = dup_target (path, flags);
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *temporary = g_build_filename (folder, TEMPORARY_PREFIX "XXXXXX", NULL);
  int mode = (flags & LC_FILE_WRITE_PRIVATE) != 0 ? PRIVATE_MODE : SHARED_MODE;
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, mode);
  gboolean is_written;

  if (fd < 0)
    return set_error_from_errno (error, errno);
  is_written = write_data (fd, data, length, cancellable, error) && name_file (fd, temporary, target, flags, error);
  g_close (fd, NULL);
  if (is_written)
    flush_folder (target);
  else
    g_unlink (temporary);
  return is_written;
}

/**
 * lc_file_writer_write:
 * @data: (array length=length): the whole content
 * @cancellable: (nullable): until the file has its name; then it is too late
 * @error: return location for a %G_IO_ERROR that says why; who calls says which file
 *
 * Writes the file as a whole, or leaves what was there as it was. For threads that
 * may wait for a disk.
 *
 * Returns: %TRUE when it is on the disk
 */
gboolean
lc_file_writer_write (GFile *file, const char *data, gsize length, LcFileWriteFlags flags, GCancellable *cancellable,
                      GError **error)
{
  const char *path = g_file_peek_path (file);
  GFileCreateFlags create = (flags & LC_FILE_WRITE_PRIVATE) != 0 ? G_FILE_CREATE_PRIVATE : G_FILE_CREATE_NONE;
  g_autoptr (GFileOutputStream) stream = NULL;

  if (path != NULL)
    return write_local (path, data, length, flags, cancellable, error);
  if ((flags & LC_FILE_WRITE_NEW) == 0)
    return g_file_replace_contents (file, data, length, NULL, FALSE, create, NULL, cancellable, error);
  stream = g_file_create (file, create, cancellable, error);
  return stream != NULL &&
         g_output_stream_write_all (G_OUTPUT_STREAM (stream), data, length, NULL, cancellable, error) &&
         g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error);
}

/**
 * lc_file_writer_remove_left_overs:
 * @folder: one of our own
 *
 * Deletes what processes left there that were killed while they wrote.
 */
void
lc_file_writer_remove_left_overs (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = NULL;
      GStatBuf status;

      if (!g_str_has_prefix (name, TEMPORARY_PREFIX))
        continue;
      path = g_build_filename (folder, name, NULL);
      if (g_lstat (path, &status) == 0 && S_ISREG (status.st_mode) && now_s - status.st_mtime > LEFT_OVER_AFTER_S)
        g_unlink (path);
    }
}
