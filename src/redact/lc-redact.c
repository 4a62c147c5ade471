/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-redact.c: see lc-redact.h. Goes through the run twice: first it learns,
 * from what each fact is called, what is the service's and what the person's;
 * then it writes every text again. A fact that it does not know is treated like
 * any text: what looks like an address or a host in it is hidden.
 */
#include "redact/lc-redact.h"

#include <string.h>

#include "measurement/lc-measurement-private.h"
#include "profile/lc-profile-file.h"
#include "redact/lc-redactor.h"

/* What saved runs may hold; see lc-run-json.c and lc-measurement.c. */
#define MAX_WORD_BYTES 256
#define MAX_STEP_NAME_BYTES 64

#define ID_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789.-"
#define FACT_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789_"

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

/* Of a row's subject: comes from the profile, so it is the service's. */
static const char *const subject_words[] = {
  LC_FACT_EDGE, LC_FACT_HOST,  LC_FACT_LAYER,  LC_FACT_NAME,
  LC_FACT_PATH, LC_FACT_PLACE, LC_FACT_REGION, LC_FACT_TRANSPORT,
  NULL,
};

typedef enum
{
  AT_OTHERS,  /* who answered depends on the network: a portal's page may come from a hotel */
  AT_SERVICE, /* hosts and addresses are the profile's, or the DNS's for them */
  AT_HOME,    /* this computer and its network */
} Place;

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

static gboolean
is_named (const char *fact, LcSecretKind *kind)
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

static LcPrivacy
get_privacy (const char *fact)
{
  const LcFactInfo *info = lc_fact_table_find (fact);

  if (info != NULL)
    return info->privacy;
  return g_str_has_suffix (fact, "_routes") ? LC_PRIVACY_ROUTES : LC_PRIVACY_TEXT;
}

/* The strings of a fact, one or a list; none of another. */
static char **
dup_strings (GVariant *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    return g_variant_dup_strv (value, NULL);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    g_strv_builder_add (builder, g_variant_get_string (value, NULL));
  return g_strv_builder_end (builder);
}

/* --- what is the service's --------------------------------------------- */

/* The program's own profile is published. Any other may name hosts that nobody
 * outside is to know, and is left out. */
static gboolean
is_published (LcProfile *profile)
{
  g_autoptr (LcProfile) builtin = lc_profile_new_builtin ();

  return g_str_equal (lc_profile_get_json (profile), lc_profile_get_json (builtin));
}

static void
learn_profile (LcRedactor *redactor, LcProfile *profile)
{
  const GPtrArray *endpoints = lc_profile_get_endpoints (profile);

  for (guint i = 0; i < endpoints->len; i++)
    lc_redactor_keep_host (redactor, ((const LcEndpoint *) g_ptr_array_index (endpoints, i))->host);
}

static void
learn_subject (LcRedactor *redactor, const LcFacts *subject)
{
  const char *host = lc_facts_get_string (subject, LC_FACT_HOST);

  for (gsize i = 0; subject_words[i] != NULL; i++)
    {
      const char *text = lc_facts_get_string (subject, subject_words[i]);

      if (text != NULL)
        lc_redactor_keep_words (redactor, text);
    }
  if (host != NULL)
    {
      lc_redactor_keep_host (redactor, host);
      lc_redactor_keep_addresses (redactor, host);
    }
}

static Place
get_place (LcKind kind)
{
  switch (kind)
    {
    case LC_KIND_STUN:
    case LC_KIND_TURN:
    case LC_KIND_REGION:
    case LC_KIND_ROUTING:
      return AT_SERVICE;
    case LC_KIND_NETWORK:
    case LC_KIND_GATEWAY:
    case LC_KIND_PROXY:
    case LC_KIND_CLOCK:
      return AT_HOME;
    default:
      return AT_OTHERS;
    }
}

static void
learn_hosts (LcRedactor *redactor, LcCheck *check)
{
  LcMeasurement *measurement = lc_check_get_measurement (check);

  if (measurement == NULL || get_place (lc_check_get_kind (check)) != AT_SERVICE)
    return;
  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (measurement, i);

      if (strcmp (step->name, "dns") == 0)
        lc_redactor_keep_host (redactor, step->target);
    }
}

