/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz-engine-io.c: any bytes as the answer to an Engine.IO handshake. What is
 * accepted keeps the promises of lc-engine-io.h.
 */
#include <string.h>

#include "net/lc-engine-io.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LcEngineIoHandshake) handshake =
    lc_engine_io_handshake_parse ((const char *) data, size, &error);

  g_assert_true ((handshake == NULL) == (error != NULL));
  lc_engine_io_is_wrong_protocol ((const char *) data, size);
  if (handshake == NULL)
    return 0;

  g_assert_true (handshake->protocol == 3 || handshake->protocol == 4);
  g_assert_cmpuint (strlen (handshake->sid), >=, 1);
  g_assert_cmpuint (strlen (handshake->sid), <=, LC_ENGINE_IO_MAX_SID);
  for (const char *p = handshake->sid; *p != '\0'; p++)
    g_assert_true (g_ascii_isgraph (*p));
  g_assert_cmpint (handshake->ping_interval_ms, >=, -1);
  g_assert_cmpint (handshake->ping_timeout_ms, >=, -1);
  g_assert_cmpint (handshake->max_payload, >=, -1);
  g_assert_cmpint (handshake->ping_interval_ms, <=, G_MAXINT64 / 1000);
  return 0;
}
