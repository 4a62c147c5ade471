/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-fix.c: see lc-fix.h. Its words are in lc-fix-text.c.
 */
#include "findings/lc-fix.h"

#include <string.h>

#include "base/lc-words.h"

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
} Draft;

typedef struct
{
  LcProfile *profile;
  LcChecklist *checklist;
  GPtrArray *drafts; /* of Draft */
} Desk;

G_DEFINE_BOXED_TYPE (LcFix, lc_fix, lc_fix_copy, lc_fix_free)

static void
draft_free (gpointer data)
{
  Draft *draft = data;

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
is_same_key (const Draft *draft, LcFixKind kind, gboolean optional, const char *transport,
             const char *port, gboolean for_region)
{
  return draft->kind == kind && (kind != LC_FIX_ALLOW || draft->optional == optional) &&
         g_strcmp0 (draft->transport, transport) == 0 && (draft->ranges->len > 0) == for_region &&
         (port == NULL || for_region ||
          g_ptr_array_find_with_equal_func (draft->ports, port, g_str_equal, NULL));
}

static Draft *
get_draft (Desk *desk, LcFixKind kind, gboolean optional, const char *transport, const char *port,
           gboolean for_region)
{
  Draft *draft;

  for (guint i = 0; i < desk->drafts->len; i++)
    {
      draft = g_ptr_array_index (desk->drafts, i);
      if (is_same_key (draft, kind, optional, transport, port, for_region))
        {
          draft->optional &= optional;
          return draft;
        }
    }
  draft = g_new0 (Draft, 1);
  draft->kind = kind;
  draft->optional = optional;
  draft->transport = transport;
  draft->ports = g_ptr_array_new_with_free_func (g_free);
  draft->hosts = g_ptr_array_new_with_free_func (g_free);
  draft->places = g_ptr_array_new_with_free_func (g_free);
  draft->checks = g_ptr_array_new_with_free_func (g_free);
  draft->ranges = g_array_new (FALSE, FALSE, sizeof (LcAddressRange));
  lc_words_add (draft->ports, port);
  g_ptr_array_add (desk->drafts, draft);
  return draft;
}

/* Media goes to the ports of the profile, on the layer that the region is of. */
static void
add_region (Draft *draft, LcProfile *profile, const LcRegion *region)
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
allow_region (Desk *desk, LcCheck *check, gboolean optional)
{
  const LcFacts *subject = lc_check_get_subject (check);
  const char *id = lc_facts_get_string (subject, LC_FACT_REGION);
  const LcRegion *region =
    desk->profile != NULL && id != NULL ? lc_profile_find_region (desk->profile, id) : NULL;
  g_autofree char *port =
    g_strdup_printf ("%d", (int) lc_facts_get_int (subject, LC_FACT_PORT, 0));
  Draft *draft;

  if (region == NULL)
    return;
  draft = get_draft (desk, LC_FIX_ALLOW, optional, lc_facts_get_string (subject, LC_FACT_TRANSPORT), port,
                     TRUE);
  add_region (draft, desk->profile, region);
  lc_words_add (draft->checks, lc_check_get_id (check));
}

static void
allow_host (Desk *desk, LcCheck *check, gboolean optional)
{
  const LcFacts *subject = lc_check_get_subject (check);
  const char *host = lc_facts_get_string (subject, LC_FACT_HOST);
  g_autofree char *port =
    g_strdup_printf ("%d", (int) lc_facts_get_int (subject, LC_FACT_PORT, 0));
  Draft *draft;

  if (host == NULL || !lc_facts_has (subject, LC_FACT_PORT))
    return;
  draft = get_draft (desk, LC_FIX_ALLOW, optional, lc_facts_get_string (subject, LC_FACT_TRANSPORT), port,
                     FALSE);
  lc_words_add (draft->hosts, host);
  lc_words_add (draft->checks, lc_check_get_id (check));
}

static void
add_hosts (Desk *desk, LcFixKind kind, LcCheck *check, gboolean optional)
{
  Draft *draft = get_draft (desk, kind, optional, NULL, NULL, FALSE);

  lc_words_add (draft->hosts, lc_facts_get_string (lc_check_get_subject (check), LC_FACT_HOST));
  lc_words_add (draft->checks, lc_check_get_id (check));
}

/* The certificate of a host that is "not valid at this time" says nothing about
 * IT; the computer's clock, when it is wrong, has a row of its own. */
static gboolean
find_kind (LcCause cause, LcFixKind *kind)
{
  static const struct
  {
    LcCause cause;
    LcFixKind kind;
  } kinds[] = {
    { LC_CAUSE_DNS_SILENT, LC_FIX_RESOLVER },
    { LC_CAUSE_DNS_REFUSED, LC_FIX_RESOLVER },
    { LC_CAUSE_DNS_NOT_FOUND, LC_FIX_NAMES },
    { LC_CAUSE_DNS_NO_ADDRESS, LC_FIX_NAMES },
    { LC_CAUSE_DNS_SERVER_FAILURE, LC_FIX_NAMES },
    { LC_CAUSE_DNS_SINKHOLE, LC_FIX_NAMES },
    { LC_CAUSE_DNS_PRIVATE_ADDRESS, LC_FIX_NAMES },
    { LC_CAUSE_PROXY_UNREACHABLE, LC_FIX_PROXY_SETTINGS },
    { LC_CAUSE_PROXY_AUTHENTICATION, LC_FIX_PROXY },
    { LC_CAUSE_PROXY_FAILED, LC_FIX_PROXY_CONNECT },
    { LC_CAUSE_REFUSED, LC_FIX_ALLOW },
    { LC_CAUSE_REJECTED, LC_FIX_ALLOW },
    { LC_CAUSE_SILENT, LC_FIX_ALLOW },
    { LC_CAUSE_RESET, LC_FIX_ALLOW },
    { LC_CAUSE_CLOSED, LC_FIX_ALLOW },
    { LC_CAUSE_TCP_ONLY, LC_FIX_ALLOW },
    { LC_CAUSE_FIRST_PACKETS_ONLY, LC_FIX_ALLOW },
    { LC_CAUSE_PARTLY_UNREACHABLE, LC_FIX_ALLOW },
    { LC_CAUSE_CERTIFICATE_UNTRUSTED, LC_FIX_TLS_INSPECTION },
    { LC_CAUSE_CERTIFICATE_WRONG_NAME, LC_FIX_TLS_INSPECTION },
    { LC_CAUSE_WEBSOCKET_CUT, LC_FIX_WEBSOCKET },
    { LC_CAUSE_SERVER_SILENT, LC_FIX_INSPECTION },
    { LC_CAUSE_TLS_FAILED, LC_FIX_INSPECTION },
    { LC_CAUSE_PROTOCOL, LC_FIX_INSPECTION },
    { LC_CAUSE_ANSWERED_INSIDE, LC_FIX_INSPECTION },
    { LC_CAUSE_STUN_REWRITTEN, LC_FIX_SIP_ALG },
    { LC_CAUSE_FARTHER_REGION, LC_FIX_CLIENT_SUBNET },
    { LC_CAUSE_CLOCK_WRONG, LC_FIX_CLOCK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].cause == cause)
      {
        *kind = kinds[i].kind;
        return TRUE;
      }
  return FALSE;
}

/* Whether the name server leads to another place; whatever answers there, or does
 * not, says nothing about the way to the host itself. A server inside the network
 * may stand in for it, though: then the row of the host does not fail.
 *
 * Returns: (nullable): the verdict on that name */
static const LcVerdict *
find_wrong_lookup (Desk *desk, LcCheck *check)
{
  const char *host = lc_facts_get_string (lc_check_get_subject (check), LC_FACT_HOST);
  gboolean has_failed = lc_check_get_verdict (check)->status == LC_STATUS_FAIL;

  for (guint i = 0; host != NULL && i < lc_checklist_get_size (desk->checklist); i++)
    {
      LcCheck *lookup = lc_checklist_get (desk->checklist, i);
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
take_row (Desk *desk, LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);
  const LcVerdict *wrong_lookup = NULL;
  gboolean optional = lc_check_get_requirement (check) == LC_REQUIREMENT_OPTIONAL;
  LcFixKind kind;

  if (verdict == NULL || (verdict->status != LC_STATUS_WARN && verdict->status != LC_STATUS_FAIL))
    return;
  if (!find_kind (verdict->cause, &kind) || lc_checklist_leaves_to_proxy (desk->checklist, check))
    return;
  if (!is_about_proxy (kind))
    wrong_lookup = find_wrong_lookup (desk, check);
  if (is_from_hosts_file (verdict) || (wrong_lookup != NULL && is_from_hosts_file (wrong_lookup)))
    return;
  if (wrong_lookup != NULL)
    kind = LC_FIX_NAMES;
  /* A region has no host that could be named, only addresses. */
  if (verdict->cause == LC_CAUSE_ANSWERED_INSIDE && lc_check_get_kind (check) == LC_KIND_REGION)
    kind = LC_FIX_ALLOW;
  if (kind != LC_FIX_ALLOW)
    add_hosts (desk, kind, check, optional);
  else if (lc_check_get_kind (check) == LC_KIND_REGION)
    allow_region (desk, check, optional);
  else
    allow_host (desk, check, optional);
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
finish (Draft *draft)
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
  const Draft *left = *(Draft *const *) a;
  const Draft *right = *(Draft *const *) b;

  if (left->optional != right->optional)
    return left->optional ? 1 : -1;
  return (int) left->kind - (int) right->kind;
}

/**
 * lc_fix_copy:
 *
 * Returns: (transfer full)
 */
LcFix *
lc_fix_copy (const LcFix *self)
{
  LcFix *copy = g_new (LcFix, 1);

  *copy = *self;
  copy->transport = g_strdup (self->transport);
  copy->ports = g_strdupv (self->ports);
  copy->hosts = g_strdupv (self->hosts);
  copy->places = g_strdupv (self->places);
  copy->cidrs = g_strdupv (self->cidrs);
  copy->checks = g_strdupv (self->checks);
  return copy;
}

void
lc_fix_free (LcFix *self)
{
  g_free (self->transport);
  g_strfreev (self->ports);
  g_strfreev (self->hosts);
  g_strfreev (self->places);
  g_strfreev (self->cidrs);
  g_strfreev (self->checks);
  g_free (self);
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
  Desk desk = { profile, checklist, g_ptr_array_new_with_free_func (draft_free) };

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    take_row (&desk, lc_checklist_get (checklist, i));
  /* g_ptr_array_sort() is not stable; the list is short, and ties keep their order. */
  for (guint i = 1; i < desk.drafts->len; i++)
    for (guint j = i; j > 0 && compare_drafts (&desk.drafts->pdata[j - 1], &desk.drafts->pdata[j]) > 0; j--)
      {
        gpointer swapped = desk.drafts->pdata[j];

        desk.drafts->pdata[j] = desk.drafts->pdata[j - 1];
        desk.drafts->pdata[j - 1] = swapped;
      }
  for (guint i = 0; i < desk.drafts->len; i++)
    g_ptr_array_add (fixes, finish (g_ptr_array_index (desk.drafts, i)));
  g_ptr_array_unref (desk.drafts);
  return fixes;
}
