/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-icmp-error.h: an ICMP error that answered one of our own packets: who
 * sent it, and what it says (RFC 792, RFC 1812, RFC 4443).
 */
#pragma once

#include "base/lc-types.h"
#include "net/lc-datagram.h"

G_BEGIN_DECLS

/**
 * LcIcmpError:
 * @from: (nullable): who sent it
 * @family: which ICMP it is
 * @type: ICMP type
 * @code: ICMP code
 * @local: this computer told itself, because nobody is at the next hop's hardware address
 *   or its own firewall said no: then @from is one of its own addresses
 */
typedef struct
{
  GInetAddress *from;
  GSocketFamily family;
  guint8 type;
  guint8 code;
  gboolean local;
} LcIcmpError;

void         lc_icmp_error_enable_on_socket (GSocket *socket);
LcIcmpError *lc_icmp_error_take_from_socket (GSocket *socket);
LcIcmpError *lc_icmp_error_new (const LcQueuedError *queued);
LcIcmpError *lc_icmp_error_copy (const LcIcmpError *self);
void         lc_icmp_error_free (LcIcmpError *self);

LcOutcome    lc_icmp_error_get_outcome (const LcIcmpError *self);
gboolean     lc_icmp_error_is_final (const LcIcmpError *self);
gboolean     lc_icmp_error_is_local (const LcIcmpError *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcIcmpError, lc_icmp_error_free)

G_END_DECLS
