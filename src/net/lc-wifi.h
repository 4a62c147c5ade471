/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-wifi.h: which wireless network an interface is in.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *lc_wifi_dup_network_name (const char *interface);
char *lc_wifi_essid_to_string (const char *essid, gsize length);

G_END_DECLS
