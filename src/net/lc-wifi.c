/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-wifi.c: see lc-wifi.h. By the wireless extensions of Linux, which need no
 * rights and which drivers of nl80211 offer too; those of Wi-Fi 7 do not, and
 * then the name is not known.
 */
#include "net/lc-wifi.h"

#include <linux/wireless.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/**
 * lc_wifi_essid_to_string:
 * @essid: (array length=length): bytes of any kind (IEEE 802.11, section 9.4.2.2)
 * @length: how many, at most 32
 *
 * Returns: (transfer full) (nullable): the name as UTF-8; %NULL for a network that
 *   hides it
 */
char *
lc_wifi_essid_to_string (const char *essid, gsize length)
{
  gsize n_shown = length;

  while (n_shown > 0 && essid[n_shown - 1] == '\0')
    n_shown--;
  return n_shown > 0 ? g_utf8_make_valid (essid, (gssize) n_shown) : NULL;
}

/**
 * lc_wifi_dup_network_name:
 * @interface: its name: "wlan0"
 *
 * Asks the kernel, which knows at once.
 *
 * Returns: (transfer full) (nullable): the name (SSID) of the network that the
 *   interface is in; %NULL when it is in none, or none that has a name
 */
char *
lc_wifi_dup_network_name (const char *interface)
{
  char essid[IW_ESSID_MAX_SIZE + 1] = "";
  struct iwreq request = { 0 };
  char *name = NULL;
  int fd;

  if (strlen (interface) >= sizeof request.ifr_name)
    return NULL;
  fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return NULL;
  g_strlcpy (request.ifr_name, interface, sizeof request.ifr_name);
  request.u.essid.pointer = essid;
  request.u.essid.length = sizeof essid;
  if (ioctl (fd, SIOCGIWESSID, &request) == 0 && request.u.essid.flags != 0)
    name = lc_wifi_essid_to_string (essid, MIN (request.u.essid.length, IW_ESSID_MAX_SIZE));
  close (fd);
  return name;
}
