/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTTPS probe against good and broken servers, layer by layer. */
#include "config.h"

#include "probes/lc-https-probe.h"
#include "tests/support/test-web-server.h"

#define DEADLINE_MS 20000
#define SHORT_MS 1200
#define NOBODY "https://missing.test/sign-in"

static LcMeasurement *
visit (TestWeb *web, const char *host, LcTransport transport, guint16 port, guint deadline_ms)
{
  g_autoptr (LcEndpoint) endpoint =
    test_endpoint_new (LC_ENDPOINT_HTTPS, host, transport, port, "/");

  return test_run_probe (lc_https_probe_new ("portal", endpoint, web->resolver), deadline_ms);
}

static void
assert_seen (LcMeasurement *measurement, const char *steps, LcOutcome outcome)
{
  g_autofree char *seen = test_list_steps (measurement);

  g_assert_cmpstr (seen, ==, steps);
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, outcome);
}

static void
answer (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
        gpointer data)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);

  g_assert_cmpstr (soup_message_headers_get_one (request, "User-Agent"), ==,
                   "Linecheck/" PACKAGE_VERSION);
  g_assert_null (soup_message_headers_get_one (request, "Cookie"));
  g_assert_null (soup_message_headers_get_one (request, "Authorization"));
  soup_message_headers_replace (headers, "Date", "Sun, 22 Nov 2026 06:20:00 GMT");
  soup_message_headers_append (headers, "Set-Cookie", "a=b");
  if (g_str_equal (path, "/"))
    {
      soup_server_message_set_status (message, GPOINTER_TO_UINT (data), NULL);
      soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, "hello", 5);
    }
  else
    {
      soup_server_message_set_status (message, 404, NULL);
    }
}

static void
answer_from_cache (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
                   gpointer data)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Age", data);
}

/* The Date of a cache's answer is not that of now. */
static void
test_cached (TestWeb *web, gconstpointer data)
{
  static const struct
  {
    const char *age;
    gboolean has_date;
  } cases[] = { { "0", TRUE }, { "7200", FALSE }, { "nonsense", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint16 port;
      g_autoptr (SoupServer) server = test_web_server_new ("good", &port);
      g_autoptr (LcMeasurement) measurement = NULL;

      soup_server_add_handler (server, NULL, answer_from_cache, (gpointer) cases[i].age, NULL);
      measurement = visit (web, "good.test", LC_TRANSPORT_TLS, port, DEADLINE_MS);
      g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_ANSWERED);
      g_assert_cmpint (lc_facts_has (lc_measurement_get_facts (measurement), LC_FACT_DATE_US), ==, cases[i].has_date);
      g_assert_cmpint (lc_facts_has (lc_measurement_find_step (measurement, "http")->facts, LC_FACT_DATE_US), ==,
                       cases[i].has_date);
    }
}

