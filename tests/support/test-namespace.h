/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-namespace.h: a network of the test's own.
 *
 * The test process moves into a new network namespace with a cable, "lan0", to
 * a second one, the router's. Both are gone when the process ends, however it
 * ends. Needs root.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TEST_CLIENT_IPV4 "192.0.2.2"
#define TEST_ROUTER_IPV4 "192.0.2.1"
#define TEST_CLIENT_IPV6 "2001:db8::2"
#define TEST_ROUTER_IPV6 "2001:db8::1"

void     test_namespace_enter (void);
void     test_namespace_leave (void);
void     test_client_run (const char *commands);
void     test_router_run (const char *commands);
void     test_namespace_set_ping_group_range (const char *range);

gboolean test_wait_for (gboolean *done, guint timeout_ms);

G_END_DECLS
