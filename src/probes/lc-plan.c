/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-plan.c: see lc-plan.h.
 *
 * The plan owns what the probes of one run share: the resolver's cache, the UDP
 * socket, the places for TCP connections, the clock of the latency samples.
 */
#include "config.h"

#include "probes/lc-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/lc-core-enums.h"
#include "core/lc-probe.h"
#include "net/lc-connector.h"
#include "net/lc-latency-sampler.h"
#include "net/lc-resolver.h"
#include "net/lc-stun-udp.h"
#include "probes/lc-clock-probe.h"
#include "probes/lc-dns-probe.h"
#include "probes/lc-gateway-probe.h"
#include "probes/lc-https-probe.h"
#include "probes/lc-network-probe.h"
#include "probes/lc-proxy-probe.h"
#include "probes/lc-region-probe.h"
#include "probes/lc-routing-probe.h"
#include "probes/lc-signaling-probe.h"
#include "probes/lc-socket-io-probe.h"
#include "probes/lc-stun-probe.h"
#include "probes/lc-turn-probe.h"

/* A row of the operator's TCP and TLS fallback on one port. */
#define FALLBACK_TRANSPORT "tcp-tls"

struct _LcPlan
{
  GObject parent_instance;

  LcProfile *profile;
  LcRunOptions options;
  LcChecklist *checklist;
  GPtrArray *probes; /* of LcProbe */
  GHashTable *matched; /* words of options.only that named a row */

  LcResolver *resolver;
  LcStunUdp *stun_udp;
  LcConnector *connector;
  LcLatencySampler *sampler;
};

G_DEFINE_FINAL_TYPE (LcPlan, lc_plan, G_TYPE_OBJECT)

static void
lc_plan_finalize (GObject *object)
{
  LcPlan *self = LC_PLAN (object);

  g_clear_pointer (&self->probes, g_ptr_array_unref);
  g_clear_object (&self->checklist);
  g_clear_pointer (&self->matched, g_hash_table_unref);
  g_clear_object (&self->sampler);
  g_clear_object (&self->connector);
  g_clear_object (&self->stun_udp);
  g_clear_object (&self->resolver);
  g_clear_object (&self->profile);
  lc_run_options_clear (&self->options);
  G_OBJECT_CLASS (lc_plan_parent_class)->finalize (object);
}

static void
lc_plan_class_init (LcPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_plan_finalize;
}

static void
lc_plan_init (LcPlan *self)
{
  self->checklist = lc_checklist_new ();
  self->probes = g_ptr_array_new_with_free_func (g_object_unref);
  self->matched = g_hash_table_new (g_str_hash, g_str_equal);
}

/* "turn" names "turn" and all of "turn.*". */
static gboolean
names (const char *word, const char *id)
{
  gsize length = strlen (word);

  return g_str_has_prefix (id, word) && (id[length] == '\0' || id[length] == '.');
}

static gboolean
is_asked_for (LcPlan *self, const char *id)
{
  gboolean asked_for = self->options.only[0] == NULL;

  for (guint i = 0; self->options.only[i] != NULL; i++)
    if (names (self->options.only[i], id))
      {
        g_hash_table_add (self->matched, self->options.only[i]);
        asked_for = TRUE;
      }
  return asked_for;
}

/* Takes the probe and the subject; keeps them when the row is asked for. */
static void
add (LcPlan *self, LcGroup group, LcKind kind, LcRequirement requirement, LcFacts *subject, LcProbe *probe)
{
  const char *id = lc_probe_get_id (probe);

  if (is_asked_for (self, id))
    {
      lc_checklist_add (self->checklist, lc_check_new (id, group, kind, requirement, subject));
      g_ptr_array_add (self->probes, g_object_ref (probe));
    }
  lc_facts_unref (subject);
  g_object_unref (probe);
}

static void
add_computer (LcPlan *self)
{
  add (self, LC_GROUP_COMPUTER, LC_KIND_NETWORK, LC_REQUIREMENT_OPTIONAL, lc_facts_new (),
       lc_network_probe_new (self->profile, self->resolver));
  add (self, LC_GROUP_COMPUTER, LC_KIND_GATEWAY, LC_REQUIREMENT_OPTIONAL, lc_facts_new (),
       lc_gateway_probe_new (self->profile));
  add (self, LC_GROUP_COMPUTER, LC_KIND_PROXY, LC_REQUIREMENT_OPTIONAL, lc_facts_new (),
       lc_proxy_probe_new (self->profile, g_proxy_resolver_get_default ()));
}

