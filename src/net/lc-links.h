/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-links.h: the network interfaces of this computer and what they seem to be.
 */
#pragma once

#include <gio/gio.h>

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

typedef struct
{
  GInetAddress *address;
  guint prefix; /* bits of it that name the network */
} LcLinkAddress;

/**
 * LcLink:
 * @up: switched on and with a carrier
 * @evidence: what the kind was guessed from: "sysfs:phy80211", "driver:e1000e"
 */
typedef struct
{
  guint index;
  char *name;
  LcLinkKind kind;
  char **evidence;
  guint mtu;
  gboolean up;
  GPtrArray *addresses; /* of LcLinkAddress */
} LcLink;

/* More than this are counted, not listed. */
#define LC_LINKS_MAX 128

const char *lc_link_kind_to_string (LcLinkKind kind);
LcLinkKind  lc_link_guess_kind (const LcLinkHints *hints, char ***evidence);
void        lc_link_free (LcLink *self);
char       *lc_link_address_to_string (const LcLinkAddress *self);

void        lc_links_list_async (const char *sysfs, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
GPtrArray  *lc_links_list_finish (GAsyncResult *result, guint *n_omitted, GError **error);
const LcLink *lc_links_find (const GPtrArray *links, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcLink, lc_link_free)

G_END_DECLS
