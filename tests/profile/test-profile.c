/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-profile.c: the built-in profile, and what its reader says about bad ones.
 */
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/lc-json-parser.h"
#include "profile/lc-profile-file.h"
#include "profile/lc-profile.h"

static void
test_builtin_service (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  const LcPublisher *operator = lc_profile_get_publisher (profile, LC_LAYER_OPERATOR);
  LcPortRange ports;

  g_assert_cmpstr (lc_profile_get_id (profile), ==, "quicklink-studio");
  g_assert_cmpstr (lc_profile_get_name (profile), ==, "Quicklink Studio");
  g_assert_cmpstr (lc_profile_get_revision (profile), ==, "2026-11-22");
  g_assert_cmpstr (lc_profile_get_support_phone (profile), ==, "+44 1792 720880");
  g_assert_cmpstr (lc_profile_get_support_email (profile), ==, "support@quicklink.tv");
  g_assert_cmpstr (lc_profile_get_support_url (profile), ==, "https://quicklink.tv");
  g_assert_cmpstr (lc_profile_get_publisher (profile, LC_LAYER_VENDOR)->name, ==, "Quicklink");
  g_assert_cmpstr (operator->name, ==, "Twilio");
  ports = lc_profile_get_client_ports (profile);
  g_assert_cmpuint (ports.first, ==, 1024);
  g_assert_cmpuint (ports.last, ==, 65535);
  ports = lc_profile_get_media_ports (profile, LC_LAYER_VENDOR);
  g_assert_cmpuint (ports.first, ==, 10000);
  g_assert_cmpuint (ports.last, ==, 20000);
  ports = lc_profile_get_media_ports (profile, LC_LAYER_OPERATOR);
  g_assert_cmpuint (ports.last, ==, 60000);
}

static void
test_builtin_endpoints (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  static const struct
  {
    LcEndpointKind kind;
    const char *id, *host, *path, *ports;
  } wanted[] = {
    { LC_ENDPOINT_HTTPS, "portal", "quicklink.network", "/", "2:443:0" },
    { LC_ENDPOINT_SOCKET_IO, "socket-io", "psio.quicklink.network", "/socket.io/", "2:443:0" },
    { LC_ENDPOINT_SIGNALING, "signaling", "sig.quicklink.network", "/", "2:443:0" },
    { LC_ENDPOINT_STUN, "stun", "global.stun.twilio.com", NULL, "0:3478:0 1:3478:0" },
    { LC_ENDPOINT_TURN, "turn", "global.turn.twilio.com", NULL,
      "0:3478:0 1:3478:0 1:443:1 2:443:1" },
  };

  g_assert_cmpuint (lc_profile_get_endpoints (profile)->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      const LcEndpoint *endpoint = lc_profile_find_endpoint (profile, wanted[i].kind);
      g_autoptr (GString) ports = g_string_new (NULL);

      g_assert_nonnull (endpoint);
      g_assert_cmpstr (endpoint->id, ==, wanted[i].id);
      g_assert_cmpstr (endpoint->host, ==, wanted[i].host);
      g_assert_cmpstr (endpoint->path, ==, wanted[i].path);
      for (guint j = 0; j < endpoint->ports->len; j++)
        {
          const LcServerPort *port = &g_array_index (endpoint->ports, LcServerPort, j);

          g_string_append_printf (ports, "%s%d:%u:%d", j > 0 ? " " : "", port->transport,
                                  port->port, port->layer);
        }
      g_assert_cmpstr (ports->str, ==, wanted[i].ports);
    }
}

