/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-profile-reader.c: from the JSON of a profile to an LcProfile.
 *
 * Reads everything, whatever is wrong, so that all faults come out at once; a
 * profile with faults is thrown away by the caller. What the words mean is said
 * in data/profiles/profile.schema.json; the rules that a schema cannot say are
 * here only: first not above last, thresholds ascending, ids of their own, one
 * region for one address, the number of targets, deadlines that fit each other.
 */
#include "config.h"

#include <math.h>
#include <string.h>

#include "base/lc-base-enums.h"
#include "base/lc-json-expect.h"
#include "profile/lc-profile-enums.h"
#include "profile/lc-profile-private.h"
#include "profile/lc-profile-syntax.h"

#define MAX_ID 32
#define MAX_TEXT 120
#define MAX_HOST 253
#define MAX_TEMPLATE 190
#define MAX_URL 500
#define MAX_PORTS 64
#define MAX_RANGES 64
#define MAX_SETS 16
#define MAX_MS 600000
#define MAX_KBPS 10000000

typedef gboolean (*SyntaxFunc) (const char *text);

/* A range and where it is from, to find addresses that two regions claim. */
typedef struct
{
  LcAddressRange range;
  const char *region;
} RegionClaim;

/* @expected may name an example, as "2026-11-22". */
static char *
read_word (LcJsonReader *reader,
           const char *name,
           LcJsonNeed need,
           guint max,
           SyntaxFunc check,
           const char *expected)
{
  const char *text = lc_json_reader_get_string (reader, name, need, 1, max);

  if (text != NULL && !check (text))
    lc_json_reader_fault_text (reader, name, expected, text);
  return g_strdup (text);
}

static char *
read_text (LcJsonReader *reader, const char *name)
{
  return read_word (reader, name, LC_JSON_REQUIRED, MAX_TEXT, lc_syntax_is_plain_text,
                    "text without control characters");
}

static char *
read_url (LcJsonReader *reader, const char *name, LcJsonNeed need)
{
  return read_word (reader, name, need, MAX_URL, lc_syntax_is_https_url,
                    "an https link without port and query");
}

/* @set: what this id must be the only one of, or NULL */
static char *
read_id (LcJsonReader *reader, const char *name, const char *set)
{
  char *id = read_word (reader, name, LC_JSON_REQUIRED, MAX_ID, lc_syntax_is_id,
                        "lower-case letters, digits and hyphens, a letter first");

  if (set != NULL)
    lc_json_reader_check_unique (reader, set, name, id);
  return id;
}

static void
read_constant (LcJsonReader *reader, const char *name, const char *constant)
{
  const char *text = lc_json_reader_get_string (reader, name, LC_JSON_REQUIRED, 1, MAX_TEXT);

  if (text != NULL && strcmp (text, constant) != 0)
    {
      g_autofree char *quoted = lc_json_quote (constant, -1);

      lc_json_reader_fault_text (reader, name, quoted, text);
    }
}

static LcLayer
read_layer (LcJsonReader *reader)
{
  return (LcLayer) lc_json_reader_get_enum (reader, "layer", LC_JSON_REQUIRED, LC_TYPE_LAYER);
}

static guint
read_uint (LcJsonReader *reader, const char *name, guint min, guint max)
{
  return (guint) lc_json_reader_get_int (reader, name, LC_JSON_REQUIRED, min, max);
}

static guint16
read_port (LcJsonReader *reader, const char *name)
{
  return (guint16) read_uint (reader, name, 1, 65535);
}

/* Returns whether it was there. */
static gboolean
read_port_range (LcJsonReader *reader, const char *name, LcJsonNeed need, LcPortRange *range)
{
  guint n_faults = lc_json_reader_get_n_faults (reader);

  if (!lc_json_reader_enter_object (reader, name, need))
    return FALSE;
  range->first = read_port (reader, "first");
  range->last = read_port (reader, "last");
  if (lc_json_reader_get_n_faults (reader) == n_faults && range->last < range->first)
    {
      g_autofree char *expected = g_strdup_printf ("a port not below %u", range->first);
      g_autofree char *found = g_strdup_printf ("%u", range->last);

      lc_json_reader_fault (reader, "last", expected, found);
    }
  lc_json_reader_leave (reader);
  return TRUE;
}

