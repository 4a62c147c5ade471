/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-stun-message.c: requests to the byte, replies of RFC 5769 and broken ones.
 */
#include "net/lc-stun-message.h"

#include <string.h>

static const guint8 id[LC_STUN_ID_SIZE] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };

/* RFC 5769 section 2.2: 192.0.2.1 port 32853, SOFTWARE "test vector". */
static const guint8 ipv4_response[] =
  "\x01\x01\x00\x3c\x21\x12\xa4\x42\xb7\xe7\xa7\x01\xbc\x34\xd6\x86\xfa\x87\xdf\xae"
  "\x80\x22\x00\x0b\x74\x65\x73\x74\x20\x76\x65\x63\x74\x6f\x72\x20"
  "\x00\x20\x00\x08\x00\x01\xa1\x47\xe1\x12\xa6\x43"
  "\x00\x08\x00\x14\x2b\x91\xf5\x99\xfd\x9e\x90\xc3\x8c\x74\x89\xf9\x2a\xf9\xba\x53\xf0\x6b\xe7\xd7"
  "\x80\x28\x00\x04\xc0\x7d\x4c\x96";

/* RFC 5769 section 2.3: [2001:db8:1234:5678:11:2233:4455:6677]:32853. */
static const guint8 ipv6_response[] =
  "\x01\x01\x00\x48\x21\x12\xa4\x42\xb7\xe7\xa7\x01\xbc\x34\xd6\x86\xfa\x87\xdf\xae"
  "\x80\x22\x00\x0b\x74\x65\x73\x74\x20\x76\x65\x63\x74\x6f\x72\x20"
  "\x00\x20\x00\x14\x00\x02\xa1\x47\x01\x13\xa9\xfa\xa5\xd3\xf1\x79\xbc\x25\xf4\xb5\xbe\xd2\xb9\xd9"
  "\x00\x08\x00\x14\xa3\x82\x95\x4e\x4b\xe6\x7b\xf1\x17\x84\xc9\x7c\x82\x92\xc2\x75\xbf\xe3\xed\x41"
  "\x80\x28\x00\x04\xc8\xfb\x0b\x4c";

#define SIZE_OF(message) (sizeof (message) - 1)

static void
test_binding_request (void)
{
  static const guint8 expected[] = "\x00\x01\x00\x00\x21\x12\xa4\x42\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c";
  guint8 request[LC_STUN_MAX_REQUEST];
  gsize length = lc_stun_request_build (LC_STUN_BINDING, id, request, sizeof request);

  g_assert_cmpmem (request, length, expected, SIZE_OF (expected));
  g_assert_cmpuint (lc_stun_request_build (LC_STUN_BINDING, id, request, 19), ==, 0);
}

static void
test_allocate_request (void)
{
  static const guint8 expected[] = "\x00\x03\x00\x08\x21\x12\xa4\x42\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c"
                                   "\x00\x19\x00\x04\x11\x00\x00\x00";
  guint8 request[LC_STUN_MAX_REQUEST];
  gsize length = lc_stun_request_build (LC_STUN_ALLOCATE, id, request, sizeof request);

  g_assert_cmpmem (request, length, expected, SIZE_OF (expected));
  g_assert_cmpuint (lc_stun_request_build (LC_STUN_ALLOCATE, id, request, 24), ==, 0);
}

