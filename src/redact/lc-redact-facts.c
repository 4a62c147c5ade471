/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-redact-facts.c: see lc-redact-private.h. A fact that is not known is treated
 * like any text: what looks like an address or a host in it is hidden.
 */
#include <string.h>

#include "redact/lc-redact-private.h"

/* Of facts that this version does not know: those whose names end so are, as a
 * whole, the name of something of the person's. */
static const struct
{
  const char *ending;
  LcSecretKind kind;
} named[] = {
  { "access_point", LC_SECRET_HOST },
  { "bssid", LC_SECRET_HARDWARE },
  { "computer_name", LC_SECRET_HOST },
  { "connection", LC_SECRET_NETWORK },
  { "connection_id", LC_SECRET_NETWORK },
  { "connection_name", LC_SECRET_NETWORK },
  { "dns_domain", LC_SECRET_DOMAIN },
  { "domain", LC_SECRET_DOMAIN },
  { "domains", LC_SECRET_DOMAIN },
  { "gateway_name", LC_SECRET_HOST },
  { "hardware_address", LC_SECRET_HARDWARE },
  { "host_name", LC_SECRET_HOST },
  { "hostname", LC_SECRET_HOST },
  { "interface", LC_SECRET_INTERFACE },
  { "interface_name", LC_SECRET_INTERFACE },
  { "interfaces", LC_SECRET_INTERFACE },
  { "login", LC_SECRET_USER },
  { "mac", LC_SECRET_HARDWARE },
  { "mac_address", LC_SECRET_HARDWARE },
  { "network_name", LC_SECRET_NETWORK },
  { "real_name", LC_SECRET_USER },
  { "router_name", LC_SECRET_HOST },
  { "search", LC_SECRET_DOMAIN },
  { "search_domain", LC_SECRET_DOMAIN },
  { "search_domains", LC_SECRET_DOMAIN },
  { "ssid", LC_SECRET_NETWORK },
  { "user", LC_SECRET_USER },
  { "user_name", LC_SECRET_USER },
  { "username", LC_SECRET_USER },
  { "workgroup", LC_SECRET_DOMAIN },
};

static const char *const subject_facts[] = {
  LC_FACT_EDGE, LC_FACT_HOST,  LC_FACT_LAYER,  LC_FACT_NAME,
  LC_FACT_PATH, LC_FACT_PLACE, LC_FACT_REGION, LC_FACT_TRANSPORT,
  NULL,
};

/* A fact that this version does not know: "ssid" or "x_ssid". */
static gboolean
guess_kind (const char *fact, LcSecretKind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (named); i++)
    {
      gsize length = strlen (fact);
      gsize tail = strlen (named[i].ending);

      if (strcmp (fact, named[i].ending) == 0 ||
          (length > tail + 1 && fact[length - tail - 1] == '_' && g_str_has_suffix (fact, named[i].ending)))
        {
          *kind = named[i].kind;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * lc_redact_get_kind:
 * @fact: the name of a fact
 * @kind: (out): of what it names; left alone when it names nothing of the person's
 *
 * Returns: whether the whole fact is the name of something of the person's
 */
gboolean
lc_redact_get_kind (const char *fact, LcSecretKind *kind)
{
  const LcFactInfo *info = lc_fact_table_find (fact);

  if (info == NULL)
    return guess_kind (fact, kind);
  switch (info->privacy)
    {
    case LC_PRIVACY_INTERFACE:
      *kind = LC_SECRET_INTERFACE;
      return TRUE;
    case LC_PRIVACY_NETWORK:
      *kind = LC_SECRET_NETWORK;
      return TRUE;
    case LC_PRIVACY_AUTHORITY:
      *kind = LC_SECRET_AUTHORITY;
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * lc_redact_get_privacy:
 * @fact: the name of a fact, maybe one of another version
 *
 * Returns: what has to be hidden of it
 */
LcPrivacy
lc_redact_get_privacy (const char *fact)
{
  const LcFactInfo *info = lc_fact_table_find (fact);

  if (info != NULL)
    return info->privacy;
  return g_str_has_suffix (fact, "_routes") ? LC_PRIVACY_ROUTES : LC_PRIVACY_TEXT;
}

/**
 * lc_redact_is_subject:
 * @fact: the name of a fact of a row's subject
 *
 * Returns: whether it comes from the profile, so that it is the service's
 */
gboolean
lc_redact_is_subject (const char *fact)
{
  return g_strv_contains (subject_facts, fact);
}

/**
 * lc_redact_dup_strings:
 * @value: of a fact
 *
 * Returns: (transfer full) (array zero-terminated=1): its strings, one or a list; none of another value
 */
char **
lc_redact_dup_strings (GVariant *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    return g_variant_dup_strv (value, NULL);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    g_strv_builder_add (builder, g_variant_get_string (value, NULL));
  return g_strv_builder_end (builder);
}
