/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules for firewalls: what they are made of, that they are exactly the
 * profile's, what each format makes of them, and that no free text of a profile
 * can be more than text in any of them.
 *
 * rules/short.* and rules/complete.* are what the built-in profile gives, with
 * VERSION for the version; LINECHECK_WRITE_RULES=1 writes them anew.
 */
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/lc-types.h"
#include "profile/lc-profile-file.h"
#include "rules/lc-rules-enums.h"
#include "rules/lc-rules-writers.h"
#include "rules/lc-rules.h"

#define N_FORMATS (LC_RULES_FORMAT_MARKDOWN + 1)

/* In it: what ends a string or a comment, or begins a command, in some format. */
#define HOSTILE \
  "=c|'!A1';id #\"$(id)`id`\\ \xe2\x80\x99;\xe2\x80\x9d;\xe2\x80\xa8" \
  "EVIL\xe2\x80\xa9" "EVIL\xe2\x80\xae<b>?|%A%\xd0\x91"

static LcProfile *
new_profile (JsonNode *root)
{
  g_autofree char *text = json_to_string (root, FALSE);
  g_autoptr (GError) error = NULL;
  LcProfile *profile = lc_profile_new_from_data ("test", text, strlen (text), &error);

  g_assert_no_error (error);
  return profile;
}

/* The built-in profile, for changing. */
static JsonNode *
read_profile (void)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "profiles", "quicklink-studio.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

static JsonObject *
get_object (JsonObject *object, const char *member, guint index)
{
  return json_array_get_object_element (json_object_get_array_member (object, member), index);
}

static const LcRule *
get_rule (const LcRules *rules, const char *id)
{
  for (guint i = 0; i < rules->rules->len; i++)
    {
      const LcRule *rule = g_ptr_array_index (rules->rules, i);

      if (g_str_equal (rule->id, id))
        return rule;
    }
  g_error ("no rule %s", id);
}

static void
assert_rules (const LcRules *rules, const char *const *ids)
{
  for (guint i = 0; i < rules->rules->len; i++)
    {
      const LcRule *rule = g_ptr_array_index (rules->rules, i);

      g_assert_cmpstr (rule->id, ==, ids[i]);
    }
  g_assert_null (ids[rules->rules->len]);
}

static void
test_short (void)
{
  static const char *const ids[] = { "web-tcp-443",        "stun-turn-udp-3478", "stun-turn-tcp-3478",
                                     "media-udp-3478",     "media-tcp-3478",     "media-udp-10000-20000",
                                     NULL };
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autoptr (LcRules) rules = lc_rules_new (profile, FALSE);
  const LcRule *web;

  assert_rules (rules, ids);
  web = get_rule (rules, "web-tcp-443");
  g_assert_cmpuint (web->target->hosts->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (web->target->hosts, 2), ==, "sig.quicklink.network");
  g_assert_cmpstrv (web->target->names, ((const char *[]){ "Portal", "Portal Socket.IO", "Signaling", NULL }));
  g_assert_true (get_rule (rules, "stun-turn-udp-3478")->target == get_rule (rules, "stun-turn-tcp-3478")->target);
  g_assert_cmpint (get_rule (rules, "media-udp-10000-20000")->layer, ==, LC_LAYER_VENDOR);
  g_assert_true (lc_rules_has_more (rules));
  g_assert_true (lc_rules_has_mark (rules, get_rule (rules, "media-udp-3478")));
  g_assert_false (lc_rules_has_mark (rules, get_rule (rules, "media-tcp-3478")));
  g_assert_false (lc_rules_has_mark (rules, get_rule (rules, "stun-turn-udp-3478")));
  g_assert_cmpuint (rules->mark->dscp, ==, 34);
  g_assert_cmpuint (rules->kept_marks->len, ==, 4);
}

static void
test_complete (void)
{
  static const char *const ids[] = { "web-tcp-443",    "stun-turn-udp-3478", "stun-turn-tcp-3478",
                                     "turn-tcp-443",   "media-udp-3478",     "media-tcp-3478",
                                     "media-tcp-443",  "media-udp-10000-60000", NULL };
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autoptr (LcRules) rules = lc_rules_new (profile, TRUE);

  assert_rules (rules, ids);
  g_assert_cmpint (get_rule (rules, "turn-tcp-443")->layer, ==, LC_LAYER_OPERATOR);
  g_assert_cmpint (get_rule (rules, "media-udp-10000-60000")->layer, ==, LC_LAYER_OPERATOR);
  g_assert_cmpuint (get_rule (rules, "turn-tcp-443")->target->hosts->len, ==, 1);
  g_assert_false (lc_rules_has_more (rules));
}

