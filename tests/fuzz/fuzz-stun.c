/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz-stun.c: any bytes as the reply of a STUN or TURN server, in one datagram
 * and in a stream that comes piece by piece.
 */
#include "probes/lc-stun-record.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What a reply promises to those who write it down. */
static void
use (const LcStunReply *reply, LcStunMethod method, const guint8 *data, gsize size)
{
  g_autoptr (LcFacts) facts = lc_facts_new ();
  g_autoptr (JsonNode) json = NULL;
  guint8 id[LC_STUN_ID_SIZE];

  g_assert_true (lc_stun_peek_id (data, size, id));
  g_assert_cmpmem (id, sizeof id, reply->id, sizeof reply->id);
  g_assert_true (reply->outcome == LC_OUTCOME_ANSWERED || reply->outcome == LC_OUTCOME_DENIED ||
                 reply->outcome == LC_OUTCOME_MALFORMED);
  if (reply->outcome == LC_OUTCOME_ANSWERED && method == LC_STUN_BINDING)
    g_assert_true (reply->mapped != NULL || reply->plain_mapped != NULL);
  g_assert_true (reply->realm == NULL || g_utf8_validate (reply->realm, -1, NULL));
  g_assert_true (reply->software == NULL || g_utf8_validate (reply->software, -1, NULL));
  lc_stun_reply_record (reply, facts);
  json = lc_facts_to_json (facts);
  g_assert_nonnull (json);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  for (LcStunMethod method = LC_STUN_BINDING; method <= LC_STUN_ALLOCATE; method++)
    {
      g_autoptr (LcStunReply) reply = lc_stun_reply_parse (method, data, size);

      if (reply != NULL)
        {
          g_assert_cmpint (lc_stun_frame_length (data, size), ==, size);
          use (reply, method, data, size);
        }
    }

  /* However the stream is cut, its first message is as long as before. */
  for (gsize length = 0; length <= MIN (size, 64); length++)
    {
      gssize so_far = lc_stun_frame_length (data, length);
      gssize whole = lc_stun_frame_length (data, size);

      if (so_far > 0)
        {
          g_assert_cmpint (so_far, ==, whole);
          g_assert_cmpuint (so_far, <=, length);
        }
      if (so_far < 0)
        g_assert_cmpint (whole, ==, -1);
    }
  return 0;
}
