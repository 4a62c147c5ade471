/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-resolver.c: the one resolver cache of a run, over c-ares.
 *
 * Every (host, family) has one LcDnsQuery for the life of the resolver: those
 * who come before its answer wait for it, those who come later get it at once.
 *
 * The cache belongs to the main context in which the resolver was made. GIO
 * may ask a default resolver from any thread, and synchronously: such a
 * question gets a channel of its own for the moment and leaves the cache alone.
 */
#include "config.h"

#include "net/lc-resolver.h"

#include <glib/gi18n-lib.h>

#include "net/lc-dns-answer-private.h"
#include "net/lc-dns-query.h"

struct _LcResolver
{
  GResolver parent_instance;

  GMainContext *context;
  char *servers; /* or NULL: the system's */
  LcAres *ares;
  GHashTable *queries; /* "4 host" or "6 host" -> LcDnsQuery */
};

G_DEFINE_FINAL_TYPE (LcResolver, lc_resolver, G_TYPE_RESOLVER)

/* A question about both families, or one, for GResolver. */
typedef struct
{
  GResolverNameLookupFlags flags;
  guint pending;
  LcDnsAnswer *answers[2]; /* IPv4, IPv6 */
} NameLookup;

/* --- the cache --------------------------------------------------------- */

static LcDnsQuery *
get_query (LcResolver *self, const char *host, GSocketFamily family)
{
  g_autofree char *key = g_strdup_printf ("%d %s", family == G_SOCKET_FAMILY_IPV6 ? 6 : 4, host);
  LcDnsQuery *query = g_hash_table_lookup (self->queries, key);

  if (query == NULL)
    {
      query = lc_dns_query_start (self->ares, self->context, host, family);
      g_hash_table_insert (self->queries, g_steal_pointer (&key), query);
    }
  return query;
}

/* The name as it goes on the wire, in lower case without a trailing dot, or
 * NULL when it cannot be a host name (RFC 1123 section 2.1, and "_"). */
static char *
normalize_host (const char *host)
{
  g_autofree char *ascii = g_hostname_to_ascii (host);
  gsize length, label = 0;

  if (ascii == NULL)
    return NULL;
  length = strlen (ascii);
  if (length > 0 && ascii[length - 1] == '.')
    ascii[--length] = '\0';
  if (length == 0 || length > 253)
    return NULL;

  for (gsize i = 0; i < length; i++)
    {
      ascii[i] = g_ascii_tolower (ascii[i]);
      if (ascii[i] == '.' ? label == 0
                          : !g_ascii_isalnum (ascii[i]) && ascii[i] != '-' && ascii[i] != '_')
        return NULL;
      label = ascii[i] == '.' ? 0 : label + 1;
      if (label > 63)
        return NULL;
    }
  return label > 0 ? g_steal_pointer (&ascii) : NULL;
}

static LcDnsAnswer *
answer_literal (const char *host, GSocketFamily family)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  LcDnsAnswer *answer;

  if (address == NULL)
    return NULL;
  answer = lc_dns_answer_new (host, family);
  answer->outcome = LC_OUTCOME_NO_ADDRESS;
  if (g_inet_address_get_family (address) == family)
    {
      answer->outcome = LC_OUTCOME_ANSWERED;
      g_ptr_array_add (answer->addresses, g_steal_pointer (&address));
    }
  return answer;
}

/**
 * lc_resolver_ask_async:
 * @host: a host name or an IP literal
 * @family: G_SOCKET_FAMILY_IPV4 for A, G_SOCKET_FAMILY_IPV6 for AAAA
 *
 * Call it in the main context in which the resolver was made. Cancelling one
 * question takes nothing from the others who asked the same.
 */
void
lc_resolver_ask_async (LcResolver *self, const char *host, GSocketFamily family,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *name = NULL;
  LcDnsAnswer *literal;

  g_return_if_fail (self->ares != NULL);

  g_task_set_source_tag (task, lc_resolver_ask_async);
  g_task_set_check_cancellable (task, FALSE);
  if (g_task_return_error_if_cancelled (task))
    return;

  literal = answer_literal (host, family);
  if (literal != NULL)
    {
      g_task_return_pointer (task, literal, (GDestroyNotify) lc_dns_answer_unref);
      return;
    }

  name = normalize_host (host);
  if (name == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                               _("“%s” is not a valid host name"), host);
      return;
    }

  lc_dns_query_return_answer (get_query (self, name, family), task);
}

/**
 * lc_resolver_ask_finish:
 *
 * Returns: (transfer full): the answer, good or bad; %NULL only when cancelled
 *   or when the name is no host name
 */
