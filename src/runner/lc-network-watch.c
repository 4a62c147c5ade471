/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-network-watch.c: see lc-network-watch.h.
 *
 * The kernel says that something happened (rtnetlink(7)), and says it often: every
 * router advertisement can be a change. What counts is the route that a packet
 * would take, asked of the kernel when all is quiet again. A route whose interface
 * has no carrier leads nowhere: when a cable is pulled the kernel keeps it.
 *
 * GNetworkMonitor would not do: it listens to routes only, and when an interface
 * goes the kernel takes its IPv4 routes away without a word.
 */
#include "runner/lc-network-watch.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <linux/ethtool.h>
#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "net/lc-routes.h"
#include "probes/lc-far-address.h"
#include "runner/lc-runner-enums.h"

/* A cable that is plugged in makes many changes at once. */
#define SETTLE_MS 300

/* A way that comes back the same within this was interrupted, not lost: a roam
 * with a full 802.1X handshake takes less, and so does a new lease. */
#define INTERRUPTION_MS 2000

#define IPV6_NETWORK_BYTES 8

#define GROUP(number) (1u << ((number) - 1))

struct _LcNetworkWatch
{
  GObject parent_instance;

  LcProfile *profile;
  GCancellable *cancellable;
  GSource *timer; /* of the next look */
  int netlink;
  GSource *messages;

  char *way;             /* how packets leave; %NULL before it is known, "" for not at all */
  guint interface_index; /* of the way */
  gboolean is_asking;
  gint64 missing_since_us; /* on the monotonic clock, or 0 */
  gboolean was_link_down;  /* since the way was last seen */
  guint n_link_interruptions;
};

G_DEFINE_FINAL_TYPE (LcNetworkWatch, lc_network_watch, G_TYPE_OBJECT)