static void
test_builtin_regions (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  const GPtrArray *regions = lc_profile_get_regions (profile);
  static const char *const vendor[] = { "au1", "br1", "ie1", "jp1", "sg1", "us1", "us2" };
  const LcRegion *region;
  g_autofree char *edge_host = NULL;
  g_autofree char *id_host = NULL;
  guint n_vendor_ranges = 0, n_operator_ranges = 0;

  g_assert_cmpuint (regions->len, ==, 9);
  for (guint i = 0; i < regions->len; i++)
    {
      region = g_ptr_array_index (regions, i);
      g_assert_true (region->layer == (i < 7 ? LC_LAYER_VENDOR : LC_LAYER_OPERATOR));
      if (i < 7)
        g_assert_cmpstr (region->id, ==, vendor[i]);
      for (guint j = 0; j < region->ranges->len; j++)
        {
          if (g_array_index (region->ranges, LcRegionRange, j).layer == LC_LAYER_VENDOR)
            n_vendor_ranges++;
          else
            n_operator_ranges++;
        }
    }
  g_assert_cmpuint (n_vendor_ranges, ==, 8);
  g_assert_cmpuint (n_operator_ranges, ==, 29);

  region = lc_profile_find_region (profile, "ie1");
  g_assert_cmpstr (region->place, ==, "Ireland");
  g_assert_cmpfloat (region->latitude, ==, 53.35);
  g_assert_cmpfloat (region->longitude, ==, -6.26);
  edge_host = lc_profile_dup_region_edge_host (profile, region);
  id_host = lc_profile_dup_region_id_host (profile, region);
  g_assert_cmpstr (edge_host, ==, "dublin.stun.twilio.com");
  g_assert_cmpstr (id_host, ==, "ie1.stun.twilio.com");
  g_assert_cmpuint (lc_profile_get_region_port (profile), ==, 3478);

  region = lc_profile_find_region (profile, "in1");
  g_assert_null (region->edge);
  g_assert_null (lc_profile_dup_region_edge_host (profile, region));
  g_assert_null (lc_profile_find_region (profile, "xx9"));
}

/* Nothing in the program says which published CIDRs are wrong: it is computed. */
static void
test_builtin_wrong_cidrs (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  const GPtrArray *regions = lc_profile_get_regions (profile);
  g_autoptr (GString) wrong = g_string_new (NULL);

  for (guint i = 0; i < regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (regions, i);

      for (guint j = 0; j < region->ranges->len; j++)
        {
          const LcRegionRange *range = &g_array_index (region->ranges, LcRegionRange, j);
          g_autofree char *right = NULL;

          if (!lc_region_range_is_published_right (range, &right))
            g_string_append_printf (wrong, "%s %d: %s is %s\n", region->id, range->layer,
                                    range->published_cidr, right);
          else
            g_assert_cmpstr (right, ==, range->published_cidr);
        }
    }
  g_assert_cmpstr (wrong->str, ==,
                   "ie1 0: 52.215.127.0/23 is 52.215.127.0/24\n"
                   "us2 0: 54.244.51.0/23 is 54.244.51.0/24\n");
}

