/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words in another language than that of the process, plurals, decimal marks and dates. */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "language/lc-catalogue.h"
#include "language/lc-i18n.h"
#include "language/lc-language.h"
#include "language/lc-plural-rule.h"
#include "words/lc-check-text.h"

#define N_TURNS 2000

static void
test_plural_rules (void)
{
  static const struct
  {
    const char *rule;
    gulong n[6];
    guint forms[6];
  } rules[] = {
    { "nplurals=1; plural=0;\n", { 0, 1, 2, 5, 11, 100 }, { 0, 0, 0, 0, 0, 0 } },
    { "nplurals=2; plural=(n != 1);", { 0, 1, 2, 5, 11, 101 }, { 1, 0, 1, 1, 1, 1 } },
    { " nplurals=2; plural=(n > 1);\nX: y\n", { 0, 1, 2, 5, 11, 101 }, { 0, 0, 1, 1, 1, 1 } },
    { "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
      { 1, 2, 5, 11, 22, 112 },
      { 0, 1, 2, 2, 1, 2 } },
    { "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
      { 0, 1, 2, 103, 99, 100 },
      { 0, 1, 2, 3, 4, 5 } },
    { "nplurals=9; plural=2 + 3 * 4 / 6 - !n;", { 0, 1, 2, 3, 4, 5 }, { 3, 4, 4, 4, 4, 4 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    for (guint j = 0; j < G_N_ELEMENTS (rules[i].n); j++)
      {
        guint form = 77;

        g_test_message ("%s %lu", rules[i].rule, rules[i].n[j]);
        g_assert_true (lc_plural_rule_get_form (rules[i].rule, rules[i].n[j], &form));
        g_assert_cmpuint (form, ==, rules[i].forms[j]);
      }
}

static void
test_bad_plural_rules (void)
{
  g_autofree char *brackets = g_strnfill (5000, '(');
  g_autofree char *nots = g_strnfill (5000, '!');
  g_autofree char *deep = g_strconcat ("nplurals=2; plural=", brackets, NULL);
  g_autofree char *deeper = g_strconcat ("nplurals=2; plural=", nots, "n;", NULL);
  const char *const rules[] = {
    "", "nplurals=2;", "plural=n;", "nplurals=2; plural=;", "nplurals=2; plural=n n;", "nplurals=2; plural=(n;",
    "nplurals=2; plural=n ? 1;", "nplurals=2; plural=x;", "nplurals=2; plural=2;", "nplurals=2; plural=n ==;",
    deep, deeper,
  };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      guint form;

      g_test_message ("%.60s", rules[i]);
      g_assert_false (lc_plural_rule_get_form (rules[i], 1, &form));
    }
  {
    guint form;

    g_assert_true (lc_plural_rule_get_form ("nplurals=2; plural=n % 0;", 5, &form));
    g_assert_cmpuint (form, ==, 0);
  }
}

static void
put_number (GByteArray *file, guint32 number, gboolean swapped)
{
  if (swapped)
    number = GUINT32_SWAP_LE_BE (number);
  g_byte_array_append (file, (const guint8 *) &number, sizeof number);
}

#define WORDS(literal) { literal, sizeof (literal) - 1 }

/* A catalogue of three entries, as msgfmt would write it on either kind of computer. */
static GBytes *
make_catalogue (gboolean swapped)
{
  static const struct
  {
    const char *words;
    guint32 length;
  } words[] = {
    WORDS (""), WORDS ("%u row\0%u rows"), WORDS ("place\004Japan"),
    WORDS ("Plural-Forms: nplurals=3; plural=n > 2 ? 2 : n;\n"), WORDS ("none\0%u one\0%u many"), WORDS ("Nippon"),
  };
  GByteArray *file = g_byte_array_new ();
  guint32 offset = 28 + G_N_ELEMENTS (words) * 8;

  put_number (file, 0x950412de, swapped);
  put_number (file, 0, swapped);
  put_number (file, 3, swapped);
  put_number (file, 28, swapped);
  put_number (file, 28 + 3 * 8, swapped);
  put_number (file, 0, swapped);
  put_number (file, 0, swapped);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      put_number (file, words[i].length, swapped);
      put_number (file, offset, swapped);
      offset += words[i].length + 1;
    }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_byte_array_append (file, (const guint8 *) words[i].words, words[i].length + 1);
  return g_byte_array_free_to_bytes (file);
}

static void
test_catalogue (gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_catalogue (GPOINTER_TO_INT (data));
  g_autoptr (LcCatalogue) catalogue = lc_catalogue_new (bytes);

  g_assert_nonnull (catalogue);
  g_assert_cmpstr (lc_catalogue_find (catalogue, "place\004Japan"), ==, "Nippon");
  g_assert_null (lc_catalogue_find (catalogue, "Japan"));
  g_assert_null (lc_catalogue_find_plural (catalogue, "%u cell", 1));
  g_assert_cmpstr (lc_catalogue_find_plural (catalogue, "%u row", 0), ==, "none");
  g_assert_cmpstr (lc_catalogue_find_plural (catalogue, "%u row", 1), ==, "%u one");
  g_assert_cmpstr (lc_catalogue_find_plural (catalogue, "%u row", 70), ==, "%u many");
}

/* Each byte of the file cut off or changed: words may be lost, no more. */
static void
test_damaged_catalogue (void)
{
  g_autoptr (GBytes) whole = make_catalogue (FALSE);
  gsize size;
  const guint8 *data = g_bytes_get_data (whole, &size);

  for (gsize i = 0; i < size; i++)
    for (guint change = 0; change < 3; change++)
      {
        g_autofree guint8 *copy = g_memdup2 (data, size);
        g_autoptr (GBytes) bytes = NULL;
        g_autoptr (LcCatalogue) catalogue = NULL;

        copy[i] = change == 1 ? 0xff : copy[i] ^ 0x10;
        bytes = g_bytes_new (copy, change == 0 ? i : size);
        catalogue = lc_catalogue_new (bytes);
        if (catalogue == NULL)
          continue;
        lc_catalogue_find (catalogue, "place\004Japan");
        lc_catalogue_find_plural (catalogue, "%u row", 7);
      }
}

static void
test_names (void)
{
  static const char *const names[][2] = {
    { "ar", "العربية" }, { "de", "Deutsch" }, { "en", "English" },           { "es", "Español" },
    { "fr", "Français" }, { "ja", "日本語" },   { "pt_BR", "Português (Brasil)" },
  };

  g_assert_cmpuint (g_strv_length ((char **) lc_language_list ()), ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *language = lc_language_find (names[i][0]);
      g_autofree char *name = NULL;

      g_assert_cmpstr (language, ==, names[i][0]);
      g_assert_true (lc_language_is_installed (language));
      name = lc_language_dup_name (language);
      g_assert_cmpstr (name, ==, names[i][1]);
    }
  g_assert_cmpstr (lc_language_find ("PT-br"), ==, "pt_BR");
  g_assert_null (lc_language_find ("pt"));
  g_assert_null (lc_language_find (""));
  g_assert_null (lc_language_find (NULL));
}

static char *
dup_changes (gulong n)
{
  return g_strdup_printf (ngettext ("%u change to the network is needed; it is described below.",
                                    "%u changes to the network are needed; they are described below.", n),
                          (guint) n);
}

/* Every form that a language has is another sentence. */
static void
test_plurals (void)
{
  static const struct
  {
    const char *language;
    guint n_forms;
  } languages[] = {
    { "ar", 6 }, { "de", 2 }, { "en", 2 }, { "es", 2 }, { "fr", 2 }, { "ja", 1 }, { "pt_BR", 2 },
  };
  static const gulong numbers[] = { 0, 1, 2, 3, 11, 100 };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (GHashTable) forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      lc_language_push (lc_language_find (languages[i].language));
      for (guint j = 0; j < G_N_ELEMENTS (numbers); j++)
        g_hash_table_add (forms, g_strdup (lc_ngettext ("%u change to the network is needed; it is described below.",
                                                        "%u changes to the network are needed; they are described below.",
                                                        numbers[j])));
      lc_language_pop ();
      g_test_message ("%s: %u forms", languages[i].language, g_hash_table_size (forms));
      g_assert_cmpuint (g_hash_table_size (forms), ==, languages[i].n_forms);
    }
  {
    g_autofree char *german = NULL;

    lc_language_push (lc_language_find ("de"));
    german = dup_changes (2);
    lc_language_pop ();
    g_assert_true (g_str_has_prefix (german, "2 Änderungen"));
  }
}