/* The clock is compared with the Date header of the first portal. */
static void
add_clock (LcPlan *self)
{
  const LcEndpoint *portal = lc_profile_find_endpoint (self->profile, LC_ENDPOINT_HTTPS);

  if (portal != NULL)
    add (self, LC_GROUP_COMPUTER, LC_KIND_CLOCK, LC_REQUIREMENT_OPTIONAL, lc_facts_new (),
         lc_clock_probe_new (portal->id));
}

static LcGroup
get_group (const LcEndpoint *endpoint)
{
  return endpoint->kind == LC_ENDPOINT_STUN || endpoint->kind == LC_ENDPOINT_TURN ? LC_GROUP_STUN_TURN
                                                                                  : LC_GROUP_PORTAL;
}

static LcFacts *
new_endpoint_subject (const LcEndpoint *endpoint)
{
  LcFacts *subject = lc_facts_new ();

  lc_facts_set_string (subject, "name", endpoint->name);
  lc_facts_set_string (subject, "host", endpoint->host);
  return subject;
}

static LcFacts *
new_port_subject (const LcEndpoint *endpoint, guint16 port, const char *transport)
{
  LcFacts *subject = new_endpoint_subject (endpoint);

  lc_facts_set_int (subject, "port", port);
  lc_facts_set_string (subject, "transport", transport);
  lc_facts_set_string (subject, "path", endpoint->path);
  return subject;
}

static void
add_name_lookups (LcPlan *self, LcGroup group)
{
  const GPtrArray *endpoints = lc_profile_get_endpoints (self->profile);

  for (guint i = 0; i < endpoints->len; i++)
    {
      const LcEndpoint *endpoint = g_ptr_array_index (endpoints, i);
      g_autofree char *id = g_strconcat ("dns.", endpoint->id, NULL);

      if (get_group (endpoint) == group)
        add (self, group, LC_KIND_DNS, LC_REQUIREMENT_REQUIRED, new_endpoint_subject (endpoint),
             lc_dns_probe_new (id, endpoint, self->resolver));
    }
}

static void
add_web (LcPlan *self, const LcEndpoint *endpoint)
{
  const LcServerPort *server = &g_array_index (endpoint->ports, LcServerPort, 0);
  LcFacts *subject = new_port_subject (endpoint, server->port, "tcp");

  if (endpoint->kind == LC_ENDPOINT_HTTPS)
    add (self, LC_GROUP_PORTAL, LC_KIND_HTTPS, LC_REQUIREMENT_REQUIRED, subject,
         lc_https_probe_new (endpoint->id, endpoint, self->resolver));
  else if (endpoint->kind == LC_ENDPOINT_SOCKET_IO)
    add (self, LC_GROUP_PORTAL, LC_KIND_SOCKET_IO, LC_REQUIREMENT_REQUIRED, subject,
         lc_socket_io_probe_new (endpoint->id, endpoint, self->resolver));
  else
    add (self, LC_GROUP_PORTAL, LC_KIND_SIGNALING, LC_REQUIREMENT_REQUIRED, subject,
         lc_signaling_probe_new (endpoint->id, endpoint, self->resolver));
}

static gboolean
is_only_port (const LcEndpoint *endpoint, LcTransport transport)
{
  guint n = 0;

  for (guint i = 0; i < endpoint->ports->len; i++)
    {
      const LcServerPort *server = &g_array_index (endpoint->ports, LcServerPort, i);

      n += server->transport == transport && server->layer == LC_LAYER_VENDOR;
    }
  return n == 1;
}

/* "turn.udp", or "turn.udp-3479" where the transport has several ports. */
static char *
dup_port_id (const LcEndpoint *endpoint, const LcServerPort *server)
{
  const char *transport = lc_enum_nick (LC_TYPE_TRANSPORT, server->transport);

  if (is_only_port (endpoint, server->transport))
    return g_strdup_printf ("%s.%s", endpoint->id, transport);
  return g_strdup_printf ("%s.%s-%u", endpoint->id, transport, server->port);
}

