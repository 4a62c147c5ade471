/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-iptables.c: rules for iptables-restore(8) --noflush.
 *
 * iptables asks for a name once, when the rule is made, and keeps the addresses
 * of that moment. So the servers that have a name are in sets of ipset(8); the
 * commands that fill these are lines of the file that begin with "#$ ".
 */
#include "config.h"

#include "rules/lc-rules-writers.h"

static char *
dup_set_name (const LcRuleTarget *target)
{
  return lc_rules_dup_name ("linecheck-", target->id, '-');
}

static void
append_names (const LcRules *self, GString *text)
{
  g_string_append (text,
                   "# Names:     iptables matches addresses, not names. The servers that have one are in sets of\n"
                   "#            ipset. Fill them before you load the rules, and every 5 minutes from then on; an\n"
                   "#            address that was seen stays for a day. The commands are in this file; this runs\n"
                   "#            them:\n"
                   "#              sed -n 's/^#\\$ //p' linecheck.rules | sh\n"
                   "#$ keep () {\n"
                   "#$   set=$1; shift\n"
                   "#$   ipset create \"$set\" hash:ip family inet timeout 86400 -exist\n"
                   "#$   for name in \"$@\"; do\n"
                   "#$     getent ahostsv4 \"$name\" || echo \"$name: no address\" >&2\n"
                   "#$   done | awk '{ print $1 }' | sort -u |\n"
                   "#$   while read -r address; do\n"
                   "#$     ipset add \"$set\" \"$address\" timeout 86400 -exist\n"
                   "#$   done\n"
                   "#$ }\n");
  for (guint i = 0; i < self->targets->len; i++)
    {
      const LcRuleTarget *target = g_ptr_array_index (self->targets, i);
      g_autofree char *name = dup_set_name (target);

      if (target->hosts->len == 0)
        continue;
      g_string_append_printf (text, "#$ keep %s", name);
      for (guint j = 0; j < target->hosts->len; j++)
        g_string_append_printf (text, " %s", (char *) g_ptr_array_index (target->hosts, j));
      g_string_append_c (text, '\n');
    }
}

static void
append_removal (const LcRules *self, GString *text)
{
  g_string_append (text,
                   "# Remove:    iptables -D FORWARD -j LINECHECK\n"
                   "#            for chain in LINECHECK LINECHECK-MEDIA; do iptables -F $chain; done\n"
                   "#            for chain in LINECHECK LINECHECK-MEDIA; do iptables -X $chain; done\n");
  if (self->mark != NULL)
    g_string_append (
      text, "#            iptables -t mangle -D FORWARD -j LINECHECK-MARK\n"
            "#            for chain in MARK MARK-OUT MARK-BACK; do iptables -t mangle -F LINECHECK-$chain; done\n"
            "#            for chain in MARK MARK-OUT MARK-BACK; do iptables -t mangle -X LINECHECK-$chain; done\n");
  for (guint i = 0; i < self->targets->len; i++)
    {
      const LcRuleTarget *target = g_ptr_array_index (self->targets, i);
      g_autofree char *name = dup_set_name (target);

      if (target->hosts->len > 0)
        g_string_append_printf (text, "#            ipset destroy %s\n", name);
    }
}

static void
append_head (const LcRules *self, GString *text)
{
  lc_rules_head (self, text, "#", "iptables rules");
  g_string_append (text,
                   "#            They are for IPv4. A client that has IPv6 too uses IPv4 where IPv6 is not let through.\n"
                   "#\n"
                   "# Load:      iptables-restore --noflush --test linecheck.rules\n"
                   "#            iptables-restore --noflush linecheck.rules\n"
                   "#            Again when there is a newer file; it replaces what is there, and nothing else.\n"
                   "# Use:       iptables -I FORWARD -j LINECHECK\n");
  if (self->mark != NULL)
    g_string_append (text, "#            iptables -t mangle -I FORWARD -j LINECHECK-MARK\n");
  g_string_append (text, "#            OUTPUT instead of FORWARD on a client itself.\n");
  append_removal (self, text);
  if (lc_rules_has_names (self))
    append_names (self, text);
  lc_rules_dns_note (text, "#");
  g_string_append_c (text, '\n');
}

static void
append_ports (const LcRules *self, GString *text, const LcRule *rule, gboolean back)
{
  const char *protocol = lc_rules_get_protocol (rule->transport);
  LcPortRange client_ports = lc_profile_get_client_ports (self->profile);
  g_autofree char *client = lc_rules_dup_ports (client_ports, ":");
  g_autofree char *server = lc_rules_dup_ports (rule->ports, ":");

  g_string_append_printf (text, " -p %s -m %s", protocol, protocol);
  if (!lc_rules_is_any_port (client_ports))
    g_string_append_printf (text, " %s %s", back ? "--dport" : "--sport", client);
  g_string_append_printf (text, " %s %s", back ? "--sport" : "--dport", server);
}

