/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-folder.c: see lc-run-folder.h.
 *
 * A file under a name of ours is always whole, and no process ever writes over the
 * run of another: see lc-file-writer.h.
 */
#include "config.h"

#include "run/lc-run-folder.h"

#include <errno.h>

#include <glib/gstdio.h>

#include "base/lc-file-writer.h"
#include "language/lc-i18n.h"
#include "run/lc-run-json.h"

static int
compare (gconstpointer a, gconstpointer b, gpointer now)
{
  return lc_saved_run_compare (*(LcSavedRun **) a, *(LcSavedRun **) b, now);
}

static void
sort (GPtrArray *list)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_ptr_array_sort_with_data (list, compare, now);
}

static void
set_error_from_errno (GError **error, GFile *directory, int code)
{
  g_autofree char *name = g_file_get_parse_name (directory);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               /* Translators: a directory, and what the system says. */
               _("The run could not be saved in %s: %s"), name, g_strerror (code));
}

static guint
find_free_sequence (GPtrArray *list, GDateTime *started)
{
  guint sequence = 1;

  for (guint i = 0; i < list->len; i++)
    {
      LcSavedRun *other = g_ptr_array_index (list, i);

      if (g_date_time_to_unix (lc_saved_run_get_started (other)) == g_date_time_to_unix (started))
        sequence = MAX (sequence, lc_saved_run_get_sequence (other) + 1);
    }
  return sequence;
}

/* Under the first free name. */
static LcSavedRun *
write_run (GFile *directory, LcRun *run, GPtrArray *list, GCancellable *cancellable, GError **error)
{
  GDateTime *started = lc_run_get_facts (run)->started;
  LcLineStatus status = lc_run_get_verdict (run)->status;
  g_autofree char *directory_name = g_file_get_parse_name (directory);
  g_autoptr (GError) local_error = NULL;
  gsize length;
  g_autofree char *text = lc_run_to_json (run, &length);

  for (guint sequence = find_free_sequence (list, started); sequence <= LC_SAVED_RUN_MAX_SEQUENCE; sequence++)
    {
      g_autofree char *name = lc_saved_run_format_name (started, sequence, status);
      g_autoptr (GFile) file = g_file_get_child (directory, name);

      g_clear_error (&local_error);
      if (lc_file_writer_write (file, text, length, LC_FILE_WRITE_NEW | LC_FILE_WRITE_PRIVATE, cancellable,
                                &local_error))
        return lc_saved_run_new (directory, name);
      if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_EXISTS))
        break;
    }
  if (local_error == NULL)
    {
      set_error_from_errno (error, directory, EEXIST);
      return NULL;
    }
  g_propagate_prefixed_error (error, g_steal_pointer (&local_error),
                              /* Translators: a directory; what the system says follows. */
                              _("The run could not be saved in %s: "), directory_name);
  return NULL;
}

/**
 * lc_run_folder_list:
 * @error: return location for a %G_IO_ERROR; no directory is none
 *
 * Returns: (transfer full) (element-type LcSavedRun): the saved runs, newest
 *   first; %NULL on error
 */
GPtrArray *
lc_run_folder_list (GFile *directory, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GFileEnumerator) enumerator =
    g_file_enumerate_children (directory, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                               G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, &local_error);
  GFileInfo *info;

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return g_steal_pointer (&list);
  if (enumerator == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  do
    {
      LcSavedRun *saved;

      if (!g_file_enumerator_iterate (enumerator, &info, NULL, cancellable, error))
        return NULL;
      if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
        continue;
      saved = lc_saved_run_new (directory, g_file_info_get_name (info));
      if (saved != NULL)
        g_ptr_array_add (list, saved);
    }
  while (info != NULL);
  sort (list);
  return g_steal_pointer (&list);
}

/**
 * lc_run_folder_write:
 * @directory: made when it is not there, readable by its owner alone
 * @list: (element-type LcSavedRun): from lc_run_folder_list(); gets the new one
 * @cancellable: until the file has its name; then it is too late
 * @error: return location for a %G_IO_ERROR that names the directory
 *
 * Returns: (transfer full): the saved run; %NULL on error, which leaves nothing behind
 */
LcSavedRun *
lc_run_folder_write (GFile *directory, LcRun *run, GPtrArray *list, GCancellable *cancellable, GError **error)
{
  const char *path = g_file_peek_path (directory);
  g_autoptr (LcSavedRun) saved = NULL;

  if (path == NULL || g_mkdir_with_parents (path, 0700) != 0)
    {
      set_error_from_errno (error, directory, path == NULL ? ENOTSUP : errno);
      return NULL;
    }
  lc_file_writer_remove_left_overs (path);
  saved = write_run (directory, run, list, cancellable, error);
  if (saved == NULL)
    return NULL;
  g_ptr_array_add (list, g_object_ref (saved));
  sort (list);
  return g_steal_pointer (&saved);
}

/**
 * lc_run_folder_prune:
 * @list: (element-type LcSavedRun): from lc_run_folder_list(); loses what is deleted
 * @max_runs: how many may stay
 * @keep: (nullable): stays whatever its place in the list is
 *
 * Deletes the last of the list. A file that cannot be deleted stays in it.
 */
void
lc_run_folder_prune (GPtrArray *list, guint max_runs, LcSavedRun *keep)
{
  guint n_deleted = 0, n_surplus = list->len > max_runs ? list->len - max_runs : 0;

  for (guint i = list->len; i > 0 && n_deleted < n_surplus; i--)
    {
      LcSavedRun *saved = g_ptr_array_index (list, i - 1);
      g_autoptr (GError) error = NULL;

      if (saved == keep)
        continue;
      if (g_file_delete (lc_saved_run_get_file (saved), NULL, &error) ||
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        g_ptr_array_remove_index (list, i - 1);
      n_deleted++;
    }
}
