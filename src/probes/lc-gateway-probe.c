/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-gateway-probe.c: the row "computer.gateway". A few echoes to the next hop
 * on the way to the media servers: what is slow here is slow in the house.
 *
 * Outcome: ANSWERED; NO_ANSWER (many routers never answer: it proves nothing);
 * REJECTED or UNREACHABLE with ICMP evidence; SKIPPED (with the fact "reason")
 * when there is no gateway to ask; UNAVAILABLE when this computer does not let
 * us ping or see its routes.
 *
 * Facts: gateway, interface, family ("ipv4", "ipv6"); rtt_us (the lowest of the
 * echoes), sent, received, timestamps ("kernel", "user"); icmp_from, icmp_type,
 * icmp_code, local, reason. The echoes are the samples.
 *
 * Steps: "ping" (target: the gateway).
 */
#include "config.h"

#include "probes/lc-gateway-probe.h"

#include "measurement/lc-step-table.h"
#include "net/lc-ping.h"
#include "net/lc-routes.h"
#include "probes/lc-far-address.h"
#include "probes/lc-icmp-record.h"

#define N_ECHOES 5
#define INTERVAL_MS 50
#define TIMEOUT_MS 1000

struct _LcGatewayProbe
{
  LcProbe parent_instance;

  LcProfile *profile;
};

G_DEFINE_FINAL_TYPE (LcGatewayProbe, lc_gateway_probe, LC_TYPE_PROBE)

typedef struct
{
  LcRecorder *recorder;
  GSocketFamily family; /* the one being asked about */
  guint step;
} GatewayLookup;

static void
gateway_lookup_free (GatewayLookup *lookup)
{
  g_clear_object (&lookup->recorder);
  g_free (lookup);
}

static void
skip (GTask *task, const char *reason)
{
  GatewayLookup *lookup = g_task_get_task_data (task);

  lc_facts_set_string (lc_recorder_get_facts (lookup->recorder), LC_FACT_REASON, reason);
  lc_recorder_set_outcome (lookup->recorder, LC_OUTCOME_SKIPPED);
  g_task_return_boolean (task, TRUE);
}

static void
record_echoes (LcRecorder *recorder, const LcPing *ping)
{
  LcFacts *facts = lc_recorder_get_facts (recorder);
  const LcClock *clock = lc_recorder_get_clock (recorder);
  gint64 least_us = G_MAXINT64;
  guint n_received = 0;

  for (guint i = 0; i < ping->echoes->len; i++)
    {
      const LcEcho *echo = &g_array_index (ping->echoes, LcEcho, i);

      lc_recorder_add_sample (recorder, lc_clock_from_monotonic_us (clock, echo->sent_monotonic_us),
                              echo->rtt_us);
      if (echo->rtt_us >= 0)
        {
          least_us = MIN (least_us, echo->rtt_us);
          n_received++;
        }
    }
  lc_facts_set_int (facts, LC_FACT_SENT, ping->echoes->len);
  lc_facts_set_int (facts, LC_FACT_RECEIVED, n_received);
  if (n_received > 0)
    {
      lc_facts_set_int (facts, LC_FACT_RTT_US, least_us);
      lc_facts_set_string (facts, LC_FACT_TIMESTAMPS, ping->kernel_timestamps ? "kernel" : "user");
    }
}

static void
record_refusal (LcFacts *facts, const LcPing *ping)
{
  lc_facts_set_string (facts, LC_FACT_REASON, ping->reason);
  if (ping->local)
    lc_facts_set_bool (facts, LC_FACT_LOCAL, TRUE);
  if (ping->icmp_error != NULL)
    lc_icmp_error_record (ping->icmp_error, facts);
}

static void
pinged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GatewayLookup *lookup = g_task_get_task_data (task);
  g_autoptr (LcPing) ping = NULL;
  GError *error = NULL;

  ping = lc_ping_finish (result, &error);
  if (ping == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  record_echoes (lookup->recorder, ping);
  record_refusal (lc_recorder_get_facts (lookup->recorder), ping);
  record_refusal (lc_recorder_get_step_facts (lookup->recorder, lookup->step), ping);
  lc_recorder_end_step (lookup->recorder, lookup->step, ping->outcome);
  lc_recorder_set_outcome (lookup->recorder, ping->outcome);
  g_task_return_boolean (task, TRUE);
}

