/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-hosts.c: see lc-hosts.h.
 */
#include "config.h"

#include "ui/lc-hosts.h"

#include <glib/gi18n-lib.h>

#include "words/lc-profile-text.h"

/* More would be a wall of names; the rest is counted. */
#define MAX_LISTED 20

static void
host_free (gpointer data)
{
  LcHost *host = data;

  g_free (host->name);
  g_free (host->address);
  g_free (host);
}

static void
add (GPtrArray *hosts, char *name, char *address)
{
  LcHost *host = g_new (LcHost, 1);

  host->name = name;
  host->address = address;
  g_ptr_array_add (hosts, host);
}

static void
add_regions (GPtrArray *hosts, LcProfile *profile)
{
  const GPtrArray *regions = lc_profile_get_regions (profile);
  g_autoptr (GStrvBuilder) places = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  guint n = 0;

  for (guint i = 0; i < regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (regions, i);

      if (region->layer != LC_LAYER_VENDOR)
        continue;
      if (n++ < MAX_LISTED)
        g_strv_builder_add (places, lc_profile_text_place (region->place));
    }
  if (n == 0)
    return;
  words = g_strv_builder_end (places);
  /* Translators: between the entries of a list. */
  add (hosts, g_strdup (_("Media servers")), g_strjoinv (_(", "), words));
}

/**
 * lc_hosts_list:
 *
 * Returns: (transfer full) (element-type LcHost): whom a check with this
 *   profile contacts
 */
GPtrArray *
lc_hosts_list (LcProfile *profile)
{
  const GPtrArray *endpoints = lc_profile_get_endpoints (profile);
  GPtrArray *hosts = g_ptr_array_new_with_free_func (host_free);

  for (guint i = 0; i < endpoints->len && i < MAX_LISTED; i++)
    {
      const LcEndpoint *endpoint = g_ptr_array_index (endpoints, i);

      add (hosts, g_strdup (lc_profile_text_endpoint (endpoint->name)), g_strdup (endpoint->host));
    }
  if (endpoints->len > MAX_LISTED)
    {
      guint more = endpoints->len - MAX_LISTED;

      add (hosts, g_strdup (_("Others")),
           g_strdup_printf (ngettext ("%u more", "%u more", more), more));
    }
  add_regions (hosts, profile);
  return hosts;
}

/**
 * lc_hosts_dup_text:
 *
 * Returns: (transfer full): the same as lines of text
 */
char *
lc_hosts_dup_text (LcProfile *profile)
{
  g_autoptr (GPtrArray) hosts = lc_hosts_list (profile);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < hosts->len; i++)
    {
      const LcHost *host = g_ptr_array_index (hosts, i);

      /* Translators: a name (“Portal”) and an address or a list of places. */
      g_string_append_printf (text, _("%s: %s"), host->name, host->address);
      if (i + 1 < hosts->len)
        g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
