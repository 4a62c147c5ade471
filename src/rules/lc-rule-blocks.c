/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rule-blocks.c: the ranges of a profile's regions as the fewest CIDRs, each
 * with what is known about it. One pass over both, for a profile may have many.
 */
#include "config.h"

#include "rules/lc-rule-blocks.h"

#include "base/lc-words.h"

/* A range of a region, for sorting. */
typedef struct
{
  const LcRegionRange *range;
  const LcRegion *region;
} PublishedRange;

static void
block_free (gpointer data)
{
  LcRuleBlock *block = data;

  g_strfreev (block->places);
  g_free (block->mistakes);
  g_free (block);
}

static int
compare_published_ranges (gconstpointer a, gconstpointer b)
{
  const PublishedRange *left = a, *right = b;

  return (left->range->range.first > right->range->range.first) -
         (left->range->range.first < right->range->range.first);
}

static GArray *
list_published_ranges (LcProfile *profile, gboolean complete)
{
  const GPtrArray *regions = lc_profile_get_regions (profile);
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (PublishedRange));

  for (guint i = 0; i < regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (regions, i);

      for (guint j = 0; j < region->ranges->len; j++)
        {
          PublishedRange published = { &g_array_index (region->ranges, LcRegionRange, j), region };

          if (published.range->layer == LC_LAYER_VENDOR || complete)
            g_array_append_val (ranges, published);
        }
    }
  g_array_sort (ranges, compare_published_ranges);
  return ranges;
}

static LcAddressRange
get_range (const LcCidr *cidr)
{
  return (LcAddressRange) { cidr->base, cidr->base + (guint32) ((G_GUINT64_CONSTANT (1) << (32 - cidr->prefix)) - 1) };
}

/* @from: the first range that can reach into this block or one behind it. */
static void
describe_block (LcRuleBlock *block, GArray *ranges, guint *from)
{
  LcAddressRange whole = get_range (&block->cidr);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);

  while (*from < ranges->len && g_array_index (ranges, PublishedRange, *from).range->range.last < whole.first)
    (*from)++;
  for (guint i = *from; i < ranges->len; i++)
    {
      const PublishedRange *published = &g_array_index (ranges, PublishedRange, i);

      if (published->range->range.first > whole.last)
        break;
      if (published->range->range.last < whole.first)
        continue;
      lc_words_add (names, published->region->place);
      if (!lc_region_range_is_published_right (published->range, NULL))
        lc_words_add (mistakes, published->range->published_cidr);
    }
  block->places = lc_words_steal (names);
  if (mistakes->len == 0)
    return;
  g_ptr_array_add (mistakes, NULL);
  block->mistakes = g_strjoinv (", ", (char **) mistakes->pdata);
}

/* CIDRs of one list do not overlap, so those in the block can be added up. */
static LcLayer
find_layer (const LcCidr *cidr, GArray *vendor_cidrs, guint *from)
{
  LcAddressRange whole = get_range (cidr);
  guint64 covered = 0;

  while (*from < vendor_cidrs->len && get_range (&g_array_index (vendor_cidrs, LcCidr, *from)).last < whole.first)
    (*from)++;
  for (guint i = *from; i < vendor_cidrs->len; i++)
    {
      LcAddressRange range = get_range (&g_array_index (vendor_cidrs, LcCidr, i));

      if (range.first > whole.last)
        break;
      covered += (guint64) MIN (range.last, whole.last) - MAX (range.first, whole.first) + 1;
    }
  return covered == (guint64) whole.last - whole.first + 1 ? LC_LAYER_VENDOR : LC_LAYER_OPERATOR;
}

/**
 * lc_rule_blocks_new:
 * @complete: the ranges of the operator's list, too
 *
 * Returns: (transfer full) (element-type LcRuleBlock): ascending, and exactly the
 *   ranges
 */
GPtrArray *
lc_rule_blocks_new (LcProfile *profile, gboolean complete)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func (block_free);
  g_autoptr (GArray) ranges = list_published_ranges (profile, complete);
  g_autoptr (GArray) vendor_cidrs = lc_profile_get_cidrs (profile, LC_LAYER_VENDOR);
  g_autoptr (GArray) cidrs = lc_profile_get_cidrs (profile, complete ? LC_LAYER_OPERATOR : LC_LAYER_VENDOR);
  guint from_range = 0, from_cidr = 0;

  for (guint i = 0; i < cidrs->len; i++)
    {
      LcRuleBlock *block = g_new0 (LcRuleBlock, 1);

      block->cidr = g_array_index (cidrs, LcCidr, i);
      describe_block (block, ranges, &from_range);
      block->layer = find_layer (&block->cidr, vendor_cidrs, &from_cidr);
      g_ptr_array_add (blocks, block);
    }
  return blocks;
}
