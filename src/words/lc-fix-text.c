/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-fix-text.c: see lc-fix-text.h.
 */
#include "config.h"

#include "words/lc-fix-text.h"

#include <string.h>

#include "language/lc-i18n.h"
#include "words/lc-check-text.h"
#include "words/lc-profile-text.h"

static char *
join (char **words)
{
  /* Translators: between the entries of a list. */
  return g_strjoinv (_(", "), words);
}

static char *
request_allow (const LcFix *self)
{
  if (self->cidrs[0] != NULL)
    return g_strdup (_("Please allow outgoing traffic, and the answers to it, to the media servers. "
                       "Which region is used changes with load and place, so all of them are needed."));
  if (self->optional)
    return g_strdup (_("If it can be allowed, this is the way around a network that blocks the rest."));
  return g_strdup (_("Please allow outgoing traffic, and the answers to it, to these servers."));
}

static char *
request_hosts (const LcFix *self, const char *sentence)
{
  return self->hosts[0] != NULL ? g_strdup (sentence) : g_strdup ("");
}

/**
 * lc_fix_get_title:
 *
 * Returns: (transfer none): what is asked for, as a heading
 */
const char *
lc_fix_get_title (const LcFix *self)
{
  switch (self->kind)
    {
    case LC_FIX_RESOLVER:
      return _("Give this computer a name server that answers");
    case LC_FIX_NAMES:
      return _("Let the name server resolve these names");
    case LC_FIX_PROXY_SETTINGS:
      return _("Give this computer a proxy that answers");
    case LC_FIX_PROXY_CONNECT:
      return _("Let the proxy connect to these servers");
    case LC_FIX_PROXY:
      return _("Let these servers pass without the proxy");
    case LC_FIX_ALLOW:
      if (self->cidrs[0] != NULL)
        return _("Allow traffic to the media servers");
      return g_strcmp0 (self->transport, "udp") == 0 ? _("Allow UDP traffic to these servers")
                                                     : _("Allow TCP traffic to these servers");
    case LC_FIX_TLS_INSPECTION:
      return _("Exempt these servers from TLS inspection");
    case LC_FIX_WEBSOCKET:
      return _("Let WebSocket connections through");
    case LC_FIX_INSPECTION:
      return _("Exempt these servers from inspection");
    case LC_FIX_SIP_ALG:
      return _("Switch off SIP ALG");
    case LC_FIX_CLIENT_SUBNET:
      return _("Use a name server near this computer");
    case LC_FIX_CLOCK:
      return _("Set the clock from the network");
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * lc_fix_dup_request:
 *
 * Returns: (transfer full): what is asked for, in one or two sentences
 */
char *
lc_fix_dup_request (const LcFix *self)
{
  switch (self->kind)
    {
    case LC_FIX_RESOLVER:
      return g_strdup (_("The name server of this network did not answer. Please tell this computer one that does, "
                         "and allow UDP and TCP to its port 53."));
    case LC_FIX_NAMES:
      return request_hosts (self, _("The name server of this network gives no usable address for them. Please let "
                                    "it give the public ones."));
    case LC_FIX_PROXY:
      return request_hosts (self, _("The proxy asks for a user name, which the application cannot give. Please let "
                                    "it pass to them directly."));
    case LC_FIX_PROXY_SETTINGS:
      return g_strdup (_("The proxy in the settings of this computer cannot be reached. Please correct the settings, or "
                         "see to it that the proxy answers."));
    case LC_FIX_PROXY_CONNECT:
      return request_hosts (self, _("The proxy makes no connection to them. Please let it connect to them (CONNECT), "
                                    "and exempt them from TLS inspection."));
    case LC_FIX_ALLOW:
      return request_allow (self);
    case LC_FIX_TLS_INSPECTION:
      return request_hosts (self, _("The certificate that came back is not the one expected. If something on the way "
                                    "inspects TLS, or shows a sign-in page in their place, please exempt them."));
    case LC_FIX_WEBSOCKET:
      return request_hosts (self, _("The connection is made, but the WebSocket inside it is cut. Please allow the "
                                    "HTTP upgrade to WebSocket, and let idle connections stay open for 5 minutes."));
    case LC_FIX_INSPECTION:
      return request_hosts (self, _("The connection is made, but then nothing came back, or not what these servers "
                                    "say. If something inspects or filters this traffic, please exempt them."));
    case LC_FIX_SIP_ALG:
      return g_strdup (_("The router or firewall rewrites addresses inside STUN packets. Please switch off its SIP "
                         "helper (SIP ALG)."));
    case LC_FIX_CLIENT_SUBNET:
      return g_strdup (_("The name server sends this computer to a region that is farther away than another. Please use "
                         "one near this computer, or one that forwards the client subnet (EDNS, RFC 7871)."));
    case LC_FIX_CLOCK:
      return g_strdup (_("The clock of this computer is wrong. Please allow UDP port 123 to a time server and "
                         "switch on automatic time."));
    default:
      g_return_val_if_reached (g_strdup (""));
    }
}

/**
 * lc_fix_dup_traffic:
 *
 * Returns: (transfer full): protocol and ports, such as "UDP, ports 3478,
 *   10000-20000"; empty where they do not matter
 */
char *
lc_fix_dup_traffic (const LcFix *self)
{
  g_autofree char *ports = join (self->ports);

  if (self->ports[0] == NULL)
    return g_strdup ("");
  if (self->ports[1] == NULL && strchr (self->ports[0], '-') == NULL)
    /* Translators: a protocol (“TCP”) and a port number. */
    return g_strdup_printf (_("%s, port %s"), lc_text_get_protocol (self->transport), ports);
  /* Translators: a protocol (“UDP”) and a list of port numbers. */
  return g_strdup_printf (_("%s, ports %s"), lc_text_get_protocol (self->transport), ports);
}

/**
 * lc_fix_dup_places:
 *
 * Returns: (transfer full): where the regions of the fix are: "Ireland, Japan"; empty when
 *   there are none
 */
char *
lc_fix_dup_places (const LcFix *self)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new ();

  for (guint i = 0; self->places[i] != NULL; i++)
    g_ptr_array_add (places, (gpointer) lc_profile_text_place (self->places[i]));
  g_ptr_array_add (places, NULL);
  return join ((char **) places->pdata);
}

static void
append_lines (GString *text, char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    g_string_append_printf (text, "  %s\n", words[i]);
}

/**
 * lc_fix_dup_text:
 *
 * Returns: (transfer full): the whole fix as lines of plain text, for a mail
 */
char *
lc_fix_dup_text (const LcFix *self)
{
  g_autofree char *request = lc_fix_dup_request (self);
  g_autofree char *traffic = lc_fix_dup_traffic (self);
  g_autofree char *places = lc_fix_dup_places (self);
  GString *text = g_string_new (lc_fix_get_title (self));

  g_string_append_printf (text, "\n%s\n", request);
  if (traffic[0] != '\0')
    g_string_append_printf (text, "%s\n", traffic);
  append_lines (text, self->hosts);
  if (places[0] != '\0')
    /* Translators: %s is a list of places such as “Ireland, Japan”. */
    g_string_append_printf (text, _("Regions: %s\n"), places);
  append_lines (text, self->cidrs);
  return g_string_free (text, FALSE);
}
