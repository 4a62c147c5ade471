/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-web-recorder.c: see lc-web-recorder.h.
 *
 * Steps: "dns" (facts of lc-dns-record.c; skipped behind a proxy, reason "proxy"),
 * "tcp", "proxy" and "tls" for the layers of a connection, and one for a request, from
 * its sending on, which whoever sent it ends when it has what it asked for.
 *
 * Every TCP connect is a step "tcp" whose target is the very address (facts address,
 * icmp_from, icmp_type, icmp_code, local); one that lost to a faster one is skipped,
 * reason "superseded". Where a proxy stands between, these steps lead to it (fact
 * is_proxy), and what it is asked for in the open is a step "proxy", whose target is the
 * host that it should connect to. When it says no, that step is denied, reason
 * "authentication" when it wants to know who asks. Where the settings want a proxy that
 * cannot be found, a step "proxy" is unavailable. The proxy is a fact of the whole
 * ("http://host:port", without credentials).
 *
 * A step "websocket" spans a connection of its own: TCP, TLS and the upgrade. Facts: url,
 * those of the layers; of the head when an HTTP answer came; failed_layer ("tcp",
 * "proxy", "tls", "http") how far it got where it did not open; error_text.
 */
#include "probes/lc-web-recorder.h"

#include "measurement/lc-step-table.h"
#include "probes/lc-dns-record.h"
#include "probes/lc-http-record.h"
#include "probes/lc-icmp-record.h"
#include "probes/lc-tls-record.h"

struct _LcWebRecorder
{
  GObject parent_instance;

  LcRecorder *recorder;
  char *request_name;
  guint lookup_step;
  GArray *layer_steps; /* of guint, by the layer's number; empty inside a WebSocket's step */
  guint request_step;
  gboolean is_request_open;
  guint websocket_step;
  gboolean is_in_websocket;
};

static void observer_init (LcWebObserverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LcWebRecorder, lc_web_recorder, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LC_TYPE_WEB_OBSERVER, observer_init))

static LcFacts *
get_facts (LcWebRecorder *self, guint step)
{
  return lc_recorder_get_step_facts (self->recorder, step);
}

static void
record_error (LcFacts *facts, const GError *error)
{
  lc_facts_set_string (facts, LC_FACT_ERROR_TEXT, error->message);
}

/* --- before a connection ----------------------------------------------- */

static void
on_lookup_began (LcWebObserver *observer, const char *host)
{
  LcWebRecorder *self = LC_WEB_RECORDER (observer);

  self->lookup_step = lc_recorder_begin_step (self->recorder, LC_STEP_DNS, host);
}

/* The family that has an address is the one to be read; IPv4, when neither has. */
static void
on_lookup_ended (LcWebObserver *observer, LcOutcome outcome, const LcDnsAnswer *v4, const LcDnsAnswer *v6)
{
  LcWebRecorder *self = LC_WEB_RECORDER (observer);
  LcFacts *facts = get_facts (self, self->lookup_step);

  if (outcome == LC_OUTCOME_SKIPPED)
    lc_facts_set_string (facts, LC_FACT_REASON, "proxy");
  if (v6 != NULL && v6->addresses->len > 0)
    lc_dns_record_answer (v6, facts);
  if (v4 != NULL)
    lc_dns_record_answer (v4, facts);
  lc_recorder_end_step (self->recorder, self->lookup_step, outcome);
}

static void
on_lookup_failed (LcWebObserver *observer, const char *host, LcOutcome outcome, const GError *error)
{
  LcWebRecorder *self = LC_WEB_RECORDER (observer);
  guint step = lc_recorder_begin_step (self->recorder, LC_STEP_DNS, host);

  record_error (get_facts (self, step), error);
  lc_recorder_end_step (self->recorder, step, outcome);
}

static void
on_proxy_found (LcWebObserver *observer, GUri *proxy)
{
  LcWebRecorder *self = LC_WEB_RECORDER (observer);
  g_autofree char *text = g_strdup_printf ("%s://%s:%d", g_uri_get_scheme (proxy), g_uri_get_host (proxy),
                                           g_uri_get_port (proxy));

  lc_facts_set_string (lc_recorder_get_facts (self->recorder), LC_FACT_PROXY, text);
}

static void
on_proxy_lost (LcWebObserver *observer, const char *host, const char *why)
{
  LcWebRecorder *self = LC_WEB_RECORDER (observer);
  guint step = lc_recorder_begin_step (self->recorder, LC_STEP_PROXY, host);

  lc_facts_set_string (get_facts (self, step), LC_FACT_ERROR_TEXT, why);
  lc_recorder_end_step (self->recorder, step, LC_OUTCOME_UNAVAILABLE);
}

/* --- the layers of a connection ---------------------------------------- */

