/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-json-reader.c: the strict JSON parser and the walker that collects faults.
 */
#include <string.h>

#include <glib/gstdio.h>

#include "base/lc-base-enums.h"
#include "base/lc-json-expect.h"
#include "base/lc-json-reader.h"
#include "base/lc-types.h"

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *root = lc_json_parse ("t", text, strlen (text), 1000000, &error);

  g_assert_no_error (error);
  g_assert_nonnull (root);
  return root;
}

/* What every reader of ours accepts, and what json-glib makes of it too. */
static void
test_accepts (void)
{
  static const char *const texts[] = {
    "null", "true", " false ", "0", "-0", "-12", "9223372036854775807", "-9223372036854775808",
    "1.5", "-0.25e-3", "1E+2", "\"\"", "[]", "{}", "[ 1 , [ 2 ] , { } ]",
    "\t{\"a\":\r\n{\"b\" : null}}\n",
    "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20AC\\ud83d\\ude00\"", "\"é€😀\x7f\"",
    "{\"\\u0061\": 1, \"b\": [true, false, null, \"x\"]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) ours = parse (texts[i]);
      g_autoptr (JsonParser) other = json_parser_new ();

      g_assert_true (json_parser_load_from_data (other, texts[i], -1, NULL));
      json_node_seal (ours);
      if (!json_node_equal (ours, json_parser_get_root (other)))
        g_error ("%s became %s", texts[i], json_to_string (ours, FALSE));
    }
}

static void
test_values (void)
{
  g_autoptr (JsonNode) root = parse ("[1, 1.0, 1e2, \"\\u20ac\\ud83d\\ude00\"]");
  JsonArray *array = json_node_get_array (root);

  g_assert_true (json_node_get_value_type (json_array_get_element (array, 0)) == G_TYPE_INT64);
  g_assert_true (json_node_get_value_type (json_array_get_element (array, 1)) == G_TYPE_DOUBLE);
  g_assert_cmpfloat (json_array_get_double_element (array, 2), ==, 100.0);
  g_assert_cmpstr (json_array_get_string_element (array, 3), ==, "€😀");
}