static void
test_published_right (void)
{
  static const struct
  {
    guint32 first, last;
    const char *published, *right;
    gboolean is_right;
  } cases[] = {
    { 0x0a000000, 0x0a0000ff, "10.0.0.0/24", "10.0.0.0/24", TRUE },
    { 0x0a000000, 0x0a0000ff, NULL, "10.0.0.0/24", TRUE },
    { 0x0a000000, 0x0a0000ff, "10.0.0.0/25", "10.0.0.0/24", FALSE },
    { 0x0a000000, 0x0a0000ff, "10.0.0.1/24", "10.0.0.0/24", FALSE },
    { 0x0a000001, 0x0a000002, "10.0.0.0/30", "10.0.0.1/32, 10.0.0.2/32", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LcRegionRange range = { .range = { cases[i].first, cases[i].last },
                              .published_cidr = (char *) cases[i].published };
      g_autofree char *right = NULL;

      g_assert_true (lc_region_range_is_published_right (&range, &right) == cases[i].is_right);
      g_assert_cmpstr (right, ==, cases[i].right);
      g_assert_true (lc_region_range_is_published_right (&range, NULL) == cases[i].is_right);
    }
}

static void
test_builtin_addresses (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  static const struct
  {
    const char *address, *region;
    LcLayer layer;
  } cases[] = {
    { "54.171.127.192", "ie1", LC_LAYER_VENDOR },   { "54.171.127.255", "ie1", LC_LAYER_VENDOR },
    { "54.171.127.191", NULL, LC_LAYER_VENDOR },    { "52.215.126.1", NULL, LC_LAYER_VENDOR },
    { "3.249.63.129", "ie1", LC_LAYER_OPERATOR },   { "54.172.61.7", "us1", LC_LAYER_VENDOR },
    { "18.156.18.200", "de1", LC_LAYER_OPERATOR },  { "52.66.194.63", "in1", LC_LAYER_OPERATOR },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint32 address = 0;
      LcLayer layer = LC_LAYER_VENDOR;
      const LcRegion *region;

      g_assert_true (lc_ipv4_parse (cases[i].address, &address));
      region = lc_profile_find_region_of_address (profile, address, &layer);
      g_assert_cmpstr (region != NULL ? region->id : NULL, ==, cases[i].region);
      g_assert_cmpint (layer, ==, cases[i].layer);
      g_assert_true (lc_profile_find_region_of_address (profile, address, NULL) == region);
    }
}

static void
test_builtin_allow_list (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  g_autoptr (GArray) vendor = lc_profile_get_cidrs (profile, LC_LAYER_VENDOR);
  g_autoptr (GArray) complete = lc_profile_get_cidrs (profile, LC_LAYER_OPERATOR);
  guint n_vendor = 0, n_complete = 0;

  for (guint i = 0; i < vendor->len; i++)
    n_vendor += 1u << (32 - g_array_index (vendor, LcCidr, i).prefix);
  for (guint i = 0; i < complete->len; i++)
    n_complete += 1u << (32 - g_array_index (complete, LcCidr, i).prefix);
  g_assert_cmpuint (vendor->len, ==, 8);
  g_assert_cmpuint (n_vendor, ==, 5 * 64 + 2 * 256 + 512);
  /* The vendor's eight are among the operator's 29. */
  g_assert_cmpuint (complete->len, ==, 29);
  g_assert_cmpuint (n_complete, ==, 3648);
}

static void
test_builtin_figures (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();
  const LcThresholds *deciding = lc_profile_get_thresholds (profile);
  const GPtrArray *sets = lc_profile_get_all_thresholds (profile);
  const LcThresholds *teams;
  const LcMediaRates *rates = lc_profile_get_media_rates (profile);
  const GPtrArray *classes = lc_profile_get_dscp_classes (profile);
  const LcDeadlines *deadlines = lc_profile_get_deadlines (profile);

  g_assert_cmpstr (deciding->source, ==, "Twilio video diagnostics");
  g_assert_cmpfloat (deciding->good_rtt_ms, ==, 100);
  g_assert_cmpfloat (deciding->suboptimal_rtt_ms, ==, 250);
  g_assert_cmpfloat (deciding->poor_rtt_ms, ==, 400);
  g_assert_cmpfloat (deciding->good_jitter_ms, ==, 5);
  g_assert_cmpfloat (deciding->suboptimal_jitter_ms, ==, 10);
  g_assert_cmpfloat (deciding->poor_jitter_ms, ==, 30);
  g_assert_cmpfloat (deciding->good_loss_percent, ==, 1);
  g_assert_cmpfloat (deciding->suboptimal_loss_percent, ==, 3);
  g_assert_cmpfloat (deciding->poor_loss_percent, ==, 8);
  g_assert_cmpuint (sets->len, ==, 3);
  teams = g_ptr_array_index (sets, 2);
  g_assert_cmpstr (teams->id, ==, "microsoft-teams");
  g_assert_cmpfloat (teams->suboptimal_rtt_ms, ==, 100);
  g_assert_true (isnan (teams->good_rtt_ms) && isnan (teams->poor_loss_percent));

  g_assert_cmpuint (rates->room_default_kbps, ==, 2000);
  g_assert_cmpuint (rates->guest_max_kbps, ==, 4000);
  g_assert_cmpuint (rates->last_frame_held_ms, ==, 30000);

  g_assert_cmpuint (classes->len, ==, 5);
  g_assert_cmpuint (((LcDscpClass *) g_ptr_array_index (classes, 0))->dscp, ==, 46);
  g_assert_cmpstr (((LcDscpClass *) g_ptr_array_index (classes, 0))->class_name, ==, "EF");

  g_assert_cmpuint (deadlines->run_ms, ==, 10000);
  g_assert_cmpuint (deadlines->probe_ms, ==, 4000);
  g_assert_cmpuint (deadlines->samples, ==, 20);
  g_assert_cmpuint (deadlines->sample_interval_ms, ==, 50);
}

static char *
read_dist_file (const char *folder, const char *subfolder, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, folder, subfolder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *root = lc_json_parse ("test", text, strlen (text), LC_PROFILE_MAX_BYTES, &error);

  g_assert_no_error (error);
  return root;
}

/* Puts @value, or nothing when it is NULL, where a JSON pointer (RFC 6901)
 * points; "-" is behind the last element, as in JSON Patch (RFC 6902). */
static void
change (JsonNode *root, const char *pointer, JsonNode *value)
{
  g_auto (GStrv) tokens = g_strsplit (pointer + 1, "/", -1);
  JsonNode *parent = root;
  const char *last = tokens[g_strv_length (tokens) - 1];

  for (guint i = 0; tokens[i] != last; i++)
    {
      if (JSON_NODE_HOLDS_ARRAY (parent))
        parent = json_array_get_element (json_node_get_array (parent),
                                         (guint) g_ascii_strtoull (tokens[i], NULL, 10));
      else
        parent = json_object_get_member (json_node_get_object (parent), tokens[i]);
      g_assert_nonnull (parent);
    }
  if (JSON_NODE_HOLDS_ARRAY (parent))
    {
      g_assert_cmpstr (last, ==, "-");
      json_array_add_element (json_node_get_array (parent), value);
    }
  else if (value != NULL)
    {
      json_object_set_member (json_node_get_object (parent), last, value);
    }
  else
    {
      g_assert_true (json_object_has_member (json_node_get_object (parent), last));
      json_object_remove_member (json_node_get_object (parent), last);
    }
}

static void
apply_changes (JsonNode *root, JsonObject *fault_case)
{
  if (json_object_has_member (fault_case, "set"))
    {
      JsonObjectIter iter;
      const char *pointer;
      JsonNode *value;

      json_object_iter_init_ordered (&iter, json_object_get_object_member (fault_case, "set"));
      while (json_object_iter_next_ordered (&iter, &pointer, &value))
        change (root, pointer, json_node_copy (value));
    }
  if (json_object_has_member (fault_case, "remove"))
    {
      JsonArray *pointers = json_object_get_array_member (fault_case, "remove");

      for (guint i = 0; i < json_array_get_length (pointers); i++)
        change (root, json_array_get_string_element (pointers, i), NULL);
    }
}

/* check-profile-schema.py does the same with the schema. */
static void
test_faults (void)
{
  g_autofree char *table_text = read_dist_file ("profile", "profiles", "faults.json");
  g_autofree char *profile_text = read_dist_file ("..", "data/profiles", "quicklink-studio.json");
  g_autoptr (JsonNode) table = parse (table_text);
  JsonArray *cases = json_node_get_array (table);

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *fault_case = json_array_get_object_element (cases, i);
      JsonArray *faults = json_object_get_array_member (fault_case, "faults");
      g_autoptr (GString) wanted = g_string_new (NULL);
      g_autoptr (JsonNode) root = parse (profile_text);
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (LcProfile) profile = NULL;

      g_test_message ("%s", json_object_get_string_member (fault_case, "name"));
      apply_changes (root, fault_case);
      text = json_to_string (root, FALSE);
      for (guint j = 0; j < json_array_get_length (faults); j++)
        g_string_append_printf (wanted, "%sp: %s", j > 0 ? "\n" : "",
                                json_array_get_string_element (faults, j));

      profile = lc_profile_new_from_data ("p", text, strlen (text), &error);
      g_assert_true ((profile == NULL) == (wanted->len > 0));
      if (profile == NULL)
        g_assert_error (error, LC_PROFILE_ERROR, LC_PROFILE_ERROR_INVALID);
      g_assert_cmpstr (error != NULL ? error->message : "", ==, wanted->str);
    }
}