static void
test_good (TestWeb *web, gconstpointer data)
{
  guint16 port;
  g_autoptr (SoupServer) server = test_web_server_new ("good", &port);
  g_autoptr (LcMeasurement) measurement = NULL;
  g_autofree char *target = NULL;
  const LcFacts *facts;
  const LcStep *step;

  soup_server_add_handler (server, NULL, answer, GUINT_TO_POINTER (200), NULL);
  measurement = visit (web, "good.test", LC_TRANSPORT_TLS, port, DEADLINE_MS);
  assert_seen (measurement, "dns:answered tcp:answered tls:answered http:answered",
               LC_OUTCOME_ANSWERED);

  step = lc_measurement_find_step (measurement, "tcp");
  target = g_strdup_printf ("127.0.0.1:%u/tcp", port);
  g_assert_cmpstr (step->target, ==, target);
  g_assert_cmpstr (lc_facts_get_string (step->facts, LC_FACT_ADDRESS), ==, "127.0.0.1");

  facts = lc_measurement_find_step (measurement, "tls")->facts;
  g_assert_nonnull (strstr (lc_facts_get_string (facts, LC_FACT_CERTIFICATE_SUBJECT), "good.test"));
  g_assert_nonnull (
    strstr (lc_facts_get_string (facts, LC_FACT_CERTIFICATE_ISSUER), "Linecheck test authority"));
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_CERTIFICATE_NOT_BEFORE), ==,
                   "2020-01-01T00:00:00Z");
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_CERTIFICATE_NOT_AFTER), ==,
                   "2119-12-31T23:59:59Z");
  g_assert_cmpuint (strlen (lc_facts_get_string (facts, LC_FACT_CERTIFICATE_FINGERPRINT_SHA256)), ==, 95);
  g_assert_false (lc_facts_get_bool (facts, LC_FACT_CERTIFICATE_SELF_SIGNED));
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_TLS_VERSION), ==, "1.3");
  g_assert_true (lc_facts_has (facts, LC_FACT_TLS_CIPHER));

  facts = lc_measurement_find_step (measurement, "http")->facts;
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_STATUS, 0), ==, 200);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_BODY_BYTES, -1), ==, 5);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_FIRST_BYTE_US, -1), >=, 0);
  g_assert_cmpstr (lc_facts_get_string (facts, LC_FACT_SERVER), ==, "test");

  facts = lc_measurement_get_facts (measurement);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_STATUS, 0), ==, 200);
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_DATE_US, 0), ==,
                   1795328400 * G_GINT64_CONSTANT (1000000));
  g_assert_cmpint (ABS (g_get_real_time () - lc_facts_get_int (facts, LC_FACT_DATE_SEEN_US, 0)), <,
                   5 * G_USEC_PER_SEC);
  g_assert_cmpuint (test_dns_server_count (web->dns, "good.test", TEST_DNS_A), ==, 1);
}

static void
test_statuses (TestWeb *web, gconstpointer data)
{
  static const guint statuses[] = { 403, 404, 500, 503, 204, 304 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      guint16 port;
      g_autoptr (SoupServer) server = test_web_server_new (NULL, &port);
      g_autoptr (LcMeasurement) measurement = NULL;

      soup_server_add_handler (server, NULL, answer, GUINT_TO_POINTER (statuses[i]), NULL);
      measurement = visit (web, "good.test", LC_TRANSPORT_TCP, port, DEADLINE_MS);
      g_assert_cmpint (lc_measurement_get_outcome (measurement), ==,
                       statuses[i] < 400 ? LC_OUTCOME_ANSWERED : LC_OUTCOME_DENIED);
      g_assert_cmpint (lc_facts_get_int (lc_measurement_find_step (measurement, "http")->facts,
                                         LC_FACT_STATUS, 0),
                       ==, statuses[i]);
    }
}

