/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-region-search.c: see lc-region-search.h.
 *
 * No single name is relied upon. Sources, in order: the host of the edge
 * name, the host of the region id, addresses spread over the region's ranges.
 * The next one starts when the one before has failed or has been silent for a
 * while; all go on, and the first answer to a STUN Binding wins.
 *
 * In case UDP stays silent, TCP connections to the STUN port and to 443 are
 * begun beside it, early enough to leave time for a latency series; they count
 * only when UDP had its chance.
 *
 * A name that leads to an address of another region, as a wildcard in the DNS
 * would, is no candidate for this one. An address that nobody published must
 * speak STUN: that it accepts TCP connections proves nothing, because so does
 * the sign-in page of a hotel, to which all names lead.
 *
 * Steps: "dns", "binding", "tcp"; the last two with the facts source and, when
 * a name led there, host, beside those of lc_stun_result_record() and
 * lc_connection_record().
 */
#include "probes/lc-region-search.h"

#include "base/lc-source.h"
#include "measurement/lc-step-table.h"
#include "probes/lc-dns-record.h"
#include "probes/lc-stun-record.h"

#define MAX_ADDRESSES 4        /* of one host */
#define MAX_PER_RANGE 8
#define MAX_TCP_ADDRESSES 2
#define FALLBACK_PORT 443
#define MARGIN_MS 100          /* before the deadline */

/* In thousandths of the deadline, which is 4 s unless somebody changed it. */
#define STAGE_SHARE 125        /* 500 ms of silence until the next source */
#define TCP_SHARE 375          /* 1.5 s until TCP is begun */
#define CHOICE_SHARE 500       /* 2 s until TCP may win */

typedef enum
{
  SEARCH_EVENT_NEXT_SOURCE,
  SEARCH_EVENT_BEGIN_TCP,
  SEARCH_EVENT_ALLOW_TCP,
  N_EVENTS
} SearchEvent;

typedef struct
{
  int ref_count;
  GTask *task; /* NULL when the search is over */
  LcRegionSearchPlan plan;
  GCancellable *inner;
  gulong cancelled_handler;
  GSource *timers[N_EVENTS];
  gint64 start_us; /* monotonic */
  guint next_source; /* an LcRegionSource */
  guint n_udp_pending; /* DNS questions and Bindings */
  guint n_tcp_pending;
  guint n_latest_pending; /* of the latest source */
  gboolean is_tcp_begun;
  gboolean is_tcp_allowed;
  GHashTable *asked; /* of GInetAddress: nobody is asked twice */
  GPtrArray *tcp_attempts; /* of LcRegionServer, whom to ask over TCP, best first */
  LcRegionServer *tcp_server; /* the best that accepted */
  guint tcp_place; /* its place among the attempts */
  LcOutcome outcome;
  guint rank;
  GError *error;
} RegionSearch;

typedef struct
{
  RegionSearch *search;
  LcRegionServer *server;
  LcRegionSource source; /* over UDP: what led here */
  guint place;           /* over TCP: among the attempts */
  guint step;
} RegionAttempt;

static void begin_next_source (RegionSearch *search);
static void advance (RegionSearch *search);

static guint
inet_address_hash (gconstpointer key)
{
  GInetAddress *address = (GInetAddress *) key;
  gsize size = g_inet_address_get_native_size (address);
  const guint8 *bytes = g_inet_address_to_bytes (address);
  guint hash = 5381;

  for (gsize i = 0; i < size; i++)
    hash = hash * 33 + bytes[i];
  return hash;
}

static gboolean
inet_address_equal (gconstpointer a, gconstpointer b)
{
  return g_inet_address_equal ((GInetAddress *) a, (GInetAddress *) b);
}

static void
region_search_unref (RegionSearch *search)
{
  if (--search->ref_count > 0)
    return;
  g_clear_object (&search->plan.resolver);
  g_clear_object (&search->plan.udp);
  g_clear_object (&search->plan.connector);
  g_clear_object (&search->plan.profile);
  g_clear_object (&search->plan.recorder);
  g_clear_object (&search->inner);
  g_clear_pointer (&search->asked, g_hash_table_unref);
  g_clear_pointer (&search->tcp_attempts, g_ptr_array_unref);
  g_clear_pointer (&search->tcp_server, lc_region_server_free);
  g_clear_error (&search->error);
  g_free (search);
}

static void
set_timer (RegionSearch *search, SearchEvent event, guint share, gint64 from_us, GSourceFunc func)
{
  lc_source_clear (&search->timers[event]);
  search->timers[event] = g_timeout_source_new (0);
  g_source_set_ready_time (search->timers[event], from_us + (gint64) search->plan.deadline_ms * share);
  g_task_attach_source (search->task, search->timers[event], func);
}

