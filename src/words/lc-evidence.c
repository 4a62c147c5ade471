/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-evidence.c: see lc-evidence.h. A fact of another version, which has no words
 * here, is shown under its own name: evidence is never left out.
 */
#include "config.h"

#include "words/lc-evidence.h"

#include "base/lc-base-enums.h"
#include "language/lc-i18n.h"
#include "measurement/lc-step-table.h"
#include "words/lc-check-text.h"

/* Letters of one value. The saved run has all of it. */
#define MAX_VALUE 500

/* Words that probes use for values. */
static const struct
{
  const char *name;
  const char *label;
} value_words[] = {
  { "authentication", N_("it wants to know who asks") },
  { "bad-identity", N_("made out to another name") },
  { "bridge", N_("bridge") },
  { "edge-host", N_("the region's own name") },
  { "expired", N_("expired") },
  { "generic", N_("not valid") },
  { "global", N_("public") },
  { "http", N_("HTTP") },
  { "ipv4", N_("IPv4") },
  { "ipv6", N_("IPv6") },
  { "insecure", N_("made with a weak algorithm") },
  { "kernel", N_("the system's kernel") },
  { "link-local", N_("valid on this link only") },
  { "loopback", N_("this computer itself") },
  { "mobile", N_("mobile network") },
  { "not-activated", N_("not valid yet") },
  { "not-needed", N_("given up, as another way had answered") },
  { "operator", N_("the operator") },
  { "private", N_("private") },
  { "range", N_("the region's published addresses") },
  { "region-id-host", N_("the name with the region's id") },
  { "revoked", N_("revoked") },
  { "shared", N_("shared by customers of a provider") },
  { "stun-udp", N_("STUN over UDP") },
  { "superseded", N_("another one was quicker") },
  { "tcp", N_("TCP") },
  { "tcp-3478", N_("a TCP connection to port 3478") },
  { "tcp-443", N_("a TCP connection to port 443") },
  { "tls", N_("TLS") },
  { "udp", N_("UDP") },
  { "unknown", N_("unknown") },
  { "unknown-ca", N_("issued by somebody unknown") },
  { "user", N_("this program") },
  { "vendor", N_("the vendor") },
  { "virtual", N_("virtual") },
  { "vpn", N_("VPN") },
  { "wifi", N_("Wi-Fi") },
  { "wired", N_("cable") },
};

static char *
format_date (gint64 us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);

  return utc != NULL ? g_date_time_format (utc, "%Y-%m-%d %H:%M:%S UTC") : g_strdup ("");
}

/* A fact of another version is known by its name alone. */
static LcFactForm
get_form (const char *fact)
{
  const LcFactInfo *info = lc_fact_table_find (fact);

  if (info != NULL)
    return info->form;
  return g_str_has_suffix (fact, "_us") ? LC_FACT_FORM_DURATION : LC_FACT_FORM_TEXT;
}

static char *
format_int (const char *fact, gint64 value)
{
  switch (get_form (fact))
    {
    case LC_FACT_FORM_TIME:
      return format_date (value);
    case LC_FACT_FORM_DURATION:
      return lc_text_dup_duration (value);
    default:
      return g_strdup_printf ("%" G_GINT64_FORMAT, value);
    }
}

/**
 * lc_evidence_dup_label:
 * @fact: stable name of a fact
 *
 * Returns: (transfer full): what to call it before people
 */
char *
lc_evidence_dup_label (const char *fact)
{
  const LcFactInfo *info = lc_fact_table_find (fact);

  return info != NULL ? g_strdup (_(info->label)) : g_strdelimit (g_strdup (fact), "_", ' ');
}

/**
 * lc_evidence_get_outcome_label:
 *
 * Returns: (transfer none): how a step ended, in one to three words
 */
