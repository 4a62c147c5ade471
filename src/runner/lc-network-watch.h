/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-network-watch.h: says when the way out of this computer is lost, comes back
 * or becomes another one.
 *
 * The way is the interface, the gateway and the source address that a packet far
 * away would take now. What leaves it as it is, is no event: interfaces, addresses
 * and routes beside it, a new lease of the same address, another IPv6 address of
 * the same /64 (RFC 8981, temporary addresses), and a link that is gone for a
 * moment, as in a roam between access points; the latter is counted.
 */
#pragma once

#include "profile/lc-profile.h"

G_BEGIN_DECLS

typedef enum
{
  LC_NETWORK_EVENT_LOST,
  LC_NETWORK_EVENT_BACK,
  LC_NETWORK_EVENT_CHANGED,
} LcNetworkEvent;

#define LC_TYPE_NETWORK_WATCH (lc_network_watch_get_type ())
G_DECLARE_FINAL_TYPE (LcNetworkWatch, lc_network_watch, LC, NETWORK_WATCH, GObject)

LcNetworkWatch *lc_network_watch_new (LcProfile *profile);
gboolean        lc_network_watch_is_settled (LcNetworkWatch *self);
guint           lc_network_watch_get_link_interruptions (LcNetworkWatch *self);

G_END_DECLS