static void
test_blocks (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autoptr (LcRules) rules = lc_rules_new (profile, TRUE);
  guint n_mistakes = 0, n_vendor = 0;

  for (guint i = 0; i < rules->media->blocks->len; i++)
    {
      const LcRuleBlock *block = g_ptr_array_index (rules->media->blocks, i);
      g_autofree char *cidr = lc_cidr_to_string (&block->cidr);

      n_vendor += block->layer == LC_LAYER_VENDOR;
      if (g_str_equal (cidr, "52.215.127.0/24"))
        {
          g_assert_cmpstrv (block->places, ((const char *[]){ "Ireland", NULL }));
          g_assert_cmpstr (block->mistakes, ==, "52.215.127.0/23");
        }
      n_mistakes += block->mistakes != NULL;
    }
  g_assert_cmpuint (n_mistakes, ==, 2);
  g_assert_cmpuint (n_vendor, ==, 8);
  g_assert_cmpuint (rules->media->blocks->len, ==, 29);
}

/* The same servers at other ports, ports of both lists, media ports that do not touch. */
static void
test_other_profile (void)
{
  static const char *const ids[] = { "web-tcp-443",           "web-2-tcp-8443",        "stun-turn-udp-3478",
                                     "stun-turn-tcp-3478",    "turn-tcp-443",          "media-udp-3478",
                                     "media-tcp-3478",        "media-tcp-443",         "media-udp-10000-20000",
                                     "media-udp-30000-40000", NULL };
  g_autoptr (JsonNode) root = read_profile ();
  JsonObject *object = json_node_get_object (root);
  JsonObject *ports = json_object_get_object_member (json_object_get_object_member (object, "media_ports"), "operator");
  g_autoptr (LcProfile) profile = NULL;
  g_autoptr (LcRules) rules = NULL;

  json_object_set_int_member (get_object (get_object (object, "endpoints", 2), "ports", 0), "port", 8443);
  json_object_set_string_member (get_object (object, "endpoints", 1), "host", "192.0.2.7");
  json_object_set_string_member (get_object (object, "endpoints", 2), "host", "2001:db8::7");
  json_object_set_int_member (ports, "first", 30000);
  json_object_set_int_member (ports, "last", 40000);
  json_object_set_array_member (object, "dscp", json_array_new ());
  profile = new_profile (root);
  rules = lc_rules_new (profile, TRUE);
  assert_rules (rules, ids);
  g_assert_cmpuint (get_rule (rules, "web-tcp-443")->target->hosts->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (get_rule (rules, "web-tcp-443")->target->addresses, 0), ==, "192.0.2.7");
  g_assert_null (rules->mark);
  for (LcRulesFormat format = 0; format < N_FORMATS; format++)
    {
      g_autofree char *text = lc_rules_write (format, profile, TRUE);

      g_assert_nonnull (strstr (text, "192.0.2.7"));
      g_assert_nonnull (strstr (text, "2001:db8::7"));
      g_assert_null (strstr (text, "DSCP"));
    }
}

/* Exactly the ranges */

static guint32
random_address (GRand *rand)
{
  static const guint32 parts[] = { 0, 1, 63, 64, 255, 256, 4096, 0x0a000000, 0xffffff00 };

  return parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))] + (guint32) g_rand_int_range (rand, 0, 300);
}

/* Regions of their own part of the addresses, for no address may be in two. */
static void
set_random_ranges (GRand *rand, JsonObject *object)
{
  JsonArray *regions = json_object_get_array_member (object, "regions");

  for (guint i = 0; i < json_array_get_length (regions); i++)
    {
      JsonArray *ranges = json_array_new ();
      JsonObject *region = json_array_get_object_element (regions, i);
      gboolean is_operator = g_str_equal (json_object_get_string_member (region, "layer"), "operator");
      guint n = (guint) g_rand_int_range (rand, 1, 8);

      for (guint j = 0; j < n; j++)
        {
          JsonObject *range = json_object_new ();
          guint32 start = i * 0x10000000 + random_address (rand) % 0x0fff0000;
          g_autofree char *first = lc_ipv4_to_string (start);
          g_autofree char *last = lc_ipv4_to_string (start + (guint32) g_rand_int_range (rand, 0, 700));
          gboolean is_vendors = !is_operator && (j == 0 || g_rand_boolean (rand));

          json_object_set_string_member (range, "first", first);
          json_object_set_string_member (range, "last", last);
          json_object_set_string_member (range, "layer", is_vendors ? "vendor" : "operator");
          json_array_add_object_element (ranges, range);
        }
      json_object_set_array_member (region, "ranges", ranges);
    }
}

