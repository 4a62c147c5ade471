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

/**
 * cli_parse_options:
 * @context: with its own words set
 * @entries: ended by one without a name
 * @max_words: how many arguments may be no options
 *
 * --help prints and exits.
 *
 * Returns: %FALSE with a %G_OPTION_ERROR
 */
gboolean
cli_parse_options (GOptionContext *context, const GOptionEntry *entries, int max_words, int *argc, char ***argv,
                   GError **error)
{
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc - 1 <= max_words)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               max_words == 0 ? _("“%s”: expected an option, found a word")
                              : _("“%s”: expected one file, found another"),
               (*argv)[max_words + 1]);
  return FALSE;
}

/**
 * cli_append_name:
 * @names: what may stand in a place, in one line
 * @name: one more
 */
void
cli_append_name (GString *names, const char *name)
{
  /* Translators: between the entries of a list. */
  g_string_append_printf (names, "%s%s", names->len > 0 ? _(", ") : "", name);
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