static void
add_required_port (LcPlan *self, const LcEndpoint *endpoint, const LcServerPort *server)
{
  g_autofree char *id = dup_port_id (endpoint, server);
  LcFacts *subject =
    new_port_subject (endpoint, server->port, lc_enum_nick (LC_TYPE_TRANSPORT, server->transport));

  if (endpoint->kind == LC_ENDPOINT_STUN)
    add (self, LC_GROUP_STUN_TURN, LC_KIND_STUN, LC_REQUIREMENT_REQUIRED, subject,
         lc_stun_probe_new (id, self->resolver, self->stun_udp, self->connector, endpoint->host, server->port,
                            server->transport));
  else
    add (self, LC_GROUP_STUN_TURN, LC_KIND_TURN, LC_REQUIREMENT_REQUIRED, subject,
         lc_turn_probe_new (id, self->resolver, self->stun_udp, self->connector, endpoint->host, server->port,
                            server->transport));
}

/* The operator's ports are one row a port: it is open when any of its
 * transports answers. */
static void
add_fallback_port (LcPlan *self, const LcEndpoint *endpoint, guint first)
{
  const LcServerPort *server = &g_array_index (endpoint->ports, LcServerPort, first);
  g_autofree char *id = g_strdup_printf ("%s.%u", endpoint->id, server->port);
  LcProbe *probe = lc_turn_probe_new (id, self->resolver, self->stun_udp, self->connector, endpoint->host,
                                      server->port, server->transport);
  const char *transport = lc_enum_nick (LC_TYPE_TRANSPORT, server->transport);

  for (guint i = first + 1; i < endpoint->ports->len; i++)
    {
      const LcServerPort *other = &g_array_index (endpoint->ports, LcServerPort, i);

      if (other->layer == LC_LAYER_OPERATOR && other->port == server->port)
        {
          lc_turn_probe_add_transport (LC_TURN_PROBE (probe), other->transport);
          transport = FALLBACK_TRANSPORT;
        }
    }
  add (self, LC_GROUP_STUN_TURN, LC_KIND_TURN, LC_REQUIREMENT_OPTIONAL,
       new_port_subject (endpoint, server->port, transport), probe);
}

static gboolean
is_first_of_its_port (const LcEndpoint *endpoint, guint index)
{
  const LcServerPort *server = &g_array_index (endpoint->ports, LcServerPort, index);

  for (guint i = 0; i < index; i++)
    {
      const LcServerPort *other = &g_array_index (endpoint->ports, LcServerPort, i);

      if (other->layer == server->layer && other->port == server->port)
        return FALSE;
    }
  return TRUE;
}

static void
add_ports (LcPlan *self, const LcEndpoint *endpoint)
{
  for (guint i = 0; i < endpoint->ports->len; i++)
    {
      const LcServerPort *server = &g_array_index (endpoint->ports, LcServerPort, i);

      if (server->layer == LC_LAYER_VENDOR)
        add_required_port (self, endpoint, server);
      else if (endpoint->kind == LC_ENDPOINT_TURN && is_first_of_its_port (endpoint, i))
        add_fallback_port (self, endpoint, i);
    }
}

static void
add_endpoints (LcPlan *self, LcGroup group)
{
  const GPtrArray *endpoints = lc_profile_get_endpoints (self->profile);

  for (guint i = 0; i < endpoints->len; i++)
    {
      const LcEndpoint *endpoint = g_ptr_array_index (endpoints, i);

      if (get_group (endpoint) != group)
        continue;
      if (group == LC_GROUP_PORTAL)
        add_web (self, endpoint);
      else
        add_ports (self, endpoint);
    }
}

