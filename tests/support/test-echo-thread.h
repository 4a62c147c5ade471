/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-echo-thread.h: a STUN server in a thread of its own that holds every
 * answer back for a known time, and knows for how long it really did.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _TestEchoThread TestEchoThread;

TestEchoThread *test_echo_thread_new (const char *address, guint hold_us);
GSocketAddress *test_echo_thread_get_address (TestEchoThread *self);
gint64          test_echo_thread_get_held_ns (TestEchoThread *self, guint16 number);
void            test_echo_thread_free (TestEchoThread *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestEchoThread, test_echo_thread_free)

G_END_DECLS
