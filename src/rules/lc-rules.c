/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules.c: see lc-rules.h. What a format makes of the list is in its own
 * file, lc-rules-FORMAT.c.
 *
 * The servers of STUN and TURN live in the ranges of the regions, and their
 * names have other addresses every minute. So their ports are let through to
 * the ranges as well: a firewall that cannot match names then misses nothing.
 */
#include "config.h"

#include "rules/lc-rules.h"

#include "base/lc-words.h"
#include "language/lc-i18n.h"
#include "rules/lc-rule-blocks.h"
#include "rules/lc-rules-text.h"

/* The class that media gets when nobody has marked it: the ports do not tell
 * audio from video, and the class of audio must stay small (RFC 8837). */
#define MARK_ID "video"

/* Endpoints that one rule can serve. */
typedef struct
{
  LcRuleRole role;
  LcTransport transport;
  guint16 port;
  LcLayer layer;
  GPtrArray *endpoints; /* of LcEndpoint, not owned */
} RuleDraft;

static void
draft_free (gpointer data)
{
  RuleDraft *draft = data;

  g_ptr_array_unref (draft->endpoints);
  g_free (draft);
}

static void
target_free (gpointer data)
{
  LcRuleTarget *target = data;

  g_free (target->id);
  g_strfreev (target->names);
  g_ptr_array_unref (target->hosts);
  g_ptr_array_unref (target->addresses);
  g_ptr_array_unref (target->blocks);
  g_free (target);
}

static void
rule_free (gpointer data)
{
  LcRule *rule = data;

  g_free (rule->id);
  g_free (rule);
}

/* Targets */

static gboolean
has_target (const LcRules *self, const char *id)
{
  for (guint i = 0; i < self->targets->len; i++)
    {
      const LcRuleTarget *target = g_ptr_array_index (self->targets, i);

      if (g_str_equal (target->id, id))
        return TRUE;
    }
  return FALSE;
}

static LcRuleTarget *
add_target (LcRules *self, const char *id)
{
  LcRuleTarget *target = g_new0 (LcRuleTarget, 1);

  target->id = g_strdup (id);
  for (guint i = 2; has_target (self, target->id); i++)
    {
      g_free (target->id);
      target->id = g_strdup_printf ("%s-%u", id, i);
    }
  target->hosts = g_ptr_array_new_with_free_func (g_free);
  target->addresses = g_ptr_array_new_with_free_func (g_free);
  target->blocks = g_ptr_array_new ();
  g_ptr_array_add (self->targets, target);
  return target;
}

static gboolean
has_same_words (const GPtrArray *a, const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!g_str_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

/* "web", or what kinds of servers they are. */
static const char *
get_target_id (const RuleDraft *draft)
{
  gboolean stun = FALSE, turn = FALSE;

  if (draft->role == LC_RULE_ROLE_WEB)
    return "web";
  for (guint i = 0; i < draft->endpoints->len; i++)
    {
      const LcEndpoint *endpoint = g_ptr_array_index (draft->endpoints, i);

      stun |= endpoint->kind == LC_ENDPOINT_STUN;
      turn |= endpoint->kind == LC_ENDPOINT_TURN;
    }
  return stun && turn ? "stun-turn" : stun ? "stun" : "turn";
}

static void
fill_target (LcRuleTarget *target, const RuleDraft *draft)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < draft->endpoints->len; i++)
    {
      const LcEndpoint *endpoint = g_ptr_array_index (draft->endpoints, i);

      lc_words_add (names, endpoint->name);
      lc_words_add (g_hostname_is_ip_address (endpoint->host) ? target->addresses : target->hosts,
                endpoint->host);
    }
  target->names = lc_words_steal (names);
}

/* The same servers on other ports are the same target. */
static const LcRuleTarget *
get_target (LcRules *self, const RuleDraft *draft)
{
  LcRuleTarget *target = add_target (self, get_target_id (draft));

  fill_target (target, draft);
  for (guint i = 0; i + 1 < self->targets->len; i++)
    {
      const LcRuleTarget *other = g_ptr_array_index (self->targets, i);

      if (has_same_words (target->hosts, other->hosts) &&
          has_same_words (target->addresses, other->addresses))
        {
          g_ptr_array_set_size (self->targets, (int) self->targets->len - 1);
          return other;
        }
    }
  return target;
}

/* Rules */

static void
add_rule (LcRules *self, LcRuleRole role, const LcRuleTarget *target, LcTransport transport,
          LcPortRange ports, LcLayer layer)
{
  LcRule *rule = g_new0 (LcRule, 1);
  const char *protocol = lc_rules_get_protocol (transport);

  rule->role = role;
  rule->target = target;
  rule->transport = transport;
  rule->ports = ports;
  rule->layer = layer;
  rule->id = ports.first == ports.last
               ? g_strdup_printf ("%s-%s-%u", target->id, protocol, ports.first)
               : g_strdup_printf ("%s-%s-%u-%u", target->id, protocol, ports.first, ports.last);
  g_ptr_array_add (self->rules, rule);
}