static const char *
get_layer_name (const LcConnectionLayer *layer)
{
  switch (layer->kind)
    {
    case LC_CONNECTION_TCP:
      return LC_STEP_TCP;
    case LC_CONNECTION_PROXY:
      return LC_STEP_PROXY;
    case LC_CONNECTION_TLS:
      return LC_STEP_TLS;
    default:
      g_return_val_if_reached (LC_STEP_TCP);
    }
}

static LcFacts *
get_layer_facts (LcWebRecorder *self, const LcConnectionLayer *layer)
{
  return get_facts (self, self->is_in_websocket ? self->websocket_step
                                                : g_array_index (self->layer_steps, guint, layer->number));
}

/* Everything that is known by now; what was written before is the same again. */
static void
record_layer (LcWebRecorder *self, const LcConnectionLayer *layer)
{
  LcFacts *facts = get_layer_facts (self, layer);

  if (layer->address != NULL)
    {
      g_autofree char *host = g_inet_address_to_string (g_inet_socket_address_get_address (layer->address));

      lc_facts_set_string (facts, LC_FACT_ADDRESS, host);
    }
  if (lc_connection_layer_is_to_proxy (layer))
    lc_facts_set_bool (facts, LC_FACT_IS_PROXY, TRUE);
  if (layer->icmp != NULL)
    lc_icmp_error_record (layer->icmp, facts);
  else if (layer->is_local)
    lc_facts_set_bool (facts, LC_FACT_LOCAL, TRUE);
  if (layer->kind == LC_CONNECTION_TCP && layer->ended && layer->outcome == LC_OUTCOME_SKIPPED)
    lc_facts_set_string (facts, LC_FACT_REASON, "superseded");
  if (layer->wants_authentication)
    lc_facts_set_string (facts, LC_FACT_REASON, "authentication");
  if (layer->proxy_answer != NULL)
    lc_http_record_head (layer->proxy_answer, facts);
  if (layer->tls != NULL)
    lc_tls_record_connection (layer->tls, facts);
  if (layer->certificate != NULL)
    lc_tls_record_certificate (layer->certificate, facts);
}

/* Where the way inside a WebSocket's step ends, unless it gets farther: written at once,
 * since a deadline tells nobody. */
static void
enter_layer (LcWebRecorder *self, const char *name)
{
  if (self->is_in_websocket)
    lc_facts_set_string (get_facts (self, self->websocket_step), LC_FACT_FAILED_LAYER, name);
}

static void
on_layer_began (LcWebObserver *observer, const LcConnectionLayer *layer)
{
  LcWebRecorder *self = LC_WEB_RECORDER (observer);

  if (self->is_in_websocket)
    {
      enter_layer (self, get_layer_name (layer));
    }
  else
    {
      guint step = lc_recorder_begin_step (self->recorder, get_layer_name (layer), layer->target);

      /* Number 0 is the first of another connection. */
      g_array_set_size (self->layer_steps, layer->number);
      g_array_append_val (self->layer_steps, step);
    }
  record_layer (self, layer);
}

static void
on_layer_changed (LcWebObserver *observer, const LcConnectionLayer *layer)
{
  record_layer (LC_WEB_RECORDER (observer), layer);
}

/* Of the connects inside a WebSocket's step, only the one that explains its end is written. */
static void
on_layer_ended (LcWebObserver *observer, const LcConnectionLayer *layer)
{
  LcWebRecorder *self = LC_WEB_RECORDER (observer);

  if (!self->is_in_websocket || layer->kind != LC_CONNECTION_TCP || layer->outcome == LC_OUTCOME_ANSWERED)
    record_layer (self, layer);
  if (!self->is_in_websocket)
    lc_recorder_end_step (self->recorder, g_array_index (self->layer_steps, guint, layer->number),
                          layer->outcome);
  else if (layer->outcome == LC_OUTCOME_ANSWERED)
    enter_layer (self, LC_STEP_HTTP);
}

/* The error is that of the layer that began last. */
static void
on_connection_failed (LcWebObserver *observer, const LcConnectionLayer *layer, const GError *error)
{
  LcWebRecorder *self = LC_WEB_RECORDER (observer);

  if (self->is_in_websocket)
    {
      record_layer (self, layer);
      record_error (get_facts (self, self->websocket_step), error);
    }
  else
    {
      record_error (get_facts (self, g_array_index (self->layer_steps, guint, self->layer_steps->len - 1)),
                    error);
    }
}

/* --- a request --------------------------------------------------------- */

static void
on_request_began (LcWebObserver *observer, const char *url)
{
  LcWebRecorder *self = LC_WEB_RECORDER (observer);

  if (!self->is_request_open)
    self->request_step = lc_recorder_begin_step (self->recorder, self->request_name, url);
  self->is_request_open = TRUE;
  lc_facts_set_string (get_facts (self, self->request_step), LC_FACT_URL, url);
}

static void
on_head_arrived (LcWebObserver *observer, const LcHttpHead *head)
{
  LcWebRecorder *self = LC_WEB_RECORDER (observer);

  lc_http_record_head (head, get_facts (self, self->request_step));
}

