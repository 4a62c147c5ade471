/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * replay.c: runs a fuzz target over the files of a folder, without libFuzzer,
 * so that what was once found stays fixed in every build.
 *
 * Usage: replay FOLDER. Speaks TAP: one test a file. Every file is also cut at
 * every power of two and has single bytes changed, which reaches most places
 * where input ends too early.
 */
#include <string.h>

#include <glib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* The input in a block of exactly its size, so that a sanitizer sees the first
 * byte that is read behind it. */
static void
run_one (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_malloc (MAX (size, 1));

  if (size > 0)
    memcpy (copy, data, size);
  g_assert_cmpint (LLVMFuzzerTestOneInput (copy, size), ==, 0);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
replay_file (gconstpointer user_data)
{
  const char *path = user_data;
  g_autofree char *contents = NULL;
  g_autofree guint8 *changed = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  run_one ((const guint8 *) contents, length);
  for (gsize cut = 1; cut <= length; cut *= 2)
    run_one ((const guint8 *) contents, length - cut);
  changed = g_memdup2 (contents, length);
  for (gsize at = 0; at < length; at += 1 + length / 64)
    {
      changed[at] ^= 0x80;
      run_one (changed, length);
      changed[at] ^= 0x81;
      run_one (changed, length);
      changed[at] ^= 0x01;
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_test_init (&argc, &argv, NULL);
  if (argc != 2)
    g_error ("usage: %s FOLDER", argv[0]);
  folder = g_dir_open (argv[1], 0, &error);
  if (folder == NULL)
    g_error ("%s", error->message);
  while ((name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (paths, g_build_filename (argv[1], name, NULL));
  if (paths->len == 0)
    g_error ("%s is empty", argv[1]);
  g_ptr_array_sort (paths, compare_paths);
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autofree char *test_path = g_strconcat ("/replay", strrchr (path, '/'), NULL);

      g_test_add_data_func (test_path, path, replay_file);
    }
  return g_test_run ();
}