/* --- what is whose ----------------------------------------------------- */

/* "via 192.0.2.1 dev eth0 metric 100" */
static void
learn_route (LcRedactor *redactor, const char *route)
{
  g_auto (GStrv) words = g_strsplit (route, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strcmp (words[i], "dev") == 0 && words[i + 1] != NULL)
      lc_redactor_add_secret (redactor, LC_SECRET_INTERFACE, words[i + 1]);
}

static void
learn_proxy (LcRedactor *redactor, const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);

  if (uri != NULL && g_uri_get_host (uri) != NULL && !g_hostname_is_ip_address (g_uri_get_host (uri)))
    lc_redactor_add_secret (redactor, LC_SECRET_HOST, g_uri_get_host (uri));
}

/* A name of the service has the service's addresses, whoever looked it up. */
static gboolean
is_about_service (LcRedactor *redactor, const LcFacts *facts, Place place)
{
  const char *host = lc_facts_get_string (facts, LC_FACT_HOST);

  return place == AT_SERVICE || (place == AT_OTHERS && host != NULL && lc_redactor_keeps_host (redactor, host));
}

static void
learn_text (LcRedactor *redactor, const char *name, const char *text, gboolean is_service, Place place)
{
  LcPrivacy privacy = get_privacy (name);
  LcSecretKind kind;

  /* Who issued certificates is hidden where it is said; its words mean something else elsewhere. */
  if (is_named (name, &kind) && kind != LC_SECRET_AUTHORITY)
    lc_redactor_add_secret (redactor, kind, text);
  if (privacy == LC_PRIVACY_ROUTES)
    learn_route (redactor, text);
  if (privacy == LC_PRIVACY_PROXY)
    learn_proxy (redactor, text);
  if (place == AT_HOME || privacy == LC_PRIVACY_OWN_ADDRESS || privacy == LC_PRIVACY_ROUTES)
    lc_redactor_mask_addresses (redactor, text);
  else if (is_service && privacy == LC_PRIVACY_SERVER_ADDRESS)
    lc_redactor_keep_addresses (redactor, text);
}

static void
learn_facts (LcRedactor *redactor, const LcFacts *facts, Place place)
{
  gboolean is_service = is_about_service (redactor, facts, place);

  for (guint i = 0; i < lc_facts_get_size (facts); i++)
    {
      g_auto (GStrv) texts = dup_strings (lc_facts_get_value (facts, i));

      for (guint j = 0; texts[j] != NULL; j++)
        learn_text (redactor, lc_facts_get_name (facts, i), texts[j], is_service, place);
    }
}

static void
learn_step (LcRedactor *redactor, const LcStep *step, Place place)
{
  if (strcmp (step->name, "interface") == 0)
    lc_redactor_add_secret (redactor, LC_SECRET_INTERFACE, step->target);
  else if (place == AT_SERVICE || strcmp (step->name, "route") == 0)
    lc_redactor_keep_addresses (redactor, step->target);
  else if (place == AT_HOME)
    lc_redactor_mask_addresses (redactor, step->target);
  learn_facts (redactor, step->facts, place);
}

static void
learn_check (LcRedactor *redactor, LcCheck *check)
{
  Place place = get_place (lc_check_get_kind (check));
  LcMeasurement *measurement = lc_check_get_measurement (check);
  const LcVerdict *verdict = lc_check_get_verdict (check);

  if (measurement != NULL)
    {
      learn_facts (redactor, lc_measurement_get_facts (measurement), place);
      for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
        learn_step (redactor, lc_measurement_get_step (measurement, i), place);
    }
  if (verdict != NULL)
    learn_facts (redactor, verdict->details, AT_OTHERS);
}

/* "laptop.corp.example" is called "laptop" too, and is in "corp.example". */
static void
learn_host_name (LcRedactor *redactor, const char *name)
{
  const char *dot = strchr (name, '.');

  lc_redactor_add_secret (redactor, LC_SECRET_HOST, name);
  if (dot != NULL)
    {
      g_autofree char *first = g_strndup (name, dot - name);

      lc_redactor_add_secret (redactor, LC_SECRET_HOST, first);
      lc_redactor_add_secret (redactor, LC_SECRET_DOMAIN, dot + 1);
    }
}

