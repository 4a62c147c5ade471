/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-words.h: lists of words, each only once.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void      lc_words_add (GPtrArray *words, const char *word);
char    **lc_words_steal (GPtrArray *words);
JsonNode *lc_words_to_json (char **words);

G_END_DECLS
