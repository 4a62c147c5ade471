/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-profile.c: what the service needs from a network.
 *
 * Immutable and never near the network.
 */
#include "config.h"

#include <math.h>

#include "profile/lc-profile-private.h"
#include "profile/lc-profile-syntax.h"

G_DEFINE_TYPE (LcProfile, lc_profile, G_TYPE_OBJECT)

LcEndpoint *
lc_endpoint_new (void)
{
  LcEndpoint *endpoint = g_new0 (LcEndpoint, 1);

  endpoint->ports = g_array_new (FALSE, FALSE, sizeof (LcServerPort));
  return endpoint;
}

static void
endpoint_free (gpointer data)
{
  LcEndpoint *endpoint = data;

  g_free (endpoint->id);
  g_free (endpoint->name);
  g_free (endpoint->host);
  g_free (endpoint->path);
  g_array_unref (endpoint->ports);
  g_free (endpoint);
}

static void
clear_region_range (gpointer data)
{
  g_free (((LcRegionRange *) data)->published_cidr);
}

LcRegion *
lc_region_new (void)
{
  LcRegion *region = g_new0 (LcRegion, 1);

  region->ranges = g_array_new (FALSE, FALSE, sizeof (LcRegionRange));
  g_array_set_clear_func (region->ranges, clear_region_range);
  return region;
}

static void
region_free (gpointer data)
{
  LcRegion *region = data;

  g_free (region->id);
  g_free (region->edge);
  g_free (region->place);
  g_array_unref (region->ranges);
  g_free (region);
}

LcThresholds *
lc_thresholds_new (void)
{
  LcThresholds *set = g_new (LcThresholds, 1);

  *set = (LcThresholds) { NULL, NULL, NULL, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
  return set;
}

static void
thresholds_free (gpointer data)
{
  LcThresholds *set = data;

  g_free (set->id);
  g_free (set->source);
  g_free (set->url);
  g_free (set);
}

static void
dscp_class_free (gpointer data)
{
  LcDscpClass *dscp_class = data;

  g_free (dscp_class->id);
  g_free (dscp_class->name);
  g_free (dscp_class->class_name);
  g_free (dscp_class);
}

static void
lc_profile_finalize (GObject *object)
{
  LcProfile *self = LC_PROFILE (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->revision);
  g_free (self->support_phone);
  g_free (self->support_email);
  g_free (self->support_url);
  for (guint i = 0; i < LC_N_LAYERS; i++)
    {
      g_free (self->publishers[i].name);
      g_free (self->publishers[i].url);
    }
  g_ptr_array_unref (self->endpoints);
  g_free (self->region_host);
  g_ptr_array_unref (self->regions);
  g_ptr_array_unref (self->thresholds);
  if (self->media_rates != NULL)
    g_free (self->media_rates->source);
  g_free (self->media_rates);
  g_ptr_array_unref (self->dscp_classes);
  g_free (self->json);

  G_OBJECT_CLASS (lc_profile_parent_class)->finalize (object);
}

static void
lc_profile_class_init (LcProfileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_profile_finalize;
}

static void
lc_profile_init (LcProfile *self)
{
  self->endpoints = g_ptr_array_new_with_free_func (endpoint_free);
  self->regions = g_ptr_array_new_with_free_func (region_free);
  self->thresholds = g_ptr_array_new_with_free_func (thresholds_free);
  self->dscp_classes = g_ptr_array_new_with_free_func (dscp_class_free);
}

/**
 * lc_profile_get_json:
 * @self: a profile
 *
 * Returns: (transfer none): the document that it was read from, without spaces
 */
const char *
lc_profile_get_json (LcProfile *self)
{
  return self->json;
}

const char *
lc_profile_get_id (LcProfile *self)
{
  return self->id;
}

const char *
lc_profile_get_name (LcProfile *self)
{
  return self->name;
}

/**
 * lc_profile_get_revision:
 * @self: a profile
 *
 * Returns: (transfer none): the day when its content was last checked, as
 *   YYYY-MM-DD
 */
const char *
lc_profile_get_revision (LcProfile *self)
{
  return self->revision;
}

const char *
lc_profile_get_support_phone (LcProfile *self)
{
  return self->support_phone;
}

const char *
lc_profile_get_support_email (LcProfile *self)
{
  return self->support_email;
}

const char *
lc_profile_get_support_url (LcProfile *self)
{
  return self->support_url;
}

const LcPublisher *
lc_profile_get_publisher (LcProfile *self, LcLayer layer)
{
  return &self->publishers[layer];
}

const GPtrArray *
lc_profile_get_endpoints (LcProfile *self)
{
  return self->endpoints;
}

/**
 * lc_profile_find_endpoint:
 * @self: a profile
 * @kind: a kind
 *
 * Returns: (transfer none) (nullable): the first endpoint of that kind
 */
const LcEndpoint *
lc_profile_find_endpoint (LcProfile *self, LcEndpointKind kind)
{
  for (guint i = 0; i < self->endpoints->len; i++)
    {
      const LcEndpoint *endpoint = g_ptr_array_index (self->endpoints, i);

      if (endpoint->kind == kind)
        return endpoint;
    }
  return NULL;
}

LcPortRange
lc_profile_get_client_ports (LcProfile *self)
{
  return self->client_ports;
}

LcPortRange
lc_profile_get_media_ports (LcProfile *self, LcLayer layer)
{
  return self->media_ports[layer];
}

/**
 * lc_profile_get_region_port:
 * @self: a profile
 *
 * Returns: the port at which a region answers STUN
 */
guint16
lc_profile_get_region_port (LcProfile *self)
{
  return self->region_port;
}

const GPtrArray *
lc_profile_get_regions (LcProfile *self)
{
  return self->regions;
}

const LcRegion *
lc_profile_find_region (LcProfile *self, const char *id)
{
  for (guint i = 0; i < self->regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (self->regions, i);

      if (g_str_equal (region->id, id))
        return region;
    }
  return NULL;
}

/**
 * lc_profile_find_region_of_address:
 * @self: a profile
 * @address: an IPv4 address in host byte order
 * @layer: (out) (optional): whose list has it; the vendor's when both have
 *
 * Returns: (transfer none) (nullable): the region in whose ranges it is
 */
const LcRegion *
lc_profile_find_region_of_address (LcProfile *self, guint32 address, LcLayer *layer)
{
  const LcRegion *found = NULL;

  for (guint i = 0; i < self->regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (self->regions, i);

      for (guint j = 0; j < region->ranges->len; j++)
        {
          const LcRegionRange *range = &g_array_index (region->ranges, LcRegionRange, j);

          if (!lc_address_range_contains (&range->range, address))
            continue;
          /* No address is in two regions, but it may be on both lists of one. */
          if (found == NULL || range->layer == LC_LAYER_VENDOR)
            {
              found = region;
              if (layer != NULL)
                *layer = range->layer;
            }
        }
      if (found != NULL)
        return found;
    }
  return NULL;
}

/**
 * lc_profile_find_region_of_text:
 * @address: an address of either family, as text
 * @layer: (out) (optional): as for lc_profile_find_region_of_address()
 *
 * Returns: (transfer none) (nullable): the region in whose ranges it is; %NULL for one of IPv6,
 *   of which nobody publishes ranges
 */
const LcRegion *
lc_profile_find_region_of_text (LcProfile *self, const char *address, LcLayer *layer)
{
  guint32 number;

  return lc_ipv4_parse (address, &number) ? lc_profile_find_region_of_address (self, number, layer) : NULL;
}

/**
 * lc_profile_get_cidrs:
 * @self: a profile
 * @layer: %LC_LAYER_VENDOR for the vendor's ranges, %LC_LAYER_OPERATOR for the
 *   complete allow-list, which has the vendor's as well
 *
 * Returns: (transfer full) (element-type LcCidr): the fewest CIDRs that cover
 *   the ranges of all regions and nothing else, in ascending order
 */
GArray *
lc_profile_get_cidrs (LcProfile *self, LcLayer layer)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (LcAddressRange));

  for (guint i = 0; i < self->regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (self->regions, i);

      for (guint j = 0; j < region->ranges->len; j++)
        {
          const LcRegionRange *range = &g_array_index (region->ranges, LcRegionRange, j);

          if (range->layer <= layer)
            g_array_append_val (ranges, range->range);
        }
    }
  return lc_address_ranges_aggregate ((LcAddressRange *) (void *) ranges->data, ranges->len);
}

