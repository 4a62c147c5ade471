/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-words.c: see lc-words.h.
 */
#include "base/lc-words.h"

/**
 * lc_words_add:
 * @words: (element-type utf8): which frees its elements
 * @word: (nullable): copied, unless it is there already
 */
void
lc_words_add (GPtrArray *words, const char *word)
{
  if (word != NULL && !g_ptr_array_find_with_equal_func (words, word, g_str_equal, NULL))
    g_ptr_array_add (words, g_strdup (word));
}

/**
 * lc_words_steal:
 * @words: (element-type utf8): empty afterwards
 *
 * Returns: (transfer full) (array zero-terminated=1): what was in it
 */
char **
lc_words_steal (GPtrArray *words)
{
  g_ptr_array_add (words, NULL);
  return (char **) g_ptr_array_steal (words, NULL);
}

/**
 * lc_words_to_json:
 * @words: (array zero-terminated=1): valid UTF-8
 *
 * Returns: (transfer full): an array node
 */
JsonNode *
lc_words_to_json (char **words)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_strv ((const char *const *) words, -1));

  return json_gvariant_serialize (variant);
}