/* Hosts are compared and looked up by name, so they have one spelling. */
static void
test_optional_values (void)
{
  g_autofree char *text = read_dist_file ("..", "data/profiles", "quicklink-studio.json");
  g_autoptr (JsonNode) root = parse (text);
  g_autofree char *changed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LcProfile) profile = NULL;
  const LcEndpoint *endpoint;
  const LcRegion *region;

  change (root, "/endpoints/0/host", json_node_init_string (json_node_alloc (), "Portal.EXAMPLE"));
  change (root, "/media_ports/operator", NULL);
  change (root, "/region_servers/host", NULL);
  change (root, "/media_rates", NULL);
  change (root, "/support/phone", NULL);
  changed = json_to_string (root, TRUE);
  profile = lc_profile_new_from_data ("p", changed, strlen (changed), &error);
  g_assert_no_error (error);
  endpoint = lc_profile_find_endpoint (profile, LC_ENDPOINT_HTTPS);
  g_assert_cmpstr (endpoint->host, ==, "portal.example");
  g_assert_cmpuint (lc_profile_get_media_ports (profile, LC_LAYER_OPERATOR).last, ==, 20000);
  region = lc_profile_find_region (profile, "ie1");
  g_assert_null (lc_profile_dup_region_edge_host (profile, region));
  g_assert_null (lc_profile_dup_region_id_host (profile, region));
  g_assert_null (lc_profile_get_media_rates (profile));
  g_assert_null (lc_profile_get_support_phone (profile));
}

