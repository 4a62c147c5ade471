/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-json-reader.h: walks a JSON document and collects everything wrong in it.
 *
 * The reader stands at one value. Enter a member or an element, expect a type
 * there, leave. An expectation that is not met notes a fault with the JSON
 * pointer (RFC 6901) of the place and yields a harmless value, so that a caller
 * reads the whole document first and asks for faults once, at the end:
 *
 *   g_autoptr (LcJsonReader) reader = lc_json_reader_new ("a.json", "", root);
 *   if (lc_json_reader_expect_object (reader))
 *     {
 *       id = g_strdup (lc_json_reader_get_string (reader, "id", LC_JSON_REQUIRED, 1, 64));
 *       if (lc_json_reader_enter_array (reader, "regions", LC_JSON_REQUIRED, 1, 100))
 *         {
 *           for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
 *             {
 *               read_region (reader);
 *               lc_json_reader_leave (reader);
 *             }
 *           lc_json_reader_leave (reader);
 *         }
 *     }
 *   return lc_json_reader_finish (reader, MY_ERROR, MY_ERROR_INVALID, error);
 *
 * Members that nobody asked for are faults too, noted when their object is left,
 * unless the reader shall ignore them: then it keeps their places.
 * What is not an object is expected with lc-json-expect.h.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "base/lc-json-parser.h"
#include "base/lc-json-quote.h"

G_BEGIN_DECLS

/* Faults beyond these are counted but not kept. */
#define LC_JSON_MAX_FAULTS 100

typedef enum
{
  LC_JSON_OPTIONAL, /* may be missing; but null is a value, not a missing one */
  LC_JSON_NULLABLE, /* must be there; null stands for no value */
  LC_JSON_REQUIRED, /* must be there and have a value */
} LcJsonNeed;

typedef struct _LcJsonReader LcJsonReader;

LcJsonReader *lc_json_reader_new (const char *document, const char *base_path, JsonNode *root);
void          lc_json_reader_free (LcJsonReader *self);
void          lc_json_reader_ignore_unknown (LcJsonReader *self);
char        **lc_json_reader_dup_ignored (LcJsonReader *self);
gboolean      lc_json_reader_finish (LcJsonReader *self, GQuark domain, int code, GError **error);

/* Walking */
gboolean      lc_json_reader_enter_member (LcJsonReader *self, const char *name, LcJsonNeed need);
gboolean      lc_json_reader_enter_element (LcJsonReader *self, guint index);
gboolean      lc_json_reader_enter_object (LcJsonReader *self, const char *name, LcJsonNeed need);
void          lc_json_reader_leave (LcJsonReader *self);
JsonNode     *lc_json_reader_get_node (LcJsonReader *self);
guint         lc_json_reader_get_size (LcJsonReader *self);
char         *lc_json_reader_dup_path (LcJsonReader *self);
GList        *lc_json_reader_list_members (LcJsonReader *self);

/* The value where the reader stands */
gboolean      lc_json_reader_expect_object (LcJsonReader *self);
gboolean      lc_json_reader_is_null (LcJsonReader *self);

/* Faults that only the caller can see */
void          lc_json_reader_fault (LcJsonReader *self, const char *member,
                                    const char *expected, const char *found);
void          lc_json_reader_fault_text (LcJsonReader *self, const char *member,
                                         const char *expected, const char *text);
gboolean      lc_json_reader_check_unique (LcJsonReader *self, const char *set, const char *member,
                                           const char *value);
guint         lc_json_reader_get_n_faults (LcJsonReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcJsonReader, lc_json_reader_free)

G_END_DECLS
