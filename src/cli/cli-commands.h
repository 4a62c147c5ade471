/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli-commands.h: the commands of linecheck-cli. A command is the first word
 * of the command line; without one it checks the line.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CliCommand:
 * @summary: what it does, untranslated
 * @run: does it and returns the exit status; the name is not among the
 *   arguments, g_get_prgname() has it
 */
typedef struct
{
  const char *name;
  const char *summary;
  int (*run) (int argc, char *argv[]);
} CliCommand;

const CliCommand *cli_commands_find (const char *name);
char             *cli_commands_dup_names (void);
char             *cli_commands_dup_help (void);

/* One file each. */
int               cli_check (int argc, char *argv[]);
int               cli_report (int argc, char *argv[]);
int               cli_rules (int argc, char *argv[]);

G_END_DECLS