/* To a firewall TLS is TCP. */
static LcTransport
get_transport (const LcServerPort *port)
{
  return port->transport == LC_TRANSPORT_UDP ? LC_TRANSPORT_UDP : LC_TRANSPORT_TCP;
}

static LcRuleRole
get_role (const LcEndpoint *endpoint)
{
  return endpoint->kind == LC_ENDPOINT_STUN || endpoint->kind == LC_ENDPOINT_TURN ? LC_RULE_ROLE_SERVERS
                                                                                  : LC_RULE_ROLE_WEB;
}

static RuleDraft *
get_draft (GPtrArray *drafts, const LcEndpoint *endpoint, const LcServerPort *port, LcLayer layer)
{
  RuleDraft *draft;

  for (guint i = 0; i < drafts->len; i++)
    {
      draft = g_ptr_array_index (drafts, i);
      if (draft->role == get_role (endpoint) && draft->transport == get_transport (port) &&
          draft->port == port->port && draft->layer == layer)
        return draft;
    }
  draft = g_new0 (RuleDraft, 1);
  draft->role = get_role (endpoint);
  draft->transport = get_transport (port);
  draft->port = port->port;
  draft->layer = layer;
  draft->endpoints = g_ptr_array_new ();
  g_ptr_array_add (drafts, draft);
  return draft;
}

/* What the vendor's list has is not said again for the operator's. */
static gboolean
is_on_vendor_list (const LcEndpoint *endpoint, const LcServerPort *port)
{
  for (guint i = 0; i < endpoint->ports->len; i++)
    {
      const LcServerPort *other = &g_array_index (endpoint->ports, LcServerPort, i);

      if (other->layer == LC_LAYER_VENDOR && other->port == port->port &&
          get_transport (other) == get_transport (port))
        return TRUE;
    }
  return FALSE;
}

static void
add_endpoint (GPtrArray *drafts, const LcEndpoint *endpoint, LcLayer layer)
{
  for (guint i = 0; i < endpoint->ports->len; i++)
    {
      const LcServerPort *port = &g_array_index (endpoint->ports, LcServerPort, i);
      RuleDraft *draft;

      if (port->layer != layer || (layer != LC_LAYER_VENDOR && is_on_vendor_list (endpoint, port)))
        continue;
      draft = get_draft (drafts, endpoint, port, layer);
      if (!g_ptr_array_find (draft->endpoints, endpoint, NULL))
        g_ptr_array_add (draft->endpoints, (gpointer) endpoint);
    }
}

static GPtrArray *
draft_endpoints (LcRules *self)
{
  const GPtrArray *endpoints = lc_profile_get_endpoints (self->profile);
  GPtrArray *drafts = g_ptr_array_new_with_free_func (draft_free);

  for (LcLayer layer = LC_LAYER_VENDOR; layer <= (self->is_complete ? LC_LAYER_OPERATOR : LC_LAYER_VENDOR);
       layer++)
    for (guint i = 0; i < endpoints->len; i++)
      add_endpoint (drafts, g_ptr_array_index (endpoints, i), layer);
  return drafts;
}

/* The ranges */

static LcRuleTarget *
add_media_target (LcRules *self)
{
  LcRuleTarget *target = add_target (self, "media");

  g_ptr_array_unref (target->blocks);
  target->blocks = lc_rule_blocks_new (self->profile, self->is_complete);
  return target;
}

static gboolean
has_rule (LcRules *self, const LcRuleTarget *target, LcTransport transport, guint16 port)
{
  for (guint i = 0; i < self->rules->len; i++)
    {
      const LcRule *rule = g_ptr_array_index (self->rules, i);

      if (rule->target == target && rule->transport == transport && port >= rule->ports.first &&
          port <= rule->ports.last)
        return TRUE;
    }
  return FALSE;
}

static void
add_server_rule (LcRules *self, const LcRuleTarget *target, LcTransport transport, guint16 port, LcLayer layer)
{
  if (!has_rule (self, target, transport, port))
    add_rule (self, LC_RULE_ROLE_SERVERS, target, transport, (LcPortRange) { port, port }, layer);
}

/* The ports of both lists; one rule where they touch. */
static void
add_media_rules (LcRules *self, const LcRuleTarget *target)
{
  LcPortRange vendor = lc_profile_get_media_ports (self->profile, LC_LAYER_VENDOR);
  LcPortRange operator = lc_profile_get_media_ports (self->profile, LC_LAYER_OPERATOR);
  gboolean is_within = operator.first >= vendor.first && operator.last <= vendor.last;

  if (!self->is_complete || is_within)
    add_rule (self, LC_RULE_ROLE_MEDIA, target, LC_TRANSPORT_UDP, vendor, LC_LAYER_VENDOR);
  else if (operator.first <= vendor.last + 1 && vendor.first <= operator.last + 1)
    add_rule (self, LC_RULE_ROLE_MEDIA, target, LC_TRANSPORT_UDP,
              (LcPortRange) { MIN (vendor.first, operator.first), MAX (vendor.last, operator.last) },
              LC_LAYER_OPERATOR);
  else
    {
      add_rule (self, LC_RULE_ROLE_MEDIA, target, LC_TRANSPORT_UDP, vendor, LC_LAYER_VENDOR);
      add_rule (self, LC_RULE_ROLE_MEDIA, target, LC_TRANSPORT_UDP, operator, LC_LAYER_OPERATOR);
    }
}