static void
ping_gateway (GTask *task, const LcRoute *route)
{
  GatewayLookup *lookup = g_task_get_task_data (task);
  LcFacts *facts = lc_recorder_get_facts (lookup->recorder);
  GSocketFamily family = g_inet_address_get_family (route->gateway);
  gboolean link_local = g_inet_address_get_is_link_local (route->gateway);
  g_autofree char *gateway = g_inet_address_to_string (route->gateway);
  g_autoptr (GInetSocketAddress) address =
    g_object_new (G_TYPE_INET_SOCKET_ADDRESS,
                  "address", route->gateway,
                  "scope-id", link_local ? route->interface_index : 0,
                  NULL);

  lc_facts_set_string (facts, LC_FACT_GATEWAY, gateway);
  lc_facts_set_string (facts, LC_FACT_FAMILY, family == G_SOCKET_FAMILY_IPV6 ? "ipv6" : "ipv4");
  lookup->step = lc_recorder_begin_step (lookup->recorder, LC_STEP_PING, gateway);
  lc_ping_async (address, N_ECHOES, INTERVAL_MS, TIMEOUT_MS, g_task_get_cancellable (task),
                 pinged_cb, g_object_ref (task));
}

static void ask_route (GTask *task, GSocketFamily family);

static void
route_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GatewayLookup *lookup = g_task_get_task_data (task);
  g_autoptr (LcRoute) route = NULL;
  GError *error = NULL;

  route = lc_routes_find_finish (result, &error);
  if (route == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!route->reachable && lookup->family == G_SOCKET_FAMILY_IPV4)
    {
      ask_route (task, G_SOCKET_FAMILY_IPV6);
      return;
    }

  lc_facts_set_string (lc_recorder_get_facts (lookup->recorder), LC_FACT_INTERFACE,
                       route->interface_name);
  if (!route->reachable)
    skip (task, "no route");
  else if (route->gateway == NULL)
    skip (task, "no gateway on this interface");
  else
    ping_gateway (task, route);
}

static void
ask_route (GTask *task, GSocketFamily family)
{
  LcGatewayProbe *self = g_task_get_source_object (task);
  GatewayLookup *lookup = g_task_get_task_data (task);
  g_autoptr (GInetAddress) address = lc_far_address_new (self->profile, family);

  lookup->family = family;
  lc_routes_find_async (address, g_task_get_cancellable (task), route_cb, g_object_ref (task));
}

static void
lc_gateway_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (probe, cancellable, callback, user_data);
  GatewayLookup *lookup = g_new0 (GatewayLookup, 1);

  g_task_set_source_tag (task, lc_gateway_probe_ask_async);
  g_task_set_task_data (task, lookup, (GDestroyNotify) gateway_lookup_free);
  lookup->recorder = g_object_ref (recorder);
  ask_route (task, G_SOCKET_FAMILY_IPV4);
}

static gboolean
lc_gateway_probe_ask_finish (LcProbe *probe, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lc_gateway_probe_finalize (GObject *object)
{
  LcGatewayProbe *self = LC_GATEWAY_PROBE (object);

  g_clear_object (&self->profile);
  G_OBJECT_CLASS (lc_gateway_probe_parent_class)->finalize (object);
}

static void
lc_gateway_probe_class_init (LcGatewayProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_gateway_probe_finalize;
  LC_PROBE_CLASS (klass)->ask_async = lc_gateway_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = lc_gateway_probe_ask_finish;
}

static void
lc_gateway_probe_init (LcGatewayProbe *self)
{
}

/**
 * lc_gateway_probe_new:
 *
 * Returns: (transfer full): the question of the row "computer.gateway"
 */
LcProbe *
lc_gateway_probe_new (LcProfile *profile)
{
  LcGatewayProbe *self = g_object_new (LC_TYPE_GATEWAY_PROBE, "id", "computer.gateway", NULL);

  self->profile = g_object_ref (profile);
  return LC_PROBE (self);
}
