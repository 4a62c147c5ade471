/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-check-text.c: what a row is called, whom it asks, and its one figure.
 */
#include "config.h"

#include "words/lc-check-text.h"

#include "language/lc-i18n.h"
#include "words/lc-profile-text.h"

/* A row says what it speaks to the port; what a firewall has to let through is TCP. */
static const char *
get_protocol (const LcFacts *subject)
{
  const char *transport = lc_facts_get_string (subject, LC_FACT_TRANSPORT);

  return g_strcmp0 (transport, "tls") == 0 ? "TLS" : lc_text_get_protocol (transport);
}

static char *
format_latency (LcMeasurement *measurement)
{
  guint n_samples;
  const LcSample *samples = lc_measurement_get_samples (measurement, &n_samples);
  LcStats stats;
  g_autofree char *median = NULL;
  g_autofree char *lost = NULL;

  lc_stats_compute (samples, n_samples, &stats);
  if (stats.n_received == 0)
    return g_strdup ("");
  median = lc_text_dup_ms (stats.median_us);
  if (stats.n_lost == 0)
    return g_steal_pointer (&median);
  lost = lc_text_dup_lost (&stats);
  /* Translators: a time such as “12.1 ms”, and “2 of 20 lost”. */
  return g_strdup_printf (_("%s, %s"), median, lost);
}

static char *
format_fact_ms (const LcFacts *facts, const char *name)
{
  gint64 us = lc_facts_get_int (facts, name, -1);

  if (us < 0)
    return g_strdup ("");
  /* Translators: a time too short to print as “0.1 ms”. */
  return us < 100 ? g_strdup (_("<0.1 ms")) : lc_text_dup_ms (us);
}

static char *
format_interface (const LcFacts *facts)
{
  const char *interface = lc_facts_get_string (facts, LC_FACT_INTERFACE);

  return g_strdup (interface != NULL ? interface : "");
}

static char *
format_proxy (const LcFacts *facts)
{
  g_auto (GStrv) proxies = lc_facts_dup_strv (facts, LC_FACT_PROXIES);

  /* Translators: there is no proxy. */
  return g_strdup (proxies[0] != NULL ? proxies[0] : C_("proxy", "none"));
}

static char *
format_routing (const LcFacts *facts)
{
  const char *region = lc_facts_get_string (facts, LC_FACT_NEAREST_REGION);
  gint64 median_us = lc_facts_get_int (facts, LC_FACT_NEAREST_MEDIAN_US, -1);
  g_autofree char *median = lc_text_dup_ms (MAX (median_us, 0));

  if (region == NULL)
    return g_strdup ("");
  /* Translators: the id of a region (“ie1”) and a time. */
  return g_strdup_printf (_("%s, %s"), region, median);
}

/**
 * lc_text_get_protocol:
 * @transport: (nullable): "udp", "tcp", "tls" or "tcp-tls"
 *
 * Returns: (transfer none): what a firewall has to let through; names of protocols are not
 *   translated
 */
const char *
lc_text_get_protocol (const char *transport)
{
  if (g_strcmp0 (transport, "udp") == 0)
    return "UDP";
  if (g_strcmp0 (transport, "tcp-tls") == 0)
    return "TCP/TLS";
  return "TCP";
}

/**
 * lc_text_dup_ms:
 * @us: microseconds
 *
 * Returns: (transfer full): in milliseconds, with a tenth below a hundred
 */
char *
lc_text_dup_ms (gint64 us)
{
  /* Translators: a time in milliseconds. Keep the no-break space (U+00A0). */
  return us < 99950 ? g_strdup_printf (_("%.1f ms"), us / 1000.0) : g_strdup_printf (_("%.0f ms"), us / 1000.0);
}

/**
 * lc_text_dup_measured_ms:
 * @us: microseconds, or -1 for what was not measured
 *
 * Returns: (transfer full): as lc_text_dup_ms(), or a dash
 */
char *
lc_text_dup_measured_ms (gint64 us)
{
  return us >= 0 ? lc_text_dup_ms (us) : g_strdup ("–");
}

/**
 * lc_text_dup_loss:
 *
 * Returns: (transfer full): how many of how many packets were lost: "2 of 20",
 *   for under the heading "Loss"
 */
char *
lc_text_dup_loss (const LcStats *stats)
{
  /* Translators: how many of how many packets were lost. */
  return g_strdup_printf (_("%u of %u"), stats->n_lost, stats->n_sent);
}

/* Returns: (transfer full): the same where no heading says it: "2 of 20 lost" */
char *
lc_text_dup_lost (const LcStats *stats)
{
  /* Translators: how many of how many packets were lost. */
  return g_strdup_printf (_("%u of %u lost"), stats->n_lost, stats->n_sent);
}

/**
 * lc_text_dup_duration:
 * @us: microseconds
 *
 * Returns: (transfer full): in seconds, milliseconds or microseconds, whichever
 *   makes two or three digits
 */
char *
lc_text_dup_duration (gint64 us)
{
  if (us >= G_USEC_PER_SEC)
    /* Translators: a time in seconds. */
    return g_strdup_printf (_("%.1f s"), us / (double) G_USEC_PER_SEC);
  if (us > -100 && us < 100)
    /* Translators: a time in microseconds. */
    return g_strdup_printf (_("%d µs"), (int) us);
  return lc_text_dup_ms (us);
}

