/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-network-probe.c: the row "computer.network". Asks the kernel alone; sends
 * nothing.
 *
 * Outcome: ANSWERED; UNREACHABLE (with the fact "local") when there is no way
 * out, neither over IPv4 nor over IPv6; UNAVAILABLE when this computer does not
 * let us see its routes.
 *
 * Facts:
 * - ipv4, ipv6 (bool): there is a route far away and a source address for it
 *   that others can answer to (not link-local)
 * - ipv4_gateway, ipv4_interface, ipv4_source and ipv6_...: the way that a
 *   packet far away would take now, policy rules included
 * - ipv4_default_routes, ipv6_default_routes (list): "via 192.0.2.1 dev eth0
 *   metric 100", lowest metric first
 * - interface, interface_kind ("wired", "wifi", "mobile", "vpn", "bridge",
 *   "virtual", "unknown"), interface_evidence (list), interface_mtu: the one
 *   that carries media (IPv4), or else IPv6
 * - network_name: the name (SSID) of the wireless network that it is in
 * - interfaces (list): names of those with an address, loopback aside
 * - interfaces_omitted: how many there are beyond those listed
 * - resolvers (list)
 * - links_reason, routes_reason: why interfaces or routes were not seen
 *
 * Steps: "route" (target: the address asked for; facts gateway, interface,
 * source, table), "interface" (target: its name; facts kind, evidence, mtu, up,
 * addresses).
 */
#include "config.h"

#include "probes/lc-network-probe.h"

#include "measurement/lc-step-table.h"
#include "net/lc-links.h"
#include "net/lc-routes.h"
#include "net/lc-wifi.h"
#include "probes/lc-far-address.h"

#define N_FAMILIES 2

struct _LcNetworkProbe
{
  LcProbe parent_instance;

  LcProfile *profile;
  LcResolver *resolver;
};

G_DEFINE_FINAL_TYPE (LcNetworkProbe, lc_network_probe, LC_TYPE_PROBE)

static const struct
{
  GSocketFamily family;
  const char *is_usable;
  const char *default_routes;
  const char *gateway;
  const char *interface;
  const char *source;
} families[N_FAMILIES] = {
  { G_SOCKET_FAMILY_IPV4, LC_FACT_IPV4, LC_FACT_IPV4_DEFAULT_ROUTES, LC_FACT_IPV4_GATEWAY, LC_FACT_IPV4_INTERFACE,
    LC_FACT_IPV4_SOURCE },
  { G_SOCKET_FAMILY_IPV6, LC_FACT_IPV6, LC_FACT_IPV6_DEFAULT_ROUTES, LC_FACT_IPV6_GATEWAY, LC_FACT_IPV6_INTERFACE,
    LC_FACT_IPV6_SOURCE },
};

typedef struct
{
  LcRecorder *recorder;
  GInetAddress *far_addresses[N_FAMILIES];
  LcRoute *routes[N_FAMILIES];
  guint index; /* the family being asked about */
  gint64 start_us;
  GError *routes_error;
} NetworkLookup;

static void
network_lookup_free (NetworkLookup *lookup)
{
  for (guint i = 0; i < N_FAMILIES; i++)
    {
      g_clear_object (&lookup->far_addresses[i]);
      g_clear_pointer (&lookup->routes[i], lc_route_free);
    }
  g_clear_error (&lookup->routes_error);
  g_clear_object (&lookup->recorder);
  g_free (lookup);
}

static char *
dup_address (GInetAddress *address)
{
  return address != NULL ? g_inet_address_to_string (address) : NULL;
}

static void
record_route (NetworkLookup *lookup, const LcRoute *route)
{
  LcFacts *facts = lc_recorder_get_facts (lookup->recorder);
  g_autofree char *destination = dup_address (route->destination);
  g_autofree char *gateway = dup_address (route->gateway);
  g_autofree char *source = dup_address (route->source);
  LcOutcome outcome = route->reachable ? LC_OUTCOME_ANSWERED : LC_OUTCOME_UNREACHABLE;
  gint64 duration_us = lc_recorder_now_us (lookup->recorder) - lookup->start_us;
  guint step = lc_recorder_add_step (lookup->recorder, LC_STEP_ROUTE, destination, outcome,
                                     lookup->start_us, duration_us);
  LcFacts *step_facts = lc_recorder_get_step_facts (lookup->recorder, step);

  lc_facts_set_bool (facts, families[lookup->index].is_usable, lc_route_is_usable (route));
  if (!route->reachable)
    {
      lc_facts_set_bool (step_facts, LC_FACT_LOCAL, TRUE);
      return;
    }
  lc_facts_set_string (step_facts, LC_FACT_GATEWAY, gateway);
  lc_facts_set_string (step_facts, LC_FACT_INTERFACE, route->interface_name);
  lc_facts_set_string (step_facts, LC_FACT_SOURCE, source);
  lc_facts_set_int (step_facts, LC_FACT_TABLE, route->table);
  lc_facts_set_string (facts, families[lookup->index].gateway, gateway);
  lc_facts_set_string (facts, families[lookup->index].interface, route->interface_name);
  lc_facts_set_string (facts, families[lookup->index].source, source);
}

