/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-http-preparation.c: what must be known before an HTTP connection is
 * opened, asked all at once: the addresses of the host, the proxy that the system
 * wants for it, and the certificate authorities.
 *
 * The first family that has an address is enough to go on; libsoup finds both
 * in the resolver's cache. Behind a proxy, names are the proxy's business, and the
 * lookup is skipped. Where the settings want a proxy that cannot be found, nobody can
 * be asked.
 */
#include "net/lc-http-preparation.h"

#include "net/lc-tls-trust.h"

typedef struct
{
  LcWebObserver *observer; /* or NULL */
  GUri *uri;
  LcDnsAnswer *answers[2]; /* IPv4, IPv6 */
  guint dns_pending;
  gboolean dns_ended;
  gboolean proxy_pending;
  GUri *proxy; /* or NULL */
  gboolean proxy_lost;
  gboolean tls_pending;
  gboolean cancelled;
  gboolean returned;
} HttpPreparation;

static void
http_preparation_free (gpointer data)
{
  HttpPreparation *self = data;

  g_clear_object (&self->observer);
  g_uri_unref (self->uri);
  g_clear_pointer (&self->proxy, g_uri_unref);
  for (guint i = 0; i < G_N_ELEMENTS (self->answers); i++)
    g_clear_pointer (&self->answers[i], lc_dns_answer_unref);
  g_free (self);
}

static gboolean
has_address (const LcDnsAnswer *answer)
{
  return answer != NULL && answer->addresses->len > 0;
}

static void
end_dns (HttpPreparation *self, LcOutcome outcome)
{
  if (self->dns_ended)
    return;
  self->dns_ended = TRUE;
  lc_web_observer_lookup_ended (self->observer, outcome, self->answers[0], self->answers[1]);
}

static LcOutcome
get_dns_outcome (const HttpPreparation *self)
{
  if (self->answers[0] == NULL && self->answers[1] == NULL)
    return LC_OUTCOME_MALFORMED; /* no host name at all, from a redirect */
  return lc_dns_answer_combine (self->answers[0], self->answers[1]);
}

static void
finish (GTask *task, LcOutcome outcome)
{
  HttpPreparation *self = g_task_get_task_data (task);

  self->returned = TRUE;
  g_task_return_int (task, outcome);
}

static void
go_on (GTask *task)
{
  HttpPreparation *self = g_task_get_task_data (task);
  gboolean found = has_address (self->answers[0]) || has_address (self->answers[1]);

  if (self->returned)
    return;
  if (self->cancelled)
    {
      finish (task, LC_OUTCOME_CANCELLED);
      return;
    }

  if (found)
    end_dns (self, LC_OUTCOME_ANSWERED);
  if (self->proxy_lost)
    {
      end_dns (self, LC_OUTCOME_SKIPPED);
      finish (task, LC_OUTCOME_UNAVAILABLE);
      return;
    }
  if (self->proxy_pending || self->tls_pending)
    return;

  if (self->proxy != NULL)
    {
      end_dns (self, LC_OUTCOME_SKIPPED);
      finish (task, LC_OUTCOME_ANSWERED);
    }
  else if (found || self->dns_pending == 0)
    {
      end_dns (self, get_dns_outcome (self));
      finish (task, get_dns_outcome (self));
    }
}

static void
note_cancel (HttpPreparation *self, const GError *error)
{
  self->cancelled |= g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
on_resolved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  HttpPreparation *self = g_task_get_task_data (task);
  LcDnsAnswer *answer = lc_resolver_ask_finish (LC_RESOLVER (source), result, &error);

  self->dns_pending--;
  if (answer != NULL)
    self->answers[answer->family == G_SOCKET_FAMILY_IPV6 ? 1 : 0] = answer;
  else
    note_cancel (self, error);
  go_on (task);
}

/* GIO passes over what is no address of a proxy, such as the "use-proxy:" of a desktop
 * that leaves the choice to somebody who is not there. Returns: whether one is left */