LcDnsAnswer *
lc_resolver_ask_finish (LcResolver *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- GResolver --------------------------------------------------------- */

static void
name_lookup_free (gpointer data)
{
  NameLookup *lookup = data;

  for (guint i = 0; i < G_N_ELEMENTS (lookup->answers); i++)
    g_clear_pointer (&lookup->answers[i], lc_dns_answer_unref);
  g_free (lookup);
}

static void
free_addresses (gpointer addresses)
{
  g_resolver_free_addresses (addresses);
}

/* IPv6 first: GSocketClient makes its happy eyeballs of the order. */
static GList *
collect_addresses (const NameLookup *lookup, GError **error)
{
  GList *addresses = NULL;
  gboolean temporary = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (lookup->answers); i++)
    {
      const LcDnsAnswer *answer = lookup->answers[i];

      if (answer == NULL)
        continue;
      temporary |= answer->outcome != LC_OUTCOME_ANSWERED
                   && answer->outcome != LC_OUTCOME_NAME_NOT_FOUND
                   && answer->outcome != LC_OUTCOME_NO_ADDRESS;
      for (guint k = answer->addresses->len; k > 0; k--)
        addresses = g_list_prepend (addresses,
                                    g_object_ref (g_ptr_array_index (answer->addresses, k - 1)));
    }
  if (addresses == NULL)
    g_set_error_literal (error, G_RESOLVER_ERROR,
                         temporary ? G_RESOLVER_ERROR_TEMPORARY_FAILURE
                                   : G_RESOLVER_ERROR_NOT_FOUND,
                         temporary ? _("The name could not be resolved")
                                   : _("The name has no address"));
  return addresses;
}

static void
on_family_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  NameLookup *lookup = g_task_get_task_data (task);
  LcDnsAnswer *answer = lc_resolver_ask_finish (LC_RESOLVER (source), result, &error);
  GList *addresses;

  if (answer != NULL)
    lookup->answers[answer->family == G_SOCKET_FAMILY_IPV6 ? 1 : 0] = answer;
  if (--lookup->pending > 0)
    return;
  if (answer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  addresses = collect_addresses (lookup, &error);
  if (addresses == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, addresses, free_addresses);
}

static void
ask_families (LcResolver *self, GTask *task, const char *host)
{
  static const GSocketFamily families[] = { G_SOCKET_FAMILY_IPV4, G_SOCKET_FAMILY_IPV6 };
  NameLookup *lookup = g_task_get_task_data (task);
  gboolean wanted[] = {
    (lookup->flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY) == 0,
    (lookup->flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY) == 0,
  };

  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    lookup->pending += wanted[i] ? 1 : 0;
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (wanted[i])
      lc_resolver_ask_async (self, host, families[i], g_task_get_cancellable (task),
                             on_family_answered, g_object_ref (task));
}

static void
on_lookup_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **done = user_data;

  *done = g_object_ref (result);
}

static GList *
lc_resolver_lookup_by_name_with_flags (GResolver *resolver, const char *host,
                                       GResolverNameLookupFlags flags,
                                       GCancellable *cancellable, GError **error)
{
  LcResolver *self = LC_RESOLVER (resolver);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainContextPusher) pusher G_GNUC_UNUSED = g_main_context_pusher_new (context);
  g_autoptr (LcResolver) own = lc_resolver_new_with_servers (self->servers, error);
  g_autoptr (GAsyncResult) result = NULL;

  if (own == NULL)
    return NULL;
  g_resolver_lookup_by_name_with_flags_async (G_RESOLVER (own), host, flags, cancellable,
                                              on_lookup_done, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  return g_resolver_lookup_by_name_with_flags_finish (G_RESOLVER (own), result, error);
}

static GList *
lc_resolver_lookup_by_name (GResolver *resolver, const char *host, GCancellable *cancellable,
                            GError **error)
{
  return lc_resolver_lookup_by_name_with_flags (resolver, host,
                                                G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT,
                                                cancellable, error);
}

typedef struct
{
  char *host;
  GResolverNameLookupFlags flags;
} ThreadLookup;

static void
thread_lookup_free (gpointer data)
{
  ThreadLookup *lookup = data;

  g_free (lookup->host);
  g_free (lookup);
}

static void
lookup_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ThreadLookup *lookup = data;
  GError *error = NULL;
  GList *addresses = lc_resolver_lookup_by_name_with_flags (source, lookup->host, lookup->flags,
                                                            cancellable, &error);

  if (addresses == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, addresses, free_addresses);
}