/* Every CIDR in the text, of what a format writes for it, as addresses. */
static void
add_cidrs (GHashTable *addresses, const char *text)
{
  g_autoptr (GRegex) pattern = g_regex_new ("allow\",\"media-udp-10000[^\r]*\"cidr\",\"([0-9.]+/[0-9]+)\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (pattern, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *cidr = g_match_info_fetch (match, 1);
      guint32 base;
      guint8 prefix;

      g_assert_true (lc_cidr_parse (cidr, &base, &prefix));
      for (guint64 i = 0; i < G_GUINT64_CONSTANT (1) << (32 - prefix); i++)
        g_assert_true (g_hash_table_add (addresses, GUINT_TO_POINTER (base + i)));
    }
}

static void
assert_exact (LcProfile *profile, gboolean complete)
{
  g_autofree char *text = lc_rules_write (LC_RULES_FORMAT_CSV, profile, complete);
  g_autoptr (GHashTable) emitted = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  const GPtrArray *regions = lc_profile_get_regions (profile);
  GHashTableIter iter;
  gpointer address;

  add_cidrs (emitted, text);
  for (guint i = 0; i < regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (regions, i);

      for (guint j = 0; j < region->ranges->len; j++)
        {
          const LcRegionRange *range = &g_array_index (region->ranges, LcRegionRange, j);

          if (range->layer == LC_LAYER_VENDOR || complete)
            for (guint64 each = range->range.first; each <= range->range.last; each++)
              g_hash_table_add (wanted, GUINT_TO_POINTER (each));
        }
    }
  g_assert_cmpuint (g_hash_table_size (wanted), >, 0);
  g_assert_cmpuint (g_hash_table_size (emitted), ==, g_hash_table_size (wanted));
  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &address, NULL))
    g_assert_true (g_hash_table_contains (emitted, address));
}

static void
test_exact (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20);
  g_autoptr (LcProfile) builtin = lc_profile_new_builtin ();

  assert_exact (builtin, FALSE);
  assert_exact (builtin, TRUE);
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (JsonNode) root = read_profile ();
      g_autoptr (LcProfile) profile = NULL;

      set_random_ranges (rand, json_node_get_object (root));
      profile = new_profile (root);
      assert_exact (profile, FALSE);
      assert_exact (profile, TRUE);
    }
}

/* The layer and the places of a block, found in another way. */
static void
test_blocks_at_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (JsonNode) root = read_profile ();
      g_autoptr (LcProfile) profile = NULL;
      g_autoptr (LcRules) rules = NULL;

      set_random_ranges (rand, json_node_get_object (root));
      profile = new_profile (root);
      rules = lc_rules_new (profile, TRUE);
      for (guint j = 0; j < rules->media->blocks->len; j++)
        {
          const LcRuleBlock *block = g_ptr_array_index (rules->media->blocks, j);
          LcLayer layer = LC_LAYER_VENDOR;

          for (guint64 k = 0; k < G_GUINT64_CONSTANT (1) << (32 - block->cidr.prefix); k++)
            {
              LcLayer found;
              const LcRegion *region =
                lc_profile_find_region_of_address (profile, block->cidr.base + (guint32) k, &found);

              g_assert_nonnull (region);
              g_assert_true (g_strv_contains ((const char *const *) block->places, region->place));
              layer = MAX (layer, found);
            }
          g_assert_cmpint (block->layer, ==, layer);
        }
    }
}

/* Formats */

