/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-fortinet.c: address objects, services and policies for FortiOS 6.2
 * and later, as a script of its command line.
 *
 * FortiOS matches names with objects of type "fqdn", whose addresses it asks
 * for itself. No line has a question mark, which is the console's key for help.
 */
#include "config.h"

#include "rules/lc-rules-writers.h"

#define CLIENTS "internal"
#define LINE "wan1"
#define MAX_COMMENT 255

static char *
dup_object_name (const char *id)
{
  return lc_rules_dup_name ("linecheck-", id, '-');
}

static void
append_head (const LcRules *self, GString *text)
{
  lc_rules_head (self, text, "#", "FortiOS configuration");
  g_string_append (
    text, "#            The addresses of the ranges are IPv4.\n"
          "#\n"
          "# Before:    the clients are taken to be behind the interface \"" CLIENTS "\", the line behind \"" LINE "\",\n"
          "#            with NAT. If yours have other names, change them here:\n"
          "#              sed -i 's/\"" CLIENTS "\"/\"LAN\"/; s/\"" LINE "\"/\"WAN\"/' linecheck.fortios\n"
          "# Load:      paste it into the command line, or upload it: System, Configuration, Scripts.\n"
          "#            The policies come last; move them above any that denies this traffic. Before you load\n"
          "#            a newer file, remove what is there.\n"
          "# Check:     TLS inspection breaks TURN and signaling: leave these policies without it.\n"
          "# Remove:    delete, in this order, what has a name that begins with linecheck- under\n");
  g_string_append (text, self->mark != NULL ? "#            config firewall shaping-policy, config firewall policy,\n"
                                            : "#            config firewall policy,\n");
  g_string_append (text, "#            config firewall service custom, config firewall addrgrp, config firewall address\n");
  if (lc_rules_has_names (self))
    g_string_append (text,
                     "# Names:     the firewall asks for them itself. Let it ask the name server that the clients ask,\n"
                     "#            so that both see the same addresses.\n");
  lc_rules_dns_note (text, "#");
  g_string_append_c (text, '\n');
}

static void
append_address (GString *text, const char *group, guint number, const char *setting, const char *note)
{
  g_string_append_printf (text,
                          "  edit \"%s-%u\"\n"
                          "    %s\n"
                          "    set comment \"%.*s\"\n"
                          "  next\n",
                          group, number, setting, MAX_COMMENT, note);
}

/* Returns how many there are. */
static guint
append_addresses (GString *text, const LcRuleTarget *target)
{
  g_autofree char *group = dup_object_name (target->id);
  g_autofree char *servers = target->names != NULL ? lc_rules_dup_ascii_list (target->names) : NULL;
  guint n = 0;

  for (guint i = 0; i < target->hosts->len; i++)
    {
      g_autofree char *setting =
        g_strdup_printf ("set type fqdn\n    set fqdn \"%s\"", (char *) g_ptr_array_index (target->hosts, i));

      append_address (text, group, ++n, setting, servers);
    }
  for (guint i = 0; i < target->addresses->len; i++)
    {
      const char *address = g_ptr_array_index (target->addresses, i);
      g_autofree char *setting = g_strdup_printf ("set subnet %s 255.255.255.255", address);

      if (lc_rules_is_ipv6 (address))
        lc_rules_comment (text, "  #", "%s is IPv6: not here", address);
      else
        append_address (text, group, ++n, setting, servers);
    }
  for (guint i = 0; i < target->blocks->len; i++)
    {
      const LcRuleBlock *block = g_ptr_array_index (target->blocks, i);
      g_autofree char *base = lc_ipv4_to_string (block->cidr.base);
      g_autofree char *mask = lc_rules_dup_mask (&block->cidr);
      g_autofree char *setting = g_strdup_printf ("set subnet %s %s", base, mask);
      g_autofree char *note = lc_rules_dup_block_note (block);

      append_address (text, group, ++n, setting, note);
    }
  return n;
}

static void
append_objects (const LcRules *self, GString *text)
{
  g_autoptr (GString) groups = g_string_new ("config firewall addrgrp\n");

  g_string_append (text, "config firewall address\n");
  for (guint i = 0; i < self->targets->len; i++)
    {
      const LcRuleTarget *target = g_ptr_array_index (self->targets, i);
      g_autofree char *group = dup_object_name (target->id);
      guint n = append_addresses (text, target);

      if (n == 0)
        continue;
      g_string_append_printf (groups, "  edit \"%s\"\n    set member", group);
      for (guint j = 1; j <= n; j++)
        g_string_append_printf (groups, " \"%s-%u\"", group, j);
      g_string_append (groups, "\n  next\n");
    }
  g_string_append_printf (text, "end\n\n%send\n\n", groups->str);
}

