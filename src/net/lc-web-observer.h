/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-web-observer.h: who is told what a client of the web does, while it happens.
 *
 * A question to a web server takes many layers and may be stopped at any of them;
 * what was seen until then is known to the observer.
 */
#pragma once

#include "net/lc-connection-layer.h"
#include "net/lc-resolver.h"

G_BEGIN_DECLS

#define LC_TYPE_WEB_OBSERVER (lc_web_observer_get_type ())
G_DECLARE_INTERFACE (LcWebObserver, lc_web_observer, LC, WEB_OBSERVER, GObject)

/**
 * LcWebObserverInterface:
 * @lookup_began: the addresses of @host are looked up
 * @lookup_ended: the lookup that began last is over: SKIPPED, when names are a proxy's
 *   business; @v4 and @v6 are what was answered until then, and may be %NULL
 * @lookup_failed: nobody could be asked, because GIO found no address for @host
 * @proxy_found: the connection will lead over @proxy
 * @proxy_lost: the settings want a proxy for @host that cannot be found; @why may be %NULL
 * @layer_began: a layer of the connection began
 * @layer_changed: something was seen of a layer before its end
 * @layer_ended: @layer->outcome is known
 * @connection_failed: no connection came about, because of the end of @layer: where all
 *   connects failed, the one that says most of why
 * @request_began: a request for @url is sent
 * @head_arrived: the head of its answer is there
 * @request_failed: what was sent got no answer that can be used, or nothing could be sent
 *
 * Every method is optional.
 */
struct _LcWebObserverInterface
{
  GTypeInterface parent_iface;

  void (*lookup_began)      (LcWebObserver *self, const char *host);
  void (*lookup_ended)      (LcWebObserver *self, LcOutcome outcome, const LcDnsAnswer *v4, const LcDnsAnswer *v6);
  void (*lookup_failed)     (LcWebObserver *self, const char *host, LcOutcome outcome, const GError *error);
  void (*proxy_found)       (LcWebObserver *self, GUri *proxy);
  void (*proxy_lost)        (LcWebObserver *self, const char *host, const char *why);

  void (*layer_began)       (LcWebObserver *self, const LcConnectionLayer *layer);
  void (*layer_changed)     (LcWebObserver *self, const LcConnectionLayer *layer);
  void (*layer_ended)       (LcWebObserver *self, const LcConnectionLayer *layer);
  void (*connection_failed) (LcWebObserver *self, const LcConnectionLayer *layer, const GError *error);

  void (*request_began)     (LcWebObserver *self, const char *url);
  void (*head_arrived)      (LcWebObserver *self, const LcHttpHead *head);
  void (*request_failed)    (LcWebObserver *self, LcOutcome outcome, const GError *error);
};

void lc_web_observer_lookup_began (LcWebObserver *self, const char *host);
void lc_web_observer_lookup_ended (LcWebObserver *self, LcOutcome outcome, const LcDnsAnswer *v4,
                                   const LcDnsAnswer *v6);
void lc_web_observer_lookup_failed (LcWebObserver *self, const char *host, LcOutcome outcome, const GError *error);
void lc_web_observer_proxy_found (LcWebObserver *self, GUri *proxy);
void lc_web_observer_proxy_lost (LcWebObserver *self, const char *host, const char *why);

void lc_web_observer_layer_began (LcWebObserver *self, const LcConnectionLayer *layer);
void lc_web_observer_layer_changed (LcWebObserver *self, const LcConnectionLayer *layer);
void lc_web_observer_end_layer (LcWebObserver *self, LcConnectionLayer *layer, LcOutcome outcome);
void lc_web_observer_connection_failed (LcWebObserver *self, const LcConnectionLayer *layer, const GError *error);

void lc_web_observer_request_began (LcWebObserver *self, const char *url);
void lc_web_observer_head_arrived (LcWebObserver *self, const LcHttpHead *head);
void lc_web_observer_request_failed (LcWebObserver *self, LcOutcome outcome, const GError *error);

G_END_DECLS
