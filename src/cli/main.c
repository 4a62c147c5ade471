/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * main.c: linecheck-cli. Finds the command that the first word names and lets
 * it do the rest.
 */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "cli/cli-commands.h"
#include "cli/cli-common.h"
#include "language/lc-language.h"

static int
run_command (int argc, char *argv[])
{
  const CliCommand *command = cli_commands_find (argv[1]);
  g_autofree char *name = g_strdup_printf ("%s %s", CLI_APPLICATION, argv[1]);
  g_autofree char *names = cli_commands_dup_names ();
  g_autoptr (GError) error = NULL;

  if (command == NULL)
    {
      g_set_error (&error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   /* Translators: the first is what the person wrote, the second a list of commands. */
                   _("“%s”: expected an option or one of the commands %s"), argv[1], names);
      return cli_complain (error);
    }
  g_set_prgname (name);
  argv[1] = argv[0];
  return command->run (argc - 1, argv + 1);
}

int
main (int argc, char *argv[])
{
  lc_language_init ();
  g_set_prgname (CLI_APPLICATION);

  if (argc > 1 && argv[1][0] != '-')
    return run_command (argc, argv);
  return cli_check (argc, argv);
}
