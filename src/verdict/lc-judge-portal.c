/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-judge-portal.c: verdicts on name lookups, the HTTPS portal, its Socket.IO
 * and signaling.
 */
#include "verdict/lc-judge-private.h"

#include <string.h>

#define HTTPS_PORT 443

static LcVerdict *
warn (LcCause cause, const LcStep *step)
{
  LcVerdict *verdict = lc_judge_step (step);

  verdict->status = LC_STATUS_WARN;
  verdict->cause = cause;
  verdict->confidence = LC_CONFIDENCE_CONFIRMED;
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

static gboolean
is_from_hosts_file (LcMeasurement *measurement, const char *address)
{
  for (guint i = 0; i < lc_measurement_get_n_steps (measurement); i++)
    {
      const LcFacts *facts = lc_measurement_get_step (measurement, i)->facts;
      g_auto (GStrv) addresses = lc_facts_dup_strv (facts, LC_FACT_ADDRESSES);

      if (lc_facts_get_bool (facts, LC_FACT_HOSTS_FILE) && g_strv_contains ((const char *const *) addresses, address))
        return TRUE;
    }
  return FALSE;
}

LcVerdict *
lc_judge_dns (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds)
{
  static const char *const nowhere[] = { "loopback", "unspecified", "discard", "link-local", "multicast",
                                         "reserved", NULL };
  static const char *const inside[] = { "private", "shared", "benchmarking", NULL };
  const LcFacts *facts = lc_measurement_get_facts (measurement);
  g_auto (GStrv) scopes = lc_facts_dup_strv (facts, LC_FACT_ADDRESS_SCOPES);
  g_auto (GStrv) addresses = lc_facts_dup_strv (facts, LC_FACT_ADDRESSES);
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
  lc_facts_set_string (verdict->details, LC_FACT_TARGET, address);
  if (is_from_hosts_file (measurement, address))
    {
      lc_facts_set_bool (verdict->details, LC_FACT_HOSTS_FILE, TRUE);
      verdict->confidence = LC_CONFIDENCE_CONFIRMED;
    }
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

/* Whether an address leads to another site, or to one without TLS. */
static gboolean
leads_elsewhere (const LcFacts *subject, const char *address)
{
  const char *host = lc_facts_get_string (subject, LC_FACT_HOST);
  g_autoptr (GUri) url = address != NULL ? g_uri_parse (address, G_URI_FLAGS_NONE, NULL) : NULL;

  return host != NULL && url != NULL && g_uri_get_host (url) != NULL &&
         !(is_same_site (host, g_uri_get_host (url)) && strcmp (g_uri_get_scheme (url), "https") == 0);
}

/* Whether an address leads to the very server that the row is about. */
static gboolean
leads_back (const LcFacts *subject, const char *address)
{
  const char *host = lc_facts_get_string (subject, LC_FACT_HOST);
  g_autoptr (GUri) url = address != NULL ? g_uri_parse (address, G_URI_FLAGS_NONE, NULL) : NULL;
  int port = url != NULL ? g_uri_get_port (url) : -1;

  return host != NULL && url != NULL && g_uri_get_host (url) != NULL && strcmp (g_uri_get_scheme (url), "https") == 0 &&
         g_ascii_strcasecmp (host, g_uri_get_host (url)) == 0 &&
         (port < 0 ? HTTPS_PORT : port) == lc_facts_get_int (subject, LC_FACT_PORT, HTTPS_PORT);
}

static LcVerdict *
judge_redirect (LcStatus status, const char *address)
{
  LcVerdict *verdict = lc_verdict_new (status, LC_CAUSE_REDIRECTED, LC_CONFIDENCE_CONFIRMED);

  lc_facts_set_string (verdict->details, LC_FACT_TARGET, address);
  return verdict;
}

/* What failed where the host had sent us on to says nothing about the way to the host.
 *
 * Returns: the address that it failed at, or %NULL when it was the host itself */
static const char *
find_failed_redirect (const LcFacts *subject, LcMeasurement *measurement, const LcVerdict *verdict)
{
  const LcFacts *facts = lc_measurement_get_facts (measurement);
  const char *url = lc_facts_get_string (facts, LC_FACT_URL);
  g_auto (GStrv) redirects = lc_facts_dup_strv (facts, LC_FACT_REDIRECTS);

  if (redirects[0] == NULL || url == NULL || leads_back (subject, url) || verdict->cause == LC_CAUSE_SIGN_IN)
    return NULL;
  /* Another server of the same site that says no is the service's own business. */
  return verdict->cause != LC_CAUSE_HTTP_STATUS || leads_elsewhere (subject, url) ? url : NULL;
}

/* The way to the portal is open when HTTP comes back over a trusted TLS; what
 * the portal then says, if it is the portal, is its own business, but worth a warning. */
LcVerdict *
lc_judge_https (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds)
{
  g_autoptr (LcVerdict) verdict = lc_judge_outcome (measurement);
  const char *url = lc_facts_get_string (lc_measurement_get_facts (measurement), LC_FACT_URL);
  const char *failed_at = NULL;

  if (verdict->cause == LC_CAUSE_NONE)
    return leads_elsewhere (subject, url) ? judge_redirect (LC_STATUS_WARN, url) : g_steal_pointer (&verdict);
  if ((failed_at = find_failed_redirect (subject, measurement, verdict)) != NULL)
    return judge_redirect (LC_STATUS_FAIL, failed_at);
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
  return lc_facts_has (polling->facts, LC_FACT_WEBSOCKET_OFFERED) &&
         !lc_facts_get_bool (polling->facts, LC_FACT_WEBSOCKET_OFFERED);
}

/* A WebSocket that did not open, though HTTP came back from there. Only what reached HTTP again
 * tells of WebSockets; before that a second connection did not get through.
 *
 * Returns: (transfer full): a warning */
static LcVerdict *
judge_websocket (LcMeasurement *measurement, const LcStep *step)
{
  const char *layer = lc_facts_get_string (step->facts, LC_FACT_FAILED_LAYER);
  const char *proxy = lc_facts_get_string (lc_measurement_get_facts (measurement), LC_FACT_PROXY);
  LcVerdict *verdict;

  if (g_strcmp0 (layer, LC_STEP_TCP) != 0 && g_strcmp0 (layer, LC_STEP_TLS) != 0)
    return warn (LC_CAUSE_WEBSOCKET_CUT, step);
  verdict = lc_judge_layer (step, layer);
  if (verdict->status == LC_STATUS_FAIL)
    verdict->status = LC_STATUS_WARN;
  if (strcmp (layer, LC_STEP_TCP) == 0 && lc_facts_get_bool (step->facts, LC_FACT_IS_PROXY))
    {
      verdict->cause = LC_CAUSE_PROXY_UNREACHABLE;
      lc_facts_set_string (verdict->details, LC_FACT_PROXY, proxy);
    }
  return verdict;
}

/* Socket.IO works by polling alone, only slower: a cut WebSocket is a warning. */
LcVerdict *
lc_judge_socket_io (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds)
{
  const LcStep *polling = lc_measurement_find_step (measurement, LC_STEP_POLLING);
  const LcStep *websocket = lc_measurement_find_step (measurement, LC_STEP_WEBSOCKET);
  const LcStep *probe = lc_measurement_find_step (measurement, LC_STEP_PROBE);

  if (!was_answered (polling))
    return lc_judge_outcome (measurement);
  if (was_answered (probe) || does_without_websocket (polling))
    return lc_judge_pass ();
  if (probe != NULL && probe->outcome != LC_OUTCOME_SKIPPED)
    return warn (LC_CAUSE_WEBSOCKET_CUT, probe);
  if (websocket != NULL)
    return judge_websocket (measurement, websocket);
  return lc_judge_outcome (measurement);
}

/* By the server, not by a proxy before it. */
static gboolean
was_refused_cleanly (const LcStep *step)
{
  return step->outcome == LC_OUTCOME_DENIED &&
         g_strcmp0 (lc_facts_get_string (step->facts, LC_FACT_FAILED_LAYER), LC_STEP_PROXY) != 0;
}

/* Asked by somebody on the way, not by signaling. */
static gboolean
asks_to_sign_in (const LcStep *http)
{
  gint64 status = lc_facts_get_int (http->facts, LC_FACT_STATUS, 0);

  return status == LC_HTTP_PROXY_AUTHENTICATION || status == LC_HTTP_NETWORK_AUTHENTICATION;
}

/* What an endpoint of WebSockets may say to a plain GET. A filter forbids, and a load balancer
 * without a server behind it is not available: these are not the answer of signaling. */
static gboolean
is_of_signaling (gint64 status)
{
  return (status >= 200 && status < 400) || status == 400 || status == 401 || status == 404 || status == 405 ||
         status == 426;
}

static gboolean
has_server_error (const LcStep *step)
{
  return lc_facts_get_int (step->facts, LC_FACT_STATUS, 0) >= 500;
}

/* It may be signaling's own, all the same. */
static LcVerdict *
warn_about_status (const LcStep *step)
{
  LcVerdict *verdict = warn (LC_CAUSE_HTTP_STATUS, step);

  verdict->confidence = LC_CONFIDENCE_LIKELY;
  return verdict;
}

/* Returns: (nullable) (transfer full): a warning when the plain answer is not the
 * server's own */
static LcVerdict *
judge_plain_answer (const LcFacts *subject, const LcStep *http)
{
  const char *location = lc_facts_get_string (http->facts, LC_FACT_LOCATION);

  if (leads_elsewhere (subject, location))
    return judge_redirect (LC_STATUS_WARN, location);
  return is_of_signaling (lc_facts_get_int (http->facts, LC_FACT_STATUS, 0)) ? NULL : warn_about_status (http);
}

/* The protocol inside is not published: a clean HTTP refusal of the upgrade by a
 * server that may be signaling's proves the way is open, an upgrade that is cut
 * does not. */
LcVerdict *
lc_judge_signaling (const LcFacts *subject, LcMeasurement *measurement, const LcThresholds *thresholds)
{
  const LcStep *http = lc_measurement_find_step (measurement, LC_STEP_HTTP);
  const LcStep *websocket = lc_measurement_find_step (measurement, LC_STEP_WEBSOCKET);
  gboolean http_came_back = http != NULL && (http->outcome == LC_OUTCOME_ANSWERED ||
                                             http->outcome == LC_OUTCOME_DENIED);
  LcVerdict *verdict;

  if (was_answered (websocket))
    return lc_judge_pass ();
  if (http != NULL && asks_to_sign_in (http))
    return lc_judge_step (http);
  if (!http_came_back)
    return lc_judge_outcome (measurement);
  if ((verdict = judge_plain_answer (subject, http)) != NULL)
    return verdict;
  if (websocket != NULL && was_refused_cleanly (websocket) && has_server_error (websocket))
    return warn_about_status (websocket);
  if (websocket == NULL || was_refused_cleanly (websocket) || websocket->outcome == LC_OUTCOME_SKIPPED)
    return lc_judge_pass ();
  return judge_websocket (measurement, websocket);
}
