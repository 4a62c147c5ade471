/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-facts.h: a small ordered set of named facts.
 *
 * Names are stable, machine-readable snake_case words: those of lc-fact-table.h,
 * and in a saved run also those of other versions. Values are strings,
 * 64-bit integers (times are in microseconds and end in "_us"), booleans or
 * lists of strings; there are no floating-point facts, so that a saved run
 * reads back byte for byte. Strings are stored as valid UTF-8, at most 4096
 * bytes, whatever the network sent.
 */
#pragma once

#include "base/lc-fact-table.h"
#include "base/lc-json-reader.h"
#include "base/lc-types.h"

G_BEGIN_DECLS

#define LC_TYPE_FACTS (lc_facts_get_type ())
typedef struct _LcFacts LcFacts;

GType       lc_facts_get_type (void);
LcFacts    *lc_facts_new (void);
LcFacts    *lc_facts_ref (LcFacts *self);
void        lc_facts_unref (LcFacts *self);
LcFacts    *lc_facts_copy (const LcFacts *self);
void        lc_facts_add (LcFacts *self, const LcFacts *other);
void        lc_facts_remove (LcFacts *self, const char *name);

void        lc_facts_set_string (LcFacts *self, const char *name, const char *value);
void        lc_facts_set_int (LcFacts *self, const char *name, gint64 value);
void        lc_facts_set_bool (LcFacts *self, const char *name, gboolean value);
void        lc_facts_set_strv (LcFacts *self, const char *name, const char *const *value);

gboolean    lc_facts_has (const LcFacts *self, const char *name);
const char *lc_facts_get_string (const LcFacts *self, const char *name);
gint64      lc_facts_get_int (const LcFacts *self, const char *name, gint64 fallback);
gboolean    lc_facts_get_bool (const LcFacts *self, const char *name);
char      **lc_facts_dup_strv (const LcFacts *self, const char *name);

guint       lc_facts_get_size (const LcFacts *self);
const char *lc_facts_get_name (const LcFacts *self, guint index);
GVariant   *lc_facts_get_value (const LcFacts *self, guint index);

JsonNode   *lc_facts_to_json (const LcFacts *self);
LcFacts    *lc_facts_from_json (LcJsonReader *reader);

char       *lc_text_dup_bounded (const char *text, gsize max_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcFacts, lc_facts_unref)

G_END_DECLS
