/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-file-writer.c: see lc-file-writer.h.
 *
 * The bytes go to a temporary file in the same directory and to the disk; then it
 * gets the name that was wanted, and the directory goes to the disk, too. So
 * neither a full disk nor a crash leaves a part of a file under that name, and
 * the file that it replaces stays until then.
 */
#include "base/lc-file-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MODE 0666 /* before the umask */
#define PRIVATE_MODE 0600
#define ANY_PERMISSION 07777

static gboolean
fail (GError **error, int code)
{
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
  return FALSE;
}

/* A link leads to what is to be replaced. Returns: (transfer full): @path, when there is no file yet */
static char *
resolve (const char *path)
{
  g_autofree char *resolved = realpath (path, NULL);

  return g_strdup (resolved != NULL ? resolved : path);
}

/* Nobody asks to have a device or a directory replaced.
 *
 * Returns: whether @path may become the file; @mode is then what it shall be */
static gboolean
check_target (const char *path, LcFileWriteFlags flags, mode_t *mode, GError **error)
{
  struct stat status;
  mode_t mask;

  if (stat (path, &status) != 0)
    {
      mask = umask (0);
      umask (mask);
      *mode = (flags & LC_FILE_WRITE_PRIVATE) != 0 ? PRIVATE_MODE : MODE & ~mask;
      return TRUE;
    }
  if ((flags & LC_FILE_WRITE_NEW) != 0)
    return fail (error, EEXIST);
  if (S_ISDIR (status.st_mode))
    return fail (error, EISDIR);
  if (!S_ISREG (status.st_mode))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, g_strerror (EINVAL));
      return FALSE;
    }
  *mode = status.st_mode & ANY_PERMISSION;
  return TRUE;
}

static gboolean
write_all (int fd, const char *data, gsize length, GCancellable *cancellable, GError **error)
{
  while (length > 0)
    {
      ssize_t n = write (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (error, errno);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      data += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* Gives a file a name that nothing else has. Some file systems know no such
 * rename, some no hard links, some neither: then the name is taken by an empty
 * file first, which is all that a crash in between can leave. */
static int
name_new (const char *temporary, const char *path)
{
  int fd;

  if (renameat2 (AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno == EEXIST)
    return EEXIST;
  if (link (temporary, path) == 0)
    {
      unlink (temporary);
      return 0;
    }
  if (errno == EEXIST)
    return EEXIST;
  fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, PRIVATE_MODE);
  if (fd < 0)
    return errno;
  close (fd);
  if (rename (temporary, path) == 0)
    return 0;
  fd = errno;
  unlink (path);
  return fd;
}

/* Not every file system can: what has its name then is as safe as it gets there. */
static void
sync_directory (const char *directory)
{
  int fd = open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0)
    {
      fsync (fd);
      close (fd);
    }
}

static gboolean
fill_and_name (int fd, const char *temporary, const char *path, const char *data, gsize length,
               LcFileWriteFlags flags, mode_t mode, GCancellable *cancellable, GError **error)
{
  int code = 0;

  if (!write_all (fd, data, length, cancellable, error))
    return FALSE;
  if (fchmod (fd, mode) != 0 || fsync (fd) != 0)
    return fail (error, errno);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if ((flags & LC_FILE_WRITE_NEW) != 0)
    code = name_new (temporary, path);
  else if (rename (temporary, path) != 0)
    code = errno;
  return code == 0 || fail (error, code);
}

static gboolean
write_local (const char *wanted, const char *data, gsize length, LcFileWriteFlags flags, GCancellable *cancellable,
             GError **error)
{
  g_autofree char *path = resolve (wanted);
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *temporary = g_build_filename (directory, LC_FILE_WRITER_TEMPORARY_PREFIX "XXXXXX", NULL);
  gboolean is_named;
  mode_t mode;
  int fd;

  if (!check_target (path, flags, &mode, error))
    return FALSE;
  fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, PRIVATE_MODE);
  if (fd < 0)
    return fail (error, errno);
  is_named = fill_and_name (fd, temporary, path, data, length, flags, mode, cancellable, error);
  close (fd);
  if (is_named)
    sync_directory (directory);
  else
    unlink (temporary);
  return is_named;
}

/**
 * lc_file_writer_write:
 * @file: may be reached by a path or, as behind a portal, only through GIO
 * @data: (array length=length): the whole content
 * @flags: see #LcFileWriteFlags
 * @cancellable: (nullable): until the file has its name
 * @error: return location for a %G_IO_ERROR whose message is the system's reason
 *   alone: the caller knows what to call the file
 *
 * Blocks. A file that is replaced keeps its permissions.
 *
 * Returns: %FALSE when everything is as it was before
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
