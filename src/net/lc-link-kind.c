/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-link-kind.c: the kind of an interface by tables: what the kernel, its driver
 * and, last, its name say.
 */
#include "net/lc-link-kind.h"

#include <linux/if_arp.h>

typedef struct
{
  const char *word;
  LcLinkKind kind;
} LinkKindRule;

static const LinkKindRule type_rules[] = {
  { "loopback", LC_LINK_LOOPBACK },
  { "rawip", LC_LINK_MOBILE },
};

/* IFLA_INFO_KIND and DEVTYPE share their words. */
static const LinkKindRule kind_rules[] = {
  { "wlan", LC_LINK_WIFI },
  { "wwan", LC_LINK_MOBILE },
  { "rmnet", LC_LINK_MOBILE },
  { "wireguard", LC_LINK_VPN },
  { "tun", LC_LINK_VPN },
  { "ovpn-dco", LC_LINK_VPN },
  { "ovpn", LC_LINK_VPN },
  { "xfrm", LC_LINK_VPN },
  { "vti", LC_LINK_VPN },
  { "vti6", LC_LINK_VPN },
  { "ipip", LC_LINK_VPN },
  { "ip6tnl", LC_LINK_VPN },
  { "gre", LC_LINK_VPN },
  { "gretap", LC_LINK_VPN },
  { "ip6gre", LC_LINK_VPN },
  { "sit", LC_LINK_VPN },
  { "bridge", LC_LINK_BRIDGE },
  { "veth", LC_LINK_VIRTUAL },
  { "macvlan", LC_LINK_VIRTUAL },
  { "macvtap", LC_LINK_VIRTUAL },
  { "ipvlan", LC_LINK_VIRTUAL },
  { "dummy", LC_LINK_VIRTUAL },
  { "ifb", LC_LINK_VIRTUAL },
  { "bond", LC_LINK_WIRED },
  { "team", LC_LINK_WIRED },
  { "vlan", LC_LINK_WIRED },
};

static const LinkKindRule driver_rules[] = {
  { "qmi_wwan", LC_LINK_MOBILE },
  { "cdc_mbim", LC_LINK_MOBILE },
  { "huawei_cdc_ncm", LC_LINK_MOBILE },
  { "sierra_net", LC_LINK_MOBILE },
  { "mhi_net", LC_LINK_MOBILE },
  { "iosm", LC_LINK_MOBILE },
  { "mtk_t7xx", LC_LINK_MOBILE },
  { "ipheth", LC_LINK_MOBILE },     /* an iPhone on USB */
  { "rndis_host", LC_LINK_MOBILE }, /* an Android phone on USB */
};

/* Prefixes, for when nothing else speaks. */
static const LinkKindRule name_rules[] = {
  { "wl", LC_LINK_WIFI },
  { "ww", LC_LINK_MOBILE },
  { "rmnet", LC_LINK_MOBILE },
  { "wg", LC_LINK_VPN },
  { "tun", LC_LINK_VPN },
  { "tap", LC_LINK_VPN },
  { "tailscale", LC_LINK_VPN },
  { "zt", LC_LINK_VPN },
  { "nordlynx", LC_LINK_VPN },
  { "cscotun", LC_LINK_VPN },
  { "gpd", LC_LINK_VPN },
  { "ipsec", LC_LINK_VPN },
  { "vpn", LC_LINK_VPN },
  { "br-", LC_LINK_BRIDGE },
  { "docker", LC_LINK_BRIDGE },
  { "virbr", LC_LINK_BRIDGE },
  { "veth", LC_LINK_VIRTUAL },
  { "en", LC_LINK_WIRED },
  { "eth", LC_LINK_WIRED },
};

/* One thing that is known of a link and what it says about the kind. */
typedef struct
{
  const char *where;
  const char *what;
  LcLinkKind kind;
} LinkClue;

static LcLinkKind
look_up (const LinkKindRule *rules, gsize n_rules, const char *word, gboolean prefix)
{
  for (gsize i = 0; word != NULL && i < n_rules; i++)
    {
      if (prefix ? g_str_has_prefix (word, rules[i].word) : g_str_equal (word, rules[i].word))
        return rules[i].kind;
    }
  return LC_LINK_UNKNOWN;
}

