/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-notes.c: what the writers of rules say beside the rules.
 */
#include "config.h"

#include "rules/lc-rules-writers.h"

/**
 * lc_rules_dup_block_note:
 *
 * Returns: (transfer full): where it is, and what is wrong with what is published
 */
char *
lc_rules_dup_block_note (const LcRuleBlock *block)
{
  g_autofree char *places = lc_rules_dup_ascii_list (block->places);

  if (block->mistakes == NULL)
    return g_steal_pointer (&places);
  return g_strdup_printf ("%s, published as %s, which is wrong", places, block->mistakes);
}

/**
 * lc_rules_comment:
 * @prefix: "#"
 * @format: a line, of harmless words alone
 */
void
lc_rules_comment (GString *text, const char *prefix, const char *format, ...)
{
  va_list arguments;

  g_string_append_printf (text, "%s ", prefix);
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
  g_string_append_c (text, '\n');
}

/**
 * lc_rules_head:
 * @what: what is below: "nftables rules"
 *
 * Appends what every file of rules says first.
 */
void
lc_rules_head (const LcRules *self, GString *text, const char *prefix, const char *what)
{
  g_autofree char *name = lc_rules_dup_ascii (lc_profile_get_name (self->profile));
  g_autofree char *vendor =
    lc_rules_dup_ascii (lc_profile_get_publisher (self->profile, LC_LAYER_VENDOR)->name);
  g_autofree char *operator =
    lc_rules_dup_ascii (lc_profile_get_publisher (self->profile, LC_LAYER_OPERATOR)->name);

  lc_rules_comment (text, prefix, "%s for %s, made by Linecheck %s", what, name, PACKAGE_VERSION);
  g_string_append_printf (text, "%s\n", prefix);
  lc_rules_comment (text, prefix, "Profile:   %s of %s", lc_profile_get_id (self->profile),
                    lc_profile_get_revision (self->profile));
  if (self->is_complete)
    lc_rules_comment (text, prefix, "List:      complete: that of %s, and that of %s, who runs the media servers", vendor,
                      operator);
  else
    lc_rules_comment (text, prefix, "List:      that of %s", vendor);
  if (lc_rules_has_more (self))
    lc_rules_comment (text, prefix, "           --complete adds what only %s lists, who runs the media servers", operator);
  lc_rules_comment (text, prefix, "Direction: outbound. The computers that use the service begin everything;");
  lc_rules_comment (text, prefix, "           only answers to it come in. Nothing has to be opened for the outside.");
}

/**
 * lc_rules_dns_note:
 *
 * Appends what else has to work and is in no rule.
 */
void
lc_rules_dns_note (GString *text, const char *prefix)
{
  lc_rules_comment (text, prefix, "DNS:       not in these rules. Where clients ask a name server beyond this firewall, let");
  lc_rules_comment (text, prefix, "           them reach it: UDP and TCP, port 53.");
}

/**
 * lc_rules_mark_note:
 *
 * Appends what the rules that mark are for.
 */
void
lc_rules_mark_note (const LcRules *self, GString *text, const char *prefix)
{
  g_autofree char *class_name = lc_rules_dup_ascii (self->mark->class_name);

  lc_rules_comment (text, prefix, "From here on: priority for the media, with DSCP marks. Without them the service works");
  lc_rules_comment (text, prefix, "all the same; leave this part out if your network does not look at marks. The ports do");
  lc_rules_comment (text, prefix, "not tell audio from video, so both get %s (DSCP %u), unless the client", class_name,
                    self->mark->dscp);
  lc_rules_comment (text, prefix, "has marked them itself with a class of the service.");
}
