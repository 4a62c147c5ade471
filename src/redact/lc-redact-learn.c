/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-redact-learn.c: what is the service's and what the person's, learned from what
 * each fact of a run is called.
 */
#include <string.h>

#include "measurement/lc-step-table.h"
#include "profile/lc-profile-file.h"
#include "redact/lc-redact-private.h"

#define ID_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789.-"

/* Whose the hosts and addresses of a row are. */
typedef enum
{
  OWNER_UNKNOWN, /* who answered depends on the network: a portal's page may come from a hotel */
  OWNER_SERVICE, /* hosts and addresses are the profile's, or the DNS's for them */
  OWNER_PERSON,  /* this computer and its network */
} DataOwner;

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

  for (guint i = 0; i < lc_facts_get_size (subject); i++)
    {
      const char *name = lc_facts_get_name (subject, i);
      const char *text = lc_redact_is_subject (name) ? lc_facts_get_string (subject, name) : NULL;

      if (text != NULL)
        lc_redactor_keep_words (redactor, text);
    }
  if (host != NULL)
    {
      lc_redactor_keep_host (redactor, host);
      lc_redactor_keep_addresses (redactor, host);
    }
}

static DataOwner
get_owner (LcKind kind)
{
  switch (kind)
    {
    case LC_KIND_STUN:
    case LC_KIND_TURN:
    case LC_KIND_REGION:
    case LC_KIND_ROUTING:
      return OWNER_SERVICE;
    case LC_KIND_NETWORK:
    case LC_KIND_GATEWAY:
    case LC_KIND_PROXY:
    case LC_KIND_CLOCK:
      return OWNER_PERSON;
    default:
      return OWNER_UNKNOWN;
    }
}

static void
learn_hosts (LcRedactor *redactor, LcCheck *check)
{
  LcMeasurement *measurement = lc_check_get_measurement (check);

  if (measurement == NULL || get_owner (lc_check_get_kind (check)) != OWNER_SERVICE)
    return;
  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcStep *step = lc_measurement_get_step (measurement, i);

      if (strcmp (step->name, LC_STEP_DNS) == 0)
        lc_redactor_keep_host (redactor, step->target);
    }
}

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
is_about_service (LcRedactor *redactor, const LcFacts *facts, DataOwner owner)
{
  const char *host = lc_facts_get_string (facts, LC_FACT_HOST);

  return owner == OWNER_SERVICE || (owner == OWNER_UNKNOWN && host != NULL && lc_redactor_keeps_host (redactor, host));
}

static void
learn_text (LcRedactor *redactor, const char *name, const char *text, gboolean is_service, DataOwner owner)
{
  LcPrivacy privacy = lc_redact_get_privacy (name);
  LcSecretKind kind;

  /* Who issued certificates is hidden where it is said; its words mean something else elsewhere. */
  if (lc_redact_get_kind (name, &kind) && kind != LC_SECRET_AUTHORITY)
    lc_redactor_add_secret (redactor, kind, text);
  if (privacy == LC_PRIVACY_ROUTES)
    learn_route (redactor, text);
  if (privacy == LC_PRIVACY_PROXY)
    learn_proxy (redactor, text);
  if (owner == OWNER_PERSON || privacy == LC_PRIVACY_OWN_ADDRESS || privacy == LC_PRIVACY_ROUTES)
    lc_redactor_mask_addresses (redactor, text);
  else if (is_service && privacy == LC_PRIVACY_SERVER_ADDRESS)
    lc_redactor_keep_addresses (redactor, text);
}

static void
learn_facts (LcRedactor *redactor, const LcFacts *facts, DataOwner owner)
{
  gboolean is_service = is_about_service (redactor, facts, owner);

  for (guint i = 0; i < lc_facts_get_size (facts); i++)
    {
      g_auto (GStrv) texts = lc_redact_dup_strings (lc_facts_get_value (facts, i));

      for (guint j = 0; texts[j] != NULL; j++)
        learn_text (redactor, lc_facts_get_name (facts, i), texts[j], is_service, owner);
    }
}

static void
learn_step (LcRedactor *redactor, const LcStep *step, DataOwner owner)
{
  if (strcmp (step->name, LC_STEP_INTERFACE) == 0)
    lc_redactor_add_secret (redactor, LC_SECRET_INTERFACE, step->target);
  else if (owner == OWNER_SERVICE || strcmp (step->name, LC_STEP_ROUTE) == 0)
    lc_redactor_keep_addresses (redactor, step->target);
  else if (owner == OWNER_PERSON)
    lc_redactor_mask_addresses (redactor, step->target);
  learn_facts (redactor, step->facts, owner);
}

static void
learn_check (LcRedactor *redactor, LcCheck *check)
{
  DataOwner owner = get_owner (lc_check_get_kind (check));
  LcMeasurement *measurement = lc_check_get_measurement (check);
  const LcVerdict *verdict = lc_check_get_verdict (check);

  if (measurement != NULL)
    {
      learn_facts (redactor, lc_measurement_get_facts (measurement), owner);
      for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
        learn_step (redactor, lc_measurement_get_step (measurement, i), owner);
    }
  if (verdict != NULL)
    learn_facts (redactor, verdict->details, OWNER_UNKNOWN);
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

/**
 * lc_redact_is_published:
 *
 * Returns: whether it is the program's own profile. Any other may name hosts that
 *   nobody outside is to know, and is left out
 */
gboolean
lc_redact_is_published (LcProfile *profile)
{
  g_autoptr (LcProfile) builtin = lc_profile_new_builtin ();

  return g_str_equal (lc_profile_get_json (profile), lc_profile_get_json (builtin));
}

/**
 * lc_redact_learn:
 * @redactor: one that knows nothing
 * @identity: (nullable): names that the run itself does not say are the person's
 *
 * Tells @redactor what is the service's and what the person's in @run.
 */
void
lc_redact_learn (LcRedactor *redactor, LcRun *run, const LcIdentity *identity)
{
  const LcRunFacts *facts = lc_run_get_facts (run);
  LcChecklist *checklist = lc_run_get_checklist (run);
  guint n_checks = lc_checklist_get_size (checklist);

  lc_redactor_keep_words (redactor, facts->application_name);
  lc_redactor_keep_words (redactor, facts->profile_id);
  lc_redactor_keep_words (redactor, facts->profile_name);
  if (facts->profile != NULL && lc_redact_is_published (facts->profile))
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