/* Figures are those of the language that was told last, and not of one below it. */
static void
assert_figure (const char *expected)
{
  g_autofree char *figure = g_strdup_printf ("%.1f", 12.1);

  g_assert_cmpstr (figure, ==, expected);
}

static void
test_nesting (void)
{
  g_assert_cmpstr (lc_gettext ("Passed"), ==, "Passed");
  lc_language_push (lc_language_find ("de"));
  g_assert_cmpstr (lc_gettext ("Passed"), ==, "Bestanden");
  assert_figure ("12,1");
  g_assert_cmpstr (lc_pgettext ("place\004Germany", strlen ("place") + 1), ==, "Deutschland");
  lc_language_push (lc_language_find ("en"));
  g_assert_cmpstr (lc_pgettext_of ("place", "Germany"), ==, "Germany");
  lc_language_push (NULL);
  g_assert_cmpstr (lc_pgettext_of ("place", "Germany"), ==, "Germany");
  lc_language_pop ();
  lc_language_pop ();
  assert_figure ("12,1");
  lc_language_push (NULL);
  assert_figure ("12.1");
  lc_language_pop ();
  g_assert_cmpstr (lc_pgettext_of ("place", "Germany"), ==, "Deutschland");
  g_assert_cmpstr (lc_pgettext_of ("place", "Nowhere"), ==, "Nowhere");
  lc_language_pop ();
  g_assert_cmpstr (lc_gettext ("Passed"), ==, "Passed");
}