static void
learn_identity (LcRedactor *redactor, const LcIdentity *identity)
{
  if (identity->host_name != NULL)
    learn_host_name (redactor, identity->host_name);
  if (identity->user_name != NULL)
    lc_redactor_add_secret (redactor, LC_SECRET_USER, identity->user_name);
  if (identity->real_name != NULL)
    lc_redactor_add_secret (redactor, LC_SECRET_USER, identity->real_name);
  for (guint i = 0; identity->domains != NULL && identity->domains[i] != NULL; i++)
    lc_redactor_add_secret (redactor, LC_SECRET_DOMAIN, identity->domains[i]);
  if (identity->home != NULL)
    lc_redactor_add_home (redactor, identity->home);
}

static void
learn_run (LcRedactor *redactor, LcRun *run, const LcIdentity *identity)
{
  const LcRunFacts *facts = lc_run_get_facts (run);
  LcChecklist *checklist = lc_run_get_checklist (run);
  guint n_checks = lc_checklist_get_size (checklist);

  lc_redactor_keep_words (redactor, facts->application_name);
  lc_redactor_keep_words (redactor, facts->profile_id);
  lc_redactor_keep_words (redactor, facts->profile_name);
  if (facts->profile != NULL && is_published (facts->profile))
    learn_profile (redactor, facts->profile);
  for (guint i = 0; i < n_checks; i++)
    {
      LcCheck *check = lc_checklist_get (checklist, i);
      const char *id = lc_check_get_id (check);

      if (id[strspn (id, ID_CHARACTERS)] == '\0')
        lc_redactor_keep_words (redactor, id);
      learn_subject (redactor, lc_check_get_subject (check));
    }
  for (guint i = 0; i < n_checks; i++)
    learn_hosts (redactor, lc_checklist_get (checklist, i));
  if (identity != NULL)
    learn_identity (redactor, identity);
  for (guint i = 0; i < n_checks; i++)
    learn_check (redactor, lc_checklist_get (checklist, i));
}

/* --- the run, written again -------------------------------------------- */

static char *
cut (char *text, gsize max)
{
  if (strlen (text) > max)
    *g_utf8_find_prev_char (text, text + max + 1) = '\0';
  return text;
}

static char *
dup_word (LcRedactor *redactor, const char *word, gsize max)
{
  return word != NULL ? cut (lc_redactor_dup_text (redactor, word, LC_REDACT_WORD), max) : NULL;
}

static char **
dup_words (LcRedactor *redactor, char **words)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = dup_word (redactor, words[i], MAX_WORD_BYTES);

      g_strv_builder_add (builder, word);
    }
  return g_strv_builder_end (builder);
}

static char *
dup_fact (LcRedactor *redactor, const char *name, const char *text, gboolean is_subject)
{
  LcSecretKind kind;

  if (is_subject && g_strv_contains (subject_words, name))
    return lc_redactor_dup_text (redactor, text, LC_REDACT_WORD | LC_REDACT_KEEP_HOME);
  if (get_privacy (name) == LC_PRIVACY_CERTIFICATE)
    return lc_redactor_dup_certificate (redactor, text);
  if (is_named (name, &kind))
    return lc_redactor_dup_secret (redactor, kind, text);
  return lc_redactor_dup_text (redactor, text, LC_REDACT_TEXT);
}

static void
redact_fact (LcRedactor *redactor, LcFacts *copy, const char *name, GVariant *value, gboolean is_subject)
{
  g_auto (GStrv) texts = dup_strings (value);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      char *text = dup_fact (redactor, name, texts[i], is_subject);

      g_free (texts[i]);
      texts[i] = text;
    }
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    lc_facts_set_strv (copy, name, (const char *const *) texts);
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    lc_facts_set_string (copy, name, texts[0]);
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    lc_facts_set_bool (copy, name, g_variant_get_boolean (value));
  else
    lc_facts_set_int (copy, name, g_variant_get_int64 (value));
}