static void
read_support (LcProfile *self, LcJsonReader *reader)
{
  if (!lc_json_reader_enter_object (reader, "support", LC_JSON_REQUIRED))
    return;
  self->support_phone = read_word (reader, "phone", LC_JSON_OPTIONAL, 40, lc_syntax_is_phone,
                                   "an international phone number as +44 20 12345678");
  self->support_email = read_word (reader, "email", LC_JSON_OPTIONAL, 254, lc_syntax_is_email,
                                   "an e-mail address");
  self->support_url = read_url (reader, "url", LC_JSON_OPTIONAL);
  lc_json_reader_leave (reader);
}

static void
read_publishers (LcProfile *self, LcJsonReader *reader)
{
  if (!lc_json_reader_enter_object (reader, "publishers", LC_JSON_REQUIRED))
    return;
  for (LcLayer layer = 0; layer < LC_N_LAYERS; layer++)
    {
      LcPublisher *publisher = &self->publishers[layer];

      if (!lc_json_reader_enter_object (reader, lc_enum_nick (LC_TYPE_LAYER, (int) layer),
                                        LC_JSON_REQUIRED))
        continue;
      publisher->name = read_text (reader, "name");
      publisher->url = read_url (reader, "url", LC_JSON_OPTIONAL);
      lc_json_reader_leave (reader);
    }
  lc_json_reader_leave (reader);
}

static void
read_server_port (LcJsonReader *reader, LcEndpoint *endpoint, gboolean is_http)
{
  LcServerPort port = { 0 };
  guint n_faults = lc_json_reader_get_n_faults (reader);
  g_autofree char *set = NULL;
  g_autofree char *value = NULL;

  if (!lc_json_reader_expect_object (reader))
    return;
  port.transport = (LcTransport) lc_json_reader_get_enum (reader, "transport", LC_JSON_REQUIRED,
                                                          LC_TYPE_TRANSPORT);
  port.port = read_port (reader, "port");
  port.layer = read_layer (reader);
  if (lc_json_reader_get_n_faults (reader) > n_faults)
    return;
  if (is_http && port.transport != LC_TRANSPORT_TLS)
    lc_json_reader_fault_text (reader, "transport", "\"tls\" for this kind of endpoint",
                               lc_enum_nick (LC_TYPE_TRANSPORT, port.transport));
  set = g_strdup_printf ("port of %p", endpoint);
  value = g_strdup_printf ("%u/%s", port.port, lc_enum_nick (LC_TYPE_TRANSPORT, port.transport));
  lc_json_reader_check_unique (reader, set, NULL, value);
  g_array_append_val (endpoint->ports, port);
}

static void
read_endpoint (LcProfile *self, LcJsonReader *reader)
{
  static const char *const reserved[] = { "computer", "dns", "region", "routing", NULL };
  LcEndpoint *endpoint = lc_endpoint_new ();
  gboolean is_kind_known, is_http;
  guint n_faults;
  char *host;

  g_ptr_array_add (self->endpoints, endpoint);
  if (!lc_json_reader_expect_object (reader))
    return;
  endpoint->id = read_id (reader, "id", "endpoint");
  if (endpoint->id != NULL && g_strv_contains (reserved, endpoint->id))
    lc_json_reader_fault_text (reader, "id", "an id that no check of the program has",
                               endpoint->id);
  endpoint->name = read_text (reader, "name");
  n_faults = lc_json_reader_get_n_faults (reader);
  endpoint->kind = (LcEndpointKind) lc_json_reader_get_enum (reader, "kind", LC_JSON_REQUIRED,
                                                             LC_TYPE_ENDPOINT_KIND);
  is_kind_known = lc_json_reader_get_n_faults (reader) == n_faults;
  is_http = endpoint->kind != LC_ENDPOINT_STUN && endpoint->kind != LC_ENDPOINT_TURN;
  host = read_word (reader, "host", LC_JSON_REQUIRED, MAX_HOST, lc_syntax_is_host,
                    "a host name or an IP address");
  endpoint->host = host != NULL ? g_ascii_strdown (host, -1) : NULL;
  g_free (host);
  if (is_http)
    endpoint->path = read_word (reader, "path", is_kind_known ? LC_JSON_REQUIRED : LC_JSON_OPTIONAL,
                                MAX_URL, lc_syntax_is_http_path,
                                "a path that starts with a slash, without a query");
  is_http = is_http && is_kind_known;
  if (lc_json_reader_enter_array (reader, "ports", LC_JSON_REQUIRED, 1, is_http ? 1 : MAX_PORTS))
    {
      for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
        {
          read_server_port (reader, endpoint, is_http);
          lc_json_reader_leave (reader);
        }
      lc_json_reader_leave (reader);
    }
}

