/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-message.c: Binding and unauthenticated Allocate requests, and their
 * replies (RFC 8489, RFC 8656, RFC 5780).
 *
 * libnice's StunAgent remembers at most 200 requests, fewer than a run has in
 * flight, so no agent is used: a StunMessage without one is built and read with
 * the message API, and transactions are kept by whoever sends them. Everything
 * here is read only after stun_message_validate_buffer_length() has walked the
 * whole message.
 */
#include "net/lc-stun-message.h"

#include <stun/stunmessage.h>
#include <string.h>

#define ATTRIBUTE_RESPONSE_ORIGIN 0x802B /* RFC 5780 section 7.3 */
#define ATTRIBUTE_OTHER_ADDRESS 0x802C   /* RFC 5780 section 7.4 */
#define ID_OFFSET 8
#define TRANSPORT_UDP 17u                /* IANA protocol number, RFC 8656 section 18.7 */
#define MAX_TEXT 763                     /* bytes, RFC 8489 sections 14.9 and 14.14 */

static StunMethod
native_method (LcStunMethod method)
{
  return method == LC_STUN_ALLOCATE ? STUN_ALLOCATE : STUN_BINDING;
}

static GInetSocketAddress *
read_address (const StunMessage *message, int attribute, gboolean is_xored)
{
  struct sockaddr_storage storage = { 0 };
  socklen_t length = sizeof storage;
  GSocketAddress *address;
  StunMessageReturn found;

  if (is_xored)
    found = stun_message_find_xor_addr (message, attribute, &storage, &length);
  else
    found = stun_message_find_addr (message, attribute, &storage, &length);
  if (found != STUN_MESSAGE_RETURN_SUCCESS)
    return NULL;
  address = g_socket_address_new_from_native (&storage, length);
  return address != NULL ? G_INET_SOCKET_ADDRESS (address) : NULL;
}

static char *
read_text (const StunMessage *message, StunAttribute attribute)
{
  uint16_t length = 0;
  const char *text = stun_message_find (message, attribute, &length);

  if (text == NULL)
    return NULL;
  return g_utf8_make_valid (text, MIN (length, MAX_TEXT));
}

/* What a well-formed message says, given what was asked. */
static LcOutcome
classify (const LcStunReply *self, LcStunMethod method, StunClass message_class)
{
  if (message_class == STUN_RESPONSE)
    {
      if (method == LC_STUN_BINDING)
        return self->mapped != NULL || self->plain_mapped != NULL ? LC_OUTCOME_ANSWERED
                                                                  : LC_OUTCOME_MALFORMED;
      return self->relayed != NULL ? LC_OUTCOME_ANSWERED : LC_OUTCOME_MALFORMED;
    }
  if (self->error_code == 0)
    return LC_OUTCOME_MALFORMED;
  if (method == LC_STUN_ALLOCATE && self->error_code == STUN_ERROR_UNAUTHORIZED)
    return self->realm != NULL && self->has_nonce ? LC_OUTCOME_ANSWERED : LC_OUTCOME_MALFORMED;
  return LC_OUTCOME_DENIED;
}

/**
 * lc_stun_request_build:
 * @id: (array fixed-size=12): transaction id
 * @buffer: room of at least %LC_STUN_MAX_REQUEST bytes
 *
 * Returns: the length of the request, 0 when @size is too small
 */
gsize
lc_stun_request_build (LcStunMethod method, const guint8 *id, guint8 *buffer, gsize size)
{
  StunMessage message = { .buffer = buffer, .buffer_len = size };
  StunTransactionId full_id;
  guint32 cookie = GUINT32_TO_BE (STUN_MAGIC_COOKIE);

  memcpy (full_id, &cookie, sizeof cookie);
  memcpy (full_id + sizeof cookie, id, LC_STUN_ID_SIZE);
  if (!stun_message_init (&message, STUN_REQUEST, native_method (method), full_id))
    return 0;
  if (method == LC_STUN_ALLOCATE &&
      stun_message_append32 (&message, STUN_ATTRIBUTE_REQUESTED_TRANSPORT, TRANSPORT_UDP << 24) !=
        STUN_MESSAGE_RETURN_SUCCESS)
    return 0;
  return stun_message_length (&message);
}

