/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-nftables.c: rules for nft(8).
 *
 * What the base chain of one table accepts, that of another may still drop. So
 * the rules are a chain in the firewall's own table, to which its own chain
 * jumps. nftables knows no names: the servers that have one are in sets, and the
 * commands that fill these are lines of the file that begin with "#$ ".
 */
#include "config.h"

#include <string.h>

#include "rules/lc-rules-writers.h"

#define TABLE "inet filter"
#define DNSMASQ_TABLE "inet#filter"

static char *
dup_set_name (const LcRuleTarget *target)
{
  return lc_rules_dup_name ("linecheck_", target->id, '_');
}

static void
append_fill_calls (const LcRules *self, GString *text)
{
  for (guint i = 0; i < self->targets->len; i++)
    {
      const LcRuleTarget *target = g_ptr_array_index (self->targets, i);
      g_autofree char *name = dup_set_name (target);

      for (guint family = 4; target->hosts->len > 0 && family <= 6; family += 2)
        {
          g_string_append_printf (text, "#$ keep %s_%u v%u", name, family, family);
          for (guint j = 0; j < target->hosts->len; j++)
            g_string_append_printf (text, " %s", (char *) g_ptr_array_index (target->hosts, j));
          g_string_append_c (text, '\n');
        }
    }
}

static gboolean
has_host (const LcRuleTarget *target, const char *host)
{
  return g_ptr_array_find_with_equal_func (target->hosts, host, g_str_equal, NULL);
}

/* dnsmasq heeds one line a name, so that it has all sets of the name. */
static void
append_dnsmasq_line (const LcRules *self, GString *text, const char *host)
{
  const char *separator = "";

  g_string_append_printf (text, "#                 nftset=/%s/", host);
  for (guint i = 0; i < self->targets->len; i++)
    {
      const LcRuleTarget *target = g_ptr_array_index (self->targets, i);
      g_autofree char *name = dup_set_name (target);

      if (!has_host (target, host))
        continue;
      g_string_append_printf (text, "%s4#" DNSMASQ_TABLE "#%s_4,6#" DNSMASQ_TABLE "#%s_6", separator, name, name);
      separator = ",";
    }
  g_string_append_c (text, '\n');
}

static void
append_dnsmasq (const LcRules *self, GString *text)
{
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->targets->len; i++)
    {
      const LcRuleTarget *target = g_ptr_array_index (self->targets, i);

      for (guint j = 0; j < target->hosts->len; j++)
        if (g_hash_table_add (done, g_ptr_array_index (target->hosts, j)))
          append_dnsmasq_line (self, text, g_ptr_array_index (target->hosts, j));
    }
}

/* An element that is there already gets its time anew only when it is made anew;
 * that happens in one transaction. */
static void
append_names (const LcRules *self, GString *text)
{
  g_string_append (text,
                   "# Names:     nftables matches addresses, not names. Until the sets that end in _4 and _6\n"
                   "#            have addresses, nothing gets to these servers. Fill them in one of two ways:\n"
                   "#            1. When the clients ask a dnsmasq (2.87 or later) on this firewall, add to its\n"
                   "#               configuration what follows; each answer then goes into the sets at once.\n");
  append_dnsmasq (self, text);
  g_string_append (text,
                   "#            2. Else run the commands below now and every 5 minutes. An address that was seen\n"
                   "#               stays for a day. They are in this file; this runs them:\n"
                   "#                 sed -n 's/^#\\$ //p' linecheck.nft | sh\n"
                   "#$ keep () {\n"
                   "#$   set=$1 family=$2; shift 2\n"
                   "#$   for name in \"$@\"; do\n"
                   "#$     getent \"ahosts$family\" \"$name\" | grep -v '^::ffff:' ||\n"
                   "#$       [ \"$family\" = v6 ] || echo \"$name: no address\" >&2\n"
                   "#$   done | awk '{ print $1 }' | sort -u |\n"
                   "#$   while read -r address; do\n"
                   "#$     nft \"add element " TABLE " $set { $address timeout 1d };\n"
                   "#$          delete element " TABLE " $set { $address };\n"
                   "#$          add element " TABLE " $set { $address timeout 1d }\"\n"
                   "#$   done\n"
                   "#$ }\n");
  append_fill_calls (self, text);
}

