/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules.h: what a firewall has to let through for the service, as a neutral
 * list made from a profile, and the same in the languages of firewalls.
 *
 * Each rule is outbound: the computers that use the service begin everything,
 * and only answers come back.
 */
#pragma once

#include "profile/lc-profile.h"

G_BEGIN_DECLS

typedef enum
{
  LC_RULES_FORMAT_NFTABLES,
  LC_RULES_FORMAT_IPTABLES,
  LC_RULES_FORMAT_WINDOWS,
  LC_RULES_FORMAT_CISCO,
  LC_RULES_FORMAT_FORTINET,
  LC_RULES_FORMAT_CSV,
  LC_RULES_FORMAT_MARKDOWN,
} LcRulesFormat;

typedef enum
{
  LC_RULE_ROLE_WEB,     /* portal, Socket.IO and signaling */
  LC_RULE_ROLE_SERVERS, /* STUN and TURN */
  LC_RULE_ROLE_MEDIA,   /* SRTP */
} LcRuleRole;

/**
 * LcRuleBlock:
 * @places: of the regions whose ranges are in it: { "Ireland" }
 * @mistakes: (nullable): CIDRs that are published for its ranges and are wrong
 * @layer: %LC_LAYER_VENDOR when all of it is on the vendor's list
 */
typedef struct
{
  LcCidr cidr;
  char **places;
  char *mistakes;
  LcLayer layer;
} LcRuleBlock;

/**
 * LcRuleTarget:
 * Where rules lead to, an address group of a firewall: either names and
 * addresses of servers, or the ranges of the regions.
 * @id: its own, of letters, digits and hyphens: "web", "stun-turn", "media"
 * @names: (nullable): of the endpoints, as the profile calls them: { "STUN", "TURN" }
 * @hosts: (element-type utf8): names, in the order of the profile
 * @addresses: (element-type utf8): of endpoints that have an address for a name
 * @blocks: (element-type LcRuleBlock): ascending, the fewest that are exactly
 *   the ranges
 */
typedef struct
{
  char *id;
  char **names;
  GPtrArray *hosts;
  GPtrArray *addresses;
  GPtrArray *blocks;
} LcRuleTarget;

/**
 * LcRule:
 * @id: its own, of letters, digits and hyphens: "media-udp-10000-20000"
 * @transport: UDP or TCP, never TLS
 * @layer: whose list asks for these ports
 */
typedef struct
{
  char *id;
  LcRuleRole role;
  const LcRuleTarget *target;
  LcTransport transport;
  LcPortRange ports;
  LcLayer layer;
} LcRule;

/**
 * LcRules:
 * @targets: (element-type LcRuleTarget): each is of use to a rule
 * @media: that of the targets which has the ranges
 * @rules: (element-type LcRule)
 * @kept_marks: (element-type LcDscpClass): marks that clients may set themselves
 * @mark: (nullable): for media that has none of them
 */
typedef struct
{
  LcProfile *profile;
  gboolean is_complete;
  GPtrArray *targets;
  const LcRuleTarget *media;
  GPtrArray *rules;
  GPtrArray *kept_marks;
  const LcDscpClass *mark;
} LcRules;

LcRules    *lc_rules_new (LcProfile *profile, gboolean complete);
void        lc_rules_free (LcRules *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcRules, lc_rules_free)

gboolean    lc_rules_has_more (const LcRules *self);
gboolean    lc_rules_has_names (const LcRules *self);
gboolean    lc_rules_has_mark (const LcRules *self, const LcRule *rule);
const char *lc_rule_get_purpose (const LcRule *self);

const char *lc_rules_format_get_title (LcRulesFormat format);
const char *lc_rules_format_get_file_name (LcRulesFormat format);
char       *lc_rules_write (LcRulesFormat format, LcProfile *profile, gboolean complete);

G_END_DECLS
