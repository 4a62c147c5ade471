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

#define MAX_REDIRECTS 5

struct _LcHttpsProbe
{
  LcWebProbe parent_instance;
};

G_DEFINE_FINAL_TYPE (LcHttpsProbe, lc_https_probe, LC_TYPE_WEB_PROBE)

typedef struct
{
  LcHttpClient *client;
  GUri *uri;
  LcHttpAnswer *answer;
  GUri *next; /* where the answer sends us on to */
} Talk;

static void
talk_free (gpointer data)
{
  Talk *talk = data;

  g_clear_pointer (&talk->answer, lc_http_answer_free);
  g_object_unref (talk->client);
  g_uri_unref (talk->uri);
  g_clear_pointer (&talk->next, g_uri_unref);
  g_free (talk);
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
record_answer (Talk *talk, LcRecorder *recorder)
{
  static const char *const names[] = {
    LC_FACT_STATUS, LC_FACT_REASON, LC_FACT_URL, LC_FACT_SERVER, LC_FACT_HTTP_VERSION, LC_FACT_DATE_US,
    LC_FACT_DATE_SEEN_US,
  };
  const LcFacts *from = lc_recorder_get_step_facts (recorder, talk->answer->step);
  LcFacts *to = lc_recorder_get_facts (recorder);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    copy_fact (to, from, names[i]);
}

/* Adds the address asked for now to the fact "redirects". Returns: %FALSE when
 * there were too many */
static gboolean
record_redirect (Talk *talk, LcFacts *facts)
{
  g_auto (GStrv) earlier = lc_facts_dup_strv (facts, LC_FACT_REDIRECTS);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *here = g_uri_to_string (talk->uri);
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
follow (Talk *talk, LcRecorder *recorder)
{
  GUri *location = talk->answer->location;
  const char *scheme = location != NULL ? g_uri_get_scheme (location) : NULL;

  if (location == NULL || g_uri_get_host (location) == NULL
      || (g_strcmp0 (scheme, "https") != 0 && g_strcmp0 (scheme, "http") != 0))
    return;
  if (record_redirect (talk, lc_recorder_get_facts (recorder)))
    {
      g_autofree char *url = g_uri_to_string (location);

      lc_facts_set_string (lc_recorder_get_facts (recorder), LC_FACT_URL, url);
      talk->next = g_uri_ref (location);
    }
  else
    {
      talk->answer->outcome = LC_OUTCOME_DENIED;
    }
}

static void
on_body (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Talk *talk = g_task_get_task_data (task);
  LcOutcome outcome;
  g_autoptr (GBytes) body = lc_http_client_read_finish (LC_HTTP_CLIENT (source), result, &outcome);

  g_task_return_int (task, talk->answer->outcome);
}

static void
on_head (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Talk *talk = g_task_get_task_data (task);
  LcRecorder *recorder = lc_http_client_get_recorder (talk->client);

  talk->answer = lc_http_client_get_finish (talk->client, result);
  if (talk->answer->stream == NULL)
    {
      g_task_return_int (task, talk->answer->outcome);
      return;
    }

  record_answer (talk, recorder);
  follow (talk, recorder);
  lc_recorder_end_step (recorder, talk->answer->step, talk->answer->outcome);
  if (talk->next != NULL)
    {
      g_task_return_int (task, talk->answer->outcome);
      return;
    }
  lc_recorder_set_outcome (recorder, talk->answer->outcome);
  lc_http_client_read_async (talk->client, talk->answer, g_task_get_cancellable (task), on_body,
                             g_object_ref (task));
}

static void
lc_https_probe_talk_async (LcWebProbe *probe, LcHttpClient *client, GUri *uri, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  static const char *const none[] = { NULL };
  LcFacts *facts = lc_recorder_get_facts (lc_http_client_get_recorder (client));
  GTask *task = g_task_new (probe, cancellable, callback, user_data);
  Talk *talk = g_new0 (Talk, 1);

  g_task_set_source_tag (task, lc_https_probe_talk_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, talk, talk_free);
  talk->client = g_object_ref (client);
  talk->uri = g_uri_ref (uri);
  if (!lc_facts_has (facts, LC_FACT_REDIRECTS))
    lc_facts_set_strv (facts, LC_FACT_REDIRECTS, none);
  lc_http_client_get_async (client, uri, "http", NULL, cancellable, on_head, task);
}

static LcOutcome
lc_https_probe_talk_finish (LcWebProbe *probe, GAsyncResult *result, GUri **next)
{
  Talk *talk = g_task_get_task_data (G_TASK (result));

  *next = g_steal_pointer (&talk->next);
  return g_task_propagate_int (G_TASK (result), NULL);
}

static void
lc_https_probe_class_init (LcHttpsProbeClass *klass)
{
  LC_WEB_PROBE_CLASS (klass)->talk_async = lc_https_probe_talk_async;
  LC_WEB_PROBE_CLASS (klass)->talk_finish = lc_https_probe_talk_finish;
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
