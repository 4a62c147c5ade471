/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-routes.h: which way a packet would leave this computer.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LcRoute:
 * @reachable: %FALSE when the kernel has no way there; then only @destination
 *   and @kernel_errno say anything
 * @kernel_errno: 0, or ENETUNREACH, EHOSTUNREACH, EACCES (a prohibit rule),
 *   EINVAL (a black hole)
 * @destination: whom it was asked for; %NULL for a default route
 * @gateway: the next hop, or %NULL when the destination is reached directly
 *   (same network, or a tunnel without addresses)
 * @source: the address that this computer would use, or %NULL
 * @interface_index: kernel index of the interface
 * @interface_name: its name, or %NULL when it is gone meanwhile
 * @metric: priority among routes, lower wins; 0 in an answer for one address
 * @table: routing table (254 is main); a VPN often brings its own
 */
typedef struct
{
  gboolean reachable;
  int kernel_errno;
  GInetAddress *destination;
  GInetAddress *gateway;
  GInetAddress *source;
  guint interface_index;
  char *interface_name;
  guint metric;
  guint table;
} LcRoute;

void     lc_route_free (LcRoute *self);
gboolean lc_route_is_usable (const LcRoute *self);
char    *lc_route_to_string (const LcRoute *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcRoute, lc_route_free)

void       lc_routes_find_async (GInetAddress *destination, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
LcRoute   *lc_routes_find_finish (GAsyncResult *result, GError **error);

void       lc_routes_list_default_async (GSocketFamily family, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *lc_routes_list_default_finish (GAsyncResult *result, GError **error);

G_END_DECLS