static void
record_link (LcRecorder *recorder, const LcLink *link, gint64 start_us)
{
  gint64 duration_us = lc_recorder_now_us (recorder) - start_us;
  guint step = lc_recorder_add_step (recorder, LC_STEP_INTERFACE, link->name, LC_OUTCOME_ANSWERED,
                                     start_us, duration_us);
  LcFacts *facts = lc_recorder_get_step_facts (recorder, step);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < link->addresses->len; i++)
    g_ptr_array_add (addresses, lc_link_address_to_string (g_ptr_array_index (link->addresses, i)));
  g_ptr_array_add (addresses, NULL);

  lc_facts_set_string (facts, LC_FACT_KIND, lc_link_kind_to_string (link->kind));
  lc_facts_set_strv (facts, LC_FACT_EVIDENCE, (const char *const *) link->evidence);
  lc_facts_set_int (facts, LC_FACT_MTU, link->mtu);
  lc_facts_set_bool (facts, LC_FACT_UP, link->up);
  lc_facts_set_strv (facts, LC_FACT_ADDRESSES, (const char *const *) addresses->pdata);
}

/* The link that carries media: IPv4 first. */
static void
record_carrier (NetworkLookup *lookup, const GPtrArray *links)
{
  LcFacts *facts = lc_recorder_get_facts (lookup->recorder);
  const LcRoute *carrier = NULL;
  const LcLink *link;
  g_autofree char *network_name = NULL;

  for (guint i = 0; i < N_FAMILIES && carrier == NULL; i++)
    {
      if (lc_route_is_usable (lookup->routes[i]))
        carrier = lookup->routes[i];
    }
  if (carrier == NULL)
    return;
  lc_facts_set_string (facts, LC_FACT_INTERFACE, carrier->interface_name);
  link = links != NULL ? lc_links_find (links, carrier->interface_index) : NULL;
  if (link == NULL)
    return;
  lc_facts_set_string (facts, LC_FACT_INTERFACE_KIND, lc_link_kind_to_string (link->kind));
  lc_facts_set_strv (facts, LC_FACT_INTERFACE_EVIDENCE, (const char *const *) link->evidence);
  lc_facts_set_int (facts, LC_FACT_INTERFACE_MTU, link->mtu);
  if (link->kind != LC_LINK_WIFI)
    return;
  network_name = lc_wifi_dup_network_name (link->name);
  lc_facts_set_string (facts, LC_FACT_NETWORK_NAME, network_name);
}

static void
record_links (NetworkLookup *lookup, const GPtrArray *links, guint n_omitted)
{
  LcFacts *facts = lc_recorder_get_facts (lookup->recorder);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < links->len; i++)
    {
      const LcLink *link = g_ptr_array_index (links, i);

      if (link->kind == LC_LINK_LOOPBACK || link->addresses->len == 0)
        continue;
      g_ptr_array_add (names, link->name);
      record_link (lookup->recorder, link, lookup->start_us);
    }
  g_ptr_array_add (names, NULL);
  lc_facts_set_strv (facts, LC_FACT_INTERFACES, (const char *const *) names->pdata);
  if (n_omitted > 0)
    lc_facts_set_int (facts, LC_FACT_INTERFACES_OMITTED, n_omitted);
}

static void
conclude (GTask *task)
{
  NetworkLookup *lookup = g_task_get_task_data (task);
  LcFacts *facts = lc_recorder_get_facts (lookup->recorder);

  if (lookup->routes_error != NULL)
    {
      lc_recorder_set_outcome (lookup->recorder, LC_OUTCOME_UNAVAILABLE);
      lc_facts_set_string (facts, LC_FACT_REASON, lookup->routes_error->message);
    }
  else if (!lc_route_is_usable (lookup->routes[0]) && !lc_route_is_usable (lookup->routes[1]))
    {
      lc_recorder_set_outcome (lookup->recorder, LC_OUTCOME_UNREACHABLE);
      lc_facts_set_bool (facts, LC_FACT_LOCAL, TRUE);
    }
  else
    {
      lc_recorder_set_outcome (lookup->recorder, LC_OUTCOME_ANSWERED);
    }
  g_task_return_boolean (task, TRUE);
}

