/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-cisco.c: object groups, extended access lists and a policy map for
 * Cisco IOS and IOS XE.
 *
 * IOS asks for a name once, when a line is entered, and keeps the address of
 * that moment. So the groups of servers that have a name are left empty, and
 * permit nothing until somebody fills them: nobody takes them for filled. No line has a question mark, which is
 * the console's key for help.
 */
#include "config.h"

#include "rules/lc-rules-writers.h"

#define MAX_DESCRIPTION 200

static char *
dup_group_name (const LcRuleTarget *target)
{
  g_autofree char *id = g_ascii_strup (target->id, -1);

  return g_strconcat ("LINECHECK-", id, NULL);
}

/* What fills the groups, for a computer that has a shell. */
static void
append_names (const LcRules *self, GString *text)
{
  g_string_append (text,
                   "! Names:     IOS matches addresses, not names. The groups of servers below are empty. Before you\n"
                   "!            load this file, put lines \"host ADDRESS\" in their places, and keep them up to\n"
                   "!            date; until then nothing gets to these servers. On Linux or macOS this prints them:\n"
                   "!              sed -n 's/^!\\$ //p' linecheck.ios | sh\n"
                   "!$ group () {\n"
                   "!$   echo \"object-group network $1\"; shift\n"
                   "!$   for name in \"$@\"; do\n"
                   "!$     host -t A \"$name\" | sed -n 's/.* has address / host /p'\n"
                   "!$   done | sort -u\n"
                   "!$ }\n");
  for (guint i = 0; i < self->targets->len; i++)
    {
      const LcRuleTarget *target = g_ptr_array_index (self->targets, i);
      g_autofree char *name = dup_group_name (target);

      if (target->hosts->len == 0)
        continue;
      g_string_append_printf (text, "!$ group %s", name);
      for (guint j = 0; j < target->hosts->len; j++)
        g_string_append_printf (text, " %s", (char *) g_ptr_array_index (target->hosts, j));
      g_string_append_c (text, '\n');
    }
}

static void
append_head (const LcRules *self, GString *text)
{
  lc_rules_head (self, text, "!", "Cisco IOS access lists");
  g_string_append (text,
                   "!            They are for IPv4. A client that has IPv6 too uses IPv4 where IPv6 is not let through.\n"
                   "!\n"
                   "! Load:      configure terminal, then these lines (or copy the file to running-config).\n"
                   "! Use:       an access list ends with a deny for everything else, so take the lines of\n"
                   "!            LINECHECK-OUT into the list that filters what the clients send (\"in\" on their\n"
                   "!            interface), and those of LINECHECK-BACK into the one for what they get (\"out\"\n"
                   "!            there). A zone-based firewall needs LINECHECK-OUT alone: match access-group name\n"
                   "!            LINECHECK-OUT in a class-map of type inspect, and inspect that class.\n"
                   "! Remove:    no ip access-list extended LINECHECK-OUT\n"
                   "!            no ip access-list extended LINECHECK-BACK\n");
  if (self->mark != NULL)
    g_string_append (text,
                     "!            no policy-map LINECHECK-MARK\n"
                     "!            no class-map match-all LINECHECK-KEEP\n"
                     "!            no class-map match-any LINECHECK-KEPT\n"
                     "!            no class-map match-all LINECHECK-SET\n"
                     "!            no ip access-list extended LINECHECK-MARKED\n");
  for (guint i = 0; i < self->targets->len; i++)
    {
      g_autofree char *name = dup_group_name (g_ptr_array_index (self->targets, i));

      lc_rules_comment (text, "!", "           no object-group network %s", name);
    }
  if (lc_rules_has_names (self))
    append_names (self, text);
  lc_rules_dns_note (text, "!");
  g_string_append (text, "!\n");
}

static void
append_block (GString *text, const LcRuleBlock *block)
{
  g_autofree char *base = lc_ipv4_to_string (block->cidr.base);
  g_autofree char *mask = lc_rules_dup_mask (&block->cidr);
  g_autofree char *note = lc_rules_dup_block_note (block);

  lc_rules_comment (text, " !", "%s", note);
  if (block->cidr.prefix == 32)
    g_string_append_printf (text, " host %s\n", base);
  else
    g_string_append_printf (text, " %s %s\n", base, mask);
}