#define LOOK_UP(rules, word, prefix) look_up (rules, G_N_ELEMENTS (rules), word, prefix)

/* A driver that no rule knows is that of an ordinary network card. */
static LcLinkKind
guess_from_driver (const char *driver, gboolean ether)
{
  LcLinkKind kind = LOOK_UP (driver_rules, driver, FALSE);

  return kind == LC_LINK_UNKNOWN && ether ? LC_LINK_WIRED : kind;
}

static const char *
hardware_type_to_string (int hardware_type)
{
  switch (hardware_type)
    {
    case ARPHRD_LOOPBACK:
      return "loopback";
    case ARPHRD_ETHER:
      return "ether";
    case ARPHRD_PPP:
      return "ppp";
    case ARPHRD_RAWIP:
      return "rawip";
    case ARPHRD_NONE:
      return "none";
    default:
      return NULL;
    }
}

static void
add_evidence (GPtrArray *list, const LinkClue *clue)
{
  g_ptr_array_add (list, g_strdup_printf ("%s:%s", clue->where, clue->what));
}

/**
 * lc_link_kind_to_string:
 *
 * Returns: the kind as it stands in a fact: "wired", "wifi", "mobile", "vpn",
 *   "bridge", "virtual", "loopback", "unknown".
 */
const char *
lc_link_kind_to_string (LcLinkKind kind)
{
  switch (kind)
    {
    case LC_LINK_LOOPBACK:
      return "loopback";
    case LC_LINK_WIRED:
      return "wired";
    case LC_LINK_WIFI:
      return "wifi";
    case LC_LINK_MOBILE:
      return "mobile";
    case LC_LINK_VPN:
      return "vpn";
    case LC_LINK_BRIDGE:
      return "bridge";
    case LC_LINK_VIRTUAL:
      return "virtual";
    case LC_LINK_UNKNOWN:
    default:
      return "unknown";
    }
}

/**
 * lc_link_guess_kind:
 * @evidence: (out) (transfer full): what was known, as "where:what"; what
 *   decided stands first
 *
 * What the kernel says of itself goes before the driver, and the name comes
 * last, and only when nothing else speaks: anybody can choose a name.
 */
LcLinkKind
lc_link_guess_kind (const LcLinkHints *hints, char ***evidence)
{
  const char *type = hardware_type_to_string (hints->hardware_type);
  gboolean ether = hints->hardware_type == ARPHRD_ETHER;
  const LinkClue clues[] = {
    { "type", type, LOOK_UP (type_rules, type, FALSE) },
    { "sysfs", hints->wireless ? "phy80211" : NULL, LC_LINK_WIFI },
    { "kind", hints->netlink_kind, LOOK_UP (kind_rules, hints->netlink_kind, FALSE) },
    { "devtype", hints->devtype, LOOK_UP (kind_rules, hints->devtype, FALSE) },
    { "sysfs", hints->tun ? "tun_flags" : NULL, LC_LINK_VPN },
    { "sysfs", hints->bridge ? "bridge" : NULL, LC_LINK_BRIDGE },
    { "driver", hints->driver, guess_from_driver (hints->driver, ether) },
    { "name", hints->name, LOOK_UP (name_rules, hints->name, TRUE) },
  };
  const gsize name_clue = G_N_ELEMENTS (clues) - 1;
  GPtrArray *list = g_ptr_array_new ();
  gsize decider = 0;

  while (decider < G_N_ELEMENTS (clues) &&
         (clues[decider].what == NULL || clues[decider].kind == LC_LINK_UNKNOWN))
    decider++;

  if (decider < G_N_ELEMENTS (clues))
    add_evidence (list, &clues[decider]);
  for (gsize i = 0; i < name_clue; i++)
    {
      if (i != decider && clues[i].what != NULL)
        add_evidence (list, &clues[i]);
    }
  g_ptr_array_add (list, NULL);
  *evidence = (char **) g_ptr_array_free (list, FALSE);
  return decider < G_N_ELEMENTS (clues) ? clues[decider].kind : LC_LINK_UNKNOWN;
}