/**
 * lc_stun_peek_id:
 * @data: a datagram, or the beginning of one (as quoted in an ICMP error)
 * @id: (out) (array fixed-size=12): its transaction id
 *
 * Returns: %FALSE when @data does not begin like a STUN message with the magic
 *   cookie (RFC 8489 section 5)
 */
gboolean
lc_stun_peek_id (const guint8 *data, gsize length, guint8 *id)
{
  static const guint8 cookie[] = { 0x21, 0x12, 0xA4, 0x42 };

  if (length < STUN_MESSAGE_HEADER_LENGTH || (data[0] & 0xC0) != 0 ||
      memcmp (data + STUN_MESSAGE_TRANS_ID_POS, cookie, sizeof cookie) != 0)
    return FALSE;
  memcpy (id, data + ID_OFFSET, LC_STUN_ID_SIZE);
  return TRUE;
}

/**
 * lc_stun_frame_length:
 * @data: what a stream has yielded so far
 * @length: how many bytes that is
 *
 * Over TCP and TLS messages follow one another without further framing; the
 * header says how long one is (RFC 8489 section 6.2.2).
 *
 * Returns: the length of the first message when all of it is there, 0 when
 *   more bytes are needed, -1 when this is no STUN or longer than
 *   %LC_STUN_MAX_REPLY
 */
gssize
lc_stun_frame_length (const guint8 *data, gsize length)
{
  gsize whole;

  if (length >= 1 && (data[0] & 0xC0) != 0)
    return -1;
  if (length < STUN_MESSAGE_TYPE_LEN + STUN_MESSAGE_LENGTH_LEN)
    return 0;
  whole = STUN_MESSAGE_HEADER_LENGTH + ((gsize) data[2] << 8 | data[3]);
  if (whole % 4 != 0 || whole > LC_STUN_MAX_REPLY)
    return -1;
  return length >= whole ? (gssize) whole : 0;
}

/**
 * lc_stun_reply_parse:
 * @method: what was asked
 * @data: one whole message
 * @length: its length, to the byte
 *
 * Returns: (nullable) (transfer full): %NULL when this is not a response to
 *   @method, or not well-formed
 */
LcStunReply *
lc_stun_reply_parse (LcStunMethod method, const guint8 *data, gsize length)
{
  StunMessage message = { .buffer = (guint8 *) data, .buffer_len = length };
  g_autoptr (LcStunReply) self = NULL;
  StunClass message_class;
  guint8 id[LC_STUN_ID_SIZE];
  int whole;

  if (length > LC_STUN_MAX_REPLY || !lc_stun_peek_id (data, length, id))
    return NULL;
  whole = stun_message_validate_buffer_length (data, length, true);
  if (whole < 0 || (gsize) whole != length)
    return NULL;
  message_class = stun_message_get_class (&message);
  if (stun_message_get_method (&message) != native_method (method) ||
      (message_class != STUN_RESPONSE && message_class != STUN_ERROR))
    return NULL;

  self = g_new0 (LcStunReply, 1);
  memcpy (self->id, id, sizeof self->id);
  if (message_class == STUN_ERROR &&
      stun_message_find_error (&message, &self->error_code) != STUN_MESSAGE_RETURN_SUCCESS)
    self->error_code = 0;
  self->mapped = read_address (&message, STUN_ATTRIBUTE_XOR_MAPPED_ADDRESS, TRUE);
  self->plain_mapped = read_address (&message, STUN_ATTRIBUTE_MAPPED_ADDRESS, FALSE);
  self->relayed = read_address (&message, STUN_ATTRIBUTE_XOR_RELAYED_ADDRESS, TRUE);
  self->other = read_address (&message, ATTRIBUTE_OTHER_ADDRESS, FALSE);
  self->origin = read_address (&message, ATTRIBUTE_RESPONSE_ORIGIN, FALSE);
  self->realm = read_text (&message, STUN_ATTRIBUTE_REALM);
  self->software = read_text (&message, STUN_ATTRIBUTE_SOFTWARE);
  self->has_nonce = stun_message_has_attribute (&message, STUN_ATTRIBUTE_NONCE);
  self->outcome = classify (self, method, message_class);
  return g_steal_pointer (&self);
}

void
lc_stun_reply_free (LcStunReply *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->mapped);
  g_clear_object (&self->plain_mapped);
  g_clear_object (&self->relayed);
  g_clear_object (&self->other);
  g_clear_object (&self->origin);
  g_free (self->realm);
  g_free (self->software);
  g_free (self);
}
