/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-text.c: what the writers of rules have in common.
 */
#include "config.h"

#include <string.h>

#include "report/lc-rules-writers.h"

/* Nothing that any console, shell or configuration takes for its own: no quotes,
 * no "$", "`", "\", "?", "!" or "#". */
#define HARMLESS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:/+-"

const char *
lc_rules_get_protocol (LcTransport transport)
{
  return transport == LC_TRANSPORT_UDP ? "udp" : "tcp";
}

/**
 * lc_rules_dup_ports:
 * @separator: what the format has between the first and the last
 *
 * Returns: (transfer full): "443", or "10000-20000"
 */
char *
lc_rules_dup_ports (LcPortRange ports, const char *separator)
{
  if (ports.first == ports.last)
    return g_strdup_printf ("%u", ports.first);
  return g_strdup_printf ("%u%s%u", ports.first, separator, ports.last);
}

/**
 * lc_rules_is_any_port:
 *
 * Returns: whether a rule need not say these ports
 */
gboolean
lc_rules_is_any_port (LcPortRange ports)
{
  return ports.first <= 1 && ports.last == G_MAXUINT16;
}

gboolean
lc_rules_is_ipv6 (const char *address)
{
  return strchr (address, ':') != NULL;
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
 * lc_rules_dup_mask:
 *
 * Returns: (transfer full): the mask of the network
 */
char *
lc_rules_dup_mask (const LcCidr *cidr)
{
  return lc_ipv4_to_string (cidr->prefix == 0 ? 0 : ~(guint32) 0 << (32 - cidr->prefix));
}

static gboolean
is_seen (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return g_unichar_isprint (c) && type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR;
}

/**
 * lc_rules_dup_plain:
 * @text: free text of a profile
 *
 * Returns: (transfer full): the same in one line, without characters that are
 *   not seen: controls, line separators, changes of direction
 */
char *
lc_rules_dup_plain (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (plain, is_seen (c) ? c : ' ');
    }
  return g_string_free (plain, FALSE);
}

/**
 * lc_rules_dup_ascii:
 * @text: free text of a profile
 *
 * Returns: (transfer full): much the same in one line of ASCII, which no format
 *   can take for anything but text
 */
char *
lc_rules_dup_ascii (const char *text)
{
  char *ascii = g_str_to_ascii (text, "C");

  for (char *p = ascii; *p != '\0'; p++)
    if (strchr (HARMLESS, *p) == NULL)
      *p = '_';
  return ascii;
}

/**
 * lc_rules_dup_ascii_list:
 * @words: free texts of a profile
 *
 * Returns: (transfer full): all of them in one line, each as from lc_rules_dup_ascii()
 */
char *
lc_rules_dup_ascii_list (char **words)
{
  g_autofree char *list = g_strjoinv (", ", words);

  return lc_rules_dup_ascii (list);
}

/**
 * lc_rules_dup_name:
 * @id: of a target or rule
 * @separator: what the format has in the place of hyphens
 *
 * Returns: (transfer full): a name for it in the configuration
 */
char *
lc_rules_dup_name (const char *prefix, const char *id, char separator)
{
  char *name = g_strconcat (prefix, id, NULL);

  return g_strdelimit (name, "-", separator);
}

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
