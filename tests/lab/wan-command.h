/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wan-command.h: the words that the control socket understands, one a line.
 *
 *   set PREFIX [direction=up|down|both] [delay_us=N] [jitter_us=N] [order=keep|free]
 *       [loss_ppm=N] [seed=N] [dscp=keep|0..63]
 *   clear    forgets all classes
 *   stats    answers with the counters, as one line of JSON
 *   reset    sets all counters to zero
 *
 * What "set" does not name is untouched: no delay, no loss, mark kept.
 */
#pragma once

#include "wan-class.h"

G_BEGIN_DECLS

typedef enum
{
  WAN_COMMAND_SET,
  WAN_COMMAND_CLEAR,
  WAN_COMMAND_STATS,
  WAN_COMMAND_RESET,
} WanCommandKind;

typedef struct
{
  WanCommandKind kind;
  WanPrefix prefix;
  gboolean directions[WAN_N_DIRECTIONS];
  WanTreatment treatment;
} WanCommand;

gboolean wan_command_parse (const char *line, WanCommand *command, GError **error);

G_END_DECLS
