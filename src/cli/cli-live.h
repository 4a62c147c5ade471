/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli-live.h: the checklist on a terminal while it fills in.
 */
#pragma once

#include "check/lc-checklist.h"

G_BEGIN_DECLS

#define CLI_TYPE_LIVE (cli_live_get_type ())
G_DECLARE_FINAL_TYPE (CliLive, cli_live, CLI, LIVE, GObject)

CliLive *cli_live_new (LcChecklist *checklist, int fd, gboolean with_rows, gboolean color);
void     cli_live_erase (CliLive *self);

G_END_DECLS