static void
test_golden (gconstpointer data)
{
  LcRulesFormat format = GPOINTER_TO_INT (data);
  const char *nick = lc_enum_nick (LC_TYPE_RULES_FORMAT, format);
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();

  for (guint complete = 0; complete <= 1; complete++)
    {
      g_autofree char *path = g_strdup_printf ("%s/rules/golden/%s.%s", g_getenv ("G_TEST_SRCDIR"),
                                               complete ? "complete" : "short", nick);
      g_autofree char *text = lc_rules_write (format, profile, complete);
      g_autoptr (GString) found = g_string_new (text);
      g_autofree char *expected = NULL;
      g_autoptr (GError) error = NULL;

      g_string_replace (found, PACKAGE_VERSION, "VERSION", 1);
      if (g_getenv ("LINECHECK_WRITE_RULES") != NULL)
        g_file_set_contents (path, found->str, (gssize) found->len, &error);
      g_assert_no_error (error);
      g_file_get_contents (path, &expected, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (found->str, ==, expected);
    }
}

static gboolean
is_for_devices (LcRulesFormat format)
{
  return format != LC_RULES_FORMAT_CSV && format != LC_RULES_FORMAT_MARKDOWN;
}

/* What each must say, whatever it is for. */
static void
test_says_what_it_is (gconstpointer data)
{
  LcRulesFormat format = GPOINTER_TO_INT (data);
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autofree char *text = lc_rules_write (format, profile, FALSE);

  g_assert_cmpstr (lc_rules_format_get_title (format), !=, "");
  if (is_for_devices (format))
    g_assert_nonnull (strstr (text, lc_rules_format_get_file_name (format)));
  g_assert_nonnull (strstr (text, "Quicklink Studio"));
  g_assert_nonnull (strstr (text, lc_profile_get_revision (profile)));
  g_assert_nonnull (strstr (text, "outbound"));
  if (format != LC_RULES_FORMAT_CSV)
    {
      g_assert_nonnull (strstr (text, "port 53"));
      g_assert_true (strstr (text, "Remove: ") != NULL || strstr (text, "take the rules back") != NULL);
    }
}

/* Free text everywhere. */
static LcProfile *
new_worded_profile (const char *words)
{
  g_autoptr (JsonNode) root = read_profile ();
  JsonObject *object = json_node_get_object (root);
  JsonObject *publishers = json_object_get_object_member (object, "publishers");

  json_object_set_string_member (object, "name", words);
  json_object_set_string_member (json_object_get_object_member (publishers, "vendor"), "name", words);
  json_object_set_string_member (json_object_get_object_member (publishers, "operator"), "name", words);
  for (guint i = 0; i < 5; i++)
    {
      json_object_set_string_member (get_object (object, "endpoints", i), "name", words);
      json_object_set_string_member (get_object (object, "regions", i), "place", words);
      json_object_set_string_member (get_object (object, "dscp", i), "name", words);
      json_object_set_string_member (get_object (object, "dscp", i), "class", words);
    }
  return new_profile (root);
}

/* With every word of it taken out, a hostile profile and a harmless one give the same. */
static void
test_hostile_device (gconstpointer data)
{
  LcRulesFormat format = GPOINTER_TO_INT (data);
  g_autoptr (LcProfile) hostile = new_worded_profile (HOSTILE);
  g_autoptr (LcProfile) harmless = new_worded_profile ("HARMLESS");
  g_autofree char *words = lc_rules_dup_ascii (HOSTILE);
  g_autofree char *expected = lc_rules_write (format, harmless, TRUE);
  g_autofree char *text = lc_rules_write (format, hostile, TRUE);
  g_autoptr (GString) found = g_string_new (text);

  g_assert_nonnull (strstr (text, words));
  for (const char *p = text; *p != '\0'; p++)
    g_assert_true (*p == '\n' || g_ascii_isprint (*p));
  for (const char *p = words; *p != '\0'; p++)
    g_assert_true (g_ascii_isalnum (*p) || strchr (" .,:/+-_", *p) != NULL);
  g_string_replace (found, words, "HARMLESS", 0);
  g_assert_cmpstr (found->str, ==, expected);
  if (format == LC_RULES_FORMAT_CISCO || format == LC_RULES_FORMAT_FORTINET)
    g_assert_null (strchr (text, '?'));
}

static void
test_comment_stays_in_its_line (void)
{
  g_autofree char *ascii = lc_rules_dup_ascii ("a\nb\rc\x1b[0m\td\x7f");

  g_assert_cmpstr (ascii, ==, "a_b_c__0m_d_");
}

static GPtrArray *
split_row (const char *row)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
  GString *cell = g_string_new (NULL);
  gboolean is_quoted = FALSE;

  for (const char *p = row; *p != '\0'; p++)
    {
      if (is_quoted && p[0] == '"' && p[1] == '"')
        g_string_append_c (cell, *p++);
      else if (*p == '"')
        is_quoted = !is_quoted;
      else if (*p == ',' && !is_quoted)
        {
          g_ptr_array_add (cells, g_strdup (cell->str));
          g_string_truncate (cell, 0);
        }
      else
        g_string_append_c (cell, *p);
    }
  g_assert_false (is_quoted);
  g_ptr_array_add (cells, g_string_free (cell, FALSE));
  return cells;
}

