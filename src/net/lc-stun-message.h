/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-message.h: the few STUN and TURN messages that Linecheck speaks
 * (RFC 8489, RFC 8656), built and read over libnice's message API.
 */
#pragma once

#include "base/lc-types.h"

G_BEGIN_DECLS

#define LC_STUN_ID_SIZE 12        /* a transaction id, without the magic cookie */
#define LC_STUN_MAX_REQUEST 64    /* bytes that lc_stun_request_build() may need */
#define LC_STUN_MAX_REPLY 2048    /* the longest reply that is read */

/**
 * LcStunMethod:
 * @LC_STUN_BINDING: "which address do you see?"
 * @LC_STUN_ALLOCATE: an Allocate without credentials; a TURN server answers it
 *   with 401, REALM and NONCE (RFC 8489 section 9.2.4)
 */
typedef enum
{
  LC_STUN_BINDING,
  LC_STUN_ALLOCATE,
} LcStunMethod;

/**
 * LcStunReply:
 * @id: transaction id
 * @outcome: ANSWERED when it is the answer that the method wants, DENIED for
 *   another well-formed error, MALFORMED for one that lacks what it must have
 * @error_code: of an error response, else 0
 * @mapped: (nullable): XOR-MAPPED-ADDRESS
 * @plain_mapped: (nullable): MAPPED-ADDRESS
 * @relayed: (nullable): XOR-RELAYED-ADDRESS
 * @other: (nullable): OTHER-ADDRESS (RFC 5780)
 * @origin: (nullable): RESPONSE-ORIGIN (RFC 5780)
 * @realm: (nullable): REALM, as valid UTF-8
 * @software: (nullable): SOFTWARE, as valid UTF-8
 * @has_nonce: whether there is a NONCE
 */
typedef struct
{
  guint8 id[LC_STUN_ID_SIZE];
  LcOutcome outcome;
  int error_code;
  GInetSocketAddress *mapped;
  GInetSocketAddress *plain_mapped;
  GInetSocketAddress *relayed;
  GInetSocketAddress *other;
  GInetSocketAddress *origin;
  char *realm;
  char *software;
  gboolean has_nonce;
} LcStunReply;

gsize        lc_stun_request_build (LcStunMethod method, const guint8 *id, guint8 *buffer, gsize size);
gboolean     lc_stun_peek_id (const guint8 *data, gsize length, guint8 *id);
gssize       lc_stun_frame_length (const guint8 *data, gsize length);

LcStunReply *lc_stun_reply_parse (LcStunMethod method, const guint8 *data, gsize length);
void         lc_stun_reply_free (LcStunReply *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcStunReply, lc_stun_reply_free)

G_END_DECLS
