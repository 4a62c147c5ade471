/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files are written as a whole or not at all, on disks that are full, in folders
 * that are closed, and where a file system can do less than others. */
#include "base/lc-file-writer.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define NAME "run.json"
#define NOBODY 65534

typedef struct
{
  char *folder;
  char *path;
  GFile *file;
} WriterFixture;

static void
set_up (WriterFixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("linecheck-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, NAME, NULL);
  fixture->file = g_file_new_for_path (fixture->path);
}

static guint
count_files (WriterFixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
tear_down (WriterFixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_object_unref (fixture->file);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static gboolean
write_text (WriterFixture *fixture, const char *text, LcFileWriteFlags flags, GError **error)
{
  return lc_file_writer_write (fixture->file, text, strlen (text), flags, NULL, error);
}

static void
assert_content (WriterFixture *fixture, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static guint
get_mode (WriterFixture *fixture)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  return status.st_mode & 07777;
}

static void
test_replace (WriterFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  mode_t mask = umask (027);

  g_assert_true (write_text (fixture, "one", LC_FILE_WRITE_REPLACE, &error));
  g_assert_cmpuint (get_mode (fixture), ==, 0640);
  g_assert_cmpint (g_chmod (fixture->path, 0664), ==, 0);
  g_assert_true (write_text (fixture, "two", LC_FILE_WRITE_REPLACE, &error));
  g_assert_cmpuint (get_mode (fixture), ==, 0664);
  assert_content (fixture, "two");
  g_assert_true (write_text (fixture, "", LC_FILE_WRITE_PRIVATE, &error));
  g_assert_cmpuint (get_mode (fixture), ==, 0600);
  assert_content (fixture, "");
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (fixture), ==, 1);
  umask (mask);
}

/* A link stays one, and the file that it leads to is replaced. */
static void
test_link (WriterFixture *fixture, gconstpointer data)
{
  g_autofree char *target = g_build_filename (fixture->folder, "target", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (target, "old", -1, NULL));
  g_assert_cmpint (symlink ("target", fixture->path), ==, 0);
  g_assert_true (write_text (fixture, "new", LC_FILE_WRITE_REPLACE, &error));
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_get_contents (target, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "new");
  g_assert_false (write_text (fixture, "newer", LC_FILE_WRITE_NEW, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
}

static void
assert_new (WriterFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (write_text (fixture, "first", LC_FILE_WRITE_NEW | LC_FILE_WRITE_PRIVATE, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (get_mode (fixture), ==, 0600);
  g_assert_false (write_text (fixture, "second", LC_FILE_WRITE_NEW, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  assert_content (fixture, "first");
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

static void
test_new (WriterFixture *fixture, gconstpointer data)
{
  assert_new (fixture);
}

/* From here on the system refuses a call, as some file systems do. */
static void
refuse (long call, int code)
{
  struct sock_filter filter[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, (guint) call, 0, 1),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (guint) code),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = { G_N_ELEMENTS (filter), filter };

  g_assert_cmpint (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), ==, 0);
  g_assert_cmpint (prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), ==, 0);
}

/* With hard links, and then without them, too. */
static void
test_less_able (WriterFixture *fixture, gconstpointer data)
{
  gboolean without_links = GPOINTER_TO_INT (data);

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  refuse (SYS_renameat2, EINVAL);
#ifdef SYS_link
  if (without_links)
    refuse (SYS_link, EPERM);
#endif
  if (without_links)
    refuse (SYS_linkat, EPERM);
  assert_new (fixture);
}

/* The limit on the size of files stands for a disk that is full: the write stops
 * in the middle. */
static void
test_disk_full (WriterFixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;
  struct rlimit limit, small;

  g_assert_true (write_text (fixture, "old", LC_FILE_WRITE_REPLACE, NULL));
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 100;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (write_text (fixture, text, LC_FILE_WRITE_REPLACE, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_cmpint (error->domain, ==, G_IO_ERROR);
  assert_content (fixture, "old");
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

/* Root may write anywhere, and is nobody for a while. */
static void
test_no_permission (WriterFixture *fixture, gconstpointer data)
{
  const char *closed = GPOINTER_TO_INT (data) ? fixture->folder : fixture->path;
  gboolean is_root = geteuid () == 0;
  g_autoptr (GError) error = NULL;

  if (is_root)
    {
      g_assert_cmpint (chown (fixture->folder, NOBODY, -1), ==, 0);
      g_assert_cmpint (seteuid (NOBODY), ==, 0);
    }
  g_assert_true (write_text (fixture, "old", LC_FILE_WRITE_REPLACE, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (closed, 0555), ==, 0);
  g_assert_false (write_text (fixture, "new", LC_FILE_WRITE_REPLACE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_cmpint (g_chmod (closed, 0755), ==, 0);
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  assert_content (fixture, "old");
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

static void
test_no_file (WriterFixture *fixture, gconstpointer data)
{
  g_autofree char *below = g_build_filename (fixture->path, NAME, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (below);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  g_autoptr (GError) error = NULL;

  g_assert_false (lc_file_writer_write (file, "x", 1, LC_FILE_WRITE_REPLACE, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  g_assert_false (write_text (fixture, "x", LC_FILE_WRITE_REPLACE, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

static void
test_cancelled (WriterFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (lc_file_writer_write (fixture->file, "x", 1, LC_FILE_WRITE_NEW, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

#define ADD(path, data, function) g_test_add (path, WriterFixture, data, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/file-writer/replace", NULL, test_replace);
  ADD ("/file-writer/link", NULL, test_link);
  ADD ("/file-writer/new", NULL, test_new);
  ADD ("/file-writer/without-renameat2", GINT_TO_POINTER (FALSE), test_less_able);
  ADD ("/file-writer/without-hard-links", GINT_TO_POINTER (TRUE), test_less_able);
  ADD ("/file-writer/disk-full", NULL, test_disk_full);
  ADD ("/file-writer/read-only-file", GINT_TO_POINTER (FALSE), test_no_permission);
  ADD ("/file-writer/read-only-folder", GINT_TO_POINTER (TRUE), test_no_permission);
  ADD ("/file-writer/no-file", NULL, test_no_file);
  ADD ("/file-writer/cancelled", NULL, test_cancelled);
  return g_test_run ();
}