static void
append_set_removal (const LcRules *self, GString *text)
{
  for (guint i = 0; i < self->targets->len; i++)
    {
      const LcRuleTarget *target = g_ptr_array_index (self->targets, i);
      g_autofree char *name = dup_set_name (target);

      if (target == self->media)
        g_string_append_printf (text, "#            nft delete set " TABLE " %s\n", name);
      else
        g_string_append_printf (text, "#            nft delete set " TABLE " %s_4; nft delete set " TABLE " %s_6\n",
                                name, name);
    }
}

static void
append_head (const LcRules *self, GString *text)
{
  lc_rules_head (self, text, "#", "nftables rules");
  g_string_append (text,
                   "#\n"
                   "# They go into the table of your own firewall: what another table accepts, yours could still\n"
                   "# drop. Its name is taken to be \"" TABLE "\"; if yours has another one, change it here:\n"
                   "#   sed -i 's/" TABLE "/FAMILY TABLE/g; s/" DNSMASQ_TABLE "/FAMILY#TABLE/g' linecheck.nft\n"
                   "#\n"
                   "# Load:      nft --check --file linecheck.nft && nft --file linecheck.nft\n"
                   "#            Again when there is a newer file; it replaces what is there.\n"
                   "# Use:       nft insert rule " TABLE " forward jump linecheck_allow\n"
                   "#            with the name of your chain for \"forward\"; \"output\" on a client itself.\n"
                   "# Keep:      add the file and that rule to what your firewall loads when it starts.\n"
                   "# Remove:    nft --handle list chain " TABLE " forward |\n"
                   "#              sed -n 's/.*jump linecheck_allow # handle //p' |\n"
                   "#              while read -r n; do nft delete rule " TABLE " forward handle \"$n\"; done\n"
                   "#            nft delete chain " TABLE " linecheck_allow\n");
  if (self->mark != NULL)
    g_string_append (text, "#            nft delete chain " TABLE " linecheck_mark\n");
  append_set_removal (self, text);
  g_string_append (text, "#\n");
  if (lc_rules_has_names (self))
    append_names (self, text);
  lc_rules_dns_note (text, "#");
  g_string_append_c (text, '\n');
}

/* Sets */

static void
append_blocks (GString *text, const LcRuleTarget *target)
{
  for (guint i = 0; i < target->blocks->len; i++)
    {
      const LcRuleBlock *block = g_ptr_array_index (target->blocks, i);
      g_autofree char *cidr = lc_cidr_to_string (&block->cidr);
      g_autofree char *note = lc_rules_dup_block_note (block);

      g_string_append_printf (text, "      %s,%*s # %s\n", cidr, (int) (18 - strlen (cidr)), "", note);
    }
}

static void
append_media_set (GString *text, const LcRuleTarget *target)
{
  g_autofree char *name = dup_set_name (target);

  g_string_append_printf (text,
                          "add set " TABLE " %s { type ipv4_addr; flags interval; }\n"
                          "flush set " TABLE " %s\n"
                          "add element " TABLE " %s {\n",
                          name, name, name);
  append_blocks (text, target);
  g_string_append (text, "}\n\n");
}

static void
append_addresses (GString *text, const LcRuleTarget *target, const char *name, gboolean ipv6)
{
  for (guint i = 0; i < target->addresses->len; i++)
    {
      const char *address = g_ptr_array_index (target->addresses, i);

      if (lc_rules_is_ipv6 (address) == ipv6)
        g_string_append_printf (text, "add element " TABLE " %s_%u { %s }\n", name, ipv6 ? 6 : 4, address);
    }
}

static void
append_host_sets (GString *text, const LcRuleTarget *target)
{
  g_autofree char *name = dup_set_name (target);
  g_autofree char *servers = lc_rules_dup_ascii_list (target->names);

  lc_rules_comment (text, "#", "%s", servers);
  for (guint i = 0; i < target->hosts->len; i++)
    lc_rules_comment (text, "#", "  %s", (char *) g_ptr_array_index (target->hosts, i));
  g_string_append_printf (text,
                          "add set " TABLE " %s_4 { type ipv4_addr; flags timeout; }\n"
                          "add set " TABLE " %s_6 { type ipv6_addr; flags timeout; }\n",
                          name, name);
  append_addresses (text, target, name, FALSE);
  append_addresses (text, target, name, TRUE);
  g_string_append_c (text, '\n');
}

/* Rules */

static void
append_ports (GString *text, const char *protocol, const char *end, LcPortRange ports)
{
  g_autofree char *words = lc_rules_dup_ports (ports, "-");

  if (!lc_rules_is_any_port (ports))
    g_string_append_printf (text, " %s %s %s", protocol, end, words);
}