enum
{
  EVENT,
  SETTLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
lc_network_watch_dispose (GObject *object)
{
  LcNetworkWatch *self = LC_NETWORK_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  clear_source (&self->timer);
  clear_source (&self->messages);
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
  /**
   * LcNetworkWatch::settled:
   *
   * What the kernel said until now is understood; after the event, if it was one. It may have said more
   * meanwhile: on a computer with many containers it never falls silent.
   */
  signals[SETTLED] = g_signal_new ("settled", LC_TYPE_NETWORK_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
lc_network_watch_init (LcNetworkWatch *self)
{
  self->cancellable = g_cancellable_new ();
  self->netlink = -1;
}

/* What the kernel answers */

static void
look_at (LcNetworkWatch *self, gint64 due_us)
{
  gint64 planned_us = g_source_get_ready_time (self->timer);

  if (planned_us < 0 || due_us < planned_us)
    g_source_set_ready_time (self->timer, due_us);
}

/* Returns: whether the way that was there is missing, and may still come back as if nothing was */
static gboolean
is_interrupted (LcNetworkWatch *self, const char *way)
{
  gint64 now_us = g_get_monotonic_time ();

  if (way[0] != '\0' || self->way == NULL || self->way[0] == '\0')
    return FALSE;
  if (self->missing_since_us == 0)
    self->missing_since_us = now_us;
  if (now_us >= self->missing_since_us + INTERRUPTION_MS * G_TIME_SPAN_MILLISECOND)
    return FALSE;
  look_at (self, self->missing_since_us + INTERRUPTION_MS * G_TIME_SPAN_MILLISECOND);
  return TRUE;
}

static void
compare_ways (LcNetworkWatch *self, const char *before, const char *way)
{
  gboolean was_link_down = self->was_link_down;

  self->was_link_down = FALSE;
  self->missing_since_us = 0;
  if (before == NULL)
    return;
  if (g_str_equal (before, way))
    self->n_link_interruptions += was_link_down;
  else if (way[0] == '\0')
    g_signal_emit (self, signals[EVENT], 0, LC_NETWORK_EVENT_LOST);
  else if (before[0] == '\0')
    g_signal_emit (self, signals[EVENT], 0, LC_NETWORK_EVENT_BACK);
  else
    g_signal_emit (self, signals[EVENT], 0, LC_NETWORK_EVENT_CHANGED);
}

/* Takes the way; "" for none. */
static void
conclude (LcNetworkWatch *self, char *way, guint interface_index)
{
  g_autofree char *before = NULL;

  self->is_asking = FALSE;
  if (is_interrupted (self, way))
    {
      g_free (way);
      return;
    }
  before = g_steal_pointer (&self->way);
  self->way = way;
  self->interface_index = interface_index;
  compare_ways (self, before, way);
  g_signal_emit (self, signals[SETTLED], 0);
}

/* Returns: whether there is a carrier, or no such thing, as in a tunnel. IFF_RUNNING
 * says it too, but on a busy computer a second late. */
static gboolean
has_carrier (LcNetworkWatch *self, const LcRoute *route)
{
  struct ethtool_value link = { .cmd = ETHTOOL_GLINK };
  struct ifreq request = { .ifr_data = (char *) &link };

  g_strlcpy (request.ifr_name, route->interface_name, sizeof request.ifr_name);
  return ioctl (self->netlink, SIOCETHTOOL, &request) != 0 || link.data != 0;
}

static gboolean
is_way_out (LcNetworkWatch *self, const LcRoute *route)
{
  return lc_route_is_usable (route) && route->interface_name != NULL && has_carrier (self, route);
}

/* Returns: (transfer full): what stays the same while the computer stays where it
 * is: of an IPv6 address the /64, in which temporary addresses come and go */
static char *
describe_source (GInetAddress *source)
{
  g_autoptr (GInetAddress) network = NULL;
  guint8 bytes[2 * IPV6_NETWORK_BYTES] = { 0 };

  if (g_inet_address_get_family (source) == G_SOCKET_FAMILY_IPV4)
    return g_inet_address_to_string (source);
  memcpy (bytes, g_inet_address_to_bytes (source), IPV6_NETWORK_BYTES);
  network = g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (network);
}

static char *
describe_route (const LcRoute *route)
{
  g_autofree char *gateway =
    route->gateway != NULL ? g_inet_address_to_string (route->gateway) : g_strdup ("");
  g_autofree char *source = describe_source (route->source);

  return g_strdup_printf ("%s %s %s", route->interface_name, gateway, source);
}

/* What the kernel is asked */

static void
on_ipv6_route_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcNetworkWatch) self = user_data;
  g_autoptr (LcRoute) route = lc_routes_find_finish (result, NULL);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (is_way_out (self, route))
    conclude (self, describe_route (route), route->interface_index);
  else
    conclude (self, g_strdup (""), 0);
}

/* Media is IPv4 only, so IPv6 counts where there is nothing else. */
static void
on_ipv4_route_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LcNetworkWatch) self = user_data;
  g_autoptr (LcRoute) route = lc_routes_find_finish (result, NULL);
  g_autoptr (GInetAddress) far = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (is_way_out (self, route))
    {
      conclude (self, describe_route (route), route->interface_index);
      return;
    }
  far = lc_far_address_new (self->profile, G_SOCKET_FAMILY_IPV6);
  lc_routes_find_async (far, self->cancellable, on_ipv6_route_found, g_object_ref (self));
}

static void
look (LcNetworkWatch *self)
{
  g_autoptr (GInetAddress) far = lc_far_address_new (self->profile, G_SOCKET_FAMILY_IPV4);

  self->is_asking = TRUE;
  lc_routes_find_async (far, self->cancellable, on_ipv4_route_found, g_object_ref (self));
}

static void
look_soon (LcNetworkWatch *self)
{
  look_at (self, g_get_monotonic_time () + SETTLE_MS * G_TIME_SPAN_MILLISECOND);
}

static gboolean
dispatch_timer (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_source_set_ready_time (source, -1);
  return callback (user_data);
}