static void
add_rules (LcRules *self)
{
  g_autoptr (GPtrArray) drafts = draft_endpoints (self);

  for (guint i = 0; i < drafts->len; i++)
    {
      const RuleDraft *draft = g_ptr_array_index (drafts, i);

      add_rule (self, draft->role, get_target (self, draft), draft->transport,
                (LcPortRange) { draft->port, draft->port }, draft->layer);
    }
  self->media = add_media_target (self);
  add_server_rule (self, self->media, LC_TRANSPORT_UDP, lc_profile_get_region_port (self->profile), LC_LAYER_VENDOR);
  for (guint i = 0; i < drafts->len; i++)
    {
      const RuleDraft *draft = g_ptr_array_index (drafts, i);

      if (draft->role == LC_RULE_ROLE_SERVERS)
        add_server_rule (self, self->media, draft->transport, draft->port, draft->layer);
    }
  add_media_rules (self, self->media);
}

static gboolean
has_mark (const GPtrArray *classes, guint8 dscp)
{
  for (guint i = 0; i < classes->len; i++)
    if (((const LcDscpClass *) g_ptr_array_index (classes, i))->dscp == dscp)
      return TRUE;
  return FALSE;
}

/* No mark at all is a class of its own, which nobody needs to be let keep. */
static void
choose_marks (LcRules *self)
{
  const GPtrArray *classes = lc_profile_get_dscp_classes (self->profile);

  for (guint i = 0; i < classes->len; i++)
    {
      const LcDscpClass *class = g_ptr_array_index (classes, i);

      if (class->dscp != 0 && !has_mark (self->kept_marks, class->dscp))
        g_ptr_array_add (self->kept_marks, (gpointer) class);
      if (class->dscp != 0 && g_str_equal (class->id, MARK_ID))
        self->mark = class;
    }
}

/**
 * lc_rules_new:
 * @profile: what the service needs
 * @complete: the operator's longer list too: all its regions and ranges, its
 *   media ports, and the ports to fall back on
 *
 * Returns: (transfer full)
 */
LcRules *
lc_rules_new (LcProfile *profile, gboolean complete)
{
  LcRules *self = g_new0 (LcRules, 1);

  self->profile = g_object_ref (profile);
  self->is_complete = complete;
  self->targets = g_ptr_array_new_with_free_func (target_free);
  self->rules = g_ptr_array_new_with_free_func (rule_free);
  self->kept_marks = g_ptr_array_new ();
  add_rules (self);
  choose_marks (self);
  return self;
}

void
lc_rules_free (LcRules *self)
{
  g_ptr_array_unref (self->rules);
  g_ptr_array_unref (self->targets);
  g_ptr_array_unref (self->kept_marks);
  g_object_unref (self->profile);
  g_free (self);
}

/**
 * lc_rules_has_more:
 *
 * Returns: whether the operator lists something that is not among these rules
 */
gboolean
lc_rules_has_more (const LcRules *self)
{
  g_autoptr (LcRules) complete = self->is_complete ? NULL : lc_rules_new (self->profile, TRUE);

  if (complete == NULL)
    return FALSE;
  for (guint i = 0; i < complete->rules->len; i++)
    if (((const LcRule *) g_ptr_array_index (complete->rules, i))->layer == LC_LAYER_OPERATOR)
      return TRUE;
  for (guint i = 0; i < complete->media->blocks->len; i++)
    if (((const LcRuleBlock *) g_ptr_array_index (complete->media->blocks, i))->layer == LC_LAYER_OPERATOR)
      return TRUE;
  return FALSE;
}

/**
 * lc_rules_has_names:
 *
 * Returns: whether a rule leads to servers that are known by name
 */
gboolean
lc_rules_has_names (const LcRules *self)
{
  for (guint i = 0; i < self->targets->len; i++)
    {
      const LcRuleTarget *target = g_ptr_array_index (self->targets, i);

      if (target->hosts->len > 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * lc_rules_has_mark:
 *
 * Returns: whether what @rule lets through is media, directly or through TURN,
 *   and there is a mark for it
 */
gboolean
lc_rules_has_mark (const LcRules *self, const LcRule *rule)
{
  return self->mark != NULL && rule->transport == LC_TRANSPORT_UDP && rule->target == self->media;
}

/**
 * lc_rule_get_purpose:
 *
 * Returns: (transfer none): what it is for, untranslated: N_()
 */
const char *
lc_rule_get_purpose (const LcRule *self)
{
  switch (self->role)
    {
    case LC_RULE_ROLE_WEB:
      return N_("Web and signaling servers");
    case LC_RULE_ROLE_SERVERS:
      return self->target->blocks->len > 0 ? N_("STUN and TURN servers of the media regions")
                                           : N_("STUN and TURN servers");
    case LC_RULE_ROLE_MEDIA:
      return N_("SRTP media of the media regions");
    default:
      g_return_val_if_reached ("");
    }
}
