/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-web-server.h: good and broken web servers on loopback, and the way to
 * them: names, trust, endpoints.
 */
#pragma once

#include <libsoup/soup.h>

#include "check/lc-probe.h"
#include "net/lc-resolver.h"
#include "profile/lc-profile.h"
#include "tests/support/test-dns-server.h"

G_BEGIN_DECLS

/**
 * TestWeb:
 * @dns: knows good.test and second.test, both 127.0.0.1
 * @resolver: asks @dns; installed while this is up
 *
 * Only tests/certificates/authority.pem is trusted while this is up.
 */
typedef struct
{
  TestDnsServer *dns;
  LcResolver *resolver;
} TestWeb;

void        test_web_set_up (TestWeb *self);
void        test_web_tear_down (TestWeb *self);

SoupServer *test_web_server_new (const char *certificate, guint16 *port);

typedef enum
{
  TEST_MANNER_SILENT,          /* accepts, reads, says nothing */
  TEST_MANNER_RESET_AT_ONCE,   /* RST as soon as it has accepted */
  TEST_MANNER_RESET_ON_DATA,   /* RST when the first bytes came */
  TEST_MANNER_CLOSE_ON_DATA,   /* FIN when the first bytes came */
  TEST_MANNER_SAY,             /* says its text when the first bytes came, then FIN */
  TEST_MANNER_DRIP,            /* says its text, then one byte every 20 ms for ever */
} TestManner;

GSocketService *test_rude_server_new (TestManner manner, const char *text, guint16 *port);
GSocketService *test_tls_server_new (const char *certificate, guint16 *port);
guint16         test_unused_port (void);

LcEndpoint     *test_endpoint_new (LcEndpointKind kind, const char *host, LcTransport transport,
                                   guint16 port, const char *path);
void            test_endpoint_free (LcEndpoint *endpoint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcEndpoint, test_endpoint_free)

LcMeasurement  *test_run_probe (LcProbe *probe, guint deadline_ms);
char           *test_list_steps (LcMeasurement *measurement);

G_END_DECLS
