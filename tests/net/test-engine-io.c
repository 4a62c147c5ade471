/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Engine.IO handshakes of both protocols, good and bad. */
#include "net/lc-engine-io.h"

#include <string.h>

#define LONG_SID "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" /* 64 */

static LcEngineIoHandshake *
parse (const char *text)
{
  /* Exactly its bytes on the heap, so that a read beyond them is seen. */
  gsize length = strlen (text);
  g_autofree char *copy = g_memdup2 (text, length);
  g_autoptr (GError) error = NULL;
  LcEngineIoHandshake *handshake = lc_engine_io_handshake_parse (copy, length, &error);

  if (handshake == NULL)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  return handshake;
}

static void
test_good (void)
{
  static const struct
  {
    const char *text;
    guint protocol;
    const char *sid;
    gboolean websocket;
    gint64 interval_ms, timeout_ms, max_payload;
  } cases[] = {
    { "0{\"sid\":\"x\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,\"pingTimeout\":20000,"
      "\"maxPayload\":1000000}",
      4, "x", TRUE, 25000, 20000, 1000000 },
    { "0{\"sid\":\"x\"}", 4, "x", FALSE, -1, -1, -1 },
    { "0{\"sid\":\"x\",\"upgrades\":[]}\x1e" "40", 4, "x", FALSE, -1, -1, -1 },
    { "12:0{\"sid\":\"x\"}2:40", 3, "x", FALSE, -1, -1, -1 },
    { "12:0{\"sid\":\"x\"}", 3, "x", FALSE, -1, -1, -1 },
    { "012:0{\"sid\":\"x\"}", 3, "x", FALSE, -1, -1, -1 },
    /* Lengths are in UTF-16 code units: 2 for what lies beyond the first plane. */
    { "20:0{\"sid\":\"x\",\"n\":\"\xc3\xa9\"}2:40", 3, "x", FALSE, -1, -1, -1 },
    { "21:0{\"sid\":\"x\",\"n\":\"\xf0\x9f\x98\x80\"}2:40", 3, "x", FALSE, -1, -1, -1 },
    { "0{\"sid\":\"x\",\"upgrades\":[1,null,\"webtransport\",\"websocket\"]}", 4, "x", TRUE, -1, -1,
      -1 },
    { "0{\"sid\":\"x\",\"upgrades\":\"websocket\",\"pingInterval\":\"25\",\"pingTimeout\":-1,"
      "\"maxPayload\":1.5}",
      4, "x", FALSE, -1, -1, -1 },
    { "0{\"sid\":\"x\",\"pingInterval\":9223372036854775807,\"maxPayload\":9223372036854775807}", 4,
      "x", FALSE, -1, -1, G_MAXINT64 },
    { "0{\"sid\":\"" LONG_SID LONG_SID LONG_SID LONG_SID "\"}", 4,
      LONG_SID LONG_SID LONG_SID LONG_SID, FALSE, -1, -1, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LcEngineIoHandshake) handshake = parse (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_nonnull (handshake);
      g_assert_cmpuint (handshake->protocol, ==, cases[i].protocol);
      g_assert_cmpstr (handshake->sid, ==, cases[i].sid);
      g_assert_cmpint (handshake->websocket_offered, ==, cases[i].websocket);
      g_assert_cmpint (handshake->ping_interval_ms, ==, cases[i].interval_ms);
      g_assert_cmpint (handshake->ping_timeout_ms, ==, cases[i].timeout_ms);
      g_assert_cmpint (handshake->max_payload, ==, cases[i].max_payload);
    }
}

static void
test_bad (void)
{
  static const char *const cases[] = {
    "",
    "0",
    "1",
    "2:40",
    "40",
    "0:",
    ":",
    "12:",
    "12",
    "0{",
    "0{}",
    "0[]",
    "0null",
    "0\"sid\"",
    "{\"sid\":\"x\"}",
    "1{\"sid\":\"x\"}",
    "0{\"sid\":\"\"}",
    "0{\"sid\":1}",
    "0{\"sid\":null}",
    "0{\"sid\":\"a b\"}",
    "0{\"sid\":\"a\\n\"}",
    "0{\"sid\":\"\xc3\xa9\"}",
    "0{\"sid\":\"" LONG_SID LONG_SID LONG_SID LONG_SID "a\"}",
    "11:0{\"sid\":\"x\"}2:40",
    "13:0{\"sid\":\"x\"}2:40",
    "200:0{\"sid\":\"x\"}",
    "-1:0{\"sid\":\"x\"}",
    "99999999999999999999999:0{\"sid\":\"x\"}",
    "18446744073709551616:0",
    "12:0{\"sid\":\"\xff\"}",
    "20:0{\"sid\":\"x\",\"n\":\"\xf0\x9f\x98\x80\"}2:40",
    "\x1e",
    "\x1e"
    "0{\"sid\":\"x\"}",
    "<html>",
    "\xff\xfe",
    "0{\"sid\":\"x\",\"sid\":\"y\"}",
    "0{\"sid\":\"x\"} trailing",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LcEngineIoHandshake) handshake = parse (cases[i]);

      g_test_message ("case %u", i);
      g_assert_null (handshake);
    }
}

static void
test_deep (void)
{
  g_autoptr (GString) text = g_string_new ("0");

  for (guint i = 0; i < 200000; i++)
    g_string_append_c (text, '[');
  g_assert_null (lc_engine_io_handshake_parse (text->str, text->len, NULL));
}

static void
test_wrong_protocol (void)
{
  static const char yes[] = "{\"code\":5,\"message\":\"Unsupported protocol version\"}";
  static const char no[] = "{\"code\":1,\"message\":\"Session ID unknown\"}";

  g_assert_true (lc_engine_io_is_wrong_protocol (yes, strlen (yes)));
  g_assert_false (lc_engine_io_is_wrong_protocol (no, strlen (no)));
  g_assert_false (lc_engine_io_is_wrong_protocol ("[5]", 3));
  g_assert_false (lc_engine_io_is_wrong_protocol ("", 0));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine-io/good", test_good);
  g_test_add_func ("/engine-io/bad", test_bad);
  g_test_add_func ("/engine-io/deep", test_deep);
  g_test_add_func ("/engine-io/wrong-protocol", test_wrong_protocol);

  return g_test_run ();
}