static gboolean
take_proxies (HttpPreparation *self, char **uris)
{
  for (guint i = 0; uris[i] != NULL; i++)
    {
      g_autoptr (GUri) proxy = NULL;

      if (g_str_has_prefix (uris[i], "direct:"))
        return TRUE;
      proxy = g_uri_parse (uris[i], G_URI_FLAGS_HAS_PASSWORD, NULL);
      if (proxy == NULL || g_uri_get_host (proxy) == NULL || *g_uri_get_host (proxy) == '\0')
        continue;
      self->proxy = g_steal_pointer (&proxy);
      lc_web_observer_proxy_found (self->observer, self->proxy);
      return TRUE;
    }
  return FALSE;
}

static void
lose_proxy (HttpPreparation *self, const char *reason)
{
  self->proxy_lost = TRUE;
  lc_web_observer_proxy_lost (self->observer, g_uri_get_host (self->uri), reason);
}

static void
on_proxy_known (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  HttpPreparation *self = g_task_get_task_data (task);
  g_auto (GStrv) uris = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  self->proxy_pending = FALSE;
  if (uris == NULL)
    note_cancel (self, error);
  if (!self->cancelled && !self->returned && (uris == NULL || !take_proxies (self, uris)))
    {
      /* What cannot be taken apart is not repeated: a password may be in it. */
      const char *scheme = uris != NULL && uris[0] != NULL ? g_uri_peek_scheme (uris[0]) : NULL;

      lose_proxy (self, error != NULL ? error->message : scheme);
    }
  go_on (task);
}

static void
on_tls_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  HttpPreparation *self = g_task_get_task_data (task);

  self->tls_pending = FALSE;
  lc_tls_trust_install_finish (result, &error);
  note_cancel (self, error);
  go_on (task);
}

/**
 * lc_http_prepare_async:
 * @resolver: where to ask for the host's addresses
 * @uri: an http or https address
 * @observer: (nullable): who is told of the lookup and of a proxy
 */
void
lc_http_prepare_async (LcResolver *resolver, GUri *uri, LcWebObserver *observer,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  g_autofree char *text = g_uri_to_string_partial (uri, G_URI_HIDE_QUERY);
  HttpPreparation *self = g_new0 (HttpPreparation, 1);
  const char *host = g_uri_get_host (uri);

  g_task_set_source_tag (task, lc_http_prepare_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, http_preparation_free);
  self->observer = observer != NULL ? g_object_ref (observer) : NULL;
  self->uri = g_uri_ref (uri);
  self->dns_pending = 2;
  self->proxy_pending = TRUE;
  self->tls_pending = g_strcmp0 (g_uri_get_scheme (uri), "http") != 0;

  lc_web_observer_lookup_began (observer, host);
  lc_resolver_ask_async (resolver, host, G_SOCKET_FAMILY_IPV4, cancellable, on_resolved,
                         g_object_ref (task));
  lc_resolver_ask_async (resolver, host, G_SOCKET_FAMILY_IPV6, cancellable, on_resolved,
                         g_object_ref (task));
  g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), text, cancellable, on_proxy_known,
                                 g_object_ref (task));
  if (self->tls_pending)
    lc_tls_trust_install_async (cancellable, on_tls_prepared, g_object_ref (task));
}

/**
 * lc_http_prepare_finish:
 * @proxy: (out) (transfer full) (nullable): over which the connection leads, maybe with
 *   credentials
 *
 * Returns: ANSWERED when a connection can be tried, CANCELLED, UNAVAILABLE without
 *   the proxy that the settings want, or what the resolver said
 */
LcOutcome
lc_http_prepare_finish (LcResolver *resolver, GAsyncResult *result, GUri **proxy)
{
  HttpPreparation *self;

  g_return_val_if_fail (g_task_is_valid (result, resolver), LC_OUTCOME_CANCELLED);

  self = g_task_get_task_data (G_TASK (result));
  *proxy = g_steal_pointer (&self->proxy);
  return (LcOutcome) g_task_propagate_int (G_TASK (result), NULL);
}
