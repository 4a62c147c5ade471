/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts over tables of steps and facts. */
#include <string.h>

#include "measurement/lc-recorder.h"
#include "profile/lc-profile-file.h"
#include "verdict/lc-judge.h"
#include "verdict/lc-verdict-enums.h"
#include "words/lc-verdict-text.h"

#define MAX_STEPS 8

typedef struct
{
  const char *name;
  const char *target;
  LcOutcome outcome;
  const char *facts; /* "name=value;..."; numbers and true are typed, a,b is a list */
} JudgeStep;

typedef struct
{
  const char *name;
  LcKind kind;
  LcOutcome outcome;
  const char *facts;
  JudgeStep steps[MAX_STEPS];
  guint sent;
  guint lost;
  const char *expected; /* "status cause confidence" */
  gboolean lost_last;   /* not first */
} JudgeCase;

#define SEEN(outcome) LC_OUTCOME_##outcome

static const JudgeCase rows[] = {
  /* Name lookups */
  { "dns", LC_KIND_DNS, SEEN (ANSWERED), "addresses=192.0.2.1,;address_scopes=global,",
    { { "dns", "example.org", SEEN (ANSWERED), "" } }, 0, 0, "pass none confirmed" },
  { "dns-not-found", LC_KIND_DNS, SEEN (NAME_NOT_FOUND), "",
    { { "dns", "example.org", SEEN (NAME_NOT_FOUND), "" } }, 0, 0, "fail dns-not-found confirmed" },
  { "dns-no-address", LC_KIND_DNS, SEEN (NO_ADDRESS), "",
    { { "dns", "example.org", SEEN (NO_ADDRESS), "" } }, 0, 0, "fail dns-no-address confirmed" },
  { "dns-server-failure", LC_KIND_DNS, SEEN (DNS_FAILED), "",
    { { "dns", "example.org", SEEN (DNS_FAILED), "" } }, 0, 0, "fail dns-server-failure confirmed" },
  { "dns-silent", LC_KIND_DNS, SEEN (NO_ANSWER), "",
    { { "dns", "example.org", SEEN (NO_ANSWER), "" } }, 0, 0, "fail dns-silent confirmed" },
  { "dns-refused", LC_KIND_DNS, SEEN (REFUSED), "",
    { { "dns", "example.org", SEEN (REFUSED), "" } }, 0, 0, "fail dns-refused confirmed" },
  { "dns-sinkhole", LC_KIND_DNS, SEEN (ANSWERED), "addresses=0.0.0.0,;address_scopes=unspecified,",
    { { "dns", "example.org", SEEN (ANSWERED), "" } }, 0, 0, "fail dns-sinkhole likely" },
  { "dns-sinkhole-in-hosts-file", LC_KIND_DNS, SEEN (ANSWERED), "addresses=127.0.0.1,;address_scopes=loopback,",
    { { "dns", "example.org", SEEN (ANSWERED), "addresses=127.0.0.1,;hosts_file=true" } }, 0, 0,
    "fail dns-sinkhole confirmed" },
  { "dns-private-in-hosts-file", LC_KIND_DNS, SEEN (ANSWERED), "addresses=10.0.0.9,;address_scopes=private,",
    { { "dns", "example.org", SEEN (ANSWERED), "addresses=10.0.0.9,;hosts_file=true" } }, 0, 0,
    "warn dns-private-address confirmed" },
  { "dns-sinkhole-beside", LC_KIND_DNS, SEEN (ANSWERED),
    "addresses=192.0.2.1,::;address_scopes=global,unspecified",
    { { "dns", "example.org", SEEN (ANSWERED), "" } }, 0, 0, "fail dns-sinkhole likely" },
  { "dns-private", LC_KIND_DNS, SEEN (ANSWERED), "addresses=10.1.1.1,;address_scopes=private,",
    { { "dns", "example.org", SEEN (ANSWERED), "" } }, 0, 0, "warn dns-private-address likely" },

  /* The portal, by the step in which it ended */
  { "https", LC_KIND_HTTPS, SEEN (ANSWERED), "", { { "http", "example.org", SEEN (ANSWERED), "status=200" } },
    0, 0, "pass none confirmed" },
  { "https-leads-same", LC_KIND_HTTPS, SEEN (ANSWERED), "status=200;url=https://example.org/login",
    { { "http", "example.org", SEEN (ANSWERED), "status=200" } }, 0, 0, "pass none confirmed" },
  { "https-leads-below", LC_KIND_HTTPS, SEEN (ANSWERED), "status=200;url=https://www.example.org/",
    { { "http", "example.org", SEEN (ANSWERED), "status=200" } }, 0, 0, "pass none confirmed" },
  { "https-leads-elsewhere", LC_KIND_HTTPS, SEEN (ANSWERED), "status=200;url=https://sign-in.example.net/",
    { { "http", "example.org", SEEN (ANSWERED), "status=200" } }, 0, 0, "warn redirected confirmed" },
  { "https-leads-look-alike", LC_KIND_HTTPS, SEEN (ANSWERED), "status=200;url=https://notexample.org/",
    { { "http", "example.org", SEEN (ANSWERED), "status=200" } }, 0, 0, "warn redirected confirmed" },
  { "https-leads-without-tls", LC_KIND_HTTPS, SEEN (ANSWERED), "status=200;url=http://example.org/",
    { { "http", "example.org", SEEN (ANSWERED), "status=200" } }, 0, 0, "warn redirected confirmed" },
  { "https-leads-no-url", LC_KIND_HTTPS, SEEN (ANSWERED), "status=200;url=x",
    { { "http", "example.org", SEEN (ANSWERED), "status=200" } }, 0, 0, "pass none confirmed" },
  { "https-dropped", LC_KIND_HTTPS, SEEN (NO_ANSWER), "",
    { { "dns", "example.org", SEEN (ANSWERED), "" }, { "tcp", "192.0.2.1:443/tcp", SEEN (NO_ANSWER), "" } },
    0, 0, "fail silent likely" },
  { "https-refused", LC_KIND_HTTPS, SEEN (REFUSED), "",
    { { "tcp", "192.0.2.1:443/tcp", SEEN (REFUSED), "" } }, 0, 0, "fail refused confirmed" },
  { "https-rejected", LC_KIND_HTTPS, SEEN (REJECTED), "",
    { { "tcp", "192.0.2.1:443/tcp", SEEN (REJECTED), "icmp_from=198.51.100.1;icmp_type=3;icmp_code=13" } },
    0, 0, "fail rejected confirmed" },
  { "https-no-route", LC_KIND_HTTPS, SEEN (UNREACHABLE), "",
    { { "tcp", "192.0.2.1:443/tcp", SEEN (UNREACHABLE), "local=true" } }, 0, 0, "fail no-route confirmed" },
  { "https-accepts-and-says-nothing", LC_KIND_HTTPS, SEEN (NO_ANSWER), "",
    { { "tcp", "192.0.2.1:443/tcp", SEEN (ANSWERED), "" }, { "tls", "example.org", SEEN (NO_ANSWER), "" } },
    0, 0, "fail server-silent confirmed" },
  { "https-looks-for-its-proxy", LC_KIND_HTTPS, SEEN (NO_ANSWER), "",
    { { "dns", "example.org", SEEN (ANSWERED), "" } }, 0, 0, "could-not-run unknown possible" },
  { "https-cut-in-tls", LC_KIND_HTTPS, SEEN (RESET), "",
    { { "tcp", "192.0.2.1:443/tcp", SEEN (ANSWERED), "" }, { "tls", "example.org", SEEN (RESET), "" } },
    0, 0, "fail reset confirmed" },
  { "https-expired", LC_KIND_HTTPS, SEEN (UNTRUSTED), "",
    { { "tls", "example.org", SEEN (UNTRUSTED), "tls_errors=expired," } }, 0, 0,
    "fail certificate-expired confirmed" },
  { "https-ipv6-silent-ipv4-rejected", LC_KIND_HTTPS, SEEN (NO_ANSWER), "",
    { { "tcp", "[2001:db8::1]:443/tcp", SEEN (NO_ANSWER), "" },
      { "tcp", "192.0.2.1:443/tcp", SEEN (REJECTED), "icmp_from=198.51.100.1" } }, 0, 0,
    "fail rejected confirmed" },
  { "https-ipv4-rejected-ipv6-silent", LC_KIND_HTTPS, SEEN (NO_ANSWER), "",
    { { "tcp", "192.0.2.1:443/tcp", SEEN (REJECTED), "icmp_from=198.51.100.1" },
      { "tcp", "[2001:db8::1]:443/tcp", SEEN (NO_ANSWER), "" } }, 0, 0, "fail rejected confirmed" },
  { "https-ipv4-silent-no-ipv6-here", LC_KIND_HTTPS, SEEN (NO_ANSWER), "",
    { { "tcp", "192.0.2.1:443/tcp", SEEN (NO_ANSWER), "" },
      { "tcp", "[2001:db8::1]:443/tcp", SEEN (UNREACHABLE), "local=true" } }, 0, 0, "fail silent likely" },
  { "https-no-way-there-no-ipv6-here", LC_KIND_HTTPS, SEEN (UNREACHABLE), "",
    { { "tcp", "192.0.2.1:443/tcp", SEEN (UNREACHABLE), "icmp_from=198.51.100.1" },
      { "tcp", "[2001:db8::1]:443/tcp", SEEN (UNREACHABLE), "local=true" } }, 0, 0, "fail no-route confirmed" },
  { "https-ipv6-rejected-tls-silent", LC_KIND_HTTPS, SEEN (NO_ANSWER), "",
    { { "tcp", "[2001:db8::1]:443/tcp", SEEN (REJECTED), "icmp_from=198.51.100.1" },
      { "tcp", "192.0.2.1:443/tcp", SEEN (ANSWERED), "" },
      { "tls", "example.org", SEEN (NO_ANSWER), "" } }, 0, 0, "fail server-silent confirmed" },
  { "https-too-early", LC_KIND_HTTPS, SEEN (UNTRUSTED), "",
    { { "tls", "example.org", SEEN (UNTRUSTED), "tls_errors=not-activated," } }, 0, 0,
    "fail certificate-not-yet-valid confirmed" },
  { "https-wrong-name", LC_KIND_HTTPS, SEEN (UNTRUSTED), "",
    { { "tls", "example.org", SEEN (UNTRUSTED), "tls_errors=bad-identity," } }, 0, 0,
    "fail certificate-wrong-name confirmed" },
  { "https-interception", LC_KIND_HTTPS, SEEN (UNTRUSTED), "",
    { { "tls", "example.org", SEEN (UNTRUSTED), "tls_errors=bad-identity,unknown-ca" } }, 0, 0,
    "fail certificate-untrusted confirmed" },
  { "https-tls-failed", LC_KIND_HTTPS, SEEN (TLS_FAILED), "",
    { { "tls", "example.org", SEEN (TLS_FAILED), "" } }, 0, 0, "fail tls-failed confirmed" },
  { "https-redirect-leads-to-no-name", LC_KIND_HTTPS, SEEN (NAME_NOT_FOUND),
    "redirects=https://example.org/,;status=302;url=https://sign-in.example.net/",
    { { "http", "https://example.org/", SEEN (ANSWERED), "status=302" },
      { "dns", "sign-in.example.net", SEEN (NAME_NOT_FOUND), "" } }, 0, 0, "fail redirected confirmed" },
  { "https-redirect-leads-to-silence", LC_KIND_HTTPS, SEEN (NO_ANSWER),
    "redirects=https://example.org/,;status=302;url=https://example.org:8443/",
    { { "http", "https://example.org/", SEEN (ANSWERED), "status=302" },
      { "tcp", "192.0.2.1:8443/tcp", SEEN (NO_ANSWER), "" } }, 0, 0, "fail redirected confirmed" },
  { "https-redirect-leads-to-another-certificate", LC_KIND_HTTPS, SEEN (UNTRUSTED),
    "redirects=https://example.org/,;status=302;url=https://sign-in.example.net/",
    { { "http", "https://example.org/", SEEN (ANSWERED), "status=302" },
      { "tls", "sign-in.example.net", SEEN (UNTRUSTED), "tls_errors=bad-identity," } }, 0, 0,
    "fail redirected confirmed" },
  { "https-redirect-leads-to-its-own-silence", LC_KIND_HTTPS, SEEN (NO_ANSWER),
    "redirects=https://example.org/,;status=302;url=https://example.org/login",
    { { "http", "https://example.org/", SEEN (ANSWERED), "status=302" },
      { "tcp", "192.0.2.1:443/tcp", SEEN (NO_ANSWER), "" } }, 0, 0, "fail silent likely" },
  { "https-redirect-leads-to-its-own-503", LC_KIND_HTTPS, SEEN (DENIED),
    "redirects=https://example.org/,;status=503;url=https://www.example.org/",
    { { "http", "https://www.example.org/", SEEN (DENIED), "status=503" } }, 0, 0, "warn http-status likely" },
  { "https-503", LC_KIND_HTTPS, SEEN (DENIED), "", { { "http", "example.org", SEEN (DENIED), "status=503" } },
    0, 0, "warn http-status likely" },
  { "https-403", LC_KIND_HTTPS, SEEN (DENIED), "", { { "http", "example.org", SEEN (DENIED), "status=403" } },
    0, 0, "warn http-status likely" },
  { "https-redirect-leads-to-its-own-511", LC_KIND_HTTPS, SEEN (DENIED),
    "redirects=https://example.org/,;status=511;url=https://www.example.org/",
    { { "http", "https://www.example.org/", SEEN (DENIED), "status=511" } }, 0, 0, "fail sign-in confirmed" },
  { "https-511", LC_KIND_HTTPS, SEEN (DENIED), "", { { "http", "example.org", SEEN (DENIED), "status=511" } },
    0, 0, "fail sign-in confirmed" },
  { "https-proxy-wants-a-name", LC_KIND_HTTPS, SEEN (DENIED), "proxy=http://proxy.example.net:3128",
    { { "dns", "example.org", SEEN (SKIPPED), "reason=proxy" },
      { "tcp", "192.0.2.9:3128/tcp", SEEN (ANSWERED), "is_proxy=true" },
      { "proxy", "example.org:443", SEEN (DENIED), "status=407" } }, 0, 0, "fail proxy-authentication confirmed" },
  { "https-proxy-without-tls-wants-a-name", LC_KIND_HTTPS, SEEN (DENIED), "proxy=http://proxy.example.net:3128",
    { { "http", "example.org", SEEN (DENIED), "status=407" } }, 0, 0, "fail proxy-authentication confirmed" },
  { "https-socks-wants-a-name", LC_KIND_HTTPS, SEEN (DENIED), "proxy=socks://proxy.example.net:1080",
    { { "tcp", "192.0.2.9:1080/tcp", SEEN (ANSWERED), "is_proxy=true" },
      { "proxy", "example.org:443", SEEN (DENIED), "reason=authentication" } }, 0, 0,
    "fail proxy-authentication confirmed" },
  { "https-proxy-forbids", LC_KIND_HTTPS, SEEN (DENIED), "proxy=http://proxy.example.net:3128",
    { { "tcp", "192.0.2.9:3128/tcp", SEEN (ANSWERED), "is_proxy=true" },
      { "proxy", "example.org:443", SEEN (DENIED), "status=403" } }, 0, 0, "fail proxy-failed confirmed" },
  { "https-proxy-says-nothing", LC_KIND_HTTPS, SEEN (NO_ANSWER), "proxy=http://proxy.example.net:3128",
    { { "dns", "example.org", SEEN (SKIPPED), "reason=proxy" },
      { "tcp", "192.0.2.9:3128/tcp", SEEN (ANSWERED), "is_proxy=true" },
      { "proxy", "example.org:443", SEEN (NO_ANSWER), "" } }, 0, 0, "fail proxy-failed confirmed" },
  { "https-proxy-refuses-connections", LC_KIND_HTTPS, SEEN (REFUSED), "proxy=http://proxy.example.net:3128",
    { { "dns", "example.org", SEEN (SKIPPED), "reason=proxy" },
      { "tcp", "192.0.2.9:3128/tcp", SEEN (REFUSED), "is_proxy=true" } },
    0, 0, "fail proxy-unreachable confirmed" },
  { "https-proxy-has-no-address", LC_KIND_HTTPS, SEEN (NAME_NOT_FOUND), "proxy=http://proxy.example.net:3128",
    { { "dns", "example.org", SEEN (SKIPPED), "reason=proxy" } }, 0, 0, "fail proxy-unreachable confirmed" },
  { "https-proxy-is-being-looked-up", LC_KIND_HTTPS, SEEN (NO_ANSWER), "proxy=http://proxy.example.net:3128",
    { { "dns", "example.org", SEEN (ANSWERED), "" } }, 0, 0, "fail proxy-unreachable confirmed" },
  { "https-cut-behind-proxy", LC_KIND_HTTPS, SEEN (RESET), "proxy=http://proxy.example.net:3128",
    { { "tcp", "192.0.2.9:3128/tcp", SEEN (ANSWERED), "is_proxy=true" },
      { "proxy", "example.org:443", SEEN (ANSWERED), "" },
      { "tls", "example.org", SEEN (RESET), "" } }, 0, 0, "fail reset confirmed" },
  { "https-past-a-dead-proxy", LC_KIND_HTTPS, SEEN (RESET), "proxy=http://proxy.example.net:3128",
    { { "tcp", "192.0.2.9:3128/tcp", SEEN (REFUSED), "is_proxy=true" },
      { "tcp", "192.0.2.1:443/tcp", SEEN (ANSWERED), "" },
      { "tls", "example.org", SEEN (RESET), "" } }, 0, 0, "fail reset confirmed" },
  { "https-cancelled-at-proxy", LC_KIND_HTTPS, SEEN (CANCELLED), "proxy=http://proxy.example.net:3128",
    { { "tcp", "192.0.2.9:3128/tcp", SEEN (CANCELLED), "is_proxy=true" } }, 0, 0, "not-tested cancelled confirmed" },
  { "https-cancelled", LC_KIND_HTTPS, SEEN (CANCELLED), "",
    { { "tcp", "192.0.2.1:443/tcp", SEEN (CANCELLED), "" } }, 0, 0, "not-tested cancelled confirmed" },

  /* Socket.IO, layer by layer */
  { "socket-io", LC_KIND_SOCKET_IO, SEEN (ANSWERED), "",
    { { "polling", "example.org", SEEN (ANSWERED), "" }, { "websocket", "example.org", SEEN (ANSWERED), "" },
      { "probe", "example.org", SEEN (ANSWERED), "" } }, 0, 0, "pass none confirmed" },
  { "socket-io-upgrade-refused", LC_KIND_SOCKET_IO, SEEN (ANSWERED), "",
    { { "polling", "example.org", SEEN (ANSWERED), "" },
      { "websocket", "example.org", SEEN (DENIED), "status=403" } }, 0, 0, "warn websocket-cut confirmed" },
  { "socket-io-upgrade-cut", LC_KIND_SOCKET_IO, SEEN (RESET), "",
    { { "polling", "example.org", SEEN (ANSWERED), "" }, { "websocket", "example.org", SEEN (RESET), "" },
      { "probe", "example.org", SEEN (SKIPPED), "" } }, 0, 0, "warn websocket-cut confirmed" },
  { "socket-io-second-syn-lost", LC_KIND_SOCKET_IO, SEEN (NO_ANSWER), "",
    { { "polling", "example.org", SEEN (ANSWERED), "" },
      { "websocket", "example.org", SEEN (NO_ANSWER), "failed_layer=tcp" } }, 0, 0, "warn silent likely" },
  { "socket-io-no-3probe", LC_KIND_SOCKET_IO, SEEN (NO_ANSWER), "",
    { { "polling", "example.org", SEEN (ANSWERED), "" }, { "websocket", "example.org", SEEN (ANSWERED), "" },
      { "probe", "example.org", SEEN (NO_ANSWER), "" } }, 0, 0, "warn websocket-cut confirmed" },
  { "socket-io-without-websocket", LC_KIND_SOCKET_IO, SEEN (DENIED), "",
    { { "polling", "example.org", SEEN (ANSWERED), "websocket_offered=false" },
      { "websocket", "example.org", SEEN (DENIED), "status=400" } }, 0, 0, "pass none confirmed" },
  { "socket-io-dropped", LC_KIND_SOCKET_IO, SEEN (NO_ANSWER), "",
    { { "tcp", "192.0.2.1:443/tcp", SEEN (NO_ANSWER), "" } }, 0, 0, "fail silent likely" },
  { "socket-io-not-engine-io", LC_KIND_SOCKET_IO, SEEN (MALFORMED), "",
    { { "polling", "example.org", SEEN (MALFORMED), "" } }, 0, 0, "fail protocol confirmed" },

  /* Signaling */
  { "signaling", LC_KIND_SIGNALING, SEEN (ANSWERED), "",
    { { "http", "example.org", SEEN (ANSWERED), "status=200" },
      { "websocket", "example.org", SEEN (ANSWERED), "" } }, 0, 0, "pass none confirmed" },
  { "signaling-clean-refusal", LC_KIND_SIGNALING, SEEN (DENIED), "",
    { { "http", "example.org", SEEN (DENIED), "status=404" },
      { "websocket", "example.org", SEEN (DENIED), "status=400" } }, 0, 0, "pass none confirmed" },
  { "signaling-block-page", LC_KIND_SIGNALING, SEEN (DENIED), "",
    { { "http", "example.org", SEEN (DENIED), "status=403" },
      { "websocket", "example.org", SEEN (DENIED), "status=403" } }, 0, 0, "warn http-status likely" },
  { "signaling-no-server-behind", LC_KIND_SIGNALING, SEEN (DENIED), "",
    { { "http", "example.org", SEEN (DENIED), "status=503" },
      { "websocket", "example.org", SEEN (DENIED), "status=503" } }, 0, 0, "warn http-status likely" },
  { "signaling-no-server-behind-the-upgrade", LC_KIND_SIGNALING, SEEN (DENIED), "",
    { { "http", "example.org", SEEN (ANSWERED), "status=200" },
      { "websocket", "example.org", SEEN (DENIED), "status=502" } }, 0, 0, "warn http-status likely" },
  { "signaling-sign-in-page", LC_KIND_SIGNALING, SEEN (DENIED), "",
    { { "http", "example.org", SEEN (ANSWERED), "status=302;location=https://sign-in.example.net/" },
      { "websocket", "example.org", SEEN (DENIED), "status=403" } }, 0, 0, "warn redirected confirmed" },
  { "signaling-leads-to-its-site", LC_KIND_SIGNALING, SEEN (DENIED), "",
    { { "http", "example.org", SEEN (ANSWERED), "status=302;location=https://www.example.org/" },
      { "websocket", "example.org", SEEN (DENIED), "status=400" } }, 0, 0, "pass none confirmed" },
  { "signaling-block-page-but-a-websocket", LC_KIND_SIGNALING, SEEN (ANSWERED), "",
    { { "http", "example.org", SEEN (DENIED), "status=403" },
      { "websocket", "example.org", SEEN (ANSWERED), "" } }, 0, 0, "pass none confirmed" },
  { "signaling-behind-a-sign-in-page", LC_KIND_SIGNALING, SEEN (DENIED), "",
    { { "http", "example.org", SEEN (DENIED), "status=511" },
      { "websocket", "example.org", SEEN (DENIED), "status=511" } }, 0, 0, "fail sign-in confirmed" },
  { "signaling-upgrade-cut", LC_KIND_SIGNALING, SEEN (RESET), "",
    { { "http", "example.org", SEEN (ANSWERED), "status=426" },
      { "websocket", "example.org", SEEN (RESET), "" } }, 0, 0, "warn websocket-cut confirmed" },
  { "signaling-second-syn-lost", LC_KIND_SIGNALING, SEEN (NO_ANSWER), "",
    { { "http", "example.org", SEEN (ANSWERED), "status=426" },
      { "websocket", "example.org", SEEN (NO_ANSWER), "failed_layer=tcp" } }, 0, 0, "warn silent likely" },
  { "signaling-second-handshake-cut", LC_KIND_SIGNALING, SEEN (RESET), "",
    { { "http", "example.org", SEEN (ANSWERED), "status=426" },
      { "websocket", "example.org", SEEN (RESET), "failed_layer=tls" } }, 0, 0, "warn reset confirmed" },
  { "signaling-upgrade-silent", LC_KIND_SIGNALING, SEEN (NO_ANSWER), "",
    { { "http", "example.org", SEEN (ANSWERED), "status=426" },
      { "websocket", "example.org", SEEN (NO_ANSWER), "failed_layer=http" } }, 0, 0, "warn websocket-cut confirmed" },
  { "signaling-proxy-forbids", LC_KIND_SIGNALING, SEEN (DENIED), "proxy=http://proxy.example.net:3128",
    { { "tcp", "192.0.2.9:3128/tcp", SEEN (ANSWERED), "is_proxy=true" },
      { "proxy", "example.org:443", SEEN (DENIED), "status=403" } }, 0, 0, "fail proxy-failed confirmed" },
  { "signaling-proxy-without-tls", LC_KIND_SIGNALING, SEEN (DENIED), "proxy=http://proxy.example.net:3128",
    { { "http", "example.org", SEEN (DENIED), "status=407" } }, 0, 0, "fail proxy-authentication confirmed" },
  { "signaling-proxy-forbids-the-upgrade", LC_KIND_SIGNALING, SEEN (DENIED), "proxy=http://proxy.example.net:3128",
    { { "http", "example.org", SEEN (ANSWERED), "status=404" },
      { "websocket", "example.org", SEEN (DENIED), "status=403;failed_layer=proxy" } }, 0, 0,
    "warn websocket-cut confirmed" },
  { "signaling-dropped", LC_KIND_SIGNALING, SEEN (NO_ANSWER), "",
    { { "tcp", "192.0.2.1:443/tcp", SEEN (NO_ANSWER), "" } }, 0, 0, "fail silent likely" },

  /* STUN and TURN */
  { "stun", LC_KIND_STUN, SEEN (ANSWERED), "",
    { { "binding", "192.0.2.1:3478/udp", SEEN (ANSWERED), "" } }, 0, 0, "pass none confirmed" },
  { "stun-dropped", LC_KIND_STUN, SEEN (NO_ANSWER), "",
    { { "dns", "example.org", SEEN (ANSWERED), "" },
      { "binding", "192.0.2.1:3478/udp", SEEN (NO_ANSWER), "" } }, 0, 0, "fail silent likely" },
  { "stun-over-tcp-silent", LC_KIND_STUN, SEEN (NO_ANSWER), "",
    { { "tcp", "192.0.2.1:3478/tcp", SEEN (ANSWERED), "" },
      { "binding", "192.0.2.1:3478/tcp", SEEN (NO_ANSWER), "" } }, 0, 0, "fail server-silent confirmed" },
  { "stun-rejected", LC_KIND_STUN, SEEN (REJECTED), "",
    { { "binding", "192.0.2.1:3478/udp", SEEN (REJECTED), "icmp_from=198.51.100.1" } }, 0, 0,
    "fail rejected confirmed" },
  { "stun-forbidden-here", LC_KIND_STUN, SEEN (REJECTED), "",
    { { "binding", "192.0.2.1:3478/udp", SEEN (REJECTED), "local=true;reason=EPERM" } }, 0, 0,
    "fail rejected confirmed" },
  { "stun-alg", LC_KIND_STUN, SEEN (ANSWERED), "",
    { { "binding", "192.0.2.1:3478/udp", SEEN (ANSWERED), "rewritten=true" } }, 0, 0,
    "warn stun-rewritten confirmed" },
  { "stun-one-of-two", LC_KIND_STUN, SEEN (ANSWERED), "",
    { { "binding", "192.0.2.1:3478/udp", SEEN (ANSWERED), "" },
      { "binding", "192.0.2.2:3478/udp", SEEN (NO_ANSWER), "" } }, 0, 0, "warn partly-unreachable likely" },
  { "stun-one-of-two-refused", LC_KIND_STUN, SEEN (ANSWERED), "",
    { { "binding", "192.0.2.1:3478/udp", SEEN (ANSWERED), "" },
      { "binding", "192.0.2.2:3478/udp", SEEN (REFUSED), "" } }, 0, 0, "warn partly-unreachable confirmed" },
  { "stun-no-ipv6-here", LC_KIND_STUN, SEEN (ANSWERED), "",
    { { "binding", "192.0.2.1:3478/udp", SEEN (ANSWERED), "" },
      { "binding", "[2001:db8::1]:3478/udp", SEEN (UNREACHABLE), "local=true" } }, 0, 0, "pass none confirmed" },
  { "stun-answered-inside", LC_KIND_STUN, SEEN (ANSWERED), "",
    { { "binding", "192.0.2.1:3478/udp", SEEN (ANSWERED), "address_scope=global;mapped_scope=private" } }, 0, 0,
    "warn answered-inside confirmed" },
  { "stun-behind-carrier", LC_KIND_STUN, SEEN (ANSWERED), "",
    { { "binding", "192.0.2.1:3478/udp", SEEN (ANSWERED), "address_scope=global;mapped_scope=shared" } }, 0, 0,
    "pass none confirmed" },
  { "stun-own-server", LC_KIND_STUN, SEEN (ANSWERED), "",
    { { "binding", "10.0.0.1:3478/udp", SEEN (ANSWERED), "address_scope=private;mapped_scope=private" } }, 0, 0,
    "pass none confirmed" },
  { "stun-nat64", LC_KIND_STUN, SEEN (ANSWERED), "",
    { { "binding", "[64:ff9b::c000:201]:3478/udp", SEEN (ANSWERED), "address_scope=nat64;mapped_scope=private" } },
    0, 0, "pass none confirmed" },
  { "turn-answered-inside", LC_KIND_TURN, SEEN (ANSWERED), "",
    { { "allocate", "192.0.2.1:3478/udp", SEEN (ANSWERED), "address_scope=global;mapped_scope=loopback" } }, 0, 0,
    "warn answered-inside confirmed" },
  { "turn-not-turn", LC_KIND_TURN, SEEN (MALFORMED), "",
    { { "allocate", "192.0.2.1:3478/udp", SEEN (MALFORMED), "" } }, 0, 0, "fail protocol confirmed" },
  { "turn-quota", LC_KIND_TURN, SEEN (DENIED), "",
    { { "allocate", "192.0.2.1:3478/udp", SEEN (DENIED), "error_code=486" } }, 0, 0,
    "fail stun-error confirmed" },
  { "turn-fallback-by-tls", LC_KIND_TURN, SEEN (ANSWERED), "answered_by=tls",
    { { "tcp", "192.0.2.1:443/tcp", SEEN (ANSWERED), "" },
      { "allocate", "192.0.2.1:443/tcp", SEEN (CLOSED), "" },
      { "allocate", "192.0.2.1:443/tls", SEEN (ANSWERED), "" } }, 0, 0, "pass none confirmed" },
  { "turn-could-not-run", LC_KIND_TURN, SEEN (UNAVAILABLE), "reason=no socket", { { 0 } }, 0, 0,
    "could-not-run not-permitted confirmed" },

  /* Regions: chance must not give a warning */
  { "region", LC_KIND_REGION, SEEN (ANSWERED), "method=stun-udp", { { 0 } }, 20, 0, "pass none confirmed" },
  { "region-one-lost", LC_KIND_REGION, SEEN (ANSWERED), "method=stun-udp", { { 0 } }, 20, 1,
    "pass none confirmed" },
  { "region-lossy", LC_KIND_REGION, SEEN (ANSWERED), "method=stun-udp", { { 0 } }, 20, 6,
    "warn lossy confirmed" },
  { "region-all-lost", LC_KIND_REGION, SEEN (ANSWERED), "method=stun-udp", { { 0 } }, 20, 20,
    "fail first-packets-only likely" },
  { "region-first-packets", LC_KIND_REGION, SEEN (ANSWERED), "method=stun-udp", { { 0 } }, 20, 15,
    "fail first-packets-only likely", TRUE },
  { "region-stops-in-the-middle", LC_KIND_REGION, SEEN (ANSWERED), "method=stun-udp", { { 0 } }, 20, 10,
    "warn lossy confirmed", TRUE },
  { "region-nearly-all-lost", LC_KIND_REGION, SEEN (ANSWERED), "method=stun-udp", { { 0 } }, 20, 19,
    "fail lossy confirmed" },
  { "region-most-lost", LC_KIND_REGION, SEEN (ANSWERED), "method=stun-udp", { { 0 } }, 20, 18, "warn lossy confirmed" },
  { "region-short-series", LC_KIND_REGION, SEEN (ANSWERED), "method=stun-udp", { { 0 } }, 3, 3,
    "warn lossy confirmed" },
  { "region-answered-inside", LC_KIND_REGION, SEEN (ANSWERED), "method=stun-udp",
    { { "binding", "192.0.2.1:3478/udp", SEEN (ANSWERED), "address_scope=global;mapped_scope=private" } }, 20, 0,
    "warn answered-inside confirmed" },
  { "region-in-range", LC_KIND_REGION, SEEN (ANSWERED), "method=stun-udp;in_range=true", { { 0 } }, 20, 0,
    "pass none confirmed" },
  { "region-outside", LC_KIND_REGION, SEEN (ANSWERED), "method=stun-udp;in_range=false;address=192.0.2.7",
    { { 0 } }, 20, 0, "warn outside-ranges confirmed" },
  { "region-tcp", LC_KIND_REGION, SEEN (ANSWERED), "method=tcp-443", { { 0 } }, 5, 0,
    "warn tcp-only confirmed" },
  { "region-tcp-no-way", LC_KIND_REGION, SEEN (ANSWERED), "method=tcp-443",
    { { "binding", "192.0.2.1:3478/udp", SEEN (UNREACHABLE), "icmp_from=198.51.100.1;icmp_type=3;icmp_code=0" } },
    5, 0, "warn tcp-only confirmed" },
  { "region-tcp-rejected", LC_KIND_REGION, SEEN (ANSWERED), "method=tcp-443",
    { { "binding", "192.0.2.1:3478/udp", SEEN (REJECTED), "icmp_from=198.51.100.1;icmp_type=3;icmp_code=13" } },
    5, 0, "warn tcp-only confirmed" },
  { "region-gone", LC_KIND_REGION, SEEN (NO_ANSWER), "",
    { { "binding", "192.0.2.1:3478/udp", SEEN (NO_ANSWER), "" } }, 0, 0, "fail silent likely" },

  /* The choice among them */
  { "routing", LC_KIND_ROUTING, SEEN (ANSWERED),
    "nearest_region=ie1;nearest_median_us=12000;nearest_jitter_us=300;dns_region=ie1;"
    "dns_region_median_us=12000", { { 0 } }, 0, 0, "pass none confirmed" },
  { "routing-by-tcp", LC_KIND_ROUTING, SEEN (ANSWERED),
    "nearest_region=ie1;nearest_median_us=100;nearest_jitter_us=10;nearest_method=tcp", { { 0 } },
    0, 0, "warn tcp-only likely" },
  { "routing-by-udp", LC_KIND_ROUTING, SEEN (ANSWERED),
    "nearest_region=ie1;nearest_median_us=12000;nearest_jitter_us=300;nearest_method=udp", { { 0 } },
    0, 0, "pass none confirmed" },
  { "routing-slow", LC_KIND_ROUTING, SEEN (ANSWERED),
    "nearest_region=ie1;nearest_median_us=300000;nearest_jitter_us=300", { { 0 } }, 0, 0,
    "warn slow confirmed" },
  { "routing-jittery", LC_KIND_ROUTING, SEEN (ANSWERED),
    "nearest_region=ie1;nearest_median_us=12000;nearest_p95_us=40000;"
    "nearest_jitter_us=15000", { { 0 } }, 0, 0, "warn jittery confirmed" },
  { "routing-one-late-packet", LC_KIND_ROUTING, SEEN (ANSWERED),
    "nearest_region=ie1;nearest_median_us=12000;nearest_p95_us=12900;"
    "nearest_jitter_us=15000", { { 0 } }, 0, 0, "pass none confirmed" },
  { "routing-loses-one", LC_KIND_ROUTING, SEEN (ANSWERED),
    "nearest_region=ie1;nearest_median_us=12000;nearest_jitter_us=300;nearest_sent=20;"
    "nearest_lost=1", { { 0 } }, 0, 0, "pass none confirmed" },
  { "routing-lossy", LC_KIND_ROUTING, SEEN (ANSWERED),
    "nearest_region=ie1;nearest_median_us=12000;nearest_jitter_us=300;nearest_sent=20;"
    "nearest_lost=18", { { 0 } }, 0, 0, "warn lossy confirmed" },
  { "routing-farther", LC_KIND_ROUTING, SEEN (ANSWERED),
    "nearest_region=ie1;nearest_median_us=12000;nearest_jitter_us=300;dns_region=us1;"
    "dns_region_median_us=85000", { { 0 } }, 0, 0, "warn farther-region confirmed" },
  { "routing-a-little-farther", LC_KIND_ROUTING, SEEN (ANSWERED),
    "nearest_region=ie1;nearest_median_us=12000;nearest_jitter_us=300;dns_region=us1;"
    "dns_region_median_us=20000", { { 0 } }, 0, 0, "pass none confirmed" },
  { "routing-tied", LC_KIND_ROUTING, SEEN (ANSWERED),
    "nearest_region=ie1;nearest_median_us=12000;nearest_jitter_us=300;dns_region=us1;"
    "dns_region_median_us=85000;tied_regions=us1,", { { 0 } }, 0, 0, "pass none confirmed" },

  /* This computer */
  { "network", LC_KIND_NETWORK, SEEN (ANSWERED), "", { { 0 } }, 0, 0, "pass none confirmed" },
  { "network-none", LC_KIND_NETWORK, SEEN (UNREACHABLE), "local=true", { { 0 } }, 0, 0,
    "fail no-network confirmed" },
  { "network-no-way-out", LC_KIND_NETWORK, SEEN (UNREACHABLE), "local=true",
    { { "interface", "eth0", SEEN (ANSWERED), "up=true;addresses=192.0.2.10/24,fe80::1/64" } }, 0, 0,
    "fail no-route confirmed" },
  { "network-no-cable", LC_KIND_NETWORK, SEEN (UNREACHABLE), "local=true",
    { { "interface", "eth0", SEEN (ANSWERED), "up=false;addresses=192.0.2.10/24," } }, 0, 0,
    "fail no-network confirmed" },
  { "network-own-addresses-only", LC_KIND_NETWORK, SEEN (UNREACHABLE), "local=true",
    { { "interface", "eth0", SEEN (ANSWERED), "up=true;addresses=169.254.3.4/16,fe80::1/64" } }, 0, 0,
    "fail no-network confirmed" },
  { "gateway-silent", LC_KIND_GATEWAY, SEEN (NO_ANSWER), "",
    { { "ping", "192.0.2.1", SEEN (NO_ANSWER), "" } }, 0, 0, "not-tested silent possible" },
  { "gateway-no-permission", LC_KIND_GATEWAY, SEEN (UNAVAILABLE), "reason=no ping here", { { 0 } }, 0, 0,
    "not-tested not-permitted confirmed" },
  { "network-no-permission", LC_KIND_NETWORK, SEEN (UNAVAILABLE), "routes_reason=no netlink here", { { 0 } }, 0, 0,
    "not-tested not-permitted confirmed" },
  { "proxy-no-permission", LC_KIND_PROXY, SEEN (UNAVAILABLE), "reason=no settings here", { { 0 } }, 0, 0,
    "not-tested not-permitted confirmed" },
  { "turn-no-permission", LC_KIND_TURN, SEEN (UNAVAILABLE), "reason=no socket here", { { 0 } }, 0, 0,
    "could-not-run not-permitted confirmed" },
  { "clock", LC_KIND_CLOCK, SEEN (ANSWERED), "offset_us=900000", { { 0 } }, 0, 0, "pass none confirmed" },
  { "clock-wrong", LC_KIND_CLOCK, SEEN (ANSWERED), "offset_us=-86400000000", { { 0 } }, 0, 0,
    "warn clock-wrong confirmed" },
  { "clock-no-date", LC_KIND_CLOCK, SEEN (SKIPPED), "reason=no date", { { 0 } }, 0, 0,
    "not-tested dependency confirmed" },
};