static void
assert_address (GInetSocketAddress *address, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_nonnull (address);
  text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_mapped (const guint8 *message, gsize length, const char *expected)
{
  g_autoptr (LcStunReply) reply = lc_stun_reply_parse (LC_STUN_BINDING, message, length);

  g_assert_nonnull (reply);
  g_assert_cmpint (reply->outcome, ==, LC_OUTCOME_ANSWERED);
  g_assert_cmpmem (reply->id, sizeof reply->id, message + 8, 12);
  assert_address (reply->mapped, expected);
  g_assert_cmpstr (reply->software, ==, "test vector");
  g_assert_null (reply->plain_mapped);
  g_assert_cmpint (reply->error_code, ==, 0);
}

static void
test_vectors_of_rfc_5769 (void)
{
  assert_mapped (ipv4_response, SIZE_OF (ipv4_response), "192.0.2.1:32853");
  assert_mapped (ipv6_response, SIZE_OF (ipv6_response), "[2001:db8:1234:5678:11:2233:4455:6677]:32853");
}

static void
test_not_what_was_asked (void)
{
  guint8 message[sizeof ipv4_response];

  g_assert_null (lc_stun_reply_parse (LC_STUN_ALLOCATE, ipv4_response, SIZE_OF (ipv4_response)));
  memcpy (message, ipv4_response, sizeof message);
  message[0] = 0x00; /* a request */
  g_assert_null (lc_stun_reply_parse (LC_STUN_BINDING, message, SIZE_OF (ipv4_response)));
  message[0] = 0x01;
  message[4] ^= 1; /* not the magic cookie */
  g_assert_null (lc_stun_reply_parse (LC_STUN_BINDING, message, SIZE_OF (ipv4_response)));
}

/* Whatever is cut off or added, it is no message any more. The copies are
 * exactly as long as they say, so that reading on would be noticed. */
static void
test_every_truncation (void)
{
  for (gsize length = 0; length < SIZE_OF (ipv4_response); length++)
    {
      g_autofree guint8 *cut = g_memdup2 (ipv4_response, length);

      g_assert_null (lc_stun_reply_parse (LC_STUN_BINDING, cut, length));
      g_assert_cmpint (lc_stun_frame_length (cut, length), ==, 0);
    }
  g_assert_null (lc_stun_reply_parse (LC_STUN_BINDING, ipv4_response, sizeof ipv4_response));
  g_assert_cmpint (lc_stun_frame_length (ipv4_response, SIZE_OF (ipv4_response)), ==, SIZE_OF (ipv4_response));
}

static void
test_lying_lengths (void)
{
  for (guint at = 0; at < 2; at++)
    for (guint lie = 0; lie < 256; lie++)
      {
        gsize length = SIZE_OF (ipv4_response);
        g_autofree guint8 *message = g_memdup2 (ipv4_response, length);

        message[(at == 0 ? 2 : 22)] = 0xff;
        message[(at == 0 ? 3 : 23)] = lie;
        g_assert_null (lc_stun_reply_parse (LC_STUN_BINDING, message, length));
      }
}

typedef struct
{
  const char *name;
  LcStunMethod method;
  const char *message; /* without the header's length, cookie and id */
  gsize length;
  LcOutcome outcome;
  int error_code;
} ReplyCase;

#define BYTES(text) text, sizeof (text) - 1

static const ReplyCase replies[] = {
  { "401 with realm and nonce", LC_STUN_ALLOCATE,
    BYTES ("\x01\x13\x00\x09\x00\x04\x00\x00\x04\x01\x00\x14\x00\x01r\0\0\0\x00\x15\x00\x01n\0\0\0"),
    LC_OUTCOME_ANSWERED, 401 },
  { "401 without nonce", LC_STUN_ALLOCATE,
    BYTES ("\x01\x13\x00\x09\x00\x04\x00\x00\x04\x01\x00\x14\x00\x01r\0\0\0"), LC_OUTCOME_MALFORMED, 401 },
  { "401 without realm", LC_STUN_ALLOCATE,
    BYTES ("\x01\x13\x00\x09\x00\x04\x00\x00\x04\x01\x00\x15\x00\x01n\0\0\0"), LC_OUTCOME_MALFORMED, 401 },
  { "508", LC_STUN_ALLOCATE, BYTES ("\x01\x13\x00\x09\x00\x04\x00\x00\x05\x08"), LC_OUTCOME_DENIED, 508 },
  { "error without a code", LC_STUN_ALLOCATE, BYTES ("\x01\x13"), LC_OUTCOME_MALFORMED, 0 },
  { "success without an address", LC_STUN_ALLOCATE, BYTES ("\x01\x03"), LC_OUTCOME_MALFORMED, 0 },
  { "an allocation for nothing", LC_STUN_ALLOCATE,
    BYTES ("\x01\x03\x00\x16\x00\x08\x00\x01\xa1\x47\xe1\x12\xa6\x43"), LC_OUTCOME_ANSWERED, 0 },
  { "binding 401", LC_STUN_BINDING, BYTES ("\x01\x11\x00\x09\x00\x04\x00\x00\x04\x01"), LC_OUTCOME_DENIED, 401 },
  { "binding without an address", LC_STUN_BINDING, BYTES ("\x01\x01"), LC_OUTCOME_MALFORMED, 0 },
  { "binding of RFC 3489", LC_STUN_BINDING, BYTES ("\x01\x01\x00\x01\x00\x08\x00\x01\x04\xd2\xc0\x00\x02\x01"),
    LC_OUTCOME_ANSWERED, 0 },
  { "address of no family", LC_STUN_BINDING, BYTES ("\x01\x01\x00\x20\x00\x08\x00\x07\x04\xd2\xc0\x00\x02\x01"),
    LC_OUTCOME_MALFORMED, 0 },
  { "address too short", LC_STUN_BINDING, BYTES ("\x01\x01\x00\x20\x00\x04\x00\x01\x04\xd2"), LC_OUTCOME_MALFORMED,
    0 },
};

static GByteArray *
build (const char *bytes, gsize size)
{
  GByteArray *message = g_byte_array_new ();
  guint8 length[2] = { (size - 2) >> 8, (size - 2) & 0xff };

  g_byte_array_append (message, (const guint8 *) bytes, 2);
  g_byte_array_append (message, length, 2);
  g_byte_array_append (message, (const guint8 *) "\x21\x12\xa4\x42", 4);
  g_byte_array_append (message, id, sizeof id);
  g_byte_array_append (message, (const guint8 *) bytes + 2, size - 2);
  return message;
}

static void
test_reply (gconstpointer data)
{
  const ReplyCase *expected = data;
  g_autoptr (GByteArray) message = build (expected->message, expected->length);
  g_autoptr (LcStunReply) reply = lc_stun_reply_parse (expected->method, message->data, message->len);

  g_assert_nonnull (reply);
  g_assert_cmpint (reply->outcome, ==, expected->outcome);
  g_assert_cmpint (reply->error_code, ==, expected->error_code);
}

/* An application-level gateway changes the plain address, but does not find the XORed one. */
static void
test_rewritten (void)
{
  static const char plain[] = "\x01\x01\x00\x20\x00\x08\x00\x01\xa1\x47\xe1\x12\xa6\x43"
                              "\x00\x01\x00\x08\x00\x01\x80\x55\xc0\x00\x02\x01";
  static const char rewritten[] = "\x01\x01\x00\x20\x00\x08\x00\x01\xa1\x47\xe1\x12\xa6\x43"
                                  "\x00\x01\x00\x08\x00\x01\x80\x55\x0a\x00\x00\x07";

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GByteArray) message = build (i == 0 ? plain : rewritten, sizeof plain - 1);
      g_autoptr (LcStunReply) reply = lc_stun_reply_parse (LC_STUN_BINDING, message->data, message->len);

      assert_address (reply->mapped, "192.0.2.1:32853");
      assert_address (reply->plain_mapped, i == 0 ? "192.0.2.1:32853" : "10.0.0.7:32853");
    }
}