static void
lc_resolver_lookup_by_name_with_flags_async (GResolver *resolver, const char *host,
                                             GResolverNameLookupFlags flags,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data)
{
  LcResolver *self = LC_RESOLVER (resolver);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, lc_resolver_lookup_by_name_with_flags_async);
  if (g_task_get_context (task) != self->context)
    {
      ThreadLookup *lookup = g_new0 (ThreadLookup, 1);

      lookup->host = g_strdup (host);
      lookup->flags = flags;
      g_task_set_task_data (task, lookup, thread_lookup_free);
      g_task_run_in_thread (task, lookup_in_thread);
    }
  else
    {
      NameLookup *lookup = g_new0 (NameLookup, 1);

      lookup->flags = flags;
      g_task_set_task_data (task, lookup, name_lookup_free);
      ask_families (self, task, host);
    }
}

static void
lc_resolver_lookup_by_name_async (GResolver *resolver, const char *host, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  lc_resolver_lookup_by_name_with_flags_async (resolver, host, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT,
                                               cancellable, callback, user_data);
}

static GList *
lc_resolver_lookup_by_name_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, resolver), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- the object -------------------------------------------------------- */

static GHashTable *
new_cache (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify) lc_dns_query_unref);
}

static void
lc_resolver_dispose (GObject *object)
{
  LcResolver *self = LC_RESOLVER (object);
  g_autoptr (GHashTable) queries = g_steal_pointer (&self->queries);
  GHashTableIter iter;
  gpointer query;

  self->queries = new_cache ();
  g_hash_table_iter_init (&iter, queries);
  while (g_hash_table_iter_next (&iter, NULL, &query))
    lc_dns_query_close (query);
  g_clear_pointer (&self->ares, lc_ares_unref);
  G_OBJECT_CLASS (lc_resolver_parent_class)->dispose (object);
}

static void
lc_resolver_finalize (GObject *object)
{
  LcResolver *self = LC_RESOLVER (object);

  g_hash_table_unref (self->queries);
  g_main_context_unref (self->context);
  g_free (self->servers);
  G_OBJECT_CLASS (lc_resolver_parent_class)->finalize (object);
}

static void
lc_resolver_class_init (LcResolverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  object_class->dispose = lc_resolver_dispose;
  object_class->finalize = lc_resolver_finalize;
  resolver_class->lookup_by_name = lc_resolver_lookup_by_name;
  resolver_class->lookup_by_name_async = lc_resolver_lookup_by_name_async;
  resolver_class->lookup_by_name_finish = lc_resolver_lookup_by_name_finish;
  resolver_class->lookup_by_name_with_flags = lc_resolver_lookup_by_name_with_flags;
  resolver_class->lookup_by_name_with_flags_async = lc_resolver_lookup_by_name_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = lc_resolver_lookup_by_name_finish;
}

static void
lc_resolver_init (LcResolver *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->queries = new_cache ();
}

/**
 * lc_resolver_new:
 *
 * Returns: (transfer full): a resolver with an empty cache that asks the
 *   system's resolvers in the thread-default main context, or %NULL when
 *   c-ares cannot start
 */
LcResolver *
lc_resolver_new (GError **error)
{
  return lc_resolver_new_with_servers (NULL, error);
}

/**
 * lc_resolver_new_with_servers:
 * @servers: (nullable): resolvers to ask instead of the system's, such as
 *   "127.0.0.1:5353,[::1]:5353"
 *
 * Returns: (transfer full): as lc_resolver_new()
 */
LcResolver *
lc_resolver_new_with_servers (const char *servers, GError **error)
{
  g_autoptr (LcResolver) self = g_object_new (LC_TYPE_RESOLVER, NULL);

  self->servers = g_strdup (servers);
  self->ares = lc_ares_new (self->context, servers, error);
  return self->ares != NULL ? g_steal_pointer (&self) : NULL;
}

/* What GIO would ask without us; never freed, as GIO's own. */
static GResolver *system_resolver = NULL;

/**
 * lc_resolver_install:
 *
 * From now on GIO and libsoup look names up here, so that they share the cache
 * and a name is asked for once. Call it in the main thread.
 */
void
lc_resolver_install (LcResolver *self)
{
  if (system_resolver == NULL)
    system_resolver = g_resolver_get_default ();
  g_resolver_set_default (G_RESOLVER (self));
}

/**
 * lc_resolver_uninstall:
 *
 * Gives GIO the system's resolver back, unless another one was installed since.
 */
void
lc_resolver_uninstall (LcResolver *self)
{
  g_autoptr (GResolver) current = g_resolver_get_default ();

  if (current == G_RESOLVER (self))
    g_resolver_set_default (system_resolver);
}

/**
 * lc_resolver_dup_servers:
 *
 * Returns: (transfer full): the resolvers in use, in the order in which they
 *   are asked
 */
char **
lc_resolver_dup_servers (LcResolver *self)
{
  return lc_ares_dup_servers (self->ares);
}