static void
set_fact (LcFacts *facts, const char *name, const char *value)
{
  char *end;
  gint64 number = g_ascii_strtoll (value, &end, 10);

  if (strcmp (value, "true") == 0 || strcmp (value, "false") == 0)
    lc_facts_set_bool (facts, name, value[0] == 't');
  else if (strchr (value, ',') != NULL)
    {
      g_auto (GStrv) list = g_strsplit (value, ",", -1);

      lc_facts_set_strv (facts, name, (const char *const *) list);
    }
  else if (*end == '\0')
    lc_facts_set_int (facts, name, number);
  else
    lc_facts_set_string (facts, name, value);
}

static void
set_facts (LcFacts *facts, const char *text)
{
  g_auto (GStrv) pairs = g_strsplit (text, ";", -1);

  for (guint i = 0; pairs[i] != NULL && pairs[i][0] != '\0'; i++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[i], "=", 2);

      set_fact (facts, pair[0], pair[1]);
    }
}

static LcMeasurement *
measure (const JudgeCase *row)
{
  LcClock clock;
  g_autoptr (LcRecorder) recorder = NULL;

  lc_clock_start (&clock);
  recorder = lc_recorder_new (&clock);
  set_facts (lc_recorder_get_facts (recorder), row->facts);
  for (guint i = 0; i < MAX_STEPS && row->steps[i].name != NULL; i++)
    {
      guint step = lc_recorder_add_step (recorder, row->steps[i].name, row->steps[i].target,
                                         row->steps[i].outcome, i, 1);

      set_facts (lc_recorder_get_step_facts (recorder, step), row->steps[i].facts);
    }
  for (guint i = 0; i < row->sent; i++)
    {
      gboolean is_lost = row->lost_last ? i >= row->sent - row->lost : i < row->lost;

      lc_recorder_add_sample (recorder, i * 50000, is_lost ? -1 : 12000);
    }
  lc_recorder_set_outcome (recorder, row->outcome);
  return lc_recorder_finish (recorder, LC_OUTCOME_NO_ANSWER);
}

