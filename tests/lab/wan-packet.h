/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wan-packet.h: the few fields of an IP packet that the emulator looks at.
 */
#pragma once

#include "wan-class.h"

G_BEGIN_DECLS

gboolean  wan_packet_get_far_address (const guint8 *packet, gsize length, WanDirection direction,
                                      guint8 address[16]);
int       wan_packet_get_dscp (const guint8 *packet);
void      wan_packet_set_dscp (guint8 *packet, int dscp);

G_END_DECLS
