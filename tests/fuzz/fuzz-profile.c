/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz-profile.c: any bytes as a profile: accepted whole, or refused with a
 * message that is fit for a terminal.
 */
#include <string.h>

#include "profile/lc-profile-file.h"
#include "profile/lc-profile.h"
#include "rules/lc-rules.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What a firewall reads is ASCII: nothing in a profile can be a command in it. */
static void
write_rules (LcProfile *profile)
{
  for (LcRulesFormat format = 0; format <= LC_RULES_FORMAT_MARKDOWN; format++)
    for (gboolean complete = FALSE; complete <= TRUE; complete++)
      {
        g_autofree char *text = lc_rules_write (format, profile, complete);

        g_assert_true (g_utf8_validate (text, -1, NULL));
        if (format != LC_RULES_FORMAT_CSV && format != LC_RULES_FORMAT_MARKDOWN)
          g_assert_true (g_str_is_ascii (text));
        for (const char *p = text; *p != '\0'; p++)
          g_assert_true (*p == '\n' || *p == '\r' || !g_ascii_iscntrl (*p));
      }
}

/* What a good profile promises to its users. */
static void
use (LcProfile *profile)
{
  const GPtrArray *regions = lc_profile_get_regions (profile);
  g_autoptr (GArray) cidrs = lc_profile_get_cidrs (profile, LC_LAYER_OPERATOR);

  g_assert_cmpuint (cidrs->len, >, 0);
  g_assert_nonnull (lc_profile_get_thresholds (profile));
  g_assert_cmpuint (lc_profile_get_endpoints (profile)->len, >, 0);
  for (guint i = 0; i < regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (regions, i);
      g_autofree char *edge_host = lc_profile_dup_region_edge_host (profile, region);
      g_autofree char *id_host = lc_profile_dup_region_id_host (profile, region);

      g_assert_true (edge_host == NULL || strstr (edge_host, region->edge) != NULL);
      g_assert_true (id_host == NULL || strstr (id_host, region->id) != NULL);
      g_assert_true (lc_profile_find_region (profile, region->id) == region);
      for (guint j = 0; j < region->ranges->len; j++)
        {
          const LcRegionRange *range = &g_array_index (region->ranges, LcRegionRange, j);
          g_autoptr (GArray) sample = lc_address_range_sample (&range->range, 8);
          g_autofree char *right = NULL;

          lc_region_range_is_published_right (range, &right);
          g_assert_cmpuint (sample->len, >, 0);
          g_assert_true (lc_profile_find_region_of_address (profile, range->range.last, NULL)
                         == region);
        }
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LcProfile) profile
      = lc_profile_new_from_data ("p", (const char *) data, size, &error);

  if (profile != NULL)
    {
      use (profile);
      write_rules (profile);
      return 0;
    }
  g_assert_error (error, LC_PROFILE_ERROR, LC_PROFILE_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "p:"));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  for (const char *p = error->message; *p != '\0'; p++)
    g_assert_true (*p == '\n' || !g_ascii_iscntrl (*p));
  return 0;
}