static void
links_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  NetworkLookup *lookup = g_task_get_task_data (task);
  LcFacts *facts = lc_recorder_get_facts (lookup->recorder);
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (GError) error = NULL;
  guint n_omitted = 0;

  links = lc_links_list_finish (result, &n_omitted, &error);
  if (g_task_return_error_if_cancelled (task))
    return;
  record_carrier (lookup, links);
  if (links != NULL)
    record_links (lookup, links, n_omitted);
  else
    lc_facts_set_string (facts, LC_FACT_LINKS_REASON, error->message);
  conclude (task);
}

static void
ask_links (GTask *task)
{
  NetworkLookup *lookup = g_task_get_task_data (task);

  lookup->start_us = lc_recorder_now_us (lookup->recorder);
  lc_links_list_async (NULL, g_task_get_cancellable (task), links_cb, g_object_ref (task));
}

static void ask_route (GTask *task);

static void
note_routes_error (NetworkLookup *lookup, GError *error)
{
  lc_facts_set_string (lc_recorder_get_facts (lookup->recorder), LC_FACT_ROUTES_REASON, error->message);
  g_clear_error (&lookup->routes_error);
  lookup->routes_error = error;
}

static void
defaults_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  NetworkLookup *lookup = g_task_get_task_data (task);
  g_autoptr (GPtrArray) routes = NULL;
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  GError *error = NULL;

  routes = lc_routes_list_default_finish (result, &error);
  if (routes == NULL)
    {
      note_routes_error (lookup, error);
      ask_links (task);
      return;
    }
  for (guint i = 0; i < routes->len; i++)
    g_ptr_array_add (texts, lc_route_to_string (g_ptr_array_index (routes, i)));
  g_ptr_array_add (texts, NULL);
  lc_facts_set_strv (lc_recorder_get_facts (lookup->recorder), families[lookup->index].default_routes,
                     (const char *const *) texts->pdata);

  if (++lookup->index < N_FAMILIES)
    ask_route (task);
  else
    ask_links (task);
}

static void
route_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  NetworkLookup *lookup = g_task_get_task_data (task);
  GError *error = NULL;
  LcRoute *route = lc_routes_find_finish (result, &error);

  if (route == NULL)
    {
      note_routes_error (lookup, error);
      ask_links (task);
      return;
    }
  lookup->routes[lookup->index] = route;
  record_route (lookup, route);
  lc_routes_list_default_async (families[lookup->index].family, g_task_get_cancellable (task),
                                defaults_cb, g_object_ref (task));
}

static void
ask_route (GTask *task)
{
  NetworkLookup *lookup = g_task_get_task_data (task);

  lookup->start_us = lc_recorder_now_us (lookup->recorder);
  lc_routes_find_async (lookup->far_addresses[lookup->index], g_task_get_cancellable (task),
                        route_cb, g_object_ref (task));
}

static void
lc_network_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  LcNetworkProbe *self = LC_NETWORK_PROBE (probe);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  NetworkLookup *lookup = g_new0 (NetworkLookup, 1);

  g_task_set_source_tag (task, lc_network_probe_ask_async);
  g_task_set_task_data (task, lookup, (GDestroyNotify) network_lookup_free);
  lookup->recorder = g_object_ref (recorder);
  for (guint i = 0; i < N_FAMILIES; i++)
    lookup->far_addresses[i] = lc_far_address_new (self->profile, families[i].family);

  if (self->resolver != NULL)
    {
      g_auto (GStrv) servers = lc_resolver_dup_servers (self->resolver);

      lc_facts_set_strv (lc_recorder_get_facts (recorder), LC_FACT_RESOLVERS,
                         (const char *const *) servers);
    }
  ask_route (task);
}

static gboolean
lc_network_probe_ask_finish (LcProbe *probe, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lc_network_probe_finalize (GObject *object)
{
  LcNetworkProbe *self = LC_NETWORK_PROBE (object);

  g_clear_object (&self->profile);
  g_clear_object (&self->resolver);
  G_OBJECT_CLASS (lc_network_probe_parent_class)->finalize (object);
}

static void
lc_network_probe_class_init (LcNetworkProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_network_probe_finalize;
  LC_PROBE_CLASS (klass)->ask_async = lc_network_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = lc_network_probe_ask_finish;
}

static void
lc_network_probe_init (LcNetworkProbe *self)
{
}

/**
 * lc_network_probe_new:
 * @resolver: (nullable): whose servers are written down
 *
 * Returns: (transfer full): the question of the row "computer.network"
 */
LcProbe *
lc_network_probe_new (LcProfile *profile, LcResolver *resolver)
{
  LcNetworkProbe *self = g_object_new (LC_TYPE_NETWORK_PROBE, "id", "computer.network", NULL);

  self->profile = g_object_ref (profile);
  g_set_object (&self->resolver, resolver);
  return LC_PROBE (self);
}
