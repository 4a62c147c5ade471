/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-link-kind.h: what a network interface seems to be.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LcLinkKind:
 * A guess, always given with its evidence.
 */
typedef enum
{
  LC_LINK_UNKNOWN,
  LC_LINK_LOOPBACK,
  LC_LINK_WIRED,
  LC_LINK_WIFI,
  LC_LINK_MOBILE,
  LC_LINK_VPN,
  LC_LINK_BRIDGE,
  LC_LINK_VIRTUAL, /* one end of a virtual cable, as containers have */
} LcLinkKind;

/**
 * LcLinkHints:
 * What the guess is made from. %NULL and 0 mean "not known".
 *
 * @name: interface name
 * @hardware_type: ARPHRD_ type of the kernel, -1 when unknown
 * @netlink_kind: IFLA_INFO_KIND: "wireguard", "tun", "veth", "bridge", ...
 * @devtype: DEVTYPE of sysfs's uevent: "wlan", "wwan", "bridge", ...
 * @driver: kernel driver of the device below, from sysfs
 * @wireless: sysfs has phy80211 or wireless
 * @tun: sysfs has tun_flags
 * @bridge: sysfs has bridge
 */
typedef struct
{
  const char *name;
  int hardware_type;
  const char *netlink_kind;
  const char *devtype;
  const char *driver;
  gboolean wireless;
  gboolean tun;
  gboolean bridge;
} LcLinkHints;

const char *lc_link_kind_to_string (LcLinkKind kind);
LcLinkKind  lc_link_guess_kind (const LcLinkHints *hints, char ***evidence);

G_END_DECLS
