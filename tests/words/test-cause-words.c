/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of each cause, about a server and about a region. */
#include <string.h>

#include "verdict/lc-verdict-enums.h"
#include "words/lc-verdict-text.h"

typedef struct
{
  LcCause cause;
  gboolean is_region;
  const char *explanation;
  const char *advice;
} CauseCase;

static LcFacts *
make_subject (gboolean is_region)
{
  LcFacts *subject = lc_facts_new ();

  if (is_region)
    lc_facts_set_string (subject, LC_FACT_PLACE, "Ireland");
  else
    lc_facts_set_string (subject, LC_FACT_HOST, "example.org");
  lc_facts_set_string (subject, LC_FACT_TRANSPORT, "udp");
  lc_facts_set_int (subject, LC_FACT_PORT, 3478);
  return subject;
}

static LcVerdict *
make_verdict (LcCause cause)
{
  LcVerdict *verdict = lc_verdict_new (LC_STATUS_FAIL, cause, LC_CONFIDENCE_CONFIRMED);

  lc_facts_set_string (verdict->details, LC_FACT_TARGET, "192.0.2.1");
  lc_facts_set_string (verdict->details, LC_FACT_PROXY, "http://proxy.example.org:3128");
  lc_facts_set_string (verdict->details, LC_FACT_DNS_REGION, "us1");
  lc_facts_set_string (verdict->details, LC_FACT_NEAREST_REGION, "ie1");
  return verdict;
}

/* A cause without a row of the table is a critical warning. */
static void
test_every_cause (gconstpointer data)
{
  g_autoptr (GEnumClass) causes = g_type_class_ref (LC_TYPE_CAUSE);
  g_autoptr (LcFacts) subject = make_subject (data != NULL);

  for (guint i = 0; i < causes->n_values; i++)
    {
      LcCause cause = causes->values[i].value;
      g_autoptr (LcVerdict) verdict = make_verdict (cause);
      g_autofree char *explanation = lc_verdict_dup_explanation (verdict, subject);
      g_autofree char *advice = lc_verdict_dup_advice (verdict, subject);
      gboolean has_advice = cause != LC_CAUSE_NONE && cause != LC_CAUSE_NOT_PERMITTED &&
                            cause != LC_CAUSE_DEPENDENCY && cause != LC_CAUSE_UNKNOWN;

      g_test_message ("%s: %s %s", causes->values[i].value_nick, explanation, advice);
      g_assert_cmpint (explanation[0] != '\0', ==, cause != LC_CAUSE_NONE);
      g_assert_cmpint (strcmp (explanation, "The cause is not known.") == 0, ==, cause == LC_CAUSE_UNKNOWN);
      g_assert_cmpint (advice[0] != '\0', ==, has_advice);
      g_assert_null (strstr (explanation, "(null)"));
      g_assert_null (strchr (explanation, '%'));
      g_assert_null (strchr (advice, '%'));
    }
}

static void
test_names (void)
{
  static const CauseCase cases[] = {
    { LC_CAUSE_REFUSED, FALSE, "The connection to example.org, UDP port 3478 was refused.",
      "Ask IT to allow outgoing traffic to example.org, UDP port 3478." },
    { LC_CAUSE_REFUSED, TRUE, "The connection to the media servers in Ireland, UDP port 3478 was refused.",
      "Ask IT to allow outgoing traffic to the media servers in Ireland, UDP port 3478." },
    { LC_CAUSE_PROXY_UNREACHABLE, FALSE,
      "The proxy http://proxy.example.org:3128 cannot be reached, so neither can example.org.",
      "Ask IT whether the proxy in the settings of this computer is the right one, and works." },
    { LC_CAUSE_PARTLY_UNREACHABLE, FALSE, "Some addresses of example.org answered, 192.0.2.1 did not.",
      "Ask IT to allow outgoing traffic to all addresses of example.org, UDP port 3478, 192.0.2.1 among them." },
    { LC_CAUSE_SERVER_SILENT, TRUE, "Ireland, UDP port 3478 accepted the connection and then said nothing.",
      "Ask IT whether a firewall inspects traffic to the media servers in Ireland, UDP port 3478, and to exempt it; "
      "otherwise ask the service's support." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LcFacts) subject = make_subject (cases[i].is_region);
      g_autoptr (LcVerdict) verdict = make_verdict (cases[i].cause);
      g_autofree char *explanation = lc_verdict_dup_explanation (verdict, subject);
      g_autofree char *advice = lc_verdict_dup_advice (verdict, subject);

      g_assert_cmpstr (explanation, ==, cases[i].explanation);
      g_assert_cmpstr (advice, ==, cases[i].advice);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/words/causes/of-a-server", NULL, test_every_cause);
  g_test_add_data_func ("/words/causes/of-a-region", GUINT_TO_POINTER (TRUE), test_every_cause);
  g_test_add_func ("/words/causes/names", test_names);
  return g_test_run ();
}