static void
append_end (const LcRules *self, GString *text, const LcRule *rule)
{
  append_ports (self, text, rule, FALSE);
  g_string_append_printf (text, " -m comment --comment %s -j ACCEPT\n", rule->id);
}

static void
append_allow_rule (const LcRules *self, GString *text, const LcRule *rule)
{
  const LcRuleTarget *target = rule->target;
  g_autofree char *name = dup_set_name (target);

  lc_rules_comment (text, "#", "%s", lc_rule_get_purpose (rule));
  if (target->blocks->len > 0)
    {
      g_string_append (text, "-A LINECHECK-MEDIA");
      append_end (self, text, rule);
    }
  if (target->hosts->len > 0)
    {
      g_string_append_printf (text, "-A LINECHECK -m set --match-set %s dst", name);
      append_end (self, text, rule);
    }
  for (guint i = 0; i < target->addresses->len; i++)
    {
      const char *address = g_ptr_array_index (target->addresses, i);

      if (lc_rules_is_ipv6 (address))
        {
          lc_rules_comment (text, "#", "%s is IPv6: not here", address);
          continue;
        }
      g_string_append_printf (text, "-A LINECHECK -d %s", address);
      append_end (self, text, rule);
    }
}

/* One jump a range, to rules about ports alone. */
static void
append_jumps (const LcRules *self, GString *text, const char *chain, const char *end, const char *to)
{
  for (guint i = 0; i < self->targets->len; i++)
    {
      const LcRuleTarget *target = g_ptr_array_index (self->targets, i);

      for (guint j = 0; j < target->blocks->len; j++)
        {
          const LcRuleBlock *block = g_ptr_array_index (target->blocks, j);
          g_autofree char *cidr = lc_cidr_to_string (&block->cidr);
          g_autofree char *note = lc_rules_dup_block_note (block);

          lc_rules_comment (text, "#", "%s", note);
          g_string_append_printf (text, "-A %s %s %s -j %s\n", chain, end, cidr, to);
        }
    }
}

static void
append_filter (const LcRules *self, GString *text)
{
  g_string_append (text,
                   "*filter\n"
                   ":LINECHECK - [0:0]\n"
                   ":LINECHECK-MEDIA - [0:0]\n"
                   "# Answers, and connections that are open already. Nothing new begins here.\n"
                   "-A LINECHECK -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT\n");
  for (guint i = 0; i < self->rules->len; i++)
    append_allow_rule (self, text, g_ptr_array_index (self->rules, i));
  append_jumps (self, text, "LINECHECK", "-d", "LINECHECK-MEDIA");
  g_string_append (text, "COMMIT\n");
}

static void
append_mark_rule (const LcRules *self, GString *text, const LcRule *rule, gboolean back)
{
  g_string_append_printf (text, "-A LINECHECK-MARK-%s", back ? "BACK" : "OUT");
  append_ports (self, text, rule, back);
  g_string_append_printf (text, " -m comment --comment %s -j DSCP --set-dscp %u\n", rule->id, self->mark->dscp);
}

static void
append_mangle (const LcRules *self, GString *text)
{
  g_string_append_c (text, '\n');
  lc_rules_mark_note (self, text, "#");
  g_string_append (text,
                   "*mangle\n"
                   ":LINECHECK-MARK - [0:0]\n"
                   ":LINECHECK-MARK-OUT - [0:0]\n"
                   ":LINECHECK-MARK-BACK - [0:0]\n");
  for (guint i = 0; i < self->kept_marks->len; i++)
    {
      const LcDscpClass *class = g_ptr_array_index (self->kept_marks, i);
      g_autofree char *name = lc_rules_dup_ascii (class->name);

      lc_rules_comment (text, "#", "%s", name);
      g_string_append_printf (text, "-A LINECHECK-MARK -m dscp --dscp %u -j RETURN\n", class->dscp);
    }
  for (guint i = 0; i < self->rules->len; i++)
    {
      const LcRule *rule = g_ptr_array_index (self->rules, i);

      if (!lc_rules_has_mark (self, rule))
        continue;
      append_mark_rule (self, text, rule, FALSE);
      append_mark_rule (self, text, rule, TRUE);
    }
  append_jumps (self, text, "LINECHECK-MARK", "-d", "LINECHECK-MARK-OUT");
  append_jumps (self, text, "LINECHECK-MARK", "-s", "LINECHECK-MARK-BACK");
  g_string_append (text, "COMMIT\n");
}

void
lc_rules_write_iptables (const LcRules *self, GString *text)
{
  append_head (self, text);
  append_filter (self, text);
  if (self->mark != NULL)
    append_mangle (self, text);
}