/**
 * lc_profile_dup_region_edge_host:
 * @self: a profile
 * @region: one of its regions
 *
 * Returns: (transfer full) (nullable): the host that the edge name pins, or
 *   %NULL when the region has none or the service pins no regions
 */
char *
lc_profile_dup_region_edge_host (LcProfile *self, const LcRegion *region)
{
  if (self->region_host == NULL || region->edge == NULL)
    return NULL;
  return lc_syntax_fill_host (self->region_host, region->edge);
}

/**
 * lc_profile_dup_region_id_host:
 * @self: a profile
 * @region: one of its regions
 *
 * Returns: (transfer full) (nullable): the host that the region's id pins, or
 *   %NULL when the service pins no regions
 */
char *
lc_profile_dup_region_id_host (LcProfile *self, const LcRegion *region)
{
  if (self->region_host == NULL)
    return NULL;
  return lc_syntax_fill_host (self->region_host, region->id);
}

const LcThresholds *
lc_profile_get_thresholds (LcProfile *self)
{
  return self->deciding;
}

const GPtrArray *
lc_profile_get_all_thresholds (LcProfile *self)
{
  return self->thresholds;
}

const LcMediaRates *
lc_profile_get_media_rates (LcProfile *self)
{
  return self->media_rates;
}

const GPtrArray *
lc_profile_get_dscp_classes (LcProfile *self)
{
  return self->dscp_classes;
}

const LcDeadlines *
lc_profile_get_deadlines (LcProfile *self)
{
  return &self->deadlines;
}

/**
 * lc_region_range_is_published_right:
 * @self: a range of a region
 * @right_cidrs: (out) (optional) (transfer full): the fewest CIDRs that are
 *   exactly the range, ascending, parted by ", "
 *
 * Returns: whether the published CIDR is the range and has no host bits set;
 *   %TRUE when none is published
 */
gboolean
lc_region_range_is_published_right (const LcRegionRange *self, char **right_cidrs)
{
  g_autoptr (GArray) cidrs = lc_address_range_to_cidrs (&self->range);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_right;

  for (guint i = 0; i < cidrs->len; i++)
    {
      g_autofree char *one = lc_cidr_to_string (&g_array_index (cidrs, LcCidr, i));

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", one);
    }
  is_right = self->published_cidr == NULL || g_str_equal (self->published_cidr, text->str);
  if (right_cidrs != NULL)
    *right_cidrs = g_string_free (g_steal_pointer (&text), FALSE);
  return is_right;
}