static void
test_certificates (TestWeb *web, gconstpointer data)
{
  static const struct
  {
    const char *certificate;
    const char *error;
    gboolean self_signed;
  } cases[] = {
    { "expired", "expired", FALSE },
    { "not-yet-valid", "not-activated", FALSE },
    { "wrong-name", "bad-identity", FALSE },
    { "unknown-authority", "unknown-ca", FALSE },
    { "self-signed", "unknown-ca", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint16 port;
      g_autoptr (GSocketService) server = test_tls_server_new (cases[i].certificate, &port);
      g_autoptr (LcMeasurement) measurement = NULL;
      g_auto (GStrv) errors = NULL;
      const LcFacts *facts;

      g_test_message ("%s", cases[i].certificate);
      measurement = visit (web, "good.test", LC_TRANSPORT_TLS, port, DEADLINE_MS);
      assert_seen (measurement, "dns:answered tcp:answered tls:untrusted", LC_OUTCOME_UNTRUSTED);
      facts = lc_measurement_find_step (measurement, "tls")->facts;
      errors = lc_facts_dup_strv (facts, LC_FACT_TLS_ERRORS);
      g_assert_true (g_strv_contains ((const char *const *) errors, cases[i].error));
      g_assert_cmpuint (g_strv_length (errors), ==, 1);
      g_assert_nonnull (
        strstr (lc_facts_get_string (facts, LC_FACT_CERTIFICATE_SUBJECT), cases[i].certificate));
      g_assert_cmpint (lc_facts_get_bool (facts, LC_FACT_CERTIFICATE_SELF_SIGNED), ==,
                       cases[i].self_signed);
    }
}

static void
test_names (TestWeb *web, gconstpointer data)
{
  g_autoptr (LcMeasurement) missing =
    visit (web, "missing.test", LC_TRANSPORT_TLS, 443, DEADLINE_MS);
  g_autoptr (LcMeasurement) empty = NULL;
  g_autoptr (LcMeasurement) broken = NULL;
  g_autoptr (LcMeasurement) silent = NULL;

  assert_seen (missing, "dns:name-not-found", LC_OUTCOME_NAME_NOT_FOUND);
  test_dns_server_add (web->dns, "empty.test", "");
  empty = visit (web, "empty.test", LC_TRANSPORT_TLS, 443, DEADLINE_MS);
  assert_seen (empty, "dns:no-address", LC_OUTCOME_NO_ADDRESS);
  test_dns_server_set_rcode (web->dns, "broken.test", 2);
  broken = visit (web, "broken.test", LC_TRANSPORT_TLS, 443, DEADLINE_MS);
  assert_seen (broken, "dns:dns-failed", LC_OUTCOME_DNS_FAILED);
  test_dns_server_set_silent (web->dns, "silent.test");
  silent = visit (web, "silent.test", LC_TRANSPORT_TLS, 443, SHORT_MS);
  assert_seen (silent, "dns:no-answer", LC_OUTCOME_NO_ANSWER);
}

static void
test_refused (TestWeb *web, gconstpointer data)
{
  g_autoptr (LcMeasurement) measurement =
    visit (web, "good.test", LC_TRANSPORT_TLS, test_unused_port (), DEADLINE_MS);

  assert_seen (measurement, "dns:answered tcp:refused", LC_OUTCOME_REFUSED);
}

/* One address refuses, the next one answers: both are told. */
static void
test_second_address (TestWeb *web, gconstpointer data)
{
  guint16 port;
  g_autoptr (SoupServer) server = test_web_server_new (NULL, &port);
  g_autoptr (LcMeasurement) measurement = NULL;
  g_autofree char *target = NULL;

  soup_server_add_handler (server, NULL, answer, GUINT_TO_POINTER (200), NULL);
  test_dns_server_add (web->dns, "two.test", "127.0.0.2 127.0.0.1");
  measurement = visit (web, "two.test", LC_TRANSPORT_TCP, port, DEADLINE_MS);
  assert_seen (measurement, "dns:answered tcp:refused tcp:answered http:answered",
               LC_OUTCOME_ANSWERED);
  target = g_strdup_printf ("127.0.0.1:%u/tcp", port);
  g_assert_cmpstr (lc_measurement_get_step (measurement, 2)->target, ==, target);
}

static void
test_rude (TestWeb *web, gconstpointer data)
{
  static const struct
  {
    TestManner manner;
    const char *text;
    LcTransport transport;
    const char *steps;
    LcOutcome outcome;
  } cases[] = {
    { TEST_MANNER_SILENT, NULL, LC_TRANSPORT_TLS, "tls:no-answer", LC_OUTCOME_NO_ANSWER },
    { TEST_MANNER_SILENT, NULL, LC_TRANSPORT_TCP, "http:no-answer", LC_OUTCOME_NO_ANSWER },
    { TEST_MANNER_RESET_ON_DATA, NULL, LC_TRANSPORT_TLS, "tls:reset", LC_OUTCOME_RESET },
    { TEST_MANNER_RESET_ON_DATA, NULL, LC_TRANSPORT_TCP, "http:reset", LC_OUTCOME_RESET },
    { TEST_MANNER_CLOSE_ON_DATA, NULL, LC_TRANSPORT_TLS, "tls:closed", LC_OUTCOME_CLOSED },
    { TEST_MANNER_CLOSE_ON_DATA, NULL, LC_TRANSPORT_TCP, "http:closed", LC_OUTCOME_CLOSED },
    { TEST_MANNER_SAY, "HTTP/1.1 400 Bad Request\r\n\r\n", LC_TRANSPORT_TLS, "tls:tls-failed",
      LC_OUTCOME_TLS_FAILED },
    { TEST_MANNER_SAY, "SSH-2.0-other\r\n\r\n", LC_TRANSPORT_TCP, "http:malformed",
      LC_OUTCOME_MALFORMED },
    { TEST_MANNER_SAY, "HTTP/1.1 2x0 what\r\n\r\n", LC_TRANSPORT_TCP, "http:malformed",
      LC_OUTCOME_MALFORMED },
    { TEST_MANNER_SAY, "\r\n\r\n\r\n", LC_TRANSPORT_TCP, "http:malformed", LC_OUTCOME_MALFORMED },
    { TEST_MANNER_SAY, "HTTP/1.1 200 OK\r\nContent-Le", LC_TRANSPORT_TCP, "http:malformed",
      LC_OUTCOME_MALFORMED },
    { TEST_MANNER_DRIP, "HTTP/1.1 200 OK\r\nX: ", LC_TRANSPORT_TCP, "http:no-answer",
      LC_OUTCOME_NO_ANSWER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint16 port;
      g_autoptr (GSocketService) server =
        test_rude_server_new (cases[i].manner, cases[i].text, &port);
      g_autoptr (LcMeasurement) measurement = NULL;
      g_autofree char *steps = g_strconcat ("dns:answered tcp:answered ", cases[i].steps, NULL);

      g_test_message ("%s: %s", cases[i].steps, cases[i].text != NULL ? cases[i].text : "");
      measurement = visit (web, "good.test", cases[i].transport, port,
                           cases[i].outcome == LC_OUTCOME_NO_ANSWER ? SHORT_MS : DEADLINE_MS);
      assert_seen (measurement, steps, cases[i].outcome);
    }
}

/* Accepted and reset at once: the client may not even see that it was connected. */
static void
test_reset_at_once (TestWeb *web, gconstpointer data)
{
  for (guint i = 0; i < 20; i++)
    {
      guint16 port;
      g_autoptr (GSocketService) server =
        test_rude_server_new (TEST_MANNER_RESET_AT_ONCE, NULL, &port);
      g_autoptr (LcMeasurement) measurement =
        visit (web, "good.test", LC_TRANSPORT_TLS, port, DEADLINE_MS);

      g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_RESET);
    }
}

/* The head is the answer; a body that never ends does not take it back. */
static void
test_body (TestWeb *web, gconstpointer data)
{
  static const struct
  {
    TestManner manner;
    const char *head;
    const char *body_outcome;
  } cases[] = {
    { TEST_MANNER_DRIP, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", NULL },
    { TEST_MANNER_SAY, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "closed" },
    { TEST_MANNER_SAY, "HTTP/1.1 200 OK\r\n\r\nuntil the end", "answered" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint16 port;
      g_autoptr (GSocketService) server =
        test_rude_server_new (cases[i].manner, cases[i].head, &port);
      g_autoptr (LcMeasurement) measurement =
        visit (web, "good.test", LC_TRANSPORT_TCP, port, SHORT_MS);

      assert_seen (measurement, "dns:answered tcp:answered http:answered", LC_OUTCOME_ANSWERED);
      g_assert_cmpstr (lc_facts_get_string (lc_measurement_find_step (measurement, "http")->facts,
                                            LC_FACT_BODY_OUTCOME),
                       ==, cases[i].body_outcome);
    }
}

static void
answer_huge (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
             gpointer data)
{
  gsize size = 8 * 1024 * 1024;

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_TAKE, g_strnfill (size, 'x'),
                                    size);
}

static void
test_huge_body (TestWeb *web, gconstpointer data)
{
  guint16 port;
  g_autoptr (SoupServer) server = test_web_server_new ("good", &port);
  g_autoptr (LcMeasurement) measurement = NULL;
  const LcFacts *facts;

  soup_server_add_handler (server, NULL, answer_huge, NULL, NULL);
  measurement = visit (web, "good.test", LC_TRANSPORT_TLS, port, DEADLINE_MS);
  assert_seen (measurement, "dns:answered tcp:answered tls:answered http:answered",
               LC_OUTCOME_ANSWERED);
  facts = lc_measurement_find_step (measurement, "http")->facts;
  g_assert_true (lc_facts_get_bool (facts, LC_FACT_BODY_TRUNCATED));
  g_assert_cmpint (lc_facts_get_int (facts, LC_FACT_BODY_BYTES, 0), ==, 256 * 1024);
}

static void
redirect (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
          gpointer data)
{
  int left = atoi (path + 1);
  g_autofree char *location = g_strdup_printf ("/%d", left - 1);

  if (left > 1)
    soup_server_message_set_redirect (message, 302, location);
  else
    soup_server_message_set_status (message, 200, NULL);
}

static void
redirect_to_nobody (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
                    gpointer user_data)
{
  soup_server_message_set_redirect (message, 302, NOBODY);
}

static void
test_redirects (TestWeb *web, gconstpointer data)
{
  guint16 port;
  g_autoptr (SoupServer) server = test_web_server_new (NULL, &port);
  g_autoptr (LcEndpoint) endpoint = NULL;
  g_autoptr (LcMeasurement) measurement = NULL;
  g_autofree char *first = g_strdup_printf ("http://good.test:%u/6", port);
  g_autofree char *last = g_strdup_printf ("http://good.test:%u/1", port);
  g_auto (GStrv) redirects = NULL;

  soup_server_add_handler (server, NULL, redirect, NULL, NULL);
  endpoint = test_endpoint_new (LC_ENDPOINT_HTTPS, "good.test", LC_TRANSPORT_TCP, port, "/6");
  measurement = test_run_probe (lc_https_probe_new ("portal", endpoint, web->resolver),
                                DEADLINE_MS);
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_ANSWERED);
  redirects = lc_facts_dup_strv (lc_measurement_get_facts (measurement), LC_FACT_REDIRECTS);
  g_assert_cmpuint (g_strv_length (redirects), ==, 5);
  g_assert_cmpstr (redirects[0], ==, first);
  g_assert_cmpstr (lc_facts_get_string (lc_measurement_get_facts (measurement), LC_FACT_URL), ==, last);
  g_assert_false (lc_facts_has (lc_measurement_get_facts (measurement), LC_FACT_REDIRECT_LIMIT));
}

/* The last address asked is known also when nobody answers there. */
static void
test_redirect_to_nobody (TestWeb *web, gconstpointer data)
{
  guint16 port;
  g_autoptr (SoupServer) server = test_web_server_new (NULL, &port);
  g_autoptr (LcEndpoint) endpoint = NULL;
  g_autoptr (LcMeasurement) measurement = NULL;

  soup_server_add_handler (server, NULL, redirect_to_nobody, NULL, NULL);
  endpoint = test_endpoint_new (LC_ENDPOINT_HTTPS, "good.test", LC_TRANSPORT_TCP, port, "/");
  measurement = test_run_probe (lc_https_probe_new ("portal", endpoint, web->resolver), DEADLINE_MS);
  g_assert_cmpint (lc_measurement_get_outcome (measurement), !=, LC_OUTCOME_ANSWERED);
  g_assert_cmpstr (lc_facts_get_string (lc_measurement_get_facts (measurement), LC_FACT_URL), ==, NOBODY);
}

static void
test_redirect_loop (TestWeb *web, gconstpointer data)
{
  guint16 port;
  g_autoptr (SoupServer) server = test_web_server_new (NULL, &port);
  g_autoptr (LcEndpoint) endpoint = NULL;
  g_autoptr (LcMeasurement) measurement = NULL;

  soup_server_add_handler (server, NULL, redirect, NULL, NULL);
  endpoint = test_endpoint_new (LC_ENDPOINT_HTTPS, "good.test", LC_TRANSPORT_TCP, port, "/1000000");
  measurement = test_run_probe (lc_https_probe_new ("portal", endpoint, web->resolver),
                                DEADLINE_MS);
  g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_DENIED);
  g_assert_true (lc_facts_get_bool (lc_measurement_get_facts (measurement), LC_FACT_REDIRECT_LIMIT));
}