/* A profile with @n targets: the built-in one has 9 ports and 9 regions. */
static char *
make_large_profile (guint n)
{
  g_autofree char *text = read_dist_file ("..", "data/profiles", "quicklink-studio.json");
  g_autoptr (JsonNode) root = parse (text);

  for (guint i = 18; i < n; i++)
    {
      g_autofree char *region
          = g_strdup_printf ("{\"id\": \"x%u\", \"place\": \"X\", \"latitude\": 0,"
                             " \"longitude\": 0, \"layer\": \"vendor\","
                             " \"ranges\": [{\"first\": \"10.%u.%u.0\","
                             " \"last\": \"10.%u.%u.255\", \"layer\": \"vendor\"}]}",
                             i, i / 256, i % 256, i / 256, i % 256);

      change (root, "/regions/-", parse (region));
    }
  return json_to_string (root, TRUE);
}

static void
test_targets (void)
{
  g_autofree char *most = make_large_profile (LC_PROFILE_MAX_TARGETS);
  g_autofree char *more = make_large_profile (LC_PROFILE_MAX_TARGETS + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (LcProfile) profile = NULL;
  gint64 start = g_get_monotonic_time ();

  profile = lc_profile_new_from_data ("p", most, strlen (most), &error);
  g_test_message ("1000 targets, %" G_GSIZE_FORMAT " bytes: %" G_GINT64_FORMAT " us", strlen (most),
                  g_get_monotonic_time () - start);
  g_assert_no_error (error);
  g_assert_cmpuint (lc_profile_get_regions (profile)->len, ==, 991);

  g_assert_null (lc_profile_new_from_data ("p", more, strlen (more), &error));
  g_assert_error (error, LC_PROFILE_ERROR, LC_PROFILE_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==,
                   "p: expected at most 1000 server ports and regions, found 1001");
}

static void
test_many_faults (void)
{
  g_autoptr (GString) text = g_string_new ("{\"endpoints\": [1");
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 1; i < 1000; i++)
    g_string_append (text, ",1");
  g_string_append (text, "]}");
  g_assert_null (lc_profile_new_from_data ("p", text->str, text->len, &error));
  lines = g_strsplit (error->message, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 101);
  g_assert_cmpstr (lines[100], ==, "and 914 more");
}

