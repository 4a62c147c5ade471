/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-network-watch.h: says when the way out of this computer goes, comes back
 * or becomes another one.
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

G_END_DECLS
