/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-dns-query.c: one question to the resolvers, from its asking on, and all
 * who wait for its answer.
 */
#include "net/lc-dns-query.h"

#include <errno.h>
#include <netinet/in.h>

#include "base/lc-source.h"
#include "net/lc-dns-answer-private.h"

/* A name that nobody answers for is known as such in this time, whatever the
 * number of silent servers: before the deadline of a probe that waits for it. */
#define PATIENCE_MS 3000

struct _LcDnsQuery
{
  grefcount ref_count;
  LcDnsAnswer *answer;
  gboolean answered;
  GPtrArray *waiters; /* of DnsWaiter */
  GSource *patience;
};

typedef struct
{
  LcDnsQuery *query; /* unowned: owns this */
  GTask *task;
  GSource *cancelled;
} DnsWaiter;

static void
dns_waiter_free (gpointer data)
{
  DnsWaiter *waiter = data;

  lc_source_clear (&waiter->cancelled);
  g_object_unref (waiter->task);
  g_free (waiter);
}

/* The answer is complete since @end_us: hand it to all who wait. */
static void
lc_dns_query_answer (LcDnsQuery *self, LcOutcome outcome, gint64 end_us)
{
  g_autoptr (LcDnsQuery) keep = lc_dns_query_ref (self);
  g_autoptr (GPtrArray) waiters = NULL;

  self->answered = TRUE;
  self->answer->outcome = outcome;
  self->answer->duration_us = MAX (end_us - self->answer->start_monotonic_us, 0);
  lc_source_clear (&self->patience);

  waiters = g_steal_pointer (&self->waiters);
  self->waiters = g_ptr_array_new_with_free_func (dns_waiter_free);
  for (guint i = 0; i < waiters->len; i++)
    {
      DnsWaiter *waiter = g_ptr_array_index (waiters, i);

      g_task_return_pointer (waiter->task, lc_dns_answer_ref (keep->answer),
                             (GDestroyNotify) lc_dns_answer_unref);
    }
}

static gboolean
on_patience_over (gpointer user_data)
{
  lc_dns_query_answer (user_data, LC_OUTCOME_NO_ANSWER, g_get_monotonic_time ());
  return G_SOURCE_REMOVE;
}

/* --- c-ares results ---------------------------------------------------- */

static LcOutcome
outcome_of_errno (const LcAresResult *result)
{
  /* An ICMP "host unreachable" is no error of a connected UDP socket on Linux;
   * EHOSTUNREACH after the sending is a filter's ICMP. Before it, there is no way. */
  switch (result->transfer_errno)
    {
    case ECONNREFUSED:
      return LC_OUTCOME_REFUSED;
    case EHOSTUNREACH:
    case EACCES:
    case EPERM:
      return LC_OUTCOME_REJECTED;
    case ECONNRESET:
      return LC_OUTCOME_RESET;
    case 0:
      break;
    default:
      return LC_OUTCOME_UNREACHABLE;
    }
  return result->connect_errno != 0 && result->connect_errno != ECONNREFUSED
           ? LC_OUTCOME_UNREACHABLE
           : LC_OUTCOME_REFUSED;
}

static LcOutcome
outcome_of_result (const LcAresResult *result)
{
  switch (result->status)
    {
    case ARES_SUCCESS:
      return LC_OUTCOME_ANSWERED;
    case ARES_ENOTFOUND:
      return LC_OUTCOME_NAME_NOT_FOUND;
    case ARES_ENODATA:
      return LC_OUTCOME_NO_ADDRESS;
    case ARES_ETIMEOUT:
      return LC_OUTCOME_NO_ANSWER;
    case ARES_EBADRESP:
    case ARES_EBADNAME:
    case ARES_EBADSTR:
      return LC_OUTCOME_MALFORMED;
    case ARES_ECONNREFUSED:
      return result->rcode != 0 ? LC_OUTCOME_DNS_FAILED : outcome_of_errno (result);
    case ARES_EDESTRUCTION:
    case ARES_ECANCELLED:
      return LC_OUTCOME_CANCELLED;
    default:
      return LC_OUTCOME_DNS_FAILED;
    }
}