static gboolean
read_address (LcJsonReader *reader, const char *name, guint32 *address)
{
  const char *text = lc_json_reader_get_string (reader, name, LC_JSON_REQUIRED, 1, 15);

  if (text == NULL)
    return FALSE;
  if (lc_ipv4_parse (text, address))
    return TRUE;
  lc_json_reader_fault_text (reader, name, "an IPv4 address", text);
  return FALSE;
}

static gboolean
is_cidr (const char *text)
{
  guint32 address;
  guint8 prefix;

  return lc_cidr_parse (text, &address, &prefix);
}

static void
read_range (LcJsonReader *reader, LcRegion *region)
{
  LcRegionRange range = { .range = { 1, 0 } }; /* empty, should an end be missing */
  guint32 first_address = 0, last_address = 0;
  gboolean has_first, has_last;

  if (!lc_json_reader_expect_object (reader))
    return;
  has_first = read_address (reader, "first", &first_address);
  has_last = read_address (reader, "last", &last_address);
  if (has_first && has_last)
    range.range = (LcAddressRange) { first_address, last_address };
  if (has_first && has_last && last_address < first_address)
    {
      g_autofree char *first = lc_ipv4_to_string (first_address);
      g_autofree char *last = lc_ipv4_to_string (last_address);
      g_autofree char *expected = g_strdup_printf ("an address not below %s", first);

      lc_json_reader_fault_text (reader, "last", expected, last);
    }
  range.published_cidr = read_word (reader, "published_cidr", LC_JSON_OPTIONAL, 18, is_cidr,
                                    "an IPv4 address, a slash and a length from 0 to 32");
  range.layer = read_layer (reader);
  if (region->layer == LC_LAYER_OPERATOR && range.layer == LC_LAYER_VENDOR)
    lc_json_reader_fault_text (reader, "layer", "\"operator\" as its region", "vendor");
  g_array_append_val (region->ranges, range);
}

static gboolean
has_vendor_range (const LcRegion *region)
{
  for (guint i = 0; i < region->ranges->len; i++)
    {
      if (g_array_index (region->ranges, LcRegionRange, i).layer == LC_LAYER_VENDOR)
        return TRUE;
    }
  return FALSE;
}

static void
read_region (LcProfile *self, LcJsonReader *reader)
{
  LcRegion *region = lc_region_new ();

  g_ptr_array_add (self->regions, region);
  if (!lc_json_reader_expect_object (reader))
    return;
  region->id = read_id (reader, "id", "region");
  region->edge = read_word (reader, "edge", LC_JSON_OPTIONAL, MAX_ID, lc_syntax_is_id,
                            "lower-case letters, digits and hyphens, a letter first");
  lc_json_reader_check_unique (reader, "edge", "edge", region->edge);
  region->place = read_text (reader, "place");
  region->latitude = lc_json_reader_get_double (reader, "latitude", LC_JSON_REQUIRED, -90, 90);
  region->longitude = lc_json_reader_get_double (reader, "longitude", LC_JSON_REQUIRED, -180, 180);
  region->layer = read_layer (reader);
  if (lc_json_reader_enter_array (reader, "ranges", LC_JSON_REQUIRED, 1, MAX_RANGES))
    {
      for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
        {
          read_range (reader, region);
          lc_json_reader_leave (reader);
        }
      lc_json_reader_leave (reader);
      if (region->layer == LC_LAYER_VENDOR && !has_vendor_range (region))
        lc_json_reader_fault (reader, "ranges", "at least one of the layer \"vendor\"",
                              "none");
    }
}

static int
compare_claims (gconstpointer a, gconstpointer b)
{
  const RegionClaim *left = a, *right = b;

  return (left->range.first > right->range.first) - (left->range.first < right->range.first);
}