/* Names of facts are words of ours: letters, digits and "_". Anything else is not. */
static char *
dup_fact_name (LcRedactor *redactor, const char *name, guint index)
{
  g_autofree char *clean = NULL;

  if (name[strspn (name, FACT_CHARACTERS)] == '\0')
    return g_strdup (name);
  clean = lc_redactor_dup_text (redactor, name, LC_REDACT_TEXT);
  return strcmp (clean, name) == 0 ? g_steal_pointer (&clean) : g_strdup_printf ("fact_%u", index + 1);
}

static LcFacts *
redact_facts (LcRedactor *redactor, const LcFacts *facts, gboolean is_subject)
{
  LcFacts *copy = lc_facts_new ();

  for (guint i = 0; i < lc_facts_get_size (facts); i++)
    {
      g_autofree char *name = dup_fact_name (redactor, lc_facts_get_name (facts, i), i);

      redact_fact (redactor, copy, name, lc_facts_get_value (facts, i), is_subject);
    }
  return copy;
}

static GArray *
redact_steps (LcRedactor *redactor, LcMeasurement *measurement)
{
  GArray *steps = lc_step_array_new ();

  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (measurement, i);
      LcStep copy = *step;

      copy.name = dup_word (redactor, step->name, MAX_STEP_NAME_BYTES);
      if (strcmp (step->name, "interface") == 0)
        copy.target = lc_redactor_dup_secret (redactor, LC_SECRET_INTERFACE, step->target);
      else
        copy.target = lc_redactor_dup_text (redactor, step->target, LC_REDACT_TEXT);
      cut (copy.target, LC_STEP_MAX_TARGET);
      copy.facts = redact_facts (redactor, step->facts, FALSE);
      g_array_append_val (steps, copy);
    }
  return steps;
}

static LcMeasurement *
redact_measurement (LcRedactor *redactor, LcMeasurement *measurement)
{
  guint n_samples;
  const LcSample *samples = lc_measurement_get_samples (measurement, &n_samples);
  GArray *copies = g_array_sized_new (FALSE, FALSE, sizeof (LcSample), n_samples);

  if (n_samples > 0)
    g_array_append_vals (copies, samples, n_samples);
  return lc_measurement_new_take (lc_measurement_get_outcome (measurement),
                                  lc_measurement_get_start_us (measurement),
                                  lc_measurement_get_duration_us (measurement),
                                  redact_facts (redactor, lc_measurement_get_facts (measurement), FALSE),
                                  redact_steps (redactor, measurement), copies);
}

static LcCheck *
redact_check (LcRedactor *redactor, LcCheck *check, const char *id)
{
  g_autoptr (LcFacts) subject = redact_facts (redactor, lc_check_get_subject (check), TRUE);
  LcMeasurement *measurement = lc_check_get_measurement (check);
  const LcVerdict *verdict = lc_check_get_verdict (check);
  LcCheck *copy = lc_check_new (id, lc_check_get_group (check), lc_check_get_kind (check),
                                lc_check_get_requirement (check), subject);

  if (verdict != NULL)
    {
      g_autoptr (LcMeasurement) redacted =
        measurement != NULL ? redact_measurement (redactor, measurement) : NULL;
      LcVerdict *words = lc_verdict_new (verdict->status, verdict->cause, verdict->confidence);

      lc_facts_unref (words->details);
      words->details = redact_facts (redactor, verdict->details, FALSE);
      lc_check_settle (copy, redacted, words);
    }
  return copy;
}

/* Each id is that of one row alone; one that had to be hidden gets a number. */
static char *
dup_id (LcRedactor *redactor, LcChecklist *done, const char *id, guint index)
{
  char *clean = dup_word (redactor, id, MAX_WORD_BYTES);

  if (strcmp (clean, id) != 0 || lc_checklist_find (done, clean) != NULL)
    do
      {
        g_free (clean);
        clean = g_strdup_printf ("check-%u", ++index);
      }
    while (lc_checklist_find (done, clean) != NULL);
  return clean;
}

