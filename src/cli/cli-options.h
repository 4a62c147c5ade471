/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli-options.h: the command line of linecheck-cli.
 */
#pragma once

#include "cli/cli-document.h"

G_BEGIN_DECLS

typedef enum
{
  CLI_ACTION_RUN,
  CLI_ACTION_LIST,
  CLI_ACTION_VERSION,
} CliAction;

typedef struct
{
  CliAction action;
  CliDocument document;
  LcProfile *profile;
  LcRunOptions run;
  gboolean quiet;
  gboolean no_color;
} CliOptions;

gboolean cli_options_parse (CliOptions *self, int *argc, char ***argv, GError **error);
void     cli_options_clear (CliOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliOptions, cli_options_clear)

G_END_DECLS