/* RFC 4180, and no cell that a spreadsheet takes for a formula. */
static void
test_hostile_csv (void)
{
  static const char *const formulas[] = { "=1+1", "+1", "-1", "@x", "'=1", HOSTILE };

  for (guint i = 0; i < G_N_ELEMENTS (formulas); i++)
    {
      g_autoptr (LcProfile) profile = new_worded_profile (formulas[i]);
      g_autofree char *text = lc_rules_write (LC_RULES_FORMAT_CSV, profile, TRUE);
      g_auto (GStrv) rows = g_strsplit (text, "\r\n", -1);
      guint n = g_strv_length (rows);

      g_assert_cmpstr (rows[n - 1], ==, "");
      for (guint j = 0; j < n - 1; j++)
        {
          g_autoptr (GPtrArray) cells = split_row (rows[j]);

          g_assert_null (strpbrk (rows[j], "\r\n"));
          g_assert_cmpuint (cells->len, ==, 16);
          for (guint k = 0; k < cells->len; k++)
            g_assert_false (strchr ("=+-@\t\r", *(char *) g_ptr_array_index (cells, k)) != NULL &&
                            *(char *) g_ptr_array_index (cells, k) != '\0');
        }
    }
}

static void
test_hostile_markdown (void)
{
  g_autoptr (LcProfile) hostile = new_worded_profile (HOSTILE " [x](https://evil.example) **b** _i_ a@b");
  g_autoptr (LcProfile) harmless = new_worded_profile ("HARMLESS");
  g_autofree char *text = lc_rules_write (LC_RULES_FORMAT_MARKDOWN, hostile, TRUE);
  g_autofree char *other = lc_rules_write (LC_RULES_FORMAT_MARKDOWN, harmless, TRUE);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) others = g_strsplit (other, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (others));
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint n_bars = 0, n_others = 0;

      for (const char *p = lines[i]; *p != '\0'; p++)
        {
          if (*p == '\\')
            p++;
          else
            {
              g_assert_null (strchr ("<>[]*_~$!&@", *p));
              n_bars += *p == '|';
            }
        }
      for (const char *p = others[i]; *p != '\0'; p++)
        n_others += *p == '|';
      g_assert_cmpuint (n_bars, ==, n_others);
    }
}

/* As many regions and ranges as a profile can have: no step may be slower than that is long. */
static void
test_large (void)
{
  g_autoptr (JsonNode) root = read_profile ();
  JsonArray *regions = json_object_get_array_member (json_node_get_object (root), "regions");
  g_autoptr (LcProfile) profile = NULL;

  for (guint i = 0; i < json_array_get_length (regions); i++)
    {
      JsonArray *ranges = json_array_new ();
      JsonObject *region = json_array_get_object_element (regions, i);

      for (guint j = 0; j < 64; j++)
        {
          JsonObject *range = json_object_new ();
          g_autofree char *first = g_strdup_printf ("10.%u.%u.1", i, j * 2);
          g_autofree char *last = g_strdup_printf ("10.%u.%u.254", i, j * 2);

          json_object_set_string_member (range, "first", first);
          json_object_set_string_member (range, "last", last);
          json_object_set_string_member (range, "layer", json_object_get_string_member (region, "layer"));
          json_array_add_object_element (ranges, range);
        }
      json_object_set_array_member (region, "ranges", ranges);
    }
  profile = new_profile (root);
  for (LcRulesFormat format = 0; format < N_FORMATS; format++)
    {
      g_autofree char *text = lc_rules_write (format, profile, TRUE);

      g_assert_nonnull (strstr (text, "10.8.126."));
    }
}

static void
add_for_formats (const char *path, GTestDataFunc test, gboolean all)
{
  for (LcRulesFormat format = 0; format < N_FORMATS; format++)
    {
      g_autofree char *name = g_strdup_printf ("%s/%s", path, lc_enum_nick (LC_TYPE_RULES_FORMAT, format));

      if (all || is_for_devices (format))
        g_test_add_data_func (name, GINT_TO_POINTER (format), test);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/short", test_short);
  g_test_add_func ("/rules/complete", test_complete);
  g_test_add_func ("/rules/blocks", test_blocks);
  g_test_add_func ("/rules/other-profile", test_other_profile);
  g_test_add_func ("/rules/exact", test_exact);
  g_test_add_func ("/rules/blocks-at-random", test_blocks_at_random);
  add_for_formats ("/rules/golden", test_golden, TRUE);
  add_for_formats ("/rules/says-what-it-is", test_says_what_it_is, TRUE);
  add_for_formats ("/rules/hostile", test_hostile_device, FALSE);
  g_test_add_func ("/rules/comment-stays-in-its-line", test_comment_stays_in_its_line);
  g_test_add_func ("/rules/hostile/csv", test_hostile_csv);
  g_test_add_func ("/rules/hostile/markdown", test_hostile_markdown);
  g_test_add_func ("/rules/large", test_large);
  return g_test_run ();
}