/* Returns: the heading of a group of rows in the person's language */
const char *
lc_group_get_title (LcGroup group)
{
  switch (group)
    {
    case LC_GROUP_COMPUTER:
      return _("This computer");
    case LC_GROUP_PORTAL:
      return _("Portal and signaling");
    case LC_GROUP_STUN_TURN:
      return _("STUN and TURN");
    case LC_GROUP_MEDIA:
      return _("Media regions");
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * lc_check_dup_title:
 *
 * Returns: (transfer full): the row's name in the person's language
 */
char *
lc_check_dup_title (LcCheck *self)
{
  const LcFacts *subject = lc_check_get_subject (self);
  const char *name = lc_profile_text_endpoint (lc_facts_get_string (subject, LC_FACT_NAME));
  g_autofree char *port = g_strdup_printf ("%d", (int) lc_facts_get_int (subject, LC_FACT_PORT, 0));

  switch (lc_check_get_kind (self))
    {
    case LC_KIND_NETWORK:
      return g_strdup (_("Network connection"));
    case LC_KIND_GATEWAY:
      return g_strdup (_("Gateway"));
    case LC_KIND_PROXY:
      return g_strdup (_("Proxy"));
    case LC_KIND_CLOCK:
      return g_strdup (_("Clock"));
    case LC_KIND_DNS:
      /* Translators: %s is the name of a service, such as “Portal”. */
      return g_strdup_printf (_("Name lookup: %s"), name != NULL ? name : "");
    case LC_KIND_HTTPS:
    case LC_KIND_SOCKET_IO:
    case LC_KIND_SIGNALING:
      return g_strdup (name != NULL ? name : lc_check_get_id (self));
    case LC_KIND_STUN:
      /* Translators: a transport (“UDP”) and a port number. */
      return g_strdup_printf (_("STUN over %s, port %s"), get_protocol (subject), port);
    case LC_KIND_TURN:
      /* Translators: a transport (“UDP”) and a port number. */
      return g_strdup_printf (_("TURN over %s, port %s"), get_protocol (subject), port);
    case LC_KIND_REGION:
      /* Translators: a place (“Ireland”) and the id of a region (“ie1”). */
      return g_strdup_printf (_("%s (%s)"), lc_profile_text_place (lc_facts_get_string (subject, LC_FACT_PLACE)),
                              lc_facts_get_string (subject, LC_FACT_REGION));
    case LC_KIND_ROUTING:
      return g_strdup (_("Recommended region"));
    default:
      return g_strdup (lc_check_get_id (self));
    }
}

/**
 * lc_check_dup_endpoint:
 * @subject: what a row asks about
 *
 * Returns: (transfer full): whom it asks, for people: "host, UDP port 3478",
 *   or "Ireland, UDP port 3478" for the media servers of a region; empty for rows that ask nobody in particular
 */
char *
lc_check_dup_endpoint (const LcFacts *subject)
{
  const char *host = lc_facts_get_string (subject, LC_FACT_HOST);
  const char *place = lc_profile_text_place (lc_facts_get_string (subject, LC_FACT_PLACE));
  const char *protocol = get_protocol (subject);
  g_autofree char *port = g_strdup_printf ("%d", (int) lc_facts_get_int (subject, LC_FACT_PORT, 0));

  if (place != NULL || (host != NULL && lc_facts_has (subject, LC_FACT_PORT)))
    /* Translators: a host name or a place (“Ireland”), a protocol (“UDP”) and a port number. */
    return g_strdup_printf (_("%s, %s port %s"), place != NULL ? place : host, protocol, port);
  return g_strdup (host != NULL ? host : "");
}

/**
 * lc_check_dup_figure:
 *
 * Returns: (transfer full): the one figure of the row that matters to a person,
 *   such as "12.1 ms"; empty when there is none
 */
char *
lc_check_dup_figure (LcCheck *self)
{
  LcMeasurement *measurement = lc_check_get_measurement (self);
  const LcFacts *facts;

  if (measurement == NULL || lc_measurement_get_outcome (measurement) != LC_OUTCOME_ANSWERED)
    return g_strdup ("");
  facts = lc_measurement_get_facts (measurement);
  switch (lc_check_get_kind (self))
    {
    case LC_KIND_GATEWAY:
    case LC_KIND_STUN:
    case LC_KIND_TURN:
      return format_fact_ms (facts, LC_FACT_RTT_US);
    case LC_KIND_DNS:
      return format_fact_ms (facts, LC_FACT_LOOKUP_US);
    case LC_KIND_HTTPS:
    case LC_KIND_SOCKET_IO:
    case LC_KIND_SIGNALING:
      return lc_text_dup_ms (lc_measurement_get_duration_us (measurement));
    case LC_KIND_REGION:
      return format_latency (measurement);
    case LC_KIND_ROUTING:
      return format_routing (facts);
    case LC_KIND_NETWORK:
      return format_interface (facts);
    case LC_KIND_PROXY:
      return format_proxy (facts);
    case LC_KIND_CLOCK:
    default:
      return g_strdup ("");
    }
}
