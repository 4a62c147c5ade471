/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-json-scanner.h: the tokens of a JSON text (RFC 8259), for lc-json-parser.c.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * LcJsonScanner:
 * @document: what to call it in @fault
 * @start: of the text
 * @at: what is read next
 * @end: behind the text
 * @depth: arrays and objects that are open
 * @fault: (nullable): why it is not JSON: "document:line:column: expected X, found Y"
 */
typedef struct
{
  const char *document;
  const char *start;
  const char *at;
  const char *end;
  guint depth;
  char *fault;
} LcJsonScanner;

void      lc_json_scanner_fail (LcJsonScanner *self, const char *expected);
void      lc_json_scanner_fail_found (LcJsonScanner *self, const char *at, const char *expected, char *found);
void      lc_json_scanner_skip_space (LcJsonScanner *self);
gboolean  lc_json_scanner_skip (LcJsonScanner *self, char wanted);
char     *lc_json_scanner_read_string (LcJsonScanner *self);
JsonNode *lc_json_scanner_read_number (LcJsonScanner *self);

G_END_DECLS
