/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-link-kind.c: the guess at a link's kind from tables.
 */
#include "net/lc-link-kind.h"

#include <linux/if_arp.h>

typedef struct
{
  const char *name;
  LcLinkHints hints;
  const char *kind;
  const char *first_evidence;
} GuessCase;

#define ETHER .hardware_type = ARPHRD_ETHER
#define NONE .hardware_type = ARPHRD_NONE

/* clang-format off */
static const GuessCase guess_cases[] = {
  { "loopback", { .name = "lo", .hardware_type = ARPHRD_LOOPBACK },
    "loopback", "type:loopback" },
  { "wired", { .name = "enp0s3", ETHER, .driver = "e1000e" },
    "wired", "driver:e1000e" },
  { "virtual-machine", { .name = "eth0", ETHER, .driver = "virtio_net" },
    "wired", "driver:virtio_net" },
  { "wired-by-name", { .name = "enp0s3", ETHER },
    "wired", "name:enp0s3" },
  { "wifi", { .name = "wlp2s0", ETHER, .devtype = "wlan", .driver = "iwlwifi", .wireless = TRUE },
    "wifi", "sysfs:phy80211" },
  { "wifi-renamed", { .name = "eth7", ETHER, .driver = "wl", .wireless = TRUE },
    "wifi", "sysfs:phy80211" },
  { "wifi-by-devtype", { .name = "net0", ETHER, .devtype = "wlan" },
    "wifi", "devtype:wlan" },
  { "wifi-by-name", { .name = "wlan0", ETHER },
    "wifi", "name:wlan0" },
  { "mobile", { .name = "wwan0", NONE, .devtype = "wwan", .driver = "qmi_wwan" },
    "mobile", "devtype:wwan" },
  { "mobile-by-driver", { .name = "enx0", ETHER, .driver = "ipheth" },
    "mobile", "driver:ipheth" },
  { "mobile-raw", { .name = "data0", .hardware_type = ARPHRD_RAWIP },
    "mobile", "type:rawip" },
  { "wireguard", { .name = "office", NONE, .netlink_kind = "wireguard" },
    "vpn", "kind:wireguard" },
  { "tun", { .name = "x", NONE, .netlink_kind = "tun", .tun = TRUE },
    "vpn", "kind:tun" },
  { "tun-by-flags", { .name = "x", NONE, .tun = TRUE },
    "vpn", "sysfs:tun_flags" },
  { "vpn-by-name", { .name = "tailscale0", NONE },
    "vpn", "name:tailscale0" },
  { "bridge", { .name = "lan", ETHER, .netlink_kind = "bridge" },
    "bridge", "kind:bridge" },
  { "bridge-by-sysfs", { .name = "lan", ETHER, .bridge = TRUE },
    "bridge", "sysfs:bridge" },
  { "container", { .name = "eth0", ETHER, .netlink_kind = "veth" },
    "virtual", "kind:veth" },
  { "bond", { .name = "bond0", ETHER, .netlink_kind = "bond" },
    "wired", "kind:bond" },
  { "ppp", { .name = "ppp0", .hardware_type = ARPHRD_PPP },
    "unknown", "type:ppp" },
  { "nothing", { .name = "net0", .hardware_type = -1 },
    "unknown", NULL },
};
/* clang-format on */

static void
test_guess (gconstpointer data)
{
  const GuessCase *test = data;
  g_auto (GStrv) evidence = NULL;
  LcLinkKind kind = lc_link_guess_kind (&test->hints, &evidence);

  g_assert_cmpstr (lc_link_kind_to_string (kind), ==, test->kind);
  g_assert_cmpstr (evidence[0], ==, test->first_evidence);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (guess_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/link-kind/%s", guess_cases[i].name);

      g_test_add_data_func (path, &guess_cases[i], test_guess);
    }
  return g_test_run ();
}
