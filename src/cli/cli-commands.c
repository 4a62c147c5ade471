/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli-commands.c: see cli-commands.h.
 */
#include "config.h"

#include "cli/cli-commands.h"

#include <glib/gi18n-lib.h>

static const CliCommand commands[] = {
  { "report", N_("Make a report of a run that was saved"), cli_report },
  { "rules", N_("Print rules for a firewall that let everything through that the service needs"), cli_rules },
};

/**
 * cli_commands_find:
 *
 * Returns: (nullable): the command of that name
 */
const CliCommand *
cli_commands_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];
  return NULL;
}

/**
 * cli_commands_dup_names:
 *
 * Returns: (transfer full): all names, for a message
 */
char *
cli_commands_dup_names (void)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    /* Translators: between the entries of a list. */
    g_string_append_printf (names, "%s“%s”", i > 0 ? _(", ") : "", commands[i].name);
  return g_string_free (names, FALSE);
}

/**
 * cli_commands_dup_help:
 *
 * Returns: (transfer full): a line a command, for --help
 */
char *
cli_commands_dup_help (void)
{
  GString *help = g_string_new (_("Commands, each with a --help of its own:"));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (help, "\n  %-20s %s", commands[i].name, _(commands[i].summary));
  return g_string_free (help, FALSE);
}
