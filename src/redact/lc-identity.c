/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-identity.c: see lc-identity.h.
 */
#include "redact/lc-identity.h"

#define RESOLV_CONF "/etc/resolv.conf"

/**
 * lc_identity_parse_domains:
 * @resolv_conf: what stands in the file (resolv.conf(5))
 *
 * Returns: (transfer full) (array zero-terminated=1): what its lines "search" and
 *   "domain" say
 */
char **
lc_identity_parse_domains (const char *resolv_conf)
{
  g_auto (GStrv) lines = g_strsplit (resolv_conf, "\n", -1);
  g_autoptr (GStrvBuilder) domains = g_strv_builder_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (lines[i], " \t\r", -1);

      if (words[0] == NULL || (!g_str_equal (words[0], "search") && !g_str_equal (words[0], "domain")))
        continue;
      for (guint j = 1; words[j] != NULL; j++)
        if (words[j][0] != '\0' && !g_str_equal (words[j], "."))
          g_strv_builder_add (domains, words[j]);
    }
  return g_strv_builder_end (domains);
}

/**
 * lc_identity_init:
 * @self: (out caller-allocates): what the system says
 */
void
lc_identity_init (LcIdentity *self)
{
  g_autofree char *resolv_conf = NULL;
  g_autofree char *valid = NULL;

  self->host_name = g_utf8_make_valid (g_get_host_name (), -1);
  self->user_name = g_filename_display_name (g_get_user_name ());
  self->real_name = g_filename_display_name (g_get_real_name ());
  self->home = g_filename_display_name (g_get_home_dir ());
  if (g_file_get_contents (RESOLV_CONF, &resolv_conf, NULL, NULL))
    valid = g_utf8_make_valid (resolv_conf, -1);
  self->domains = lc_identity_parse_domains (valid != NULL ? valid : "");
}

void
lc_identity_clear (LcIdentity *self)
{
  g_clear_pointer (&self->host_name, g_free);
  g_clear_pointer (&self->user_name, g_free);
  g_clear_pointer (&self->real_name, g_free);
  g_clear_pointer (&self->home, g_free);
  g_clear_pointer (&self->domains, g_strfreev);
}
