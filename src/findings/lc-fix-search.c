/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-fix-search.c: see lc-fix-search.h.
 */
#include "findings/lc-fix-search.h"

#include <string.h>

#include "base/lc-words.h"
#include "findings/lc-fix-kind.h"

/* A fix in the making; rows that belong together have the same key. */
typedef struct
{
  LcFixKind kind;
  gboolean optional;
  const char *transport;
  GPtrArray *ports;  /* of char * */
  GPtrArray *hosts;  /* of char * */
  GPtrArray *places; /* of char * */
  GPtrArray *checks; /* of char * */
  GArray *ranges;    /* of LcAddressRange */
} FixDraft;

typedef struct
{
  LcProfile *profile;
  LcChecklist *checklist;
  GPtrArray *drafts; /* of FixDraft */
} FixSearch;

static void
fix_draft_free (gpointer data)
{
  FixDraft *draft = data;

  g_ptr_array_unref (draft->ports);
  g_ptr_array_unref (draft->hosts);
  g_ptr_array_unref (draft->places);
  g_ptr_array_unref (draft->checks);
  g_array_unref (draft->ranges);
  g_free (draft);
}

/* What is not required is a rule of its own in a firewall, which IT may leave
 * out; everywhere else it is the same remedy. */
static gboolean
is_same_key (const FixDraft *draft, LcFixKind kind, gboolean optional, const char *transport,
             const char *port, gboolean for_region)
{
  return draft->kind == kind && (kind != LC_FIX_ALLOW || draft->optional == optional) &&
         g_strcmp0 (draft->transport, transport) == 0 && (draft->ranges->len > 0) == for_region &&
         (port == NULL || for_region ||
          g_ptr_array_find_with_equal_func (draft->ports, port, g_str_equal, NULL));
}

static FixDraft *
get_draft (FixSearch *search, LcFixKind kind, gboolean optional, const char *transport, const char *port,
           gboolean for_region)
{
  FixDraft *draft;

  for (guint i = 0; i < search->drafts->len; i++)
    {
      draft = g_ptr_array_index (search->drafts, i);
      if (is_same_key (draft, kind, optional, transport, port, for_region))
        {
          draft->optional &= optional;
          return draft;
        }
    }
  draft = g_new0 (FixDraft, 1);
  draft->kind = kind;
  draft->optional = optional;
  draft->transport = transport;
  draft->ports = g_ptr_array_new_with_free_func (g_free);
  draft->hosts = g_ptr_array_new_with_free_func (g_free);
  draft->places = g_ptr_array_new_with_free_func (g_free);
  draft->checks = g_ptr_array_new_with_free_func (g_free);
  draft->ranges = g_array_new (FALSE, FALSE, sizeof (LcAddressRange));
  lc_words_add (draft->ports, port);
  g_ptr_array_add (search->drafts, draft);
  return draft;
}

/* Media goes to the ports of the profile, on the layer that the region is of. */
static void
add_region (FixDraft *draft, LcProfile *profile, const LcRegion *region)
{
  LcPortRange media = lc_profile_get_media_ports (profile, region->layer);
  g_autofree char *media_ports = g_strdup_printf ("%u-%u", media.first, media.last);

  lc_words_add (draft->ports, media_ports);
  lc_words_add (draft->places, region->place);
  for (guint i = 0; i < region->ranges->len; i++)
    {
      const LcRegionRange *range = &g_array_index (region->ranges, LcRegionRange, i);

      if (range->layer == region->layer)
        g_array_append_val (draft->ranges, range->range);
    }
}

static void
allow_region (FixSearch *search, LcCheck *check, gboolean optional)
{
  const LcFacts *subject = lc_check_get_subject (check);
  const char *id = lc_facts_get_string (subject, LC_FACT_REGION);
  const LcRegion *region =
    search->profile != NULL && id != NULL ? lc_profile_find_region (search->profile, id) : NULL;
  g_autofree char *port =
    g_strdup_printf ("%d", (int) lc_facts_get_int (subject, LC_FACT_PORT, 0));
  FixDraft *draft;

  if (region == NULL)
    return;
  draft = get_draft (search, LC_FIX_ALLOW, optional, lc_facts_get_string (subject, LC_FACT_TRANSPORT), port,
                     TRUE);
  add_region (draft, search->profile, region);
  lc_words_add (draft->checks, lc_check_get_id (check));
}

static void
allow_host (FixSearch *search, LcCheck *check, gboolean optional)
{
  const LcFacts *subject = lc_check_get_subject (check);
  const char *host = lc_facts_get_string (subject, LC_FACT_HOST);
  g_autofree char *port =
    g_strdup_printf ("%d", (int) lc_facts_get_int (subject, LC_FACT_PORT, 0));
  FixDraft *draft;

  if (host == NULL || !lc_facts_has (subject, LC_FACT_PORT))
    return;
  draft = get_draft (search, LC_FIX_ALLOW, optional, lc_facts_get_string (subject, LC_FACT_TRANSPORT), port,
                     FALSE);
  lc_words_add (draft->hosts, host);
  lc_words_add (draft->checks, lc_check_get_id (check));
}

static void
add_hosts (FixSearch *search, LcFixKind kind, LcCheck *check, gboolean optional)
{
  FixDraft *draft = get_draft (search, kind, optional, NULL, NULL, FALSE);

  lc_words_add (draft->hosts, lc_facts_get_string (lc_check_get_subject (check), LC_FACT_HOST));
  lc_words_add (draft->checks, lc_check_get_id (check));
}

/* Whether the name server leads to another place; whatever answers there, or does
 * not, says nothing about the way to the host itself. A server inside the network
 * may stand in for it, though: then the row of the host does not fail.
 *
 * Returns: (nullable): the verdict on that name */