static void
add_region (LcPlan *self, const LcRegion *region, const char *id)
{
  LcFacts *subject = lc_facts_new ();

  lc_facts_set_string (subject, "region", region->id);
  lc_facts_set_string (subject, "edge", region->edge);
  lc_facts_set_string (subject, "place", region->place);
  lc_facts_set_string (subject, "layer", lc_enum_nick (LC_TYPE_LAYER, region->layer));
  lc_facts_set_int (subject, "port", lc_profile_get_region_port (self->profile));
  lc_facts_set_string (subject, "transport", "udp");
  add (self, LC_GROUP_MEDIA, LC_KIND_REGION,
       region->layer == LC_LAYER_VENDOR ? LC_REQUIREMENT_REQUIRED : LC_REQUIREMENT_OPTIONAL, subject,
       lc_region_probe_new (id, self->resolver, self->stun_udp, self->connector, self->sampler, self->profile,
                            region, self->options.samples));
}

/* DNS sends the names of STUN and TURN to the region that it takes for the nearest. */
static void
add_global_names (LcPlan *self, LcRoutingProbe *routing)
{
  const GPtrArray *endpoints = lc_profile_get_endpoints (self->profile);

  for (guint i = 0; i < endpoints->len; i++)
    {
      const LcEndpoint *endpoint = g_ptr_array_index (endpoints, i);
      g_autofree char *id = g_strconcat ("dns.", endpoint->id, NULL);

      if (get_group (endpoint) == LC_GROUP_STUN_TURN)
        lc_routing_probe_add_host (routing, endpoint->host, id);
    }
}

static void
add_regions (LcPlan *self)
{
  const GPtrArray *regions = lc_profile_get_regions (self->profile);
  LcProbe *routing = lc_routing_probe_new ("routing", self->resolver, self->profile);

  for (guint i = 0; i < regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (regions, i);
      g_autofree char *id = g_strconcat ("region.", region->id, NULL);

      if (region->layer == LC_LAYER_OPERATOR && !self->options.all_regions)
        continue;
      add_region (self, region, id);
      lc_routing_probe_add_region (LC_ROUTING_PROBE (routing), region, id);
    }
  add_global_names (self, LC_ROUTING_PROBE (routing));
  add (self, LC_GROUP_MEDIA, LC_KIND_ROUTING, LC_REQUIREMENT_REQUIRED, lc_facts_new (), routing);
}

static gboolean
check_only (LcPlan *self, GError **error)
{
  for (guint i = 0; self->options.only[i] != NULL; i++)
    if (!g_hash_table_contains (self->matched, self->options.only[i]))
      {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                     _("--only: expected the id of a check (--list shows them), found “%s”"),
                     self->options.only[i]);
        return FALSE;
      }
  return TRUE;
}

/**
 * lc_plan_new:
 * @profile: what the service needs
 * @options: copied
 * @error: return location: %G_IO_ERROR_NOT_FOUND for a word of options.only that
 *   names no row, or the resolver's error
 *
 * Returns: (transfer full): the rows and probes of one run, or %NULL
 */
LcPlan *
lc_plan_new (LcProfile *profile, const LcRunOptions *options, GError **error)
{
  g_autoptr (LcPlan) self = g_object_new (LC_TYPE_PLAN, NULL);

  self->profile = g_object_ref (profile);
  lc_run_options_copy (options, &self->options);
  self->resolver = lc_resolver_new (error);
  if (self->resolver == NULL)
    return NULL;
  self->stun_udp = lc_stun_udp_new ();
  self->connector = lc_connector_new (LC_CONNECTOR_MAX_OPEN);
  self->sampler = lc_latency_sampler_new (self->stun_udp, self->connector,
                                          lc_profile_get_deadlines (profile)->sample_interval_ms);

  add_computer (self);
  add_clock (self);
  add_name_lookups (self, LC_GROUP_PORTAL);
  add_endpoints (self, LC_GROUP_PORTAL);
  add_name_lookups (self, LC_GROUP_STUN_TURN);
  add_endpoints (self, LC_GROUP_STUN_TURN);
  add_regions (self);
  return check_only (self, error) ? g_steal_pointer (&self) : NULL;
}

/* Returns: (transfer none): the rows */
LcChecklist *
lc_plan_get_checklist (LcPlan *self)
{
  return self->checklist;
}

/* Returns: (transfer none) (element-type LcProbe): one for each row, in the same order */
GPtrArray *
lc_plan_get_probes (LcPlan *self)
{
  return self->probes;
}