static LcChecklist *
redact_checklist (LcRedactor *redactor, LcChecklist *checklist, GHashTable *ids)
{
  LcChecklist *copy = lc_checklist_new ();

  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    {
      LcCheck *check = lc_checklist_get (checklist, i);
      char *id = dup_id (redactor, copy, lc_check_get_id (check), i);

      lc_checklist_add (copy, redact_check (redactor, check, id));
      g_hash_table_insert (ids, (gpointer) lc_check_get_id (check), id);
    }
  return copy;
}

static char **
dup_ids (LcRedactor *redactor, char **ids, GHashTable *new_ids)
{
  char **copy = dup_words (redactor, ids);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      const char *id = g_hash_table_lookup (new_ids, ids[i]);

      if (id != NULL)
        {
          g_free (copy[i]);
          copy[i] = g_strdup (id);
        }
    }
  return copy;
}

static LcLineVerdict *
redact_line_verdict (LcRedactor *redactor, const LcLineVerdict *verdict, GHashTable *ids)
{
  LcLineVerdict *copy = lc_line_verdict_new (verdict->status);

  for (guint i = 0; i < verdict->reasons->len; i++)
    {
      const LcReason *reason = g_ptr_array_index (verdict->reasons, i);

      lc_line_verdict_take_reason (copy, reason->kind, dup_ids (redactor, reason->checks, ids));
    }
  g_strfreev (copy->tied_regions);
  copy->tied_regions = dup_words (redactor, verdict->tied_regions);
  copy->nearest_region = dup_word (redactor, verdict->nearest_region, MAX_WORD_BYTES);
  copy->dns_region = dup_word (redactor, verdict->dns_region, MAX_WORD_BYTES);
  return copy;
}

static void
redact_run_facts (LcRedactor *redactor, const LcRunFacts *facts, LcRunFacts *copy)
{
  *copy = *facts;
  copy->is_redacted = TRUE;
  copy->ignored = NULL;
  copy->application_name = dup_word (redactor, facts->application_name, MAX_WORD_BYTES);
  copy->application_version = dup_word (redactor, facts->application_version, MAX_WORD_BYTES);
  copy->started = g_date_time_ref (facts->started);
  if (facts->profile != NULL && is_published (facts->profile))
    {
      copy->profile = g_object_ref (facts->profile);
      copy->profile_id = g_strdup (facts->profile_id);
      copy->profile_name = g_strdup (facts->profile_name);
      copy->profile_revision = g_strdup (facts->profile_revision);
      return;
    }
  copy->profile = NULL;
  copy->profile_id = dup_word (redactor, facts->profile_id, MAX_WORD_BYTES);
  copy->profile_name = dup_word (redactor, facts->profile_name, MAX_WORD_BYTES);
  copy->profile_revision = dup_word (redactor, facts->profile_revision, MAX_WORD_BYTES);
}

/**
 * lc_run_redact:
 * @identity: (nullable): names that the run itself does not say are the person's
 *
 * A function of its arguments alone.
 *
 * Returns: (transfer full): the run without its secrets
 */
LcRun *
lc_run_redact (LcRun *run, const LcIdentity *identity)
{
  g_autoptr (LcRedactor) redactor = lc_redactor_new ();
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_auto (LcRunOptions) options = { 0 };
  LcRunFacts facts;
  LcChecklist *checklist;

  learn_run (redactor, run, identity);
  redact_run_facts (redactor, lc_run_get_facts (run), &facts);
  checklist = redact_checklist (redactor, lc_run_get_checklist (run), ids);
  if (facts.asked_again != NULL)
    facts.asked_again = dup_ids (redactor, facts.asked_again, ids);
  lc_run_options_copy (lc_run_get_options (run), &options);
  g_strfreev (options.only);
  options.only = dup_ids (redactor, lc_run_get_options (run)->only, ids);
  return lc_run_new_take (&facts, &options, checklist,
                          redact_line_verdict (redactor, lc_run_get_verdict (run), ids));
}

/**
 * lc_run_redact_here:
 *
 * Hides, too, what this computer and its person are called.
 *
 * Returns: (transfer full): the run without its secrets
 */
LcRun *
lc_run_redact_here (LcRun *run)
{
  g_auto (LcIdentity) identity = { 0 };

  lc_identity_init (&identity);
  return lc_run_redact (run, &identity);
}
