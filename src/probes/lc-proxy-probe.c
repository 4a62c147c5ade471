/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-proxy-probe.c: the row "computer.proxy". Asks the system's settings alone;
 * a script of the settings (PAC) may be fetched for that.
 *
 * Outcome: ANSWERED; SKIPPED (with the fact "reason") when the profile has no
 * portal; UNAVAILABLE (with "reason") when the settings could not be read.
 *
 * Facts: url (asked for), direct (bool: the first choice is no proxy), proxies
 * (list: as "http://proxy.example:8080", never with user name or password),
 * credentials (bool: some were there).
 */
#include "config.h"

#include "probes/lc-proxy-probe.h"

#include <string.h>

#define DIRECT "direct://"

struct _LcProxyProbe
{
  LcProbe parent_instance;

  char *url; /* NULL when there is no portal */
  GProxyResolver *resolver;
};

G_DEFINE_FINAL_TYPE (LcProxyProbe, lc_proxy_probe, LC_TYPE_PROBE)

/* What cannot be taken apart is not repeated: a password may be in it. */
static char *
dup_without_credentials (const char *text, gboolean *had_credentials)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL)
    return g_strdup ("invalid");
  if (g_uri_get_userinfo (uri) != NULL)
    *had_credentials = TRUE;
  return g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY |
                                         G_URI_HIDE_FRAGMENT);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcRecorder *recorder = g_task_get_task_data (task);
  LcFacts *facts = lc_recorder_get_facts (recorder);
  g_auto (GStrv) uris = NULL;
  g_autoptr (GPtrArray) proxies = g_ptr_array_new_with_free_func (g_free);
  gboolean had_credentials = FALSE;
  GError *error = NULL;

  uris = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);
  if (uris == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; uris[i] != NULL; i++)
    {
      if (!g_str_equal (uris[i], DIRECT))
        g_ptr_array_add (proxies, dup_without_credentials (uris[i], &had_credentials));
    }
  g_ptr_array_add (proxies, NULL);
  lc_facts_set_bool (facts, LC_FACT_DIRECT, uris[0] == NULL || g_str_equal (uris[0], DIRECT));
  lc_facts_set_strv (facts, LC_FACT_PROXIES, (const char *const *) proxies->pdata);
  lc_facts_set_bool (facts, LC_FACT_CREDENTIALS, had_credentials);
  lc_recorder_set_outcome (recorder, LC_OUTCOME_ANSWERED);
  g_task_return_boolean (task, TRUE);
}

static void
lc_proxy_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  LcProxyProbe *self = LC_PROXY_PROBE (probe);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  LcFacts *facts = lc_recorder_get_facts (recorder);

  g_task_set_source_tag (task, lc_proxy_probe_ask_async);
  g_task_set_task_data (task, g_object_ref (recorder), g_object_unref);

  if (self->url == NULL)
    {
      lc_facts_set_string (facts, LC_FACT_REASON, "no portal in the profile");
      lc_recorder_set_outcome (recorder, LC_OUTCOME_SKIPPED);
      g_task_return_boolean (task, TRUE);
      return;
    }
  lc_facts_set_string (facts, LC_FACT_URL, self->url);
  g_proxy_resolver_lookup_async (self->resolver, self->url, cancellable, looked_up_cb,
                                 g_steal_pointer (&task));
}

static gboolean
lc_proxy_probe_ask_finish (LcProbe *probe, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lc_proxy_probe_finalize (GObject *object)
{
  LcProxyProbe *self = LC_PROXY_PROBE (object);

  g_clear_pointer (&self->url, g_free);
  g_clear_object (&self->resolver);
  G_OBJECT_CLASS (lc_proxy_probe_parent_class)->finalize (object);
}

static void
lc_proxy_probe_class_init (LcProxyProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_proxy_probe_finalize;
  LC_PROBE_CLASS (klass)->ask_async = lc_proxy_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = lc_proxy_probe_ask_finish;
}

static void
lc_proxy_probe_init (LcProxyProbe *self)
{
}

static char *
dup_portal_url (LcProfile *profile)
{
  const LcEndpoint *portal = lc_profile_find_endpoint (profile, LC_ENDPOINT_HTTPS);
  int port = -1;

  if (portal == NULL)
    return NULL;
  if (portal->ports->len > 0 && g_array_index (portal->ports, LcServerPort, 0).port != 443)
    port = g_array_index (portal->ports, LcServerPort, 0).port;
  return g_uri_join (G_URI_FLAGS_NONE, "https", NULL, portal->host, port,
                     portal->path != NULL ? portal->path : "/", NULL, NULL);
}

/**
 * lc_proxy_probe_new:
 * @resolver: (nullable): by default the system's
 *
 * Returns: (transfer full): the question of the row "computer.proxy"
 */
LcProbe *
lc_proxy_probe_new (LcProfile *profile, GProxyResolver *resolver)
{
  LcProxyProbe *self = g_object_new (LC_TYPE_PROXY_PROBE, "id", "computer.proxy", NULL);

  self->url = dup_portal_url (profile);
  self->resolver = g_object_ref (resolver != NULL ? resolver : g_proxy_resolver_get_default ());
  return LC_PROBE (self);
}
