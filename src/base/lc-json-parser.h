/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-json-parser.h: JSON text of unknown origin to a JsonNode, strictly.
 */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Arrays and objects inside each other; no document of ours needs ten. */
#define LC_JSON_MAX_DEPTH 32

#define LC_JSON_ERROR (lc_json_error_quark ())
GQuark lc_json_error_quark (void);

/**
 * LcJsonError:
 * @LC_JSON_ERROR_SYNTAX: not JSON; the message is
 *   "document:line:column: expected X, found Y"
 * @LC_JSON_ERROR_SIZE: longer than the caller allows
 */
typedef enum
{
  LC_JSON_ERROR_SYNTAX,
  LC_JSON_ERROR_SIZE,
} LcJsonError;

JsonNode *lc_json_parse (const char *document, const char *data, gsize length,
                         gsize max_bytes, GError **error);
JsonNode *lc_json_parse_file (GFile *file, gsize max_bytes, GError **error);

G_END_DECLS
