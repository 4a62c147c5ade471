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

#include "base/lc-base-enums.h"
#include "check/lc-probe.h"
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
#include "profile/lc-profile-enums.h"

/* A row of the operator's TCP and TLS fallback on one port. */
#define FALLBACK_TRANSPORT "tcp-tls"

typedef struct
{
  LcCheck *check;
  LcProbe *probe;
  gboolean asked_for;
} Row;

struct _LcPlan
{
  GObject parent_instance;

  LcProfile *profile;
  LcRunOptions options;
  GArray *rows; /* of Row: all that the profile asks for */
  LcChecklist *checklist;
  GPtrArray *probes; /* of LcProbe */

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
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_object (&self->sampler);
  g_clear_object (&self->connector);
  g_clear_object (&self->stun_udp);
  if (self->resolver != NULL)
    lc_resolver_uninstall (self->resolver);
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
row_clear (gpointer data)
{
  Row *row = data;

  g_object_unref (row->check);
  g_object_unref (row->probe);
}

static void
lc_plan_init (LcPlan *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self->rows, row_clear);
  self->checklist = lc_checklist_new ();
  self->probes = g_ptr_array_new_with_free_func (g_object_unref);
}

/* Takes the subject and the probe. */
static void
add (LcPlan *self, LcGroup group, LcKind kind, LcRequirement requirement, LcFacts *subject, LcProbe *probe)
{
  Row row = { lc_check_new (lc_probe_get_id (probe), group, kind, requirement, subject), probe, FALSE };

  lc_facts_unref (subject);
  g_array_append_val (self->rows, row);
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

  lc_facts_set_string (subject, LC_FACT_NAME, endpoint->name);
  lc_facts_set_string (subject, LC_FACT_HOST, endpoint->host);
  return subject;
}

static LcFacts *
new_port_subject (const LcEndpoint *endpoint, guint16 port, const char *transport)
{
  LcFacts *subject = new_endpoint_subject (endpoint);

  lc_facts_set_int (subject, LC_FACT_PORT, port);
  lc_facts_set_string (subject, LC_FACT_TRANSPORT, transport);
  lc_facts_set_string (subject, LC_FACT_PATH, endpoint->path);
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

  lc_facts_set_string (subject, LC_FACT_REGION, region->id);
  lc_facts_set_string (subject, LC_FACT_EDGE, region->edge);
  lc_facts_set_string (subject, LC_FACT_PLACE, region->place);
  lc_facts_set_string (subject, LC_FACT_LAYER, lc_enum_nick (LC_TYPE_LAYER, region->layer));
  lc_facts_set_int (subject, LC_FACT_PORT, lc_profile_get_region_port (self->profile));
  lc_facts_set_string (subject, LC_FACT_TRANSPORT, "udp");
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
      lc_routing_probe_add_need (LC_ROUTING_PROBE (routing), id);
    }
  add_global_names (self, LC_ROUTING_PROBE (routing));
  add (self, LC_GROUP_MEDIA, LC_KIND_ROUTING, LC_REQUIREMENT_REQUIRED, lc_facts_new (), routing);
}

/* "turn" names "turn" and all of "turn.*". */
static gboolean
names (const char *word, const char *id)
{
  gsize length = strlen (word);

  return g_str_has_prefix (id, word) && (id[length] == '\0' || id[length] == '.');
}

/* Asks for a row and for what it needs. */
static void
ask_for (LcPlan *self, Row *row)
{
  const char *const *needs = lc_probe_get_needs (row->probe);

  row->asked_for = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *other = &g_array_index (self->rows, Row, i);

      if (!other->asked_for && g_strv_contains (needs, lc_check_get_id (other->check)))
        ask_for (self, other);
    }
}

static gboolean
ask_for_word (LcPlan *self, const char *word, GError **error)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);

      if (names (word, lc_check_get_id (row->check)))
        {
          found = TRUE;
          ask_for (self, row);
        }
    }
  if (!found)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _("--only: expected the id of a check (--list shows them), found “%s”"), word);
  return found;
}

static gboolean
choose_rows (LcPlan *self, GError **error)
{
  gboolean all = self->options.only[0] == NULL;

  for (guint i = 0; self->options.only[i] != NULL; i++)
    if (!ask_for_word (self, self->options.only[i], error))
      return FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);

      if (!all && !row->asked_for)
        continue;
      lc_checklist_add (self->checklist, g_object_ref (row->check));
      g_ptr_array_add (self->probes, g_object_ref (row->probe));
    }
  g_array_set_size (self->rows, 0);
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
  lc_resolver_install (self->resolver);
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
  return choose_rows (self, error) ? g_steal_pointer (&self) : NULL;
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