static gboolean
is_empty (const LcRuleTarget *target)
{
  guint n = target->hosts->len + target->blocks->len;

  for (guint i = 0; i < target->addresses->len; i++)
    n += !lc_rules_is_ipv6 (g_ptr_array_index (target->addresses, i));
  return n == 0;
}

static void
append_services (const LcRules *self, GString *text)
{
  LcPortRange client_ports = lc_profile_get_client_ports (self->profile);

  g_string_append (text, "config firewall service custom\n");
  for (guint i = 0; i < self->rules->len; i++)
    {
      const LcRule *rule = g_ptr_array_index (self->rules, i);
      g_autofree char *name = dup_object_name (rule->id);

      g_string_append_printf (text, "  edit \"%s\"\n    set %s-portrange %u-%u:%u-%u\n", name,
                              lc_rules_get_protocol (rule->transport), rule->ports.first, rule->ports.last,
                              client_ports.first, client_ports.last);
      g_string_append_printf (text, "    set comment \"%s\"\n  next\n", lc_rule_get_purpose (rule));
    }
  g_string_append (text, "end\n\n");
}

static void
append_policies (const LcRules *self, GString *text)
{
  g_string_append (text, "config firewall policy\n");
  for (guint i = 0; i < self->rules->len; i++)
    {
      const LcRule *rule = g_ptr_array_index (self->rules, i);
      g_autofree char *name = dup_object_name (rule->id);
      g_autofree char *group = dup_object_name (rule->target->id);

      if (is_empty (rule->target))
        continue;
      g_string_append_printf (text,
                              "  edit 0\n"
                              "    set name \"%s\"\n"
                              "    set srcintf \"" CLIENTS "\"\n"
                              "    set dstintf \"" LINE "\"\n"
                              "    set srcaddr \"all\"\n"
                              "    set dstaddr \"%s\"\n"
                              "    set action accept\n"
                              "    set schedule \"always\"\n"
                              "    set service \"%s\"\n"
                              "    set nat enable\n"
                              "  next\n",
                              name, group, name);
    }
  g_string_append (text, "end\n");
}

/* Six bits, as FortiOS writes them. */
static char *
dup_bits (guint8 dscp)
{
  char bits[7] = { 0 };

  for (guint i = 0; i < 6; i++)
    bits[i] = dscp >> (5 - i) & 1 ? '1' : '0';
  return g_strdup (bits);
}

static void
append_marks (const LcRules *self, GString *text)
{
  g_autofree char *group = dup_object_name (self->media->id);
  g_autofree char *bits = dup_bits (self->mark->dscp);

  g_string_append_c (text, '\n');
  lc_rules_mark_note (self, text, "#");
  lc_rules_comment (text, "#", "FortiOS decides by the first packet of a session: one with a mark is left alone.");
  g_string_append (text, "config firewall shaping-policy\n"
                         "  edit 0\n"
                         "    set name \"linecheck-mark\"\n"
                         "    set service");
  for (guint i = 0; i < self->rules->len; i++)
    {
      const LcRule *rule = g_ptr_array_index (self->rules, i);

      if (lc_rules_has_mark (self, rule))
        g_string_append_printf (text, " \"linecheck-%s\"", rule->id);
    }
  g_string_append_printf (text,
                          "\n"
                          "    set dstintf \"" LINE "\"\n"
                          "    set srcaddr \"all\"\n"
                          "    set dstaddr \"%s\"\n"
                          "    set tos-mask 0xfc\n"
                          "    set tos 0x00\n"
                          "    set diffserv-forward enable\n"
                          "    set diffservcode-forward %s\n"
                          "    set diffserv-reverse enable\n"
                          "    set diffservcode-rev %s\n"
                          "  next\n"
                          "end\n",
                          group, bits, bits);
}

void
lc_rules_write_fortinet (const LcRules *self, GString *text)
{
  append_head (self, text);
  append_objects (self, text);
  append_services (self, text);
  append_policies (self, text);
  if (self->mark != NULL)
    append_marks (self, text);
}