static void
redirect_to (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
             gpointer data)
{
  soup_server_message_set_status (message, 301, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location",
                                data);
}

/* A redirect to another server shows the layers of that one too. */
static void
test_redirect_elsewhere (TestWeb *web, gconstpointer data)
{
  static const struct
  {
    const char *location;
    const char *more;
    LcOutcome outcome;
  } cases[] = {
    { "http://missing.test/", " dns:name-not-found", LC_OUTCOME_NAME_NOT_FOUND },
    { "http://bad..name/", " dns:malformed", LC_OUTCOME_MALFORMED },
    { "ftp://good.test/", "", LC_OUTCOME_ANSWERED },
    { "javascript:alert(1)", "", LC_OUTCOME_ANSWERED },
    { "http://[::bad/", "", LC_OUTCOME_ANSWERED },
  };
  guint16 port, second_port;
  g_autoptr (SoupServer) second = test_web_server_new ("good", &second_port);
  g_autofree char *second_url = g_strdup_printf ("https://second.test:%u/", second_port);

  soup_server_add_handler (second, NULL, answer, GUINT_TO_POINTER (200), NULL);
  for (guint i = 0; i <= G_N_ELEMENTS (cases); i++)
    {
      gboolean good = i == G_N_ELEMENTS (cases);
      g_autoptr (SoupServer) server = test_web_server_new (NULL, &port);
      g_autoptr (LcMeasurement) measurement = NULL;
      g_autofree char *steps =
        g_strconcat ("dns:answered tcp:answered http:answered",
                     good ? " dns:answered tcp:answered tls:answered http:answered" : cases[i].more,
                     NULL);

      soup_server_add_handler (server, NULL, redirect_to,
                               good ? second_url : (gpointer) cases[i].location, NULL);
      measurement = visit (web, "good.test", LC_TRANSPORT_TCP, port, DEADLINE_MS);
      assert_seen (measurement, steps, good ? LC_OUTCOME_ANSWERED : cases[i].outcome);
    }
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer data)
{
  LcMeasurement **measurement = data;

  *measurement = lc_probe_run_finish (LC_PROBE (source), result);
}