static void
test_judge (gconstpointer data)
{
  const JudgeCase *row = data;
  LcProfile *profile = lc_profile_new_builtin ();
  LcMeasurement *measurement = measure (row);
  g_autoptr (LcFacts) subject = lc_facts_new ();
  g_autoptr (LcVerdict) verdict = NULL;
  g_autofree char *found = NULL;
  g_autofree char *explanation = NULL;

  lc_facts_set_string (subject, LC_FACT_HOST, "example.org");
  lc_facts_set_int (subject, LC_FACT_PORT, 443);
  verdict = lc_judge (row->kind, subject, measurement, lc_profile_get_thresholds (profile));
  found = g_strdup_printf ("%s %s %s", lc_enum_nick (LC_TYPE_STATUS, verdict->status),
                           lc_enum_nick (LC_TYPE_CAUSE, verdict->cause),
                           lc_enum_nick (LC_TYPE_CONFIDENCE, verdict->confidence));
  g_assert_cmpstr (found, ==, row->expected);

  /* Whatever did not pass has words. */
  explanation = lc_verdict_dup_explanation (verdict, subject);
  g_assert_cmpint (explanation[0] != '\0', ==, verdict->status != LC_STATUS_PASS);
  g_assert_null (strstr (explanation, "(null)"));

  g_assert_finalize_object (measurement);
  g_assert_finalize_object (profile);
}