static void
test_files (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("lc-profile-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "p.json", NULL);
  g_autofree char *large = g_strnfill (LC_PROFILE_MAX_BYTES + 1, ' ');
  g_autofree char *text = read_dist_file ("..", "data/profiles", "quicklink-studio.json");
  g_autofree char *padded = g_strconcat (text, large, NULL);
  g_autofree char *wanted = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) folder_file = g_file_new_for_path (folder);
  g_autoptr (LcProfile) profile = NULL;

  g_assert_null (lc_profile_new_from_file (file, &error));
  g_assert_error (error, LC_PROFILE_ERROR, LC_PROFILE_ERROR_READ);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);

  g_assert_null (lc_profile_new_from_file (folder_file, &error));
  g_assert_error (error, LC_PROFILE_ERROR, LC_PROFILE_ERROR_READ);
  g_assert_nonnull (strstr (error->message, folder));
  g_clear_error (&error);

  /* As long as it may be, and one byte more. */
  g_assert_true (g_file_set_contents (path, padded, LC_PROFILE_MAX_BYTES, NULL));
  profile = lc_profile_new_from_file (file, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lc_profile_get_id (profile), ==, "quicklink-studio");
  g_assert_true (g_file_set_contents (path, padded, LC_PROFILE_MAX_BYTES + 1, NULL));
  g_assert_null (lc_profile_new_from_file (file, &error));
  g_assert_error (error, LC_PROFILE_ERROR, LC_PROFILE_ERROR_INVALID);
  wanted = g_strdup_printf ("%s: expected at most 1048576 bytes, found more", path);
  g_assert_cmpstr (error->message, ==, wanted);
  g_clear_error (&error);
  g_clear_pointer (&wanted, g_free);

  g_assert_true (g_file_set_contents (path, "{\n  \"id\": \"a\",\n}", -1, NULL));
  g_assert_null (lc_profile_new_from_file (file, &error));
  g_assert_error (error, LC_PROFILE_ERROR, LC_PROFILE_ERROR_INVALID);
  wanted = g_strdup_printf ("%s:3:1: expected the name of a member in double quotes, found \"}\"",
                            path);
  g_assert_cmpstr (error->message, ==, wanted);
  g_clear_error (&error);
  g_clear_pointer (&wanted, g_free);

  g_assert_true (g_file_set_contents (path, "[]", -1, NULL));
  g_assert_null (lc_profile_new_from_file (file, &error));
  wanted = g_strdup_printf ("%s: expected an object, found an array", path);
  g_assert_cmpstr (error->message, ==, wanted);

  g_unlink (path);
  g_rmdir (folder);
}

static void
test_finalize (void)
{
  LcProfile *profile = lc_profile_new_builtin ();

  g_assert_finalize_object (profile);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/builtin/service", test_builtin_service);
  g_test_add_func ("/profile/builtin/endpoints", test_builtin_endpoints);
  g_test_add_func ("/profile/builtin/regions", test_builtin_regions);
  g_test_add_func ("/profile/builtin/wrong-cidrs", test_builtin_wrong_cidrs);
  g_test_add_func ("/profile/builtin/addresses", test_builtin_addresses);
  g_test_add_func ("/profile/builtin/allow-list", test_builtin_allow_list);
  g_test_add_func ("/profile/builtin/figures", test_builtin_figures);
  g_test_add_func ("/profile/published-right", test_published_right);
  g_test_add_func ("/profile/faults", test_faults);
  g_test_add_func ("/profile/optional-values", test_optional_values);
  g_test_add_func ("/profile/targets", test_targets);
  g_test_add_func ("/profile/many-faults", test_many_faults);
  g_test_add_func ("/profile/files", test_files);
  g_test_add_func ("/profile/finalize", test_finalize);
  return g_test_run ();
}
