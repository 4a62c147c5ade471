/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-https-probe.c: whether a web page answers, layer by layer.
 *
 * Steps "dns", "tcp", "tls", "http" (see lc-web-recorder.c), again for each
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

#include "net/lc-http-body.h"
#include "probes/lc-http-record.h"

#define MAX_REDIRECTS 5

struct _LcHttpsProbe
{
  LcWebProbe parent_instance;
};

G_DEFINE_FINAL_TYPE (LcHttpsProbe, lc_https_probe, LC_TYPE_WEB_PROBE)

typedef struct
{
  LcWebRecorder *recorder;
  GUri *uri;
  LcHttpAnswer *answer;
  GUri *next; /* where the answer sends us on to */
} PageRequest;

static void
page_request_free (gpointer data)
{
  PageRequest *request = data;

  g_clear_pointer (&request->answer, lc_http_answer_free);
  g_object_unref (request->recorder);
  g_uri_unref (request->uri);
  g_clear_pointer (&request->next, g_uri_unref);
  g_free (request);
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
record_answer (PageRequest *request)
{
  static const char *const names[] = {
    LC_FACT_STATUS, LC_FACT_REASON, LC_FACT_URL, LC_FACT_SERVER, LC_FACT_HTTP_VERSION, LC_FACT_DATE_US,
    LC_FACT_DATE_SEEN_US,
  };
  const LcFacts *from = lc_web_recorder_get_request_facts (request->recorder);
  LcFacts *to = lc_recorder_get_facts (lc_web_recorder_get_recorder (request->recorder));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    copy_fact (to, from, names[i]);
}

/* Adds the address asked for now to the fact "redirects". Returns: %FALSE when
 * there were too many */
static gboolean
record_redirect (PageRequest *request, LcFacts *facts)
{
  g_auto (GStrv) earlier = lc_facts_dup_strv (facts, LC_FACT_REDIRECTS);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *here = g_uri_to_string (request->uri);
  g_auto (GStrv) redirects = NULL;

  if (g_strv_length (earlier) == MAX_REDIRECTS)
    {
      lc_facts_set_bool (facts, LC_FACT_REDIRECT_LIMIT, TRUE);
      return FALSE;
    }
  g_strv_builder_addv (builder, (const char **) earlier);
  g_strv_builder_add (builder, here);
  redirects = g_strv_builder_end (builder);
  lc_facts_set_strv (facts, LC_FACT_REDIRECTS, (const char *const *) redirects);
  return TRUE;
}

static void
follow (PageRequest *request)
{
  LcFacts *facts = lc_recorder_get_facts (lc_web_recorder_get_recorder (request->recorder));
  GUri *location = request->answer->head->location;
  const char *scheme = location != NULL ? g_uri_get_scheme (location) : NULL;

  if (location == NULL || g_uri_get_host (location) == NULL
      || (g_strcmp0 (scheme, "https") != 0 && g_strcmp0 (scheme, "http") != 0))
    return;
  if (record_redirect (request, facts))
    {
      g_autofree char *url = g_uri_to_string (location);

      lc_facts_set_string (facts, LC_FACT_URL, url);
      request->next = g_uri_ref (location);
    }
  else
    {
      request->answer->outcome = LC_OUTCOME_DENIED;
    }
}

static void
on_body (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PageRequest *request = g_task_get_task_data (task);
  g_autoptr (LcHttpBody) body = lc_http_body_read_finish (G_INPUT_STREAM (source), result);

  lc_http_record_body (body, lc_web_recorder_get_request_facts (request->recorder));
  g_task_return_int (task, request->answer->outcome);
}

static void
on_head (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PageRequest *request = g_task_get_task_data (task);

  request->answer = lc_http_client_get_finish (LC_HTTP_CLIENT (source), result);
  if (request->answer->stream == NULL)
    {
      g_task_return_int (task, request->answer->outcome);
      return;
    }

  record_answer (request);
  follow (request);
  lc_web_recorder_end_request (request->recorder, request->answer->outcome);
  if (request->next != NULL)
    {
      g_task_return_int (task, request->answer->outcome);
      return;
    }
  lc_recorder_set_outcome (lc_web_recorder_get_recorder (request->recorder), request->answer->outcome);
  lc_http_body_read_async (request->answer->stream, g_task_get_cancellable (task), on_body,
                           g_object_ref (task));
}

static void
lc_https_probe_exchange_async (LcWebProbe *probe, LcHttpClient *client, LcWebRecorder *recorder, GUri *uri,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  static const char *const none[] = { NULL };
  LcFacts *facts = lc_recorder_get_facts (lc_web_recorder_get_recorder (recorder));
  GTask *task = g_task_new (probe, cancellable, callback, user_data);
  PageRequest *request = g_new0 (PageRequest, 1);

  g_task_set_source_tag (task, lc_https_probe_exchange_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, request, page_request_free);
  request->recorder = g_object_ref (recorder);
  request->uri = g_uri_ref (uri);
  if (!lc_facts_has (facts, LC_FACT_REDIRECTS))
    lc_facts_set_strv (facts, LC_FACT_REDIRECTS, none);
  lc_http_client_get_async (client, uri, FALSE, cancellable, on_head, task);
}

static LcOutcome
lc_https_probe_exchange_finish (LcWebProbe *probe, GAsyncResult *result, GUri **next)
{
  PageRequest *request = g_task_get_task_data (G_TASK (result));

  *next = g_steal_pointer (&request->next);
  return g_task_propagate_int (G_TASK (result), NULL);
}

static void
lc_https_probe_class_init (LcHttpsProbeClass *klass)
{
  LC_WEB_PROBE_CLASS (klass)->exchange_async = lc_https_probe_exchange_async;
  LC_WEB_PROBE_CLASS (klass)->exchange_finish = lc_https_probe_exchange_finish;
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
  return lc_web_probe_new (LC_TYPE_HTTPS_PROBE, id, endpoint, resolver);
}
