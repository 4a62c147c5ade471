/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-dns-server.h: a DNS server on loopback UDP, in the test's main context.
 *
 * Names that it was not told of do not exist (NXDOMAIN).
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TEST_DNS_A 1
#define TEST_DNS_AAAA 28

#define TEST_TYPE_DNS_SERVER (test_dns_server_get_type ())
G_DECLARE_FINAL_TYPE (TestDnsServer, test_dns_server, TEST, DNS_SERVER, GObject)

TestDnsServer *test_dns_server_new (void);
const char    *test_dns_server_get_address (TestDnsServer *self); /* "127.0.0.1:40000" */

void           test_dns_server_add (TestDnsServer *self, const char *host, const char *addresses);
void           test_dns_server_add_alias (TestDnsServer *self, const char *host, const char *target);
void           test_dns_server_set_rcode (TestDnsServer *self, const char *host, guint rcode);
void           test_dns_server_set_silent (TestDnsServer *self, const char *host);
void           test_dns_server_set_garbage (TestDnsServer *self, const char *host);
void           test_dns_server_set_delay_ms (TestDnsServer *self, const char *host, guint delay_ms);
guint          test_dns_server_count (TestDnsServer *self, const char *host, guint type);

G_END_DECLS
