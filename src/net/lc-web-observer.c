/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-web-observer.c: see lc-web-observer.h. Whoever has no observer may tell %NULL.
 */
#include "net/lc-web-observer.h"

G_DEFINE_INTERFACE (LcWebObserver, lc_web_observer, G_TYPE_OBJECT)

static void
lc_web_observer_default_init (LcWebObserverInterface *iface)
{
}

/* Tells the method of an observer, where there is one of both. */
#define TELL(observer, method, ...) \
  G_STMT_START \
    { \
      if ((observer) != NULL && LC_WEB_OBSERVER_GET_IFACE (observer)->method != NULL) \
        LC_WEB_OBSERVER_GET_IFACE (observer)->method ((observer), __VA_ARGS__); \
    } \
  G_STMT_END

void
lc_web_observer_lookup_began (LcWebObserver *self, const char *host)
{
  TELL (self, lookup_began, host);
}

void
lc_web_observer_lookup_ended (LcWebObserver *self, LcOutcome outcome, const LcDnsAnswer *v4,
                              const LcDnsAnswer *v6)
{
  TELL (self, lookup_ended, outcome, v4, v6);
}

void
lc_web_observer_lookup_failed (LcWebObserver *self, const char *host, LcOutcome outcome, const GError *error)
{
  TELL (self, lookup_failed, host, outcome, error);
}

void
lc_web_observer_proxy_found (LcWebObserver *self, GUri *proxy)
{
  TELL (self, proxy_found, proxy);
}

void
lc_web_observer_proxy_lost (LcWebObserver *self, const char *host, const char *why)
{
  TELL (self, proxy_lost, host, why);
}

void
lc_web_observer_layer_began (LcWebObserver *self, const LcConnectionLayer *layer)
{
  TELL (self, layer_began, layer);
}

void
lc_web_observer_layer_changed (LcWebObserver *self, const LcConnectionLayer *layer)
{
  TELL (self, layer_changed, layer);
}

/**
 * lc_web_observer_end_layer:
 *
 * Ends @layer, and tells of it.
 */
void
lc_web_observer_end_layer (LcWebObserver *self, LcConnectionLayer *layer, LcOutcome outcome)
{
  layer->ended = TRUE;
  layer->outcome = outcome;
  TELL (self, layer_ended, layer);
}

void
lc_web_observer_connection_failed (LcWebObserver *self, const LcConnectionLayer *layer, const GError *error)
{
  TELL (self, connection_failed, layer, error);
}

void
lc_web_observer_request_began (LcWebObserver *self, const char *url)
{
  TELL (self, request_began, url);
}

void
lc_web_observer_head_arrived (LcWebObserver *self, const LcHttpHead *head)
{
  TELL (self, head_arrived, head);
}

void
lc_web_observer_request_failed (LcWebObserver *self, LcOutcome outcome, const GError *error)
{
  TELL (self, request_failed, outcome, error);
}