/* The reader stands at the regions. */
static void
check_claims (LcProfile *self, LcJsonReader *reader)
{
  g_autoptr (GArray) claims = g_array_new (FALSE, FALSE, sizeof (RegionClaim));
  const RegionClaim *highest = NULL;

  for (guint i = 0; i < self->regions->len; i++)
    {
      const LcRegion *region = g_ptr_array_index (self->regions, i);

      for (guint j = 0; j < region->ranges->len; j++)
        {
          RegionClaim claim = { g_array_index (region->ranges, LcRegionRange, j).range, region->id };

          if (claim.range.first <= claim.range.last)
            g_array_append_val (claims, claim);
        }
    }
  g_array_sort (claims, compare_claims);
  for (guint i = 0; i < claims->len; i++)
    {
      const RegionClaim *claim = &g_array_index (claims, RegionClaim, i);

      if (highest != NULL && claim->range.first <= highest->range.last
          && g_strcmp0 (claim->region, highest->region) != 0)
        {
          g_autofree char *address = lc_ipv4_to_string (claim->range.first);
          g_autofree char *found = g_strdup_printf ("%s in both %s and %s", address,
                                                    highest->region != NULL ? highest->region : "?",
                                                    claim->region != NULL ? claim->region : "?");

          lc_json_reader_fault (reader, NULL, "every address in one region only", found);
        }
      if (highest == NULL || claim->range.last > highest->range.last)
        highest = claim;
    }
}

static void
read_regions (LcProfile *self, LcJsonReader *reader)
{
  if (lc_json_reader_enter_object (reader, "region_servers", LC_JSON_REQUIRED))
    {
      self->region_host = read_word (reader, "host", LC_JSON_OPTIONAL, MAX_TEMPLATE,
                                     lc_syntax_is_host_template,
                                     "a host name with {region} as one of its labels");
      self->region_port = read_port (reader, "port");
      lc_json_reader_leave (reader);
    }
  if (!lc_json_reader_enter_array (reader, "regions", LC_JSON_REQUIRED, 1, LC_PROFILE_MAX_TARGETS))
    return;
  for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
    {
      read_region (self, reader);
      lc_json_reader_leave (reader);
    }
  check_claims (self, reader);
  lc_json_reader_leave (reader);
}

/* Each grade starts where the one before ends. Missing ones are NAN. */
static void
read_limits (LcJsonReader *reader, const char *name, double max, double *grades[3])
{
  static const char *const names[] = { "good", "suboptimal", "poor" };
  double before = 0;

  if (!lc_json_reader_enter_object (reader, name, LC_JSON_OPTIONAL))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *expected = NULL;
      char text[G_ASCII_DTOSTR_BUF_SIZE];
      gboolean is_good;

      if (!lc_json_reader_enter_member (reader, names[i], LC_JSON_OPTIONAL))
        continue;
      is_good = lc_json_reader_expect_double (reader, 0, max, grades[i]);
      lc_json_reader_leave (reader);
      if (!is_good)
        continue;
      if (*grades[i] < before)
        {
          expected = g_strdup_printf ("a number not below %s",
                                      g_ascii_formatd (text, sizeof text, "%g", before));
          lc_json_reader_fault (reader, names[i], expected,
                                g_ascii_formatd (text, sizeof text, "%g", *grades[i]));
        }
      before = *grades[i];
    }
  lc_json_reader_leave (reader);
}

static void
read_threshold_set (LcProfile *self, LcJsonReader *reader)
{
  LcThresholds *set = lc_thresholds_new ();
  double *rtt[] = { &set->good_rtt_ms, &set->suboptimal_rtt_ms, &set->poor_rtt_ms };
  double *jitter[] = { &set->good_jitter_ms, &set->suboptimal_jitter_ms, &set->poor_jitter_ms };
  double *loss[] = { &set->good_loss_percent, &set->suboptimal_loss_percent,
                     &set->poor_loss_percent };

  g_ptr_array_add (self->thresholds, set);
  if (!lc_json_reader_expect_object (reader))
    return;
  set->id = read_id (reader, "id", "thresholds");
  set->source = read_text (reader, "source");
  set->url = read_url (reader, "url", LC_JSON_OPTIONAL);
  read_limits (reader, "rtt_ms", 60000, rtt);
  read_limits (reader, "jitter_ms", 60000, jitter);
  read_limits (reader, "loss_percent", 100, loss);
}