static LcVerdict *
judge_named (const char *name, LcFacts *subject)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].name, name) == 0)
      {
        g_autoptr (LcMeasurement) measurement = measure (&rows[i]);

        return lc_judge (rows[i].kind, subject, measurement, lc_profile_get_thresholds (profile));
      }
  g_error ("there is no row %s", name);
}

/* The sentence says whose fault it is, no more than was seen. */
static void
test_words (void)
{
  static const struct
  {
    const char *row;
    const char *words;
  } cases[] = {
    { "stun-forbidden-here", "of this computer itself" },
    { "stun-rejected", "198.51.100.1" },
    { "region-tcp-no-way", "198.51.100.1 reports that there is no way over UDP" },
    { "region-tcp-rejected", "A firewall at 198.51.100.1" },
    { "gateway-silent", "The gateway does not answer pings" },
    { "https-redirect-leads-to-silence", "leads on to https://example.org:8443/, another place" },
    { "https-no-way-there-no-ipv6-here", "198.51.100.1 reports" },
    { "https-ipv6-silent-ipv4-rejected", "A firewall at 198.51.100.1" },
    { "dns-sinkhole-in-hosts-file", "The hosts file of this computer gives example.org the address 127.0.0.1, which" },
    { "dns-private-in-hosts-file", "The hosts file of this computer gives example.org the address 10.0.0.9, inside" },
    { "dns-sinkhole-beside", "with ::, an address" },
    { "dns-sinkhole", "with 0.0.0.0, an address" },
    { "https-403", "or a filter in its place, answered with HTTP status 403" },
    { "https-511", "sign in" },
    { "routing-lossy", "18 of 20 packets to the recommended region were lost." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LcFacts) subject = lc_facts_new ();
      g_autoptr (LcVerdict) verdict = NULL;
      g_autofree char *explanation = NULL;

      lc_facts_set_string (subject, LC_FACT_HOST, "example.org");
      lc_facts_set_int (subject, LC_FACT_PORT, 443);
      verdict = judge_named (cases[i].row, subject);
      explanation = lc_verdict_dup_explanation (verdict, subject);
      g_test_message ("%s", explanation);
      g_assert_nonnull (strstr (explanation, cases[i].words));
    }
}

/* Rows about this computer have no host. Of a gateway that does not answer pings
 * nobody has to be asked anything. */
static void
test_words_without_host (void)
{
  g_autoptr (LcFacts) subject = lc_facts_new ();
  g_autoptr (LcVerdict) gateway = judge_named ("gateway-silent", subject);
  g_autoptr (LcVerdict) network = judge_named ("network-no-way-out", subject);
  g_autofree char *advice = lc_verdict_dup_advice (gateway, subject);
  g_autofree char *explanation = lc_verdict_dup_explanation (network, subject);

  g_assert_cmpstr (advice, ==, "");
  g_assert_cmpstr (explanation, ==, "This computer has an address, but no way out of its network.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/judge/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_judge);
    }
  g_test_add_func ("/judge/words", test_words);
  g_test_add_func ("/judge/words-without-host", test_words_without_host);
  return g_test_run ();
}
