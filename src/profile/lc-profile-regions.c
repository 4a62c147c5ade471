/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-profile-regions.c: the regions of a profile, from its JSON. No address may be
 * in two of them.
 */
#include "base/lc-json-expect.h"
#include "profile/lc-profile-enums.h"
#include "profile/lc-profile-fields.h"
#include "profile/lc-profile-private.h"
#include "profile/lc-profile-syntax.h"

#define MAX_TEMPLATE 190
#define MAX_RANGES 64

/* A range and where it is from, to find addresses that two regions claim. */
typedef struct
{
  LcAddressRange range;
  const char *region;
} RegionClaim;

static gboolean
read_address (LcJsonReader *reader, const char *name, guint32 *address)
{
  const char *text = lc_json_reader_get_string (reader, name, LC_JSON_REQUIRED, 1, 15);

  if (text == NULL)
    return FALSE;
  if (lc_ipv4_parse (text, address))
    return TRUE;
  lc_json_reader_fault_text (reader, name, "an IPv4 address", text);
  return FALSE;
}

static gboolean
is_cidr (const char *text)
{
  guint32 address;
  guint8 prefix;

  return lc_cidr_parse (text, &address, &prefix);
}

static void
read_range (LcJsonReader *reader, LcRegion *region)
{
  LcRegionRange range = { .range = { 1, 0 } }; /* empty, should an end be missing */
  guint32 first_address = 0, last_address = 0;
  gboolean has_first, has_last;

  if (!lc_json_reader_expect_object (reader))
    return;
  has_first = read_address (reader, "first", &first_address);
  has_last = read_address (reader, "last", &last_address);
  if (has_first && has_last)
    range.range = (LcAddressRange) { first_address, last_address };
  if (has_first && has_last && last_address < first_address)
    {
      g_autofree char *first = lc_ipv4_to_string (first_address);
      g_autofree char *last = lc_ipv4_to_string (last_address);
      g_autofree char *expected = g_strdup_printf ("an address not below %s", first);

      lc_json_reader_fault_text (reader, "last", expected, last);
    }
  range.published_cidr = lc_profile_read_word (reader, "published_cidr", LC_JSON_OPTIONAL, 18, is_cidr,
                                               "an IPv4 address, a slash and a length from 0 to 32");
  range.layer = lc_profile_read_layer (reader);
  if (region->layer == LC_LAYER_OPERATOR && range.layer == LC_LAYER_VENDOR)
    lc_json_reader_fault_text (reader, "layer", "\"operator\" as its region", "vendor");
  g_array_append_val (region->ranges, range);
}

static gboolean
has_vendor_range (const LcRegion *region)
{
  for (guint i = 0; i < region->ranges->len; i++)
    {
      if (g_array_index (region->ranges, LcRegionRange, i).layer == LC_LAYER_VENDOR)
        return TRUE;
    }
  return FALSE;
}

static void
read_region (LcProfile *self, LcJsonReader *reader)
{
  LcRegion *region = lc_region_new ();

  g_ptr_array_add (self->regions, region);
  if (!lc_json_reader_expect_object (reader))
    return;
  region->id = lc_profile_read_id (reader, "id", "region");
  region->edge = lc_profile_read_word (reader, "edge", LC_JSON_OPTIONAL, LC_PROFILE_MAX_ID, lc_syntax_is_id,
                                       "lower-case letters, digits and hyphens, a letter first");
  lc_json_reader_check_unique (reader, "edge", "edge", region->edge);
  region->place = lc_profile_read_text (reader, "place");
  region->latitude = lc_json_reader_get_double (reader, "latitude", LC_JSON_REQUIRED, -90, 90);
  region->longitude = lc_json_reader_get_double (reader, "longitude", LC_JSON_REQUIRED, -180, 180);
  region->layer = lc_profile_read_layer (reader);
  if (lc_json_reader_enter_array (reader, "ranges", LC_JSON_REQUIRED, 1, MAX_RANGES))
    {
      for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
        {
          read_range (reader, region);
          lc_json_reader_leave (reader);
        }
      lc_json_reader_leave (reader);
      if (region->layer == LC_LAYER_VENDOR && !has_vendor_range (region))
        lc_json_reader_fault (reader, "ranges", "at least one of the layer \"vendor\"",
                              "none");
    }
}

static int
compare_claims (gconstpointer a, gconstpointer b)
{
  const RegionClaim *left = a, *right = b;

  return (left->range.first > right->range.first) - (left->range.first < right->range.first);
}

/* The reader stands at the regions. */
static void
check_claims (LcProfile *self, LcJsonReader *reader)
{
  g_autoptr (GArray) claims = g_array_new (FALSE, FALSE, sizeof (RegionClaim));
  const RegionClaim *highest = NULL;

  for (guint i = 0; i < self->regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (self->regions, i);

      for (guint j = 0; j < region->ranges->len; j++)
        {
          RegionClaim claim = { g_array_index (region->ranges, LcRegionRange, j).range, region->id };

          if (claim.range.first <= claim.range.last)
            g_array_append_val (claims, claim);
        }
    }
  g_array_sort (claims, compare_claims);
  for (guint i = 0; i < claims->len; i++)
    {
      const RegionClaim *claim = &g_array_index (claims, RegionClaim, i);

      if (highest != NULL && claim->range.first <= highest->range.last
          && g_strcmp0 (claim->region, highest->region) != 0)
        {
          g_autofree char *address = lc_ipv4_to_string (claim->range.first);
          g_autofree char *found = g_strdup_printf ("%s in both %s and %s", address,
                                                    highest->region != NULL ? highest->region : "?",
                                                    claim->region != NULL ? claim->region : "?");

          lc_json_reader_fault (reader, NULL, "every address in one region only", found);
        }
      if (highest == NULL || claim->range.last > highest->range.last)
        highest = claim;
    }
}

/**
 * lc_profile_read_regions:
 * @reader: stands at the profile
 *
 * Reads the regions, and where their servers are asked.
 */
void
lc_profile_read_regions (LcProfile *self, LcJsonReader *reader)
{
  if (lc_json_reader_enter_object (reader, "region_servers", LC_JSON_REQUIRED))
    {
      self->region_host = lc_profile_read_word (reader, "host", LC_JSON_OPTIONAL, MAX_TEMPLATE,
                                                lc_syntax_is_host_template,
                                                "a host name with {region} as one of its labels");
      self->region_port = lc_profile_read_port (reader, "port");
      lc_json_reader_leave (reader);
    }
  if (!lc_json_reader_enter_array (reader, "regions", LC_JSON_REQUIRED, 1, LC_PROFILE_MAX_TARGETS))
    return;
  for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
    {
      read_region (self, reader);
      lc_json_reader_leave (reader);
    }
  check_claims (self, reader);
  lc_json_reader_leave (reader);
}
