/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-format.c: the formats of rules, and the one way to write them.
 */
#include "config.h"

#include "language/lc-i18n.h"
#include "rules/lc-rules-writers.h"

typedef struct
{
  const char *title;
  const char *file_name; /* the text of the format names it, too */
  void (*write) (const LcRules *self, GString *text);
} RulesFormatInfo;

static const RulesFormatInfo formats[] = {
  [LC_RULES_FORMAT_NFTABLES] = { N_("Linux firewall, nftables"), "linecheck.nft", lc_rules_write_nftables },
  [LC_RULES_FORMAT_IPTABLES] = { N_("Linux firewall, iptables"), "linecheck.rules", lc_rules_write_iptables },
  [LC_RULES_FORMAT_WINDOWS] = { N_("Windows Firewall, as a PowerShell script"), "linecheck.ps1",
                                lc_rules_write_windows },
  [LC_RULES_FORMAT_CISCO] = { N_("Cisco IOS and IOS XE"), "linecheck.ios", lc_rules_write_cisco },
  [LC_RULES_FORMAT_FORTINET] = { N_("Fortinet FortiOS"), "linecheck.fortios", lc_rules_write_fortinet },
  [LC_RULES_FORMAT_CSV] = { N_("Table for a spreadsheet, CSV"), "linecheck-rules.csv", lc_rules_write_csv },
  [LC_RULES_FORMAT_MARKDOWN] = { N_("Tables for people, Markdown"), "linecheck-rules.md", lc_rules_write_markdown },
};

/**
 * lc_rules_format_get_title:
 *
 * Returns: (transfer none): what it is for, for people
 */
const char *
lc_rules_format_get_title (LcRulesFormat format)
{
  return _(formats[format].title);
}

/**
 * lc_rules_format_get_file_name:
 *
 * Returns: (transfer none): what to call the file
 */
const char *
lc_rules_format_get_file_name (LcRulesFormat format)
{
  return formats[format].file_name;
}

/**
 * lc_rules_write:
 * @format: for which firewall
 * @profile: what the service needs
 * @complete: as for lc_rules_new()
 *
 * What a firewall reads is ASCII and English, whatever the profile has in it
 * and whatever the language is: consoles and scripts take other characters for
 * their own. CSV and Markdown are UTF-8; Markdown is in the reader's language.
 *
 * Returns: (transfer full): the rules, ready to be saved
 */
char *
lc_rules_write (LcRulesFormat format, LcProfile *profile, gboolean complete)
{
  g_autoptr (LcRules) rules = lc_rules_new (profile, complete);
  GString *text = g_string_new (NULL);

  formats[format].write (rules, text);
  return g_string_free (text, FALSE);
}