static void
take_addresses (LcDnsAnswer *answer, const struct ares_addrinfo *info)
{
  const char *canonical = NULL;

  for (const struct ares_addrinfo_cname *cname = info->cnames; cname != NULL; cname = cname->next)
    {
      canonical = cname->name;
      if (cname->alias != NULL && (answer->ttl_s < 0 || cname->ttl < answer->ttl_s))
        answer->ttl_s = cname->ttl;
    }
  if (canonical != NULL && g_ascii_strcasecmp (canonical, answer->host) != 0)
    answer->canonical_name = g_utf8_make_valid (canonical, -1);

  for (const struct ares_addrinfo_node *node = info->nodes; node != NULL; node = node->ai_next)
    {
      const void *bytes;

      if (node->ai_family != (int) answer->family)
        continue;
      if (node->ai_family == AF_INET6)
        bytes = &((const struct sockaddr_in6 *) (gconstpointer) node->ai_addr)->sin6_addr;
      else
        bytes = &((const struct sockaddr_in *) (gconstpointer) node->ai_addr)->sin_addr;
      g_ptr_array_add (answer->addresses, g_inet_address_new_from_bytes (bytes, answer->family));
      if (answer->ttl_s < 0 || node->ai_ttl < answer->ttl_s)
        answer->ttl_s = node->ai_ttl;
    }
}

/* An answer counts from when it came, silence from when it was given up. */
static gint64
get_end_us (const LcAresResult *result)
{
  gboolean is_answer = result->arrived_us != 0 && result->status != ARES_ETIMEOUT;

  return is_answer ? result->arrived_us : g_get_monotonic_time ();
}

static void
on_ares_result (const LcAresResult *result, gpointer user_data)
{
  g_autoptr (LcDnsQuery) query = user_data;
  LcOutcome outcome = outcome_of_result (result);

  if (query->answered)
    return;
  if (outcome == LC_OUTCOME_ANSWERED)
    {
      take_addresses (query->answer, result->info);
      query->answer->from_hosts_file = result->from_hosts_file;
      if (query->answer->addresses->len == 0)
        outcome = LC_OUTCOME_NO_ADDRESS;
    }
  else if (outcome == LC_OUTCOME_DNS_FAILED)
    {
      query->answer->rcode = result->rcode;
    }
  lc_dns_query_answer (query, outcome, get_end_us (result));
}

static gboolean
on_waiter_cancelled (GCancellable *cancellable, gpointer user_data)
{
  DnsWaiter *waiter = user_data;
  g_autoptr (GTask) task = g_object_ref (waiter->task);

  if (g_ptr_array_remove (waiter->query->waiters, waiter))
    g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/**
 * lc_dns_query_start:
 * @ares: where to ask
 * @context: the context of @ares
 * @host: an ASCII host name
 *
 * Returns: (transfer full): a query that will be answered, good or bad
 */
LcDnsQuery *
lc_dns_query_start (LcAres *ares, GMainContext *context, const char *host, GSocketFamily family)
{
  LcDnsQuery *self = g_new0 (LcDnsQuery, 1);

  g_ref_count_init (&self->ref_count);
  self->answer = lc_dns_answer_new (host, family);
  self->waiters = g_ptr_array_new_with_free_func (dns_waiter_free);

  self->patience = g_timeout_source_new (PATIENCE_MS);
  g_source_set_callback (self->patience, on_patience_over, self, NULL);
  g_source_attach (self->patience, context);

  lc_ares_ask (ares, host, (int) family, on_ares_result, lc_dns_query_ref (self));
  return self;
}

LcDnsQuery *
lc_dns_query_ref (LcDnsQuery *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

void
lc_dns_query_unref (LcDnsQuery *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;
  lc_dns_answer_unref (self->answer);
  g_ptr_array_unref (self->waiters);
  g_free (self);
}

/**
 * lc_dns_query_close:
 *
 * Nobody will answer any more: those who still wait get LC_OUTCOME_CANCELLED.
 */
void
lc_dns_query_close (LcDnsQuery *self)
{
  if (!self->answered)
    lc_dns_query_answer (self, LC_OUTCOME_CANCELLED, g_get_monotonic_time ());
}

/**
 * lc_dns_query_return_answer:
 * @task: (transfer none): returned once with an LcDnsAnswer, when there is one,
 *   or with G_IO_ERROR_CANCELLED
 */
void
lc_dns_query_return_answer (LcDnsQuery *self, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  DnsWaiter *waiter;

  if (self->answered)
    {
      g_task_return_pointer (task, lc_dns_answer_ref (self->answer),
                             (GDestroyNotify) lc_dns_answer_unref);
      return;
    }

  waiter = g_new0 (DnsWaiter, 1);
  waiter->query = self;
  waiter->task = g_object_ref (task);
  if (cancellable != NULL)
    {
      waiter->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiter->cancelled, G_SOURCE_FUNC (on_waiter_cancelled), waiter, NULL);
      g_source_attach (waiter->cancelled, g_task_get_context (task));
    }
  g_ptr_array_add (self->waiters, waiter);
}