/* Text from the network is made valid, and not longer than the RFC allows. */
static void
test_strange_text (void)
{
  g_autoptr (GByteArray) attribute = g_byte_array_new ();
  g_autoptr (GByteArray) message = NULL;
  g_autoptr (LcStunReply) reply = NULL;
  guint8 text[1200];

  memset (text, 0xff, sizeof text);
  g_byte_array_append (attribute, (const guint8 *) "\x01\x01\x80\x22\x04\xb0", 6);
  g_byte_array_append (attribute, text, sizeof text);
  message = build ((const char *) attribute->data, attribute->len);
  reply = lc_stun_reply_parse (LC_STUN_BINDING, message->data, message->len);
  g_assert_nonnull (reply);
  g_assert_true (g_utf8_validate (reply->software, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (reply->software, -1), ==, 763);
}

static void
test_frames (void)
{
  static const guint8 huge[] = { 0x01, 0x01, 0xff, 0xfc };
  static const guint8 odd[] = { 0x01, 0x01, 0x00, 0x03 };
  static const guint8 http[] = "HTTP/1.1 400 Bad Request";

  g_assert_cmpint (lc_stun_frame_length (huge, sizeof huge), ==, -1);
  g_assert_cmpint (lc_stun_frame_length (odd, sizeof odd), ==, -1);
  g_assert_cmpint (lc_stun_frame_length (http, 1), ==, -1);
  g_assert_cmpint (lc_stun_frame_length (NULL, 0), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/stun-message/binding-request", test_binding_request);
  g_test_add_func ("/net/stun-message/allocate-request", test_allocate_request);
  g_test_add_func ("/net/stun-message/vectors-of-rfc-5769", test_vectors_of_rfc_5769);
  g_test_add_func ("/net/stun-message/not-what-was-asked", test_not_what_was_asked);
  g_test_add_func ("/net/stun-message/every-truncation", test_every_truncation);
  g_test_add_func ("/net/stun-message/lying-lengths", test_lying_lengths);
  g_test_add_func ("/net/stun-message/rewritten", test_rewritten);
  g_test_add_func ("/net/stun-message/strange-text", test_strange_text);
  g_test_add_func ("/net/stun-message/frames", test_frames);
  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/stun-message/reply/%s", replies[i].name);

      g_test_add_data_func (path, &replies[i], test_reply);
    }
  return g_test_run ();
}
