/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts, steps and outcomes in words. */
#include "measurement/lc-step-table.h"
#include "words/lc-evidence.h"

static void
test_facts (void)
{
  const char *names[] = { "a", "b", NULL };
  const struct
  {
    const char *fact;
    GVariant *value;
    const char *label;
    const char *text;
  } facts[] = {
    { "rtt_us", g_variant_new_int64 (12345), "Round trip", "12.3\u00a0ms" },
    { "date_us", g_variant_new_int64 (0), "Time of the server", "1970-01-01 00:00:00 UTC" },
    { "status", g_variant_new_int64 (200), "Status", "200" },
    { "rewritten", g_variant_new_boolean (TRUE), "Address rewritten on the way", "Yes" },
    { "resolvers", g_variant_new_strv (names, -1), "Name servers", "a\nb" },
    { "resolvers", g_variant_new_strv (names + 2, 0), "Name servers", "None" },
    { "family", g_variant_new_string ("ipv6"), "Address family", "IPv6" },
    { "realm", g_variant_new_string ("ipv6"), "Realm", "ipv6" },
    { "layer", g_variant_new_string ("vendor"), "Published by", "the vendor" },
    { "never_heard_of", g_variant_new_string ("x"), "never heard of", "x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autoptr (GVariant) value = g_variant_ref_sink (facts[i].value);
      g_autofree char *label = lc_evidence_dup_label (facts[i].fact);
      g_autofree char *text = lc_evidence_dup_value (facts[i].fact, value);

      g_assert_cmpstr (label, ==, facts[i].label);
      g_assert_cmpstr (text, ==, facts[i].text);
    }
}

static void
test_outcomes (void)
{
  for (int outcome = LC_OUTCOME_ANSWERED; outcome <= LC_OUTCOME_UNAVAILABLE; outcome++)
    g_assert_cmpstr (lc_evidence_get_outcome_label (outcome), !=, "");
}

/* Every step has words; one of another version is shown under its own name. */
static void
test_steps (void)
{
#define STEP(constant, name, label) LC_STEP_##constant,
  static const char *const names[] = { LC_FOR_EACH_STEP (STEP) };
#undef STEP

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const LcStep step = { .name = (char *) names[i] };
      g_autofree char *title = lc_evidence_dup_step_title (&step);

      g_assert_cmpstr (title, !=, "");
      g_assert_cmpstr (title, !=, names[i]);
    }
  {
    const LcStep step = { .name = (char *) "never-heard-of" };
    g_autofree char *title = lc_evidence_dup_step_title (&step);

    g_assert_cmpstr (title, ==, "never-heard-of");
  }
}

static void
test_lists (void)
{
  const char *families[] = { "ipv4", "ipv6", NULL };
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_strv (families, -1));
  g_autofree char *line = lc_evidence_dup_line (LC_FACT_FAMILY, value);

  g_assert_cmpstr (line, ==, "IPv4, IPv6");
}

static void
test_cut (void)
{
  g_autofree char *page = g_strnfill (5000, 'x');
  g_autofree char *cut = lc_evidence_cut (page);
  g_autofree char *whole = lc_evidence_cut ("short");

  g_assert_cmpuint (g_utf8_strlen (cut, -1), <, 600);
  g_assert_true (g_str_has_suffix (cut, "(cut here; the saved run has all of it)"));
  g_assert_cmpstr (whole, ==, "short");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/evidence/facts", test_facts);
  g_test_add_func ("/words/evidence/outcomes", test_outcomes);
  g_test_add_func ("/words/evidence/steps", test_steps);
  g_test_add_func ("/words/evidence/lists", test_lists);
  g_test_add_func ("/words/evidence/cut", test_cut);
  return g_test_run ();
}
