/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-routing-probe.c: asks where DNS sends the global names. It asks nobody anew:
 * their addresses are in the resolver's cache, because their own rows came first.
 *
 * It waits for the rows of the regions, too, so that they are there when the run
 * concludes from all of them which region is nearest (lc-region-choice.h).
 *
 * Facts: dns_region and dns_address (of the first global name that leads into
 * a published range, else the first address), dns_layer ("vendor" or
 * "operator"); for every global name a step "dns", with the facts region and layer.
 *
 * Outcome: ANSWERED, whatever the lookups say: the names have rows of their own.
 */
#include "probes/lc-routing-probe.h"

#include "probes/lc-dns-record.h"
#include "profile/lc-profile-enums.h"

struct _LcRoutingProbe
{
  LcProbe parent_instance;

  LcResolver *resolver;
  LcProfile *profile;
  GPtrArray *hosts; /* of char * */
};

G_DEFINE_FINAL_TYPE (LcRoutingProbe, lc_routing_probe, LC_TYPE_PROBE)

typedef struct
{
  LcRecorder *recorder;
  guint n_pending;
  gboolean is_dns_known; /* into a published range */
} RoutingLookup;

static void
routing_lookup_free (gpointer data)
{
  RoutingLookup *lookup = data;

  g_object_unref (lookup->recorder);
  g_free (lookup);
}

static void
record_dns (LcRoutingProbe *self, RoutingLookup *lookup, const LcDnsAnswer *answer)
{
  LcFacts *step_facts =
    lc_recorder_get_step_facts (lookup->recorder, lc_dns_record_step (lookup->recorder, answer));
  LcFacts *facts = lc_recorder_get_facts (lookup->recorder);
  g_autofree char *address = NULL;
  const LcRegion *region;
  LcLayer layer = LC_LAYER_VENDOR;

  if (answer->addresses->len == 0)
    return;
  address = g_inet_address_to_string (g_ptr_array_index (answer->addresses, 0));
  region = lc_profile_find_region_of_text (self->profile, address, &layer);
  if (region != NULL)
    {
      lc_facts_set_string (step_facts, LC_FACT_REGION, region->id);
      lc_facts_set_string (step_facts, LC_FACT_LAYER, lc_enum_nick (LC_TYPE_LAYER, layer));
    }
  if (lookup->is_dns_known || (region == NULL && lc_facts_has (facts, LC_FACT_DNS_ADDRESS)))
    return;
  lc_facts_set_string (facts, LC_FACT_DNS_ADDRESS, address);
  if (region == NULL)
    return;
  lookup->is_dns_known = TRUE;
  lc_facts_set_string (facts, LC_FACT_DNS_REGION, region->id);
  lc_facts_set_string (facts, LC_FACT_DNS_LAYER, lc_enum_nick (LC_TYPE_LAYER, layer));
}

static void ask_next (GTask *task);

static void
on_resolved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcDnsAnswer) answer = lc_resolver_ask_finish (LC_RESOLVER (source), result, &error);
  RoutingLookup *lookup = g_task_get_task_data (task);

  if (answer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  record_dns (g_task_get_source_object (task), lookup, answer);
  lookup->n_pending--;
  ask_next (g_steal_pointer (&task));
}

/* One host after the other, so that the first in the profile comes first. */
static void
ask_next (GTask *task)
{
  LcRoutingProbe *self = g_task_get_source_object (task);
  RoutingLookup *lookup = g_task_get_task_data (task);

  if (lookup->n_pending == 0)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  lc_resolver_ask_async (self->resolver, g_ptr_array_index (self->hosts, self->hosts->len - lookup->n_pending),
                         G_SOCKET_FAMILY_IPV4, g_task_get_cancellable (task), on_resolved, task);
}

static void
lc_routing_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  LcRoutingProbe *self = LC_ROUTING_PROBE (probe);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  RoutingLookup *lookup = g_new0 (RoutingLookup, 1);

  g_task_set_source_tag (task, lc_routing_probe_ask_async);
  lookup->recorder = g_object_ref (recorder);
  lookup->n_pending = self->hosts->len;
  g_task_set_task_data (task, lookup, routing_lookup_free);
  lc_recorder_set_outcome (recorder, LC_OUTCOME_ANSWERED);
  ask_next (task);
}

static gboolean
lc_routing_probe_ask_finish (LcProbe *probe, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lc_routing_probe_finalize (GObject *object)
{
  LcRoutingProbe *self = LC_ROUTING_PROBE (object);

  g_clear_object (&self->resolver);
  g_clear_object (&self->profile);
  g_ptr_array_unref (self->hosts);
  G_OBJECT_CLASS (lc_routing_probe_parent_class)->finalize (object);
}

static void
lc_routing_probe_class_init (LcRoutingProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_routing_probe_finalize;
  LC_PROBE_CLASS (klass)->ask_async = lc_routing_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = lc_routing_probe_ask_finish;
}

static void
lc_routing_probe_init (LcRoutingProbe *self)
{
  self->hosts = g_ptr_array_new_with_free_func (g_free);
}

/**
 * lc_routing_probe_new:
 * @id: of the row: "routing"
 */
LcProbe *
lc_routing_probe_new (const char *id, LcResolver *resolver, LcProfile *profile)
{
  LcRoutingProbe *self = g_object_new (LC_TYPE_ROUTING_PROBE, "id", id, NULL);

  self->resolver = g_object_ref (resolver);
  self->profile = g_object_ref (profile);
  return LC_PROBE (self);
}

/**
 * lc_routing_probe_add_need:
 * @check_id: a row of a region, which the probe will wait for
 */
void
lc_routing_probe_add_need (LcRoutingProbe *self, const char *check_id)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) needs = NULL;

  g_strv_builder_addv (builder, (const char **) lc_probe_get_needs (LC_PROBE (self)));
  g_strv_builder_add (builder, check_id);
  needs = g_strv_builder_end (builder);
  lc_probe_set_needs (LC_PROBE (self), (const char *const *) needs);
}

/**
 * lc_routing_probe_add_host:
 * @host: a name that DNS sends to the nearest region: "global.stun..."
 * @check_id: the row that resolves it, which the probe will wait for
 */
void
lc_routing_probe_add_host (LcRoutingProbe *self, const char *host, const char *check_id)
{
  g_ptr_array_add (self->hosts, g_strdup (host));
  lc_routing_probe_add_need (self, check_id);
}
