/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/lc-facts.h"

static LcFacts *
make_facts (void)
{
  const char *const list[] = { "one", "two", NULL };
  LcFacts *facts = lc_facts_new ();

  lc_facts_set_string (facts, "name", "value");
  lc_facts_set_int (facts, "rtt_us", G_MAXINT64);
  lc_facts_set_bool (facts, "rewritten", 7);
  lc_facts_set_strv (facts, "addresses", list);
  return facts;
}

static void
test_facts_get (void)
{
  g_autoptr (LcFacts) facts = make_facts ();
  g_auto (GStrv) list = lc_facts_dup_strv (facts, "addresses");
  g_auto (GStrv) none = lc_facts_dup_strv (facts, "name");

  g_assert_cmpstr (lc_facts_get_string (facts, "name"), ==, "value");
  g_assert_cmpint (lc_facts_get_int (facts, "rtt_us", -1), ==, G_MAXINT64);
  g_assert_true (lc_facts_get_bool (facts, "rewritten"));
  g_assert_cmpuint (g_strv_length (list), ==, 2);
  g_assert_cmpstr (list[1], ==, "two");

  g_assert_null (lc_facts_get_string (facts, "rtt_us"));
  g_assert_cmpint (lc_facts_get_int (facts, "name", -1), ==, -1);
  g_assert_false (lc_facts_get_bool (facts, "nothing"));
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

static void
test_facts_order_and_replace (void)
{
  g_autoptr (LcFacts) facts = make_facts ();
  g_autoptr (LcFacts) copy = lc_facts_copy (facts);

  lc_facts_set_string (facts, "name", "other");
  lc_facts_set_string (facts, "name", NULL);
  g_assert_cmpuint (lc_facts_get_size (facts), ==, 4);
  g_assert_cmpstr (lc_facts_get_name (facts, 0), ==, "name");
  g_assert_cmpstr (lc_facts_get_name (facts, 3), ==, "addresses");
  g_assert_cmpstr (g_variant_get_string (lc_facts_get_value (facts, 0), NULL), ==, "other");
  g_assert_cmpstr (lc_facts_get_string (facts, "name"), ==, "other");
  g_assert_cmpstr (lc_facts_get_string (copy, "name"), ==, "value");
}

/* What a hostile server sends is kept as bounded, valid UTF-8. */
static void
test_facts_hostile_strings (void)
{
  g_autoptr (LcFacts) facts = lc_facts_new ();
  g_autofree char *huge = g_strnfill (100000, '\xff');
  g_autofree char *cut = g_strconcat ("x", NULL);
  g_autoptr (GString) umlauts = g_string_new (NULL);

  lc_facts_set_string (facts, "bytes", "a\xff\xfe<script>");
  g_assert_true (g_utf8_validate (lc_facts_get_string (facts, "bytes"), -1, NULL));

  lc_facts_set_string (facts, "huge", huge);
  g_assert_cmpuint (strlen (lc_facts_get_string (facts, "huge")), <=, 4096);
  g_assert_true (g_utf8_validate (lc_facts_get_string (facts, "huge"), -1, NULL));

  g_string_append (umlauts, cut);
  for (guint i = 0; i < 4096; i++)
    g_string_append (umlauts, "ü");
  lc_facts_set_string (facts, "umlauts", umlauts->str);
  g_assert_cmpuint (strlen (lc_facts_get_string (facts, "umlauts")), >=, 4093);
  g_assert_cmpuint (strlen (lc_facts_get_string (facts, "umlauts")), <=, 4096);
  g_assert_true (g_utf8_validate (lc_facts_get_string (facts, "umlauts"), -1, NULL));
}

static LcFacts *
read_back (const char *text, GError **error)
{
  g_autoptr (JsonNode) root = lc_json_parse ("test", text, strlen (text), 100000, error);
  g_autoptr (LcJsonReader) reader = NULL;
  g_autoptr (LcFacts) facts = NULL;

  if (root == NULL)
    return NULL;
  reader = lc_json_reader_new ("test", "", root);
  facts = lc_facts_from_json (reader);
  if (!lc_json_reader_finish (reader, LC_JSON_ERROR, LC_JSON_ERROR_SYNTAX, error))
    return NULL;
  return g_steal_pointer (&facts);
}

static void
test_facts_json (void)
{
  g_autoptr (LcFacts) facts = make_facts ();
  g_autoptr (JsonNode) node = lc_facts_to_json (facts);
  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcFacts) again = read_back (text, &error);
  g_autoptr (JsonNode) node_again = NULL;
  g_autofree char *text_again = NULL;

  g_assert_no_error (error);
  node_again = lc_facts_to_json (again);
  text_again = json_to_string (node_again, FALSE);
  g_assert_cmpstr (text, ==, text_again);
  g_assert_cmpstr (text, ==,
                   "{\"name\":\"value\",\"rtt_us\":9223372036854775807,\"rewritten\":true,"
                   "\"addresses\":[\"one\",\"two\"]}");
}

static void
test_facts_json_faults (void)
{
  static const struct
  {
    const char *text;
    const char *place;
  } bad[] = {
    { "[]", "test: " },
    { "{\"a\":1.5}", "/a" },
    { "{\"a\":null}", "/a" },
    { "{\"a\":{}}", "/a" },
    { "{\"a\":[\"x\",1]}", "/a/1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LcFacts) facts = read_back (bad[i].text, &error);

      g_assert_null (facts);
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, bad[i].place));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts/get", test_facts_get);
  g_test_add_func ("/facts/order-and-replace", test_facts_order_and_replace);
  g_test_add_func ("/facts/hostile-strings", test_facts_hostile_strings);
  g_test_add_func ("/facts/json", test_facts_json);
  g_test_add_func ("/facts/json-faults", test_facts_json_faults);
  return g_test_run ();
}