static void
test_rejects (void)
{
  static const struct
  {
    const char *text;
    gssize length;
    const char *message;
  } cases[] = {
    { "", -1, "t:1:1: expected a value, found the end of the document" },
    { "  \n ", -1, "t:2:2: expected a value, found the end of the document" },
    { "{\"a\": 1,\n \"é\": x}", -1, "t:2:7: expected a value, found \"x\"" },
    { "[1, 2,]", -1, "t:1:7: expected a value, found \"]\"" },
    { "{\"a\": 1,}", -1, "t:1:9: expected the name of a member in double quotes, found \"}\"" },
    { "[1 2]", -1, "t:1:4: expected a comma or the end of the array, found \"2\"" },
    { "{\"a\" 1}", -1, "t:1:6: expected a colon, found \"1\"" },
    { "{\"a\": 1", -1,
      "t:1:8: expected a comma or the end of the object, found the end of the document" },
    { "{a: 1}", -1, "t:1:2: expected the name of a member in double quotes, found \"a\"" },
    { "{'a': 1}", -1, "t:1:2: expected the name of a member in double quotes, found \"'\"" },
    { "{} // x", -1, "t:1:4: expected the end of the document, found \"/\"" },
    { "/* x */ {}", -1, "t:1:1: expected a value, found \"/\"" },
    { "# x\n{}", -1, "t:1:1: expected a value, found \"#\"" },
    { "var a = {};", -1, "t:1:1: expected a value, found \"v\"" },
    { "{} {}", -1, "t:1:4: expected the end of the document, found \"{\"" },
    { "nul", -1, "t:1:1: expected a value, found \"n\"" },
    { "TRUE", -1, "t:1:1: expected a value, found \"T\"" },
    { "NaN", -1, "t:1:1: expected a value, found \"N\"" },
    { "-", -1, "t:1:2: expected a digit, found the end of the document" },
    { "-x", -1, "t:1:2: expected a digit, found \"x\"" },
    { "+1", -1, "t:1:1: expected a value, found \"+\"" },
    { "01", -1, "t:1:2: expected the end of the document, found \"1\"" },
    { "0x10", -1, "t:1:2: expected the end of the document, found \"x\"" },
    { "1.", -1, "t:1:3: expected a digit, found the end of the document" },
    { ".5", -1, "t:1:1: expected a value, found \".\"" },
    { "1e", -1, "t:1:3: expected a digit, found the end of the document" },
    { "9223372036854775808", -1,
      "t:1:1: expected a number of at most 64 characters that fits 64 bits, "
      "found \"9223372036854775808\"" },
    { "[1e999]", -1,
      "t:1:2: expected a number of at most 64 characters that fits 64 bits, found \"1e999\"" },
    { "\"abc", -1, "t:1:5: expected the closing quote of a string, found the end of the document" },
    { "\"a\nb\"", -1,
      "t:1:3: expected a character that may stand in a string without an escape, "
      "found \"\\u000A\"" },
    { "\"a\0b\"", 5,
      "t:1:3: expected a character that may stand in a string without an escape, "
      "found a NUL byte" },
    { "{}\0", 3, "t:1:3: expected the end of the document, found a NUL byte" },
    { "\"\\x\"", -1, "t:1:3: expected one of \" \\ / b f n r t u after a backslash, found \"x\"" },
    { "\"\\", -1,
      "t:1:3: expected one of \" \\ / b f n r t u after a backslash, "
      "found the end of the document" },
    { "\"\\u12g4\"", -1, "t:1:6: expected a hexadecimal digit, found \"g\"" },
    { "\"\\u0000\"", -1, "t:1:2: expected an escape that stands for a character, found \\u0000" },
    { "\"\\ud800\"", -1, "t:1:2: expected an escape that stands for a character, found \\ud800" },
    { "\"\\udc00\"", -1, "t:1:2: expected an escape that stands for a character, found \\udc00" },
    { "\"\\ud83d\\u0041\"", -1,
      "t:1:2: expected an escape that stands for a character, found \\ud83d\\u0041" },
    { "\"\xff\"", -1, "t:1:2: expected UTF-8 text, found byte 0xFF, which is not UTF-8" },
    { "\"é\xc3\"", -1, "t:1:3: expected UTF-8 text, found byte 0xC3, which is not UTF-8" },
    { "\"\xed\xa0\x80\"", -1, "t:1:2: expected UTF-8 text, found byte 0xED, which is not UTF-8" },
    { "\xff", -1, "t:1:1: expected a value, found byte 0xFF, which is not UTF-8" },
    { "\xef\xbb\xbf{}", -1, "t:1:1: expected a value, found a byte order mark" },
    { "{\"a\": 1,\n \"\\u0061\": 2}", -1, "t:2:2: expected every member once, found \"a\" again" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length = cases[i].length < 0 ? strlen (cases[i].text) : (gsize) cases[i].length;
      /* A heap copy without a NUL behind it, so that a sanitizer sees an overrun. */
      g_autofree char *copy = g_memdup2 (cases[i].text, length);

      g_assert_null (lc_json_parse ("t", copy, length, 1000, &error));
      g_assert_error (error, LC_JSON_ERROR, LC_JSON_ERROR_SYNTAX);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
test_bounds (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;
  gsize many = 900000;
  g_autofree char *deep = g_malloc (many);

  for (guint i = 0; i < LC_JSON_MAX_DEPTH; i++)
    g_string_append (text, i % 2 == 0 ? "[" : "{\"a\":");
  for (guint i = LC_JSON_MAX_DEPTH; i-- > 0;)
    {
      if (i == LC_JSON_MAX_DEPTH - 1 && i % 2 == 1)
        g_string_append_c (text, '1');
      g_string_append (text, i % 2 == 0 ? "]" : "}");
    }
  root = parse (text->str);

  memset (deep, '[', many);
  g_assert_null (lc_json_parse ("t", deep, many, many, &error));
  g_assert_cmpstr (error->message, ==,
                   "t:1:33: expected at most 32 arrays and objects inside each other, "
                   "found one more");
  g_clear_error (&error);

  g_assert_null (lc_json_parse ("t", "[1]", 3, 2, &error));
  g_assert_error (error, LC_JSON_ERROR, LC_JSON_ERROR_SIZE);
  g_assert_cmpstr (error->message, ==, "t: expected at most 2 bytes, found more");
}

static void
test_file (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) zero = g_file_new_for_path ("/dev/zero");
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere/at/all.json");
  g_autoptr (JsonNode) root = NULL;
  int fd = g_file_open_tmp ("lc-json-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, "{\"a\": 1}", -1, NULL));
  root = lc_json_parse_file (file, 8, &error);
  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (root), "a"), ==, 1);

  g_assert_null (lc_json_parse_file (file, 7, &error));
  g_assert_error (error, LC_JSON_ERROR, LC_JSON_ERROR_SIZE);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_clear_error (&error);

  /* A file without an end is read no further than the limit. */
  g_assert_null (lc_json_parse_file (zero, 100, &error));
  g_assert_error (error, LC_JSON_ERROR, LC_JSON_ERROR_SIZE);
  g_clear_error (&error);

  g_assert_null (lc_json_parse_file (missing, 100, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_unlink (path);
}

static void
test_quote (void)
{
  g_autofree char *plain = lc_json_quote ("a\"\\\x1b[31m\xe2\x80\xae\xf3\xa0\x80\x81", -1);
  g_autofree char *many = g_strnfill (61, 'x');
  g_autofree char *cut = lc_json_quote (many, -1);

  /* No control and no direction override reaches a terminal. */
  g_assert_cmpstr (plain, ==, "\"a\\\"\\\\\\u001B[31m\\u202E\\U000E0001\"");
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, 63);
  g_assert_true (g_str_has_suffix (cut, "x…\""));
}

static void
test_reader_good (void)
{
  g_autoptr (JsonNode) root = parse ("{\"s\": \"é\", \"i\": 3.0, \"d\": 2, \"b\": true,"
                                     " \"e\": \"tcp\", \"n\": null,"
                                     " \"l\": [1, \"x\"], \"o\": {\"any\": 1}}");
  g_autoptr (LcJsonReader) reader = lc_json_reader_new ("f", "", root);
  g_autoptr (GError) error = NULL;
  g_autoptr (GList) names = NULL;
  g_autofree char *path = NULL;
  gint64 number = 0;

  g_assert_true (lc_json_reader_expect_object (reader));
  g_assert_cmpstr (lc_json_reader_get_string (reader, "s", LC_JSON_REQUIRED, 1, 1), ==, "é");
  g_assert_cmpint (lc_json_reader_get_int (reader, "i", LC_JSON_REQUIRED, 3, 3), ==, 3);
  g_assert_cmpfloat (lc_json_reader_get_double (reader, "d", LC_JSON_REQUIRED, 2, 2), ==, 2);
  g_assert_true (lc_json_reader_get_bool (reader, "b", LC_JSON_REQUIRED));
  g_assert_cmpint (lc_json_reader_get_enum (reader, "e", LC_JSON_REQUIRED, LC_TYPE_TRANSPORT), ==,
                   LC_TRANSPORT_TCP);
  g_assert_null (lc_json_reader_get_string (reader, "n", LC_JSON_NULLABLE, 1, 9));
  g_assert_null (lc_json_reader_get_string (reader, "missing", LC_JSON_OPTIONAL, 1, 9));
  g_assert_true (lc_json_reader_enter_array (reader, "l", LC_JSON_REQUIRED, 2, 2));
  g_assert_true (lc_json_reader_enter_element (reader, 0));
  g_assert_true (lc_json_reader_expect_int (reader, 0, 1, &number));
  g_assert_cmpint (number, ==, 1);
  lc_json_reader_leave (reader);
  g_assert_true (lc_json_reader_enter_element (reader, 1));
  g_assert_cmpstr (lc_json_reader_expect_string (reader, 0, 1), ==, "x");
  path = lc_json_reader_dup_path (reader);
  g_assert_cmpstr (path, ==, "/l/1");
  lc_json_reader_leave (reader);
  g_assert_false (lc_json_reader_enter_element (reader, 2));
  lc_json_reader_leave (reader);
  g_assert_true (lc_json_reader_enter_object (reader, "o", LC_JSON_REQUIRED));
  names = lc_json_reader_list_members (reader);
  g_assert_cmpuint (lc_json_reader_get_size (reader), ==, 1);
  g_assert_cmpint (lc_json_reader_get_int (reader, names->data, LC_JSON_REQUIRED, 1, 1), ==, 1);
  lc_json_reader_leave (reader);

  g_assert_true (lc_json_reader_finish (reader, G_FILE_ERROR, 0, &error));
  g_assert_no_error (error);
}

static void
test_reader_faults (void)
{
  g_autoptr (JsonNode) root
      = parse ("{\"s\": 1, \"short\": \"\", \"long\": \"éé\", \"i\": 3.5, \"big\": 1e300,"
               " \"d\": \"2\", \"low\": -1, \"b\": 0, \"e\": \"sctp\", \"n\": null,"
               " \"l\": [1], \"few\": [],"
               " \"not\": {}, \"o\": {\"a/b~c\\u001b\": 1},"
               " \"ids\": [\"a\", \"b\", \"a\"], \"x\": 1}");
  g_autoptr (LcJsonReader) reader = lc_json_reader_new ("f", "", root);
  g_autoptr (GError) error = NULL;

  g_assert_true (lc_json_reader_expect_object (reader));
  lc_json_reader_get_string (reader, "s", LC_JSON_REQUIRED, 1, 9);
  lc_json_reader_get_string (reader, "short", LC_JSON_REQUIRED, 1, 9);
  lc_json_reader_get_string (reader, "long", LC_JSON_REQUIRED, 1, 1);
  g_assert_cmpint (lc_json_reader_get_int (reader, "i", LC_JSON_REQUIRED, 1, 9), ==, 1);
  lc_json_reader_get_int (reader, "big", LC_JSON_REQUIRED, G_MININT64, G_MAXINT64);
  lc_json_reader_get_double (reader, "d", LC_JSON_REQUIRED, 0, 1.5);
  lc_json_reader_get_double (reader, "low", LC_JSON_REQUIRED, 0, 1.5);
  lc_json_reader_get_bool (reader, "b", LC_JSON_REQUIRED);
  lc_json_reader_get_enum (reader, "e", LC_JSON_REQUIRED, LC_TYPE_TRANSPORT);
  lc_json_reader_get_string (reader, "n", LC_JSON_OPTIONAL, 1, 9);
  g_assert_false (lc_json_reader_enter_array (reader, "l", LC_JSON_REQUIRED, 0, 0));
  g_assert_false (lc_json_reader_enter_array (reader, "few", LC_JSON_REQUIRED, 1, 9));
  g_assert_false (lc_json_reader_enter_array (reader, "not", LC_JSON_REQUIRED, 1, 9));
  g_assert_false (lc_json_reader_enter_object (reader, "few", LC_JSON_REQUIRED));
  lc_json_reader_get_string (reader, "gone", LC_JSON_REQUIRED, 1, 9);
  lc_json_reader_get_string (reader, "gone", LC_JSON_NULLABLE, 1, 9);
  g_assert_true (lc_json_reader_enter_object (reader, "o", LC_JSON_REQUIRED));
  lc_json_reader_leave (reader);
  g_assert_true (lc_json_reader_enter_array (reader, "ids", LC_JSON_REQUIRED, 3, 3));
  for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
    {
      const char *id = lc_json_reader_expect_string (reader, 1, 1);

      g_assert_true (lc_json_reader_check_unique (reader, "other", NULL, i < 2 ? id : NULL));
      g_assert_true (lc_json_reader_check_unique (reader, "id", NULL, id) == (i < 2));
      lc_json_reader_leave (reader);
    }
  lc_json_reader_leave (reader);
  lc_json_reader_fault_text (reader, "s", "something better", "\x01");

  g_assert_cmpuint (lc_json_reader_get_n_faults (reader), ==, 19);
  g_assert_false (lc_json_reader_finish (reader, G_FILE_ERROR, 7, &error));
  g_assert_error (error, G_FILE_ERROR, 7);
  g_assert_cmpstr (error->message, ==,
                   "f: /s: expected a string, found 1\n"
                   "f: /short: expected a string of at least 1 character, found one of 0\n"
                   "f: /long: expected a string of at most 1 character, found one of 2\n"
                   "f: /i: expected a whole number from 1 to 9, found 3.5\n"
                   "f: /big: expected a whole number from -9223372036854775808 to"
                   " 9223372036854775807, found 1e+300\n"
                   "f: /d: expected a number from 0 to 1.5, found \"2\"\n"
                   "f: /low: expected a number from 0 to 1.5, found -1\n"
                   "f: /b: expected true or false, found 0\n"
                   "f: /e: expected one of udp, tcp, tls, found \"sctp\"\n"
                   "f: /n: expected a string, found null\n"
                   "f: /l: expected an array of at most 0, found one of 1\n"
                   "f: /few: expected an array of at least 1, found one of 0\n"
                   "f: /not: expected an array, found an object\n"
                   "f: /few: expected an object, found an array\n"
                   "f: /gone: expected this member, found none\n"
                   "f: /gone: expected this member, found none\n"
                   "f: /o/a~1b~0c\\u001B: expected no member of this name, found one\n"
                   "f: /ids/2: expected a value of its own, found \"a\" as at /ids/0\n"
                   "f: /s: expected something better, found \"\\u0001\"\n"
                   "f: /x: expected no member of this name, found one");
}

static void
test_reader_places (void)
{
  g_autoptr (JsonNode) root = parse ("[]");
  static const struct
  {
    const char *document;
    const char *path;
    const char *message;
  } cases[] = {
    { "f", "", "f: expected an object, found an array" },
    { "f", "/a", "f: /a: expected an object, found an array" },
    { NULL, "/a", "/a: expected an object, found an array" },
    { NULL, "", "the document: expected an object, found an array" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LcJsonReader) reader = lc_json_reader_new (cases[i].document, cases[i].path, root);
      g_autoptr (GError) error = NULL;

      g_assert_false (lc_json_reader_expect_object (reader));
      g_assert_false (lc_json_reader_finish (reader, G_FILE_ERROR, 0, &error));
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
test_reader_many_faults (void)
{
  g_autoptr (GString) text = g_string_new ("[1");
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (LcJsonReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 1; i < 1234; i++)
    g_string_append (text, ",1");
  g_string_append_c (text, ']');
  root = parse (text->str);
  reader = lc_json_reader_new ("f", "", root);
  for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
    {
      lc_json_reader_expect_string (reader, 1, 1);
      lc_json_reader_leave (reader);
    }
  g_assert_false (lc_json_reader_finish (reader, G_FILE_ERROR, 0, &error));
  lines = g_strsplit (error->message, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, LC_JSON_MAX_FAULTS + 1);
  g_assert_cmpstr (lines[99], ==, "f: /99: expected a string, found 1");
  g_assert_cmpstr (lines[100], ==, "and 1134 more");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-parser/accepts", test_accepts);
  g_test_add_func ("/json-parser/values", test_values);
  g_test_add_func ("/json-parser/rejects", test_rejects);
  g_test_add_func ("/json-parser/bounds", test_bounds);
  g_test_add_func ("/json-parser/file", test_file);
  g_test_add_func ("/json-parser/quote", test_quote);
  g_test_add_func ("/json-reader/good", test_reader_good);
  g_test_add_func ("/json-reader/faults", test_reader_faults);
  g_test_add_func ("/json-reader/places", test_reader_places);
  g_test_add_func ("/json-reader/many-faults", test_reader_many_faults);
  return g_test_run ();
}