/* "12,1 ms; 22. November" */
static char *
dup_figure_and_date (const char *language)
{
  g_autoptr (GDateTime) moment = g_date_time_new_utc (2026, 3, 22, 9, 27, 34);
  g_autofree char *ms = NULL;
  g_autofree char *date = NULL;

  lc_language_push (lc_language_find (language));
  g_assert_true (lc_language_has_dates ());
  ms = lc_text_dup_ms (12100);
  date = g_date_time_format (moment, "%-d %B");
  lc_language_pop ();
  return g_strdup_printf ("%s; %s", ms, date);
}

static void
test_figures_and_dates (void)
{
  static const char *const languages[][2] = {
    { "de", "12,1 ms; 22 März" },  { "en", "12.1 ms; 22 March" }, { "es", "12,1 ms; 22 marzo" },
    { "fr", "12,1 ms; 22 mars" },  { "ja", "12.1 ms; 22 3月" },   { "pt_BR", "12,1 ms; 22 março" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *text = dup_figure_and_date (languages[i][0]);
      g_auto (GStrv) words = g_strsplit (text, "\302\240", -1);
      g_autofree char *plain = g_strjoinv (" ", words);

      g_assert_cmpstr (plain, ==, languages[i][1]);
    }
  g_assert_cmpfloat (g_strtod ("1.5", NULL), ==, 1.5);
}

/* The window's thread translates while another makes a report. */
static gpointer
speak (gpointer data)
{
  const char *const *words = data;

  for (guint i = 0; i < N_TURNS; i++)
    {
      g_autofree char *ms = NULL;

      lc_language_push (lc_language_find (words[0]));
      g_assert_cmpstr (lc_gettext ("Passed"), ==, words[1]);
      ms = lc_text_dup_ms (12100);
      g_assert_true (g_str_has_prefix (ms, words[2]));
      lc_language_pop ();
    }
  return NULL;
}

static void
test_threads (void)
{
  static const char *const german[] = { "de", "Bestanden", "12,1" };
  static const char *const japanese[] = { "ja", "合格", "12.1" };
  GThread *one = g_thread_new ("german", speak, (gpointer) german);
  GThread *two = g_thread_new ("japanese", speak, (gpointer) japanese);

  for (guint i = 0; i < N_TURNS; i++)
    g_assert_cmpstr (lc_gettext ("Passed"), ==, "Passed");
  g_thread_join (one);
  g_thread_join (two);
}

int
main (int argc, char *argv[])
{
  lc_language_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/plural-rules", test_plural_rules);
  g_test_add_func ("/language/bad-plural-rules", test_bad_plural_rules);
  g_test_add_data_func ("/language/catalogue", GINT_TO_POINTER (FALSE), test_catalogue);
  g_test_add_data_func ("/language/catalogue/swapped", GINT_TO_POINTER (TRUE), test_catalogue);
  g_test_add_func ("/language/damaged-catalogue", test_damaged_catalogue);
  g_test_add_func ("/language/names", test_names);
  g_test_add_func ("/language/plurals", test_plurals);
  g_test_add_func ("/language/nesting", test_nesting);
  g_test_add_func ("/language/figures-and-dates", test_figures_and_dates);
  g_test_add_func ("/language/threads", test_threads);
  return g_test_run ();
}
