/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-network-watch.c: see lc-network-watch.h.
 *
 * GNetworkMonitor and the kernel (rtnetlink(7)) say that something happened, and
 * say it often: every router advertisement can be a change. What counts is the
 * way that a packet would take: interface, next hop and own address, asked of the
 * kernel. GNetworkMonitor alone would not do: when a cable is pulled the kernel
 * takes IPv4 routes away without a word, and it listens to routes only.
 */
#include "runner/lc-network-watch.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "net/lc-routes.h"
#include "probes/lc-far-address.h"
#include "runner/lc-runner-enums.h"

/* A cable that is plugged in makes many changes at once. */
#define SETTLE_MS 300

struct _LcNetworkWatch
{
  GObject parent_instance;

  LcProfile *profile;
  GNetworkMonitor *monitor;
  GCancellable *cancellable;
  guint settle_id;
  int netlink;
  guint netlink_id;

  char *way; /* how packets leave; %NULL before it is known, "" for not at all */
  gboolean asking;
};

G_DEFINE_FINAL_TYPE (LcNetworkWatch, lc_network_watch, G_TYPE_OBJECT)

enum
{
  EVENT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lc_network_watch_dispose (GObject *object)
{
  LcNetworkWatch *self = LC_NETWORK_WATCH (object);

  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_handle_id (&self->netlink_id, g_source_remove);
  if (self->netlink >= 0)
    g_close (self->netlink, NULL);
  self->netlink = -1;
  G_OBJECT_CLASS (lc_network_watch_parent_class)->dispose (object);
}

static void
lc_network_watch_finalize (GObject *object)
{
  LcNetworkWatch *self = LC_NETWORK_WATCH (object);

  g_free (self->way);
  g_clear_object (&self->profile);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (lc_network_watch_parent_class)->finalize (object);
}

static void
lc_network_watch_class_init (LcNetworkWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lc_network_watch_dispose;
  object_class->finalize = lc_network_watch_finalize;

  /**
   * LcNetworkWatch::event:
   * @event: an #LcNetworkEvent
   */
  signals[EVENT] = g_signal_new ("event", LC_TYPE_NETWORK_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, LC_TYPE_NETWORK_EVENT);
}

static void
lc_network_watch_init (LcNetworkWatch *self)
{
  self->cancellable = g_cancellable_new ();
  self->netlink = -1;
}

/* Takes the way. */
static void
conclude (LcNetworkWatch *self, char *way)
{
  g_autofree char *before = g_steal_pointer (&self->way);

  self->way = way;
  self->asking = FALSE;
  if (before == NULL || g_str_equal (before, way))
    return;
  if (way[0] == '\0')
    g_signal_emit (self, signals[EVENT], 0, LC_NETWORK_EVENT_LOST);
  else if (before[0] == '\0')
    g_signal_emit (self, signals[EVENT], 0, LC_NETWORK_EVENT_BACK);
  else
    g_signal_emit (self, signals[EVENT], 0, LC_NETWORK_EVENT_CHANGED);
}

static gboolean
is_way_out (const LcRoute *route)
{
  return route != NULL && route->reachable && route->source != NULL &&
         !g_inet_address_get_is_loopback (route->source) &&
         !g_inet_address_get_is_link_local (route->source);
}

static char *
describe_route (const LcRoute *route)
{
  g_autofree char *gateway =
    route->gateway != NULL ? g_inet_address_to_string (route->gateway) : g_strdup ("");
  g_autofree char *source = g_inet_address_to_string (route->source);

  /* With privacy extensions an IPv6 address is another one from time to time. */
  if (g_inet_address_get_family (route->source) == G_SOCKET_FAMILY_IPV6)
    return g_strdup_printf ("%s %s", route->interface_name, gateway);
  return g_strdup_printf ("%s %s %s", route->interface_name, gateway, source);
}

static void on_ipv4_route_found (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_ipv6_route_found (GObject *source, GAsyncResult *result, gpointer user_data);

static void
ask (LcNetworkWatch *self, GSocketFamily family)
{
  g_autoptr (GInetAddress) far = lc_far_address_new (self->profile, family);

  self->asking = TRUE;
  lc_routes_find_async (far, self->cancellable,
                        family == G_SOCKET_FAMILY_IPV4 ? on_ipv4_route_found : on_ipv6_route_found,
                        g_object_ref (self));
}

/* Media is IPv4 only, so IPv6 counts where there is nothing else. */
static void
on_ipv4_route_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcNetworkWatch) self = user_data;
  g_autoptr (LcRoute) route = lc_routes_find_finish (result, NULL);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (is_way_out (route))
    conclude (self, describe_route (route));
  else
    ask (self, G_SOCKET_FAMILY_IPV6);
}

static void
on_ipv6_route_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcNetworkWatch) self = user_data;
  g_autoptr (LcRoute) route = lc_routes_find_finish (result, NULL);

  if (!g_cancellable_is_cancelled (self->cancellable))
    conclude (self, is_way_out (route) ? describe_route (route) : g_strdup (""));
}

static gboolean
on_settled (gpointer user_data)
{
  LcNetworkWatch *self = user_data;

  if (self->asking)
    return G_SOURCE_CONTINUE;
  self->settle_id = 0;
  ask (self, G_SOCKET_FAMILY_IPV4);
  return G_SOURCE_REMOVE;
}

static void
look_soon (LcNetworkWatch *self)
{
  if (self->settle_id == 0)
    self->settle_id = g_timeout_add (SETTLE_MS, on_settled, self);
}

static gboolean
on_netlink (int fd, GIOCondition condition, gpointer user_data)
{
  LcNetworkWatch *self = user_data;
  char message[8192];

  /* What they say does not matter, nor that some may be lost. */
  while (recv (fd, message, sizeof message, MSG_DONTWAIT) > 0)
    ;
  look_soon (self);
  return G_SOURCE_CONTINUE;
}

/* Without it there is still GNetworkMonitor. */
static void
listen_to_kernel (LcNetworkWatch *self)
{
  const struct sockaddr_nl address = {
    .nl_family = AF_NETLINK,
    .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE,
  };

  self->netlink = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
  if (self->netlink < 0 || bind (self->netlink, (const struct sockaddr *) &address, sizeof address) != 0)
    return;
  self->netlink_id = g_unix_fd_add (self->netlink, G_IO_IN, on_netlink, self);
}

/**
 * lc_network_watch_new:
 * @profile: knows an address far away
 *
 * Returns: (transfer full): a watch, which emits #LcNetworkWatch::event
 */
LcNetworkWatch *
lc_network_watch_new (LcProfile *profile)
{
  LcNetworkWatch *self = g_object_new (LC_TYPE_NETWORK_WATCH, NULL);

  self->profile = g_object_ref (profile);
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect_swapped (self->monitor, "network-changed", G_CALLBACK (look_soon), self);
  listen_to_kernel (self);
  ask (self, G_SOCKET_FAMILY_IPV4);
  return self;
}
