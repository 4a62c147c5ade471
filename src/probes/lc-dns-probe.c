/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-dns-probe.c: which addresses the name of an endpoint has.
 *
 * Asks for A and AAAA at once, through the run's resolver. One step "dns" for
 * each, with the facts of lc-dns-record.c.
 *
 * Outcome: ANSWERED when there is an address of either family, else the worse
 * news of both. Facts: host, addresses (IPv4 first), address_scopes (of each
 * address, in the same order; see lc-address-scope.c), servers (the resolvers
 * in use), lookup_us (of the first family that had an address), hosts_file (true,
 * when addresses come from there and no resolver was asked for them).
 */
#include "config.h"

#include "probes/lc-dns-probe.h"

#include "base/lc-address-scope.h"
#include "measurement/lc-step-table.h"
#include "probes/lc-dns-record.h"

#define N_FAMILIES 2

struct _LcDnsProbe
{
  LcProbe parent_instance;

  char *host;
  LcResolver *resolver;
};

G_DEFINE_FINAL_TYPE (LcDnsProbe, lc_dns_probe, LC_TYPE_PROBE)

typedef struct
{
  LcRecorder *recorder;
  LcDnsAnswer *answers[N_FAMILIES]; /* IPv4, IPv6 */
  guint steps[N_FAMILIES];
  guint pending;
  GError *error;
} DnsLookups;

static void
dns_lookups_free (gpointer data)
{
  DnsLookups *lookups = data;

  for (guint i = 0; i < N_FAMILIES; i++)
    g_clear_pointer (&lookups->answers[i], lc_dns_answer_unref);
  g_clear_error (&lookups->error);
  g_object_unref (lookups->recorder);
  g_free (lookups);
}

static void
record_addresses (DnsLookups *lookups)
{
  LcFacts *facts = lc_recorder_get_facts (lookups->recorder);
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) scopes = g_strv_builder_new ();
  g_auto (GStrv) address_list = NULL;
  g_auto (GStrv) scope_list = NULL;

  for (guint i = 0; i < N_FAMILIES; i++)
    {
      const LcDnsAnswer *answer = lookups->answers[i];

      for (guint k = 0; answer != NULL && k < answer->addresses->len; k++)
        {
          GInetAddress *address = g_ptr_array_index (answer->addresses, k);
          g_autofree char *text = g_inet_address_to_string (address);

          g_strv_builder_add (addresses, text);
          g_strv_builder_add (scopes, lc_address_scope (address));
        }
    }
  address_list = g_strv_builder_end (addresses);
  scope_list = g_strv_builder_end (scopes);
  lc_facts_set_strv (facts, LC_FACT_ADDRESSES, (const char *const *) address_list);
  lc_facts_set_strv (facts, LC_FACT_ADDRESS_SCOPES, (const char *const *) scope_list);
}

static void
take_answer (DnsLookups *lookups, LcDnsAnswer *answer)
{
  guint i = answer->family == G_SOCKET_FAMILY_IPV6 ? 1 : 0;
  LcFacts *facts = lc_recorder_get_facts (lookups->recorder);

  lookups->answers[i] = answer;
  lc_dns_record_answer (answer, lc_recorder_get_step_facts (lookups->recorder, lookups->steps[i]));
  lc_recorder_end_step_at (lookups->recorder, lookups->steps[i], answer->outcome,
                           lc_clock_from_monotonic_us (lc_recorder_get_clock (lookups->recorder),
                                                       answer->start_monotonic_us + answer->duration_us));

  if (answer->from_hosts_file)
    lc_facts_set_bool (facts, LC_FACT_HOSTS_FILE, TRUE);
  if (answer->addresses->len > 0 && !lc_facts_has (facts, LC_FACT_LOOKUP_US))
    lc_facts_set_int (facts, LC_FACT_LOOKUP_US, answer->duration_us);
  if (answer->addresses->len > 0 || lookups->pending == 0)
    lc_recorder_set_outcome (lookups->recorder,
                             lc_dns_answer_combine (lookups->answers[0], lookups->answers[1]));
  record_addresses (lookups);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  DnsLookups *lookups = g_task_get_task_data (task);
  LcDnsAnswer *answer = lc_resolver_ask_finish (LC_RESOLVER (source), result, &error);

  lookups->pending--;
  if (answer != NULL)
    take_answer (lookups, answer);
  else if (lookups->error == NULL)
    lookups->error = g_steal_pointer (&error);

  if (lookups->pending > 0)
    return;
  if (lookups->error != NULL)
    g_task_return_error (task, g_steal_pointer (&lookups->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
lc_dns_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  static const GSocketFamily families[N_FAMILIES] = { G_SOCKET_FAMILY_IPV4, G_SOCKET_FAMILY_IPV6 };
  LcDnsProbe *self = LC_DNS_PROBE (probe);
  g_autoptr (GTask) task = g_task_new (probe, cancellable, callback, user_data);
  g_auto (GStrv) servers = lc_resolver_dup_servers (self->resolver);
  DnsLookups *lookups = g_new0 (DnsLookups, 1);

  g_task_set_source_tag (task, lc_dns_probe_ask_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, lookups, dns_lookups_free);
  lookups->recorder = g_object_ref (recorder);
  lookups->pending = N_FAMILIES;
  lc_facts_set_string (lc_recorder_get_facts (recorder), LC_FACT_HOST, self->host);
  lc_facts_set_strv (lc_recorder_get_facts (recorder), LC_FACT_SERVERS, (const char *const *) servers);

  for (guint i = 0; i < N_FAMILIES; i++)
    {
      lookups->steps[i] = lc_recorder_begin_step (recorder, LC_STEP_DNS, self->host);
      lc_resolver_ask_async (self->resolver, self->host, families[i], cancellable, on_answer,
                             g_object_ref (task));
    }
}

static gboolean
lc_dns_probe_ask_finish (LcProbe *probe, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lc_dns_probe_finalize (GObject *object)
{
  LcDnsProbe *self = LC_DNS_PROBE (object);

  g_clear_pointer (&self->host, g_free);
  g_clear_object (&self->resolver);
  G_OBJECT_CLASS (lc_dns_probe_parent_class)->finalize (object);
}

static void
lc_dns_probe_class_init (LcDnsProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_dns_probe_finalize;
  LC_PROBE_CLASS (klass)->ask_async = lc_dns_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = lc_dns_probe_ask_finish;
}

static void
lc_dns_probe_init (LcDnsProbe *self)
{
}

/**
 * lc_dns_probe_new:
 * @id: the id of the row
 * @endpoint: whose host is looked up
 * @resolver: the run's resolver
 */
LcProbe *
lc_dns_probe_new (const char *id, const LcEndpoint *endpoint, LcResolver *resolver)
{
  LcDnsProbe *self = g_object_new (LC_TYPE_DNS_PROBE, "id", id, NULL);

  self->host = g_strdup (endpoint->host);
  self->resolver = g_object_ref (resolver);
  return LC_PROBE (self);
}