static void
end_search (RegionSearch *search, LcRegionServer *server)
{
  g_autoptr (GTask) task = g_steal_pointer (&search->task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  for (guint i = 0; i < N_EVENTS; i++)
    lc_source_clear (&search->timers[i]);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, search->cancelled_handler);
  g_cancellable_cancel (search->inner);
  if (search->error != NULL && server->server == NULL && search->rank == 0)
    {
      lc_region_server_free (server);
      g_task_return_error (task, g_steal_pointer (&search->error));
    }
  else
    {
      g_task_return_pointer (task, server, (GDestroyNotify) lc_region_server_free);
    }
  region_search_unref (search);
}

/* What failed counts by how much it explains; TCP explains less than UDP. */
static void
note_failure (RegionSearch *search, LcOutcome outcome, LcTransport transport, gboolean is_local)
{
  guint rank;

  if (outcome == LC_OUTCOME_NO_ANSWER || is_local)
    rank = 2;
  else if (transport == LC_TRANSPORT_UDP)
    rank = 3;
  else
    rank = 1;
  if (rank <= search->rank)
    return;
  search->rank = rank;
  search->outcome = outcome;
  lc_recorder_set_outcome (search->plan.recorder, outcome);
}

static void
region_attempt_free (RegionAttempt *attempt)
{
  g_clear_pointer (&attempt->server, lc_region_server_free);
  region_search_unref (attempt->search);
  g_free (attempt);
}

static RegionAttempt *
region_attempt_new (RegionSearch *search, LcRegionServer *server)
{
  RegionAttempt *attempt = g_new0 (RegionAttempt, 1);
  g_autofree char *endpoint = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (server->server));
  gboolean is_udp = server->transport == LC_TRANSPORT_UDP;
  g_autofree char *target = g_strconcat (endpoint, is_udp ? "/udp" : "/tcp", NULL);
  LcFacts *facts;

  search->ref_count++;
  attempt->search = search;
  attempt->server = server;
  attempt->step = lc_recorder_begin_step (search->plan.recorder, is_udp ? LC_STEP_BINDING : LC_STEP_TCP, target);
  facts = lc_recorder_get_step_facts (search->plan.recorder, attempt->step);
  lc_facts_set_string (facts, LC_FACT_SOURCE, server->source);
  if (server->host != NULL)
    lc_facts_set_string (facts, LC_FACT_HOST, server->host);
  return attempt;
}

/* Nobody waits for it any more, or this computer could not ask. */
static void
fail_attempt (RegionAttempt *attempt, const GError *error)
{
  RegionSearch *search = attempt->search;
  LcRecorder *recorder = search->plan.recorder;
  LcFacts *facts = lc_recorder_get_step_facts (recorder, attempt->step);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      lc_facts_set_string (facts, LC_FACT_REASON, "not-needed");
      lc_recorder_end_step (recorder, attempt->step, LC_OUTCOME_SKIPPED);
      return;
    }
  lc_facts_set_string (facts, LC_FACT_REASON, error->message);
  lc_recorder_end_step (recorder, attempt->step, LC_OUTCOME_UNAVAILABLE);
  if (search->error == NULL)
    search->error = g_error_copy (error);
}

static void
drop_udp (RegionSearch *search, LcRegionSource source)
{
  search->n_udp_pending--;
  if (source + 1 == search->next_source && --search->n_latest_pending == 0 && search->task != NULL &&
      !g_cancellable_is_cancelled (search->inner))
    begin_next_source (search);
  advance (search);
}

/* Over UDP */

static void
on_binding_done (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  RegionAttempt *attempt = user_data;
  RegionSearch *search = attempt->search;
  LcRecorder *recorder = search->plan.recorder;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcStunResult) result = lc_stun_udp_ask_finish (LC_STUN_UDP (source), async_result, &error);

  if (result == NULL)
    {
      fail_attempt (attempt, error);
    }
  else
    {
      lc_stun_result_record (result, lc_recorder_get_step_facts (recorder, attempt->step));
      if (attempt->server != NULL)
        lc_stun_result_record_scopes (result, attempt->server->server,
                                      lc_recorder_get_step_facts (recorder, attempt->step));
      lc_recorder_end_step (recorder, attempt->step, result->outcome);
      if (result->outcome != LC_OUTCOME_ANSWERED)
        note_failure (search, result->outcome, LC_TRANSPORT_UDP, result->local);
      else if (search->task != NULL)
        end_search (search, g_steal_pointer (&attempt->server));
    }
  drop_udp (search, attempt->source);
  region_attempt_free (attempt);
}