static const LcVerdict *
find_wrong_lookup (FixSearch *search, LcCheck *check)
{
  const char *host = lc_facts_get_string (lc_check_get_subject (check), LC_FACT_HOST);
  gboolean has_failed = lc_check_get_verdict (check)->status == LC_STATUS_FAIL;

  for (guint i = 0; host != NULL && i < lc_checklist_get_size (search->checklist); i++)
    {
      LcCheck *lookup = lc_checklist_get (search->checklist, i);
      const LcVerdict *verdict = lc_check_get_verdict (lookup);

      if (lc_check_get_kind (lookup) == LC_KIND_DNS && verdict != NULL &&
          (verdict->cause == LC_CAUSE_DNS_SINKHOLE || (verdict->cause == LC_CAUSE_DNS_PRIVATE_ADDRESS && has_failed)) &&
          g_strcmp0 (lc_facts_get_string (lc_check_get_subject (lookup), LC_FACT_HOST), host) == 0)
        return verdict;
    }
  return NULL;
}

/* What a file of this computer says is not for IT to change in the network. */
static gboolean
is_from_hosts_file (const LcVerdict *verdict)
{
  return lc_facts_get_bool (verdict->details, LC_FACT_HOSTS_FILE);
}

/* A proxy looks names up by itself. */
static gboolean
is_about_proxy (LcFixKind kind)
{
  return kind == LC_FIX_PROXY_SETTINGS || kind == LC_FIX_PROXY || kind == LC_FIX_PROXY_CONNECT;
}

static void
add_row (FixSearch *search, LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);
  const LcVerdict *wrong_lookup = NULL;
  gboolean optional = lc_check_get_requirement (check) == LC_REQUIREMENT_OPTIONAL;
  LcFixKind kind;

  if (verdict == NULL || (verdict->status != LC_STATUS_WARN && verdict->status != LC_STATUS_FAIL))
    return;
  kind = lc_fix_kind_of_cause (verdict->cause);
  if (kind == LC_FIX_NONE || lc_checklist_is_covered_by_proxy (search->checklist, check))
    return;
  if (!is_about_proxy (kind))
    wrong_lookup = find_wrong_lookup (search, check);
  if (is_from_hosts_file (verdict) || (wrong_lookup != NULL && is_from_hosts_file (wrong_lookup)))
    return;
  if (wrong_lookup != NULL)
    kind = LC_FIX_NAMES;
  /* A region has no host that could be named, only addresses. */
  if (verdict->cause == LC_CAUSE_ANSWERED_INSIDE && lc_check_get_kind (check) == LC_KIND_REGION)
    kind = LC_FIX_ALLOW;
  if (kind != LC_FIX_ALLOW)
    add_hosts (search, kind, check, optional);
  else if (lc_check_get_kind (check) == LC_KIND_REGION)
    allow_region (search, check, optional);
  else
    allow_host (search, check, optional);
}

static char **
dup_cidrs (GArray *ranges)
{
  g_autoptr (GArray) cidrs = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  cidrs = lc_address_ranges_aggregate ((const LcAddressRange *) (gpointer) ranges->data, ranges->len);
  for (guint i = 0; i < cidrs->len; i++)
    {
      g_autofree char *cidr = lc_cidr_to_string (&g_array_index (cidrs, LcCidr, i));

      g_strv_builder_add (builder, cidr);
    }
  return g_strv_builder_end (builder);
}

static LcFix *
make_fix (FixDraft *draft)
{
  LcFix *self = g_new0 (LcFix, 1);

  self->kind = draft->kind;
  self->optional = draft->optional;
  self->transport = g_strdup (draft->transport);
  self->ports = lc_words_steal (draft->ports);
  self->hosts = lc_words_steal (draft->hosts);
  self->places = lc_words_steal (draft->places);
  self->checks = lc_words_steal (draft->checks);
  self->cidrs = dup_cidrs (draft->ranges);
  return self;
}

static int
compare_drafts (gconstpointer a, gconstpointer b)
{
  const FixDraft *left = *(FixDraft *const *) a;
  const FixDraft *right = *(FixDraft *const *) b;

  if (left->optional != right->optional)
    return left->optional ? 1 : -1;
  return (int) left->kind - (int) right->kind;
}

/**
 * lc_fixes_find:
 * @checklist: the rows of a run
 * @profile: (nullable): what the service needs: the regions' ranges and media
 *   ports; without it there are no fixes for regions
 *
 * Returns: (transfer container) (element-type LcFix): the fixes that the rows
 *   call for, what the service needs first; empty when there is nothing to ask
 */
GPtrArray *
lc_fixes_find (LcChecklist *checklist, LcProfile *profile)
{
  GPtrArray *fixes = g_ptr_array_new_with_free_func ((GDestroyNotify) lc_fix_free);
  FixSearch search = { profile, checklist, g_ptr_array_new_with_free_func (fix_draft_free) };

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    add_row (&search, lc_checklist_get (checklist, i));
  /* g_ptr_array_sort() is not stable; the list is short, and ties keep their order. */
  for (guint i = 1; i < search.drafts->len; i++)
    for (guint j = i; j > 0 && compare_drafts (&search.drafts->pdata[j - 1], &search.drafts->pdata[j]) > 0; j--)
      {
        gpointer swapped = search.drafts->pdata[j];

        search.drafts->pdata[j] = search.drafts->pdata[j - 1];
        search.drafts->pdata[j - 1] = swapped;
      }
  for (guint i = 0; i < search.drafts->len; i++)
    g_ptr_array_add (fixes, make_fix (g_ptr_array_index (search.drafts, i)));
  g_ptr_array_unref (search.drafts);
  return fixes;
}
