/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wan-control.h: the control socket, a Unix stream socket that takes the
 * commands of wan-command.h and answers each with one line: "ok", "error: ..."
 * or the counters as JSON.
 */
#pragma once

#include <gio/gio.h>

#include "wan-class.h"

G_BEGIN_DECLS

/**
 * WanLateness:
 * How much later than wanted packets left: the ground truth of accuracy.
 * @buckets: how many were late by less than 2^n microseconds
 */
typedef struct
{
  guint64 packets;
  gint64 total_ns;
  gint64 max_ns;
  guint64 buckets[24];
} WanLateness;

typedef struct
{
  WanTable table;
  WanLateness lateness;
  guint64 unknown_packets; /* no IP packet, or of no class: passed on untouched */
  guint64 full_packets;    /* dropped because too many were on their way */
  guint spinners;
  gboolean runs_first;
} WanState;

void  wan_lateness_add (WanLateness *self, gint64 late_ns);
char *wan_state_answer (WanState *self, const char *line);
char *wan_state_to_json (const WanState *self);

int   wan_control_listen (const char *path, GError **error);
gboolean wan_control_serve (int client_fd, WanState *state);

G_END_DECLS