/* The address at the STUN port first, everybody's 443 afterwards. */
static void
plan_tcp (RegionSearch *search, const LcRegionServer *udp_server, GInetAddress *address, LcRegionSource source)
{
  LcProfile *profile = search->plan.profile;
  const LcRegion *region = search->plan.region;
  guint n = search->tcp_attempts->len / 2;

  if (n == MAX_TCP_ADDRESSES || !udp_server->is_in_range)
    return;
  g_ptr_array_insert (search->tcp_attempts, (int) n,
                      lc_region_server_new (profile, region, address, lc_profile_get_region_port (profile),
                                            LC_TRANSPORT_TCP, source, udp_server->host));
  g_ptr_array_add (search->tcp_attempts,
                   lc_region_server_new (profile, region, address, FALLBACK_PORT, LC_TRANSPORT_TCP, source,
                                         udp_server->host));
}

static void
ask_udp (RegionSearch *search, GInetAddress *address, const char *host, LcRegionSource source, gboolean once)
{
  LcProfile *profile = search->plan.profile;
  gint64 passed_ms = (g_get_monotonic_time () - search->start_us) / 1000;
  gint64 left_ms = MAX ((gint64) search->plan.deadline_ms - passed_ms - MARGIN_MS, 1);
  LcStunSchedule schedule = once ? lc_stun_schedule_once ((guint) left_ms)
                                 : lc_stun_schedule_persistent ((guint) left_ms);
  LcRegionServer *server;
  RegionAttempt *attempt;

  if (!g_hash_table_add (search->asked, g_object_ref (address)))
    return;
  server = lc_region_server_new (profile, search->plan.region, address, lc_profile_get_region_port (profile),
                                 LC_TRANSPORT_UDP, source, host);
  attempt = region_attempt_new (search, server);
  attempt->source = source;
  search->n_udp_pending++;
  if (source + 1 == search->next_source)
    search->n_latest_pending++;
  plan_tcp (search, server, address, source);
  lc_stun_udp_ask_async (search->plan.udp, LC_STUN_BINDING, server->server, &schedule, search->inner, on_binding_done,
                         attempt);
}

typedef struct
{
  RegionSearch *search;
  LcRegionSource source;
} RegionLookup;

static void
on_resolved (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autofree RegionLookup *lookup = user_data;
  RegionSearch *search = lookup->search;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcDnsAnswer) answer = lc_resolver_ask_finish (LC_RESOLVER (source), async_result, &error);

  if (answer != NULL)
    {
      guint step = lc_dns_record_step (search->plan.recorder, answer);
      LcFacts *facts = lc_recorder_get_step_facts (search->plan.recorder, step);

      lc_facts_set_string (facts, LC_FACT_SOURCE, lc_region_source_to_string (lookup->source));
      for (guint i = 0; i < answer->addresses->len && i < MAX_ADDRESSES && search->task != NULL; i++)
        {
          GInetAddress *address = g_ptr_array_index (answer->addresses, i);
          const LcRegion *region = lc_region_find_by_address (search->plan.profile, address);

          if (region != NULL && region != search->plan.region)
            lc_facts_set_string (facts, LC_FACT_OTHER_REGION, region->id);
          else
            ask_udp (search, address, answer->host, lookup->source, FALSE);
        }
    }
  drop_udp (search, lookup->source);
  region_search_unref (search);
}

static void
ask_host (RegionSearch *search, const char *host, LcRegionSource source)
{
  RegionLookup *lookup = g_new0 (RegionLookup, 1);

  lookup->search = search;
  lookup->source = source;
  search->ref_count++;
  search->n_udp_pending++;
  search->n_latest_pending++;
  lc_resolver_ask_async (search->plan.resolver, host, G_SOCKET_FAMILY_IPV4, search->inner, on_resolved, lookup);
}

static void
ask_ranges (RegionSearch *search)
{
  g_autoptr (GPtrArray) addresses = lc_region_list_addresses (search->plan.region, MAX_PER_RANGE);

  for (guint i = 0; i < addresses->len; i++)
    ask_udp (search, g_ptr_array_index (addresses, i), NULL, LC_REGION_SOURCE_RANGE, TRUE);
}

static gboolean
on_stage_over (gpointer user_data)
{
  RegionSearch *search = g_task_get_task_data (user_data);

  begin_next_source (search);
  advance (search);
  return G_SOURCE_REMOVE;
}

static void
begin_next_source (RegionSearch *search)
{
  const LcRegionSearchPlan *plan = &search->plan;

  while (search->next_source < LC_REGION_N_SOURCES)
    {
      LcRegionSource source = search->next_source++;
      g_autofree char *host = NULL;

      search->n_latest_pending = 0;
      host = lc_region_source_dup_host (source, plan->profile, plan->region);
      if (host != NULL)
        ask_host (search, host, source);
      else if (source == LC_REGION_SOURCE_RANGE)
        ask_ranges (search);
      if (search->n_latest_pending == 0)
        continue;
      if (search->next_source < LC_REGION_N_SOURCES)
        set_timer (search, SEARCH_EVENT_NEXT_SOURCE, STAGE_SHARE, g_get_monotonic_time (), on_stage_over);
      return;
    }
}

