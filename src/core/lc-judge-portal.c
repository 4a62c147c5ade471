/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-judge-portal.c: verdicts on name lookups, the HTTPS portal, its Socket.IO
 * and signaling.
 */
#include "core/lc-judge-private.h"

#include <string.h>

static LcVerdict *
warn (LcCause cause, const LcStep *step)
{
  LcVerdict *verdict = lc_judge_step (step);

  verdict->status = LC_STATUS_WARN;
  verdict->cause = cause;
  verdict->confidence = LC_CONFIDENCE_CERTAIN;
  return verdict;
}

/* Returns: (nullable): the first address whose scope is among @wanted */
static const char *
find_address (char **addresses, char **scopes, const char *const *wanted)
{
  for (guint i = 0; addresses[i] != NULL && scopes[i] != NULL; i++)
    if (g_strv_contains (wanted, scopes[i]))
      return addresses[i];
  return NULL;
}

LcVerdict *
lc_judge_dns (const LcFacts *subject, LcMeasurement *measurement, LcProfile *profile)
{
  static const char *const nowhere[] = { "loopback", "unspecified", "discard", "link-local", "multicast",
                                         "reserved", NULL };
  static const char *const inside[] = { "private", "shared", "benchmarking", NULL };
  const LcFacts *facts = lc_measurement_get_facts (measurement);
  g_auto (GStrv) scopes = lc_facts_dup_strv (facts, "address_scopes");
  g_auto (GStrv) addresses = lc_facts_dup_strv (facts, "addresses");
  const char *address;
  LcVerdict *verdict;

  if (lc_measurement_get_outcome (measurement) != LC_OUTCOME_ANSWERED)
    return lc_judge_outcome (measurement);

  if ((address = find_address (addresses, scopes, nowhere)) != NULL)
    verdict = lc_verdict_new (LC_STATUS_FAIL, LC_CAUSE_DNS_SINKHOLE, LC_CONFIDENCE_LIKELY);
  else if ((address = find_address (addresses, scopes, inside)) != NULL)
    verdict = lc_verdict_new (LC_STATUS_WARN, LC_CAUSE_DNS_PRIVATE_ADDRESS, LC_CONFIDENCE_LIKELY);
  else
    return lc_judge_pass ();
  lc_facts_set_string (verdict->details, "target", address);
  return verdict;
}

/* Whether two names are of one site: the same, or one below the other. */
static gboolean
is_same_site (const char *host, const char *other)
{
  const char *longer = strlen (host) > strlen (other) ? host : other;
  const char *shorter = longer == host ? other : host;
  gsize below = strlen (longer) - strlen (shorter);

  return g_ascii_strcasecmp (longer + below, shorter) == 0 && (below == 0 || longer[below - 1] == '.');
}

/* Returns: (nullable) (transfer full): a warning when the answer came from
 * another site in the end, or without TLS */
static LcVerdict *
judge_redirects (const LcFacts *subject, const LcFacts *facts)
{
  const char *host = lc_facts_get_string (subject, "host");
  const char *text = lc_facts_get_string (facts, "url");
  g_autoptr (GUri) url = text != NULL ? g_uri_parse (text, G_URI_FLAGS_NONE, NULL) : NULL;
  LcVerdict *verdict;

  if (host == NULL || url == NULL || g_uri_get_host (url) == NULL ||
      (is_same_site (host, g_uri_get_host (url)) && strcmp (g_uri_get_scheme (url), "https") == 0))
    return NULL;
  verdict = lc_verdict_new (LC_STATUS_WARN, LC_CAUSE_REDIRECTED, LC_CONFIDENCE_CERTAIN);
  lc_facts_set_string (verdict->details, "target", text);
  return verdict;
}

/* The way to the portal is open when HTTP comes back over a trusted TLS; what
 * the portal then says is the portal's business, but worth a warning. */
LcVerdict *
lc_judge_https (const LcFacts *subject, LcMeasurement *measurement, LcProfile *profile)
{
  g_autoptr (LcVerdict) verdict = lc_judge_outcome (measurement);
  LcVerdict *redirected = NULL;

  if (verdict->cause == LC_CAUSE_NONE)
    redirected = judge_redirects (subject, lc_measurement_get_facts (measurement));
  if (redirected != NULL)
    return redirected;
  if (verdict->cause == LC_CAUSE_HTTP_STATUS)
    verdict->status = LC_STATUS_WARN;
  return g_steal_pointer (&verdict);
}

static gboolean
was_answered (const LcStep *step)
{
  return step != NULL && step->outcome == LC_OUTCOME_ANSWERED;
}

/* The server itself says in its handshake whether it would upgrade. */
static gboolean
does_without_websocket (const LcStep *polling)
{
  return lc_facts_has (polling->facts, "websocket_offered") &&
         !lc_facts_get_bool (polling->facts, "websocket_offered");
}

/* Socket.IO works by polling alone, only slower: a cut WebSocket is a warning. */
LcVerdict *
lc_judge_socket_io (const LcFacts *subject, LcMeasurement *measurement, LcProfile *profile)
{
  const LcStep *polling = lc_measurement_find_step (measurement, "polling");
  const LcStep *websocket = lc_measurement_find_step (measurement, "websocket");
  const LcStep *probe = lc_measurement_find_step (measurement, "probe");

  if (!was_answered (polling))
    return lc_judge_outcome (measurement);
  if (was_answered (probe) || does_without_websocket (polling))
    return lc_judge_pass ();
  if (probe != NULL && probe->outcome != LC_OUTCOME_SKIPPED)
    return warn (LC_CAUSE_WEBSOCKET_CUT, probe);
  if (websocket != NULL)
    return warn (LC_CAUSE_WEBSOCKET_CUT, websocket);
  return lc_judge_outcome (measurement);
}

/* By the server, not by a proxy before it. */
static gboolean
was_refused_cleanly (const LcStep *step)
{
  return step->outcome == LC_OUTCOME_DENIED &&
         g_strcmp0 (lc_facts_get_string (step->facts, "failed_layer"), "proxy") != 0;
}

/* The protocol inside is not published: a clean HTTP refusal of the upgrade
 * proves the way is open, an upgrade that is cut does not. */
LcVerdict *
lc_judge_signaling (const LcFacts *subject, LcMeasurement *measurement, LcProfile *profile)
{
  const LcStep *http = lc_measurement_find_step (measurement, "http");
  const LcStep *websocket = lc_measurement_find_step (measurement, "websocket");
  gboolean http_came_back = http != NULL && (http->outcome == LC_OUTCOME_ANSWERED ||
                                             http->outcome == LC_OUTCOME_DENIED);

  if (was_answered (websocket))
    return lc_judge_pass ();
  if (http != NULL && lc_facts_get_int (http->facts, "status", 0) == 407)
    return lc_judge_step (http);
  if (!http_came_back)
    return lc_judge_outcome (measurement);
  if (websocket == NULL || was_refused_cleanly (websocket) || websocket->outcome == LC_OUTCOME_SKIPPED)
    return lc_judge_pass ();
  return warn (LC_CAUSE_WEBSOCKET_CUT, websocket);
}
