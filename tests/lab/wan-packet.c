/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wan-packet.c: see wan-packet.h. IPv4 is RFC 791, IPv6 RFC 8200, the DSCP
 * field RFC 2474, the incremental checksum RFC 1624.
 */
#include "wan-packet.h"

#include <string.h>

/* wan_packet_get_far_address: the address on the far side of the WAN; %FALSE
 * when this is not an IP packet. */
gboolean
wan_packet_get_far_address (const guint8 *packet, gsize length, WanDirection direction,
                            guint8 address[16])
{
  if (length >= 20 && packet[0] >> 4 == 4)
    {
      wan_address_from_ipv4 (packet + (direction == WAN_UP ? 16 : 12), address);
      return TRUE;
    }
  if (length >= 40 && packet[0] >> 4 == 6)
    {
      memcpy (address, packet + (direction == WAN_UP ? 24 : 8), 16);
      return TRUE;
    }
  return FALSE;
}

/* wan_packet_get_dscp: the mark, 0 to 63, of a packet that has a far address. */
int
wan_packet_get_dscp (const guint8 *packet)
{
  if (packet[0] >> 4 == 4)
    return packet[1] >> 2;
  return (packet[0] & 0x0f) << 2 | packet[1] >> 6;
}

/* wan_packet_set_dscp: replaces the mark; ECN stays, the checksum follows. */
void
wan_packet_set_dscp (guint8 *packet, int dscp)
{
  if (packet[0] >> 4 == 4)
    {
      guint before = packet[0] << 8 | packet[1];
      guint after = packet[0] << 8 | dscp << 2 | (packet[1] & 0x03);
      guint checksum = packet[10] << 8 | packet[11];
      guint sum = (~checksum & 0xffff) + (~before & 0xffff) + after;

      sum = (sum & 0xffff) + (sum >> 16);
      sum = (sum & 0xffff) + (sum >> 16);
      packet[1] = after & 0xff;
      packet[10] = (~sum >> 8) & 0xff;
      packet[11] = ~sum & 0xff;
      return;
    }
  packet[0] = (packet[0] & 0xf0) | dscp >> 2;
  packet[1] = (packet[1] & 0x3f) | (dscp & 0x03) << 6;
}