static gboolean
on_timer (gpointer user_data)
{
  LcNetworkWatch *self = user_data;

  if (self->is_asking)
    look_soon (self);
  else
    look (self);
  return G_SOURCE_CONTINUE;
}

/* What the kernel says by itself */

static gboolean
says_link_is_down (LcNetworkWatch *self, const struct nlmsghdr *message)
{
  const struct ifinfomsg *link = NLMSG_DATA (message);

  return message->nlmsg_type == RTM_NEWLINK && message->nlmsg_len >= NLMSG_LENGTH (sizeof *link) &&
         link->ifi_index == (int) self->interface_index && (link->ifi_flags & IFF_LOWER_UP) == 0;
}

/* That some messages may be lost does not matter: the next look shows what is. */
static gboolean
on_messages (int fd, GIOCondition condition, gpointer user_data)
{
  LcNetworkWatch *self = user_data;
  char buffer[8192] __attribute__ ((aligned (NLMSG_ALIGNTO)));
  int length;

  while ((length = recv (fd, buffer, sizeof buffer, MSG_DONTWAIT)) > 0)
    for (const struct nlmsghdr *message = (const struct nlmsghdr *) buffer; NLMSG_OK (message, (guint) length);
         message = NLMSG_NEXT (message, length))
      if (says_link_is_down (self, message))
        self->was_link_down = TRUE;
  look_soon (self);
  return G_SOURCE_CONTINUE;
}

static void
listen_to_kernel (LcNetworkWatch *self, GMainContext *context)
{
  const struct sockaddr_nl address = {
    .nl_family = AF_NETLINK,
    .nl_groups = GROUP (RTNLGRP_LINK) | GROUP (RTNLGRP_IPV4_IFADDR) | GROUP (RTNLGRP_IPV4_ROUTE) |
                 GROUP (RTNLGRP_IPV4_RULE) | GROUP (RTNLGRP_IPV6_IFADDR) | GROUP (RTNLGRP_IPV6_ROUTE) |
                 GROUP (RTNLGRP_IPV6_RULE),
  };

  self->netlink = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
  if (self->netlink < 0 || bind (self->netlink, (const struct sockaddr *) &address, sizeof address) != 0)
    return;
  self->messages = g_unix_fd_source_new (self->netlink, G_IO_IN);
  g_source_set_callback (self->messages, G_SOURCE_FUNC (on_messages), self, NULL);
  g_source_attach (self->messages, context);
}

/**
 * lc_network_watch_new:
 * @profile: knows an address far away
 *
 * What the kernel answers now is what later answers are compared with. A kernel
 * that says nothing by itself (a sandbox without rtnetlink) makes no events.
 *
 * Returns: (transfer full): a watch, which emits #LcNetworkWatch::event in the
 *   thread-default main context of now
 */
LcNetworkWatch *
lc_network_watch_new (LcProfile *profile)
{
  static GSourceFuncs timer_functions = { .dispatch = dispatch_timer };
  LcNetworkWatch *self = g_object_new (LC_TYPE_NETWORK_WATCH, NULL);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->profile = g_object_ref (profile);
  self->timer = g_source_new (&timer_functions, sizeof (GSource));
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, context);
  listen_to_kernel (self, context);
  look (self);
  return self;
}

/**
 * lc_network_watch_is_settled:
 *
 * Returns: whether all that the kernel said is understood; if not,
 *   #LcNetworkWatch::settled comes within moments
 */
gboolean
lc_network_watch_is_settled (LcNetworkWatch *self)
{
  return self->way == NULL || (!self->is_asking && g_source_get_ready_time (self->timer) < 0);
}

/**
 * lc_network_watch_get_link_interruptions:
 *
 * Returns: how many times the link of the way out was gone for a moment, and
 *   then the way was the same
 */
guint
lc_network_watch_get_link_interruptions (LcNetworkWatch *self)
{
  return self->n_link_interruptions;
}
