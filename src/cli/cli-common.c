/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli-common.c: see cli-common.h.
 */
#include "config.h"

#include "cli/cli-common.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "base/lc-file-writer.h"
#include "profile/lc-profile-file.h"

/**
 * cli_complain:
 *
 * Says what is wrong.
 *
 * Returns: the exit status for it
 */
int
cli_complain (GError *error)
{
  g_printerr ("%s: %s\n", CLI_APPLICATION, error->message);
  return CLI_EXIT_USAGE;
}

/**
 * cli_load_profile:
 * @name: (nullable) (type filename): the file that the command line names;
 *   %NULL for the built-in profile
 *
 * Returns: (transfer full) (nullable): the profile
 */
LcProfile *
cli_load_profile (const char *name, GError **error)
{
  g_autoptr (GFile) file = name != NULL ? g_file_new_for_commandline_arg (name) : NULL;

  return file != NULL ? lc_profile_new_from_file (file, error) : lc_profile_new_builtin ();
}

gboolean
cli_write_standard_output (const char *text, gsize length, GError **error)
{
  if (fwrite (text, 1, length, stdout) == length && fflush (stdout) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("standard output: %s"), g_strerror (errno));
  return FALSE;
}

/**
 * cli_write_file:
 *
 * Replaces the whole file or leaves it as it was. The error names it.
 */
gboolean
cli_write_file (GFile *file, const char *text, gsize length, GError **error)
{
  g_autofree char *name = g_file_get_parse_name (file);

  if (lc_file_writer_write (file, text, length, LC_FILE_WRITE_REPLACE, NULL, error))
    return TRUE;
  g_prefix_error (error, "%s: ", name);
  return FALSE;
}
