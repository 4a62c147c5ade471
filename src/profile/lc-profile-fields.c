/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-profile-fields.c: see lc-profile-fields.h.
 */
#include "profile/lc-profile-fields.h"

#include <string.h>

#include "base/lc-json-expect.h"
#include "profile/lc-profile-enums.h"
#include "profile/lc-profile-syntax.h"

#define MAX_TEXT 120

/**
 * lc_profile_read_word:
 * @max: most characters
 * @check: what it must look like
 * @expected: the same in words, which may have an example: "a date as 2026-11-22"
 *
 * Returns: (transfer full) (nullable): the string of a member; %NULL when it is not there
 */
char *
lc_profile_read_word (LcJsonReader *reader,
                      const char *name,
                      LcJsonNeed need,
                      guint max,
                      LcSyntaxFunc check,
                      const char *expected)
{
  const char *text = lc_json_reader_get_string (reader, name, need, 1, max);

  if (text != NULL && !check (text))
    lc_json_reader_fault_text (reader, name, expected, text);
  return g_strdup (text);
}

/**
 * lc_profile_read_text:
 *
 * Returns: (transfer full) (nullable): words for people
 */
char *
lc_profile_read_text (LcJsonReader *reader, const char *name)
{
  return lc_profile_read_word (reader, name, LC_JSON_REQUIRED, MAX_TEXT, lc_syntax_is_plain_text,
                               "text without control characters");
}

/**
 * lc_profile_read_url:
 *
 * Returns: (transfer full) (nullable): a link for people
 */
char *
lc_profile_read_url (LcJsonReader *reader, const char *name, LcJsonNeed need)
{
  return lc_profile_read_word (reader, name, need, LC_PROFILE_MAX_URL, lc_syntax_is_https_url,
                               "an https link without port and query");
}

/**
 * lc_profile_read_id:
 * @set: (nullable): what this id must be the only one of
 *
 * Returns: (transfer full) (nullable): the name of a thing in saved runs
 */
char *
lc_profile_read_id (LcJsonReader *reader, const char *name, const char *set)
{
  char *id = lc_profile_read_word (reader, name, LC_JSON_REQUIRED, LC_PROFILE_MAX_ID, lc_syntax_is_id,
                                   "lower-case letters, digits and hyphens, a letter first");

  if (set != NULL)
    lc_json_reader_check_unique (reader, set, name, id);
  return id;
}

/**
 * lc_profile_read_constant:
 * @constant: what the member must hold
 */
void
lc_profile_read_constant (LcJsonReader *reader, const char *name, const char *constant)
{
  const char *text = lc_json_reader_get_string (reader, name, LC_JSON_REQUIRED, 1, MAX_TEXT);

  if (text != NULL && strcmp (text, constant) != 0)
    {
      g_autofree char *quoted = lc_json_quote (constant, -1);

      lc_json_reader_fault_text (reader, name, quoted, text);
    }
}

LcLayer
lc_profile_read_layer (LcJsonReader *reader)
{
  return (LcLayer) lc_json_reader_get_enum (reader, "layer", LC_JSON_REQUIRED, LC_TYPE_LAYER);
}

guint
lc_profile_read_uint (LcJsonReader *reader, const char *name, guint min, guint max)
{
  return (guint) lc_json_reader_get_int (reader, name, LC_JSON_REQUIRED, min, max);
}

guint16
lc_profile_read_port (LcJsonReader *reader, const char *name)
{
  return (guint16) lc_profile_read_uint (reader, name, 1, 65535);
}

/**
 * lc_profile_read_port_range:
 * @range: (out): its first and last port, in this order
 *
 * Returns: whether it was there
 */
gboolean
lc_profile_read_port_range (LcJsonReader *reader, const char *name, LcJsonNeed need, LcPortRange *range)
{
  guint n_faults = lc_json_reader_get_n_faults (reader);

  if (!lc_json_reader_enter_object (reader, name, need))
    return FALSE;
  range->first = lc_profile_read_port (reader, "first");
  range->last = lc_profile_read_port (reader, "last");
  if (lc_json_reader_get_n_faults (reader) == n_faults && range->last < range->first)
    {
      g_autofree char *expected = g_strdup_printf ("a port not below %u", range->first);
      g_autofree char *found = g_strdup_printf ("%u", range->last);

      lc_json_reader_fault (reader, "last", expected, found);
    }
  lc_json_reader_leave (reader);
  return TRUE;
}