static void
on_request_failed (LcWebObserver *observer, LcOutcome outcome, const GError *error)
{
  LcWebRecorder *self = LC_WEB_RECORDER (observer);
  LcFacts *facts = get_facts (self, self->request_step);

  if (outcome == LC_OUTCOME_UNAVAILABLE)
    lc_facts_set_string (facts, LC_FACT_REASON, error->message);
  record_error (facts, error);
  lc_web_recorder_end_request (self, outcome);
}

/* --- the object -------------------------------------------------------- */

static void
lc_web_recorder_finalize (GObject *object)
{
  LcWebRecorder *self = LC_WEB_RECORDER (object);

  g_clear_object (&self->recorder);
  g_free (self->request_name);
  g_array_unref (self->layer_steps);
  G_OBJECT_CLASS (lc_web_recorder_parent_class)->finalize (object);
}

static void
observer_init (LcWebObserverInterface *iface)
{
  iface->lookup_began = on_lookup_began;
  iface->lookup_ended = on_lookup_ended;
  iface->lookup_failed = on_lookup_failed;
  iface->proxy_found = on_proxy_found;
  iface->proxy_lost = on_proxy_lost;
  iface->layer_began = on_layer_began;
  iface->layer_changed = on_layer_changed;
  iface->layer_ended = on_layer_ended;
  iface->connection_failed = on_connection_failed;
  iface->request_began = on_request_began;
  iface->head_arrived = on_head_arrived;
  iface->request_failed = on_request_failed;
}

static void
lc_web_recorder_class_init (LcWebRecorderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_web_recorder_finalize;
}

static void
lc_web_recorder_init (LcWebRecorder *self)
{
  self->request_name = g_strdup (LC_STEP_HTTP);
  self->layer_steps = g_array_new (FALSE, FALSE, sizeof (guint));
}

/**
 * lc_web_recorder_new:
 * @recorder: where the steps go
 *
 * Returns: (transfer full): the observer of one client that asks one thing after another
 */
LcWebRecorder *
lc_web_recorder_new (LcRecorder *recorder)
{
  LcWebRecorder *self = g_object_new (LC_TYPE_WEB_RECORDER, NULL);

  self->recorder = g_object_ref (recorder);
  return self;
}

LcRecorder *
lc_web_recorder_get_recorder (LcWebRecorder *self)
{
  return self->recorder;
}

/**
 * lc_web_recorder_set_request_name:
 * @name: of the steps of requests that begin from now on; at first "http"
 */
void
lc_web_recorder_set_request_name (LcWebRecorder *self, const char *name)
{
  g_free (self->request_name);
  self->request_name = g_strdup (name);
}

/**
 * lc_web_recorder_get_request_facts:
 *
 * Returns: (transfer none): where the facts of the last request's step are written
 */
LcFacts *
lc_web_recorder_get_request_facts (LcWebRecorder *self)
{
  return get_facts (self, self->request_step);
}

/**
 * lc_web_recorder_end_request:
 *
 * Ends the step of the last request. A request that is sent before that goes on with it.
 */
void
lc_web_recorder_end_request (LcWebRecorder *self, LcOutcome outcome)
{
  self->is_request_open = FALSE;
  lc_recorder_end_step (self->recorder, self->request_step, outcome);
}

/**
 * lc_web_recorder_begin_websocket:
 * @uri: where a WebSocket will be opened now
 *
 * Begins a step "websocket". To be tried when HTTP came back from there, because it is
 * then given as much time as that took (lc_recorder_extend_deadline()).
 */
void
lc_web_recorder_begin_websocket (LcWebRecorder *self, GUri *uri)
{
  g_autofree char *url = g_uri_to_string (uri);

  self->websocket_step = lc_recorder_begin_step (self->recorder, LC_STEP_WEBSOCKET, url);
  self->is_in_websocket = TRUE;
  lc_recorder_extend_deadline (self->recorder);
  lc_facts_set_string (get_facts (self, self->websocket_step), LC_FACT_URL, url);
  enter_layer (self, LC_STEP_TCP);
}

/**
 * lc_web_recorder_end_websocket:
 * @answer: what became of it
 *
 * Ends the step, unless nobody wanted to know any more.
 */
void
lc_web_recorder_end_websocket (LcWebRecorder *self, const LcWebsocketAnswer *answer)
{
  LcFacts *facts = get_facts (self, self->websocket_step);

  self->is_in_websocket = FALSE;
  if (answer->outcome == LC_OUTCOME_CANCELLED)
    return;
  if (answer->head != NULL)
    lc_http_record_head (answer->head, facts);
  if (answer->error_text != NULL)
    lc_facts_set_string (facts, LC_FACT_ERROR_TEXT, answer->error_text);
  if (answer->outcome == LC_OUTCOME_ANSWERED)
    lc_facts_remove (facts, LC_FACT_FAILED_LAYER);
  lc_recorder_end_step (self->recorder, self->websocket_step, answer->outcome);
}
