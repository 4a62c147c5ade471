/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-windows.c: rules for Windows Defender Firewall, and QoS policies, as
 * a PowerShell script for the clients themselves.
 *
 * The script asks for the names' addresses when it runs, and stops before it
 * changes anything when a name has none. It is pure ASCII: Windows PowerShell
 * takes a file without a byte order mark for the code page of the machine, in
 * which parts of other characters are quotation marks.
 */
#include "config.h"

#include "rules/lc-rules-writers.h"

static char *
dup_variable (const LcRuleTarget *target)
{
  return lc_rules_dup_name ("$", target->id, '_');
}

static void
append_head (const LcRules *self, GString *text)
{
  g_string_append (text, "#Requires -Version 5.1\n#Requires -RunAsAdministrator\n");
  lc_rules_head (self, text, "#", "Windows Firewall rules");
  g_string_append (text,
                   "#            Windows lets everything out unless it is told otherwise; the rules matter where it is.\n"
                   "#\n"
                   "# Load:      powershell -ExecutionPolicy Bypass -File linecheck.ps1\n"
                   "#            on each client. Again when there is a newer file; it replaces what is there.\n"
                   "# Remove:    Remove-NetFirewallRule -Group Linecheck\n");
  if (self->mark != NULL)
    g_string_append (
      text, "#            Get-NetQosPolicy | Where-Object Name -like 'Linecheck *' | Remove-NetQosPolicy -Confirm:$false\n");
  if (lc_rules_has_names (self))
    g_string_append (text,
                     "# Names:     Windows Firewall matches addresses, not names. The script asks for the addresses\n"
                     "#            when it runs. They change: run it as a scheduled task, for example every hour.\n");
  lc_rules_dns_note (text, "#");
  g_string_append (text,
                   "\n"
                   "$ErrorActionPreference = 'Stop'\n"
                   "\n"
                   "# Fails when a name has no address, before anything is changed.\n"
                   "function Resolve-LinecheckName([string[]]$Name) {\n"
                   "    $Name | ForEach-Object { [System.Net.Dns]::GetHostAddresses($_) } |\n"
                   "        ForEach-Object { $_.IPAddressToString } | Sort-Object -Unique\n"
                   "}\n");
}

static void
append_list (GString *text, const GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (text, "%s'%s'", i > 0 ? ", " : "", (char *) g_ptr_array_index (words, i));
}

static void
append_servers (GString *text, const LcRuleTarget *target)
{
  g_autofree char *variable = dup_variable (target);
  g_autofree char *servers = lc_rules_dup_ascii_list (target->names);

  g_string_append_c (text, '\n');
  lc_rules_comment (text, "#", "%s", servers);
  g_string_append_printf (text, "%s = @(", variable);
  append_list (text, target->addresses);
  g_string_append (text, ")\n");
  if (target->hosts->len == 0)
    return;
  g_string_append_printf (text, "%s += @(Resolve-LinecheckName ", variable);
  append_list (text, target->hosts);
  g_string_append (text, ")\n");
}

static void
append_ranges (GString *text, const LcRuleTarget *target)
{
  g_autofree char *variable = dup_variable (target);

  g_string_append_printf (text, "\n%s = @(\n", variable);
  for (guint i = 0; i < target->blocks->len; i++)
    {
      const LcRuleBlock *block = g_ptr_array_index (target->blocks, i);
      g_autofree char *cidr = lc_cidr_to_string (&block->cidr);
      g_autofree char *note = lc_rules_dup_block_note (block);

      g_string_append_printf (text, "    '%s' # %s\n", cidr, note);
    }
  g_string_append (text, ")\n");
}

static void
append_allow_rule (const LcRules *self, GString *text, const LcRule *rule)
{
  g_autofree char *variable = dup_variable (rule->target);
  g_autofree char *ports = lc_rules_dup_ports (rule->ports, "-");

  g_string_append_printf (text,
                          "New-NetFirewallRule @common -Name 'linecheck-%s' -DisplayName 'Linecheck %s' `\n"
                          "    -Description '%s' `\n"
                          "    -Protocol %s -RemotePort '%s' -RemoteAddress %s | Out-Null\n",
                          rule->id, rule->id, lc_rule_get_purpose (rule),
                          rule->transport == LC_TRANSPORT_UDP ? "UDP" : "TCP", ports, variable);
}

static void
append_allow_rules (const LcRules *self, GString *text)
{
  g_autofree char *client_ports = lc_rules_dup_ports (lc_profile_get_client_ports (self->profile), "-");

  g_string_append_printf (text,
                          "\n"
                          "Get-NetFirewallRule -Group 'Linecheck' -ErrorAction SilentlyContinue | Remove-NetFirewallRule\n"
                          "$common = @{\n"
                          "    Group = 'Linecheck'\n"
                          "    Direction = 'Outbound'\n"
                          "    Action = 'Allow'\n"
                          "    Profile = 'Any'\n"
                          "    LocalPort = '%s'\n"
                          "}\n",
                          client_ports);
  for (guint i = 0; i < self->rules->len; i++)
    append_allow_rule (self, text, g_ptr_array_index (self->rules, i));
}

static void
append_mark_rule (const LcRules *self, GString *text, const LcRule *rule)
{
  LcPortRange client_ports = lc_profile_get_client_ports (self->profile);

  g_string_append_printf (text, "    New-NetQosPolicy -Name \"Linecheck %s $name\" @mark `\n", rule->id);
  if (!lc_rules_is_any_port (client_ports))
    g_string_append_printf (text,
                            "        -IPSrcPortStartMatchCondition %u -IPSrcPortEndMatchCondition %u `\n",
                            client_ports.first, client_ports.last);
  g_string_append_printf (text,
                          "        -IPDstPortStartMatchCondition %u -IPDstPortEndMatchCondition %u `\n"
                          "        -IPDstPrefixMatchCondition $range | Out-Null\n",
                          rule->ports.first, rule->ports.last);
}

static void
append_mark_rules (const LcRules *self, GString *text)
{
  g_autofree char *variable = dup_variable (self->media);

  g_string_append_c (text, '\n');
  lc_rules_mark_note (self, text, "#");
  lc_rules_comment (text, "#", "On Windows the mark of a policy counts more than the application's.");
  g_string_append_printf (text,
                          "Get-NetQosPolicy | Where-Object Name -like 'Linecheck *' | Remove-NetQosPolicy -Confirm:$false\n"
                          "$mark = @{\n"
                          "    NetworkProfile = 'All'\n"
                          "    IPProtocolMatchCondition = 'UDP'\n"
                          "    DSCPAction = %u\n"
                          "}\n"
                          "foreach ($range in %s) {\n"
                          "    $name = $range -replace '/', '-'\n",
                          self->mark->dscp, variable);
  for (guint i = 0; i < self->rules->len; i++)
    if (lc_rules_has_mark (self, g_ptr_array_index (self->rules, i)))
      append_mark_rule (self, text, g_ptr_array_index (self->rules, i));
  g_string_append (text, "}\n");
}

void
lc_rules_write_windows (const LcRules *self, GString *text)
{
  append_head (self, text);
  for (guint i = 0; i < self->targets->len; i++)
    {
      const LcRuleTarget *target = g_ptr_array_index (self->targets, i);

      if (target->blocks->len > 0)
        append_ranges (text, target);
      else
        append_servers (text, target);
    }
  append_allow_rules (self, text);
  if (self->mark != NULL)
    append_mark_rules (self, text);
}
