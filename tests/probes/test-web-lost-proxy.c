/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The web probes where the settings want a proxy that cannot be found: nobody is asked. */
#include "config.h"

#include "probes/lc-https-probe.h"
#include "probes/lc-signaling-probe.h"
#include "probes/lc-socket-io-probe.h"
#include "profile/lc-profile-file.h"
#include "tests/support/test-proxy-settings.h"
#include "tests/support/test-web-server.h"
#include "verdict/lc-judge.h"
#include "words/lc-verdict-text.h"

#define DEADLINE_MS 20000

static void
test_lost (void)
{
  static const struct
  {
    LcEndpointKind endpoint;
    LcKind kind;
    LcProbe *(*make) (const char *id, const LcEndpoint *endpoint, LcResolver *resolver);
    const char *proxy;
    const char *error_text;
  } cases[] = {
    { LC_ENDPOINT_HTTPS, LC_KIND_HTTPS, lc_https_probe_new, NULL, "no script at the address" },
    { LC_ENDPOINT_HTTPS, LC_KIND_HTTPS, lc_https_probe_new, "use-proxy:", "use-proxy" },
    { LC_ENDPOINT_HTTPS, LC_KIND_HTTPS, lc_https_probe_new, "http://me:s3cret@proxy.example:port", "http" },
    { LC_ENDPOINT_SOCKET_IO, LC_KIND_SOCKET_IO, lc_socket_io_probe_new, NULL, "no script at the address" },
    { LC_ENDPOINT_SIGNALING, LC_KIND_SIGNALING, lc_signaling_probe_new, "use-proxy:", "use-proxy" },
  };
  TestWeb web;

  test_web_set_up (&web);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LcEndpoint) endpoint =
        test_endpoint_new (cases[i].endpoint, "good.test", LC_TRANSPORT_TLS, test_unused_port (), "/");
      g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
      g_autoptr (LcFacts) subject = lc_facts_new ();
      g_autoptr (LcMeasurement) measurement = NULL;
      g_autoptr (LcVerdict) verdict = NULL;
      g_autofree char *words = NULL;
      const LcStep *step;

      test_proxy_settings_want (cases[i].proxy);
      measurement = test_run_probe (cases[i].make ("row", endpoint, web.resolver), DEADLINE_MS);
      g_assert_cmpint (lc_measurement_get_outcome (measurement), ==, LC_OUTCOME_UNAVAILABLE);
      step = lc_measurement_find_step (measurement, "proxy");
      g_assert_nonnull (step);
      g_assert_cmpstr (lc_facts_get_string (step->facts, LC_FACT_ERROR_TEXT), ==, cases[i].error_text);
      g_assert_null (lc_measurement_find_step (measurement, "tcp"));

      lc_facts_set_string (subject, LC_FACT_HOST, "good.test");
      verdict = lc_judge (cases[i].kind, subject, measurement, lc_profile_get_thresholds (profile));
      g_assert_cmpint (verdict->status, ==, LC_STATUS_COULD_NOT_RUN);
      words = lc_verdict_dup_explanation (verdict, subject);
      g_assert_nonnull (g_strstr_len (words, -1, "proxy"));
    }
  test_web_tear_down (&web);
}

int
main (int argc, char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "lost", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_io_extension_point_register (G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME, TEST_TYPE_PROXY_SETTINGS, "lost", 0);

  g_test_add_func ("/web-lost-proxy/lost", test_lost);

  return g_test_run ();
}
