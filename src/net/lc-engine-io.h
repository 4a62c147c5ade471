/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-engine-io.h: packets of Engine.IO protocol 3 and 4, under Socket.IO.
 *
 * Pure functions over what a server sent, whatever it sent.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LC_ENGINE_IO_MAX_SID 256

/**
 * LcEngineIoHandshake:
 * @protocol: 3 or 4, by the framing of the answer
 * @sid: the session's id, 1 to %LC_ENGINE_IO_MAX_SID printable ASCII characters
 * @websocket_offered: whether "websocket" is among the upgrades
 * @ping_interval_ms: how often the connection is pinged, or -1 when not told
 * @ping_timeout_ms: how long an answer may take, or -1
 * @max_payload: largest polling payload in bytes, or -1 (protocol 4 only)
 */
typedef struct
{
  guint protocol;
  char *sid;
  gboolean websocket_offered;
  gint64 ping_interval_ms;
  gint64 ping_timeout_ms;
  gint64 max_payload;
} LcEngineIoHandshake;

LcEngineIoHandshake *lc_engine_io_handshake_parse (const char *data, gsize length, GError **error);
void                 lc_engine_io_handshake_free (LcEngineIoHandshake *self);

gboolean             lc_engine_io_is_wrong_protocol (const char *data, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcEngineIoHandshake, lc_engine_io_handshake_free)

G_END_DECLS