static void
append_group (GString *text, const LcRuleTarget *target)
{
  g_autofree char *name = dup_group_name (target);

  g_string_append_printf (text, "object-group network %s\n", name);
  if (target->names != NULL)
    {
      g_autofree char *servers = lc_rules_dup_ascii_list (target->names);

      g_string_append_printf (text, " description %.*s\n", MAX_DESCRIPTION, servers);
    }
  for (guint i = 0; i < target->hosts->len; i++)
    lc_rules_comment (text, " !", "host ADDRESS of %s", (char *) g_ptr_array_index (target->hosts, i));
  for (guint i = 0; i < target->addresses->len; i++)
    {
      const char *address = g_ptr_array_index (target->addresses, i);

      if (lc_rules_is_ipv6 (address))
        lc_rules_comment (text, " !", "%s is IPv6: not here", address);
      else
        g_string_append_printf (text, " host %s\n", address);
    }
  for (guint i = 0; i < target->blocks->len; i++)
    append_block (text, g_ptr_array_index (target->blocks, i));
  g_string_append (text, " exit\n!\n");
}

static void
append_ports (GString *text, LcPortRange ports)
{
  if (lc_rules_is_any_port (ports))
    return;
  if (ports.first == ports.last)
    g_string_append_printf (text, " eq %u", ports.first);
  else
    g_string_append_printf (text, " range %u %u", ports.first, ports.last);
}

static void
append_entry (const LcRules *self, GString *text, const LcRule *rule, gboolean back)
{
  g_autofree char *group = dup_group_name (rule->target);
  LcPortRange client_ports = lc_profile_get_client_ports (self->profile);

  g_string_append_printf (text, " permit %s", lc_rules_get_protocol (rule->transport));
  if (back)
    {
      g_string_append_printf (text, " object-group %s", group);
      append_ports (text, rule->ports);
      g_string_append (text, " any");
      append_ports (text, client_ports);
    }
  else
    {
      g_string_append (text, " any");
      append_ports (text, client_ports);
      g_string_append_printf (text, " object-group %s", group);
      append_ports (text, rule->ports);
    }
}

static void
append_list (const LcRules *self, GString *text, const char *name, gboolean back)
{
  g_string_append_printf (text, "ip access-list extended %s\n", name);
  for (guint i = 0; i < self->rules->len; i++)
    {
      const LcRule *rule = g_ptr_array_index (self->rules, i);

      g_string_append_printf (text, " remark %s: %s\n", rule->id, lc_rule_get_purpose (rule));
      append_entry (self, text, rule, back);
      if (back && rule->transport != LC_TRANSPORT_UDP)
        g_string_append (text, " established");
      g_string_append_c (text, '\n');
    }
  g_string_append (text, " exit\n!\n");
}

static void
append_marks (const LcRules *self, GString *text)
{
  lc_rules_mark_note (self, text, "!");
  lc_rules_comment (text, "!", "Use: service-policy output LINECHECK-MARK, on the interfaces of the line and of the clients.");
  g_string_append (text, "ip access-list extended LINECHECK-MARKED\n");
  for (guint i = 0; i < self->rules->len; i++)
    {
      const LcRule *rule = g_ptr_array_index (self->rules, i);

      if (!lc_rules_has_mark (self, rule))
        continue;
      g_string_append_printf (text, " remark %s\n", rule->id);
      append_entry (self, text, rule, FALSE);
      g_string_append_c (text, '\n');
      append_entry (self, text, rule, TRUE);
      g_string_append_c (text, '\n');
    }
  g_string_append (text, " exit\n!\nclass-map match-any LINECHECK-KEPT\n");
  for (guint i = 0; i < self->kept_marks->len; i++)
    g_string_append_printf (text, " match dscp %u\n",
                            ((const LcDscpClass *) g_ptr_array_index (self->kept_marks, i))->dscp);
  g_string_append_printf (text,
                          " exit\n"
                          "class-map match-all LINECHECK-KEEP\n"
                          " match access-group name LINECHECK-MARKED\n"
                          " match class-map LINECHECK-KEPT\n"
                          " exit\n"
                          "class-map match-all LINECHECK-SET\n"
                          " match access-group name LINECHECK-MARKED\n"
                          " exit\n"
                          "!\n"
                          "policy-map LINECHECK-MARK\n"
                          " class LINECHECK-KEEP\n"
                          "  exit\n"
                          " class LINECHECK-SET\n"
                          "  set dscp %u\n"
                          "  exit\n"
                          " exit\n",
                          self->mark->dscp);
}

void
lc_rules_write_cisco (const LcRules *self, GString *text)
{
  append_head (self, text);
  for (guint i = 0; i < self->targets->len; i++)
    append_group (text, g_ptr_array_index (self->targets, i));
  append_list (self, text, "LINECHECK-OUT", FALSE);
  append_list (self, text, "LINECHECK-BACK", TRUE);
  if (self->mark != NULL)
    append_marks (self, text);
}