static gboolean
is_complete (const LcThresholds *set)
{
  return !isnan (set->good_rtt_ms) && !isnan (set->suboptimal_rtt_ms) && !isnan (set->poor_rtt_ms)
         && !isnan (set->good_jitter_ms) && !isnan (set->suboptimal_jitter_ms)
         && !isnan (set->poor_jitter_ms) && !isnan (set->good_loss_percent)
         && !isnan (set->suboptimal_loss_percent) && !isnan (set->poor_loss_percent);
}

static void
read_thresholds (LcProfile *self, LcJsonReader *reader)
{
  g_autofree char *deciding = NULL;
  guint n_faults = lc_json_reader_get_n_faults (reader);

  if (!lc_json_reader_enter_object (reader, "thresholds", LC_JSON_REQUIRED))
    return;
  deciding = read_id (reader, "deciding", NULL);
  if (lc_json_reader_enter_array (reader, "sets", LC_JSON_REQUIRED, 1, MAX_SETS))
    {
      for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
        {
          read_threshold_set (self, reader);
          lc_json_reader_leave (reader);
        }
      lc_json_reader_leave (reader);
    }
  for (guint i = 0; i < self->thresholds->len && self->deciding == NULL; i++)
    {
      const LcThresholds *set = g_ptr_array_index (self->thresholds, i);

      if (deciding != NULL && g_strcmp0 (set->id, deciding) == 0)
        self->deciding = set;
    }
  /* A limit that lacks may be a faulty one, which was said before. */
  if (deciding != NULL && self->deciding == NULL && self->thresholds->len > 0)
    lc_json_reader_fault_text (reader, "deciding", "the id of one of the sets", deciding);
  else if (self->deciding != NULL && !is_complete (self->deciding)
           && lc_json_reader_get_n_faults (reader) == n_faults)
    lc_json_reader_fault (reader, "deciding", "a set with all nine limits", "one without");
  lc_json_reader_leave (reader);
}

static void
read_media_rates (LcProfile *self, LcJsonReader *reader)
{
  LcMediaRates *rates;

  if (!lc_json_reader_enter_object (reader, "media_rates", LC_JSON_OPTIONAL))
    return;
  rates = self->media_rates = g_new0 (LcMediaRates, 1);
  rates->source = read_text (reader, "source");
  rates->room_default_kbps = read_uint (reader, "room_default_kbps", 1, MAX_KBPS);
  rates->room_min_kbps = read_uint (reader, "room_min_kbps", 1, MAX_KBPS);
  rates->room_max_kbps = read_uint (reader, "room_max_kbps", 1, MAX_KBPS);
  rates->guest_max_kbps = read_uint (reader, "guest_max_kbps", 1, MAX_KBPS);
  rates->audio_min_kbps = read_uint (reader, "audio_min_kbps", 1, MAX_KBPS);
  rates->audio_max_kbps = read_uint (reader, "audio_max_kbps", 1, MAX_KBPS);
  rates->last_frame_held_ms = read_uint (reader, "last_frame_held_ms", 0, MAX_MS);
  lc_json_reader_leave (reader);
}

static void
read_dscp_classes (LcProfile *self, LcJsonReader *reader)
{
  if (!lc_json_reader_enter_array (reader, "dscp", LC_JSON_REQUIRED, 0, MAX_SETS))
    return;
  for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
    {
      LcDscpClass *dscp_class = g_new0 (LcDscpClass, 1);

      g_ptr_array_add (self->dscp_classes, dscp_class);
      if (lc_json_reader_expect_object (reader))
        {
          dscp_class->id = read_id (reader, "id", "dscp");
          dscp_class->name = read_text (reader, "name");
          dscp_class->dscp = (guint8) read_uint (reader, "dscp", 0, 63);
          dscp_class->class_name = read_text (reader, "class");
        }
      lc_json_reader_leave (reader);
    }
  lc_json_reader_leave (reader);
}