const char *
lc_evidence_get_outcome_label (LcOutcome outcome)
{
  switch (outcome)
    {
    case LC_OUTCOME_ANSWERED:
      return _("Answered");
    case LC_OUTCOME_REFUSED:
      return _("Refused");
    case LC_OUTCOME_REJECTED:
      return _("Rejected by a firewall");
    case LC_OUTCOME_UNREACHABLE:
      return _("No way there");
    case LC_OUTCOME_NO_ANSWER:
      return _("No answer");
    case LC_OUTCOME_RESET:
      return _("Connection cut");
    case LC_OUTCOME_CLOSED:
      return _("Connection closed");
    case LC_OUTCOME_MALFORMED:
      return _("Not understood");
    case LC_OUTCOME_DENIED:
      return _("Denied");
    case LC_OUTCOME_UNTRUSTED:
      return _("Certificate not trusted");
    case LC_OUTCOME_TLS_FAILED:
      return _("No encryption agreed");
    case LC_OUTCOME_NAME_NOT_FOUND:
      return _("Name not found");
    case LC_OUTCOME_NO_ADDRESS:
      return _("No address");
    case LC_OUTCOME_DNS_FAILED:
      return _("Name server failed");
    case LC_OUTCOME_SKIPPED:
      return _("Skipped");
    case LC_OUTCOME_CANCELLED:
      return _("Stopped");
    case LC_OUTCOME_UNAVAILABLE:
    default:
      return _("Not possible here");
    }
}

/**
 * lc_evidence_dup_word:
 * @value: a word that a probe uses: "wifi"
 *
 * Returns: (transfer full): the same for people: "Wi-Fi"; @value itself where
 *   there are no words for it
 */
char *
lc_evidence_dup_word (const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (value_words); i++)
    if (g_str_equal (value_words[i].name, value))
      return g_strdup (_(value_words[i].label));
  return g_strdup (value);
}

/* Returns: (transfer full): the entries of a list for people */
static char *
join_list (const char *fact, const char *const *entries, const char *separator)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; entries[i] != NULL; i++)
    {
      g_autofree char *entry =
        get_form (fact) == LC_FACT_FORM_WORD ? lc_evidence_dup_word (entries[i]) : g_strdup (entries[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? separator : "", entry);
    }
  return g_string_free (text, FALSE);
}

/**
 * lc_evidence_dup_value:
 * @fact: stable name of the fact: times end in "_us"
 * @value: string, 64-bit integer, boolean or list of strings
 *
 * Returns: (transfer full): the value for people
 */
char *
lc_evidence_dup_value (const char *fact, GVariant *value)
{
  int outcome;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return format_int (fact, g_variant_get_int64 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return g_strdup (g_variant_get_boolean (value) ? _("Yes") : _("No"));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    {
      g_autofree const char **words = g_variant_get_strv (value, NULL);

      if (words[0] == NULL)
        /* Translators: stands for an empty list. */
        return g_strdup (_("None"));
      return join_list (fact, words, "\n");
    }
  if (get_form (fact) == LC_FACT_FORM_OUTCOME &&
      lc_enum_from_nick (LC_TYPE_OUTCOME, g_variant_get_string (value, NULL), &outcome))
    return g_strdup (lc_evidence_get_outcome_label (outcome));
  if (get_form (fact) == LC_FACT_FORM_WORD)
    return lc_evidence_dup_word (g_variant_get_string (value, NULL));
  return g_variant_dup_string (value, NULL);
}

/**
 * lc_evidence_dup_line:
 * @fact: stable name of the fact
 * @value: string, 64-bit integer, boolean or list of strings
 *
 * Returns: (transfer full): the value for people, a list in one line
 */
char *
lc_evidence_dup_line (const char *fact, GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    {
      g_autofree const char **words = g_variant_get_strv (value, NULL);

      if (words[0] != NULL)
        /* Translators: between the entries of a list. */
        return join_list (fact, words, _(", "));
    }
  return lc_evidence_dup_value (fact, value);
}

/**
 * lc_evidence_cut:
 * @value: of a fact, for people
 *
 * A server may send pages.
 *
 * Returns: (transfer full): @value, or its beginning with the word that it was cut
 */
char *
lc_evidence_cut (const char *value)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (value, -1) <= MAX_VALUE)
    return g_strdup (value);
  start = g_utf8_substring (value, 0, MAX_VALUE);
  /* Translators: the beginning of a long text. */
  return g_strdup_printf (_("%s… (cut here; the saved run has all of it)"), start);
}

/**
 * lc_evidence_dup_step_title:
 *
 * Returns: (transfer full): what was done in a step
 */
char *
lc_evidence_dup_step_title (const LcStep *step)
{
  const char *label = lc_step_table_find_label (step->name);

  return g_strdup (label != NULL ? _(label) : step->name);
}