static void
append_traffic (const LcRules *self, GString *text, const LcRule *rule, gboolean back)
{
  const char *protocol = lc_rules_get_protocol (rule->transport);
  LcPortRange client_ports = lc_profile_get_client_ports (self->profile);

  if (lc_rules_is_any_port (client_ports) && lc_rules_is_any_port (rule->ports))
    g_string_append_printf (text, " meta l4proto %s", protocol);
  append_ports (text, protocol, "sport", back ? rule->ports : client_ports);
  append_ports (text, protocol, "dport", back ? client_ports : rule->ports);
}

static void
append_allow_rule (const LcRules *self, GString *text, const LcRule *rule)
{
  g_autofree char *name = dup_set_name (rule->target);
  gboolean is_media = rule->target->blocks->len > 0;

  g_string_append_printf (text, "    ip daddr @%s%s", name, is_media ? "" : "_4");
  append_traffic (self, text, rule, FALSE);
  g_string_append_printf (text, " counter accept comment \"%s\"\n", rule->id);
  if (is_media)
    return;
  g_string_append_printf (text, "    ip6 daddr @%s_6", name);
  append_traffic (self, text, rule, FALSE);
  g_string_append_printf (text, " counter accept comment \"%s\"\n", rule->id);
}

static void
append_allow_chain (const LcRules *self, GString *text)
{
  g_string_append (text,
                   "add chain " TABLE " linecheck_allow\n"
                   "flush chain " TABLE " linecheck_allow\n"
                   "table " TABLE " {\n"
                   "  chain linecheck_allow {\n"
                   "    # Answers, and connections that are open already. Nothing new begins here.\n"
                   "    ct state established,related accept\n");
  for (guint i = 0; i < self->rules->len; i++)
    {
      const LcRule *rule = g_ptr_array_index (self->rules, i);

      lc_rules_comment (text, "    #", "%s", lc_rule_get_purpose (rule));
      append_allow_rule (self, text, rule);
    }
  g_string_append (text, "  }\n}\n");
}

/* Marks */

static void
append_mark_rule (const LcRules *self, GString *text, const LcRule *rule, gboolean back)
{
  g_autofree char *name = dup_set_name (rule->target);

  g_string_append_printf (text, "    ip %s @%s", back ? "saddr" : "daddr", name);
  append_traffic (self, text, rule, back);
  g_string_append_printf (text, " counter ip dscp set %u comment \"%s%s\"\n", self->mark->dscp, rule->id,
                          back ? " back" : "");
}

static void
append_mark_chain (const LcRules *self, GString *text)
{
  g_autofree char *class_name = lc_rules_dup_ascii (self->mark->class_name);

  g_string_append_c (text, '\n');
  lc_rules_mark_note (self, text, "#");
  g_string_append (text,
                   "add chain " TABLE " linecheck_mark { type filter hook forward priority -150; policy accept; }\n"
                   "flush chain " TABLE " linecheck_mark\n"
                   "table " TABLE " {\n"
                   "  chain linecheck_mark {\n");
  for (guint i = 0; i < self->kept_marks->len; i++)
    {
      const LcDscpClass *class = g_ptr_array_index (self->kept_marks, i);
      g_autofree char *name = lc_rules_dup_ascii (class->name);

      g_string_append_printf (text, "    ip dscp %u return # %s\n", class->dscp, name);
    }
  lc_rules_comment (text, "    #", "Everything else of the media gets %s.", class_name);
  for (guint i = 0; i < self->rules->len; i++)
    {
      const LcRule *rule = g_ptr_array_index (self->rules, i);

      if (!lc_rules_has_mark (self, rule))
        continue;
      append_mark_rule (self, text, rule, FALSE);
      append_mark_rule (self, text, rule, TRUE);
    }
  g_string_append (text, "  }\n}\n");
}

void
lc_rules_write_nftables (const LcRules *self, GString *text)
{
  append_head (self, text);
  g_string_append (text, "add table " TABLE "\n\n");
  for (guint i = 0; i < self->targets->len; i++)
    {
      const LcRuleTarget *target = g_ptr_array_index (self->targets, i);

      if (target->blocks->len > 0)
        append_media_set (text, target);
      else
        append_host_sets (text, target);
    }
  append_allow_chain (self, text);
  if (self->mark != NULL)
    append_mark_chain (self, text);
}
