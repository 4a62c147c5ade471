/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-step-table.h: the names of steps as constants, and what each is called before
 * people. A step that is not in this table does not compile.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Constant, stable name in a saved run, words. */
#define LC_FOR_EACH_STEP(STEP) \
  STEP (ALLOCATE, "allocate", N_("TURN Allocate")) \
  STEP (BINDING, "binding", N_("STUN Binding")) \
  STEP (DNS, "dns", N_("Name lookup")) \
  STEP (HTTP, "http", N_("HTTP request")) \
  STEP (INTERFACE, "interface", N_("Interface")) \
  STEP (PING, "ping", N_("Ping")) \
  STEP (POLLING, "polling", N_("Socket.IO by polling")) \
  STEP (PROBE, "probe", N_("Socket.IO over WebSocket")) \
  STEP (PROXY, "proxy", N_("Connection by the proxy")) \
  STEP (ROUTE, "route", N_("Route")) \
  STEP (TCP, "tcp", N_("TCP connection")) \
  STEP (TLS, "tls", N_("TLS handshake")) \
  STEP (WEBSOCKET, "websocket", N_("WebSocket"))

#define LC_STEP_DECLARE(constant, name, label) extern const char LC_STEP_##constant[];
LC_FOR_EACH_STEP (LC_STEP_DECLARE)
#undef LC_STEP_DECLARE

const char *lc_step_table_find_label (const char *name);

G_END_DECLS
