/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli-common.h: what all commands of linecheck-cli have in common.
 */
#pragma once

#include "profile/lc-profile.h"

G_BEGIN_DECLS

#define CLI_APPLICATION "linecheck-cli"

/* Commands other than the check itself end with %CLI_EXIT_READY or %CLI_EXIT_USAGE. */
enum
{
  CLI_EXIT_READY = 0,
  CLI_EXIT_READY_WITH_CAUTIONS = 1,
  CLI_EXIT_USAGE = 2,
  CLI_EXIT_NOT_READY = 3,
  CLI_EXIT_INCOMPLETE = 4,
};

int        cli_complain (GError *error);

gboolean   cli_parse_options (GOptionContext *context, const GOptionEntry *entries, int *argc, char ***argv,
                              GError **error);
gboolean   cli_expect_no_words (int argc, char *argv[], GError **error);
LcProfile *cli_load_profile (const char *name, GError **error);

gboolean   cli_write_standard_output (const char *text, gsize length, GError **error);
gboolean   cli_write_file (GFile *file, const char *text, gsize length, GError **error);

G_END_DECLS
