/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-https-probe.c: whether a web page answers, layer by layer.
 *
 * Steps "dns", "tcp", "tls", "http" (see lc-http-client.c), again for each
 * redirect, of which at most five are followed. The head of the final answer
 * decides; its body is read to see whether the connection carries more than a
 * packet, but does not change the outcome.
 *
 * Outcome: ANSWERED (status below 400), DENIED (another status, or too many
 * redirects: fact redirect_limit), or that of the layer that failed. Facts:
 * status, reason, url (the last one asked), redirects (those that led there),
 * server, http_version, date_us, date_seen_us, proxy.
 */
#include "config.h"

#include "probes/lc-https-probe.h"

#include "net/lc-http-client.h"
#include "probes/lc-endpoint-uri.h"

#define MAX_REDIRECTS 5

struct _LcHttpsProbe
{
  LcProbe parent_instance;

  GUri *uri;
  LcResolver *resolver;
};

G_DEFINE_FINAL_TYPE (LcHttpsProbe, lc_https_probe, LC_TYPE_PROBE)

typedef struct
{
  LcRecorder *recorder;
  LcHttpClient *client;
  GUri *uri; /* asked for now */
  GPtrArray *redirects; /* of char *, those asked before */
  LcHttpAnswer *answer;
} Visit;

static void
visit_free (gpointer data)
{
  Visit *visit = data;

  g_clear_pointer (&visit->answer, lc_http_answer_free);
  g_clear_object (&visit->client);
  g_object_unref (visit->recorder);
  g_uri_unref (visit->uri);
  g_ptr_array_unref (visit->redirects);
  g_free (visit);
}

static void
copy_fact (LcFacts *to, const LcFacts *from, const char *name)
{
  const char *text = lc_facts_get_string (from, name);

  if (text != NULL)
    lc_facts_set_string (to, name, text);
  else if (lc_facts_has (from, name))
    lc_facts_set_int (to, name, lc_facts_get_int (from, name, 0));
}

/* The facts of the last answer are those of the whole. */
static void
record_answer (Visit *visit)
{
  static const char *const names[] = {
    "status", "reason", "url", "server", "http_version", "date_us", "date_seen_us",
  };
  const LcFacts *from = lc_recorder_get_step_facts (visit->recorder, visit->answer->step);
  LcFacts *to = lc_recorder_get_facts (visit->recorder);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    copy_fact (to, from, names[i]);
}

static void
record_redirects (Visit *visit)
{
  g_autoptr (GPtrArray) list = g_ptr_array_copy (visit->redirects, NULL, NULL);

  g_ptr_array_set_free_func (list, NULL);
  g_ptr_array_add (list, NULL);
  lc_facts_set_strv (lc_recorder_get_facts (visit->recorder), "redirects",
                     (const char *const *) list->pdata);
}

static void
finish (GTask *task, LcOutcome outcome)
{
  Visit *visit = g_task_get_task_data (task);

  if (outcome != LC_OUTCOME_CANCELLED)
    lc_recorder_set_outcome (visit->recorder, outcome);
  g_task_return_boolean (task, TRUE);
}

static void visit_uri (GTask *task);

/* Returns: whether the answer sends us on to a place that we go to */
static gboolean
follow (GTask *task)
{
  Visit *visit = g_task_get_task_data (task);
  GUri *location = visit->answer->location;
  const char *scheme = location != NULL ? g_uri_get_scheme (location) : NULL;

  if (location == NULL || g_uri_get_host (location) == NULL
      || (g_strcmp0 (scheme, "https") != 0 && g_strcmp0 (scheme, "http") != 0))
    return FALSE;
  if (visit->redirects->len == MAX_REDIRECTS)
    {
      lc_facts_set_bool (lc_recorder_get_facts (visit->recorder), "redirect_limit", TRUE);
      visit->answer->outcome = LC_OUTCOME_DENIED;
      return FALSE;
    }
  g_ptr_array_add (visit->redirects, g_uri_to_string (visit->uri));
  record_redirects (visit);
  g_uri_unref (visit->uri);
  visit->uri = g_uri_ref (location);
  return TRUE;
}

static void
on_body (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LcOutcome outcome;
  g_autoptr (GBytes) body = NULL;

  body = lc_http_client_read_finish (LC_HTTP_CLIENT (source), result, &outcome);
  g_task_return_boolean (task, TRUE);
}

static void
on_head (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Visit *visit = g_task_get_task_data (task);
  gboolean followed;

  g_clear_pointer (&visit->answer, lc_http_answer_free);
  visit->answer = lc_http_client_get_finish (visit->client, result);
  if (visit->answer->stream == NULL)
    {
      finish (task, visit->answer->outcome);
      return;
    }

  record_answer (visit);
  followed = follow (task);
  lc_recorder_end_step (visit->recorder, visit->answer->step, visit->answer->outcome);
  if (followed)
    {
      visit_uri (task);
      return;
    }
  lc_recorder_set_outcome (visit->recorder, visit->answer->outcome);
  lc_http_client_read_async (visit->client, visit->answer, g_task_get_cancellable (task), on_body,
                             g_object_ref (task));
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Visit *visit = g_task_get_task_data (task);
  LcOutcome outcome = lc_http_client_prepare_finish (visit->client, result);

  if (outcome == LC_OUTCOME_ANSWERED)
    lc_http_client_get_async (visit->client, visit->uri, "http", NULL, g_task_get_cancellable (task),
                              on_head, g_object_ref (task));
  else
    finish (task, outcome);
}

static void
visit_uri (GTask *task)
{
  Visit *visit = g_task_get_task_data (task);

  lc_http_client_prepare_async (visit->client, visit->uri, g_task_get_cancellable (task), on_prepared,
                                g_object_ref (task));
}

static void
lc_https_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  LcHttpsProbe *self = LC_HTTPS_PROBE (probe);
  g_autoptr (GTask) task = g_task_new (probe, cancellable, callback, user_data);
  Visit *visit = g_new0 (Visit, 1);

  g_task_set_source_tag (task, lc_https_probe_ask_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, visit, visit_free);
  visit->recorder = g_object_ref (recorder);
  visit->client = lc_http_client_new (recorder, self->resolver);
  visit->uri = g_uri_ref (self->uri);
  visit->redirects = g_ptr_array_new_with_free_func (g_free);
  record_redirects (visit);
  visit_uri (task);
}

static gboolean
lc_https_probe_ask_finish (LcProbe *probe, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lc_https_probe_finalize (GObject *object)
{
  LcHttpsProbe *self = LC_HTTPS_PROBE (object);

  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_object (&self->resolver);
  G_OBJECT_CLASS (lc_https_probe_parent_class)->finalize (object);
}

static void
lc_https_probe_class_init (LcHttpsProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_https_probe_finalize;
  LC_PROBE_CLASS (klass)->ask_async = lc_https_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = lc_https_probe_ask_finish;
}

static void
lc_https_probe_init (LcHttpsProbe *self)
{
}

/**
 * lc_https_probe_new:
 * @id: the id of the row
 * @endpoint: a page
 * @resolver: the run's resolver
 */
LcProbe *
lc_https_probe_new (const char *id, const LcEndpoint *endpoint, LcResolver *resolver)
{
  LcHttpsProbe *self = g_object_new (LC_TYPE_HTTPS_PROBE, "id", id, NULL);

  lc_http_client_load_modules ();
  self->uri = lc_endpoint_build_uri (endpoint);
  self->resolver = g_object_ref (resolver);
  return LC_PROBE (self);
}
