/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-catalogue.c: see lc-catalogue.h. The file is trusted as far as the installation
 * is; damage to it loses words, and nothing else.
 */
#include "language/lc-catalogue.h"

#include <string.h>

#include "language/lc-plural-rule.h"

#define MAGIC 0x950412de
#define HEAD_BYTES 20
#define ENTRY_BYTES 8 /* of a table: length and offset of a string */
#define PLURAL_FORMS "Plural-Forms:"

struct _LcCatalogue
{
  GBytes *bytes;
  gboolean is_swapped;
  GHashTable *entries; /* of strings in the bytes: original to translation */
  const char *plural_rule; /* in the bytes, to the end of its line */
};

/* A translation, with all its forms one after the other. */
typedef struct
{
  const char *words;
  gsize length;
} Translation;

static guint32
get_number (LcCatalogue *self, gsize offset)
{
  const guint8 *data = g_bytes_get_data (self->bytes, NULL);
  guint32 number;

  memcpy (&number, data + offset, sizeof number);
  return self->is_swapped ? GUINT32_SWAP_LE_BE (number) : number;
}

/* Returns: (nullable): the string that an entry of a table points to, ended by NUL */
static const char *
get_string (LcCatalogue *self, gsize table, guint32 index, gsize *length)
{
  gsize size;
  const char *data = g_bytes_get_data (self->bytes, &size);
  gsize entry = table + (gsize) index * ENTRY_BYTES;
  gsize offset;

  if (entry + ENTRY_BYTES > size)
    return NULL;
  *length = get_number (self, entry);
  offset = get_number (self, entry + 4);
  return offset < size && *length < size - offset && data[offset + *length] == '\0' ? data + offset : NULL;
}

static void
read_entries (LcCatalogue *self)
{
  guint32 n = get_number (self, 8);
  guint32 originals = get_number (self, 12);
  guint32 translations = get_number (self, 16);

  for (guint32 i = 0; i < n; i++)
    {
      gsize key_length;
      Translation translation;
      const char *key = get_string (self, originals, i, &key_length);

      translation.words = get_string (self, translations, i, &translation.length);
      if (key == NULL || translation.words == NULL)
        return;
      if (translation.length > 0)
        g_hash_table_insert (self->entries, (gpointer) key, g_memdup2 (&translation, sizeof translation));
    }
}

/**
 * lc_catalogue_new:
 * @bytes: an .mo file in UTF-8
 *
 * Returns: (transfer full) (nullable): the translations; %NULL when it is no such file
 */
LcCatalogue *
lc_catalogue_new (GBytes *bytes)
{
  g_autoptr (LcCatalogue) self = g_new0 (LcCatalogue, 1);
  const char *head;
  guint32 magic;

  self->bytes = g_bytes_ref (bytes);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  if (g_bytes_get_size (bytes) < HEAD_BYTES)
    return NULL;
  magic = get_number (self, 0);
  self->is_swapped = magic == GUINT32_SWAP_LE_BE (MAGIC);
  if (magic != MAGIC && !self->is_swapped)
    return NULL;
  read_entries (self);
  head = lc_catalogue_find (self, "");
  head = head != NULL ? strstr (head, PLURAL_FORMS) : NULL;
  self->plural_rule = head != NULL ? head + strlen (PLURAL_FORMS) : "";
  return g_steal_pointer (&self);
}

void
lc_catalogue_free (LcCatalogue *self)
{
  g_hash_table_unref (self->entries);
  g_bytes_unref (self->bytes);
  g_free (self);
}

/**
 * lc_catalogue_find:
 * @key: the original words; after a context and "\004" where they have one
 *
 * Returns: (transfer none) (nullable): the translation
 */
const char *
lc_catalogue_find (LcCatalogue *self, const char *key)
{
  const Translation *translation = g_hash_table_lookup (self->entries, key);

  return translation != NULL ? translation->words : NULL;
}

/**
 * lc_catalogue_find_plural:
 * @key: the original words for one thing
 * @n: how many there are
 *
 * Returns: (transfer none) (nullable): the translation for that number
 */
const char *
lc_catalogue_find_plural (LcCatalogue *self, const char *key, gulong n)
{
  const Translation *translation = g_hash_table_lookup (self->entries, key);
  const char *words;
  guint form;

  if (translation == NULL)
    return NULL;
  if (!lc_plural_rule_get_form (self->plural_rule, n, &form))
    form = n != 1;
  words = translation->words;
  for (; form > 0; form--)
    {
      gsize length = strlen (words);

      if (words + length >= translation->words + translation->length)
        return translation->words;
      words += length + 1;
    }
  return words;
}