static gboolean
cancel (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

/* Cancelled before, at once, and at many moments after: always an answer, soon. */
static void
test_cancel (TestWeb *web, gconstpointer data)
{
  guint16 port;
  g_autoptr (SoupServer) server = test_web_server_new ("good", &port);
  g_autoptr (LcEndpoint) endpoint =
    test_endpoint_new (LC_ENDPOINT_HTTPS, "good.test", LC_TRANSPORT_TLS, port, "/");

  soup_server_add_handler (server, NULL, answer, GUINT_TO_POINTER (200), NULL);
  for (int delay_ms = -2; delay_ms < 30; delay_ms++)
    {
      LcProbe *probe = lc_https_probe_new ("portal", endpoint, web->resolver);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (LcMeasurement) measurement = NULL;
      gpointer watched = probe;
      LcClock clock;

      g_object_add_weak_pointer (G_OBJECT (probe), &watched);
      lc_clock_start (&clock);
      if (delay_ms == -2)
        g_cancellable_cancel (cancellable);
      lc_probe_run_async (probe, &clock, cancellable, on_stopped, &measurement);
      if (delay_ms == -1)
        g_cancellable_cancel (cancellable);
      if (delay_ms >= 0)
        g_timeout_add_full (G_PRIORITY_DEFAULT, delay_ms, cancel, g_object_ref (cancellable),
                            g_object_unref);
      while (measurement == NULL || !g_cancellable_is_cancelled (cancellable))
        g_main_context_iteration (NULL, TRUE);

      g_object_unref (probe);
      while (watched != NULL)
        g_main_context_iteration (NULL, TRUE);
    }
}

#define ADD(path, function) \
  g_test_add ("/https-probe/" path, TestWeb, NULL, set_up, function, tear_down)

static void
set_up (TestWeb *web, gconstpointer data)
{
  test_web_set_up (web);
}

static void
tear_down (TestWeb *web, gconstpointer data)
{
  test_web_tear_down (web);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("good", test_good);
  ADD ("cached", test_cached);
  ADD ("statuses", test_statuses);
  ADD ("certificates", test_certificates);
  ADD ("names", test_names);
  ADD ("refused", test_refused);
  ADD ("second-address", test_second_address);
  ADD ("rude", test_rude);
  ADD ("reset-at-once", test_reset_at_once);
  ADD ("body", test_body);
  ADD ("huge-body", test_huge_body);
  ADD ("redirects", test_redirects);
  ADD ("redirect-to-nobody", test_redirect_to_nobody);
  ADD ("redirect-loop", test_redirect_loop);
  ADD ("redirect-elsewhere", test_redirect_elsewhere);
  ADD ("cancel", test_cancel);

  return g_test_run ();
}