/* Over TCP, as second best */

static void
on_connected (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  RegionAttempt *attempt = user_data;
  RegionSearch *search = attempt->search;
  LcRecorder *recorder = search->plan.recorder;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcConnection) connection =
    lc_connector_connect_finish (LC_CONNECTOR (source), async_result, &error);

  if (connection == NULL)
    {
      fail_attempt (attempt, error);
    }
  else
    {
      lc_connection_record (connection, lc_recorder_get_step_facts (recorder, attempt->step));
      lc_recorder_end_step (recorder, attempt->step, connection->outcome);
      if (connection->outcome != LC_OUTCOME_ANSWERED)
        {
          note_failure (search, connection->outcome, LC_TRANSPORT_TCP, connection->local);
        }
      else if (search->tcp_server == NULL || attempt->place < search->tcp_place)
        {
          g_clear_pointer (&search->tcp_server, lc_region_server_free);
          search->tcp_place = attempt->place;
          search->tcp_server = g_steal_pointer (&attempt->server);
        }
    }
  search->n_tcp_pending--;
  advance (search);
  region_attempt_free (attempt);
}

static void
begin_tcp (RegionSearch *search)
{
  g_autoptr (GPtrArray) servers = g_steal_pointer (&search->tcp_attempts);

  lc_source_clear (&search->timers[SEARCH_EVENT_BEGIN_TCP]);
  search->tcp_attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) lc_region_server_free);
  search->is_tcp_begun = TRUE;
  for (guint place = 0; servers->len > 0; place++)
    {
      LcRegionServer *server = g_ptr_array_steal_index (servers, 0);
      RegionAttempt *attempt = region_attempt_new (search, server);

      attempt->place = place;
      search->n_tcp_pending++;
      lc_connector_connect_async (search->plan.connector, server->server, search->inner, on_connected, attempt);
    }
}

static gboolean
on_begin_tcp (gpointer user_data)
{
  RegionSearch *search = g_task_get_task_data (user_data);

  begin_tcp (search);
  advance (search);
  return G_SOURCE_REMOVE;
}

static gboolean
on_allow_tcp (gpointer user_data)
{
  RegionSearch *search = g_task_get_task_data (user_data);

  search->is_tcp_allowed = TRUE;
  advance (search);
  return G_SOURCE_REMOVE;
}

/* Whether the search is over, or TCP should not wait any longer. */
static void
advance (RegionSearch *search)
{
  gboolean is_udp_over = search->n_udp_pending == 0 && search->next_source == LC_REGION_N_SOURCES;

  if (search->task == NULL)
    return;
  if (g_cancellable_is_cancelled (search->inner))
    {
      end_search (search, g_new0 (LcRegionServer, 1));
      return;
    }
  if (is_udp_over && !search->is_tcp_begun)
    begin_tcp (search);
  if (search->tcp_server != NULL &&
      ((is_udp_over && search->n_tcp_pending == 0) || search->is_tcp_allowed))
    end_search (search, g_steal_pointer (&search->tcp_server));
  else if (is_udp_over && search->n_tcp_pending == 0)
    end_search (search, g_new0 (LcRegionServer, 1));
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * lc_region_search_async:
 * @plan: copied
 *
 * The recorder's outcome is set as failures are seen; it is for the caller to
 * set when a server is found.
 */
void
lc_region_search_async (const LcRegionSearchPlan *plan, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  RegionSearch *search = g_new0 (RegionSearch, 1);

  search->ref_count = 1;
  search->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (search->task, lc_region_search_async);
  g_task_set_task_data (search->task, search, NULL);
  search->plan = *plan;
  g_object_ref (plan->resolver);
  g_object_ref (plan->udp);
  g_object_ref (plan->connector);
  g_object_ref (plan->profile);
  g_object_ref (plan->recorder);
  search->inner = g_cancellable_new ();
  search->start_us = g_get_monotonic_time ();
  search->asked = g_hash_table_new_full (inet_address_hash, inet_address_equal, g_object_unref, NULL);
  search->tcp_attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) lc_region_server_free);
  set_timer (search, SEARCH_EVENT_BEGIN_TCP, TCP_SHARE, search->start_us, on_begin_tcp);
  set_timer (search, SEARCH_EVENT_ALLOW_TCP, CHOICE_SHARE, search->start_us, on_allow_tcp);
  if (cancellable != NULL)
    search->cancelled_handler =
      g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), search->inner, NULL);
  begin_next_source (search);
}

/**
 * lc_region_search_finish:
 *
 * Returns: (transfer full): the server, or one whose address is %NULL when
 *   nobody answered; %NULL with G_IO_ERROR_CANCELLED, or when nothing could be
 *   asked
 */
LcRegionServer *
lc_region_search_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
