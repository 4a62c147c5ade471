/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-engine-io.c: packets of Engine.IO protocol 3 and 4, under Socket.IO.
 *
 * Follows https://github.com/socketio/engine.io-protocol. The answer to the
 * first polling request begins with an "open" packet: "0" and a JSON object.
 * Protocol 4 separates packets by U+001E; protocol 3 puts before each its
 * length in characters (UTF-16 code units) and a colon.
 */
#include "config.h"

#include "net/lc-engine-io.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/lc-json-parser.h"

#define MAX_OPEN_PACKET (16 * 1024)
#define SEPARATOR '\x1e'

/* No server pings less often than once in a week. */
#define MAX_MS (7 * 24 * 3600 * 1000LL)

static gboolean
fail (GError **error, const char *what)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, what);
  return FALSE;
}

/* Where @units UTF-16 code units from @data end, or NULL beyond @end. */
static const char *
skip_units (const char *data, const char *end, guint64 units)
{
  while (units > 0 && data < end)
    {
      gunichar character = g_utf8_get_char_validated (data, end - data);
      guint width = character > 0xffff ? 2 : 1;

      if (character == (gunichar) -1 || character == (gunichar) -2 || width > units)
        return NULL;
      units -= width;
      data = g_utf8_next_char (data);
    }
  return units == 0 ? data : NULL;
}

/* Finds the first packet of a protocol 3 payload: "97:0{...}". */
static gboolean
find_packet_v3 (const char **data, const char **end)
{
  const char *cursor = *data;
  const char *packet_end;
  guint64 units = 0;

  while (cursor < *end && g_ascii_isdigit (*cursor) && units <= MAX_OPEN_PACKET)
    units = units * 10 + (guint64) (*cursor++ - '0');
  if (cursor == *data || cursor == *end || *cursor != ':' || units == 0 || units > MAX_OPEN_PACKET)
    return FALSE;
  cursor++;
  packet_end = skip_units (cursor, *end, units);
  if (packet_end == NULL)
    return FALSE;
  *data = cursor;
  *end = packet_end;
  return TRUE;
}

static gint64
get_count (JsonObject *object, const char *name, gint64 max)
{
  JsonNode *node = json_object_get_member (object, name);
  gint64 value;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_INT64)
    return -1;
  value = json_node_get_int (node);
  return value >= 0 && value <= max ? value : -1;
}

static const char *
get_string (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static gboolean
is_sid (const char *sid)
{
  gsize length = sid != NULL ? strlen (sid) : 0;

  if (length == 0 || length > LC_ENGINE_IO_MAX_SID)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (sid[i]))
      return FALSE;
  return TRUE;
}

static gboolean
offers_websocket (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "upgrades");
  JsonArray *upgrades;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  upgrades = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (upgrades); i++)
    if (g_strcmp0 (get_string (json_array_get_element (upgrades, i)), "websocket") == 0)
      return TRUE;
  return FALSE;
}

/**
 * lc_engine_io_handshake_parse:
 * @data: (array length=length): the body of the answer to the first polling request
 *
 * Reads the framing of either protocol, whichever was asked for: an old server
 * answers a question of protocol 4 in its own.
 *
 * Returns: (nullable) (transfer full): %NULL with G_IO_ERROR_INVALID_DATA when
 *   the body is not of Engine.IO
 */
LcEngineIoHandshake *
lc_engine_io_handshake_parse (const char *data, gsize length, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  LcEngineIoHandshake *self;
  const char *end = data + length;
  const char *separator;
  JsonObject *object;
  guint protocol = 4;

  if (length > 0 && g_ascii_isdigit (data[0]) && find_packet_v3 (&data, &end))
    {
      protocol = 3;
    }
  else
    {
      separator = length > 0 ? memchr (data, SEPARATOR, length) : NULL;
      if (separator != NULL)
        end = separator;
    }
  if (data == end || *data != '0')
    {
      fail (error, _("The answer does not begin with an Engine.IO open packet"));
      return NULL;
    }
  data++;

  root = lc_json_parse ("engine.io", data, (gsize) (end - data), MAX_OPEN_PACKET, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      fail (error, _("The Engine.IO open packet holds no JSON object"));
      return NULL;
    }
  object = json_node_get_object (root);
  if (!is_sid (get_string (json_object_get_member (object, "sid"))))
    {
      fail (error, _("The Engine.IO open packet has no session id"));
      return NULL;
    }

  self = g_new0 (LcEngineIoHandshake, 1);
  self->protocol = protocol;
  self->sid = g_strdup (get_string (json_object_get_member (object, "sid")));
  self->websocket_offered = offers_websocket (object);
  self->ping_interval_ms = get_count (object, "pingInterval", MAX_MS);
  self->ping_timeout_ms = get_count (object, "pingTimeout", MAX_MS);
  self->max_payload = get_count (object, "maxPayload", G_MAXINT64);
  return self;
}

void
lc_engine_io_handshake_free (LcEngineIoHandshake *self)
{
  g_free (self->sid);
  g_free (self);
}

/**
 * lc_engine_io_is_wrong_protocol:
 * @data: (array length=length): the body of an HTTP 400
 *
 * Returns: whether an Engine.IO server says that it does not speak the
 *   protocol that was asked for ({"code":5,...})
 */
gboolean
lc_engine_io_is_wrong_protocol (const char *data, gsize length)
{
  g_autoptr (JsonNode) root = lc_json_parse ("engine.io", data, length, MAX_OPEN_PACKET, NULL);

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root)
         && get_count (json_node_get_object (root), "code", 100) == 5;
}
