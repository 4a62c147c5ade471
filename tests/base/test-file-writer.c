/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files are there as a whole or not at all, on a full disk and on file systems
 * that know no hard links, too. */
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
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/lc-file-writer.h"

#define TEXT "what was measured"
#define OLD "what was there"

typedef struct
{
  char *directory;
  char *path;
  GFile *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("linecheck-writer-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->directory, "file", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->directory, name, NULL);

      /* Nothing is left of any attempt. */
      g_assert_false (g_str_has_prefix (name, LC_FILE_WRITER_TEMPORARY_PREFIX));
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->directory), ==, 0);
  g_object_unref (fixture->file);
  g_free (fixture->path);
  g_free (fixture->directory);
}

static gboolean
write_text (Fixture *fixture, LcFileWriteFlags flags, GError **error)
{
  return lc_file_writer_write (fixture->file, TEXT, strlen (TEXT), flags, NULL, error);
}

static void
put_old (Fixture *fixture)
{
  g_assert_true (g_file_set_contents (fixture->path, OLD, -1, NULL));
}

static void
assert_content (Fixture *fixture, const char *expected)
{
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, expected);
}

static mode_t
get_permissions (Fixture *fixture)
{
  struct stat status;

  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  return status.st_mode & 07777;
}

static void
test_new (Fixture *fixture, gconstpointer data)
{
  mode_t mask = umask (027);

  g_assert_true (write_text (fixture, LC_FILE_WRITE_NEW, NULL));
  umask (mask);
  assert_content (fixture, TEXT);
  g_assert_cmpuint (get_permissions (fixture), ==, 0640);
}

static void
test_private (Fixture *fixture, gconstpointer data)
{
  g_assert_true (write_text (fixture, LC_FILE_WRITE_PRIVATE, NULL));
  g_assert_cmpuint (get_permissions (fixture), ==, 0600);
}

static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  put_old (fixture);
  g_assert_cmpint (g_chmod (fixture->path, 0604), ==, 0);
  g_assert_true (write_text (fixture, LC_FILE_WRITE_NONE, NULL));
  assert_content (fixture, TEXT);
  g_assert_cmpuint (get_permissions (fixture), ==, 0604);
}

static void
test_taken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put_old (fixture);
  g_assert_false (write_text (fixture, LC_FILE_WRITE_NEW, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  assert_content (fixture, OLD);
}

/* The link stays, and leads to the new content. */
static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link_path = g_build_filename (fixture->directory, "link", NULL);
  g_autoptr (GFile) link_file = g_file_new_for_path (link_path);

  put_old (fixture);
  g_assert_cmpint (symlink ("file", link_path), ==, 0);
  g_assert_true (lc_file_writer_write (link_file, TEXT, strlen (TEXT), LC_FILE_WRITE_NONE, NULL, NULL));
  g_assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
  assert_content (fixture, TEXT);
}

static void
test_no_place_for_a_file (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    GIOErrorEnum code;
  } places[] = {
    { "/dev/null", G_IO_ERROR_NOT_REGULAR_FILE },
    { "/", G_IO_ERROR_IS_DIRECTORY },
    { "/nonexistent/file", G_IO_ERROR_NOT_FOUND },
    { "/dev/null/file", G_IO_ERROR_NOT_DIRECTORY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (places[i].path);
      g_autoptr (GError) error = NULL;

      g_assert_false (lc_file_writer_write (file, TEXT, strlen (TEXT), LC_FILE_WRITE_NONE, NULL, &error));
      g_assert_error (error, G_IO_ERROR, (int) places[i].code);
    }
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  put_old (fixture);
  g_cancellable_cancel (cancellable);
  g_assert_false (lc_file_writer_write (fixture->file, TEXT, strlen (TEXT), LC_FILE_WRITE_NONE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_content (fixture, OLD);
}

/* Runs @child in a process of its own, which may break what it likes of itself. */
static void
assert_in_child (Fixture *fixture, gboolean (*child) (Fixture *fixture))
{
  int status;
  pid_t pid = fork ();

  if (pid == 0)
    _exit (child (fixture) ? 0 : 1);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

static gboolean
is_too_large (Fixture *fixture)
{
  const struct rlimit limit = { strlen (TEXT) / 2, strlen (TEXT) / 2 };
  g_autoptr (GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  return setrlimit (RLIMIT_FSIZE, &limit) == 0 && !write_text (fixture, LC_FILE_WRITE_NONE, &error) &&
         error->domain == G_IO_ERROR;
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  put_old (fixture);
  assert_in_child (fixture, is_too_large);
  assert_content (fixture, OLD);
}

/* Lets two system calls fail, as on a file system that has no such thing. */
static gboolean
forbid (guint32 first, guint32 second)
{
  struct sock_filter filter[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, first, 2, 0),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, second, 1, 0),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
  };
  const struct sock_fprog program = { G_N_ELEMENTS (filter), filter };

  return prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

static guint32
get_link_call (void)
{
#ifdef SYS_link
  return SYS_link;
#else
  return SYS_linkat;
#endif
}

static gboolean
works_without_exclusive_rename (Fixture *fixture)
{
  return forbid (SYS_renameat2, SYS_renameat2) && write_text (fixture, LC_FILE_WRITE_NEW, NULL);
}

static gboolean
works_without_hard_links (Fixture *fixture)
{
  return forbid (SYS_renameat2, get_link_call ()) && write_text (fixture, LC_FILE_WRITE_NEW, NULL);
}

static gboolean
keeps_without_hard_links (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  return forbid (SYS_renameat2, get_link_call ()) && !write_text (fixture, LC_FILE_WRITE_NEW, &error) &&
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
}

static void
test_no_exclusive_rename (Fixture *fixture, gconstpointer data)
{
  assert_in_child (fixture, works_without_exclusive_rename);
  assert_content (fixture, TEXT);
}

static void
test_no_hard_links (Fixture *fixture, gconstpointer data)
{
  assert_in_child (fixture, works_without_hard_links);
  assert_content (fixture, TEXT);
  put_old (fixture);
  assert_in_child (fixture, keeps_without_hard_links);
  assert_content (fixture, OLD);
}

#define ADD(path, function) g_test_add ("/file-writer/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("new", test_new);
  ADD ("private", test_private);
  ADD ("replaced", test_replaced);
  ADD ("taken", test_taken);
  ADD ("link", test_link);
  ADD ("no-place-for-a-file", test_no_place_for_a_file);
  ADD ("cancelled", test_cancelled);
  ADD ("full", test_full);
  ADD ("no-exclusive-rename", test_no_exclusive_rename);
  ADD ("no-hard-links", test_no_hard_links);
  return g_test_run ();
}