static void
check_deadlines (LcJsonReader *reader, const LcDeadlines *deadlines)
{
  guint max_samples = (deadlines->run_ms - 1) / deadlines->sample_interval_ms;
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;

  if (deadlines->probe_ms > deadlines->run_ms)
    {
      expected = g_strdup_printf ("at most run_ms, which is %u", deadlines->run_ms);
      found = g_strdup_printf ("%u", deadlines->probe_ms);
      lc_json_reader_fault (reader, "probe_ms", expected, found);
    }
  else if (deadlines->samples > max_samples)
    {
      expected = g_strdup_printf ("at most %u, to end before run_ms", max_samples);
      found = g_strdup_printf ("%u", deadlines->samples);
      lc_json_reader_fault (reader, "samples", expected, found);
    }
}

static void
read_deadlines (LcProfile *self, LcJsonReader *reader)
{
  LcDeadlines *deadlines = &self->deadlines;
  guint n_faults = lc_json_reader_get_n_faults (reader);

  if (!lc_json_reader_enter_object (reader, "deadlines", LC_JSON_REQUIRED))
    return;
  deadlines->run_ms = read_uint (reader, "run_ms", 100, MAX_MS);
  deadlines->probe_ms = read_uint (reader, "probe_ms", 100, MAX_MS);
  deadlines->samples = read_uint (reader, "samples", 1, 1000);
  deadlines->sample_interval_ms = read_uint (reader, "sample_interval_ms", 10, 1000);
  if (lc_json_reader_get_n_faults (reader) == n_faults)
    check_deadlines (reader, deadlines);
  lc_json_reader_leave (reader);
}

static void
check_n_targets (LcProfile *self, LcJsonReader *reader)
{
  guint n = self->regions->len;

  for (guint i = 0; i < self->endpoints->len; i++)
    n += ((LcEndpoint *) g_ptr_array_index (self->endpoints, i))->ports->len;
  if (n > LC_PROFILE_MAX_TARGETS)
    {
      g_autofree char *expected = g_strdup_printf ("at most %u server ports and regions",
                                                   (guint) LC_PROFILE_MAX_TARGETS);
      g_autofree char *found = g_strdup_printf ("%u", n);

      lc_json_reader_fault (reader, NULL, expected, found);
    }
}

/**
 * lc_profile_read:
 * @self: a new profile
 * @reader: stands at the root of its JSON
 *
 * Fills in @self. When there are faults in @reader afterwards, @self may lack
 * anything and must be thrown away.
 */
void
lc_profile_read (LcProfile *self, LcJsonReader *reader)
{
  if (!lc_json_reader_expect_object (reader))
    return;
  /* Where an editor finds the schema. */
  lc_json_reader_get_string (reader, "$schema", LC_JSON_OPTIONAL, 1, MAX_URL);
  read_constant (reader, "format", "linecheck-profile");
  lc_json_reader_get_int (reader, "version", LC_JSON_REQUIRED, 1, 1);
  self->id = read_id (reader, "id", NULL);
  self->name = read_text (reader, "name");
  self->revision = read_word (reader, "revision", LC_JSON_REQUIRED, 10, lc_syntax_is_date,
                              "a date as 2026-11-22");
  read_support (self, reader);
  read_publishers (self, reader);
  if (lc_json_reader_enter_array (reader, "endpoints", LC_JSON_REQUIRED, 1, LC_PROFILE_MAX_TARGETS))
    {
      for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
        {
          read_endpoint (self, reader);
          lc_json_reader_leave (reader);
        }
      lc_json_reader_leave (reader);
    }
  read_port_range (reader, "client_ports", LC_JSON_REQUIRED, &self->client_ports);
  if (lc_json_reader_enter_object (reader, "media_ports", LC_JSON_REQUIRED))
    {
      LcPortRange *ports = self->media_ports;

      read_port_range (reader, "vendor", LC_JSON_REQUIRED, &ports[LC_LAYER_VENDOR]);
      if (!read_port_range (reader, "operator", LC_JSON_OPTIONAL, &ports[LC_LAYER_OPERATOR]))
        ports[LC_LAYER_OPERATOR] = ports[LC_LAYER_VENDOR];
      lc_json_reader_leave (reader);
    }
  read_regions (self, reader);
  read_thresholds (self, reader);
  read_media_rates (self, reader);
  read_dscp_classes (self, reader);
  read_deadlines (self, reader);
  check_n_targets (self, reader);
}
