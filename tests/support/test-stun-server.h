/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-stun-server.h: a STUN and TURN server in the test's main context, well
 * or badly behaved.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TEST_STUN_ANSWERS,    /* Binding: both mapped addresses; Allocate: 401, REALM, NONCE */
  TEST_STUN_SILENT,     /* accepts, never answers */
  TEST_STUN_GARBAGE,    /* bytes that are no STUN */
  TEST_STUN_TRUNCATED,  /* the header announces more than comes */
  TEST_STUN_WRONG_ID,   /* the answer to somebody else's question */
  TEST_STUN_REWRITTEN,  /* MAPPED-ADDRESS as an application-level gateway leaves it */
  TEST_STUN_BARE_401,   /* 401 without REALM and NONCE */
  TEST_STUN_DENIES,     /* 400 */
  TEST_STUN_NO_ADDRESS, /* success without any address */
  TEST_STUN_SLICED,     /* TCP: one byte at a time */
  TEST_STUN_CLOSES,     /* TCP: ends the connection instead of answering */
  TEST_STUN_RESETS,     /* TCP: RST instead of an answer */
} TestStunManner;

#define TEST_TYPE_STUN_SERVER (test_stun_server_get_type ())
G_DECLARE_FINAL_TYPE (TestStunServer, test_stun_server, TEST, STUN_SERVER, GObject)

TestStunServer *test_stun_server_new (const char *address, guint16 port);
void            test_stun_server_listen_udp (TestStunServer *self);
void            test_stun_server_listen_tcp (TestStunServer *self);
void            test_stun_server_listen_tls (TestStunServer *self, GTlsCertificate *certificate);

GSocketAddress *test_stun_server_get_address (TestStunServer *self); /* of the latest listen */
void            test_stun_server_set_manner (TestStunServer *self, TestStunManner manner);
void            test_stun_server_set_delay_ms (TestStunServer *self, guint delay_ms);
void            test_stun_server_set_ignored (TestStunServer *self, guint n_requests); /* over UDP */
guint           test_stun_server_get_n_requests (TestStunServer *self);
const gint64   *test_stun_server_get_times_us (TestStunServer *self, guint *n_requests);

G_END_DECLS
