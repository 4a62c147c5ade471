/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-rules-text.c: what the writers of rules have in common.
 */
#include "config.h"

#include <string.h>

#include "report/lc-rules-writers.h"

/* Nothing that any console, shell or configuration takes for its own: no quotes,
 * no "$", "`", "\", "?", "!" or "#". */
#define HARMLESS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:/()+-"

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
 * lc_rules_comment:
 * @prefix: "#"
 * @format: a line, of harmless words alone
 */
void
lc_rules_comment (GString *text, const char *prefix, const char *format, ...)
{
  va_list arguments;

  g_string_append (text, prefix);
  if (format[0] != '\0')
    g_string_append_c (text, ' ');
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
  lc_rules_comment (text, prefix, "%s", "");
  lc_rules_comment (text, prefix, "Profile:   %s of %s", lc_profile_get_id (self->profile),
                    lc_profile_get_revision (self->profile));
  if (self->is_complete)
    lc_rules_comment (text, prefix, "List:      complete: of %s, and of %s who runs the media servers", vendor,
                      operator);
  else
    lc_rules_comment (text, prefix, "List:      of %s; %s who runs the media servers has a longer one", vendor,
                      operator);
  lc_rules_comment (text, prefix, "Direction: outbound. The computers that use the service begin everything;");
  lc_rules_comment (text, prefix, "           only answers to it come in. Nothing has to be opened for the outside.");
}
